"""Lay out dated records on a time axis, in fractions of its length."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from itucovid.dates import MONTHS, month_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from itucovid.dates import PartialDate
    from itucovid.fields import Labels
    from itucovid.model import Initiative


class Bar(NamedTuple):
    """A dated record on the axis.

    Attributes:
        record: the record.
        begin: the start of its first possible day, from 0 to 1.
        end: the end of its last possible day, from 0 to 1.
        exact: whether both dates are known to the day.
    """

    record: Initiative
    begin: float
    end: float
    exact: bool


class Tick(NamedTuple):
    """The start of a month or year on the axis, from 0 to 1, with its label."""

    at: float
    label: str
    is_year: bool


class Timeline(NamedTuple):
    """Dated records, sorted by their start, and the first and last day of the axis: whole months."""

    bars: list[Bar]
    first: dt.date
    last: dt.date

    def ticks(self, limit: int) -> list[Tick]:
        """The starts of months, quarters, years, decades...: the finest steps with at most `limit` ticks.

        The label of a January is its year.
        """
        for months in _steps():
            starts = list(_starts(self.first, self.last, months))
            if len(starts) <= max(limit, 1):
                break
        begin, length = _extent(self.first, self.last)
        return [Tick((start.toordinal() - begin) / length, _label(start), start.month == 1) for start in starts]


def build_timeline(labels: Labels, records: Iterable[Initiative]) -> Timeline | None:
    """Lay out the records that have a date; None if there are none."""
    dated = [_Span.of(record, dates) for record in records if (dates := labels.interval(record))]
    if not dated:
        return None
    dated.sort(key=lambda span: (span.begin, span.end))
    first = dated[0].begin.replace(day=1)
    last = month_end(max(span.end for span in dated))
    start, length = _extent(first, last)
    bars = [
        Bar(
            record=span.record,
            begin=(span.begin.toordinal() - start) / length,
            end=(span.end.toordinal() + 1 - start) / length,
            exact=span.exact,
        )
        for span in dated
    ]
    return Timeline(bars, first, last)


class _Span(NamedTuple):
    """The first and last possible day of a record, and whether its dates are known to the day."""

    record: Initiative
    begin: dt.date
    end: dt.date
    exact: bool

    @classmethod
    def of(cls, record: Initiative, dates: tuple[PartialDate, PartialDate]) -> _Span:
        begin, end = dates[0].first, dates[1].last
        # A record made in Python may end before it starts; it is drawn at its start.
        return cls(record, begin, max(begin, end), all(date.is_complete for date in dates))


def _extent(first: dt.date, last: dt.date) -> tuple[int, int]:
    """The ordinal of the first day, and the number of days."""
    return first.toordinal(), last.toordinal() + 1 - first.toordinal()


def _steps() -> Iterator[int]:
    """Steps in months: 1, 2, 3, 6, then 1, 2, 5, 10... years."""
    yield from (1, 2, 3, 6)
    years = 1
    while True:
        yield from (12 * years, 24 * years, 60 * years)
        years *= 10


def _starts(first: dt.date, last: dt.date, months: int) -> Iterator[dt.date]:
    """The first days of the periods of `months` months that begin between two days; periods count from the year 0."""
    number = -(-(first.year * 12 + first.month - 1) // months) * months
    while number <= last.year * 12 + last.month - 1:
        yield dt.date(number // 12, number % 12 + 1, 1)
        number += months


def _label(start: dt.date) -> str:
    return str(start.year) if start.month == 1 else MONTHS[start.month - 1][:3]
