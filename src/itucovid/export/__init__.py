"""The formats that a register can be handed on in: what each is called, ends in and takes.

A format is a function in a small module of this package that turns an `Export` into chunks of text or bytes. Its
module is imported when the format is asked for, and not before.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from itucovid.errors import BadRequest
from itucovid.text import find_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from itucovid.fields import Field
    from itucovid.model import Dataset, Initiative


class Export(NamedTuple):
    """What is to be written, and how.

    Attributes:
        dataset: the register that the records belong to.
        records: the records, in the order of the output.
        fields: the columns, or None for those that the format prefers.
        delimiter: what stands between the values of a list in one cell.
        explode: a group of fields that gets one row a value.
        excel: whether to begin with the byte order mark by which Excel recognises UTF-8.
        long: whether to write a document rather than a table.
        request: the command that asks for this, for formats that tell where they come from.
    """

    dataset: Dataset
    records: list[Initiative]
    fields: tuple[Field, ...] | None = None
    delimiter: str = "; "
    explode: str | None = None
    excel: bool = False
    long: bool = False
    request: str = ""


class Format(NamedTuple):
    """One format: its suffixes, the module that renders it, and which settings of `Export` it heeds.

    A `binary` one gives bytes, which are nothing for a terminal; the others give text. One that `tells` says where it
    comes from, the request included.
    """

    suffixes: tuple[str, ...]
    module: str
    takes: frozenset[str] = frozenset()
    binary: bool = False
    tells: bool = False


FORMATS: dict[str, Format] = {
    "csv": Format((".csv",), "delimited", frozenset({"fields", "delimiter", "explode", "excel"})),
    "tsv": Format((".tsv", ".tab"), "delimited", frozenset({"fields", "delimiter", "explode", "excel"})),
    "markdown": Format((".md", ".markdown"), "markdown", frozenset({"fields", "delimiter", "long"}), tells=True),
    "json": Format((".json",), "objects", frozenset({"fields"})),
    "jsonl": Format((".jsonl", ".ndjson"), "objects", frozenset({"fields"})),
    "toml": Format((".toml",), "toml", tells=True),
    "html": Format((".html", ".htm"), "html", tells=True),
    "xlsx": Format((".xlsx",), "xlsx", frozenset({"fields", "delimiter", "explode"}), binary=True, tells=True),
    "datapackage": Format((".zip",), "datapackage", binary=True, tells=True),
    "hxl": Format((".hxl.csv",), "hxl", frozenset({"fields", "delimiter", "explode"})),
    "bibtex": Format((".bib",), "bibtex", tells=True),
    "ris": Format((".ris",), "ris", tells=True),
    "csl-json": Format((".csl.json",), "csl", tells=True),
    "sqlite": Format((".sqlite", ".sqlite3", ".db"), "sqlite", binary=True, tells=True),
}
"""The formats by name; in each one's module stands a function `render_<name>`, hyphens as underscores."""


def render(name: str, export: Export) -> Iterator[str] | Iterator[bytes]:
    """An export in the format of a name, in chunks of text, or of bytes if the format is binary.

    Raises:
        BadRequest: the export asks for something that the format cannot do.
    """
    chosen = FORMATS[name]
    for setting, default in Export._field_defaults.items():
        if setting != "request" and getattr(export, setting) != default and setting not in chosen.takes:
            able = [other for other, format_ in FORMATS.items() if setting in format_.takes]
            raise BadRequest(f"--{setting} goes with {', '.join(able)}, not with {name}")
    if export.long and (export.fields or export.delimiter != Export._field_defaults["delimiter"]):
        raise BadRequest("--fields and --delimiter go with a table, not with --long")
    if export.explode and export.fields and all(field.group != export.explode for field in export.fields):
        raise BadRequest(f"--explode {export.explode} wants a field of that list among --fields")
    if not export.delimiter.strip() or not export.delimiter.isprintable() or "\\" in export.delimiter:
        raise BadRequest("--delimiter wants a visible character, and no backslash, tab or line break")
    module = import_module(f"itucovid.export.{chosen.module}")
    renderer: Callable[[Export], Iterator[str] | Iterator[bytes]] = getattr(module, f"render_{name.replace('-', '_')}")
    return renderer(export)


def choose_format(name: str | None, path: str | None) -> str:
    """The format of a name, or else of a path's suffix, or else CSV.

    Raises:
        UnknownValue: there is no format of that name.
        BadRequest: the suffix belongs to none.
    """
    if name is not None:
        return find_name("format", name, {known: format_.suffixes for known, format_ in FORMATS.items()})
    if path is None:
        return "csv"
    if known := format_of_suffix(path):
        return known
    suffix = PurePath(path).suffix.casefold()
    suffixes = ", ".join(format_.suffixes[0] for format_ in FORMATS.values())
    found = f"suffix {suffix!r} belongs to no format" if suffix else "it has no suffix to tell the format"
    raise BadRequest(f"{path}: {found}: end it in one of {suffixes}, or give --format")


def format_of_suffix(path: str) -> str | None:
    """The format that a path's suffix belongs to, if there is one."""
    whole = [suffix.casefold() for suffix in PurePath(path).suffixes]
    for suffix in ("".join(whole[-2:]), "".join(whole[-1:])):
        for known, format_ in FORMATS.items():
            if suffix in format_.suffixes:
                return known
    return None
