"""Columns: what `--fields`, tables and exports contain, and the names behind the ids of a dataset."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import msgspec

from itucovid import places
from itucovid.dates import format_date
from itucovid.errors import UsageError
from itucovid.model import DatasetInfo, Initiative, encode_hook
from itucovid.names import match_name
from itucovid.text import format_number, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from itucovid.dates import PartialDate
    from itucovid.model import (
        Country,
        Document,
        Language,
        Names,
        Organisation,
        OwnField,
        Region,
        Status,
        Tables,
        Theme,
    )

Scalar: TypeAlias = str | int | float | None
Cell: TypeAlias = Scalar | tuple[Scalar, ...]
"""The value of a field of one record: a scalar or a list."""


class Labels:
    """The names of the ids and codes of a dataset.

    Countries, regions and languages without an entry in the dataset have their standard names; any other id without an
    entry is its own name.

    This is the only place that knows the language of a view: every title and name that it shows comes from here.
    """

    def __init__(self, tables: Tables, locale: str | None = None) -> None:
        """Create the labels of a dataset.

        Args:
            tables: everything in the dataset except its records.
            locale: the language of titles and names, as an ISO 639-1 code; where the dataset has no translation, and if
                it is None, they are in the language of the dataset.
        """
        self.locale = locale
        self._tables = tables
        self.document: Document | None = tables.document
        self.info: DatasetInfo = tables.dataset or DatasetInfo()
        self.kinds = tables.kinds
        self.own_fields: dict[str, OwnField] = tables.fields
        self.themes: dict[str, Theme] = {theme.id: theme for theme in tables.themes}
        self._organisations: dict[str, Organisation] = {entry.id: entry for entry in tables.organisations}
        self._countries: dict[str, Country] = tables.countries
        self._regions: dict[str, Region] = tables.regions
        self._languages: dict[str, Language] = tables.languages
        # Many records of a large dataset name the same places.
        self._regions_around: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]] = {}

    @property
    def as_of(self) -> PartialDate | None:
        """The date as of which the dataset is correct."""
        return self.info.date or (self.document.date if self.document else None)

    @property
    def text_language(self) -> str | None:
        """The language of the summaries, as an ISO 639 code."""
        return self.info.language or (self.document.language if self.document else None)

    @property
    def note(self) -> str:
        """The note of the dataset, and in another language what is in that language; empty if there is neither."""
        known = places.language(self.locale or "")
        language = known.name if known else self.locale
        remark = f"Titles and names are in {language} where the dataset has them; other texts are not translated."
        return " ".join(filter(None, (self.info.note, remark if self.locale else None)))

    @cached_property
    def original(self) -> Labels:
        """The labels in the language of the dataset."""
        return Labels(self._tables) if self.locale else self

    def title(self, record: Initiative) -> str:
        """The title of a record."""
        translation = record.translations.get(self.locale) if self.locale else None  # type: ignore[call-overload]
        return (translation and translation.title) or record.title

    def theme(self, id_: str) -> str:
        """The title of a theme."""
        theme = self.themes[id_]
        return self._translated(theme.names) or theme.title

    def organisation(self, id_: str) -> str:
        """The full name of an organisation."""
        entry = self._organisations.get(id_)
        return (self._translated(entry.names) or entry.name) if entry else id_

    def name_with_acronym(self, id_: str) -> str:
        """The name of an organisation, with the first of its aliases that is an acronym: one word in capitals.

        The language of an acronym is not known, so a translated name has none.
        """
        name, entry = self.organisation(id_), self._organisations.get(id_)
        if entry is None or name != entry.name:
            return name
        acronym = next((one for one in entry.aliases if len(one) > 1 and one[:2].isupper() and " " not in one), None)
        return f"{name} ({acronym})" if acronym and acronym not in name else name

    def short_name(self, id_: str) -> str:
        """The name of an organisation, or its first alias if the name is long and the alias shorter.

        The language of an alias is not known, so a translated name has none.
        """
        name, entry = self.organisation(id_), self._organisations.get(id_)
        if entry is None or name != entry.name or len(name) <= _MAX_SHORT_NAME:
            return name
        return min((name, *entry.aliases[:1]), key=len)

    def country(self, code: str) -> str:
        """The name of a country."""
        entry = self._countries.get(code)
        return self._name(code, (entry.name, entry.names) if entry else None, places.country)

    def region(self, id_: str) -> str:
        """The name of a region."""
        entry = self._regions.get(id_)
        return self._name(id_, (entry.title, entry.names) if entry else None, _standard_region)

    def _translated(self, names: Names) -> str | None:
        return getattr(names, self.locale, None) if self.locale else None

    def _name(self, id_: str, entry: tuple[str, Names] | None, standard: Callable[[str], places.Named | None]) -> str:
        """The name of a place or language; those of the dataset's entry precede standard ones in the same language."""
        own, translated = (entry[0], self._translated(entry[1])) if entry else (None, None)
        if name := translated or (None if self.locale else own):
            return name
        known = standard(id_)
        in_language = known and known.names.get(self.locale or self.text_language or "")
        return in_language or own or (known.name if known else id_)

    def region_countries(self, id_: str) -> frozenset[str]:
        """The codes of the countries of a region, which may be an id or an English name; none if they are unknown."""
        entry = self._regions.get(id_) or _standard_region(id_)
        return frozenset(entry.countries) if entry else frozenset()

    def regions_around(self, record: Initiative) -> tuple[str, ...]:
        """The ids of the regions that contain its countries or regions and that it does not name.

        They do not include the world, nor regions named after two places, such as Latin America and the Caribbean.
        """
        places_named = (record.countries, record.regions)
        if places_named not in self._regions_around:
            self._regions_around[places_named] = self._find_regions_around(*places_named)
        return self._regions_around[places_named]

    def _find_regions_around(self, countries: Sequence[str], regions: Sequence[str]) -> tuple[str, ...]:
        around = [region for code in countries for region in self._regions_of(code)]
        around += [outer for region in regions for outer in self._regions_containing(region)]
        named = {"world", *regions, *map(_region_id, regions)}
        return tuple(region for region in dict.fromkeys(around) if region not in named and "-and-" not in region)

    def _regions_containing(self, region: str) -> list[str]:
        """The ids of the regions that contain every country of a region, in alphabetical order."""
        containing = [set(self._regions_of(code)) for code in self.region_countries(region)]
        return sorted(set.intersection(*containing)) if containing else []

    def _regions_of(self, code: str) -> tuple[str, ...]:
        own = (id_ for id_, region in self._regions.items() if code in region.countries)
        return (*own, *places.regions_of(code))

    def language(self, code: str) -> str:
        """The name of a language."""
        entry = self._languages.get(code)
        return self._name(code, (entry.name, entry.names) if entry else None, places.language)

    def interval(self, record: Initiative) -> tuple[PartialDate, PartialDate] | None:
        """The first and last date of a record; one that is ongoing lasts to the date of the dataset."""
        dates = record.interval
        if dates and record.is_open_ended and self.as_of and self.as_of.last > dates[0].first:
            return dates[0], self.as_of
        return dates

    def when(self, record: Initiative) -> str:
        """The dates of a record with their note; "not dated in the document" if it has none."""
        if not record.period:
            return "not dated in the document" if self.document else ""
        return f"{record.period} ({record.date_note})" if record.date_note else record.period

    def status(self, record: Initiative) -> str:
        """The status of a record with its date, or the empty string."""
        return self.dated_status(record.status) if record.status else ""

    def dated_status(self, status: Status) -> str:
        """A status with the date of the dataset: "ongoing as of 11 January 2021"."""
        return f"{status} as of {format_date(self.as_of)}" if self.as_of else status

    def aliases(self, field: str, value: str) -> tuple[str, ...]:
        """All names, in all languages, of a value of a field of a record; the first is its label."""
        names: Iterable[str] = (value,)
        if field == "theme":
            theme = self.themes[value]
            names = (self.theme(value), theme.title, value, *theme.names.all(), *theme.keywords)
        elif field in ("partners", "mentions") and (organisation := self._organisations.get(value)):
            names = (self.organisation(value), organisation.name, *organisation.aliases, *organisation.names.all())
        elif field == "countries" and value not in self._regions:
            names = (self.country(value), *self._country_names(value))
        elif field in ("countries", "regions"):  # a filter by country takes regions, too
            names = (self.region(value), *self._region_names(value))
        elif field == "languages":
            names = (self.language(value), *self._language_names(value))
        return tuple(dict.fromkeys(names))

    def _country_names(self, code: str) -> Iterator[str]:
        if own := self._countries.get(code):
            yield from (own.name, *own.aliases, *own.names.all())
        if known := places.country(code):
            yield from known.names.values()
        yield code

    def _region_names(self, id_: str) -> Iterator[str]:
        own, known = self._regions.get(id_), _standard_region(id_)
        if own:
            yield from (own.title, *own.names.all())
        if known:
            yield from known.names.values()
        if not own and not known:
            yield id_

    def _language_names(self, code: str) -> Iterator[str]:
        own, known = self._languages.get(code), places.language(code)
        if own:
            yield from (own.name, *own.aliases, *own.names.all())
        if known:
            yield from filter(None, (*known.names.values(), known.autonym))
        else:
            yield code

    def source(self, record: Initiative) -> str:
        """The place of a record in the source document, "ITU, 11 January 2021, Health, item 2", or the empty string."""
        return f"{self.edition}, {self.place(record)}" if self.document else ""

    @property
    def edition(self) -> str:
        """The publisher, or else the title, and the date of the source document, or the empty string."""
        if self.document is None:
            return ""
        date = self.document.date
        return ", ".join(filter(None, (self.document.publisher or self.document.title, date and format_date(date))))

    def place(self, record: Initiative) -> str:
        """The heading and number of a record in the source document, in its language: "Health, item 2"."""
        heading = self.heading(record)
        return f"{heading}, item {record.item}" if record.item else heading

    def heading(self, record: Initiative) -> str:
        """The heading of a record in the source document, in the language of the document."""
        return self.themes[record.theme].title


def _region_id(name: str) -> str:
    """The id of a region of M49 for its id or English name: files may contain names of regions without a table."""
    return name.lower().replace(" ", "-")


def _standard_region(name: str) -> places.Region | None:
    return places.region(_region_id(name))


def languages_of(tables: Tables, records: Iterable[Initiative]) -> tuple[str, ...]:
    """The languages of the titles and names of a dataset, by ISO 639 code: its own first, if it is known."""
    own = Labels(tables).text_language
    named: Iterable[Theme | Organisation | Country | Region | Language] = chain(
        tables.themes,
        tables.organisations,
        tables.countries.values(),
        tables.regions.values(),
        tables.languages.values(),
    )
    found = {language for entry in named for language, name in msgspec.structs.asdict(entry.names).items() if name}
    found.update(language for record in records for language, one in record.translations.items() if one.title)
    return (*filter(None, [own]), *sorted(found - {own}))


# Up to this length a full name is preferred: "World Bank" rather than "WB".
_MAX_SHORT_NAME = 12


class Field(NamedTuple):
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


class Detail(NamedTuple):
    """A line of the reading view of a record: its label, the getter of its values, and their separator."""

    label: str
    values: Callable[[Labels, Initiative], Sequence[str]]
    separator: str = "; "


DETAILS: tuple[Detail, ...] = (
    Detail("Original title", lambda n, r: () if n.title(r) == r.title else (r.title,)),
    Detail("Also called", lambda _, r: r.aliases),
    Detail("When", lambda n, r: tuple(filter(None, [n.when(r)]))),
    Detail("Status", lambda n, r: tuple(filter(None, [n.status(r)]))),
    Detail("Partners", lambda n, r: tuple(map(n.name_with_acronym, r.partners))),
    Detail("Mentions", lambda n, r: tuple(map(n.name_with_acronym, r.mentions))),
    Detail("People", lambda _, r: r.people, ", "),
    Detail("Countries", lambda n, r: tuple(map(n.country, r.countries)), ", "),
    Detail("Regions", lambda n, r: tuple(map(n.region, r.regions)), ", "),
    Detail("Languages", lambda n, r: tuple(map(n.language, r.languages)), ", "),
    Detail("Figures", lambda _, r: tuple(map(str, r.figures)), "\n"),
)
"""What the terminal, Markdown and the HTML page show of a record besides its title, theme, kind, summary and links."""


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
    fields = (*(FIELDS["figures"] if field.name == "figure_qualifiers" else field for field in table_fields(labels)),)
    return tuple(field for field in fields if field.name == field.group or field.group not in ("figures", "links"))


def details(labels: Labels) -> tuple[Detail, ...]:
    """The lines of the reading view of a record of a dataset."""
    return (*DETAILS, *map(_own_detail, own_columns(labels)))


def _own_detail(field: Field) -> Detail:
    def values(labels: Labels, record: Initiative) -> tuple[str, ...]:
        cell = field.cell(labels, record)
        return tuple(map(_shown, cell if isinstance(cell, tuple) else () if cell is None else (cell,)))

    return Detail(field.heading, values)


def _shown(value: Scalar) -> str:
    return format_number(value) if isinstance(value, int | float) else _text(value)


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


def to_objects(
    labels: Labels, records: Iterable[Initiative], fields: Sequence[Field] | None
) -> Iterator[dict[str, Any]]:
    """Records as JSON objects: with the fields of the model, or with the given fields, in that order."""
    for record in records:
        whole: dict[str, Any] = msgspec.to_builtins(record, enc_hook=encode_hook)
        if fields is None:
            yield whole
        else:
            yield {
                field.name: whole[field.name] if field.name in whole else field.cell(labels, record) for field in fields
            }


def format_cell(cell: Cell, delimiter: str) -> str:
    """A cell as text that can be split again: None is empty, the values of a list are joined by `delimiter`.

    The delimiter's visible character and the backslash are escaped by a backslash, as in RFC 6350, section 3.4. The
    text neither begins nor ends with the space of a delimiter.
    """
    if not isinstance(cell, tuple):
        return _text(cell)
    if not cell:
        return ""
    mark = delimiter.strip()[0]
    values = [_text(value).replace("\\", "\\\\").replace(mark, f"\\{mark}") for value in cell]
    text = delimiter.join(values)
    if len(values) > 1:
        begin = 0 if values[0] else len(delimiter) - len(delimiter.lstrip())
        end = 0 if values[-1] else len(delimiter) - len(delimiter.rstrip())
        text = text[begin : len(text) - end]
    return text


def escape_formulas(text: str) -> str:
    """Put an apostrophe before everything in a cell of CSV that a spreadsheet could run as a formula.

    That is at its start and wherever another separator would start a cell; see
    https://owasp.org/www-community/attacks/CSV_Injection.
    """
    if text[:1] not in _FORMULA_STARTS and not re.search(_SEPARATED_FORMULA, text):
        return text
    return re.sub(_FORMULA, r"\g<start>'", text)


def unescape_formulas(text: str) -> str:
    """The inverse of `escape_formulas`."""
    return re.sub(_ESCAPED_FORMULA, r"\g<start>", text) if "'" in text else text


# Readers may remove quotation marks at the start with those of the cell. Apostrophes before a formula belong to it, so
# that the removal of one always restores the text.
_OPERATORS = "=+@＝＋－＠-"
_SEPARATORS = r"[;,|\t\r\n]"
_FORMULA = rf"""^(?='*[\t\r\n])|(?P<start>(?:^|{_SEPARATORS})[ "]*)(?='*[{_OPERATORS}])"""
# A text needs one of these to match. Few have one, and looking for these takes a fifth of the time.
_FORMULA_STARTS = frozenset(f"\t\r\n '\"{_OPERATORS}")
_SEPARATED_FORMULA = rf"""{_SEPARATORS}[ "]*'*[{_OPERATORS}]"""
_ESCAPED_FORMULA = _FORMULA.replace("(?=", "'(?=")


def format_line(cells: Iterable[Cell]) -> str:
    """Cells as one tab-separated line, without control characters; the values of a list are joined by "; "."""
    texts = ["" if cell is None else cell for cell in cells]
    try:
        if "".join(texts).isprintable():  # type: ignore[arg-type]
            return "\t".join(texts) + "\n"  # type: ignore[arg-type]
    except TypeError:  # not all of them are texts
        pass
    return "\t".join(printable("; ".join(map(_text, c)) if isinstance(c, tuple) else _text(c)) for c in texts) + "\n"


def _text(value: Scalar) -> str:
    return "" if value is None else str(value)
