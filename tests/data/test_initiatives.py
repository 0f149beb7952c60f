"""The bundled dataset: complete, consistent, true to the source, and in its own words."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pycountry
import pytest

import itucovid
from tests.conftest import ROOT

DATA = ROOT / "data" / "initiatives.toml"

CONTENTS = {
    "cross-cutting": ["web-dialogues"],
    "digital-cooperation": [
        "wsis-forum-2020",
        "wsis-talkx",
        "g20-digital-ministers",
        "digital-cooperation-webinars",
    ],
    "connectivity": ["gsr-20", "reg4covid", "broadband-agenda", "joint-action-plan", "connect2recover"],
    "health": ["world-health-assembly", "5g-rumours", "behealthy-bemobile", "g20-health-ministers"],
    "education": ["global-education-coalition", "giga", "digital-transformation-centres"],
    "youth": ["child-online-protection", "child-protection-agenda", "youth-statement"],
    "persons-with-disabilities": ["accessibility-guidelines"],
    "emergency-telecommunications": ["emergency-plans"],
    "smart-cities": ["u4ssc", "smart-villages-niger"],
    "cybersecurity": ["cyb4covid"],
    "artificial-intelligence": ["ai-for-good-webinars", "fg-ai4h"],
    "innovation": ["innovation-challenges"],
}

HEADINGS = {
    "cross-cutting": "Introduction",
    "digital-cooperation": "Digital cooperation and achievement of Sustainable Development Goals",
    "connectivity": "Global connectivity and digital infrastructure",
    "health": "Health",
    "education": "Education and digital skills",
    "youth": "Youth and child online safety",
    "persons-with-disabilities": "Persons with disabilities",
    "emergency-telecommunications": "Emergency telecommunications",
    "smart-cities": "Smart cities and villages",
    "cybersecurity": "Cybersecurity",
    "artificial-intelligence": "Artificial intelligence",
    "innovation": "Innovation",
}

# The facts of the source, field by field, checked by hand. The labels of the figures are the dataset's own.
FACTS: dict[str, dict[str, Any]] = {
    "wsis-forum-2020": {
        "start": "2020-09-07",
        "people": ("Houlin Zhao",),
        "figures": ("over 160 workshops", "around 800 speakers", "15,000 attendees"),
    },
    "g20-digital-ministers": {"start": "2020-04-30", "people": ("Houlin Zhao",), "partners": ("g20",)},
    "digital-cooperation-webinars": {
        "start": "2020-04-15",
        "end": "2020-05-13",
        "people": ("Fabrizio Hochschild",),
        "partners": ("un-special-adviser",),
        "figures": ("5 webinars",),
    },
    "gsr-20": {"start": "2020-09-01", "people": ("Houlin Zhao",)},
    "reg4covid": {"start": "2020-03-23"},
    "broadband-agenda": {"partners": ("broadband-commission",)},
    "joint-action-plan": {"partners": ("world-bank", "gsma", "wef")},
    "world-health-assembly": {"start": "2020-05-18", "end": "2020-05-19", "people": ("Houlin Zhao",)},
    "5g-rumours": {"partners": ("who",)},
    "behealthy-bemobile": {
        "partners": ("who", "unicef"),
        "countries": ("NER", "SEN", "SDN", "TUN"),
        "regions": ("Asia", "Africa", "Arab States", "Caribbean", "Asia-Pacific"),
        "languages": ("ar", "fr", "wo"),
        "figures": (
            "5 local languages of Niger",
            "24 mobile network operators contacted in the Asia-Pacific region",
            "20 countries in which Asia-Pacific operators were contacted",
        ),
    },
    "g20-health-ministers": {"start": "2020-04-19", "partners": ("g20",)},
    "global-education-coalition": {
        "partners": ("unesco",),
        "figures": (
            "more than 1,500,000,000 students and young people affected by closures of schools and universities",
            "nearly 830,000,000 learners worldwide without access to a computer",
            "more than 40 per cent of learners worldwide without Internet access at home",
        ),
    },
    "giga": {
        "partners": ("unicef",),
        "countries": ("KAZ", "KEN", "NER", "UZB"),
        "regions": ("Eastern Caribbean",),
    },
    "digital-transformation-centres": {
        "partners": ("cisco",),
        "regions": ("Africa", "Asia-Pacific", "Latin America"),
        "languages": ("ms", "en", "fr", "pt", "es"),
        "figures": ("658 people trained", "28 countries that the trained people come from"),
    },
    "child-online-protection": {"start": "2020-06-23"},
    "child-protection-agenda": {"figures": ("8 UN agencies that launched it, ITU included",)},
    "youth-statement": {"partners": ("ianyd",)},
    "u4ssc": {
        "partners": ("unece", "un-habitat"),
        "figures": ("over 50 per cent of the world's people living in cities", "14 other UN bodies in support"),
    },
    "smart-villages-niger": {"countries": ("NER",), "figures": ("5 local languages of Niger",)},
    "fg-ai4h": {"partners": ("who",)},
}


def test_the_28_records_are_under_the_12_themes_of_the_source_in_its_order(dataset: itucovid.Dataset) -> None:
    expected = [(id_, theme) for theme, ids in CONTENTS.items() for id_ in ids]
    assert (len(expected), len(CONTENTS)) == (28, 12)
    assert [(record.id, record.theme) for record in dataset] == expected
    assert [theme.id for theme in dataset.themes] == list(CONTENTS)


def test_the_titles_of_the_themes_are_the_headings_of_the_source(dataset: itucovid.Dataset) -> None:
    assert {theme.id: theme.title for theme in dataset.themes} == HEADINGS


def test_the_document_is_that_of_11_january_2021(dataset: itucovid.Dataset) -> None:
    document = dataset.document
    assert document is not None
    assert (document.title, document.publisher, document.date, document.language) == (
        "COVID-19 Initiatives, Partnerships and Activities",
        "ITU",
        "2021-01-11",
        "en",
    )


def test_items_are_numbered_from_1_below_each_heading_except_the_introduction(dataset: itucovid.Dataset) -> None:
    items = {theme: [record.item for record in dataset if record.theme == theme] for theme in CONTENTS}
    expected: dict[str, list[int | None]] = {theme: [*range(1, len(ids) + 1)] for theme, ids in CONTENTS.items()}
    assert items == expected | {"cross-cutting": [None]}


@pytest.mark.parametrize(
    "field", ["start", "end", "people", "partners", "countries", "regions", "languages", "figures"]
)
def test_a_field_has_the_facts_of_the_source_and_no_others(field: str, dataset: itucovid.Dataset) -> None:
    values = {record.id: getattr(record, field) for record in dataset if getattr(record, field)}
    if field == "figures":
        values = {id_: tuple(map(str, figures)) for id_, figures in values.items()}
    assert values == {id_: facts[field] for id_, facts in FACTS.items() if field in facts}


@pytest.mark.parametrize(
    ("record", "fact"),
    [
        ("smart-villages-niger", "701"),
        ("gsr-20", "20th edition"),
        ("gsr-20", "hundreds of billions of dollars"),
        ("world-health-assembly", "73rd session"),
        ("behealthy-bemobile", "millions of people"),
        ("behealthy-bemobile", "dozens of countries"),
        ("wsis-talkx", "Each week"),
        ("wsis-talkx", "podcast"),
        ("fg-ai4h", "TG-Outbreaks"),
        ("fg-ai4h", "TG-FakeMeds"),
        ("smart-villages-niger", "Ministry of Health"),
        ("global-education-coalition", "1.5 billion"),
    ],
)
def test_a_fact_without_a_field_is_in_the_summary(record: str, fact: str, dataset: itucovid.Dataset) -> None:
    assert fact in dataset[record].summary


def test_every_record_has_a_kind(dataset: itucovid.Dataset) -> None:
    assert [record.id for record in dataset if record.kind is None] == []


def test_every_reference_has_an_entry_and_every_entry_is_used(dataset: itucovid.Dataset) -> None:
    def used(field: str) -> set[str]:
        return {value for record in dataset for value in getattr(record, field)}

    assert used("partners") == {organisation.id for organisation in dataset.organisations}
    assert used("countries") == set(dataset.contents.countries)
    assert used("languages") == set(dataset.contents.languages)
    assert used("related") <= {record.id for record in dataset}


def test_country_codes_and_names_are_those_of_iso_3166(dataset: itucovid.Dataset) -> None:
    countries = dataset.contents.countries
    iso = {code: pycountry.countries.get(alpha_3=code) for code in countries}
    assert {code: country and country.name for code, country in iso.items()} == {
        code: country.name for code, country in countries.items()
    }


def test_language_codes_and_names_are_those_of_iso_639(dataset: itucovid.Dataset) -> None:
    languages = dataset.contents.languages
    iso = {code: pycountry.languages.get(alpha_2=code) for code in languages}
    names = {code: language and language.name for code, language in iso.items()}
    # The source calls it "Bahasa".
    assert names.pop("ms") == "Malay (macrolanguage)"
    assert names == {code: language.name for code, language in languages.items() if code != "ms"}


def test_every_theme_has_a_name_in_the_six_un_languages(dataset: itucovid.Dataset) -> None:
    assert {theme.id: len(theme.names.all()) for theme in dataset.themes} == dict.fromkeys(CONTENTS, 6)
    assert [theme.id for theme in dataset.themes[1:] if theme.names.en != theme.title] == []


def texts(value: object) -> Iterator[str]:
    """All texts in TOML tables."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def copied_runs(value: object) -> list[str]:
    """The runs of nine words that also occur in the source, of which the repository has only fingerprints."""
    fingerprints = set(Path(__file__).with_name("source-ninegrams.txt").read_text(encoding="ascii").split())
    runs = []
    for text in texts(value):
        words = re.findall(r"[a-z0-9]+", text.casefold())
        runs += [" ".join(words[i : i + 9]) for i in range(len(words) - 8)]
    return [run for run in runs if hashlib.sha256(run.encode()).hexdigest()[:12] in fingerprints]


def test_no_run_of_nine_words_is_copied_from_the_source() -> None:
    assert copied_runs(tomllib.loads(DATA.read_text(encoding="utf-8"))) == []


def test_a_copied_run_would_be_found() -> None:
    copied = "Today, WORLD needs to be able\nto rely on digital: tools."
    assert copied_runs({"initiatives": [{"summary": copied}]}) == ["world needs to be able to rely on digital"]
