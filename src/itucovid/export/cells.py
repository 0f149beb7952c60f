"""How a list becomes one cell, so that it can become a list again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from itucovid.fields import Cell


def as_text(cell: Cell, delimiter: str) -> str:
    """A cell as text: nothing as the empty one, a list with `delimiter` between its values.

    In a value of a list the delimiter's visible character and the backslash get a backslash before them, as RFC 6350
    (section 3.4) does it, so the delimiter between values is the only bare one. A list that begins or ends in nothing
    has no space of the delimiter there.
    """
    if not isinstance(cell, tuple):
        return _text(cell)
    mark = delimiter.strip()[0]
    values = [_text(value).replace("\\", "\\\\").replace(mark, f"\\{mark}") for value in cell]
    text = delimiter.join(values)
    if len(values) > 1:
        begin = 0 if values[0] else len(delimiter) - len(delimiter.lstrip())
        end = 0 if values[-1] else len(delimiter) - len(delimiter.rstrip())
        text = text[begin : len(text) - end]
    return text


def _text(value: str | float | None) -> str:
    return "" if value is None else str(value)
