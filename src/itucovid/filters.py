"""Filter, sort and look up records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from itucovid.dates import PartialDate
from itucovid.errors import UnknownValueError, UsageError
from itucovid.facets import FILTERS
from itucovid.names import closest_matches, match_name, name_key
from itucovid.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from itucovid.fields import Labels
    from itucovid.model import DatasetFile, Initiative

    Predicate = Callable[[Initiative], bool]


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """The values that records must have: any value of each filter that is set.

    A value is an id, a name, an alias or an unambiguous prefix of one. A date is a year, a month or a day.
    """

    theme: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return self != Filters()


class Selection(msgspec.Struct, frozen=True):
    """The records that match filters.

    Attributes:
        records: the records, in the order of the dataset.
        undated: how many further records match all filters but those by date, and have no date.
        without_option: if no record matches, but several filters are set: how many match without each option.
    """

    records: list[Initiative]
    undated: int
    without_option: dict[str, int]


def apply_filters(dataset: DatasetFile, filters: Filters) -> Selection:
    """Select the records that match all filters.

    Raises:
        UnknownValueError: a value matches nothing in the dataset.
        AmbiguousValueError: a value is a prefix of several names.
        UsageError: a date is invalid, or `until` is before `since`.
    """
    predicates = _predicates(dataset, filters)
    records = _matching(dataset, predicates.values())
    explain = len(predicates) > 1 and not records
    return Selection(
        records=records,
        undated=_count_undated(dataset, predicates),
        without_option=_count_without_each(dataset, predicates) if explain else {},
    )


def _matching(dataset: DatasetFile, predicates: Iterable[Predicate]) -> list[Initiative]:
    predicates = tuple(predicates)
    return [record for record in dataset.initiatives if all(matches(record) for matches in predicates)]


def _count_undated(dataset: DatasetFile, predicates: dict[str, Predicate]) -> int:
    others = [matches for option, matches in predicates.items() if option not in _DATE_OPTIONS]
    if len(others) == len(predicates):
        return 0
    return sum(record.interval is None for record in _matching(dataset, others))


def _count_without_each(dataset: DatasetFile, predicates: dict[str, Predicate]) -> dict[str, int]:
    return {
        option: len(_matching(dataset, (matches for other, matches in predicates.items() if other != option)))
        for option in predicates
    }


_DATE_OPTIONS = ("--since", "--until")


def _predicates(dataset: DatasetFile, filters: Filters) -> dict[str, Predicate]:
    """A predicate for each filter that is set, by the name of its option."""
    predicates: dict[str, Predicate] = {}
    for name, facet in FILTERS.items():
        if values := getattr(filters, name):
            wanted = frozenset(facet.match(dataset, value) for value in values)
            predicates[f"--{name}"] = _has_any(facet.filter_values, wanted)
    since = _parse_date("--since", filters.since)
    until = _parse_date("--until", filters.until)
    if since and until and until.last < since.first:
        raise UsageError(f"--until {until} is before --since {since}")
    if since:
        predicates["--since"] = lambda record: (dates := record.interval) is not None and dates[1].last >= since.first
    if until:
        predicates["--until"] = lambda record: (dates := record.interval) is not None and dates[0].first <= until.last
    return predicates


def _has_any(values: Callable[[Initiative], Sequence[str]], wanted: frozenset[str]) -> Predicate:
    return lambda record: not wanted.isdisjoint(values(record))


def _parse_date(option: str, value: str | None) -> PartialDate | None:
    if value is None:
        return None
    try:
        return PartialDate(value.strip())
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


SORT_KEYS = ("id", "theme", "title", "kind", "start", "end")
"""What records can be sorted by; themes keep the order of the dataset."""


def sort_records(
    labels: Labels, records: Sequence[Initiative], by: str | None, *, reverse: bool = False
) -> list[Initiative]:
    """Sort records by one of `SORT_KEYS`; "-start" is "start" reversed, None keeps the order.

    Records without a value come last, reversed or not.

    Raises:
        UnknownValueError: there is no such key.
        AmbiguousValueError: it is a prefix of several keys.
    """
    if by is not None and by.startswith("-"):
        by, reverse = by[1:], not reverse
    if by is None:
        return list(records)[::-1] if reverse else list(records)
    name = match_name("order", by, dict.fromkeys(SORT_KEYS, ()))
    theme_order = {id_: number for number, id_ in enumerate(labels.themes)}

    def key(record: Initiative) -> tuple[int | str, ...]:
        value = getattr(record, name)
        return (theme_order[value],) if name == "theme" else tuple(token.term for token in tokenize(value))

    with_value = [record for record in records if getattr(record, name) is not None]
    without_value = [record for record in records if getattr(record, name) is None]
    return sorted(with_value, key=key, reverse=reverse) + without_value


def find_records(dataset: DatasetFile, ids: Iterable[str]) -> tuple[list[Initiative], dict[str, list[str]]]:
    """Look up records by id, alias or title, in any spelling, or by an unambiguous prefix of one.

    Returns:
        The records, each once and in the order of `ids`; and the ids that match no record, each with close matches.

    Raises:
        AmbiguousValueError: an id is a prefix of several records.
    """
    by_id = {record.id: record for record in dataset.initiatives}
    found: dict[str, Initiative] = {}
    missing: dict[str, list[str]] = {}
    names: dict[str, tuple[str, ...]] | None = None
    for id_ in ids:
        if id_ in by_id:
            found[id_] = by_id[id_]
            continue
        names = names or {record.id: (record.title, *record.aliases) for record in dataset.initiatives}
        try:
            known = match_name("record", id_, names)
        except UnknownValueError:
            missing[id_] = closest_matches(name_key(id_), {name_key(known_id): known_id for known_id in by_id})
        else:
            found[known] = by_id[known]
    return list(found.values()), missing
