"""The bibliographic data of a record: it is cited as a part of the source document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.dates import format_date
from itucovid.export.markdown import escape as escape_markdown
from itucovid.export.provenance import generator_info
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.dates import PartialDate
    from itucovid.export import Export
    from itucovid.fields import Labels
    from itucovid.model import Initiative


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
            abstract=printable(record.summary or ""),
            keywords=tuple(map(printable, record.keywords)),
            database=database,
        )


def cite(labels: Labels, record: Initiative, *, markdown: bool = False) -> str:
    """Cite a record in one line: the document, the record's place in it, its address, and the dataset.

    Args:
        labels: the names of the dataset.
        record: the record.
        markdown: whether the line is Markdown rather than plain text.
    """
    escape = escape_markdown if markdown else printable
    document = labels.document
    dataset = ", ".join(filter(None, [f'"{escape(record.title)}"', *map(escape, _dataset_parts(labels))]))
    if document is None:
        return dataset
    title = f"*{escape(document.title)}*" if markdown else escape(document.title)
    place = f'"{escape(labels.theme(record.theme))}"' + (f", item {record.item}" if record.item else "")
    parts = [
        escape(document.author or document.publisher or ""),
        title,
        format_date(document.date) if document.date else "",
        place,
        (f"<{document.source}>" if markdown else document.source) if document.source else "",
    ]
    return f"{', '.join(filter(None, parts))} (as summarised in {dataset})"


def _dataset_parts(labels: Labels) -> tuple[str, ...]:
    """The title, version and date of the dataset, as far as they are known."""
    info = labels.info
    return (
        info.title or "itucovid dataset",
        f"version {info.version}" if info.version else "",
        format_date(info.date) if info.date else "",
    )
