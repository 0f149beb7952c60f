"""Markdown: a table (GitHub Flavored Markdown), or a document with one section per theme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from itucovid.export.provenance import citation, dataset_facts, generator_info, selection
from itucovid.fields import FIELDS, Detail, details, format_cell, rows
from itucovid.text import join_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.fields import Labels
    from itucovid.model import Initiative

_DEFAULT_FIELDS = tuple(
    FIELDS[name] for name in ("id", "title", "theme_title", "start", "end", "partner_names", "summary")
)
_KIND = Detail("Kind", lambda _, r: (r.kind,) if r.kind else ())
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPECIAL = re.compile(r"[\\`*_\[\]|~#$^{]|-(?=-)|\.(?=\.\.)|=(?==)|%(?=%)")
_SPECIAL_AT_START = re.compile(
    r"\A(?:(?=[-+=:])|table(?=:)|\(?(?:[0-9]+|[a-z]|[ivxlcdm]+)(?=[.)](?:\s|\Z)))", re.IGNORECASE
)
# Where addresses, names of users, numbers of issues and emoji are found in the text, whether it was escaped or not.
_LINKED = re.compile(r"@(?=\S)|\#(?=[0-9])|GH-(?=[0-9])|/(?=/)|:(?=[\w+\\-]+:)|www(?=\.)", re.IGNORECASE)
_EMPTY_COMMENT = "<!-- -->"
_OUTER_SPACE = re.compile(r"^\s+|\s+\Z")


def render_markdown(export: Export) -> Iterator[str]:
    """A table with one row per record, or with `long` a document."""
    return _document(export) if export.options.long else _table(export)


def _table(export: Export) -> Iterator[str]:
    fields = export.columns or _DEFAULT_FIELDS
    delimiter = export.options.cell_delimiter
    yield _row([escape(field.heading) for field in fields])
    yield _row(["---"] * len(fields))
    for row in rows(export.labels, export.records, fields):
        yield _row([escape(format_cell(cell, delimiter)) for cell in row])
    note = export.labels.note
    if note and FIELDS["summary"] in fields:
        yield f"\n{escape(note)}\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _document(export: Export) -> Iterator[str]:
    labels = export.labels
    yield from _head(export)
    by_theme: dict[str, list[Initiative]] = {}
    for record in export.records:
        by_theme.setdefault(record.theme, []).append(record)
    for theme, records in by_theme.items():
        yield f"\n## {escape(labels.theme(theme))}\n"
        for record in records:
            summary = f"{escape(record.summary)}\n\n" if record.summary else ""
            yield f"\n### {escape(labels.title(record))}\n\n{summary}"
            yield from _details(labels, record)
    yield "\n---\n"
    for label, value in (dataset_facts(labels) | generator_info(export)).items():
        yield f"\n{label}: {escape(value)}\n"


def _head(export: Export) -> Iterator[str]:
    labels = export.labels
    document, info = labels.document, labels.info
    title = info.title or (document.title if document else "Dataset")
    yield f"# {escape(title)}\n"
    if part := selection(export):
        yield f"\n{escape(part)}\n"
    if labels.note:
        yield f"\n{escape(labels.note)}\n"
    if document:
        address = f", {link_address(document.source)}" if document.source else ""
        yield f"\nSource: {escape(citation(document))}{address}\n"
        if document.introduction:
            yield f"\n{escape(document.introduction)}\n"


def _details(labels: Labels, record: Initiative) -> Iterator[str]:
    names, others = details(labels)[:2], details(labels)[2:]
    for detail in (*names, _KIND, *others):
        if values := [escape(value) for value in detail.values(labels, record) if value]:
            yield f"- {detail.label}: {join_values(values, '; ')}\n"
    for link in record.links:
        publisher = f" ({escape(link.publisher)})" if link.publisher else ""
        yield f"- [{escape(link.label)}](<{_destination(link.url)}>){publisher}\n"
    if source := labels.source(record):
        yield f"- Source: {escape(source)}\n"


def link_address(url: str) -> str:
    """Markdown that shows a web address as a link to it."""
    # Some readers decode entities in <url>, others do not.
    return f"[{escape(url)}](<{_destination(url)}>)" if "&" in url else f"<{url}>"


def _destination(url: str) -> str:
    """A web address as the destination of a link, between angle brackets."""
    return url.replace("\\", "\\\\").replace("&", "&amp;")


def escape(text: str) -> str:
    """Markdown that shows a text as it is, on one line, in the cell of a table, a heading or a paragraph.

    What is escaped has a meaning in CommonMark 0.31, GFM, the Markdown of pandoc or that of Obsidian. Empty comments
    divide what GitHub and other readers would make a link.
    """
    text = _CONTROL.sub("\ufffd", text)
    text = _SPECIAL.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    text = _SPECIAL_AT_START.sub(r"\g<0>\\", text)
    text = _LINKED.sub(rf"\g<0>{_EMPTY_COMMENT}", text)
    # White space at either end would be removed.
    text = _OUTER_SPACE.sub(lambda match: "".join(f"&#{ord(c)};" for c in match[0]), text)
    return text.replace("\r", "&#13;").replace("\t", "&#9;").replace("\n", "<br>")
