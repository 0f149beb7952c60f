"""What all views share: the console, theme colours, escaped text, a plain table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from itucovid.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.status import Status

    from itucovid.facets import Facet
    from itucovid.fields import Cell, Labels
    from itucovid.model import Initiative

# Of the 256 colours, some with a contrast of at least 4:1 (as in WCAG 2.2, 1.4.3) to both black and white. A theme has
# the colour of its position in the dataset.
THEME_COLOURS = (31, 130, 28, 163, 63, 64, 161, 30, 129, 131, 27, 29)

GAP = 2
NARROWEST_TITLE = 24
NARROWEST_LIST = 16


def render(view: Callable[[Console], None], colour: str) -> str:
    """What a view prints, for a terminal of the width of standard output.

    Args:
        view: prints to a console.
        colour: "auto" honours the terminal and NO_COLOR; "always" and "never" do not.
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
    """A spinner with a message, on standard error; it is a context manager."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False).status(to_text(message))


class ThemeStyles:
    """The styles of the themes of a dataset."""

    def __init__(self, labels: Labels) -> None:
        colours = {id_: THEME_COLOURS[i % len(THEME_COLOURS)] for i, id_ in enumerate(labels.themes)}
        self._styles: Mapping[str, str] = {id_: f"color({colour})" for id_, colour in colours.items()}

    def theme(self, id_: str) -> str:
        """The style of a theme; empty for an unknown theme."""
        return self._styles.get(id_, "")

    def cell(self, record: Initiative, column: str) -> str:
        """The style of a cell of a record: its id and its theme have the theme's colour."""
        return self._styles[record.theme] if column in ("id", "theme", "theme_title") else ""


def to_text(cell: Cell, style: str = "") -> Text:
    """A cell as text without Rich markup or terminal control characters."""
    if isinstance(cell, tuple):
        return Text(", ".join(printable(str(value)) for value in cell if value is not None), style)
    return Text("" if cell is None else printable(str(cell)), style)


def plain_table(console: Console) -> Table:
    """A table whose only line is below its header."""
    # The box adds a space to the padding.
    lines = _ASCII_BOX if console.options.ascii_only else box.SIMPLE_HEAD
    return Table(box=lines, pad_edge=False, padding=(0, GAP - 1, 0, 0), show_edge=False)


# Rich's own ASCII box has more lines.
_ASCII_BOX = box.Box(str(box.SIMPLE_HEAD).replace("─", "-"), ascii=True)


def counts_footer(facets: Sequence[Facet], records: int, total: int) -> str:
    """The line below counts: of how many records, and which facets have several values per record."""
    multi = " and ".join(facet.plural for facet in facets if facet.multi_valued)
    by = " and ".join(facet.name for facet in facets)
    note = f"; a record with several {multi} is counted under each" if multi else ""
    return f"{list_footer(records, records, total)} by {by}{note}"


def list_footer(shown: int, found: int, total: int) -> str:
    """The line below a list: "28 records", "3 of 28 records", or with a limit "1 of 3 found, 28 records in all"."""
    records = plural(total, "record")
    if shown < found:
        return f"{shown} of {found} found, {records} in all" if found < total else f"{shown} of {records}"
    return records if shown == total else f"{shown} of {records}"
