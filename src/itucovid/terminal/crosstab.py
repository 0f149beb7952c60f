"""The counts of two facets as a cross table; columns that do not fit continue in further tables."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from itucovid.terminal.console import GAP, ThemeStyles, counts_footer, make_table, print_footer, print_indented, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from itucovid.facets import Facet
    from itucovid.fields import Labels
    from itucovid.stats import Count, Crosstab

_TOTAL = "all"
_ZEROS = ("·", ".")  # on a terminal with UTF-8, and with ASCII


class _Column(NamedTuple):
    """A column of numbers below a heading of one or more lines."""

    heading: Text
    cells: list[Text]

    @property
    def width(self) -> int:
        """The width of its widest line, with the gap before it."""
        return GAP + max(map(cell_len, (*self.heading.plain.splitlines(), *(cell.plain for cell in self.cells))))


def print_crosstab(
    console: Console, labels: Labels, facets: Sequence[Facet], table: Crosstab, records: int, total: int
) -> None:
    """Print a cross table: the first facet gives the rows, the second the columns; a dot is a zero.

    If the columns do not fit, their headings are folded, then the table is split. `records` is the number of records
    that were counted, `total` that of the dataset.
    """
    if not table.rows or not table.columns:
        console.print("No records.")
        return
    row_labels = [*(_label(labels, facets[0], count) for count in table.rows), Text(_TOTAL, "dim")]
    columns = [*_columns(console, labels, facets[1], table, records)]
    label_width = _label_width(console, [facets[0].title, *(label.plain for label in row_labels)])
    width = console.width - label_width
    folded = [column._replace(heading=_fold(column.heading)) for column in columns]
    if sum(column.width for column in columns) <= width:
        _print_table(console, facets[0].title, label_width, row_labels, columns)
    elif max(column.width for column in folded) <= width:
        for number, block in enumerate(_split(folded, width)):
            if number:
                console.print()
            _print_table(console, facets[0].title, label_width, row_labels, block)
    else:
        _print_lists(console, row_labels, columns)
    print_footer(console, counts_footer(facets, records, total))


def _columns(console: Console, labels: Labels, facet: Facet, table: Crosstab, records: int) -> Iterator[_Column]:
    """The columns of the values of the second facet, and that of the totals; the last row has totals, too."""
    zero = Text(_ZEROS[console.options.ascii_only], "dim")
    for count in table.columns:
        numbers = [table.cells.get((row.value, count.value), 0) for row in table.rows]
        cells = [Text(str(number)) if number else zero for number in numbers]
        yield _Column(_label(labels, facet, count), [*cells, Text(str(count.records), "dim")])
    yield _Column(
        Text(_TOTAL), [Text(str(number), "dim") for number in (*(row.records for row in table.rows), records)]
    )


def _label(labels: Labels, facet: Facet, count: Count) -> Text:
    """The shortest name of a value that the command line accepts, too."""
    if not count.value:
        return to_text(count.label, "dim")
    if facet.name == "theme":
        return to_text(count.value, ThemeStyles(labels).theme(count.value))
    if facet.name == "month":
        return to_text(count.value)
    return to_text(labels.short_name(count.value) if facet.name == "partner" else count.label)


def _label_width(console: Console, texts: Sequence[str]) -> int:
    """The width of the row labels: at most a third of the terminal, unless a word is longer."""
    longest_word = max(cell_len(word) for text in texts for word in text.split())
    return max(longest_word, min(max(map(cell_len, texts)), console.width // 3))


def _fold(heading: Text) -> Text:
    """A heading on several lines, none longer than its longest word or part of a hyphenated word."""
    parts = wrap(heading.plain, 1, break_long_words=False)
    return Text("\n".join(wrap(heading.plain, max(map(len, parts), default=1))), heading.style)


def _split(columns: Iterable[_Column], width: int) -> list[list[_Column]]:
    """Split columns into as few blocks of at most some width as possible."""
    blocks: list[list[_Column]] = [[]]
    remaining = width
    for column in columns:
        if column.width > remaining:
            blocks.append([])
            remaining = width
        blocks[-1].append(column)
        remaining -= column.width
    return blocks


def _print_table(
    console: Console, title: str, label_width: int, row_labels: Sequence[Text], columns: Sequence[_Column]
) -> None:
    table = make_table(console)
    table.add_column(title, width=label_width, overflow="fold")
    for column in columns:
        table.add_column(column.heading, justify="right", no_wrap=True)
    for row in zip(row_labels, *(column.cells for column in columns), strict=True):
        table.add_row(*row)
    console.print(table)


def _print_lists(console: Console, row_labels: Sequence[Text], columns: Sequence[_Column]) -> None:
    """Print the numbers of each row below its label, without zeros: for a terminal too narrow for a table."""
    for number, label in enumerate(row_labels):
        cells = ((column.cells[number], column.heading) for column in columns)
        print_indented(console, label, *(Text.assemble(c, " ", h) for c, h in cells if c.plain not in _ZEROS))
