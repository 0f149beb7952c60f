"""A record as a reference manager has it: a part of the document, with its place there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.export.provenance import generator_info
from itucovid.fields import Labels
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.dates import PartialDate
    from itucovid.export import Export


class Citation(NamedTuple):
    """What a citation is made of; all text is on one line.

    `place` is where in the document the record stands, `catalogue` by what and which request it was made.
    """

    id: str
    title: str
    whole: str | None
    author: str | None
    date: PartialDate | None
    url: str | None
    language: str | None
    place: str
    abstract: str
    keywords: tuple[str, ...]
    catalogue: str

    @property
    def date_parts(self) -> tuple[int, ...]:
        """Year, month and day, as far as they are known."""
        return tuple(map(int, self.date.split("-"))) if self.date else ()


def citations(export: Export) -> Iterator[Citation]:
    """The citation of each record."""
    naming = Labels(export.dataset)
    document = export.dataset.document
    catalogue = printable("; ".join(f"{label}: {fact}" for label, fact in generator_info(export).items()))
    for record in export.records:
        place = naming.theme(record.theme) + (f", item {record.item}" if record.item else "")
        yield Citation(
            id=printable(record.id),
            title=printable(record.title),
            whole=printable(document.title) if document else None,
            author=printable(document.publisher) if document and document.publisher else None,
            date=document.date if document else None,
            url=document.source if document else None,
            language=document.language if document else None,
            place=printable(place),
            abstract=printable(record.summary),
            keywords=tuple(map(printable, record.keywords)),
            catalogue=catalogue,
        )
