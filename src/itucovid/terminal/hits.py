"""What a search has found, the words that answered marked."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from itucovid.search.highlight import Match, best_match, snippet
from itucovid.terminal.console import GAP, NARROWEST_TITLE, ThemeStyles, list_footer, to_text
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, RenderableType

    from itucovid.fields import Labels
    from itucovid.search import Hit, Results


def print_hits(console: Console, labels: Labels, hits: Sequence[Hit], results: Results, total: int) -> None:
    """Hits with the words that answered marked, and for each a line of its text that shows why it is there."""
    if not hits:
        console.print("No records.")
        return
    style = ThemeStyles(labels)
    for typed, meant in results.corrections.items():
        console.print(to_text(f"showing results for {', '.join(meant)} instead of {typed!r}", "dim"))
    widest = max(cell_len(hit.record.id) for hit in hits)
    stacked = console.width < widest + GAP + NARROWEST_TITLE
    for hit in hits:
        record = hit.record
        titles = [match for match in hit.matches if match.field == "title"]
        heading = _marked(console, titles[0]) if titles else to_text(record.title, "bold")
        theme = labels.theme(record.theme)
        width = console.width - (GAP if stacked else widest + GAP)
        body: list[RenderableType] = [heading]
        reason = _reason(console, hit, width)
        if reason:
            body.append(reason)
        body.append(to_text(" · ".join(filter(None, (theme, record.period))), "dim"))
        id_ = to_text(record.id, style.cell(record, "id"))
        if stacked:
            console.print(id_)
            console.print(Padding(Group(*body), (0, 0, 0, GAP)))
            continue
        grid = Table.grid(padding=(0, GAP, 0, 0))
        grid.add_column(no_wrap=True, min_width=widest)
        grid.add_column(overflow="fold")
        grid.add_row(id_, Group(*body))
        console.print(grid)
    console.print(Text(f"\n{list_footer(len(hits), len(results.hits), total)}", "dim"))


def _reason(console: Console, hit: Hit, width: int) -> Text | None:
    """One line that explains a hit."""
    match = best_match(hit.matches)
    if match is None:
        return None
    label = "" if match.field == "summary" else f"{_LABELS.get(match.field, match.field)}: "
    return Text.assemble((label, "dim"), _mark(console, snippet(match, max(width - len(label), NARROWEST_TITLE))))


_LABELS = {
    "aliases": "also called",
    "partners": "partner",
    "people": "person",
    "countries": "country",
    "regions": "region",
    "languages": "language",
    "figures": "figure",
    "keywords": "keyword",
    "start": "from",
    "end": "to",
}


def _marked(console: Console, match: Match) -> Text:
    text = _mark(console, match)
    text.stylize_before("bold")
    return text


def _mark(console: Console, match: Match) -> Text:
    """A text with its spans highlighted; in brackets if the terminal has no styles."""
    marked = Text()
    bounds = [0, *(offset for span in match.spans for offset in span), len(match.text)]
    for number, (start, end) in enumerate(pairwise(bounds)):
        piece = printable(match.text[start:end])
        if number % 2 and console.color_system is None:
            piece = f"[{piece}]"
        marked.append(piece, "bold underline" if number % 2 else "")
    return marked
