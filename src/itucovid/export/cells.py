"""How a list becomes one cell, so that it can become a list again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from itucovid.fields import Cell


def as_text(cell: Cell, delimiter: str) -> str:
    """A cell as text: nothing as the empty one, a list with `delimiter` between its values.

    In a value of a list the delimiter's visible character and the backslash get a backslash before them, as RFC 6350
    (section 3.4) does it, so the delimiter between values is the only bare one.
    """
    if isinstance(cell, tuple):
        mark = delimiter.strip()[0]
        return delimiter.join(_text(value).replace("\\", "\\\\").replace(mark, f"\\{mark}") for value in cell)
    return _text(cell)


def _text(value: str | float | None) -> str:
    return "" if value is None else str(value)
