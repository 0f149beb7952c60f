"""A record in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from itucovid.fields import DETAILS
from itucovid.terminal.console import GAP, ThemeStyles, to_text
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from itucovid.fields import Labels
    from itucovid.model import Initiative

_MAX_LINE_LENGTH = 88


def print_record(console: Console, labels: Labels, record: Initiative, related: Iterable[Initiative]) -> None:
    """Print all that a dataset says about a record, with the records that it lists as related."""
    styles = ThemeStyles(labels)
    width = min(console.width, _MAX_LINE_LENGTH)
    theme = to_text(labels.theme(record.theme), styles.cell(record, "theme"))
    console.print(to_text(record.title, "bold"), width=width)
    console.print(Text.assemble(theme, (f" · {record.kind}" if record.kind else "", "dim")), width=width)
    console.print()
    console.print(to_text(record.summary), width=width)
    console.print()
    facts = Table.grid(padding=(0, GAP, 0, 0))
    facts.add_column(no_wrap=True, style="dim")
    facts.add_column(overflow="fold")
    for detail in DETAILS:
        if values := detail.values(labels, record):
            facts.add_row(detail.label, Text(detail.separator.join(map(printable, values))))
    for number, link in enumerate(record.links):
        url = printable(link.url)
        publisher = to_text(f" ({link.publisher})" if link.publisher else "", "dim")
        facts.add_row("" if number else "Links", Text.assemble(to_text(link.label, f"link {url}"), publisher))
        facts.add_row("", Text(url, f"dim link {url}"))
    for number, other in enumerate(related):
        id_ = to_text(other.id, styles.cell(other, "id"))
        facts.add_row("" if number else "Related", Text.assemble(id_, "  ", to_text(other.title, "dim")))
    if source := labels.source(record):
        facts.add_row("Source", to_text(source))
    facts.add_row("Id", to_text(record.id))
    console.print(facts, width=width)
