"""The model as a JSON Schema of dataset files and as the Spark columns of records."""

from __future__ import annotations

import types
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from itucovid import model
from itucovid.dates import PARTIAL_DATE, PartialDate
from itucovid.model import DatasetFile, Initiative
from itucovid.storage.docstrings import docstring


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of a dataset file, for editors and other languages."""

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


def schema_text() -> str:
    """The JSON Schema of a dataset file, as text."""
    import json

    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def spark_columns() -> str:
    """The columns of records in JSON Lines, as Spark's `DataFrameReader.schema` expects them.

    Dates are strings, because some are only a year or a month.
    """
    return ", ".join(f"{name} {_spark_type(type_)}" for name, type_ in _fields(Initiative).items())


def _fields(struct: type[msgspec.Struct]) -> dict[str, Any]:
    hints = get_type_hints(struct)
    return {name: hints[name] for name in struct.__struct_fields__}


def _spark_type(type_: Any) -> str:
    origin, inner = get_origin(type_), [option for option in get_args(type_) if option is not type(None)]
    if origin is Annotated:
        return _spark_type(inner[0])
    if origin in (Union, types.UnionType):
        return "DOUBLE" if set(inner) >= {int, float} else _spark_type(inner[0])
    if origin is tuple:
        return f"ARRAY<{_spark_type(inner[0])}>"
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        return f"STRUCT<{', '.join(f'{name}: {_spark_type(field)}' for name, field in _fields(type_).items())}>"
    return "BIGINT" if type_ is int else "STRING"
