"""Facets: the values of records, their names, and the values that filters accept."""

from __future__ import annotations

import pytest

from itucovid import places
from itucovid.dates import PartialDate
from itucovid.errors import AmbiguousValueError, UnknownValueError
from itucovid.facets import FACETS, FILTERS, choose_facet, expand_region
from itucovid.fields import Labels
from itucovid.model import (
    KINDS,
    STATUSES,
    Country,
    DatasetFile,
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
)

PLAIN = Initiative(id="plain", theme="roads", title="Plain", summary="Nothing more.")
FULL = Initiative(
    id="full",
    theme="water",
    title="Full",
    summary="Everything.",
    kind="event",
    start=PartialDate("2020-03-31"),
    end=PartialDate("2020-04"),
    status="ended",
    partners=("who", "Local group", "who"),
    mentions=("g20", "who"),
    countries=("NER", "KEN"),
    regions=("Africa", "Africa"),
    languages=("fr", "wo"),
)
DATASET = DatasetFile(
    themes=(
        Theme(id="water", title="Water", names=Names(fr="Eau"), keywords=("wells",)),
        Theme(id="roads", title="Roads"),
    ),
    organisations=(
        Organisation(id="who", name="World Health Organization", aliases=("WHO",), names=Names(fr="OMS")),
        Organisation(id="unused", name="Unused"),
    ),
    countries={
        "NER": Country(name="Niger", aliases=("The Niger",), names=Names(es="Níger")),
        "NGA": Country(name="Nigeria"),
    },
    regions={"arctic": Region(title="Arctic states", names=Names(ru="Арктика"), countries=("CAN", "NOR"))},
    languages={"fr": Language(name="French", aliases=("français",)), "en": Language(name="English")},
    initiatives=(PLAIN, FULL),
)
LABELS = Labels(DATASET)
YEAR_2019 = tuple(f"2019-{month:02}" for month in range(1, 13))


def standard_names(code: str, *own: str) -> tuple[str, ...]:
    """The built-in names of a country but its own, each once."""
    country = places.country(code)
    assert country
    return tuple(dict.fromkeys(name for name in country.names.values() if name not in own))


@pytest.mark.parametrize(
    ("name", "values", "labels"),
    [
        ("theme", ("water",), ["Water"]),
        ("kind", ("event",), ["event"]),
        ("status", ("ended",), ["ended"]),
        ("country", ("NER", "KEN"), ["Niger", "Kenya"]),
        (
            "partner",
            ("who", "Local group", "who"),
            ["World Health Organization", "Local group", "World Health Organization"],
        ),
        ("language", ("fr", "wo"), ["French", "Wolof"]),
        ("region", ("Africa", "Africa"), ["Africa", "Africa"]),
        ("month", ("2020-03", "2020-04"), ["March 2020", "April 2020"]),
    ],
)
def test_a_facet_gives_the_values_of_a_record_and_their_labels(
    name: str, values: tuple[str, ...], labels: list[str]
) -> None:
    facet = FACETS[name]

    assert facet.values(LABELS, FULL) == values
    assert [facet.label(Labels(DATASET), value) for value in values] == labels


@pytest.mark.parametrize(
    ("value", "label"),
    [("NER", "Niger"), ("arctic", "Arctic states"), ("africa", "Africa"), ("ZZZ", "ZZZ")],
    ids=["country", "region of the dataset", "standard region", "unknown"],
)
def test_the_country_filter_labels_countries_and_regions(value: str, label: str) -> None:
    assert FACETS["country"].label(LABELS, value) == label


@pytest.mark.parametrize("name", ["kind", "status", "country", "region", "partner", "language", "month"])
def test_a_record_without_the_property_has_no_values(name: str) -> None:
    assert FACETS[name].values(LABELS, PLAIN) == ()


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        pytest.param("2020-03-31", None, ("2020-03",), id="start only"),
        pytest.param(None, "2020-03-05", ("2020-03",), id="end only"),
        pytest.param("2020-11", "2021-02-01", ("2020-11", "2020-12", "2021-01", "2021-02"), id="two years"),
        pytest.param("2020-03-01", "2020-03-31", ("2020-03",), id="one month"),
        pytest.param("2020", None, ("2020",), id="year"),
        pytest.param(
            "2019-11", "2020-03-05", ("2019-11", "2019-12", "2020-01", "2020-02", "2020-03"), id="a year and months"
        ),
        pytest.param(
            "2019-11-05", "2020", ("2019-11", "2019-12", *(f"2020-{month:02}" for month in range(1, 13))), id="year"
        ),
        pytest.param("2019", "2020-01-05", (*YEAR_2019, "2020-01"), id="year and day"),
        pytest.param("2019", "2019", ("2019",), id="year twice"),
        pytest.param("2020-05", "2020-03", ("2020-05", "2020-03"), id="end before start"),
        pytest.param("9999-11", "9999-12", ("9999-11", "9999-12"), id="last months"),
        pytest.param("0999-12", "1000-01", ("0999-12", "1000-01"), id="year with a leading zero"),
        pytest.param(None, None, (), id="no date"),
    ],
)
def test_the_months_of_a_record_are_those_from_its_start_to_its_end(
    start: str | None, end: str | None, months: tuple[str, ...]
) -> None:
    first, last = (PartialDate(date) if date else None for date in (start, end))
    record = Initiative(id="x", theme="t", title="X", summary="X", start=first, end=last)

    assert FACETS["month"].values(LABELS, record) == months


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("theme", ("water",)),
        ("kind", ("event",)),
        ("status", ("ended",)),
        ("country", ("NER", "KEN", "Africa")),
        ("partner", ("who", "Local group", "g20")),
        ("language", ("fr", "wo")),
    ],
)
def test_a_filter_matches_each_value_of_a_record_once_regions_like_countries_and_mentions_like_partners(
    name: str, values: tuple[str, ...]
) -> None:
    assert FILTERS[name].filter_values(FULL) == values


def test_a_filter_matches_no_value_of_a_record_without_any() -> None:
    assert {name: facet.filter_values(PLAIN) for name, facet in FILTERS.items()} == {
        "theme": ("roads",), "kind": (), "status": (), "country": (), "partner": (), "language": (),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "aliases"),
    [
        ("theme", {"water": ("Water", "Eau", "wells"), "roads": ("Roads",)}),
        ("kind", dict.fromkeys(KINDS, ())),
        ("status", dict.fromkeys(STATUSES, ())),
        (
            "country",
            {
                "NER": ("Niger", "The Niger", "Níger", *standard_names("NER", "Niger", "Níger")),
                "NGA": ("Nigeria", *standard_names("NGA", "Nigeria")),
                "arctic": ("Arctic states", "Арктика"),
                "KEN": standard_names("KEN"),
                "Africa": ("Africa", "Afrique", "África", "أفريقيا", "Африка", "非洲"),
            },
        ),
        (
            "partner",
            {"who": ("World Health Organization", "WHO", "OMS"), "unused": ("Unused",), "Local group": (), "g20": ()},
        ),
        (
            "language",
            {
                "fr": LABELS.aliases("languages", "fr"),
                "en": LABELS.aliases("languages", "en"),
                "wo": LABELS.aliases("languages", "wo"),
            },
        ),
    ],
)
def test_a_filter_accepts_the_values_of_the_table_then_those_of_the_records(
    name: str, aliases: dict[str, tuple[str, ...]]
) -> None:
    found = FILTERS[name].aliases(DATASET)

    assert found == aliases
    assert list(found) == list(aliases)


@pytest.mark.parametrize(
    ("name", "value", "match"),
    [
        ("theme", "eau", "water"),
        ("theme", "wells", "water"),
        ("kind", "EV", "event"),
        ("country", "niger", "NER"),
        ("country", "ken", "KEN"),
        ("country", "afr", "Africa"),
        ("country", "巴西", "BRA"),
        ("country", "Afrique", "Africa"),
        ("country", "非洲", "Africa"),
        ("country", "Asie", "asia"),
        ("country", "АРКТИКА", "arctic"),
        ("country", "Ivory Coast", "CIV"),
        ("country", "ML", "MLI"),
        ("country", "NE", "NER"),
        ("country", "KE", "KEN"),
        ("country", "NI", "NIC"),
        ("country", "NGA", "NGA"),
        ("country", "bra", "BRA"),
        ("language", "swa", "sw"),
        ("language", "fra", "fr"),
        ("language", "ger", "de"),
        ("language", "deu", "de"),
        ("partner", "oms", "who"),
        ("partner", "local", "Local group"),
        ("language", "FRANCAIS", "fr"),
        ("language", "suajili", "sw"),
        ("language", "ga", "ga"),
        ("status", "ong", "ongoing"),
    ],
)
def test_a_filter_value_is_matched_by_id_name_alias_or_prefix(name: str, value: str, match: str) -> None:
    assert FILTERS[name].match(FILTERS[name].aliases(DATASET), value) == match


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("country", "ni", "country 'ni' is ambiguous: Niger, Nigeria"),
        ("country", "zz", "unknown country 'zz'; choose from Niger, Nigeria, Arctic states, Kenya, Africa"),
        (
            "country",
            "South Afrika",
            "unknown country 'South Afrika'; did you mean South Africa, Southern Africa or Southern Asia?",
        ),
        ("language", "zz", "unknown language 'zz'; choose from French, English, Wolof"),
        ("language", "Portugese", "unknown language 'Portugese'; did you mean Portuguese?"),
        ("partner", "zz", "unknown partner 'zz'; choose from who, unused, Local group, g20"),
        ("theme", "zz", "unknown theme 'zz'; choose from water, roads"),
    ],
)
def test_an_error_names_countries_and_languages_by_name_and_others_by_id(name: str, value: str, message: str) -> None:
    with pytest.raises((AmbiguousValueError, UnknownValueError)) as error:
        FILTERS[name].match(FILTERS[name].aliases(DATASET), value)

    assert str(error.value) == message


def test_the_facets_have_names_titles_and_plurals_and_all_but_months_are_filters() -> None:
    assert {name: (facet.title, facet.plural, facet.multi_valued) for name, facet in FACETS.items()} == {
        "theme": ("Theme", "themes", False),
        "kind": ("Kind", "kinds", False),
        "status": ("Status", "statuses", False),
        "country": ("Country or region", "countries", True),
        "region": ("Region", "regions", True),
        "partner": ("Partner", "partners", True),
        "language": ("Language", "languages", True),
        "month": ("Month", "months", True),
    }
    assert list(FILTERS) == ["theme", "kind", "status", "country", "partner", "language"]


@pytest.mark.parametrize(("name", "chosen"), [("kind", "kind"), ("Ki", "kind"), ("MONTH", "month")])
def test_a_facet_is_chosen_by_its_name_or_a_prefix(name: str, chosen: str) -> None:
    assert choose_facet(name) is FACETS[chosen]


@pytest.mark.parametrize("name", ["size", ""])
def test_an_unknown_facet_is_an_error_that_lists_the_facets(name: str) -> None:
    with pytest.raises(UnknownValueError) as error:
        choose_facet(name)

    assert str(error.value) == (
        f"unknown facet {name!r}; choose from theme, kind, status, country, region, partner, language, month"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("region", "inside", "outside"),
    [
        ("africa", {"africa", "KEN", "NER", "eastern-africa", "Western Africa"}, {"BRA", "asia", "world", "nowhere"}),
        ("Africa", {"Africa", "africa", "KEN", "eastern-africa"}, {"BRA", "asia", "world"}),
        ("eastern-africa", {"eastern-africa", "KEN"}, {"NER", "africa", "Western Africa", "world"}),
        ("world", {"world", "KEN", "BRA", "africa", "asia", "arctic"}, {"nowhere"}),
        ("arctic", {"arctic", "NOR"}, {"SWE", "africa", "northern-europe"}),
        ("KEN", {"KEN"}, {"africa", "eastern-africa", "NER"}),
        ("nowhere", {"nowhere"}, {"africa", "arctic", "KEN"}),
    ],
)
def test_a_region_includes_its_countries_and_regions_but_not_the_other_way_round(
    region: str, inside: set[str], outside: set[str]
) -> None:
    regions = ["africa", "eastern-africa", "Western Africa", "asia", "world", "arctic", "northern-europe", "nowhere"]

    expanded = expand_region(LABELS, region, regions)

    assert inside <= expanded
    assert not outside & expanded


@pytest.mark.parametrize(
    ("start", "end", "status", "date", "months"),
    [
        ("2020-03-23", None, "ongoing", "2020-05", ("2020-03", "2020-04", "2020-05")),
        ("2020-12", None, "ongoing", "2021-01-11", ("2020-12", "2021-01")),
        ("2020", None, "ongoing", "2020-02-10", ("2020-01", "2020-02")),
        ("2020-11", None, "ongoing", "2020", ("2020-11", "2020-12")),
        ("2020-03", None, "ongoing", "2019", ("2020-03",)),
        ("2020-03", None, "ongoing", None, ("2020-03",)),
        ("2020-03", "2020-04", "ongoing", "2020-12", ("2020-03", "2020-04")),
        ("2020-03", None, "ended", "2020-05", ("2020-03",)),
        ("2020-03", None, None, "2020-05", ("2020-03",)),
        (None, None, "ongoing", "2020-05", ()),
    ],
)
def test_an_ongoing_record_without_an_end_counts_in_every_month_up_to_the_date_of_the_dataset(
    start: str | None, end: str | None, status: Status | None, date: str | None, months: tuple[str, ...]
) -> None:
    first, last, as_of = (PartialDate(text) if text else None for text in (start, end, date))
    labels = Labels(DatasetFile(document=Document(title="D", date=as_of), initiatives=(PLAIN,)))
    record = Initiative(id="x", theme="t", title="X", start=first, end=last, status=status)

    assert FACETS["month"].values(labels, record) == months


def test_the_date_of_the_dataset_takes_precedence_over_that_of_the_document() -> None:
    document = Document(title="D", date=PartialDate("2020-12"))
    labels = Labels(Tables(dataset=DatasetInfo(date=PartialDate("2020-04")), document=document))
    record = Initiative(id="x", theme="t", title="X", start=PartialDate("2020-03"), status="ongoing")

    assert FACETS["month"].values(labels, record) == ("2020-03", "2020-04")
