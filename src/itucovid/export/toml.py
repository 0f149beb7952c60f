"""TOML: a dataset again, which `--data` and `check` take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import tomli_w

from itucovid.dates import PartialDate
from itucovid.errors import UsageError
from itucovid.export.provenance import provenance
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export


def render_toml(export: Export) -> Iterator[str]:
    """The document, all tables of names, and the records; `related` keeps the ids that are still there.

    Raises:
        UsageError: there are no records.
    """
    if not export.records:
        raise UsageError("there is no record to write, and a register has at least one")
    for label, fact in provenance(export).items():
        yield f"# {label}: {printable(fact)}\n"
    tables = _plain(msgspec.structs.replace(export.dataset, initiatives=()))
    if tables:
        yield f"\n{tomli_w.dumps(tables)}"
    kept = {record.id for record in export.records}
    for record in export.records:
        related = tuple(id_ for id_ in record.related if id_ in kept)
        yield f"\n{_array_of_one(_plain(msgspec.structs.replace(record, related=related)))}"


def _array_of_one(record: dict[str, Any]) -> str:
    text = tomli_w.dumps({"initiatives": [record]})
    # An array whose only table is short comes out inline, and would then belong to whatever table stands before it.
    return text if text.startswith("[[") else f"[[initiatives]]\n{tomli_w.dumps(record)}"


def _plain(value: Any) -> Any:
    """What TOML can say of a value: no nulls, no empty lists, and dates as dates where they are whole."""
    if isinstance(value, msgspec.Struct):
        items = {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
        return {name: item for name, item in items.items() if item not in (None, [], {})}
    if isinstance(value, PartialDate):
        return value.first if value.is_complete else str.__str__(value)
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
