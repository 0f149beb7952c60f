"""Errors that the types of the model do not exclude: duplicate ids, unknown references, and reversed periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itucovid import places
from itucovid.dates import PartialDate
from itucovid.storage.own_fields import own_field_errors
from itucovid.storage.problems import Problem, did_you_mean
from itucovid.storage.tables import entries, named_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from itucovid.storage.toml_positions import KeyPath


def consistency_errors(tables: Mapping[str, Any]) -> Iterator[Problem]:
    """Errors that the types of the model do not exclude: duplicate ids, unknown references, and reversed periods.

    Args:
        tables: what tomli returned, valid or not; values of the wrong type are skipped.
    """
    ids = {table: _ids(tables, table) for table in ("themes", "organisations", "initiatives")}
    yield from _duplicate_ids(tables, ids)
    yield from _unknown_references(tables, ids)
    yield from _reversed_periods(tables)
    yield from _notes_without_date(tables)
    yield from own_field_errors(tables)


def _duplicate_ids(tables: Mapping[str, Any], ids: Mapping[str, Mapping[int, str]]) -> Iterator[Problem]:
    for table, id_by_index in ids.items():
        if len(set(id_by_index.values())) == len(id_by_index):
            continue
        first: dict[str, int] = {}
        for index, id_ in id_by_index.items():
            if first.setdefault(id_, index) != index:
                yield Problem(
                    (table, index, "id"),
                    "reference",
                    f"{id_!r} is already the id of {_title(tables, table, first[id_])}",
                    (table, first[id_], "id"),
                )


def _title(tables: Mapping[str, Any], table: str, index: int) -> str:
    """What an entry is called: its title or name, or else its number."""
    entry = tables[table][index]
    title = entry.get("title") or entry.get("name")
    return repr(title) if isinstance(title, str) else f"number {index + 1}"


def _unknown_references(tables: Mapping[str, Any], ids: Mapping[str, Mapping[int, str]]) -> Iterator[Problem]:
    countries = _codes(tables, "countries", places.countries)
    references = (
        ("theme", "theme", frozenset(ids["themes"].values()), "not in [[themes]]"),
        ("partners", "partner", frozenset(ids["organisations"].values()), "not in [[organisations]]"),
        ("mentions", "organisation", frozenset(ids["organisations"].values()), "not in [[organisations]]"),
        ("countries", "country", countries, _NO_COUNTRY),
        ("languages", "language", _codes(tables, "languages", places.languages), "not an ISO 639 code"),
        ("related", "record", frozenset(ids["initiatives"].values()), "not in [[initiatives]]"),
    )
    for index, record in entries(tables, "initiatives"):
        for field, what, names, reason in references:
            # If a file does not have a table, records may use any value.
            if names and field in record and not _all_known(record[field], names):
                yield from _unknown_names(record[field], ("initiatives", index, field), what, names, reason)
    for id_, region in named_entries(tables, "regions"):
        yield from _unknown_names(
            region.get("countries"), ("regions", id_, "countries"), "country", countries, _NO_COUNTRY
        )


_NO_COUNTRY = "not an ISO 3166-1 code"


def _codes(tables: Mapping[str, Any], field: str, standard: Callable[[], Iterable[str]]) -> frozenset[str]:
    """The codes that a file defines and those of the standard, which are loaded only if the file uses others."""
    own = frozenset(id_ for id_, _ in named_entries(tables, field))
    users = [entry for _, entry in [*entries(tables, "initiatives"), *named_entries(tables, "regions")]]
    return own if all(_all_known(user.get(field, []), own) for user in users) else own.union(standard())


def _unknown_names(value: Any, path: KeyPath, what: str, names: frozenset[str], reason: str) -> Iterator[Problem]:
    for name_path, name in _items(value, path):
        if isinstance(name, str) and name not in names:
            message = f"unknown {what} {name!r}: {reason}{did_you_mean(name, names)}"
            yield Problem(name_path, "reference", message)


def _all_known(value: Any, names: frozenset[str]) -> bool:
    """Whether a name, or each name of a list, is known."""
    try:
        return names.issuperset(value) if isinstance(value, list) else value in names
    except TypeError:  # unhashable: a table or a list instead of a name
        return False


def _items(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """The items of a list, or a single value, each with its path."""
    if isinstance(value, list):
        yield from (((*path, index), item) for index, item in enumerate(value))
    else:
        yield path, value


def _reversed_periods(tables: Mapping[str, Any]) -> Iterator[Problem]:
    for index, record in entries(tables, "initiatives"):
        if "end" in record and _is_reversed(record):
            message = f"{record['end']} is before start, {record['start']}"
            yield Problem(("initiatives", index, "end"), "date", message)


def _is_reversed(record: dict[str, Any]) -> bool:
    start, end = record.get("start"), record["end"]
    # A year compares with the year of a day. As texts, dates compare much faster than after parsing.
    length = min(len(str(start)), len(str(end)))
    if start is None or str(end)[:length] >= str(start)[:length]:
        return False
    try:
        PartialDate(start), PartialDate(end)
    except (TypeError, ValueError, AttributeError):
        return False
    return True


def _notes_without_date(tables: Mapping[str, Any]) -> Iterator[Problem]:
    for index, record in entries(tables, "initiatives"):
        if "date_note" in record and not record.keys() & {"start", "end"}:
            yield Problem(("initiatives", index, "date_note"), "date", "the record has no date")


def _ids(tables: Mapping[str, Any], table: str) -> dict[int, str]:
    """The id of each entry by its index."""
    return {index: entry["id"] for index, entry in entries(tables, table) if isinstance(entry.get("id"), str)}
