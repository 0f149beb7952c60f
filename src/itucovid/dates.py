"""Partial dates, and dates and periods in English."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from itertools import permutations
from typing import Self

from itucovid.text import ascii_digits, normalize


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

_MONTH_NAMES = (
    # English, French, Spanish, Russian (nominative, genitive, prepositional), Arabic (two calendars), abbreviations.
    "january janvier enero январь января январе يناير كانون-الثاني jan janv ene янв",
    "february février febrero февраль февраля феврале فبراير شباط feb fév févr фев февр",
    "march mars marzo март марта марте مارس آذار mar мар",
    "april avril abril апрель апреля апреле أبريل ابريل نيسان apr avr abr апр",
    "may mai mayo май мая мае مايو أيار",
    "june juin junio июнь июня июне يونيو يونيه حزيران jun июн",
    "july juillet julio июль июля июле يوليو يوليه تموز jul juil июл",
    "august août agosto август августа августе أغسطس آب aug ago авг",
    "september septembre septiembre setiembre сентябрь сентября сентябре سبتمبر أيلول sep sept сен сент",
    "october octobre octubre октябрь октября октябре أكتوبر تشرين-الأول oct окт",
    "november novembre noviembre ноябрь ноября ноябре نوفمبر تشرين-الثاني nov ноя нояб",
    "december décembre diciembre декабрь декабря декабре ديسمبر كانون-الأول dec déc dic дек",
)


@cache
def month_numbers() -> dict[str, int]:
    """The number of each month by its normalized names and abbreviations; those of two words are joined."""
    return {normalize(name): month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}


# Words and signs that carry no date: "1st of May", "1er mai", "3 de mayo de 2020", "3 мая 2020 г.".
_FILLERS = frozenset({"st", "nd", "rd", "th", "of", "the", "er", "le", "de", "del", "el", "г", "года", "в"})
_CHINESE_DATE = re.compile(r"([0-9]{4})\s*年(?:\s*([0-9]{1,2})\s*月(?:\s*([0-9]{1,2})\s*[日号])?)?")
_DATE_PART = re.compile(r"[0-9]+|[^\W\d_]+(?:-[^\W\d_]+)*")


def parse_date(text: str) -> PartialDate:
    """Parse a date as people write it, in English, French, Spanish, Russian, Arabic or Chinese.

    "2020", "2020-05", "05/2020", "May 2020", "3 mai 2020", "May 3, 2020", "2020年5月3日", "20.04.2020". The digits of
    all scripts are understood.

    Raises:
        ValueError: the text is no date, the date does not exist, or it can be read in two ways ("05/06/2020").
    """
    text = ascii_digits(text.strip())
    if PARTIAL_DATE.fullmatch(text):
        return PartialDate(text)
    if match := _CHINESE_DATE.fullmatch(text):
        return _partial_date(*(int(part) if part else 0 for part in match.groups()))
    parts = [part for part in _DATE_PART.findall(text.casefold()) if part not in _FILLERS]
    words = [part for part in parts if not part.isdigit()]
    numbers = [part for part in parts if part.isdigit()]
    years = [part for part in numbers if len(part) == len("2020")]
    others = [int(part) for part in numbers if len(part) <= 2]  # noqa: PLR2004 - digits of a day or month
    if len(years) != 1 or len(years) + len(others) != len(numbers):
        raise ValueError(f"{text!r} is not a date; write 2020, 2020-05, 2020-05-03 or May 2020")
    year = int(years[0])
    if words:
        month = month_numbers().get(normalize("-".join(words)))
        if month is None or len(others) > 1:
            raise ValueError(f"{text!r} is not a date; write 2020, 2020-05, 2020-05-03 or May 2020")
        return _partial_date(year, month, *others)
    if len(others) <= 1:
        return _partial_date(year, *others)
    if numbers[0] == years[0] or "." in text:  # 2020/05/03; dots separate day, month and year
        first, second = others
        return _partial_date(year, first, second) if numbers[0] == years[0] else _partial_date(year, second, first)
    readings = sorted({date for month, day in permutations(others) if (date := _existing_date(year, month, day))})
    if len(readings) > 1:
        raise ValueError(f"{text!r} is ambiguous; write {readings[0]} or {readings[1]}")
    if not readings:
        raise ValueError(f"{text!r} does not exist")
    return readings[0]


def _partial_date(year: int, month: int = 0, day: int = 0) -> PartialDate:
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part)]
    return PartialDate("-".join(parts))


def _existing_date(year: int, month: int, day: int) -> PartialDate | None:
    try:
        return _partial_date(year, month, day)
    except ValueError:
        return None
