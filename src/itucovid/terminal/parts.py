"""What all views are made of: the console, the themes' colours, text that cannot act, a table without frills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from itucovid.stats import REPEATING
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from itucovid.fields import Cell
    from itucovid.model import Dataset, Initiative

# Colours of the 256 that stand out at least 4 to 1 from black as well as from white (WCAG 2.2, 1.4.3, reckons so),
# neighbours far apart. A theme has the colour of its place in the dataset, whatever is shown of it.
THEME_COLOURS = (31, 130, 28, 163, 63, 64, 161, 30, 129, 131, 27, 29)

GAP = 2
NARROWEST_TITLE = 24
NARROWEST_LIST = 16


def make_console(colour: str) -> Console:
    """A console on standard output.

    Args:
        colour: "auto" heeds the terminal and NO_COLOR, "always" and "never" do not.
    """
    return Console(
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        force_terminal=True if colour == "always" else None,
        color_system=None if colour == "never" else "auto",
        no_color={"always": False, "never": True}.get(colour),
    )


class Status:
    """A message on standard error that can be shown, from any thread, and taken away again."""

    def __init__(self, message: str) -> None:
        self._status = Console(stderr=True, highlight=False, markup=False, emoji=False).status(as_text(message))
        self._over = False

    def show(self) -> None:
        """Show it, unless it has been taken away already."""
        if not self._over:
            self._status.start()

    def hide(self) -> None:
        """Take it away for good."""
        self._over = True
        self._status.stop()


class ThemeStyles:
    """The steady colours of a dataset's themes."""

    def __init__(self, dataset: Dataset) -> None:
        colours = {theme.id: THEME_COLOURS[i % len(THEME_COLOURS)] for i, theme in enumerate(dataset.themes)}
        self._of_theme: Mapping[str, str] = {id_: f"color({colour})" for id_, colour in colours.items()}
        self._of_record = {record.id: self._of_theme[record.theme] for record in dataset.initiatives}

    def theme(self, id_: str) -> str:
        """The style of a theme; of what is none, no style."""
        return self._of_theme.get(id_, "")

    def named(self, id_: str) -> str:
        """The style of a record's id."""
        return self._of_record[id_]

    def of(self, record: Initiative, column: str) -> str:
        """The style of a record's cell: its id and its theme show the theme's colour."""
        return self._of_theme[record.theme] if column in ("id", "theme", "theme_title") else ""


def as_text(cell: Cell, style: str = "") -> Text:
    """A cell as text that neither Rich nor the terminal obeys."""
    if isinstance(cell, tuple):
        return Text(", ".join(printable(str(value)) for value in cell if value is not None), style)
    return Text("" if cell is None else printable(str(cell)), style)


def plain_table(console: Console) -> Table:
    """A table with nothing but a line below its head."""
    # With a padding of one, the gap between columns is two: the box adds a blank of its own.
    lines = _ASCII_HEAD if console.options.ascii_only else box.SIMPLE_HEAD
    return Table(box=lines, pad_edge=False, padding=(0, GAP - 1, 0, 0), show_edge=False)


# Rich would draw every line that ASCII can.
_ASCII_HEAD = box.Box(str(box.SIMPLE_HEAD).replace("─", "-"), ascii=True)


def counted(dataset: Dataset, facets: Sequence[str], records: int) -> str:
    """What stands below counts: of how many records they are, and which of them count more than once."""
    each = " and ".join({"country": "countries"}.get(facet, f"{facet}s") for facet in facets if facet in REPEATING)
    text = f"{how_many(records, records, len(dataset.initiatives))} by {' and '.join(facets)}"
    return text + (f"; one counts under each of its {each}" if each else "")


def how_many(shown: int, found: int, total: int) -> str:
    """What stands below a list: "28 records", "3 of 28 records", or with a limit "1 of 3 found, 28 records in all"."""
    records = f"{total} {'record' if total == 1 else 'records'}"
    if shown < found:
        return f"{shown} of {found} found, {records} in all" if found < total else f"{shown} of {records}"
    return records if shown == total else f"{shown} of {records}"
