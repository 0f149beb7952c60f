"""The model as a JSON Schema and as Spark columns."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from itucovid.dates import PARTIAL_DATE
from itucovid.model import CountryCode, FieldName, Id, Initiative, LanguageCode, Url
from itucovid.storage.schema import json_schema, schema_text, spark_columns
from tests.conftest import ROOT, installed, needs

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


def patterns(schema: Any) -> Iterator[str]:
    """The patterns of a schema, wherever they are."""
    for key, value in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if key == "pattern" and isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            yield from patterns(value)


def run_node(program: str, value: object) -> Any:
    """What a program makes of a JSON value."""
    read = 'const input = JSON.parse(require("fs").readFileSync(0, "utf8"));'
    done = subprocess.run(
        ["node", "-e", f"{read} console.log(JSON.stringify({program}))"],
        input=json.dumps(value), capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return json.loads(done.stdout)


PYTHON_PATTERNS = [
    *(get_args(alias)[1].pattern for alias in (Id, CountryCode, LanguageCode, FieldName, Url)),
    f"^{PARTIAL_DATE.pattern}\\Z",
]
TEXTS = st.from_regex("|".join(PYTHON_PATTERNS)) | st.text(st.characters(exclude_categories=["Cs", "Zs"]), max_size=6)


def test_the_schema_has_the_patterns_of_the_model() -> None:
    assert {*patterns(json_schema())} == {pattern.replace("\\Z", "$") for pattern in PYTHON_PATTERNS}


@pytest.mark.slow
@needs("node")
@given(
    texts=st.lists(
        st.builds(str.__add__, TEXTS, st.sampled_from(["", "", "\n", " ", "\t", "-", "_", "."])), min_size=50
    )
)
@settings(max_examples=10)
def test_patterns_match_the_same_in_python_ecmascript_and_re2(texts: list[str]) -> None:
    expected = [[bool(re.search(pattern, text)) for text in texts] for pattern in PYTHON_PATTERNS]
    ours = [pattern.replace("\\Z", "$") for pattern in PYTHON_PATTERNS]
    for flag in ("u", "v"):
        program = f'input[0].map((p) => input[1].map((text) => new RegExp(p, "{flag}").test(text)))'
        assert run_node(program, [ours, [text.replace("\ufeff", "") for text in texts]]) == expected
    assert [[bool(re2.search(pattern, text)) for text in texts] for pattern in ours] == expected


AJV = """((Ajv) => {
    const validate = new Ajv({allErrors: true, strict: true, strictTypes: false}).compile(input[0]);
    return input[1].map((one) => validate(one) ? [] : validate.errors.map((error) => error.instancePath));
})(require("ajv/dist/2020").default)"""


@needs("ajv", (ROOT / "node_modules" / "ajv").exists())
def test_ajv_compiles_the_schema_and_accepts_the_bundled_dataset(tables: dict[str, Any]) -> None:
    invalid = tables | {
        "initiatives": [{"id": "a b", "theme": "t", "title": "", "links": [{"label": "x", "url": "y"}]}]
    }
    paths = ["/initiatives/0/id", "/initiatives/0/title", "/initiatives/0/links/0/url"]
    assert run_node(AJV, [json_schema(), [tables, invalid]]) == [[], paths]


@pytest.mark.slow
@pytest.mark.parametrize(("link", "status"), [("https://example.org", 0), ("example.org", 1)])
def test_check_jsonschema_accepts_the_schema_and_a_valid_dataset(tmp_path: Path, link: str, status: int) -> None:
    (tmp_path / "schema.json").write_text(schema_text(), encoding="utf-8")
    text = (ROOT / "data" / "initiatives.toml").read_text(encoding="utf-8")
    text += f'\n[[initiatives]]\nid = "a"\ntheme = "health"\ntitle = "A"\nlinks = [{{ label = "L", url = "{link}" }}]\n'
    (tmp_path / "data.toml").write_text(text, encoding="utf-8")
    for options in (["--check-metaschema", "schema.json"], ["--schemafile", "schema.json", "data.toml"]):
        done = subprocess.run(
            [installed("check-jsonschema"), *options], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        assert done.returncode == (0 if "--check-metaschema" in options else status), done.stdout
