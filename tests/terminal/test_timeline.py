"""The chart of a timeline, and the table below it."""

from __future__ import annotations

import pytest

import itucovid
from itucovid.terminal import print_timeline
from itucovid.timeline import build_timeline
from tests.conftest import MINIMAL
from tests.terminal.conftest import Load, View, screen


def chart(dataset: itucovid.Dataset) -> View:
    return lambda console: print_timeline(console, dataset.labels, build_timeline(dataset.initiatives))


def records(*dates: str) -> str:
    """The text of a dataset file with a record per theme and dates: "t start 2020-01-01"."""
    text = 'themes = [{ id = "t", title = "Tea" }, { id = "u", title = "Useful" }, { id = "v", title = "Void" }]\n'
    for number, entry in enumerate(dates, 1):
        theme, *words = entry.split()
        fields = "".join(f'{name} = "{date}"\n' for name, date in zip(words[::2], words[1::2], strict=True))
        text += (
            f'[[initiatives]]\nid = "r{number}"\ntheme = "{theme}"\ntitle = "Title {number}"\nsummary = "S"\n{fields}'
        )
    return text


THREE = records("u start 2020-06-01 end 2020-06-30", "t start 2020-01-01", "t end 2020-03")


@pytest.mark.parametrize(
    ("width", "encoding", "expected"),
    [
        pytest.param(
            62,
            "utf-8",
            """\
   2020      Feb      Mar       Apr       May       Jun
   ───────────────────────────────────────────────────────────
t  ●                  ░░░░░░░░░░░
u                                                   ━━━━━━━━━━

● one day  ━ from day to day  ░ no exact date

When               Id  Title
──────────────────────────────
1 January 2020     r2  Title 2
March 2020         r3  Title 3
1 to 30 June 2020  r1  Title 1
""",
            id="62",
        ),
        pytest.param(
            40,
            "ascii",
            """\
   2020  Feb   Mar   Apr   May   Jun
   -------------------------------------
t  *           ~~~~~~
u                                =======

* one day  = from day to day  ~ no exact
date

When               Id  Title
------------------------------
1 January 2020     r2  Title 2
March 2020         r3  Title 3
1 to 30 June 2020  r1  Title 1
""",
            id="40, without UTF-8",
        ),
        pytest.param(
            27,
            "utf-8",
            """\
   2020   Mar     May
   ────────────────────────
t  ●      ░░░░░
u                      ━━━━

● one day  ━ from day to
day  ░ no exact date

1 January 2020
r2
  Title 2
March 2020
r3
  Title 3
1 to 30 June 2020
r1
  Title 1
""",
            id="27, the narrowest chart",
        ),
        pytest.param(
            26,
            "utf-8",
            """\
1 January 2020
r2
  Title 2
March 2020
r3
  Title 3
1 to 30 June 2020
r1
  Title 1
""",
            id="26, without a chart",
        ),
    ],
)
def test_a_timeline_at_a_width(load: Load, width: int, encoding: str, expected: str) -> None:
    assert screen(chart(load(THREE)), width, encoding=encoding) == expected


@pytest.mark.parametrize(
    ("dates", "line"),
    [
        pytest.param(
            ["t start 2020-01-11", "t start 2020-01-01 end 2020-01-31"], "━" * 10 + "●" + "━" * 20, id="a day, a period"
        ),
        pytest.param(
            ["t start 2020-01-01", "t start 2020-01-01 end 2020-01-31"],
            "●" + "━" * 30,
            id="the first day of a period",
        ),
        pytest.param(
            ["t start 2020-01-01 end 2020-01-31", "t start 2020-01-11 end 2020-01-12"], "━" * 31, id="two periods"
        ),
        pytest.param(["t start 2020-01-11", "t start 2020-01"], "░" * 10 + "●" + "░" * 20, id="a day, a month"),
        pytest.param(
            ["t start 2020-01-11 end 2020-01-20", "t start 2020-01"],
            "░" * 10 + "━" * 10 + "░" * 11,
            id="a period, a month",
        ),
        pytest.param(["t start 2020-01-11 end 2020-01"], " " * 10 + "░" * 21, id="one date inexact"),
        pytest.param(["t end 2020-01-11"], " " * 10 + "●", id="an end only"),
        pytest.param(["t start 2020-01-11 end 2020-01-11"], " " * 10 + "●", id="the same day twice"),
    ],
)
def test_records_at_the_same_time_hide_those_that_are_less_exact_or_longer(
    load: Load, dates: list[str], line: str
) -> None:
    width = len("t  ") + 31

    assert f"t  {line}" in screen(chart(load(records(*dates))), width).splitlines()


def test_an_exact_period_hides_a_month_that_is_shorter(load: Load) -> None:
    dataset = load(records("t start 2020-02", "t start 2020-01-01 end 2020-02-29"))

    assert screen(chart(dataset), len("t  ") + 60).splitlines()[2] == "t  " + "━" * 60


def test_a_period_of_less_than_a_column_has_a_mark(load: Load) -> None:
    dataset = load(records("t start 2001-01", "t start 2010-01-01 end 2010-01-02", "t end 2020-12-31"))

    assert screen(chart(dataset), 43).splitlines()[2] == "t  ░" + " " * 16 + "━" + " " * 21 + "●"


def test_a_day_is_one_mark_and_moves_no_other_where_a_day_is_wide(load: Load) -> None:
    dataset = load(records("t start 2020-01-02", "t start 2020-01-11 end 2020-01-20"))

    assert screen(chart(dataset), len("t  ") + 93).splitlines()[2] == "t  " + " " * 3 + "●" + " " * 26 + "━" * 30


def test_a_day_at_the_end_of_the_axis_has_a_mark(load: Load) -> None:
    dataset = load(records("t start 2001-01-01", "t start 2020-12-31"))

    assert screen(chart(dataset), 40).splitlines()[2] == "t  ●" + " " * 35 + "●"


@pytest.mark.parametrize(
    ("dates", "width", "scale"),
    [
        (["t start 2020-03-01", "t start 2020-05-31"], 40, "Mar 2020 Apr May"),
        (["t start 2020-11-01", "t start 2021-02-28"], 40, "Nov 2020 Dec 2021 Feb"),
        (["t start 2001-05-01", "t start 2024-12-31"], 40, "2005 2010 2015 2020"),
        (["t start 2020-03-01", "t start 2020-03-31"], 27, "Mar 2020"),
        (["t start 2020-03-01", "t start 2020-05-31"], 27, "Mar 2020 May"),
        (["t start 2020-01-01", "t start 2020-06-30"], 39, "2020 Feb Mar Apr May Jun"),
        (["t start 2020-01-01", "t start 2020-06-30"], 38, "2020 Mar May"),
    ],
    ids=[
        "the first month has its year",
        "a January is its year",
        "years",
        "one month",
        "a label that would touch another is omitted",
        "6 columns per month",
        "less than 6 columns per month",
    ],
)
def test_labels_of_the_axis(load: Load, dates: list[str], width: int, scale: str) -> None:
    assert screen(chart(load(records(*dates))), width).splitlines()[0].split() == scale.split()


def test_a_theme_without_dated_records_has_no_line(load: Load) -> None:
    lines = screen(chart(load(records("u start 2020", "t"))), 62).splitlines()

    assert [line[0] for line in lines[2:4] if line] == ["u"]


def test_the_legend_has_only_marks_that_were_drawn(load: Load) -> None:
    assert screen(chart(load(records("t start 2020-01-01")))).splitlines()[4] == "● one day"


@pytest.mark.parametrize(("width", "columns"), [(40, ["When", "Id", "Title"]), (39, [])])
def test_the_table_needs_a_width(load: Load, width: int, columns: list[str]) -> None:
    lines = screen(chart(load(THREE)), width).splitlines()

    assert [line.split() for line in lines if line.startswith("When")] == ([columns] if columns else [])


@pytest.mark.parametrize(
    ("id_", "rows"),
    [
        pytest.param(
            "an-id-of-20-letters.",
            """\
1 March to  an-id-of-20-letters.  A titl
31 May                            of a f
2020                              words
""",
            id="half of the width, on one line",
        ),
        pytest.param(
            "an-id-of-21-letters..",
            """\
1 March to    an-id-of-21  A title of a
31 May 2020   -letters..   few words
""",
            id="more than half of the width, folded",
        ),
    ],
)
def test_an_id_in_the_table(load: Load, id_: str, rows: str) -> None:
    text = records("t start 2020-03-01 end 2020-05-31").replace("r1", id_).replace("Title 1", "A title of a few words")

    assert screen(chart(load(text)), 40).endswith(f"──\n{rows}")


def test_lines_and_ids_have_the_colours_of_themes(load: Load) -> None:
    lines = screen(chart(load(THREE)), 62, "always").splitlines()

    assert lines[2] == "\x1b[38;5;31mt  \x1b[0m\x1b[38;5;31m●                  ░░░░░░░░░░░\x1b[0m"
    assert "\x1b[38;5;130mr1\x1b[0m" in lines[-1]


def test_no_dated_records(load: Load) -> None:
    assert screen(chart(load(MINIMAL))) == "No records with a date.\n"
