"""Read, parse and convert a dataset file."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from itucovid.model import DatasetFile, Theme, decode_hook
from itucovid.storage.issues import InvalidDatasetError, Issue
from itucovid.storage.own_fields import dates_as_text, without_private_values
from itucovid.storage.validation import consistency_errors, find_errors
from itucovid.text import truncate_middle

if TYPE_CHECKING:
    from collections.abc import Callable

    from itucovid.storage.issues import Code

DATA_VARIABLE = "ITUCOVID_DATA"
"""The environment variable with the path of the default dataset."""

MAX_FILE_SIZE = 256 << 20
"""Bytes; larger files are rejected."""

_CHUNK_SIZE = 1 << 20
_PACKAGE = Path(__file__).resolve().parents[1]


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


def parse_file(path: Path, content: str | None = None) -> ParsedFile:
    """Read, parse and validate a file.

    Args:
        path: the file.
        content: its text, if it is already read or does not come from a file; `path` is then only its name.

    Raises:
        InvalidDatasetError: the file cannot be read, is not UTF-8 or not TOML, or violates the model.
    """
    try:
        text = _read(path) if content is None else content
        tables = _parse(text, path)
        # Only issues need the text again. A file is then read again, so that its text is not kept in memory.
        source = partial(_read_again, path, hash(text)) if content is None and path.is_file() else partial(str, text)
        del text
        dataset = _convert(tables, source, path)
    except RecursionError as error:
        raise InvalidDatasetError([_issue(path, "syntax", "nested too deeply")]) from error
    except MemoryError as error:
        message = "cannot be read: too large for the available memory"
        raise InvalidDatasetError([_issue(path, "file", message)]) from error
    return ParsedFile(dataset, tables, source)


def default_path() -> Path:
    """The path of the default dataset: that of ITUCOVID_DATA, or the bundled one."""
    if chosen := os.environ.get(DATA_VARIABLE):
        return Path(os.path.expanduser(chosen))  # noqa: PTH111 - pathlib raises if there is no home directory
    return bundled_file("initiatives.toml")


def bundled_file(name: str) -> Path:
    """The path of a data file of the package."""
    installed = _PACKAGE / "data" / name
    # In a checkout, the files are in the top-level directory `data`.
    return installed if installed.exists() else _PACKAGE.parents[1] / "data" / name


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
        return content.decode("utf-8").removeprefix("\ufeff")
    except OSError as error:
        raise InvalidDatasetError([_issue(path, "file", f"cannot be read: {error.strerror or error}")]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidDatasetError([_issue(path, "encoding", "not UTF-8: save the file as UTF-8", line)]) from error
    except ValueError as error:  # a NUL character in the path
        raise InvalidDatasetError([_issue(path, "file", f"cannot be read: {error}")]) from error


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
        line = error.doc.splitlines()[error.lineno - 1 : error.lineno]
        hint = next((hint for start, hint in _HINTS.items() if error.msg.startswith(start)), "")
        if line and re.search(_UNQUOTED_MONTH, line[0]):
            hint = _UNQUOTED_MONTH_HINT
        message = f"not TOML: {error.msg} (column {error.colno}){hint}"
        raise InvalidDatasetError([_issue(path, "syntax", message, error.lineno, error.colno)]) from error
    except ValueError as error:  # Python does not convert integers of more than 4300 digits
        raise InvalidDatasetError([_issue(path, "syntax", "not TOML: integer has too many digits")]) from error


# TOML has no months, only complete dates.
_UNQUOTED_MONTH = r"=\s*[0-9]{4}-[0-9]{1,2}\s*(?:#|$)"
_UNQUOTED_MONTH_HINT = '; write a month in quotes: "2020-03"'
# The most common cause of an error, by the start of tomli's message.
_HINTS = {
    "Illegal character '\\n'": "; missing closing quote?",
    "Expected newline or end of document after a statement": "; write text in quotes and dates as YYYY-MM-DD",
    "Invalid value": "; expected a value, text in quotes",
}


def _convert(tables: dict[str, Any], source: Callable[[], str], path: Path) -> DatasetFile:
    dates_as_text(tables)
    try:
        dataset = msgspec.convert(tables, DatasetFile, dec_hook=decode_hook)
    except msgspec.ValidationError as error:
        raise InvalidDatasetError(find_errors(tables, source(), path)) from error
    if any(consistency_errors(tables)):
        raise InvalidDatasetError(find_errors(tables, source(), path))
    return without_private_values(_with_default_themes(dataset))


def _with_default_themes(dataset: DatasetFile) -> DatasetFile:
    """Add the themes that records use, if the file has no table of themes."""
    if dataset.themes:
        return dataset
    used = dict.fromkeys(record.theme for record in dataset.initiatives)
    return msgspec.structs.replace(dataset, themes=tuple(Theme(id=id_, title=id_) for id_ in used))


def _issue(path: Path, code: Code, message: str, line: int = 0, column: int = 0) -> Issue:
    return Issue(path=str(path), line=line, column=column, code=code, message=truncate_middle(message))
