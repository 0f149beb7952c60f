"""Counts as a bar chart, and the themes."""

from __future__ import annotations

import pytest

import itucovid
from itucovid.facets import FACETS
from itucovid.stats import Count, count_by
from itucovid.terminal import Console, print_counts, print_themes
from tests.terminal.conftest import View, screen


def counts(dataset: itucovid.Dataset, facet: str, total: int | None = None) -> View:
    records = dataset.initiatives

    def view(console: Console) -> None:
        by = FACETS[facet]
        found = count_by(dataset.contents, dataset.labels, records, by)
        print_counts(console, dataset.labels, by, found, len(records), total or len(records))

    return view


def themes(dataset: itucovid.Dataset) -> View:
    found = count_by(dataset.contents, dataset.labels, dataset.initiatives, FACETS["theme"])
    return lambda console: print_themes(console, dataset.labels, found)


@pytest.mark.parametrize(
    ("facet", "width", "expected"),
    [
        pytest.param(
            "theme",
            40,
            """\
Clean water  2  ████████████████████████
Energy       1  ████████████

3 records by theme
""",
            id="the longest bar fills the line",
        ),
        pytest.param(
            "partner",
            40,
            """\
World Health          2  ███████████████
Organization
Acme                  1  ████████
no partner            1  ████████

3 records by partner; a record with
several partners is counted under each
""",
            id="a label of more than half of the width",
        ),
        pytest.param(
            "theme",
            16,
            """\
Clean       2  █
water
Energy      1  █

3 records by
theme
""",
            id="narrow",
        ),
    ],
)
def test_counts_at_a_width(three_records: itucovid.Dataset, facet: str, width: int, expected: str) -> None:
    assert screen(counts(three_records, facet), width) == expected


def test_a_small_count_has_a_bar_and_zero_has_none(three_records: itucovid.Dataset) -> None:
    found = [Count("a", "Much", 1000), Count("b", "Little", 1), Count("c", "None", 0)]

    def view(console: Console) -> None:
        print_counts(console, three_records.labels, FACETS["kind"], found, 1001, 1001)

    assert screen(view, 40).splitlines()[:3] == [
        "Much    1000  " + "█" * 26,
        "Little     1  █",
        "None       0",
    ]


def test_bars_of_themes_have_their_colours_and_others_have_none(three_records: itucovid.Dataset) -> None:
    assert screen(counts(three_records, "theme"), 20, "always").splitlines()[:2] == [
        "Clean water  2  \x1b[36m████\x1b[0m",
        "Energy       1  \x1b[35m██\x1b[0m",
    ]
    assert screen(counts(three_records, "kind"), 20, "always").splitlines()[:3] == [
        "event      1  ██████",
        "programme  1  ██████",
        "\x1b[2mno kind  \x1b[0m  1  ██████",
    ]


def test_a_kind_named_like_a_theme_has_no_colour(three_records: itucovid.Dataset) -> None:
    def view(console: Console) -> None:
        print_counts(console, three_records.labels, FACETS["kind"], [Count("water", "water", 1)], 1, 3)

    assert screen(view, 20, "always").splitlines()[0] == "water  1  ██████████"


def test_bars_without_utf_8_are_number_signs(three_records: itucovid.Dataset) -> None:
    assert screen(counts(three_records, "theme"), 20, encoding="ascii").splitlines()[0] == "Clean water  2  ####"


def test_the_footer_of_a_selection(three_records: itucovid.Dataset) -> None:
    assert screen(counts(three_records, "kind", total=28)).splitlines()[-1] == "3 of 28 records by kind"


def test_no_counts(three_records: itucovid.Dataset) -> None:
    def view(console: Console) -> None:
        print_counts(console, three_records.labels, FACETS["kind"], [], 0, 3)

    assert screen(view) == "No records.\n"


COLUMNS = """\
Theme   Records  Title
─────────────────────────────────
water         2  Clean water
energy        1  Energy
"""
INDENTED = """\
water
  2  Clean water
energy
  1  Energy
"""


@pytest.mark.parametrize(
    ("width", "expected"),
    [(33, COLUMNS.replace("─────────────────────────────────", "─" * 28)), (32, INDENTED), (20, INDENTED)],
)
def test_themes_at_a_width(three_records: itucovid.Dataset, width: int, expected: str) -> None:
    assert screen(themes(three_records), width) == expected


@pytest.mark.parametrize("width", [33, 20])
def test_themes_have_their_colours(three_records: itucovid.Dataset, width: int) -> None:
    lines = screen(themes(three_records), width, "always").splitlines()

    assert len([line for line in lines if line.startswith(("\x1b[36mwater", "\x1b[35menergy"))]) == 2


@pytest.mark.parametrize("width", [12, 20, 40])
def test_a_narrow_terminal_shows_every_theme_in_full(dataset: itucovid.Dataset, width: int) -> None:
    text = "".join(screen(themes(dataset), width).split())

    assert [theme.id for theme in dataset.themes if theme.id not in text] == []
    assert [theme.title for theme in dataset.themes if "".join(theme.title.split()) not in text] == []
