"""The model for other languages."""

from __future__ import annotations

import re

from itucovid.model import Initiative
from itucovid.storage.schema import spark_columns
from tests.conftest import ROOT, Invoke


def test_schema_prints_what_the_repository_has(invoke: Invoke) -> None:
    assert invoke("schema").stdout == (ROOT / "data" / "initiatives.schema.json").read_text(encoding="utf-8")


def test_spark_s_columns_are_the_fields_of_a_record_in_their_order(invoke: Invoke) -> None:
    columns = spark_columns()
    outer = re.sub(r"<[^<>]*>", "", re.sub(r"<[^<>]*>", "", columns))
    assert [column.split()[0] for column in outer.split(", ")] == list(Initiative.__struct_fields__)
    assert "item BIGINT, aliases ARRAY<STRING>, start STRING" in columns
    assert "figures ARRAY<STRUCT<label: STRING, value: DOUBLE, qualifier: STRING>>" in columns
    assert invoke("schema", "--spark").stdout == f"{columns}\n"
