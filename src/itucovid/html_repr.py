"""HTML tables for notebooks. All text is escaped."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from itucovid.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_ROWS = 60
"""A table shows at most this many rows: a notebook with thousands of them opens slowly."""

_LEFT = 'style="text-align: left"'
_CELL = f'{_LEFT} dir="auto"'


def html_table(headings: Sequence[str], rows: Iterable[Sequence[str]], total: int, noun: str) -> str:
    """A table, with the number of rows below it.

    Args:
        headings: the column headings.
        rows: the first `MAX_ROWS` rows; the cells are HTML.
        total: how many rows there are.
        noun: what a row is ("record").
    """
    head = "".join(f"<th {_LEFT}>{heading}</th>" for heading in headings)
    body = "".join(f"<tr>{''.join(f'<td {_CELL}>{cell}</td>' for cell in row)}</tr>" for row in rows)
    size = plural(total, noun)
    size = f"the first {MAX_ROWS} of {size}" if total > MAX_ROWS else size
    return f"<div><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{size}</p></div>"


def html_facts(facts: Iterable[tuple[str, Sequence[str]]]) -> str:
    """A table with one row per label; its values are HTML, one per line."""
    rows = (
        f"<tr><th {_LEFT}>{html_text(label)}</th><td {_CELL}>{'<br>'.join(values)}</td></tr>" for label, values in facts
    )
    return f"<table>{''.join(rows)}</table>"


def html_text(value: object) -> str:
    """A value as HTML text; None is empty."""
    from html import escape  # takes longer to import than this module

    return "" if value is None else escape(printable(str(value)))


def html_link(label: str, url: str) -> str:
    """A link, or plain text if the address is not http or https."""
    if not url.startswith(("https://", "http://")):
        return html_text(f"{label}: {url}")
    return f'<a href="{html_text(url)}" rel="noopener noreferrer">{html_text(label)}</a>'


def html_highlight(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with some spans marked; a span is a pair of character offsets."""
    bounds = [0, *(offset for span in spans for offset in span), len(text)]
    parts = (html_text(text[start:end]) for start, end in pairwise(bounds))
    return "".join(f"<mark>{part}</mark>" if number % 2 else part for number, part in enumerate(parts))
