"""Dated records on an axis of time: where each begins and ends, as shares of the axis's length."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from itucovid.dates import MONTHS, interval, period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from itucovid.model import Initiative


class Bar(NamedTuple):
    """A dated record: from where to where on the axis, both from 0 to 1.

    Attributes:
        record: the record.
        begin: the beginning of the earliest day that its dates can mean.
        end: the end of the latest one.
        exact: whether both ends are known to the day.
        when: its dates for a reader.
    """

    record: Initiative
    begin: float
    end: float
    exact: bool
    when: str


class Tick(NamedTuple):
    """A month or year's beginning on the axis, from 0 to 1, with its name for a reader."""

    at: float
    label: str
    is_year: bool


class Timeline(NamedTuple):
    """The dated records in the order of their beginnings, and the axis that all of them fit on, in whole months."""

    bars: list[Bar]
    first: dt.date
    last: dt.date

    def ticks(self, most: int) -> list[Tick]:
        """The beginnings of months, of pairs of them, of quarters, years, decades and so on: the finest up to `most`.

        A January says its year and no month.
        """
        for months in _steps():
            starts = list(_starts(self.first, self.last, months))
            if len(starts) <= max(most, 1):
                break
        begin, length = _reach(self.first, self.last)
        return [Tick((start.toordinal() - begin) / length, _label(start), start.month == 1) for start in starts]


def timeline(records: Iterable[Initiative]) -> Timeline | None:
    """The timeline of those records that have a date, or None if there are none."""
    dated = [(dates[0].first, dates[1].last, record) for record in records if (dates := interval(record))]
    if not dated:
        return None
    dated.sort(key=lambda entry: entry[:2])
    first = min(begin for begin, _, _ in dated).replace(day=1)
    # What a file of a user's own has the wrong way round is drawn at its beginning.
    last = _month_end(max(max(begin, end) for begin, end, _ in dated))
    start, length = _reach(first, last)
    bars = [
        Bar(
            record=record,
            begin=(begin.toordinal() - start) / length,
            end=(max(begin, end).toordinal() + 1 - start) / length,
            exact=all(date.is_complete for date in interval(record) or ()),
            when=period(record),
        )
        for begin, end, record in dated
    ]
    return Timeline(bars, first, last)


def _reach(first: dt.date, last: dt.date) -> tuple[int, int]:
    """The first day's number and how many days there are."""
    return first.toordinal(), last.toordinal() + 1 - first.toordinal()


def _steps() -> Iterator[int]:
    """Lengths in months that are easy to read: a month, two, a quarter, half a year, then years by 1, 2, 5, 10..."""
    yield from (1, 2, 3, 6)
    years = 1
    while True:
        yield from (12 * years, 24 * years, 60 * years)
        years *= 10


def _starts(first: dt.date, last: dt.date, months: int) -> Iterator[dt.date]:
    """The first days of the periods of so many months that begin between two days, counted from the year 0."""
    number = -(-(first.year * 12 + first.month - 1) // months) * months
    while number <= last.year * 12 + last.month - 1:
        yield dt.date(number // 12, number % 12 + 1, 1)
        number += months


def _label(start: dt.date) -> str:
    return str(start.year) if start.month == 1 else MONTHS[start.month - 1][:3]


def _month_end(day: dt.date) -> dt.date:
    year, month = divmod(day.year * 12 + day.month, 12)
    return dt.date.max if year > dt.MAXYEAR else dt.date(year, month + 1, 1) - dt.timedelta(days=1)
