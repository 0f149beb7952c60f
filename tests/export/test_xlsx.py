"""Workbooks, read back by openpyxl."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings

from itucovid import __version__
from itucovid.dates import PartialDate
from itucovid.errors import UsageError
from itucovid.export import Export, render, xlsx
from itucovid.export.options import ExportOptions
from itucovid.fields import FIELDS, TABLE_FIELDS
from itucovid.model import DatasetFile, DatasetInfo, Document, Figure, Initiative
from tests.export.helpers import (
    ABOUT,
    ALL_FIELDS,
    ALL_NAMES,
    MAX_NUMBER,
    SOURCE,
    datasets,
    expected_records,
    make_dataset,
    one_record,
    record_from_row,
    to_json,
    with_command,
)

if TYPE_CHECKING:
    from itucovid import Dataset


def workbook(dataset: Dataset, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(dataset.export("xlsx", **options)))


def cell_text(cell: Any) -> str:
    """The text of a cell as Excel shows it: _xHHHH_ is a character (ECMA-376-1, 22.4.2.4)."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, dt.datetime):
        return cell.value.date().isoformat()
    return re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), str(cell.value))


def test_sheet_has_a_frozen_header_a_filter_and_one_row_per_record(dataset: Dataset) -> None:
    sheet = workbook(dataset)["Records"]
    assert (sheet.max_row, sheet.max_column) == (len(dataset) + 1, len(TABLE_FIELDS))
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert [cell.value for cell in sheet[1]] == [field.heading for field in TABLE_FIELDS]
    assert all(cell.font.bold for cell in sheet[1])


@pytest.mark.parametrize(
    ("field", "value", "width"),
    [
        ("kind", "event", 8),
        ("figure_qualifiers", None, len("Figure qualifiers") + 3),
        ("title", "x" * 20, 21),
        ("title", "x" * 20 + "\nshort", 21),
        ("title", "x" * 59, 60),
        ("title", "x" * 100, 60),
    ],
    ids=["minimum", "heading", "text", "longest line", "just fits", "maximum"],
)
def test_column_is_as_wide_as_its_heading_or_longest_line(field: str, value: str | None, width: int) -> None:
    dataset = one_record(**{field: value} if value else {})
    sheet = workbook(dataset, fields=field)["Records"]
    assert sheet.column_dimensions["A"].width == width + CELL_PADDING


CELL_PADDING = 0.7109375
"""What Excel adds to a width in characters."""


def test_cells_are_aligned_at_the_top_and_text_is_wrapped() -> None:
    sheet = workbook(one_record(start=PartialDate("2020-03-18"), item=1), fields="title,item,start")["Records"]
    alignments = [(cell.alignment.horizontal, cell.alignment.vertical, cell.alignment.wrap_text) for cell in sheet[2]]
    assert alignments == [(None, "top", True), (None, "top", True), ("left", "top", None)]


def test_characters_that_xml_cannot_represent_are_replaced() -> None:
    text = "a\ufffeb\uffffc"
    file = DatasetFile(dataset=DatasetInfo(title=text, maintainer=text), initiatives=())
    dataset = make_dataset(Initiative(id="a", theme="t", title=text, summary="S"), tables=file)
    book = workbook(dataset, fields="title")
    replaced = "a\ufffdb\ufffdc"
    assert book["Records"]["A2"].value == replaced
    assert (book.properties.title, book.properties.creator) == (replaced, replaced)
    assert book["About"]["B1"].value == replaced
    assert book.properties.description.startswith(f"Dataset: {replaced}\n")


def test_workbook_states_its_provenance(dataset: Dataset) -> None:
    book = workbook(with_command(dataset))
    document = dataset.document
    assert document
    facts = [
        ("Source", SOURCE),
        ("Address", document.source),
        *ABOUT.items(),
        ("Made with", f"itucovid {__version__}"),
        ("Command", "itucovid export --format xlsx"),
    ]
    assert [(label.value, value.value) for label, value in book["About"].iter_rows()] == facts
    assert book.properties.description == "\n".join(f"{label}: {value}" for label, value in facts)
    assert (book.properties.title, book.properties.creator) == (
        "ITU's COVID-19 initiatives, partnerships and activities",
        "The itucovid contributors",
    )
    assert book.properties.created == dt.datetime(2021, 1, 11)  # noqa: DTZ001 - a day


def test_workbook_of_a_dataset_without_a_document_states_only_the_tool() -> None:
    book = workbook(one_record())
    assert [(label.value, value.value) for label, value in book["About"].iter_rows()] == [
        ("Made with", f"itucovid {__version__}")
    ]
    assert book.properties.created == dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a day


def test_document_before_1980_has_a_workbook_of_1980() -> None:
    file = DatasetFile(document=Document(title="D", date=PartialDate("0865-02")), initiatives=())
    book = workbook(make_dataset(tables=file))
    assert book.properties.created == dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a day


def test_full_dates_and_single_numbers_are_dates_and_numbers() -> None:
    dataset = one_record(
        item=7, start=PartialDate("2020-03-18"), end=PartialDate("2020-04"), figures=(Figure(label="x", value=-2.5),)
    )
    sheet = workbook(dataset, fields="id,item,start,end,figure_values")["Records"]
    assert [cell.value for cell in sheet[2]] == ["a", 7, dt.datetime(2020, 3, 18), "2020-04", -2.5]  # noqa: DTZ001
    assert (sheet["C2"].is_date, sheet["C2"].number_format) == (True, "yyyy-mm-dd")


def test_list_of_numbers_is_text() -> None:
    dataset = one_record(figures=(Figure(label="x", value=1), Figure(label="y", value=-2.5)))
    sheet = workbook(dataset, fields="figure_values,figure_labels", delimiter=" | ")["Records"]
    assert [cell.value for cell in sheet[2]] == ["1 | -2.5", "x | y"]


def test_exploded_list_has_one_row_per_value() -> None:
    dataset = one_record(figures=(Figure(label="x", value=1), Figure(label="y", value=-2.5)))
    sheet = workbook(dataset, fields="id,figure_values", explode="figures")["Records"]
    assert [tuple(cell.value for cell in row) for row in sheet] == [("Id", "Figure values"), ("a", 1), ("a", -2.5)]


@pytest.mark.parametrize(("date", "value"), [
    ("1865-05-17", "1865-05-17"),
    ("1899-12-31", "1899-12-31"),
    ("1900-02-28", "1900-02-28"),
    ("1900-03-01", dt.datetime(1900, 3, 1)),  # noqa: DTZ001 - a day
])  # fmt: skip
def test_date_before_march_1900_is_text(date: str, value: object) -> None:
    sheet = workbook(one_record(start=PartialDate(date)), fields="start")["Records"]
    assert sheet["A2"].value == value


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "https://example.org", "{=A1}", "12", "#N/A", "TRUE"])
def test_text_is_not_a_formula_a_link_or_a_number(text: str) -> None:
    sheet = workbook(one_record(title=text, people=(text,)), fields="title,people")["Records"]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in sheet[2]] == [(text, "s", None)] * 2


@pytest.mark.slow
@given(dataset=datasets("xlsx"))
@settings(max_examples=60)
def test_any_text_can_be_read_back_from_a_workbook(dataset: Dataset) -> None:
    assert read_back(dataset) == expected(dataset)


@pytest.mark.parametrize(
    "value", [MAX_NUMBER, -MAX_NUMBER, float(MAX_NUMBER), 9007199254740990.0, 0.1 + 0.2, -0.0, 5e-324]
)
def test_number_can_be_read_back_from_a_workbook(value: float) -> None:
    dataset = one_record(figures=(Figure(label="x", value=value),))
    assert read_back(dataset) == expected(dataset)


def read_back(dataset: Dataset) -> Any:
    header, *rows = workbook(dataset, fields=ALL_FIELDS)["Records"].iter_rows(max_col=len(ALL_NAMES))
    names = {field.heading: field.name for field in FIELDS.values()}
    cells = [{names[top.value]: cell_text(cell) for top, cell in zip(header, row, strict=True)} for row in rows]
    return rounded(to_json(record_from_row(row) for row in cells))


def expected(dataset: Dataset) -> Any:
    text = json.dumps(to_json(expected_records(dataset, "xlsx")), ensure_ascii=False)
    return rounded(json.loads(re.sub("[\ufffe\uffff]", "\ufffd", text)))


def rounded(records: Any) -> Any:
    """Records whose numbers have the fifteen digits that a cell keeps."""
    for record in records:
        for figure in record["figures"]:
            figure["value"] = float(f"{figure['value']:.15g}")
    return records


@pytest.mark.parametrize("summary", ["x" * 32_767, "😀" * 16_383], ids=["BMP", "surrogate pairs"])
def test_cell_holds_32767_code_units(summary: str) -> None:
    assert workbook(one_record(summary=summary), fields="summary")["Records"]["A2"].value == summary


@pytest.mark.parametrize("summary", ["x" * 32_768, "😀" * 16_384], ids=["BMP", "surrogate pairs"])
def test_longer_text_is_rejected(summary: str) -> None:
    with pytest.raises(UsageError) as error:
        one_record(summary=summary).export("xlsx")
    assert str(error.value) == "row 1, summary: 32,768 characters; a cell holds 32,767"


@pytest.mark.parametrize(("command", "value"), [
    ("x" * 32_767, "x" * 32_767),
    ("x" * 32_768, "x" * 16_381 + " …"),
    ("😀" * 40_000, "😀" * 16_381 + " …"),
], ids=["longest", "too long", "surrogate pairs"])  # fmt: skip
def test_provenance_is_truncated_to_the_length_of_a_cell(command: str, value: str) -> None:
    dataset = one_record()
    export = Export(dataset.contents, [], dataset.labels, ExportOptions(format="xlsx"), command)
    (content,) = render(export)
    about = openpyxl.load_workbook(io.BytesIO(content))["About"]  # type: ignore[arg-type]
    assert about["B2"].value == value


def test_more_rows_than_a_sheet_holds_are_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 2)
    record = Initiative(id="a", theme="t", title="A", summary="S")
    assert workbook(make_dataset(record))["Records"].max_row == 2
    with pytest.raises(UsageError) as error:
        make_dataset(record, record).export("xlsx")
    assert str(error.value) == "a sheet holds 1 records; use --limit, or another format"


@pytest.mark.parametrize(
    ("title", "summary", "height"),
    [
        ("A", "S", None),
        ("A", "x" * 66, None),
        ("A", "x" * 67, 30),
        ("A", "x" * 132, 30),
        ("A", "x" * 133, 45),
        ("A", "é" * 61, 30),
        ("A", "one\ntwo\nthree", 45),
        ("x" * 200, "one\n" + "x" * 70, 60),
        ("A", "学" * 31, 30),
        ("A", "x" * 32_000, 408),
    ],
    ids=[
        "short",
        "one line",
        "two lines",
        "full lines",
        "three lines",
        "line breaks",
        "highest cell",
        "other letters",
        "wide letters",
        "maximum",
    ],
)
def test_row_is_as_high_as_its_wrapped_text(title: str, summary: str, height: int | None) -> None:
    """LibreOffice gives a row without a height one line."""
    sheet = workbook(one_record(title=title, summary=summary), fields="title,summary")["Records"]
    assert sheet.row_dimensions[2].height == height
    assert sheet.row_dimensions[1].height is None


def test_fact_of_several_lines_has_a_row_of_their_height() -> None:
    file = DatasetFile(dataset=DatasetInfo(title="A", note="x" * 150), initiatives=())
    sheet = workbook(make_dataset(tables=file))["About"]
    assert [sheet.row_dimensions[row].height for row in (1, 2)] == [None, 30]


@pytest.mark.parametrize(
    ("fields", "pages"),
    [
        ("id,title,summary", 1),
        ("title,summary,links,theme_title,region_names", 1),
        ("title,summary,links,theme_title,region_names,id", 2),
        (None, 4),
    ],
    ids=["narrow", "300 letters", "more than 300 letters", "all fields"],
)
def test_records_are_printed_in_full_width_with_ids_and_header_on_each_page(
    fields: str | None, pages: int, dataset: Dataset
) -> None:
    book = workbook(dataset, fields=fields)
    records = book["Records"]
    assert records.page_setup.orientation == "landscape"
    assert (records.print_title_rows, records.print_title_cols) == ("$1:$1", "$A:$A")
    assert [sheet.page_setup.fitToWidth or 1 for sheet in book] == [pages, 1]
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.page_setup.paperSize == 9
        assert sheet.oddFooter.center.text == "&P / &N"
