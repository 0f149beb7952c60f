"""Records sorted into the values of a facet (theme, kind, country, partner, language, month), and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.dates import day, interval
from itucovid.errors import BadRequest
from itucovid.fields import Naming
from itucovid.model import KINDS
from itucovid.text import find_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from itucovid.model import Dataset, Initiative

FACETS = ("theme", "kind", "country", "partner", "language", "month")
"""What records can be counted and grouped by."""

REPEATING = frozenset({"country", "partner", "language", "month"})
"""The facets of which a record can have several values, so that it counts more than once."""


class Group(NamedTuple):
    """A value of a facet, its name for a reader, and the records that have it."""

    value: str
    name: str
    records: list[Initiative]


class Count(NamedTuple):
    """A value of a facet, its name for a reader, and the number of records that have it."""

    value: str
    name: str
    records: int


class Cross(NamedTuple):
    """The counts of two facets, and for each pair of their values the number of records that have both.

    A pair that no record has is not among the `cells`.
    """

    down: list[Count]
    across: list[Count]
    cells: dict[tuple[str, str], int]

    def rows(self) -> Iterator[tuple[str, str, int]]:
        """Every pair of values with its number, zeros among them, one row of the table after the other."""
        for first in self.down:
            for second in self.across:
                yield first.value, second.value, self.cells.get((first.value, second.value), 0)


def choose_facets(names: Sequence[str]) -> tuple[str, ...]:
    """The one or two facets that names stand for.

    Raises:
        UnknownValue: there is no such facet.
        BadRequest: there are more than two, or the same one twice.
    """
    chosen = tuple(find_name("facet", name, dict.fromkeys(FACETS, ())) for name in names)
    if len(chosen) > 2:  # noqa: PLR2004 - down and across: paper has no third direction
        raise BadRequest(f"--by can be given once or twice, not {len(chosen)} times ({', '.join(chosen)})")
    if len(set(chosen)) < len(chosen):
        raise BadRequest(f"--by {chosen[0]} is given twice: a cross table wants two different facets")
    return chosen


def group(dataset: Dataset, records: Sequence[Initiative], facet: str) -> list[Group]:
    """The values of a facet with the records of each, in their order, and last the records that have none.

    Themes and months keep their order; the rest stands most frequent first. Of a whole register, a theme without a
    record is there too. A record with several values stands under each of them, one that lasted under each of its
    months, and one whose date says no month under its year.

    Raises:
        UnknownValue: there is no such facet.
    """
    facet = find_name("facet", facet, dict.fromkeys(FACETS, ()))
    naming = Naming(dataset)
    having: dict[str, list[Initiative]] = {}
    if facet == "theme":
        whole = len(records) == len(dataset.initiatives)
        present = {record.theme for record in records}
        having = {theme.id: [] for theme in dataset.themes if whole or theme.id in present}
    without: list[Initiative] = []
    for record in records:
        for value in _values(record, facet):
            (having.setdefault(value, []) if value else without).append(record)
    names = {
        "theme": naming.theme,
        "country": naming.country,
        "partner": naming.organisation,
        "language": naming.language,
        "month": day,
    }
    groups = [Group(value, names.get(facet, str)(value), members) for value, members in having.items()]
    if facet == "month":
        groups.sort(key=lambda g: g.value)
    elif facet != "theme":
        order = {kind: place for place, kind in enumerate(KINDS)}
        groups.sort(key=lambda g: (-len(g.records), order.get(g.value, 0), g.name))
    return [*groups, Group("", f"no {facet}", without)] if without else groups


def count(dataset: Dataset, records: Sequence[Initiative], facet: str) -> list[Count]:
    """The values of a facet with the number of records of each, in the order of `group`.

    Raises:
        UnknownValue: there is no such facet.
    """
    return [Count(value, name, len(members)) for value, name, members in group(dataset, records, facet)]


def cross(dataset: Dataset, records: Sequence[Initiative], down: str, across: str) -> Cross:
    """How many records have both a value of one facet and one of another; "no partner" and the like are values too.

    Raises:
        UnknownValue: there is no such facet.
    """
    down, across = (find_name("facet", facet, dict.fromkeys(FACETS, ())) for facet in (down, across))
    cells: dict[tuple[str, str], int] = {}
    for record in records:
        for first in _values(record, down):
            for second in _values(record, across):
                cells[first, second] = cells.get((first, second), 0) + 1
    return Cross(count(dataset, records, down), count(dataset, records, across), cells)


def _values(record: Initiative, facet: str) -> tuple[str, ...]:
    """The values of a record, each once; the empty one stands for none."""
    values: tuple[str | None, ...]
    match facet:
        case "theme":
            values = (record.theme,)
        case "kind":
            values = (record.kind,)
        case "month":
            values = tuple(_months(record))
        case "country":
            values = record.countries
        case "partner":
            values = record.partners
        case _:
            values = record.languages
    return tuple(dict.fromkeys(value or "" for value in values)) or ("",)


def _months(record: Initiative) -> Iterator[str]:
    """Each month from a record's first to its last one; of a date that says no month, its year."""
    if (dates := interval(record)) is None:
        return
    first, last = dates
    if _NO_MONTH in (len(first), len(last)) or last < first:
        yield from (date[: len("2020-01")] for date in dates)
        return
    begin, end = (date.first.year * 12 + date.first.month - 1 for date in (first, last))
    for number in range(begin, end + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


_NO_MONTH = len("2020")
