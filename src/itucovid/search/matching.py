"""Which terms of the index match a term of a query, and in which records they occur."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import msgspec

from itucovid.search.index import AMBIGUOUS_ACRONYMS, FIELD_MASKS
from itucovid.search.query import STOPWORDS
from itucovid.search.scoring import FieldScore, field_score, merge
from itucovid.search.vocabulary import (
    GENERAL_WORDS,
    RELATIONS,
    is_inflection,
    is_known_word,
    number_words,
    synonyms_of,
)
from itucovid.text import (
    IRREGULAR_PLURALS,
    MAX_COMPOUND_PARTS,
    extends_cluster,
    is_alphabetic,
    is_cluster,
    is_unspaced,
    singular,
    stem,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from itucovid.search.index import Index, Phrase
    from itucovid.search.periods import Period
    from itucovid.search.query import Query, Term

# The similarity of a match: how much it counts by how exact it is.
EXACT = 1.0
STEM = 0.95
COMPOUND = 0.95
SYNONYM = 0.7
PREFIX = 0.6
PREFIX_BONUS = 0.3
"""What is added to PREFIX in proportion to the part of the word that was typed."""
ONE_TYPO = 0.75
TWO_TYPOS = 0.6

# The typo limits are those of Algolia, in Latin script. Of others fewer common words are known, and words are longer.
MIN_LENGTH_FOR_ONE_TYPO = 4
MIN_LENGTHS_FOR_TWO_TYPOS = (8, 10)
"""In Latin script and in others."""
MIN_LENGTHS_FOR_WRONG_LETTER = (5, 6)
"""In Latin script and in others; in shorter words letters may be missing, added or transposed."""
CONSONANTS = "[\u0590-\u07ff]"
"""The scripts that write few vowels (Hebrew, Arabic...): words that differ in a letter are seldom the same."""
MIN_PREFIX_LENGTH = 3
"""Shorter words begin too many terms; one of this length that is a term itself (WHO) is not a prefix.

Only the last word of a query may be so short: before others, a prefix has one letter more.
"""

END_OF_ALPHABETS = "\u0900"
"""After Latin, Cyrillic, Arabic...: in scripts that write a syllable as one character, a short word may be a prefix."""

MIN_PART_LENGTH = 2
"""Of a word that is split into three."""

MIN_SIMILARITY = 0.7
"""Of a suggestion."""
MAX_SUGGESTIONS = 3

MAX_CORPUS_TERMS = 8
"""Of a phrase that applies to every record."""

EXCLUDABLE_FIELDS = sum(
    mask
    for field, mask in FIELD_MASKS.items()
    if field not in ("keywords", "theme") and not field.endswith(".keywords")
)
"""An exclusion applies to what a record contains, not to what makes it findable."""


How: TypeAlias = Literal["exact", "stem", "compound", "date", "translation", "synonym", "prefix", "fuzzy"]
"""How a word of a query matches; "translation" is a word, in any inflection, of translations only."""
HOWS: tuple[How, ...] = get_args(How)
"""From the most exact to the least."""


class TermMatch(msgspec.Struct):
    """What matches a term of a query.

    Attributes:
        term: the term.
        words: the terms of the index that match, each with its similarity.
        phrases: the phrases that match, each with its similarity; they need not occur in any record.
        scores: the numbers of the records in which any of them occurs, each with its score.
        guess: what it is taken for, if neither it nor another inflection, beginning or compound matches.
        is_corpus_term: whether the term applies to every record.
        is_optional: whether the records need not match it, and it does not count.
    """

    term: Term
    words: dict[str, float]
    phrases: dict[Phrase, float]
    scores: dict[int, FieldScore] = msgspec.field(default_factory=dict)
    guess: Literal["synonym", "fuzzy"] | None = None
    is_corpus_term: bool = False
    is_optional: bool = False

    @property
    def is_split(self) -> bool:
        """Whether its phrases are the parts of one word."""
        return len(self.term.words) == 1

    def differs_in_number(self, known: str) -> bool:
        """Whether a term of the index in Latin script is at most another number of the word."""
        return _singular("".join(self.term.words)) == _singular(known)

    def how(self, known: str) -> How:
        """How a term of the index matches."""
        word = "".join(self.term.words)
        if self.guess:
            return self.guess
        if len(self.term.words) > 1 and known != word:
            return "compound"
        if stem(known) == stem(word):
            return "exact" if known == word else "stem"
        return "prefix" if known.startswith(word) else "synonym"


def _singular(word: str) -> str:
    return IRREGULAR_PLURALS.get(word) or singular(word).removesuffix("e")


class QueryMatch(msgspec.Struct, frozen=True):
    """What matches a query.

    Attributes:
        terms: for each term what matches it.
        excluded: the numbers of the records that contain an excluded term.
    """

    terms: list[TermMatch]
    excluded: set[int]

    @property
    def content(self) -> list[TermMatch]:
        """The terms that count: without stopwords and optional words."""
        return [match for match in self.terms if not (match.term.is_stopword or match.is_optional)]


def match_query(index: Index, query: Query) -> QueryMatch:
    """Match the terms of a query, stopwords excepted; words that match nothing are matched as misspellings."""
    matches = [
        TermMatch(term, {}, {})
        if term.is_stopword
        else match_term(index, term, MIN_PREFIX_LENGTH + (position < len(query.terms)))
        for position, term in enumerate(query.terms, 1)
    ]
    _mark_corpus_terms(index, matches)
    for match in matches:
        match.scores = find_records(index, match.words, match.phrases, match.term.periods)
    _add_compounds(index, matches)
    for match in matches:
        if match.term.is_word and not (match.scores or match.is_corpus_term or match.term.is_stopword):
            match.words, match.phrases = fuzzy_matches(index, match.term.words[0]), {}
            match.scores = find_records(index, match.words)
            match.guess = "fuzzy" if match.words else None
    _correct_characters(index, matches)
    _mark_optional(index, matches)
    return QueryMatch(matches, {number for term in query.excluded for number in excluded_records(index, term)})


def _mark_optional(index: Index, matches: Sequence[TermMatch]) -> None:
    """Make words optional that say little beside others: records need not contain them.

    They are "partnership" beside the name of an organisation or record, and "initiatives" beside any other word.
    """
    relations = _inflections(matches, RELATIONS)
    if relations:
        others = [word for match in matches for word in (("",) if match in relations else match.term.words)]
        is_optional = index.has_name(others)
        for match in relations:
            match.is_optional = is_optional
    general = _inflections(matches, GENERAL_WORDS)
    is_optional = any(not (match.term.is_stopword or match.is_optional or match in general) for match in matches)
    for match in general:
        match.is_optional = is_optional


def _inflections(matches: Sequence[TermMatch], words: Sequence[str]) -> list[TermMatch]:
    """The matches of some words in any inflection."""
    return [match for match in matches if match.term.is_word and is_inflection(match.term.words[0], words)]


def _correct_characters(index: Index, matches: Sequence[TermMatch]) -> None:
    """Correct one wrong character within a run without spaces: 网络按全 matches 网络安全.

    Its two pairs of characters match nothing, but a pair beside them does.
    """
    for at, (one, other) in enumerate(pairwise(matches)):
        if one.scores or other.scores or not _overlap(one, other):
            continue
        before, after = matches[max(at - 1, 0) : at], matches[at + 2 : at + 3]
        if not any(match.scores and (_overlap(match, one) or _overlap(other, match)) for match in (*before, *after)):
            continue
        first, last = one.term.words[0][0], other.term.words[0][1]
        seconds = sorted(term[1] for term in index.terms if len(term) == len("网络") and term[0] == first)
        pairs = [(first + second, second + last) for second in seconds if second + last in index.terms]
        found = [pair for pair in pairs if index.phrase_postings(tuple(frozenset({term}) for term in pair))]
        for match, terms in zip((one, other), zip(*found, strict=True), strict=False):
            match.words = dict.fromkeys(terms, ONE_TYPO)
            match.scores = find_records(index, match.words)
            match.guess = "fuzzy"


def unmatched_texts(matches: Sequence[TermMatch], unmatched: Sequence[TermMatch]) -> Iterator[str]:
    """Some terms of a query as typed.

    Of scripts without spaces, terms that overlap are one text, without what they share with other terms beside them:
    of 网络量子, whose 网络 matches, 络量 and 量子 give 量子. Nothing remains of a pair between two that match.
    """
    run = ""
    for previous, match, following in zip((None, *matches), matches, (*matches[1:], None), strict=False):
        if not any(match is one for one in unmatched):
            continue
        run += match.term.text[_shared(previous, match) :]
        if not (shared := _shared(match, following)) or not any(following is one for one in unmatched):
            if run := run[: len(run) - shared]:
                yield run
            run = ""


def _shared(one: TermMatch | None, other: TermMatch | None) -> int:
    """How many characters two terms of a script without spaces share, the last of one and the first of the other."""
    terms = [match.term for match in (one, other) if match and match.term.is_word and is_unspaced(match.term.words[0])]
    if len(terms) < len((one, other)):
        return 0
    before, after = (term.text for term in terms)
    return next((size for size in range(len(after) - 1, 0, -1) if before.endswith(after[:size])), 0)


def _overlap(one: TermMatch, other: TermMatch) -> bool:
    """Whether two terms are overlapping pairs of characters."""
    terms = (one.term, other.term)
    if not all(term.is_word and is_unspaced(term.words[0]) and len(term.words[0]) == len("网络") for term in terms):
        return False
    return one.term.words[0][1] == other.term.words[0][0]


def _mark_corpus_terms(index: Index, matches: Sequence[TermMatch]) -> None:
    """Mark the terms that are, alone or side by side, a phrase that applies to every record."""
    for start in range(len(matches)):
        run = takewhile(
            lambda match: match.term.words and not match.term.quoted, matches[start : start + MAX_CORPUS_TERMS]
        )
        words: list[str] = []
        for length, match in enumerate(run, 1):
            words += match.term.words
            if not index.corpus_stems.isdisjoint((" ".join(map(stem, words)), stem("".join(words)))):
                for one in matches[start : start + length]:
                    one.is_corpus_term = True


def match_term(index: Index, term: Term, min_prefix_length: int = MIN_PREFIX_LENGTH) -> TermMatch:
    """Match one term by itself, its stem, a synonym, as a prefix of some length, or as a compound."""
    if not term.words:
        return TermMatch(term, {}, {})
    word = "".join(term.words)
    stems = index.stem_matches(word)
    if len(term.words) > 1:
        # The index does not contain "who" in lower case, but the texts do.
        phrase = tuple(frozenset({*index.stem_matches(w), *AMBIGUOUS_ACRONYMS.intersection([w])}) for w in term.words)
        words = {} if term.quoted else dict.fromkeys(stems, COMPOUND)
        return TermMatch(term, words, {phrase: EXACT} if all(phrase) else {})
    words = {known: EXACT if known == word else STEM for known in stems}
    if term.quoted:
        return TermMatch(term, words, {})
    is_number = word in number_words()
    if is_number or not words:
        others = [known for other in synonyms_of(word) for known in index.stem_matches(other)]
        if is_number:
            return TermMatch(term, {**dict.fromkeys(others, STEM), **words}, {})
        if others:
            return TermMatch(term, dict.fromkeys(others, SYNONYM), {}, guess="synonym")
    words = {**_prefix_matches(index, word, min_prefix_length), **words}
    return TermMatch(term, words, {} if words else _split_compound(index, word))


def excluded_records(index: Index, term: Term) -> Iterator[int]:
    """The records that contain an excluded term; its prefixes and compounds do not count."""
    match = match_term(index, msgspec.structs.replace(term, quoted=len(term.words) == 1 or term.quoted))
    for number, score in find_records(index, match.words, match.phrases, term.periods).items():
        if score.fields & EXCLUDABLE_FIELDS:
            yield number


def find_records(
    index: Index,
    words: Mapping[str, float],
    phrases: Mapping[Phrase, float] | None = None,
    periods: Sequence[Period] = (),
) -> dict[int, FieldScore]:
    """The numbers of the records in which any of some words, phrases or periods occurs, each with its score."""
    found = [(index.postings(word), similarity) for word, similarity in words.items()]
    found += [(index.phrase_postings(phrase), similarity) for phrase, similarity in (phrases or {}).items()]
    scores = dict.fromkeys(index.period_postings(periods), field_score(FIELD_MASKS["period"], EXACT))
    for postings, similarity in found:
        for number, fields in postings.items():
            scores[number] = merge(scores.get(number), field_score(fields, similarity))
    return scores


def _prefix_matches(index: Index, word: str, min_length: int) -> dict[str, float]:
    """The terms that begin with `word`, if it is long enough for a prefix."""
    unspaced = is_unspaced(word)
    is_short = len(word) < min_length and (word < END_OF_ALPHABETS or not is_alphabetic(word))
    if not is_cluster(word) if unspaced else is_short:
        return {}
    if word.isdigit() or (len(word) <= MIN_PREFIX_LENGTH and word in index.terms):
        return {}
    return {
        term: PREFIX + PREFIX_BONUS * len(word) / len(term)
        for term in index.terms
        # "wha7" is not a prefix of "wha73": numbers are not split, nor is a sign from its letter.
        if term.startswith(word)
        and not (word[-1].isdigit() and term[len(word) :][:1].isdigit())
        and not (unspaced and extends_cluster(term, len(word)))
    }


def _split_compound(index: Index, word: str) -> dict[Phrase, float]:
    """The ways to split a word into two words of the index, or else into three: "smartcities", "UNHabitatplan"."""
    if is_unspaced(word):
        return {}
    known = cache(lambda part: frozenset(index.stem_matches(part)))
    cuts = range(1, len(word))
    phrases: list[Phrase] = [(known(word[:cut]), known(word[cut:])) for cut in cuts]
    if not any(map(all, phrases)):
        phrases = [
            (known(word[:first]), known(word[first:second]), known(word[second:]))
            for first in range(MIN_PART_LENGTH, len(word))
            if known(word[:first])
            for second in range(first + MIN_PART_LENGTH, len(word) - MIN_PART_LENGTH + 1)
        ]
    return {parts: COMPOUND for parts in phrases if all(parts)}


def _add_compounds(index: Index, matches: Sequence[TermMatch]) -> None:
    """Let adjacent terms match the words that they spell together: "cyber security" matches "cybersecurity"."""
    for run in adjacent_terms(matches):
        scores = find_records(index, compound_words(index, run))
        for match in run:
            for number, score in scores.items():
                match.scores[number] = merge(match.scores.get(number), score)


def compound_words(index: Index, run: Sequence[TermMatch]) -> dict[str, float]:
    """The terms of the index that some terms of a query spell together."""
    return dict.fromkeys(index.stem_matches("".join(match.term.words[0] for match in run)), COMPOUND)


def adjacent_terms(matches: Sequence[TermMatch]) -> Iterator[Sequence[TermMatch]]:
    """The runs of two to `MAX_COMPOUND_PARTS` single, unquoted words."""
    for start in range(len(matches)):
        run = list(takewhile(lambda match: match.term.is_word, matches[start : start + MAX_COMPOUND_PARTS]))
        for length in range(2, len(run) + 1):
            yield run[:length]


def fuzzy_matches(index: Index, word: str) -> dict[str, float]:
    """The terms that a misspelled word most probably means: those at the least distance within the limit.

    The distance is that of optimal string alignment: transposing two letters is one typo. The first letter is right, or
    transposed with the second; in a short word, none is replaced. A digit is not corrected, nor is a common word of
    five languages or a word of the name of a country; no word is corrected to a stopword.
    """
    limit = typo_limit(word)
    if not limit or is_known_word(word):
        return {}
    distances = _distances(word, index.terms, limit)
    for known, distance in _distances(stem(word), index.stems, typo_limit(stem(word))).items():
        for term in index.terms_of(known):
            distances[term] = min(distance, distances.get(term, distance))
    for stopword in STOPWORDS.intersection(distances):
        del distances[stopword]
    least = min(distances.values(), default=0)
    similarity = ONE_TYPO if least <= 1 else TWO_TYPOS
    return {term: similarity for term, distance in distances.items() if distance == least}


def _distances(word: str, candidates: Iterable[str], limit: int) -> dict[str, int]:
    """The candidates within a distance of a word, each with its distance."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    starts = (word[0], word[1::-1])
    near = _correctable(word, (known for known in candidates if known.startswith(starts)))
    found = extract(word, near, scorer=OSA.distance, score_cutoff=limit, limit=None)
    return {known: int(distance) for known, distance, _ in found if _is_likely(word, known)}


def _is_likely(word: str, known: str) -> bool:
    """Whether a word is probably misspelled for another: short words that differ in one letter mostly are not."""
    if len(word) != len(known) or len(word) >= _least(MIN_LENGTHS_FOR_WRONG_LETTER, word):
        return True
    return sorted(word) == sorted(known)


def _correctable(word: str, candidates: Iterable[str]) -> list[str]:
    """The candidates that a word may stand for: with the same digits, and not too short."""
    if word.isalpha():
        return [known for known in candidates if len(known) >= MIN_LENGTH_FOR_ONE_TYPO and is_alphabetic(known)]
    digits = re.findall("[0-9]", word)
    return [known for known in candidates if typo_limit(known) and re.findall("[0-9]", known) == digits]


def typo_limit(word: str) -> int:
    """How many typos are corrected in a word; it may have digits, if it has four letters.

    A word of a script with few vowels is as long as its stem without one letter.
    """
    letters = re.sub("[0-9]", "", word)
    if not is_alphabetic(letters) or is_unspaced(letters):
        return 0
    if re.match(CONSONANTS, letters):
        letters = word = stem(letters)[1:]
    if len(letters) < MIN_LENGTH_FOR_ONE_TYPO:
        return 0
    return 1 if len(word) < _least(MIN_LENGTHS_FOR_TWO_TYPOS, word) else 2


def _least(lengths: tuple[int, int], word: str) -> int:
    """The limit for the script of a word: that for Latin script, or for others."""
    latin, others = lengths
    return latin if word.isascii() else others


def suggestions(index: Index, word: str) -> list[str]:
    """Up to `MAX_SUGGESTIONS` terms that are spelled most like a word, the closest first."""
    if not typo_limit(word):
        return []
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    candidates = _correctable(word, (term for term in index.terms if term != word))
    found = extract(word, candidates, scorer=OSA.normalized_similarity, score_cutoff=MIN_SIMILARITY, limit=None)
    return [term for term, _, _ in sorted(found, key=lambda one: (-one[1], one[0]))[:MAX_SUGGESTIONS]]
