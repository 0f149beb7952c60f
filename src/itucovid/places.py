"""Countries, regions and languages, with their names in the six official languages of the United Nations.

Countries are those of ISO 3166-1, regions those of the M49 standard, languages those of ISO 639 that Unicode CLDR
names. `places.json` is written by `tools/places.py`; its names come from Unicode CLDR (LICENSES/Unicode-3.0.txt) and
the United Nations. It is read on first use.

As in M49, Antarctica belongs to no region but the world. Taiwan, which M49 does not list, is in Eastern Asia, as in
CLDR. Sark and Kosovo are missing because they have no ISO 3166-1 code.

>>> country("KEN").names["ru"]
'Кения'
>>> regions_of("KEN")
('eastern-africa', 'sub-saharan-africa', 'africa', 'world')
>>> language_code("fre")
'fr'
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Named(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A place or language.

    Attributes:
        names: its names by ISO 639-1 code of their language; English is always there.
        aliases: other names and spellings, in any language.
    """

    names: dict[str, str]
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The English name."""
        return self.names["en"]


class Country(Named, frozen=True, gc=False):
    """A country or territory of ISO 3166-1. All six names are there.

    Attributes:
        code: its alpha-3 code ("KEN").
        alpha_2: its alpha-2 code ("KE").
        numeric: its numeric code, three digits ("404").
        official: its formal English name ("Republic of Kenya"); empty for territories.
    """

    code: str
    alpha_2: str
    numeric: str
    official: str = ""

    def all_names(self) -> tuple[str, ...]:
        """Every name once, the English one first."""
        return _distinct([*self.names.values(), self.official, *self.aliases])


class Region(Named, frozen=True, gc=False):
    """A region of the M49 standard. All six names are there.

    Attributes:
        id: its English name in lower case, with hyphens ("eastern-africa").
        code: its M49 code, three digits ("014").
        countries: the alpha-3 codes of all its countries, those of its subregions included, in alphabetical order.
    """

    id: str
    code: str
    countries: tuple[str, ...]

    def all_names(self) -> tuple[str, ...]:
        """Every name once, the English one first."""
        return _distinct([*self.names.values(), *self.aliases])


class Language(Named, frozen=True, gc=False):
    """A language of ISO 639. Those with a code of two letters have all six names.

    Attributes:
        code: its ISO 639-1 code ("fr"), or its ISO 639-3 code where it has no other ("fil").
        alpha_3: its ISO 639-3 code ("fra").
        bibliographic: the other ISO 639-2 code of a few languages ("fre"), or empty.
        autonym: its name in itself ("français"); empty where CLDR does not give it.
    """

    code: str
    alpha_3: str
    bibliographic: str = ""
    autonym: str = ""

    def all_names(self) -> tuple[str, ...]:
        """Every name once, the English one first."""
        return _distinct([*self.names.values(), self.autonym, *self.aliases])


class Places(msgspec.Struct, frozen=True):
    """The content of `places.json`; `sources` has the version of each source."""

    sources: dict[str, str]
    countries: tuple[Country, ...]
    regions: tuple[Region, ...]
    languages: tuple[Language, ...]


@cache
def countries() -> Mapping[str, Country]:
    """All countries and territories by alpha-3 code, in alphabetical order of the codes."""
    return {country.code: country for country in load().countries}


@cache
def regions() -> Mapping[str, Region]:
    """All regions by id, in the order of their M49 codes; the world comes first."""
    return {region.id: region for region in load().regions}


@cache
def languages() -> Mapping[str, Language]:
    """All languages by code, in alphabetical order of the codes."""
    return {language.code: language for language in load().languages}


def country(code: str) -> Country | None:
    """The country with an alpha-3 code, or None."""
    return countries().get(code)


def region(id_: str) -> Region | None:
    """The region with an id, or None."""
    return regions().get(id_)


def language(code: str) -> Language | None:
    """The language with a code of `languages()`, or None."""
    return languages().get(code)


def regions_of(country_code: str) -> tuple[str, ...]:
    """The ids of the regions that contain a country, the smallest first; none for an unknown code."""
    return _regions_by_country().get(country_code, ())


@cache
def country_names() -> Mapping[str, tuple[str, ...]]:
    """Every name of every country by alpha-3 code, the English one first."""
    return {country.code: country.all_names() for country in load().countries}


@cache
def region_names() -> Mapping[str, tuple[str, ...]]:
    """Every name of every region by id, the English one first."""
    return {region.id: region.all_names() for region in load().regions}


@cache
def language_names() -> Mapping[str, tuple[str, ...]]:
    """Every name of every language by code, the English one first."""
    return {language.code: language.all_names() for language in load().languages}


def country_code(text: str) -> str | None:
    """The alpha-3 code for an alpha-3, alpha-2 or numeric code in any case, leading zeros optional, or None."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        text = text.lstrip("0").zfill(3)
    return _country_codes().get(text.upper())


@cache
def alpha_2_codes() -> Mapping[str, str]:
    """The alpha-3 code of every country by its alpha-2 code ("KE")."""
    return {country.alpha_2: country.code for country in load().countries}


@cache
def language_codes() -> Mapping[str, str]:
    """The code in `languages()` of every language by its ISO 639-1, 639-2 and 639-3 codes."""
    return {
        code: language.code
        for language in load().languages
        for code in (language.code, language.alpha_3, language.bibliographic)
        if code
    }


def language_code(text: str) -> str | None:
    """The code in `languages()` for an ISO 639-1, 639-2 or 639-3 code in any case, or None.

    A tag such as "pt-BR" or "zh_Hant" counts by its language.
    """
    subtag, *_ = text.strip().replace("_", "-").split("-")
    return language_codes().get(subtag.lower())


@cache
def load() -> Places:
    """The content of `places.json`."""
    return msgspec.json.decode(Path(__file__).with_name("places.json").read_bytes(), type=Places)


@cache
def _regions_by_country() -> dict[str, tuple[str, ...]]:
    by_size = sorted(load().regions, key=lambda region: len(region.countries))
    found: dict[str, list[str]] = {}
    for region in by_size:
        for code in region.countries:
            found.setdefault(code, []).append(region.id)
    return {code: tuple(ids) for code, ids in found.items()}


@cache
def _country_codes() -> dict[str, str]:
    return {
        code: country.code for country in load().countries for code in (country.code, country.alpha_2, country.numeric)
    }


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
