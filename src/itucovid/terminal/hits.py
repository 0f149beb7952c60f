"""What a search has found, the words that answered marked."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from itucovid.dates import period
from itucovid.fields import Naming
from itucovid.terminal.parts import GAP, NARROWEST_TITLE, ThemeStyles, as_text, how_many
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType

    from itucovid.model import Dataset
    from itucovid.search import Hit, Match, Results


def show_hits(console: Console, dataset: Dataset, hits: Sequence[Hit], results: Results) -> None:
    """Hits with the words that answered marked, and for each a line of its text that shows why it is there."""
    if not hits:
        console.print("No records.")
        return
    style = ThemeStyles(dataset)
    naming = Naming(dataset)
    for typed, meant in results.corrections.items():
        console.print(as_text(f"for {typed!r}: {', '.join(meant)}", "dim"))
    widest = max(cell_len(hit.record.id) for hit in hits)
    stacked = console.width < widest + GAP + NARROWEST_TITLE
    for hit in hits:
        record = hit.record
        titles = [match for match in hit.matches if match.field == "title"]
        heading = _marked(console, titles[0]) if titles else as_text(record.title, "bold")
        theme = naming.theme(record.theme)
        width = console.width - (GAP if stacked else widest + GAP)
        body: list[RenderableType] = [heading]
        reason = _reason(console, hit, width)
        if reason:
            body.append(reason)
        body.append(as_text(" · ".join(filter(None, (theme, period(record)))), "dim"))
        id_ = as_text(record.id, style.of(record, "id"))
        if stacked:
            console.print(id_)
            console.print(Padding(Group(*body), (0, 0, 0, GAP)))
            continue
        grid = Table.grid(padding=(0, GAP, 0, 0))
        grid.add_column(no_wrap=True, min_width=widest)
        grid.add_column(overflow="fold")
        grid.add_row(id_, Group(*body))
        console.print(grid)
    console.print(Text(f"\n{how_many(len(hits), len(results.hits), len(dataset.initiatives))}", "dim"))


def _reason(console: Console, hit: Hit, width: int) -> Text | None:
    """One line that shows why a record is a hit: the passage, other than its title, with most of what was asked."""
    others = [match for match in hit.matches if match.field not in ("title", "id")]
    if not others:
        return None
    best = max(
        others, key=lambda match: (len({match.text[a:b].casefold() for a, b in match.spans}), match.field == "summary")
    )
    label = "" if best.field == "summary" else f"{_LABELS.get(best.field, best.field)}: "
    start, end = _window(best, max(width - len(label), NARROWEST_TITLE))
    spans = [(max(a, start) - start, min(b, end) - start) for a, b in best.spans if a < end and b > start]
    before, after = "… " if start else "", " …" if end < len(best.text) else ""
    text = _mark(console, best.text[start:end], spans)
    return Text.assemble((label, "dim"), before, text, after)


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


def _window(match: Match, width: int) -> tuple[int, int]:
    """The part of a passage, at most `width` characters and cut between words, that holds most of its spans."""
    text, spans = match.text, match.spans
    if len(text) <= width:
        return 0, len(text)
    room = max(width - 2 * len("… "), 1)

    def held(first: int) -> int:
        return len({text[a:b].casefold() for a, b in spans if spans[first][0] <= a and b <= spans[first][0] + room})

    first = max(range(len(spans)), key=lambda i: (held(i), -i))
    inside = [span for span in spans if spans[first][0] <= span[0] and span[1] <= spans[first][0] + room]
    middle = (spans[first][0] + (inside[-1][1] if inside else spans[first][1])) // 2
    start = max(0, min(middle - room // 2, len(text) - room))
    end = min(len(text), start + room)
    if start and (space := text.find(" ", start, spans[first][0] + 1)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", inside[-1][1] if inside else start, end + 1)) > start:
        end = space
    return start, end


def _marked(console: Console, match: Match) -> Text:
    text = _mark(console, match.text, match.spans)
    text.stylize_before("bold")
    return text


def _mark(console: Console, text: str, spans: Iterable[tuple[int, int]]) -> Text:
    """The text with the spans marked: by style, or by brackets where there are no styles."""
    marked = Text()
    ends = [0, *(offset for span in spans for offset in span), len(text)]
    for number, (start, end) in enumerate(pairwise(ends)):
        piece = printable(text[start:end])
        if number % 2 and console.color_system is None:
            piece = f"[{piece}]"
        marked.append(piece, "bold underline" if number % 2 else "")
    return marked
