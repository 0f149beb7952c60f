"""Small conversions of cells and texts."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from itertools import chain, count
from typing import TYPE_CHECKING, Any

import msgspec

from itucovid.model import Id, Number, decode_hook
from itucovid.text import remove_marks

if TYPE_CHECKING:
    from collections.abc import Callable


@lru_cache(maxsize=4096)
def name_for(column: str) -> str:
    """The name of an own field for a column."""
    plain = re.sub("[^a-z0-9]+", "_", remove_marks(column).casefold().encode("ascii", "ignore").decode()).strip("_")
    return plain if re.match("[a-z]", plain) else f"column_{plain}".rstrip("_")


def free_name(wanted: str, is_taken: Callable[[str], bool], separator: str = "-") -> str:
    """The wanted name, or if it is taken, with the first number from 2 on that makes another one of it."""
    numbered = (f"{wanted}{separator}{number}" for number in count(2))
    return next(name for name in chain([wanted], numbered) if not is_taken(name))


def text_name(column: str) -> str:
    """The name of the own field that keeps the text of a cell of a column, if its field cannot say all of it."""
    return f"{name_for(column)}_text"


def list_name(column: str) -> str:
    """The name of the own field that keeps all values of a cell of a column, if its field has one."""
    return f"{name_for(column)}_all"


def make_figure(value: float, label: str, qualifier: str | None) -> dict[str, Any]:
    """A figure as TOML has it."""
    figure: dict[str, Any] = {"label": label, "value": value}
    return figure | {"qualifier": qualifier} if qualifier else figure


def read_exact_number(value: Any) -> int | float | None:
    """A number as exports write it."""
    if isinstance(value, str):
        try:
            value = int(value) if re.fullmatch(r"-?\d{1,20}", value) else float(value)
        except ValueError:
            return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if is_valid(value, Number) else None


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """A text as an id, or the empty string if nothing of it can be in one."""
    if is_valid(text, Id):
        return text
    plain = remove_marks(unicodedata.normalize("NFKC", text)).encode("ascii", "replace").decode()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-._")
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rpartition("-")[0] or plain[:_LONGEST]


_LONGEST = 60


def is_valid(value: Any, type_: Any) -> bool:
    """Whether a value is of a type of the model."""
    try:
        msgspec.convert(value, type_, dec_hook=decode_hook)
    except msgspec.ValidationError:
        return False
    return True


def as_text(cell: Any) -> str:
    """A cell as text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, list | dict):
        return msgspec.json.encode(cell).decode()
    return str(cell)


def without_nulls(value: Any) -> Any:
    """A JSON value without nulls in objects."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def quoted(cell: Any) -> str:
    """A cell as text, in quotation marks for a message."""
    return repr(as_text(cell))
