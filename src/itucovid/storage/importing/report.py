"""The report of an import: how columns were read, and every cell that was guessed, changed or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Container, Iterator


class CellNote(NamedTuple):
    """A message about a cell.

    Attributes:
        row: the number of its row.
        column: the name of its column.
        message: what was done with it.
        is_loss: whether --strict refuses it: a cell left out, or a repeated id.
        kept_in: the own field that keeps the text of the cell, because its own cannot.
        new_id: the id that was made because that in the cell is another row's.
    """

    row: int
    column: str
    message: str
    is_loss: bool = False
    kept_in: str | None = None
    new_id: str | None = None


class Report:
    """The notes of an import, in the order in which they were made."""

    def __init__(self, path: object) -> None:
        self._path = str(path)
        self.cells: list[CellNote] = []
        self.remarks: list[str] = []
        self._replaced: dict[tuple[str, str, str], list[int]] = {}

    def note(
        self,
        row: int,
        column: str,
        message: str,
        *,
        is_loss: bool = False,
        kept_in: str | None = None,
        new_id: str | None = None,
    ) -> None:
        """Note something about a cell; see `CellNote`."""
        self.cells.append(CellNote(row, column, message, is_loss, kept_in, new_id))

    def replaced(self, row: int, column: str, old: str, new: str) -> None:
        """Note that a value was replaced by another one; equal replacements of a column are one note."""
        self._replaced.setdefault((column, old, new), []).append(row)

    def remark(self, message: str) -> None:
        """Note something about the whole file."""
        self.remarks.append(message)

    def keep_only(self, rows: Container[int]) -> None:
        """Drop the notes on other rows."""
        self.cells = [note for note in self.cells if note.row in rows]
        kept = {key: [row for row in noted if row in rows] for key, noted in self._replaced.items()}
        self._replaced = {key: noted for key, noted in kept.items() if noted}

    @property
    def losses(self) -> int:
        """The number of cells left out and of repeated ids."""
        return sum(note.is_loss for note in self.cells)

    @property
    def size(self) -> int:
        """The number of cells that the report is about."""
        return len(self.cells) + sum(map(len, self._replaced.values()))

    def lines(self) -> Iterator[tuple[str, str]]:
        """The lines: the place of each, "data.csv:12: End: ", and its text."""
        notes = [
            (note.row, note.column, f"{note.message}; kept in extra.{note.kept_in}" if note.kept_in else note.message)
            for note in self.cells
        ]
        for (column, old, new), rows in self._replaced.items():
            more = f" (and in {plural(len(rows) - 1, 'other row')})" if len(rows) > 1 else ""
            notes.append((rows[0], column, f"{old!r} read as {new}{more}"))
        for row, column, message in sorted(notes, key=lambda note: note[0]):
            yield printable(f"{self._path}:{row}: {column}: "), message
        for remark in self.remarks:
            yield f"{self._path}: ", remark
