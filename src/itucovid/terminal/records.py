"""Records as a table with as many columns as fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from itucovid.fields import FIELDS, Field
from itucovid.terminal.console import (
    GAP,
    MIN_LIST_WIDTH,
    MIN_TITLE_WIDTH,
    ThemeStyles,
    list_footer,
    make_table,
    print_footer,
    print_indented,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from itucovid.facets import Facet
    from itucovid.fields import Labels
    from itucovid.model import Initiative
    from itucovid.stats import Group


def print_list(
    console: Console,
    labels: Labels,
    records: Sequence[Initiative],
    fields: Sequence[Field] | None,
    found: int,
    total: int,
) -> None:
    """Print records as a table of some fields, or of those that fit.

    `found` is the number of records before a limit, `total` that of the dataset.
    """
    if not records:
        console.print("No records.")
        return
    columns = fields or _choose_columns(console.width, labels, records)
    _print_table(console, labels, columns, _min_widths(columns, labels, records), records)
    print_footer(console, list_footer(len(records), found, total))


def print_groups(
    console: Console,
    labels: Labels,
    facet: Facet,
    groups: Sequence[Group],
    fields: Sequence[Field] | None,
    found: int,
    total: int,
) -> None:
    """Print groups of records, each with a heading and a table; the columns of all tables are aligned."""
    if not groups:
        console.print("No records.")
        return
    # A record may be in several groups.
    records = list({record.id: record for group in groups for record in group.records}.values())
    columns = fields or _choose_columns(console.width, labels, records)
    if fields is None:
        # Columns to the right of the title would not be aligned, and the heading names the theme.
        names = ("id", "start", "title") if facet.name == "theme" else ("id", "theme", "start", "title")
        columns = [column for column in columns if column.name in names]
    widths = _min_widths(columns, labels, records)
    styles = ThemeStyles(labels)
    for number, group in enumerate(groups):
        if number:
            console.print()
        heading = to_text(group.label, f"bold {styles.theme(group.value) if facet.name == 'theme' else ''}")
        console.print(heading.append(f" ({len(group.records)})", "not bold dim"))
        _print_table(console, labels, columns, widths, group.records, show_header=False)
    print_footer(console, list_footer(len(records), found, total))


# In the order in which they are added as the width grows.
_COLUMNS = (
    FIELDS["id"],
    FIELDS["title"],
    FIELDS["start"],
    FIELDS["theme"]._replace(heading="Theme"),
    Field("partners", "Partners", lambda labels, record: tuple(map(labels.short_name, record.partners))),
    FIELDS["kind"],
    FIELDS["country_names"],
)
_REQUIRED = _COLUMNS[:2]
_POSITIONS = ("id", "theme", "start", "title", "partners", "kind", "country_names")
_NO_WRAP = ("id", "theme", "start", "end", "kind", "item")
_PREFERRED_TITLE_WIDTH = 36  # before any further column is added


def _choose_columns(width: int, labels: Labels, records: Sequence[Initiative]) -> list[Field]:
    """The columns that fit a width, from left to right; none if a title does not fit next to an id."""
    chosen: list[Field] = []
    for column in _COLUMNS:
        preferred = _width(column, labels, records)
        if not preferred:
            continue
        least = preferred
        if column.name == "title":
            preferred = min(preferred, _PREFERRED_TITLE_WIDTH)
            least = min(preferred, MIN_TITLE_WIDTH)
        elif column.name not in _NO_WRAP:
            preferred = least = min(preferred, MIN_LIST_WIDTH)
        gap = GAP if chosen else 0
        if max(least, cell_len(column.heading)) + gap > width:
            break
        width -= max(preferred, cell_len(column.heading)) + gap
        chosen.append(column)
    if len(chosen) < len(_REQUIRED):
        return []
    return sorted(chosen, key=lambda column: _POSITIONS.index(column.name))


def _min_widths(columns: Iterable[Field], labels: Labels, records: Sequence[Initiative]) -> list[int | None]:
    """The width of each column whose cells are kept on one line."""
    return [_width(column, labels, records) if column.name in _NO_WRAP else None for column in columns]


def _width(column: Field, labels: Labels, records: Iterable[Initiative]) -> int:
    """The width of the widest cell."""
    return max(to_text(column.cell(labels, record)).cell_len for record in records)


def _print_table(
    console: Console,
    labels: Labels,
    columns: Sequence[Field],
    widths: Sequence[int | None],
    records: Iterable[Initiative],
    *,
    show_header: bool = True,
) -> None:
    """Print records as a table, or without columns as pairs of id and title."""
    styles = ThemeStyles(labels)
    if not columns:
        for record in records:
            print_indented(console, to_text(record.id, styles.cell(record, "id")), to_text(record.title))
        return
    table = make_table(console)
    table.show_header = show_header
    for column, width in zip(columns, widths, strict=True):
        table.add_column(column.heading, no_wrap=column.name in _NO_WRAP, overflow="fold", min_width=width)
    for record in records:
        cells = [to_text(column.cell(labels, record), styles.cell(record, column.name)) for column in columns]
        table.add_row(*cells)
    console.print(table)
