"""The chart of a timeline, and the table below it."""

from __future__ import annotations

import pytest

import itucovid
from itucovid.terminal import print_timeline
from itucovid.timeline import build_timeline
from tests.conftest import MINIMAL
from tests.terminal.conftest import Load, View, screen


def chart(dataset: itucovid.Dataset) -> View:
    return lambda console: print_timeline(console, dataset.labels, build_timeline(dataset.labels, dataset.initiatives))


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
   2020
   Jan       Feb      Mar       Apr       May       Jun
   ┬─────────┬────────┬─────────┬─────────┬─────────┬─────────
t  ●                  ░░░░░░░░░░░
u                                                   ━━━━━━━━━━

● one day  ━ several days  ░ no exact date

When               Id  Title
──────────────────────────────
1 January 2020     r2  Title 2
March 2020         r3  Title 3
1 to 30 June 2020  r1  Title 1
""",
            id="62",
        ),
        pytest.param(
            46,
            "ascii",
            """\
   2020
   Jan    Feb    Mar    Apr    May    Jun
   +------+------+------+------+------+-------
t  *             ~~~~~~~~
u                                     ========

* one day  = several days  ~ no exact date

When               Id  Title
------------------------------
1 January 2020     r2  Title 2
March 2020         r3  Title 3
1 to 30 June 2020  r1  Title 1
""",
            id="46, without UTF-8",
        ),
        pytest.param(
            27,
            "utf-8",
            """\
   2020
   Jan    Mar     May
   ┬──────┬───────┬────────
t  ●      ░░░░░
u                      ━━━━

● one day  ━ several days
░ no exact date

1 January 2020
  Title 2
  r2
March 2020
  Title 3
  r3
1 to 30 June 2020
  Title 1
  r1
""",
            id="27, the narrowest chart",
        ),
        pytest.param(
            26,
            "utf-8",
            """\
1 January 2020
  Title 2
  r2
March 2020
  Title 3
  r3
1 to 30 June 2020
  Title 1
  r1
""",
            id="26, without a chart",
        ),
    ],
)
def test_a_timeline_at_a_width(load: Load, width: int, encoding: str, expected: str) -> None:
    assert screen(chart(load(THREE)), width, encoding=encoding) == expected


@pytest.mark.parametrize(
    ("dates", "lines"),
    [
        pytest.param(
            ["t start 2020-01-11", "t start 2020-01-01 end 2020-01-31"],
            ["━" * 31, " " * 10 + "●"],
            id="a day in a period",
        ),
        pytest.param(
            ["t start 2020-01-01 end 2020-01-31", "t start 2020-01-01"], ["●", "━" * 31], id="the first day of a period"
        ),
        pytest.param(
            ["t start 2020-01-01 end 2020-01-31", "t start 2020-01-11 end 2020-01-12"],
            ["━" * 31, " " * 10 + "━━"],
            id="a period in a period",
        ),
        pytest.param(["t start 2020-01-11", "t start 2020-01"], ["░" * 31, " " * 10 + "●"], id="a day in a month"),
        pytest.param(["t start 2020-01-11", "t start 2020-01-11"], [" " * 10 + "●"] * 2, id="the same day"),
        pytest.param(
            ["t start 2020-01-11", "t start 2020-01-12", "t start 2020-01-13"],
            [" " * 10 + "● ●", " " * 11 + "●"],
            id="a space between marks",
        ),
        pytest.param(
            ["t start 2020-01-01 end 2020-01-05", "t start 2020-01-07", "t start 2020-01-03 end 2020-01-20"],
            ["━━━━━ ●", "  " + "━" * 18],
            id="as few lines as possible",
        ),
        pytest.param(["t start 2020-01-11 end 2020-01"], [" " * 10 + "░" * 21], id="one date inexact"),
        pytest.param(["t end 2020-01-11"], [" " * 10 + "●"], id="an end only"),
        pytest.param(["t start 2020-01-11 end 2020-01-11"], [" " * 10 + "●"], id="the same day twice"),
    ],
)
def test_no_mark_hides_another(load: Load, dates: list[str], lines: list[str]) -> None:
    shown = screen(chart(load(records(*dates))), len("t  ") + 31).splitlines()

    assert shown[3 : shown.index("")] == [f"{'   ' if number else 't  '}{line}" for number, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("record", "as_of", "line", "when"),
    [
        pytest.param("t start 2020-01-11", "2020-01-20", " " * 10 + "━" * 9 + "▶", "since 11 January 2020", id="a day"),
        pytest.param("t start 2020-01", "2020-01-20", "░" * 19 + "▶", "since January 2020", id="a month"),
        pytest.param("t start 2020-01-19", "2020-01-20", " " * 18 + "━▶", "since 19 January 2020", id="the last day"),
        pytest.param("t start 2020-01-11", "2020-01-11", " " * 10 + "●", "11 January 2020", id="its first day"),
        pytest.param(
            "t start 2020-01-11 end 2020-01-12", "2020-01-31", " " * 10 + "━━", "11 to 12 January 2020", id="an end"
        ),
    ],
)
def test_an_ongoing_record_is_open_at_the_date_of_the_dataset(
    load: Load, record: str, as_of: str, line: str, when: str
) -> None:
    text = f'dataset = {{ date = "{as_of}" }}\n{records(record)}status = "ongoing"\n'

    shown = screen(chart(load(text)), len("t  ") + 31).splitlines()

    assert shown[3] == f"t  {line}"
    assert when in " ".join(shown)
    assert ("▶ ongoing as of 20 January 2020" in shown) == ("▶" in line)


def test_a_period_of_less_than_a_column_has_a_mark(load: Load) -> None:
    dataset = load(records("t start 2001-01", "t start 2010-01-01 end 2010-01-02", "t end 2020-12-31"))

    assert screen(chart(dataset), 43).splitlines()[2] == "t  ░" + " " * 16 + "━" + " " * 21 + "●"


def test_a_day_is_one_mark_and_moves_no_other_where_a_day_is_wide(load: Load) -> None:
    dataset = load(records("t start 2020-01-02", "t start 2020-01-11 end 2020-01-20"))

    assert screen(chart(dataset), len("t  ") + 93).splitlines()[3] == "t  " + " " * 3 + "●" + " " * 26 + "━" * 30


def test_a_day_at_the_end_of_the_axis_has_a_mark(load: Load) -> None:
    dataset = load(records("t start 2001-01-01", "t start 2020-12-31"))

    assert screen(chart(dataset), 40).splitlines()[2] == "t  ●" + " " * 35 + "●"


@pytest.mark.parametrize(
    ("first", "last", "width", "axis"),
    [
        pytest.param(
            "2020-03-01", "2020-05-31", 27, ["2020", "Mar     Apr    May", "┬───────┬──────┬────────"], id="months"
        ),
        pytest.param(
            "2020-11-01",
            "2021-02-28",
            27,
            ["2020        2021", "Nov   Dec   Jan   Feb", "┬─────┬─────┬─────┬─────"],
            id="a new year",
        ),
        pytest.param(
            "2020-12-01",
            "2021-06-30",
            31,
            ["    2021", "    Jan    Mar     May", "────┬──────┬───────┬────────"],
            id="years that would touch",
        ),
        pytest.param(
            "2020-01-01",
            "2020-12-31",
            55,
            [
                "2020",
                "Jan Feb Mar Apr  May Jun Jul  Aug Sep Oct  Nov Dec",
                "┬───┬───┬───┬────┬───┬───┬────┬───┬───┬────┬───┬────",
            ],
            id="4 columns per month",
        ),
        pytest.param(
            "2020-01-01",
            "2020-12-31",
            47,
            ["2020", "Jan    Mar    May    Jul     Sep    Nov", "┬──────┬──────┬──────┬───────┬──────┬───────"],
            id="less than 4 columns per month",
        ),
        pytest.param(
            "2001-05-01",
            "2024-12-31",
            43,
            ["      2005    2010     2015    2020", "──────┬───────┬────────┬───────┬────────"],
            id="years",
        ),
        pytest.param(
            "2001-05-01",
            "2025-01-31",
            43,
            ["      2005    2010     2015    2020 2025", "──────┬───────┬────────┬───────┬───────┬"],
            id="a year at the end",
        ),
        pytest.param("2020-01-01", "2020-01-31", 27, ["2020", "Jan", "┬───────────────────────"], id="one month"),
    ],
)
def test_the_axis_has_a_label_for_each_tick(load: Load, first: str, last: str, width: int, axis: list[str]) -> None:
    shown = screen(chart(load(records(f"t start {first}", f"t start {last}"))), width).splitlines()

    assert [line[3:] for line in shown[: len(axis)]] == axis


@pytest.mark.parametrize("width", [72, 76, 80, 120])
def test_the_axis_of_the_bundled_dataset_has_every_month(dataset: itucovid.Dataset, width: int) -> None:
    lines = screen(chart(dataset), width).splitlines()

    assert lines[0].split() == ["2020", "2021"]
    assert lines[1].split() == ["Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan"]
    assert [i for i, c in enumerate(lines[1]) if c.isupper()] == [i for i, c in enumerate(lines[2]) if c == "┬"]


def test_a_theme_without_dated_records_has_no_line(load: Load) -> None:
    lines = screen(chart(load(records("u start 2020", "t"))), 62).splitlines()

    assert [line[0] for line in lines[3:5] if line] == ["u"]


def test_the_legend_has_only_marks_that_were_drawn(load: Load) -> None:
    assert screen(chart(load(records("t start 2020-01-01")))).splitlines()[5] == "● one day"


NOTED = records("t start 2020-03-01 end 2020-05-31").replace("Title 1", "A title of a few words")


@pytest.mark.parametrize(
    ("id_", "width", "table"),
    [
        pytest.param(
            "an-id",
            71,
            """\
When                    Id     Title                   Date of
───────────────────────────────────────────────────────────────────────
1 March to 31 May 2020  an-id  A title of a few words  the whole series
""",
            id="on one line",
        ),
        pytest.param(
            "an-id",
            70,
            """\
When                    Record
────────────────────────────────────────────────
1 March to 31 May 2020  A title of a few words
                        an-id · the whole series
""",
            id="on two lines",
        ),
        pytest.param(
            "an-id-of-24-letters.....",
            39,
            """\
When           Record
───────────────────────────────────────
1 March to 31  A title of a few words
May 2020       an-id-of-24-letters.....
               · the whole series
""",
            id="an id that just fits",
        ),
        pytest.param(
            "an-id-of-25-letters......",
            39,
            """\
1 March to 31 May 2020
  A title of a few words
  an-id-of-25-letters...... · the whole
  series
""",
            id="an id that does not fit next to the date",
        ),
    ],
)
def test_the_table_at_a_width(load: Load, id_: str, width: int, table: str) -> None:
    dataset = load(NOTED.replace("r1", id_) + 'date_note = "the whole series"\n')

    assert screen(chart(dataset), width).rpartition("\n\n")[2] == table


def test_lines_and_ids_have_the_colours_of_themes(load: Load) -> None:
    lines = screen(chart(load(THREE)), 62, "always").splitlines()

    assert lines[3] == "\x1b[36mt  \x1b[0m\x1b[36m●                  ░░░░░░░░░░░\x1b[0m"
    assert "\x1b[35mr1\x1b[0m" in lines[-1]


def test_ids_have_no_colour_without_a_chart(load: Load) -> None:
    assert "\x1b[3" not in screen(chart(load(THREE)), 26, "always")


def test_no_dated_records(load: Load) -> None:
    assert screen(chart(load(MINIMAL))) == "No records with a date.\n"
