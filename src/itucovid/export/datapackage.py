"""Data Package (https://datapackage.org/standard/, v2): a zip of CSV tables with a descriptor of their columns."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from itucovid.export.csv import escape_formula
from itucovid.export.provenance import citation, provenance
from itucovid.export.tables import to_tables
from itucovid.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.export.tables import Column, Table

_APOSTROPHE = (
    "Text that a spreadsheet would run as a formula has an apostrophe before it; take one away to have the text."
)
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {"text": "string", "integer": "integer", "number": "number"}
_DATE = {
    "description": "As exact as the source: YYYY, YYYY-MM or YYYY-MM-DD.",
    "constraints": {"pattern": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"},
}


def render_datapackage(export: Export) -> Iterator[bytes]:
    """The package, zipped: the tables of `itucovid.export.tables`, and what they are in datapackage.json.

    Text that a spreadsheet would run as a formula has an apostrophe before it, as in the CSV format.
    """
    buffer = io.BytesIO()
    resources, keys = [], {}
    more = {"start": _DATE, "end": _DATE, "kind": {"constraints": {"enum": export.dataset.kinds}}}
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        for table in to_tables(export):
            keys[table.name] = table.columns[0].name
            resources.append(_resource(table, keys, more))
            with package.open(_entry(f"{table.name}.csv"), "w") as member:
                stream = io.TextIOWrapper(member, encoding="utf-8", newline="")
                writer = csv.writer(stream)
                writer.writerow([column.name for column in table.columns])
                writer.writerows([escape_formula(value, ";") for value in row] for row in table.rows)
                stream.flush()
        text = msgspec.json.format(msgspec.json.encode(_descriptor(export, resources)), indent=2)
        package.writestr(_entry("datapackage.json"), text)
    yield buffer.getvalue()


def _entry(name: str) -> ZipInfo:
    """A member of the zip with the earliest time that there is, so that the same export gives the same bytes."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _descriptor(export: Export, resources: list[dict[str, Any]]) -> dict[str, Any]:
    document = export.dataset.document
    facts: dict[str, Any] = {"$schema": _PROFILE, "name": "register"}
    if document:
        source = {"title": citation(document), "path": document.source}
        facts |= {
            "name": "-".join(t.term for t in tokenize(document.title) if t.term.isascii()) or "register",
            "title": document.title,
            "version": document.version,
            "description": document.introduction,
            "homepage": document.source,
            "keywords": document.keywords,
            "sources": [{name: value for name, value in source.items() if value}],
        }
    facts |= {"provenance": provenance(export), "resources": resources}
    return {name: value for name, value in facts.items() if value}


def _resource(table: Table, keys: dict[str, str], more: dict[str, Any]) -> dict[str, Any]:
    key = [column.name for column in table.columns[: table.key]]
    references = [
        {
            "fields": [column.name],
            "reference": {"resource": column.refers_to, "fields": [keys[column.refers_to]]},
        }
        for column in table.columns
        if column.refers_to
    ]
    schema: dict[str, Any] = {
        "fields": [_field(column, more if table.name == "initiatives" else {}) for column in table.columns],
        "missingValues": [""],
        "primaryKey": key,
    }
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": _APOSTROPHE,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": references} if references else {}),
    }


def _field(column: Column, more: dict[str, Any]) -> dict[str, Any]:
    return {"name": column.name, "type": _TYPES[column.type], **more.get(column.name, {})}
