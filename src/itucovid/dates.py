"""Partial dates, and dates and periods in English."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from itertools import permutations
from typing import Self

from itucovid.text import ascii_digits, normalize, remove_marks


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
    # Normalized: English, French, Spanish, Russian (nominative, genitive, prepositional), Arabic (two calendars; names
    # of two words without their space), abbreviations.
    "january janvier enero январь января январе يناير كانونالثاني jan janv ene янв",
    "february fevrier febrero февраль февраля феврале فبراير شباط feb fev fevr фев февр",
    "march mars marzo март марта марте مارس اذار mar мар",
    "april avril abril апрель апреля апреле ابريل نيسان apr avr abr апр",
    "may mai mayo маи мая мае مايو ايار",
    "june juin junio июнь июня июне يونيو يونيه حزيران jun июн",
    "july juillet julio июль июля июле يوليو يوليه تموز jul juil июл",
    "august aout agosto август августа августе اغسطس اب aug ago авг",
    "september septembre septiembre setiembre сентябрь сентября сентябре سبتمبر ايلول sep sept сен сент",
    "october octobre octubre октябрь октября октябре اكتوبر تشرينالاول oct окт",
    "november novembre noviembre ноябрь ноября ноябре نوفمبر تشرينالثاني nov ноя нояб",
    "december decembre diciembre декабрь декабря декабре ديسمبر كانونالاول dec dic дек",
)


@cache
def month_numbers() -> dict[str, int]:
    """The number of each month by its normalized names and abbreviations; those of two words are joined."""
    return {name: month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}


# Words that carry no date: "1st of May", "le 1er mai", "1º de mayo de 2020", "в мае 2020 г.", "في مايو 2020".
_FILLERS = frozenset({"st", "nd", "rd", "th", "of", "the", "er", "le", "o", "de", "del", "el", "г", "года", "в", "في"})
_SEPARATORS = " ,./-،"
_CHINESE_DATE = r"([0-9]{4}) *年(?: *([0-9]{1,2}) *月(?: *([0-9]{1,2}) *[日号])?)?"
_DATE_PART = r"[0-9]+|[^\W\d_]+"
_EXAMPLES = "2020, 2020-05, 2020-05-03 or May 2020"


def parse_date(text: str) -> PartialDate:
    """Parse a date as people write it, in English, French, Spanish, Russian, Arabic or Chinese.

    "2020", "2020-05", "05/2020", "May 2020", "3 mai 2020", "May 3, 2020", "2020年5月3日", "20.04.2020". The digits of
    all scripts are understood. Numbers that begin with a year are year, month and day; with dots they are day, month
    and year.

    Raises:
        ValueError: the text is no date, the date does not exist, or it can be read in two ways ("05/06/2020").
    """
    plain = ascii_digits(remove_marks(" ".join(text.split())).casefold())
    if match := re.fullmatch(_CHINESE_DATE, plain):
        return _partial_date(text, *(int(part) for part in match.groups() if part))
    parts = [part for part in re.findall(_DATE_PART, plain) if part not in _FILLERS]
    words = [part for part in parts if not part.isdecimal()]
    numbers = [part for part in parts if part.isdecimal()]
    years = [int(part) for part in numbers if len(part) == len("2020")]
    others = [int(part) for part in numbers if len(part) <= len("12")]
    month = month_numbers().get(normalize("".join(words)))
    is_date = (
        len(years) == 1 and len(others) == len(numbers) - 1 and not re.sub(_DATE_PART, "", plain).strip(_SEPARATORS)
    )
    if not is_date or len(others) + bool(words) > 2 or (words and not month):  # noqa: PLR2004 - day and month
        raise ValueError(f"{text!r} is not a date; write {_EXAMPLES}")
    year = years[0]
    if month:
        return _partial_date(text, year, month, *others)
    if len(numbers[0]) == len("2020"):
        return _partial_date(text, year, *others)
    if "." in plain:
        return _partial_date(text, year, *reversed(others))
    readings = {_existing_date(year, *order) for order in permutations(others)} - {None}
    if len(readings) > 1:
        raise ValueError(f"{text!r} is ambiguous; write {' or '.join(sorted(filter(None, readings)))}")
    return next(filter(None, readings), None) or _partial_date(text, year, *others)


def _partial_date(text: str, *parts: int) -> PartialDate:
    """The date of a year, perhaps a month and a day."""
    if date := _existing_date(*parts):
        return date
    raise ValueError(f"{text!r} does not exist")


def _existing_date(*parts: int) -> PartialDate | None:
    try:
        return PartialDate("-".join((f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:]))))
    except ValueError:
        return None
