"""CSV (RFC 4180) and TSV, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from itucovid.fields import format_cell, rows, table_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from itucovid.export import Export
    from itucovid.fields import Cell, Field

_BYTE_ORDER_MARK = "\ufeff"
_CRLF = "\r\n"

# The start of a formula: https://owasp.org/www-community/attacks/CSV_Injection. Apostrophes before it are included, so
# that removing one apostrophe always restores the text.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NOT_OPERATORS = ";,|"
"""Delimiters with which a list of numbers is not an expression."""


def render_csv(export: Export) -> Iterator[str]:
    """CSV: commas, CRLF, quotation marks where needed."""
    return format_table(export, export.columns or table_fields(export.labels))


def render_tsv(export: Export) -> Iterator[str]:
    """CSV with tabs and LF."""
    return format_table(export, export.columns or table_fields(export.labels), separator="\t", line_end="\n")


def format_table(
    export: Export,
    fields: tuple[Field, ...],
    *,
    separator: str = ",",
    line_end: str = _CRLF,
    second_header: Iterable[str] = (),
) -> Iterator[str]:
    """The lines of a table: the names of the fields, a second header if there is one, and the rows."""
    options = export.options
    delimiter = options.cell_delimiter
    line = io.StringIO(newline="")
    # The writer quotes only the characters of its own line end, so it gets both.
    writer = csv.writer(line, delimiter=separator, lineterminator=_CRLF)
    if options.excel:
        yield _BYTE_ORDER_MARK
    yield separator.join(field.name for field in fields) + line_end
    if second_header:
        yield separator.join(second_header) + line_end
    for row in rows(export.labels, export.records, fields, options.explode):
        writer.writerow([escape_formula(cell, delimiter) for cell in row])
        yield line.getvalue().removesuffix(_CRLF) + line_end
        line.seek(0)
        line.truncate()


def escape_formula(cell: Cell, delimiter: str) -> str | int | float:
    """A cell that no spreadsheet runs as a formula: such text gets an apostrophe before it; numbers remain numbers."""
    value = cell[0] if isinstance(cell, tuple) and len(cell) == 1 else cell
    if isinstance(value, int | float):
        return value
    text = format_cell(cell, delimiter)
    all_numbers = isinstance(cell, tuple) and not any(isinstance(value, str) for value in cell)
    is_harmless = all_numbers and delimiter.strip()[0] in _NOT_OPERATORS
    return f"'{text}" if _FORMULA.match(text) and not is_harmless else text
