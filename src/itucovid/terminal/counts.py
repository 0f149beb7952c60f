"""Counts as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from itucovid.fields import Labels
from itucovid.terminal.console import GAP, ThemeStyles, counts_footer, to_text
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from itucovid.facets import Facet
    from itucovid.model import DatasetFile
    from itucovid.stats import Count


def print_counts(console: Console, dataset: DatasetFile, facet: Facet, counts: Sequence[Count], records: int) -> None:
    """Counts as bars."""
    if not counts:
        console.print("No records.")
        return
    style = ThemeStyles(Labels(dataset))
    most = max(count.records for count in counts)
    widest = min(max(cell_len(printable(count.label)) for count in counts), max(console.width // 2, 12))
    room = max(console.width - widest - len(str(most)) - 2 * GAP, 1)
    full = "#" if console.options.ascii_only else "█"
    table = Table.grid(padding=(0, GAP, 0, 0))
    table.add_column(width=widest, overflow="fold")
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    for count in counts:
        bar = full * (max(1, round(room * count.records / most)) if count.records else 0)
        colour = style.theme(count.value) if facet.name == "theme" else ""
        table.add_row(to_text(count.label, "" if count.value else "dim"), str(count.records), Text(bar, colour))
    console.print(table)
    console.print(Text(f"\n{counts_footer([facet], records, len(dataset.initiatives))}", "dim"))
