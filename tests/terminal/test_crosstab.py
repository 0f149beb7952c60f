"""Cross tables: at any width every number is shown."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import itucovid
from itucovid.facets import FACETS
from itucovid.stats import crosstab
from itucovid.terminal import Console, print_crosstab
from tests.terminal.conftest import Load, View, screen


def table(dataset: itucovid.Dataset, rows: str, columns: str, total: int | None = None) -> View:
    facets = FACETS[rows], FACETS[columns]
    numbers = crosstab(dataset.contents, dataset.labels, dataset.initiatives, *facets)

    def view(console: Console) -> None:
        print_crosstab(console, dataset.labels, facets, numbers, len(dataset), total or len(dataset))

    return view


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        pytest.param(
            34,
            """\
Theme   WHO  Acme  no partner  all
──────────────────────────────────
water     2     1           ·    2
energy    ·     ·           1    1
all       2     1           1    3
""",
            id="one table",
        ),
        pytest.param(
            31,
            """\
                        no
Theme   WHO  Acme  partner  all
───────────────────────────────
water     2     1        ·    2
energy    ·     ·        1    1
all       2     1        1    3
""",
            id="folded headings",
        ),
        pytest.param(
            25,
            """\
Theme   WHO  Acme
─────────────────
water     2     1
energy    ·     ·
all       2     1

             no
Theme   partner  all
────────────────────
water         ·    2
energy        1    1
all           1    3
""",
            id="two tables",
        ),
        pytest.param(
            15,
            """\
Theme   WHO
───────────
water     2
energy    ·
all       2

Theme   Acme
────────────
water      1
energy     ·
all        1

             no
Theme   partner
───────────────
water         ·
energy        1
all           1

Theme   all
───────────
water     2
energy    1
all       3
""",
            id="one table per column",
        ),
        pytest.param(
            14,
            """\
water
  2 WHO
  1 Acme
  2 all
energy
  1 no partner
  1 all
all
  2 WHO
  1 Acme
  1 no partner
  3 all
""",
            id="lists without zeros",
        ),
    ],
)
def test_a_cross_table_at_a_width(three_records: itucovid.Dataset, width: int, expected: str) -> None:
    shown = screen(table(three_records, "theme", "partner"), width)

    body, _, footer = shown.rpartition("\n\n")
    assert f"{body}\n" == expected
    assert (
        " ".join(footer.split())
        == "3 records by theme and partner; a record with several partners is counted under each"
    )


def test_headings_are_folded_at_spaces_and_hyphens(dataset: itucovid.Dataset) -> None:
    lines = screen(table(dataset, "kind", "theme"), 200).splitlines()

    assert [re.split(r"\s{2,}", line.strip()) for line in lines[:3]] == [
        ["persons-"],
        ["cross-", "digital-", "with-", "emergency-", "smart-", "artificial-"],
        [
            "Kind",
            "cutting",
            "cooperation",
            "connectivity",
            "health",
            "education",
            "youth",
            "disabilities",
            "telecommunications",
            "cities",
            "cybersecurity",
            "intelligence",
            "innovation",
            "all",
        ],
    ]


def test_long_row_labels_are_folded_to_a_third_of_the_width_and_words_are_kept(load: Load) -> None:
    dataset = load("""
[[initiatives]]
id = "a"
theme = "emergency-telecommunications"
title = "T"
summary = "S"
partners = ["Ministry of Posts and Telegraphs"]
kind = "event"
""")

    assert screen(table(dataset, "partner", "kind"), 48).splitlines()[:5] == [
        "Partner           event  all",
        "────────────────────────────",
        "Ministry of           1    1",
        "Posts and",
        "Telegraphs",
    ]
    assert screen(table(dataset, "theme", "kind"), 48).splitlines()[2] == "emergency-telecommunications      1    1"


@pytest.mark.parametrize(
    ("facet", "heading"),
    [("theme", "water"), ("partner", "WHO"), ("month", "2020-03"), ("kind", "event"), ("country", "Niger")],
)
def test_a_heading_is_short_and_a_value_of_a_filter(three_records: itucovid.Dataset, facet: str, heading: str) -> None:
    other = "language" if facet == "kind" else "kind"

    assert heading in screen(table(three_records, other, facet), 200).splitlines()[0].split()
    assert screen(table(three_records, facet, other), 200).splitlines()[0].startswith(FACETS[facet].title)


NUMBERS = r"(?:\d+|·)"


@pytest.mark.parametrize("width", [42, 60, 80, 200])
@pytest.mark.parametrize("across", ["kind", "partner", "month"])
def test_the_tables_of_the_bundled_dataset_have_every_number(
    dataset: itucovid.Dataset, across: str, width: int
) -> None:
    shown = screen(table(dataset, "theme", across), width)
    numbers = crosstab(dataset.contents, dataset.labels, dataset.initiatives, FACETS["theme"], FACETS[across])

    rows: dict[str, list[int]] = {}
    for line in shown.splitlines():
        if match := re.fullmatch(rf"(\S+) +({NUMBERS}(?: +{NUMBERS})*)", line):
            rows.setdefault(match[1], []).extend(int(n) if n != "·" else 0 for n in match[2].split())
    assert rows == {
        row.value: [*(numbers.cells.get((row.value, column.value), 0) for column in numbers.columns), row.records]
        for row in numbers.rows
    } | {"all": [*(column.records for column in numbers.columns), len(dataset)]}


@pytest.mark.parametrize("width", [8, 20, 40])
def test_the_lists_of_the_bundled_dataset_have_every_number(dataset: itucovid.Dataset, width: int) -> None:
    shown = screen(table(dataset, "theme", "kind"), width)
    numbers = crosstab(dataset.contents, dataset.labels, dataset.initiatives, FACETS["theme"], FACETS["kind"])

    listed = Counter(int(line.split()[0]) for line in shown.splitlines() if re.match(r"  \d", line))
    totals = [*(count.records for count in (*numbers.rows, *numbers.columns)), len(dataset)]
    assert listed == Counter([*numbers.cells.values(), *totals])


def test_themes_have_their_colours_and_zeros_and_totals_are_dim(three_records: itucovid.Dataset) -> None:
    lines = screen(table(three_records, "kind", "theme"), colour="always").splitlines()

    assert lines[0].count("\x1b[36mwater\x1b[0m") == lines[0].count("\x1b[35menergy\x1b[0m") == 1
    assert re.sub(r" +", " ", lines[2]) == "event 1 \x1b[2m ·\x1b[0m \x1b[2m 1\x1b[0m"
    assert lines[5].startswith("\x1b[2mall      \x1b[0m  \x1b[2m    2\x1b[0m")


def test_zeros_and_lines_without_utf_8(three_records: itucovid.Dataset) -> None:
    assert screen(table(three_records, "kind", "theme"), encoding="ascii").splitlines()[:3] == [
        "Kind       water  energy  all",
        "-----------------------------",
        "event          1       .    1",
    ]
    assert "." not in screen(table(three_records, "kind", "theme"), 10, encoding="ascii")


def test_a_record_with_several_values_counts_once_in_all(three_records: itucovid.Dataset) -> None:
    assert screen(table(three_records, "partner", "kind")).splitlines()[2:6] == [
        "WHO             1          1        ·    2",
        "Acme            ·          1        ·    1",
        "no partner      ·          ·        1    1",
        "all             1          1        1    3",
    ]


def test_the_footer_of_a_selection(three_records: itucovid.Dataset) -> None:
    assert screen(table(three_records, "kind", "theme", 28)).splitlines()[-1] == "3 of 28 records by kind and theme"


def test_a_blank_name_is_a_blank_heading(load: Load) -> None:
    dataset = load("""
[[initiatives]]
id = "a"
theme = "t"
title = "T"
summary = "S"
partners = [" "]
""")

    assert screen(table(dataset, "theme", "partner"), 14).splitlines()[2:4] == ["t      1    1", "all    1    1"]


@pytest.mark.parametrize(("rows", "columns"), [("theme", "kind"), ("kind", "theme")])
def test_no_records(dataset: itucovid.Dataset, rows: str, columns: str) -> None:
    assert screen(table(dataset.filter(theme="youth", kind="platform"), rows, columns)) == "No records.\n"
