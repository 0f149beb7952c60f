"""What the template of the page gets: the sections with their records, the filters and the timeline."""

from __future__ import annotations

from operator import methodcaller
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from itucovid.dates import format_date
from itucovid.export.citation import cite
from itucovid.export.html.chart import build_chart
from itucovid.export.html.filters import build_filters
from itucovid.export.html.names import RIGHT_TO_LEFT, Name, translate
from itucovid.export.provenance import citation, provenance, selection
from itucovid.fields import details
from itucovid.text import join_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from itucovid.export import Export
    from itucovid.export.html.chart import Chart
    from itucovid.export.html.filters import Filter
    from itucovid.fields import Detail, Labels
    from itucovid.model import Document, Initiative, Theme

# The margins of a line and the short last line of a paragraph take as much space as this many letters; so do the dates,
# the source and the buttons of a record. Measured with the bundled dataset, at widths of 360 to 1440 pixels.
_LETTERS_PER_LINE = 40
_LETTERS_PER_RECORD = 360
_PART_SIZE = 50

COLOURS = 12
"""The number of theme colours in page.css."""


class RecordView(NamedTuple):
    """A record: its dates, its details as pairs of label and values, the related records, source and citation."""

    record: Initiative
    when: str
    details: list[tuple[str, Sequence[Name]]]
    related: list[Initiative]
    source: str
    citation: str

    @property
    def length(self) -> int:
        """The length of its text, in hundreds of letters, from which page.css estimates its height."""
        lines = [line.text for _, values in self.details for line in values]
        lines += [f"{link.label} ({link.publisher})" for link in self.record.links]
        lines += [other.title for other in self.related]
        text = len(self.record.title) + len(self.record.summary or "") + sum(map(len, lines))
        return round((text + _LETTERS_PER_LINE * len(lines) + _LETTERS_PER_RECORD) / 100)


class Part(NamedTuple):
    """Some consecutive records of a theme: browsers draw those parts of a long theme that are in view."""

    records: list[RecordView]

    @property
    def length(self) -> int:
        """The length of its records, with the space above each."""
        return sum(view.length for view in self.records) + len(self.records) // 2


class Section(NamedTuple):
    """A theme with its records; its names are pairs of language code and name."""

    theme: Theme
    names: list[tuple[str, str]]
    records: list[RecordView]

    @property
    def parts(self) -> list[Part]:
        """Its records in parts, the last of which may be shorter."""
        return [Part(self.records[start : start + _PART_SIZE]) for start in range(0, len(self.records), _PART_SIZE)]

    @property
    def length(self) -> int:
        """The length of its records."""
        return sum(part.length for part in self.parts)


class PageView(NamedTuple):
    """The page.

    Attributes:
        title: the title of the dataset, or else of the document.
        language: the code of the language of the records.
        selection: what part of the dataset it is; empty if it is all of it.
        byline: the source document, or its publisher and date if the page has its title.
        statement: the note of the dataset, and what is translated; empty if there is neither.
        document: the source document.
        sections: the themes with their records.
        records: the records, in the order of the page.
        titles: their titles, by id.
        headings: the titles of the themes, by id.
        filters: the filters.
        chart: the timeline.
        has_dates: whether a record has a date.
        colours: the numbers of the themes' colours, by id.
        provenance: how the page was made, by label.
        command_line: the command that gives the same page.
    """

    title: str
    language: str
    selection: str
    byline: str
    statement: str
    document: Document | None
    sections: list[Section]
    records: list[Initiative]
    titles: dict[str, Name]
    headings: dict[str, Name]
    filters: list[Filter]
    chart: Chart | None
    has_dates: bool
    colours: dict[str, int]
    provenance: dict[str, str]
    command_line: str

    @property
    def lengths(self) -> list[int]:
        """The different lengths of its sections, their parts and records."""
        parts = [part for section in self.sections for part in section.parts]
        records = (view.length for part in parts for view in part.records)
        return sorted({*records, *(part.length for part in parts), *(section.length for section in self.sections)})

    @property
    def direction(self) -> str:
        """The direction of the language."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


def page_view(export: Export) -> PageView:
    """The page of an export, its records grouped by theme."""
    labels, document = export.labels, export.dataset.document
    title = labels.info.title or (document.title if document else "Dataset")
    sections = _sections(export)
    records = [view.record for section in sections for view in section.records]
    return PageView(
        title=title,
        language=labels.text_language or "en",
        selection=selection(export),
        byline=_byline(document, title) if document else "",
        statement=labels.note,
        document=document,
        sections=sections,
        records=records,
        titles={record.id: translate(labels, methodcaller("title", record)) for record in records},
        headings={id_: translate(labels, methodcaller("theme", id_)) for id_ in labels.themes},
        filters=build_filters(export.dataset, labels, records),
        chart=build_chart(labels, records),
        has_dates=any(record.interval for record in records),
        colours={id_: number % COLOURS for number, id_ in enumerate(labels.themes)},
        provenance=provenance(export),
        command_line=export.command_line,
    )


def _byline(document: Document, title: str) -> str:
    if title != document.title:
        return citation(document)
    return ", ".join(filter(None, (document.publisher, document.date and format_date(document.date))))


def _sections(export: Export) -> list[Section]:
    labels = export.labels
    by_id = {record.id: record for record in export.records}
    by_theme: dict[str, list[RecordView]] = {id_: [] for id_ in labels.themes}
    for record in export.records:
        view = RecordView(
            record=record,
            when=labels.when(record),
            details=_details(labels, record),
            related=[by_id[id_] for id_ in record.related if id_ in by_id],
            source=labels.source(record),
            citation=cite(labels, record),
        )
        by_theme[record.theme].append(view)
    themes = ((labels.themes[id_], views) for id_, views in by_theme.items())
    return [Section(theme, _translations(labels, theme), views) for theme, views in themes if views]


def _translations(labels: Labels, theme: Theme) -> list[tuple[str, str]]:
    """The names of a theme in other languages, each once."""
    by_name = {theme.title: labels.text_language or "en"}
    for language, name in msgspec.structs.asdict(theme.names).items():
        if name:
            by_name.setdefault(name, language)
    by_name.pop(labels.theme(theme.id))
    return [(language, name) for name, language in by_name.items()]


def _details(labels: Labels, record: Initiative) -> list[tuple[str, Sequence[Name]]]:
    # The dates are above the title.
    shown = (detail for detail in details(labels) if detail.label != "When")
    return [(detail.label, lines) for detail in shown if (lines := _lines(labels, detail, record))]


def _lines(labels: Labels, detail: Detail, record: Initiative) -> Sequence[Name]:
    if detail.separator == "\n":
        return [Name(value, "") for value in detail.values(labels, record) if value]
    line = translate(labels, lambda names: join_values([*filter(None, detail.values(names, record))], detail.separator))
    return [line] if line.text else ()
