"""The model as a JSON Schema of dataset files and as the Spark columns of records."""

from __future__ import annotations

import types
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from itucovid import model
from itucovid.dates import PARTIAL_DATE, PartialDate
from itucovid.model import DatasetFile, FieldType, Initiative
from itucovid.storage.docstrings import docstring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from itucovid.fields import Field
    from itucovid.model import OwnField


def json_schema(tables: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a dataset file, for editors and other languages.

    Args:
        tables: a valid dataset as TOML gives it: the schema then has its own fields, private ones too, and its kinds.
    """

    def partial_date(type_: type) -> dict[str, object]:
        if type_ is not PartialDate:
            raise NotImplementedError(type_.__name__)
        return {
            "type": "string",
            "pattern": f"^{PARTIAL_DATE.pattern}$",
            "description": "YYYY-MM-DD (also as a TOML date), YYYY-MM or YYYY.",
        }

    schema = msgspec.json.schema(DatasetFile, schema_hook=partial_date)
    _describe_structs(schema["$defs"])
    if tables is not None:
        properties = schema["$defs"]["Initiative"]["properties"]
        own = {name: _own_schema(field) for name, field in tables.get("fields", {}).items()}
        properties["extra"] = {"type": "object", "properties": own, "additionalProperties": False}
        if kinds := tables.get("dataset", {}).get("kinds"):
            properties["kind"] = {"enum": kinds, "description": "One of the kinds of this dataset."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "itucovid dataset",
        **_with_portable_patterns(schema),
    }


def _describe_structs(definitions: dict[str, Any]) -> None:
    """Add the descriptions that msgspec takes from docstrings, which `python -OO` discards."""
    for name, definition in definitions.items():
        if "description" not in definition:
            definition["description"] = docstring(getattr(model, name))


def _with_portable_patterns(schema: Any) -> Any:
    """A schema with its patterns in the syntax that ECMA-262 and RE2 share."""
    if isinstance(schema, list):
        return [_with_portable_patterns(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value.replace(r"\Z", "$")
        if key == "pattern" and isinstance(value, str)
        else _with_portable_patterns(value)
        for key, value in schema.items()
    }


def _own_schema(field: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of the values of an own field."""
    facts = {"title": field.get("title"), "description": f"Unit: {field['unit']}" if "unit" in field else None}
    return {name: fact for name, fact in facts.items() if fact} | _VALUES[field.get("type", "text")]


_TEXT = {"type": "string", "minLength": 1}
_VALUES: dict[FieldType, dict[str, Any]] = {
    "text": _TEXT,
    "number": {"type": "number"},
    "date": {"type": "string", "pattern": f"^{PARTIAL_DATE.pattern}$"},
    "url": {"type": "string", "format": "uri", "pattern": "^https?://"},
    "list": {"type": "array", "items": _TEXT},
}


def schema_text(tables: Mapping[str, Any] | None = None) -> str:
    """The JSON Schema of a dataset file, as text; see `json_schema`."""
    import json

    return json.dumps(json_schema(tables), indent=2, ensure_ascii=False, default=str) + "\n"


def spark_columns(own_fields: Mapping[str, OwnField] | None = None) -> str:
    """The columns of records in JSON Lines, as Spark's `DataFrameReader.schema` expects them.

    Dates are strings, because some are only a year or a month.

    Args:
        own_fields: the own fields of a dataset.
    """
    scalars = {int: "BIGINT", float: "DOUBLE", str: "STRING"}

    def struct(fields: Mapping[str, str]) -> str:
        return f"STRUCT<{', '.join(f'{name}: {type_}' for name, type_ in fields.items())}>"

    columns = {
        name: _convert(type_, scalars, "ARRAY<{}>".format, struct) for name, type_ in _fields(Initiative).items()
    }
    if own_fields:
        columns["extra"] = struct({name: _SPARK_TYPES.get(own.type, "STRING") for name, own in own_fields.items()})
    return ", ".join(f"{name} {type_}" for name, type_ in columns.items())


_SPARK_TYPES: dict[FieldType, str] = {"number": "DOUBLE", "list": "ARRAY<STRING>"}


def polars_schema(fields: Iterable[Field], own_fields: Mapping[str, OwnField]) -> dict[str, Any]:
    """The data types of polars for fields of records, as `itucovid.fields.to_objects` makes them.

    Numbers that may have decimals are Float64; dates are strings, because some are only a year or a month.

    Raises:
        ImportError: polars is not installed.
    """
    polars = import_module("polars")
    hints = _fields(Initiative)
    scalars = {int: polars.Int64, float: polars.Float64, str: polars.String}

    def data_type(field: Field) -> Any:
        own = own_fields.get(field.name)
        if own is None and field.name in hints:
            return _convert(hints[field.name], scalars, polars.List, polars.Struct)
        is_number = field.name == "figure_values" or (own is not None and own.type == "number")
        item = polars.Float64 if is_number else polars.String
        return polars.List(item) if field.group else item

    return {field.name: data_type(field) for field in fields}


def _fields(struct: type[msgspec.Struct]) -> dict[str, Any]:
    hints = get_type_hints(struct)
    return {name: hints[name] for name in struct.__struct_fields__}


def _convert(
    type_: Any, scalars: Mapping[type, Any], array: Callable[[Any], Any], struct: Callable[[dict[str, Any]], Any]
) -> Any:
    """A type of the model in another type system: one of its `scalars`, or made by its `array` or `struct`."""

    def convert(type_: Any) -> Any:
        origin, inner = get_origin(type_), [option for option in get_args(type_) if option is not type(None)]
        if origin is Annotated:
            return convert(inner[0])
        if origin in (Union, types.UnionType):
            return scalars[float] if set(inner) >= {int, float} else convert(inner[0])
        if origin is tuple:
            return array(convert(inner[0]))
        if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
            return struct({name: convert(field) for name, field in _fields(type_).items()})
        return scalars[int if type_ is int else str]

    return convert(type_)
