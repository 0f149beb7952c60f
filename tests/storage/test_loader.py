"""The register that comes with the package: complete, whole in its references, true to the source, in own words."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import pycountry
import pytest

import itucovid
from itucovid.storage.lint import idle_keywords
from itucovid.storage.schema import json_schema
from tests.conftest import MINIMAL, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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

# What the source says, field by field; labels of figures are the register's own. Checked against the source by eye.
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


def test_the_register_has_the_sources_28_records_under_its_12_themes_in_its_order(dataset: itucovid.Dataset) -> None:
    expected = [(id_, theme) for theme, ids in CONTENTS.items() for id_ in ids]
    assert (len(expected), len(CONTENTS)) == (28, 12)
    assert [(record.id, record.theme) for record in dataset.initiatives] == expected
    assert [theme.id for theme in dataset.themes] == list(CONTENTS)


def test_theme_titles_are_the_headings_of_the_source(dataset: itucovid.Dataset) -> None:
    assert {theme.id: theme.title for theme in dataset.themes} == HEADINGS


def test_the_document_is_the_one_of_11_january_2021(dataset: itucovid.Dataset) -> None:
    document = dataset.document
    assert document is not None
    assert (document.title, document.publisher, document.date, document.language) == (
        "COVID-19 Initiatives, Partnerships and Activities",
        "ITU",
        "2021-01-11",
        "en",
    )


def test_items_count_from_one_under_each_heading_and_the_introduction_has_none(dataset: itucovid.Dataset) -> None:
    items = {theme: [r.item for r in dataset.initiatives if r.theme == theme] for theme in CONTENTS}
    expected: dict[str, list[int | None]] = {theme: [*range(1, len(ids) + 1)] for theme, ids in CONTENTS.items()}
    assert items == expected | {"cross-cutting": [None]}


@pytest.mark.parametrize(
    "field", ["start", "end", "people", "partners", "countries", "regions", "languages", "figures"]
)
def test_each_record_says_what_the_source_says_and_no_more_of_its(field: str, dataset: itucovid.Dataset) -> None:
    said = {record.id: getattr(record, field) for record in dataset.initiatives if getattr(record, field)}
    if field == "figures":
        said = {id_: tuple(map(str, figures)) for id_, figures in said.items()}
    assert said == {id_: facts[field] for id_, facts in FACTS.items() if field in facts}


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
def test_what_no_field_holds_is_in_the_summary(record: str, fact: str, dataset: itucovid.Dataset) -> None:
    (summary,) = (r.summary for r in dataset.initiatives if r.id == record)
    assert fact in summary


def test_every_record_has_a_kind(dataset: itucovid.Dataset) -> None:
    assert [record.id for record in dataset.initiatives if record.kind is None] == []


def test_every_reference_leads_somewhere_and_every_entry_is_referred_to(dataset: itucovid.Dataset) -> None:
    def used(field: str) -> set[str]:
        return {value for record in dataset.initiatives for value in getattr(record, field)}

    ids = {record.id for record in dataset.initiatives}
    assert used("partners") == {body.id for body in dataset.organisations}
    assert used("countries") == set(dataset.countries)
    assert used("languages") == set(dataset.languages)
    assert {record.theme for record in dataset.initiatives} == {theme.id for theme in dataset.themes}
    assert used("related") <= ids
    assert [record.id for record in dataset.initiatives if record.id in record.related] == []


def test_country_codes_are_iso_3166_with_the_country_s_name(dataset: itucovid.Dataset) -> None:
    known = {code: pycountry.countries.get(alpha_3=code) for code in dataset.countries}
    assert {code: country and country.name for code, country in known.items()} == {
        code: place.name for code, place in dataset.countries.items()
    }


def test_language_codes_are_iso_639_with_the_language_s_name(dataset: itucovid.Dataset) -> None:
    known = {code: pycountry.languages.get(alpha_2=code) for code in dataset.languages}
    names = {code: language and language.name for code, language in known.items()}
    # The source says "Bahasa"; the code's own name is "Malay (macrolanguage)".
    assert names.pop("ms") == "Malay (macrolanguage)"
    assert names == {code: entry.name for code, entry in dataset.languages.items() if code != "ms"}


def test_every_theme_has_a_name_in_all_six_languages_of_the_un(dataset: itucovid.Dataset) -> None:
    assert {theme.id: len(theme.names.all()) for theme in dataset.themes} == dict.fromkeys(CONTENTS, 6)
    assert [theme.id for theme in dataset.themes[1:] if theme.names.en != theme.title] == []


def test_every_keyword_has_a_word_that_its_record_s_own_text_lacks(dataset: itucovid.Dataset) -> None:
    assert [
        f"{record.id}: {record.keywords[number]}" for record in dataset.initiatives for number in idle_keywords(record)
    ] == []


def test_links_are_https_and_none_is_there_twice(dataset: itucovid.Dataset) -> None:
    document = dataset.document
    assert document is not None
    groups = {"document": document.links} | {record.id: record.links for record in dataset.initiatives}
    assert [link.url for links in groups.values() for link in links if not link.url.startswith("https://")] == []
    assert [name for name, links in groups.items() if len({link.url for link in links}) != len(links)] == []


def texts(value: object) -> Iterator[str]:
    """Every text in what TOML holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def copied_runs(value: object) -> list[str]:
    """The runs of nine words in `value` that stand in the source too, of which only fingerprints are kept here."""
    fingerprints = set((ROOT / "tests" / "source-ninegrams.txt").read_text().split())
    runs = []
    for text in texts(value):
        found = re.findall(r"[a-z0-9]+", text.casefold())
        runs += [" ".join(found[i : i + 9]) for i in range(len(found) - 8)]
    return [run for run in runs if hashlib.sha256(run.encode()).hexdigest()[:12] in fingerprints]


def test_no_nine_words_in_a_row_are_the_source_s() -> None:
    assert copied_runs(tomllib.loads(DATA.read_text(encoding="utf-8"))) == []


def test_a_copied_sentence_would_be_noticed() -> None:
    copied = "Today, WORLD needs to be able\nto rely on digital: tools."
    assert copied_runs({"initiatives": [{"summary": copied}]}) == ["world needs to be able to rely on digital"]


def test_the_schema_beside_the_data_is_the_model_s() -> None:
    beside = json.loads((ROOT / "data" / "initiatives.schema.json").read_text(encoding="utf-8"))
    assert beside == json.loads(json.dumps(json_schema()))


def test_the_data_is_valid_by_its_schema_and_a_broken_record_is_not() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    tables = json.loads(json.dumps(tomllib.loads(DATA.read_text(encoding="utf-8")), default=dt.date.isoformat))
    assert list(validator.iter_errors(tables)) == []
    tables["initiatives"][3]["start"] = "30 April"
    assert [list(error.absolute_path) for error in validator.iter_errors(tables)] == [["initiatives", 3, "start"]]


def test_without_a_path_the_shipped_register_is_loaded(dataset: itucovid.Dataset) -> None:
    assert itucovid.load() == register


def test_the_environment_names_another_register(
    dataset_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITUCOVID_DATA", str(dataset_file(MINIMAL)))
    assert [record.id for record in itucovid.load().initiatives] == ["one"]


def test_a_register_needs_no_more_than_a_record_with_the_required_fields(dataset_file: Callable[[str], Path]) -> None:
    assert itucovid.load(dataset_file(MINIMAL)) == itucovid.Dataset(
        initiatives=(
            itucovid.Initiative(
                id="one",
                theme="testing",
                title="The first",
                summary="A record with nothing but what is required.",
            ),
        ),
        themes=(itucovid.Theme(id="testing", title="testing"),),
    )


def test_themes_of_a_register_without_a_table_of_them_come_in_the_order_of_use(
    dataset_file: Callable[[str], Path],
) -> None:
    records = [f'[[initiatives]]\nid = "{n}"\ntheme = "{theme}"\ntitle = "x"\nsummary = "x"\n' for n, theme in
               enumerate(["zebra", "apple", "zebra"])]  # fmt: skip
    register = itucovid.load(dataset_file("\n".join(records)))
    assert [(theme.id, theme.title) for theme in dataset.themes] == [("zebra", "zebra"), ("apple", "apple")]


def test_a_loaded_register_cannot_be_changed(dataset: itucovid.Dataset) -> None:
    with pytest.raises(AttributeError):
        dataset.initiatives[0].title = "Another"  # type: ignore[misc]
    assert msgspec.structs.replace(dataset.initiatives[0], title="Another") != dataset.initiatives[0]
