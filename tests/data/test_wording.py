"""The words of the dataset: its own, not the source's; search terms within the source's meaning; translations."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import itucovid
from itucovid.model import Translation
from tests.conftest import ROOT
from tests.data.records import RECORDS

DATA = ROOT / "data" / "initiatives.toml"
FINGERPRINTS = frozenset(Path(__file__).with_name("source-ninegrams.txt").read_text(encoding="ascii").split())
LANGUAGES = ["ar", "es", "fr", "ru", "zh"]

# Names of nine words and more are facts: they stand in the dataset whole, and only whole.
OFFICIAL_NAMES = [
    "Digital Development Joint Action Plan and Call for Action",
    "ad-hoc group on digital technologies for COVID health emergency",
    "Rethinking the digital economy's value chains during the COVID-19 pandemic",
]


def texts(value: object) -> Iterator[str]:
    """All texts in TOML tables."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def ascii_words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def in_a_name(words: list[str]) -> set[int]:
    """The starts of the runs of nine words that lie within a whole official name."""
    starts: set[int] = set()
    for name in map(ascii_words, OFFICIAL_NAMES):
        for start in range(len(words) - len(name) + 1):
            if words[start : start + len(name)] == name:
                starts.update(range(start, start + len(name) - 8))
    return starts


def copied_runs(value: object) -> list[str]:
    """The runs of nine words that also occur in the source, of which the repository has only fingerprints."""
    runs = []
    for text in texts(value):
        words = ascii_words(text)
        named = in_a_name(words)
        runs += [" ".join(words[start : start + 9]) for start in range(len(words) - 8) if start not in named]
    return [run for run in runs if hashlib.sha256(run.encode()).hexdigest()[:12] in FINGERPRINTS]


def test_no_run_of_nine_words_is_copied_from_the_source() -> None:
    assert copied_runs(tomllib.loads(DATA.read_text(encoding="utf-8"))) == []


def test_the_official_names_are_in_the_dataset(dataset: itucovid.Dataset) -> None:
    summaries = " ".join(record.summary or "" for record in dataset)
    assert [name for name in OFFICIAL_NAMES if name not in summaries] == []


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        pytest.param(
            "Today, WORLD needs to be able\nto rely on digital: tools.",
            ["world needs to be able to rely on digital"],
            id="nine words of the source",
        ),
        pytest.param("World needs to be able to rely on us.", [], id="eight words of the source"),
        pytest.param(f"It is called {OFFICIAL_NAMES[0]}.", [], id="a name"),
        pytest.param(
            f"{OFFICIAL_NAMES[0]} was launched.",
            [
                "development joint action plan and call for action was",
                "joint action plan and call for action was launched",
            ],
            id="a name with words of the source after it",
        ),
        pytest.param(
            "A group on digital technologies for COVID health emergency aims high.",
            [
                "group on digital technologies for covid health emergency aims",
            ],
            id="the end of a name with a word of the source after it",
        ),
        pytest.param(
            "Rethinking the digital economy's value chains during the outbreak",
            ["rethinking the digital economy s value chains during the"],
            id="the beginning of a name",
        ),
    ],
)
def test_copied_runs_of_nine_words(text: str, runs: list[str]) -> None:
    assert copied_runs({"initiatives": [{"summary": text}]}) == runs


# Search terms

# Words from other pages, or more special than what the paragraph says.
OUTSIDE_THE_SOURCE = {
    "smart-villages-niger": ["call centre", "call center", "hotline", "helpline", "Africa"],
    "wsis-talkx": ["good practices", "best practices"],
    "g20-digital-ministers": ["video conference", "videoconference", "summit"],
    "g20-health-ministers": ["video conference", "videoconference", "summit"],
    "gsr-20": ["USD"],
    "joint-action-plan": ["Speedboat", "Davos", "operators"],
    "5g-rumours": [
        "arson",
        "vandalism",
        "masts",
        "cell towers",
        "radio waves",
        "radiation",
        "electromagnetic fields",
        "EMF",
    ],
    "giga": ["Central Asia", "Africa"],
    "child-online-protection": ["abuse"],
    "child-protection-agenda": ["domestic violence"],
    "accessibility-guidelines": ["WCAG", "captions", "impaired", "screen readers", "assistive technology"],
    "emergency-plans": ["humanitarian"],
    "cyb4covid": ["data protection"],
    "fg-ai4h": ["AHG-DT4HE", "surveillance", "early warning"],
    "innovation-challenges": ["ecosystem"],
}


def words(text: str) -> str:
    """A text as words with a blank on each side, so that `in` finds whole words only."""
    return " ".join(["", *re.findall(r"[^\W_]+", text.casefold()), ""])


def record_text(record: itucovid.Initiative) -> str:
    labels = [figure.label for figure in record.figures]
    return words("\n".join([record.title, record.summary or "", *record.aliases, *labels, record.kind or ""]))


@pytest.mark.parametrize("id_", OUTSIDE_THE_SOURCE)
def test_no_word_outside_the_meaning_of_the_source_is_a_keyword(id_: str, dataset: itucovid.Dataset) -> None:
    record = dataset[id_]
    terms = {words(term) for term in (*record.keywords, *record.aliases)}
    assert [word for word in OUTSIDE_THE_SOURCE[id_] if words(word) in terms] == []
    assert [word for word in OUTSIDE_THE_SOURCE[id_] if words(word) in record_text(record)] == []


@pytest.mark.parametrize("id_", RECORDS)
def test_no_keyword_is_in_the_text_of_its_record(id_: str, dataset: itucovid.Dataset) -> None:
    record = dataset[id_]
    text = record_text(record)
    assert record.keywords
    assert [keyword for keyword in record.keywords if words(keyword) in text] == []


@pytest.mark.parametrize("id_", RECORDS)
def test_no_keyword_is_given_twice(id_: str, dataset: itucovid.Dataset) -> None:
    keywords = [keyword.casefold() for keyword in (*dataset[id_].keywords, *dataset[id_].aliases)]
    assert sorted(keywords) == sorted(set(keywords))


# Translations

SCRIPTS = {"ar": {"ARABIC"}, "es": {"LATIN"}, "fr": {"LATIN"}, "ru": {"CYRILLIC"}, "zh": {"CJK"}}


def translation(dataset: itucovid.Dataset, id_: str, language: str) -> Translation:
    return {str(code): entry for code, entry in dataset[id_].translations.items()}[language]


def scripts(text: str) -> set[str]:
    """The scripts of the letters of a text: ARABIC, CJK, CYRILLIC, LATIN."""
    return {unicodedata.name(letter).split()[0] for letter in unicodedata.normalize("NFKC", text) if letter.isalpha()}


def is_acronym(text: str) -> bool:
    return text.isascii() and text == text.upper()


def test_every_record_has_five_translations(dataset: itucovid.Dataset) -> None:
    assert {record.id: sorted(record.translations) for record in dataset} == dict.fromkeys(RECORDS, LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", RECORDS)
def test_a_translation_has_a_title_and_keywords_in_its_script(
    id_: str, language: str, dataset: itucovid.Dataset
) -> None:
    entry = translation(dataset, id_, language)
    assert entry.title
    assert 1 <= len(entry.keywords) <= 12
    allowed = SCRIPTS[language] | {"LATIN"}
    assert [text for text in (entry.title, *entry.keywords) if not scripts(text) <= allowed] == []
    own = SCRIPTS[language]
    assert own <= scripts(entry.title)
    assert [text for text in entry.keywords if not own <= scripts(text) and not is_acronym(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", RECORDS)
def test_the_keywords_of_a_translation_repeat_neither_each_other_nor_the_title(
    id_: str, language: str, dataset: itucovid.Dataset
) -> None:
    entry = translation(dataset, id_, language)
    keywords = [words(keyword) for keyword in entry.keywords]
    title = words(entry.title or "")
    assert sorted(keywords) == sorted(set(keywords))
    if language == "zh":
        assert [keyword for keyword in keywords if keyword.strip() in title] == []
    else:
        assert [keyword for keyword in keywords if keyword in title] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_records_have_the_same_title(language: str, dataset: itucovid.Dataset) -> None:
    titles = [translation(dataset, id_, language).title for id_ in RECORDS]
    assert len(set(titles)) == len(RECORDS)


def french(dataset: itucovid.Dataset) -> list[str]:
    """All titles, names and keywords in French."""
    names = [theme.names.fr for theme in dataset.themes] + [body.names.fr for body in dataset.organisations]
    names += [region.names.fr for region in dataset.contents.regions.values()]
    for id_ in RECORDS:
        entry = translation(dataset, id_, "fr")
        names += [entry.title, *entry.keywords]
    return list(filter(None, names))


def test_french_has_typographic_apostrophes(dataset: itucovid.Dataset) -> None:
    assert [text for text in french(dataset) if "'" in text] == []


def test_french_has_no_break_spaces_in_quotation_marks_and_before_high_punctuation(dataset: itucovid.Dataset) -> None:
    quoted = [text for text in french(dataset) if "«" in text]
    assert quoted == ["Commission «\u00a0Le large bande au service du développement durable\u00a0»"]
    assert [text for text in french(dataset) if re.search("(?<!\u00a0)[:;?!»]|«(?!\u00a0)", text)] == []


def test_other_languages_have_no_straight_apostrophe(dataset: itucovid.Dataset) -> None:
    names = [name for theme in dataset.themes for name in theme.names.all()]
    names += [name for body in dataset.organisations for name in body.names.all()]
    assert {name for name in names if "'" in name} == {"United Nations Children's Fund"}
