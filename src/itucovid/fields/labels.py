"""`Labels`: the names behind the ids of a dataset, in its own or another language."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from itucovid import places
from itucovid.dates import format_date
from itucovid.model import DatasetInfo, Region

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from itucovid.dates import PartialDate
    from itucovid.model import (
        Country,
        Document,
        Initiative,
        Language,
        Names,
        Organisation,
        OwnField,
        Status,
        Tables,
        Theme,
    )

# Up to this length a full name is preferred: "World Bank" rather than "WB".
_MAX_SHORT_NAME = 12


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
            names = (self.country(value), *_names_of(self._countries.get(value), places.country(value)), value)
        elif field in ("countries", "regions"):  # a filter by country takes regions, too
            names = (self.region(value), *_names_of(self._regions.get(value), _standard_region(value)))
        elif field == "languages":
            known = places.language(value)
            code = () if known else (value,)
            names = (self.language(value), *_names_of(self._languages.get(value), known), *code)
        return tuple(dict.fromkeys(names))

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


def _names_of(own: Country | Region | Language | None, known: places.Named | None) -> Iterator[str]:
    """All names of a place or language: those of its entry in the dataset, then the standard ones."""
    if own:
        yield own.title if isinstance(own, Region) else own.name
        yield from (*getattr(own, "aliases", ()), *own.names.all())
    if known:
        yield from known.names.values()
        yield from filter(None, [getattr(known, "autonym", "")])


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
