"""`itucovid schema`."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from itucovid.storage.schema import spark_columns
from tests.conftest import ROOT, Invoke


def test_the_schema_is_that_of_the_repository(invoke: Invoke) -> None:
    assert invoke("schema") == (0, (ROOT / "data" / "initiatives.schema.json").read_bytes(), "")


def test_the_spark_columns(invoke: Invoke) -> None:
    assert invoke("schema", "--spark") == (0, f"{spark_columns()}\n".encode(), "")


def run(optimize: str, *arguments: str) -> str:
    environment = os.environ | {"PYTHONOPTIMIZE": optimize}
    command = [sys.executable, "-m", "itucovid", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout


@pytest.mark.slow
def test_descriptions_do_not_depend_on_docstrings() -> None:
    """`python -OO` discards them."""
    for arguments in (["--help"], ["export", "--help"], ["list", "--help"]):
        assert run("2", *arguments) == run("0", *arguments)
    assert json.loads(run("2", "schema")) == json.loads(run("0", "schema"))
