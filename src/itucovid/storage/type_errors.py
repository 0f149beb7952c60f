"""Values that the types of the model do not allow, with messages in the terms of TOML.

msgspec stops at the first error. If there is one, this module checks the file value by value and lists all errors.
"""

from __future__ import annotations

import re
import types
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from itucovid import places
from itucovid.model import STATUSES, CountryCode, Document, Id, Initiative, LanguageCode, Url, decode_hook
from itucovid.names import name_key
from itucovid.storage.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from itucovid.storage.toml_positions import KeyPath


def type_errors(value: Any, type_: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
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
        hint = _RENAMED.get((struct, name)) or did_you_mean(name, frozenset(fields))
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
            hint = did_you_mean(value, frozenset(allowed)) or f"; choose from {', '.join(map(_shown_choice, allowed))}"
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
    """What to write instead of a text that is not a date, or the empty string."""
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
