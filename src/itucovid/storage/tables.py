"""The entries of what tomli returned for a dataset file, valid or not; those of the wrong type are skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def entries(tables: Mapping[str, Any], name: str) -> list[tuple[int, dict[str, Any]]]:
    """The entries of an array of tables, such as [[themes]], each with its index."""
    array = tables.get(name)
    array = array if isinstance(array, list) else []
    return [(index, entry) for index, entry in enumerate(array) if isinstance(entry, dict)]


def named_entries(tables: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables in a table, such as [countries.NER], each with its key."""
    table = tables.get(name)
    for key, entry in (table if isinstance(table, dict) else {}).items():
        if isinstance(entry, dict):
            yield key, entry
