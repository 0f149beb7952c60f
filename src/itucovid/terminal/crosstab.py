"""Counts of two facets at once: a table whose headings shrink to letters, then its columns go to more tables."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from itucovid.fields import Labels
from itucovid.terminal.console import GAP, ThemeStyles, counts_footer, plain_table, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console

    from itucovid.facets import Facet
    from itucovid.model import DatasetFile
    from itucovid.stats import Count, Crosstab

_ALL = "all"
_NARROWEST_LABEL = 12


class _Column(NamedTuple):
    """A value of the second facet: what stands above its numbers, what it is called, how wide it is."""

    value: str
    heading: Text
    name: Text
    width: int


def print_crosstab(
    console: Console, dataset: DatasetFile, facets: Sequence[Facet], table: Crosstab, records: int
) -> None:
    """The first facet down, the second across, a dot where no record has both."""
    if not table.rows or not table.columns:
        console.print("No records.")
        return
    down, across = (_labelling(dataset, facet) for facet in facets)
    labels = [down(count) for count in table.rows]
    whole = facets[0].name in ("theme", "kind", "month")
    widest = max(cell_len(label.plain) for label in [*labels, Text(facets[0].name), Text(_ALL)])
    label_width = widest if whole else min(widest, max(console.width // 3, _NARROWEST_LABEL))
    all_width = max(len(_ALL), len(str(max(count.records for count in table.rows))))
    room = console.width - label_width - GAP - all_width
    named = [_column(count, across(count), across(count)) for count in table.columns]
    lettered = [
        _column(count, Text(letter), across(count)) for count, letter in zip(table.columns, _letters(), strict=False)
    ]
    for gap, columns in ((GAP, named), (GAP, lettered), (1, lettered)):
        blocks = _blocks(columns, room - (gap - GAP), gap)
        if len(blocks) == 1:
            break
    else:
        gap, blocks = GAP, _blocks(lettered, room, GAP)
    if max(column.width for column in lettered) + gap > room:
        _show_stacked(console, table, labels, [column.name for column in named])
    else:
        for number, block in enumerate(blocks):
            if number:
                console.print()
            all_ = records if number == len(blocks) - 1 else None
            console.print(_block(console, facets[0].title, table, labels, block, label_width, gap, all_))
            if columns is lettered:
                console.print()
                console.print(_legend(console, block))
    console.print(Text(f"\n{counts_footer(facets, records, len(dataset.initiatives))}", "dim"))


def _labelling(dataset: DatasetFile, facet: Facet) -> Callable[[Count], Text]:
    """What a value of a facet is called in a table: as short as it can be said, and on the command line too."""
    style, naming = ThemeStyles(Labels(dataset)), Labels(dataset)

    def label(count: Count) -> Text:
        if not count.value:
            return to_text(count.label, "dim")
        if facet.name == "theme":
            return to_text(count.value, style.theme(count.value))
        if facet.name == "month":
            return to_text(count.value)
        return to_text(naming.short_name(count.value) if facet.name == "partner" else count.label)

    return label


def _column(count: Count, heading: Text, name: Text) -> _Column:
    return _Column(count.value, heading, name, max(cell_len(heading.plain), len(str(count.records))))


def _letters() -> Iterator[str]:
    """A to Z, AA to AZ, BA and so on: letters, because numbers stand below them."""
    yield from ascii_uppercase
    for first in _letters():
        for second in ascii_uppercase:
            yield first + second


def _blocks(columns: Sequence[_Column], room: int, gap: int) -> list[list[_Column]]:
    """The columns, cut into as few runs as fit the room."""
    blocks: list[list[_Column]] = [[]]
    left = room
    for column in columns:
        if blocks[-1] and column.width + gap > left:
            blocks.append([])
            left = room
        blocks[-1].append(column)
        left -= column.width + gap
    return blocks


def _block(
    console: Console,
    heading: str,
    table: Crosstab,
    labels: Sequence[Text],
    columns: Sequence[_Column],
    label_width: int,
    gap: int,
    records: int | None,
) -> Table:
    """One table of some columns; the last one has the totals too, and at the very end how many records there are."""
    nothing = Text(_gap_mark(console), "dim")
    block = plain_table(console)
    block.padding = (0, gap - 1, 0, 0)
    block.add_column(heading, width=label_width, overflow="fold")
    for column in columns:
        block.add_column(column.heading, justify="right", no_wrap=True, min_width=column.width)
    if records is not None:
        block.add_column(_ALL, justify="right", no_wrap=True)
    for count, label in zip(table.rows, labels, strict=True):
        numbers = [table.cells.get((count.value, column.value), 0) for column in columns]
        cells = [Text(str(number)) if number else nothing for number in numbers]
        block.add_row(label, *cells, *_dim(count.records if records is not None else None))
    totals = {count.value: count.records for count in table.columns}
    block.add_row(Text(_ALL, "dim"), *_dim(*(totals[column.value] for column in columns), records))
    return block


def _dim(*numbers: int | None) -> list[Text]:
    return [Text(str(number), "dim") for number in numbers if number is not None]


def _legend(console: Console, columns: Sequence[_Column]) -> Table:
    """What the letters stand for, in as many columns as fit, read downwards."""
    entries = [Text.assemble((column.heading.plain, "bold"), " ", column.name) for column in columns]
    widest = max(cell_len(entry.plain) for entry in entries)
    across = max((console.width + GAP) // (widest + GAP), 1)
    deep = -(-len(entries) // across)
    legend = Table.grid(padding=(0, GAP, 0, 0))
    for _ in range(-(-len(entries) // deep)):
        legend.add_column(overflow="fold")
    for line in range(deep):
        legend.add_row(*entries[line::deep])
    return legend


def _show_stacked(console: Console, table: Crosstab, labels: Sequence[Text], names: Sequence[Text]) -> None:
    """A line a pair of values, for a terminal that has no room for columns."""
    for count, label in zip(table.rows, labels, strict=True):
        console.print(label, overflow="fold")
        for other, name in zip(table.columns, names, strict=True):
            number = table.cells.get((count.value, other.value), 0)
            line = Text.assemble(str(number) if number else (_gap_mark(console), "dim"), " ", name)
            console.print(Padding(line, (0, 0, 0, GAP)))


def _gap_mark(console: Console) -> str:
    return "." if console.options.ascii_only else "·"
