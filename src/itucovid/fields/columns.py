"""Columns: what `--fields`, tables and exports contain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from itucovid.errors import UsageError
from itucovid.model import Initiative
from itucovid.names import match_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from itucovid.fields.cells import Cell
    from itucovid.fields.labels import Labels


class Field(msgspec.Struct, frozen=True):
    """A column: its name in options and exports, its heading in tables, and the getter of its cells.

    Fields with the same `group` are parallel lists, which `rows` can explode together.
    """

    name: str
    heading: str
    cell: Callable[[Labels, Initiative], Cell]
    group: str | None = None


_ALL = (
    Field("id", "Id", lambda _, r: r.id),
    Field("theme", "Theme id", lambda _, r: r.theme),
    Field("theme_title", "Theme", lambda n, r: n.theme(r.theme)),
    Field("title", "Title", lambda n, r: n.title(r)),
    Field("summary", "Summary", lambda _, r: r.summary),
    Field("kind", "Kind", lambda _, r: r.kind),
    Field("item", "Item", lambda _, r: r.item),
    Field("aliases", "Also called", lambda _, r: r.aliases, "aliases"),
    Field("start", "Start", lambda _, r: r.start),
    Field("end", "End", lambda _, r: r.end),
    Field("date_note", "Date note", lambda _, r: r.date_note),
    Field("status", "Status", lambda _, r: r.status),
    Field("partners", "Partner ids", lambda _, r: r.partners, "partners"),
    Field("partner_names", "Partners", lambda n, r: tuple(map(n.organisation, r.partners)), "partners"),
    Field("mentions", "Mention ids", lambda _, r: r.mentions, "mentions"),
    Field("mention_names", "Mentions", lambda n, r: tuple(map(n.organisation, r.mentions)), "mentions"),
    Field("people", "People", lambda _, r: r.people, "people"),
    Field("countries", "Country codes", lambda _, r: r.countries, "countries"),
    Field("country_names", "Countries", lambda n, r: tuple(map(n.country, r.countries)), "countries"),
    Field("regions", "Region ids", lambda _, r: r.regions, "regions"),
    Field("region_names", "Regions", lambda n, r: tuple(map(n.region, r.regions)), "regions"),
    Field("languages", "Language codes", lambda _, r: r.languages, "languages"),
    Field("language_names", "Languages", lambda n, r: tuple(map(n.language, r.languages)), "languages"),
    Field("figures", "Figures", lambda _, r: tuple(map(str, r.figures)), "figures"),
    Field("figure_qualifiers", "Figure qualifiers", lambda _, r: tuple(f.qualifier for f in r.figures), "figures"),
    Field("figure_values", "Figure values", lambda _, r: tuple(f.value for f in r.figures), "figures"),
    Field("figure_labels", "Figure labels", lambda _, r: tuple(f.label for f in r.figures), "figures"),
    Field("keywords", "Keywords", lambda _, r: r.keywords, "keywords"),
    Field("links", "Links", lambda _, r: tuple(link.url for link in r.links), "links"),
    Field("link_labels", "Link labels", lambda _, r: tuple(link.label for link in r.links), "links"),
    Field("link_publishers", "Link publishers", lambda _, r: tuple(link.publisher for link in r.links), "links"),
    Field("related", "Related", lambda _, r: r.related, "related"),
    Field("source", "Source", lambda n, r: n.source(r) or None),
)
FIELDS: dict[str, Field] = {field.name: field for field in _ALL}
"""Every field by name, in the order of a full export."""

DERIVED_FIELDS = ("figures", "source")
"""Fields that only combine others."""

TABLE_FIELDS: tuple[Field, ...] = tuple(field for field in _ALL if field.name not in (*DERIVED_FIELDS, "keywords"))
"""The columns of a complete table. Keywords are search terms, not facts: tables have them only on request."""

RESERVED_NAMES = frozenset({*FIELDS, *Initiative.__struct_fields__, "names", "translation_keywords", "rowid"})
"""What own fields cannot be called: the keys of records in JSON, and the columns and tables of relational formats."""


def own_columns(labels: Labels) -> tuple[Field, ...]:
    """The own fields of a dataset; a heading has the unit, and the name if another field has the same heading."""
    taken = {field.heading for field in _ALL}
    columns = []
    for name, own in labels.own_fields.items():
        heading = (own.title or name) + (f" ({own.unit})" if own.unit else "")
        heading = f"{heading} ({name})" if heading in taken else heading
        taken.add(heading)
        columns.append(Field(name, heading, _own_cell(name), name if own.type == "list" else None))
    return tuple(columns)


def _own_cell(name: str) -> Callable[[Labels, Initiative], Cell]:
    return lambda labels, record: record.extra.get(name, () if labels.own_fields[name].type == "list" else None)


def all_fields(labels: Labels) -> dict[str, Field]:
    """Every field of a dataset by name, its own fields last."""
    return FIELDS | {field.name: field for field in own_columns(labels)}


def table_fields(labels: Labels) -> tuple[Field, ...]:
    """The columns of a complete table of a dataset."""
    return (*TABLE_FIELDS, *own_columns(labels))


def object_fields(labels: Labels) -> tuple[Field, ...]:
    """The fields of a complete object: figures and links are objects with all their parts."""
    fields = (FIELDS["figures"] if field.name == "figure_qualifiers" else field for field in table_fields(labels))
    return tuple(field for field in fields if field.name == field.group or field.group not in ("figures", "links"))


def choose_fields(names: str, labels: Labels | None = None, more: Iterable[Field] = ()) -> tuple[Field, ...]:
    """Parse a comma-separated list of names of fields; those of every dataset, or with `labels` of one dataset.

    `more` are further fields that may be listed, unless the dataset has a field of that name.

    Raises:
        UnknownValueError: there is no such field.
        AmbiguousValueError: a name is a prefix of several fields.
        UsageError: a name is listed twice, or the list is empty.
    """
    fields = {field.name: field for field in more} | (all_fields(labels) if labels else FIELDS)
    known = {name: (field.heading,) for name, field in fields.items()}
    chosen = [match_name("field", name.strip(), known) for name in names.split(",") if name.strip()]
    if not chosen:
        raise UsageError(f"--fields expects a comma-separated list; choose from {', '.join(fields)}")
    for name in chosen:
        if chosen.count(name) > 1:
            raise UsageError(f"field {name!r} is listed twice")
    return tuple(fields[name] for name in chosen)


def explodable_groups(labels: Labels | None = None) -> tuple[str, ...]:
    """The groups that `rows` can explode: those of every dataset, or with `labels` of one dataset."""
    fields = all_fields(labels) if labels else FIELDS
    return tuple(dict.fromkeys(field.group for field in fields.values() if field.group))


def rows(
    labels: Labels, records: Iterable[Initiative], fields: Sequence[Field], explode: str | None = None
) -> Iterator[list[Cell]]:
    """The cells of `fields`, one row per record.

    Args:
        labels: the names of the dataset.
        records: the records, in the order of the rows.
        fields: the columns.
        explode: a group of fields; a record then has one row per value of that group, or one row if it has none.
    """
    exploded = [i for i, field in enumerate(fields) if explode and field.group == explode]
    for record in records:
        cells = [field.cell(labels, record) for field in fields]
        if exploded:
            yield from _explode(cells, exploded)
        else:
            yield cells


def _explode(cells: list[Cell], columns: Sequence[int]) -> Iterator[list[Cell]]:
    """One row per position of the parallel lists in some columns."""
    values = [cells[i] for i in columns]
    for row in zip(*(value if isinstance(value, tuple) and value else (None,) for value in values), strict=True):
        by_column = dict(zip(columns, row, strict=True))
        yield [by_column.get(i, cell) for i, cell in enumerate(cells)]
