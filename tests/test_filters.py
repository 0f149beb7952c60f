"""Filters, the order of records, and looking up records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itucovid.dates import PartialDate
from itucovid.errors import AmbiguousValueError, UnknownValueError, UsageError
from itucovid.facets import FACETS
from itucovid.fields import Labels
from itucovid.filters import (
    PRESENCE_FIELDS,
    SORT_KEYS,
    Filters,
    RegionMatches,
    Selection,
    Surroundings,
    apply_filters,
    check_limit,
    explain_countries,
    explain_regions,
    find_records,
    sort_records,
    within_period,
)
from itucovid.model import (
    Country,
    DatasetFile,
    Figure,
    Initiative,
    Kind,
    Link,
    Organisation,
    OwnField,
    Region,
    Status,
    Theme,
    Translation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def ids(records: Iterable[Initiative]) -> list[str]:
    return [record.id for record in records]


FAIR = Initiative(
    id="fair", theme="health", title="Health fair", summary="S", kind="event",
    partners=("who", "unicef"), countries=("NER",), languages=("fr",), start=PartialDate("2020-03"),
)  # fmt: skip
WELLS = Initiative(
    id="wells", theme="water", title="Wells", summary="S", kind="programme",
    partners=("unicef",), countries=("NER", "KEN"), regions=("Africa",), mentions=("itu",),
    end=PartialDate("2021-05-01"),
)  # fmt: skip
TALK = Initiative(id="talk", theme="health", title="Talk", summary="S", kind="event", status="ended")
DATASET = DatasetFile(
    themes=(Theme(id="water", title="Water"), Theme(id="health", title="Health"), Theme(id="roads", title="Roads")),
    organisations=(Organisation(id="who", name="World Health Organization"),),
    countries={"NER": Country(name="Niger"), "KEN": Country(name="Kenya")},
    initiatives=(FAIR, WELLS, TALK),
)


def selected(dataset: DatasetFile = DATASET, **filters: Any) -> Selection:
    return apply_filters(dataset, Filters(**filters))


@pytest.mark.parametrize(
    ("filters", "records"),
    [
        pytest.param({}, [FAIR, WELLS, TALK], id="no filter"),
        pytest.param({"theme": ("health",)}, [FAIR, TALK], id="theme"),
        pytest.param({"kind": ("programme",)}, [WELLS], id="kind"),
        pytest.param({"partner": ("world health",)}, [FAIR], id="prefix of a partner's name"),
        pytest.param({"partner": ("UNICEF",)}, [FAIR, WELLS], id="partner without an entry"),
        pytest.param({"country": ("kenya",)}, [WELLS], id="name of a country"),
        pytest.param({"country": ("Кения",)}, [WELLS], id="Russian name of a country"),
        pytest.param({"country": ("NE",)}, [FAIR, WELLS], id="two-letter code of a country"),
        pytest.param({"country": ("africa", "Peru")}, [FAIR, WELLS], id="region or country"),
        pytest.param({"language": ("fr",)}, [FAIR], id="language"),
        pytest.param({"country": ("africa",)}, [FAIR, WELLS], id="region, by name or by country"),
        pytest.param({"country": ("西非",)}, [FAIR, WELLS], id="smaller region in another language"),
        pytest.param({"country": ("eastern africa",)}, [WELLS], id="region without the regions around it"),
        pytest.param({"partner": ("itu",)}, [WELLS], id="mentioned organisation"),
        pytest.param({"status": ("ended",)}, [TALK], id="status"),
        pytest.param({"status": ("planned", "ENDED")}, [TALK], id="any of two statuses"),
        pytest.param({"with_": ("date",)}, [FAIR, WELLS], id="with a date"),
        pytest.param({"with_": ("start",)}, [FAIR], id="with a start"),
        pytest.param({"with_": ("date", "languages")}, [FAIR], id="with both"),
        pytest.param({"without": ("languages",)}, [WELLS, TALK], id="without languages"),
        pytest.param({"without": ("languages", "partners")}, [TALK], id="without both"),
        pytest.param({"with_": ("coun",), "without": ("languages",)}, [WELLS], id="with one and without another"),
        pytest.param({"partner": ("who", "unicef")}, [FAIR, WELLS], id="any of two values"),
        pytest.param({"partner": ("unicef",), "theme": ("water",)}, [WELLS], id="all of two filters"),
    ],
)
def test_filters_select_records_with_any_value_of_every_filter(
    filters: dict[str, Any], records: list[Initiative]
) -> None:
    assert selected(**filters) == Selection(records=records, undated=0, open_ended=0, without_option={})


DATED = DatasetFile(
    themes=(Theme(id="t", title="T"), Theme(id="u", title="U")),
    initiatives=tuple(
        Initiative(id=id_, theme=theme, title=id_, summary="S",
                   start=PartialDate(start) if start else None, end=PartialDate(end) if end else None)
        for id_, theme, start, end in [
            ("year", "t", "2020", None), ("month", "t", "2020-03", None), ("day", "u", "2020-03-23", None),
            ("span", "t", "2020-02-28", "2020-05"), ("ended", "u", None, "2019-12-31"), ("undated-t", "t", None, None),
            ("undated-u", "u", None, None),
        ]
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2020", None, ["year", "month", "day", "span"]),
        ("2019", None, ["year", "month", "day", "span", "ended"]),
        ("2019-12-31", None, ["year", "month", "day", "span", "ended"]),
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
def test_date_filters_select_records_whose_period_overlaps_and_count_the_undated(
    since: str | None, until: str | None, expected: list[str]
) -> None:
    selection = selected(DATED, since=since, until=until)

    assert (ids(selection.records), selection.undated) == (expected, 2)


@pytest.mark.parametrize(
    ("filters", "undated"),
    [({"theme": ("u",), "since": "2020"}, 1), ({"theme": ("u",), "until": "2020"}, 1), ({"theme": ("u",)}, 0), ({}, 0)],
    ids=["since and theme", "until and theme", "no date filter", "no filter"],
)
def test_undated_records_are_counted_if_they_match_the_other_filters_of_a_date_filter(
    filters: dict[str, Any], undated: int
) -> None:
    assert selected(DATED, **filters).undated == undated


@pytest.mark.parametrize(
    ("filters", "without"),
    [
        pytest.param({"theme": ("water",), "partner": ("who",)}, {"--theme": 1, "--partner": 1}, id="either"),
        pytest.param({"theme": ("health",), "since": "2022"}, {"--theme": 0, "--since": 2}, id="one of two"),
        pytest.param(
            {"theme": ("water",), "kind": ("event",), "since": "2022"},
            {"--theme": 0, "--kind": 0, "--since": 0},
            id="none of three",
        ),
        pytest.param({"since": "2020-05", "until": "2020-06"}, {"--since": 1, "--until": 1}, id="dates"),
        pytest.param({"since": "2022"}, {"--since": 3}, id="only one filter"),
        pytest.param({"country": ("Mali",)}, {"--country": 3}, id="country without records"),
        pytest.param({"theme": ("roads",)}, {"--theme": 3}, id="theme without records"),
        pytest.param({"language": ("German",)}, {"--language": 3}, id="language without records"),
        pytest.param({"status": ("planned", "suspended")}, {"--status": 3}, id="statuses without records"),
        pytest.param(
            {"status": ("ended",), "country": ("KEN",)}, {"--status": 1, "--country": 1}, id="status and country"
        ),
        pytest.param({"with_": ("figures",), "without": ("date",)}, {"--with": 1, "--without": 0}, id="fields"),
        pytest.param({"theme": ("health",), "partner": ("who",)}, {}, id="a record matches"),
    ],
)
def test_if_no_record_matches_those_without_each_are_counted(filters: dict[str, Any], without: dict[str, int]) -> None:
    assert selected(**filters).without_option == without


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        pytest.param(
            {"theme": ("helth",)}, UnknownValueError, "unknown theme 'helth'; did you mean health?", id="misspelled"
        ),
        pytest.param(
            {"country": ("NER", "")},
            UnknownValueError,
            "unknown country ''; choose from Niger, Kenya, Africa",
            id="empty",
        ),
        pytest.param(
            {"kind": ("p",)},
            AmbiguousValueError,
            "kind 'p' is ambiguous: platform, publication, partnership, programme",
            id="ambiguous",
        ),
        pytest.param(
            {"since": "May"},
            UsageError,
            "--since: 'May' is not a date; write 2020, 2020-05, 2020-05-03 or May 2020",
            id="not a date",
        ),
        pytest.param(
            {"since": ""},
            UsageError,
            "--since: '' is not a date; write 2020, 2020-05, 2020-05-03 or May 2020",
            id="empty date",
        ),
        pytest.param(
            {"since": "05/06/2020"},
            UsageError,
            "--since: '05/06/2020' is ambiguous; write 2020-05-06 or 2020-06-05",
            id="ambiguous date",
        ),
        pytest.param(
            {"since": "May 2020", "until": "3 avril 2020"},
            UsageError,
            "--until 2020-04-03 is before --since 2020-05",
            id="reversed dates in words",
        ),
        pytest.param(
            {"with_": ("kind", "lin", "titel")},
            UnknownValueError,
            f"unknown field 'titel'; choose from {', '.join(PRESENCE_FIELDS)}",
            id="unknown field after known ones",
        ),
        pytest.param(
            {"with_": ("datum",)}, UnknownValueError, "unknown field 'datum'; did you mean date?", id="unknown field"
        ),
        pytest.param(
            {"without": ("s",)},
            AmbiguousValueError,
            "field 's' is ambiguous: start, summary, status",
            id="ambiguous field",
        ),
        pytest.param(
            {"status": ("running",)},
            UnknownValueError,
            "unknown status 'running'; choose from planned, ongoing, ended, suspended",
            id="unknown status",
        ),
        pytest.param({"until": "2020-02-30"}, UsageError, "--until: '2020-02-30' does not exist", id="no such day"),
        pytest.param(
            {"since": "2020-04", "until": "2020-03"},
            UsageError,
            "--until 2020-03 is before --since 2020-04",
            id="reversed dates",
        ),
    ],
)
def test_an_invalid_filter_is_an_error(filters: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        selected(**filters)

    assert str(raised.value) == message


STATES: list[tuple[str, Status | None, str | None, str | None]] = [
    ("ongoing", "ongoing", "2020-03", None),
    ("closed", "ongoing", "2020-03", "2020-04"),
    ("bare", None, "2020-03", None),
    ("planned", "planned", "2020", None),
    ("ended", "ended", "2020-03", None),
    ("suspended", "suspended", "2020-04-02", None),
    ("until", "ongoing", None, "2020-03"),
]
OPEN = DatasetFile(
    initiatives=tuple(
        Initiative(id=id_, theme="t", title=id_, status=status,
                   start=PartialDate(start) if start else None, end=PartialDate(end) if end else None)
        for id_, status, start, end in STATES
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "expected", "open_ended"),
    [
        ("2020-03", None, ["ongoing", "closed", "bare", "planned", "ended", "suspended", "until"], 0),
        ("2020-04", None, ["ongoing", "closed", "planned", "suspended"], 1),
        ("2020-04-02", None, ["ongoing", "closed", "planned", "suspended"], 1),
        ("2020-04-03", None, ["ongoing", "closed", "planned"], 2),
        ("2020-05", "2020-06", ["ongoing", "planned"], 2),
        ("2021", None, ["ongoing"], 3),
        ("9999", None, ["ongoing"], 3),
        (None, "2020-02", ["planned"], 0),
        (None, "2019", [], 0),
    ],
)
def test_an_ongoing_record_matches_from_its_start_on_and_other_bare_starts_before_the_period_are_counted(
    since: str | None, until: str | None, expected: list[str], open_ended: int
) -> None:
    selection = selected(OPEN, since=since, until=until)

    assert (ids(selection.records), selection.open_ended) == (expected, open_ended)


@pytest.mark.parametrize("since", ["May 2020", "mai 2020", "2020年5月", "٢٠٢٠-٠٥", "05/2020"])
def test_dates_may_be_written_as_people_write_them(since: str) -> None:
    assert selected(DATED, since=since) == selected(DATED, since="2020-05")


@pytest.mark.parametrize(
    ("filters", "among", "expected"),
    [
        ({}, [TALK, FAIR], ["talk", "fair"]),
        ({"kind": ("event",)}, [TALK, WELLS, FAIR], ["talk", "fair"]),
        ({"kind": ("programme",)}, [TALK, FAIR], []),
        ({}, [], []),
    ],
)
def test_records_can_be_selected_among_some_in_their_order(
    filters: dict[str, Any], among: list[Initiative], expected: list[str]
) -> None:
    selection = apply_filters(DATASET, Filters(**filters), among)

    assert ids(selection.records) == expected
    assert selection.without_option == ({"--kind": 2} if filters and not expected else {})


def test_only_the_records_selected_among_are_counted() -> None:
    selection = apply_filters(DATASET, Filters(since="2021-06"), [TALK, FAIR])

    assert (selection.undated, selection.open_ended) == (1, 1)


@pytest.mark.parametrize(
    ("country", "records", "matches"),
    [
        (("africa",), [FAIR, WELLS], [RegionMatches("Africa", 1, 1, ("Niger",))]),
        (("africa",), [WELLS], [RegionMatches("Africa", 1, 0, ())]),
        (("eastern africa",), [WELLS], [RegionMatches("Eastern Africa", 0, 1, ("Kenya",))]),
        (("world",), [FAIR, WELLS], [RegionMatches("World", 0, 2, ("Niger", "Kenya", "Africa"))]),
        (("kenya", "africa", "asia"), [WELLS], [
            RegionMatches("Africa", 1, 0, ()), RegionMatches("Asia", 0, 0, ())]),
        (("kenya",), [WELLS], []),
        ((), [WELLS], []),
    ],
    ids=["named and within", "named", "within", "region within", "two regions", "country", "no filter"],
)  # fmt: skip
def test_the_regions_of_a_filter_are_explained_by_what_the_records_name(
    country: tuple[str, ...], records: list[Initiative], matches: list[RegionMatches]
) -> None:
    assert explain_regions(DATASET, Labels(DATASET), Filters(country=country), records) == matches


REGIONAL = DatasetFile(
    themes=(Theme(id="t", title="T"),),
    regions={
        "lakes": Region(title="The Lakes", countries=("KEN", "UGA")),
        "banks": Region(title="The Banks", countries=("KEN", "EGY")),
        "islands": Region(title="The Islands", countries=("JPN", "FJI")),
    },
    initiatives=(
        Initiative(id="kenya", theme="t", title="A", countries=("KEN",)),
        Initiative(id="both", theme="t", title="B", countries=("UGA", "JPN"), regions=("africa", "world")),
        Initiative(id="lakes", theme="t", title="C", regions=("lakes",)),
        Initiative(id="banks", theme="t", title="D", countries=("EGY",), regions=("banks",)),
        Initiative(id="continent", theme="t", title="E", regions=("africa",)),
        Initiative(id="globe", theme="t", title="F", regions=("world",)),
        Initiative(id="elsewhere", theme="t", title="G", regions=("The Moon",)),
    ),
)


@pytest.mark.parametrize(
    ("country", "expected", "regions"),
    [
        pytest.param(("Kenya",), ["kenya"], [], id="country, not the regions around it"),
        pytest.param(("Japan", "Kenya"), ["kenya", "both"], [], id="two countries"),
        pytest.param(
            ("lakes",),
            ["kenya", "both", "lakes"],
            [RegionMatches("The Lakes", 1, 2, ("Kenya", "Uganda"))],
            id="region of the dataset",
        ),
        pytest.param(
            ("Eastern Africa",),
            ["kenya", "both", "lakes"],
            [RegionMatches("Eastern Africa", 0, 3, ("Kenya", "Uganda", "The Lakes"))],
            id="region within another, but not one with only some of its countries",
        ),
        pytest.param(
            ("Africa",),
            ["kenya", "both", "lakes", "banks", "continent"],
            [RegionMatches("Africa", 2, 3, ("Kenya", "The Lakes", "Egypt", "The Banks"))],
            id="continent, not the world",
        ),
        pytest.param(
            ("the islands",),
            ["both"],
            [RegionMatches("The Islands", 0, 1, ("Japan",))],
            id="region of the dataset that no record names",
        ),
        pytest.param(
            ("Asia",), ["both"], [RegionMatches("Asia", 0, 1, ("Japan",))], id="region that only countries are in"
        ),
        pytest.param(
            ("Europe", "lakes"),
            ["kenya", "both", "lakes"],
            [RegionMatches("Europe", 0, 0, ()), RegionMatches("The Lakes", 1, 2, ("Kenya", "Uganda"))],
            id="two regions",
        ),
        pytest.param(("the moon",), ["elsewhere"], [], id="region without known countries"),
    ],
)
def test_a_region_selects_its_countries_and_the_regions_within_it_and_says_why(
    country: tuple[str, ...], expected: list[str], regions: list[RegionMatches]
) -> None:
    records = selected(REGIONAL, country=country).records

    assert ids(records) == expected
    assert explain_regions(REGIONAL, Labels(REGIONAL), Filters(country=country), records) == regions


PRESENT = DatasetFile(
    themes=(Theme(id="t", title="T"),),
    initiatives=(
        Initiative(id="none", theme="t", title="None"),
        Initiative(id="start", theme="t", title="Start", start=PartialDate("2020"), kind="event"),
        Initiative(id="end", theme="t", title="End", end=PartialDate("2020"), kind="event", partners=("A",)),
        Initiative(
            id="all", theme="t", title="All", summary="S", start=PartialDate("2020"), end=PartialDate("2021"),
            kind="event", status="ended", aliases=("B",), partners=("A",), mentions=("C",), people=("D",),
            countries=("KEN",), regions=("africa",), languages=("fr",), figures=(Figure(label="f", value=0),),
            links=(Link(label="l", url="https://a"),), related=("none",),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "with_field"),
    [
        ("date", ["start", "end", "all"]), ("start", ["start", "all"]), ("end", ["end", "all"]), ("summary", ["all"]),
        ("kind", ["start", "end", "all"]), ("status", ["all"]), ("aliases", ["all"]), ("partners", ["end", "all"]),
        ("mentions", ["all"]), ("people", ["all"]), ("countries", ["all"]), ("regions", ["all"]),
        ("languages", ["all"]), ("figures", ["all"]), ("links", ["all"]), ("related", ["all"]),
    ],
)  # fmt: skip
def test_records_have_or_lack_a_field(field: str, with_field: list[str]) -> None:
    all_ids = ids(PRESENT.initiatives)

    assert ids(selected(PRESENT, with_=(field,)).records) == with_field
    assert ids(selected(PRESENT, without=(field,)).records) == [id_ for id_ in all_ids if id_ not in with_field]
    assert field in PRESENCE_FIELDS


@pytest.mark.parametrize(
    ("with_", "without", "expected"),
    [
        (("start", "end"), (), ["all"]),
        ((), ("start", "end"), ["none"]),
        (("kind", "date"), ("start",), ["end"]),
        (("Part", "KIND"), (), ["end", "all"]),
        (("start",), ("start",), []),
    ],
    ids=["with two", "without two", "with two, without one", "prefix and upper case", "contradiction"],
)
def test_records_have_and_lack_all_the_given_fields(
    with_: tuple[str, ...], without: tuple[str, ...], expected: list[str]
) -> None:
    assert ids(selected(PRESENT, with_=with_, without=without).records) == expected


@pytest.mark.parametrize(
    ("country", "explained"),
    [
        pytest.param(
            ("Tunisia",), [Surroundings("Tunisia", ("africa", "world"), 3)], id="two regions, one of them larger"
        ),
        pytest.param(("JPN",), [], id="a country that a record names"),
        pytest.param(("Egypt", "Fiji"), [Surroundings("Fiji", ("world",), 2)], id="two countries"),
        pytest.param(("africa",), [], id="a region"),
        pytest.param((), [], id="no filter"),
    ],
)
def test_a_country_that_no_record_names_is_explained_by_the_regions_around_it(
    country: tuple[str, ...], explained: list[Surroundings]
) -> None:
    assert [*explain_countries(REGIONAL, Labels(REGIONAL), Filters(country=country))] == explained


@pytest.mark.parametrize(
    ("filters", "months"),
    [
        ({}, ["2020-02", "2020-03", "2020-04", "2020-05"]),
        ({"since": "2020-04"}, ["2020-04", "2020-05"]),
        ({"since": "2020-03-31"}, ["2020-03", "2020-04", "2020-05"]),
        ({"until": "2020-03-01"}, ["2020-02", "2020-03"]),
        ({"since": "2020-03", "until": "2020-04"}, ["2020-03", "2020-04"]),
        ({"until": "2020-01"}, []),
    ],
)
def test_a_period_limits_the_months_that_are_counted(filters: dict[str, Any], months: list[str]) -> None:
    record = Initiative(id="one", theme="t", title="One", start=PartialDate("2020-02"), end=PartialDate("2020-05-03"))
    labels = Labels(DatasetFile(themes=(Theme(id="t", title="T"),), initiatives=(record,)))
    assert list(within_period(FACETS["month"], Filters(**filters)).values(labels, record)) == months


def test_a_period_does_not_limit_other_facets() -> None:
    assert within_period(FACETS["theme"], Filters(since="2020")) is FACETS["theme"]
    with pytest.raises(UsageError, match="until"):
        within_period(FACETS["theme"], Filters(since="2020", until="2019"))


def test_a_limit_is_not_negative() -> None:
    check_limit(None)
    check_limit(0)
    with pytest.raises(UsageError, match=r"^--limit must be 0 or greater, not -1$"):
        check_limit(-1)


def test_filters_are_true_if_any_is_set() -> None:
    assert not Filters()
    assert Filters(kind=("event",))
    assert Filters(until="2020")
    assert Filters(status=("ended",))
    assert Filters(with_=("date",))
    assert Filters(without=("date",))


def test_filters_and_selections_are_immutable() -> None:
    with pytest.raises(AttributeError):
        Filters().since = "2020"  # type: ignore[misc]  # what is tested
    with pytest.raises(AttributeError):
        selected().undated = 1  # type: ignore[misc]  # what is tested


ROWS: list[tuple[str, str, str, Kind | None, str | None, str | None]] = [
    ("d", "art", "Zebra", "event", "2020-03", None),
    ("B", "zoo", "élan", None, None, "2021"),
    ("c", "art", "Apple", "campaign", "2020", None),
    ("a", "zoo", "Elan 2", "event", "2020-03-01", "2020-12"),
]
UNSORTED = DatasetFile(
    themes=(Theme(id="zoo", title="Zoo"), Theme(id="art", title="Art")),
    initiatives=tuple(
        Initiative(id=id_, theme=theme, title=title, summary="S", kind=kind,
                   start=PartialDate(start) if start else None, end=PartialDate(end) if end else None)
        for id_, theme, title, kind, start, end in ROWS
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("by", "order", "reversed_order"),
    [
        (None, "d B c a", "a c B d"),
        ("id", "a B c d", "d c B a"),
        ("theme", "B a d c", "d c B a"),
        ("title", "c B a d", "d a B c"),
        ("kind", "c d a B", "d a c B"),
        ("start", "c d a B", "a d c B"),
        ("end", "a B d c", "B a d c"),
        ("Tit", "c B a d", "d a B c"),
    ],
)
def test_records_are_sorted_in_either_direction_and_those_without_a_value_come_last(
    by: str | None, order: str, reversed_order: str
) -> None:
    labels, records = Labels(UNSORTED), UNSORTED.initiatives

    assert ids(sort_records(labels, records, by)) == order.split()
    assert ids(sort_records(labels, records, by, reverse=True)) == reversed_order.split()
    if by is not None:
        assert ids(sort_records(labels, records, f"-{by}")) == reversed_order.split()
        assert ids(sort_records(labels, records, f"-{by}", reverse=True)) == order.split()


@given(
    numbers=st.lists(st.integers(0, 10**9), min_size=2),
    title=st.sampled_from(["Phase {}", "{}", "Phase {}: a", "5G-{}", "v{}x"]),
)
@example(numbers=[10, 2, 1], title="Phase {}")
def test_numbers_in_titles_are_sorted_by_value(numbers: list[int], title: str) -> None:
    records = [Initiative(id=f"r{n}", theme="t", title=title.format(n)) for n in numbers]
    expected = [title.format(n) for n in sorted(numbers)]
    labels = Labels(DatasetFile(themes=(Theme(id="t", title="T"),), initiatives=()))
    assert [record.title for record in sort_records(labels, records, "title")] == expected


def test_numbers_of_any_length_precede_words() -> None:
    titles = ["A", "9" * 5000, "10", "08", "7"]
    records = [Initiative(id=f"r{n}", theme="t", title=title) for n, title in enumerate(titles)]
    labels = Labels(DatasetFile(themes=(Theme(id="t", title="T"),), initiatives=()))
    assert ids(sort_records(labels, records, "title")) == ["r4", "r3", "r2", "r1", "r0"]


@pytest.mark.parametrize(
    ("by", "error", "message"),
    [
        ("size", UnknownValueError, "unknown order 'size'; choose from id, theme, title, kind, start, end"),
        ("-titel", UnknownValueError, "unknown order 'titel'; did you mean title?"),
        ("t", AmbiguousValueError, "order 't' is ambiguous: theme, title"),
        ("", UnknownValueError, "unknown order ''; choose from id, theme, title, kind, start, end"),
    ],
)
def test_an_unknown_sort_key_is_an_error(by: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        sort_records(Labels(UNSORTED), UNSORTED.initiatives, by)

    assert str(raised.value) == message


OWN = DatasetFile(
    fields={
        "donor": OwnField(title="Donor agency"),
        "budget": OwnField(type="number"),
        "tags": OwnField(type="list"),
        "notes": OwnField(),
    },
    themes=(Theme(id="t", title="T"),),
    initiatives=(
        Initiative(id="one", theme="t", title="One", extra={"donor": "USAID", "budget": 9, "tags": ("b", "a")}),
        Initiative(id="two", theme="t", title="Two", extra={"donor": "Sida", "budget": 10, "tags": ("b",)}),
        Initiative(id="none", theme="t", title="None"),
    ),
)


@pytest.mark.parametrize(
    ("field", "records"),
    [
        pytest.param(["donor=USAID"], ["one"], id="a text"),
        pytest.param(["Donor agency=Sida"], ["two"], id="the title of a field"),
        pytest.param([" don =Sida"], ["two"], id="a prefix of a field"),
        pytest.param(["donor=USAID", "donor=Sida"], ["one", "two"], id="two values of a field"),
        pytest.param(["budget=10"], ["two"], id="a number"),
        pytest.param(["tags=a"], ["one"], id="an item of a list"),
        pytest.param(["tags=b", "donor=Sida"], ["two"], id="two fields"),
        pytest.param(["tags=a", "donor=Sida"], [], id="two fields that no record has"),
    ],
)
def test_records_are_filtered_by_own_fields(field: list[str], records: list[str]) -> None:
    assert ids(selected(OWN, field=tuple(field)).records) == records


@pytest.mark.parametrize(
    ("field", "error", "message"),
    [
        ("donor", UsageError, "--field expects NAME=VALUE, not 'donor'"),
        ("donr=Sida", UnknownValueError, "unknown own field 'donr'; did you mean donor?"),
        ("donor=sida", UnknownValueError, "unknown value of donor 'sida'; did you mean Sida or USAID?"),
        ("donor= Sida", UnknownValueError, "unknown value of donor ' Sida'; did you mean Sida or USAID?"),
        ("donor=World Bank", UnknownValueError, "unknown value of donor 'World Bank'"),
        ("budget=1=0", UnknownValueError, "unknown value of budget '1=0'; did you mean 10?"),
    ],
)
def test_an_unknown_own_field_or_value_is_an_error(field: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        selected(OWN, field=(field,))

    assert str(raised.value) == message


def test_a_dataset_without_own_fields_has_none_to_filter_by() -> None:
    with pytest.raises(UsageError) as raised:
        selected(field=("donor=USAID",))

    assert str(raised.value) == "--field filters by the own fields of a dataset; this one has none"


def test_records_without_matches_of_own_fields_are_counted_without_the_option() -> None:
    assert selected(OWN, field=("donor=Sida",), kind=()).without_option == {}
    assert selected(OWN, field=("tags=a", "donor=Sida")).without_option == {"--field": 3}


@pytest.mark.parametrize(
    ("by", "order"),
    [("donor", "two one none"), ("budget", "one two none"), ("-budget", "two one none"), ("tags", "two one none")],
)
def test_records_are_sorted_by_own_fields(by: str, order: str) -> None:
    assert ids(sort_records(Labels(OWN), OWN.initiatives, by)) == order.split()


def test_own_fields_may_be_present_or_lacking() -> None:
    assert ids(selected(OWN, with_=("donor",)).records) == ["one", "two"]
    assert ids(selected(OWN, without=("tags",)).records) == ["none"]
    assert ids(selected(OWN, with_=("notes",)).records) == []


def test_titles_are_sorted_in_the_language_of_the_labels() -> None:
    records = (
        Initiative(id="one", theme="t", title="A", translations={"fr": Translation(title="Z")}),
        Initiative(id="two", theme="t", title="B", translations={"fr": Translation(title="Y")}),
    )
    dataset = DatasetFile(themes=(Theme(id="t", title="T"),), initiatives=records)
    assert ids(sort_records(Labels(dataset), records, "title")) == ["one", "two"]
    assert ids(sort_records(Labels(dataset, "fr"), records, "title")) == ["two", "one"]


def test_the_sort_keys_are_fields_of_a_record() -> None:
    assert SORT_KEYS == ("id", "theme", "title", "kind", "start", "end")


NAMED = DatasetFile(
    initiatives=(
        Initiative(id="fg-ai4h", theme="t", title="Focus Group", summary="S", aliases=("AI4H",)),
        Initiative(id="giga", theme="t", title="Schools online", summary="S"),
        Initiative(id="focus", theme="t", title="Another", summary="S"),
    )
)


@pytest.mark.parametrize(
    ("wanted", "found", "missing"),
    [
        pytest.param(["giga"], ["giga"], {}, id="id"),
        pytest.param(["focus", "GIGA", "giga", "Giga"], ["focus", "giga"], {}, id="several spellings of one id"),
        pytest.param(["FG AI4H", "schools online"], ["fg-ai4h", "giga"], {}, id="spelling and title"),
        pytest.param(["ai4h"], ["fg-ai4h"], {}, id="alias"),
        pytest.param(["schools"], ["giga"], {}, id="prefix of a title"),
        pytest.param(
            ["gigga", "zzzz", "FGAI4", "giga"], ["fg-ai4h", "giga"], {"gigga": ["giga"], "zzzz": []}, id="unknown ids"
        ),
        pytest.param(["fg-ai4x"], [], {"fg-ai4x": ["fg-ai4h"]}, id="misspelled id"),
        pytest.param([""], [], {"": []}, id="empty"),
        pytest.param([], [], {}, id="nothing"),
    ],
)
def test_records_are_found_each_once_in_the_order_of_the_ids(
    wanted: list[str], found: list[str], missing: dict[str, list[str]]
) -> None:
    records, unknown = find_records(NAMED, wanted)

    assert (ids(records), unknown) == (found, missing)


def test_a_prefix_of_several_records_is_ambiguous() -> None:
    with pytest.raises(AmbiguousValueError) as error:
        find_records(NAMED, ["giga", "fo"])

    assert str(error.value) == "record 'fo' is ambiguous: fg-ai4h, focus"
