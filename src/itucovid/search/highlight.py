"""Where the terms of a query occur in a text, and the best excerpt of a text."""

from __future__ import annotations

from itertools import chain, takewhile
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from itucovid.search.index import index_tokens, phrase_spans
from itucovid.search.matching import adjacent_terms, compound_words
from itucovid.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from itucovid.search.index import Index
    from itucovid.search.matching import TermMatch

Span: TypeAlias = tuple[int, int]
"""A pair of character offsets."""


class Match(msgspec.Struct, frozen=True):
    """A text of a record that matches a query.

    Attributes:
        field: the field of the record.
        text: the text.
        spans: where the matching words are: each is `text[start:end]`.
    """

    field: str
    text: str
    spans: tuple[Span, ...]


def highlight(index: Index, number: int, matches: Sequence[TermMatch]) -> Iterator[Match]:
    """The texts of a record that match, in the order of the fields."""
    terms = {word for match in matches for word in match.words}
    terms.update(word for run in adjacent_terms(matches) for word in compound_words(index, run))
    phrases = {phrase for match in matches for phrase in match.phrases}
    for field, text in index.texts(number):
        spans = [(token.start, token.end) for token in index_tokens(text) if token.term in terms]
        if phrases:
            tokens = tokenize(text)
            spans += chain.from_iterable(phrase_spans(tokens, phrase) for phrase in phrases)
        if spans:
            yield Match(field, text, _merge(spans))


def _merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sort spans, and merge those that overlap."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def best_match(matches: Iterable[Match]) -> Match | None:
    """The match that explains a hit best: with the most different words, a summary first; never the title or id."""
    return max(
        (match for match in matches if match.field not in ("title", "id")),
        key=lambda match: (len({match.text[a:b].casefold() for a, b in match.spans}), match.field == "summary"),
        default=None,
    )


def snippet(match: Match, width: int) -> Match:
    """The excerpt of a matching text with the most different words, cut between words and marked with "…".

    Args:
        match: the text and its spans.
        width: the greatest length of the excerpt, in characters.
    """
    start, end = _window(match, width)
    before, after = "… " if start else "", " …" if end < len(match.text) else ""
    offset = len(before) - start
    spans = tuple((max(a, start) + offset, min(b, end) + offset) for a, b in match.spans if a < end and b > start)
    return Match(match.field, f"{before}{match.text[start:end]}{after}", spans)


def _window(match: Match, width: int) -> Span:
    text, spans = match.text, match.spans
    if len(text) <= width:
        return 0, len(text)
    room = max(width - 2 * len("… "), 1)

    def words_from(first: int) -> int:
        reach = spans[first][0] + room
        return len({text[a:b].casefold() for a, b in takewhile(lambda span: span[1] <= reach, spans[first:])})

    first = max(range(len(spans)), key=lambda i: (words_from(i), -i))
    inside = [span for span in spans[first:] if span[1] <= spans[first][0] + room]
    middle = (spans[first][0] + (inside[-1][1] if inside else spans[first][1])) // 2
    start = max(0, min(middle - room // 2, len(text) - room))
    end = min(len(text), start + room)
    if start:
        start = text.find(" ", start, spans[first][0]) + 1 or start
    if end < len(text) and (space := text.rfind(" ", inside[-1][1] if inside else start, end + 1)) > start:
        end = space
    return start, end


def original_spellings(index: Index, terms: Collection[str], numbers: Collection[int]) -> tuple[str, ...]:
    """How the records spell some terms: the first spelling of each, in the order of the records."""
    first = {term: min((n for n in index.postings(term) if n in numbers), default=None) for term in terms}
    spellings: dict[str, str] = {}
    for number in sorted({number for number in first.values() if number is not None}):
        for _, text in index.texts(number):
            for token in index_tokens(text):
                if first.get(token.term) == number:
                    spellings.setdefault(token.term, text[token.start : token.end])
    return tuple(spellings.values())
