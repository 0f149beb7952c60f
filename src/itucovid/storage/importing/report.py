"""The report of an import: how columns were read, and every cell that was guessed, changed or left out."""

from __future__ import annotations

from heapq import merge
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from itucovid.storage.importing.packed import PackedList
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
    """The notes of an import, in the order of the rows.

    Attributes:
        cells: the notes on single cells.
        remarks: the notes on the whole file.
        repeated: the rows whose ids are those of other rows.
        losses: the number of cells left out and of repeated ids.
    """

    def __init__(self, path: object) -> None:
        self._path = str(path)
        self.cells = PackedList(CellNote)
        self.remarks: list[str] = []
        self.repeated: set[int] = set()
        self.losses = 0
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
        """Note something about a cell of the same row as the last note or a later one; see `CellNote`."""
        self._add(CellNote(row, column, message, is_loss, kept_in, new_id))

    def _add(self, note: CellNote) -> None:
        self.cells.append(note)
        self.losses += note.is_loss
        if note.new_id:
            self.repeated.add(note.row)

    def replaced(self, row: int, column: str, old: str, new: str) -> None:
        """Note that a value was replaced by another one; equal replacements of a column are one note."""
        self._replaced.setdefault((column, old, new), []).append(row)

    def remark(self, message: str) -> None:
        """Note something about the whole file."""
        self.remarks.append(message)

    def keep_only(self, rows: Container[int]) -> None:
        """Drop the notes on other rows."""
        noted, self.cells = self.cells, PackedList(CellNote)
        self.repeated, self.losses = set(), 0
        for note in noted:
            if note.row in rows:
                self._add(note)
        kept = {key: [row for row in noted if row in rows] for key, noted in self._replaced.items()}
        self._replaced = {key: noted for key, noted in kept.items() if noted}

    @property
    def size(self) -> int:
        """The number of cells that the report is about."""
        return len(self.cells) + sum(map(len, self._replaced.values()))

    def lines(self) -> Iterator[tuple[str, str]]:
        """The lines: the place of each, "data.csv:12: End: ", and its text."""
        replaced = []
        for (column, old, new), rows in self._replaced.items():
            more = f" (and in {plural(len(rows) - 1, 'other row')})" if len(rows) > 1 else ""
            replaced.append((rows[0], column, f"{old!r} read as {new}{more}"))
        replaced.sort(key=itemgetter(0))
        cells = (
            (note.row, note.column, f"{note.message}; kept in extra.{note.kept_in}" if note.kept_in else note.message)
            for note in self.cells
        )
        for row, column, message in merge(cells, replaced, key=itemgetter(0)):
            yield printable(f"{self._path}:{row}: {column}: "), message
        for remark in self.remarks:
            yield f"{self._path}: ", remark
