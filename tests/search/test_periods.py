"""Dates in a query."""

from __future__ import annotations

import pytest

from itucovid.dates import PartialDate
from itucovid.search.periods import Date, Period, find_dates
from tests.search.corpus import ids, make_index, record

DAYS = {
    "3 May 2020": ("2020-05-03", "2020-05-03"),
    "3rd of May, 2020": ("2020-05-03", "2020-05-03"),
    "May 3, 2020": ("2020-05-03", "2020-05-03"),
    "1er mai 2020": ("2020-05-01", "2020-05-01"),
    "20 avril 2020": ("2020-04-20", "2020-04-20"),
    "3 de mayo de 2020": ("2020-05-03", "2020-05-03"),
    "3 мая 2020": ("2020-05-03", "2020-05-03"),
    "3 مايو 2020": ("2020-05-03", "2020-05-03"),
    "٣ مايو ٢٠٢٠": ("2020-05-03", "2020-05-03"),
    "2020年5月3日": ("2020-05-03", "2020-05-03"),
    "2020-04-20": ("2020-04-20", "2020-04-20"),
    "2020/04/20": ("2020-04-20", "2020-04-20"),
    "20.04.2020": ("2020-04-20", "2020-04-20"),
    "20/04/2020": ("2020-04-20", "2020-04-20"),
    "29 Feb 2020": ("2020-02-29", "2020-02-29"),
    "3 May": ("05-03", "05-03"),
    "5月3日": ("05-03", "05-03"),
}
MONTHS = {
    "October 2020": ("2020-10-01", "2020-10-31"),
    "août 2020": ("2020-08-01", "2020-08-31"),
    "septiembre de 2020": ("2020-09-01", "2020-09-31"),
    "сентябре 2020": ("2020-09-01", "2020-09-31"),
    "أيار/مايو 2020": ("2020-05-01", "2020-05-31"),
    "كانون الثاني 2021": ("2021-01-01", "2021-01-31"),
    "2020年9月": ("2020-09-01", "2020-09-31"),
    "2020-04": ("2020-04-01", "2020-04-31"),
    "05/2020": ("2020-05-01", "2020-05-31"),
    "٢٠٢٠-٠٤": ("2020-04-01", "2020-04-31"),
}
RANGES = {
    "3 to 5 May 2020": ("2020-05-03", "2020-05-05"),
    "3-5 May 2020": ("2020-05-03", "2020-05-05"),
    "May 3-5, 2020": ("2020-05-03", "2020-05-05"),
    "18 au 19 mai 2020": ("2020-05-18", "2020-05-19"),
    "1 al 10 de mayo de 2020": ("2020-05-01", "2020-05-10"),
    "3 по 5 мая 2020": ("2020-05-03", "2020-05-05"),
    "3 إلى 5 مايو 2020": ("2020-05-03", "2020-05-05"),
    "2020年5月3日至5日": ("2020-05-03", "2020-05-05"),
    "3rd to the 5th of May 2020": ("2020-05-03", "2020-05-05"),
    "2020年4月29日至5月10日": ("2020-04-29", "2020-05-10"),
    "2020年4月至5月": ("2020-04-01", "2020-05-31"),
    "29 April 2020 to 10 May": ("2020-04-29", "2020-05-10"),
    "29 April to 10 May 2020": ("2020-04-29", "2020-05-10"),
    "29 April 2020 – 10 May 2020": ("2020-04-29", "2020-05-10"),
    "March to May 2020": ("2020-03-01", "2020-05-31"),
    "2020-04 - 2020-05": ("2020-04-01", "2020-05-31"),
    "2019-2020": ("2019-01-01", "2020-12-31"),
}


BOUNDS = {
    "since May 2020": ("2020-05-01", "9999-12-31"),
    "since the 3rd of May 2020": ("2020-05-03", "9999-12-31"),
    "depuis le 3 mai 2020": ("2020-05-03", "9999-12-31"),
    "desde abril de 2020": ("2020-04-01", "9999-12-31"),
    "с мая 2020": ("2020-05-01", "9999-12-31"),
    "منذ مايو 2020": ("2020-05-01", "9999-12-31"),
    "自2020年5月": ("2020-05-01", "9999-12-31"),
    "since 2019": ("2019-01-01", "9999-12-31"),
    "until April 2020": ("0000-01-01", "2020-04-31"),
    "hasta el 3 de mayo de 2020": ("0000-01-01", "2020-05-03"),
    "до мая 2020": ("0000-01-01", "2020-05-31"),
    "before May 2020": ("0000-01-01", "2020-05-00"),
    "avant le 15 mai 2020": ("0000-01-01", "2020-05-14"),
    "antes del 2020": ("0000-01-01", "2020-01-00"),
    "after 3 May 2020": ("2020-05-04", "9999-12-31"),
    "después de mayo de 2020": ("2020-05-32", "9999-12-31"),
    "после 2020": ("2020-12-32", "9999-12-31"),
    "بعد 2020-05-09": ("2020-05-10", "9999-12-31"),
}


@pytest.mark.parametrize(("text", "period"), [*BOUNDS.items()])
def test_a_word_before_a_date_makes_it_a_bound(text: str, period: tuple[str, str]) -> None:
    assert [*find_dates(f"({text})")] == [Date(1, 1 + len(text), (Period(*period),), "date")]


@pytest.mark.parametrize(
    ("text", "start", "period"),
    [
        pytest.param("с 3 по 5 мая 2020", 2, ("2020-05-03", "2020-05-05"), id="a range"),
        pytest.param("3 until 5 May 2020", 0, ("2020-05-03", "2020-05-05"), id="a word between two dates"),
        pytest.param("since 3 to 5 May 2020", 6, ("2020-05-03", "2020-05-05"), id="before a range"),
        pytest.param("since then May 2020", 11, ("2020-05-01", "2020-05-31"), id="another word between"),
        pytest.param("since May", 6, ("05-01", "05-31"), id="a month of any year"),
    ],
)
def test_other_words_are_no_bounds(text: str, start: int, period: tuple[str, str]) -> None:
    assert [(date.start, date.periods) for date in find_dates(text)] == [(start, (Period(*period),))]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("since May 2020", ["days", "later", "may"]),
        ("after May 2020", ["later"]),
        ("until 3 May 2020", ["days"]),
        ("before May 2020", ["days"]),
        ("before 2020-04-15", []),
        ("after 2021", []),
    ],
)
def test_a_bound_finds_the_records_on_its_side(query: str, found: list[str]) -> None:
    index = make_index(
        record("days", start=PartialDate("2020-04-15"), end=PartialDate("2020-05-13")),
        record("may", start=PartialDate("2020-05-18")),
        record("later", start=PartialDate("2020-06")),
        record("undated"),
    )
    assert sorted(ids(index, query)) == found


@pytest.mark.parametrize(("text", "period"), [*DAYS.items(), *MONTHS.items(), *RANGES.items()])
def test_a_text_is_one_date(text: str, period: tuple[str, str]) -> None:
    assert [*find_dates(f"({text})")] == [Date(1, 1 + len(text), (Period(*period),), "date")]


@pytest.mark.parametrize(
    "text",
    [
        "between 29 April and 10 May 2020",
        "entre le 29 avril et le 10 mai 2020",
        "entre el 29 de abril y el 10 de mayo de 2020",
        "между 29 апреля и 10 мая 2020 года",
        "بين 29 أبريل و 10 مايو 2020",
    ],
)
def test_two_dates_with_between_and_and_are_a_range(text: str) -> None:
    assert [date.periods for date in find_dates(text)] == [(Period("2020-04-29", "2020-05-10"),)]


def test_two_dates_with_and_alone_are_two_dates() -> None:
    texts = ("3 May 2020 and 5 May 2020", "between 3 and 5 people and 3 May 2020 and 5 May 2020")
    assert [len([*find_dates(text)]) for text in texts] == [2, 2]


@pytest.mark.parametrize(
    ("text", "scope"),
    [("may", "month"), ("mars", "month"), ("March to May", "month"), ("2020", "year"), ("2020年", "year")],
)
def test_months_and_years_alone_are_marked(text: str, scope: str) -> None:
    assert [date.scope for date in find_dates(text)] == [scope]


def test_a_date_in_digits_with_two_readings_means_both_days() -> None:
    assert next(find_dates("5/6/2020")).periods == (
        Period("2020-06-05", "2020-06-05"),
        Period("2020-05-06", "2020-05-06"),
    )


@pytest.mark.parametrize(
    "text",
    ["G20", "5G", "covid-19", "15,000", "31 April", "30 February 2020", "13/2020", "to 5", "5 of the 7", "3月号x"],
)
def test_what_is_no_whole_date_gives_no_day(text: str) -> None:
    assert [date for date in find_dates(text) if date.scope == "date" and date.end - date.start == len(text)] == []


def test_a_number_after_a_hyphen_belongs_to_its_word() -> None:
    assert [(date.start, date.end) for date in find_dates("covid-19 May 2020")] == [(9, 17)]
    assert [(date.start, date.end) for date in find_dates("covid - 19 May 2020")] == [(8, 19)]


INDEX = make_index(
    record("webinars", start=PartialDate("2020-04-15"), end=PartialDate("2020-05-13")),
    record("assembly", summary="Not in October 2020.", start=PartialDate("2020-05-18"), end=PartialDate("2020-05-19")),
    record("agenda", "Agenda 2030", summary="It may help from March 2020.", start=PartialDate("2018-12")),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("May 2020", ["webinars", "assembly"], id="a month that overlaps two periods"),
        pytest.param("3 May 2020", ["webinars"], id="a day within a period"),
        pytest.param("13 May 2020", ["webinars"], id="the last day"),
        pytest.param("14 May 2020", [], id="the day after"),
        pytest.param("14-17 May 2020", [], id="days between two periods"),
        pytest.param("October 2020", [], id="a month in a summary is no date"),
        pytest.param("3 May", ["webinars"], id="a day of any year"),
        pytest.param("december", ["agenda"], id="a month of any year"),
        pytest.param("Dec to Jan", ["agenda"], id="a range over the turn of the year"),
        pytest.param("2030", ["agenda"], id="a year in a title"),
        pytest.param("agenda 2030", ["agenda"], id="a year beside a word"),
        pytest.param("2018", ["agenda"], id="a year as a date"),
        pytest.param("may help", ["agenda"], id="a month beside a word is a word"),
        pytest.param("2020 -april", ["assembly", "agenda"], id="an excluded month"),
        pytest.param("2020 -may", [], id="an excluded month that is also a word"),
    ],
)
def test_a_date_finds_the_records_that_lasted_over_it(query: str, expected: list[str]) -> None:
    assert ids(INDEX, query) == expected
