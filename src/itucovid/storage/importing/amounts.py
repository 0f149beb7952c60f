"""Read numbers, amounts of money and counts that people type into spreadsheets."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from itucovid.names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.model import Qualifier


class Amount(NamedTuple):
    """A number with what is written around it.

    Attributes:
        value: the number in full.
        qualifier: how exact it is.
        unit: its unit, mostly a currency: an ISO 4217 code, or the sign if that stands for several currencies.
        label: the words after it, "countries".
        is_exact: whether this is all that the cell says.
        is_scaled: whether the cell has a multiplier of its own ("million").
    """

    value: int | float
    qualifier: Qualifier | None = None
    unit: str = ""
    label: str = ""
    is_exact: bool = True
    is_scaled: bool = False


def read_amount(cell: Any, unit: str = "", decimal: str | None = None) -> Amount | None:
    """Read a number with a qualifier, a multiplier, a unit and a label; all but the number are optional.

    Args:
        cell: a text or number.
        unit: the unit of the column, or of the same row: "EUR", "USD m".
        decimal: the decimal separator; by default a comma or point before exactly three digits separates thousands,
            if it is a comma, and decimals, if it is a point.

    Returns:
        The amount, or None if the cell has no number, or several, or is not understood.
    """
    column_unit, multiplier = _unit(unit)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        value = _plain(Decimal(str(cell)) * multiplier)
        return None if value is None else Amount(value, unit=column_unit)
    if not isinstance(cell, str):
        return None
    amount = _from_text(cell, decimal)
    if amount is None:
        return None
    if not amount.unit or (amount.unit == "$" and "$" not in column_unit):
        amount = amount._replace(unit=column_unit or amount.unit)
    if amount.is_scaled or multiplier == 1:
        # "250m" in a column of millions is hardly meant twice.
        return amount._replace(is_exact=amount.is_exact and multiplier == 1)
    value = _plain(Decimal(str(amount.value)) * multiplier)
    return None if value is None else amount._replace(value=value)


def read_number(cell: Any, decimal: str | None = None) -> int | float | None:
    """Read a cell that is a number and nothing else."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _plain(Decimal(str(cell)))
    if isinstance(cell, str) and re.fullmatch(rf"\s*{_NUMBER}\s*", cell):
        return _number(cell.strip(), decimal)
    return None


def decimals_of(text: str) -> Iterator[str]:
    """The decimal separator of each number in a text; after "?" the mark in numbers that do not tell, such as 1,500."""
    if "," not in text and "." not in text:
        return
    for match in re.finditer(r"(?<![\d.,])\d+(?:[.,]\d+)+(?![.,]?\d)", text):
        marks = re.findall("[.,]", match[0])
        if len(set(marks)) > 1:
            yield marks[-1]
        elif len(marks) > 1:
            yield "." if marks[0] == "," else ","
        elif re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", match[0]):
            yield f"?{marks[0]}"
        else:
            yield marks[0]


_NUMBER = r"-?(?:\d{1,3}(?:[ ,.'’]\d{2,3})*[ ,.'’]\d{3}(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?!\d)"
_WORD = r"[^\W\d_]+\.?"


@lru_cache(maxsize=4096)
def _from_text(cell: str, decimal: str | None) -> Amount | None:
    text = " ".join(unicodedata.normalize("NFKC", cell).split())
    without_aside = re.sub(r"\s*\([^()]*\)\s*$", "", text)
    is_exact = without_aside == text
    match = re.fullmatch(rf"(?P<before>[^\d+-]*?)\s*(?P<number>{_NUMBER})\s*(?P<after>[^\d]*)", without_aside)
    if not match:
        return None
    before, after = match["before"].strip(), match["after"].strip()
    qualifier, before = _qualifier(before)
    unit, multiplier = _currency(before), Decimal(1)
    if before and not unit:
        return None
    plus = re.search(r"^\+|\+$|(?<=\w)\+(?=\s)", after)
    if plus:
        qualifier, after = "more than", (after[: plus.start()] + after[plus.end() :]).strip()
    # Units without a space, "1,5 Md€", "£35m".
    words = re.findall(rf"{_CURRENCY}|{_WORD}|\S+", after)
    label: list[str] = []
    for word in words:
        if (times := _MULTIPLIERS.get(name_key(word))) and multiplier == 1 and not label:
            multiplier = times
        elif not unit and not label and (currency := _currency(word)):
            unit = currency
        elif unit and _currency(word) == unit:
            continue
        else:
            label.append(word)
    value = _number(match["number"], decimal)
    if value is None or any(not re.match(r"\w", word) for word in label):
        return None
    whole = _plain(Decimal(str(value)) * multiplier)
    if whole is None:
        return None
    return Amount(whole, qualifier, unit, " ".join(label), is_exact, multiplier != 1)


def _number(text: str, decimal: str | None) -> int | float | None:
    digits = re.sub(r"[ '’]", "", text)
    points = [mark for mark in digits if mark in ",."]
    if len(set(points)) == len((",", ".")):
        decimal = points[-1]
    elif len(points) > 1:
        decimal = "." if points[0] == "," else ","
    elif points and decimal is None:
        decimal = "." if points[0] == "." or re.search(r",\d{3}$", digits) else ","
    thousands = "," if decimal == "." else "."
    return _plain(Decimal(digits.replace(thousands, "").replace(decimal or ".", ".")))


def _plain(value: Decimal) -> int | float | None:
    """An integer if it is one; None if the number is too large for the model."""
    if not value.is_finite() or abs(value) >= _TOO_LARGE:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


_TOO_LARGE = 2**53


def _qualifier(text: str) -> tuple[Qualifier | None, str]:
    """The qualifier that a text begins with, and the rest."""
    for pattern, qualifier in _QUALIFIERS:
        if match := re.match(rf"(?:{pattern})(?!\w)\s*", text, re.IGNORECASE):
            return qualifier, text[match.end() :]
    return None, text


_QUALIFIERS: tuple[tuple[str, Qualifier], ...] = (
    (r"more than|>(?!=)|plus de|más de|более|свыше|超过|أكثر من|mehr als", "more than"),
    (r"over", "over"),
    (r"nearly|almost|près de|presque|casi|почти|近|ما يقرب من|fast", "nearly"),
    (r"up to|max\.?|jusqu'à|hasta|до|至多|حتى|bis zu", "up to"),
    ((r"[~≈∼]|ca?\.|ca|circa|about|approx\.?|approximately|around|roughly|some|environ|env\.?|aproximadamente|unos|"
     r"около|примерно|约|大约|حوالي|نحو|etwa|rund"), "around"),
)  # fmt: skip


def _currency(text: str) -> str:
    """The unit that a text names, or the empty string."""
    text = text.strip()
    return _SIGNS.get(text, "") or (text if re.fullmatch("[A-Z]{3}", text) else "")


def _unit(text: str) -> tuple[str, Decimal]:
    """The unit and the multiplier of "USD m", "million EUR" or "participants"."""
    words, multiplier = [], Decimal(1)
    for word in text.split():
        times = _MULTIPLIERS.get(name_key(word))
        if times and multiplier == 1:
            multiplier = times
        else:
            words.append(_SIGNS.get(word, word))
    return " ".join(words), multiplier


_SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₩": "KRW", "₦": "NGN", "₺": "TRY", "₪": "ILS", "$": "$", "¥": "¥",
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD", "NZ$": "NZD", "HK$": "HKD",
    "R$": "BRL", "KSh": "KES", "Fr.": "CHF", "RMB": "CNY", "Rs": "Rs", "Rs.": "Rs",
    "euro": "EUR", "euros": "EUR", "Euro": "EUR",
}  # fmt: skip
_CURRENCY = rf"(?:{'|'.join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))})(?:(?<=\W)|(?!\w))"

_MULTIPLIERS = {
    name_key(word): Decimal(10) ** power
    for power, words in {
        3: "k thousand tsd mille mil тыс тысяч 千 ألف",
        4: "万 萬",
        5: "lakh lakhs",
        6: "m mn mio mln mill million millions millón millones millionen млн миллион миллионов 百万 مليون",
        7: "crore crores",
        8: "亿 億",
        9: "bn billion billions mrd md mds milliard milliards milliarden млрд миллиард миллиардов مليار",
        12: "tn trillion trillions трлн",
    }.items()
    for word in words.split()
}
