"""Read a file into rows of cells: CSV, TSV, Excel, OpenDocument, JSON and JSON Lines."""

from __future__ import annotations

import io
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from itucovid.names import name_key
from itucovid.storage.encodings import SEPARATORS, detect_encoding, detect_separator
from itucovid.storage.importing.column_names import is_own_export
from itucovid.storage.importing.sheets import Cell, ImportFailedError, ReadOptions, Sheet, find_header, rows_below
from itucovid.storage.importing.workbooks import read_workbook
from itucovid.storage.loader import MAX_FILE_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path


def read_sheet(path: Path, content: bytes, options: ReadOptions) -> Sheet:
    """Read the content of a file.

    Args:
        path: the file, for its suffix and for messages.
        content: its content.
        options: how to read it.

    Raises:
        ImportFailedError: the content has none of the formats, or no usable header.
    """
    if len(content) > MAX_FILE_SIZE:
        raise ImportFailedError(path, f"larger than {MAX_FILE_SIZE >> 20} MiB")
    suffix = path.suffix.casefold()
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        sheet = read_workbook(path, content, options.sheet)
    elif content.startswith(b"%PDF") or re.match(rb"\s*<(!doctype|html|\?xml)", content[:1024], re.IGNORECASE):
        raise ImportFailedError(path, "not a spreadsheet; import reads CSV, TSV, xlsx, ods, JSON and JSON Lines")
    elif suffix in (".xlsx", ".ods"):
        raise ImportFailedError(path, f"not a {suffix[1:]} file")
    elif suffix == ".toml":
        raise ImportFailedError(path, "already TOML; to use it: --data, to check it: itucovid check")
    else:
        encoding = options.encoding or detect_encoding(content)
        if encoding is None:
            raise ImportFailedError(
                path, "the encoding cannot be determined; name it with --encoding (cp1251, shift_jis, utf-16...)"
            )
        _check_encoding(path, content, encoding)
        is_json = suffix in (".json", ".jsonl", ".ndjson") or (
            suffix not in (".csv", ".tsv", ".tab", ".txt") and content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in b"[{"
        )
        if is_json and content.strip():
            sheet = _read_json(path, content.decode(encoding).removeprefix("\ufeff"), suffix in (".jsonl", ".ndjson"))
        else:
            sheet = _read_delimited(path, content, encoding, options.separator)
    _check_header(path, sheet)
    return sheet


def _check_encoding(path: Path, content: bytes, encoding: str) -> None:
    try:
        # In chunks, so that the text is not in memory as a whole.
        for _ in io.TextIOWrapper(io.BytesIO(content), encoding):
            pass
    except UnicodeError as error:
        raise ImportFailedError(path, f"not {encoding}; name its encoding with --encoding") from error
    except LookupError as error:
        raise ImportFailedError(path, f"unknown encoding {encoding!r}") from error


def _check_header(path: Path, sheet: Sheet) -> None:
    """Refuse a header that does not name columns."""
    for number, name in enumerate(sheet.columns, 1):
        if re.fullmatch(r"[-+\d.,/:\s%€$£]*\d[-+\d.,/:\s%€$£]*|https?://\S+|\S+@\S+\.\S+", name.strip()):
            raise ImportFailedError(
                path, f"no header: {name!r} is not a column name; the first row names the columns", 1
            )
        for other in sheet.columns[: number - 1]:
            if name_key(other) == name_key(name) and (name_key(name) or other.strip() == name.strip()):
                raise ImportFailedError(path, f"two columns are named {name.strip()!r}; rename one", 1)
    if next(iter(sheet.rows()), None) is None:
        raise ImportFailedError(path, "no rows below the header")


def _read_delimited(path: Path, content: bytes, encoding: str, separator: str | None) -> Sheet:
    def lines() -> Iterator[str]:
        text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
        for number, line in enumerate(text):
            without_mark = line.removeprefix("\ufeff") if number == 0 else line
            # A first line that tells Excel the separator is not a row.
            if number or not re.fullmatch("sep=.\r?\n", without_mark):
                yield without_mark

    if separator in (None, "\t") and is_own_export(next(lines(), "").rstrip("\r\n").split("\t"), {}):
        separator, reader = "\t", _exported_tsv_reader(path, lines)
    else:
        if separator is None:
            stated = re.match(b"(?:\xef\xbb\xbf)?sep=(.)\r?\n", content)
            separator = stated[1].decode("latin-1") if stated else detect_separator(islice(lines(), _SAMPLE_LINES))
        reader = _csv_reader(path, lines, separator)

    def rows() -> Iterator[tuple[int, Sequence[Cell]]]:
        return enumerate(reader(), 1)

    names = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
    first, columns = find_header(path, rows())
    return Sheet(
        columns,
        lambda: rows_below(rows(), first),
        "text",
        f"{names.get(encoding, encoding.upper())}, separated by {SEPARATORS.get(separator, repr(separator))}",
        (),
        ReadOptions(encoding=encoding.removesuffix("-sig"), separator=separator),
    )


_SAMPLE_LINES = 200


def _csv_reader(path: Path, lines: Callable[[], Iterable[str]], separator: str) -> Callable[[], Iterable[list[str]]]:
    import csv

    csv.field_size_limit(MAX_FILE_SIZE)
    strict = True
    try:
        for _ in csv.reader(lines(), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        if "end of data" in str(error):
            raise ImportFailedError(path, "a quotation mark is not closed: a cell goes on to the end") from error
        strict = False
    return lambda: csv.reader(lines(), delimiter=separator, strict=strict)


def _exported_tsv_reader(path: Path, lines: Callable[[], Iterable[str]]) -> Callable[[], Iterable[list[str]]]:
    """A reader of the TSV format, also after a spreadsheet has saved it, which puts cells in quotation marks."""
    is_quoted = _needs_quotation_marks(lines)
    read = (
        _csv_reader(path, lines, "\t") if is_quoted else lambda: (line.rstrip("\r\n").split("\t") for line in lines())
    )
    return lambda: ([_unescape_tsv(cell) for cell in row] for row in read())


def _needs_quotation_marks(lines: Callable[[], Iterable[str]]) -> bool:
    """Whether a spreadsheet has put the cells of tab-separated text in quotation marks where they need them."""
    import csv

    csv.field_size_limit(MAX_FILE_SIZE)
    plain = (line.rstrip("\r\n").split("\t") for line in lines())
    try:
        rows = list(zip(csv.reader(lines(), delimiter="\t", strict=True), plain, strict=True))
    except ValueError:  # a cell with a line break
        return True
    except csv.Error:
        return False
    width = len(rows[0][1])
    return any(
        # Two cells that are a quotation mark each are none with a tab in it: exports have no tabs in cells.
        len(cells) == width != len(texts)
        if len(cells) != len(texts)
        else any(cell != text and re.search('""|,', text[1:-1]) for cell, text in zip(cells, texts, strict=True))
        for cells, texts in rows
    )


def _unescape_tsv(cell: str) -> str:
    return re.sub(r"\\([tnr\\])", lambda match: _TSV_ESCAPES[match[1]], cell) if "\\" in cell else cell


_TSV_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


def _read_json(path: Path, text: str, by_line: bool) -> Sheet:
    """An array of objects, an object with such an array, or one object per line."""

    def lines() -> Iterator[tuple[int, dict[str, Any]]]:
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip():
                continue
            try:
                yield number, msgspec.json.decode(line, type=dict[str, Any])
            except (msgspec.DecodeError, UnicodeError) as error:
                raise ImportFailedError(path, f"not a JSON object: {error}", number) from error

    if not by_line:
        try:
            objects = _objects(msgspec.json.decode(text))
        except (msgspec.DecodeError, UnicodeError) as error:
            # A file with one object per line may have any suffix.
            if text.lstrip()[:1] == "{" and "\n" in text.strip():
                return _read_json(path, text, by_line=True)
            raise ImportFailedError(path, f"not JSON: {error}") from error
        if objects is None:
            raise ImportFailedError(path, "expected an array of objects")
        numbered = list(enumerate(objects, 1))
    source: Callable[[], Iterable[tuple[int, dict[str, Any]]]] = lines if by_line else lambda: numbered
    columns: dict[str, None] = {}
    for _, record in source():
        columns |= dict.fromkeys(record)
    return Sheet(
        tuple(columns),
        lambda: ((number, [record.get(name) for name in columns]) for number, record in source()),
        "json",
        "JSON Lines" if by_line else "JSON",
        (),
        ReadOptions(),
    )


def _objects(value: Any) -> list[dict[str, Any]] | None:
    """The records of a JSON document: an array of objects, or the only one among the values of an object."""
    if isinstance(value, dict):
        arrays = [inner for inner in value.values() if isinstance(inner, list) and _objects(inner) is not None]
        value = arrays[0] if len(arrays) == 1 else [value]
    if isinstance(value, list) and value and all(isinstance(record, dict) for record in value):
        return value
    return None
