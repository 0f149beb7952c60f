"""Dated records on a time axis."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.dates import PartialDate
from itucovid.fields import Labels
from itucovid.model import DatasetInfo, Document, Initiative, Status, Tables
from itucovid.timeline import Bar, Tick, Timeline, build_timeline

LABELS = Labels(Tables())


def record(id_: str, start: str | None, end: str | None = None, status: Status | None = None) -> Initiative:
    first, last = (PartialDate(date) if date else None for date in (start, end))
    return Initiative(id=id_, theme="t", title="X", summary="X", start=first, end=last, status=status)


def as_of(date: str) -> Labels:
    """The labels of a dataset that is correct as of a date."""
    return Labels(Tables(dataset=DatasetInfo(date=PartialDate(date))))


def test_without_dated_records_there_is_no_timeline() -> None:
    assert build_timeline(LABELS, []) is None
    assert build_timeline(LABELS, [record("a", None)]) is None


def test_bars_are_fractions_of_an_axis_of_whole_months_sorted_by_start() -> None:
    # From 1 April to 30 June are 91 days.
    june = record("june", "2020-06-01", "2020-06-10")
    april = record("april", "2020-04")
    day = record("day", None, "2020-05-02")

    assert build_timeline(LABELS, [june, record("undated", None), day, april]) == Timeline(
        bars=[
            Bar(april, begin=0.0, end=30 / 91, exact=False),
            Bar(day, begin=31 / 91, end=32 / 91, exact=True),
            Bar(june, begin=61 / 91, end=71 / 91, exact=True),
        ],
        first=dt.date(2020, 4, 1),
        last=dt.date(2020, 6, 30),
    )


@pytest.mark.parametrize(
    ("records", "order"),
    [
        pytest.param(
            [record("long", "2020-04-01", "2020-05-01"), record("short", "2020-04-01")], ["short", "long"], id="by end"
        ),
        pytest.param([record("z", "2020-04-01"), record("a", "2020-04-01")], ["z", "a"], id="as given if equal"),
    ],
)
def test_bars_with_the_same_start_are_sorted(records: list[Initiative], order: list[str]) -> None:
    timeline = build_timeline(LABELS, records)

    assert timeline is not None
    assert [bar.record.id for bar in timeline.bars] == order


def test_a_bar_with_one_inexact_date_is_not_exact() -> None:
    timeline = build_timeline(LABELS, [record("a", "2020-04-01", "2020-05")])

    assert timeline is not None
    assert [bar.exact for bar in timeline.bars] == [False]


def test_a_record_that_ends_before_it_starts_is_drawn_at_its_start() -> None:
    reversed_dates = record("a", "2020-04-30", "2020-03-01")

    assert build_timeline(LABELS, [reversed_dates]) == Timeline(
        bars=[Bar(reversed_dates, begin=29 / 30, end=1.0, exact=True)],
        first=dt.date(2020, 4, 1),
        last=dt.date(2020, 4, 30),
    )


def test_an_ongoing_record_lasts_to_the_date_of_the_dataset() -> None:
    # From 1 December to 31 January are 62 days.
    ongoing = record("ongoing", "2020-12-01", status="ongoing")
    ended = record("ended", "2020-12-02", status="ended")

    assert build_timeline(as_of("2021-01-11"), [ended, ongoing]) == Timeline(
        bars=[
            Bar(ongoing, begin=0.0, end=42 / 62, exact=True),
            Bar(ended, begin=1 / 62, end=2 / 62, exact=True),
        ],
        first=dt.date(2020, 12, 1),
        last=dt.date(2021, 1, 31),
    )


@pytest.mark.parametrize(
    ("labels_", "ongoing", "first", "last", "exact"),
    [
        pytest.param(
            Labels(Tables(document=Document(title="D", date=PartialDate("2020-06-10")))),
            record("a", "2020-05-02", status="ongoing"), "2020-05-02", "2020-06-10", True, id="date of the document",
        ),
        pytest.param(
            Labels(Tables(
                dataset=DatasetInfo(date=PartialDate("2020-06-20")),
                document=Document(title="D", date=PartialDate("2020-06-10")),
            )),
            record("a", "2020-05-02", status="ongoing"), "2020-05-02", "2020-06-20", True, id="date of the dataset",
        ),
        pytest.param(
            as_of("2020-06"), record("a", "2020-05-02", status="ongoing"), "2020-05-02", "2020-06-30", False,
            id="inexact date of the dataset",
        ),
        pytest.param(
            as_of("2020-06-10"), record("a", "2020-05", status="ongoing"), "2020-05-01", "2020-06-10", False,
            id="inexact start",
        ),
        pytest.param(
            as_of("2020-06-10"), record("a", "2020-05-02", "2020-05-05", "ongoing"), "2020-05-02", "2020-05-05", True,
            id="its own end",
        ),
        pytest.param(
            as_of("2020-04"), record("a", "2020-05-02", status="ongoing"), "2020-05-02", "2020-05-02", True,
            id="start after the date of the dataset",
        ),
        pytest.param(
            LABELS, record("a", "2020-05-02", status="ongoing"), "2020-05-02", "2020-05-02", True, id="no date",
        ),
        pytest.param(
            as_of("2020-06-10"), record("a", "2020-05-02", status="suspended"), "2020-05-02", "2020-05-02", True,
            id="suspended",
        ),
        pytest.param(
            as_of("2020-06-10"), record("a", "2020-05-02", status="planned"), "2020-05-02", "2020-05-02", True,
            id="planned",
        ),
        pytest.param(
            as_of("2020-06-10"), record("a", "2020-05-02"), "2020-05-02", "2020-05-02", True, id="no status",
        ),
    ],
)  # fmt: skip
def test_a_bar_without_an_end_is_extended_only_if_the_record_is_ongoing_before_the_date_of_the_dataset(
    labels_: Labels, ongoing: Initiative, first: str, last: str, exact: bool
) -> None:
    timeline = build_timeline(labels_, [ongoing])

    assert timeline is not None
    days = (timeline.last - timeline.first).days + 1
    assert timeline.bars == [
        Bar(
            ongoing,
            begin=(dt.date.fromisoformat(first) - timeline.first).days / days,
            end=((dt.date.fromisoformat(last) - timeline.first).days + 1) / days,
            exact=exact,
        )
    ]


def test_an_ongoing_record_without_a_date_has_no_bar() -> None:
    assert build_timeline(as_of("2021-01-11"), [record("a", None, status="ongoing")]) is None


def test_the_axis_can_end_with_the_last_month_of_the_calendar() -> None:
    timeline = build_timeline(LABELS, [record("a", "9999-12-05")])

    assert timeline is not None
    assert (timeline.first, timeline.last) == (dt.date(9999, 12, 1), dt.date.max)
    assert timeline.ticks(5) == [Tick(0.0, "Dec", is_year=False)]


@pytest.mark.parametrize(
    ("first", "last", "limit", "labels"),
    [
        pytest.param((2019, 11), (2020, 2), 4, "Nov Dec 2020 Feb", id="months"),
        pytest.param((2019, 11), (2020, 2), 3, "Nov 2020", id="every other month from January on"),
        pytest.param((2020, 1), (2020, 12), 12, "2020 Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", id="a year"),
        pytest.param((2020, 1), (2020, 12), 11, "2020 Mar May Jul Sep Nov", id="two months"),
        pytest.param((2020, 1), (2020, 12), 5, "2020 Apr Jul Oct", id="quarters"),
        pytest.param((2020, 1), (2020, 12), 3, "2020 Jul", id="half-years"),
        pytest.param((2019, 2), (2024, 1), 5, "2020 2021 2022 2023 2024", id="years"),
        pytest.param((2019, 2), (2024, 1), 4, "2020 2022 2024", id="two years"),
        pytest.param((2010, 1), (2029, 12), 5, "2010 2015 2020 2025", id="five years"),
        pytest.param((2010, 1), (2029, 12), 3, "2010 2020", id="decades"),
        pytest.param((1900, 1), (2029, 12), 7, "1900 1920 1940 1960 1980 2000 2020", id="twenty years"),
        pytest.param((1900, 1), (2029, 12), 1, "2000", id="centuries: at most one"),
        pytest.param((2020, 3), (2020, 4), 1, "Mar", id="every other month, odd ones"),
        pytest.param((2020, 1), (2020, 1), 0, "2020", id="at least one tick"),
        pytest.param((2020, 2), (2020, 2), 1, "Feb", id="one month"),
    ],
)
def test_ticks_are_the_finest_steps_within_the_limit(
    first: tuple[int, int], last: tuple[int, int], limit: int, labels: str
) -> None:
    timeline = Timeline([], dt.date(*first, 1), dt.date(*last, 28))

    assert [tick.label for tick in timeline.ticks(limit)] == labels.split()


def test_a_tick_is_at_the_first_day_of_its_month_and_marks_a_january_as_year() -> None:
    timeline = Timeline([], dt.date(2020, 12, 1), dt.date(2021, 2, 28))

    assert timeline.ticks(3) == [
        Tick(0.0, "Dec", is_year=False),
        Tick(31 / 90, "2021", is_year=True),
        Tick(62 / 90, "Feb", is_year=False),
    ]


partial_dates = st.dates(dt.date(1990, 1, 1), dt.date(2050, 12, 31)).flatmap(
    lambda day: st.sampled_from([4, 7, 10]).map(lambda length: PartialDate(day.isoformat()[:length]))
)
any_record = st.builds(
    lambda start, end: Initiative(id="x", theme="t", title="X", summary="X", start=start, end=end),
    st.none() | partial_dates,
    st.none() | partial_dates,
)


@given(st.lists(any_record), st.integers(1, 40))
def test_every_dated_record_has_a_bar_on_the_axis_and_every_tick_is_on_it(
    records: list[Initiative], limit: int
) -> None:
    timeline = build_timeline(LABELS, records)

    dated = [record for record in records if record.interval]
    if timeline is None:
        assert dated == []
        return
    assert sorted(id(bar.record) for bar in timeline.bars) == sorted(map(id, dated))
    assert all(0 <= bar.begin < bar.end <= 1 for bar in timeline.bars)
    ticks = timeline.ticks(limit)
    assert len(ticks) <= limit
    assert all(0 <= tick.at < 1 for tick in ticks)
