"""From a TOML file to a checked `Dataset`: `load`, and nothing that a record is later used for."""

from __future__ import annotations

import math
import os
import re
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from itucovid import memory, snapshot
from itucovid.errors import BadDataset
from itucovid.model import Dataset, Theme, decode_hook
from itucovid.references import broken_references

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from itucovid.faults import Code, Fault
    from itucovid.snapshot import Origin

DATA_VARIABLE = "ITUCOVID_DATA"
"""The environment variable that names the dataset to use when nothing else does."""

LARGEST = 256 << 20
"""The most bytes of a dataset that are read; the register that comes with the package has a thousandth of it."""

# What the parser takes, as a multiple of the file. It ends the process where it gets no more, so that is asked before.
_PARSING_TAKES = 6
_SURELY_PARSED = 8 << 20

_PIECE = 1 << 20
_PACKAGE = Path(__file__).resolve().parent


def load(path: str | os.PathLike[str] | None = None) -> Dataset:
    """Read a register and check it.

    Args:
        path: a TOML file. Without it, the file that the environment variable ITUCOVID_DATA names, or else the
            register of ITU's COVID-19 initiatives that comes with the package.

    Returns:
        The register: frozen, every reference in it resolved, with a theme for each that its records use.

    Raises:
        BadDataset: the file cannot be read, is not UTF-8 or not TOML, or breaks a rule of `itucovid.model`; it
            lists every fault with its line.

    Example:
        >>> import itucovid
        >>> register = itucovid.load()
        >>> len(register.initiatives)
        28
        >>> [record.id for record in register.initiatives if "unesco" in record.partners]
        ['global-education-coalition']
    """
    dataset = read(path).dataset
    return msgspec.structs.replace(dataset, initiatives=tuple(dataset.initiatives))


class Register(NamedTuple):
    """A dataset, the state of the file that it was read from, if snapshots of that are kept, and what was read.

    The last is there because a command ends before taking it apart pays.
    """

    dataset: Dataset
    origin: Origin | None
    reading: Reading | None = None


def read(
    path: str | os.PathLike[str] | None = None, watch: Callable[[Path], AbstractContextManager[None]] | None = None
) -> Register:
    """Read a register as `load` does, or recall it: then its records are made only when they are looked at.

    Args:
        path: as `load`.
        watch: what is entered while the file is parsed and checked, and left after it.

    Raises:
        BadDataset: as `load`.
    """
    path = default_path() if path is None else Path(path)
    origin = snapshot.origin_of(path)
    if origin and (recalled := snapshot.recall_dataset(origin)):
        return Register(recalled, origin)
    with watch(path) if watch else nullcontext():
        reading = read_afresh(path)
        if origin:
            snapshot.keep_dataset(origin, reading.dataset)
    return Register(reading.dataset, origin, reading)


class Reading(NamedTuple):
    """What was read: the checked register, the tables that it was made from, and what gives their text."""

    dataset: Dataset
    tables: dict[str, Any]
    source: Callable[[], str]


def read_afresh(path: Path) -> Reading:
    """Read a register from its file, whatever snapshot there is of it.

    Raises:
        BadDataset: as `load`.
    """
    try:
        text = _read(path)
        if len(text) > _SURELY_PARSED and _PARSING_TAKES * len(text) > (memory.available() or math.inf):
            raise MemoryError  # noqa: TRY301 - as if it had been taken
        tables = _parse(text, path)
        # The text is wanted again only to point at something: as long, a large file's need not stay. A pipe's must.
        source = partial(_read, path) if path.is_file() else partial(str, text)
        del text
        try:
            dataset = msgspec.convert(tables, Dataset, dec_hook=decode_hook)
        except msgspec.ValidationError as error:
            raise BadDataset(_faults(tables, source(), path)) from error
        if any(broken_references(tables)):
            raise BadDataset(_faults(tables, source(), path))
    except RecursionError as error:
        raise BadDataset([_fault(path, "syntax", "nested too deeply")]) from error
    except MemoryError as error:
        raise BadDataset([_fault(path, "file", "cannot be read: too large for the memory there is")]) from error
    return Reading(_with_themes(dataset), tables, source)


def default_path() -> Path:
    """The dataset that is used when none is named: ITUCOVID_DATA, or the one that comes with the package."""
    if chosen := os.environ.get(DATA_VARIABLE):
        return Path(chosen)
    return shipped("initiatives.toml")


def shipped(name: str) -> Path:
    """A file that comes with the package."""
    inside = _PACKAGE / "data" / name
    # In a checkout the files lie at the top, and only a wheel carries them inside the package.
    return inside if inside.exists() else _PACKAGE.parents[1] / "data" / name


def _read(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = bytearray()
            # Piece by piece, because a device may never end.
            while piece := stream.read(_PIECE):
                content += piece
                if len(content) > LARGEST:
                    raise BadDataset([_fault(path, "file", f"cannot be read: larger than {LARGEST >> 20} MiB")])
        return content.decode("utf-8").removeprefix("\ufeff")
    except OSError as error:
        raise BadDataset([_fault(path, "file", f"cannot be read: {error.strerror or error}")]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadDataset([_fault(path, "encoding", "not UTF-8: save the file as UTF-8", line)]) from error
    except ValueError as error:  # a null byte in the name
        raise BadDataset([_fault(path, "file", f"cannot be read: {error}")]) from error


def _parse(source: str, path: Path) -> dict[str, Any]:
    import tomli

    try:
        return tomli.loads(source)
    except tomli.TOMLDecodeError as error:
        line = error.doc.splitlines()[error.lineno - 1 : error.lineno]
        hint = next((hint for begin, hint in _HINTS.items() if error.msg.startswith(begin)), "")
        if line and re.search(_UNQUOTED_MONTH, line[0]):
            hint = _UNQUOTED_MONTH_HINT
        message = f"not TOML: {error.msg} (column {error.colno}){hint}"
        raise BadDataset([_fault(path, "syntax", message, error.lineno, error.colno)]) from error
    except ValueError as error:  # Python reads no integer of more than 4300 digits
        raise BadDataset([_fault(path, "syntax", "not TOML: an integer of too many digits")]) from error


# TOML knows whole dates only; a month is the likeliest thing to be written bare.
_UNQUOTED_MONTH = r"=\s*[0-9]{4}-[0-9]{1,2}\s*(?:#|$)"
_UNQUOTED_MONTH_HINT = '; a month goes in quotes: "2020-03"'
# What a person has mostly done when the parser says this.
_HINTS = {
    "Illegal character '\\n'": "; is a quotation mark missing at the line's end?",
    "Expected newline or end of document after a statement": "; text goes in quotation marks, a date is YYYY-MM-DD",
    "Invalid value": "; here goes a value, text in quotation marks",
}


def _faults(tables: dict[str, Any], source: str, path: Path) -> list[Fault]:
    from itucovid.faults import find_faults

    return find_faults(tables, source, path)


def _fault(path: Path, code: Code, message: str, line: int = 0, column: int = 0) -> Fault:
    from itucovid.faults import Fault
    from itucovid.text import clipped

    return Fault(path=str(path), line=line, column=column, code=code, message=clipped(message))


def _with_themes(dataset: Dataset) -> Dataset:
    """The dataset with a theme for each that its records use, if it came without a table of them."""
    if dataset.themes:
        return dataset
    used = dict.fromkeys(record.theme for record in dataset.initiatives)
    return msgspec.structs.replace(dataset, themes=tuple(Theme(id=id_, title=id_) for id_ in used))
