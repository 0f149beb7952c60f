"""Read cells with own fields into records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itucovid.fields import RESERVED_NAMES
from itucovid.model import FieldName, OwnValue
from itucovid.storage.importing.amounts import read_number
from itucovid.storage.importing.date_cells import DateReader
from itucovid.storage.importing.dates import read_date
from itucovid.storage.importing.sheets import is_empty
from itucovid.storage.importing.values import as_text, is_valid, name_for, quoted
from itucovid.storage.own_fields import is_of_type

if TYPE_CHECKING:
    from itucovid.model import FieldType
    from itucovid.storage.importing.cells import Cell, Record


class OwnFieldReader(DateReader):
    """Reads own fields."""

    def _extra(self, record: Record, cell: Cell) -> None:
        """The own fields of a record of a JSON export."""
        if not isinstance(cell.value, dict):
            self._keep(record, cell.name, cell.value, "expected an object")
            return
        for own, value in cell.value.items():
            if is_empty(value):
                continue
            type_ = "number" if isinstance(value, int | float) else "list" if isinstance(value, list) else "text"
            declared = self.fields.get(own, {}).get("type", type_)
            is_name = is_valid(own, FieldName) and own not in RESERVED_NAMES
            if is_name and is_valid(value, OwnValue) and is_of_type(value, declared):
                self.fields.setdefault(own, {"type": type_})
                record.setdefault("extra", {})[own] = value
            else:
                self._keep(record, own, value, f"not valid in extra.{own}")

    def _own_field(self, record: Record, cell: Cell) -> None:
        own = cell.column.extra or name_for(cell.name)
        type_: FieldType = cell.column.type or "text"
        value = self._own_value(record, cell, type_)
        if value is None:
            return
        declaration: dict[str, Any] = {"title": cell.column.title or cell.name, "type": type_}
        if cell.column.unit:
            declaration["unit"] = cell.column.unit
        if cell.column.private:
            declaration["private"] = True
        self.fields.setdefault(own, declaration)
        record.setdefault("extra", {})[own] = value
        if isinstance(value, str) and not cell.column.private:
            self._warn_of_email(cell.name, value)

    def _own_value(self, record: Record, cell: Cell, type_: FieldType) -> Any:
        if type_ == "text":
            return as_text(cell.value)
        if type_ == "list":
            return self._items(cell)
        if type_ == "number" and (number := read_number(cell.value, cell.column.decimal)) is not None:
            return number
        if type_ == "date" and (reading := read_date(cell.value, cell.column.order)) and reading.start:
            self._keep_inexact(record, cell, reading, lost=bool(reading.end))
            return reading.start
        if type_ == "url" and is_of_type(text := as_text(cell.value), "url"):
            return text
        self._keep(record, cell.name, cell.value, f"{quoted(cell.value)} is not a {type_}")
        return None
