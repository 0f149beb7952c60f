"""Convert the rows of a sheet to records, as the TOML tables of a dataset."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from itucovid.dates import PartialDate
from itucovid.fields import unescape_formulas
from itucovid.model import CountryCode, FieldType, Id, Initiative, LanguageCode, Qualifier, Url
from itucovid.names import name_key
from itucovid.storage.importing.amounts import read_amount, read_number
from itucovid.storage.importing.dates import DateReading, read_date
from itucovid.storage.importing.mapping import TARGETS
from itucovid.storage.importing.places import closest_country, read_country, read_language, read_region
from itucovid.storage.importing.sheets import is_empty
from itucovid.storage.importing.values import (
    as_text,
    is_valid,
    make_figure,
    name_for,
    quoted,
    read_exact_number,
    slug,
    split_escaped,
    split_places,
    without_nulls,
)
from itucovid.storage.own_fields import is_of_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from itucovid.storage.importing.columns import Columns
    from itucovid.storage.importing.mapping import ColumnMapping
    from itucovid.storage.importing.report import Report
    from itucovid.storage.importing.sheets import Sheet

Record = dict[str, Any]

_FIELDS = Initiative.__struct_fields__
_TYPES = get_type_hints(Initiative, include_extras=True)
NO_THEME = "none"
"""The id of the theme of records without one."""

_ERROR_VALUES = frozenset(
    (
        "#REF!",
        "#N/A",
        "#NAME?",
        "#DIV/0!",
        "#VALUE!",
        "#NUM!",
        "#NULL!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "Err:502",
    )
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


class RecordBuilder:
    """Converts the rows of one sheet.

    Attributes:
        fields: the own fields that records have: for each the table that declares it.
        themes: the titles of the themes, by id.
        names: for partners, mentions, countries, regions and languages the names of ids and codes, where the sheet has
            both; partners and mentions share theirs.
        rows: the row of each record, by id.
        filled_in: the rows and the names of required fields that had no value there.
    """

    def __init__(self, sheet: Sheet, columns: Columns, report: Report, themes: dict[str, str] | None = None) -> None:
        self._sheet = sheet
        self._columns = columns
        self._report = report
        self._row = 0
        self._cells: dict[str, Any] = {}
        self.fields: dict[str, dict[str, Any]] = {}
        self.themes: dict[str, str] = {}
        self._is_correction = themes is not None
        self._theme_ids = {name_key(title): id_ for id_, title in (themes or {}).items()}
        organisations: dict[str, str] = {}
        self.names: dict[str, dict[str, str]] = {
            "partners": organisations, "mentions": organisations, "countries": {}, "regions": {}, "languages": {},
        }  # fmt: skip
        self.rows: dict[str, int] = {}
        self._ids: dict[str, str] = {}
        self._organisation_ids: dict[str, str] = {}
        self._rows_by_id: dict[str, int] = {}
        self.filled_in: set[tuple[int, str]] = set()
        self._steps: list[tuple[str, ColumnMapping, Callable[[Record, str, ColumnMapping, Any], None]]] = []
        for name, column in columns.mapping.columns.items():
            if not column.ignore:
                step = self._own_field if column.field is None else getattr(self, f"_{column.field}", self._other)
                self._steps.append((name, column, step))
        # What a range or a count fills comes after the columns of their own.
        self._steps.sort(key=lambda step: _LATE.get(step[1].field or "", 0))
        self._names = {field: columns.having(field) for field in TARGETS}
        self._collect_ids()

    def build(self) -> Iterator[Record]:
        """The record of each row."""
        names = self._sheet.columns
        for note in self._sheet.notes:
            self._report.note(*note)
        for number, row in self._sheet.rows():
            self._row = number
            for extra in row[len(names) :]:
                if not is_empty(extra):
                    self._report.note(number, "(no header)", f"{extra!r} left out", is_loss=True)
            self._note_lost_characters(row)
            self._cells = dict(zip(names, map(self._clean, row), strict=False))
            record = self._convert()
            if record is not None:
                self.rows[record["id"]] = number
                yield {name: record[name] for name in _FIELDS if name in record}

    def _convert(self) -> Record | None:
        record: Record = {}
        for name, column, step in self._steps:
            cell = self._cells.get(name)
            if column.values and isinstance(cell, str):
                cell = column.values.get(cell, cell)
            if isinstance(cell, str) and cell in _ERROR_VALUES:
                self._report.note(self._row, name, f"{cell} is an error value; left out", is_loss=True)
            elif not is_empty(cell):
                step(record, name, column, cell)
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

    def _having(self, field: str) -> list[str]:
        return self._names.get(field, [])

    def _cell_of(self, field: str) -> Any:
        return next((self._cells.get(name) for name in self._having(field)), None)

    def _keep(self, record: Record, name: str, cell: Any, message: str = "") -> None:
        """Keep a cell as text in an own field, because its field cannot say all of it."""
        own = f"{name_for(name)}_text"
        self.fields.setdefault(own, {"title": f"{name} (as imported)"})
        record.setdefault("extra", {})[own] = as_text(cell)
        if message:
            self._report.note(self._row, name, message, kept_in=own)

    # Ids, titles, themes

    def _collect_ids(self) -> None:
        """Reserve the ids of the sheet, so that ids made from titles or with a suffix differ from them."""
        for name in self._having("id"):
            position = self._sheet.columns.index(name)
            for _, row in self._sheet.rows():
                cell = self._clean(row[position]) if position < len(row) else None
                if not is_empty(cell) and (id_ := slug(as_text(cell))):
                    self._ids.setdefault(id_.casefold(), id_)

    def _id(self, record: Record, name: str, _: ColumnMapping, cell: Any) -> None:
        original = as_text(cell)
        id_ = slug(original)
        if not id_:
            self._keep(record, name, cell, f"{original!r} has no letter or digit of an id")
            return
        key = id_.casefold()
        first = self._rows_by_id.setdefault(key, self._row)
        if first == self._row:
            record["id"] = self._ids[key] = id_
            if id_ != original.strip():
                record.setdefault("aliases", []).append(original.strip())
            return
        record["id"] = self._new_id(id_)
        self._report.note(
            self._row,
            name,
            f"{original!r} is also in row {first}; the id is {record['id']}",
            is_loss=True,
            new_id=record["id"],
        )

    def _new_id(self, wanted: str) -> str:
        """An id that no other row has: the wanted one, or with a suffix."""
        candidate, number = wanted, 2
        while candidate.casefold() in self._ids:
            candidate, number = f"{wanted}-{number}", number + 1
        self._ids[candidate.casefold()] = candidate
        return candidate

    def _theme(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        titles = self._items(cell, column)
        if not titles:
            return
        record["theme"] = self._theme_id(titles[0])
        if len(titles) > 1:
            own = f"{name_for(name)}_all"
            self.fields.setdefault(own, {"title": name, "type": "list"})
            record.setdefault("extra", {})[own] = titles

    def _theme_id(self, title: str, id_: str = "") -> str:
        if self._columns.is_own_export and is_valid(title, Id):
            self.themes.setdefault(title, title)
            return title
        key = name_key(title) or title
        if key not in self._theme_ids:
            wanted = id_ or slug(title).lower() or f"theme-{len(self._theme_ids) + 1}"
            candidate, number = wanted, 2
            while candidate in self._theme_ids.values():
                candidate, number = f"{wanted}-{number}", number + 1
            self._theme_ids[key] = candidate
        self.themes.setdefault(self._theme_ids[key], title)
        return self._theme_ids[key]

    def _theme_title(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:  # noqa: ARG002 - all steps have these
        title = as_text(cell)
        if "theme" in record:
            if self.themes.get(record["theme"]) == record["theme"]:
                self.themes[record["theme"]] = title
            self._check_name(name, record["theme"], title, self.themes[record["theme"]])
        else:
            record["theme"] = self._theme_id(title)

    def _kind(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:  # noqa: ARG002 - all steps have these
        text = as_text(cell).strip()
        record["kind"] = self._columns.kinds.setdefault(text.casefold(), text)
        if record["kind"] != text:
            self._report.replaced(self._row, name, text, record["kind"])

    def _status(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:  # noqa: ARG002 - all steps have these
        text = as_text(cell)
        status = _STATUSES.get(name_key(text))
        if status:
            record["status"] = status
            if status != text:
                self._report.replaced(self._row, name, text, status)
        elif (inner := re.match(r"([^(]+)\(", text)) and (status := _STATUSES.get(name_key(inner[1]))):
            record["status"] = status
            self._keep(record, name, cell, f"{text!r} read as {status}")
        else:
            self._keep(record, name, cell, f"{text!r} is none of planned, ongoing, ended and suspended")

    def _title(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        self._other(record, name, column, as_text(cell))

    def _other(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        """A text, or in JSON any value of the type of the field."""
        field = column.field or ""
        record[field] = without_nulls(cell) if isinstance(cell, list | dict) else as_text(cell)
        if isinstance(cell, str):
            self._warn_of_email(name, cell)

    def _translations(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        if not isinstance(cell, dict) or not all(isinstance(one, dict) for one in cell.values()):
            self._other(record, name, column, cell)
            return
        # Exports have empty lists where files have nothing.
        translations = {
            language: {key: value for key, value in one.items() if value not in (None, [])}
            for language, one in cell.items()
        }
        record["translations"] = {language: one for language, one in translations.items() if one}

    def _warn_of_email(self, name: str, text: str) -> None:
        if "@" in text and (found := _EMAIL.search(text)):
            self._report.note(self._row, name, f"has an e-mail address, {found[0]}, which exports will contain")

    def _item(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:  # noqa: ARG002 - all steps have these
        number = read_number(cell)
        if isinstance(number, int) and number >= 1:
            record["item"] = number
        else:
            self._keep(record, name, cell, f"{cell!r} is no number of an item")

    # Dates

    def _date(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> DateReading | None:
        reading = read_date(cell, column.order)
        if reading is None:
            self._keep(record, name, cell, f"{quoted(cell)} not understood as a date")
        return reading

    def _start(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        if (reading := self._date(record, name, column, cell)) is None:
            return
        self._set_date(record, "start", reading.start)
        fills_end = reading.end and is_empty(self._cell_of("end"))
        if fills_end:
            self._set_date(record, "end", reading.end)
        self._keep_inexact(record, name, cell, reading, lost=bool(reading.end and not fills_end))

    def _end(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        if (reading := self._date(record, name, column, cell)) is None:
            return
        end = reading.end or (None if reading.is_open else reading.start)
        self._set_date(record, "end", end)
        self._keep_inexact(record, name, cell, reading._replace(start=end, end=None), lost=bool(reading.end))

    def _dates(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        if (reading := self._date(record, name, column, cell)) is None:
            return
        taken = {"start", "end"} & record.keys()
        if not taken:
            self._set_date(record, "start", reading.start)
            self._set_date(record, "end", reading.end)
        self._keep_inexact(record, name, cell, reading, lost=bool(taken))

    def _keep_inexact(self, record: Record, name: str, cell: Any, reading: DateReading, *, lost: bool) -> None:
        if reading.is_open and not self._having("status"):
            record["status"] = "ongoing"
            if reading.is_exact:
                return
        is_number = isinstance(cell, int | float) or (isinstance(cell, str) and cell.isdigit())
        if is_number and not reading.is_exact:
            self._report.note(self._row, name, f"{quoted(cell)} read as the serial number of {reading}")
        elif reading.is_open or lost or not reading.is_exact:
            self._keep(record, name, cell, f"{quoted(cell)} read as {reading}")

    def _set_date(self, record: Record, field: str, date: str | None) -> None:
        if date:
            partial = PartialDate(date)
            record[field] = partial.first if partial.is_complete else date

    def _drop_early_end(self, record: Record) -> None:
        if "start" in record and "end" in record:
            start, end = (PartialDate(record[field]) for field in ("start", "end"))
            if end.last < start.first:
                del record["end"]
                name = (self._having("end") or self._having("dates"))[0]
                self._keep(record, name, self._cells[name], f"{end} is before the start, {start}; no end")

    def _drop_note_without_date(self, record: Record) -> None:
        # The record that a sheet without dates corrects may have one.
        if self._is_correction and not any(map(self._having, ("start", "end", "dates"))):
            return
        if "date_note" in record and not record.keys() & {"start", "end"}:
            name = (self._having("date_note") or ["date_note"])[0]
            self._keep(record, name, record.pop("date_note"), "a note on dates without a date")

    # Lists

    def _items(self, cell: Any, column: ColumnMapping) -> list[str]:
        """The values of a list in a cell."""
        if isinstance(cell, list):
            return [as_text(item) for item in cell if not is_empty(item)]
        text = as_text(cell)
        if self._columns.is_own_export:
            return [item for item in split_escaped(text, column.separator or "; ") if item]
        marks = re.escape((column.separator or ";").strip() or "\t")
        return [item.strip() for item in re.split(rf"[{marks}\n]", text) if item.strip()]

    def _list(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        field = column.field or ""
        values = self._items(cell, column)
        record[field] = [*record.get(field, ()), *values]
        for value in values:
            self._warn_of_email(name, value)

    _aliases = _people = _keywords = _list

    def _organisations(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        self._list(record, name, column, cell)
        # A table of names needs valid ids.
        has_names = self._having("partner_names") or self._having("mention_names")
        if has_names and not self._is_correction:
            field = column.field or ""
            record[field] = list(map(self._organisation_id, record[field]))

    _partners = _mentions = _organisations

    def _organisation_id(self, name: str) -> str:
        """An id for an organisation: its name if that is a valid id, else made from it."""
        if is_valid(name, Id):
            return name
        if name not in self._organisation_ids:
            wanted = slug(name) or "organisation"
            candidate, number = wanted, 2
            while candidate in self._organisation_ids.values():
                candidate, number = f"{wanted}-{number}", number + 1
            self._organisation_ids[name] = candidate
        return self._organisation_ids[name]

    def _regions(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:  # noqa: ARG002 - all steps have these
        items = self._items(cell, column)
        if not (self._columns.is_own_export and self._having("regions")):
            items = list(map(self._region_id, items))
        if not self._columns.is_own_export:
            items = [*dict.fromkeys([*record.get("regions", ()), *items])]
        record["regions"] = items

    def _region_id(self, text: str) -> str:
        """The id of a region of the dataset or the standard, or the text."""
        own = self.names["regions"]
        by_title = {title.casefold(): id_ for id_, title in own.items()}
        return text if text in own else by_title.get(text.casefold()) or read_region(text) or text

    def _related(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        ids = []
        for item in self._items(cell, column):
            if (id_ := self._ids.get(slug(item).casefold())) is not None:
                ids.append(id_)
            else:
                self._keep(record, name, cell, f"{item!r} is the id of no row")
        if ids:
            record["related"] = ids

    def _countries(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        items = self._items(cell, column)
        if self._are_codes("countries", "country_names", items, CountryCode, read_country):
            record["countries"] = items
            return
        unread: list[str] = []
        for item in items:
            parts = [item] if read_country(item) or read_region(item) else split_places(item, read_country)
            for part in parts:
                self._place(record, name, part, unread)
        if unread:
            listed = ", ".join(map(repr, unread))
            self._keep(record, name, cell, f"{listed} not understood as a country, a region or a number")

    def _are_codes(
        self, field: str, name_field: str, items: list[str], type_: Any, read: Callable[[str], str | None]
    ) -> bool:
        """Whether the items of an export are codes: of the standard, or with a name in the row or the dataset."""
        is_named = self._having(field) and not is_empty(self._cell_of(name_field))
        return self._columns.is_own_export and all(
            is_valid(item, type_) and (is_named or item in self.names[field] or read(item) == item) for item in items
        )

    def _place(self, record: Record, name: str, text: str, unread: list[str]) -> None:
        """Add a country, a region or a count of countries to a record."""
        if code := read_country(text):
            values = record.setdefault("countries", [])
            if code not in values:
                values.append(code)
        elif not re.search(r"\d", text) and re.match(r"\w", text) and name_key(text) not in _VAGUE:
            region = self._region_id(text)
            if region not in record.setdefault("regions", []):
                record["regions"].append(region)
            if region == text and not read_region(text):
                close = closest_country(text)
                hint = f"; did you mean {close}?" if close else ""
                self._report.note(self._row, name, f"{text!r} is no country that is known; read as a region{hint}")
        elif not self._count(record, name, text):
            unread.append(text)

    def _count(self, record: Record, name: str, text: str) -> bool:
        """Add a figure for "40+ countries" to a record."""
        amount = read_amount(text)
        if amount is None or not amount.label or not amount.is_exact or name_key(amount.label) in _VAGUE:
            return False
        figure = make_figure(amount.value, amount.label, amount.qualifier)
        record.setdefault("figures", []).append(figure)
        self._report.note(self._row, name, f"{text!r} read as a figure")
        return True

    def _country_names(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        self._named(record, "countries", name, column, cell, self._countries)

    def _partner_names(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        self._named(record, "partners", name, column, cell, self._list_of_names)

    def _mention_names(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        self._named(record, "mentions", name, column, cell, self._list_of_names)

    def _region_names(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        self._named(record, "regions", name, column, cell, self._regions)

    def _language_names(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        self._named(record, "languages", name, column, cell, self._languages)

    def _list_of_names(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:  # noqa: ARG002 - all steps have these
        field = "mentions" if column.field == "mention_names" else "partners"
        # If the other column of organisations has ids, these names need ids, too.
        need_ids = self._columns.is_own_export and self._having("partners" if field == "mentions" else "mentions")
        ids = {label: id_ for id_, label in self.names[field].items()}
        record[field] = [
            ids.get(item) or (need_ids and self._organisation_id(item)) or item for item in self._items(cell, column)
        ]

    def _named(
        self,
        record: Record,
        field: str,
        name: str,
        column: ColumnMapping,
        cell: Any,
        alone: Callable[[Record, str, ColumnMapping, Any], None],
    ) -> None:
        """Names beside ids give the names of these; names without ids are read."""
        names = self._items(cell, column)
        if not self._having(field):
            alone(record, name, column, cell)
            if self._columns.is_own_export and len(names) == len(record.get(field, ())):
                pairs = zip(record[field], names, strict=True)
                self.names[field].update((value, label) for value, label in pairs if value != label)
        elif len(names) == len(record.get(field, ())):
            for value, label in zip(record.get(field, ()), names, strict=True):
                self._check_name(name, value, label, self.names[field].setdefault(value, label))
        else:
            self._keep(record, name, cell, f"has {len(names)} names for {len(record.get(field, ()))} {field}")

    def _languages(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        items = self._items(cell, column)
        if self._are_codes("languages", "language_names", items, LanguageCode, read_language):
            record["languages"] = items
            return
        unread, lossy = [], False
        values: list[str] = record.setdefault("languages", [])
        for item in items:
            for part in [item] if read_language(item) else split_places(item, read_language):
                if code := read_language(part):
                    lossy = lossy or bool(re.search("[-_]", part))
                    if code not in values:
                        values.append(code)
                elif not self._count(record, name, part):
                    unread.append(part)
        if not values:
            del record["languages"]
        if unread:
            self._keep(record, name, cell, f"{', '.join(map(repr, unread))} not understood as a language")
        elif lossy:
            self._keep(record, name, cell, f"{quoted(cell)} read as {', '.join(values)}")

    # Figures and links

    def _figures(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        if isinstance(cell, list) and all(isinstance(item, dict) for item in cell):
            record["figures"] = [{key: value for key, value in item.items() if value is not None} for item in cell]
            return
        if self._columns.is_own_export:
            for item in self._items(cell, column):
                self._own_figure(record, name, item)
            return
        unit = column.unit or as_text(self._cells.get(column.unit_column or "") or "")
        amount = read_amount(cell, unit, column.decimal)
        if amount is None:
            self._keep(record, name, cell, f"{quoted(cell)} not understood as one amount")
            return
        label = " ".join(filter(None, (amount.unit, amount.label, "" if amount.label else column.label)))
        figure = make_figure(amount.value, label or name, amount.qualifier)
        record.setdefault("figures", []).append(figure)
        if not amount.is_exact:
            self._keep(record, name, cell, f"{quoted(cell)} read as {amount.value:,} {label}")

    def _own_figure(self, record: Record, name: str, text: str) -> None:
        qualifiers = "|".join(get_args(Qualifier))
        pattern = rf"(?:({qualifiers}) )?(-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d{{1,3}})?) (?:(million|billion) )?(.+)"
        match = re.fullmatch(pattern, text, re.DOTALL)
        scale = {None: 1, "million": 10**6, "billion": 10**9}
        number = match and read_exact_number(str(Decimal(match[2].replace(",", "")) * scale[match[3]]))
        if match and number is not None:
            record.setdefault("figures", []).append(make_figure(number, match[4], match[1]))
        else:
            self._keep(record, name, text, f"{text!r} not understood as a figure")

    def _parallel(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:  # noqa: ARG002 - all steps have these
        """One of several columns that are parallel lists: `_finish_figures` and `_finish_links` put them together."""
        values = cell if isinstance(cell, list) else [cell]
        if isinstance(cell, str):
            values = split_escaped(cell, column.separator or "; ")
        record[f"({column.field})"] = values

    _figure_values = _figure_labels = _figure_qualifiers = _link_labels = _link_publishers = _parallel

    def _finish_figures(self, record: Record) -> None:
        values = record.pop("(figure_values)", None)
        labels = record.pop("(figure_labels)", [])
        qualifiers = record.pop("(figure_qualifiers)", [])
        if values is None:
            return
        figures = []
        for value, label, qualifier in zip_longest(values, labels, qualifiers):
            number = read_exact_number(value)
            if number is None or (qualifier and qualifier not in get_args(Qualifier)):
                column = self._having("figure_values" if number is None else "figure_qualifiers")[0]
                self._keep(
                    record, column, self._cells[column], f"{value if number is None else qualifier!r} not understood"
                )
                continue
            figures.append(make_figure(number, str(label or "figure"), qualifier or None))
        if figures:
            record["figures"] = figures

    def _links(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        if isinstance(cell, list) and all(isinstance(item, dict) for item in cell):
            record["links"] = [{key: value for key, value in item.items() if value is not None} for item in cell]
            return
        items = self._items(cell, column)
        if not self._columns.is_own_export:
            items = [url for item in items for url in item.split()]
        for item in items:
            url = f"https://{item}" if re.match(r"www\.\S+\.\S", item) else item
            if not is_valid(url, Url):
                self._keep(record, name, cell, f"{item!r} is no web address")
                continue
            if url != item:
                self._report.note(self._row, name, f"{item!r} read as {url}")
            if all(link["url"] != url for link in record.get("links", ())) or self._columns.is_own_export:
                label = re.split("[/?#]", url)[2].removeprefix("www.") or url
                record.setdefault("links", []).append({"label": label, "url": url})

    def _finish_links(self, record: Record) -> None:
        labels = record.pop("(link_labels)", [])
        publishers = record.pop("(link_publishers)", [])
        for link, label, publisher in zip_longest(record.get("links", ()), labels, publishers):
            if link is None:
                break
            if label:
                link["label"] = label
            if publisher:
                link["publisher"] = publisher

    def _check_name(self, column: str, value: str, name: str, known: str) -> None:
        if name != known:
            self._report.note(
                self._row, column, f"{name!r} is not the name of {value}, {known!r}; left out", is_loss=True
            )

    def _finish_names(self, record: Record) -> None:
        """Every id of an organisation has a name if one has."""
        if self._having("partner_names") or self._having("mention_names"):
            for value in (*record.get("partners", ()), *record.get("mentions", ())):
                self.names["partners"].setdefault(value, value)

    # Own fields

    def _extra(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:  # noqa: ARG002
        """The own fields of a record of a JSON export."""
        if not isinstance(cell, dict):
            self._keep(record, name, cell, "expected an object")
            return
        for own, value in cell.items():
            type_ = "number" if isinstance(value, int | float) else "list" if isinstance(value, list) else "text"
            self.fields.setdefault(own, {"type": type_})
            record.setdefault("extra", {})[own] = value

    def _own_field(self, record: Record, name: str, column: ColumnMapping, cell: Any) -> None:
        own = column.extra or name_for(name)
        type_: FieldType = column.type or "text"
        value = self._own_value(record, name, column, cell, type_)
        if value is None:
            return
        declaration: dict[str, Any] = {"title": column.title or name, "type": type_}
        if column.unit:
            declaration["unit"] = column.unit
        if column.private:
            declaration["private"] = True
        self.fields.setdefault(own, declaration)
        record.setdefault("extra", {})[own] = value
        if isinstance(value, str) and not column.private:
            self._warn_of_email(name, value)

    def _own_value(self, record: Record, name: str, column: ColumnMapping, cell: Any, type_: FieldType) -> Any:
        if type_ == "text":
            return as_text(cell)
        if type_ == "list":
            return self._items(cell, column)
        if type_ == "number" and (number := read_number(cell, column.decimal)) is not None:
            return number
        if type_ == "date" and (reading := read_date(cell, column.order)) and reading.start:
            self._keep_inexact(record, name, cell, reading, lost=bool(reading.end))
            return reading.start
        if type_ == "url" and is_of_type(text := as_text(cell), "url"):
            return text
        self._keep(record, name, cell, f"{quoted(cell)} is no {type_}")
        return None


_LATE = {
    "theme_title": 1, "partner_names": 1, "mention_names": 1, "country_names": 1, "region_names": 1,
    "language_names": 1, "regions": -1, "dates": 1,
}  # fmt: skip
_VAGUE = {name_key(word) for word in ("others", "other", "more", "etc", "and others", "other countries", "tbc", "tbd")}
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
