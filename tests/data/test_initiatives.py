"""The bundled dataset: complete, consistent, and field by field as in the source."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pycountry
import pytest

import itucovid
from itucovid import places
from tests.data.records import CONTENTS

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
        "date_note": "opening of the final week",
        "people": ("Houlin Zhao",),
        "figures": ("over 160 workshops", "around 800 speakers", "15,000 attendees"),
    },
    "g20-digital-ministers": {
        "start": "2020-04-30",
        "date_note": "day of the meeting",
        "people": ("Houlin Zhao",),
        "mentions": ("g20",),
    },
    "digital-cooperation-webinars": {
        "start": "2020-04-15",
        "end": "2020-05-13",
        "date_note": "beginning and conclusion of the series",
        "people": ("Fabrizio Hochschild",),
        "partners": ("un-special-adviser",),
        "figures": ("5 webinars",),
    },
    "gsr-20": {"start": "2020-09-01", "date_note": "opening of the symposium", "people": ("Houlin Zhao",)},
    "reg4covid": {"start": "2020-03-23", "date_note": "launch of the platform"},
    "broadband-agenda": {"mentions": ("broadband-commission",)},
    "joint-action-plan": {"partners": ("world-bank", "gsma", "wef")},
    "world-health-assembly": {
        "start": "2020-05-18",
        "end": "2020-05-19",
        "date_note": "session of the Assembly",
        "people": ("Houlin Zhao",),
        "mentions": ("who",),
    },
    "5g-rumours": {"partners": ("who",)},
    "behealthy-bemobile": {
        "partners": ("who", "unicef"),
        "countries": ("NER", "SEN", "SDN", "TUN"),
        "regions": ("asia", "africa", "arab-states", "caribbean", "asia-pacific"),
        "languages": ("ar", "fr", "wo"),
        "figures": (
            "5 local languages in Niger in which messages were sent",
            "24 mobile network operators contacted in the Asia-Pacific region",
            "20 countries in which Asia-Pacific operators were contacted",
        ),
    },
    "g20-health-ministers": {"start": "2020-04-19", "date_note": "day of the meeting", "mentions": ("g20",)},
    "global-education-coalition": {
        "partners": ("unesco",),
        "figures": (
            "more than 1.5 billion students and young people affected by closures of schools and universities",
            "nearly 830 million learners worldwide without access to a computer",
            "more than 40 per cent of learners worldwide without Internet access at home",
        ),
    },
    "giga": {
        "partners": ("unicef",),
        "countries": ("KAZ", "KEN", "NER", "UZB"),
        "regions": ("eastern-caribbean",),
    },
    "digital-transformation-centres": {
        "partners": ("cisco",),
        "regions": ("africa", "asia-pacific", "latin-america"),
        "languages": ("ms", "en", "fr", "pt", "es"),
        "figures": ("658 people trained so far", "28 countries that the trained people come from"),
    },
    "child-online-protection": {"start": "2020-06-23", "date_note": "launch of the guidelines"},
    "child-protection-agenda": {"figures": ("8 UN agencies that launched it, ITU included",)},
    "youth-statement": {"mentions": ("ianyd",)},
    "u4ssc": {
        "partners": ("unece", "un-habitat"),
        "figures": ("over 50 per cent of the world's people living in cities", "14 other UN bodies in support"),
    },
    "smart-villages-niger": {
        "countries": ("NER",),
        "figures": ("5 local languages in which the service is available",),
    },
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
    "field",
    [
        "start",
        "end",
        "date_note",
        "people",
        "partners",
        "mentions",
        "countries",
        "regions",
        "languages",
        "figures",
    ],
)
def test_a_field_has_the_facts_of_the_source_and_no_others(field: str, dataset: itucovid.Dataset) -> None:
    values = {record.id: getattr(record, field) for record in dataset if getattr(record, field)}
    if field == "figures":
        values = {id_: tuple(map(str, figures)) for id_, figures in values.items()}
    assert values == {id_: facts[field] for id_, facts in FACTS.items() if field in facts}


def test_every_record_has_a_kind(dataset: itucovid.Dataset) -> None:
    assert [record.id for record in dataset if record.kind is None] == []


def used(dataset: itucovid.Dataset, *fields: str) -> set[str]:
    """The values of fields in all records."""
    return {value for record in dataset for field in fields for value in getattr(record, field)}


def test_every_organisation_is_named_by_a_record(dataset: itucovid.Dataset) -> None:
    assert used(dataset, "partners", "mentions") == {organisation.id for organisation in dataset.organisations}


def test_no_organisation_is_both_partner_and_mention_of_a_record(dataset: itucovid.Dataset) -> None:
    assert [record.id for record in dataset if set(record.partners) & set(record.mentions)] == []


def test_every_region_is_of_the_file_or_of_m49(dataset: itucovid.Dataset) -> None:
    own = set(dataset.contents.regions)
    assert own & set(places.regions()) == set()
    assert used(dataset, "regions") == own | {"africa", "asia", "caribbean"}
    assert {"africa", "asia", "caribbean"} <= set(places.regions())


def test_the_regions_of_the_file_have_their_countries(dataset: itucovid.Dataset) -> None:
    countries = {id_: len(region.countries) for id_, region in dataset.contents.regions.items()}
    assert countries == {"arab-states": 22, "asia-pacific": 0, "eastern-caribbean": 7, "latin-america": 20}


def test_every_language_of_the_file_is_used(dataset: itucovid.Dataset) -> None:
    assert set(dataset.contents.languages) <= used(dataset, "languages")


def test_related_records_exist(dataset: itucovid.Dataset) -> None:
    assert used(dataset, "related") <= {record.id for record in dataset}


def test_country_codes_are_those_of_iso_3166(dataset: itucovid.Dataset) -> None:
    codes = used(dataset, "countries").union(*(region.countries for region in dataset.contents.regions.values()))
    assert [code for code in codes if pycountry.countries.get(alpha_3=code) is None] == []


def test_language_codes_and_names_are_those_of_iso_639(dataset: itucovid.Dataset) -> None:
    languages = dataset.contents.languages
    iso = {code: pycountry.languages.get(alpha_2=code) for code in languages}
    names = {code: language and language.name for code, language in iso.items()}
    # The source calls it "Bahasa".
    assert names.pop("ms") == "Malay (macrolanguage)"
    assert names == {code: language.name for code, language in languages.items() if code != "ms"}


def test_every_theme_has_a_name_in_the_six_un_languages(dataset: itucovid.Dataset) -> None:
    assert {theme.id: len(theme.names.all()) for theme in dataset.themes} == dict.fromkeys(CONTENTS, 6)
    assert [theme.id for theme in dataset.themes if theme.names.en != theme.title] == []


def test_the_regions_of_the_file_have_a_name_in_the_six_un_languages(dataset: itucovid.Dataset) -> None:
    regions = dataset.contents.regions
    assert {id_: len(region.names.all()) for id_, region in regions.items()} == dict.fromkeys(regions, 6)
    assert [id_ for id_, region in regions.items() if region.names.en != region.title] == []


# Status, by the rule in the head of the file.

STATUS = {
    "ended": [
        "wsis-forum-2020",
        "g20-digital-ministers",
        "digital-cooperation-webinars",
        "gsr-20",
        "world-health-assembly",
        "g20-health-ministers",
    ],
    "ongoing": [
        "wsis-talkx",
        "reg4covid",
        "connect2recover",
        "behealthy-bemobile",
        "giga",
        "digital-transformation-centres",
        "u4ssc",
        "smart-villages-niger",
        "cyb4covid",
        "ai-for-good-webinars",
        "fg-ai4h",
        "innovation-challenges",
    ],
}


def test_a_status_is_ended_or_ongoing_or_not_given(dataset: itucovid.Dataset) -> None:
    found: dict[str, list[str]] = {}
    for record in dataset:
        if record.status:
            found.setdefault(record.status, []).append(record.id)
    assert found == STATUS


def test_what_has_ended_took_place_on_stated_days(dataset: itucovid.Dataset) -> None:
    assert [record.id for record in dataset if record.status == "ended" and not record.start] == []


def test_a_date_note_is_given_exactly_with_a_date(dataset: itucovid.Dataset) -> None:
    assert [record.id for record in dataset if bool(record.date_note) != bool(record.start)] == []


# Links

HOSTS = {
    "academy.itu.int",
    "aiforgood.itu.int",
    "apps.who.int",
    "bbnewsletter.itu.int",
    "broadbandcommission.org",
    "dig.watch",
    "etradeforall.org",
    "g20.utoronto.ca",
    "gdc.unicef.org",
    "giga.global",
    "globaleducationcoalition.unesco.org",
    "indepthnews.net",
    "it-online.co.za",
    "itu-cop-guidelines.com",
    "itu.foleon.com",
    "itu.int",
    "m.reliefweb.int",
    "mwcert.mw",
    "news.itu.int",
    "news.un.org",
    "onu-geneve.delegfrance.org",
    "reg4covid.itu.int",
    "reliefweb.int",
    "sdgs.un.org",
    "u4ssc.itu.int",
    "www.etcluster.org",
    "www.eurasiareview.com",
    "www.intgovforum.org",
    "www.itu-ilibrary.org",
    "www.itu.int",
    "www.marketscreener.com",
    "www.oecd.org",
    "www.ohchr.org",
    "www.sdglab.ch",
    "www.soumu.go.jp",
    "www.sparkblue.org",
    "www.straitstimes.com",
    "www.un.org",
    "www.unccd.int",
    "www.urdupoint.com",
    "www.who.int",
    "www.worldbank.org",
}

# Words of French, Spanish, German and Portuguese that no English label has.
FOREIGN_WORD = re.compile(
    r"\b(?:au|aux|das|de|del|der|des|die|dos|du|el|em|en|et|la|le|les|los|os|para|por|pour|sur|und|una|une|y)\b",
    re.IGNORECASE,
)


def links(dataset: itucovid.Dataset) -> list[itucovid.Link]:
    assert dataset.document is not None
    return [*dataset.document.links, *(link for record in dataset for link in record.links)]


def test_every_link_is_https_to_a_known_host(dataset: itucovid.Dataset) -> None:
    addresses = [urlsplit(link.url) for link in links(dataset)]
    assert {address.scheme for address in addresses} == {"https"}
    assert {address.netloc for address in addresses} == HOSTS


def test_no_page_is_linked_twice(dataset: itucovid.Dataset) -> None:
    urls = [link.url for link in links(dataset)]
    assert sorted(urls) == sorted(set(urls))


def test_only_cyb4covid_has_no_link(dataset: itucovid.Dataset) -> None:
    assert [record.id for record in dataset if not record.links] == ["cyb4covid"]


def test_labels_of_links_are_in_english(dataset: itucovid.Dataset) -> None:
    labels = [link.label for link in links(dataset)]
    assert [label for label in labels if not label.isascii()] == []
    assert [label for label in labels if FOREIGN_WORD.search(label)] == []


def test_every_link_has_a_publisher(dataset: itucovid.Dataset) -> None:
    assert [link.url for link in links(dataset) if not link.publisher] == []
