"""What the views share: the console, the styles of themes, escaped text, tables and footers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from itucovid.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.status import Status

    from itucovid.facets import Facet
    from itucovid.fields import Cell, Labels
    from itucovid.model import Initiative

THEME_COLOURS = (31, 130, 28, 163, 63, 64, 161, 30, 129, 131, 27, 29)
"""Numbers of the 256-colour palette with a contrast of at least 4:1 (as in WCAG 2.2, 1.4.3) to black and to white.

The n-th theme of a dataset has the n-th colour.
"""

GAP = 2
"""Spaces between columns, and the indent of a block below its heading."""

MIN_TITLE_WIDTH = 24
"""A title next to other columns gets at least this width."""

MIN_LIST_WIDTH = 16
"""A cell with a list of values gets at least this width."""


def render(view: Callable[[Console], None], colour: str) -> str:
    """The output of a view, for the width and the encoding of standard output.

    Args:
        view: prints to a console.
        colour: "auto" depends on the terminal and on NO_COLOR; "always" and "never" do not.
    """
    console = Console(
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        force_terminal=True if colour == "always" else None,
        color_system=None if colour == "never" else "auto",
        no_color={"always": False, "never": True}.get(colour),
    )
    with console.capture() as capture:
        view(console)
    return capture.get()


def make_status(message: str) -> Status:
    """A context manager that shows a spinner and a message on standard error."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    # Rich's default spinner consists of Braille patterns.
    return console.status(to_text(message), spinner="line" if console.options.ascii_only else "dots")


class ThemeStyles:
    """The styles of the themes of a dataset."""

    def __init__(self, labels: Labels) -> None:
        self._styles = {
            id_: f"color({THEME_COLOURS[number % len(THEME_COLOURS)]})" for number, id_ in enumerate(labels.themes)
        }

    def theme(self, id_: str) -> str:
        """The style of a theme; empty for an unknown theme."""
        return self._styles.get(id_, "")

    def cell(self, record: Initiative, field: str) -> str:
        """The style of a field of a record: its id and its theme have the colour of the theme."""
        return self.theme(record.theme) if field in ("id", "theme", "theme_title") else ""


def to_text(cell: Cell, style: str = "") -> Text:
    """A cell as text without Rich markup or terminal control characters; None is empty, lists have commas."""
    values = cell if isinstance(cell, tuple) else (cell,)
    return Text(", ".join(printable(str(value)) for value in values if value is not None), style)


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
