"""Data Package (https://datapackage.org/standard/, v2): a zip file of CSV tables with a descriptor of their columns."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from itucovid.export.csv import escape_formula
from itucovid.export.provenance import citation, provenance
from itucovid.export.tables import to_tables
from itucovid.model import STATUSES
from itucovid.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.export.tables import Table
    from itucovid.fields import Labels
    from itucovid.model import OwnField

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_ESCAPES = (
    "An apostrophe before =, +, - or @ at the start of a cell, or after a separator or line break within it, keeps "
    "spreadsheets from running text as a formula; remove one apostrophe to restore it."
)
_TYPES = {"text": "string", "integer": "integer", "number": "number"}
_DATE = {
    "description": "As exact as the source: YYYY, YYYY-MM or YYYY-MM-DD.",
    "constraints": {"pattern": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"},
}
_SEARCH_TERM = {"description": "A search term; not a claim of the source."}
_PROPERTIES: dict[tuple[str, str], dict[str, Any]] = {
    ("initiatives", "start"): _DATE,
    ("initiatives", "end"): _DATE,
    ("initiatives", "date_note"): {"description": "What the dates are."},
    ("initiatives", "status"): {
        "description": "The state as of the date of the dataset.",
        "constraints": {"enum": STATUSES},
    },
    ("initiative_keywords", "keyword"): _SEARCH_TERM,
    ("initiative_translation_keywords", "keyword"): _SEARCH_TERM,
    ("theme_keywords", "keyword"): _SEARCH_TERM,
}
"""Further properties of a column of a table."""

_LICENCE_NAME = re.compile(r"[-a-zA-Z0-9._]+")
"""What the profile allows as the name of a licence."""

_UNIX = 3
_MODE = 0o644 << 16


def render_datapackage(export: Export) -> Iterator[bytes]:
    """A zip file with the tables of `itucovid.export.tables` and their descriptor, datapackage.json.

    Formulas are escaped as in the CSV format.
    """
    buffer = io.BytesIO()
    resources = []
    keys: dict[str, str] = {}
    properties = {**_PROPERTIES, ("initiatives", "kind"): {"constraints": {"enum": export.dataset.kinds}}}
    with ZipFile(buffer, "w") as package:
        for table in to_tables(export):
            keys[table.name] = table.columns[0].name
            resources.append(_resource(table, keys, properties))
            package.writestr(_member(f"{table.name}.csv"), _format_csv(table))
        descriptor = msgspec.json.encode(_descriptor(export, resources))
        package.writestr(_member("datapackage.json"), msgspec.json.format(descriptor, indent=2))
    yield buffer.getvalue()


def _member(name: str) -> ZipInfo:
    """A member of the zip file, with the format's first date, so that the same export gives the same bytes."""
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    member.create_system = _UNIX
    member.external_attr = _MODE
    return member


def _format_csv(table: Table) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([escape_formula(value, ";") for value in row] for row in table.rows)
    return stream.getvalue()


def _descriptor(export: Export, resources: list[dict[str, Any]]) -> dict[str, Any]:
    properties = {
        "$schema": _PROFILE,
        **_dataset_properties(export.labels),
        "provenance": provenance(export),
        "resources": resources,
    }
    return {name: value for name, value in properties.items() if value}


def _dataset_properties(labels: Labels) -> dict[str, Any]:
    info, document = labels.info, labels.document
    title = info.title or (document.title if document else None)
    introduction = document.introduction if document else None
    source = {"title": citation(document), "path": document.source} if document else {}
    return {
        "name": "-".join(t.term for t in tokenize(title or "") if t.term.isascii()) or "dataset",
        "title": title,
        "version": info.version,
        "description": "\n\n".join(filter(None, (introduction, info.note))),
        "keywords": document.keywords if document else (),
        "licenses": [{"name": info.licence}] if info.licence and _LICENCE_NAME.fullmatch(info.licence) else (),
        "contributors": [{"title": info.maintainer, "roles": ["maintainer"]}] if info.maintainer else (),
        "sources": [{name: value for name, value in source.items() if value}] if source else (),
    }


def _own_properties(own: OwnField | None) -> dict[str, Any]:
    """The properties of the column of an own field."""
    if own is None:
        return {}
    properties = {"title": own.title, "description": f"Unit: {own.unit}" if own.unit else None}
    return {name: value for name, value in properties.items() if value} | (_DATE if own.type == "date" else {})


def _resource(table: Table, keys: dict[str, str], properties: dict[tuple[str, str], dict[str, Any]]) -> dict[str, Any]:
    """The descriptor of a table; `keys` are the first columns of the tables so far, `properties` those of columns."""
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": column.name,
                "type": _TYPES[column.type],
                **_own_properties(column.own),
                **properties.get((table.name, column.name), {}),
            }
            for column in table.columns
        ],
        "missingValues": [""],
        "primaryKey": [column.name for column in table.columns[: table.key_length]],
    }
    references = [
        {"fields": [column.name], "reference": {"resource": column.refers_to, "fields": [keys[column.refers_to]]}}
        for column in table.columns
        if column.refers_to
    ]
    if references:
        schema["foreignKeys"] = references
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": _ESCAPES,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
