"""Records as a table with as many columns as fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from rich.cells import cell_len

from itucovid.fields import FIELDS, Field
from itucovid.terminal.console import (
    GAP,
    MIN_LIST_WIDTH,
    MIN_TITLE_WIDTH,
    ThemeStyles,
    list_footer,
    make_table,
    print_facts,
    print_footer,
    print_indented,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.text import Text

    from itucovid.facets import Facet
    from itucovid.fields import Cell, Labels
    from itucovid.model import Initiative
    from itucovid.stats import Group


class _Column(NamedTuple):
    """A column of a table; its width is exact, or unknown and at least `min_width`."""

    field: Field
    width: int | None = None
    min_width: int | None = None


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
    columns = _choose_columns(console.width, labels, records) if fields is None else _columns(fields, labels, records)
    _print_table(console, labels, columns, records)
    footer = list_footer(len(records), found, total)
    themes = {record.theme for record in records}
    if fields is None and len(records) > 1 and len(themes) == 1 and len(labels.themes) > 1:
        footer += f"; theme: {labels.theme(*themes)}"
    print_footer(console, footer)


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
    if fields is None:
        columns = _choose_columns(console.width, labels, records, {facet.name})
        if columns:
            _print_table(console, labels, columns, [])
    else:
        columns = _columns(fields, labels, records)
    for number, group in enumerate(groups):
        if number:
            console.print()
        console.print(to_text(group.label, "bold").append(f" ({len(group.records)})", "not bold dim"))
        _print_table(console, labels, columns, group.records, show_header=False)
    print_footer(console, list_footer(len(records), found, total))


# In the order in which they are added as the width grows, and from left to right; each with the facet whose groups need
# no such column, and the width that it leaves to titles.
_OPTIONAL_COLUMNS = (
    (FIELDS["start"], "", 36),
    (msgspec.structs.replace(FIELDS["theme"], heading="Theme"), "theme", 36),
    (FIELDS["kind"], "kind", 48),
    (
        Field("partners", "Partners", lambda labels, record: tuple(map(labels.short_name, record.partners))),
        "partner",
        48,
    ),
    (FIELDS["country_names"], "country", 48),
)
_NO_WRAP = ("id", "theme", "start", "end", "kind", "item", "status")


def _choose_columns(
    width: int, labels: Labels, records: Sequence[Initiative], without: Iterable[str] = ()
) -> list[_Column]:
    """The columns that fit a width, from left to right; none if a title does not fit next to an id.

    A column that fewer than half of the records need is added last, and a theme only if there are several.

    Args:
        width: the width.
        labels: the names of the dataset.
        records: the records.
        without: facets that need no column.
    """
    id_, title = FIELDS["id"], FIELDS["title"]
    id_width, title_width = _width(id_, labels, records), _width(title, labels, records)
    remaining = width - id_width - GAP
    if remaining < min(title_width, MIN_TITLE_WIDTH):
        return []
    candidates = []
    for field, facet, room in _OPTIONAL_COLUMNS:
        filled = [cell for record in records if (cell := field.cell(labels, record))]
        is_constant = field.name == "theme" and len(records) > 1 and len(set(filled)) == 1
        if filled and not is_constant and facet not in without:
            candidates.append((2 * len(filled) < len(records), field, room))
    chosen: list[tuple[Field, int, int]] = []
    for _, field, room in sorted(candidates, key=lambda candidate: candidate[0]):
        widest = _width(field, labels, records)
        least = widest if field.name in _NO_WRAP else max(min(widest, MIN_LIST_WIDTH), cell_len(field.heading))
        if remaining - GAP - least < min(title_width, room):
            break
        remaining -= GAP + least
        chosen.append((field, least, widest))
    title_width = min(title_width, remaining)
    columns = [_Column(id_, id_width), _Column(title, title_width)]
    remaining -= title_width
    for field, least, widest in chosen:
        more = min(widest - least, remaining)
        remaining -= more
        columns.append(_Column(field, least + more))
    names = [field.name for field, _, _ in _OPTIONAL_COLUMNS]
    return [*columns[:2], *sorted(columns[2:], key=lambda column: names.index(column.field.name))]


def _columns(fields: Iterable[Field], labels: Labels, records: Sequence[Initiative]) -> list[_Column]:
    """Columns of given fields; some cells are kept on one line, and web addresses are not broken."""
    return [_Column(field, min_width=_min_width(field, labels, records)) for field in fields]


def _min_width(field: Field, labels: Labels, records: Sequence[Initiative]) -> int:
    widest = _width(field, labels, records)
    if field.name in _NO_WRAP:
        return widest
    words = (word for record in records for word in to_text(field.cell(labels, record)).plain.split())
    addresses = (cell_len(word) for word in words if "://" in word)
    return max(min(widest, MIN_LIST_WIDTH), cell_len(field.heading), *addresses)


def _width(field: Field, labels: Labels, records: Iterable[Initiative]) -> int:
    """The width of the widest cell, or of the heading."""
    cells = (to_text(field.cell(labels, record)).cell_len for record in records)
    return max(cell_len(field.heading), *cells)


def _print_table(
    console: Console,
    labels: Labels,
    columns: Sequence[_Column],
    records: Iterable[Initiative],
    *,
    show_header: bool = True,
) -> None:
    """Print records as a table; without columns as pairs of id and title, and as blocks if the columns do not fit."""
    styles = ThemeStyles(labels)
    if not columns:
        for record in records:
            print_indented(console, to_text(record.id), to_text(labels.title(record)))
        return
    if sum(column.width or column.min_width or 0 for column in columns) + GAP * (len(columns) - 1) > console.width:
        _print_blocks(console, labels, [column.field for column in columns], records)
        return
    table = make_table(console)
    table.show_header = show_header
    for field, width, min_width in columns:
        no_wrap = field.name in _NO_WRAP
        table.add_column(field.heading, no_wrap=no_wrap, overflow="fold", width=width, min_width=min_width)
    for record in records:
        theme = styles.theme(record.theme)
        fields = [column.field for column in columns]
        table.add_row(*(to_text(f.cell(labels, record), theme if f.name.startswith("theme") else "") for f in fields))
    console.print(table)


def _print_blocks(console: Console, labels: Labels, fields: Sequence[Field], records: Iterable[Initiative]) -> None:
    """Print the fields of each record below each other, with their headings."""
    for number, record in enumerate(records):
        if number:
            console.print()
        print_facts(console, [(field.heading, _lines(field.cell(labels, record))) for field in fields], console.width)


def _lines(cell: Cell) -> list[Text]:
    """A cell as lines: one, or one per web address of a list; none without a value."""
    text = to_text(cell)
    values = cell if isinstance(cell, tuple) and "://" in text.plain else (cell,)
    return [to_text(value) for value in values] if text else []
