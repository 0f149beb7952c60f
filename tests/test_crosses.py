"""Cross tables on a terminal: every number is there at any width, and gaps are seen."""

from __future__ import annotations

import re
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


def test_columns_without_room_go_to_a_table_below(crossed: Callable[..., Screen]) -> None:
    assert crossed("partner", "kind", width=16).lines[:3] != crossed("partner", "kind", width=80).lines[:3]
    shown = on_terminal("stats", "--by", "theme", "--by", "partner", width=60)
    heads = [line for line in shown.lines if line.startswith("Theme")]
    letters = [letter for head in heads for letter in head.split()[1:] if letter != "all"]
    assert len(heads) > 1
    assert letters == [chr(ord("A") + number) for number in range(len(letters))]


def test_a_terminal_without_room_for_columns_has_a_line_a_pair(crossed: Callable[..., Screen]) -> None:
    assert crossed("theme", "kind", width=8).lines[:6] == ["tea", "  1", "  event", "  1 no", "  kind", "void"]


@pytest.mark.parametrize("width", [8, 20, 41, 60, 80, 200])
@pytest.mark.parametrize("across", ["kind", "partner", "month"])
def test_no_number_is_lost_and_no_line_too_wide(across: str, width: int, register: itucovid.Dataset) -> None:
    screen = on_terminal("stats", "--by", "theme", "--by", across, width=width)
    numbers = [int(number) for line in screen.lines for number in re.findall(r"(?<!\S)[0-9]+(?!\S)", line)]
    cells = cross(register, register.initiatives, "theme", across).cells
    assert screen.status == 0
    assert all(cell_len(line) <= width for line in screen.lines)
    for number in set(cells.values()):
        assert numbers.count(number) >= list(cells.values()).count(number)


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
