"""What a person sees on a terminal of some width, in colour or without, whatever a register says."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from itucovid.terminal import THEME_COLOURS
from tests.conftest import MINIMAL, on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import itucovid
    from tests.conftest import Invoke, Screen

REGISTER = """
[[themes]]
id = "water"
title = "Clean water"

[[themes]]
id = "energy"
title = "Energy"

[[organisations]]
id = "who"
name = "World Health Organization"
aliases = ["WHO"]

[countries]
NER = { name = "Niger" }

[[initiatives]]
id = "wells"
theme = "water"
title = "New wells for the villages of the south"
summary = "Over 1,200 wells in Niger, dug by the people of each village, so that clean water is near."
kind = "programme"
start = 2020-03-01
end = "2020-05"
partners = ["who"]
countries = ["NER"]
figures = [{ label = "wells", value = 1200, qualifier = "over" }]
links = [{ label = "About", url = "https://wells.example/about", publisher = "Wells" }]
related = ["lamps"]

[[initiatives]]
id = "lamps"
theme = "energy"
title = "太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期计划"
summary = "Lamps for clinics."
start = "2019"
"""
SCREENS = {
    ("list", 20): """\
wells
  New wells for the
  villages of the
  south
lamps
  太阳能灯照亮诊所和
  学校：为村庄提供清
  洁能源的长期计划

2 records
""",
    ("list", 60): """\
Id     Start       Title
────────────────────────────────────────────────────────────
wells  2020-03-01  New wells for the villages of the south
lamps  2019        太阳能灯照亮诊所和学校：为村庄提供清洁能
                   源的长期计划

2 records
""",
    ("list -t water", 80): """\
Id     Theme  Start       Title                                    Partners
───────────────────────────────────────────────────────────────────────────
wells  water  2020-03-01  New wells for the villages of the south  WHO

1 of 2 records
""",
    ("list -t water -t energy --until 2018", 80): "No records.\n",
    ("list --fields start,id,country_names", 60): """\
Start       Id     Countries
────────────────────────────
2020-03-01  wells  Niger
2019        lamps

2 records
""",
    ("search wellls niger", 20): """\
for 'wellls': wells
wells
  New [wells] for
  the villages of
  the south
  … [wells] in
  [Niger], …
  Clean water · 1
  March 2020 to May
  2020

1 of 2 records
""",
    ("search wellls niger", 60): """\
for 'wellls': wells
wells  New [wells] for the villages of the south
       Over 1,200 [wells] in [Niger], dug by the people of …
       Clean water · 1 March 2020 to May 2020

1 of 2 records
""",
    ("search wells --fields id,start", 60): """\
Id     Start
─────────────────
wells  2020-03-01

1 of 2 records
""",
    ("show wells", 60): """\
New wells for the villages of the south
Clean water · programme

Over 1,200 wells in Niger, dug by the people of each
village, so that clean water is near.

When       1 March 2020 to May 2020
Partners   World Health Organization
Countries  Niger
Figures    over 1,200 wells
Links      About (Wells)
           https://wells.example/about
Related    lamps
           太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期
           计划
Id         wells
""",
    ("themes", 60): """\
Theme   Records  Title
────────────────────────────
water         1  Clean water
energy        1  Energy
""",
    ("stats --by partner", 40): """\
World Health          1  ███████████████
Organization
no partner            1  ███████████████

2 records by partner; one counts under
each of its partners
""",
}
HOSTILE = r"[bold]x[/] [/] :smile: \u001b]0;owned\u0007 \u001b[31mred \u009b32m \u202Eevil\u2066 a\tb\nc"
SHOWN = "[bold]x[/] [/] :smile: \ufffd]0;owned\ufffd \ufffd[31mred \ufffd32m \ufffdevil\ufffd a b c"


def screen(command: str, path: Path | None = None, width: int = 80, *, env: dict[str, str] | None = None) -> Screen:
    data = () if path is None else ("--data", str(path))
    return on_terminal(*command.split(), *data, width=width, env=env)


@cache
def shipped(command: str, width: int = 80) -> Screen:
    """A screen of the shipped dataset, which several tests look at."""
    return screen(command, width=width)


@pytest.mark.parametrize(("command", "width"), SCREENS, ids=str)
def test_a_command_shows_this(dataset_file: Callable[[str], Path], command: str, width: int) -> None:
    shown = screen(f"{command} --color never", dataset_file(REGISTER), width)

    assert shown.status == 0
    assert "".join(f"{line}\n" for line in shown.lines) == SCREENS[command, width]


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("command", ["list", "search covid", "show giga gsr-20 fg-ai4h", "themes", "stats"])
def test_no_line_is_wider_than_the_terminal(command: str, width: int) -> None:
    shown = shipped(command, width)

    assert shown.status == 0
    assert [line for line in shown.text.splitlines() if cell_len(line) > width] == []


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize(("command", "column"), [("list", 0), ("list --fields title,id", -1), ("themes", 0)])
def test_no_id_is_broken(dataset: itucovid.Dataset, command: str, column: int, width: int) -> None:
    cells = {re.split(r"\s{2,}", line)[column] for line in shipped(command, width).lines if line}

    named = dataset.themes if command == "themes" else dataset.initiatives
    assert [entry.id for entry in named if entry.id not in cells] == []


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (60, "Id Title"),
        (80, "Id Start Title"),
        (120, "Id Theme Start Title"),
        (200, "Id Theme Start Title Partners Kind Countries"),
    ],
)
def test_columns_come_by_their_worth_as_the_width_grows(width: int, columns: str) -> None:
    assert shipped("list", width).lines[0].split() == columns.split()


@pytest.mark.parametrize("width", [20, 30])
def test_themes_lose_nothing_on_a_narrow_terminal(dataset: itucovid.Dataset, width: int) -> None:
    text = "".join(shipped("themes", width).text.split())

    assert [theme.id for theme in dataset.themes if theme.id not in text] == []
    assert [theme.title for theme in dataset.themes if "".join(theme.title.split()) not in text] == []


@pytest.mark.parametrize(
    ("command", "count"),
    [("list", "28 records"), ("list -t health", "4 of 28 records"), ("search 5G", "1 of 28 records")],
)
def test_the_last_line_counts_records(command: str, count: str) -> None:
    assert shipped(command).lines[-2:] == ["", count]


def test_one_record_is_no_records(dataset_file: Callable[[str], Path]) -> None:
    assert screen("list", dataset_file(MINIMAL)).lines[-1] == "1 record"


def test_a_limit_of_nothing_shows_nothing_of_a_search() -> None:
    shown = screen("search giga -n 0 --color never")

    assert (shown.status, shown.lines) == (0, screen("list -n 0 --color never").lines)


def relative_luminance(colour: int) -> float:
    """Of one of the 216 colours of xterm's cube, as WCAG 2.2 reckons it."""
    levels = (0, 95, 135, 175, 215, 255)
    place = colour - 16
    channels = [levels[place // step % 6] / 255 for step in (36, 6, 1)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", THEME_COLOURS)
def test_a_themes_colour_stands_out_from_black_and_from_white(colour: int) -> None:
    luminance = relative_luminance(colour)

    assert 16 <= colour < 232
    assert (luminance + 0.05) / 0.05 >= 4
    assert 1.05 / (luminance + 0.05) >= 4


def test_themes_side_by_side_have_different_colours(dataset: itucovid.Dataset) -> None:
    assert len(set(THEME_COLOURS)) == len(THEME_COLOURS) >= len(dataset.themes)


@pytest.mark.parametrize("command", ["list", "list -t health", "search assembly"])
def test_a_record_has_the_colour_of_its_theme_wherever_it_is_listed(dataset: itucovid.Dataset, command: str) -> None:
    place = [theme.id for theme in dataset.themes].index("health")

    assert f"\x1b[38;5;{THEME_COLOURS[place]}mworld-health-assembly" in shipped(command).sent


@pytest.mark.parametrize(
    ("command", "env", "marked", "coloured"),
    [
        pytest.param("", {}, "\x1b[1;4mGiga\x1b[0m", True, id="colours"),
        pytest.param("", {"NO_COLOR": "1"}, "\x1b[1;4mGiga\x1b[0m", False, id="NO_COLOR"),
        pytest.param("", {"TERM": "dumb"}, "[Giga]", False, id="dumb terminal"),
        pytest.param("--color never", {}, "[Giga]", False, id="never"),
        pytest.param("--color always", {"NO_COLOR": "1"}, "\x1b[1;4mGiga\x1b[0m", True, id="always"),
    ],
)
def test_matched_words_are_marked_with_or_without_colour(
    command: str, env: dict[str, str], marked: str, *, coloured: bool
) -> None:
    sent = screen(f"search giga {command}", env=env).sent

    assert sent.count(marked) == 2
    assert ("\x1b[38;5;" in sent) == coloured
    assert ("\x1b[" in sent) == marked.startswith("\x1b")


def test_a_pipe_gets_plain_lines_whatever_the_colour(invoke: Invoke) -> None:
    plain = invoke("search", "giga")

    assert plain.stdout.startswith("giga\t")
    assert invoke("search", "giga", "--color", "always", env={"FORCE_COLOR": "1"}).stdout == plain.stdout


def test_links_can_be_followed(dataset_file: Callable[[str], Path]) -> None:
    sent = screen("show wells", dataset_file(REGISTER)).sent
    followed = re.findall(r"\x1b\]8;id=\d+;([^\x1b]+)\x1b\\(.*?)\x1b\]8;;\x1b\\", sent)

    assert {target for target, _ in followed} == {"https://wells.example/about"}
    assert [re.sub(r"\x1b\[[0-9;]*m", "", text).strip() for _, text in followed] == [
        "About",
        "https://wells.example/about",
    ]


def test_links_are_no_escapes_without_colour(dataset_file: Callable[[str], Path]) -> None:
    assert "\x1b" not in screen("show wells --color never", dataset_file(REGISTER)).sent


@pytest.mark.parametrize(
    ("command", "times"),
    [
        ("list", 2),
        ("list --fields id,summary,aliases,people,regions,keywords,figures,link_labels", 7),
        ("search evil", 3),
        ("show one", 9),
        ("themes", 1),
        ("stats --by partner", 1),
    ],
)
def test_nothing_that_a_register_says_acts_on_a_terminal(
    dataset_file: Callable[[str], Path], command: str, times: int
) -> None:
    said = f'"{HOSTILE}"'
    path = dataset_file(
        f'[[themes]]\nid = "testing"\ntitle = {said}\n[[initiatives]]\nid = "one"\ntheme = "testing"\n'
        + "".join(f"{field} = {said}\n" for field in ("title", "summary"))
        + "".join(f"{field} = [{said}]\n" for field in ("aliases", "partners", "people", "regions", "keywords"))
        + f"figures = [{{ label = {said}, value = 3 }}]\n"
        + f'links = [{{ label = {said}, publisher = {said}, url = "https://a.example/[red]x[/]" }}]\n'
    )

    shown = screen(command, path, 1000)

    assert shown.status == 0
    assert shown.text.count(SHOWN) == times
    sent = re.sub(
        r"\x1b\[(?:0|1|2|4|1;4|38;5;31)m|\x1b\]8;(?:id=\d+;https://a\.example/\[red\]x\[/\]|;)\x1b\\", "", shown.sent
    )
    assert not [character for character in sent if character != "\n" and not character.isprintable()]


@pytest.mark.parametrize(
    "command", ["list --json", "show one --json", "export -f csv", "export -f toml", "export -f markdown"]
)
def test_nor_does_it_in_what_is_written_for_programs(dataset_file: Callable[[str], Path], command: str) -> None:
    shown = screen(command, dataset_file(MINIMAL + f'aliases = ["{HOSTILE}"]\n'))

    assert shown.status == 0
    assert not [c for c in shown.sent if c not in "\n\r\t" and not c.isprintable()]


@pytest.mark.parametrize("command", ["search covid", "show fg-ai4h", "stats"])
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_of_few_characters_gets_those_it_has(command: str, encoding: str) -> None:
    shown = screen(command, env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding})

    assert shown.status == 0
    assert shown.text.isascii() or encoding == "latin-1"
    assert len(shown.lines) > 3


def test_lines_of_one_passage_follow_each_other(dataset_file: Callable[[str], Path]) -> None:
    """A long summary is cut around the words that were found, between words, and marked as cut."""
    summary = " ".join(f"word{number}" for number in range(200))
    shown = screen("search word150 --color never", dataset_file(MINIMAL.replace("A record", f"{summary} A record")))

    (reason,) = [line.strip() for line in shown.lines if "[" in line]
    numbers = [int(number) for number in re.findall(r"word(\d+)", reason)]
    assert re.fullmatch(r"… (word\d+ )+\[word150\] (word\d+ )+…", reason)
    assert all(b - a == 1 for a, b in pairwise(numbers))
