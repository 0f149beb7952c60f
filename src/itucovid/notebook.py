"""How records show themselves to a person in Python: a line in an interpreter, an HTML table in a notebook.

All text of a dataset is escaped, so that nothing in it is ever HTML.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from itucovid.dates import day, period
from itucovid.fields import TABLE_FIELDS, Naming
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from itucovid.model import Dataset, Initiative
    from itucovid.search import Hit, Results

MOST_ROWS = 60
"""What a table shows at most; a notebook with thousands of rows is slow to open."""


def line_of_dataset(dataset: Dataset) -> str:
    """A dataset on one line: how much there is in it, and where it is from."""
    themes = {record.theme for record in dataset.initiatives}
    size = f"{_number_of(len(dataset.initiatives), 'record')} in {_number_of(len(themes), 'theme')}"
    document = dataset.document
    parts = [document.publisher or document.title, document.date and day(document.date)] if document else []
    return f"<Dataset: {printable(', '.join(filter(None, (size, *parts))))}>"


def line_of_record(record: Initiative) -> str:
    """A record on one line."""
    return f"<Initiative {record.id!r}: {printable(record.title)}>"


def line_of_hit(hit: Hit) -> str:
    """A hit on one line."""
    return f"<Hit {hit.record.id!r}, score {hit.score}>"


def line_of_results(results: Results) -> str:
    """What a search found, on one line, the best by their ids."""
    best = ", ".join(repr(hit.record.id) for hit in results.hits[:_NAMED])
    more = ", …" if len(results.hits) > _NAMED else ""
    return f"<Results: {_number_of(len(results.hits), 'hit')}{': ' if best else ''}{best}{more}>"


_NAMED = 5


def html_of_dataset(dataset: Dataset) -> str:
    """A table of the records."""
    naming = Naming(dataset)
    rows = (
        (_text(r.id), _text(naming.theme(r.theme)), _text(r.start), _text(r.title))
        for r in dataset.initiatives[:MOST_ROWS]
    )
    return _table(("Id", "Theme", "Start", "Title"), rows, len(dataset.initiatives), "record")


def html_of_results(results: Results) -> str:
    """A table of the hits, each with the words that answered marked."""
    rows = (
        (_text(hit.record.id), _text(f"{hit.score:.1f}"), _text(hit.record.title), _reason(hit))
        for hit in results.hits[:MOST_ROWS]
    )
    return _table(("Id", "Score", "Title", "Why"), rows, len(results.hits), "hit")


def html_of_record(record: Initiative) -> str:
    """All fields of a record that have a value, ids and codes as they are."""
    rows: list[tuple[str, str]] = [("Theme", _text(record.theme))]
    if when := period(record):
        rows.append(("When", _text(when)))
    rows += [
        (field.heading, "<br>".join(map(_text, values)))
        for field in TABLE_FIELDS
        if field.name in _LISTS and (values := getattr(record, field.name))
    ]
    if record.figures:
        rows.append(("Figures", "<br>".join(_text(figure) for figure in record.figures)))
    if record.links:
        rows.append(("Links", "<br>".join(_link(link.label, link.url) for link in record.links)))
    body = "".join(
        f'<tr><th style="text-align: left">{_text(label)}</th><td {_CELL}>{c}</td></tr>' for label, c in rows
    )
    kind = f" <em>{_text(record.kind)}</em>" if record.kind else ""
    return (
        f"<div><p><strong>{_text(record.title)}</strong> <code>{_text(record.id)}</code>{kind}</p>"
        f"<p>{_text(record.summary)}</p><table>{body}</table></div>"
    )


_LISTS = ("aliases", "partners", "people", "countries", "regions", "languages", "keywords", "related")
_CELL = 'style="text-align: left" dir="auto"'


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], total: int, name: str) -> str:
    """A table of cells that are HTML already, and below it how many there are in all."""
    head = "".join(f'<th style="text-align: left">{heading}</th>' for heading in headings)
    body = "".join(f"<tr>{''.join(f'<td {_CELL}>{cell}</td>' for cell in row)}</tr>" for row in rows)
    size = _number_of(total, name)
    size = f"the first {MOST_ROWS} of {size}" if total > MOST_ROWS else size
    return f"<div><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{size}</p></div>"


def _reason(hit: Hit) -> str:
    """The passage, other than the title, that answers most of the query."""
    others = [match for match in hit.matches if match.field not in ("title", "id")]
    if not others:
        return ""
    best = max(
        others, key=lambda match: (len({match.text[a:b].casefold() for a, b in match.spans}), match.field == "summary")
    )
    return _marked(best.text, best.spans)


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    return "".join(_marked_parts(text, spans))


def _marked_parts(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    ends = [0, *(offset for span in spans for offset in span), len(text)]
    for number, (start, end) in enumerate(pairwise(ends)):
        part = _text(text[start:end])
        yield f"<mark>{part}</mark>" if number % 2 else part


def _link(label: str, url: str) -> str:
    # A record made in Python has been through no check of its addresses.
    if not url.startswith(("https://", "http://")):
        return _text(f"{label}: {url}")
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{_text(label)}</a>'


def _number_of(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _text(value: object) -> str:
    return "" if value is None else escape(printable(str(value)))
