"""Records and themes as tables of as many columns as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.padding import Padding
from rich.text import Text

from itucovid.fields import FIELDS, Labels
from itucovid.terminal.console import (
    GAP,
    NARROWEST_LIST,
    NARROWEST_TITLE,
    ThemeStyles,
    list_footer,
    plain_table,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.console import Console

    from itucovid.facets import Facet
    from itucovid.fields import Cell, Field
    from itucovid.model import DatasetFile, Initiative
    from itucovid.stats import Count, Group


def print_list(
    console: Console,
    dataset: DatasetFile,
    records: Sequence[Initiative],
    fields: Sequence[Field] | None,
    found: int,
    facet: Facet | None = None,
    groups: Sequence[Group] | None = None,
) -> None:
    """A table of records: the given fields, or else as many columns as the width has room for.

    `found` is the number of records before a limit cut them. With the groups of a facet each has its heading and its
    own table, and the columns of all of them stand below each other.
    """
    if not records:
        console.print("No records.")
        return
    naming = Labels(dataset)
    style = ThemeStyles(naming)
    columns = [_column(field) for field in fields] if fields else _fitting(console.width, naming, records)
    if groups is not None and fields is None:
        # What comes after the title would not stand below itself, and a theme is said by its heading.
        columns = [
            c
            for c in columns
            if c.name in ("id", "start", "title") or (c.name == "theme" and facet and facet.name != "theme")
        ]
    stacked = fields is None and len(columns) < len(_LEAST)
    widths = [column.width(naming, records) if column.whole else None for column in columns]

    def show(members: Sequence[Initiative]) -> None:
        if stacked:
            _show_stacked(console, style, members)
            return
        table = plain_table(console)
        for column, width in zip(columns, widths, strict=True):
            table.add_column(column.heading, no_wrap=column.whole, overflow="fold", min_width=width)
        for record in members:
            table.add_row(
                *(to_text(column.cell(naming, record), style.cell(record, column.name)) for column in columns)
            )
        table.show_header = groups is None
        console.print(table)

    if groups is None:
        show(records)
    else:
        for number, entry in enumerate(groups):
            colour = style.theme(entry.value) if facet and facet.name == "theme" else ""
            heading = to_text(entry.label, f"bold {colour}")
            heading.append(f" ({len(entry.records)})", "not bold dim")
            if number:
                console.print()
            console.print(heading, overflow="fold")
            show(entry.records)
    console.print(Text(f"\n{list_footer(len(records), found, len(dataset.initiatives))}", "dim"))


def print_themes(console: Console, dataset: DatasetFile, counts: Sequence[Count]) -> None:
    """The themes with the number of records of each."""
    style = ThemeStyles(Labels(dataset))
    widest = max(cell_len(count.value) for count in counts)
    if console.width < widest + len("Records") + 2 * GAP + NARROWEST_LIST:
        for count in counts:
            console.print(to_text(count.value, style.theme(count.value)), overflow="fold")
            console.print(Padding(to_text(f"{count.records}  {count.label}"), (0, 0, 0, GAP)))
        return
    table = plain_table(console)
    table.add_column("Theme", no_wrap=True)
    table.add_column("Records", justify="right")
    table.add_column("Title", overflow="fold")
    for count in counts:
        table.add_row(to_text(count.value, style.theme(count.value)), str(count.records), to_text(count.label))
    console.print(table)


class _Column(NamedTuple):
    """A column of a table: what fills it, and whether its cells must not be broken."""

    name: str
    heading: str
    cell: Callable[[Labels, Initiative], Cell]
    whole: bool

    def width(self, naming: Labels, records: Iterable[Initiative]) -> int:
        """The widest cell, in terminal columns."""
        return max(cell_len(str(to_text(self.cell(naming, record)))) for record in records)


def _column(field: Field) -> _Column:
    return _Column(field.name, field.heading, field.cell, field.name in ("id", "theme", "start", "end", "kind", "item"))


# The columns of a list by what they are worth: as the width grows, one after the other finds room.
_BY_WORTH = (
    _column(FIELDS["id"]),
    _column(FIELDS["title"]),
    _column(FIELDS["start"]),
    _column(FIELDS["theme"])._replace(heading="Theme"),
    _Column("partners", "Partners", lambda n, r: tuple(map(n.short_name, r.partners)), whole=False),
    _column(FIELDS["kind"]),
    _column(FIELDS["country_names"]),
)
_LEAST = _BY_WORTH[:2]
_IN_ORDER = ("id", "theme", "start", "title", "partners", "kind", "country_names")
_COMFORTABLE_TITLE = 36  # what a title keeps before any further column finds room


def _fitting(width: int, naming: Labels, records: Sequence[Initiative]) -> list[_Column]:
    """The columns that a width has room for, in the order in which they stand."""
    room = width
    chosen: list[_Column] = []
    for column in _BY_WORTH:
        needed = column.width(naming, records)
        if not needed:
            continue
        if not column.whole:
            needed = min(needed, _COMFORTABLE_TITLE if column.name == "title" else NARROWEST_LIST)
        room -= max(needed, cell_len(column.heading)) + (GAP if chosen else 0)
        if room < (NARROWEST_TITLE - needed if column.name == "title" else 0):
            break
        chosen.append(column)
    return sorted(chosen, key=lambda column: _IN_ORDER.index(column.name))


def _show_stacked(console: Console, style: ThemeStyles, records: Iterable[Initiative]) -> None:
    """Records on two lines each, for a terminal too narrow for an id beside a title."""
    for record in records:
        console.print(to_text(record.id, style.cell(record, "id")), overflow="fold")
        console.print(Padding(to_text(record.title), (0, 0, 0, GAP)))
