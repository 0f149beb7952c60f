"""The hits of a search, with the matching words highlighted."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from itucovid.search.highlight import Match, best_match, snippet
from itucovid.search.index import FIELD_LABELS
from itucovid.terminal.console import (
    GAP,
    MIN_TITLE_WIDTH,
    ThemeStyles,
    join_parts,
    list_footer,
    period,
    print_footer,
    print_indented,
    to_text,
)
from itucovid.terminal.wrapping import Wrapped
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from itucovid.fields import Labels
    from itucovid.search import Hit, Results


_MIN_EXCERPT_WIDTH = 40
"""An excerpt beside an id gets at least this width."""


def print_hits(console: Console, labels: Labels, hits: Sequence[Hit], results: Results, total: int) -> None:
    """Print hits: for each its title, an excerpt of the text that explains it best, its theme and dates.

    `total` is the number of records in the dataset.
    """
    if not hits:
        console.print("No records.")
        return
    for word in results.guesses:
        console.print(to_text(word.note, "dim"))
    id_width = max(to_text(hit.record.id).cell_len for hit in hits)
    has_columns = console.width >= id_width + GAP + _MIN_EXCERPT_WIDTH
    width = console.width - GAP - (id_width if has_columns else 0)
    for hit in hits:
        id_ = to_text(hit.record.id)
        body = _body(console, labels, hit, width)
        if has_columns:
            grid = Table.grid(padding=(0, GAP, 0, 0))
            grid.add_column(no_wrap=True, min_width=id_width)
            grid.add_column(overflow="fold")
            grid.add_row(id_, Group(*body))
            console.print(grid)
        else:
            print_indented(console, id_, *body)
    print_footer(console, list_footer(len(hits), len(results), total))


def _body(console: Console, labels: Labels, hit: Hit, width: int) -> list[Text]:
    """What is printed of a hit besides its id."""
    record = hit.record
    title = labels.title(record)
    in_title = next((match for match in hit.matches if match.text == title), Match("title", title, ()))
    heading = _highlight(console, in_title)
    heading.stylize_before("bold")
    body = [heading]
    if match := best_match(hit.matches, title):
        name = "" if match.field == "summary" else f"{FIELD_LABELS.get(match.field, match.field)}: "
        excerpt = snippet(match, max(width - len(name), MIN_TITLE_WIDTH))
        body.append(Text.assemble((name, "dim"), _highlight(console, excerpt)))
    theme = to_text(labels.theme(record.theme), ThemeStyles(labels).theme(record.theme))
    dates = to_text(period(labels, record), "dim")
    return [Wrapped().append_text(line) for line in (*body, join_parts(theme, dates))]


def _highlight(console: Console, match: Match) -> Text:
    """A text with its spans highlighted: in brackets if the terminal has no styles."""
    text = Text()
    offsets = [0, *(offset for span in match.spans for offset in span), len(match.text)]
    for number, (start, end) in enumerate(pairwise(offsets)):
        part = printable(match.text[start:end])
        if number % 2 == 0:
            text.append(part)
        elif console.color_system is None:
            text.append(f"[{part}]")
        else:
            text.append(part, "bold underline")
    return text
