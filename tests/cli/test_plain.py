"""Lines for other programs: whatever a register says, each record is one line of as many cells as there are fields."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itucovid import Dataset, Figure, Initiative, Link, Theme
from itucovid.fields import FIELDS, choose_fields
from itucovid.cli.tsv import LIST_FIELDS, hit_lines, line, page_lines, record_lines

TEXT = st.text(min_size=1)
SCALARS = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
CELLS = SCALARS | st.lists(SCALARS).map(tuple)


def record(**more: object) -> Initiative:
    required = {"id": "one", "theme": "testing", "title": "The first", "summary": "All of it."}
    return Initiative(**{**required, **more})  # type: ignore[arg-type]  # fields of many types


def dataset(*records: Initiative) -> Dataset:
    return Dataset(initiatives=records, themes=(Theme(id="testing", title="Tests"),))


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        pytest.param(["a", "b"], "a\tb\n", id="text"),
        pytest.param(["a", None, ""], "a\t\t\n", id="nothing"),
        pytest.param([1200, 2.5, 0], "1200\t2.5\t0\n", id="numbers"),
        pytest.param([("a", "b"), ()], "a; b\t\n", id="lists"),
        pytest.param([("a", None, "c")], "a; ; c\n", id="a gap in a list"),
        pytest.param(["a\tb\r\nc"], "a b c\n", id="tabs and line ends"),
        pytest.param(["\x1b[31ma", "\u202eb"], "\ufffd[31ma\t\ufffdb\n", id="escapes"),
        pytest.param([" a ", "卫生"], " a \t卫生\n", id="blanks and other scripts"),
        pytest.param([], "\n", id="no cell"),
    ],
)
def test_a_line_is_its_cells_with_tabs_between(
    cells: list[str | float | tuple[str | None, ...] | None], written: str
) -> None:
    assert line(cells) == written


@given(st.lists(CELLS, min_size=1))
@example(["a\u2028b", "a\x85b", "a\x1cb"])
def test_any_cells_are_one_line_that_can_be_taken_apart_again(
    cells: list[str | float | tuple[str, ...] | None],
) -> None:
    written = line(cells)

    assert written.splitlines() == [written[:-1]]
    assert written.count("\t") == len(cells) - 1
    assert not [c for c in written[:-1] if unicodedata.category(c) == "Cc" and c != "\t"]


@given(title=TEXT, summary=TEXT, partners=st.lists(TEXT))
def test_any_record_is_one_line(title: str, summary: str, partners: list[str]) -> None:
    one = record(title=title, summary=summary, partners=tuple(partners))

    written = "".join(record_lines(dataset(one, one), [one, one], tuple(FIELDS.values())))

    assert len(written.splitlines()) == 2
    assert {text.count("\t") for text in written.splitlines()} == {len(FIELDS) - 1}


def test_records_are_listed_by_id_theme_start_and_title() -> None:
    one, other = record(start=None), record(id="other")

    assert list(record_lines(dataset(one, other), [other, one], LIST_FIELDS)) == [
        "other\ttesting\t\tThe first\n",
        "one\ttesting\t\tThe first\n",
    ]


def test_a_hit_has_its_score_unless_other_fields_are_asked_for() -> None:
    one, scores = record(), {"one": 66.66}

    assert list(hit_lines(dataset(one), [one], None, scores)) == ["one\t66.7\ttesting\tThe first\n"]
    assert list(hit_lines(dataset(one), [one], choose_fields("title,id"), scores)) == ["The first\tone\n"]


def test_a_page_names_each_value_and_keeps_lists_side_by_side() -> None:
    one = record(
        aliases=("First", "I"),
        figures=(Figure(label="wells", value=1200), Figure(label="pumps", value=2.5, qualifier="over")),
        links=(
            Link(label="About", url="https://a.example/"),
            Link(label="News", url="https://b.example/", publisher="B"),
        ),
    )

    assert "".join(page_lines(dataset(one, record(id="other")), [one, record(id="other")])) == (
        "id\tone\ntheme\ttesting\ntheme_title\tTests\ntitle\tThe first\nsummary\tAll of it.\n"
        "aliases\tFirst\naliases\tI\n"
        "figure_qualifiers\t\nfigure_qualifiers\tover\nfigure_values\t1200\nfigure_values\t2.5\n"
        "figure_labels\twells\nfigure_labels\tpumps\n"
        "links\thttps://a.example/\nlinks\thttps://b.example/\nlink_labels\tAbout\nlink_labels\tNews\n"
        "link_publishers\t\nlink_publishers\tB\n"
        "\n"
        "id\tother\ntheme\ttesting\ntheme_title\tTests\ntitle\tThe first\nsummary\tAll of it.\n"
    )


@given(title=TEXT, people=st.lists(TEXT))
def test_every_line_of_a_page_is_a_field_and_one_value(title: str, people: list[str]) -> None:
    one = record(title=title, people=tuple(people))

    lines = "".join(page_lines(dataset(one), [one])).splitlines()

    assert [text.count("\t") for text in lines] == [1] * len(lines)
    assert [text.split("\t")[0] for text in lines].count("people") == len(people)
    assert {text.split("\t")[0] for text in lines} <= set(FIELDS)
