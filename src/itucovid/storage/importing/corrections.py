"""Corrections: compare the rows of a sheet with the records of a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from itucovid import places
from itucovid.errors import ItucovidError
from itucovid.fields import Labels
from itucovid.model import Initiative
from itucovid.names import name_key
from itucovid.storage.editing import comparable, edit_records
from itucovid.storage.importing.cells import NAMED_FIELDS
from itucovid.storage.importing.coverage import find_coverage
from itucovid.storage.importing.records import RecordBuilder
from itucovid.storage.importing.report import Report
from itucovid.storage.loader import parse_file
from itucovid.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from itucovid.model import DatasetFile
    from itucovid.storage.importing.columns import Columns
    from itucovid.storage.importing.sheets import Sheet
    from itucovid.storage.loader import ParsedFile

# What the other columns of a list of tables are named, by the key in these tables.
_KEYS = {
    "figures": {"qualifier": "figure_qualifiers", "value": "figure_values", "label": "figure_labels"},
    "links": {"label": "link_labels", "publisher": "link_publishers"},
}
# The fields of names whose columns may have a count instead, which is a figure.
_COUNTED = ("countries", "languages", "partners", "mentions")
_REQUIRED = tuple(field.name for field in msgspec.structs.fields(Initiative) if field.required)


class ConflictsError(ItucovidError):
    """Rows whose corrections cannot be taken into a dataset."""

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        self._lines = lines
        super().__init__("\n".join(f"{place}{text}" for place, text in lines))

    def lines(self) -> Iterator[tuple[str, str]]:
        """One line per conflict, with the place of the cell as the prefix."""
        return iter(self._lines)


class Corrected(NamedTuple):
    """A corrected dataset file.

    Attributes:
        text: the file.
        changed: the names of the changed fields of each changed record, by id.
        added: the ids of the added records.
        left_out: the columns that the dataset has no field for.
        report: the notes on its cells.
    """

    text: str
    changed: dict[str, list[str]]
    added: list[str]
    left_out: list[str]
    report: Report


def correct(path: Path, text: str, parsed: ParsedFile, sheet: tuple[Path, Sheet, Columns]) -> Corrected:
    """Take the corrections of a sheet into a dataset.

    Args:
        path: the dataset file, for messages.
        text: its text.
        parsed: what the text says.
        sheet: the path of the sheet, its rows and its columns.

    Raises:
        ConflictsError: a row cannot be taken.
        InvalidDatasetError: the result would not be valid.
        ItucovidError: the file cannot be edited.
    """
    return _Comparison(path, text, parsed, sheet).run()


class _Comparison:
    def __init__(self, path: Path, text: str, parsed: ParsedFile, sheet: tuple[Path, Sheet, Columns]) -> None:
        self._path = path
        self._text = text
        self._parsed = parsed
        self._sheet_path, rows, columns = sheet
        self._columns = columns._replace(kinds={kind.casefold(): kind for kind in parsed.dataset.kinds})
        self._report = Report(self._sheet_path)
        self._builder = _make_builder(rows, self._columns, self._report, parsed.dataset)
        self._coverage = find_coverage(columns, parsed.dataset.fields, self._report)
        self._conflicts: list[tuple[int, str, str]] = []

    def run(self) -> Corrected:
        records = self._parsed.tables["initiatives"]
        numbers = {record["id"]: number for number, record in enumerate(records)}
        changes: dict[int, dict[str, Any]] = {}
        added = []
        fields: dict[str, list[str]] = {}
        changed: dict[int, set[str]] = {}
        for new in self._builder.build():
            row = self._builder.rows[new["id"]]
            number = numbers.get(new["id"])
            if number is None:
                self._conflicts += [
                    (row, field, f"{new['id']} is new and needs a {field}")
                    for field in ("title", "theme")
                    if self._is_empty(row, field) and row not in self._report.repeated
                ]
                own = {
                    name: value for name, value in new.get("extra", {}).items() if name in self._parsed.dataset.fields
                }
                added.append({**new, "extra": own} if own else {name: new[name] for name in new if name != "extra"})
            elif change := self._changes(row, records[number], new):
                changes[number] = change
                changed[row] = {*change}
                fields[new["id"]] = [
                    *(name for name in change if name != "extra"),
                    *(f"extra.{name}" for name in change.get("extra", ())),
                ]
        self._collect_conflicts({*numbers}, changed)
        if self._conflicts:
            lines = [
                (printable(f"{self._sheet_path}:{row}: error: {column}: "), message)
                for row, column, message in sorted(self._conflicts)
            ]
            raise ConflictsError(lines)
        rows = {*changed, *(self._builder.rows[record["id"]] for record in added)}
        self._report.keep_only(rows)
        text = edit_records(self._text, self._parsed.tables, changes, added) if changes or added else self._text
        parse_file(self._path, text)
        return Corrected(text, fields, [record["id"] for record in added], self._coverage.left_out, self._report)

    def _collect_conflicts(self, known: set[str], changed: Mapping[int, set[str]]) -> None:
        """Cells that could not be read in full, unless the dataset has a field for their text; repeated ids.

        The names beside ids that were changed need not be changed, too.
        """
        for note in self._report.cells:
            column = self._columns.mapping.columns.get(note.column)
            named = NAMED_FIELDS.get(column.field or "") if column else None
            if named and self._columns.having(named) and named in changed.get(note.row, ()):
                continue
            is_unknown = note.kept_in and note.kept_in not in self._parsed.dataset.fields
            if is_unknown or (note.is_loss and note.new_id not in known):
                self._conflicts.append((note.row, note.column, note.message))

    def _changes(self, row: int, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        """The fields of a record that differ from the sheet; None for a value that the sheet no longer has."""
        change: dict[str, Any] = {}
        for field in self._coverage.fields:
            value = self._completed(row, field, old, new)
            if comparable(value) == comparable(old.get(field)) or (not value and not old.get(field)):
                continue
            if field in _REQUIRED and self._is_empty(row, field):
                self._conflicts.append((row, field, f"{new['id']} has no {field} any more"))
                continue
            translations: dict[str, dict[str, Any]] = old.get("translations", {})
            locale = next((code for code, one in translations.items() if one.get("title") == value), None)
            if field == "title" and locale:
                message = f"{value!r} is the translation {locale} of the title; export the sheet without --locale"
                self._conflicts.append((row, field, message))
                continue
            change[field] = value or None
        self._refuse_uncovered(row, old, new)
        before, after = old.get("extra", {}), new.get("extra", {})
        kept = [name for name in after if name in self._parsed.dataset.fields and name not in self._coverage.own]
        own = {
            name: after.get(name)
            for name in (*self._coverage.own, *kept)
            if comparable(after.get(name)) != comparable(before.get(name))
        }
        return change | ({"extra": own} if own else {})

    def _refuse_uncovered(self, row: int, old: dict[str, Any], new: dict[str, Any]) -> None:
        """Refuse what a cell says of a field that the sheet has no column for, unless the record says so, too."""
        for field in new.keys() - {*self._coverage.fields, "id", "extra", "aliases"}:
            value, known = comparable(new[field]), comparable(old.get(field))
            is_known = all(item in (known or ()) for item in value) if isinstance(value, list) else value == known
            if not is_known and not self._is_empty(row, field):
                shown = ", ".join(map(_shown, value)) if isinstance(value, list) else _shown(value)
                self._conflicts.append((row, field, f"{shown} belongs in {field}, a column that the sheet lacks"))

    def _is_empty(self, row: int, field: str) -> bool:
        return (row, field) in self._builder.filled_in

    def _completed(self, row: int, field: str, old: dict[str, Any], new: dict[str, Any]) -> Any:
        """A new value, with what the sheet has no columns for taken from the old one."""
        value = new.get(field)
        if field == "figures" and not self._columns.is_own_export and self._columns.having("figures"):
            return self._own_figures(row, old.get(field, []), value)
        missing = [key for key, column in _KEYS.get(field, {}).items() if not self._columns.having(column)]
        if not isinstance(value, list) or not missing or not all(isinstance(item, dict) for item in old.get(field, ())):
            return value
        if field == "links":
            by_url = {link["url"]: link for link in old.get("links", ())}
            return [
                {
                    **{key: by_url[link["url"]][key] for key in missing if key in by_url[link["url"]]},
                    **_without(link, missing),
                }
                if link["url"] in by_url
                else link
                for link in value
            ]
        if not self._columns.is_own_export or self._columns.having("figures"):
            return value
        before = old.get("figures", [])
        if len(value) != len(before):
            self._conflicts.append(
                (row, field, f"{plural(len(value), 'figure')} instead of {len(before)}, without {missing[0]}s")
            )
            return before
        return [
            {**{key: was[key] for key in missing if key in was}, **_without(figure, missing)}
            for was, figure in zip(before, value, strict=True)
        ]

    def _own_figures(self, row: int, before: list[dict[str, Any]], value: list[dict[str, Any]] | None) -> Any:
        """The figures of a record in a sheet that is not an export: each has a column, or is a count among names."""
        columns = [name for field in ("figures", *_COUNTED) for name in self._columns.having(field)]
        if len(before) > len(columns) and value != before:
            self._conflicts.append(
                (
                    row,
                    columns[0],
                    f"the dataset has {len(before)} figures here, the sheet {plural(len(columns), 'column')}",
                )
            )
            return before
        return value


def _make_builder(sheet: Sheet, columns: Columns, report: Report, dataset: DatasetFile) -> RecordBuilder:
    """A builder that knows the names of a dataset and of the standards."""
    themes = {theme.id: theme.title for theme in dataset.themes}
    builder = RecordBuilder(sheet, columns, report, themes)
    builder.themes.update(themes)
    labels, names = Labels(dataset), builder.names
    names["partners"].update({one.id: one.name for one in dataset.organisations})
    names["countries"] = {code: labels.country(code) for code in (*places.countries(), *dataset.countries)}
    names["regions"] = {id_: labels.region(id_) for id_ in (*places.regions(), *dataset.regions)}
    names["languages"] = {code: labels.language(code) for code in (*places.languages(), *dataset.languages)}
    for record in dataset.initiatives:
        for id_ in (*record.partners, *record.mentions):
            names["partners"].setdefault(id_, labels.organisation(id_))
        for id_ in record.regions:
            names["regions"].setdefault(id_, labels.region(id_))
    aliases = (alias for one in dataset.organisations for alias in one.aliases)
    known = names["partners"]
    builder.organisations.update(map(name_key, (*known, *known.values(), *aliases)))
    return builder


def _without(table: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in keys}


def _shown(value: Any) -> str:
    return f"{value['value']:,} {value['label']}" if isinstance(value, dict) else repr(value)
