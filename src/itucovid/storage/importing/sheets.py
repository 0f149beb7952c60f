"""What a file to import is made of: a header and rows of cells."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from itucovid.errors import ItucovidError
from itucovid.names import closest_matches
from itucovid.text import plural, printable, truncate_middle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

Cell: TypeAlias = Any
"""A text, number, boolean, date, datetime or None; in JSON also a list or an object."""


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
        notes: the number of a row, the name of a column and a message about the cell there; sorted by row.
        options: the encoding, separator and sheet.
    """

    columns: tuple[str, ...]
    rows: Callable[[], Iterator[tuple[int, Sequence[Cell]]]]
    form: Literal["text", "typed", "json"]
    description: str
    notes: tuple[tuple[int, str, str], ...]
    options: ReadOptions


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
        notes: the number of a row and of a column, both from 1, and a message; sorted by row.
        sheet: the name of the worksheet.
    """
    first, columns = find_header(path, enumerate(rows, 1))
    named = ((row, columns[column - 1] if column <= len(columns) else "", message) for row, column, message in notes)
    return Sheet(
        columns,
        lambda: rows_below(enumerate(rows, 1), first),
        "typed",
        description,
        tuple(note for note in named if note[0] > first),
        ReadOptions(sheet=sheet),
    )


def find_header(path: Path, rows: Iterable[tuple[int, Sequence[Cell]]]) -> tuple[int, tuple[str, ...]]:
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


def rows_below(rows: Iterable[tuple[int, Sequence[Cell]]], header: int) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows after the one with the number `header` that are not empty."""
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
