"""What answers one term of a query: words of a dataset that are the same, begin so, spell it apart, or are like it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.index import PRONOUNS
from itucovid.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from itucovid.index import Index
    from itucovid.query import Term

# How much an answer counts by its likeness to what was asked.
SAME = 1.0
SAME_STEM = 0.95
JOINED = 0.95
BEGINNING = (0.6, 0.3)  # the least, and what is added in proportion to how much of the word was typed
ONE_TYPO = 0.75
TWO_TYPOS = 0.6

# Algolia's defaults: no typo below four letters, one below eight, two from eight on.
ONE_TYPO_FROM = 4
TWO_TYPOS_FROM = 8
# One or two letters begin too many words; three that are a word of their own (WHO) mean that word.
BEGINNING_FROM = 3

# How like a word of the dataset has to be to be suggested.
NEAR_ENOUGH = 0.7


class Answering(NamedTuple):
    """What answers one term: the single words and the runs of words that do, each with its likeness."""

    words: dict[str, float]
    runs: list[tuple[tuple[frozenset[str], ...], float]]


def answering(index: Index, term: Term) -> Answering:
    """The words of the dataset that answer a term as it stands: itself, its stem, its beginning, its parts.

    Whether words that must stand side by side do so in any record is not asked here.
    """
    joined = "".join(term.words)
    if len(term.words) > 1:
        # Of "who" it is not known which records say it: whether it stands there is seen when they are read.
        sets = tuple(frozenset({*same_word(index, word), *PRONOUNS.intersection([word])}) for word in term.words)
        together = {} if term.quoted else dict.fromkeys(same_word(index, joined), JOINED)
        return Answering(together, [(sets, SAME)] if all(sets) else [])
    found = {form: SAME if form == joined else SAME_STEM for form in same_word(index, joined)}
    if term.quoted:
        return Answering(found, [])
    found = {**_begun(index, joined), **found}
    return Answering(found, [] if found else list(_halves(index, joined)))


def _begun(index: Index, word: str) -> dict[str, float]:
    """The words that begin with `word`, if it is long enough to mean a beginning."""
    if len(word) < BEGINNING_FROM and (word.isascii() or not word.isalpha()):
        return {}
    if word.isdigit() or (len(word) <= BEGINNING_FROM and word in index.forms):
        return {}
    least, more = BEGINNING
    return {
        form: least + more * len(word) / len(form)
        for form in index.forms
        # "wha7" is not the beginning of "wha73": a number is whole or another one.
        if form.startswith(word) and not (word[-1].isdigit() and form[len(word) :][:1].isdigit())
    }


def _halves(index: Index, word: str) -> Iterator[tuple[tuple[frozenset[str], ...], float]]:
    """The ways to read one word as two words of the dataset: "smartcities", "UNHabitat"."""
    for cut in range(1, len(word)):
        halves = tuple(frozenset(same_word(index, half)) for half in (word[:cut], word[cut:]))
        if all(halves):
            yield halves, JOINED


def alike(index: Index, word: str) -> dict[str, float]:
    """The words of the dataset that a misspelt word most probably means: those at the least distance that is allowed.

    A swap of two letters is one typo. A word with a digit in it is never misspelt, and a wrong first letter counts as
    one typo more.
    """
    allowed = 0 if not word.isalpha() or len(word) < ONE_TYPO_FROM else 1 if len(word) < TWO_TYPOS_FROM else 2
    if not allowed:
        return {}
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    distances: dict[str, int] = {}
    for asked, known in ((word, {form: (form,) for form in index.forms}), (stem(word), index.stems)):
        candidates = [form for form in known if form.isalpha() and len(form) >= ONE_TYPO_FROM]
        for spelt, distance, _ in extract(asked, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=None):
            total = int(distance) + (spelt[0] != asked[0])
            if total <= allowed:
                for form in known[spelt]:
                    distances[form] = min(total, distances.get(form, total))
    nearest = min(distances.values(), default=0)
    return {
        form: ONE_TYPO if distance <= 1 else TWO_TYPOS for form, distance in distances.items() if distance == nearest
    }


def near(index: Index, word: str) -> list[str]:
    """Up to three words of the dataset that are spelt most like one that it lacks, the nearest first."""
    if len(word) < ONE_TYPO_FROM or not word.isalpha():
        return []
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    candidates = [form for form in index.forms if form.isalpha() and len(form) >= ONE_TYPO_FROM and form != word]
    found = extract(word, candidates, scorer=OSA.normalized_similarity, score_cutoff=NEAR_ENOUGH, limit=None)
    return [form for form, _, _ in sorted(found, key=lambda one: (-one[1], one[0]))[:3]]


def same_word(index: Index, word: str) -> Sequence[str]:
    """The words of the dataset that share the stem of a word."""
    return index.stems.get(stem(word), ())
