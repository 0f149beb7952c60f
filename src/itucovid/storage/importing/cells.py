"""What reading a cell of any kind needs: the rows of the sheet, the report, and the records so far."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from itucovid.fields import split_escaped
from itucovid.storage.importing.mapping import TARGETS
from itucovid.storage.importing.sheets import is_empty
from itucovid.storage.importing.values import as_text, text_name

if TYPE_CHECKING:
    from itucovid.storage.importing.columns import Columns
    from itucovid.storage.importing.mapping import ColumnMapping
    from itucovid.storage.importing.report import Report
    from itucovid.storage.importing.sheets import Sheet

Record: TypeAlias = dict[str, Any]
"""A record, as a TOML table."""

NAMED_FIELDS = {
    "theme_title": "theme", "partner_names": "partners", "mention_names": "mentions", "country_names": "countries",
    "region_names": "regions", "language_names": "languages",
}  # fmt: skip
"""The columns of names, each with the field whose ids or codes it names."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


class Cell(NamedTuple):
    """A cell that is not empty.

    Attributes:
        name: the name of its column.
        column: how the column is read.
        value: its value.
    """

    name: str
    column: ColumnMapping
    value: Any


class CellReader:
    """Reads the cells of one sheet into records; subclasses have a method for each field.

    Attributes:
        fields: the own fields that records have: for each the table that declares it.
        names: for partners, mentions, countries, regions and languages the names of ids and codes, where the sheet has
            both; partners and mentions share theirs.
    """

    def __init__(self, sheet: Sheet, columns: Columns, report: Report, *, is_correction: bool) -> None:
        self._sheet = sheet
        self._columns = columns
        self._report = report
        self._is_correction = is_correction
        self._row = 0
        self._cells: dict[str, Any] = {}
        self._columns_of = {field: columns.having(field) for field in TARGETS}
        self.fields: dict[str, dict[str, Any]] = {}
        organisations: dict[str, str] = {}
        self.names: dict[str, dict[str, str]] = {
            "partners": organisations, "mentions": organisations, "countries": {}, "regions": {}, "languages": {},
        }  # fmt: skip

    def _having(self, field: str) -> list[str]:
        return self._columns_of.get(field, [])

    def _cell_of(self, field: str) -> Any:
        return next((self._cells.get(name) for name in self._having(field)), None)

    def _keep(self, record: Record, name: str, cell: Any, message: str = "") -> None:
        """Keep a cell as text in an own field, because its field cannot say all of it."""
        own = text_name(name)
        column = self._columns.mapping.columns.get(name)
        private = {"private": True} if column and column.private else {}
        self.fields.setdefault(own, {"title": f"{name} (as imported)", **private})
        record.setdefault("extra", {})[own] = as_text(cell)
        if message:
            self._report.note(self._row, name, message, kept_in=own)

    def _items(self, cell: Cell) -> list[str]:
        """The values of a list in a cell."""
        if isinstance(cell.value, list):
            return [as_text(item) for item in cell.value if not is_empty(item)]
        text = as_text(cell.value)
        if self._columns.is_own_export:
            return [item for item in split_escaped(text, cell.column.separator or "; ") if item]
        marks = re.escape((cell.column.separator or ";").strip() or "\t")
        # Each mark separates, but a word only as a whole.
        pattern = rf"\b{marks}\b|\n" if re.search(r"\w", marks) else rf"[{marks}\n]"
        return [item.strip() for item in re.split(pattern, text) if item.strip()]

    def _hint(self, field: str) -> str:
        """Where to correct what a column of names shows."""
        return f"; correct the column {self._having(field)[0]!r} instead" if self._is_correction else ""

    def _warn_of_email(self, name: str, text: str) -> None:
        if "@" in text and (found := _EMAIL.search(text)):
            self._report.note(self._row, name, f"has an e-mail address, {found[0]}, which exports will contain")
