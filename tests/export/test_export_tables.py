"""Workbooks, data packages and HXL, read back by others' readers of these formats."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import hxl
import msgspec
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import itucovid
from itucovid.dates import PartialDate
from itucovid.errors import UsageError
from itucovid.export import FORMATS, Export, render, xlsx
from itucovid.export.hxl import HASHTAGS, hashtag
from itucovid.fields import FIELDS, TABLE_FIELDS, choose_fields, explodable
from itucovid.model import Dataset, Document, Figure, Initiative, Link, Theme
from tests.conftest import ROOT, needs
from tests.test_export_roundtrip import datasets, from_cells, write


def binary(name: str, dataset: Dataset, records: list[Initiative] | None = None, **asked: Any) -> bytes:
    export = Export(dataset, list(dataset.initiatives) if records is None else records, **asked)
    return b"".join(chunk for chunk in render(name, export) if isinstance(chunk, bytes))


def workbook(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def as_written(cell: Any) -> str:
    """A cell's text as Excel shows it: its _xHHHH_ is a character (ECMA-376-1, 22.4.2.4)."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, dt.datetime):
        return cell.value.date().isoformat()
    return re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), str(cell.value))


def one_record(**facts: Any) -> Dataset:
    record = Initiative(**{"id": "a", "theme": "t", "title": "A", "summary": "S"} | facts)
    return Dataset(initiatives=(record,), themes=(Theme(id="t", title="T"),))


def test_a_workbook_is_ready_for_work(dataset: Dataset) -> None:
    book = workbook(binary("xlsx", dataset, request="itucovid export"))
    sheet = book["Records"]
    assert (sheet.max_row, sheet.max_column) == (len(dataset.initiatives) + 1, len(TABLE_FIELDS))
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert [cell.value for cell in sheet[1]] == [field.heading for field in TABLE_FIELDS]
    assert all(8 <= sheet.column_dimensions[cell.column_letter].width <= 61 for cell in sheet[1])


def test_a_workbook_says_where_it_comes_from(dataset: Dataset) -> None:
    book = workbook(binary("xlsx", dataset, request="itucovid export --format xlsx"))
    about = {label.value: fact.value for label, fact in book["About"].iter_rows()}
    assert dataset.document is not None
    assert about["Address"] == dataset.document.source
    assert about["Dataset version"] == dataset.document.version
    assert about["Made with"] == f"itucovid {itucovid.__version__}"
    assert about["Request"] == "itucovid export --format xlsx"
    assert book.properties.title == dataset.document.title
    assert book.properties.creator == "ITU"


def test_dates_are_dates_and_numbers_numbers() -> None:
    dataset = one_record(
        item=7,
        start=PartialDate("2020-03-18"),
        end=PartialDate("2020-04"),
        figures=(Figure(label="x", value=-2.5),),
    )
    sheet = workbook(binary("xlsx", dataset, fields=choose_fields("id,item,start,end,figure_values")))["Records"]
    assert [cell.value for cell in sheet[2]] == ["a", 7, dt.datetime(2020, 3, 18), "2020-04", -2.5]  # noqa: DTZ001
    assert sheet["C2"].is_date
    assert sheet["C2"].number_format == "yyyy-mm-dd"


def test_a_date_before_excels_first_stays_text() -> None:
    sheet = workbook(binary("xlsx", one_record(start=PartialDate("1865-05-17")), fields=choose_fields("start")))
    assert sheet["Records"]["A2"].value == "1865-05-17"


def test_the_same_request_gives_the_same_bytes_anywhere_at_any_time(tmp_path: Path) -> None:
    def exported(folder: Path, **env: str) -> dict[str, bytes]:
        command = [sys.executable, "-m", "itucovid", "export", "--theme", "health", "--format"]
        surroundings = {**os.environ, **env, "HOME": str(folder)}
        return {
            name: subprocess.run([*command, name], capture_output=True, check=True, cwd=folder, env=surroundings).stdout
            for name in FORMATS
        }

    one = exported(tmp_path, TZ="Asia/Tokyo", PYTHONHASHSEED="1")
    time.sleep(2)  # the time of a file in a zip goes in steps of two seconds
    other = exported(ROOT, TZ="America/Lima", PYTHONHASHSEED="2")
    assert [name for name in FORMATS if one[name] != other[name] or not one[name]] == []


@pytest.mark.parametrize("name", ["xlsx", "datapackage", "sqlite"])
@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_disk_that_fills_while_a_file_is_made_is_one_line(name: str, tmp_path: Path) -> None:
    import resource

    done = subprocess.run(
        [sys.executable, "-m", "itucovid", "export", "--format", name, "--output", str(tmp_path / "out")],
        capture_output=True, check=False, text=True, env={**os.environ, "TMPDIR": str(tmp_path)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )  # fmt: skip
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
    assert re.fullmatch(
        rf"itucovid: {re.escape(str(tmp_path))}\S*: cannot be written: (File too large|.*disk.*)\n", done.stderr
    )
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "https://example.org", "{=A1}", "12", "#N/A", "TRUE"])
def test_text_stays_text_in_a_workbook(text: str) -> None:
    content = binary("xlsx", one_record(title=text, people=(text,)), fields=choose_fields("title,people"))
    sheet = workbook(content)["Records"]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in sheet[2]] == [(text, "s", None)] * 2


@given(dataset=datasets("xlsx"))
@settings(deadline=None, max_examples=60)
def test_any_text_comes_back_from_a_workbook(dataset: Dataset) -> None:
    head, *records = workbook(binary("xlsx", dataset))["Records"].iter_rows(max_col=len(TABLE_FIELDS))
    names = {field.heading: field.name for field in TABLE_FIELDS}
    cells = [{names[top.value]: as_written(cell) for top, cell in zip(head, row, strict=True)} for row in records]
    clean = re.compile(r"[\ufffe\uffff]")
    expected = json.loads(clean.sub("\ufffd", json.dumps(plain(dataset), ensure_ascii=False)))
    found = [json.loads(msgspec.json.encode(from_cells(row, "; "), enc_hook=str)) for row in cells]
    assert approximate(found) == approximate(expected)


def plain(dataset: Dataset) -> Any:
    return json.loads(msgspec.json.encode(dataset.initiatives, enc_hook=str))


def approximate(records: Any) -> Any:
    """Records whose numbers have the sixteen digits that a cell keeps."""
    for record in records:
        for figure in record["figures"]:
            figure["value"] = float(f"{figure['value']:.15g}")
    return records


def test_characters_count_as_excel_counts_them() -> None:
    held = "😀" * 16_383
    (_, row) = workbook(binary("xlsx", one_record(summary=held)))["Records"].iter_rows()
    assert held in [cell.value for cell in row]
    with pytest.raises(UsageError, match="row 1, summary: 32,768 characters; a cell holds 32,767"):
        binary("xlsx", one_record(summary=f"{held}ab"))


def test_what_is_told_of_an_export_is_cut_where_it_is_too_long() -> None:
    about = workbook(binary("xlsx", one_record(), request="😀" * 40_000))["About"]
    assert str([*about.iter_rows()][-1][1].value).endswith("😀 …")


def test_an_early_document_has_a_workbook() -> None:
    dataset = msgspec.structs.replace(one_record(), document=Document(title="D", date=PartialDate("0865-02")))
    assert workbook(binary("xlsx", dataset))["Records"]["A2"].value == "a"


def test_what_a_sheet_cannot_hold_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"row 1, summary: 32,768 characters; a cell holds 32,767"):
        binary("xlsx", one_record(summary="x" * 32_768))
    assert workbook(binary("xlsx", one_record(summary="x" * 32_767)))
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    assert workbook(binary("xlsx", one_record()))
    two = one_record()
    with pytest.raises(UsageError, match="a sheet holds 1 records"):
        binary("xlsx", two, [*two.initiatives, *two.initiatives])


def validated(package: bytes, folder: Path) -> None:
    """Have Frictionless validate a package: the descriptor, each table's types, keys and references."""
    path = folder / "package.zip"
    path.write_bytes(package)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", "--json", str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    report = json.loads(done.stdout)
    assert report["valid"], done.stdout
    assert report["stats"]["tasks"] == len(tables(package))


def tables(package: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        return {
            name: [*csv.DictReader(io.StringIO(files.read(name).decode(), newline=""), strict=True)]
            for name in files.namelist()
            if name.endswith(".csv")
        }


def descriptor(package: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        return json.loads(files.read("datapackage.json"))


HOSTILE = one_record(
    title='=HYPERLINK("https://example.org")', summary="'\"\n\r\n;,\t\\ \u202e\u0000</script>",
    people=("@x", "y"), partners=("-1", "a,b"), countries=("NER",), languages=("wo",), regions=("+",),
    aliases=("",), keywords=("🤷",), start=PartialDate("2020"), end=PartialDate("2020-02-29"), item=1,
    figures=(Figure(label="=x", value=-2.5, qualifier="around"), Figure(label="y", value=10**15)),
    links=(Link(label="=l", url='https://example.org/"', publisher=None),), related=("gone",),
)  # fmt: skip


@pytest.mark.parametrize("which", ["shipped", "empty", "hostile", "part"])
def test_a_data_package_is_valid(which: str, dataset: Dataset, tmp_path: Path) -> None:
    packages = {
        "shipped": lambda: binary("datapackage", dataset, request="itucovid export -f datapackage"),
        "empty": lambda: binary("datapackage", Dataset(initiatives=()), []),
        "hostile": lambda: binary("datapackage", HOSTILE),
        "part": lambda: binary("datapackage", dataset, list(dataset.initiatives[3:5])),
    }
    validated(packages[which](), tmp_path)


def test_a_data_package_holds_every_record_and_says_where_it_comes_from(dataset: Dataset) -> None:
    package = binary("datapackage", dataset, request="itucovid export -f datapackage")
    facts = descriptor(package)
    assert dataset.document is not None
    assert facts["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert facts["title"] == dataset.document.title
    assert facts["version"] == dataset.document.version
    assert facts["sources"][0]["path"] == dataset.document.source
    assert facts["provenance"]["Request"] == "itucovid export -f datapackage"
    found = tables(package)
    assert [row["id"] for row in found["initiatives.csv"]] == [record.id for record in dataset.initiatives]
    assert {row["summary"] for row in found["initiatives.csv"]} == {r.summary for r in dataset.initiatives}
    links = [(record.id, link.url) for record in dataset.initiatives for link in record.links]
    assert [(row["initiative"], row["url"]) for row in found["initiative_links.csv"]] == links


def test_a_spreadsheet_runs_nothing_of_a_data_package() -> None:
    for rows in tables(binary("datapackage", HOSTILE)).values():
        for row in rows:
            for name, cell in row.items():
                assert not re.match(r"[=+\-@\t\r\n]", cell) or name == "value", (name, cell)


def faults_of_hxl(text: str) -> list[str]:
    """What libhxl's own schema finds wrong with a file."""
    data = hxl.data(io.BytesIO(text.encode()))
    issues: list[str] = []
    hxl.schema(callback=lambda fault: issues.append(f"{fault.message} {fault.column} {fault.value}")).validate(data)
    return issues


@pytest.mark.parametrize("explode", [None, *explodable()])
def test_libhxl_finds_nothing_wrong(explode: str | None, dataset: Dataset) -> None:
    assert faults_of_hxl(write("hxl", dataset, explode=explode)) == []


def test_libhxl_reads_every_column(dataset: Dataset) -> None:
    data = hxl.data(io.BytesIO(write("hxl", dataset, fields=tuple(FIELDS.values())).encode())).cache()
    assert [column.header for column in data.columns] == list(FIELDS)
    assert [column.display_tag for column in data.columns] == [hashtag(field, None) for field in FIELDS.values()]
    assert [row.get("#activity+id") for row in data] == [record.id for record in dataset.initiatives]
    assert len([*data.with_rows("#country+code ~ NER")]) == sum("NER" in r.countries for r in dataset.initiatives)


def test_every_field_has_a_hashtag_of_its_own() -> None:
    assert list(HASHTAGS) == list(FIELDS)
    for explode in (None, *explodable()):
        tags = [hashtag(field, explode) for field in FIELDS.values()]
        assert len(set(tags)) == len(tags)
        assert all(re.fullmatch(r"#[a-z]+(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)


@given(title=st.text(min_size=1))
@settings(max_examples=50)
def test_hashtags_are_all_that_hxl_adds_to_csv(title: str) -> None:
    dataset = one_record(title=title)
    head, hashtags, rest = write("hxl", dataset).split("\r\n", 2)
    assert f"{head}\r\n{rest}" == write("csv", dataset, fields=(*TABLE_FIELDS, FIELDS["source"]))
    assert hashtags.startswith("#activity+id,")


@needs("mlr")
@pytest.mark.parametrize(
    ("name", "reading"), [("csv", ["--icsv"]), ("tsv", ["--icsv", "--ifs", "tab"]), ("jsonl", ["--ijsonl"])]
)
def test_miller_reads_every_record(name: str, reading: list[str], dataset: Dataset) -> None:
    done = subprocess.run(
        ["mlr", *reading, "--ojson", "cut", "-o", "-f", "id,title,summary"],
        input=write(name, dataset).encode(), capture_output=True, check=True,
    )  # fmt: skip
    read = [tuple(row.values()) for row in json.loads(done.stdout)]
    assert read == [(record.id, record.title, record.summary) for record in register]
