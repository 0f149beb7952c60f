"""Dates that say no more than is known, and what of them is written for a reader."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from itucovid.model import Initiative


class PartialDate(str):
    """A calendar date, or only its year and month, or only its year: ISO 8601 with reduced precision.

    It is its own ISO text ("2020", "2020-03" or "2020-03-23"), so it prints, sorts and serialises as
    written and never claims a day that nobody gave.

    Raises:
        ValueError: the text is none of the three forms, or no day of the calendar.
    """

    __slots__ = ()

    def __new__(cls, value: str | dt.date) -> Self:  # noqa: D102 - the class says it
        text = value if isinstance(value, str) else value.isoformat()
        if not PARTIAL_DATE.fullmatch(text):
            raise ValueError(f"{text!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
        date = super().__new__(cls, text)
        if "-00" in text:
            raise ValueError(f"{text!r} is not in the calendar")
        try:
            date.first  # noqa: B018 - the property checks the calendar
        except ValueError:
            raise ValueError(f"{text!r} is not in the calendar") from None
        return date

    @property
    def first(self) -> dt.date:
        """The earliest day that it can mean."""
        year, month, day = self._parts
        return dt.date(year, month or 1, day or 1)

    @property
    def last(self) -> dt.date:
        """The latest day that it can mean."""
        year, month, day = self._parts
        if day:
            return dt.date(year, month, day)
        month = month or 12
        if (year, month) == (dt.MAXYEAR, 12):
            return dt.date.max
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)

    @property
    def is_complete(self) -> bool:
        """Whether it names a day."""
        return len(self) == len("YYYY-MM-DD")

    @property
    def _parts(self) -> tuple[int, int, int]:
        """Year, month and day, with 0 for what is not said."""
        year, month, day = (*map(int, self.split("-")), 0, 0)[:3]
        return year, month, day


# [0-9], because \d also takes the digits of other scripts.
PARTIAL_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def interval(record: Initiative) -> tuple[PartialDate, PartialDate] | None:
    """The two ends of a record's interval; one date alone is both."""
    first, last = record.start or record.end, record.end or record.start
    return (first, last) if first and last else None


def day(date: str) -> str:
    """A partial date for a reader: "11 January 2021", "March 2020", "2020"."""
    year, *rest = date.split("-")
    numbers = [int(part) for part in rest]
    month = [MONTHS[number - 1] for number in numbers[:1]]
    return " ".join([*map(str, numbers[1:]), *month, year])


def period(record: Initiative) -> str:
    """When a record was, for a reader: "1 September 2020", "18 to 19 May 2020", or nothing."""
    start, end = record.start, record.end
    if not start or not end or start == end:
        return day(start or end or "") if start or end else ""
    first = day(start)
    if start.is_complete and end.is_complete:
        # What both ends share at the right is said once.
        if start[:7] == end[:7]:
            first = first.split()[0]
        elif start[:4] == end[:4]:
            first = first.rpartition(" ")[0]
    return f"{first} to {day(end)}"


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
