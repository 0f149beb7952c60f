"""The inverted index: which terms occur in which fields of which records."""

from __future__ import annotations

from array import array
from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import msgspec

from itucovid.dates import format_date
from itucovid.storage import cache
from itucovid.text import Token, compounds, stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from itucovid.fields import Labels
    from itucovid.model import Initiative
    from itucovid.storage.cache import CacheKey

_LISTS = ("aliases", "partners", "people", "countries", "regions", "languages", "keywords")
FIELDS = ("title", "id", *_LISTS, "theme", "figures", "start", "end", "summary", "kind")
"""The fields that are searched."""

FIELD_MASKS = {field: 1 << number for number, field in enumerate(FIELDS)}
"""A bit for each field; a set of fields is the sum of their bits."""

AMBIGUOUS_ACRONYMS = frozenset({"who", "us"})
"""In lower case these are pronouns, not WHO and US."""

# Most titles, summaries and ids are unique, but the words in them are not: these fields are indexed part by part. A
# part must not split a word, or a compound such as "e-commerce", except in ids.
FIELD_SEPARATORS = {"title": " ", "summary": " ", "id": "-"}

Phrase: TypeAlias = tuple[frozenset[str], ...]
"""For each of some adjacent tokens the terms that match it."""


class FieldText(NamedTuple):
    """A searchable text of a record."""

    field: str
    text: str


def searchable_values(record: Initiative) -> Iterator[tuple[str, str]]:
    """The values of a record in the searched fields, as pairs of field and value."""
    for field, value in zip(FIELDS, _get_fields(record), strict=True):
        for one in _as_texts(value):
            yield field, one


_get_fields = attrgetter(*FIELDS)


def _as_texts(value: Any) -> Iterable[str]:
    if isinstance(value, tuple):
        return map(str, value)
    return (value,) if value else ()


def texts_for(labels: Labels, field: str, value: str) -> Sequence[str]:
    """The texts by which a value is found: the names of an id, a date in words and in digits."""
    if field in ("start", "end"):
        return (f"{format_date(value)} ({value})",)
    return labels.aliases(field, value)


def field_texts(labels: Labels, record: Initiative) -> Iterator[FieldText]:
    """All searchable texts of a record."""
    for field, value in searchable_values(record):
        for text in texts_for(labels, field, value):
            yield FieldText(field, text)


def index_tokens(text: str) -> list[Token]:
    """The tokens and compounds of a text, without pronouns that look like an acronym."""
    tokens = tokenize(text)
    kept = [t for t in tokens if t.term not in AMBIGUOUS_ACRONYMS or not text[t.start : t.end].islower()]
    return [*kept, *compounds(text, tokens)]


class InvertedIndex(msgspec.Struct, frozen=True):
    """The terms of a dataset and where they occur.

    A term occurs in values: a partner, a keyword, a word of a summary. As many records share a value, the index leads
    from terms to values and from values to records. Lists of numbers are arrays of unsigned 32-bit integers.

    Attributes:
        corpus_stems: the stems of the terms that apply to every record.
        terms: for each term the numbers of its values.
        stems: for each stem its terms.
        field_masks: for each value the bit of its field.
        postings: for each value the numbers of the records that have it, in ascending order.
    """

    corpus_stems: frozenset[str]
    terms: dict[str, bytes]
    stems: dict[str, list[str]]
    field_masks: list[int]
    postings: list[bytes]


def build_index(labels: Labels, records: Sequence[Initiative]) -> InvertedIndex:
    """Index some records."""
    values_by_term: dict[str, list[int]] = {}
    field_masks: list[int] = []
    postings: list[bytes] = []
    for field, values in _postings_by_field(records).items():
        for value, numbers in values.items():
            for term in _terms(texts_for(labels, field, value)):
                values_by_term.setdefault(term, []).append(len(postings))
            field_masks.append(FIELD_MASKS[field])
            postings.append(_pack(numbers))
    stems: dict[str, list[str]] = {}
    for term in values_by_term:
        stems.setdefault(stem(term), []).append(term)
    terms = {term: _pack(numbers) for term, numbers in values_by_term.items()}
    return InvertedIndex(corpus_stems(labels), terms, stems, field_masks, postings)


def corpus_stems(labels: Labels) -> frozenset[str]:
    """The stems of the terms that apply to every record: the publisher and the document's keywords."""
    document = labels.document
    texts = (document.publisher or "", *document.keywords) if document else ()
    return frozenset(stem(token.term) for text in texts for token in index_tokens(text))


def _terms(texts: Sequence[str]) -> Iterable[str]:
    """The terms of some texts, each once."""
    # The parts of a summary are mostly plain words.
    if len(texts) == 1 and (text := texts[0]).isascii() and text.isalnum():
        return () if text in AMBIGUOUS_ACRONYMS else (text.lower(),)
    return dict.fromkeys(token.term for text in texts for token in index_tokens(text))


def _postings_by_field(records: Sequence[Initiative]) -> dict[str, dict[str, list[int]]]:
    """For each field its values, each with the numbers of its records in ascending order."""
    by_field: dict[str, dict[str, list[int]]] = {}
    for field in FIELDS:
        column = map(attrgetter(field), records)
        if field in FIELD_SEPARATORS:
            by_field[field] = _group_parts(column, FIELD_SEPARATORS[field])
        else:
            by_field[field] = _group_values(column)
    return by_field


def _group_parts(texts: Iterable[str], separator: str) -> dict[str, list[int]]:
    """The parts of some texts, each with the numbers of its texts."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for part in set(text.split(separator)):
            numbers[part].append(number)
    # The order of a set differs between processes.
    return dict(sorted(numbers.items()))


def _group_values(column: Iterable[Any]) -> dict[str, list[int]]:
    """The values of a field, each with the numbers of its records."""
    # Equal lists are frequent, so they are grouped before they are split.
    by_cell: dict[Any, list[int]] = defaultdict(list)
    for number, cell in enumerate(column):
        if cell:
            by_cell[cell].append(number)
    by_value: dict[str, list[int]] = {}
    for cell, numbers in by_cell.items():
        for value in dict.fromkeys(_as_texts(cell)):
            by_value.setdefault(value, []).extend(numbers)
    for numbers in by_value.values():
        numbers.sort()
    return by_value


def _pack(numbers: Iterable[int]) -> bytes:
    return array("I", numbers).tobytes()


def load_index(labels: Labels, records: Sequence[Initiative], key: CacheKey | None) -> Index:
    """The index of a dataset, from the cache, or else built and cached.

    Args:
        labels: the names of the dataset.
        records: its records.
        key: the cache key of its file, if it has one.
    """
    inverted = cache.load(key, "index", InvertedIndex) if key else None
    if inverted is None:
        inverted = build_index(labels, records)
        if key:
            cache.store(key, "index", inverted)
    return Index(labels, records, inverted)


class Index:
    """The records of a dataset with their inverted index."""

    def __init__(self, labels: Labels, records: Sequence[Initiative], inverted: InvertedIndex | None = None) -> None:
        self.records = records
        self._labels = labels
        self._inverted = inverted or build_index(labels, records)
        self._postings: dict[str, dict[int, int]] = {}

    @property
    def terms(self) -> Collection[str]:
        """All terms."""
        return self._inverted.terms.keys()

    @property
    def stems(self) -> Mapping[str, Sequence[str]]:
        """For each stem its terms."""
        return self._inverted.stems

    @property
    def corpus_stems(self) -> frozenset[str]:
        """The stems of the terms that apply to every record."""
        return self._inverted.corpus_stems

    def stem_matches(self, term: str) -> Sequence[str]:
        """The terms with the same stem as `term`."""
        return self.stems.get(stem(term), ())

    def postings(self, term: str) -> dict[int, int]:
        """The numbers of the records with a term, each with the mask of the fields in which it occurs."""
        if term not in self._postings:
            found: dict[int, int] = {}
            for value in memoryview(self._inverted.terms[term]).cast("I"):
                mask = self._inverted.field_masks[value]
                for number in memoryview(self._inverted.postings[value]).cast("I"):
                    found[number] = found.get(number, 0) | mask
            self._postings[term] = found
        return self._postings[term]

    def texts(self, number: int) -> Iterator[FieldText]:
        """The searchable texts of the record with a number."""
        return field_texts(self._labels, self.records[number])

    def phrase_postings(self, phrase: Phrase) -> dict[int, int]:
        """The numbers of the records with a phrase, each with the mask of the fields in which it occurs."""
        found: dict[int, int] = {}
        for number in self._records_with_words(phrase):
            for field, text in self.texts(number):
                if next(phrase_spans(tokenize(text), phrase), None):
                    found[number] = found.get(number, 0) | FIELD_MASKS[field]
        return found

    def _records_with_words(self, phrase: Phrase) -> Collection[int]:
        """The numbers of the records that contain all words of a phrase, in any order."""
        per_word = [
            {number for term in terms for number in self.postings(term)}
            for terms in phrase
            if not terms & AMBIGUOUS_ACRONYMS
        ]
        return set.intersection(*per_word) if per_word else range(len(self.records))


def phrase_spans(tokens: Sequence[Token], phrase: Phrase) -> Iterator[tuple[int, int]]:
    """The character offsets at which adjacent tokens match a phrase."""
    for i in range(len(tokens) - len(phrase) + 1):
        if all(tokens[i + j].term in terms for j, terms in enumerate(phrase)):
            yield tokens[i].start, tokens[i + len(phrase) - 1].end
