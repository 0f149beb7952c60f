"""A record whole, as a page to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from itucovid.fields import DETAILS, Labels
from itucovid.terminal.console import GAP, ThemeStyles, to_text
from itucovid.text import printable

if TYPE_CHECKING:
    from rich.console import Console

    from itucovid.model import DatasetFile, Initiative

_READABLE_WIDTH = 88


def print_record(console: Console, dataset: DatasetFile, record: Initiative) -> None:
    """All that there is of a record, as a page to read."""
    labels = Labels(dataset)
    style = ThemeStyles(labels)
    width = min(console.width, _READABLE_WIDTH)
    console.print(to_text(record.title, "bold"), width=width)
    theme = to_text(labels.theme(record.theme), style.cell(record, "theme"))
    console.print(Text.assemble(theme, (f" · {record.kind}" if record.kind else "", "dim")), width=width)
    console.print()
    console.print(to_text(record.summary), width=width)
    console.print()
    facts = Table.grid(padding=(0, GAP, 0, 0))
    facts.add_column(no_wrap=True, style="dim")
    facts.add_column(overflow="fold")
    for label, values, separator in DETAILS:
        if joined := separator.join(map(printable, values(labels, record))):
            facts.add_row(label, Text(joined))
    for number, link in enumerate(record.links):
        url = printable(link.url)
        publisher = to_text(f" ({link.publisher})" if link.publisher else "", "dim")
        facts.add_row("" if number else "Links", Text.assemble(to_text(link.label, f"link {url}"), publisher))
        facts.add_row("", Text(url, f"dim link {url}"))
    records = {other.id: other for other in dataset.initiatives}
    for number, id_ in enumerate(record.related):
        other = records[id_]
        related = Text.assemble(to_text(id_, style.cell(other, "id")), "  ", to_text(other.title, "dim"))
        facts.add_row("" if number else "Related", related)
    if source := labels.source(record):
        facts.add_row("Source", to_text(source))
    facts.add_row("Id", to_text(record.id))
    console.print(facts, width=width)
