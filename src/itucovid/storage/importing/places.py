"""Read countries, regions and languages by code or name, in six languages."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from itucovid import places
from itucovid.names import closest_matches, name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@lru_cache(maxsize=4096)
def read_country(text: str) -> str | None:
    """The alpha-3 code of a country, from a code or a whole name, or None."""
    text = text.strip()
    if re.fullmatch("[A-Za-z]{2,3}", text) and (code := places.country_code(text.upper())) and text.isupper():
        return code
    return _by_name(places.country_names).get(name_key(_without_article(text)))


@lru_cache(maxsize=4096)
def read_language(text: str) -> str | None:
    """The code of a language, from a code, a tag such as "pt-BR" or a whole name, or None."""
    text = text.strip()
    if re.fullmatch("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", text) and (code := places.language_code(text)):
        return code
    return _by_name(places.language_names).get(name_key(text))


@lru_cache(maxsize=4096)
def read_region(text: str) -> str | None:
    """The id of a region of the M49 standard, from its id or any of its names, or None."""
    return _by_name(places.region_names).get(name_key(_without_article(text)))


@lru_cache(maxsize=4096)
def closest_country(text: str) -> str | None:
    """The country whose name is spelled most like a text, or None."""
    from difflib import SequenceMatcher

    codes = _by_name(places.country_names)
    for name in closest_matches(name_key(text), {name: name for name in codes}):
        if SequenceMatcher(None, name, name_key(text)).ratio() >= _MISSPELLED:
            return places.countries()[codes[name]].name
    return None


_MISSPELLED = 0.85
"""The similarity from which a text is a misspelled name rather than another one."""


def _without_article(text: str) -> str:
    return re.sub(r"^(?:the|les?|la|l['’]|el|los|las)\s*\b", "", text.strip(), flags=re.IGNORECASE)


@cache
def _by_name(names: Callable[[], Mapping[str, tuple[str, ...]]]) -> dict[str, str]:
    """The keys by each of their names; a name of several keys belongs to the one that has it first in its list."""
    found: dict[str, tuple[int, str]] = {}
    for key, own in names().items():
        for position, name in enumerate(own):
            for spelling in (name_key(name), name_key(_without_article(name))):
                if spelling and (spelling not in found or position < found[spelling][0]):
                    found[spelling] = (position, key)
    return {name: key for name, (_, key) in found.items()}
