"""Whether everything that a dataset names is there, and there once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from itucovid.dates import PartialDate
from itucovid.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def broken_references(tables: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each value that names what is not there, or is there twice: the way to it, and the fault.

    Args:
        tables: a dataset as TOML gives it, be it well formed or not; what has the wrong shape is passed over.
    """
    ids = {table: dict(_ids(tables, table)) for table in ("themes", "organisations", "initiatives")}
    for table, of_entry in ids.items():
        if len(set(of_entry.values())) < len(of_entry):
            yield from _duplicates(table, of_entry)
    # A table that a file leaves out is no promise to name everything in it.
    known = {
        "theme": ("theme", set(ids["themes"].values()), "[[themes]]"),
        "partners": ("partner", set(ids["organisations"].values()), "[[organisations]]"),
        "countries": ("country", _keys(tables, "countries"), "[countries]"),
        "languages": ("language", _keys(tables, "languages"), "[languages]"),
        "related": ("record", set(ids["initiatives"].values()), "[[initiatives]]"),
    }
    known = {field: known[field] for field in known if known[field][1]}
    for index, record in _entries(tables, "initiatives"):
        for field, (what, names, table) in known.items():
            value = record.get(field)
            if not value or _all_in(names, value):
                continue
            for place, name in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(name, str) and name not in names:
                    step = (place,) if isinstance(value, list) else ()
                    yield ("initiatives", index, field, *step), _unknown(what, name, names, table)
        if "end" in record and _ends_before_it_starts(record):
            yield ("initiatives", index, "end"), f"{record['end']} is before start, {record['start']}"


def _duplicates(table: str, ids: Mapping[int, str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    first: dict[str, int] = {}
    for index, id_ in ids.items():
        if first.setdefault(id_, index) != index:
            yield (table, index, "id"), f"{id_!r} is already the id of number {first[id_] + 1}"


def _all_in(names: set[str], value: Any) -> bool:
    """Whether a name, or each of a list, is known; the way to those that are not is longer."""
    try:
        return names.issuperset(value) if isinstance(value, list) else value in names
    except TypeError:  # a list or a table, where a name belongs
        return False


def _entries(tables: Mapping[str, Any], table: str) -> Iterator[tuple[int, dict[str, Any]]]:
    entries = tables.get(table)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield index, entry


def _ids(tables: Mapping[str, Any], table: str) -> Iterator[tuple[int, str]]:
    for index, entry in _entries(tables, table):
        if isinstance(id_ := entry.get("id"), str):
            yield index, id_


def _keys(tables: Mapping[str, Any], table: str) -> set[str]:
    entries = tables.get(table)
    return set(entries) if isinstance(entries, dict) else set()


def _ends_before_it_starts(record: dict[str, Any]) -> bool:
    try:
        # To take dates apart takes long, and mostly their text will do.
        start, end = str(record["start"]), str(record["end"])
        shorter = min(len(start), len(end))
        return end[:shorter] < start[:shorter] and PartialDate(record["end"]).last < PartialDate(record["start"]).first
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


# Likeness is measured name by name: past this many names it takes longer than a person waits.
_MOST_COMPARED = 500


@cache
def _near(name: str, names: frozenset[str]) -> list[str]:
    return nearest(name, {known: known for known in sorted(names)})


def _unknown(what: str, name: str, names: set[str], table: str) -> str:
    close = _near(name, frozenset(names)) if len(names) <= _MOST_COMPARED else []
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return f"unknown {what} {name!r}: not in {table}{hint}"
