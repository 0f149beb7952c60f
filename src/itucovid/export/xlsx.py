"""Excel: a sheet of records with real dates and numbers, and one that says where they come from."""

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

    from xlsxwriter.worksheet import Worksheet

    from itucovid.export import Export
    from itucovid.fields import Cell

# Excel's own limits: https://support.microsoft.com/en-us/office/1672b34d-7043-467e-8e27-269d656771c3
MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767

_NARROWEST, _WIDEST = 8, 60
_FIRST_YEAR = 1900
_EARLIEST = dt.date(1980, 1, 1)  # of a file in a zip, which a workbook is
# What XML has no way to write; the control characters, Excel writes in its own.
_NOT_IN_XML = r"[\ud800-\udfff\ufffe\uffff]"


def render_xlsx(export: Export) -> Iterator[bytes]:
    """A workbook; the same export gives the same bytes.

    Raises:
        UsageError: a text is longer, or there are more rows, than a sheet can hold.
    """
    buffer = io.BytesIO()
    facts = provenance(export)
    # Text is never a formula, an address or a number.
    options = {f"strings_to_{what}": False for what in ("formulas", "urls", "numbers")}
    with Workbook(buffer, {"in_memory": True, **options}) as book:
        document = export.dataset.document
        day = max(document.date.first, _EARLIEST) if document and document.date else _EARLIEST
        book.set_properties(
            {
                "title": _clean(document.title) if document else "",
                "author": _clean((document and document.publisher) or ""),
                "comments": _clean("\n".join(f"{label}: {fact}" for label, fact in facts.items())),
                # XlsxWriter would write the time of the export.
                "created": dt.datetime(day.year, day.month, day.day),  # noqa: DTZ001 - a day, not an instant
            }
        )
        head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        date = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Records")
        fields = export.fields or TABLE_FIELDS
        widths = [len(field.heading) + 3 for field in fields]
        for column, field in enumerate(fields):
            sheet.write_string(0, column, field.heading, head)
        last = 0
        for last, row in enumerate(rows(export.labels, export.records, fields, export.explode), 1):
            if last >= MOST_ROWS:
                raise UsageError(f"a sheet holds {MOST_ROWS - 1:,} records; use --limit, or another format")
            for column, cell in enumerate(row):
                text = format_cell(cell, export.delimiter)
                if (length := _length(text)) > LONGEST_TEXT:
                    name = fields[column].name
                    raise UsageError(f"row {last}, {name}: {length:,} characters; a cell holds {LONGEST_TEXT:,}")
                widths[column] = max(widths[column], *(len(line) + 1 for line in text.split("\n")))
                _put(sheet, last, column, cell, text, date, wrapped)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(fields) - 1)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 20)
        about.set_column(1, 1, 100)
        for number, (label, fact) in enumerate(facts.items()):
            about.write_string(number, 0, label, head)
            about.write_string(number, 1, _cut(_clean(fact)), wrapped)
    yield buffer.getvalue()


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, text: str, date: object, wrapped: object) -> None:
    value = cell[0] if isinstance(cell, tuple) and len(cell) == 1 else cell
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, wrapped)
    elif isinstance(value, PartialDate) and value.is_complete and value.first.year >= _FIRST_YEAR:
        sheet.write_datetime(row, column, value.first, date)
    elif text:
        sheet.write_string(row, column, _clean(text), wrapped)


def _length(text: str) -> int:
    """Characters as Excel counts them: in UTF-16."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def _cut(text: str) -> str:
    if _length(text) <= LONGEST_TEXT:
        return text
    # A character counts twice at the most.
    return f"{text[: LONGEST_TEXT // 2 - len(' …')]} …"


def _clean(text: str) -> str:
    return re.sub(_NOT_IN_XML, "\ufffd", text)
