"""The bibliographic data of a record: it is cited as a part of the source document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.export.provenance import generator_info
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.dates import PartialDate
    from itucovid.export import Export


class Citation(NamedTuple):
    """The bibliographic data of a record; every text is a single line.

    Attributes:
        id: the id of the record.
        title: the title of the record.
        container_title: the title of the document.
        author: the publisher of the document, which is also its author.
        date: the date of the document.
        url: the address of the document.
        language: the code of the document's language.
        place: the heading and number of the record in the document.
        abstract: the summary of the record.
        keywords: the keywords of the record.
        database: the dataset and the tool that the citation comes from.
    """

    id: str
    title: str
    container_title: str | None
    author: str | None
    date: PartialDate | None
    url: str | None
    language: str | None
    place: str
    abstract: str
    keywords: tuple[str, ...]
    database: str

    @property
    def date_parts(self) -> tuple[int, ...]:
        """Year, month and day, as far as they are known."""
        return tuple(map(int, self.date.split("-"))) if self.date else ()


def citations(export: Export) -> Iterator[Citation]:
    """One citation per record."""
    document = export.dataset.document
    database = printable("; ".join(f"{label}: {value}" for label, value in generator_info(export).items()))
    for record in export.records:
        yield Citation(
            id=record.id,
            title=printable(record.title),
            container_title=printable(document.title) if document else None,
            author=printable(document.publisher) if document and document.publisher else None,
            date=document.date if document else None,
            url=document.source if document else None,
            language=document.language if document else None,
            place=printable(export.labels.place(record)),
            abstract=printable(record.summary),
            keywords=tuple(map(printable, record.keywords)),
            database=database,
        )
