"""HTML: the register as one page that works from a disk, with a search of its own and without a request to anywhere.

The page's parts stand in `page/`: its markup (a Jinja template, which escapes all text of the dataset), its styles, and
its script, which finds as `itucovid.search` does, with the tables of rules of this package.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from itucovid import search, text
from itucovid.dates import format_date
from itucovid.export.provenance import citation, provenance
from itucovid.fields import Labels
from itucovid.search import index, matching, query, scoring
from itucovid.timeline import build_timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from itucovid.export import Export
    from itucovid.model import DatasetFile, Initiative, Link, Names, Theme
    from itucovid.timeline import Bar

_PARTS = Path(__file__).parent
_SCRIPTS = ("text.js", "search.js", "page.js")
_COLOURS = 12


def render_html(export: Export) -> Iterator[str]:
    """A page with all records of the export, grouped by theme."""
    naming = Labels(export.dataset)
    document = export.dataset.document
    sections = _sections(naming, export)
    records = [entry.record for section in sections for entry in section.entries]
    environment = Environment(
        loader=FileSystemLoader(_PARTS), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["digest"] = _digest
    script = "\n".join(_part(name) for name in _SCRIPTS)
    yield from environment.get_template("page.html").generate(
        title=document.title if document else "Register",
        byline=document and ", ".join(filter(None, (document.publisher, document.date and format_date(document.date)))),
        document=document,
        provenance=provenance(export),
        facets=_facets(naming, records),
        sections=sections,
        timeline=_timeline(sections),
        total=len(records),
        counted=lambda number, name: f"{number} {name}{'' if number == 1 else 's'}",
        style=_part("page.css"),
        script=f"{_OPENING}{script}",
        data=_json(_data(export.dataset, naming, records)),
    )


_OPENING = 'const data = JSON.parse(document.getElementById("page:data").textContent);\nconst { rules } = data;\n\n'


def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


def _digest(source: str) -> str:
    """What a Content-Security-Policy allows just this script or style by (CSP Level 3, 2.3.1)."""
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"


def _json(value: Any) -> str:
    """JSON in which nothing can end the element that it stands in."""
    return msgspec.json.encode(value).decode().replace("<", "\\u003c")


class _Entry(NamedTuple):
    """A record as the page shows it."""

    record: Initiative
    when: str
    facts: list[tuple[str, Sequence[str]]]
    links: list[_Link]
    related: list[Initiative]
    source: str
    citation: str


class _Link(NamedTuple):
    """A link; a record made in Python has been through no check of its addresses."""

    label: str
    url: str
    publisher: str | None
    is_safe: bool


class _Section(NamedTuple):
    """A theme with its records; `number` is the place of its colour."""

    theme: Theme
    number: int
    names: list[tuple[str, str]]
    entries: list[_Entry]


def _sections(naming: Labels, export: Export) -> list[_Section]:
    present = {record.id: record for record in export.records}
    of_theme: dict[str, list[_Entry]] = {id_: [] for id_ in naming.themes}
    for record in export.records:
        of_theme[record.theme].append(_entry(naming, record, present))
    sections = []
    for number, (id_, entries) in enumerate(of_theme.items()):
        theme = naming.themes[id_]
        names = [
            (language, name)
            for language, name in msgspec.structs.asdict(theme.names).items()
            if name and name != theme.title
        ]
        if entries:
            sections.append(_Section(theme, number % _COLOURS, names, entries))
    return sections


def _entry(naming: Labels, record: Initiative, present: dict[str, Initiative]) -> _Entry:
    facts: dict[str, Iterable[str]] = {
        "Also called": ["; ".join(record.aliases)],
        "Partners": ["; ".join(map(naming.organisation, record.partners))],
        "People": [", ".join(record.people)],
        "Countries": [", ".join(map(naming.country, record.countries))],
        "Regions": [", ".join(record.regions)],
        "Languages": [", ".join(map(naming.language, record.languages))],
        "Figures": map(str, record.figures),
    }
    source = naming.source(record)
    return _Entry(
        record=record,
        when=record.period,
        facts=[(label, kept) for label, values in facts.items() if (kept := [*filter(None, values)])],
        links=[_link(link) for link in record.links],
        related=[present[id_] for id_ in record.related if id_ in present],
        source=source,
        citation=_citation(naming, record),
    )


def _link(link: Link) -> _Link:
    return _Link(link.label, link.url, link.publisher, link.url.startswith(("https://", "http://")))


def _citation(naming: Labels, record: Initiative) -> str:
    """How to cite a record: as a part of the document, with its place in it."""
    document = naming.document
    place = f"{naming.theme(record.theme)}, item {record.item}" if record.item else naming.theme(record.theme)
    whole = (citation(document), place) if document else (place,)
    address = document and document.source
    return f"“{record.title}”, in {', '.join(whole)}.{f' {address}' if address else ''}"


class _Drawing(NamedTuple):
    """The timeline, its lengths in per cent of its width; `span` says from when to when it goes."""

    span: str
    bars: list[_Bar]
    ticks: list[_Mark]


class _Bar(NamedTuple):
    """A dated record: `number` is its theme's colour; `vague` says that its days are not known."""

    record: Initiative
    number: int
    when: str
    at: float
    width: float
    vague: bool
    label: _Label | None


class _Label(NamedTuple):
    """Where a bar's dates stand, if there is room for them beside it."""

    at: float
    offset: int
    anchor: str


class _Mark(NamedTuple):
    """A tick of the axis; a minor one is for wide screens only."""

    at: float
    label: str
    anchor: str
    minor: bool


class _Option(NamedTuple):
    value: str
    name: str
    records: int


class _Facet(NamedTuple):
    """A filter: its name in the address, which is the option's on the command line, and its values."""

    name: str
    label: str
    options: list[_Option]


def _values(record: Initiative) -> dict[str, Sequence[str]]:
    """The values of a record for each filter, as `itucovid.filters` has them, each once."""
    return {
        "theme": (record.theme,),
        "kind": (record.kind,) if record.kind else (),
        "partner": tuple(dict.fromkeys(record.partners)),
        "country": tuple(dict.fromkeys(record.countries + record.regions)),
    }


def _facets(naming: Labels, records: Sequence[Initiative]) -> list[_Facet]:
    themes, kinds = list(naming.themes), list(naming.kinds)
    shapes: dict[str, tuple[str, Any, Any]] = {
        "theme": ("Theme", naming.theme, themes.index),
        "kind": ("Kind", str, kinds.index),
        "partner": ("Partner", naming.organisation, lambda value: naming.organisation(value).casefold()),
        "country": ("Country or region", naming.country, lambda value: naming.country(value).casefold()),
    }
    counts: dict[str, dict[str, int]] = {name: {} for name in shapes}
    for record in records:
        for name, values in _values(record).items():
            for value in values:
                counts[name][value] = counts[name].get(value, 0) + 1
    return [
        _Facet(
            name,
            label,
            [_Option(value, named(value), counts[name][value]) for value in sorted(counts[name], key=order)],
        )
        for name, (label, named, order) in shapes.items()
    ]


def _data(dataset: DatasetFile, naming: Labels, records: Sequence[Initiative]) -> dict[str, Any]:
    """What the script works with: the rules, the texts that records can be found by, and each one's values."""
    fields = list(scoring.FIELD_BOOSTS)
    places: dict[tuple[str, str], int] = {}
    texts: list[list[str]] = []
    found: list[list[tuple[int, int]]] = []
    for record in records:
        found.append([])
        for field, value in index.searchable_values(record):
            # These stand on the page, and the script reads them there.
            if field in ("title", "summary"):
                continue
            if (field, value) not in places:
                places[field, value] = len(texts)
                texts.append([*index.texts_for(naming, field, value)])
            found[-1].append((fields.index(field), places[field, value]))
    return {
        "rules": _rules(dataset, fields),
        "texts": texts,
        "records": found,
        "facets": [_values(record) for record in records],
        "tongues": _tongues(dataset),
    }


def _tongues(dataset: DatasetFile) -> dict[str, str]:
    """The language of each name that is not in the page's own too (WCAG 2.2, 3.1.2)."""
    named: list[tuple[str, Names]] = [
        *((theme.title, theme.names) for theme in dataset.themes),
        *((body.name, body.names) for body in dataset.organisations),
        *((place.name, place.names) for place in dataset.countries.values()),
    ]
    return {
        name: language
        for own, names in named
        for language, name in msgspec.structs.asdict(names).items()
        if name and name not in (own, names.en)
    }


def _rules(dataset: DatasetFile, fields: list[str]) -> dict[str, Any]:
    """The tables and measures of the search, so that they are in one place only."""
    return {
        "title": fields.index("title"),
        "summary": fields.index("summary"),
        "labels": [_LABELS.get(field, field.capitalize()) for field in fields],
        "weights": [*scoring.FIELD_BOOSTS.values()],
        "cuts": [index.FIELD_SEPARATORS.get(field) for field in fields],
        "spoken": [int(bool(matching.EXCLUDABLE_FIELDS & index.FIELD_MASKS[field])) for field in fields],
        "given": sorted(index.corpus_stems(Labels(dataset))),
        "pronouns": sorted(index.AMBIGUOUS_ACRONYMS),
        "stopwords": sorted(query.STOPWORDS),
        "elisions": sorted(query.ELISIONS),
        "longestQuery": query.MAX_TERMS,
        "longestWord": query.MAX_TERM_LENGTH,
        "longestCompound": text.MAX_COMPOUND_PARTS,
        "variants": {chr(code): letters for code, letters in text.LETTER_VARIANTS.items()},
        "spellings": text.SPELLINGS,
        "stemmedFrom": text.MIN_STEM_LENGTH,
        "same": matching.EXACT,
        "sameStem": matching.STEM,
        "joined": matching.COMPOUND,
        "beginning": (matching.PREFIX, matching.PREFIX_BONUS),
        "beginningFrom": matching.MIN_PREFIX_LENGTH,
        "oneTypo": matching.ONE_TYPO,
        "oneTypoFrom": matching.MIN_LENGTH_FOR_ONE_TYPO,
        "twoTypos": matching.TWO_TYPOS,
        "twoTyposFrom": matching.MIN_LENGTH_FOR_TWO_TYPOS,
        "secondField": scoring.EXTRA_FIELD_BONUS,
        "together": scoring.SPLIT_FIELDS_PENALTY,
        "commonShare": search.MAX_DOCUMENT_FREQUENCY,
        "commonFromRecords": search.MIN_RECORDS_FOR_COMMON_TERMS,
        "nearEnough": matching.MIN_SIMILARITY,
    }


_LABELS = {
    "id": "Id",
    "aliases": "Also called",
    "partners": "Partner",
    "people": "Person",
    "countries": "Country",
    "regions": "Region",
    "languages": "Language",
    "keywords": "Keyword",
    "figures": "Figure",
}


def _timeline(sections: Sequence[_Section]) -> _Drawing | None:
    """The dated records by their beginning; None where there are none, or too many for a drawing."""
    drawn = build_timeline(entry.record for section in sections for entry in section.entries)
    if drawn is None or len(drawn.bars) > _MOST_BARS:
        return None
    numbers = {section.theme.id: section.number for section in sections}
    bars = [
        _Bar(
            record=bar.record,
            number=numbers[bar.record.theme],
            when=bar.record.period,
            at=round(100 * bar.begin, 2),
            width=round(100 * (bar.end - bar.begin), 2),
            vague=not bar.exact,
            label=_beside(bar),
        )
        for bar in drawn.bars
    ]
    few = {tick.at for tick in drawn.ticks(_FEW_TICKS)}
    marks = [_Mark(round(100 * t.at, 2), t.label, _anchor(t.at), t.at not in few) for t in drawn.ticks(_MANY_TICKS)]
    first, last = (format_date(date.isoformat()[: len("2020-01")]) for date in (drawn.first, drawn.last))
    return _Drawing(first if first == last else f"{first} to {last}", bars, marks)


def _beside(bar: Bar) -> _Label | None:
    """The dates go on the right of a bar, or else on its left."""
    room = len(bar.record.period) * _LETTER
    if bar.end <= 1 - room:
        return _Label(round(100 * bar.end, 2), _OFFSET, "start")
    return _Label(round(100 * bar.begin, 2), -_OFFSET, "end") if bar.begin >= room else None


def _anchor(at: float) -> str:
    """Which end of a label stands at its tick, so that it does not leave the drawing."""
    return "start" if at < _EDGE else "end" if at > 1 - _EDGE else "middle"


_MOST_BARS = 300
_FEW_TICKS = 5
_MANY_TICKS = 13
_EDGE = 0.03
# What a letter of a label takes of a telephone's width, and the label's distance from the bar in pixels.
_LETTER = 0.027
_OFFSET = 8
