"""Markdown: a table (GitHub Flavored Markdown), or a document with a section a theme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from itucovid.dates import format_date
from itucovid.export.provenance import generator_info
from itucovid.fields import FIELDS, Labels, format_cell, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.model import Document, Initiative

_DEFAULT_FIELDS = tuple(
    FIELDS[name] for name in ("id", "title", "theme_title", "start", "end", "partner_names", "summary")
)


def render_markdown(export: Export) -> Iterator[str]:
    """A table with a row a record; with `long`, a document."""
    return _document(export) if export.long else _table(export)


def _table(export: Export) -> Iterator[str]:
    fields = export.fields or _DEFAULT_FIELDS
    yield _row([escape(field.heading) for field in fields])
    yield _row(["---"] * len(fields))
    for row in rows(export.labels, export.records, fields):
        yield _row([escape(format_cell(cell, export.delimiter)) for cell in row])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _document(export: Export) -> Iterator[str]:
    naming = Labels(export.dataset)
    yield from _head(export.dataset.document)
    by_theme: dict[str, list[Initiative]] = {}
    for record in export.records:
        by_theme.setdefault(record.theme, []).append(record)
    for theme, records in by_theme.items():
        yield f"\n## {escape(naming.theme(theme))}\n"
        for record in records:
            yield f"\n### {escape(record.title)}\n\n{escape(record.summary or '')}\n\n"
            yield from _facts(naming, record)
            for link in record.links:
                publisher = f" ({escape(link.publisher)})" if link.publisher else ""
                yield f"- [{escape(link.label)}](<{_destination(link.url)}>){publisher}\n"
    yield "\n---\n"
    for label, fact in generator_info(export).items():
        yield f"\n{label}: {escape(fact)}\n"


def _head(document: Document | None) -> Iterator[str]:
    yield f"# {escape(document.title) if document else 'Register'}\n"
    if not document:
        return
    byline = ", ".join(filter(None, (document.publisher, document.date and format_date(document.date))))
    for paragraph in (byline, document.introduction or ""):
        if paragraph:
            yield f"\n{escape(paragraph)}\n"
    if document.source:
        yield f"\nSource: <{document.source}>\n"


def _facts(naming: Labels, record: Initiative) -> Iterator[str]:
    facts = {
        "Also called": record.aliases,
        "Kind": filter(None, [record.kind]),
        "When": filter(None, [record.period]),
        "Partners": map(naming.organisation, record.partners),
        "People": record.people,
        "Countries": map(naming.country, record.countries),
        "Regions": record.regions,
        "Languages": map(naming.language, record.languages),
        "Figures": map(str, record.figures),
    }
    for label, values in facts.items():
        if text := "; ".join(map(escape, values)):
            yield f"- {label}: {text}\n"


def _destination(url: str) -> str:
    """A web address as a link's destination between angle brackets."""
    return url.replace("\\", "\\\\").replace("&", "&amp;")


def escape(text: str) -> str:
    """The text as Markdown that shows just that text, on one line, be it in a table's cell, a heading or a paragraph.

    The characters are those to which CommonMark 0.31 and GFM's tables, strikethrough and autolinks give a meaning.
    """
    text = _UNSHOWABLE.sub("\ufffd", text)
    text = _ACTIVE.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    text = _AT_START.sub(r"\g<0>\\", text)
    # White space at either end would be trimmed, and a line end would end the cell.
    text = _OUTER_SPACE.sub(lambda match: "".join(f"&#{ord(c)};" for c in match[0]), text)
    return text.replace("\r", "&#13;").replace("\t", "&#9;").replace("\n", "<br>")


_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ACTIVE = re.compile(r"[\\`*_\[\]|~@#]|:(?=//|[\w+-]+:)|(?<=\bwww)\.", re.IGNORECASE)
_AT_START = re.compile(r"\A(?:(?=[-+=])|[0-9]+(?=[.)](?:\s|\Z)))")
_OUTER_SPACE = re.compile(r"^\s+|\s+\Z")
