"""All errors of a dataset file that is valid TOML, each with its position.

msgspec stops at the first error. If there is one, this module checks the file value by value and lists all errors.
"""

from __future__ import annotations

import re
import types
from functools import cache, lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec

from itucovid import places
from itucovid.dates import PartialDate
from itucovid.errors import either
from itucovid.model import STATUSES, CountryCode, DatasetFile, Document, Id, Initiative, LanguageCode, Url, decode_hook
from itucovid.names import closest_matches, name_key
from itucovid.storage.issues import Issue
from itucovid.storage.own_fields import own_field_errors
from itucovid.storage.toml_positions import Positions
from itucovid.text import truncate_middle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from itucovid.storage.issues import Code, Severity
    from itucovid.storage.toml_positions import KeyPath


class Problem(NamedTuple):
    """An issue without its position: the path of the value, the kind of issue, and the message.

    `other` is the path of another value that the message is about; its line is appended.
    """

    path: KeyPath
    code: Code
    message: str
    other: KeyPath | None = None


def find_errors(tables: dict[str, Any], source: str, file: Path) -> list[Issue]:
    """All errors of a parsed dataset file, in the order of the file.

    Args:
        tables: what tomli returned for `source`.
        source: the text of the file.
        file: the path of the file, for the issues.
    """
    problems = {problem.path: problem for problem in consistency_errors(tables)}
    # A value of the wrong type has no other error.
    problems |= {path: Problem(path, "model", message) for path, message in type_errors(tables, DatasetFile, ())}
    return locate(problems.values(), tables, source, file, "error")


def error_paths(tables: dict[str, Any]) -> list[KeyPath]:
    """The paths of all errors of a parsed dataset file."""
    types = (path for path, _ in type_errors(tables, DatasetFile, ()))
    return [*types, *(problem.path for problem in consistency_errors(tables))]


def locate(
    problems: Iterable[Problem], tables: dict[str, Any], source: str, file: Path, severity: Severity
) -> list[Issue]:
    """Turn problems into issues, in the order of the file.

    Args:
        problems: the problems of one file.
        tables: what tomli returned for `source`.
        source: the text of the file.
        file: the path of the file, for the issues.
        severity: that of all these issues.
    """
    positions: Positions | None = None
    issues = []
    for path, code, message, other in problems:
        positions = positions or Positions(source)
        line, column = positions.find(path)
        where = f" (line {positions.find(other).line})" if other else ""
        record, field = _describe(tables, path)
        issues.append(
            Issue(
                path=str(file),
                line=line,
                column=column,
                record=record and truncate_middle(record),
                field=field and truncate_middle(field),
                severity=severity,
                code=code,
                message=truncate_middle(message) + where,
            )
        )
    return sorted(issues, key=lambda issue: (issue.line, issue.column))


def _describe(tables: dict[str, Any], path: KeyPath) -> tuple[str | None, str | None]:
    """The record, or other table, that a path leads into, and the rest of the path as "links[0].url"."""
    record: str | None = None
    rest = path
    if len(path) > 1 and isinstance(index := path[1], int):
        entry = tables[str(path[0])][index]
        id_ = entry.get("id") if isinstance(entry, dict) else None
        record = id_ if isinstance(id_, str) and id_ else f"number {index + 1} of [[{path[0]}]]"
        rest = path[2:]
    elif len(path) > 1:
        record = f"[{path[0]}]"
        rest = path[1:]
    field = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in rest)
    return record, field.removeprefix(".") or None


def type_errors(value: Any, type_: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """The path of each value that its declared type does not allow, and the message."""
    bare = _without_annotation(type_)
    origin = get_origin(bare)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct) and isinstance(value, dict):
        yield from _field_errors(value, bare, path)
    elif origin is tuple and isinstance(value, list) and value:
        inner = get_args(bare)[0]
        for index, item in enumerate(value):
            yield from type_errors(item, inner, (*path, index))
    elif origin is dict and isinstance(value, dict):
        key_type, inner = get_args(bare)
        for key, item in value.items():
            if message := _error_message(key, key_type):
                yield (*path, key), message
            yield from type_errors(item, inner, (*path, key))
    elif message := _error_message(value, type_):
        yield path, message


def _field_errors(table: dict[str, Any], struct: type[msgspec.Struct], path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    fields = _fields(struct)
    for name, (type_, required) in fields.items():
        if name in table:
            yield from type_errors(table[name], type_, (*path, name))
        elif required:
            yield (*path, name), "no records; each begins with [[initiatives]]" if name == "initiatives" else "missing"
    for name in table.keys() - fields.keys():
        hint = _RENAMED.get((struct, name)) or _did_you_mean(name, frozenset(fields))
        if not hint and struct is Initiative and re.fullmatch("[a-z][a-z0-9_]{0,39}", name):
            hint = f"; own fields are declared, as [fields.{name}], and written in extra"
        yield (*path, name), f"unknown field{hint}"


_RENAMED: dict[tuple[type[msgspec.Struct], str], str] = {
    (Document, "version"): "; move it to [dataset], which describes the dataset itself"
}
"""Hints for fields that version 0.1 of the format had."""


@cache
def _fields(struct: type[msgspec.Struct]) -> dict[str, tuple[Any, bool]]:
    """The type of each field, and whether it is required."""
    hints = get_type_hints(struct, include_extras=True)
    return {field.name: (hints[field.name], field.required) for field in msgspec.structs.fields(struct)}


def _without_annotation(type_: Any) -> Any:
    """A type without `Annotated` and without `None`."""
    while get_origin(type_) is Annotated:
        type_ = get_args(type_)[0]
    if get_origin(type_) in (Union, types.UnionType):
        others = [option for option in get_args(type_) if option is not type(None)]
        if len(others) == 1:
            return _without_annotation(others[0])
    return type_


def _error_message(value: Any, type_: Any) -> str | None:
    """Why a type does not allow a value, or None if it does."""
    try:
        msgspec.convert(value, type_, dec_hook=decode_hook)
    except RecursionError:
        return "nested too deeply"
    except msgspec.ValidationError as error:
        bare = _without_annotation(type_)
        if get_origin(bare) is Literal and isinstance(value, str):
            allowed = get_args(bare)
            hint = _did_you_mean(value, frozenset(allowed)) or f"; choose from {', '.join(map(_shown_choice, allowed))}"
            return f"unknown value {value!r}{hint}"
        return _humanize(str(error), value)
    return None


def _shown_choice(text: str) -> str:
    """A value in a list of choices: a mark in quotes, a word without."""
    return text if text[0].isalnum() else repr(text)


def _humanize(message: str, value: Any) -> str:
    """Rephrase a message of msgspec in the terms of TOML, and add the value if it is short."""
    message = message.split(" - at `", maxsplit=1)[0].replace(" | null", "")
    for pattern, rule in _RULES.items():
        if pattern in message:
            message = f"expected {rule}"
    message = message[:1].lower() + message[1:]
    if special := _special_message(message, value):
        return special
    for name, term in _TOML_TERMS.items():
        message = message.replace(f"`{name}`", term)
    expected, _, got = message.partition(", got ")
    if not expected.startswith("expected"):
        return message
    if isinstance(value, str | int | float) and len(repr(value)) <= _MAX_SHOWN:
        is_year = expected.endswith("a date") and re.fullmatch("[0-9]{4}", str(value))
        hint = f'; write a year in quotes: "{value}"' if is_year else ""
        if expected.endswith("an array") and isinstance(value, str):
            hint = f'; write ["{value}"]'
        return f"{expected}, not {value!r}{hint}"
    return f"{expected}, not {got}" if got else expected


def _special_message(message: str, value: Any) -> str | None:
    """A message about a common mistake, or None."""
    if "of length >= 1" in message:
        return "must not be empty"
    if isinstance(value, float) and not isfinite(value):
        return f"expected a number, not {value}"
    if "is not a date" in message and (hint := _date_hint(str(value))):
        return f"{message.split(':', maxsplit=1)[0]}; {hint}"
    if code := _code_hint(message, value):
        return f"{message.split(', got ', maxsplit=1)[0]}, not {value!r}; write {code}"
    return None


def _code_hint(message: str, value: Any) -> str | None:
    """The code of a country or language whose name or other code stands instead, or None."""
    if not isinstance(value, str):
        return None
    if "ISO 3166" in message:
        return places.country_code(value.upper()) or _code_of(value, places.country_names())
    if "ISO 639" in message:
        return places.language_code(value) or _code_of(value, places.language_names())
    return None


def _code_of(name: str, names: Mapping[str, tuple[str, ...]]) -> str | None:
    return next((code for code, own in names.items() if name_key(name) in map(name_key, own)), None)


def _date_hint(value: str) -> str:
    """What to write instead of a text that is no date, or the empty string."""
    word = value.strip().casefold()
    if not word:
        return "leave the line out"
    if word in _OPEN:
        return 'leave the line out, and set status = "ongoing"'
    return f'set status = "{word}"' if word in STATUSES else ""


_OPEN = ("ongoing", "present", "now", "today", "current", "active", "open", "continuing")
_MAX_SHOWN = 60
_TOML_TERMS = {
    "object": "a table",
    "array": "an array",
    "str": "text",
    "int | float": "a number",
    "float": "a number",
    "int": "a whole number",
    "bool": "a boolean",
}
_RULES = {
    repr(get_args(alias)[1].pattern): rule
    for alias, rule in (
        (Id, "letters, digits, dots, hyphens and underscores, starting with a letter or digit"),
        (CountryCode, "three capital letters (ISO 3166-1 alpha-3)"),
        (LanguageCode, "two or three lower-case letters (ISO 639)"),
        (Url, "a URL that starts with https:// or http:// and has no spaces"),
    )
}


def consistency_errors(tables: Mapping[str, Any]) -> Iterator[Problem]:
    """Errors that the types of the model do not exclude: duplicate ids, unknown references, and reversed periods.

    Args:
        tables: what tomli returned, valid or not; values of the wrong type are skipped.
    """
    ids = {table: _ids(tables, table) for table in ("themes", "organisations", "initiatives")}
    yield from _duplicate_ids(tables, ids)
    yield from _unknown_references(tables, ids)
    yield from _reversed_periods(tables)
    yield from _notes_without_date(tables)
    yield from (Problem(path, "model", message) for path, message in own_field_errors(tables))


def _duplicate_ids(tables: Mapping[str, Any], ids: Mapping[str, Mapping[int, str]]) -> Iterator[Problem]:
    for table, id_by_index in ids.items():
        if len(set(id_by_index.values())) == len(id_by_index):
            continue
        first: dict[str, int] = {}
        for index, id_ in id_by_index.items():
            if first.setdefault(id_, index) != index:
                yield Problem(
                    (table, index, "id"),
                    "reference",
                    f"{id_!r} is already the id of {_title(tables, table, first[id_])}",
                    (table, first[id_], "id"),
                )


def _title(tables: Mapping[str, Any], table: str, index: int) -> str:
    """What an entry is called: its title or name, or else its number."""
    entry = tables[table][index]
    title = entry.get("title") or entry.get("name")
    return repr(title) if isinstance(title, str) else f"number {index + 1}"


def _unknown_references(tables: Mapping[str, Any], ids: Mapping[str, Mapping[int, str]]) -> Iterator[Problem]:
    countries = _codes(tables, "countries", places.countries)
    references = (
        ("theme", "theme", frozenset(ids["themes"].values()), "not in [[themes]]"),
        ("partners", "partner", frozenset(ids["organisations"].values()), "not in [[organisations]]"),
        ("mentions", "organisation", frozenset(ids["organisations"].values()), "not in [[organisations]]"),
        ("countries", "country", countries, _NO_COUNTRY),
        ("languages", "language", _codes(tables, "languages", places.languages), "not an ISO 639 code"),
        ("related", "record", frozenset(ids["initiatives"].values()), "not in [[initiatives]]"),
    )
    for index, record in _entries(tables, "initiatives"):
        for field, what, names, reason in references:
            # If a file does not have a table, records may use any value.
            if names and field in record and not _all_known(record[field], names):
                yield from _unknown_names(record[field], ("initiatives", index, field), what, names, reason)
    for id_, region in _named_entries(tables, "regions"):
        yield from _unknown_names(
            region.get("countries"), ("regions", id_, "countries"), "country", countries, _NO_COUNTRY
        )


_NO_COUNTRY = "not an ISO 3166-1 code"


def _codes(tables: Mapping[str, Any], field: str, standard: Callable[[], Iterable[str]]) -> frozenset[str]:
    """The codes that a file defines and those of the standard, which are loaded only if the file uses others."""
    own = frozenset(id_ for id_, _ in _named_entries(tables, field))
    users = [entry for _, entry in (*_entries(tables, "initiatives"), *_named_entries(tables, "regions"))]
    return own if all(_all_known(user.get(field, []), own) for user in users) else own.union(standard())


def _unknown_names(value: Any, path: KeyPath, what: str, names: frozenset[str], reason: str) -> Iterator[Problem]:
    for name_path, name in _items(value, path):
        if isinstance(name, str) and name not in names:
            message = f"unknown {what} {name!r}: {reason}{_did_you_mean(name, names)}"
            yield Problem(name_path, "reference", message)


def _all_known(value: Any, names: frozenset[str]) -> bool:
    """Whether a name, or each name of a list, is known."""
    try:
        return names.issuperset(value) if isinstance(value, list) else value in names
    except TypeError:  # unhashable: a table or a list instead of a name
        return False


def _items(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """The items of a list, or a single value, each with its path."""
    if isinstance(value, list):
        yield from (((*path, index), item) for index, item in enumerate(value))
    else:
        yield path, value


def _reversed_periods(tables: Mapping[str, Any]) -> Iterator[Problem]:
    for index, record in _entries(tables, "initiatives"):
        if "end" in record and _is_reversed(record):
            message = f"{record['end']} is before start, {record['start']}"
            yield Problem(("initiatives", index, "end"), "date", message)


def _is_reversed(record: dict[str, Any]) -> bool:
    start, end = record.get("start"), record["end"]
    # A year compares with the year of a day. As texts, dates compare much faster than after parsing.
    length = min(len(str(start)), len(str(end)))
    if start is None or str(end)[:length] >= str(start)[:length]:
        return False
    try:
        PartialDate(start), PartialDate(end)
    except (TypeError, ValueError, AttributeError):
        return False
    return True


def _notes_without_date(tables: Mapping[str, Any]) -> Iterator[Problem]:
    for index, record in _entries(tables, "initiatives"):
        if "date_note" in record and not record.keys() & {"start", "end"}:
            yield Problem(("initiatives", index, "date_note"), "date", "the record has no date")


def _entries(tables: Mapping[str, Any], table: str) -> Iterator[tuple[int, dict[str, Any]]]:
    entries = tables.get(table)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield index, entry


def _ids(tables: Mapping[str, Any], table: str) -> dict[int, str]:
    """The id of each entry by its index."""
    return {index: entry["id"] for index, entry in _entries(tables, table) if isinstance(entry.get("id"), str)}


def _named_entries(tables: Mapping[str, Any], table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    entries = tables.get(table)
    for id_, entry in (entries if isinstance(entries, dict) else {}).items():
        if isinstance(entry, dict):
            yield id_, entry


# The same mistake is often repeated in every record.
@lru_cache
def _did_you_mean(name: str, known: frozenset[str]) -> str:
    """A hint with the closest of the known names, or the empty string."""
    # The time is proportional to the number of names, and there may be as many errors as names.
    if len(known) > _MAX_COMPARED:
        return ""
    closest = closest_matches(name, {candidate: candidate for candidate in sorted(known)})
    return f"; did you mean {either(closest)}?" if closest else ""


_MAX_COMPARED = 500
