"""Excel: a sheet of records with real dates and numbers, and a sheet with the provenance."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from itucovid.dates import PartialDate
from itucovid.errors import UsageError
from itucovid.export.provenance import provenance
from itucovid.fields import TABLE_FIELDS, format_cell, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from itucovid.export import Export
    from itucovid.fields import Cell
    from itucovid.model import Document

# Excel's limits: https://support.microsoft.com/en-us/office/1672b34d-7043-467e-8e27-269d656771c3
MAX_ROWS = 1_048_576
MAX_CELL_LENGTH = 32_767
"""UTF-16 code units."""

_MIN_WIDTH, _MAX_WIDTH = 8, 60
_FIRST_YEAR = 1900
"""Excel has no earlier dates."""
_FIRST_ZIP_DATE = dt.date(1980, 1, 1)
# Characters that XML cannot represent; XlsxWriter escapes control characters in Excel's own way.
_INVALID_IN_XML = re.compile(r"[\ud800-\udfff\ufffe\uffff]")


def render_xlsx(export: Export) -> Iterator[bytes]:
    """A workbook.

    Raises:
        UsageError: a text is longer, or there are more rows, than a sheet can hold.
    """
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        facts = provenance(export)
        book.set_properties(_properties(export.dataset.document, facts))
        header = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        date = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        _write_records(book.add_worksheet("Records"), export, header, date, text)
        _write_facts(book.add_worksheet("About"), facts, header, text)
    yield buffer.getvalue()


def _properties(document: Document | None, facts: dict[str, str]) -> dict[str, object]:
    day = max(document.date.first, _FIRST_ZIP_DATE) if document and document.date else _FIRST_ZIP_DATE
    return {
        "title": _replace_invalid(document.title) if document else "",
        "author": _replace_invalid((document and document.publisher) or ""),
        "comments": _replace_invalid("\n".join(f"{label}: {value}" for label, value in facts.items())),
        # The default is the current time, which would make the bytes differ.
        "created": dt.datetime(day.year, day.month, day.day),  # noqa: DTZ001 - a day, not an instant
    }


def _write_records(sheet: Worksheet, export: Export, header: Format, date: Format, text: Format) -> None:
    options = export.options
    fields = options.columns or TABLE_FIELDS
    delimiter = options.cell_delimiter
    widths = [len(field.heading) + 3 for field in fields]  # with the filter's button
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field.heading, header)
    number = 0
    for number, row in enumerate(rows(export.labels, export.records, fields, options.explode_group), 1):
        if number >= MAX_ROWS:
            raise UsageError(f"a sheet holds {MAX_ROWS - 1:,} records; use --limit, or another format")
        for column, cell in enumerate(row):
            value = format_cell(cell, delimiter)
            if (length := _length(value)) > MAX_CELL_LENGTH:
                name = fields[column].name
                raise UsageError(f"row {number}, {name}: {length:,} characters; a cell holds {MAX_CELL_LENGTH:,}")
            widths[column] = max(widths[column], *(len(line) + 1 for line in value.split("\n")))
            _write_cell(sheet, number, column, cell, value, date, text)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, _MIN_WIDTH), _MAX_WIDTH))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, number, len(fields) - 1)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, text: str, date: Format, plain: Format) -> None:
    value = cell[0] if isinstance(cell, tuple) and len(cell) == 1 else cell
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, plain)
    elif isinstance(value, PartialDate) and value.is_complete and value.first.year >= _FIRST_YEAR:
        sheet.write_datetime(row, column, value.first, date)
    elif text:
        sheet.write_string(row, column, _replace_invalid(text), plain)


def _write_facts(sheet: Worksheet, facts: dict[str, str], header: Format, text: Format) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    for row, (label, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, label, header)
        sheet.write_string(row, 1, _truncate(_replace_invalid(value)), text)


def _length(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def _truncate(text: str) -> str:
    if _length(text) <= MAX_CELL_LENGTH:
        return text
    # A character is at most two code units.
    return f"{text[: MAX_CELL_LENGTH // 2 - len(' …')]} …"


def _replace_invalid(text: str) -> str:
    return _INVALID_IN_XML.sub("\ufffd", text)
