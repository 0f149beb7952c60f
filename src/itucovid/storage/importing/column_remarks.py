"""Remarks on columns whose dates or numbers have two meanings: the order of day and month, the decimal separator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itucovid.storage.importing.dates import Order, column_order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from itucovid.storage.importing.column_scans import Scan
    from itucovid.storage.importing.examples import Examples
    from itucovid.storage.importing.mapping import ColumnMapping


def infer_order(given: Order | None, found: Examples, everywhere: set[Any]) -> tuple[Order | None, str]:
    """The order of the dates of a column, and a remark if it is assumed or does not fit."""
    if given:
        (other,) = {"day-first", "month-first"} - {given}
        if other not in found.kinds:
            return given, ""
        return (
            given,
            f'{found.describe(other)} cannot be {given.replace("-", " ")}, as order = "{given}" in the mapping says',
        )
    # Without evidence in the column, that in the other columns; else the order of most countries.
    if {"day-first", "month-first"} <= found.kinds:
        question = "day or month first? set order in the mapping"
        return None, f"{found.describe('either')}: {question}" if "either" in found.kinds else ""
    if order := column_order(found.kinds) or column_order(everywhere):
        return order, ""
    return (
        "day-first",
        f'day first assumed for {found.describe("either")}; if not, set order = "month-first" in the mapping',
    )


def remarks_on_numbers(columns: Mapping[str, ColumnMapping], scans: Mapping[str, Scan]) -> list[str]:
    """Remarks on columns whose numbers do not agree on the decimal separator, or do not tell it."""
    remarks = []
    for name, column in columns.items():
        found = scans[name].decimals
        if column.field != "figures" and column.type != "number":
            continue
        if column.decimal:
            (other,) = {",", "."} - {column.decimal}
            if other in found.kinds:
                remarks.append(
                    f'{name}: {found.describe(other)} cannot be read with decimal = "{column.decimal}" in the mapping'
                )
            continue
        for one, another in ((",", "."), (",", "?,"), (",", "?."), ("?,", "?.")):
            if {one, another} <= found.kinds:
                both = f"{found.describe(one)} beside {found.describe(another)}"
                remarks.append(f"{name}: {both}: is the comma or the point decimal? set decimal in the mapping")
                break
        else:
            if "?." in found.kinds and "." not in found.kinds:
                remarks.append(
                    f'{name}: decimal point assumed in {found.describe("?.")}; if not, set decimal = "," in the mapping'
                )
    return remarks
