"""How many records there are of each theme, kind, country, partner, language or month."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.fields import Naming, day
from itucovid.model import KINDS
from itucovid.text import find_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from itucovid.model import Dataset, Initiative

FACETS = ("theme", "kind", "country", "partner", "language", "month")
"""What records can be counted by."""


class Count(NamedTuple):
    """A value of a facet, its name for a reader, and the number of records that have it."""

    value: str
    name: str
    records: int


def count(dataset: Dataset, records: Iterable[Initiative], facet: str) -> list[Count]:
    """The values of a facet with the number of records of each, and last those records that have none.

    Themes and months keep their order; the rest stands most frequent first. A record with several values counts for
    each of them. A date that says no month counts under its year.

    Raises:
        UnknownValue: there is no such facet.
    """
    facet = find_name("facet", facet, dict.fromkeys(FACETS, ()))
    naming = Naming(dataset)
    numbers: dict[str, int] = {theme.id: 0 for theme in dataset.themes} if facet == "theme" else {}
    without = 0
    for record in records:
        values = _values(record, facet)
        for value in dict.fromkeys(values):
            numbers[value] = numbers.get(value, 0) + 1
        without += not values
    names = {
        "theme": naming.theme,
        "country": naming.country,
        "partner": naming.organisation,
        "language": naming.language,
        "month": day,
    }
    counts = [Count(value, names.get(facet, str)(value), number) for value, number in numbers.items()]
    if facet == "month":
        counts.sort()
    elif facet != "theme":
        order = {kind: place for place, kind in enumerate(KINDS)}
        counts.sort(key=lambda c: (-c.records, order.get(c.value, 0), c.name))
    return [*counts, Count("", f"no {facet}", without)] if without else counts


def _values(record: Initiative, facet: str) -> tuple[str, ...]:
    one = {"theme": record.theme, "kind": record.kind, "month": record.start and record.start[:7]}
    if facet in one:
        value = one[facet]
        return (value,) if value else ()
    many = {"country": record.countries, "partner": record.partners, "language": record.languages}
    return many[facet]
