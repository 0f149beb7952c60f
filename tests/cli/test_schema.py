"""`itucovid schema`."""

from __future__ import annotations

from itucovid.storage.schema import spark_columns
from tests.conftest import ROOT, Invoke


def test_the_schema_is_that_of_the_repository(invoke: Invoke) -> None:
    assert invoke("schema") == (0, (ROOT / "data" / "initiatives.schema.json").read_bytes(), "")


def test_the_spark_columns(invoke: Invoke) -> None:
    assert invoke("schema", "--spark") == (0, f"{spark_columns()}\n".encode(), "")
