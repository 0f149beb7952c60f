"""Filter, sort and look up records."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from itucovid.dates import PartialDate, parse_date
from itucovid.errors import UnknownValueError, UsageError
from itucovid.facets import FILTERS, expand_region
from itucovid.fields import Labels
from itucovid.names import closest_matches, match_name, name_key
from itucovid.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from itucovid.facets import Facet
    from itucovid.model import DatasetFile, Initiative

    Predicate = Callable[[Initiative], bool]


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """The values that records must have: any value of each filter that is set.

    A value is an id, a name, an alias or an unambiguous prefix of one. A region includes its countries. A date is a
    year, a month or a day, as in `itucovid.dates.parse_date`. `with_` and `without` are names of `PRESENCE_FIELDS` or
    own fields; a record must have or lack all of them. `field` are own fields with exact values: "donor=USAID".
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
    field: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Filters()


class Selection(msgspec.Struct, frozen=True):
    """The records that match filters.

    Attributes:
        records: the records, in order.
        undated: how many further records match all filters but those by date, and have no date.
        open_ended: how many further records match all filters but those by date, start before the period, and have
            neither an end nor a status that says whether they lasted.
        without_option: if no record matches: how many match without each option.
    """

    records: list[Initiative]
    undated: int
    open_ended: int
    without_option: dict[str, int]


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


def apply_filters(dataset: DatasetFile, filters: Filters, among: Sequence[Initiative] | None = None) -> Selection:
    """Select the records that match all filters.

    Args:
        dataset: the dataset, whose records and tables say what the values of filters refer to.
        filters: the filters.
        among: the records to select from; by default all.

    Raises:
        UnknownValueError: a value matches nothing, neither in the dataset nor among the standard names.
        AmbiguousValueError: a value is a prefix of several names.
        UsageError: a date is invalid or ambiguous, or `until` is before `since`.
    """
    candidates = dataset.initiatives if among is None else among
    since, until = _period(filters)
    by_date = _date_predicates(since, until)
    others = _facet_predicates(dataset, filters) | _presence_predicates(dataset, filters)
    others |= _own_field_predicates(dataset, filters)
    predicates = others | by_date
    of_any_date = _matching(candidates, others.values())
    records = _matching(of_any_date, by_date.values())
    return Selection(
        records,
        sum(record.interval is None for record in of_any_date) if by_date else 0,
        sum(may_have_lasted(record, since) for record in of_any_date) if since else 0,
        {
            option: len(_matching(candidates, (match for other, match in predicates.items() if other != option)))
            for option in ([] if records else predicates)
        },
    )


def within_period(facet: Facet, filters: Filters) -> Facet:
    """The facet `month` with the months of the period of filters only; another facet as it is.

    Raises:
        UsageError: a date is invalid or ambiguous, or `until` is before `since`.
    """
    since, until = _period(filters)
    if facet.name != "month" or not (since or until):
        return facet

    def is_inside(month: str) -> bool:
        days = PartialDate(month)
        return not ((since and days.last < since.first) or (until and days.first > until.last))

    return msgspec.structs.replace(
        facet, values=lambda labels, record: tuple(filter(is_inside, facet.values(labels, record)))
    )


class Surroundings(msgspec.Struct, frozen=True):
    """A country that no record names, the regions around it that records name, and the number of these records."""

    country: str
    regions: tuple[str, ...]
    records: int


def explain_countries(dataset: DatasetFile, labels: Labels, filters: Filters) -> Iterator[Surroundings]:
    """The countries of a filter that no record names, and that are in a region that a record names."""
    records = dataset.initiatives
    for code in _match_values(dataset, "country", filters.country):
        if any(code in record.countries for record in records):
            continue
        named = dict.fromkeys(region for record in records for region in record.regions)
        around = tuple(region for region in named if code in labels.region_countries(region))
        if around:
            number = sum(not set(around).isdisjoint(record.regions) for record in records)
            yield Surroundings(labels.country(code), around, number)


def explain_regions(
    dataset: DatasetFile, labels: Labels, filters: Filters, records: Sequence[Initiative]
) -> list[RegionMatches]:
    """Why records match the regions of a filter by country.

    Args:
        dataset: the dataset.
        labels: its names.
        filters: the filters that the records match.
        records: the records.
    """
    matched = _match_values(dataset, "country", filters.country)
    return [_explain_region(labels, value, records) for value in matched if labels.region_countries(value)]


def _explain_region(labels: Labels, region: str, records: Sequence[Initiative]) -> RegionMatches:
    others = [record for record in records if region not in record.regions]
    regions = {value for record in others for value in record.regions}
    inside = expand_region(labels, region, regions)
    found = [
        [labels.country(code) for code in record.countries if code in inside]
        + [labels.region(value) for value in record.regions if value in inside]
        for record in others
    ]
    places = dict.fromkeys(place for names in found for place in names)
    return RegionMatches(labels.region(region), len(records) - len(others), sum(map(bool, found)), tuple(places))


def _matching(records: Iterable[Initiative], predicates: Iterable[Predicate]) -> list[Initiative]:
    chosen = list(records)
    for matches in predicates:
        chosen = [record for record in chosen if matches(record)]
    return chosen


def _match_values(dataset: DatasetFile, name: str, typed: Sequence[str]) -> tuple[str, ...]:
    """The values that the filter by a facet refers to."""
    aliases = FILTERS[name].aliases(dataset) if typed else {}
    return tuple(FILTERS[name].match(aliases, value) for value in typed)


def _facet_predicates(dataset: DatasetFile, filters: Filters) -> dict[str, Predicate]:
    """A predicate for each filter by a facet that is set, by the name of its option."""
    predicates: dict[str, Predicate] = {}
    for name, facet in FILTERS.items():
        values = _match_values(dataset, name, getattr(filters, name))
        if name == "country" and values:
            labels = Labels(dataset)
            regions = {region for record in dataset.initiatives for region in record.regions}
            values = tuple(place for value in values for place in expand_region(labels, value, regions))
        if values:
            predicates[f"--{name}"] = _has_any(facet.filter_values, frozenset(values))
    return predicates


def _has_any(values: Callable[[Initiative], Sequence[str]], wanted: frozenset[str]) -> Predicate:
    return lambda record: not wanted.isdisjoint(values(record))


PRESENCE_FIELDS: dict[str, Callable[[Initiative], object]] = {
    "date": attrgetter("interval"),
    **{
        name: attrgetter(name)
        for name in (
            "start", "end", "summary", "kind", "status", "aliases", "partners", "mentions", "people", "countries",
            "regions", "languages", "figures", "links", "related",
        )
    },
}  # fmt: skip
"""The fields of every dataset that `with_` and `without` take; "date" is start or end."""


def presence_fields(own_fields: Iterable[str]) -> dict[str, Callable[[Initiative], object]]:
    """The fields that `with_` and `without` take, by name."""
    return PRESENCE_FIELDS | {name: _has_own_field(name) for name in own_fields}


def _has_own_field(name: str) -> Predicate:
    return lambda record: name in record.extra


def _presence_predicates(dataset: DatasetFile, filters: Filters) -> dict[str, Predicate]:
    predicates: dict[str, Predicate] = {}
    getters_by_name = presence_fields(dataset.fields)
    for option, names, expected in (("--with", filters.with_, True), ("--without", filters.without, False)):
        if names:
            known = dict.fromkeys(getters_by_name, ())
            getters = [getters_by_name[match_name("field", name, known)] for name in names]
            predicates[option] = _has_all(getters, expected=expected)
    return predicates


def _has_all(getters: Sequence[Callable[[Initiative], object]], *, expected: bool) -> Predicate:
    return lambda record: all(bool(get(record)) is expected for get in getters)


def _own_field_predicates(dataset: DatasetFile, filters: Filters) -> dict[str, Predicate]:
    """One predicate for all own fields: of each, a record has one of the values."""
    wanted: dict[str, set[str]] = {}
    for typed in filters.field:
        name, equals, value = typed.partition("=")
        if not equals:
            raise UsageError(f"--field expects NAME=VALUE, not {typed!r}")
        if not dataset.fields:
            raise UsageError("--field filters by the own fields of a dataset; this one has none")
        titles = {known: (own.title,) if own.title else () for known, own in dataset.fields.items()}
        field = match_name("own field", name.strip(), titles)
        values = {one for record in dataset.initiatives for one in _own_texts(record, field)}
        if value not in values:
            closest = closest_matches(name_key(value), {name_key(one): one for one in sorted(values)})
            raise UnknownValueError(f"value of {field}", value, closest=closest)
        wanted.setdefault(field, set()).add(value)
    if not wanted:
        return {}
    return {"--field": lambda record: all(not values.isdisjoint(_own_texts(record, f)) for f, values in wanted.items())}


def _own_texts(record: Initiative, field: str) -> tuple[str, ...]:
    """The values of an own field as they are typed."""
    value = record.extra.get(field, ())
    return value if isinstance(value, tuple) else (str(value),)


def _date_predicates(since: PartialDate | None, until: PartialDate | None) -> dict[str, Predicate]:
    """A record matches if some possible day of it is within the period."""
    predicates: dict[str, Predicate] = {}
    if since:
        predicates["--since"] = lambda record: (days := _days(record)) is not None and days[1] >= since.first
    if until:
        predicates["--until"] = lambda record: (days := _days(record)) is not None and days[0] <= until.last
    return predicates


def _days(record: Initiative) -> tuple[dt.date, dt.date] | None:
    """The first and last possible day of a record."""
    dates = record.interval
    if dates is None:
        return None
    return dates[0].first, dt.date.max if record.is_open_ended else dates[1].last


def may_have_lasted(record: Initiative, since: PartialDate | None = None) -> bool:
    """Whether only the start of a record is known, so that a filter by date may miss it, if it is before that date."""
    if record.start is None or record.end is not None or record.status in ("ongoing", "ended"):
        return False
    return since is None or record.start.last < since.first


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
"""What records of every dataset can be sorted by; themes keep the order of the dataset."""


def check_limit(limit: int | None) -> None:
    """Check the number of records to keep.

    Raises:
        UsageError: it is negative.
    """
    if limit is not None and limit < 0:
        raise UsageError(f"--limit must be 0 or greater, not {limit}")


def sort_field(labels: Labels, by: str) -> str:
    """The name of a sort key, which is in any spelling or an unambiguous prefix; a hyphen before it is ignored.

    Raises:
        UnknownValueError: there is no such key.
        AmbiguousValueError: it is a prefix of several keys.
    """
    return match_name("order", by.removeprefix("-"), dict.fromkeys((*SORT_KEYS, *labels.own_fields), ()))


def sort_records(
    labels: Labels, records: Sequence[Initiative], by: str | None, *, reverse: bool = False
) -> list[Initiative]:
    """Sort records by one of `SORT_KEYS` or an own field; "-start" is "start" reversed, None keeps the order.

    Numbers in texts are in the order of their values: "Phase 2" precedes "Phase 10". Records without a value come last,
    reversed or not.

    Raises:
        UnknownValueError: there is no such key.
        AmbiguousValueError: it is a prefix of several keys.
    """
    if by is None:
        return list(records)[::-1] if reverse else list(records)
    name = sort_field(labels, by)
    reverse ^= by.startswith("-")
    get = _own_value(name) if name in labels.own_fields else attrgetter(name)
    theme_order = {id_: number for number, id_ in enumerate(labels.themes)}

    def key(record: Initiative) -> tuple[float] | list[tuple[int, str]]:
        value = labels.title(record) if name == "title" else get(record)
        if isinstance(value, int | float):
            return (value,)
        if name == "theme":
            return (theme_order[value],)
        return sort_key(" ".join(value) if isinstance(value, tuple) else value)

    with_value = [record for record in records if get(record) is not None]
    without_value = [record for record in records if get(record) is None]
    return sorted(with_value, key=key, reverse=reverse) + without_value


def _own_value(name: str) -> Callable[[Initiative], Any]:
    return lambda record: record.extra.get(name)


def titles(record: Initiative) -> Iterator[str]:
    """The titles of a record in all languages."""
    yield record.title
    yield from (translation.title for translation in record.translations.values() if translation.title)


def find_records(dataset: DatasetFile, ids: Iterable[str]) -> tuple[list[Initiative], dict[str, list[str]]]:
    """Look up records by id, alias or title, in any spelling and language, or by an unambiguous prefix of one.

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
        names = names or {record.id: (*titles(record), *record.aliases) for record in dataset.initiatives}
        try:
            known = match_name("record", id_, names)
        except UnknownValueError:
            missing[id_] = closest_matches(name_key(id_), {name_key(known_id): known_id for known_id in by_id})
        else:
            found[known] = by_id[known]
    return list(found.values()), missing
