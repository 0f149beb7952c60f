"""Infer what each column of a sheet is: by its name, else by its cells."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from itucovid.model import KINDS, LIST_FIELDS
from itucovid.names import closest_matches, name_key
from itucovid.storage.importing.column_names import (
    UNITS,
    is_own_export,
    map_by_name,
    own_field_name,
    split_unit,
)
from itucovid.storage.importing.column_remarks import infer_order, remarks_on_numbers
from itucovid.storage.importing.column_scans import DATES, SAMPLE, scan_columns
from itucovid.storage.importing.mapping import ColumnMapping, Mapping
from itucovid.storage.importing.sheets import ImportFailedError, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType
    from pathlib import Path

    from itucovid.model import OwnField
    from itucovid.storage.importing.column_scans import Scan

_SEPARATED = frozenset((*LIST_FIELDS, "links", "theme"))
_COMMA_SEPARATED = frozenset(("aliases", "keywords", "countries", "languages", "regions", "related", "theme"))


class Columns(NamedTuple):
    """The columns of a sheet.

    Attributes:
        mapping: the mapping of each column, complete.
        is_own_export: whether the sheet is an export of this program.
        kinds: the kinds of the records by their text in lower case.
        remarks: what was assumed of whole columns.
        unseparated: the columns of organisations whose separator the mapping does not give.
    """

    mapping: Mapping
    is_own_export: bool
    kinds: dict[str, str]
    remarks: tuple[str, ...] = ()
    unseparated: frozenset[str] = frozenset()

    def having(self, field: str) -> list[str]:
        """The names of the columns that are read into a field."""
        return [name for name, column in self.mapping.columns.items() if column.field == field]


def infer_columns(
    path: Path, sheet: Sheet, mapping: Mapping | None = None, own_fields: MappingType[str, OwnField] | None = None
) -> Columns:
    """Infer the columns of a sheet.

    Args:
        path: the file, for messages.
        sheet: its rows.
        mapping: columns that need not be inferred.
        own_fields: own fields of a dataset that the sheet corrects; columns may be named after them, and none needs to
            be the title.

    Raises:
        ImportFailedError: no column can be the title, or the mapping has a column that the sheet lacks.
    """
    given = mapping.columns if mapping else {}
    for name in given:
        if name not in sheet.columns:
            close = closest_matches(name, {known: known for known in sheet.columns})
            raise ImportFailedError(
                path, f"no column {name!r}, which the mapping has" + (f"; did you mean {close[0]!r}?" if close else "")
            )
    own_export = is_own_export(sheet.columns, own_fields or {})
    chosen: dict[str, ColumnMapping | None] = {}
    for name in sheet.columns:
        used = [column.field for column in (*chosen.values(), *given.values()) if column]
        chosen[name] = given.get(name) or map_by_name(name, used, own_fields or {}, own_export=own_export)
    scans = scan_columns(sheet, chosen, given)
    inferred: dict[str, ColumnMapping] = {}
    for name, column in chosen.items():
        scan = scans[name]
        if name not in given and not own_export and scan.is_private:
            column = ColumnMapping(extra=own_field_name(name, inferred), title=name, type="text", private=True)  # noqa: PLW2901
        title, unit = split_unit(name) if own_export and scan.type == "number" else (name, None)
        inferred[name] = column or ColumnMapping(
            extra=own_field_name(title, inferred), title=title, type=scan.type, unit=unit
        )
    if own_fields is None:
        _require_title(path, sheet, inferred, given)
    remarks = remarks_on_numbers(inferred, scans) if not own_export else []
    remarks += _complete(sheet, inferred, scans, own_export=own_export)
    kinds = {kind.casefold(): kind for scan in scans.values() for kind in scan.kinds.values()}
    if all(key in KINDS for key in kinds):
        kinds = {key: key for key in kinds}
    unseparated = (
        name
        for name, column in inferred.items()
        if column.field in ("partners", "mentions") and not (name in given and given[name].separator)
    )
    options = sheet.options
    return Columns(
        Mapping(encoding=options.encoding, separator=options.separator, sheet=options.sheet, columns=inferred),
        own_export,
        kinds,
        tuple(remarks),
        frozenset(unseparated),
    )


def _require_title(
    path: Path, sheet: Sheet, inferred: dict[str, ColumnMapping], given: MappingType[str, ColumnMapping]
) -> None:
    """Make a column of texts that mostly differ the title, if none is."""
    if any(column.field == "title" for column in inferred.values()):
        return
    for position, (name, column) in enumerate(inferred.items()):
        may_be_title = column.type in (None, "text") and column.field in (None, "summary", "aliases")
        if name in given or column.private or not may_be_title:
            continue
        cells = [row[position] for _, row in islice(sheet.rows(), SAMPLE) if position < len(row)]
        texts = [cell for cell in cells if isinstance(cell, str) and re.search(r"[^\W\d_]", cell)]
        if len(set(texts)) >= _MOST * len(cells):
            inferred[name] = ColumnMapping(field="title")
            return
    raise ImportFailedError(path, 'no column could be the title; name one "title", or choose it with --map')


_MOST = 0.8


def _complete(
    sheet: Sheet, inferred: dict[str, ColumnMapping], scans: MappingType[str, Scan], *, own_export: bool
) -> list[str]:
    """Add the order of dates, the separators of lists, and the units and labels of figures.

    Returns:
        Remarks on the order of dates.
    """
    remarks = []
    orders = {order for scan in scans.values() for order in scan.orders.kinds}
    units = [name for name, column in inferred.items() if name_key(name) in UNITS]
    for name, column in inferred.items():
        changes: dict[str, Any] = {}
        scan = scans[name]
        if (column.field in DATES or column.type == "date") and scan.orders.kinds:
            order, remark = infer_order(column.order, scan.orders, orders)
            if order != column.order:
                changes["order"] = order
            if remark:
                remarks.append(f"{name}: {remark}")
        if column.field in _SEPARATED and column.separator is None and sheet.form != "json" and not own_export:
            changes["separator"] = (
                ";" if scan.has_semicolons
                else "|" if scan.has_bars
                else "," if column.field in _COMMA_SEPARATED
                else ";"
            )  # fmt: skip
        if column.field == "figures" and not own_export:
            if column.label is None:
                changes["label"] = re.sub(r"\s*\([^()]*\)", "", name).strip().casefold() or name
            if column.unit is None and column.unit_column is None and len(units) == 1:
                changes["unit_column"] = units[0]
        if changes:
            inferred[name] = msgspec.structs.replace(column, **changes)
    return remarks
