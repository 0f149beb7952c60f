"""Cells as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.dates import PartialDate
from itucovid.fields import Cell, format_cell, format_line, split_escaped


@pytest.mark.parametrize(
    ("cell", "delimiter", "text"),
    [
        pytest.param(None, "; ", "", id="none"),
        pytest.param("a; b\\", "; ", "a; b\\", id="text as it is"),
        pytest.param(2.5, "; ", "2.5", id="number"),
        pytest.param((), "; ", "", id="empty list"),
        pytest.param(("a", "b"), "; ", "a; b", id="list"),
        pytest.param(("a", 1, None), "|", "a|1|", id="list with a number and none"),
        pytest.param(("a;b", "c\\"), "; ", "a\\;b; c\\\\", id="delimiter and backslash within values"),
        pytest.param((None, "b"), "; ", "; b", id="first value empty"),
        pytest.param(("a", None), "; ", "a;", id="last value empty"),
        pytest.param((None, "b"), " | ", "| b", id="first value empty, spaces on both sides"),
        pytest.param(("a", None), " | ", "a |", id="last value empty, spaces on both sides"),
        pytest.param((None, None), " | ", "|", id="both values empty"),
        pytest.param((None,), "; ", "", id="one empty value"),
        pytest.param((" a ",), "; ", " a ", id="spaces of a value"),
    ],
)
def test_a_cell_as_text_can_be_split_again(cell: Cell, delimiter: str, text: str) -> None:
    assert format_cell(cell, delimiter) == text


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["a", None, "b"], "a\t\tb\n"),
        (["a", ("b", None, 3), 4.5], "a\tb; ; 3\t4.5\n"),
        (["one\ttwo\nthree", "\x1b[31m"], "one two three\t\ufffd[31m\n"),
        ([("a\tb",)], "a b\n"),
        ([PartialDate("2020")], "2020\n"),
    ],
    ids=["text", "list and numbers", "control characters", "control character in a list", "date"],
)
def test_a_line_has_the_cells_separated_by_tabs_without_control_characters(cells: list[Cell], line: str) -> None:
    assert format_line(cells) == line


@given(st.lists(st.text(min_size=1), max_size=5), st.sampled_from(["; ", "|", " | ", ",", "; - "]))
def test_splitting_a_cell_is_the_inverse_of_joining_it(values: list[str], delimiter: str) -> None:
    texts = [value.strip() or "x" for value in values]
    assert split_escaped(format_cell(tuple(texts), delimiter), delimiter) == texts
