"""What `Dataset` offers in Python: filters, a search, and records as plain dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from itucovid.errors import UnknownRecord
from itucovid.fields import TABLE_FIELDS, choose_fields, rows
from itucovid.filters import Filters, select
from itucovid.text import nearest, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from itucovid.fields import Cell
    from itucovid.model import Dataset, Initiative


def filtered(
    dataset: Dataset, *, since: object | None, until: object | None, **values: str | Iterable[str] | None
) -> Dataset:
    """The dataset with only those records that filters leave; its tables stay whole."""
    wanted = {what: (given,) if isinstance(given, str) else tuple(given or ()) for what, given in values.items()}
    filters = Filters(
        since=None if since is None else str(since), until=None if until is None else str(until), **wanted
    )
    return msgspec.structs.replace(dataset, initiatives=tuple(select(dataset, filters).records))


def dictionaries(dataset: Dataset, fields: str | Iterable[str] | None) -> list[dict[str, Any]]:
    """A dictionary a record, each with the same keys."""
    names = fields if fields is None or isinstance(fields, str) else ",".join(fields)
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
