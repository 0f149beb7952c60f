"""What a record says under each name that `--fields`, a table's head or an export's column can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from itucovid.dates import day
from itucovid.errors import BadRequest
from itucovid.model import encode_hook
from itucovid.text import find_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from itucovid.model import Dataset, Document, Initiative, Organisation, Theme

Scalar: TypeAlias = str | int | float | None
Cell: TypeAlias = Scalar | tuple[Scalar, ...]
"""What stands in one column of one record: a value, nothing, or a list."""


class Naming:
    """The names behind the ids and codes of one dataset; what has no entry there is its own name."""

    def __init__(self, dataset: Dataset) -> None:
        self.document: Document | None = dataset.document
        self.themes: dict[str, Theme] = {theme.id: theme for theme in dataset.themes}
        self._organisations = {body.id: body for body in dataset.organisations}
        self._countries = dataset.countries
        self._languages = dataset.languages

    def theme(self, id_: str) -> str:
        """The title of a theme."""
        return self.themes[id_].title

    def organisation(self, id_: str) -> str:
        """The full name of a partner."""
        return self._organisations[id_].name if id_ in self._organisations else id_

    def organisation_short(self, id_: str) -> str:
        """What a partner is called where there is little room: its name, or if that is long a shorter first alias."""
        if id_ not in self._organisations:
            return id_
        body: Organisation = self._organisations[id_]
        return body.name if len(body.name) <= _SHORT_NAME else min((body.name, *body.aliases[:1]), key=len)

    def country(self, code: str) -> str:
        """The name of a country."""
        return self._countries[code].name if code in self._countries else code

    def language(self, code: str) -> str:
        """The name of a language."""
        return self._languages[code].name if code in self._languages else code

    def all_names(self, field: str, value: str) -> tuple[str, ...]:
        """Every name of a value of a field, in all languages; a value that has no entry is its own only name."""
        entry: Any = None
        if field == "theme":
            entry = self.themes[value]
            names = (entry.title, value, *entry.names.all(), *entry.keywords)
        elif field == "partners" and (entry := self._organisations.get(value)):
            names = (entry.name, *entry.aliases, *entry.names.all())
        elif field == "countries" and (entry := self._countries.get(value)):
            names = (entry.name, value, *entry.aliases, *entry.names.all())
        elif field == "languages" and (entry := self._languages.get(value)):
            names = (entry.name, *entry.aliases)
        else:
            names = (value,)
        return tuple(dict.fromkeys(names))

    def source(self, record: Initiative) -> str:
        """Where in the source document a record stands: "ITU, 11 January 2021, Health, item 2", or nothing."""
        document = self.document
        if document is None:
            return ""
        parts = [document.publisher or document.title, document.date and day(document.date)]
        place = f"item {record.item}" if record.item else None
        return ", ".join(filter(None, (*parts, self.theme(record.theme), place)))


# "World Bank" says more than "WB".
_SHORT_NAME = 12


class Field(NamedTuple):
    """A column: its name on the command line and in exports, its heading for a reader, and what fills it.

    Fields of one `group` list the same things in the same order, so that they can be taken apart together.
    """

    name: str
    heading: str
    cell: Callable[[Naming, Initiative], Cell]
    group: str | None = None


_ALL = (
    Field("id", "Id", lambda _, r: r.id),
    Field("theme", "Theme id", lambda _, r: r.theme),
    Field("theme_title", "Theme", lambda n, r: n.theme(r.theme)),
    Field("title", "Title", lambda _, r: r.title),
    Field("summary", "Summary", lambda _, r: r.summary),
    Field("kind", "Kind", lambda _, r: r.kind),
    Field("item", "Item", lambda _, r: r.item),
    Field("aliases", "Also called", lambda _, r: r.aliases, "aliases"),
    Field("start", "Start", lambda _, r: r.start),
    Field("end", "End", lambda _, r: r.end),
    Field("partners", "Partner ids", lambda _, r: r.partners, "partners"),
    Field("partner_names", "Partners", lambda n, r: tuple(map(n.organisation, r.partners)), "partners"),
    Field("people", "People", lambda _, r: r.people, "people"),
    Field("countries", "Country codes", lambda _, r: r.countries, "countries"),
    Field("country_names", "Countries", lambda n, r: tuple(map(n.country, r.countries)), "countries"),
    Field("regions", "Regions", lambda _, r: r.regions, "regions"),
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
"""Every field, in the order of a full export."""

# What says the same as other columns do, only for a reader.
_REPEATED = ("figures", "source")
TABLE_FIELDS: tuple[Field, ...] = tuple(field for field in _ALL if field.name not in _REPEATED)
"""The columns of a table that leaves nothing out and says nothing twice in the same form."""


def choose_fields(names: str) -> tuple[Field, ...]:
    """The fields of a comma-separated list, in its order.

    Raises:
        UnknownValue: a name is no field's; the message names the nearest.
        BadRequest: a name is there twice, or there is none.
    """
    known = {name: (field.heading,) for name, field in FIELDS.items()}
    chosen = [find_name("field", name.strip(), known) for name in names.split(",") if name.strip()]
    if not chosen:
        raise BadRequest(f"--fields wants names with commas between them; there is {', '.join(FIELDS)}")
    for name in chosen:
        if chosen.count(name) > 1:
            raise BadRequest(f"field {name!r} is named twice")
    return tuple(FIELDS[name] for name in chosen)


def explodable() -> tuple[str, ...]:
    """The groups of fields that `rows` can take apart."""
    return tuple(dict.fromkeys(field.group for field in FIELDS.values() if field.group))


def rows(
    dataset: Dataset, records: Iterable[Initiative], fields: Sequence[Field], explode: str | None = None
) -> Iterator[list[Cell]]:
    """A table: for each record the cells of `fields`.

    Args:
        dataset: where ids find their names.
        records: the records, in the table's order.
        fields: the columns.
        explode: a group of fields; a record then has one row a value of that group, and one if it has none.
    """
    naming = Naming(dataset)
    apart = [i for i, field in enumerate(fields) if explode and field.group == explode]
    for record in records:
        cells = [field.cell(naming, record) for field in fields]
        if not apart:
            yield cells
            continue
        values = [cells[i] for i in apart]
        for row in zip(*(value if isinstance(value, tuple) and value else (None,) for value in values), strict=True):
            exploded = dict(zip(apart, row, strict=True))
            yield [exploded.get(i, cell) for i, cell in enumerate(cells)]


def as_objects(
    dataset: Dataset, records: Iterable[Initiative], fields: Sequence[Field] | None
) -> Iterator[dict[str, Any]]:
    """Records as JSON objects: all that the model has, or the given fields in their order."""
    import msgspec

    naming = Naming(dataset)
    for record in records:
        whole: dict[str, Any] = msgspec.to_builtins(record, enc_hook=encode_hook)
        if fields is None:
            yield whole
        else:
            yield {
                field.name: whole[field.name] if field.name in whole else field.cell(naming, record) for field in fields
            }
