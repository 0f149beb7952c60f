"""What a query is answered from: the passages of each record, and each distinct word of the dataset once."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from itucovid import snapshot
from itucovid.dates import day
from itucovid.fields import Naming
from itucovid.text import Word, compounds, stem, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from itucovid.model import Dataset, Initiative
    from itucovid.query import Term
    from itucovid.snapshot import Origin

# How much an answer counts by the field that gives it: a name more than a description, what a person wrote there
# to be found more than what merely mentions it.
FIELD_WEIGHTS = {
    "title": 1.0,
    "id": 0.95,
    "aliases": 0.95,
    "partners": 0.8,
    "people": 0.8,
    "countries": 0.8,
    "regions": 0.75,
    "languages": 0.75,
    "keywords": 0.75,
    "theme": 0.7,
    "figures": 0.6,
    "start": 0.6,
    "end": 0.6,
    "summary": 0.6,
    "kind": 0.4,
}
FIELD_BITS = {field: 1 << number for number, field in enumerate(FIELD_WEIGHTS)}
WEIGHT_OF_BIT = {bit: FIELD_WEIGHTS[field] for field, bit in FIELD_BITS.items()}


class Passage(NamedTuple):
    """A text of a record that can answer."""

    field: str
    text: str


def passages(naming: Naming, record: Initiative) -> Iterator[Passage]:
    """All the texts of a record that a query can be answered by.

    Names stand for ids: a partner is found by its full name, its acronym, and its names in other languages.
    """
    for field, value in values_of(record):
        for text in texts_of(naming, field, value):
            yield Passage(field, text)


def values_of(record: Initiative) -> Iterator[tuple[str, str]]:
    """What a record has in the fields that answer, name by name and value by value."""
    for field, cell in zip(_IN_ORDER, _cells(record), strict=True):
        for value in _values(cell):
            yield field, value


_LISTS = ("aliases", "partners", "people", "countries", "regions", "languages", "keywords")
_IN_ORDER = ("title", "id", *_LISTS, "theme", "figures", "start", "end", "summary", "kind")
_cells = attrgetter(*_IN_ORDER)


def _values(cell: Any) -> Iterable[str]:
    """The values of a field of a record: of a list each, of what is missing none."""
    if isinstance(cell, tuple):
        return map(str, cell)
    return (cell,) if cell else ()


def texts_of(naming: Naming, field: str, value: str) -> Sequence[str]:
    """The texts that a value of a field can be found by."""
    if field in ("start", "end"):
        return (f"{day(value)} ({value})",)
    return naming.all_names(field, value)


class Vocabulary(NamedTuple):
    """Each distinct word of a dataset, and where it is.

    A word stands in units: values that many records share (a partner, a keyword, a theme), or pieces between spaces of
    a longer text. So a text is taken apart into words once, however many records have it.

    Attributes:
        given: the stems of the words that the document says of itself, so that each of its records answers them.
        units: for each folded word the numbers of its units.
        stems: for each stem the words that have it.
        bits: for each unit the bit of its field (`FIELD_BITS`).
        holders: for each unit the numbers of the records that have it, in their order.
    """

    given: frozenset[str]
    units: Mapping[str, Sequence[int]]
    stems: Mapping[str, Sequence[str]]
    bits: Sequence[int]
    holders: Sequence[Sequence[int]]


def vocabulary(dataset: Dataset) -> Vocabulary:
    """The vocabulary of a dataset, from its records."""
    naming = Naming(dataset)
    of_field = _holders(dataset.initiatives)
    units: dict[str, list[int]] = {}
    bits: list[int] = []
    for field, holders in of_field.items():
        for value in holders:
            texts = (value,) if field in CUTS else texts_of(naming, field, value)
            for form in _forms(texts):
                units.setdefault(form, []).append(len(bits))
            bits.append(FIELD_BITS[field])
    stems: dict[str, list[str]] = {}
    for form in units:
        stems.setdefault(stem(form), []).append(form)
    numbers = [*chain.from_iterable(holders.values() for holders in of_field.values())]
    return Vocabulary(given(dataset), units, stems, bits, numbers)


def _forms(texts: Sequence[str]) -> Iterable[str]:
    """The folded words of some texts and of their compounds, each once."""
    # Between two spaces there is mostly one word, and nothing else.
    if len(texts) == 1 and (text := texts[0]).isascii() and text.isalnum():
        return () if text in PRONOUNS else (text.lower(),)
    return dict.fromkeys(word.form for text in texts for word in tokens(text))


def _holders(records: Sequence[Initiative]) -> dict[str, dict[str, list[int]]]:
    """For each field its units, each with the numbers of the records that have it, in their order."""
    of_field: dict[str, dict[Any, list[int]]] = {}
    for field in _IN_ORDER:
        column = map(attrgetter(field), records)
        of_field[field] = _pieces(column, CUTS[field]) if field in CUTS else _wholes(column)
    # Lists were taken whole, for few are had by one record only.
    for field in (*_LISTS, "figures"):
        units: dict[str, list[int]] = defaultdict(list)
        for cell, numbers in of_field[field].items():
            for value in dict.fromkeys(_values(cell)):
                units[value] += numbers
        for numbers in units.values():
            numbers.sort()
        of_field[field] = units
    return of_field


def _pieces(texts: Iterable[str], cut: str) -> dict[str, list[int]]:
    """The pieces of some texts, each with the numbers of those that have it."""
    held: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for piece in set(text.split(cut)):
            held[piece].append(number)
    # A set has another order in each process.
    return dict(sorted(held.items()))


def _wholes(cells: Iterable[Any]) -> dict[Any, list[int]]:
    """Some cells that are not empty, each with the numbers of those that are equal to it."""
    held: dict[Any, list[int]] = defaultdict(list)
    for number, cell in enumerate(cells):
        if cell:
            held[cell].append(number)
    return held


def given(dataset: Dataset) -> frozenset[str]:
    """The stems of the words that the document says of itself, so that each of its records answers them."""
    document = dataset.document
    said = (document.publisher or "", *document.keywords) if document else ()
    return frozenset(stem(word.form) for text in said for word in tokens(text))


# What no two records share is cut where no word goes on, so that its pieces are shared. (In an id some words could go
# on: the parts of a compound. Read as one word they are still found, as two words side by side.)
CUTS = {"title": " ", "summary": " ", "id": "-"}


def read_index(dataset: Dataset, origin: Origin | None) -> Index:
    """The index of a dataset that was read from a file, its vocabulary recalled if it can be."""
    if origin is None:
        return Index(dataset)
    if recalled := snapshot.recall_vocabulary(origin):
        return Index(dataset, recalled)
    index = Index(dataset)
    snapshot.keep_vocabulary(origin, index.vocabulary)
    return index


class Index:
    """What answers the queries of one dataset."""

    def __init__(self, dataset: Dataset, known: Vocabulary | None = None) -> None:
        self.records = dataset.initiatives
        self._naming = Naming(dataset)
        self.vocabulary = known or vocabulary(dataset)
        self._holders: dict[str, dict[int, int]] = {}

    @property
    def forms(self) -> Collection[str]:
        """Each distinct word, folded."""
        return self.vocabulary.units.keys()

    @property
    def stems(self) -> Mapping[str, Sequence[str]]:
        """For each stem the words that have it."""
        return self.vocabulary.stems

    def holders(self, form: str) -> dict[int, int]:
        """The records that hold a word, each with the bits of the fields that do."""
        if form not in self._holders:
            found: dict[int, int] = {}
            for unit in self.vocabulary.units[form]:
                bit = self.vocabulary.bits[unit]
                for number in self.vocabulary.holders[unit]:
                    found[number] = found.get(number, 0) | bit
            self._holders[form] = found
        return self._holders[form]

    def is_given(self, term: Term) -> bool:
        """Whether the document says a term of itself, so that each of its records answers it."""
        return not term.quoted and self.vocabulary.given.issuperset(map(stem, term.words))

    def passages(self, number: int) -> Iterator[Passage]:
        """The passages of a record by its number."""
        return passages(self._naming, self.records[number])

    def sequence(self, forms: Sequence[Collection[str]], numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
        """The records, with the field's bit, in which words of these sets of forms stand side by side."""
        for number in numbers:
            for passage in self.passages(number):
                if next(runs(words(passage.text), forms), None):
                    yield number, FIELD_BITS[passage.field]


def tokens(text: str) -> list[Word]:
    """The words of a text and the compounds that they spell, without pronouns that look like an acronym."""
    parts = words(text)
    spelt = [part for part in parts if part.form not in PRONOUNS or not text[part.start : part.end].islower()]
    return [*spelt, *compounds(text, parts)]


# A text that says "who" does not say WHO.
PRONOUNS = frozenset({"who", "us"})


def runs(found: list[Word], forms: Sequence[Collection[str]]) -> Iterator[tuple[int, int]]:
    """Where in a text (as character offsets) words of these sets of forms stand side by side."""
    for i in range(len(found) - len(forms) + 1):
        if all(found[i + j].form in forms[j] for j in range(len(forms))):
            yield found[i].start, found[i + len(forms) - 1].end
