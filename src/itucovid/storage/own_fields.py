"""The fields and kinds that a dataset declares itself: checking them, and dropping private fields."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from itucovid.dates import PartialDate
from itucovid.fields import RESERVED_NAMES
from itucovid.model import KINDS, FieldType, Url
from itucovid.storage.problems import Problem, did_you_mean
from itucovid.storage.tables import entries, named_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from itucovid.model import DatasetFile

_RULES = {"text": "text", "number": "a number", "date": "a date", "url": "a web address", "list": "an array of texts"}


def dates_as_text(tables: dict[str, Any]) -> None:
    """Replace the TOML dates of own fields by texts, in place."""
    for _, extra in _extras(tables):
        for name, value in extra.items():
            if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
                extra[name] = value.isoformat()


def own_field_errors(tables: Mapping[str, Any]) -> Iterator[Problem]:
    """Each own field or kind that is not declared, and each value that is not of the declared type.

    Args:
        tables: a dataset as TOML gives it; values of the wrong shape are skipped.
    """
    declared = _table(tables, "fields")
    for name in declared:
        if name in RESERVED_NAMES:
            message = f"{name} has another meaning in exports; choose another name"
            yield Problem(("fields", name), "model", message)
    types = {name: field.get("type", "text") for name, field in named_entries(tables, "fields")}
    names = frozenset(declared)
    for index, extra in _extras(tables):
        for name, value in extra.items():
            path = ("initiatives", index, "extra", name)
            if name not in declared:
                hint = did_you_mean(name, names) or f"; declare it in [fields.{name}]"
                yield Problem(path, "model", f"unknown own field{hint}")
            elif types.get(name) in get_args(FieldType) and not is_of_type(value, types[name]):
                got = "" if _is_private(declared[name]) else f", not {value!r}"
                yield Problem(path, "model", f"expected {_RULES[types[name]]}{got}")
    kinds = _table(tables, "dataset").get("kinds")
    known = kinds if isinstance(kinds, list) and kinds else KINDS
    for index, record in entries(tables, "initiatives"):
        kind = record.get("kind")
        if isinstance(kind, str) and kind not in known:
            texts = frozenset(name for name in known if isinstance(name, str))
            hint = did_you_mean(kind, texts) or f"; choose from {', '.join(map(str, known))}"
            yield Problem(("initiatives", index, "kind"), "model", f"unknown value {kind!r}{hint}")


def is_of_type(value: object, type_: FieldType) -> bool:
    """Whether a value is of the type of an own field."""
    if type_ == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if type_ == "list":
        return isinstance(value, list)
    if not isinstance(value, str):
        return False
    try:
        if type_ == "date":
            PartialDate(value)
        elif type_ == "url":
            msgspec.convert(value, Url)
    except ValueError:
        return False
    return True


def _is_private(field: object) -> bool:
    return isinstance(field, dict) and field.get("private") is True


def public_tables(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of a file without the declarations and the values of private fields."""
    private = {name for name, field in _table(tables, "fields").items() if _is_private(field)}
    if not private:
        return {**tables}
    records = [
        {**record, "extra": {name: value for name, value in record["extra"].items() if name not in private}}
        if isinstance(record, dict) and isinstance(record.get("extra"), dict)
        else record
        for record in tables["initiatives"]
    ]
    public = {name: field for name, field in tables["fields"].items() if name not in private}
    return {**tables, "fields": public, "initiatives": records}


def without_private_fields(dataset: DatasetFile) -> DatasetFile:
    """A dataset without its private fields, neither their declarations nor their values."""
    private = {name for name, field in dataset.fields.items() if field.private}
    if not private:
        return dataset
    records = tuple(
        msgspec.structs.replace(record, extra={k: v for k, v in record.extra.items() if k not in private})
        if private & record.extra.keys()
        else record
        for record in dataset.initiatives
    )
    public = {name: field for name, field in dataset.fields.items() if name not in private}
    return msgspec.structs.replace(dataset, initiatives=records, fields=public)


def _extras(tables: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    for index, record in entries(tables, "initiatives"):
        if isinstance(extra := record.get("extra"), dict):
            yield index, extra


def _table(tables: Mapping[str, Any], name: str) -> dict[str, Any]:
    return table if isinstance(table := tables.get(name), dict) else {}
