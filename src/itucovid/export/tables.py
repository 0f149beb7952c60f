"""A register as tables of single values that refer to each other, for formats that are made of such tables."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from itucovid.model import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from itucovid.export import Export
    from itucovid.model import Country, Initiative, Language, Organisation, Theme

Value: TypeAlias = str | int | float | None


class Column(NamedTuple):
    """A column: its type ("text", "integer" or "number"), and the table whose first column it refers to, if any."""

    name: str
    type: str = "text"
    refers_to: str | None = None


class Table(NamedTuple):
    """A table: its columns, how many of the first ones tell its rows apart, and the rows."""

    name: str
    columns: tuple[Column, ...]
    key: int
    rows: Iterable[tuple[Value, ...]]


def to_tables(export: Export) -> Iterator[Table]:
    """The tables of an export, each after those that it refers to.

    What records name without an entry in the dataset's own tables gets an entry whose name is its id, so every
    reference leads somewhere. `related` keeps the ids that are there.
    """
    dataset, records = export.dataset, export.records
    yield _named("themes", "id", {theme.id: theme for theme in dataset.themes}, ())
    yield _names("themes", "theme", {theme.id: theme for theme in dataset.themes})
    yield Table(
        "theme_keywords",
        (Column("theme", refers_to="themes"), Column("place", "integer"), Column("keyword")),
        2,
        ((theme.id, place, word) for theme in dataset.themes for place, word in enumerate(theme.keywords, 1)),
    )
    organisations = {body.id: body for body in dataset.organisations}
    for table, one, entries, used in (
        ("organisations", "organisation", organisations, (r.partners for r in records)),
        ("countries", "country", dataset.countries, (r.countries for r in records)),
        ("languages", "language", dataset.languages, (r.languages for r in records)),
    ):
        yield _named(table, "id" if table == "organisations" else "code", entries, chain.from_iterable(used))
        yield _names(table, one, entries)
    yield Table(
        "initiatives",
        (
            Column("id"),
            Column("theme", refers_to="themes"),
            Column("item", "integer"),
            Column("title"),
            Column("summary"),
            Column("kind"),
            Column("start"),
            Column("end"),
        ),
        1,
        (
            (r.id, r.theme, r.item, r.title, r.summary, r.kind, r.start and str(r.start), r.end and str(r.end))
            for r in records
        ),
    )
    kept = {record.id for record in records}
    lists: dict[str, tuple[Column, Callable[[Initiative], Iterable[str]]]] = {
        "aliases": (Column("alias"), lambda r: r.aliases),
        "partners": (Column("organisation", refers_to="organisations"), lambda r: r.partners),
        "people": (Column("person"), lambda r: r.people),
        "countries": (Column("country", refers_to="countries"), lambda r: r.countries),
        "regions": (Column("region"), lambda r: r.regions),
        "languages": (Column("language", refers_to="languages"), lambda r: r.languages),
        "keywords": (Column("keyword"), lambda r: r.keywords),
        "related": (Column("other", refers_to="initiatives"), lambda r: [id_ for id_ in r.related if id_ in kept]),
    }
    for name, (column, values) in lists.items():
        rows = ((r.id, n, value) for r in records for n, value in enumerate(values(r), 1))
        yield Table(f"initiative_{name}", (*_PLACE, column), 2, rows)
    yield Table(
        "initiative_figures",
        (*_PLACE, Column("qualifier"), Column("value", "number"), Column("label")),
        2,
        ((r.id, n, f.qualifier, f.value, f.label) for r in records for n, f in enumerate(r.figures, 1)),
    )
    yield Table(
        "initiative_links",
        (*_PLACE, Column("label"), Column("url"), Column("publisher")),
        2,
        ((r.id, n, link.label, link.url, link.publisher) for r in records for n, link in enumerate(r.links, 1)),
    )


_PLACE = (Column("initiative", refers_to="initiatives"), Column("place", "integer"))


def _named(
    table: str, key: str, entries: Mapping[str, Theme | Organisation | Country | Language], used: Iterable[str]
) -> Table:
    names = {id_: entry.title if hasattr(entry, "title") else entry.name for id_, entry in entries.items()}
    return Table(table, (Column(key), Column("name")), 1, ({id_: id_ for id_ in used} | names).items())


def _names(table: str, one: str, entries: Mapping[str, Theme | Organisation | Country | Language]) -> Table:
    """The other names of what a table lists: in which language, where that is known."""

    def rows() -> Iterator[tuple[Value, ...]]:
        for id_, entry in entries.items():
            given = msgspec.structs.asdict(getattr(entry, "names", Names()))
            others: tuple[str, ...] = getattr(entry, "aliases", ())
            pairs = [
                *((None, name) for name in others),
                *((language, name) for language, name in given.items() if name),
            ]
            for place, (language, name) in enumerate(pairs, 1):
                yield id_, place, language, name

    columns = (Column(one, refers_to=table), Column("place", "integer"), Column("written_in"), Column("name"))
    return Table(f"{one}_names", columns, 2, rows())
