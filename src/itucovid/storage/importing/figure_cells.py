"""Read cells with figures and links into records."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import zip_longest
from typing import Any, get_args

from itucovid.fields import split_escaped
from itucovid.model import Qualifier, Url
from itucovid.storage.importing.amounts import read_amount
from itucovid.storage.importing.cells import Cell, CellReader, Record
from itucovid.storage.importing.values import (
    as_text,
    is_valid,
    make_figure,
    quoted,
    read_exact_number,
    without_nulls,
)
from itucovid.text import plural


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
        values = record.pop("(figure_values)", [])
        labels = self._beside(record, "figure_labels", len(values))
        qualifiers = self._beside(record, "figure_qualifiers", len(values))
        if labels is None or qualifiers is None:
            self._keep_column(record, "figure_values")
            return
        figures = []
        for position, (value, label, qualifier) in enumerate(zip_longest(values, labels, qualifiers), 1):
            number = read_exact_number(value)
            if number is None:
                what = f"{quoted(value)} not understood as a number" if value else f"figure {position} has no value"
                self._keep_column(record, "figure_values", what)
            elif qualifier and qualifier not in get_args(Qualifier):
                choices = ", ".join(get_args(Qualifier))
                self._keep_column(record, "figure_qualifiers", f"{quoted(qualifier)} is not one of {choices}")
            elif not label and self._having("figure_labels"):
                self._keep_column(record, "figure_values", f"figure {position} has no label")
            else:
                figures.append(make_figure(number, str(label or "figure"), qualifier or None))
        if figures:
            record["figures"] = figures

    def _beside(self, record: Record, field: str, count: int) -> list[Any] | None:
        """The values of a column that is parallel to one with some number of values, or None if it has another."""
        items: list[Any] = record.pop(f"({field})", [])
        if not items or not count or len(items) == count:
            return items[:count]
        of, what = field.split("_")
        self._keep_column(record, field, f"has {plural(len(items), what[:-1])} for {plural(count, of)}")
        return None

    def _keep_column(self, record: Record, field: str, message: str = "") -> None:
        (column, *_) = self._having(field)
        self._keep(record, column, self._cells[column], message)

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
                self._keep(record, cell.name, cell.value, f"{item!r} is not a web address")
                continue
            if url != item:
                self._report.note(self._row, cell.name, f"{item!r} read as {url}")
            if all(link["url"] != url for link in record.get("links", ())) or self._columns.is_own_export:
                label = re.split("[/?#]", url)[2].removeprefix("www.") or url
                record.setdefault("links", []).append({"label": label, "url": url})

    def _finish_links(self, record: Record) -> None:
        links = record.get("links", [])
        for key in ("label", "publisher"):
            for link, text in zip(links, self._beside(record, f"link_{key}s", len(links)) or (), strict=False):
                if text:
                    link[key] = text
