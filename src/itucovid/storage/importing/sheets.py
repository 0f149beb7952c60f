"""Read a file into rows of cells: CSV, TSV, Excel, OpenDocument, JSON and JSON Lines."""

from __future__ import annotations

import io
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import msgspec

from itucovid.errors import ItucovidError
from itucovid.names import closest_matches, name_key
from itucovid.storage.importing.encodings import SEPARATORS, detect_encoding, detect_separator
from itucovid.text import plural, printable, truncate_middle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

Cell: TypeAlias = Any
"""A text, number, boolean, date, datetime or None; in JSON also a list or an object."""

MAX_FILE_SIZE = 256 << 20
"""Bytes; larger files are refused."""


class ImportFailedError(ItucovidError):
    """A file that cannot be imported."""

    def __init__(self, path: Path | str, message: str, row: int = 0) -> None:
        place = f"{path}:{row}" if row else str(path)
        super().__init__(printable(f"{place}: {truncate_middle(message)}"))


class ReadOptions(NamedTuple):
    """How to read a file; None is detected."""

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None


class Sheet(NamedTuple):
    """The rows of a file.

    Attributes:
        columns: the names of the columns, in order.
        rows: returns an iterator over the rows below the header: the number of each and its cells, which may be more
            or fewer than the columns. It can be called again.
        form: "text" if all cells are texts, "typed" for a spreadsheet, "json".
        description: what was read, in words.
        notes: the number of a row, the name of a column and a message about the cell there.
        options: the encoding, separator and sheet.
    """

    columns: tuple[str, ...]
    rows: Callable[[], Iterator[tuple[int, Sequence[Cell]]]]
    form: Literal["text", "typed", "json"]
    description: str
    notes: tuple[tuple[int, str, str], ...]
    options: ReadOptions


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
        from itucovid.storage.importing.workbooks import read_workbook

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
            raise ImportFailedError(path, f"no header: {name!r} is no name of a column; the first row names them", 1)
        for other in sheet.columns[: number - 1]:
            if name_key(other) == name_key(name) and (name_key(name) or other.strip() == name.strip()):
                raise ImportFailedError(path, f"two columns are named {name.strip()!r}; rename one", 1)
    if next(iter(sheet.rows()), None) is None:
        raise ImportFailedError(path, "no rows below the header")


def _read_delimited(path: Path, content: bytes, encoding: str, separator: str | None) -> Sheet:
    import csv

    csv.field_size_limit(MAX_FILE_SIZE)

    def lines() -> Iterator[str]:
        text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
        for number, line in enumerate(text):
            without_mark = line.removeprefix("\ufeff") if number == 0 else line
            # The first line by which Excel is told the separator is no row.
            if number or not re.fullmatch("sep=.\r?\n", without_mark):
                yield without_mark

    if separator is None:
        stated = re.match(b"(?:\xef\xbb\xbf)?sep=(.)\r?\n", content)
        separator = stated[1].decode("latin-1") if stated else detect_separator(islice(lines(), _SAMPLE_LINES))
    strict = True
    try:
        for _ in csv.reader(lines(), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        if "end of data" in str(error):
            raise ImportFailedError(path, "a quotation mark is not closed: a cell goes on to the end") from error
        strict = False

    def rows() -> Iterator[tuple[int, Sequence[Cell]]]:
        return enumerate(csv.reader(lines(), delimiter=separator, strict=strict), 1)

    names = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
    first, columns = _header(path, rows())
    return Sheet(
        columns,
        lambda: _below(rows(), first),
        "text",
        f"{names.get(encoding, encoding.upper())}, separated by {SEPARATORS.get(separator, repr(separator))}",
        (),
        ReadOptions(encoding=encoding.removesuffix("-sig"), separator=separator),
    )


_SAMPLE_LINES = 200


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


def typed_sheet(
    path: Path,
    rows: Sequence[Sequence[Cell]],
    description: str,
    notes: Iterable[tuple[int, int, str]],
    sheet: str,
) -> Sheet:
    """The rows of a spreadsheet.

    Args:
        path: the file.
        rows: all rows, from the first.
        description: what was read.
        notes: the number of a row and of a column, both from 1, and a message.
        sheet: the name of the worksheet.
    """
    first, columns = _header(path, enumerate(rows, 1))
    named = ((row, columns[column - 1] if column <= len(columns) else "", message) for row, column, message in notes)
    return Sheet(
        columns,
        lambda: _below(enumerate(rows, 1), first),
        "typed",
        description,
        tuple(note for note in named if note[0] > first),
        ReadOptions(sheet=sheet),
    )


def _header(path: Path, rows: Iterable[tuple[int, Sequence[Cell]]]) -> tuple[int, tuple[str, ...]]:
    """The number of the first row that is not empty, and its cells as names of columns."""
    filled = ((number, row) for number, row in rows if not is_empty_row(row))
    number, row = next(filled, (0, ()))
    if not row:
        raise ImportFailedError(path, "empty")
    names = [str(cell).strip() for cell in row]
    while names and not names[-1]:
        names.pop()
    below = max((sum(not is_empty(cell) for cell in cells) for _, cells in islice(filled, 20)), default=0)
    if sum(map(bool, names)) == 1 and below > 1:
        only = next(filter(None, names))
        raise ImportFailedError(path, f"no header: the only cell is {only!r}; the first row names the columns", number)
    for position, name in enumerate(names):
        names[position] = name or f"Column {_letters(position)}"
    return number, tuple(names)


def _below(rows: Iterable[tuple[int, Sequence[Cell]]], header: int) -> Iterator[tuple[int, Sequence[Cell]]]:
    return ((number, row) for number, row in rows if number > header and not is_empty_row(row))


def is_empty(cell: Cell) -> bool:
    """Whether a cell has no value."""
    if isinstance(cell, str):
        return not cell or cell.isspace()
    return cell is None or cell in ([], {})


def is_empty_row(row: Sequence[Cell]) -> bool:
    """Whether all cells are empty."""
    return all(map(is_empty, row))


def _letters(position: int) -> str:
    """The name of a column in a spreadsheet: A, B ... Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def choose_sheet(path: Path, name: str | None, names: Sequence[str]) -> str:
    """The worksheet of a name, or the first.

    Raises:
        ImportFailedError: there is no such worksheet.
    """
    if name is None:
        return names[0]
    if name not in names:
        close = closest_matches(name, {known: known for known in names})
        hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(names)}"
        raise ImportFailedError(path, f"no worksheet {name!r}; {hint}")
    return name


def others(names: Sequence[str], chosen: str) -> str:
    """The worksheets that are not read, in words."""
    rest = [name for name in names if name != chosen]
    return f"; {plural(len(rest), 'other worksheet')} not read: {', '.join(rest)}" if rest else ""
