"""A record as a reference manager has it: a part of the document, with its place there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.dates import format_date
from itucovid.export.markdown import escape as escape_markdown
from itucovid.export.provenance import generator_info
from itucovid.fields import Labels
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.dates import PartialDate
    from itucovid.export import Export
    from itucovid.model import Initiative


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
            abstract=printable(record.summary or ""),
            keywords=tuple(map(printable, record.keywords)),
            catalogue=catalogue,
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
