"""What the views share: the console, the styles of themes, escaped text, tables and footers."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from itucovid.terminal.wrapping import Wrapped, wrap
from itucovid.text import join_values, plural, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from itucovid.facets import Facet
    from itucovid.fields import Cell, Labels
    from itucovid.model import Initiative

THEME_STYLES = tuple(
    f"not bold {variant}{colour}"
    for variant in ("", "italic ")
    for colour in ("cyan", "magenta", "green", "blue", "yellow", "red")
)
"""The styles of themes: the n-th theme of a dataset has the n-th style.

The colours are those of the terminal's palette, which its user has chosen for its background. Bright colours are not
used, nor bold, which some terminals show as bright: in the Solarized palettes, most of these are shades of grey.
"""

MAX_LINE_LENGTH = 88
"""The longest line of running text."""

GAP = 2
"""Spaces between columns, and the indent of a block below its heading."""

MIN_TITLE_WIDTH = 24
"""A title next to other columns gets at least this width."""

MIN_LIST_WIDTH = 16
"""A cell with a list of values gets at least this width."""


def render(view: Callable[[Console], None], colour: str, *, links: bool = True) -> str:
    """The output of a view, for the width and the encoding of standard output.

    Args:
        view: prints to a console.
        colour: "auto" depends on the terminal and on NO_COLOR; "always" and "never" do not.
        links: let addresses be links (OSC 8) on a terminal.
    """
    console = Console(
        width=_output_width(),
        height=24,  # without it, Rich ignores the width of a dumb terminal
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        force_terminal=True if colour == "always" else None,
        color_system={"always": "standard", "never": None}.get(colour, "auto"),
        no_color={"always": False, "never": True}.get(colour),
    )
    with console.capture() as capture:
        view(console)
    # In a pipe, such as to fzf or the clipboard, the addresses alone say where links lead.
    return capture.get() if links and sys.stdout.isatty() else re.sub(_HYPERLINK, "", capture.get())


_HYPERLINK = r"\x1b\]8;.*?\x1b\\"


def _output_width() -> int:
    """The width of the terminal or of the preview window of fzf, as far as it is known, else 80 columns."""
    width = shutil.get_terminal_size((80, 24)).columns
    if not sys.stdout.isatty():
        with suppress(KeyError, ValueError):
            preview = int(os.environ["FZF_PREVIEW_COLUMNS"])
            width = preview if preview > 0 else width
    return min(width, _MAX_WIDTH)


_MAX_WIDTH = 1000
"""No terminal is wider, but COLUMNS can be any number, and some views fill the width."""


class ThemeStyles:
    """The styles of the themes of a dataset.

    Only the name of a theme has them, and what stands beside it: no information is in the colour alone.
    """

    def __init__(self, labels: Labels) -> None:
        self._styles = {id_: THEME_STYLES[number % len(THEME_STYLES)] for number, id_ in enumerate(labels.themes)}

    def theme(self, id_: str) -> str:
        """The style of a theme; empty for an unknown theme."""
        return self._styles.get(id_, "")


def to_text(cell: Cell, style: str = "") -> Text:
    """A cell as text without Rich markup or terminal control characters; None is empty.

    The values of a list have the commas of their script between them, or semicolons if a value contains a comma.
    """
    values = [printable(str(value)) for value in (cell if isinstance(cell, tuple) else (cell,)) if value is not None]
    separator = "; " if any(comma in value for comma in _COMMAS for value in values) else ", "
    return Wrapped(join_values(values, separator), style)


_COMMAS = (", ", "\u060c ", "\u3001")


def period(labels: Labels, record: Initiative) -> str:
    """The dates of a record with their note, or the empty string."""
    return labels.when(record) if record.period else ""


def print_wrapped(console: Console, text: Text, width: int, indent: Text | None = None) -> None:
    """Print a text on lines of at most some width; a web address is never broken, but may be longer.

    Args:
        console: the console.
        text: the text; its line breaks are kept.
        width: the width of the lines, without the indent.
        indent: printed before the first line; the others are indented as far.
    """
    indent = indent or Text()
    for number, line in enumerate(wrap(console, text, width)):
        console.print(indent if not number else Text(" " * indent.cell_len), line, sep="", soft_wrap=True)


def print_facts(console: Console, facts: Sequence[tuple[str, Sequence[Text]]], width: int) -> None:
    """Print labels with their values, each value on lines of its own, in two columns if there is room for them.

    A label without values is not printed.
    """
    label_width = max((cell_len(label) for label, _ in facts), default=0) + GAP
    has_columns = width >= label_width + _MIN_VALUE_WIDTH
    for label, values in facts:
        indent = Text(set_cell_size(label, label_width) if has_columns else " " * GAP, "dim")
        if values and not has_columns:
            console.print(Text(label, "dim"))
        for value in values:
            print_wrapped(console, value, width - indent.cell_len, indent)
            indent = Text(" " * indent.cell_len)


_MIN_VALUE_WIDTH = 16


def join_parts(*parts: Text) -> Text:
    """Texts with dots between them, without those that are empty."""
    # A separator with a base style would pass it on to the parts.
    return Text.assemble((" · ", "dim")).join(part for part in parts if part)


def make_table(console: Console) -> Table:
    """A table whose only line is below its header."""
    # The box adds a space to the padding.
    lines = _ASCII_BOX if console.options.ascii_only else box.SIMPLE_HEAD
    return Table(box=lines, pad_edge=False, padding=(0, GAP - 1, 0, 0), show_edge=False)


# Rich's own ASCII box has more lines.
_ASCII_BOX = box.Box(str(box.SIMPLE_HEAD).replace("─", "-"), ascii=True)


def print_indented(console: Console, heading: Text, *body: Text) -> None:
    """Print a heading and, indented below it, a body: the layout for terminals too narrow for columns."""
    console.print(heading)
    console.print(Padding(Group(*body), (0, 0, 0, GAP)))


def print_footer(console: Console, text: str) -> None:
    """Print a line, or several if it is long, below a view."""
    console.print(Text(f"\n{text}", "dim"))


def list_footer(shown: int, found: int, total: int) -> str:
    """The footer of a list: "28 records", "3 of 28 records", or with a limit "1 of 3 found, 28 records in all"."""
    records = plural(total, "record")
    if shown < found < total:
        return f"{shown} of {found} found, {records} in all"
    return records if shown == total else f"{shown} of {records}"


def counts_footer(facets: Sequence[Facet], records: int, total: int) -> str:
    """The footer of counts: of how many records, and which facets can have several values per record."""
    names = " and ".join(facet.name for facet in facets)
    multi_valued = " and ".join(facet.plural for facet in facets if facet.multi_valued)
    note = f"; a record with several {multi_valued} is counted under each" if multi_valued else ""
    return f"{list_footer(records, records, total)} by {names}{note}"
