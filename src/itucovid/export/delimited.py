"""CSV (RFC 4180) and TSV, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from itucovid.export.cells import as_text
from itucovid.fields import TABLE_FIELDS, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.fields import Cell

BYTE_ORDER_MARK = "\ufeff"

# What a spreadsheet takes for the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection.
# An apostrophe before one counts too, so that taking one apostrophe away always gives the text back.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def render_csv(export: Export) -> Iterator[str]:
    """CSV as RFC 4180 has it: commas, CRLF, quotes where needed."""
    return _render(export, ",", "\r\n")


def render_tsv(export: Export) -> Iterator[str]:
    """The same with tabs and LF."""
    return _render(export, "\t", "\n")


def _render(export: Export, separator: str, line_end: str) -> Iterator[str]:
    fields = export.fields or TABLE_FIELDS
    line = io.StringIO(newline="")
    writer = csv.writer(line, delimiter=separator, lineterminator=line_end)
    if export.excel:
        yield BYTE_ORDER_MARK
    writer.writerow([field.name for field in fields])
    for row in rows(export.dataset, export.records, fields, export.explode):
        writer.writerow([_defused(cell, export.delimiter) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _defused(cell: Cell, delimiter: str) -> str | int | float:
    """A cell that no spreadsheet runs: an apostrophe comes before text that it would; a number stays a number."""
    if isinstance(cell, int | float):
        return cell
    text = as_text(cell, delimiter)
    return f"'{text}" if _FORMULA.match(text) else text
