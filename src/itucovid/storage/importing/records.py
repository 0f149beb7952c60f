"""Convert the rows of a sheet to records, as the TOML tables of a dataset."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Any, get_type_hints

from itucovid.fields import unescape_formulas
from itucovid.model import Id, Initiative
from itucovid.names import name_key
from itucovid.storage.importing.amounts import read_number
from itucovid.storage.importing.cells import NAMED_FIELDS, Cell, Record
from itucovid.storage.importing.figure_cells import FigureReader
from itucovid.storage.importing.name_cells import NameReader
from itucovid.storage.importing.own_field_cells import OwnFieldReader
from itucovid.storage.importing.sheets import is_empty
from itucovid.storage.importing.values import as_text, free_name, is_valid, list_name, quoted, slug, without_nulls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from itucovid.storage.importing.columns import Columns
    from itucovid.storage.importing.mapping import ColumnMapping
    from itucovid.storage.importing.report import Report
    from itucovid.storage.importing.sheets import Sheet

_FIELDS = Initiative.__struct_fields__
_TYPES = get_type_hints(Initiative, include_extras=True)
NO_THEME = "none"
"""The id of the theme of records without one."""

_ERROR_VALUES = frozenset((
    "#REF!", "#N/A", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!",
    "Err:502",
))  # fmt: skip


class RecordBuilder(NameReader, FigureReader, OwnFieldReader):
    """Converts the rows of one sheet.

    Attributes:
        themes: the titles of the themes, by id.
        rows: the row of each record, by id.
        filled_in: the rows and the names of required fields that had no value there.
    """

    def __init__(self, sheet: Sheet, columns: Columns, report: Report, themes: dict[str, str] | None = None) -> None:
        super().__init__(sheet, columns, report, is_correction=themes is not None)
        self.themes: dict[str, str] = {}
        self._theme_ids = {name_key(title): id_ for id_, title in (themes or {}).items()}
        self.rows: dict[str, int] = {}
        self._ids: dict[str, str] = {}
        self.filled_in: set[tuple[int, str]] = set()
        self._steps: list[tuple[str, ColumnMapping, Callable[[Record, Cell], None]]] = []
        for name, column in columns.mapping.columns.items():
            if not column.ignore:
                step = self._own_field if column.field is None else getattr(self, f"_{column.field}", self._other)
                self._steps.append((name, column, step))
        # What a range or a count fills comes after the columns of their own.
        self._steps.sort(key=lambda step: _LATE.get(step[1].field or "", 0))
        self._collect_ids()
        for remark in columns.remarks:
            report.remark(remark)

    def build(self) -> Iterator[Record]:
        """The record of each row."""
        names = self._sheet.columns
        notes = deque(self._sheet.notes)
        for number, row in self._sheet.rows():
            self._row = number
            while notes and notes[0][0] <= number:
                self._report.note(*notes.popleft())
            for extra in row[len(names) :]:
                if not is_empty(extra):
                    self._report.note(number, "(no header)", f"{extra!r} left out", is_loss=True)
            self._note_lost_characters(row)
            self._cells = dict(zip(names, map(self._clean, row), strict=False))
            record = self._convert()
            if record is not None:
                self.rows[record["id"]] = number
                yield {name: record[name] for name in _FIELDS if name in record}
        for note in notes:
            self._report.note(*note)
        self._remark_on_unsplit()

    def _convert(self) -> Record | None:
        record: Record = {}
        for name, column, step in self._steps:
            cell = self._cells.get(name)
            if column.values and isinstance(cell, str):
                cell = column.values.get(cell, cell)
            if isinstance(cell, str) and cell in _ERROR_VALUES:
                self._report.note(self._row, name, f"{cell} is an error value; left out", is_loss=True)
            elif not is_empty(cell):
                step(record, Cell(name, column, cell))
        return self._finish(record)

    def _note_lost_characters(self, row: Sequence[Any]) -> None:
        """Note the marks that a program leaves in place of characters that an encoding lacks."""
        lossy = self._sheet.options.encoding not in (None, "utf-8", "utf-16", "utf-32")
        text = "".join([cell for cell in row if isinstance(cell, str)])
        if "\ufffd" not in text and not (lossy and "??" in text):
            return
        for name, cell in zip(self._sheet.columns, row, strict=False):
            if isinstance(cell, str) and ("\ufffd" in cell or (lossy and "??" in cell)):
                self._report.note(self._row, name, f"{cell!r} seems to have lost characters when the file was saved")

    def _clean(self, cell: Any) -> Any:
        """A cell without what is not its value: blanks at the ends, carriage returns, the escape of formulas."""
        if not isinstance(cell, str):
            return cell
        if self._sheet.form == "text":
            cell = unescape_formulas(cell)
        return cell if self._columns.is_own_export else cell.replace("\r\n", "\n").strip()

    def _finish(self, record: Record) -> Record | None:
        """Add what every record needs."""
        if "title" not in record:
            original = self._cell_of("id")
            if is_empty(original):
                for name, cell in self._cells.items():
                    if not is_empty(cell):
                        self._report.note(self._row, name, f"the row has no title; {cell!r} left out", is_loss=True)
                return None
            record["title"] = as_text(original)
            self.filled_in.add((self._row, "title"))
            for name in self._having("title"):
                self._report.note(self._row, name, "no title; the id is the title")
        if "id" not in record:
            record["id"] = self._new_id(slug(record["title"]).lower() or f"record-{self._row}")
            if self._having("id"):
                self._report.note(self._row, self._having("id")[0], f"no id; the id is {record['id']}")
        self._fill_in(record)
        self._drop_early_end(record)
        self._drop_note_without_date(record)
        self._finish_figures(record)
        self._finish_links(record)
        self._finish_names(record)
        self._keep_invalid(record)
        return record

    def _fill_in(self, record: Record) -> None:
        """Add the theme that every record needs."""
        if "theme" not in record:
            record["theme"] = self._theme_id("No theme", NO_THEME)
            self.filled_in.add((self._row, "theme"))
            if columns := self._having("theme"):
                self._report.note(self._row, columns[0], f"no theme; the theme is {record['theme']}")

    def _keep_invalid(self, record: Record) -> None:
        """Keep what the model does not allow as text."""
        if is_valid(record, Initiative):
            return
        for field, type_ in _TYPES.items():
            if field in record and field != "extra" and not is_valid(record[field], type_):
                name = (self._having(field) or [field])[0]
                self._keep(record, name, record.pop(field), f"not valid in {field}")

    def _collect_ids(self) -> None:
        """Reserve the ids of the sheet, so that ids made from titles or with a suffix differ from them."""
        for name in self._having("id"):
            position = self._sheet.columns.index(name)
            for _, row in self._sheet.rows():
                cell = self._clean(row[position]) if position < len(row) else None
                if not is_empty(cell) and (id_ := slug(as_text(cell))):
                    key = id_.casefold()
                    self._ids.setdefault(id_ if id_ == key else key, id_)

    def _id(self, record: Record, cell: Cell) -> None:
        original = as_text(cell.value)
        id_ = slug(original)
        if not id_:
            self._keep(record, cell.name, cell.value, f"{original!r} has no letter or digit for an id")
            return
        key = id_.casefold()
        known = self._ids.get(key)
        first = self.rows.get(known or id_)
        if first is None:
            # The same string, so that it is in memory only once.
            record["id"] = self._ids[key] = known if known == id_ else id_
            if id_ != original.strip():
                record.setdefault("aliases", []).append(original.strip())
            return
        record["id"] = self._new_id(id_)
        self._report.note(
            self._row,
            cell.name,
            f"{original!r} is also in row {first}; the id is {record['id']}",
            is_loss=True,
            new_id=record["id"],
        )

    def _new_id(self, wanted: str) -> str:
        """An id that no other row has: the wanted one, or with a suffix."""
        id_ = free_name(wanted, lambda name: name.casefold() in self._ids)
        self._ids[id_.casefold()] = id_
        return id_

    def _theme(self, record: Record, cell: Cell) -> None:
        titles = self._items(cell)
        if not titles:
            return
        record["theme"] = self._theme_id(titles[0])
        if len(titles) > 1:
            own = list_name(cell.name)
            self.fields.setdefault(own, {"title": f"{cell.name} (all)", "type": "list"})
            record.setdefault("extra", {})[own] = titles
            if self._is_correction:
                self._report.note(self._row, cell.name, f"{quoted(cell.value)} is several themes", kept_in=own)

    def _theme_id(self, title: str, id_: str = "") -> str:
        if self._columns.is_own_export and is_valid(title, Id):
            self.themes.setdefault(title, title)
            return title
        key = name_key(title) or title
        if key not in self._theme_ids:
            wanted = id_ or slug(title).lower() or f"theme-{len(self._theme_ids) + 1}"
            self._theme_ids[key] = free_name(wanted, lambda name: name in self._theme_ids.values())
        self.themes.setdefault(self._theme_ids[key], title)
        return self._theme_ids[key]

    def _theme_title(self, record: Record, cell: Cell) -> None:
        title = as_text(cell.value)
        if "theme" in record:
            if self.themes.get(record["theme"]) == record["theme"]:
                self.themes[record["theme"]] = title
            self._check_name(cell.name, "theme", record["theme"], title, self.themes[record["theme"]])
        else:
            record["theme"] = self._theme_id(title)

    def _kind(self, record: Record, cell: Cell) -> None:
        text = as_text(cell.value).strip()
        record["kind"] = self._columns.kinds.setdefault(text.casefold(), text)
        if record["kind"] != text:
            self._report.replaced(self._row, cell.name, text, record["kind"])

    def _status(self, record: Record, cell: Cell) -> None:
        text = as_text(cell.value)
        status = _STATUSES.get(name_key(text))
        if status:
            record["status"] = status
            if status != text:
                self._report.replaced(self._row, cell.name, text, status)
        elif (inner := re.match(r"([^(]+)\(", text)) and (status := _STATUSES.get(name_key(inner[1]))):
            record["status"] = status
            self._keep(record, cell.name, cell.value, f"{text!r} read as {status}")
        else:
            self._keep(record, cell.name, cell.value, f"{text!r} is not planned, ongoing, ended or suspended")

    def _title(self, record: Record, cell: Cell) -> None:
        self._other(record, cell._replace(value=as_text(cell.value)))

    def _other(self, record: Record, cell: Cell) -> None:
        """A text, or in JSON any value of the type of the field."""
        field = cell.column.field or ""
        record[field] = without_nulls(cell.value) if isinstance(cell.value, list | dict) else as_text(cell.value)
        if isinstance(cell.value, str):
            self._warn_of_email(cell.name, cell.value)

    def _translations(self, record: Record, cell: Cell) -> None:
        if not isinstance(cell.value, dict) or not all(isinstance(one, dict) for one in cell.value.values()):
            self._other(record, cell)
            return
        # Exports have empty lists where files have nothing.
        translations = {
            language: {key: value for key, value in one.items() if value not in (None, [])}
            for language, one in cell.value.items()
        }
        record["translations"] = {language: one for language, one in translations.items() if one}

    def _item(self, record: Record, cell: Cell) -> None:
        number = read_number(cell.value)
        if isinstance(number, int) and number >= 1:
            record["item"] = number
        else:
            self._keep(record, cell.name, cell.value, f"{cell.value!r} is not an item number")

    def _related(self, record: Record, cell: Cell) -> None:
        ids = []
        for item in self._items(cell):
            if (id_ := self._ids.get(slug(item).casefold())) is not None:
                ids.append(id_)
            else:
                self._keep(record, cell.name, cell.value, f"{item!r} is not the id of any row")
        if ids:
            record["related"] = ids


_LATE = {**dict.fromkeys((*NAMED_FIELDS, "dates"), 1), "regions": -1}
_STATUSES = {
    name_key(word): status
    for status, words in {
        "planned": "planned, upcoming, proposed, in preparation, prévu, planifié, previsto, planificado, планируется, "
        "计划, 计划中, مخطط",
        "ongoing": "ongoing, active, in progress, in force, running, current, live, en cours, actif, en vigueur, "
        "activo, activa, en curso, vigente, действует, активный, продолжается, 进行中, 有效, مستمر, جار",
        "ended": "ended, closed, completed, complete, finished, terminated, done, terminé, achevé, clos, finalizado, "
        "terminado, concluido, cerrado, завершен, завершён, закончен, 已结束, 完成, 已完成, منته, مكتمل",
        "suspended": "suspended, paused, on hold, suspendu, suspendido, приостановлен, 暂停, معلق",
    }.items()
    for word in words.split(", ")
}
