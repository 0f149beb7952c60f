"""The mapping: how each column of a file is read. It is a TOML file that people can edit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from itucovid.fields import FIELDS
from itucovid.model import FieldName, FieldType, Initiative, Text
from itucovid.names import closest_matches
from itucovid.storage.importing.dates import Order  # noqa: TC001 - msgspec evaluates the annotations
from itucovid.storage.importing.sheets import ImportFailedError, ReadOptions
from itucovid.storage.type_errors import type_errors

if TYPE_CHECKING:
    from pathlib import Path


TARGETS: tuple[str, ...] = tuple(
    dict.fromkeys([*(name for name in FIELDS if name != "source"), *Initiative.__struct_fields__, "dates"])
)
"""The fields that a column can be read into; `dates` is a start, an end or both."""


class ColumnMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a column is read: into a field, into an own field, or not at all.

    Attributes:
        field: one of `TARGETS`.
        extra: the name of an own field.
        title: the title of the own field.
        type: the type of the own field.
        unit: the unit of the own field, or of the figure.
        private: whether the own field is private.
        ignore: whether the column is left out.
        order: the order of the numbers in dates.
        separator: the separator of the values of a list.
        decimal: the decimal separator.
        label: what the figure counts.
        unit_column: the column that has the unit of the figure.
        values: replacements for cells, by their text.
    """

    field: str | None = None
    extra: FieldName | None = None
    title: Text | None = None
    type: FieldType | None = None
    unit: Text | None = None
    private: bool = False
    ignore: bool = False
    order: Order | None = None
    separator: Text | None = None
    decimal: Literal[".", ","] | None = None
    label: Text | None = None
    unit_column: Text | None = None
    values: dict[str, str] = {}


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a file is read.

    Attributes:
        encoding: the encoding of a text file.
        separator: the separator of the cells of a text file.
        sheet: the worksheet of a workbook.
        columns: the mapping of each column, by its name; columns that are missing are read as without a mapping.
    """

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    columns: dict[str, ColumnMapping] = {}

    @property
    def options(self) -> ReadOptions:
        """How to read the file."""
        return ReadOptions(self.encoding, self.separator, self.sheet)


def read_mapping(path: Path, content: bytes) -> Mapping:
    """Parse a mapping file.

    Raises:
        ImportFailedError: the file is not TOML, or has an unknown key, field or type.
    """
    import tomli

    try:
        tables = tomli.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise ImportFailedError(path, f"not TOML: {error}") from error
    columns = tables.get("columns")
    for name, column in columns.items() if isinstance(columns, dict) else ():
        _check_names(path, name, column)
    for place, message in type_errors(tables, Mapping):
        where = ".".join(map(str, place))
        if len(place) > 1:
            where = f"column {place[1]!r}: {'.'.join(map(str, place[2:]))}"
        raise ImportFailedError(path, f"{where}: {message.replace('unknown field', 'unknown key')}")
    mapping = msgspec.convert(tables, Mapping)
    for name, column in mapping.columns.items():
        if (column.field is not None) + (column.extra is not None) + column.ignore > 1:
            raise ImportFailedError(path, f"column {name!r}: use one of field, extra and ignore")
    return mapping


def _check_names(path: Path, name: str, column: Any) -> None:
    """Refuse an unknown field or key, with the closest one."""
    if not isinstance(column, dict):
        raise ImportFailedError(path, f"column {name!r}: expected a table, such as {{ field = 'title' }}")
    for key in column:
        if key not in ColumnMapping.__struct_fields__:
            raise ImportFailedError(
                path, f"column {name!r}: unknown key {key!r}{_hint(key, ColumnMapping.__struct_fields__)}"
            )
    field = column.get("field")
    if isinstance(field, str) and field not in TARGETS:
        raise ImportFailedError(path, f"column {name!r}: unknown field {field!r}{_hint(field, TARGETS)}")
    extra = column.get("extra")
    if isinstance(extra, str) and (extra in FIELDS or not re.fullmatch("[a-z][a-z0-9_]*", extra)):
        what = "is a field of every dataset; use field" if extra in FIELDS else "may have a-z, 0-9 and _"
        raise ImportFailedError(path, f"column {name!r}: the own field {extra!r} {what}")


def _hint(name: str, known: tuple[str, ...]) -> str:
    close = closest_matches(name, {one: one for one in known})
    return f"; did you mean {close[0]}?" if close else f"; choose from {', '.join(known)}"


def format_mapping(mapping: Mapping) -> str:
    """The text of a mapping file."""
    import tomli_w

    return "# How itucovid import reads the columns of a file. Edit it and use it with --map.\n\n" + tomli_w.dumps(
        {name: value for name, value in msgspec.to_builtins(mapping).items() if value is not None}
    )
