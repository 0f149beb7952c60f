"""Which terms of the index match a term of a query, and in which records they occur."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from itucovid.search.index import AMBIGUOUS_ACRONYMS, FIELD_MASKS
from itucovid.search.scoring import FieldScore, field_boost, merge
from itucovid.text import MAX_COMPOUND_PARTS, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from itucovid.search.index import Index
    from itucovid.search.query import Term

# The similarity of a match: how much it counts by how exact it is.
EXACT = 1.0
STEM = 0.95
COMPOUND = 0.95
PREFIX = 0.6
PREFIX_BONUS = 0.3
"""What is added to PREFIX in proportion to the part of the word that was typed."""
ONE_TYPO = 0.75
TWO_TYPOS = 0.6

# The typo limits are those of Algolia.
MIN_LENGTH_FOR_ONE_TYPO = 4
MIN_LENGTH_FOR_TWO_TYPOS = 8
MIN_PREFIX_LENGTH = 3
"""Shorter words begin too many terms; one of this length that is a term itself (WHO) is not a prefix."""

MIN_SIMILARITY = 0.7
"""Of a suggestion."""
MAX_SUGGESTIONS = 3

EXCLUDABLE_FIELDS = sum(mask for field, mask in FIELD_MASKS.items() if field not in ("keywords", "theme"))
"""An exclusion applies to what a record contains, not to what makes it findable."""

Phrase = tuple[frozenset[str], ...]
"""For each of some adjacent tokens the terms that match it."""


class TermMatch(msgspec.Struct):
    """What matches a term of a query.

    Attributes:
        term: the term.
        words: the terms of the index that match, each with its similarity.
        phrases: the phrases that match, each with its similarity.
        scores: the records in which any of them occurs.
        is_fuzzy: whether only misspellings match.
    """

    term: Term
    words: dict[str, float]
    phrases: list[tuple[Phrase, float]]
    scores: dict[int, FieldScore] = msgspec.field(default_factory=dict)
    is_fuzzy: bool = False


def match_terms(index: Index, terms: Sequence[Term]) -> list[TermMatch]:
    """Match the terms of a query, stopwords excepted; terms that match nothing are matched as misspellings."""
    matches = [TermMatch(term, {}, []) if term.is_stopword else match_term(index, term) for term in terms]
    for match in matches:
        match.scores = find_records(index, match.words, match.phrases)
    _add_compounds(index, matches)
    for match in matches:
        term = match.term
        if not (match.scores or term.is_stopword or term.quoted or len(term.words) > 1 or is_corpus_term(index, term)):
            match.words = fuzzy_matches(index, term.words[0])
            match.phrases = []
            match.scores = find_records(index, match.words, [])
            match.is_fuzzy = bool(match.scores)
    return matches


def match_term(index: Index, term: Term) -> TermMatch:
    """Match one term by itself, its stem, as a prefix, or as a compound.

    The phrases of the result need not occur in any record.
    """
    word = "".join(term.words)
    if len(term.words) > 1:
        # The index does not contain "who" in lower case, but the texts do.
        phrase = tuple(frozenset({*index.stem_matches(w), *AMBIGUOUS_ACRONYMS.intersection([w])}) for w in term.words)
        words = {} if term.quoted else dict.fromkeys(index.stem_matches(word), COMPOUND)
        return TermMatch(term, words, [(phrase, EXACT)] if all(phrase) else [])
    words = {known: EXACT if known == word else STEM for known in index.stem_matches(word)}
    if term.quoted:
        return TermMatch(term, words, [])
    words = {**_prefix_matches(index, word), **words}
    return TermMatch(term, words, [] if words else list(_split_compound(index, word)))


def excluded_records(index: Index, term: Term) -> set[int]:
    """The records that contain an excluded term; its prefixes and compounds do not count."""
    match = match_term(index, term._replace(quoted=len(term.words) == 1 or term.quoted))
    found = find_records(index, match.words, match.phrases)
    return {number for number, score in found.items() if score.fields & EXCLUDABLE_FIELDS}


def is_corpus_term(index: Index, term: Term) -> bool:
    """Whether a term applies to every record."""
    return not term.quoted and index.corpus_stems.issuperset(map(stem, term.words))


def find_records(
    index: Index, words: dict[str, float], phrases: Iterable[tuple[Phrase, float]]
) -> dict[int, FieldScore]:
    """The records in which any of some words or phrases occurs."""
    scores: dict[int, FieldScore] = {}
    for word, similarity in words.items():
        for number, fields in index.postings(word).items():
            scores[number] = merge(scores.get(number), FieldScore(field_boost(fields) * similarity, fields))
    for phrase, similarity in phrases:
        for number, field in index.phrase_matches(phrase, _candidates(index, phrase)):
            scores[number] = merge(scores.get(number), FieldScore(field_boost(field) * similarity, field))
    return scores


def _candidates(index: Index, phrase: Phrase) -> Iterable[int]:
    """The records that contain all words of a phrase."""
    per_word = [
        {number for term in terms for number in index.postings(term)}
        for terms in phrase
        if not terms & AMBIGUOUS_ACRONYMS
    ]
    return sorted(set.intersection(*per_word)) if per_word else range(len(index.records))


def _prefix_matches(index: Index, word: str) -> dict[str, float]:
    """The terms that begin with `word`, if it is long enough for a prefix."""
    if len(word) < MIN_PREFIX_LENGTH and (word.isascii() or not word.isalpha()):
        return {}
    if word.isdigit() or (len(word) <= MIN_PREFIX_LENGTH and word in index.terms):
        return {}
    return {
        term: PREFIX + PREFIX_BONUS * len(word) / len(term)
        for term in index.terms
        # "wha7" is not a prefix of "wha73": numbers are not split.
        if term.startswith(word) and not (word[-1].isdigit() and term[len(word) :][:1].isdigit())
    }


def _split_compound(index: Index, word: str) -> Iterator[tuple[Phrase, float]]:
    """The ways to split a word into two words of the index: "smartcities", "UNHabitat"."""
    for cut in range(1, len(word)):
        halves = tuple(frozenset(index.stem_matches(half)) for half in (word[:cut], word[cut:]))
        if all(halves):
            yield halves, COMPOUND


def _add_compounds(index: Index, matches: list[TermMatch]) -> None:
    """Let adjacent terms match the words that they spell together: "cyber security" matches "cybersecurity"."""
    found = [
        (match, find_records(index, words, []))
        for run in adjacent_terms(matches)
        if (words := compound_words(index, run))
        for match in run
    ]
    for match, scores in found:
        for number, score in scores.items():
            match.scores[number] = merge(match.scores.get(number), score)


def compound_words(index: Index, run: Sequence[TermMatch]) -> dict[str, float]:
    """The terms of the index that some terms of a query spell together."""
    return dict.fromkeys(index.stem_matches("".join(match.term.words[0] for match in run)), COMPOUND)


def adjacent_terms(matches: Sequence[TermMatch]) -> Iterator[Sequence[TermMatch]]:
    """The runs of two to `MAX_COMPOUND_PARTS` single, unquoted words."""
    for i in range(len(matches)):
        for j in range(i + 1, min(len(matches), i + MAX_COMPOUND_PARTS) + 1):
            if len(matches[j - 1].term.words) > 1 or matches[j - 1].term.quoted:
                break
            if j - i > 1:
                yield matches[i:j]


def fuzzy_matches(index: Index, word: str) -> dict[str, float]:
    """The terms that a misspelled word most probably means: those at the least distance within the limit.

    The distance is that of optimal string alignment: transposing two letters is one typo. A wrong first letter counts
    double. A word with a digit is not corrected.
    """
    limit = typo_limit(word)
    if not limit:
        return {}
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    distances: dict[str, int] = {}
    for typed, known in ((word, {term: (term,) for term in index.terms}), (stem(word), index.stems)):
        candidates = [term for term in known if term.isalpha() and len(term) >= MIN_LENGTH_FOR_ONE_TYPO]
        for spelling, distance, _ in extract(typed, candidates, scorer=OSA.distance, score_cutoff=limit, limit=None):
            total = int(distance) + (spelling[0] != typed[0])
            if total <= limit:
                for term in known[spelling]:
                    distances[term] = min(total, distances.get(term, total))
    least = min(distances.values(), default=0)
    return {term: ONE_TYPO if distance <= 1 else TWO_TYPOS for term, distance in distances.items() if distance == least}


def typo_limit(word: str) -> int:
    """How many typos are corrected in a word."""
    if not word.isalpha() or len(word) < MIN_LENGTH_FOR_ONE_TYPO:
        return 0
    return 1 if len(word) < MIN_LENGTH_FOR_TWO_TYPOS else 2


def suggestions(index: Index, word: str) -> list[str]:
    """Up to three terms that are spelled most like a word, the closest first."""
    if len(word) < MIN_LENGTH_FOR_ONE_TYPO or not word.isalpha():
        return []
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    candidates = [
        term for term in index.terms if term.isalpha() and len(term) >= MIN_LENGTH_FOR_ONE_TYPO and term != word
    ]
    found = extract(word, candidates, scorer=OSA.normalized_similarity, score_cutoff=MIN_SIMILARITY, limit=None)
    return [term for term, _, _ in sorted(found, key=lambda one: (-one[1], one[0]))[:MAX_SUGGESTIONS]]
