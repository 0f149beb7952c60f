"""Read, parse and convert a dataset file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from itucovid.model import DatasetFile, Initiative, Organisation, Theme, decode_hook
from itucovid.storage.consistency import consistency_errors
from itucovid.storage.issues import InvalidDatasetError, Issue
from itucovid.storage.own_fields import dates_as_text, without_private_fields
from itucovid.storage.syntax import diagnose, diagnose_bytes
from itucovid.storage.validation import error_paths, find_errors
from itucovid.text import truncate_middle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import IO

    from itucovid.storage.issues import Code

    Content = str | bytes | IO[str] | IO[bytes]

MAX_FILE_SIZE = 256 << 20
"""Bytes; larger files are rejected."""

_CHUNK_SIZE = 1 << 20


class ParsedFile(NamedTuple):
    """A valid dataset file.

    Attributes:
        dataset: its content.
        tables: what tomli returned for it.
        source: returns the text of the file.
    """

    dataset: DatasetFile
    tables: dict[str, Any]
    source: Callable[[], str]


def parse_file(path: Path, content: str | bytes | None = None) -> ParsedFile:
    """Read, parse and validate a file.

    Args:
        path: the file.
        content: its content, if it is already read or does not come from a file; `path` is then only its name.

    Raises:
        InvalidDatasetError: the file cannot be read, is not UTF-8 or not TOML, or violates the model.
    """
    try:
        tables, source = _read_tables(path, content)
        dataset = _convert(tables, source, path)
    except RecursionError as error:
        raise InvalidDatasetError([_issue(path, "syntax", "nested too deeply")]) from error
    except MemoryError as error:
        message = "cannot be read: too large for the available memory"
        raise InvalidDatasetError([_issue(path, "file", message)]) from error
    return ParsedFile(dataset, tables, source)


def _read_tables(path: Path, content: str | bytes | None) -> tuple[dict[str, Any], Callable[[], str]]:
    """The tables of a file, and a function that returns its text."""
    text = _read(path) if content is None else _decode(content, path)
    tables = _parse(text, path)
    dates_as_text(tables)
    # Only issues need the text again. A file is then read again, so that its text is not kept in memory.
    source = partial(_read_again, path, hash(text)) if content is None and path.is_file() else partial(str, text)
    return tables, source


def parse_valid_part(path: Path, content: str | bytes | None = None) -> tuple[ParsedFile, dict[str, list[int]]] | None:
    """Parse a file that is TOML and violates the model, without the values that have errors.

    A field that has an error is left out; an entry that then lacks a required field is left out as a whole.

    Returns:
        What is left, and for each array of tables the positions of its entries in the file; None if other tables have
        errors, or no record is left.

    Raises:
        InvalidDatasetError: the file cannot be read, is not UTF-8 or not TOML.
    """
    try:
        tables, source = _read_tables(path, content)
        wrong = {key_path[:3] for key_path in error_paths(tables)}
        entries = {name: tables[name] for name in _ARRAYS if isinstance(tables.get(name), list)}
        valid: dict[str, dict[int, dict[str, Any]]] = {name: {} for name in entries}
        for name, array in entries.items():
            for index, entry in enumerate(array):
                if isinstance(entry, dict) and (name, index) not in wrong:
                    rest = {field: value for field, value in entry.items() if (name, index, field) not in wrong}
                    if rest.keys() >= _ARRAYS[name]:
                        valid[name][index] = rest
        left = {name: [*kept.values()] for name, kept in valid.items()}
        dataset = msgspec.convert(tables | left, DatasetFile, dec_hook=decode_hook)
    except (msgspec.ValidationError, RecursionError, MemoryError):
        return None
    parsed = ParsedFile(without_private_fields(_with_default_themes(dataset)), tables, source)
    return parsed, {name: [*kept] for name, kept in valid.items()}


_ARRAYS = {
    name: {field.name for field in msgspec.structs.fields(struct) if field.required}
    for name, struct in (("themes", Theme), ("organisations", Organisation), ("initiatives", Initiative))
}
"""The arrays of tables, each with the required fields of its entries."""


def _read(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = bytearray()
            # In chunks, because a device may be endless.
            while chunk := stream.read(_CHUNK_SIZE):
                content += chunk
                if len(content) > MAX_FILE_SIZE:
                    message = f"cannot be read: larger than {MAX_FILE_SIZE >> 20} MiB"
                    raise InvalidDatasetError([_issue(path, "file", message)])
    except OSError as error:
        raise InvalidDatasetError([_issue(path, "file", f"cannot be read: {error.strerror or error}")]) from error
    except ValueError as error:  # a NUL character in the path
        raise InvalidDatasetError([_issue(path, "file", f"cannot be read: {error}")]) from error
    return _decode(content, path)


def _decode(content: str | bytes | bytearray, path: Path) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = diagnose_bytes(bytes(content), path.suffix)
        code: Code = "encoding" if message.startswith("not UTF-8") else "file"
        raise InvalidDatasetError([_issue(path, code, message, line if code == "encoding" else 0)]) from error


def _read_again(path: Path, expected_hash: int) -> str:
    text = _read(path)
    if hash(text) != expected_hash:
        raise InvalidDatasetError([_issue(path, "file", "was changed while it was read; try again")])
    return text


def _parse(source: str, path: Path) -> dict[str, Any]:
    import tomli

    try:
        return tomli.loads(source)
    except tomli.TOMLDecodeError as error:
        line, column, message = diagnose(error.doc, error.lineno, error.colno, error.msg, path.suffix)
        raise InvalidDatasetError([_issue(path, "syntax", message, line, column)]) from error
    except ValueError as error:  # Python does not convert integers of more than 4300 digits
        raise InvalidDatasetError([_issue(path, "syntax", "not TOML: integer has too many digits")]) from error


def _convert(tables: dict[str, Any], source: Callable[[], str], path: Path) -> DatasetFile:
    try:
        dataset = msgspec.convert(tables, DatasetFile, dec_hook=decode_hook)
    except msgspec.ValidationError as error:
        raise InvalidDatasetError(find_errors(tables, source(), path)) from error
    if any(consistency_errors(tables)):
        raise InvalidDatasetError(find_errors(tables, source(), path))
    return without_private_fields(_with_default_themes(dataset))


def _with_default_themes(dataset: DatasetFile) -> DatasetFile:
    """Add the themes that records use, if the file has no table of themes."""
    if dataset.themes:
        return dataset
    used = dict.fromkeys(record.theme for record in dataset.initiatives)
    return msgspec.structs.replace(dataset, themes=tuple(Theme(id=id_, title=id_) for id_ in used))


def _issue(path: Path, code: Code, message: str, line: int = 0, column: int = 0) -> Issue:
    return Issue(path=str(path), line=line, column=column, code=code, message=truncate_middle(message))
