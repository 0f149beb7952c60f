"""Warnings about texts that an import or an editor probably corrupted, and about names that are nearly the same."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeAlias

from itucovid.names import name_key, similar_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.model import DatasetFile
    from itucovid.storage.toml_positions import KeyPath

    Warnings: TypeAlias = Iterator[tuple[KeyPath, str]]
    Related: TypeAlias = Iterator[tuple[KeyPath, str, KeyPath]]

MAX_COMPARED = 5_000
"""Names; among more, near-duplicates are not looked for."""

_SIMILAR = 0.9
_MIN_LENGTH = 8
"""Letters; shorter names, such as acronyms, are alike by chance."""


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


def similar_ids(dataset: DatasetFile, *, has_themes: bool) -> Related:
    """Ids that differ only in case, of records, themes and organisations."""
    tables = {
        "initiatives": [record.id for record in dataset.initiatives],
        "themes": [theme.id for theme in dataset.themes if has_themes],
        "organisations": [organisation.id for organisation in dataset.organisations],
    }
    for table, ids in tables.items():
        first: dict[str, tuple[int, str]] = {}
        for index, own in enumerate(ids):
            other, id_ = first.setdefault(own.casefold(), (index, own))
            if other != index and id_ != own:
                yield (table, index, "id"), f"differs from {id_!r} only in capital letters", (table, other, "id")


def similar_titles(dataset: DatasetFile) -> Related:
    """Titles of records that are nearly the same; those with different numbers are not."""
    yield from _similar([(("initiatives", index, "title"), one.title) for index, one in enumerate(dataset.initiatives)])


def similar_names(dataset: DatasetFile, *, has_themes: bool) -> Related:
    """Names of organisations, and themes without a table, that are nearly the same."""
    organisations: dict[str, KeyPath] = {}
    themes: dict[str, KeyPath] = {}
    for index, organisation in enumerate(dataset.organisations):
        organisations.setdefault(organisation.name, ("organisations", index, "name"))
    tables = {organisation.id for organisation in dataset.organisations}
    for index, record in enumerate(dataset.initiatives):
        for field in ("partners", "mentions"):
            for number, name in enumerate(getattr(record, field)):
                if name not in tables:
                    organisations.setdefault(name, ("initiatives", index, field, number))
        themes.setdefault(record.theme, ("initiatives", index, "theme"))
    yield from _similar([(path, name) for name, path in organisations.items()])
    if not has_themes:
        # They are few and chosen by the author of the file.
        yield from _similar([(path, name) for name, path in themes.items()], 0.85, 4)


def _similar(names: list[tuple[KeyPath, str]], similarity: float = _SIMILAR, min_length: int = _MIN_LENGTH) -> Related:
    first: dict[str, int] = {}
    long: list[int] = []
    for position, (path, name) in enumerate(names):
        key = name_key(name) or name
        other = first.setdefault(key, position)
        is_known = path[0] == names[other][0][0] == "organisations" or path[-1] == "title"
        if other != position and name != names[other][1] and not is_known:  # "same" reports those
            yield path, f"{name!r} is another spelling of {names[other][1]!r}", names[other][0]
        elif other == position and len(key) >= min_length:
            long.append(position)
    if len(long) > MAX_COMPARED:
        return
    for one, two, ratio in similar_pairs([names[position][1].casefold() for position in long], similarity):
        (path, name), (other_path, other_name) = names[long[one]], names[long[two]]
        if _numbers(name) == _numbers(other_name):
            yield path, f"{name!r} is {ratio:.0%} like {other_name!r}", other_path


def _numbers(name: str) -> list[str]:
    """The numbers, and the single letters, that tell names of a series apart."""
    return re.findall(r"\d+|\b[A-Z]\b|\b[IVX]+\b", name)


def unportable_line(source: str) -> int | None:
    """The first line that a reader of TOML 1.0 rejects in a text that one of TOML 1.1 accepts, or None.

    Python's own parser reads TOML 1.0, at least up to Python 3.14.
    """
    try:
        tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = re.search(r"at line ([0-9]+)", str(error))
        return int(match[1]) if match else None
    return None
