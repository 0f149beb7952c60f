"""What the cells of each column have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from itucovid.storage.importing.amounts import decimals_of, read_number
from itucovid.storage.importing.dates import order_of, read_date
from itucovid.storage.importing.examples import Examples
from itucovid.storage.importing.sheets import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from itucovid.model import FieldType
    from itucovid.storage.importing.mapping import ColumnMapping
    from itucovid.storage.importing.sheets import Sheet

DATES = frozenset(("start", "end", "dates"))
"""The fields whose cells are dates."""

SAMPLE = 1000
"""The rows that decide whether a column has titles or contact details."""


class Scan:
    """What the cells of a column have in common.

    Attributes:
        orders: examples of dates, by the order of day and month that they show (see `order_of`).
        decimals: examples of numbers, by the decimal separator that they show (see `decimals_of`).
        kinds: the kinds of records, each by its text in lower case.
        has_semicolons: whether a cell has a semicolon.
        has_bars: whether a cell has a vertical bar.
    """

    def __init__(
        self,
        candidates: Iterable[FieldType],
        *,
        has_dates: bool,
        has_numbers: bool,
        has_kinds: bool,
        may_be_private: bool,
    ) -> None:
        self._candidates: list[FieldType] = list(candidates)
        self._has_dates = has_dates or "date" in self._candidates
        self._has_numbers = has_numbers or "number" in self._candidates
        self._has_kinds = has_kinds
        self._may_be_private = may_be_private
        self._filled = self._contacts = 0
        self.orders = Examples()
        self.decimals = Examples()
        self.kinds: dict[str, str] = {}
        self.has_semicolons = self.has_bars = False

    def add(self, cell: Any) -> None:
        """Add a cell that is not empty."""
        self._filled += 1
        if isinstance(cell, str):
            self.has_semicolons = self.has_semicolons or ";" in cell
            self.has_bars = self.has_bars or "|" in cell
            if self._may_be_private and self._filled <= SAMPLE and re.fullmatch(_CONTACT, cell.strip()):
                self._contacts += 1
            if self._has_dates:
                self.orders.add(order_of(cell), cell)
            if self._has_numbers:
                for evidence in decimals_of(cell):
                    self.decimals.add(evidence, cell)
            if self._has_kinds:
                self.kinds.setdefault(cell.strip().casefold(), cell.strip())
        if self._candidates:
            self._candidates = [type_ for type_ in self._candidates if _is(cell, type_)]
            self._has_dates = self._has_dates and "date" in self._candidates
            self._has_numbers = self._has_numbers and "number" in self._candidates

    @property
    def type(self) -> FieldType:
        """The first candidate that fits every cell, or else text."""
        return self._candidates[0] if self._filled and self._candidates else "text"

    @property
    def is_private(self) -> bool:
        """Whether at least half of the cells are e-mail addresses or telephone numbers."""
        return 2 * self._contacts >= min(self._filled, SAMPLE) > 0


_CONTACT = (
    r"(?:mailto:)?[^\s@]+\s?(?:@|[\[(]\s?at\s?[\])])\s?[^\s@]+(?:\.|\s?[\[(]dot[\])]\s?)[A-Za-z]{2,}"
    r"|(?:tel[.:]*\s*)?(?:\+|00)\d[\d ()./-]{6,}\d"
)


def _is(cell: Any, type_: FieldType) -> bool:
    if type_ == "number":
        # "007" and a telephone number are names, not amounts.
        return read_number(cell) is not None and not re.match(r"\s*-?0\d", str(cell))
    if type_ == "date":
        reading = read_date(cell, "day-first") or read_date(cell, "month-first")
        return bool(reading and reading.start and not reading.end and not reading.is_open)
    if type_ == "url":
        return isinstance(cell, str) and bool(re.fullmatch(r"https?://[^\s<>\"]+", cell.strip()))
    return isinstance(cell, list) and all(isinstance(item, str) and item for item in cell)


def scan_columns(
    sheet: Sheet, chosen: Mapping[str, ColumnMapping | None], given: Mapping[str, ColumnMapping]
) -> dict[str, Scan]:
    """Scan the cells of each column.

    Args:
        sheet: the rows.
        chosen: the mapping of each column, or None for a column whose type is to be inferred.
        given: the mappings that were given; their columns are never private.
    """
    scans = {}
    for name, column in chosen.items():
        target = column.field if column else None
        scans[name] = Scan(
            () if column else ("number", "date", "url", "list"),
            has_dates=target in DATES or bool(column and column.type == "date"),
            has_numbers=target == "figures" or bool(column and column.type == "number"),
            has_kinds=target == "kind",
            may_be_private=name not in given,
        )
    replaced = {name: column.values for name, column in given.items() if column.values}
    ordered = [(scans[name], replaced.get(name)) for name in sheet.columns]
    for _, row in sheet.rows():
        for (scan, values), cell in zip(ordered, row, strict=False):
            if cell is None or cell == "":
                continue
            value = values.get(str(cell), cell) if values else cell
            if not is_empty(value):
                scan.add(value)
    return scans
