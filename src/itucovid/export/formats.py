"""The formats: their names, suffixes and options."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

import msgspec

from itucovid.errors import UsageError
from itucovid.names import match_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from itucovid.model import Initiative


class Format(msgspec.Struct, frozen=True):
    """A format.

    Attributes:
        suffixes: the file name suffixes.
        module: the module of this package that renders it.
        options: the options that it supports.
        is_binary: whether it is bytes rather than text.
        has_provenance: whether the output says where it comes from.
        is_translated: whether titles and names are in the language of `--locale`. Other formats contain all
            translations, or cite the source document in its language.
    """

    suffixes: tuple[str, ...]
    module: str
    options: frozenset[str] = frozenset()
    is_binary: bool = False
    has_provenance: bool = False
    is_translated: bool = False


FormatName = Literal[
    "csv", "tsv", "markdown", "json", "jsonl", "toml", "html", "xlsx", "datapackage", "hxl", "bibtex", "ris",
    "csl-json", "sqlite",
]  # fmt: skip
"""The name of a format."""

_TABLE = frozenset({"fields", "delimiter", "explode"})
FORMATS: dict[str, Format] = {
    "csv": Format((".csv",), "csv", _TABLE | {"excel", "separator"}, is_translated=True),
    "tsv": Format((".tsv", ".tab"), "csv", _TABLE | {"excel"}, is_translated=True),
    "markdown": Format(
        (".md", ".markdown"),
        "markdown",
        frozenset({"fields", "delimiter", "long"}),
        has_provenance=True,
        is_translated=True,
    ),
    "json": Format((".json",), "json", frozenset({"fields"})),
    "jsonl": Format((".jsonl", ".ndjson"), "json", frozenset({"fields"})),
    "toml": Format((".toml",), "toml", has_provenance=True),
    "html": Format((".html", ".htm"), "html", has_provenance=True, is_translated=True),
    "xlsx": Format((".xlsx",), "xlsx", _TABLE, is_binary=True, has_provenance=True, is_translated=True),
    "datapackage": Format((".zip",), "datapackage", is_binary=True, has_provenance=True),
    "hxl": Format((".hxl.csv",), "hxl", _TABLE, is_translated=True),
    "bibtex": Format((".bib",), "bibtex", has_provenance=True),
    "ris": Format((".ris",), "ris", has_provenance=True),
    "csl-json": Format((".csl.json",), "csl", has_provenance=True),
    "sqlite": Format((".sqlite", ".sqlite3", ".db"), "sqlite", is_binary=True, has_provenance=True),
}
"""The formats by name; in the name of the function, hyphens are underscores."""


def format_named(name: str) -> str:
    """The format with a name, or an unambiguous prefix or a suffix of it.

    Raises:
        UnknownValueError: there is none.
        AmbiguousValueError: it is a prefix of several formats.
    """
    return match_name("format", name, {known: format_.suffixes for known, format_ in FORMATS.items()})


def choose_format(name: str | None, path: str | None) -> str:
    """The format of a name, or else of the suffix of a path, or else CSV.

    Raises:
        UnknownValueError: there is no such format.
        UsageError: no format has this suffix.
    """
    if name is not None:
        return format_named(name)
    if path is None:
        return "csv"
    if known := format_for_suffix(path):
        return known
    suffix = PurePath(path).suffix.casefold()
    suffixes = ", ".join(format_.suffixes[0] for format_ in FORMATS.values())
    problem = f"no format has the suffix {suffix!r}" if suffix else "a file name without a suffix implies no format"
    raise UsageError(f"{path}: {problem}; use --format, or one of {suffixes}")


def format_for_suffix(path: str) -> str | None:
    """The format of the suffix of a path, if there is one."""
    suffixes = [suffix.casefold() for suffix in PurePath(path).suffixes]
    for suffix in ("".join(suffixes[-2:]), "".join(suffixes[-1:])):
        for known, format_ in FORMATS.items():
            if suffix in format_.suffixes:
                return known
    return None


LARGE_PAGE = 10_000_000
"""Bytes of a page that browsers take seconds to open."""

# Measured with the bundled dataset, and with 10,000 records like it.
_BYTES_PER_PAGE = 280_000
_BYTES_PER_RECORD = 3_500


def estimate_page(records: Iterable[Initiative]) -> int:
    """The approximate size of the HTML page of some records, in bytes."""
    return _BYTES_PER_PAGE + sum(_BYTES_PER_RECORD + len((record.summary or "").encode()) for record in records)
