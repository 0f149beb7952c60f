"""Dates in a query: "3 to 5 May 2020", "20 avril 2020", "2020-04-20", "05/2020", "2020年9月", "May"."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import msgspec

from itucovid.dates import PartialDate, month_numbers
from itucovid.text import HAN, ascii_digits, mask_unspaced, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

FILLERS = frozenset(["of", "the", "de", "del", "le", "el", "la", "er", "г", "года", "году"])
"""Words within a date that carry no date, normalized: "3 de mayo de 2020"."""

RANGE_WORDS = frozenset(["to", "through", "au", "al", "a", "по", "الي", "至", "到"])
"""Words between the first and the last date of a period, normalized; those of `BOUND_WORDS` for "u" are, too."""

BOUND_WORDS = {
    "s": frozenset(["since", "depuis", "desde", "с", "со", "منذ", "自", "从", "從"]),
    "u": frozenset(["until", "till", "hasta", "до", "حتي"]),
    "p": frozenset(["before", "avant", "antes", "قبل"]),
    "n": frozenset(["after", "apres", "despues", "после", "بعد"]),
}
"""Words before a date that begin or end a period there: since, until, before (previous) and after (next)."""

BETWEEN_WORDS = frozenset(["between", "entre", "между", "بين"])
AND_WORDS = frozenset(["and", "et", "y", "и", "و"])
"""After a word of `BETWEEN_WORDS`, these are words between the first and the last date of a period, too."""

ORDINAL = r"([0-9]{1,2})(?:st|nd|rd|th|er|го|е)"
"""A day as an ordinal number."""

DASHES = "-‐‑‒–—−~"
DATE_SIGNS = {"年": "y", "月": "m", "日": "d", "号": "d", "號": "d"}

FORMS = (
    (r"Y-D-D|Y/D/D|Y\.D\.D", "ymd"),
    (r"D-D-Y|D/D/Y|D\.D\.Y", "dmy"),
    (r"YyDmDd?", "ymd"),
    (r"YyDm", "ym"),
    (r"DmDd", "md"),
    (r"D[f.,/-]{0,2}M[f.,/-]{0,2}Y", "dny"),
    (r"M[f.,/-]{0,2}D[f.,/-]{0,2}Y", "ndy"),
    (r"Y[f.,/-]{0,2}M[f.,/-]{0,2}D", "ynd"),
    (r"M[f.,/-]{0,2}Y", "ny"),
    (r"Y[f.,/-]{0,2}M", "yn"),
    (r"D[f.,/-]{0,2}M", "dn"),
    (r"M[f.,/-]{0,2}D(?![m/.])", "nd"),
    (r"Y[-/]D(?![-/.]?D)", "ym"),
    (r"D[-/.]Y", "my"),
    (r"Dm", "m"),
    (r"M", "n"),
    (r"Yy?", "y"),
)
"""The forms of a date, in symbols (see `_read`), each with the parts that it gives: "n" is the name of a month."""

Scope: TypeAlias = Literal["date", "month", "year"]


class Period(NamedTuple):
    """The first and last day of a date or range, as "2020-05-03", or in every year, as "05-03".

    Every month has 31 days: the days are only compared.
    """

    first: str
    last: str

    def overlaps(self, dates: str) -> bool:
        """Whether the dates of a record, an ISO 8601 date or interval, include a day of the period."""
        start, _, end = dates.partition("/")
        start, end = f"{start}-01-01"[:_LENGTH], _last_day(end or start)
        if len(self.first) == _LENGTH:
            return start <= self.last and end >= self.first
        years = range(int(start[:4]) - 1, min(int(end[:4]), int(start[:4]) + 1) + 1)
        turns = self.last < self.first
        return any(start <= f"{year + turns:04}-{self.last}" and end >= f"{year:04}-{self.first}" for year in years)


_LENGTH = len("YYYY-MM-DD")


def _last_day(date: str) -> str:
    return date + "-12-31"[len(date) - _LENGTH :] if len(date) < _LENGTH else date


class Date(msgspec.Struct, frozen=True):
    """A date or range in a text.

    Attributes:
        start, end: its offsets.
        periods: what it may mean: "5/6/2020" means two days.
        scope: "month" for months without a day or year, "year" for a year alone, else "date".
    """

    start: int
    end: int
    periods: tuple[Period, ...]
    scope: Scope


class _Parts(NamedTuple):
    """The numbers of a date; 0 if unknown."""

    year: int = 0
    month: int = 0
    day: int = 0


class _Symbol(msgspec.Struct, frozen=True):
    """A word or sign of a text, as one letter.

    D is a number of a day or month, Y one of four digits, M the name of a month, f a filler, r a word between two
    dates, s, u, p and n are `BOUND_WORDS`; signs stand for themselves, dashes for "-", the Chinese signs of a year,
    month and day for y, m and d, and everything else for "x".
    """

    letter: str
    number: int
    start: int
    end: int


def find_dates(text: str) -> Iterator[Date]:
    """The dates and ranges of a text, in order."""
    symbols = _read(text)
    letters = "".join(symbol.letter for symbol in symbols)
    at = 0
    while at < len(symbols):
        if letters[at] not in "DMY":
            at += 1
            continue
        end, scope, periods = _find_range(symbols, letters, at)
        bound = at - 1 - (letters[at - 1 : at] == "f")
        is_bound = bound >= 0 and letters[bound] in BOUND_WORDS and len(periods) == 1
        if is_bound and len(periods[0].first) == _LENGTH and _find_form(symbols, letters, at)[1] == end:
            yield Date(symbols[bound].start, symbols[end - 1].end, (_bounded(periods[0], letters[bound]),), "date")
        elif periods:
            yield Date(symbols[at].start, symbols[end - 1].end, periods, scope)
        at = max(end, at + 1)


def _bounded(period: Period, bound: str) -> Period:
    """The period since, until, before or after a date (see `BOUND_WORDS`)."""
    first, last = period
    month, day = len("YYYY-MM-"), int((first if bound == "p" else last)[-2:])
    # The days are only compared: a month may have a day 0 or 32.
    match bound:
        case "s":
            return Period(first, _LAST)
        case "u":
            return Period(_FIRST, last)
        case "p":
            return Period(_FIRST, f"{first[:month]}{day - 1:02}")
    return Period(f"{last[:month]}{day + 1:02}", _LAST)


_FIRST, _LAST = "0000-01-01", "9999-12-31"


def _read(text: str) -> list[_Symbol]:
    """The symbols of a text."""
    symbols: list[_Symbol] = []
    plain = ascii_digits(text)
    end_of_month = 0
    is_between = False
    spans = [match.span() for match in re.finditer(_WORD_OR_SIGN, mask_unspaced(plain))]
    for i, (span, following) in enumerate(zip_longest(spans, spans[1:])):
        start, end = span
        if start < end_of_month:
            continue
        word = plain[start:end]
        letter, number = _classify(word)
        pair = (normalize(word), normalize(plain[slice(*following)])) if following else ("", "")
        if letter == "x" and all(pair) and (month := month_numbers().get("".join(pair))):
            # Some Arabic months have two words.
            letter, number, end = "M", month, spans[i + 1][1]
            end_of_month = end
        if letter in "DY" and _is_attached(symbols, start):
            letter = "x"
        if letter in "ab":
            letter, is_between = "r" if is_between and letter == "a" else "x", letter == "b"
        if letter == "M" and [(one.letter, one.number) for one in symbols[-2:]] == [("M", number), ("/", 0)]:
            start = symbols[-2].start  # two names of one month
            del symbols[-2:]
        symbols.append(_Symbol(letter, number, start, end))
    return symbols


def _is_attached(symbols: list[_Symbol], start: int) -> bool:
    """Whether a hyphen attaches a number to a word: "covid-19"."""
    if len(symbols) < len("x-"):
        return False
    word, hyphen = symbols[-2:]
    return word.letter == "x" and hyphen.letter == "-" and word.end == hyphen.start and hyphen.end == start


def _classify(word: str) -> tuple[str, int]:
    """The letter of a word or sign, and the number of a day, month or year."""
    sign = "-" if word in DASHES else word if word in "/.," else DATE_SIGNS.get(word)
    if sign:
        return sign, 0
    ordinal = re.fullmatch(ORDINAL, word.lower())
    digits = ordinal[1] if ordinal else word
    if digits.isdecimal() and digits.isascii():
        if len(digits) == len("2020"):
            return "Y", int(digits)
        is_day = len(digits) < len("100") and 1 <= int(digits) <= _LAST_DAY
        return ("D", int(digits)) if is_day else ("x", 0)
    term = normalize(word)
    if term in month_numbers():
        return "M", month_numbers()[term]
    kinds = {"f": FILLERS, "r": RANGE_WORDS, "a": AND_WORDS, "b": BETWEEN_WORDS, **BOUND_WORDS}
    return next((letter for letter, words in kinds.items() if term in words), "x"), 0


def _find_range(symbols: list[_Symbol], letters: str, at: int) -> tuple[int, Scope, tuple[Period, ...]]:
    """The range or date that begins with a symbol: its end, its scope, and what it may mean."""
    firsts, end = _find_form(symbols, letters, at)
    if not firsts and letters[at] == "D" and (between := _between(letters, at + 1)):
        lasts, end = _find_form(symbols, letters, between)  # "3 to 5 May 2020"
        if lasts and lasts[0].day and lasts[0].month:
            return _as_range(lasts[0]._replace(day=symbols[at].number), lasts[0], end)
    if not firsts:
        return at + 1, "date", ()
    first = firsts[0]
    if len(firsts) == 1 and (between := _between(letters, end)):
        lasts, last_end = _find_form(symbols, letters, between)
        if not lasts and first.day and (match := re.compile(_LAST_DAY_OF_RANGE).match(letters, between)):
            numbers = [symbol.number for symbol in symbols[between : match.end()] if symbol.letter in "DY"]
            lasts, last_end = [_Parts(max(first.year, *numbers[1:], 0), first.month, numbers[0])], match.end()
        if lasts and (found := _as_range(first, lasts[0], last_end))[2]:
            return found
    scope: Scope = "date"
    if letters[at] == "M" and not first.year and not first.day:
        scope = "month"
    elif not first.month:
        scope = "year"
    return end, scope, tuple(period for parts in firsts if (period := _period(parts, parts)))


def _between(letters: str, at: int) -> int:
    """Where the words between two dates end that begin with a symbol, or 0."""
    match = re.compile("[-ru]f?").match(letters, at)
    return match.end() if match else 0


def _as_range(first: _Parts, last: _Parts, end: int) -> tuple[int, Scope, tuple[Period, ...]]:
    first, last = first._replace(year=first.year or last.year), last._replace(year=last.year or first.year)
    period = _period(first, last)
    if period is None or (first.year and period.last < period.first):
        return end, "date", ()
    return end, "date" if first.year or first.day else "month", (period,)


def _find_form(symbols: list[_Symbol], letters: str, at: int) -> tuple[list[_Parts], int]:
    """What the date that begins with a symbol may mean, and its end."""
    for pattern, names in FORMS:
        if match := re.compile(pattern).match(letters, at):
            numbers = [symbol.number for symbol in symbols[at : match.end()] if symbol.letter in "DMY"]
            found = [_parts(names, numbers)]
            if names == "dmy" and "." not in match[0]:
                found.append(_parts("mdy", numbers))
            found = [parts for parts in dict.fromkeys(found) if _period(parts, parts)]
            if found:
                return found, match.end()
    return [], at


def _parts(names: str, numbers: list[int]) -> _Parts:
    by_name = dict(zip(names.replace("n", "m"), numbers, strict=True))
    return _Parts(by_name.get("y", 0), by_name.get("m", 0), by_name.get("d", 0))


def _period(first: _Parts, last: _Parts) -> Period | None:
    """The period from the first day of a date to the last day of another, or None if one does not exist."""
    for year, month, day in (first, last):
        # 2020 has a 29 February.
        parts = [f"{year or 2020:04}", *(f"{part:02}" for part in (month, day) if part)]
        try:
            PartialDate("-".join(parts))
        except ValueError:
            return None
    start = f"{first.year:04}-{first.month or 1:02}-{first.day or 1:02}"
    end = f"{last.year:04}-{last.month or 12:02}-{last.day or _LAST_DAY:02}"
    cut = 0 if first.year else len("YYYY-")
    return Period(start[cut:], end[cut:])


_LAST_DAY = 31
# "May 3 to 5, 2020", "5月3日至5日"
_LAST_DAY_OF_RANGE = r"Dd?(?:[f.,]{0,2}Y)?"
_WORD_OR_SIGN = rf"{HAN}|[^\W_{HAN}]+|\S"
