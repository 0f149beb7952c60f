"""A dataset as tables of single values with references, for relational formats."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from itucovid import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from itucovid.export import Export
    from itucovid.fields import Labels, Scalar
    from itucovid.model import Country, Initiative, Names, Organisation, OwnField, Region, Theme


class Column(NamedTuple):
    """A column.

    Attributes:
        name: the name.
        type: "text", "integer" or "number".
        refers_to: the table to whose first column it refers.
        own: the declaration of the own field that it is.
    """

    name: str
    type: str = "text"
    refers_to: str | None = None
    own: OwnField | None = None


class Table(NamedTuple):
    """A table.

    Attributes:
        name: the name.
        columns: the columns.
        key_length: the number of leading columns that are the primary key.
        rows: the rows, which can be read once.
    """

    name: str
    columns: tuple[Column, ...]
    key_length: int
    rows: Iterable[tuple[Scalar, ...]]


_POSITION = Column("position", "integer")
_LIST_KEY = (Column("initiative", refers_to="initiatives"), _POSITION)
_INITIATIVE = (
    Column("id"),
    Column("theme", refers_to="themes"),
    Column("item", "integer"),
    Column("title"),
    Column("summary"),
    Column("kind"),
    Column("start"),
    Column("end"),
    Column("date_note"),
    Column("status"),
)


def to_tables(export: Export) -> Iterator[Table]:
    """The tables of an export, each after the tables that it refers to.

    Organisations, countries, regions and languages are those that records refer to, those of the dataset's own tables,
    and the countries of these regions. Without an entry in the dataset, they have their standard names, or else their
    id as their name. `related` has only ids of exported records. Every reference is valid.
    """
    dataset, labels, records = export.dataset, export.labels, export.records
    themes = {theme.id: theme for theme in dataset.themes}
    organisations = {organisation.id: organisation for organisation in dataset.organisations}
    used_organisations = _ids(organisations, (id_ for r in records for id_ in (*r.partners, *r.mentions)))
    used_regions = _ids(dataset.regions, (id_ for r in records for id_ in r.regions))
    members = {id_: sorted(labels.region_countries(id_)) for id_ in used_regions}
    used_countries = _ids(dataset.countries, chain((code for r in records for code in r.countries), *members.values()))
    used_languages = _ids(dataset.languages, (code for r in records for code in r.languages))

    yield _titles("themes", "id", themes, labels.theme)
    yield _names("theme_names", Column("theme", refers_to="themes"), themes, themes)
    yield Table(
        "theme_keywords",
        (Column("theme", refers_to="themes"), _POSITION, Column("keyword")),
        2,
        ((theme.id, n, keyword) for theme in dataset.themes for n, keyword in enumerate(theme.keywords, 1)),
    )
    yield _titles("organisations", "id", used_organisations, labels.organisation)
    yield _names(
        "organisation_names", Column("organisation", refers_to="organisations"), used_organisations, organisations
    )
    yield _titles("countries", "code", used_countries, labels.country)
    yield _names(
        "country_names", Column("country", refers_to="countries"), used_countries, dataset.countries, places.country
    )
    yield _titles("regions", "id", used_regions, labels.region)
    yield _names("region_names", Column("region", refers_to="regions"), used_regions, dataset.regions, places.region)
    yield Table(
        "region_countries",
        (Column("region", refers_to="regions"), Column("country", refers_to="countries")),
        2,
        ((id_, code) for id_, codes in members.items() for code in codes),
    )
    yield _titles("languages", "code", used_languages, labels.language)
    yield _language_names(used_languages, labels)
    scalars = {name: own for name, own in labels.own_fields.items() if own.type != "list"}
    yield Table(
        "initiatives",
        (*_INITIATIVE, *(_own_column(name, own) for name, own in scalars.items())),
        1,
        (
            (
                r.id, r.theme, r.item, r.title, r.summary, r.kind, r.start and str(r.start), r.end and str(r.end),
                r.date_note, r.status, *(_scalar(r.extra.get(name)) for name in scalars),
            )
            for r in records
        ),
    )  # fmt: skip
    yield from _lists(records)
    yield from _own_lists(labels, records)
    yield from _translations(records)


def _own_column(name: str, own: OwnField) -> Column:
    return Column(name, "number" if own.type == "number" else "text", own=own)


def _scalar(value: Scalar | tuple[str, ...]) -> Scalar:
    """The value of an own field that is not a list."""
    return "; ".join(value) if isinstance(value, tuple) else value


def _own_lists(labels: Labels, records: Iterable[Initiative]) -> Iterator[Table]:
    """One table per own field that is a list."""
    for name, own in labels.own_fields.items():
        if own.type == "list":
            rows = ((r.id, n, item) for r in records for n, item in enumerate(_items(r.extra.get(name)), 1))
            yield Table(f"initiative_{name}", (*_LIST_KEY, Column("value", own=own)), 2, rows)


def _items(value: Scalar | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _lists(records: Iterable[Initiative]) -> Iterator[Table]:
    """One table per list of a record."""
    exported = {record.id for record in records}
    lists: dict[str, tuple[Column, Callable[[Initiative], Iterable[str]]]] = {
        "aliases": (Column("alias"), lambda r: r.aliases),
        "partners": (Column("organisation", refers_to="organisations"), lambda r: r.partners),
        "mentions": (Column("organisation", refers_to="organisations"), lambda r: r.mentions),
        "people": (Column("person"), lambda r: r.people),
        "countries": (Column("country", refers_to="countries"), lambda r: r.countries),
        "regions": (Column("region", refers_to="regions"), lambda r: r.regions),
        "languages": (Column("language", refers_to="languages"), lambda r: r.languages),
        "keywords": (Column("keyword"), lambda r: r.keywords),
        "related": (
            Column("related_id", refers_to="initiatives"),
            lambda r: [id_ for id_ in r.related if id_ in exported],
        ),
    }
    for name, (column, values) in lists.items():
        rows = ((r.id, n, value) for r in records for n, value in enumerate(values(r), 1))
        yield Table(f"initiative_{name}", (*_LIST_KEY, column), 2, rows)
    yield Table(
        "initiative_figures",
        (*_LIST_KEY, Column("qualifier"), Column("value", "number"), Column("label")),
        2,
        ((r.id, n, f.qualifier, f.value, f.label) for r in records for n, f in enumerate(r.figures, 1)),
    )
    yield Table(
        "initiative_links",
        (*_LIST_KEY, Column("label"), Column("url"), Column("publisher")),
        2,
        ((r.id, n, link.label, link.url, link.publisher) for r in records for n, link in enumerate(r.links, 1)),
    )


def _translations(records: Iterable[Initiative]) -> Iterator[Table]:
    """The titles and the search terms of records in other languages."""
    key = (Column("initiative", refers_to="initiatives"), Column("language"))
    yield Table(
        "initiative_translations",
        (*key, Column("title")),
        2,
        ((r.id, language, one.title) for r in records for language, one in r.translations.items()),
    )
    yield Table(
        "initiative_translation_keywords",
        (*key, _POSITION, Column("keyword")),
        3,
        (
            (r.id, language, n, keyword)
            for r in records
            for language, one in r.translations.items()
            for n, keyword in enumerate(one.keywords, 1)
        ),
    )


def _ids(entries: Iterable[str], used: Iterable[str]) -> tuple[str, ...]:
    """The ids of entries and the ids in use, each once."""
    return tuple(dict.fromkeys(chain(used, entries)))


def _titles(table: str, key: str, ids: Iterable[str], title: Callable[[str], str]) -> Table:
    return Table(table, (Column(key), Column("name")), 1, ((id_, title(id_)) for id_ in ids))


def _names(
    table: str,
    key: Column,
    ids: Iterable[str],
    entries: Mapping[str, Theme | Organisation | Country | Region],
    standard: Callable[[str], places.Country | places.Region | None] = lambda _: None,
) -> Table:
    """The other names of ids, each with its language if that is known; those of the dataset precede standard ones."""

    def names(id_: str) -> Iterator[tuple[str | None, str]]:
        entry, known = entries.get(id_), standard(id_)
        aliases: tuple[str, ...] = getattr(entry, "aliases", ())
        yield from ((None, alias) for alias in aliases)
        own = _by_language(entry.names) if entry else {}
        yield from ((known.names if known else {}) | own).items()

    rows = ((id_, n, language, name) for id_ in ids for n, (language, name) in enumerate(names(id_), 1))
    return Table(table, (key, _POSITION, Column("language"), Column("name")), 2, rows)


def _by_language(names: Names) -> dict[str, str]:
    return {language: name for language, name in msgspec.structs.asdict(names).items() if name}


def _language_names(codes: Iterable[str], labels: Labels) -> Table:
    rows = ((code, n, name) for code in codes for n, name in enumerate(labels.aliases("languages", code)[1:], 1))
    columns = (Column("language", refers_to="languages"), _POSITION, Column("name"))
    return Table("language_names", columns, 2, rows)
