"""Finding: a query in a person's own words -> the records that answer it, best first, with the reasons.

The way from one to the other, each step a function:

    parse     the query becomes terms: words, phrases, and words that must not occur
    Index     each distinct word of the dataset once, with the records and fields that hold it
    answers   for one term: the words of the dataset that answer it, and how well each does
    rank      which records answer every term (or else most of them), and how highly each of them scores
    explain   for one hit: the passages that answered, with the places of the words in them
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache, cached_property, lru_cache, partial
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from itucovid.answers import JOINED, Answering, alike, answering, near, same_word
from itucovid.index import FIELD_BITS, PRONOUNS, WEIGHT_OF_BIT, Index, runs, tokens
from itucovid.query import LONGEST_COMPOUND, STOPWORDS, Query, Term, parse
from itucovid.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from itucovid.model import Dataset, Initiative

# A second field that answers the same word adds a little; so does one field that answers all words.
SECOND_FIELD = 0.04
TOGETHER = 0.1

# A word that more than half of the records have tells none of them apart. Below this many records, half is too few.
COMMON_SHARE = 0.5
COMMON_FROM_RECORDS = 10


class Match(msgspec.Struct, frozen=True):
    """A passage of a record that answers the query: its field, its text, and where in it the answering words stand.

    A span is a pair of character offsets: the word is `text[start:end]`.
    """

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]


class Hit:
    """A record that answers the query.

    Attributes:
        score: from 0 to 100; it compares the hits of one query. It is the share of the query that the record answers,
            each word weighted by how rare it is in the dataset, by how much the answering field tells of a record (a
            title most), and by how exactly the answer is what was asked. Every word in the title, as typed, is 100.
    """

    def __init__(self, index: Index, number: int, score: float, asked: Sequence[tuple[Term, Answering]]) -> None:
        self._index = index
        self._number = number
        self.score = score
        self._asked = asked

    @cached_property
    def record(self) -> Initiative:
        """The record."""
        return self._index.records[self._number]

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """The passages that answer, those that tell most first; found when they are first asked for."""
        return tuple(explain(self._index, self._number, self._asked))

    def __repr__(self) -> str:
        from itucovid.notebook import line_of_hit

        return line_of_hit(self)


class Results(msgspec.Struct, frozen=True):
    """What a search found.

    Attributes:
        hits: the records, best first.
        unanswered: the words of the query that no record among the hits answers.
        complete: whether the hits answer every word of the query.
        corrections: words of the query that were answered only by likeness, with the words that they were taken for.
        suggestions: words of the dataset near to the unanswered ones.
    """

    hits: tuple[Hit, ...]
    unanswered: tuple[str, ...]
    complete: bool
    corrections: dict[str, tuple[str, ...]]
    suggestions: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __repr__(self) -> str:
        from itucovid.notebook import line_of_results

        return line_of_results(self)

    def _repr_html_(self) -> str:
        from itucovid.notebook import html_of_results

        return html_of_results(self)


Fields: TypeAlias = tuple[tuple[int, float], ...]
"""The bits of the fields that answer a term, each with its likeness."""
Answers: TypeAlias = dict[int, Fields]
"""For each record that answers a term, by its number: the fields that do."""


def search(dataset: Dataset, query: str, among: Collection[str] | None = None, index: Index | None = None) -> Results:
    """Search a dataset.

    Args:
        dataset: the register.
        query: words in any order, case and spelling; "a phrase" in quotes must stand together, and a record with a
            -word is left out.
        among: the ids of the records that may be hits; without it, all.
        index: the dataset's index, where many queries are asked of one dataset; without it, one is made.
    """
    return rank(index or Index(dataset), parse(query), among)


def rank(index: Index, query: Query, among: Collection[str] | None = None) -> Results:
    """The records that answer a query, best first.

    Every term wants an answer, but for stopwords and for words that most records have; where no record answers all,
    those that answer most are the hits. A query of such words alone finds all records that have them.
    """
    # What a word means and how much it counts does not depend on the records that are meant: these are chosen last.
    allowed: Collection[int] = range(len(index.records))
    if among is not None:
        allowed = {n for n, record in enumerate(index.records) if record.id in among}
    for term in query.excluded:
        # To leave out what only begins like the word would leave out too much.
        said = answering(index, term._replace(quoted=len(term.words) == 1 or term.quoted))
        allowed = set(allowed) - _spoken(_answers(index, said))
    terms = query.terms
    idle = [not t.quoted and STOPWORDS.issuperset(t.words) for t in terms]
    found = [Answering({}, []) if idle[i] else answering(index, term) for i, term in enumerate(terms)]
    per_term = _with_joined(index, terms, [_answers(index, a) for a in found])
    corrections = {}
    for i, term in enumerate(terms):
        if not idle[i] and not per_term[i] and not index.is_given(term) and len(term.words) == 1 and not term.quoted:
            meant = alike(index, term.words[0])
            found[i] = Answering(meant, [])
            per_term[i] = _answers(index, found[i])
            if per_term[i]:
                corrections[term.text] = _as_written(index, meant, per_term[i])

    size = len(index.records)
    common = [
        index.is_given(term) or (size >= COMMON_FROM_RECORDS and len(answers) > size * COMMON_SHARE)
        for term, answers in zip(terms, per_term, strict=True)
    ]
    wanted = [i for i in range(len(terms)) if not common[i] and not idle[i]]
    if not wanted:
        wanted = [i for i in range(len(terms)) if not idle[i]]
    holders = [size if common[i] else max(1, len(answers)) for i, answers in enumerate(per_term)]
    rarity = [0.0 if idle[i] else math.log1p(size / holders[i]) for i in range(len(terms))]
    answered = {n: count for n, count in Counter(chain(*(per_term[i] for i in wanted))).items() if n in allowed}
    most = max(answered.values(), default=0)
    best = sorted(n for n, count in answered.items() if count == most)
    score = cache(partial(_score, rarity=tuple(rarity)))
    scores = {n: score(tuple(answers.get(n, ()) for answers in per_term)) for n in best}
    best.sort(key=scores.__getitem__, reverse=True)

    unanswered = [i for i in wanted if not common[i] and not any(n in per_term[i] for n in best)]
    asked = [*zip(terms, found, strict=True)]
    return Results(
        hits=tuple(Hit(index, n, round(100 * scores[n], 1), asked) for n in best),
        unanswered=tuple(terms[i].text for i in unanswered),
        complete=most == len(wanted),
        corrections=corrections,
        suggestions=tuple(_suggestions(index, [terms[i] for i in unanswered])) if unanswered else (),
    )


def _answers(index: Index, found: Answering) -> Answers:
    """The records that hold what answers a term."""
    answers: Answers = {}
    for form, likeness in found.words.items():
        for number, bits in index.holders(form).items():
            answers[number] = _both(answers.get(number, ()), _fields(bits, likeness))
    for sets, likeness in found.runs:
        holding = [{n for form in forms for n in index.holders(form)} for forms in sets if not forms & PRONOUNS]
        numbers = sorted(set.intersection(*holding)) if holding else range(len(index.records))
        for number, bit in index.sequence(sets, numbers):
            answers[number] = _both(answers.get(number, ()), _fields(bit, likeness))
    return answers


# Many records answer alike: what they do is reckoned once.
@lru_cache(maxsize=1 << 16)
def _fields(bits: int, likeness: float) -> Fields:
    """The fields of some bits, all of one likeness."""
    return tuple((bit, likeness) for bit in _bits(bits))


@lru_cache(maxsize=1 << 16)
def _both(one: Fields, other: Fields) -> Fields:
    """The fields that answer in one way or the other, each with the greater likeness."""
    return tuple(sorted(dict(sorted((*one, *other), key=itemgetter(1))).items())) if one else other


def _with_joined(index: Index, terms: Sequence[Term], per_term: list[Answers]) -> list[Answers]:
    """The answers, with those of neighbouring terms that the dataset writes as one word: "cyber security"."""
    joined = [dict(answers) for answers in per_term]
    for i, j in _neighbours(terms):
        form = "".join(term.words[0] for term in terms[i:j])
        together = _answers(index, Answering(dict.fromkeys(same_word(index, form), JOINED), []))
        for answers in joined[i:j]:
            for number, fields in together.items():
                answers[number] = _both(answers.get(number, ()), fields)
    return joined


def _neighbours(terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """The stretches `terms[i:j]` of plain words that could be parts of one word."""
    for i in range(len(terms)):
        for j in range(i + 1, min(len(terms), i + LONGEST_COMPOUND) + 1):
            if len(terms[j - 1].words) > 1 or terms[j - 1].quoted:
                break
            if j - i > 1:
                yield i, j


def _spoken(answers: Answers) -> set[int]:
    """The records that say it themselves."""
    return {n for n, fields in answers.items() if any(bit & SPOKEN_FIELDS for bit, _ in fields)}


# What a record says of itself. A keyword or a theme makes it findable, but is no reason to leave it out.
SPOKEN_FIELDS = sum(bit for field, bit in FIELD_BITS.items() if field not in ("keywords", "theme"))


def _score(answering: Sequence[Fields], rarity: Sequence[float]) -> float:
    """How well a record answers, from 0 to 1, by the fields that answer each term: see `Hit`."""
    total = reached = 0.0
    shared = -1
    for fields, rare in zip(answering, rarity, strict=True):
        if not rare:
            continue
        total += rare
        if fields:
            strongest = max(WEIGHT_OF_BIT[bit] * likeness for bit, likeness in fields)
            reached += rare * min(1.0, strongest + SECOND_FIELD * (len(fields) - 1))
        shared &= sum(bit for bit, _ in fields)
    together = 1.0 if shared else 1.0 - TOGETHER
    return together * reached / total if total else 0.0


def _bits(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest
        bits ^= lowest


def explain(index: Index, number: int, asked: Sequence[tuple[Term, Answering]]) -> Iterator[Match]:
    """The passages of a record that answer, in the order of their weight, with the places of the answering words."""
    forms = {form for _, answer in asked for form in answer.words}
    sequences = [sets for _, answer in asked for sets, _ in answer.runs]
    terms = [term for term, _ in asked]
    for i, j in _neighbours(terms):
        forms.update(same_word(index, "".join(term.words[0] for term in terms[i:j])))
    for passage in index.passages(number):
        spans = [(word.start, word.end) for word in tokens(passage.text) if word.form in forms]
        if sequences:
            parts = words(passage.text)
            spans += [span for sets in sequences for span in runs(parts, sets)]
        if spans:
            yield Match(passage.field, passage.text, _merged(spans))


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in their order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def _as_written(index: Index, forms: Collection[str], numbers: Collection[int]) -> tuple[str, ...]:
    """How the dataset writes some folded words: the first writing of each, among some records."""
    first = {form: min((n for n in index.holders(form) if n in numbers), default=None) for form in forms}
    written: dict[str, str] = {}
    for number in sorted({number for number in first.values() if number is not None}):
        for passage in index.passages(number):
            for word in tokens(passage.text):
                if first.get(word.form) == number:
                    written.setdefault(word.form, passage.text[word.start : word.end])
    return tuple(written.values())


def _suggestions(index: Index, terms: Iterable[Term]) -> Iterator[str]:
    """For each unanswered term the words of the dataset that are nearest in spelling, as the dataset writes them."""
    seen: set[str] = set()
    for term in terms:
        for form in near(index, term.words[0]) if len(term.words) == 1 else ():
            if form not in seen:
                seen.add(form)
                yield from _as_written(index, {form}, index.holders(form))
