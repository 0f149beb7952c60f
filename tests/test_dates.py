"""Partial dates, and dates and periods in English."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.dates import (
    MONTHS,
    PartialDate,
    format_date,
    format_period,
    interval,
    month_end,
    month_numbers,
    parse_date,
)
from itucovid.text import normalize


@pytest.mark.parametrize(
    ("text", "first", "last", "has_month", "is_complete"),
    [
        pytest.param("2020", "2020-01-01", "2020-12-31", False, False, id="year"),
        pytest.param("2020-04", "2020-04-01", "2020-04-30", True, False, id="month"),
        pytest.param("2020-01", "2020-01-01", "2020-01-31", True, False, id="January"),
        pytest.param("2020-02", "2020-02-01", "2020-02-29", True, False, id="February of a leap year"),
        pytest.param("2021-02", "2021-02-01", "2021-02-28", True, False, id="February of another year"),
        pytest.param("2020-12", "2020-12-01", "2020-12-31", True, False, id="December"),
        pytest.param("2020-03-23", "2020-03-23", "2020-03-23", True, True, id="day"),
        pytest.param("0001", "0001-01-01", "0001-12-31", False, False, id="first year"),
        pytest.param("9999", "9999-01-01", "9999-12-31", False, False, id="last year"),
        pytest.param("9999-11", "9999-11-01", "9999-11-30", True, False, id="last month but one"),
        pytest.param("9999-12", "9999-12-01", "9999-12-31", True, False, id="last month"),
    ],
)
def test_a_partial_date_has_a_first_and_a_last_day_and_a_precision(
    text: str, first: str, last: str, has_month: bool, is_complete: bool
) -> None:
    date = PartialDate(text)

    assert (date, date.first.isoformat(), date.last.isoformat()) == (text, first, last)
    assert (date.has_month, date.is_complete) == (has_month, is_complete)


@given(st.dates())
def test_a_day_is_within_its_month_and_its_year(day: dt.date) -> None:
    assert PartialDate(day) == day.isoformat() == PartialDate(day.isoformat())
    for length in (4, 7, 10):
        date = PartialDate(day.isoformat()[:length])
        assert date.first <= day <= date.last


@pytest.mark.parametrize(
    "text",
    [
        "", "20", "202", "20200", "2020-1", "2020-3-23", "2020-03-1", "2020-03-", "2020/03", "20200323",
        "March 2020", "2020-03-23T00:00", " 2020", "2020\n", "-2020", "+2020", "２０２０", "٢٠٢٠", "2020-W10",
    ],
)  # fmt: skip
def test_a_text_in_another_form_is_not_a_date(text: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the message is compared whole
        PartialDate(text)

    assert str(error.value) == f"{text!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"


@pytest.mark.parametrize(
    "text",
    ["0000", "2020-00", "2020-13", "2020-00-00", "2020-00-01", "2020-03-00", "2020-03-32", "2021-02-29", "2020-04-31"],
)
def test_a_date_that_the_calendar_lacks_does_not_exist(text: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the message is compared whole
        PartialDate(text)

    assert str(error.value) == f"{text!r} does not exist"


def test_partial_dates_sort_by_their_first_day_then_by_precision() -> None:
    ordered = ["2019-12-31", "2020", "2020-01", "2020-01-01", "2020-01-31", "2020-02", "2020-10", "2021"]

    assert sorted(map(PartialDate, reversed(ordered))) == ordered


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (dt.date(2020, 2, 1), dt.date(2020, 2, 29)),
        (dt.date(2021, 2, 28), dt.date(2021, 2, 28)),
        (dt.date(2020, 11, 30), dt.date(2020, 11, 30)),
        (dt.date(2020, 12, 15), dt.date(2020, 12, 31)),
        (dt.date(9999, 11, 5), dt.date(9999, 11, 30)),
        (dt.date(9999, 12, 5), dt.date(9999, 12, 31)),
    ],
    ids=str,
)
def test_month_end_is_the_last_day_of_the_month(day: dt.date, last: dt.date) -> None:
    assert month_end(day) == last


MARCH, APRIL = PartialDate("2020-03"), PartialDate("2020-04-01")


@pytest.mark.parametrize(
    ("start", "end", "dates"),
    [(MARCH, APRIL, (MARCH, APRIL)), (MARCH, None, (MARCH, MARCH)), (None, APRIL, (APRIL, APRIL)), (None, None, None)],
    ids=["both", "start only", "end only", "none"],
)
def test_interval_takes_a_single_date_as_first_and_last(
    start: PartialDate | None, end: PartialDate | None, dates: tuple[PartialDate, PartialDate] | None
) -> None:
    assert interval(start, end) == dates


@pytest.mark.parametrize(
    ("date", "text"), [("2021-01-11", "11 January 2021"), ("2020-03", "March 2020"), ("2020-12-05", "5 December 2020"),
                       ("2020", "2020"), ("0800-05", "May 0800")]
)  # fmt: skip
def test_format_date_gives_day_month_and_year_as_far_as_known(date: str, text: str) -> None:
    assert format_date(date) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        pytest.param(None, None, "", id="no date"),
        pytest.param("2020-09-01", None, "1 September 2020", id="start only"),
        pytest.param(None, "2020-09", "September 2020", id="end only"),
        pytest.param("2020", "2020", "2020", id="same date"),
        pytest.param("2020-05-18", "2020-05-19", "18 to 19 May 2020", id="same month"),
        pytest.param("2020-03-01", "2020-04-02", "1 March to 2 April 2020", id="same year"),
        pytest.param("2020-12-31", "2021-01-01", "31 December 2020 to 1 January 2021", id="two years"),
        pytest.param("2019-05-18", "2020-05-19", "18 May 2019 to 19 May 2020", id="same month of two years"),
        pytest.param("2020-03", "2020-04", "March 2020 to April 2020", id="two months"),
        pytest.param("2020-03", "2020-03-05", "March 2020 to 5 March 2020", id="month and day"),
        pytest.param("2020-03-05", "2020-03", "5 March 2020 to March 2020", id="day and month"),
        pytest.param("2019", "2020", "2019 to 2020", id="years"),
    ],
)
def test_format_period_writes_a_shared_month_or_year_of_two_days_once(
    start: str | None, end: str | None, text: str
) -> None:
    first, last = (PartialDate(date) if date else None for date in (start, end))

    assert format_period(first, last) == text


def test_the_months_are_named_in_english() -> None:
    assert tuple(dt.date(2000, month, 1).strftime("%B") for month in range(1, 13)) == MONTHS


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020", "2020"), ("2020-05", "2020-05"), ("2020-05-03", "2020-05-03"), (" 2020-05 ", "2020-05"),
        ("05/2020", "2020-05"), ("5/2020", "2020-05"), ("2020/5", "2020-05"), ("2020.05.03", "2020-05-03"),
        ("2020/5/3", "2020-05-03"), ("20.04.2020", "2020-04-20"), ("3.5.2020", "2020-05-03"),
        ("20/04/2020", "2020-04-20"), ("04/20/2020", "2020-04-20"), ("05/05/2020", "2020-05-05"),
        ("2020-5-3", "2020-05-03"), ("5.2020", "2020-05"), ("05.06.2020", "2020-06-05"), ("20 4 2020", "2020-04-20"),
    ],
)  # fmt: skip
def test_a_date_in_digits_is_parsed(text: str, date: str) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("May 2020", "2020-05"), ("may 2020", "2020-05"), ("MAY 2020", "2020-05"), ("3 May 2020", "2020-05-03"),
        ("May 3, 2020", "2020-05-03"), ("3-May-2020", "2020-05-03"), ("1st of May 2020", "2020-05-01"),
        ("the 2nd of May, 2020", "2020-05-02"), ("May 3rd 2020", "2020-05-03"), ("4th May 2020", "2020-05-04"),
        ("Sept. 2020", "2020-09"), ("2020 May 3", "2020-05-03"), ("May\xa02020", "2020-05"),
        ("mai 2020", "2020-05"), ("le 1er mai 2020", "2020-05-01"), ("20 avril 2020", "2020-04-20"),
        ("fevrier 2020", "2020-02"), ("fe\u0301vrier 2020", "2020-02"), ("août 2020", "2020-08"),
        ("mayo de 2020", "2020-05"), ("3 de mayo del 2020", "2020-05-03"), ("1º de enero de 2021", "2021-01-01"),
        ("май 2020", "2020-05"), ("3 мая 2020 г.", "2020-05-03"), ("в мае 2020 года", "2020-05"),
        ("مايو 2020", "2020-05"), ("في مايو ٢٠٢٠", "2020-05"), ("٣ أيار ٢٠٢٠", "2020-05-03"),
        ("كانون الثاني 2021", "2021-01"), ("تشرين الأول 2020", "2020-10"), ("\u200f5/2020", "2020-05"),
        ("2020年", "2020"), ("2020年5月", "2020-05"), ("2020年5月3日", "2020-05-03"),
        ("2020 年 5 月 3 号", "2020-05-03"), ("el 3 de enero del 2020", "2020-01-03"), ("setiembre 2020", "2020-09"),
        ("3 تشرين الأول 2020", "2020-10-03"), ("29 February 2020", "2020-02-29"),
        ("２０２０年５月", "2020-05"), ("٢٠٢٠-٠٥", "2020-05"), ("२०२०/०५", "2020-05"),
    ],
)  # fmt: skip
def test_a_date_in_words_of_six_languages_and_digits_of_any_script_is_parsed(text: str, date: str) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    "names",
    [
        "January February March April May June July August September October November December",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "كانون-الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين-الأول تشرين-الثاني كانون-الأول",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "янв фев мар апр май июн июл авг сен окт ноя дек",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    ],
)
def test_every_month_has_its_names(names: str) -> None:
    assert [parse_date(f"{name} 2020") for name in names.split()] == [f"2020-{month:02}" for month in range(1, 13)]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("05/06/2020", "2020-05-06 or 2020-06-05"),
        ("12-1-2020", "2020-01-12 or 2020-12-01"),
        ("٠٥/٠٦/٢٠٢٠", "2020-05-06 or 2020-06-05"),
    ],
)
def test_a_date_with_two_readings_is_ambiguous(text: str, readings: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the message is compared whole
        parse_date(text)

    assert str(error.value) == f"{text!r} is ambiguous; write {readings}"


@pytest.mark.parametrize(
    "text",
    [
        "30 Feb 2020", "31/02/2020", "2020-02-30", "2021-02-29", "0 May 2020", "00/2020", "13/2020", "2020-13",
        "2020年13月", "20.13.2020", "0000", "32 mai 2020", "00/05/2020", "2020年0月", "2020年2月30日", "13/13/2020",
    ],
)  # fmt: skip
def test_a_parsed_date_that_the_calendar_lacks_does_not_exist(text: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the message is compared whole
        parse_date(text)

    assert str(error.value) == f"{text!r} does not exist"


@pytest.mark.parametrize(
    "text",
    [
        "", "May", "3 May", "yesterday", "summer 2020", "Q1 2020", "2020?", "2020!", "~2020", "03/05/20", "20200503",
        "12020", "2020 2021", "May June 2020", "May 2020 to June 2020", "2020-05-03 00:00", "2020-05-03T10:00",
        "1 2 3 2020", "1 2 May 2020", "of the 3", "年2020", "120 May 2020", "፩ May 2020", "3 3 May 2020",
        "123/2020", "二〇二〇年", "2020年5月3",
    ],
)  # fmt: skip
def test_a_text_that_is_no_date_is_an_error(text: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the message is compared whole
        parse_date(text)

    assert str(error.value) == f"{text!r} is not a date; write 2020, 2020-05, 2020-05-03 or May 2020"


@given(st.text())
def test_any_text_is_a_partial_date_or_an_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert type(parse_date(text)) is PartialDate


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_formatted_date_is_parsed_again(day: dt.date) -> None:
    for date in (PartialDate(day), PartialDate(day.isoformat()[:7]), PartialDate(f"{day.year:04}")):
        assert parse_date(format_date(date)) == parse_date(date) == date


def test_the_names_of_months_are_written_as_they_are_normalized() -> None:
    assert [name for name in month_numbers() if normalize(name) != name] == []
