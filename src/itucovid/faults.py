"""Everything that is wrong with a dataset, with the line of each fault.

msgspec stops at the first fault. When there is one, this module takes the file apart value by value and lists all.
"""

from __future__ import annotations

import re
import types
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import msgspec

from itucovid.model import CountryCode, Dataset, Id, LanguageCode, Url, decode_hook
from itucovid.positions import Positions
from itucovid.references import broken_references
from itucovid.text import clipped, nearest, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from itucovid.positions import Path as Way


Severity: TypeAlias = Literal["error", "warning"]
Code: TypeAlias = Literal[
    "file", "encoding", "syntax", "model", "reference",
    "blank", "date", "keyword", "link", "same", "title", "twice", "unused",
]  # fmt: skip
"""What kind of fault it is: the first line has those of an error, the second those of a warning."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One fault of a dataset file.

    `line` and `column` count from 1 and are 0 when the whole file is meant; `record` is the id of the record that
    has the fault (or "number 3" if it has none), `field` the way to the value inside it. An error keeps the file from
    being used, a warning does not.
    """

    path: str
    line: int = 0
    column: int = 0
    record: str | None = None
    field: str | None = None
    severity: Severity = "error"
    code: Code
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        severity = "warning" if self.severity == "warning" else None
        return printable(": ".join(filter(None, (where, severity, self.text))))

    @property
    def text(self) -> str:
        """What is wrong with which field of which record, without the place in the file."""
        what = ", ".join(filter(None, (self.record, self.field)))
        return ": ".join(filter(None, (what, self.message)))


Finding: TypeAlias = tuple["Way", Code, str]
"""The way to a value, the kind of its fault, and the fault in words."""


def find_faults(tables: dict[str, Any], source: str, path: Path) -> list[Fault]:
    """All faults of a parsed dataset, in the order of the file.

    Args:
        tables: what tomli made of `source`.
        source: the file's text.
        path: the file, for the messages.
    """
    found: dict[Way, Finding] = {way: (way, "reference", message) for way, message in broken_references(tables)}
    found |= {way: (way, "model", message) for way, message in _wrong_shapes(tables, Dataset, ())}
    return locate(found.values(), tables, source, path, "error")


def locate(
    findings: Iterable[Finding], tables: dict[str, Any], source: str, path: Path, severity: Severity
) -> list[Fault]:
    """Findings as faults with their places, in the order of the file."""
    positions: Positions | None = None
    faults = []
    for way, code, message in findings:
        # A file without a fault need not be scanned.
        positions = positions or Positions(source)
        line, column = positions.find(way)
        record, field = _name(tables, way)
        faults.append(
            Fault(
                path=str(path),
                line=line,
                column=column,
                record=record and clipped(record),
                field=field and clipped(field),
                severity=severity,
                code=code,
                message=clipped(message),
            )
        )
    return sorted(faults, key=lambda fault: (fault.line, fault.column))


def _wrong_shapes(value: Any, type_: Any, way: Way) -> Iterator[tuple[Way, str]]:
    """Each value that its declared type does not allow: where, and why."""
    bare = _without_annotation(type_)
    origin = get_origin(bare)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct) and isinstance(value, dict):
        yield from _wrong_fields(value, bare, way)
        return
    if origin is tuple and isinstance(value, list):
        inner = get_args(bare)[0]
        for index, item in enumerate(value):
            yield from _wrong_shapes(item, inner, (*way, index))
        if value:
            return
    if origin is dict and isinstance(value, dict):
        key_type, inner = get_args(bare)
        for key, item in value.items():
            if message := _refusal(key, key_type):
                yield (*way, key), message
            yield from _wrong_shapes(item, inner, (*way, key))
        return
    if message := _refusal(value, type_):
        yield way, message


def _wrong_fields(table: dict[str, Any], struct: type[msgspec.Struct], way: Way) -> Iterator[tuple[Way, str]]:
    fields = _fields(struct)
    for name, (type_, required) in fields.items():
        if name in table:
            yield from _wrong_shapes(table[name], type_, (*way, name))
        elif required:
            yield (*way, name), "missing"
    for name in table.keys() - fields.keys():
        close = _near(name, tuple(fields))
        yield (*way, name), f"unknown field{f'; did you mean {close[0]}?' if close else ''}"


@cache
def _fields(struct: type[msgspec.Struct]) -> dict[str, tuple[Any, bool]]:
    """The type of each field, and whether it must be there."""
    hints = get_type_hints(struct, include_extras=True)
    return {field.name: (hints[field.name], field.required) for field in msgspec.structs.fields(struct)}


@cache
def _near(name: str, names: tuple[str, ...]) -> list[str]:
    return nearest(name, {known: known for known in names})


def _refusal(value: Any, type_: Any) -> str | None:
    """Why msgspec does not take `value` for `type_`, in a person's words; None if it does."""
    try:
        msgspec.convert(value, type_, dec_hook=decode_hook)
    except RecursionError:
        return "nested too deeply"
    except msgspec.ValidationError as error:
        closed_set = get_args(bare) if get_origin(bare := _without_annotation(type_)) is Literal else ()
        if closed_set and isinstance(value, str):
            close = nearest(value, {name: name for name in closed_set})
            hint = f"did you mean {close[0]}?" if close else f"one of {', '.join(closed_set)}"
            return f"unknown value {value!r}: {hint}"
        return _in_words(str(error), value)
    return None


def _in_words(message: str, value: Any) -> str:
    """Msgspec's message in the words of TOML, with the value where it is short enough to show."""
    message = message.split(" - at `", maxsplit=1)[0].replace(" | null", "")
    for pattern, rule in _RULES.items():
        if pattern in message:
            message = f"expected {rule}"
    expected = message[:1].lower() + message[1:]
    for name, word in _TOML_WORDS:
        expected = expected.replace(f"`{name}`", word)
    if isinstance(value, str | int | float) and len(repr(value)) <= _SHOWN and expected.startswith("expected"):
        hint = (
            f'; a year goes in quotes: "{value}"'
            if "a date" in expected and re.fullmatch("[0-9]{4}", str(value))
            else ""
        )
        return f"{expected.split(', got')[0]}, not {value!r}{hint}"
    return expected


_SHOWN = 60
_TOML_WORDS = (
    ("object", "a table"),
    ("array", "an array"),
    ("str", "text"),
    ("int | float", "a number"),
    ("float", "a number"),
    ("int", "a whole number"),
    ("bool", "a boolean"),
)
_RULES = {
    repr(get_args(alias)[1].pattern): rule
    for alias, rule in (
        (Id, "letters, digits, dots, hyphens and underscores, the first a letter or digit"),
        (CountryCode, "three capital letters (ISO 3166-1 alpha-3)"),
        (LanguageCode, "two or three small letters (ISO 639)"),
        (Url, "an address that begins with https:// or http:// and has no spaces"),
    )
}


def _name(tables: dict[str, Any], way: Way) -> tuple[str | None, str | None]:
    """The record (or other table) that a way leads into, and the rest of the way as "links[0].url"."""
    inside = list(way)
    record: str | None = None
    if len(way) > 1 and isinstance(way[1], int):
        table, index = str(way[0]), way[1]
        entry = tables[table][index]
        id_ = entry.get("id") if isinstance(entry, dict) else None
        record = id_ if isinstance(id_, str) and id_ else f"number {index + 1} of [[{table}]]"
        inside = inside[2:]
    elif len(way) > 1:
        record, inside = f"[{way[0]}]", inside[1:]
    field = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in inside)
    return record, field.removeprefix(".") or None


def _without_annotation(type_: Any) -> Any:
    """The type inside Annotated and beside None."""
    while get_origin(type_) is Annotated:
        type_ = get_args(type_)[0]
    if get_origin(type_) in (Union, types.UnionType):
        others = [option for option in get_args(type_) if option is not type(None)]
        if len(others) == 1:
            return _without_annotation(others[0])
    return type_
