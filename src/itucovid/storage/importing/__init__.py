"""Import a spreadsheet, a delimited text file or JSON as a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from itucovid import places as standards
from itucovid.model import KINDS, CountryCode, Id, LanguageCode
from itucovid.storage.formatting import format_dataset, format_record
from itucovid.storage.importing.columns import infer_columns
from itucovid.storage.importing.corrections import Corrected, correct
from itucovid.storage.importing.mapping import ColumnMapping, Mapping, format_mapping, read_mapping
from itucovid.storage.importing.packed import PackedList
from itucovid.storage.importing.reading import read_sheet
from itucovid.storage.importing.records import RecordBuilder
from itucovid.storage.importing.report import Report
from itucovid.storage.importing.sheets import ImportFailedError, ReadOptions, Sheet
from itucovid.storage.importing.values import is_valid
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as MappingType
    from pathlib import Path

    from itucovid.model import OwnField
    from itucovid.storage.importing.columns import Columns
    from itucovid.storage.loader import ParsedFile

__all__ = [
    "Corrected",
    "ImportFailedError",
    "Imported",
    "Mapping",
    "ReadOptions",
    "correct_dataset",
    "format_mapping",
    "import_dataset",
    "open_sheet",
    "read_mapping",
]


class OpenedSheet(NamedTuple):
    """A sheet and how its columns are read."""

    path: Path
    sheet: Sheet
    columns: Columns

    def describe(self) -> Iterator[str]:
        """The file, and each column, in words."""
        yield f"{self.path}: {self.sheet.description}"
        width = min(max(map(len, self.columns.mapping.columns)), _WIDEST)
        for name, column in self.columns.mapping.columns.items():
            yield f"  {name:{width}} -> {describe_column(column)}"


_WIDEST = 30


class Imported(NamedTuple):
    """An imported dataset.

    Attributes:
        text: the parts of the dataset file.
        records: the number of records.
        report: what was guessed, changed and left out.
    """

    text: Iterable[str]
    records: int
    report: Report


def open_sheet(
    path: Path,
    content: bytes,
    mapping: Mapping | None = None,
    options: ReadOptions | None = None,
    own_fields: MappingType[str, OwnField] | None = None,
) -> OpenedSheet:
    """Read a file and infer its columns.

    Args:
        path: the file, for its suffix and for messages.
        content: its content.
        mapping: columns that need not be inferred.
        options: how to read the file; by default as the mapping says.
        own_fields: own fields that columns may be named after.

    Raises:
        ImportFailedError: the file cannot be imported.
    """
    from_mapping = mapping.options if mapping else ReadOptions()
    chosen = ReadOptions(
        *(a if a is not None else b for a, b in zip(options or ReadOptions(), from_mapping, strict=True))
    )
    sheet = read_sheet(path, content, chosen)
    return OpenedSheet(path, sheet, infer_columns(path, sheet, mapping, own_fields))


def import_dataset(opened: OpenedSheet) -> Imported:
    """Convert a sheet to a dataset.

    Raises:
        ImportFailedError: no row can be a record.
    """
    report = Report(opened.path)
    builder = RecordBuilder(opened.sheet, opened.columns, report)
    records = PackedList(str)
    for record in builder.build():
        records.append(format_record(record))
    if not records:
        raise ImportFailedError(opened.path, "no row can be a record")
    if opened.path.name == "-":
        title, comment = "", "Imported from standard input."
    else:
        title = _title(opened.path)
        comment = f"Imported from {printable(opened.path.name)}, whose name is the title; edit it."
    text = format_dataset(_tables(builder, opened.columns, title), records, comment)
    return Imported(text, len(records), report)


def correct_dataset(path: Path, text: str, parsed: ParsedFile, opened: OpenedSheet) -> Corrected:
    """Take the corrections of a sheet into a dataset file; see `itucovid.storage.importing.corrections.correct`."""
    if not opened.columns.having("id"):
        raise ImportFailedError(opened.path, "no column has the ids of the records")
    return correct(path, text, parsed, opened)


def _title(path: Path) -> str:
    """A title for a dataset, from the name of the file it is made of."""
    name = " ".join(printable(path.stem).replace("_", " ").split())
    return name[:1].upper() + name[1:] or "Dataset"


def _tables(builder: RecordBuilder, columns: Columns, title: str) -> dict[str, Any]:
    """Everything in the file except the records."""
    tables: dict[str, Any] = {"dataset": {"title": title} if title else {}}
    kinds = list(dict.fromkeys(columns.kinds.values()))
    if not set(kinds) <= set(KINDS):
        tables["dataset"]["kinds"] = kinds
    tables["fields"] = builder.fields
    if any(id_ != title for id_, title in builder.themes.items()):
        tables["themes"] = [{"id": id_, "title": title} for id_, title in builder.themes.items()]
    partners = builder.names["partners"]
    if any(id_ != name for id_, name in partners.items()):
        tables["organisations"] = [{"id": id_, "name": name} for id_, name in partners.items()]
    for field, key, type_, standard in _STANDARDS:
        named = ((id_, name, standard(id_)) for id_, name in builder.names[field].items() if is_valid(id_, type_))
        tables[field] = {id_: {key: name} for id_, name, known in named if name != (known.name if known else id_)}
    return tables


# Names that are those of the standards need no entry.
_STANDARDS: tuple[
    tuple[str, str, Any, Callable[[str], standards.Country | standards.Region | standards.Language | None]], ...
] = (
    ("countries", "name", CountryCode, standards.country),
    ("regions", "title", Id, standards.region),
    ("languages", "name", LanguageCode, standards.language),
)


def describe_column(column: ColumnMapping) -> str:
    """How a column is read, in words."""
    if column.ignore:
        return "left out"
    if column.field is None:
        details = [column.type or "text", "private" if column.private else "", column.unit or ""]
        return f"extra.{column.extra} ({', '.join(filter(None, details))})"
    details = [
        column.order.replace("-", " ") if column.order else "",
        f"separated by {column.separator!r}" if column.separator not in (None, ";") else "",
        f"label {column.label!r}" if column.label else "",
        f"unit from {column.unit_column}" if column.unit_column else "",
        f"unit {column.unit}" if column.unit else "",
        "the first; all in an own field" if column.field == "theme" and column.separator else "",
    ]
    shown = ", ".join(filter(None, details))
    return f"{column.field} ({shown})" if shown else column.field
