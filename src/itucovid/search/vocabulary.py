"""Words of English that search knows in any dataset: the commonest ones, and synonyms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from itucovid.text import singular, stem

_FOLDER = Path(__file__).parent


@cache
def common_words() -> frozenset[str]:
    """The 10,000 commonest words of 4 to 12 letters, by the word frequencies of pyspellchecker 0.9 (MIT licence)."""
    return frozenset((_FOLDER / "common_words.txt").read_text(encoding="utf-8").split())


def is_common_word(word: str) -> bool:
    """Whether a word or its singular is a common one: then it is no misspelling."""
    return not common_words().isdisjoint((word, singular(word)))


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words of which each stands for the others: one group per line of the file."""
    lines = (_FOLDER / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split()) for line in lines)


def synonyms_of(word: str) -> tuple[str, ...]:
    """The words that stand for a word, in any inflection of it."""
    own = stem(word)
    return tuple(other for group in synonyms() if own in map(stem, group) for other in group if stem(other) != own)
