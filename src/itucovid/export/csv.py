"""CSV (RFC 4180) and TSV, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from itucovid.fields import TABLE_FIELDS, format_cell, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from itucovid.export import Export
    from itucovid.fields import Cell, Field

BYTE_ORDER_MARK = "\ufeff"
_NO_OPERATORS = ";,|"
_BOTH_LINE_ENDS = "\r\n"

# What a spreadsheet takes for the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection.
# An apostrophe before one counts too, so that taking one apostrophe away always gives the text back.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def render_csv(export: Export) -> Iterator[str]:
    """CSV as RFC 4180 has it: commas, CRLF, quotes where needed."""
    return lines(export, ",", "\r\n")


def render_tsv(export: Export) -> Iterator[str]:
    """The same with tabs and LF."""
    return lines(export, "\t", "\n")


def lines(export: Export, separator: str, line_end: str, second: Callable[[Field], str] | None = None) -> Iterator[str]:
    """The table, line by line, below its head of field names and, if need be, of something else that fields have."""
    fields = export.fields or TABLE_FIELDS
    line = io.StringIO(newline="")
    # The writer quotes the characters of its own line end, so it has to know of both.
    writer = csv.writer(line, delimiter=separator, lineterminator=_BOTH_LINE_ENDS)
    if export.excel:
        yield BYTE_ORDER_MARK
    yield separator.join(field.name for field in fields) + line_end
    if second:
        yield separator.join(map(second, fields)) + line_end
    for row in rows(export.labels, export.records, fields, export.explode):
        writer.writerow([escape_formula(cell, export.delimiter) for cell in row])
        yield line.getvalue().removesuffix(_BOTH_LINE_ENDS) + line_end
        line.seek(0)
        line.truncate()


def escape_formula(cell: Cell, delimiter: str) -> str | int | float:
    """A cell that no spreadsheet runs: an apostrophe comes before text that it would; a number stays a number."""
    number = cell[0] if isinstance(cell, tuple) and len(cell) == 1 else cell
    if isinstance(number, int | float):
        return number
    text = format_cell(cell, delimiter)
    # A list of numbers is none either, unless the delimiter calculates.
    numbers = isinstance(cell, tuple) and not any(isinstance(value, str) for value in cell)
    harmless = numbers and delimiter.strip()[0] in _NO_OPERATORS
    return f"'{text}" if _FORMULA.match(text) and not harmless else text
