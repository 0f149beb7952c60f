"""CSV (RFC 4180) and TSV (as IANA registers it), for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from itucovid.fields import escape_formulas, format_cell, rows, table_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from itucovid.export import Export
    from itucovid.fields import Cell, Field

_BYTE_ORDER_MARK = "\ufeff"
_CRLF = "\r\n"
_TSV_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_NOT_OPERATORS = ";,|"
"""Delimiters with which a list of numbers is not an expression."""


def render_csv(export: Export) -> Iterator[str]:
    """CSV: commas or another separator, CRLF, quotation marks where needed."""
    fields = export.columns or table_fields(export.labels)
    return format_table(export, fields, separator=export.options.separator or ",")


def render_tsv(export: Export) -> Iterator[str]:
    r"""Tabs and LF; in cells `\t`, `\n`, `\r` and `\\`, as Miller has them, since the format has no quotation marks."""
    options = export.options
    fields = export.columns or table_fields(export.labels)
    if options.excel:
        yield _BYTE_ORDER_MARK
    yield "\t".join(field.name for field in fields) + "\n"
    for row in rows(export.labels, export.records, fields, options.explode):
        cells = (str(escape_formula(cell, options.cell_delimiter)).translate(_TSV_ESCAPES) for cell in row)
        yield "\t".join(cells) + "\n"


def format_table(
    export: Export, fields: tuple[Field, ...], *, separator: str = ",", second_header: Iterable[str] = ()
) -> Iterator[str]:
    """The lines of a table: the names of the fields, a second header if there is one, and the rows."""
    options = export.options
    delimiter = options.cell_delimiter
    line = io.StringIO(newline="")
    writer = csv.writer(line, delimiter=separator, lineterminator=_CRLF)
    if options.excel:
        yield _BYTE_ORDER_MARK
    yield separator.join(field.name for field in fields) + _CRLF
    if second_header:
        yield separator.join(second_header) + _CRLF
    for row in rows(export.labels, export.records, fields, options.explode):
        writer.writerow([escape_formula(cell, delimiter) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def escape_formula(cell: Cell, delimiter: str) -> str | int | float:
    """A cell that no spreadsheet runs as a formula; numbers remain numbers."""
    if isinstance(cell, str):
        return escape_formulas(cell)
    value = cell[0] if isinstance(cell, tuple) and len(cell) == 1 else cell
    if isinstance(value, int | float):
        return value
    text = format_cell(cell, delimiter)
    all_numbers = isinstance(cell, tuple) and not any(isinstance(value, str) for value in cell)
    is_harmless = all_numbers and delimiter.strip()[0] in _NOT_OPERATORS
    return text if is_harmless else escape_formulas(text)
