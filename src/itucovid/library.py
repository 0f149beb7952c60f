"""What `Dataset` offers in Python: filters, a search, and records as plain dictionaries."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from itucovid.dataset import DATA_VARIABLE, load
from itucovid.errors import BadDataset, UnknownRecord
from itucovid.fields import TABLE_FIELDS, choose_fields, rows
from itucovid.filters import Filters, select, sort_records
from itucovid.text import nearest, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from itucovid.fields import Cell
    from itucovid.model import Dataset, Initiative


def filtered(dataset: Dataset, **values: object) -> Dataset:
    """The dataset with only those records that filters leave; its tables stay whole."""
    return msgspec.structs.replace(dataset, initiatives=tuple(select(dataset, _filters(values)).records))


def exported(dataset: Dataset, name: str, *, fields: str | Iterable[str] | None, **options: Any) -> bytes:
    """The records that options ask for, in a format."""
    from itucovid.export import FORMATS, choose_format, render
    from itucovid.export.request import Request, prepare

    filters = _filters({name: value for name, value in options.items() if name in Filters.__struct_fields__})
    given = msgspec.structs.asdict(filters)
    request = Request(
        choose_format(name, None),
        fields=_listed(fields),
        data=_chosen_data(),
        **{**options, **{k: v or None for k, v in given.items()}},
    )
    export = prepare(request)
    if request.search is None:
        records = select(dataset, filters).records
    else:
        from itucovid.search import search

        among = None if filters == Filters() else {record.id for record in select(dataset, filters).records}
        records = [hit.record for hit in search(dataset, request.search, among).hits]
    records = sort_records(dataset, records, request.sort, reverse=request.reverse)[: request.limit]
    asked = export(dataset, records)
    nothing_found = request.search is not None and not records  # which the command refuses
    if FORMATS[request.format].tells and (nothing_found or not _is_in_use(dataset)):
        # No command is known that would give this.
        asked = asked._replace(request="")
    chunks = render(request.format, asked)
    return b"".join(chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks)


def _chosen_data() -> str | None:
    """The name of the register that the command uses without --data, if it is not the shipped one."""
    chosen = os.environ.get(DATA_VARIABLE)
    return Path(chosen).name if chosen else None


def _is_in_use(dataset: Dataset) -> bool:
    """Whether a dataset is, whole, the one that the command uses without --data."""
    try:
        return dataset == load()
    except BadDataset:
        return False


def _filters(values: Mapping[str, object]) -> Filters:
    """Filters from what a person in Python gives: one value or several, a date or its text."""
    dates = {name: None if value is None else str(value) for name, value in values.items() if name in _DATES}
    lists = {name: _several(value) for name, value in values.items() if name not in _DATES}
    return Filters(**dates, **lists)  # type: ignore[arg-type]


def _several(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]


def _listed(fields: str | Iterable[str] | None) -> str | None:
    return fields if fields is None or isinstance(fields, str) else ",".join(fields)


_DATES = ("since", "until")


def dictionaries(dataset: Dataset, fields: str | Iterable[str] | None) -> list[dict[str, Any]]:
    """A dictionary a record, each with the same keys."""
    names = _listed(fields)
    columns = TABLE_FIELDS if names is None else choose_fields(names)
    keys = [column.name for column in columns]
    return [dict(zip(keys, map(_plain, cells), strict=True)) for cells in rows(dataset, dataset.initiatives, columns)]


def record_of(dataset: Dataset, id_: object) -> Initiative:
    """The record with just this id.

    Raises:
        UnknownRecord: there is none; the message names the nearest.
    """
    for record in dataset.initiatives:
        if record.id == id_:
            return record
    ids = {spelling(record.id): record.id for record in dataset.initiatives}
    raise UnknownRecord(id_, nearest=nearest(spelling(str(id_)), ids))


def _plain(cell: Cell) -> object:
    """A cell of types that any table library knows: a date becomes plain text, a tuple a list."""
    if isinstance(cell, tuple):
        return [_plain(value) for value in cell]
    return str.__str__(cell) if isinstance(cell, str) else cell
