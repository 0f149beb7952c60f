"""Filter, sort and look up records."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from itucovid.dates import PartialDate, parse_date
from itucovid.errors import UnknownValueError, UsageError
from itucovid.facets import FILTERS, expand_region
from itucovid.fields import Labels
from itucovid.names import closest_matches, match_name, name_key
from itucovid.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from itucovid.model import DatasetFile, Initiative

    Predicate = Callable[[Initiative], bool]


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """The values that records must have: any value of each filter that is set.

    A value is an id, a name, an alias or an unambiguous prefix of one. A region includes its countries. A date is a
    year, a month or a day, as in `itucovid.dates.parse_date`. `with_` and `without` are names of `PRESENCE_FIELDS`; a
    record must have or lack all of them.
    """

    theme: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    with_: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Filters()


class RegionMatches(msgspec.Struct, frozen=True):
    """Why records match a region.

    Attributes:
        region: the name of the region.
        named: how many of the records name the region itself.
        others: how many name only countries or regions within it.
        places: the names of these countries and regions.
    """

    region: str
    named: int
    others: int
    places: tuple[str, ...]


class Selection(msgspec.Struct, frozen=True):
    """The records that match filters.

    Attributes:
        records: the records, in the order of the dataset.
        undated: how many further records match all filters but those by date, and have no date.
        open_ended: how many further records match all filters but those by date, start before the period, and have
            neither an end nor a status that says whether they lasted.
        without_option: if no record matches, but several filters are set: how many match without each option.
        regions: for each region of the filters, why records match it.
    """

    records: list[Initiative]
    undated: int
    open_ended: int
    without_option: dict[str, int]
    regions: tuple[RegionMatches, ...] = ()


def apply_filters(dataset: DatasetFile, filters: Filters) -> Selection:
    """Select the records that match all filters.

    Raises:
        UnknownValueError: a value matches nothing, neither in the dataset nor among the standard names.
        AmbiguousValueError: a value is a prefix of several names.
        UsageError: a date is invalid or ambiguous, or `until` is before `since`.
    """
    labels = Labels(dataset)
    matched = _match_values(dataset, filters)
    predicates = _predicates(dataset, labels, filters, matched)
    records = _matching(dataset, predicates.values())
    others = _matching(dataset, (matches for option, matches in predicates.items() if option not in _DATE_OPTIONS))
    has_dates = any(option in predicates for option in _DATE_OPTIONS)
    return Selection(
        records,
        sum(record.interval is None for record in others) if has_dates else 0,
        _count_open_ended(others, filters) if has_dates else 0,
        _count_without_each(dataset, predicates) if len(predicates) > 1 and not records else {},
        tuple(
            _explain_region(labels, value, records) for value in matched["country"] if labels.region_countries(value)
        ),
    )


def _matching(dataset: DatasetFile, predicates: Iterable[Predicate]) -> list[Initiative]:
    predicates = tuple(predicates)
    return [record for record in dataset.initiatives if all(matches(record) for matches in predicates)]


def _count_open_ended(records: Iterable[Initiative], filters: Filters) -> int:
    """The records that a date filter may have missed because only their start is known."""
    since, until = _period(filters)
    if since is None:
        return 0
    return sum(
        record.start is not None
        and record.end is None
        and record.status not in ("ongoing", "ended")
        and record.start.last < since.first
        and (until is None or record.start.first <= until.last)
        for record in records
    )


def _count_without_each(dataset: DatasetFile, predicates: dict[str, Predicate]) -> dict[str, int]:
    return {
        option: len(_matching(dataset, (matches for other, matches in predicates.items() if other != option)))
        for option in predicates
    }


_DATE_OPTIONS = ("--since", "--until")


def _match_values(dataset: DatasetFile, filters: Filters) -> dict[str, tuple[str, ...]]:
    """For each facet the values that its filter refers to."""
    matched: dict[str, tuple[str, ...]] = {}
    for name, facet in FILTERS.items():
        typed = getattr(filters, name)
        aliases = facet.aliases(dataset) if typed else {}
        matched[name] = tuple(facet.match(aliases, value) for value in typed)
    return matched


def _predicates(
    dataset: DatasetFile, labels: Labels, filters: Filters, matched: Mapping[str, tuple[str, ...]]
) -> dict[str, Predicate]:
    """A predicate for each filter that is set, by the name of its option."""
    predicates: dict[str, Predicate] = {}
    for name, values in matched.items():
        if values:
            wanted = frozenset(values)
            if name == "country":
                regions = {region for record in dataset.initiatives for region in record.regions}
                wanted = frozenset().union(*(expand_region(labels, value, regions) for value in values))
            predicates[f"--{name}"] = _has_any(FILTERS[name].filter_values, wanted)
    since, until = _period(filters)
    if since:
        predicates["--since"] = lambda r: (days := _days(r)) is not None and days[1] >= since.first
    if until:
        predicates["--until"] = lambda r: (days := _days(r)) is not None and days[0] <= until.last
    for option, names, expected in (("--with", filters.with_, True), ("--without", filters.without, False)):
        if names:
            getters = [PRESENCE_FIELDS[match_name("field", name, _PRESENCE_NAMES)] for name in names]
            predicates[option] = _has_all(getters, expected=expected)
    return predicates


def _has_any(values: Callable[[Initiative], Sequence[str]], wanted: frozenset[str]) -> Predicate:
    return lambda record: not wanted.isdisjoint(values(record))


def _has_all(getters: Sequence[Callable[[Initiative], object]], *, expected: bool) -> Predicate:
    return lambda record: all(bool(get(record)) is expected for get in getters)


PRESENCE_FIELDS: dict[str, Callable[[Initiative], object]] = {
    "date": lambda r: r.interval,
    "start": lambda r: r.start,
    "end": lambda r: r.end,
    "summary": lambda r: r.summary,
    "kind": lambda r: r.kind,
    "status": lambda r: r.status,
    "aliases": lambda r: r.aliases,
    "partners": lambda r: r.partners,
    "mentions": lambda r: r.mentions,
    "people": lambda r: r.people,
    "countries": lambda r: r.countries,
    "regions": lambda r: r.regions,
    "languages": lambda r: r.languages,
    "figures": lambda r: r.figures,
    "links": lambda r: r.links,
    "related": lambda r: r.related,
}
"""The fields that `with_` and `without` take; "date" is start or end."""
_PRESENCE_NAMES: dict[str, tuple[str, ...]] = dict.fromkeys(PRESENCE_FIELDS, ())


def _explain_region(labels: Labels, region: str, records: Sequence[Initiative]) -> RegionMatches:
    countries = labels.region_countries(region)
    others = [record for record in records if region not in record.regions]
    within: dict[str, None] = {}
    count = 0
    for record in others:
        found = [labels.country(code) for code in record.countries if code in countries]
        found += [
            labels.region(other)
            for other in record.regions
            if (members := labels.region_countries(other)) and members <= countries
        ]
        count += bool(found)
        within.update(dict.fromkeys(found))
    return RegionMatches(labels.region(region), len(records) - len(others), count, tuple(within))


def _days(record: Initiative) -> tuple[dt.date, dt.date] | None:
    """The first and last possible day of a record; one that is ongoing has no end."""
    dates = record.interval
    if dates is None:
        return None
    return dates[0].first, dt.date.max if record.status == "ongoing" and not record.end else dates[1].last


def _period(filters: Filters) -> tuple[PartialDate | None, PartialDate | None]:
    since, until = _parse_date("--since", filters.since), _parse_date("--until", filters.until)
    if since and until and until.last < since.first:
        raise UsageError(f"--until {until} is before --since {since}")
    return since, until


def _parse_date(option: str, value: str | None) -> PartialDate | None:
    if value is None:
        return None
    try:
        return parse_date(value)
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
