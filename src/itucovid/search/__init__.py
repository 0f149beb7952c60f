"""Full-text search: parse a query, match its terms, select and score records, highlight the matches."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from itucovid.html_repr import MAX_ROWS, html_highlight, html_table, html_text
from itucovid.search.highlight import Match, best_match, highlight, original_spellings
from itucovid.search.matching import match_query, suggestions
from itucovid.search.query import parse
from itucovid.search.scoring import idf, score_records
from itucovid.text import plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from itucovid.model import Initiative
    from itucovid.search.index import Index
    from itucovid.search.matching import QueryMatch, TermMatch

MAX_DOCUMENT_FREQUENCY = 0.5
"""A term in a larger part of the records does not distinguish them: it is common."""

MIN_RECORDS_FOR_COMMON_TERMS = 10
"""In a smaller dataset no term is common."""


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

    def __repr__(self) -> str:
        return f"<Hit {self.record.id!r}, score {self.score}>"


class Results(msgspec.Struct, frozen=True):
    """The results of a search.

    Attributes:
        hits: the matching records, best match first.
        unmatched: the terms of the query that match none of the hits.
        all_terms_matched: whether the hits match every term of the query.
        corrections: the misspelled words of the query, each with the words that were searched instead.
        suggestions: words of the dataset that are spelled like unmatched terms.
    """

    hits: tuple[Hit, ...]
    unmatched: tuple[str, ...]
    all_terms_matched: bool
    corrections: dict[str, tuple[str, ...]]
    suggestions: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __repr__(self) -> str:
        best = ", ".join(repr(hit.record.id) for hit in self.hits[:_MAX_LISTED])
        more = ", …" if len(self.hits) > _MAX_LISTED else ""
        return f"<Results: {plural(len(self.hits), 'hit')}{': ' if best else ''}{best}{more}>"

    def _repr_html_(self) -> str:
        rows = (
            (html_text(hit.record.id), html_text(f"{hit.score:.1f}"), html_text(hit.record.title), _reason(hit))
            for hit in self.hits[:MAX_ROWS]
        )
        return html_table(("Id", "Score", "Title", "Why"), rows, len(self.hits), "hit")


_MAX_LISTED = 5


def _reason(hit: Hit) -> str:
    match = best_match(hit.matches)
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
    scores = _score(index, matches.content, selection.numbers)
    ranked = sorted(selection.numbers, key=scores.__getitem__, reverse=True)
    return Results(
        hits=tuple(Hit(index, number, round(100 * scores[number], 1), matches.terms) for number in ranked),
        unmatched=tuple(match.term.text for match in selection.unmatched),
        all_terms_matched=selection.all_terms_matched,
        corrections={
            match.term.text: original_spellings(index, match.words, match.scores)
            for match in matches.terms
            if match.is_fuzzy
        },
        suggestions=tuple(_suggest(index, selection.unmatched)),
    )


class _Selection(NamedTuple):
    """The records that are hits, in the order of the dataset, and how well they match.

    Attributes:
        numbers: the numbers of the records.
        unmatched: the required terms that match none of them.
        all_terms_matched: whether they match all required terms.
    """

    numbers: list[int]
    unmatched: list[TermMatch]
    all_terms_matched: bool


def _select(index: Index, matches: QueryMatch, among: Collection[str] | None) -> _Selection:
    """Select the records that match the greatest number of required terms."""
    allowed: Collection[int] = range(len(index.records))
    if among is not None:
        allowed = {number for number, record in enumerate(index.records) if record.id in among}
    distinctive = [match for match in matches.content if not _is_common(index, match)]
    required = distinctive or matches.content
    counts = {
        number: count
        for number, count in Counter(chain.from_iterable(match.scores for match in required)).items()
        if number in allowed and number not in matches.excluded
    }
    most = max(counts.values(), default=0)
    numbers = sorted(number for number, count in counts.items() if count == most)
    unmatched = [match for match in distinctive if match.scores.keys().isdisjoint(numbers)]
    return _Selection(numbers, unmatched, most == len(required))


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
