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
from functools import cached_property, partial, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from itucovid.index import FIELD_BITS, WEIGHT_OF_BIT, Index, runs, tokens
from itucovid.query import LONGEST_COMPOUND, STOPWORDS, Query, Term, parse
from itucovid.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from itucovid.model import Dataset, Initiative

# How much an answer counts by its likeness to what was asked.
SAME = 1.0
SAME_STEM = 0.95
JOINED = 0.95
BEGINNING = (0.6, 0.3)  # the least, and what is added in proportion to how much of the word was typed
ONE_TYPO = 0.75
TWO_TYPOS = 0.6

# A second field that answers the same word adds a little; so does one field that answers all words.
SECOND_FIELD = 0.04
TOGETHER = 0.1

# Algolia's defaults: no typo below four letters, one below eight, two from eight on.
ONE_TYPO_FROM = 4
TWO_TYPOS_FROM = 8
# One or two letters begin too many words; three that are a word of their own (WHO) mean that word.
BEGINNING_FROM = 3

# How like a word of the dataset has to be to be suggested.
NEAR_ENOUGH = 0.7

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
        record: the record.
        score: from 0 to 100; it compares the hits of one query. It is the share of the query that the record answers,
            each word weighted by how rare it is in the dataset, by how much the answering field tells of a record (a
            title most), and by how exactly the answer is what was asked. Every word in the title, as typed, is 100.
    """

    def __init__(self, record: Initiative, score: float, explain: Callable[[], Iterable[Match]]) -> None:
        self.record = record
        self.score = score
        self._explain = explain

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """The passages that answer, those that tell most first; found when they are first asked for."""
        return tuple(self._explain())

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


Answers = dict[int, dict[int, float]]
"""For each record that answers a term, by its number: the bits of the answering fields, each with its likeness."""


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


class Answering(NamedTuple):
    """What answers one term: the single words and the runs of words that do, each with its likeness."""

    words: dict[str, float]
    runs: list[tuple[tuple[frozenset[str], ...], float]]

    def __bool__(self) -> bool:
        return bool(self.words or self.runs)


def answering(index: Index, term: Term) -> Answering:
    """The words of the dataset that answer a term as it stands: itself, its stem, its beginning, its parts.

    Whether words that must stand side by side do so in any record is not asked here.
    """
    joined = "".join(term.words)
    if len(term.words) > 1:
        sets = tuple(frozenset(_same_word(index, word)) for word in term.words)
        together = {} if term.quoted else dict.fromkeys(_same_word(index, joined), JOINED)
        return Answering(together, [(sets, SAME)] if all(sets) else [])
    found = {form: SAME if form == joined else SAME_STEM for form in _same_word(index, joined)}
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
        halves = tuple(frozenset(_same_word(index, half)) for half in (word[:cut], word[cut:]))
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


def _same_word(index: Index, word: str) -> Sequence[str]:
    return index.stems.get(stem(word), ())


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
        allowed = set(allowed) - _saying(_answers(index, said), SPOKEN_FIELDS).keys()
    terms = query.terms
    idle = [not t.quoted and STOPWORDS.issuperset(t.words) for t in terms]
    found = [Answering({}, []) if idle[i] else answering(index, term) for i, term in enumerate(terms)]
    per_term = _with_joined(index, terms, [_answers(index, a) for a in found])
    corrections = {}
    for i, term in enumerate(terms):
        if not idle[i] and not per_term[i] and not index.is_given(term) and len(term.words) == 1 and not term.quoted:
            near = alike(index, term.words[0])
            found[i] = Answering(near, [])
            per_term[i] = _answers(index, found[i])
            if per_term[i]:
                corrections[term.text] = _as_written(index, near, per_term[i])

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
    numbers = set().union(*(per_term[i] for i in wanted))
    answered = {n: sum(n in per_term[i] for i in wanted) for n in numbers if n in allowed}
    most = max(answered.values(), default=0)
    best = [n for n, count in answered.items() if count == most]
    scores = {n: _score(per_term, rarity, n) for n in best}
    best.sort(key=lambda n: (-scores[n], n))

    unanswered = [i for i in wanted if not common[i] and not any(n in per_term[i] for n in best)]
    return Results(
        hits=tuple(
            Hit(index.records[n], round(100 * scores[n], 1), partial(explain, index, n, terms, found)) for n in best
        ),
        unanswered=tuple(terms[i].text for i in unanswered),
        complete=most == len(wanted),
        corrections=corrections,
        suggestions=tuple(_suggestions(index, [terms[i] for i in unanswered])) if unanswered else (),
    )


def _answers(index: Index, found: Answering) -> Answers:
    """The records that hold what answers a term."""
    answers: Answers = {}

    def add(number: int, bits: int, likeness: float) -> None:
        fields = answers.setdefault(number, {})
        for bit in _bits(bits):
            fields[bit] = max(likeness, fields.get(bit, 0))

    for form, likeness in found.words.items():
        for number, bits in index.holders(form).items():
            add(number, bits, likeness)
    for sets, likeness in found.runs:
        holding = [{n for form in forms for n in index.holders(form)} for forms in sets]
        for number, bit in index.sequence(sets, sorted(set.intersection(*holding))):
            add(number, bit, likeness)
    return answers


def _with_joined(index: Index, terms: Sequence[Term], per_term: list[Answers]) -> list[Answers]:
    """The answers, with those of neighbouring terms that the dataset writes as one word: "cyber security"."""
    joined = [dict(answers) for answers in per_term]
    for i, j in _neighbours(terms):
        form = "".join(term.words[0] for term in terms[i:j])
        together = _answers(index, Answering(dict.fromkeys(_same_word(index, form), JOINED), []))
        for answers in joined[i:j]:
            for number, fields in together.items():
                known = answers.get(number, {})
                answers[number] = {
                    bit: max(fields.get(bit, 0), known.get(bit, 0)) for bit in fields.keys() | known.keys()
                }
    return joined


def _neighbours(terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """The stretches `terms[i:j]` of plain words that could be parts of one word."""
    for i in range(len(terms)):
        for j in range(i + 1, min(len(terms), i + LONGEST_COMPOUND) + 1):
            if len(terms[j - 1].words) > 1 or terms[j - 1].quoted:
                break
            if j - i > 1:
                yield i, j


def _saying(answers: Answers, spoken: int) -> Answers:
    """Only what some fields (by their bits) answer."""
    kept = {n: {bit: like for bit, like in fields.items() if bit & spoken} for n, fields in answers.items()}
    return {n: fields for n, fields in kept.items() if fields}


# What a record says of itself. A keyword or a theme makes it findable, but is no reason to leave it out.
SPOKEN_FIELDS = sum(bit for field, bit in FIELD_BITS.items() if field not in ("keywords", "theme"))


def _score(per_term: Sequence[Answers], rarity: Sequence[float], number: int) -> float:
    """How well a record answers, from 0 to 1: see `Hit`."""
    total = reached = 0.0
    shared = -1
    for answers, rare in zip(per_term, rarity, strict=True):
        if not rare:
            continue
        total += rare
        fields = answers.get(number, {})
        strengths = sorted((WEIGHT_OF_BIT[bit] * likeness for bit, likeness in fields.items()), reverse=True)
        if strengths:
            reached += rare * min(1.0, strengths[0] + SECOND_FIELD * (len(strengths) - 1))
        shared &= reduce(or_, fields, 0)
    together = 1.0 if shared else 1.0 - TOGETHER
    return together * reached / total if total else 0.0


def _bits(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest
        bits ^= lowest


def explain(index: Index, number: int, terms: Sequence[Term], found: Sequence[Answering]) -> Iterator[Match]:
    """The passages of a record that answer, in the order of their weight, with the places of the answering words."""
    forms = {form for answer in found for form in answer.words}
    sequences = [sets for answer in found for sets, _ in answer.runs]
    for i, j in _neighbours(terms):
        forms.update(_same_word(index, "".join(term.words[0] for term in terms[i:j])))
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
    first = {form: number for form in forms for number in [n for n in index.holders(form) if n in numbers][:1]}
    written: dict[str, str] = {}
    for number in sorted(set(first.values())):
        for passage in index.passages(number):
            for word in tokens(passage.text):
                if first.get(word.form) == number:
                    written.setdefault(word.form, passage.text[word.start : word.end])
    return tuple(written.values())


def _suggestions(index: Index, terms: Iterable[Term]) -> Iterator[str]:
    """For each unanswered term the words of the dataset that are nearest in spelling, as the dataset writes them."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    seen: set[str] = set()
    for term in terms:
        word = term.words[0]
        if len(term.words) > 1 or len(word) < ONE_TYPO_FROM or not word.isalpha():
            continue
        candidates = [f for f in index.forms if f.isalpha() and len(f) >= ONE_TYPO_FROM and f != word]
        near = extract(word, candidates, scorer=OSA.normalized_similarity, score_cutoff=NEAR_ENOUGH, limit=3)
        for form, _, _ in near:
            if form not in seen:
                seen.add(form)
                yield from _as_written(index, {form}, index.holders(form))
