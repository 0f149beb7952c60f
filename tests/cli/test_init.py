"""`itucovid init`: the template, its schema, and the next steps."""

from __future__ import annotations

import itertools
import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any, get_args, get_type_hints

import jsonschema
import msgspec
import pytest

from itucovid.model import DatasetFile, DatasetInfo, Document, Initiative
from tests.conftest import ROOT, Invoke

TEMPLATE = (ROOT / "data" / "template.toml").read_bytes()
SCHEMA = (ROOT / "data" / "initiatives.schema.json").read_bytes()


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_the_template_is_written_with_its_schema(directory: Path, invoke: Invoke) -> None:
    assert invoke("init", "own.toml") == (
        0,
        b"",
        ("own.toml: created; edit it, then run: itucovid check own.toml\n"
        "to use it: itucovid list --data own.toml\n"),
    )  # fmt: skip
    assert contents(directory) == {"own.toml": TEMPLATE, "initiatives.schema.json": SCHEMA}


@pytest.mark.usefixtures("directory")
def test_the_next_steps_work_as_printed(invoke: Invoke) -> None:
    assert invoke("init", "my own.toml").stderr.count("'my own.toml'") == 2
    assert invoke("check", "my own.toml", "--strict") == (0, b"", "my own.toml: 2 records in 2 themes, no issues\n")
    assert invoke("list", "--data", "my own.toml").stdout == (
        "library-wifi\taccess\t2020-04\tWifi in every library\n"
        "senior-courses\tskills\t2020\tPhone courses for older people\n"
    )
    assert invoke("search", "wireless", "--data", "my own.toml", "--fields", "id").stdout == "library-wifi\n"


def structs(type_: Any) -> Iterator[type[msgspec.Struct]]:
    """All structs in a type."""
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        yield type_
        for inner in get_type_hints(type_).values():
            yield from structs(inner)
    for inner in get_args(type_):
        yield from structs(inner)


def keys(value: Any) -> Iterator[tuple[str, ...]]:
    """The keys of each table in a TOML value."""
    if isinstance(value, dict):
        yield tuple(value)
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys(inner)


@pytest.mark.parametrize("struct", [*dict.fromkeys(structs(DatasetFile))], ids=lambda struct: struct.__name__)
def test_the_template_has_every_field_of_the_model(struct: type[msgspec.Struct]) -> None:
    fields = {*struct.__struct_fields__}
    used = [table for table in keys(tomllib.loads(TEMPLATE.decode())) if {*table} <= fields]
    assert fields - {*itertools.chain(*used)} == set()


@pytest.mark.parametrize(
    ("table", "struct"), [("[dataset]", DatasetInfo), ("[document]", Document), ("[[initiatives]]", Initiative)]
)
def test_every_optional_field_of_the_template_has_a_comment(table: str, struct: type[msgspec.Struct]) -> None:
    lines = TEMPLATE.decode().split(f"{table}\n")[1].splitlines()
    for field in msgspec.structs.fields(struct):
        if not field.required:
            line = next(number for number, line in enumerate(lines) if line.startswith(f"{field.name} = "))
            assert " # " in lines[line] or lines[line - 1].startswith("# "), field.name


def test_the_template_is_valid_by_the_schema_in_its_first_line() -> None:
    text = TEMPLATE.decode()
    assert text.startswith("#:schema ./initiatives.schema.json\n")
    tables = json.loads(json.dumps(tomllib.loads(text), default=str))
    jsonschema.Draft202012Validator(json.loads(SCHEMA)).validate(tables)


def test_an_existing_file_is_overwritten_only_with_force(directory: Path, invoke: Invoke) -> None:
    (directory / "own.toml").write_bytes(b"old")
    assert invoke("init", "own.toml") == (2, b"", "error: own.toml: already exists (use --force to overwrite)\n")
    assert contents(directory) == {"own.toml": b"old"}

    assert invoke("init", "own.toml", "--force").exit_code == 0
    assert contents(directory) == {"own.toml": TEMPLATE, "initiatives.schema.json": SCHEMA}


def test_an_existing_schema_of_another_version_is_overwritten_only_with_force(directory: Path, invoke: Invoke) -> None:
    schema = directory / "initiatives.schema.json"
    schema.write_bytes(SCHEMA)
    assert "schema" not in invoke("init", "a.toml").stderr

    schema.write_bytes(b"{}")
    assert invoke("init", "b.toml").stderr.splitlines()[0] == (
        "warning: initiatives.schema.json belongs to another version and was kept (use --force to overwrite)"
    )
    assert contents(directory) == {"a.toml": TEMPLATE, "b.toml": TEMPLATE, "initiatives.schema.json": b"{}"}

    assert "schema" not in invoke("init", "b.toml", "--force").stderr
    assert schema.read_bytes() == SCHEMA


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("none/own.toml", "none/own.toml: no such directory: {directory}/none", id="missing directory"),
        pytest.param(".", ".: is a directory", id="directory"),
        pytest.param(
            "initiatives.schema.json",
            "initiatives.schema.json: the schema is written under this name; choose another",
            id="name of the schema",
        ),
    ],
)
def test_a_path_that_cannot_be_written(name: str, message: str, directory: Path, invoke: Invoke) -> None:
    expected = message.format(directory=os.path.realpath(directory))
    assert invoke("init", name) == (2, b"", f"error: {expected}\n")
    assert contents(directory) == {}


def test_a_schema_that_cannot_be_read(directory: Path, invoke: Invoke) -> None:
    (directory / "initiatives.schema.json").mkdir()
    assert invoke("init", "own.toml") == (
        2,
        b"",
        "error: initiatives.schema.json: cannot be read: Is a directory\n",
    )


def test_standard_output_has_only_the_template(directory: Path, invoke: Invoke) -> None:
    assert invoke("init", "-") == (0, TEMPLATE, "")
    assert contents(directory) == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_no_schema_is_written_next_to_a_pipe(directory: Path, invoke: Invoke) -> None:
    pipe = directory / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    assert invoke("init", "pipe").exit_code == 0
    reader.join(timeout=60)
    assert received == [TEMPLATE]
    assert [path.name for path in directory.iterdir()] == ["pipe"]
