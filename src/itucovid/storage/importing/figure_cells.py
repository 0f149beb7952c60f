"""Read cells with figures and links into records."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import zip_longest
from typing import get_args

from itucovid.model import Qualifier, Url
from itucovid.storage.importing.amounts import read_amount
from itucovid.storage.importing.cells import Cell, CellReader, Record
from itucovid.storage.importing.values import (
    as_text,
    is_valid,
    make_figure,
    quoted,
    read_exact_number,
    split_escaped,
    without_nulls,
)


class FigureReader(CellReader):
    """Reads figures and links."""

    def _figures(self, record: Record, cell: Cell) -> None:
        if isinstance(cell.value, list) and all(isinstance(item, dict) for item in cell.value):
            record["figures"] = [
                {key: value for key, value in item.items() if value is not None} for item in cell.value
            ]
            return
        if self._columns.is_own_export:
            for item in self._items(cell):
                self._own_figure(record, cell.name, item)
            return
        unit = cell.column.unit or as_text(self._cells.get(cell.column.unit_column or "") or "")
        amount = read_amount(cell.value, unit, cell.column.decimal)
        if amount is None:
            self._keep(record, cell.name, cell.value, f"{quoted(cell.value)} not understood as one amount")
            return
        label = " ".join(filter(None, (amount.unit, amount.label, "" if amount.label else cell.column.label)))
        figure = make_figure(amount.value, label or cell.name, amount.qualifier)
        record.setdefault("figures", []).append(figure)
        if not amount.is_exact:
            self._keep(record, cell.name, cell.value, f"{quoted(cell.value)} read as {amount.value:,} {label}")

    def _own_figure(self, record: Record, name: str, text: str) -> None:
        qualifiers = "|".join(get_args(Qualifier))
        pattern = rf"(?:({qualifiers}) )?(-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d{{1,3}})?) (?:(million|billion) )?(.+)"
        match = re.fullmatch(pattern, text, re.DOTALL)
        scale = {None: 1, "million": 10**6, "billion": 10**9}
        number = match and read_exact_number(str(Decimal(match[2].replace(",", "")) * scale[match[3]]))
        if match and number is not None:
            record.setdefault("figures", []).append(make_figure(number, match[4], match[1]))
        else:
            self._keep(record, name, text, f"{text!r} not understood as a figure")

    def _parallel(self, record: Record, cell: Cell) -> None:
        """One of several columns that are parallel lists: `_finish_figures` and `_finish_links` put them together."""
        values = cell.value if isinstance(cell.value, list) else [cell.value]
        if isinstance(cell.value, str):
            values = split_escaped(cell.value, cell.column.separator or "; ")
        record[f"({cell.column.field})"] = values

    _figure_values = _figure_labels = _figure_qualifiers = _link_labels = _link_publishers = _parallel

    def _finish_figures(self, record: Record) -> None:
        values = record.pop("(figure_values)", None)
        labels = record.pop("(figure_labels)", [])
        qualifiers = record.pop("(figure_qualifiers)", [])
        if values is None:
            return
        figures = []
        for value, label, qualifier in zip_longest(values, labels, qualifiers):
            number = read_exact_number(value)
            if number is None or (qualifier and qualifier not in get_args(Qualifier)):
                column = self._having("figure_values" if number is None else "figure_qualifiers")[0]
                self._keep(
                    record, column, self._cells[column], f"{value if number is None else qualifier!r} not understood"
                )
                continue
            figures.append(make_figure(number, str(label or "figure"), qualifier or None))
        if figures:
            record["figures"] = figures

    def _links(self, record: Record, cell: Cell) -> None:
        if isinstance(cell.value, list) and all(isinstance(item, dict) for item in cell.value):
            record["links"] = without_nulls(cell.value)
            return
        items = self._items(cell)
        if not self._columns.is_own_export:
            items = [url for item in items for url in item.split()]
        for item in items:
            url = f"https://{item}" if re.match(r"www\.\S+\.\S", item) else item
            if not is_valid(url, Url):
                self._keep(record, cell.name, cell.value, f"{item!r} is no web address")
                continue
            if url != item:
                self._report.note(self._row, cell.name, f"{item!r} read as {url}")
            if all(link["url"] != url for link in record.get("links", ())) or self._columns.is_own_export:
                label = re.split("[/?#]", url)[2].removeprefix("www.") or url
                record.setdefault("links", []).append({"label": label, "url": url})

    def _finish_links(self, record: Record) -> None:
        labels = record.pop("(link_labels)", [])
        publishers = record.pop("(link_publishers)", [])
        for link, label, publisher in zip_longest(record.get("links", ()), labels, publishers):
            if link is None:
                break
            if label:
                link["label"] = label
            if publisher:
                link["publisher"] = publisher
