"""Tab-separated lines for other programs: one line per record, one cell per field, whatever the dataset says."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli_w
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from itucovid.fields import FIELDS, format_line
from tests.conftest import Invoke

SCALARS = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
CELLS = SCALARS | st.lists(SCALARS).map(tuple)
CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXT = st.text(CHARACTERS).map(lambda text: f"x{text}")
Cells = list[str | float | tuple[str | None, ...] | None]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        pytest.param(["a", "b"], "a\tb\n", id="texts"),
        pytest.param(["a", None, ""], "a\t\t\n", id="missing values"),
        pytest.param([1200, 2.5, 0], "1200\t2.5\t0\n", id="numbers"),
        pytest.param([("a", "b"), ()], "a; b\t\n", id="lists"),
        pytest.param([("a", None, "c")], "a; ; c\n", id="missing value in a list"),
        pytest.param(["a\tb\r\nc"], "a b c\n", id="tabs and line breaks"),
        pytest.param(["\x1b[31ma", "\u202eb"], "\ufffd[31ma\t\ufffdb\n", id="control characters"),
        pytest.param([" a ", "卫生"], " a \t卫生\n", id="spaces and other scripts"),
        pytest.param([], "\n", id="no cells"),
    ],
)
def test_a_line_has_its_cells_between_tabs(cells: Cells, line: str) -> None:
    assert format_line(cells) == line


@settings(max_examples=40)
@given(st.lists(CELLS, min_size=1))
@example(["a\u2028b", "a\x85b", "a\x1cb"])
def test_any_cells_make_one_line_that_can_be_split_again(cells: Cells) -> None:
    line = format_line(cells)

    assert line.splitlines() == [line[:-1]]
    assert line.count("\t") == len(cells) - 1
    assert not [c for c in line[:-1] if unicodedata.category(c) == "Cc" and c != "\t"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXT, summary=TEXT, people=st.lists(TEXT, max_size=3, unique=True))
def test_any_record_is_one_line_of_list_and_search_and_one_line_per_value_of_show(
    invoke: Invoke, dataset_file: Callable[[str], Path], title: str, summary: str, people: list[str]
) -> None:
    record = {"id": "one", "theme": "t", "title": title, "summary": summary, "people": people}
    data = ("--data", str(dataset_file(tomli_w.dumps({"initiatives": [record]}))))

    (line,) = invoke("list", "--fields", ",".join(FIELDS), *data).stdout.splitlines()
    assert line.count("\t") == len(FIELDS) - 1
    (line,) = invoke("search", "one", *data).stdout.splitlines()
    assert line.startswith("one\t")
    assert line.count("\t") == 3
    values = [line.split("\t") for line in invoke("show", "one", *data).stdout.splitlines()]
    assert {len(value) for value in values} == {2}
    assert [name for name, _ in values] == [
        "id", "theme", "theme_title", "title", "summary", *["people"] * len(people)
    ]  # fmt: skip
