"""What the template of the page gets: the sections with their records, the filters and the timeline."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from itucovid.dates import format_date
from itucovid.export.html.chart import build_chart
from itucovid.export.provenance import citation, provenance
from itucovid.facets import FILTERS
from itucovid.fields import DETAILS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from itucovid.export import Export
    from itucovid.export.html.chart import Chart
    from itucovid.facets import Facet
    from itucovid.fields import Detail, Labels
    from itucovid.model import Document, Initiative, Theme

COLOURS = 12
"""The number of theme colours in page.css."""


class RecordView(NamedTuple):
    """A record: its details as pairs of label and values, the related records on the page, source and citation."""

    record: Initiative
    details: list[tuple[str, Sequence[str]]]
    related: list[Initiative]
    source: str
    citation: str


class Section(NamedTuple):
    """A theme with its records; its names are pairs of language code and name."""

    theme: Theme
    names: list[tuple[str, str]]
    records: list[RecordView]


class Option(NamedTuple):
    """A value of a filter, and the number of records with it."""

    value: str
    label: str
    records: int


class PageView(NamedTuple):
    """The page; `colours` are the numbers of the themes' colours, by id."""

    title: str
    byline: str
    document: Document | None
    sections: list[Section]
    filters: list[tuple[Facet, list[Option]]]
    chart: Chart | None
    colours: dict[str, int]
    provenance: dict[str, str]
    command_line: str

    @property
    def records(self) -> list[Initiative]:
        """The records, in the order of the page."""
        return [view.record for section in self.sections for view in section.records]


def page_view(export: Export) -> PageView:
    """The page of an export, its records grouped by theme."""
    document = export.dataset.document
    sections = _sections(export)
    records = [view.record for section in sections for view in section.records]
    return PageView(
        title=document.title if document else "Dataset",
        byline=_byline(document) if document else "",
        document=document,
        sections=sections,
        filters=[(facet, options) for facet in FILTERS.values() if (options := _options(export, facet, records))],
        chart=build_chart(records),
        colours={id_: number % COLOURS for number, id_ in enumerate(export.labels.themes)},
        provenance=provenance(export),
        command_line=export.command_line,
    )


def _byline(document: Document) -> str:
    return ", ".join(filter(None, (document.publisher, document.date and format_date(document.date))))


def _sections(export: Export) -> list[Section]:
    labels = export.labels
    by_id = {record.id: record for record in export.records}
    by_theme: dict[str, list[RecordView]] = {id_: [] for id_ in labels.themes}
    for record in export.records:
        view = RecordView(
            record=record,
            details=_details(labels, record),
            related=[by_id[id_] for id_ in record.related if id_ in by_id],
            source=labels.source(record),
            citation=_citation(labels, record),
        )
        by_theme[record.theme].append(view)
    themes = ((labels.themes[id_], views) for id_, views in by_theme.items())
    return [Section(theme, _translations(theme), views) for theme, views in themes if views]


def _translations(theme: Theme) -> list[tuple[str, str]]:
    names = msgspec.structs.asdict(theme.names)
    return [(language, name) for language, name in names.items() if name and name != theme.title]


def _details(labels: Labels, record: Initiative) -> list[tuple[str, Sequence[str]]]:
    # The dates are above the title.
    shown = (detail for detail in DETAILS if detail.label != "When")
    return [(detail.label, lines) for detail in shown if (lines := _lines(detail, detail.values(labels, record)))]


def _lines(detail: Detail, values: Sequence[str]) -> Sequence[str]:
    if detail.separator == "\n":
        return values
    return [detail.separator.join(values)] if values else ()


def _citation(labels: Labels, record: Initiative) -> str:
    """A record as a part of the source document."""
    document = labels.document
    parts = (citation(document), labels.place(record)) if document else (labels.place(record),)
    text = f"“{record.title}”, in {', '.join(parts)}."
    return f"{text} {document.source}" if document and document.source else text


def _options(export: Export, facet: Facet, records: Sequence[Initiative]) -> list[Option]:
    """The values that records have: of a list, such as the partners, by label, others in the order of the dataset."""
    counts = Counter(chain.from_iterable(map(facet.filter_values, records)))
    options = [
        Option(value, facet.label(export.labels, value), counts[value])
        for value in facet.aliases(export.dataset)
        if counts[value]
    ]
    return sorted(options, key=lambda option: option.label.casefold()) if facet.multi_valued else options
