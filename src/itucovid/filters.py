"""Which records are meant, and in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from itucovid.dates import PartialDate, interval
from itucovid.errors import BadRequest, UnknownValue
from itucovid.fields import FIELDS, Naming
from itucovid.model import KINDS
from itucovid.text import find_name, nearest, spelling, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from itucovid.model import Dataset, Initiative

    Test = Callable[[Initiative], bool]


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What records must have: any of the values of one filter, and every filter that has values.

    A value may be an id, a name, an alias or the unambiguous beginning of one; dates are a year, month or day.
    """

    theme: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


class Selection(NamedTuple):
    """The records that filters leave, and what a person should know of those left out.

    `undated` counts the records that fit everything but have no date, where a date was asked for. `without` gives,
    when nothing is left although each filter fits something, how many records there are without each filter.
    """

    records: list[Initiative]
    undated: int
    without: dict[str, int]


def select(dataset: Dataset, filters: Filters) -> Selection:
    """The records of a dataset that pass all filters, in its order.

    Raises:
        UnknownValue: a value fits nothing in the dataset.
        AmbiguousValue: a value is the beginning of several names.
        BadRequest: a date is none, or `until` is before `since`.
    """
    tests = _tests(dataset, filters)
    records = [r for r in dataset.initiatives if all(test(r) for test in tests.values())]
    undated = without = None
    if "--since" in tests or "--until" in tests:
        others = [test for option, test in tests.items() if option not in ("--since", "--until")]
        undated = sum(interval(r) is None and all(test(r) for test in others) for r in dataset.initiatives)
    if not records and len(tests) > 1:
        without = {
            option: sum(all(test(r) for other, test in tests.items() if other != option) for r in dataset.initiatives)
            for option in tests
        }
    return Selection(records, undated or 0, without or {})


def known_values(dataset: Dataset) -> dict[str, Mapping[str, tuple[str, ...]]]:
    """For each filter the values that it takes, each with its other names; the title for a reader comes first."""
    used = {
        field: dict.fromkeys(value for record in dataset.initiatives for value in getattr(record, field))
        for field in ("partners", "countries", "languages", "regions")
    }
    return {
        "theme": {t.id: (t.title, *t.names.all(), *t.keywords) for t in dataset.themes},
        "partner": dict.fromkeys(used["partners"], ())
        | {body.id: (body.name, *body.aliases, *body.names.all()) for body in dataset.organisations},
        "country": dict.fromkeys(used["countries"], ())
        | {code: (p.name, *p.aliases, *p.names.all()) for code, p in dataset.countries.items()}
        | dict.fromkeys(used["regions"], ()),
        "language": dict.fromkeys(used["languages"], ())
        | {code: (language.name, *language.aliases) for code, language in dataset.languages.items()},
        "kind": dict.fromkeys(KINDS, ()),
    }


def sort_records(
    dataset: Dataset, records: Sequence[Initiative], by: str | None, *, reverse: bool = False
) -> list[Initiative]:
    """Records in the order of one of `SORT_KEYS`, or of "-start" and the like from the end; without one, as they come.

    Those that lack it come last in any case.

    Raises:
        UnknownValue: there is no such order.
    """
    if by is not None and by.startswith("-"):
        by, reverse = by[1:], not reverse
    if by is None:
        return list(records)[::-1] if reverse else list(records)
    name = find_name("order", by, dict.fromkeys(SORT_KEYS, ()))
    naming = Naming(dataset)
    order = {id_: number for number, id_ in enumerate(naming.themes)}

    def key(record: Initiative) -> str | int:
        if name == "theme":
            return order[record.theme]
        return " ".join(word.form for word in words(str(FIELDS[name].cell(naming, record))))

    having = [record for record in records if FIELDS[name].cell(naming, record) is not None]
    lacking = [record for record in records if FIELDS[name].cell(naming, record) is None]
    return sorted(having, key=key, reverse=reverse) + lacking


SORT_KEYS = ("id", "theme", "title", "kind", "start", "end")
"""What records can be ordered by; a theme's place is the one it has in the dataset."""


def find_records(dataset: Dataset, ids: Iterable[str]) -> tuple[list[Initiative], dict[str, list[str]]]:
    """The records of some ids, each once and in the order of `ids`; and the ids that no record has, with the nearest.

    Letter case and accents make no difference, and a record's other names and title do as well as its id.
    """
    by_id = {record.id: record for record in dataset.initiatives}
    found: dict[str, Initiative] = {}
    missing: dict[str, list[str]] = {}
    names = None
    for id_ in ids:
        if id_ in by_id:
            found[id_] = by_id[id_]
            continue
        names = names or {r.id: (r.title, *r.aliases) for r in dataset.initiatives}
        try:
            known = find_name("record", id_, names)
        except UnknownValue:
            missing[id_] = nearest(spelling(id_), {spelling(known): known for known in by_id})
        else:
            found[known] = by_id[known]
    return list(found.values()), missing


def _tests(dataset: Dataset, filters: Filters) -> dict[str, Test]:
    """A test of a record for each option that is set."""
    tests: dict[str, Test] = {}
    has: dict[str, Callable[[Initiative], Sequence[str | None]]] = {
        "theme": lambda r: (r.theme,),
        "partner": lambda r: r.partners,
        "country": lambda r: r.countries + r.regions,
        "language": lambda r: r.languages,
        "kind": lambda r: (r.kind,),
    }
    for what, values_of in has.items():
        values = getattr(filters, what)
        if values:
            known = known_values(dataset)[what]
            # A code says less than the name behind it.
            shown = {key: next(iter(names), key) for key, names in known.items()} if what in _CODED else None
            wanted = {find_name(what, value, known, shown) for value in values}
            tests[f"--{what}"] = lambda r, wanted=wanted, values_of=values_of: not wanted.isdisjoint(values_of(r))  # type: ignore[misc]
    since = _date("--since", filters.since)
    until = _date("--until", filters.until)
    if since and until and until.last < since.first:
        raise BadRequest(f"--until {until} is before --since {since}")
    if since:
        tests["--since"] = lambda r: (dates := interval(r)) is not None and dates[1].last >= since.first
    if until:
        tests["--until"] = lambda r: (dates := interval(r)) is not None and dates[0].first <= until.last
    return tests


_CODED = ("country", "language")


def _date(option: str, value: str | None) -> PartialDate | None:
    if value is None:
        return None
    try:
        return PartialDate(value.strip())
    except ValueError as error:
        raise BadRequest(f"{option}: {error}") from None
