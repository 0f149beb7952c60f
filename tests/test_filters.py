"""Filters: which records a value means in any name_key, how filters combine, and the order of what they leave."""

from __future__ import annotations

from typing import Any

import pytest

from itucovid.dates import PartialDate
from itucovid.errors import AmbiguousValueError, UsageError, UnknownValueError
from itucovid.filters import SORT_KEYS, Filters, Selection, find_records, known_values, select, sort_records
from itucovid.model import Dataset, Initiative, Kind, Language, Names, Organisation, Place, Theme


def ids(records: list[Initiative]) -> list[str]:
    return [record.id for record in records]


def selection(dataset: Dataset, **filters: Any) -> Selection:
    return select(dataset, Filters(**filters))


def selected(dataset: Dataset, **filters: Any) -> list[str]:
    return ids(selection(dataset, **filters).records)


HEALTH = ["world-health-assembly", "5g-rumours", "behealthy-bemobile", "g20-health-ministers"]
WHO = ["5g-rumours", "behealthy-bemobile", "fg-ai4h"]
NIGER = ["behealthy-bemobile", "giga", "smart-villages-niger"]
FRENCH = ["behealthy-bemobile", "digital-transformation-centres"]
PUBLICATIONS = [
    "broadband-agenda", "child-online-protection", "child-protection-agenda", "accessibility-guidelines",
    "emergency-plans",
]  # fmt: skip


@pytest.mark.parametrize(
    ("option", "values", "expected"),
    [
        ("theme", ["health", "HEALTH", "Santé", "sante", "SALUD", "卫生", "الصحة", "здравоохранение", "heal",
                   "e-health", "ehealth", "digital health"], HEALTH),
        ("theme", ["smart-cities", "Smart cities and villages", "smart", "urban", "Villes et villages intelligents"],
         ["u4ssc", "smart-villages-niger"]),
        ("theme", ["artificial-intelligence", "AI", "IA", "ИИ", "artif"], ["ai-for-good-webinars", "fg-ai4h"]),
        ("partner", ["who", "WHO", "World Health Organization", "world health", "OMS", "ВОЗ", "世界卫生组织",
                     "organisation mondiale de la sante"], WHO),
        ("partner", ["un-habitat", "UN Habitat", "UNHABITAT", "United Nations Human"], ["u4ssc"]),
        ("partner", ["world-bank", "World Bank", "WB", "banque mondiale"], ["joint-action-plan"]),
        ("country", ["NER", "ner", "Niger", "níger", "NÍGER", "尼日尔", "Republic of the Niger", "nig"], NIGER),
        ("country", ["KAZ", "Kazajstán", "kazakhs"], ["giga"]),
        ("country", ["Caribbean", "CARIB"], ["behealthy-bemobile"]),
        ("country", ["Eastern Caribbean", "eastern"], ["giga"]),
        ("language", ["fr", "FR", "French", "français", "francais", "法语", "fren"], FRENCH),
        ("language", ["ms", "Bahasa", "Malay", "Indonesian"], ["digital-transformation-centres"]),
        ("kind", ["publication", "PUBLICATION", "pub"], PUBLICATIONS),
    ],
)  # fmt: skip
def test_a_value_may_be_an_id_a_name_an_alias_or_a_beginning_in_any_case_and_language(
    option: str, values: list[str], expected: list[str], dataset: Dataset
) -> None:
    assert {value: selected(dataset, **{option: (value,)}) for value in values} == dict.fromkeys(values, expected)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("theme", "smart villages", "unknown theme 'smart villages'; did you mean smart-cities?"),
        ("theme", "helth", "unknown theme 'helth'; did you mean health?"),
        ("theme", "zzzz", ("unknown theme 'zzzz'; there is cross-cutting, digital-cooperation, connectivity, health, "
                          "education, youth, persons-with-disabilities, emergency-telecommunications, smart-cities, "
                          "cybersecurity, artificial-intelligence, innovation")),
        ("partner", "unicefe", "unknown partner 'unicefe'; did you mean unicef or unece?"),
        ("country", "Nigeria", "unknown country 'Nigeria'; did you mean Niger?"),
        ("country", "", ("unknown country ''; there is Niger, Senegal, Sudan, Tunisia, Kazakhstan, Kenya, "
                         "Uzbekistan, Asia, Africa, Arab States, "
                        "Caribbean, Asia-Pacific, Eastern Caribbean, Latin America")),
        ("language", "Klingon",
         "unknown language 'Klingon'; there is Arabic, French, Wolof, Bahasa, English, Portuguese, Spanish"),
        ("kind", "events", "unknown kind 'events'; did you mean event?"),
    ],
)  # fmt: skip
def test_a_value_that_fits_nothing_is_refused_with_the_nearest_ones(
    option: str, value: str, message: str, dataset: Dataset
) -> None:
    with pytest.raises(UnknownValueError) as refusal:
        selected(dataset, **{option: (value,)})
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("partner", "un",
         "partner 'un' fits more than one: un-special-adviser, unicef, unesco, ianyd, unece, un-habitat"),
        ("country", "republic of", ("country 'republic of' fits more than one: Niger, Senegal, Sudan, "
                                    "Tunisia, Kazakhstan, Kenya, Uzbekistan")),
        ("country", "K", "country 'K' fits more than one: Kazakhstan, Kenya"),
        ("theme", "Digital", "theme 'Digital' fits more than one: digital-cooperation, health"),
        ("kind", "p", "kind 'p' fits more than one: platform, publication, partnership, programme"),
    ],
)  # fmt: skip
def test_the_beginning_of_several_names_is_refused_with_all_of_them(
    option: str, value: str, message: str, dataset: Dataset
) -> None:
    with pytest.raises(AmbiguousValueError) as refusal:
        selected(dataset, **{option: (value,)})
    assert str(refusal.value) == message


def test_a_value_that_is_a_name_of_its_own_is_meant_before_one_that_it_only_begins(dataset: Dataset) -> None:
    assert selected(dataset, country=("Asia",)) == ["behealthy-bemobile"]
    assert selected(dataset, country=("Asia-Pacific",)) == ["behealthy-bemobile", "digital-transformation-centres"]


def test_what_a_register_has_no_table_of_is_named_as_its_records_name_it() -> None:
    record = Initiative(id="a", theme="t", title="A", summary="S", partners=("Élan Vital",), countries=("SEN",),
                        languages=("wo",))  # fmt: skip
    dataset = Dataset(initiatives=(record,), themes=(Theme(id="t", title="T"),))
    for option, value in [("partner", "elan vital"), ("partner", "élan"), ("country", "sen"), ("language", "WO")]:
        assert selected(dataset, **{option: (value,)}) == ["a"]


def test_an_entry_that_no_record_uses_is_known_and_leaves_nothing() -> None:
    dataset = Dataset(
        initiatives=(Initiative(id="a", theme="t", title="A", summary="S"),),
        themes=(Theme(id="t", title="T"), Theme(id="u", title="U", names=Names(fr="Ü"))),
        organisations=(Organisation(id="who", name="World Health Organization"),),
        countries={"NER": Place(name="Niger")},
        languages={"fr": Language(name="French")},
    )
    for option, value in [("theme", "u"), ("partner", "world"), ("country", "niger"), ("language", "french")]:
        assert selection(dataset, **{option: (value,)}) == ([], 0, {})


def test_several_values_of_one_filter_mean_any_and_several_filters_all(dataset: Dataset) -> None:
    assert selected(dataset) == ids(list(dataset.initiatives))
    assert selected(dataset, partner=("who", "unicef")) == ["5g-rumours", "behealthy-bemobile", "giga", "fg-ai4h"]
    assert selected(dataset, partner=("who", "unicef"), theme=("health",)) == ["5g-rumours", "behealthy-bemobile"]
    assert selected(dataset, partner=("who",), country=("NER",), language=("ar",), kind=("campaign",)) == [
        "behealthy-bemobile"
    ]


DATED = Dataset(
    themes=(Theme(id="t", title="T"), Theme(id="u", title="U")),
    initiatives=tuple(
        Initiative(id=id_, theme=theme, title=id_, summary="S",
                   start=PartialDate(start) if start else None, end=PartialDate(end) if end else None)
        for id_, theme, start, end in [
            ("year", "t", "2020", None), ("month", "t", "2020-03", None), ("day", "u", "2020-03-23", None),
            ("span", "t", "2020-02-28", "2020-05"), ("ended", "u", None, "2019-12-31"), ("never", "t", None, None),
            ("nowhen", "u", None, None),
        ]
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2020", None, ["year", "month", "day", "span"]),
        ("2019", None, ["year", "month", "day", "span", "ended"]),
        ("2020-03", None, ["year", "month", "day", "span"]),
        ("2020-03-24", None, ["year", "month", "span"]),
        ("2020-04", None, ["year", "span"]),
        ("2020-05-31", None, ["year", "span"]),
        ("2020-06", None, ["year"]),
        ("2021", None, []),
        (None, "2019", ["ended"]),
        (None, "2019-12-30", []),
        (None, "2020-01-01", ["year", "ended"]),
        (None, "2020-02-27", ["year", "ended"]),
        (None, "2020-02", ["year", "span", "ended"]),
        (None, "2020-03-22", ["year", "month", "span", "ended"]),
        (None, "2020-03", ["year", "month", "day", "span", "ended"]),
        ("2020-03-23", "2020-03-23", ["year", "month", "day", "span"]),
        ("2020-03-31", "2020-03", ["year", "month", "span"]),
        (" 2020-06 ", "2020", ["year"]),
    ],
)
def test_a_record_matches_dates_if_its_interval_can_and_the_undated_are_counted(
    since: str | None, until: str | None, expected: list[str]
) -> None:
    found = selection(DATED, since=since, until=until)
    assert (ids(found.records), found.undated) == (expected, 2)


def test_only_those_undated_count_that_fit_the_other_filters() -> None:
    assert selection(DATED, theme=("u",), since="2020") == ([DATED.initiatives[2]], 1, {})
    assert selection(DATED, theme=("u",)).undated == 0


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"since": "May"}, "--since: 'May' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"),
        ({"until": "2020-02-30"}, "--until: '2020-02-30' is not in the calendar"),
        ({"since": "2020-00"}, "--since: '2020-00' is not in the calendar"),
        ({"since": ""}, "--since: '' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"),
        ({"since": "2020-04", "until": "2020-03"}, "--until 2020-03 is before --since 2020-04"),
    ],
)
def test_dates_that_are_none_or_the_wrong_way_round_are_refused(filters: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        selected(DATED, **filters)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("filters", "without"),
    [
        pytest.param({"partner": ("cisco",), "theme": ("health",)}, {"--theme": 1, "--partner": 4}, id="either"),
        pytest.param({"theme": ("health",), "since": "2021"}, {"--theme": 0, "--since": 4}, id="one of them"),
        pytest.param({"theme": ("health",), "partner": ("cisco",), "country": ("KAZ",)},
                     {"--theme": 0, "--partner": 0, "--country": 0}, id="none alone"),
        pytest.param({"since": "2020-03-24", "until": "2020-04-14"}, {"--since": 1, "--until": 7}, id="dates"),
        pytest.param({"since": "2021"}, {}, id="one filter"),
        pytest.param({"theme": ("health",), "partner": ("who",)}, {}, id="something left"),
    ],
)  # fmt: skip
def test_of_filters_that_together_leave_nothing_it_is_known_how_many_there_are_without_each(
    filters: dict[str, Any], without: dict[str, int], dataset: Dataset
) -> None:
    assert selection(dataset, **filters).without == without


ROWS: list[tuple[str, str, str, Kind | None, str | None, str | None]] = [
    ("d", "art", "Zebra", "event", "2020-03", None),
    ("B", "zoo", "élan", None, None, "2021"),
    ("c", "art", "Apple", "campaign", "2020", None),
    ("a", "zoo", "Elan 2", "event", "2020-03-01", "2020-12"),
]
SORTED = Dataset(
    themes=(Theme(id="zoo", title="Zoo"), Theme(id="art", title="Art")),
    initiatives=tuple(
        Initiative(id=id_, theme=theme, title=title, summary="S", kind=kind,
                   start=PartialDate(start) if start else None, end=PartialDate(end) if end else None)
        for id_, theme, title, kind, start, end in ROWS
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("by", "reverse", "expected"),
    [
        (None, False, "d B c a"),
        (None, True, "a c B d"),
        ("id", False, "a B c d"),
        ("id", True, "d c B a"),
        ("theme", False, "B a d c"),
        ("theme", True, "d c B a"),
        ("title", False, "c B a d"),
        ("title", True, "d a B c"),
        ("kind", False, "c d a B"),
        ("kind", True, "d a c B"),
        ("start", False, "c d a B"),
        ("start", True, "a d c B"),
        ("end", False, "a B d c"),
        ("end", True, "B a d c"),
        ("Tit", False, "c B a d"),
    ],
)
def test_records_are_ordered_in_either_direction_and_those_that_lack_the_field_come_last(
    by: str | None, reverse: bool, expected: str
) -> None:
    assert ids(sort_records(SORTED, SORTED.initiatives, by, reverse=reverse)) == expected.split()


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("size", "unknown order 'size'; there is id, theme, title, kind, start, end"),
        ("titel", "unknown order 'titel'; did you mean title?"),
        ("t", "order 't' fits more than one: theme, title"),
    ],
)
def test_an_order_that_there_is_not_is_refused(by: str, message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        sort_records(SORTED, SORTED.initiatives, by)
    assert str(refusal.value) == message


@pytest.mark.parametrize("by", SORT_KEYS)
def test_no_order_loses_a_record_of_the_register(by: str, dataset: Dataset) -> None:
    for reverse in (False, True):
        ordered = sort_records(dataset, dataset.initiatives, by, reverse=reverse)
        assert sorted(ids(ordered)) == sorted(ids(list(dataset.initiatives)))


@pytest.mark.parametrize(
    ("wanted", "found", "missing"),
    [
        (["giga"], ["giga"], {}),
        (["u4ssc", "giga", "GIGA", "Giga"], ["u4ssc", "giga"], {}),
        (["5G rumours", "fg ai4h", "FGAI4H", "NETP"], ["5g-rumours", "fg-ai4h", "emergency-plans"], {}),
        (["Connect2Recover"], ["connect2recover"], {}),
        (["reg4"], ["reg4covid"], {}),
        (["giga", "gigga", "zzzz"], ["giga"], {"gigga": ["giga"], "zzzz": []}),
        ([""], [], {"": []}),
    ],
)
def test_records_are_found_by_id_name_or_alias_each_once_in_the_order_asked_for(
    wanted: list[str], found: list[str], missing: dict[str, list[str]], dataset: Dataset
) -> None:
    records, not_there = find_records(dataset, wanted)
    assert (ids(records), not_there) == (found, missing)


def test_the_beginning_of_several_records_is_refused_with_all_of_them(dataset: Dataset) -> None:
    with pytest.raises(AmbiguousValueError) as refusal:
        find_records(dataset, ["child"])
    assert str(refusal.value) == (
        "record 'child' fits more than one: child-online-protection, child-protection-agenda"
    )  # fmt: skip


def test_every_value_that_a_filter_knows_can_be_used_as_it_stands(dataset: Dataset) -> None:
    for option, values in known_values(dataset).items():
        for value in values:
            assert selection(dataset, **{option: (value,)}).records or option == "kind"
    assert list(known_values(dataset)) == ["theme", "partner", "country", "language", "kind"]
