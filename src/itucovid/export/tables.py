"""A dataset as tables of single values with references, for relational formats."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from itucovid.export import Export
    from itucovid.fields import Scalar
    from itucovid.model import Country, Initiative, Language, Organisation, Theme

    Entry: TypeAlias = Theme | Organisation | Country | Language


class Column(NamedTuple):
    """A column.

    Attributes:
        name: the name.
        type: "text", "integer" or "number".
        refers_to: the table to whose first column it refers.
    """

    name: str
    type: str = "text"
    refers_to: str | None = None


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
)


def to_tables(export: Export) -> Iterator[Table]:
    """The tables of an export, each after the tables that it refers to.

    A partner, country or language without an entry in the dataset gets a row whose name is its id, and `related` has
    only ids of exported records, so that every reference is valid.
    """
    dataset, records = export.dataset, export.records
    themes = {theme.id: theme for theme in dataset.themes}
    organisations = {organisation.id: organisation for organisation in dataset.organisations}
    yield _entries("themes", "id", themes, ())
    yield _names("theme_names", Column("theme", refers_to="themes"), themes)
    yield Table(
        "theme_keywords",
        (Column("theme", refers_to="themes"), _POSITION, Column("keyword")),
        2,
        ((theme.id, n, keyword) for theme in dataset.themes for n, keyword in enumerate(theme.keywords, 1)),
    )
    yield _entries("organisations", "id", organisations, chain.from_iterable(r.partners for r in records))
    yield _names("organisation_names", Column("organisation", refers_to="organisations"), organisations)
    yield _entries("countries", "code", dataset.countries, chain.from_iterable(r.countries for r in records))
    yield _names("country_names", Column("country", refers_to="countries"), dataset.countries)
    yield _entries("languages", "code", dataset.languages, chain.from_iterable(r.languages for r in records))
    yield Table(
        "language_names",
        (Column("language", refers_to="languages"), _POSITION, Column("name")),
        2,
        ((code, n, name) for code, entry in dataset.languages.items() for n, name in enumerate(entry.aliases, 1)),
    )
    yield Table(
        "initiatives",
        _INITIATIVE,
        1,
        (
            (r.id, r.theme, r.item, r.title, r.summary, r.kind, r.start and str(r.start), r.end and str(r.end))
            for r in records
        ),
    )
    yield from _lists(records)


def _lists(records: Iterable[Initiative]) -> Iterator[Table]:
    """One table per list of a record."""
    exported = {record.id for record in records}
    lists: dict[str, tuple[Column, Callable[[Initiative], Iterable[str]]]] = {
        "aliases": (Column("alias"), lambda r: r.aliases),
        "partners": (Column("organisation", refers_to="organisations"), lambda r: r.partners),
        "people": (Column("person"), lambda r: r.people),
        "countries": (Column("country", refers_to="countries"), lambda r: r.countries),
        "regions": (Column("region"), lambda r: r.regions),
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


def _entries(table: str, key: str, entries: Mapping[str, Entry], used: Iterable[str]) -> Table:
    """The names of ids or codes: of those in use and of those with an entry."""
    names = {id_: entry.title if hasattr(entry, "title") else entry.name for id_, entry in entries.items()}
    return Table(table, (Column(key), Column("name")), 1, ({id_: id_ for id_ in used} | names).items())


def _names(table: str, key: Column, entries: Mapping[str, Theme | Organisation | Country]) -> Table:
    """The other names of entries, each with its language if that is known."""

    def rows() -> Iterator[tuple[Scalar, ...]]:
        for id_, entry in entries.items():
            aliases: tuple[str, ...] = getattr(entry, "aliases", ())
            translations = msgspec.structs.asdict(entry.names)
            names: list[tuple[str | None, str]] = [(None, alias) for alias in aliases]
            names += [(language, name) for language, name in translations.items() if name]
            for n, (language, name) in enumerate(names, 1):
                yield id_, n, language, name

    return Table(table, (key, _POSITION, Column("language"), Column("name")), 2, rows())
