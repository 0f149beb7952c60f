"""Full-text search: parse a query, match its terms, select and score records, highlight the matches."""

from __future__ import annotations

from collections import Counter
from functools import cached_property, reduce
from itertools import chain, pairwise
from operator import or_
from typing import TYPE_CHECKING, Any

import msgspec

from itucovid.html_repr import MAX_ROWS, html_highlight, html_table, html_text
from itucovid.model import Initiative  # noqa: TC001 - help() evaluates the types of public names
from itucovid.search.highlight import Match, best_match, highlight, original_spellings
from itucovid.search.index import FIELD_MASKS
from itucovid.search.index import load_index as load_index
from itucovid.search.matching import HOWS, How, match_query, suggestions, unmatched_texts
from itucovid.search.query import is_quote_open, parse
from itucovid.search.scoring import ADJACENCY_BONUS, MAX_RERANKED, TRANSLATIONS, FieldScore, idf, score_records
from itucovid.text import plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from itucovid.search.index import Index
    from itucovid.search.matching import QueryMatch, TermMatch

MAX_DOCUMENT_FREQUENCY = 0.5
"""A term in a larger part of the records does not distinguish them: it is common."""

MIN_RECORDS_FOR_COMMON_TERMS = 10
"""In a smaller dataset no term is common."""


CORPUS_TERM_SCORE = FieldScore(0.3, 0)
"""A term that applies to every record finds, alone, also those whose texts lack it."""


class Hit:
    """A record that matches a query.

    Attributes:
        score: from 0 to 100, for comparison with other hits of the same query: see `itucovid.search.scoring.score`.
    """

    def __init__(self, index: Index, number: int, score: float, term_matches: Sequence[TermMatch]) -> None:
        self._index = index
        self._number = number
        self.score = score
        self._term_matches = term_matches

    @cached_property
    def record(self) -> Initiative:
        """The record."""
        return self._index.records[self._number]

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """The texts that match, titles first, with the offsets of the matching words."""
        return tuple(highlight(self._index, self._number, self._term_matches))

    def to_dict(self) -> dict[str, Any]:
        """The record with the score and the matches, as in `itucovid search --json`; any encoder accepts it."""
        return {
            **self.record.to_dict(),
            "score": self.score,
            "matches": msgspec.json.decode(msgspec.json.encode(self.matches)),
        }

    def __repr__(self) -> str:
        return f"<Hit {self.record.id!r}, score {self.score}>"


class WordMatch(msgspec.Struct, frozen=True):
    """How a word of a query matches.

    Attributes:
        text: the word as typed.
        how: the most exact way in which it matches a hit.
        known: if it does not occur as typed, up to five words that match it, as the dataset writes them.
    """

    text: str
    how: How
    known: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What was searched instead of the word, for readers."""
        known = ", ".join(self.known)
        if self.how == "fuzzy":
            return f"showing results for {known} instead of {self.text!r}"
        if self.how == "prefix":
            return f"no record contains {self.text!r} as a word; showing words that begin with it: {known}"
        return f"no record contains {self.text!r}; showing results for {known}"


class Results(msgspec.Struct, frozen=True):
    """The results of a search.

    Attributes:
        hits: the matching records, best match first.
        unmatched: the terms of the query that match none of the hits.
        all_terms_matched: whether the hits match every term of the query.
        words: how each word of the query matches, stopwords and unmatched words excepted.
        suggestions: words of the dataset that are spelled like unmatched terms.
        excluded: the number of records that match, but contain an excluded term.
        operators: the words in capitals that are operators elsewhere, but not here.
        is_quote_open: whether a quotation mark has no counterpart; it is ignored.
        undated: the number of records without dates that are not hits only because of a date of the query.
        unfinished: those that are not hits only because of a date, begin before its end, and have no end.
    """

    hits: tuple[Hit, ...]
    unmatched: tuple[str, ...]
    all_terms_matched: bool
    words: tuple[WordMatch, ...]
    suggestions: tuple[str, ...]
    excluded: int = 0
    operators: tuple[str, ...] = ()
    is_quote_open: bool = False
    undated: int = 0
    unfinished: tuple[Initiative, ...] = ()

    @property
    def guesses(self) -> tuple[WordMatch, ...]:
        """The words that do not occur in the records as typed: notes should say what was searched instead."""
        return tuple(word for word in self.words if word.known)

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __repr__(self) -> str:
        best = ", ".join(repr(hit.record.id) for hit in self.hits[:MAX_LISTED])
        more = ", …" if len(self.hits) > MAX_LISTED else ""
        return f"<Results: {plural(len(self.hits), 'hit')}{': ' if best else ''}{best}{more}>"

    def _repr_html_(self) -> str:
        rows = (
            (html_text(hit.record.id), html_text(f"{hit.score:.1f}"), html_text(hit.record.title), _reason(hit))
            for hit in self.hits[:MAX_ROWS]
        )
        return html_table(("Id", "Score", "Title", "Why"), rows, len(self.hits), "hit")


MAX_LISTED = 5


def _reason(hit: Hit) -> str:
    match = best_match(hit.matches, hit.record.title)
    return html_highlight(match.text, match.spans) if match else ""


def search(index: Index, query: str, among: Collection[str] | None = None) -> Results:
    """Search a dataset.

    Every term must match, except stopwords and common terms. If no record matches all terms, the hits are the records
    that match most of them. If all terms are common, the hits are the records that match them.

    Args:
        index: the index of the dataset.
        query: words in any order and spelling; a "phrase" must occur as it is, and a -word must not occur.
        among: the ids of the records that may be hits; by default, all. They do not affect the scores.
    """
    parsed = parse(query)
    matches = match_query(index, parsed)
    selection = _select(index, matches, among)
    unmatched = tuple(unmatched_texts(matches.terms, selection.unmatched))
    scores = _score(index, matches.content, selection.numbers)
    ranked = _rerank(index, matches.terms, scores, sorted(selection.numbers, key=scores.__getitem__, reverse=True))
    return Results(
        hits=tuple(Hit(index, number, round(100 * scores[number], 1), matches.terms) for number in ranked),
        unmatched=unmatched,
        all_terms_matched=selection.missing == (0 if unmatched else len(selection.unmatched)),
        words=tuple(_word_matches(index, matches, scores)),
        suggestions=tuple(_suggest(index, selection.unmatched)),
        excluded=selection.excluded,
        operators=parsed.operators,
        is_quote_open=is_quote_open(query),
        undated=len(selection.undated),
        unfinished=tuple(index.records[number] for number in selection.unfinished),
    )


def _rerank(index: Index, terms: Sequence[TermMatch], scores: dict[int, float], ranked: list[int]) -> list[int]:
    """Add the bonus for adjacent words to the scores of the best hits, and sort these again."""
    pairs = [
        (one, other)
        for one, other in pairwise(terms)
        if one.words and other.words and {one.term.quoted, other.term.quoted} == {False}
    ]
    if not pairs:
        return ranked
    best = ranked[:MAX_RERANKED]
    for number in best:
        adjacent = sum(_are_adjacent(index, number, *pair) for pair in pairs)
        scores[number] = min(1.0, scores[number] + ADJACENCY_BONUS * adjacent / len(pairs))
    return [*sorted(best, key=lambda number: -scores[number]), *ranked[MAX_RERANKED:]]


def _are_adjacent(index: Index, number: int, one: TermMatch, other: TermMatch) -> bool:
    """Whether two terms are side by side, in this order, in a text of a record."""
    found, following = one.scores.get(number), other.scores.get(number)
    shared = found.fields & following.fields if found and following else 0
    if not shared:
        return False
    phrase = (frozenset(one.words), frozenset(other.words))
    return bool(index.phrase_fields(number, phrase, shared))


def _word_matches(index: Index, matches: QueryMatch, scores: Mapping[int, float]) -> Iterator[WordMatch]:
    """How the terms match the hits."""
    for match in matches.content:
        found = [number for number in match.scores if number in scores]
        if not found:
            continue
        fields = reduce(or_, (match.scores[number].fields for number in found))
        words = [word for word in match.words if not index.postings(word).keys().isdisjoint(scores)]
        ways: set[How] = {match.how(word) for word in words}
        if fields and not words and not match.term.periods:
            ways.add("compound" if match.is_split else "exact")
        if match.term.periods:
            ways.add("date")
        how: How = min(ways, key=HOWS.index, default="exact")
        is_translated = fields and not fields & ~TRANSLATIONS
        # "party" has the stem of the French "partie"; a plural, or a word of another script, is not a guess.
        is_far = how == "stem" and is_translated and match.term.words[0].isascii()
        differs = how in ("synonym", "prefix", "fuzzy") or (is_far and not any(map(match.differs_in_number, words)))
        is_guess = differs and not match.is_corpus_term
        frequency = {word: len(index.postings(word).keys() & scores) for word in words} if is_guess else {}
        frequent = [word for _, word in sorted((-count, word) for word, count in frequency.items())]
        if is_translated and how in ("exact", "stem"):
            how = "translation"
        yield WordMatch(match.term.text, how, original_spellings(index, frequent[:MAX_LISTED], scores))


class _Selection(msgspec.Struct, frozen=True):
    """The records that are hits, in the order of the dataset, and how well they match.

    Attributes:
        numbers: the numbers of the records.
        unmatched: the required terms that match none of them.
        missing: how many required terms each of them does not match.
        excluded: the number of the records that match, but are excluded.
        undated: the numbers of other records that match all required terms but dates, and have no date.
        unfinished: of those that begin before the end of a date, and have no end in their dates.
    """

    numbers: list[int]
    unmatched: list[TermMatch]
    missing: int
    excluded: int
    undated: list[int]
    unfinished: list[int]


def _select(index: Index, matches: QueryMatch, among: Collection[str] | None) -> _Selection:
    """Select the records that match the greatest number of required terms."""
    allowed: Collection[int] = range(len(index.records))
    if among is not None:
        allowed = {number for number, record in enumerate(index.records) if record.id in among}
    distinctive = [match for match in matches.content if not _is_common(index, match)]
    required = distinctive or matches.content
    if not distinctive:
        for match in required:
            if match.is_corpus_term:
                match.scores = {**dict.fromkeys(allowed, CORPUS_TERM_SCORE), **match.scores}
    counts = {
        number: count
        for number, count in Counter(chain.from_iterable(match.scores for match in required)).items()
        if number in allowed
    }
    excluded = len(counts)
    if matches.excluded:
        counts = {number: count for number, count in counts.items() if number not in matches.excluded}
    excluded -= len(counts)
    most = max(counts.values(), default=0)
    numbers = sorted(number for number, count in counts.items() if count == most)
    unmatched = [match for match in distinctive if match.scores.keys().isdisjoint(numbers)]
    if excluded and not numbers:
        unmatched = [match for match in unmatched if not match.scores]
    dates: list[TermMatch] = []
    others: list[TermMatch] = []
    for match in required:
        (dates if match.term.periods and not _is_text(match, numbers) else others).append(match)
    omitted = _omitted_by_date(dates, others, {*allowed}.difference(numbers, matches.excluded))
    starts = index.starts() if omitted else {}
    undated = [number for number in omitted if number not in starts]
    lasts = [period.last for match in dates for period in match.term.periods]
    unfinished = [number for number in omitted if any(starts.get(number, _NEVER) <= last for last in lasts)]
    unfinished = [number for number in unfinished if index.records[number].end is None]
    return _Selection(numbers, unmatched, len(required) - most, excluded, undated, unfinished)


_NEVER = "9999-99-99"


def _is_text(match: TermMatch, hits: Iterable[int]) -> bool:
    """Whether the hits contain a year only as text, none as a date: "Agenda 2030"."""
    found = [match.scores[number].fields for number in hits if number in match.scores]
    return found != [] and not any(fields & FIELD_MASKS["period"] for fields in found)


def _omitted_by_date(dates: Sequence[TermMatch], others: Sequence[TermMatch], among: set[int]) -> list[int]:
    """The numbers of the records, of some that are not hits, that match all other terms but not all dates."""
    return [
        number
        for number in (sorted(among) if dates else ())
        if all(number in match.scores for match in others) and not all(number in match.scores for match in dates)
    ]


def _score(index: Index, matches: Sequence[TermMatch], numbers: Sequence[int]) -> dict[int, float]:
    """Score some records by some terms; a common term counts as if every record had it."""
    size = len(index.records)
    idfs = [idf(size, size if _is_common(index, match) else len(match.scores)) for match in matches]
    return score_records(numbers, [match.scores for match in matches], idfs)


def _is_common(index: Index, match: TermMatch) -> bool:
    """Whether a term occurs in so many records that it does not distinguish them."""
    size = len(index.records)
    frequent = size >= MIN_RECORDS_FOR_COMMON_TERMS and len(match.scores) > size * MAX_DOCUMENT_FREQUENCY
    return frequent or match.is_corpus_term


def _suggest(index: Index, unmatched: Iterable[TermMatch]) -> Iterator[str]:
    """The words of the dataset that are spelled most like some terms, as the dataset writes them."""
    words = (match.term.words for match in unmatched)
    close = dict.fromkeys(chain.from_iterable(suggestions(index, *word) for word in words if len(word) == 1))
    for term in close:
        yield from original_spellings(index, {term}, index.postings(term))
