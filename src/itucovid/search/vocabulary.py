"""Words that search knows in any dataset: the commonest ones of English, synonyms, and the names of countries."""

from __future__ import annotations

from functools import cache
from itertools import chain
from pathlib import Path

from itucovid.text import is_unspaced, singular, stem

_FOLDER = Path(__file__).parent


@cache
def common_words() -> frozenset[str]:
    """The 10,000 commonest words of 4 to 12 letters, by the word frequencies of pyspellchecker 0.9 (MIT licence)."""
    return frozenset((_FOLDER / "common_words.txt").read_text(encoding="utf-8").split())


@cache
def country_words() -> frozenset[str]:
    """The names of countries in six languages that are one word, normalized (from `tools/places.py`)."""
    return frozenset((_FOLDER / "country_words.txt").read_text(encoding="utf-8").split())


@cache
def unspaced_names() -> tuple[str, ...]:
    """The names of countries that search would split: of three or more Chinese characters, the longest first."""
    names = (name for name in country_words() if is_unspaced(name) and len(name) > len("中国"))
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def known_words() -> frozenset[str]:
    """The words that are no misspellings: common ones, countries and numbers."""
    return common_words() | country_words() | number_words()


def is_known_word(word: str) -> bool:
    """Whether a word, or its singular, is no misspelling."""
    return not known_words().isdisjoint((word, singular(word)))


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words, normalized, of which each stands for the others: one group per line of the file.

    The groups that begin with a number are its names in six languages.
    """
    lines = (_FOLDER / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split()) for line in lines)


@cache
def number_words() -> frozenset[str]:
    """The numbers that have synonyms, in digits and in words."""
    return frozenset(chain.from_iterable(group for group in synonyms() if group[0].isdigit()))


def synonyms_of(word: str) -> tuple[str, ...]:
    """The words that stand for a word, in any inflection of it."""
    own = stem(word)
    # Words of other scripts have other stems.
    groups = (group for group in synonyms() if own in (stem(one) for one in group if one.isascii() == word.isascii()))
    return tuple(other for group in groups for other in group if stem(other) != own)
