"""The model as a JSON Schema and as Spark columns."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from typing import Any

import jsonschema
import pytest

from itucovid.model import Initiative
from itucovid.storage.schema import json_schema, schema_text, spark_columns
from tests.conftest import ROOT

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


@pytest.fixture
def tables() -> dict[str, Any]:
    """The bundled dataset as an editor sees it: dates are text."""
    text = (ROOT / "data" / "initiatives.toml").read_text(encoding="utf-8")
    parsed: dict[str, Any] = json.loads(json.dumps(tomllib.loads(text), default=dt.date.isoformat))
    return parsed


def invalid_paths(tables: dict[str, Any]) -> list[list[str | int]]:
    return [list(error.absolute_path) for error in VALIDATOR.iter_errors(tables)]


def test_the_bundled_schema_is_that_of_the_model() -> None:
    assert (ROOT / "data" / "initiatives.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_valid_and_has_a_title() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert json_schema()["title"] == "itucovid dataset"


def test_the_bundled_dataset_is_valid(tables: dict[str, Any]) -> None:
    assert invalid_paths(tables) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start", "30 April"),
        ("end", "2020-4"),
        ("item", 0),
        ("kind", ""),
        ("extra", {"Donor": "x"}),
        ("countries", ["Niger"]),
        ("title", ""),
        ("figures", [{"label": "x", "value": 2**53}]),
        ("links", [{"label": "x", "url": "itu.int"}]),
    ],
)
def test_an_invalid_value(field: str, value: object, tables: dict[str, Any]) -> None:
    tables["initiatives"][3][field] = value
    assert [path[:3] for path in invalid_paths(tables)] == [["initiatives", 3, field]]


def test_an_unknown_field(tables: dict[str, Any]) -> None:
    tables["initiatives"][3]["sumary"] = "x"
    assert invalid_paths(tables) == [["initiatives", 3]]


def test_every_field_has_a_description() -> None:
    definitions: Any = json_schema()["$defs"]
    properties = {
        (name, field): schema
        for name, definition in definitions.items()
        if name != "Names"
        for field, schema in definition.get("properties", {}).items()
    }
    assert len(properties) > 40
    assert [key for key, schema in properties.items() if not schema.get("description")] == []


def test_the_spark_columns_are_the_fields_of_a_record() -> None:
    columns = spark_columns()
    outer = re.sub(r"<[^<>]*>", "", re.sub(r"<[^<>]*>", "", columns))
    assert [column.split()[0] for column in outer.split(", ")] == list(Initiative.__struct_fields__)
    assert "item BIGINT, aliases ARRAY<STRING>, start STRING" in columns
    assert "figures ARRAY<STRUCT<label: STRING, value: DOUBLE, qualifier: STRING>>" in columns
