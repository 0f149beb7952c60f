"""Words that search knows in any dataset: the commonest ones of five languages, synonyms, and names of countries."""

from __future__ import annotations

from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from itucovid.text import is_unspaced, singular, stem

if TYPE_CHECKING:
    from collections.abc import Iterable

_FOLDER = Path(__file__).parent


@cache
def common_stems() -> str:
    """The stems of the commonest words of English (10,000), Spanish, French, Russian and Arabic (5,000 each).

    `tools/common_stems.py` writes the file, by the word frequencies of pyspellchecker 0.9.1 (MIT licence).

    Returns:
        A line for each stem, the first after an empty one. To find a few of them, a set would take longer to make.
    """
    return "\n" + (_FOLDER / "common_stems.txt").read_text(encoding="utf-8")


@cache
def country_names() -> frozenset[str]:
    """The names of countries in six languages, their words normalized (from `tools/places.py`).

    A Chinese name is one word.
    """
    return frozenset((_FOLDER / "country_names.txt").read_text(encoding="utf-8").splitlines())


@cache
def country_words() -> frozenset[str]:
    """The words of the names of countries."""
    return frozenset(chain.from_iterable(map(str.split, country_names())))


@cache
def long_country_names() -> frozenset[tuple[str, ...]]:
    """The names of countries of several words, as these."""
    return frozenset(tuple(name.split()) for name in country_names() if " " in name)


@cache
def unspaced_names() -> tuple[str, ...]:
    """The names of countries that search would split: of three or more Chinese characters, the longest first."""
    names = (name for name in country_words() if is_unspaced(name) and len(name) > len("中国"))
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def known_words() -> frozenset[str]:
    """The words, besides common ones, that are no misspellings: those of countries, and numbers."""
    return country_words() | number_words()


def is_known_word(word: str) -> bool:
    """Whether a word, or another inflection of it, is no misspelling."""
    return not known_words().isdisjoint((word, singular(word))) or f"\n{stem(word)}\n" in common_stems()


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
    groups = (group for group in synonyms() if is_inflection(word, group))
    return tuple(other for group in groups for other in group if stem(other) != stem(word))


def is_inflection(word: str, words: Iterable[str]) -> bool:
    """Whether a word is another inflection of one of some words."""
    # Words of other scripts have other stems.
    return stem(word) in (stem(one) for one in words if one.isascii() == word.isascii())


RELATIONS = (
    "partner", "partnership", "collaborate", "collaboration",
    "partenaire", "partenariat",
    "socio", "asociacion", "alianza", "colaboracion",
    "партнер", "партнерство",
    "شريك", "شركاء", "شراكه",
    "伙伴", "伴关", "关系",
)  # fmt: skip
"""Words that say how organisations relate to each other, in six languages."""

GENERAL_WORDS = (
    "initiative", "project", "activity", "concern", "deal",
    "projet", "activite",
    "iniciativa", "proyecto", "actividad",
    "инициатива", "проект", "деятельность",
    "مبادره", "مبادرات", "مشروع", "مشاريع", "نشاط", "انشطه",
    "举措", "倡议", "项目",
)  # fmt: skip
"""Words for any record, and verbs that only lead to a topic, in six languages."""
