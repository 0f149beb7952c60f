"""Words that search knows in any dataset: the commonest ones of English, synonyms, and the names of countries."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from itucovid.places import country_names
from itucovid.text import is_alphabetic, normalize, singular, stem

_FOLDER = Path(__file__).parent


@cache
def common_words() -> frozenset[str]:
    """The 10,000 commonest words of 4 to 12 letters, by the word frequencies of pyspellchecker 0.9 (MIT licence)."""
    return frozenset((_FOLDER / "common_words.txt").read_text(encoding="utf-8").split())


@cache
def country_words() -> frozenset[str]:
    """The names of countries in six languages that are one word, normalized."""
    names = (name for names in country_names().values() for name in names if name.isalpha())
    return frozenset(filter(is_alphabetic, map(normalize, names)))


def is_known_word(word: str) -> bool:
    """Whether a word is a common one, in the singular or plural, or a country: then it is no misspelling."""
    return not common_words().isdisjoint((word, singular(word))) or word in country_words()


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words of which each stands for the others: one group per line of the file."""
    lines = (_FOLDER / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split()) for line in lines)


def synonyms_of(word: str) -> tuple[str, ...]:
    """The words that stand for a word, in any inflection of it."""
    own = stem(word)
    return tuple(other for group in synonyms() if own in map(stem, group) for other in group if stem(other) != own)
