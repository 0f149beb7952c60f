"""Colours, escaping, footers and the spinner; and what holds for every view and any text."""

from __future__ import annotations

import io
import os
import re
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

import itucovid
from itucovid.facets import FACETS
from itucovid.fields import Labels, choose_fields
from itucovid.model import DatasetFile, Initiative, Link, Organisation, Tables, Theme
from itucovid.stats import count_by, crosstab, group_by
from itucovid.terminal import (
    Console,
    print_counts,
    print_crosstab,
    print_groups,
    print_hits,
    print_list,
    print_records,
    print_themes,
    print_timeline,
    render,
)
from itucovid.terminal.console import THEME_STYLES, ThemeStyles, counts_footer, join_parts, list_footer, to_text
from itucovid.terminal.spinner import make_spinner
from itucovid.timeline import build_timeline
from tests.terminal.conftest import View, screen


@pytest.mark.parametrize("style", THEME_STYLES)
def test_the_style_of_a_theme_is_a_plain_colour_of_the_terminal(style: str) -> None:
    parsed = Style.parse(style)

    assert parsed.color is not None
    assert parsed.color.number in range(1, 7)
    assert not parsed.bold
    assert not parsed.dim


def test_every_theme_of_the_bundled_dataset_has_its_own_style(dataset: itucovid.Dataset) -> None:
    styles = ThemeStyles(dataset.labels)

    assert len({styles.theme(theme.id) for theme in dataset.themes}) == len(dataset.themes)


def test_adjacent_themes_have_different_colours() -> None:
    colours = [Style.parse(style).color for style in THEME_STYLES]

    assert [pair for pair in pairwise([*colours, colours[0]]) if pair[0] == pair[1]] == []


def test_the_styles_of_themes_start_again_after_the_last() -> None:
    styles = ThemeStyles(Labels(Tables(themes=tuple(Theme(id=f"t{n}", title="T") for n in range(13)))))

    assert [styles.theme(f"t{n}") for n in (0, 1, 6, 12)] == [
        "not bold cyan",
        "not bold magenta",
        "not bold italic cyan",
        "not bold cyan",
    ]


def test_an_unknown_theme_has_no_style() -> None:
    assert ThemeStyles(Labels(Tables())).theme("t") == ""


CYAN = "\x1b[36m"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({}, f"{CYAN}a\x1b[0m \x1b[1mb\x1b[0m\n", id="a terminal"),
        pytest.param({"is_terminal": False}, "a b\n", id="no terminal"),
        pytest.param({"term": "dumb"}, "a b\n", id="a dumb terminal"),
        pytest.param({"no_color": "1"}, "a \x1b[1mb\x1b[0m\n", id="NO_COLOR"),
        pytest.param({"colour": "never"}, "a b\n", id="never"),
        pytest.param({"colour": "always", "is_terminal": False}, f"{CYAN}a\x1b[0m \x1b[1mb\x1b[0m\n", id="always"),
        pytest.param({"colour": "always", "term": "dumb"}, f"{CYAN}a\x1b[0m \x1b[1mb\x1b[0m\n", id="always, dumb"),
        pytest.param({"colour": "always", "no_color": "1"}, f"{CYAN}a\x1b[0m \x1b[1mb\x1b[0m\n", id="always, NO_COLOR"),
    ],
)
def test_styles_depend_on_the_option_the_terminal_and_no_color(options: dict[str, str], expected: str) -> None:
    def view(console: Console) -> None:
        console.print(to_text("a", "cyan"), to_text("b", "bold"))

    assert screen(view, **({"colour": "auto"} | options)) == expected  # type: ignore[arg-type]


def test_a_string_is_printed_as_it_is() -> None:
    assert screen(lambda console: console.print("[bold]3[/] :smile:"), colour="always") == "[bold]3[/] :smile:\n"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param(None, "", id="none"),
        pytest.param(1200, "1200", id="a number"),
        pytest.param(("a", None, 3), "a, 3", id="a list without its missing values"),
        pytest.param(("a, b", "c,d", "e"), "a, b; c,d; e", id="a list with a comma in a value"),
        pytest.param(("教育、科学", "卫生"), "教育、科学；卫生", id="a list with a Chinese comma in a value"),
        pytest.param(("التعليم، العلم", "الصحة"), "التعليم، العلم؛ الصحة", id="a list with an Arabic comma in a value"),
        pytest.param(("1,200 a", "b"), "1,200 a, b", id="a list with a comma in a number"),
        pytest.param("[bold]x[/] :smile:", "[bold]x[/] :smile:", id="markup"),
        pytest.param("a\tb\nc\x1b[31m", "a b c\ufffd[31m", id="control characters"),
        pytest.param(("a\x07", "\u202eb"), "a\ufffd, \ufffdb", id="control characters in a list"),
    ],
)
def test_a_cell_as_text(cell: object, expected: str) -> None:
    assert to_text(cell).plain == expected  # type: ignore[arg-type]


def test_dots_join_the_parts_that_are_not_empty() -> None:
    parts = join_parts(Text("a", "cyan"), Text(), Text("b"))

    assert parts.plain == "a · b"
    assert [(span.start, span.end, span.style) for span in parts.spans] == [(0, 1, "cyan"), (1, 4, "dim")]


@pytest.mark.parametrize(
    ("variables", "is_terminal", "width"),
    [
        ({"COLUMNS": "40"}, True, 40),
        ({"COLUMNS": "40"}, False, 40),
        ({"COLUMNS": "0"}, True, 80),
        ({"COLUMNS": "0"}, False, 80),
        ({"COLUMNS": "x"}, False, 80),
        ({}, False, 80),
        ({"FZF_PREVIEW_COLUMNS": "30", "COLUMNS": "40"}, False, 30),
        ({"FZF_PREVIEW_COLUMNS": "30", "COLUMNS": "40"}, True, 40),
        ({"FZF_PREVIEW_COLUMNS": "0", "COLUMNS": "40"}, False, 40),
        ({"FZF_PREVIEW_COLUMNS": "", "COLUMNS": "40"}, False, 40),
        ({"FZF_PREVIEW_COLUMNS": "-3", "COLUMNS": "40"}, False, 40),
        ({"FZF_PREVIEW_COLUMNS": "9" * 5000, "COLUMNS": "40"}, False, 40),
        ({"COLUMNS": "-5"}, True, 80),
        ({"COLUMNS": ""}, True, 80),
        ({"COLUMNS": "99999999"}, True, 1000),
        ({"FZF_PREVIEW_COLUMNS": "1" * 30}, False, 1000),
    ],
)
def test_the_width_of_the_output(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], is_terminal: bool, width: int
) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return is_terminal

    def no_terminal(*arguments: object) -> os.terminal_size:
        raise OSError

    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(os, "get_terminal_size", no_terminal)
    monkeypatch.setattr(sys, "stdout", Stream())

    assert render(lambda console: console.print(console.width), "never") == f"{width}\n"


@pytest.mark.parametrize(
    ("shown", "found", "total", "expected"),
    [
        (28, 28, 28, "28 records"),
        (1, 1, 1, "1 record"),
        (3, 3, 28, "3 of 28 records"),
        (3, 28, 28, "3 of 28 records"),
        (1, 3, 28, "1 of 3 found, 28 records in all"),
    ],
    ids=["all", "all one", "a selection", "a limit", "a limit of a selection"],
)
def test_the_footer_of_a_list(shown: int, found: int, total: int, expected: str) -> None:
    assert list_footer(shown, found, total) == expected


@pytest.mark.parametrize(
    ("facets", "records", "expected"),
    [
        (["kind"], 28, "28 records by kind"),
        (["kind", "theme"], 3, "3 of 28 records by kind and theme"),
        (["country"], 28, "28 records by country; a record with several countries is counted under each"),
        (["kind", "month"], 3, "3 of 28 records by kind and month; a record with several months is counted under each"),
        (
            ["partner", "month"],
            28,
            "28 records by partner and month; a record with several partners and months is counted under each",
        ),
    ],
)
def test_the_footer_of_counts(facets: list[str], records: int, expected: str) -> None:
    assert counts_footer([FACETS[name] for name in facets], records, 28) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_spinner_is_shown_on_standard_error_and_removed(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    written = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", Terminal(written, encoding, "backslashreplace", write_through=True))
    output = io.StringIO()
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setenv("TERM", "xterm-256color")
    with make_spinner("reading [a]\x1b.toml"):
        pass

    text = written.getvalue().decode(encoding)
    assert "reading [a]" in text
    assert "\x1b.toml" not in text
    assert "\\u28" not in text
    assert text.endswith("\x1b[1A\x1b[2K")
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h") == 1
    assert output.getvalue() == ""


def views(dataset: itucovid.Dataset) -> dict[str, View]:
    """Every view of all records of a dataset."""
    contents, labels, records, size = dataset.contents, dataset.labels, dataset.initiatives, len(dataset)
    partner, theme, kind, month = (FACETS[name] for name in ("partner", "theme", "kind", "month"))
    everything = choose_fields("id,title,summary,aliases,people,regions,keywords,figures,link_labels,start")
    results = dataset.search("evil")

    def table(*facets: str) -> View:
        chosen = [FACETS[name] for name in facets]
        numbers = crosstab(contents, labels, records, *chosen)
        return lambda console: print_crosstab(console, labels, chosen, numbers, size, size)

    return {
        "list": lambda console: print_list(console, labels, records, None, size, size),
        "list of fields": lambda console: print_list(console, labels, records, everything, size, size),
        "groups": lambda c: print_groups(
            c, labels, partner, group_by(contents, labels, records, partner), None, size, size
        ),
        "hits": lambda console: print_hits(console, labels, results.hits, results, size),
        "records": lambda console: print_records(console, labels, records, dataset.__getitem__),
        "themes": lambda console: print_themes(console, labels, count_by(contents, labels, records, theme)),
        "counts of themes": lambda c: print_counts(
            c, labels, theme, count_by(contents, labels, records, theme), size, size
        ),
        "counts": lambda c: print_counts(c, labels, partner, count_by(contents, labels, records, partner), size, size),
        "cross table": table("partner", "theme"),
        "cross table of themes": table(theme.name, partner.name),
        "cross table of months": table(month.name, kind.name),
        "timeline": lambda console: print_timeline(console, labels, build_timeline(labels, records)),
    }


VIEWS = sorted(views(itucovid.load()))
WRITTEN = "[bold]x[/] [/] :smile: \x1b]0;owned\x07 \x1b[31mred \x9b32m \u202eevil\u2066 a\tb\nc"
SHOWN = "[bold]x[/] [/] :smile: \ufffd]0;owned\ufffd \ufffd[31mred \ufffd32m \ufffdevil\ufffd a b c"
STYLES = r"\x1b\[(?:[0-9]+;)*[0-9]+m|\x1b\]8;(?:id=\d+;https://[!-~]+|;)\x1b\\"


def make_dataset(text: str, start: str | None = "2020-03") -> itucovid.Dataset:
    """A dataset with a text wherever one may be."""
    record = Initiative(
        id="one",
        theme="testing",
        title=text,
        summary=text,
        start=itucovid.PartialDate(start) if start else None,
        aliases=(text,),
        partners=("body",),
        people=(text,),
        regions=(text,),
        keywords=(text,),
        links=(Link(label=text, publisher=text, url="https://a.example/[red]x[/]"),),
        related=("two",),
    )
    other = Initiative(id="two", theme="testing", title=text, summary=text, partners=(text,))
    contents = DatasetFile(
        themes=(Theme(id="testing", title=text),),
        organisations=(Organisation(id="body", name=text),),
        initiatives=(record, other),
    )
    tables = Tables(themes=contents.themes, organisations=contents.organisations)
    return itucovid.Dataset(tables, contents.initiatives)


TIMES = {
    "list": 4,  # two titles and two lists of partners
    "list of fields": 9,
    "groups": 4,
    "hits": 6,
    "records": 14,
    "themes": 1,
    "counts of themes": 1,
    "counts": 2,
    "cross table": 2,
    "cross table of themes": 2,
    "cross table of months": 0,
    "timeline": 1,
}


@pytest.mark.parametrize("view", VIEWS)
def test_text_is_shown_without_control_characters_and_markup_has_no_effect(view: str) -> None:
    text = screen(views(make_dataset(WRITTEN))[view], 1000, "always")

    plain = re.sub(STYLES, "", text)
    assert [character for character in plain if character != "\n" and not character.isprintable()] == []
    assert " ".join(plain.split()).count(SHOWN) == TIMES[view]
    assert "\x1b[3" not in text.replace("\x1b[36m", "")


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", [30, 80, 200])
def test_no_line_of_the_bundled_dataset_is_wider_than_the_terminal(
    dataset: itucovid.Dataset, view: str, width: int
) -> None:
    lines = screen(views(dataset)[view], width).splitlines()

    assert lines
    assert [line for line in lines if cell_len(line) > width and "://" not in line] == []


@given(
    view=st.sampled_from(VIEWS),
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80),
    width=st.integers(16, 200),
)
def test_no_line_of_any_text_is_wider_than_the_terminal(view: str, text: str, width: int) -> None:
    lines = screen(views(make_dataset(text))[view], width).splitlines()

    assert [line for line in lines if cell_len(line) > width and "://" not in line] == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_views_add_to_the_text_is_ascii_without_utf_8(view: str, encoding: str) -> None:
    assert screen(views(make_dataset("Tea"))[view], encoding=encoding).isascii()
