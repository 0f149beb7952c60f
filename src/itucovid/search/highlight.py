"""Where the terms of a query occur in a text, and the best excerpt of a text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from itucovid.search.index import TITLE_FIELDS, TRANSLATED_FIELDS, index_tokens, phrase_spans
from itucovid.search.matching import HOWS, How, adjacent_terms, compound_words
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
        how: for each span how the word of the query matches it.
    """

    field: str
    text: str
    spans: tuple[Span, ...]
    how: tuple[How, ...] = ()


def highlight(index: Index, number: int, matches: Sequence[TermMatch]) -> Iterator[Match]:
    """The texts of a record that match, in the order of the fields."""
    terms: dict[str, How] = {}
    for run in adjacent_terms(matches):
        terms |= dict.fromkeys(compound_words(index, run), "compound")
    for match in matches:
        for word in match.words:
            terms[word] = min(match.how(word), terms.get(word, "fuzzy"), key=HOWS.index)
    phrases = {phrase: match.is_split for match in matches for phrase in match.phrases}
    periods = [period for match in matches for period in match.term.periods]
    for field, text in index.texts(number):
        if field == "period":
            readable, _, dates = text.removesuffix(")").rpartition(" (")
            if any(period.overlaps(dates) for period in periods):
                yield Match(field, text, ((0, len(readable)),), ("date",))
            continue
        spans = [(token.start, token.end, terms[token.term]) for token in index_tokens(text) if token.term in terms]
        if phrases:
            tokens = tokenize(text)
            for phrase, is_split in phrases.items():
                spans += [(*span, "compound" if is_split else "exact") for span in phrase_spans(tokens, phrase)]
        if spans:
            yield _match(field, text, spans)


def _match(field: str, text: str, spans: Iterable[tuple[int, int, How]]) -> Match:
    """Sort spans, and merge those that overlap."""
    merged: list[tuple[int, int, How]] = []
    for start, end, how in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1]), min(how, merged[-1][2], key=HOWS.index)
        else:
            merged.append((start, end, how))
    ways = ["translation" if field in TRANSLATED_FIELDS and how in ("exact", "stem") else how for _, _, how in merged]
    return Match(field, text, tuple((start, end) for start, end, _ in merged), tuple(ways))


def best_match(matches: Iterable[Match], title: str) -> Match | None:
    """The match that explains a hit best: with the most different words, a summary first; never the title or id.

    Args:
        matches: the matches of the hit.
        title: the title that is shown, which may be a translation.
    """
    return max(
        (
            match
            for match in matches
            if match.field != "id" and not (match.field in TITLE_FIELDS and match.text == title)
        ),
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
    shown = [i for i, (a, b) in enumerate(match.spans) if a < end and b > start]
    spans = tuple((max(a, start) + offset, min(b, end) + offset) for a, b in (match.spans[i] for i in shown))
    how = tuple(match.how[i] for i in shown) if match.how else ()
    return Match(match.field, f"{before}{match.text[start:end]}{after}", spans, how)


def _window(match: Match, width: int) -> Span:
    text, spans = match.text, match.spans
    if len(text) <= width:
        return 0, len(text)
    room = max(width - 2 * len("… "), 1)
    first, last = _best_spans(text, spans, room)
    middle = (spans[first][0] + spans[last][1]) // 2
    start = max(0, min(middle - room // 2, len(text) - room))
    end = min(len(text), start + room)
    if start:
        start = text.find(" ", start, spans[first][0]) + 1 or start
    inside = spans[last][1] <= spans[first][0] + room
    if end < len(text) and (space := text.rfind(" ", spans[last][1] if inside else start, end + 1)) > start:
        end = space
    return start, end


def _best_spans(text: str, spans: Sequence[Span], room: int) -> tuple[int, int]:
    """The first and the last of the spans within `room` that have the most different words."""
    words = [text[start:end].casefold() for start, end in spans]
    counts: Counter[str] = Counter()
    best, most, stop = (0, 0), 0, 0
    for first, (start, _) in enumerate(spans):
        while stop < len(spans) and spans[stop][1] <= start + room:
            counts[words[stop]] += 1
            stop += 1
        if len(counts) > most:
            best, most = (first, max(stop - 1, first)), len(counts)
        if stop > first:
            counts[words[first]] -= 1
            if not counts[words[first]]:
                del counts[words[first]]
        else:
            stop = first + 1
    return best


def original_spellings(index: Index, terms: Collection[str], numbers: Collection[int]) -> tuple[str, ...]:
    """How the records spell some terms: the first spelling of each, in the order of the records."""
    first = {term: min((n for n in index.postings(term) if n in numbers), default=None) for term in terms}
    spellings: dict[str, str] = {}
    for number in sorted({number for number in first.values() if number is not None}):
        wanted = {term for term in first if first[term] == number}
        for _, text in index.texts(number):
            if not wanted:
                break
            for token in index_tokens(text):
                if token.term in wanted:
                    wanted.remove(token.term)
                    spellings[token.term] = text[token.start : token.end]
    return tuple(spellings.values())
