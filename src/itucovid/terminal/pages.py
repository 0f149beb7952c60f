"""A record whole, as a page to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from itucovid.dates import period
from itucovid.fields import Naming
from itucovid.terminal.parts import GAP, ThemeStyles, as_text
from itucovid.text import printable

if TYPE_CHECKING:
    from rich.console import Console

    from itucovid.model import Dataset, Initiative

_READABLE_WIDTH = 88


def show_page(console: Console, dataset: Dataset, record: Initiative) -> None:
    """All that there is of a record, as a page to read."""
    naming = Naming(dataset)
    style = ThemeStyles(dataset)
    width = min(console.width, _READABLE_WIDTH)
    console.print(as_text(record.title, "bold"), width=width)
    theme = as_text(naming.theme(record.theme), style.of(record, "theme"))
    console.print(Text.assemble(theme, (f" · {record.kind}" if record.kind else "", "dim")), width=width)
    console.print()
    console.print(as_text(record.summary), width=width)
    console.print()
    facts = Table.grid(padding=(0, GAP, 0, 0))
    facts.add_column(no_wrap=True, style="dim")
    facts.add_column(overflow="fold")
    for label, values, separator in (
        ("Also called", record.aliases, "; "),
        ("When", (period(record),), ""),
        ("Partners", tuple(map(naming.organisation, record.partners)), "; "),
        ("People", record.people, ", "),
        ("Countries", tuple(map(naming.country, record.countries)), ", "),
        ("Regions", record.regions, ", "),
        ("Languages", tuple(map(naming.language, record.languages)), ", "),
        ("Figures", tuple(map(str, record.figures)), "\n"),
    ):
        if joined := separator.join(map(printable, values)):
            facts.add_row(label, Text(joined))
    for number, link in enumerate(record.links):
        url = printable(link.url)
        publisher = as_text(f" ({link.publisher})" if link.publisher else "", "dim")
        facts.add_row("" if number else "Links", Text.assemble(as_text(link.label, f"link {url}"), publisher))
        facts.add_row("", Text(url, f"dim link {url}"))
    titles = {other.id: other.title for other in dataset.initiatives}
    for number, id_ in enumerate(record.related):
        related = Text.assemble(as_text(id_, style.named(id_)), "  ", as_text(titles[id_], "dim"))
        facts.add_row("" if number else "Related", related)
    if source := naming.source(record):
        facts.add_row("Source", as_text(source))
    facts.add_row("Id", as_text(record.id))
    console.print(facts, width=width)
