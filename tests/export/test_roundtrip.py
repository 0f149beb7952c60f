"""Complete formats, read back by other programs' parsers: no text of a record is lost or changed."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itucovid import FormatName
from itucovid.model import Figure, Initiative
from tests.conftest import needs
from tests.export.helpers import (
    COMPLETE_FORMATS,
    MAX_NUMBER,
    datasets,
    expected_records,
    export_all_fields,
    export_text,
    make_dataset,
    one_record,
    read_csv,
    read_records,
    read_toml,
    split_cell,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from itucovid import Dataset


@pytest.mark.parametrize("name", COMPLETE_FORMATS)
def test_bundled_dataset_can_be_read_back(name: str, dataset: Dataset) -> None:
    assert read_records(name, export_all_fields(dataset, name)) == expected_records(dataset, name)


def test_toml_of_the_bundled_dataset_is_the_same_dataset(dataset: Dataset) -> None:
    assert read_toml(export_text(dataset, "toml")) == dataset.contents


@pytest.mark.slow
@pytest.mark.parametrize("name", COMPLETE_FORMATS)
@given(data=st.data())
@settings(max_examples=100)
def test_any_text_in_any_field_can_be_read_back(name: str, data: st.DataObject) -> None:
    dataset = data.draw(datasets(name))
    assert read_records(name, export_all_fields(dataset, name)) == expected_records(dataset, name)


@given(dataset=datasets("toml"))
@settings(max_examples=50)
def test_toml_of_any_dataset_is_the_same_dataset(dataset: Dataset) -> None:
    assert read_toml(export_text(dataset, "toml")) == dataset.contents


@pytest.mark.parametrize("value", [MAX_NUMBER, -MAX_NUMBER, float(MAX_NUMBER), 0.1 + 0.2, 5e-324, -0.0])
@pytest.mark.parametrize("name", COMPLETE_FORMATS)
def test_number_can_be_read_back(name: str, value: float) -> None:
    dataset = one_record(figures=(Figure(label="x", value=value),))
    (record,) = read_records(name, export_all_fields(dataset, name))
    assert record.figures[0].value == value


@pytest.mark.parametrize("delimiter", ["; ", "|", ",", " | ", " and ", "::", "=", "é"])
@given(people=st.lists(texts("csv"), max_size=4))
@settings(max_examples=50)
def test_list_with_any_delimiter_can_be_split(delimiter: str, people: Sequence[str]) -> None:
    dataset = one_record(people=tuple(people))
    (row,) = read_csv(export_text(dataset, "csv", delimiter=delimiter), ",")
    assert split_cell(row["people"], delimiter) == people


@pytest.mark.shell
@needs("mlr")
@pytest.mark.parametrize(
    ("name", "options"),
    [("csv", ["--icsv"]), ("csv;", ["--icsv", "--ifs", ";"]), ("tsv", ["--itsv"]), ("jsonl", ["--ijsonl"])],
)
def test_miller_reads_every_record(name: FormatName | Literal["csv;"], options: list[str], dataset: Dataset) -> None:
    exported = dataset.export("csv", separator=";") if name == "csv;" else dataset.export(name)
    rows = [tuple(row.values()) for row in miller(exported, *options)]
    assert rows == [(record.id, record.title, record.summary) for record in dataset]


@pytest.mark.shell
@needs("mlr")
@given(titles=st.lists(st.text("\t\n\\\"ntr'; é").map("x{}".format), min_size=1, max_size=20))
@settings(max_examples=20)
def test_miller_reads_any_text_in_tsv(titles: list[str]) -> None:
    records = [Initiative(id=f"r{n}", theme="t", title=title, summary="S") for n, title in enumerate(titles)]
    rows = miller(make_dataset(*records).export("tsv"), "--itsv")
    assert [row["title"] for row in rows] == titles


def miller(exported: bytes, *options: str) -> list[dict[str, str]]:
    done = subprocess.run(
        ["mlr", *options, "--infer-none", "--ojson", "cut", "-o", "-f", "id,title,summary"],
        input=exported, capture_output=True, check=True,
    )  # fmt: skip
    rows: list[dict[str, str]] = json.loads(done.stdout)
    return rows
