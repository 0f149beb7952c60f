"""Read the dates that people type into spreadsheets."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from itucovid.dates import PartialDate
from itucovid.names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

Order: TypeAlias = Literal["day-first", "month-first"]
"""The order of the numbers in a date such as 01/04/2023."""


class DateReading(NamedTuple):
    """What a cell says about a period.

    Attributes:
        start: the date, or the first of two, as YYYY, YYYY-MM or YYYY-MM-DD.
        end: the second of two dates.
        is_open: whether the period has not ended ("ongoing", "2024-").
        is_exact: whether the dates say everything that the cell does.
    """

    start: str | None = None
    end: str | None = None
    is_open: bool = False
    is_exact: bool = True

    def __str__(self) -> str:
        dates = " to ".join(filter(None, (self.start, self.end)))
        return f"{dates}, open" if self.is_open and dates else dates or "open"


def read_date(cell: Any, order: Order | None = None) -> DateReading | None:
    """Read a date or period.

    Args:
        cell: a text, number, date or datetime.
        order: the order of day and month where both are numbers; None reads only dates that have one meaning.

    Returns:
        What the cell says, or None if it is not understood.
    """
    if isinstance(cell, dt.datetime):
        return DateReading(cell.date().isoformat(), is_exact=cell.time() == dt.time())
    if isinstance(cell, dt.date):
        return DateReading(cell.isoformat())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell)
    return _from_text(cell, order) if isinstance(cell, str) else None


def order_of(cell: Any) -> Order | Literal["either"] | None:
    """The order that a numeric date can only have, "either" if it fits both, None for any other cell."""
    found: set[Order | Literal["either"]] = set()
    if isinstance(cell, str):
        for match in re.finditer(rf"(?<!\d){_NUMERIC}(?!\d)", cell):
            first, second = int(match[1]), int(match[2])
            if first > _MONTHS_PER_YEAR >= second:
                found.add("day-first")
            elif second > _MONTHS_PER_YEAR >= first:
                found.add("month-first")
            elif first != second:
                found.add("either")
    decided = found - {"either"}
    if len(decided) == 1:
        return decided.pop()
    return "either" if found == {"either"} else None


def column_order(orders: Iterable[Order | Literal["either"] | None]) -> Order | None:
    """The order of all dates of a column, or None if they do not tell or contradict each other."""
    decided = {order for order in orders if order and order != "either"}
    return decided.pop() if len(decided) == 1 else None


@lru_cache(maxsize=4096)
def _from_text(cell: str, order: Order | None) -> DateReading | None:  # noqa: PLR0911 - one return per form
    text = " ".join(unicodedata.normalize("NFKC", cell).split()).strip(" .;,")
    if not text:
        return None
    if name_key(text) in _OPEN:
        return DateReading(is_open=True)
    if date := _single(text, order):
        return DateReading(date)
    if (period := _period(text, order)) or (period := _fiscal_years(text)):
        return period
    if number := re.fullmatch(r"\d{5}", text):
        return _from_number(int(number[0]))
    for pattern, group in _INEXACT:
        if (match := re.fullmatch(pattern, text, re.IGNORECASE)) and match[group].strip():
            inner = _from_text(match[group].strip(), order)
            if inner and (inner.start or inner.end):
                return inner._replace(is_exact=False)
    return None


# What stands around a date and says something about it.
_INEXACT: tuple[tuple[str, int], ...] = (
    (r"(.+?)\s*\([^()]*\)", 1),
    (r"(.+?)\s*\?+", 1),
    (r"(?:~|ca?\.?|circa|about|approx\.?|around|vers|hacia|около|约)\s*(.+)", 1),
    ((r"(?:spring|summer|autumn|fall|winter|early|mid|late|end(?: of)?|beginning of|q[1-4]|h[12]|fin|début|"
     r"finales de|printemps|été|automne|hiver|primavera|verano|otoño|invierno|начало|конец|"
      r"весна|лето|осень|зима)[\s-]+(\d{4})"), 1),
)  # fmt: skip


def _from_number(number: float) -> DateReading | None:
    """A year, YYYYMMDD, or a serial number of Excel (days since 1899-12-30)."""
    if number != int(number):
        return None
    whole = int(number)
    if _FIRST_YEAR <= whole <= _LAST_YEAR:
        return DateReading(str(whole))
    if _FIRST_SERIAL <= whole <= _LAST_SERIAL:
        return DateReading((dt.date(1899, 12, 30) + dt.timedelta(days=whole)).isoformat(), is_exact=False)
    text = str(whole)
    if len(text) == len("YYYYMMDD"):
        date = _valid(text[:4], text[4:6], text[6:])
        return DateReading(date) if date else None
    return None


# A number outside these bounds is more likely something else.
_FIRST_YEAR, _LAST_YEAR = 1000, 2999
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119
_MONTHS_PER_YEAR = 12


def _single(text: str, order: Order | None) -> str | None:  # noqa: PLR0911 - one return per form
    """One date, in full."""
    if match := re.fullmatch(r"(\d{4})([-/.](\d{1,2})([-/.](\d{1,2}))?)?(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?", text):
        return _valid(match[1], match[3], match[5])
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        return _valid(*match.groups())
    if match := re.fullmatch(_NUMERIC, text):
        first, second, year = match.groups()
        only = order_of(text)
        chosen = (order if only in (None, "either") else only) or ("day-first" if first == second else None)
        if chosen is None:
            return None
        day, month = (first, second) if chosen == "day-first" else (second, first)
        return _valid(year, month, day)
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{4})", text):
        return _valid(match[2], match[1])
    if match := re.fullmatch(r"(\d{4}) ?年(?: ?(\d{1,2}) ?月(?: ?(\d{1,2}) ?[日号])?)?", text):
        return _valid(*match.groups())
    if match := re.fullmatch(r"(令和|平成|昭和) ?(元|\d{1,2}) ?年(?: ?(\d{1,2}) ?月(?: ?(\d{1,2}) ?日)?)?", text):
        year = str(_ERAS[match[1]] + (1 if match[2] == "元" else int(match[2])))
        return _valid(year, match[3], match[4])
    return _with_month_name(text)


_NUMERIC = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})"
# The year before the first of each Japanese era.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}


def _with_month_name(text: str) -> str | None:
    parts = [part for part in re.findall(r"\d+|[^\W\d_]+", text) if name_key(part) not in _FILLERS]
    if re.search(r"[^\w\s.,'’/-]|\d[:.,]\d", text):
        return None
    months = [_month_numbers().get(name_key(part)) if not part.isdigit() else None for part in parts]
    numbers = [part for part in parts if part.isdigit()]
    if sum(month is not None for month in months) != 1 or len(numbers) != len(parts) - 1:
        return None
    month = str(next(filter(None, months)))
    if len(numbers) == 1 and len(numbers[0]) == len("2020"):
        return _valid(numbers[0], month)
    if len(numbers) != len(("day", "year")):
        return None
    day, year = reversed(numbers) if len(numbers[0]) == len("2020") else numbers
    return _valid(year, month, day)


def _valid(year: str | None, month: str | None = None, day: str | None = None) -> str | None:
    """The date of some numbers, if it exists; a year of two digits is between 1970 and 2069."""
    if year is None or len(year) not in (2, 4):
        return None
    whole = int(year)
    if len(year) == 2:  # noqa: PLR2004
        whole += 2000 if whole < _PIVOT else 1900
    if not _FIRST_YEAR <= whole <= _LAST_YEAR:
        return None
    try:
        return str(PartialDate("-".join([str(whole), *(f"{int(part):02}" for part in (month, day) if part)])))
    except ValueError:
        return None


_PIVOT = 70


def _period(text: str, order: Order | None) -> DateReading | None:
    """Two dates, or one that is open at one end."""
    if (match := re.fullmatch(r"(\d{4}) ?[-–—/] ?(\d{2})", text)) and int(match[2]) > int(match[1][2:]):
        # "2017-18"; a number up to 12 would have been read as a month.
        return DateReading(match[1], match[1][:2] + match[2], is_exact=False)
    if match := re.fullmatch(rf"(?:{_SINCE})\s+(.+)|(.+?)\s*[-–—]|(.+?)\s*\+", text, re.IGNORECASE):
        date = _single(next(filter(None, match.groups())), order)
        return DateReading(date, is_open=True) if date else None
    for separator in (
        r"\s*(?:->|→|=>|⇒|–|—|至)\s*",
        r"\s+(?:-|to|until|till|au|à|al|hasta|по|до)\s+",
        r"(?<=\d)\s*-\s*(?=\d)",
    ):
        for match in re.finditer(separator, text):
            first, last = text[: match.start()], text[match.end() :]
            first = re.sub(r"^(?:from|du|de|del|desde|с)\s+", "", first, flags=re.IGNORECASE)
            end = _single(last, order)
            if end is None:
                if name_key(last) in _OPEN and (start := _single(first, order)):
                    return DateReading(start, is_open=True)
                continue
            # "3 to 5 May 2020", "March - June 2020": the first date ends with what it shares with the second.
            words = last.split()
            shared = (" ".join([first, *words[number:]]) for number in range(1, len(words)))
            start = next(filter(None, (_single(whole, order) for whole in (first, *shared))), None)
            if start and PartialDate(start).first <= PartialDate(end).last:
                return DateReading(start, end)
    return None


def _fiscal_years(text: str) -> DateReading | None:
    """The first and last calendar year of a text such as "FY 2017-18"."""
    match = re.fullmatch(
        r"(?:FY|fiscal year|financial year|exercice|ejercicio) ?(\d{4})(?: ?[-–/] ?(\d{4}|"
        r"\d{2}))?",
        text,
        re.IGNORECASE,
    )
    if not match:
        return None
    end = match[2] and (match[2] if len(match[2]) == len("2020") else match[1][:2] + match[2])
    return DateReading(match[1], end, is_exact=False)


_SINCE = "since|from|depuis|desde|à partir de|a partir de|с|seit|自"
_OPEN = {
    name_key(word)
    for word in (
        "ongoing", "on-going", "present", "to date", "date", "now", "open", "open-ended", "continuing", "current",
        "today", "en cours", "à ce jour", "en curso", "hasta la fecha", "actualidad",
        "продолжается", "по настоящее время",
        "настоящее время", "进行中", "至今", "مستمر", "جار", "جارٍ", "laufend",
    )
}  # fmt: skip
_FILLER_WORDS = "of the de del du le la el st nd rd th er г года год o a"
_FILLERS = frozenset(_FILLER_WORDS.split())

# The months in the six official languages of the United Nations, in full and abbreviated. Chinese has numbers.
_MONTH_NAMES = (
    "january jan janvier janv enero ene январь января янв يناير",
    "february feb février févr fév febrero февраль февраля фев февр فبراير",
    "march mar mars marzo март марта мар مارس",
    "april apr avril avr abril abr апрель апреля апр أبريل إبريل",
    "may mai mayo май мая مايو",
    "june jun juin junio июнь июня июн يونيو يونيه",
    "july jul juillet juil julio июль июля июл يوليو يوليه",
    "august aug août agosto ago август августа авг أغسطس",
    "september sep sept septembre septiembre setiembre сентябрь сентября сен сент سبتمبر",
    "october oct octobre octubre октябрь октября окт أكتوبر",
    "november nov novembre noviembre ноябрь ноября ноя нояб نوفمبر",
    "december dec décembre déc diciembre dic декабрь декабря дек ديسمبر",
)


@cache
def _month_numbers() -> dict[str, int]:
    return {name_key(name): number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
