"""Excel: a sheet of records with real dates and numbers, and a sheet about the dataset."""

from __future__ import annotations

import datetime as dt
import io
import re
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from xlsxwriter import Workbook

from itucovid.dates import PartialDate
from itucovid.errors import UsageError
from itucovid.export.provenance import provenance
from itucovid.fields import format_cell, rows, table_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from itucovid.export import Export
    from itucovid.fields import Cell, Labels

# Excel's limits: https://support.microsoft.com/en-us/office/1672b34d-7043-467e-8e27-269d656771c3
MAX_ROWS = 1_048_576
MAX_CELL_LENGTH = 32_767
"""UTF-16 code units."""

_MIN_WIDTH, _MAX_WIDTH = 8, 60
_LABEL_WIDTH, _FACT_WIDTH = 20, 100
_LATIN_TEXT = 1.1
"""The letters that fit in the width of a digit, on average; other scripts are wider."""
_PAGE_WIDTH = 300
"""The width of columns that a landscape page holds in letters that can still be read."""
_LINE_HEIGHT, _MAX_HEIGHT = 15, 408
"""In points; both are whole pixels."""
_FIRST_DATE = dt.date(1900, 3, 1)
"""The first date that all readers show alike: Excel has a 29 February 1900, LibreOffice has not."""
_A4 = 9
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
        book.set_properties(_properties(export.labels, facts))
        header = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        date = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        _write_records(book.add_worksheet("Records"), export, header, date, text)
        label = book.add_format({"bold": True, "valign": "top"})
        _write_facts(book.add_worksheet("About"), facts, label, text)
    yield buffer.getvalue()


def _properties(labels: Labels, facts: dict[str, str]) -> dict[str, object]:
    day = max(labels.as_of.first, _FIRST_ZIP_DATE) if labels.as_of else _FIRST_ZIP_DATE
    title = labels.info.title or (labels.document.title if labels.document else "")
    return {
        "title": _replace_invalid(title),
        "author": _replace_invalid(labels.info.maintainer or ""),
        "comments": _replace_invalid("\n".join(f"{label}: {value}" for label, value in facts.items())),
        # The default is the current time, which would make the bytes differ.
        "created": dt.datetime(day.year, day.month, day.day),  # noqa: DTZ001 - a day, not an instant
    }


def _write_records(sheet: Worksheet, export: Export, header: Format, date: Format, text: Format) -> None:
    options = export.options
    fields = export.columns or table_fields(export.labels)
    delimiter = options.cell_delimiter
    widths = [len(field.heading) + 3 for field in fields]  # with the filter's button
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field.heading, header)
    number = 0
    for number, row in enumerate(rows(export.labels, export.records, fields, options.explode), 1):
        if number >= MAX_ROWS:
            raise UsageError(f"a sheet holds {MAX_ROWS - 1:,} records; use --limit, or another format")
        lines = 1
        for column, cell in enumerate(row):
            value = format_cell(cell, delimiter)
            if (length := _length(value)) > MAX_CELL_LENGTH:
                name = fields[column].name
                raise UsageError(f"row {number}, {name}: {length:,} characters; a cell holds {MAX_CELL_LENGTH:,}")
            widths[column] = max(widths[column], *(_width(line) + 1 for line in value.split("\n")))
            lines = max(lines, _count_lines(value, _MAX_WIDTH))
            _write_cell(sheet, number, column, cell, value, date, text)
        _set_height(sheet, number, lines)
    widths = [min(max(width, _MIN_WIDTH), _MAX_WIDTH) for width in widths]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, number, len(fields) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)
    _fit_to_pages(sheet, ceil(sum(widths) / _PAGE_WIDTH))


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, text: str, date: Format, plain: Format) -> None:
    value = cell[0] if isinstance(cell, tuple) and len(cell) == 1 else cell
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, plain)
    elif isinstance(value, PartialDate) and value.is_complete and value.first >= _FIRST_DATE:
        sheet.write_datetime(row, column, value.first, date)
    elif text:
        sheet.write_string(row, column, _replace_invalid(text), plain)


def _write_facts(sheet: Worksheet, facts: dict[str, str], label_format: Format, text: Format) -> None:
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _FACT_WIDTH)
    for row, (label, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, label, label_format)
        sheet.write_string(row, 1, _truncate(_replace_invalid(value)), text)
        _set_height(sheet, row, _count_lines(value, _FACT_WIDTH))
    _fit_to_pages(sheet, 1)


def _fit_to_pages(sheet: Worksheet, number: int) -> None:
    """Print the columns on a number of pages side by side, with page numbers."""
    sheet.set_paper(_A4)
    sheet.fit_to_pages(number, 0)
    sheet.set_footer("&C&P / &N")


def _set_height(sheet: Worksheet, row: int, lines: int) -> None:
    """Make room for wrapped lines: Excel does so by itself, LibreOffice does not."""
    if lines > 1:
        sheet.set_row(row, min(lines * _LINE_HEIGHT, _MAX_HEIGHT))


def _count_lines(text: str, width: int) -> int:
    """The number of lines of a text that is wrapped in a column."""
    lines = text.split("\n")
    return sum(max(1, ceil(_width(line) / (width * (_LATIN_TEXT if line.isascii() else 1)))) for line in lines)


def _width(line: str) -> int:
    """The width of a line, in columns of a Latin letter."""
    return len(line) if line.isascii() else sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


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
