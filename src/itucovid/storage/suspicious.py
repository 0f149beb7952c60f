"""Warnings about texts that an import or an editor probably corrupted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.model import DatasetFile
    from itucovid.storage.toml_positions import KeyPath

    Warnings: TypeAlias = Iterator[tuple[KeyPath, str]]


def corrupted_texts(value: Any, path: KeyPath = ()) -> Warnings:
    """Error values of spreadsheets, wrongly decoded letters, and HTML, anywhere in the tables of a file."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from corrupted_texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from corrupted_texts(inner, (*path, index))
    elif isinstance(value, str) and (what := _what_is_wrong(value)):
        yield path, what


def _what_is_wrong(text: str) -> str | None:
    for pattern, message in _CORRUPTED:
        if match := re.search(pattern, text):
            return f"{match[0].strip()!r} {message}"
    if "\ufffd" in text:
        return "has a replacement character (U+FFFD): a letter was lost when the file was converted"
    if (match := _MOJIBAKE.search(text)) and (repaired := _repaired(match[0])):
        return f"{match[0]!r} seems to be {repaired!r}, decoded wrongly"
    return None


_CORRUPTED = (
    (
        r"^\s*(?:#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NUM!|NULL!|SPILL!|CALC!|BUSY!)|Err:[0-9]{3})\s*$",
        "is an error value of a spreadsheet",
    ),
    (r"^\s*(?:nan|NaN|NaT|None|null|NULL|undefined|n/a|N/A)\s*$", "seems to stand for no value; leave the line out"),
    (r"(?i)</?(?:p|br|b|i|em|strong|a|span|div|ul|ol|li|h[1-6]|td|tr)(?:\s[^<>]*)?/?>", "is HTML, shown as it is"),
    (
        "&(?:amp|lt|gt|quot|apos|nbsp|[A-Za-z]+(?:acute|grave|uml|circ|tilde|cedil)|#x?[0-9a-fA-F]+);",
        "is an HTML entity, shown as it is",
    ),
)


# UTF-8 that was decoded as Windows-1252: a lead byte, and as many others as it announces.
_TAIL = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MOJIBAKE = re.compile(f"[Â-ß]{_TAIL}|[à-ï]{_TAIL}{{2}}|[ð-ô]{_TAIL}{{3}}")


def _repaired(text: str) -> str | None:
    try:
        content = b"".join(one.encode("latin-1" if ord(one) < 0x100 else "cp1252") for one in text)  # noqa: PLR2004
        return content.decode()
    except UnicodeError:
        return None


def joined_values(dataset: DatasetFile) -> Warnings:
    """Items of lists that seem to be several: "USAID; EGAP"."""
    for index, record in enumerate(dataset.initiatives):
        for field in ("partners", "mentions", "people", "regions", "aliases", "keywords"):
            for number, value in enumerate(getattr(record, field)):
                if re.search(r"\S\s*;\s*\S|\n|\S\s\|\s\S", re.sub(r"&#?\w+;", "", value)):
                    yield ("initiatives", index, field, number), f"{value!r} seems to be several values"
