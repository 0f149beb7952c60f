"""A register of one's own, from the first command on."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import jsonschema
import msgspec
import pytest

import itucovid
from tests.conftest import ROOT, Invoke, on_terminal

TEMPLATE = (ROOT / "data" / "template.toml").read_bytes()
SCHEMA = (ROOT / "data" / "initiatives.schema.json").read_bytes()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def structs(type_: Any) -> Iterator[type[msgspec.Struct]]:
    """Every struct that a type is made of."""
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        yield type_
        for inner in get_type_hints(type_).values():
            yield from structs(inner)
    for inner in get_args(type_):
        yield from structs(inner)


def keys(value: Any) -> Iterator[tuple[str, ...]]:
    """The fields of each table in what TOML holds."""
    if isinstance(value, dict):
        yield tuple(value)
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys(inner)


def test_a_register_is_begun_with_its_schema_and_the_next_steps(here: Path, invoke: Invoke) -> None:
    result = invoke("init", "own.toml")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "itucovid: own.toml: written; change it, then: itucovid check own.toml\n"
        "itucovid: to use it: itucovid list --data own.toml\n"
    )
    assert contents(here) == {"own.toml": TEMPLATE, "initiatives.schema.json": SCHEMA}


@pytest.mark.usefixtures("here")
def test_the_steps_that_it_names_work_as_they_stand(invoke: Invoke) -> None:
    assert invoke("init", "my own.toml").stderr.count("'my own.toml'") == 2
    checked = invoke("check", "my own.toml", "--strict")
    assert (checked.exit_code, checked.stderr) == (0, "itucovid: my own.toml: 2 records in 2 themes, no fault\n")
    assert invoke("list", "--data", "my own.toml").stdout == (
        "library-wifi\taccess\t2020-04\tWifi in every library\n"
        "senior-courses\tskills\t2020\tPhone courses for older people\n"
    )
    assert invoke("search", "wireless", "--data", "my own.toml", "--fields", "id").stdout == "library-wifi\n"


@pytest.mark.parametrize("struct", [*dict.fromkeys(structs(itucovid.Dataset))], ids=lambda struct: struct.__name__)
def test_every_field_of_the_model_is_shown(struct: type[msgspec.Struct]) -> None:
    shown = [fields for fields in keys(tomllib.loads(TEMPLATE.decode())) if {*fields} <= {*struct.__struct_fields__}]
    assert {*struct.__struct_fields__} - {*itertools.chain(*shown)} == set()


@pytest.mark.parametrize(
    ("table", "struct"), [("[document]", itucovid.Document), ("[[initiatives]]", itucovid.Initiative)]
)
def test_every_optional_field_has_a_comment_that_says_what_it_is(table: str, struct: type[msgspec.Struct]) -> None:
    lines = TEMPLATE.decode().split(f"{table}\n")[1].splitlines()
    for field in msgspec.structs.fields(struct):
        if not field.required:
            place = next(number for number, line in enumerate(lines) if line.startswith(f"{field.name} = "))
            assert " # " in lines[place] or lines[place - 1].startswith("# "), field.name


def test_the_example_is_valid_by_the_schema_that_its_first_line_names() -> None:
    text = TEMPLATE.decode()
    assert text.startswith("#:schema ./initiatives.schema.json\n")
    tables = json.loads(json.dumps(tomllib.loads(text), default=str))
    jsonschema.Draft202012Validator(json.loads(SCHEMA)).validate(tables)


def test_an_existing_file_is_kept_until_it_is_told_to_replace_it(here: Path, invoke: Invoke) -> None:
    (here / "own.toml").write_bytes(b"old")

    refused = invoke("init", "own.toml")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "itucovid: own.toml: exists already; --force replaces it\n"
    assert contents(here) == {"own.toml": b"old"}

    assert invoke("init", "own.toml", "--force").exit_code == 0
    assert contents(here) == {"own.toml": TEMPLATE, "initiatives.schema.json": SCHEMA}


def test_a_schema_that_is_there_already_is_kept_and_said_to_differ(here: Path, invoke: Invoke) -> None:
    schema = here / "initiatives.schema.json"
    schema.write_bytes(SCHEMA)
    assert "schema" not in invoke("init", "a.toml").stderr

    schema.write_bytes(b"{}")
    assert invoke("init", "b.toml").stderr.splitlines()[0] == (
        "itucovid: initiatives.schema.json: kept, though it is not this version's; --force replaces it"
    )
    assert contents(here) == {"a.toml": TEMPLATE, "b.toml": TEMPLATE, "initiatives.schema.json": b"{}"}

    assert "schema" not in invoke("init", "b.toml", "--force").stderr
    assert schema.read_bytes() == SCHEMA


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("none/own.toml", "none/own.toml: there is no folder FOLDER/none", id="no folder"),
        pytest.param(".", ".: is a folder", id="folder"),
        pytest.param(
            "initiatives.schema.json",
            "initiatives.schema.json: this name is the schema's, which goes beside a register; choose another",
            id="the schema's name",
        ),
    ],
)
def test_a_place_where_no_register_can_be_is_refused(name: str, message: str, here: Path, invoke: Invoke) -> None:
    result = invoke("init", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"itucovid: {message.replace('FOLDER', os.path.realpath(here))}\n"
    assert contents(here) == {}


def test_a_schema_that_cannot_be_read_or_written_is_an_error_that_names_it(here: Path, invoke: Invoke) -> None:
    (here / "initiatives.schema.json").mkdir()
    result = invoke("init", "own.toml")
    assert (result.exit_code, result.stderr) == (
        2,
        "itucovid: initiatives.schema.json: cannot be read: Is a directory\n",
    )


@pytest.mark.parametrize("run", [lambda i: i("init", "-").stdout, lambda _: on_terminal("init", "-").sent],
                         ids=["pipe", "terminal"])  # fmt: skip
def test_on_standard_output_it_is_the_same_and_nothing_is_written_beside(
    run: Callable[[Invoke], str], here: Path, invoke: Invoke
) -> None:
    assert run(invoke) == TEMPLATE.decode()
    assert contents(here) == {}


def test_nothing_is_written_beside_a_device(here: Path) -> None:
    os.mkfifo(here / "pipe")
    with subprocess.Popen(
        [sys.executable, "-m", "itucovid", "init", "pipe"], stderr=subprocess.PIPE, text=True
    ) as process:
        assert (here / "pipe").read_bytes() == TEMPLATE
        process.communicate(timeout=60)
    assert [path.name for path in here.iterdir()] == ["pipe"]
