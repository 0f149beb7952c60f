"""The cells of columns as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

Scalar: TypeAlias = str | int | float | None
Cell: TypeAlias = Scalar | tuple[Scalar, ...]
"""The value of a field of one record: a scalar or a list."""


def format_cell(cell: Cell, delimiter: str) -> str:
    """A cell as text that can be split again: None is empty, the values of a list are joined by `delimiter`.

    The delimiter's visible character and the backslash are escaped by a backslash, as in RFC 6350, section 3.4. The
    text neither begins nor ends with the space of a delimiter.
    """
    if not isinstance(cell, tuple):
        return _text(cell)
    if not cell:
        return ""
    mark = delimiter.strip()[0]
    values = [_text(value).replace("\\", "\\\\").replace(mark, f"\\{mark}") for value in cell]
    text = delimiter.join(values)
    if len(values) > 1:
        begin = 0 if values[0] else len(delimiter) - len(delimiter.lstrip())
        end = 0 if values[-1] else len(delimiter) - len(delimiter.rstrip())
        text = text[begin : len(text) - end]
    return text


def split_escaped(text: str, delimiter: str = "; ") -> list[str]:
    """Split a cell of an export: the inverse of `format_cell` for a list.

    An empty text has no values.
    """
    if not text:
        return []
    mark = delimiter.strip()[0]
    before, after = delimiter.split(mark, 1)
    values = [""]
    for token in re.findall(rf"\\[\\{mark}]|{re.escape(mark)}(?:{re.escape(after)})?|[^\\{mark}]+|\\", text):
        if token.startswith(mark):
            values[-1] = values[-1].removesuffix(before)
            values.append("")
        else:
            values[-1] += token[1] if token[0] == "\\" and len(token) > 1 else token
    return values


def format_line(cells: Iterable[Cell]) -> str:
    """Cells as one tab-separated line, without control characters; the values of a list are joined by "; "."""
    texts = ["" if cell is None else cell for cell in cells]
    try:
        if "".join(texts).isprintable():  # type: ignore[arg-type]
            return "\t".join(texts) + "\n"  # type: ignore[arg-type]
    except TypeError:  # not all of them are texts
        pass
    return "\t".join(printable("; ".join(map(_text, c)) if isinstance(c, tuple) else _text(c)) for c in texts) + "\n"


def _text(value: Scalar) -> str:
    return "" if value is None else str(value)
