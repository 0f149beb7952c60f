"""Read cells with dates into records."""

from __future__ import annotations

from itucovid.dates import PartialDate
from itucovid.storage.importing.cells import Cell, CellReader, Record
from itucovid.storage.importing.dates import DateReading, read_date
from itucovid.storage.importing.sheets import is_empty
from itucovid.storage.importing.values import quoted


class DateReader(CellReader):
    """Reads the start and end of records."""

    def _date(self, record: Record, cell: Cell) -> DateReading | None:
        reading = read_date(cell.value, cell.column.order)
        if reading is None:
            self._keep(record, cell.name, cell.value, f"{quoted(cell.value)} not understood as a date")
        return reading

    def _start(self, record: Record, cell: Cell) -> None:
        if (reading := self._date(record, cell)) is None:
            return
        self._set_date(record, "start", reading.start)
        fills_end = reading.end and is_empty(self._cell_of("end"))
        if fills_end:
            self._set_date(record, "end", reading.end)
        self._keep_inexact(record, cell, reading, lost=bool(reading.end and not fills_end))

    def _end(self, record: Record, cell: Cell) -> None:
        if (reading := self._date(record, cell)) is None:
            return
        end = reading.end or (None if reading.is_open else reading.start)
        self._set_date(record, "end", end)
        self._keep_inexact(record, cell, reading._replace(start=end, end=None), lost=bool(reading.end))

    def _dates(self, record: Record, cell: Cell) -> None:
        if (reading := self._date(record, cell)) is None:
            return
        taken = {"start", "end"} & record.keys()
        if not taken:
            self._set_date(record, "start", reading.start)
            self._set_date(record, "end", reading.end)
        self._keep_inexact(record, cell, reading, lost=bool(taken))

    def _keep_inexact(self, record: Record, cell: Cell, reading: DateReading, *, lost: bool) -> None:
        if reading.is_open and not self._having("status"):
            record["status"] = "ongoing"
            if reading.is_exact:
                return
        is_number = isinstance(cell.value, int | float) or (isinstance(cell.value, str) and cell.value.isdigit())
        if is_number and not reading.is_exact:
            self._report.note(self._row, cell.name, f"{quoted(cell.value)} read as the serial number of {reading}")
        elif reading.is_open or lost or not reading.is_exact:
            self._keep(record, cell.name, cell.value, f"{quoted(cell.value)} read as {reading}")

    def _set_date(self, record: Record, field: str, date: str | None) -> None:
        if date:
            partial = PartialDate(date)
            record[field] = partial.first if partial.is_complete else date

    def _drop_early_end(self, record: Record) -> None:
        if "start" in record and "end" in record:
            start, end = (PartialDate(record[field]) for field in ("start", "end"))
            if end.last < start.first:
                del record["end"]
                name = (self._having("end") or self._having("dates"))[0]
                self._keep(record, name, self._cells[name], f"{end} is before the start, {start}; no end")

    def _drop_note_without_date(self, record: Record) -> None:
        # The record that a sheet without dates corrects may have one.
        if self._is_correction and not any(map(self._having, ("start", "end", "dates"))):
            return
        if "date_note" in record and not record.keys() & {"start", "end"}:
            name = (self._having("date_note") or ["date_note"])[0]
            self._keep(record, name, record.pop("date_note"), "a note on dates without a date")
