"""What a query is answered from: the passages of each record, and each distinct word of the dataset once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.fields import Naming, day
from itucovid.text import Word, compounds, stem, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from itucovid.model import Dataset, Initiative
    from itucovid.query import Term

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
    yield Passage("title", record.title)
    yield Passage("id", record.id)
    for field in ("aliases", "partners", "people", "countries", "regions", "languages", "keywords"):
        for value in getattr(record, field):
            for name in naming.all_names(field, value):
                yield Passage(field, name)
    for name in naming.all_names("theme", record.theme):
        yield Passage("theme", name)
    for figure in record.figures:
        yield Passage("figures", str(figure))
    for field, date in (("start", record.start), ("end", record.end)):
        if date:
            yield Passage(field, f"{day(date)} ({date})")
    yield Passage("summary", record.summary)
    if record.kind:
        yield Passage("kind", record.kind)


class Index:
    """Each distinct word of a dataset once, with the records and fields that hold it."""

    def __init__(self, dataset: Dataset) -> None:
        self.records = dataset.initiatives
        self._naming = Naming(dataset)
        self.postings: dict[str, dict[int, int]] = {}
        forms_of: dict[str, set[str]] = {}
        for number, record in enumerate(self.records):
            for field, text in passages(self._naming, record):
                bit = FIELD_BITS[field]
                if text not in forms_of:
                    forms_of[text] = {word.form for word in tokens(text)}
                for form in forms_of[text]:
                    holders = self.postings.setdefault(form, {})
                    holders[number] = holders.get(number, 0) | bit
        document = dataset.document
        self.given = {
            stem(word.form)
            for text in ((document.publisher or "", *document.keywords) if document else ())
            for word in tokens(text)
        }
        self.stems: dict[str, list[str]] = {}
        for form in self.postings:
            self.stems.setdefault(stem(form), []).append(form)

    def is_given(self, term: Term) -> bool:
        """Whether the document says a term of itself, so that each of its records answers it."""
        return not term.quoted and self.given.issuperset(map(stem, term.words))

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
    spelt = [part for part in parts if part.form not in _PRONOUNS or not text[part.start : part.end].islower()]
    return [*spelt, *compounds(text, parts)]


# A text that says "who" does not say WHO.
_PRONOUNS = frozenset({"who", "us"})


def runs(found: list[Word], forms: Sequence[Collection[str]]) -> Iterator[tuple[int, int]]:
    """Where in a text (as character offsets) words of these sets of forms stand side by side."""
    for i in range(len(found) - len(forms) + 1):
        if all(found[i + j].form in forms[j] for j in range(len(forms))):
            yield found[i].start, found[i + len(forms) - 1].end
