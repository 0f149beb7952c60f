"""The counts of one facet as a bar chart, and the themes as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from itucovid.terminal.console import (
    GAP,
    MIN_LIST_WIDTH,
    ThemeStyles,
    counts_footer,
    make_table,
    print_footer,
    print_indented,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from itucovid.facets import Facet
    from itucovid.fields import Labels
    from itucovid.stats import Count

_PREFERRED_LABEL_WIDTH = 12


def print_counts(
    console: Console, labels: Labels, facet: Facet, counts: Sequence[Count], records: int, total: int
) -> None:
    """Print the counts of a facet as a bar chart.

    `records` is the number of records that were counted, `total` that of the dataset.
    """
    if not counts:
        console.print("No records.")
        return
    styles = ThemeStyles(labels)
    highest = max(count.records for count in counts)
    widest = max(to_text(count.label).cell_len for count in counts)
    width = console.width - len(str(highest)) - 2 * GAP
    label_width = max(min(widest, max(console.width // 2, _PREFERRED_LABEL_WIDTH), width - 1), 1)
    bar_width = max(width - label_width, 1)
    block = "#" if console.options.ascii_only else "█"
    table = Table.grid(padding=(0, GAP, 0, 0))
    table.add_column(width=label_width, overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for count in counts:
        label = to_text(count.label, "" if count.value else "dim")
        bar = block * (max(1, round(bar_width * count.records / highest)) if count.records else 0)
        table.add_row(label, str(count.records), Text(bar, styles.theme(count.value) if facet.name == "theme" else ""))
    console.print(table)
    print_footer(console, counts_footer([facet], records, total))


def print_themes(console: Console, labels: Labels, counts: Sequence[Count]) -> None:
    """Print the themes with their numbers of records."""
    styles = ThemeStyles(labels)
    widest = max(cell_len(count.value) for count in counts)
    if console.width < widest + len("Records") + 2 * GAP + MIN_LIST_WIDTH:
        for count in counts:
            print_indented(
                console, to_text(count.value, styles.theme(count.value)), to_text(f"{count.records}  {count.label}")
            )
        return
    table = make_table(console)
    table.add_column("Theme", no_wrap=True)
    table.add_column("Records", justify="right")
    table.add_column("Title", overflow="fold")
    for count in counts:
        table.add_row(to_text(count.value, styles.theme(count.value)), str(count.records), to_text(count.label))
    console.print(table)
