"""The facts of the source: all are in the dataset, and no number or date that the source lacks."""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import itucovid
from tests.data.records import RECORDS

FACTS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("facts.toml").read_text(encoding="utf-8"))

SOURCE_LINES = [
    line
    for line in Path(__file__).with_name("source-numbers.txt").read_text(encoding="ascii").splitlines()
    if line and not line.startswith("#")
]
SOURCE_DATES = {line for line in SOURCE_LINES if re.fullmatch(r"(\d{4}-)?\d\d-\d\d", line)}
SOURCE_NUMBERS = [line for line in SOURCE_LINES if line not in SOURCE_DATES]

NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twent\w+|thirt\w+|fort[iy]\w*|"
    r"fift\w+|sixt\w+|sevent\w+|eight[iy]\w*|ninet\w+|first|second|third|fourth|fifth|once|twice|half|halves|"
    r"quarters?|dozens?|hundreds?|thousands?|millions?|billions?|trillions?)\b",
    re.IGNORECASE,
)
MONTHS = list(calendar.month_name)
DATE = re.compile(rf"\b(\d{{1,2}})(?: and (\d{{1,2}}))? ({'|'.join(MONTHS[1:])}) (\d{{4}})\b")

# Names with a number that the source does not use: acronyms of the initiatives, and search terms.
OTHER_NAMES = frozenset({"GSR-20", "WHA73", "C2R", "SARS-CoV-2", "2030", "a11y", "AI4Good"})


def summary(id_: str, dataset: itucovid.Dataset) -> str:
    text = dataset[id_].summary if id_ != "document" else dataset.document and dataset.document.introduction
    assert text
    return text


def names_and_numbers(text: str) -> Iterator[tuple[int, int]]:
    """The positions of numbers and of words with a capital letter, except at the beginning of a sentence."""
    for match in re.finditer(r"[\w%](?:[\w%,.'-]*[\w%])?", text):
        word = match[0]
        begins = match.start() == 0 or text[: match.start()].rstrip('"').endswith(". ")
        if any(map(str.isdigit, word)) or NUMBER_WORD.fullmatch(word) or (word != word.lower() and not begins):
            yield match.span()


def dates_of(text: str) -> set[str]:
    """The dates in a text, as YYYY-MM-DD."""
    return {
        f"{year}-{MONTHS.index(month):02}-{int(day):02}"
        for first, last, month, year in DATE.findall(text)
        for day in (first, last)
        if day
    }


def numbers_of(text: str) -> set[str]:
    """The numbers in a text that are not parts of dates: 15,000, 20th, half, COVID-19."""
    text = DATE.sub("", text)
    with_digits = {token.rstrip(",.") for token in re.findall(r"(?:[A-Za-z][A-Za-z-]*)?\d[\d,.]*\w*%?", text)}
    return with_digits | set(map(str.lower, NUMBER_WORD.findall(text)))


def as_in_source(date: str) -> str:
    """A date as the source has it: some have no year there, and all of those are in 2020."""
    return date if date in SOURCE_DATES else date.removeprefix("2020-")


def values() -> set[float]:
    """The numbers of the source that are not names, in full."""
    words = {"half": 50, "five": 5, "eight": 8, "million": 1_000_000, "billion": 1_000_000_000}
    found: set[float] = set()
    for line in SOURCE_NUMBERS:
        number, _, unit = line.rstrip("%").replace(",", "").partition(" ")
        if re.fullmatch(r"[\d.]+", number):
            found.add(round(float(number) * words.get(unit, 1)))
        elif number in words:
            found.add(words[number])
    return found


def test_there_are_facts_of_every_record_and_of_the_introduction() -> None:
    assert list(FACTS) == ["document", *RECORDS]


@pytest.mark.parametrize("id_", ["document", *RECORDS])
def test_every_fact_of_the_source_is_in_the_summary(id_: str, dataset: itucovid.Dataset) -> None:
    assert [fact for fact in FACTS[id_] if fact not in summary(id_, dataset)] == []


@pytest.mark.parametrize("id_", ["document", *RECORDS])
def test_every_name_and_number_of_a_summary_is_in_a_fact(id_: str, dataset: itucovid.Dataset) -> None:
    text = summary(id_, dataset)
    facts = [match.span() for fact in FACTS[id_] for match in re.finditer(re.escape(fact), text)]
    words = names_and_numbers(text)
    assert [
        text[start:end] for start, end in words if not any(first <= start and end <= last for first, last in facts)
    ] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 28 records of ITU.", ["28", "ITU"]),
        ('He met "Giga". More than 40% of five (701).', ["Giga", "40%", "five", "701"]),
        ("Since then, COVID-19 has spread.", ["COVID-19"]),
    ],
)
def test_names_and_numbers_in_a_text(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in names_and_numbers(text)] == expected


def test_the_dates_are_those_of_the_source(dataset: itucovid.Dataset) -> None:
    assert dataset.document is not None
    fields = [dataset.document.date, *(date for record in dataset for date in (record.start, record.end))]
    assert {as_in_source(str(date)) for date in fields if date} == SOURCE_DATES


@pytest.mark.parametrize("id_", RECORDS)
def test_the_dates_of_a_summary_are_those_of_the_record(id_: str, dataset: itucovid.Dataset) -> None:
    record = dataset[id_]
    in_text = dates_of(summary(id_, dataset))
    assert in_text <= {str(date) for date in (record.start, record.end) if date}
    # The guidelines and meetings are dated in their summaries, too.
    assert bool(in_text) == bool(record.start)


def test_the_numbers_of_the_texts_are_in_the_source(dataset: itucovid.Dataset) -> None:
    document, info = dataset.document, dataset.contents.dataset
    assert document is not None
    assert info is not None
    texts = [document.title, document.introduction, *document.keywords, info.title, info.note]
    texts += [text for theme in dataset.themes for text in (theme.title, *theme.names.all(), *theme.keywords)]
    texts += [text for body in dataset.organisations for text in (body.name, *body.names.all(), *body.aliases)]
    for record in dataset:
        labels = [figure.label for figure in record.figures]
        texts += [record.title, record.summary, record.date_note, *record.aliases, *record.keywords, *labels]
    known = numbers_of("\n".join(SOURCE_NUMBERS)) | OTHER_NAMES
    # The headings after the introduction, counted; the Group of Twenty; the disease in Arabic.
    assert len(dataset.themes) - 1 == 11
    known |= {"eleven", "twenty", "19"}
    found = set().union(*(numbers_of(text) for text in texts if text))
    assert found - known == set()
    assert found >= OTHER_NAMES


def test_the_numbers_of_the_translations_are_in_the_source(dataset: itucovid.Dataset) -> None:
    digits = {run for line in SOURCE_NUMBERS for run in re.findall(r"\d+", line)} | {"73"}
    texts = [
        text
        for record in dataset
        for translation in record.translations.values()
        for text in (translation.title or "", *translation.keywords)
    ]
    # 2019冠状病毒病 is the official Chinese name of the disease.
    assert {run for text in texts for run in re.findall(r"\d+", text)} - digits == {"2019"}


def test_the_figures_are_numbers_of_the_source(dataset: itucovid.Dataset) -> None:
    assert {figure.value for record in dataset for figure in record.figures} - values() == set()


@pytest.mark.parametrize(
    ("text", "dates", "numbers"),
    [
        ("On 7 September 2020, 15,000 came.", {"2020-09-07"}, {"15,000"}),
        ("18 and 19 May 2020", {"2020-05-18", "2020-05-19"}, set()),
        ("COVID-19-related, over half, more than 40%.", set(), {"COVID-19", "half", "40%"}),
        ("1.5 billion in the 73rd session, GSR-20", set(), {"1.5", "billion", "73rd", "GSR-20"}),
    ],
)
def test_dates_and_numbers_in_a_text(text: str, dates: set[str], numbers: set[str]) -> None:
    assert (dates_of(text), numbers_of(text)) == (dates, numbers)
