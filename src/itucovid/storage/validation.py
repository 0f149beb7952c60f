"""Everything that is wrong with a dataset, with the line of each fault.

msgspec stops at the first fault. When there is one, this module takes the file apart value by value and lists all.
"""

from __future__ import annotations

import re
import types
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import msgspec

from itucovid.dates import PartialDate
from itucovid.model import CountryCode, DatasetFile, Id, LanguageCode, Url, decode_hook
from itucovid.names import closest_matches
from itucovid.storage.issues import Code, Issue
from itucovid.storage.own_fields import own_field_errors
from itucovid.text import truncate_middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from itucovid.storage.issues import Severity
    from itucovid.storage.toml_positions import Path as Way
    from itucovid.storage.toml_positions import Positions


Finding: TypeAlias = tuple["Way", Code, str]
"""The way to a value, the kind of its fault, and the fault in words."""


def find_errors(tables: dict[str, Any], source: str, path: Path) -> list[Issue]:
    """All issues of a parsed dataset, in the order of the file.

    Args:
        tables: what tomli made of `source`.
        source: the file's text.
        path: the file, for the messages.
    """
    found: dict[Way, Finding] = {way: (way, "reference", message) for way, message in reference_errors(tables)}
    found |= {way: (way, "model", message) for way, message in _wrong_shapes(tables, DatasetFile, ())}
    return locate(found.values(), tables, source, path, "error")


def locate(
    findings: Iterable[Finding], tables: dict[str, Any], source: str, path: Path, severity: Severity
) -> list[Issue]:
    """Findings as issues with their places, in the order of the file."""
    from itucovid.storage.toml_positions import Positions

    positions: Positions | None = None
    issues = []
    for way, code, message in findings:
        # A file without a fault need not be scanned.
        positions = positions or Positions(source)
        line, column = positions.find(way)
        record, field = _name(tables, way)
        issues.append(
            Issue(
                path=str(path),
                line=line,
                column=column,
                record=record and truncate_middle(record),
                field=field and truncate_middle(field),
                severity=severity,
                code=code,
                message=truncate_middle(message),
            )
        )
    return sorted(issues, key=lambda fault: (fault.line, fault.column))


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
        close = _near_field(name, tuple(fields))
        yield (*way, name), f"unknown field{f'; did you mean {close[0]}?' if close else ''}"


@cache
def _fields(struct: type[msgspec.Struct]) -> dict[str, tuple[Any, bool]]:
    """The type of each field, and whether it must be there."""
    hints = get_type_hints(struct, include_extras=True)
    return {field.name: (hints[field.name], field.required) for field in msgspec.structs.fields(struct)}


@cache
def _near_field(name: str, names: tuple[str, ...]) -> list[str]:
    return closest_matches(name, {known: known for known in names})


def _refusal(value: Any, type_: Any) -> str | None:
    """Why msgspec does not take `value` for `type_`, in a person's words; None if it does."""
    try:
        msgspec.convert(value, type_, dec_hook=decode_hook)
    except RecursionError:
        return "nested too deeply"
    except msgspec.ValidationError as error:
        closed_set = get_args(bare) if get_origin(bare := _without_annotation(type_)) is Literal else ()
        if closed_set and isinstance(value, str):
            close = closest_matches(value, {name: name for name in closed_set})
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


def reference_errors(tables: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each value that names what is not there, or is there twice: the way to it, and the fault.

    Args:
        tables: a dataset as TOML gives it, be it well formed or not; what has the wrong shape is passed over.
    """
    ids = {table: dict(_ids(tables, table)) for table in ("themes", "organisations", "initiatives")}
    for table, of_entry in ids.items():
        if len(set(of_entry.values())) < len(of_entry):
            yield from _duplicates(table, of_entry)
    # A table that a file leaves out is no promise to name everything in it.
    known = {
        "theme": ("theme", set(ids["themes"].values()), "[[themes]]"),
        "partners": ("partner", set(ids["organisations"].values()), "[[organisations]]"),
        "countries": ("country", _keys(tables, "countries"), "[countries]"),
        "languages": ("language", _keys(tables, "languages"), "[languages]"),
        "related": ("record", set(ids["initiatives"].values()), "[[initiatives]]"),
    }
    known = {field: known[field] for field in known if known[field][1]}
    for index, record in _entries(tables, "initiatives"):
        for field, (what, names, table) in known.items():
            value = record.get(field)
            if not value or _all_in(names, value):
                continue
            for place, name in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(name, str) and name not in names:
                    step = (place,) if isinstance(value, list) else ()
                    yield ("initiatives", index, field, *step), _unknown(what, name, names, table)
        if "end" in record and _ends_before_it_starts(record):
            yield ("initiatives", index, "end"), f"{record['end']} is before start, {record['start']}"
    yield from own_field_errors(tables)


def _duplicates(table: str, ids: Mapping[int, str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    first: dict[str, int] = {}
    for index, id_ in ids.items():
        if first.setdefault(id_, index) != index:
            yield (table, index, "id"), f"{id_!r} is already the id of number {first[id_] + 1}"


def _all_in(names: set[str], value: Any) -> bool:
    """Whether a name, or each of a list, is known; the way to those that are not is longer."""
    try:
        return names.issuperset(value) if isinstance(value, list) else value in names
    except TypeError:  # a list or a table, where a name belongs
        return False


def _entries(tables: Mapping[str, Any], table: str) -> Iterator[tuple[int, dict[str, Any]]]:
    entries = tables.get(table)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield index, entry


def _ids(tables: Mapping[str, Any], table: str) -> Iterator[tuple[int, str]]:
    for index, entry in _entries(tables, table):
        if isinstance(id_ := entry.get("id"), str):
            yield index, id_


def _keys(tables: Mapping[str, Any], table: str) -> set[str]:
    entries = tables.get(table)
    return set(entries) if isinstance(entries, dict) else set()


def _ends_before_it_starts(record: dict[str, Any]) -> bool:
    try:
        # To take dates apart takes long, and mostly their text will do.
        start, end = str(record["start"]), str(record["end"])
        shorter = min(len(start), len(end))
        return end[:shorter] < start[:shorter] and PartialDate(record["end"]).last < PartialDate(record["start"]).first
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


# Likeness is measured name by name: past this many names it takes longer than a person waits.
_MOST_COMPARED = 500


@cache
def _near(name: str, names: frozenset[str]) -> list[str]:
    return closest_matches(name, {known: known for known in sorted(names)})


def _unknown(what: str, name: str, names: set[str], table: str) -> str:
    close = _near(name, frozenset(names)) if len(names) <= _MOST_COMPARED else []
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return f"unknown {what} {name!r}: not in {table}{hint}"
