"""Words that search knows in any dataset: the commonest ones of five languages, synonyms, and names of countries."""

from __future__ import annotations

from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from itucovid.text import is_unspaced, singular, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FOLDER = Path(__file__).parent


@cache
def common_stems() -> bytes:
    """A Bloom filter of the stems of the commonest words of English, Spanish, French, Russian and Arabic.

    There are 20,000 words of each, 10,000 of Arabic. The filter (B. H. Bloom, "Space/time trade-offs in hash coding
    with allowable errors", CACM 13(7), 1970) is small enough for the HTML page; it takes one other word in eighty for
    a common one. `tools/common_stems.py` writes it, by the word frequencies of pyspellchecker 0.9.1 (MIT licence).
    """
    return (_FOLDER / "common_stems.bin").read_bytes()


COMMON_STEMS_SIZE = 1 << 16
"""Bytes."""
COMMON_STEM_HASHES = 6


def common_stem_bits(stem_: str) -> Iterator[int]:
    """The bits that are set in `common_stems` if a stem is in it."""
    first = crc32(stem_.encode())
    second = crc32(stem_.encode(), first)
    return ((first + i * second) % (8 * COMMON_STEMS_SIZE) for i in range(COMMON_STEM_HASHES))


@cache
def country_names() -> tuple[str, ...]:
    """The names of countries in six languages, their words normalized (from `tools/places.py`).

    A Chinese name is one word.
    """
    return tuple((_FOLDER / "country_names.txt").read_text(encoding="utf-8").splitlines())


@cache
def _country_words() -> str:
    """The words of the names of countries, each between spaces; to find one, a set would take longer to make."""
    return f" {' '.join(country_names())} "


def is_country_word(word: str) -> bool:
    """Whether a word is part of the name of a country."""
    return f" {word} " in _country_words()


@cache
def long_country_names() -> frozenset[tuple[str, ...]]:
    """The names of countries of several words, as these."""
    return frozenset(tuple(name.split()) for name in country_names() if " " in name)


@cache
def unspaced_names() -> tuple[str, ...]:
    """The names of countries that search would split: of three or more Chinese characters, the longest first."""
    names = {word for name in country_names() for word in name.split() if is_unspaced(word) and len(word) > len("中国")}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def is_known_word(word: str) -> bool:
    """Whether a word, or another inflection of it, is common, part of the name of a country, or a number."""
    if all(common_stems()[bit // 8] >> bit % 8 & 1 for bit in common_stem_bits(stem(word))):
        return True
    return any(is_country_word(one) or one in number_words() for one in (word, singular(word)))


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
