"""The inverted index: which terms occur in which fields of which records."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from functools import cached_property, lru_cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, get_args

import msgspec

from itucovid.dates import PartialDate, format_period
from itucovid.model import TranslationLanguage
from itucovid.storage import cache
from itucovid.text import Token, compounds, stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, KeysView, Sequence

    from itucovid.fields import Labels
    from itucovid.model import Initiative
    from itucovid.search.periods import Period
    from itucovid.storage.cache import CacheKey

_LISTS = ("aliases", "partners", "mentions", "people", "countries", "regions", "languages", "keywords")
_RECORD_FIELDS = ("title", "id", *_LISTS, "theme", "figures", "summary", "kind")

LANGUAGE_NAMES = {"ar": "Arabic", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}

TRANSLATED_FIELDS: dict[str, tuple[str, str]] = {
    f"translations.{language}.{part}": (language, part)
    for part in ("title", "keywords")
    for language in get_args(TranslationLanguage)
}
"""The fields of the translations, each with its language and what it translates."""

TITLE_FIELDS = ("title", *(field for field, (_, part) in TRANSLATED_FIELDS.items() if part == "title"))
"""The title and its translations."""

LONG_NAMES = "long names"
"""The names of partners and mentioned organisations of three or more words: each word says less about the record."""

FIELDS = (*_RECORD_FIELDS, "within", "period", *TRANSLATED_FIELDS, LONG_NAMES)
"""The fields that are searched.

"within" are the regions that contain its countries, "period" are its dates; `LONG_NAMES` are texts of other fields.
"""

FIELD_LABELS = {
    "aliases": "also called",
    "partners": "partner",
    "mentions": "mentioned",
    "people": "person",
    "countries": "country",
    "regions": "region",
    "within": "region",
    "languages": "language",
    "figures": "figure",
    "keywords": "keyword",
    "period": "date",
    **{
        field: f"{part.removesuffix('s')} in {LANGUAGE_NAMES[language]}"
        for field, (language, part) in TRANSLATED_FIELDS.items()
    },
}
"""What readers call the fields whose names are not English nouns in the singular."""

FIELD_MASKS = {field: 1 << number for number, field in enumerate(FIELDS)}
"""A bit for each field; a set of fields is the sum of their bits."""

ALL_FIELDS = sum(FIELD_MASKS.values())

AMBIGUOUS_ACRONYMS = frozenset({"who", "us", "un"})
"""Unless in capitals, these are pronouns or an article, not WHO, US and UN."""

# Most titles, summaries and ids are unique, but the words in them are not: these fields are indexed part by part. A
# part must not split a word, or a compound such as "e-commerce", except in ids.
FIELD_SEPARATORS = {
    "title": " ",
    "summary": " ",
    "id": "-",
    **{field: " " for field, (_, part) in TRANSLATED_FIELDS.items() if part == "title"},
}

SPLIT_FIELDS = sum(FIELD_MASKS[field] for field in FIELD_SEPARATORS)

Phrase: TypeAlias = tuple[frozenset[str], ...]
"""For each of some adjacent tokens the terms that match it."""


class FieldText(NamedTuple):
    """A searchable text of a record."""

    field: str
    text: str


def searchable_values(labels: Labels, record: Initiative) -> Iterator[tuple[str, str]]:
    """The values of a record in the searched fields, as pairs of field and value."""
    for field, value in zip(_RECORD_FIELDS, _get_fields(record), strict=True):
        for one in _as_texts(value):
            yield field, one
    for region in labels.regions_around(record):
        yield "within", region
    if period := _period(record):
        yield "period", period
    for field, (language, part) in TRANSLATED_FIELDS.items() if record.translations else ():
        translation = record.translations.get(language)  # type: ignore[call-overload]
        for one in _as_texts(getattr(translation, part, None)):
            yield field, one


def _period(record: Initiative) -> str:
    """The dates of a record as an ISO 8601 interval or date, or the empty string."""
    return "/".join(dict.fromkeys(record.interval or ()))


_get_fields = attrgetter(*_RECORD_FIELDS)


def _as_texts(value: Any) -> Iterable[str]:
    if isinstance(value, tuple):
        return map(str, value)
    return (value,) if value else ()


def texts_for(labels: Labels, field: str, value: str) -> Sequence[str]:
    """The texts by which a value is found: the names of an id, a date in words and in digits."""
    if field == "period":
        dates = [PartialDate(date) for date in value.split("/")]
        return (f"{format_period(dates[0], dates[-1])} ({value})",)
    return labels.aliases("regions" if field == "within" else field, value)


def field_texts(labels: Labels, record: Initiative) -> Iterator[FieldText]:
    """All searchable texts of a record."""
    for field, value in searchable_values(labels, record):
        for text in texts_for(labels, field, value):
            yield FieldText(field, text)


def searched_field(field: str, text: str) -> str:
    """The field as which a text of a field counts."""
    is_long_name = field in ("partners", "mentions") and len(text.split()) >= WORDS_OF_LONG_NAME
    return LONG_NAMES if is_long_name else field


WORDS_OF_LONG_NAME = 3

READING_COST = 20
"""How many postings are looked up in the time that it takes to read a text."""


def index_tokens(text: str) -> list[Token]:
    """The tokens and compounds of a text, without pronouns that look like an acronym."""
    tokens = tokenize(text)
    kept = [t for t in tokens if t.term not in AMBIGUOUS_ACRONYMS or text[t.start : t.end].isupper()]
    return [*kept, *compounds(text, tokens)]


class InvertedIndex(msgspec.Struct, frozen=True):
    """The terms of a dataset and where they occur.

    A term occurs in values: a partner, a keyword, a word of a summary. As many records share a value, the index leads
    from terms to values and from values to records. Lists of numbers are arrays of unsigned 32-bit integers.

    Attributes:
        corpus_stems: the stems of the phrases that apply to every record, with a space between the words of one phrase,
            in a fixed order, so that every build of the package writes the same bytes.
        terms: for each term the numbers of its values.
        stems: for each stem its terms, with spaces between them: a list would take longer to load.
        field_masks: for each value the bit of its field.
        postings: for each value the numbers of the records that have it, in ascending order.
        texts: for each value of a field that is not indexed part by part, its texts; encoded, as only phrases need it.
        periods: for each period of a record, as an ISO 8601 interval or date, the numbers of its records.
    """

    corpus_stems: list[str]
    terms: dict[str, bytes]
    stems: dict[str, str]
    field_masks: list[int]
    postings: list[bytes]
    texts: msgspec.Raw
    periods: dict[str, bytes]


def build_index(labels: Labels, records: Sequence[Initiative]) -> InvertedIndex:
    """Index some records."""
    values_by_term: dict[str, list[int]] = {}
    field_masks: list[int] = []
    postings: list[bytes] = []
    value_texts: dict[int, Sequence[str]] = {}
    for field, values in _postings_by_field(labels, records).items():
        for value, numbers in values.items():
            packed = _pack(numbers)
            for searched, texts in _by_searched_field(field, texts_for(labels, field, value)).items():
                for term in _terms(texts):
                    values_by_term.setdefault(term, []).append(len(postings))
                if field not in FIELD_SEPARATORS:
                    value_texts[len(postings)] = texts
                field_masks.append(FIELD_MASKS[searched])
                postings.append(packed)
    stems: dict[str, list[str]] = {}
    for term in values_by_term:
        stems.setdefault(stem(term), []).append(term)
    terms = {term: _pack(numbers) for term, numbers in values_by_term.items()}
    periods = {period: _pack(numbers) for period, numbers in _group_values(map(_period, records)).items()}
    encoded = msgspec.Raw(msgspec.msgpack.encode(value_texts))
    joined = {stem_: " ".join(own) for stem_, own in stems.items()}
    return InvertedIndex(sorted(corpus_stems(labels)), terms, joined, field_masks, postings, encoded, periods)


def _by_searched_field(field: str, texts: Sequence[str]) -> dict[str, Sequence[str]]:
    if field not in ("partners", "mentions"):
        return {field: texts}
    fields: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        fields[searched_field(field, text)].append(text)
    return {**fields}


def corpus_stems(labels: Labels) -> frozenset[str]:
    """The stems of the phrases that apply to every record: the publisher and author, and the document's keywords."""
    document = labels.document
    if document is None:
        return frozenset()
    names = [name for one in (document.publisher, document.author) if one for name in labels.aliases("partners", one)]
    phrases: set[str] = set()
    for text in (*names, *document.keywords):
        tokens = tokenize(text)
        phrases.add(" ".join(stem(token.term) for token in tokens))
        phrases.update(
            stem(joined.term) for joined in compounds(text, tokens) if joined.end - joined.start == len(text)
        )
    return frozenset(filter(None, phrases))


def _terms(texts: Sequence[str]) -> Iterable[str]:
    """The terms of some texts, each once."""
    # The parts of a summary are mostly plain words.
    if len(texts) == 1 and (text := texts[0]).isascii() and text.isalnum():
        term = text.lower()
        return () if term in AMBIGUOUS_ACRONYMS and not text.isupper() else (term,)
    return dict.fromkeys(token.term for text in texts for token in index_tokens(text))


def _postings_by_field(labels: Labels, records: Sequence[Initiative]) -> dict[str, dict[str, list[int]]]:
    """For each field its values, each with the numbers of its records in ascending order."""
    by_field: dict[str, dict[str, list[int]]] = {}
    by_field["within"] = _group_values(map(labels.regions_around, records))
    for field in _RECORD_FIELDS:
        column = map(attrgetter(field), records)
        if field in FIELD_SEPARATORS:
            by_field[field] = _group_parts(column, FIELD_SEPARATORS[field])
        else:
            by_field[field] = _group_values(column)
    by_field |= _group_translations(records)
    return by_field


def _group_translations(records: Sequence[Initiative]) -> dict[str, dict[str, list[int]]]:
    """For each translated field its values, each with the numbers of its records in ascending order."""
    columns: dict[str, dict[str, list[int]]] = {}
    for number, translations in enumerate(map(attrgetter("translations"), records)):
        for language, translation in translations.items():
            for part in ("title", "keywords"):
                field = f"translations.{language}.{part}"
                texts = getattr(translation, part)
                separator = FIELD_SEPARATORS.get(field)
                for value in dict.fromkeys((texts or "").split(separator) if separator else texts):
                    columns.setdefault(field, {}).setdefault(value, []).append(number)
    return {field: columns[field] for field in sorted(columns)}


def _group_parts(texts: Iterable[str | None], separator: str) -> dict[str, list[int]]:
    """The parts of some texts, each with the numbers of its texts."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for part in set(text.split(separator)) if text else ():
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
    def terms(self) -> KeysView[str]:
        """All terms."""
        return self._inverted.terms.keys()

    @property
    def stems(self) -> KeysView[str]:
        """All stems."""
        return self._inverted.stems.keys()

    @property
    def corpus_stems(self) -> frozenset[str]:
        """The stems of the terms that apply to every record."""
        return frozenset(self._inverted.corpus_stems)

    def period_postings(self, periods: Sequence[Period]) -> Iterator[int]:
        """The numbers of the records whose dates overlap any of some periods."""
        for own, numbers in self._inverted.periods.items() if periods else ():
            if any(period.overlaps(own) for period in periods):
                yield from memoryview(numbers).cast("I")

    def starts(self) -> dict[int, str]:
        """The first dates of the records that have dates, by number."""
        periods = self._inverted.periods.items()
        return {number: own.partition("/")[0] for own, numbers in periods for number in memoryview(numbers).cast("I")}

    def stem_matches(self, term: str) -> Sequence[str]:
        """The terms with the same stem as `term`."""
        return self.terms_of(stem(term))

    def terms_of(self, stem_: str) -> Sequence[str]:
        """The terms with a stem."""
        return self._inverted.stems.get(stem_, "").split()

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

    def has_name(self, words: Sequence[str]) -> bool:
        """Whether a name of a record, or of a partner or mentioned organisation, is among some words, side by side."""
        known = self.terms & set(words)
        titled = {number for term in known for number, fields in self.postings(term).items() if fields & _TITLES}
        if any(_contains_name(words, title) for number in titled for _, title in self.texts(number, _TITLES)):
            return True
        for term in known:
            for value in memoryview(self._inverted.terms[term]).cast("I"):
                names = self._value_texts[value] if self._inverted.field_masks[value] & _NAMES else ()
                if any(_contains_name(words, name) for name in names):
                    return True
        return False

    def texts(self, number: int, fields: int = ALL_FIELDS) -> Iterator[FieldText]:
        """The searchable texts of the record with a number, in the fields of a mask."""
        record = self.records[number]
        if not fields & ~SPLIT_FIELDS:
            # Most phrases are looked for in these fields, in many records.
            return _split_texts(record, fields)
        return (one for one in field_texts(self._labels, record) if fields & FIELD_MASKS[searched_field(*one)])

    def phrase_postings(self, phrase: Phrase) -> dict[int, int]:
        """The numbers of the records with a phrase, each with the mask of the fields in which it occurs."""
        found: dict[int, int] = defaultdict(int)
        pattern = _phrase_pattern(phrase)
        for value in self._values_with_words(phrase):
            if any(_contains(text, phrase, pattern) for text in self._value_texts[value]):
                for number in memoryview(self._inverted.postings[value]).cast("I"):
                    found[number] |= self._inverted.field_masks[value]
        for number, shared in self._records_with_words(phrase).items():
            if fields := self.phrase_fields(number, phrase, shared):
                found[number] |= fields
        return found

    @cached_property
    def _value_texts(self) -> dict[int, list[str]]:
        return msgspec.msgpack.decode(self._inverted.texts, type=dict[int, list[str]])

    def _size(self, term: str) -> int:
        """The number of postings of a term."""
        values = memoryview(self._inverted.terms[term]).cast("I")
        return sum(len(self._inverted.postings[value]) for value in values) // array("I").itemsize

    def _values_with_words(self, phrase: Phrase) -> Collection[int]:
        """The values with texts that contain all words of a phrase."""
        values = set(self._value_texts)
        for terms in phrase:
            if not terms & AMBIGUOUS_ACRONYMS:
                values &= {value for term in terms for value in memoryview(self._inverted.terms[term]).cast("I")}
        return values

    def phrase_fields(self, number: int, phrase: Phrase, fields: int) -> int:
        """The mask of the fields, out of some, in which a phrase occurs in a record."""
        found = 0
        pattern = _phrase_pattern(phrase)
        for field, text in self.texts(number, fields):
            mask = FIELD_MASKS[searched_field(field, text)]
            if not found & mask and _contains(text, phrase, pattern):
                found |= mask
        return found

    def _records_with_words(self, phrase: Phrase) -> dict[int, int]:
        """The records that contain the words of a phrase in one of `SPLIT_FIELDS`, each with the mask of such fields.

        Words that are much more frequent than others are not looked up: reading the texts is faster.
        """
        shared: dict[int, int] | None = None
        sizes = {terms: sum(map(self._size, terms)) for terms in phrase if not terms & AMBIGUOUS_ACRONYMS}
        for terms, size in sorted(sizes.items(), key=itemgetter(1)):
            if shared is not None and size > READING_COST * len(shared):
                break
            masks: dict[int, int] = {}
            for term in terms:
                for number, fields in self.postings(term).items():
                    if fields & SPLIT_FIELDS:
                        masks[number] = masks.get(number, 0) | fields & SPLIT_FIELDS
            if shared is None:
                shared = masks
            else:
                both = ((number, fields & masks.get(number, 0)) for number, fields in shared.items())
                shared = {number: fields for number, fields in both if fields}
        return dict.fromkeys(range(len(self.records)), SPLIT_FIELDS) if shared is None else shared


_NAMES = sum(FIELD_MASKS[field] for field in ("aliases", "partners", "mentions", LONG_NAMES))
_TITLES = sum(FIELD_MASKS[field] for field in ("id", *TITLE_FIELDS))


def _contains_name(words: Sequence[str], name: str) -> bool:
    """Whether the words of a name, at least one, are side by side among others."""
    if name.count(" ") >= len(words):
        return False
    run = [token.term for token in tokenize(name)]
    return bool(run) and any(words[at : at + len(run)] == run for at in range(len(words) - len(run) + 1))


def _split_texts(record: Initiative, fields: int) -> Iterator[FieldText]:
    """The texts of a record in the fields of a mask that are indexed part by part."""
    for field in FIELD_SEPARATORS:
        if fields & FIELD_MASKS[field]:
            language, part = TRANSLATED_FIELDS.get(field, ("", field))
            owner = record.translations.get(language) if language else record  # type: ignore[call-overload]
            if text := getattr(owner, part, None):
                yield FieldText(field, text)


def _contains(text: str, phrase: Phrase, pattern: re.Pattern[str] | None) -> bool:
    """Whether adjacent tokens of a text match a phrase; without tokens, if a regular expression does."""
    if pattern:
        plain = text if text.isascii() else text.translate(_PUNCTUATION)
        if plain.isascii():
            return pattern.search(plain.lower()) is not None
    return next(phrase_spans(tokenize(text), phrase), None) is not None


@lru_cache(maxsize=64)
def _phrase_pattern(phrase: Phrase) -> re.Pattern[str] | None:
    """A pattern of a phrase in lower-case ASCII text, or None if its words have digits: "15,000" is one token."""
    words = [[term for term in terms if term.isascii()] for terms in phrase]
    if not all(term.isalpha() for terms in words for term in terms):
        return None
    # Looking behind the word, not before it, lets `re` search for its first letters.
    starts = ((f"{term}(?<![a-z0-9]{term})" for term in terms) for terms in words)
    parts = (f"(?:{'|'.join(start) or '(?!)'})(?![a-z0-9])" for start in starts)
    return re.compile(_GAP.join(parts))


# Between two tokens; the first may have a possessive ending.
_GAP = r"(?:'s(?![a-z0-9]))?[^a-z0-9]+"
_PUNCTUATION = str.maketrans({"’": "'", **dict.fromkeys("“”‘«»–—…•·\u00a0", " ")})


def phrase_spans(tokens: Sequence[Token], phrase: Phrase) -> Iterator[tuple[int, int]]:
    """The character offsets at which adjacent tokens match a phrase."""
    for i in range(len(tokens) - len(phrase) + 1):
        if all(tokens[i + j].term in terms for j, terms in enumerate(phrase)):
            yield tokens[i].start, tokens[i + len(phrase) - 1].end
