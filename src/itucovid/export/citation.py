"""Citations of records.

A record is cited as a part of the source document: the part is named by its heading and number in the document. The
title and the summary of a record are the dataset's own words; a citation gives them only as such. Where there is but
one field for a title, that of the record follows in square brackets, which mark what is supplied (ISO 690, APA).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.dates import format_date
from itucovid.export.markdown import escape as escape_markdown
from itucovid.export.markdown import link_address
from itucovid.export.provenance import dataset_edition
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from itucovid.dates import PartialDate
    from itucovid.export import Export
    from itucovid.fields import Labels
    from itucovid.model import Initiative


class Citation(NamedTuple):
    """The bibliographic data of a record; every text is a single line.

    Without a source document, it is the data of the record as a part of the dataset.

    Attributes:
        id: the id of the record.
        title: the heading and number of the record in the document, and its own title: "Health, item 2 [Be well]".
        container_title: the title of the document.
        author: the author of the document, in full.
        publisher: the publisher of the document.
        date: the date of the document.
        url: the address of the document.
        language: the code of the document's language.
        origin: the dataset and the title of the record in it: "as summarised in the dataset ...".
        abstract: the summary of the record, followed by the dataset's note in brackets.
    """

    id: str
    title: str
    container_title: str | None
    author: str | None
    publisher: str | None
    date: PartialDate | None
    url: str | None
    language: str | None
    origin: str | None
    abstract: str

    @property
    def date_parts(self) -> tuple[int, ...]:
        """Year, month and day, as far as they are known."""
        return tuple(map(int, self.date.split("-"))) if self.date else ()

    @property
    def note(self) -> str | None:
        """The origin, as a sentence."""
        return self.origin and f"{self.origin[0].upper()}{self.origin[1:]}."


def citations(export: Export) -> Iterator[Citation]:
    """One citation per record."""
    labels = export.labels
    document, info = labels.document, labels.info
    for record in export.records:
        if document:
            source = {
                "title": f"{labels.place(record)} [{record.title}]",
                "container_title": document.title,
                "author": document.author or document.publisher,
                "publisher": document.publisher,
                "url": document.source,
                "origin": _origin(labels, record, "“{}”".format),
            }
        else:
            source = {"title": record.title, "container_title": info.title, "author": info.maintainer}
        texts = {name: printable(text) for name, text in source.items() if text}
        yield Citation(
            id=record.id,
            title=texts["title"],
            container_title=texts.get("container_title"),
            author=texts.get("author"),
            publisher=texts.get("publisher"),
            date=document.date if document else info.date,
            url=texts.get("url"),
            language=document.language if document else info.language,
            origin=texts.get("origin"),
            abstract=printable(_abstract(record, info.note)),
        )


def cite(labels: Labels, record: Initiative, *, markdown: bool = False) -> str:
    """Cite a record in one line: the document, the record's place in it, its address, and the dataset.

    Args:
        labels: the names of the dataset.
        record: the record.
        markdown: whether the line is Markdown rather than plain text.
    """
    escape = escape_markdown if markdown else printable

    def quote(text: str) -> str:
        return f'"{escape(text)}"'

    document = labels.document
    if document is None:
        return f"{quote(record.title)} in {_dataset(labels, quote)}"
    author = escape(document.author or document.publisher or "")
    title = f"*{escape(document.title)}*" if markdown else escape(document.title)
    parts = [
        f"{author}: {title}" if author else title,
        format_date(document.date) if document.date else "",
        quote(labels.heading(record)),
        f"item {record.item}" if record.item else "",
        (link_address(document.source) if markdown else document.source) if document.source else "",
    ]
    return f"{', '.join(filter(None, parts))} ({_origin(labels, record, quote)})"


def _origin(labels: Labels, record: Initiative, quote: Callable[[str], str]) -> str:
    verb = "summarised" if record.summary else "listed"
    return f"as {verb} in {_dataset(labels, quote)}, record {quote(record.title)}"


def _dataset(labels: Labels, quote: Callable[[str], str]) -> str:
    title = labels.info.title
    return dataset_edition(labels.info, f"the dataset {quote(title)}" if title else "a dataset")


def _abstract(record: Initiative, note: str | None) -> str:
    if record.summary and note:
        return f"{record.summary} [{note}]"
    return record.summary or ""
