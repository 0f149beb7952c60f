"""The names of ids, places and dates of records, in the language of the dataset and in others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from itucovid.dates import PartialDate
from itucovid.fields import FIELDS, Labels, languages_of
from itucovid.model import (
    Country,
    DatasetInfo,
    Document,
    Initiative,
    Language,
    Names,
    Organisation,
    Region,
    Status,
    Tables,
    Theme,
    Translation,
)
from tests.fields.example import LABELS, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("document", "item", "source"),
    [
        (TABLES.document, 2, "ITU, 11 January 2021, Water, item 2"),
        (Document(title="The document"), None, "The document, Water"),
        (Document(title="The document", date=PartialDate("2020")), 1, "The document, 2020, Water, item 1"),
        (None, 1, ""),
    ],
    ids=["all", "title only", "no publisher", "no document"],
)
def test_the_source_of_a_record_is_its_place_in_the_document(
    document: Document | None, item: int | None, source: str
) -> None:
    record = Initiative(id="x", theme="water", title="X", summary="X", item=item)
    labels = Labels(Tables(document=document, themes=TABLES.themes))

    assert labels.source(record) == source
    assert FIELDS["source"].cell(labels, record) == (source or None)


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        pytest.param("wb", "World Bank 1", id="a name of twelve characters"),
        pytest.param("who", "WHO", id="the first alias of a longer name"),
        pytest.param("short", "An Organisation", id="a longer name with an even longer alias"),
        pytest.param("alone", "Organisation without an alias", id="a longer name without alias"),
        pytest.param("Local", "Local", id="no entry"),
    ],
)
def test_the_short_name_of_an_organisation(id_: str, name: str) -> None:
    assert LABELS.short_name(id_) == name


@pytest.mark.parametrize(
    ("field", "value", "aliases"),
    [
        ("theme", "water", ("Water", "water", "Eau", "wells")),
        ("partners", "who", ("World Health Organization", "WHO", "OMS", "Santé")),
        ("partners", "Local", ("Local",)),
        ("countries", "NER", ("Niger", "The Niger", "Níger", "النيجر", "Нигер", "尼日尔", "NER")),
        ("countries", "KEN", ("Kenya", "Kenia", "كينيا", "Кения", "肯尼亚", "KEN")),
        ("languages", "fr", ("French", "français", "francés", "الفرنسية", "французский", "法语")),
        ("languages", "wo", ("Wolof", "wolof", "wólof", "الولوفية", "волоф", "沃洛夫语")),
        ("regions", "africa", ("Africa", "Afrique", "África", "أفريقيا", "Африка", "非洲")),
        ("regions", "Africa", ("Africa", "Afrique", "África", "أفريقيا", "Африка", "非洲")),
        ("regions", "The moon", ("The moon",)),
        ("mentions", "who", ("World Health Organization", "WHO", "OMS", "Santé")),
        ("languages", "qaa", ("qaa",)),
    ],
)
def test_the_aliases_of_a_value_begin_with_its_label(field: str, value: str, aliases: tuple[str, ...]) -> None:
    assert LABELS.aliases(field, value) == aliases


@pytest.mark.parametrize(
    ("tables", "as_of", "language"),
    [
        pytest.param(Tables(), None, None, id="neither"),
        pytest.param(
            Tables(document=Document(title="D", date=PartialDate("2020"), language="fr")), "2020", "fr", id="document"
        ),
        pytest.param(
            Tables(
                dataset=DatasetInfo(date=PartialDate("2021"), language="en"),
                document=Document(title="D", date=PartialDate("2020"), language="fr"),
            ),
            "2021",
            "en",
            id="dataset before document",
        ),
        pytest.param(
            Tables(dataset=DatasetInfo(title="X"), document=Document(title="D", date=PartialDate("2020"))),
            "2020",
            None,
            id="document for what the dataset lacks",
        ),
    ],
)
def test_a_dataset_is_as_of_its_date_and_in_its_language(
    tables: Tables, as_of: str | None, language: str | None
) -> None:
    labels = Labels(tables)

    assert (labels.as_of, labels.text_language) == (as_of, language)


DATED = Labels(Tables(document=Document(title="D", date=PartialDate("2021-01-11"))))


@pytest.mark.parametrize(
    ("fields", "when", "status"),
    [
        pytest.param({}, "not dated in the document", "", id="nothing"),
        pytest.param({"status": "planned"}, "not dated in the document", "planned as of 11 January 2021", id="status"),
        pytest.param({"start": PartialDate("2020-03")}, "March 2020", "", id="date"),
        pytest.param(
            {"end": PartialDate("2020-03"), "date_note": "last session"}, "March 2020 (last session)", "", id="note"
        ),
    ],
)
def test_the_dates_have_their_note_and_the_status_its_date(fields: dict[str, Any], when: str, status: str) -> None:
    record = Initiative(id="x", theme="t", title="X", **fields)

    assert (DATED.when(record), DATED.status(record)) == (when, status)
    assert Labels(Tables()).when(record) == when.replace("not dated in the document", "")
    assert Labels(Tables()).status(record) == status.partition(" ")[0]


PLACES = Labels(
    Tables(
        countries={"KEN": Country(name="Republic of Kenya")},
        regions={
            "arctic": Region(title="Arctic states", countries=("CAN", "NOR")),
            "africa": Region(title="The African continent", countries=("KEN",)),
            "asia-pacific": Region(title="Asia-Pacific"),
        },
        languages={"fr": Language(name="français")},
    )
)


@pytest.mark.parametrize(
    ("label", "value", "name"),
    [
        (PLACES.country, "KEN", "Republic of Kenya"),
        (PLACES.country, "NER", "Niger"),
        (PLACES.country, "XYZ", "XYZ"),
        (PLACES.region, "arctic", "Arctic states"),
        (PLACES.region, "africa", "The African continent"),
        (PLACES.region, "western-africa", "Western Africa"),
        (PLACES.region, "WEST of the Nile", "WEST of the Nile"),
        (PLACES.language, "fr", "français"),
        (PLACES.language, "wo", "Wolof"),
        (PLACES.language, "qaa", "qaa"),
    ],
)
def test_names_are_those_of_the_dataset_or_else_the_standard_ones(
    label: Callable[[str], str], value: str, name: str
) -> None:
    assert label(value) == name


@pytest.mark.parametrize(
    ("region", "countries"),
    [
        ("arctic", {"CAN", "NOR"}),
        ("africa", {"KEN"}),
        ("asia-pacific", set()),
        ("nowhere", set()),
        ("northern-america", {"BMU", "CAN", "GRL", "SPM", "USA"}),
        ("Northern America", {"BMU", "CAN", "GRL", "SPM", "USA"}),
    ],
)
def test_the_countries_of_a_region_are_those_of_the_dataset_or_else_of_the_standard(
    region: str, countries: set[str]
) -> None:
    assert PLACES.region_countries(region) == countries


@pytest.mark.parametrize(
    ("fields", "around"),
    [
        pytest.param({}, (), id="no places"),
        pytest.param({"countries": ("NOR",)}, ("arctic", "northern-europe", "europe"), id="country"),
        pytest.param(
            {"countries": ("NER", "KEN"), "regions": ("africa",)},
            ("western-africa", "sub-saharan-africa", "eastern-africa"),
            id="countries and their region",
        ),
        pytest.param({"countries": ("BRA",)}, ("south-america", "americas"), id="no region named after two places"),
        pytest.param({"regions": ("Western Europe",)}, ("europe",), id="name of a region"),
        pytest.param({"regions": ("asia-pacific", "nowhere")}, (), id="regions without countries"),
        pytest.param({"countries": ("XYZ",)}, (), id="unknown country"),
    ],
)
def test_the_regions_around_a_record_contain_its_countries_or_regions(
    fields: dict[str, Any], around: tuple[str, ...]
) -> None:
    assert PLACES.regions_around(Initiative(id="x", theme="t", title="X", **fields)) == around


@pytest.mark.parametrize(
    ("countries", "regions", "around"),
    [
        (("NER",), (), ("sahel", "western-africa", "sub-saharan-africa", "africa")),
        (("KEN", "NER"), (), ("eastern-africa", "sub-saharan-africa", "africa", "sahel", "western-africa")),
        ((), ("sahel",), ("africa", "sub-saharan-africa", "western-africa")),
        ((), ("world",), ()),
    ],
    ids=["own region first", "each region of two countries once", "around all its countries", "world"],
)
def test_the_regions_around_a_record_are_each_listed_once_the_smallest_first(
    countries: tuple[str, ...], regions: tuple[str, ...], around: tuple[str, ...]
) -> None:
    labels = Labels(Tables(regions={"sahel": Region(title="The Sahel", countries=("NER", "SEN"))}))

    assert (
        labels.regions_around(Initiative(id="x", theme="t", title="X", countries=countries, regions=regions)) == around
    )


TRANSLATED = Tables(
    dataset=DatasetInfo(language="en"),
    themes=(Theme(id="t", title="Water", names=Names(fr="Eau")),),
    organisations=(
        Organisation(id="who", name="World Health Organization", aliases=("WHO",), names=Names(fr="Organisation")),
        Organisation(id="union", name="The International Union", aliases=("TIU",), names=Names(es="La Unión")),
    ),
    countries={"NER": Country(name="The Niger"), "KEN": Country(name="The Kenya", names=Names(fr="Le Kenya"))},
    regions={
        "coast": Region(title="Coast", names=Names(fr="Côte")),
        "africa": Region(title="All of Africa"),
    },
    languages={"sw": Language(name="Kiswahili"), "ms": Language(name="Bahasa", names=Names(fr="bahasa"))},
)


@pytest.mark.parametrize(
    ("what", "value", "own", "french"),
    [
        ("theme", "t", "Water", "Eau"),
        ("organisation", "who", "World Health Organization", "Organisation"),
        ("organisation", "union", "The International Union", "The International Union"),
        ("organisation", "Local", "Local", "Local"),
        ("short_name", "who", "WHO", "Organisation"),
        ("short_name", "union", "TIU", "TIU"),
        ("short_name", "Local", "Local", "Local"),
        ("country", "NER", "The Niger", "Niger"),
        ("country", "KEN", "The Kenya", "Le Kenya"),
        ("country", "DEU", "Germany", "Allemagne"),
        ("country", "XXX", "XXX", "XXX"),
        ("region", "coast", "Coast", "Côte"),
        ("region", "africa", "All of Africa", "Afrique"),
        ("region", "asia", "Asia", "Asie"),
        ("region", "Asia", "Asia", "Asie"),
        ("region", "The moon", "The moon", "The moon"),
        ("language", "sw", "Kiswahili", "swahili"),
        ("language", "ms", "Bahasa", "bahasa"),
        ("language", "de", "German", "allemand"),
        ("language", "qaa", "qaa", "qaa"),
    ],
)
def test_a_name_is_that_of_the_dataset_or_else_the_standard_one_in_the_language(
    what: str, value: str, own: str, french: str
) -> None:
    labels = Labels(TRANSLATED, "fr")
    assert [getattr(one, what)(value) for one in (labels, labels.original, Labels(TRANSLATED))] == [french, own, own]


def test_the_standard_names_are_in_the_language_of_the_dataset() -> None:
    labels = Labels(Tables(dataset=DatasetInfo(language="fr"), countries={"NER": Country(name="Le Niger")}))
    names = (labels.country("DEU"), labels.country("NER"), labels.region("africa"), labels.language("de"))
    assert names == ("Allemagne", "Le Niger", "Afrique", "allemand")
    assert labels.aliases("countries", "DEU")[0] == "Allemagne"
    assert Labels(Tables(dataset=DatasetInfo(language="sw"))).country("DEU") == "Germany"


@pytest.mark.parametrize(
    ("locale", "title"), [(None, "Wells"), ("fr", "Puits"), ("es", "Wells"), ("ru", "Wells")],
    ids=["own", "translated", "keywords alone", "not translated"],
)  # fmt: skip
def test_a_title_is_translated_but_not_the_heading_in_the_document(locale: str | None, title: str) -> None:
    translations = {"fr": Translation(title="Puits"), "es": Translation(keywords=("pozo",))}
    record = Initiative(id="r", theme="t", title="Wells", item=2, translations=translations)  # type: ignore[arg-type]
    labels = Labels(TRANSLATED, locale)
    assert (labels.title(record), labels.heading(record), labels.place(record)) == (title, "Water", "Water, item 2")


@pytest.mark.parametrize(
    ("tables", "translations", "languages"),
    [
        (TRANSLATED, {}, ("en", "es", "fr")),
        (Tables(), {"zh": Translation(title="井"), "ru": Translation(keywords=("x",))}, ("zh",)),
        (Tables(dataset=DatasetInfo(language="sw")), {}, ("sw",)),
        (Tables(), {}, ()),
        (Tables(countries={"NER": Country(name="N", names=Names(ru="Н"))}), {}, ("ru",)),
        (Tables(regions={"x": Region(title="X", names=Names(ar="س"))}), {}, ("ar",)),
        (Tables(languages={"xx": Language(name="X", names=Names(en="X"))}), {}, ("en",)),
    ],
)
def test_the_languages_of_a_dataset_are_its_own_and_those_with_a_title_or_name(
    tables: Tables, translations: dict[str, Translation], languages: tuple[str, ...]
) -> None:
    record = Initiative(id="r", theme="t", title="T", translations=translations)  # type: ignore[arg-type]
    assert languages_of(tables, [record]) == languages


@pytest.mark.parametrize(
    ("start", "end", "status", "interval"),
    [
        pytest.param("2020-03", None, "ongoing", ("2020-03", "2021-01-11"), id="ongoing"),
        pytest.param("2020-03", "2020-04", "ongoing", ("2020-03", "2020-04"), id="ongoing with an end"),
        pytest.param("2021-02", None, "ongoing", ("2021-02", "2021-02"), id="start after the date of the dataset"),
        pytest.param("2020-03", None, "ended", ("2020-03", "2020-03"), id="ended"),
        pytest.param("2020-03", None, None, ("2020-03", "2020-03"), id="no status"),
        pytest.param(None, None, "ongoing", None, id="no date"),
    ],
)
def test_an_ongoing_record_lasts_to_the_date_of_the_dataset(
    start: str | None, end: str | None, status: Status | None, interval: tuple[str, str] | None
) -> None:
    first, last = (PartialDate(date) if date else None for date in (start, end))
    record = Initiative(id="x", theme="water", title="X", start=first, end=last, status=status)

    assert LABELS.interval(record) == interval


@pytest.mark.parametrize(
    ("start", "last"),
    [("2020-05-30", "2020-05"), ("2020-05-31", "2020-05-31")],
    ids=["before the end of its date", "on the last day of its date"],
)
def test_an_ongoing_record_lasts_to_the_month_of_a_dataset_unless_it_starts_on_its_last_day(
    start: str, last: str
) -> None:
    labels = Labels(Tables(dataset=DatasetInfo(date=PartialDate("2020-05"))))
    record = Initiative(id="x", theme="t", title="X", start=PartialDate(start), status="ongoing")

    assert labels.interval(record) == (start, last)


def test_an_ongoing_record_of_a_dataset_without_a_date_ends_as_it_starts() -> None:
    record = Initiative(id="x", theme="t", title="X", start=PartialDate("2021-01-11"), status="ongoing")

    assert Labels(Tables()).interval(record) == ("2021-01-11", "2021-01-11")


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2021-01-11", "ongoing as of 11 January 2021"),
        ("2021-02", "ongoing as of February 2021"),
        ("2021", "ongoing as of 2021"),
        (None, "ongoing"),
    ],
    ids=["day", "month", "year", "no date"],
)
def test_a_status_has_the_date_of_the_dataset(date: str | None, text: str) -> None:
    labels = Labels(Tables(dataset=DatasetInfo(date=PartialDate(date) if date else None)))

    assert labels.dated_status("ongoing") == text
