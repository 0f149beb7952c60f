"""TOML: a dataset file, for `--data` and `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import tomli_w

from itucovid.dates import PartialDate
from itucovid.errors import UsageError
from itucovid.export.provenance import provenance
from itucovid.storage.formatting import format_record
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export


def render_toml(export: Export) -> Iterator[str]:
    """The document, all tables of names, and the records; `related` has only ids of exported records.

    Raises:
        UsageError: there are no records.
    """
    if not export.records:
        raise UsageError("no records to export: a dataset in TOML has at least one")
    for label, value in provenance(export).items():
        yield f"# {label}: {printable(value)}\n"
    tables = _to_toml(msgspec.structs.replace(export.dataset, initiatives=()))
    if tables:
        yield f"\n{tomli_w.dumps(tables)}"
    exported = {record.id for record in export.records}
    for record in export.records:
        related = tuple(id_ for id_ in record.related if id_ in exported)
        yield f"\n{_array_of_tables(_to_toml(msgspec.structs.replace(record, related=related)))}"


def _array_of_tables(record: dict[str, Any]) -> str:
    text = tomli_w.dumps({"initiatives": [record]})
    if text.startswith("[["):
        return text
    # tomli_w writes an array with one short table inline, as a key of whatever table precedes it.
    if any(isinstance(value, dict) for value in record.values()):
        return format_record(record)
    return f"[[initiatives]]\n{tomli_w.dumps(record)}"


def _to_toml(value: Any) -> Any:
    """A value of the model in the types of TOML: without nulls and empty collections; full dates are dates."""
    if isinstance(value, msgspec.Struct):
        items = {name: _to_toml(getattr(value, name)) for name in value.__struct_fields__}
        return {name: item for name, item in items.items() if item not in (None, [], {})}
    if isinstance(value, PartialDate):
        return value.first if value.is_complete else str.__str__(value)
    if isinstance(value, dict):
        return {name: _to_toml(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_to_toml(item) for item in value]
    return value
