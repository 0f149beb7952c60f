"""Read cells with lists, organisations, places and languages into records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from itucovid.model import CountryCode, Id, LanguageCode
from itucovid.names import name_key
from itucovid.storage.importing.amounts import read_amount
from itucovid.storage.importing.cells import NAMED_FIELDS, Cell, CellReader, Record
from itucovid.storage.importing.examples import Examples
from itucovid.storage.importing.places import closest_country, read_country, read_language, read_region
from itucovid.storage.importing.sheets import is_empty
from itucovid.storage.importing.splitting import may_be_several, split_known, split_places
from itucovid.storage.importing.values import (
    free_name,
    is_valid,
    make_figure,
    quoted,
    slug,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_VAGUE = {name_key(word) for word in ("others", "other", "more", "etc", "and others", "other countries", "tbc", "tbd")}

# "3M" and "100 Women in Finance" are names, "100 leading companies" is none.
_COLLECTIVE = re.compile(
    r"(?:[^\W\d]+[\s-]+){0,3}(?:organi[sz]ations|partners|companies|firms|enterprises|businesses|members|institutions|"
    r"universities|agencies|entities|associations|operators|ngos|ministries|governments|states|countries|"
    r"organisations|organismes|partenaires|entreprises|sociétés|membres|établissements|universités|pays|"
    r"organizaciones|organismos|socios|empresas|miembros|instituciones|universidades|entidades|países|"
    r"организаци[яий]|партн[её]р(?:а|ов)|компани[яий]|предприяти[яй]|член(?:а|ов)|учреждени[яй]|стран[аы]?|"
    r"多?[个家]?(?:合作伙伴|伙伴|组织|机构|公司|企业|大学|国家)|"
    r"شركاء|شريك[اً]*|منظمات|منظمة|شركات|شركة|مؤسسات|مؤسسة|دول|دولة)\b",
    re.IGNORECASE,
)


def _is_count(text: str) -> bool:
    """Whether a text only says how many organisations there are: "about 180 organisations from 30 countries"."""
    match = re.fullmatch(r"(\D*\d(?:[\d ,.'’]*\d)?(?![A-Za-z])\s*\+?)\s*(\D.*)", text, re.DOTALL)
    amount = match and read_amount(match[1])
    return bool(match and amount and not amount.unit and _COLLECTIVE.match(match[2]))


class NameReader(CellReader):
    """Reads lists of names, ids and codes.

    Attributes:
        organisations: the names of the organisations that are known, without case and punctuation.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisation_ids: dict[str, str] = {}
        self.organisations: set[str] = set()
        self._unsplit = Examples()
        self._collect_organisations()

    def _collect_organisations(self) -> None:
        """Collect the cells that are one name, in columns where other cells may have several."""
        if self._columns.is_own_export:
            return
        for name in self._columns.unseparated:
            position, found, several = self._sheet.columns.index(name), set(), False
            for _, row in self._sheet.rows():
                cell = row[position] if position < len(row) else None
                for item in (
                    () if is_empty(cell) else self._items(Cell(name, self._columns.mapping.columns[name], cell))
                ):
                    if may_be_several(item):
                        several = True
                    else:
                        found.add(name_key(item))
            if several:
                self.organisations |= found

    def _is_known(self, name: str) -> bool:
        return name_key(name) in self.organisations

    def _split(self, cell: Cell, items: list[str]) -> list[str]:
        """Split names that are several known ones, and collect those that may be."""
        names = []
        for item in items:
            parts = [item]
            if may_be_several(item) and not self._is_known(item):
                parts = split_known(item, self._is_known) or [item]
                if len(parts) > 1:
                    self._report.replaced(self._row, cell.name, item, "; ".join(parts))
            names += parts
        self._note_unsplit(cell.name, names)
        return names

    def _note_unsplit(self, column: str, names: list[str]) -> None:
        for name in names:
            if may_be_several(name) and not self._is_known(name):
                self._unsplit.add(column, name)

    def _remark_on_unsplit(self) -> None:
        how = (
            "separate several by semicolons"
            if self._columns.is_own_export
            else "set separator in the mapping if it is several"
        )
        for column in self._unsplit.kinds:
            each = ", each" if self._unsplit.number(column) > 1 else ""
            self._report.remark(f"{column}: {self._unsplit.describe(column)}{each} read as one organisation; {how}")

    def _list(self, record: Record, cell: Cell) -> None:
        field = cell.column.field or ""
        values = self._items(cell)
        record[field] = [*record.get(field, ()), *values]
        for value in values:
            self._warn_of_email(cell.name, value)

    _aliases = _people = _keywords = _list

    def _organisations(self, record: Record, cell: Cell) -> None:
        names = self._items(cell)
        if not self._columns.is_own_export:
            names = self._without_counts(record, cell, names)
            if not names:
                return
            if cell.name in self._columns.unseparated and not isinstance(cell.value, list):
                names = self._split(cell, names)
        elif self._is_correction:
            self._note_unsplit(cell.name, names)
        self._list(record, cell._replace(value=names))
        # A table of names needs valid ids.
        has_names = self._having("partner_names") or self._having("mention_names")
        if has_names and not self._is_correction:
            field = cell.column.field or ""
            record[field] = list(map(self._organisation_id, record[field]))

    _partners = _mentions = _organisations

    def _without_counts(self, record: Record, cell: Cell, items: list[str]) -> list[str]:
        """The names among the items of a cell; counts become figures, or the cell is kept."""
        counts = [*filter(_is_count, items)]
        unread = [item for item in counts if not self._count(record, cell.name, item)]
        if unread:
            listed = ", ".join(map(repr, unread))
            self._keep(record, cell.name, cell.value, f"{listed} counts organisations and names none")
        return [item for item in items if item not in counts]

    def _organisation_id(self, name: str) -> str:
        """An id for an organisation: its name if that is a valid id, else made from it."""
        if is_valid(name, Id):
            return name
        if name not in self._organisation_ids:
            taken = self._organisation_ids.values()
            self._organisation_ids[name] = free_name(slug(name) or "organisation", lambda id_: id_ in taken)
        return self._organisation_ids[name]

    def _regions(self, record: Record, cell: Cell) -> None:
        items = self._items(cell)
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

    def _countries(self, record: Record, cell: Cell) -> None:
        items = self._items(cell)
        if self._are_codes("countries", "country_names", items, CountryCode, read_country):
            record["countries"] = items
            return
        unread: list[str] = []
        for item in items:
            parts = [item] if read_country(item) or read_region(item) else split_places(item, read_country)
            for part in parts:
                self._place(record, cell.name, part, unread)
        if unread:
            listed = ", ".join(map(repr, unread))
            self._keep(record, cell.name, cell.value, f"{listed} not understood as a country, a region or a number")

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
                self._report.note(self._row, name, f"{text!r} is not a known country; read as a region{hint}")
        elif not self._count(record, name, text):
            unread.append(text)

    def _count(self, record: Record, name: str, text: str) -> bool:
        """Add a figure for "40+ countries" to a record."""
        amount = read_amount(text)
        if amount is None or amount.unit or not amount.label or not amount.is_exact:
            return False
        if name_key(amount.label) in _VAGUE:
            return False
        figure = make_figure(amount.value, amount.label, amount.qualifier)
        record.setdefault("figures", []).append(figure)
        self._report.note(self._row, name, f"{text!r} read as a figure")
        return True

    def _languages(self, record: Record, cell: Cell) -> None:
        items = self._items(cell)
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
                elif not self._count(record, cell.name, part):
                    unread.append(part)
        if not values:
            del record["languages"]
        if unread:
            self._keep(record, cell.name, cell.value, f"{', '.join(map(repr, unread))} not understood as a language")
        elif lossy:
            self._keep(record, cell.name, cell.value, f"{quoted(cell.value)} read as {', '.join(values)}")

    def _named(self, record: Record, cell: Cell) -> None:
        """Names beside ids give the names of these; names without ids are read."""
        field = NAMED_FIELDS[cell.column.field or ""]
        names = self._items(cell)
        if not self._having(field):
            self._names_alone(record, field, cell)
            values = record.get(field, ())
            if self._columns.is_own_export and len(names) == len(values):
                pairs = zip(values, names, strict=True)
                self.names[field].update((value, label) for value, label in pairs if value != label)
            return
        values = record.get(field, ())
        if len(names) == len(values):
            for value, label in zip(values, names, strict=True):
                self._check_name(cell.name, field, value, label, self.names[field].setdefault(value, label))
        else:
            message = f"has {len(names)} names for {len(values)} {field}"
            self._keep(record, cell.name, cell.value, message + self._hint(field))

    _country_names = _partner_names = _mention_names = _region_names = _language_names = _named

    def _names_alone(self, record: Record, field: str, cell: Cell) -> None:
        match field:
            case "countries":
                self._countries(record, cell)
            case "regions":
                self._regions(record, cell)
            case "languages":
                self._languages(record, cell)
            case _:
                # If the other column of organisations has ids, these names need ids, too.
                other = "partners" if field == "mentions" else "mentions"
                new_id = self._organisation_id if self._columns.is_own_export and self._having(other) else str
                ids = {label: id_ for id_, label in self.names[field].items()}
                items = self._items(cell)
                record[field] = [ids.get(item) or new_id(item) for item in items]
                if self._is_correction:
                    self._note_unsplit(cell.name, items)

    def _check_name(self, column: str, field: str, value: str, name: str, known: str) -> None:
        if name != known:
            what = self._hint(field) or "; left out"
            self._report.note(self._row, column, f"{name!r} is not the name of {value}, {known!r}{what}", is_loss=True)

    def _finish_names(self, record: Record) -> None:
        """Every id of an organisation has a name if one has."""
        if self._having("partner_names") or self._having("mention_names"):
            for value in (*record.get("partners", ()), *record.get("mentions", ())):
                self.names["partners"].setdefault(value, value)
