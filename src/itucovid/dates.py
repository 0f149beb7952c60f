"""Partial dates, and dates and periods in English."""

from __future__ import annotations

import datetime as dt
import re
from typing import Self


class PartialDate(str):
    """A date with reduced precision (ISO 8601): a day, a month ("2020-03") or a year ("2020").

    It is a string, so it prints, sorts and serializes as written.

    Raises:
        ValueError: the text has none of the three forms, or the date does not exist.
    """

    __slots__ = ()

    def __new__(cls, value: str | dt.date) -> Self:  # noqa: D102 - see the class
        text = value if isinstance(value, str) else value.isoformat()
        if not PARTIAL_DATE.fullmatch(text):
            raise ValueError(f"{text!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
        date = super().__new__(cls, text)
        try:
            date.first  # noqa: B018 - raises ValueError
        except ValueError:
            raise ValueError(f"{text!r} does not exist") from None
        return date

    @property
    def first(self) -> dt.date:
        """The first day of the year or month, or the day itself."""
        year, month, day = (*map(int, self.split("-")), 1, 1)[:3]
        return dt.date(year, month, day)

    @property
    def last(self) -> dt.date:
        """The last day of the year or month, or the day itself."""
        if self.is_complete:
            return self.first
        return month_end(self.first if self.has_month else self.first.replace(month=12))

    @property
    def has_month(self) -> bool:
        """Whether the month is known."""
        return len(self) > len("YYYY")

    @property
    def is_complete(self) -> bool:
        """Whether the day is known."""
        return len(self) == len("YYYY-MM-DD")


# [0-9]: \d would match the digits of all scripts.
PARTIAL_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def month_end(day: dt.date) -> dt.date:
    """The last day of the month of a day."""
    if (day.year, day.month) == (dt.MAXYEAR, 12):
        return dt.date.max
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1) - dt.timedelta(days=1)


def interval(start: PartialDate | None, end: PartialDate | None) -> tuple[PartialDate, PartialDate] | None:
    """The first and last date of a period; a single date is both. None without a date."""
    first, last = start or end, end or start
    return (first, last) if first and last else None


def format_date(date: str) -> str:
    """A partial date in English: "11 January 2021", "March 2020" or "2020"."""
    year, *rest = date.split("-")
    words = [year, *(MONTHS[int(month) - 1] for month in rest[:1]), *(str(int(day)) for day in rest[1:])]
    return " ".join(reversed(words))


def format_period(start: PartialDate | None, end: PartialDate | None) -> str:
    """A period in English, or the empty string: "1 September 2020", "18 to 19 May 2020"."""
    dates = interval(start, end)
    if dates is None:
        return ""
    start, end = dates
    if start == end:
        return format_date(start)
    first = format_date(start)
    if start.is_complete and end.is_complete:
        # A month or year that both dates share is written once.
        if start[:7] == end[:7]:
            first = first.split()[0]
        elif start[:4] == end[:4]:
            first = first.rpartition(" ")[0]
    return f"{first} to {format_date(end)}"


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
