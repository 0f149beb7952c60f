"""Crosstab tables on a terminal: every number is there at any width, and gaps are seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

import itucovid
from itucovid.stats import FACETS, cross
from tests.conftest import Screen, on_terminal

REGISTER = """
themes = [{ id = "tea", title = "Tea" }, { id = "void", title = "Void" }]

[[initiatives]]
id = "one"
theme = "tea"
title = "One"
summary = "S"
kind = "event"
partners = ["Acme", "[bold]卫生\\u001b[31m"]

[[initiatives]]
id = "two"
theme = "tea"
title = "Two"
summary = "S"
partners = ["Acme"]
"""


@pytest.fixture
def crossed(dataset_file: Callable[[str], Path]) -> Callable[..., Screen]:
    path = str(dataset_file(REGISTER))

    def run(*facets: str, width: int = 80, env: dict[str, str] | None = None) -> Screen:
        by = [option for facet in facets for option in ("--by", facet)]
        return on_terminal("stats", *by, "--data", path, width=width, env=env)

    return run


def test_the_first_facet_stands_down_the_second_across_and_a_gap_is_a_dot(crossed: Callable[..., Screen]) -> None:
    assert crossed("theme", "partner").lines == [
        "Theme  Acme  [bold]卫生\ufffd[31m  all",
        "─────────────────────────────────",
        "tea       2                1    2",
        "void      ·                ·    0",
        "all       2                1    2",
        "",
        "2 records by theme and partner; one counts under each of its partners",
    ]


def test_headings_that_do_not_fit_become_letters_that_are_told(crossed: Callable[..., Screen]) -> None:
    assert crossed("theme", "partner", width=24).lines == [
        "Theme  A  B  all",
        "────────────────",
        "tea    2  1    2",
        "void   ·  ·    0",
        "all    2  1    2",
        "",
        "A Acme",
        "B [bold]卫生\ufffd[31m",
        "",
        "2 records by theme and",
        "partner; one counts",
        "under each of its",
        "partners",
    ]


def test_columns_without_room_go_to_a_table_below() -> None:
    shown = on_terminal("stats", "--by", "theme", "--by", "partner", width=60)
    heads = [line for line in shown.lines if line.startswith("Theme")]
    letters = [letter for head in heads for letter in head.split()[1:] if letter != "all"]
    assert len(heads) > 1
    assert letters == [chr(ord("A") + number) for number in range(len(letters))]


def test_a_terminal_without_room_for_columns_has_a_line_a_pair(crossed: Callable[..., Screen]) -> None:
    assert crossed("theme", "kind", width=8).lines[:6] == ["tea", "  1", "  event", "  1 no", "  kind", "void"]


@pytest.mark.parametrize("width", [41, 60, 80, 200])
@pytest.mark.parametrize("across", ["kind", "partner", "month"])
def test_every_cell_has_its_number_at_any_width(across: str, width: int, dataset: itucovid.Dataset) -> None:
    screen = on_terminal("stats", "--by", "theme", "--by", across, width=width)
    table = cross(dataset, dataset.initiatives, "theme", across)
    rows: dict[str, list[int]] = {}
    for label, *cells in filter(None, map(str.split, screen.lines)):
        if label in {count.value for count in table.down} | {"all"}:
            rows.setdefault(label, []).extend(0 if cell == "·" else int(cell) for cell in cells)
    assert rows == {
        one.value: [*(table.cells.get((one.value, other.value), 0) for other in table.across), one.records]
        for one in table.down
    } | {"all": [*(other.records for other in table.across), len(dataset)]}
    assert all(cell_len(line) <= width for line in screen.lines)


@pytest.mark.parametrize("width", [8, 20])
def test_no_line_is_wider_than_the_narrowest_terminal(width: int) -> None:
    screen = on_terminal("stats", "--by", "theme", "--by", "kind", width=width)
    assert (screen.status, [line for line in screen.lines if cell_len(line) > width]) == (0, [])


def test_without_utf_8_a_gap_is_a_full_stop(crossed: Callable[..., Screen]) -> None:
    ascii_only = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    screen = crossed("theme", "kind", env=ascii_only)
    assert screen.lines[:4] == [
        "Theme  event  no kind  all",
        "--------------------------",
        "tea        1        1    2",
        "void       .        .    0",
    ]


@pytest.mark.parametrize("facet", FACETS)
def test_filters_that_leave_nothing_leave_no_table(facet: str) -> None:
    other = "kind" if facet == "theme" else "theme"
    screen = on_terminal("stats", "--by", facet, "--by", other, "-t", "youth", "-k", "platform")
    assert (screen.status, screen.lines) == (0, ["No records."])
