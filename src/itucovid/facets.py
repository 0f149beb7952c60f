"""Facets: what records can be filtered, counted and grouped by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.dates import format_date
from itucovid.fields import Labels
from itucovid.names import match_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from itucovid.dates import PartialDate
    from itucovid.model import DatasetFile, Initiative


class Facet(NamedTuple):
    """A property of records with a limited set of values.

    Attributes:
        name: its name in options.
        title: its heading.
        plural: the plural of its name.
        values: the values of a record, which may repeat.
        label: the name of a value.
        fields: the fields of a record with the values that a filter matches; empty if it is no filter.
        multi_valued: whether a record can have several values, so that it counts more than once.
        by_frequency: whether the most frequent values come first.
    """

    name: str
    title: str
    plural: str
    values: Callable[[Initiative], tuple[str, ...]]
    label: Callable[[Labels, str], str]
    fields: tuple[str, ...] = ()
    multi_valued: bool = False
    by_frequency: bool = True

    def filter_values(self, record: Initiative) -> tuple[str, ...]:
        """The values of a record that a filter matches, each once."""
        values = (getattr(record, field) for field in self.fields)
        flat = (one for value in values for one in (value if isinstance(value, tuple) else (value,)))
        return tuple(dict.fromkeys(value for value in flat if value))

    def aliases(self, dataset: DatasetFile) -> dict[str, tuple[str, ...]]:
        """The values that a filter accepts, those in the dataset's tables first, each with its names."""
        used = dict.fromkeys(value for record in dataset.initiatives for value in self.filter_values(record))
        labels = Labels(dataset)
        values = dict.fromkeys((*_TABLES[self.name](dataset), *used))
        return {value: _names(labels, self.fields[0], value) for value in values}

    def match(self, dataset: DatasetFile, value: str) -> str:
        """The value that a user refers to by id, name or prefix.

        Raises:
            UnknownValueError: nothing matches.
            AmbiguousValueError: several values match.
        """
        aliases = self.aliases(dataset)
        # The codes of countries and languages mean less to a reader than their names.
        shown = {key: names[0] for key, names in aliases.items() if names} if self.name in _CODED else None
        return match_name(self.name, value, aliases, shown)


def _names(labels: Labels, field: str, value: str) -> tuple[str, ...]:
    return tuple(name for name in labels.aliases(field, value) if name != value)


_CODED = ("country", "language")
_TABLES: Mapping[str, Callable[[DatasetFile], Iterator[str] | tuple[str, ...]]] = {
    "theme": lambda dataset: (theme.id for theme in dataset.themes),
    "partner": lambda dataset: (body.id for body in dataset.organisations),
    "country": lambda dataset: iter(dataset.countries),
    "language": lambda dataset: iter(dataset.languages),
    "kind": lambda dataset: dataset.kinds,
}


def _months(record: Initiative) -> tuple[str, ...]:
    """The months from the first to the last date of a record; the year of a date without a month."""
    dates: tuple[PartialDate, PartialDate] | None = record.interval
    if dates is None:
        return ()
    first, last = dates
    if _YEAR_LENGTH in (len(first), len(last)) or last < first:
        return tuple(date[: len("2020-01")] for date in dates)
    begin, end = (date.first.year * 12 + date.first.month - 1 for date in (first, last))
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1))


_YEAR_LENGTH = len("2020")

_ALL = (
    Facet("theme", "Theme", "themes", lambda r: (r.theme,), Labels.theme, ("theme",), by_frequency=False),
    Facet("kind", "Kind", "kinds", lambda r: (r.kind,) if r.kind else (), lambda _, value: value, ("kind",)),
    Facet(
        "country",
        "Country or region",
        "countries",
        lambda r: r.countries,
        Labels.country,
        ("countries", "regions"),
        multi_valued=True,
    ),
    Facet(
        "partner", "Partner", "partners", lambda r: r.partners, Labels.organisation, ("partners",), multi_valued=True
    ),
    Facet(
        "language", "Language", "languages", lambda r: r.languages, Labels.language, ("languages",), multi_valued=True
    ),
    Facet(
        "month", "Month", "months", _months, lambda _, date: format_date(date), multi_valued=True, by_frequency=False
    ),
)
FACETS: dict[str, Facet] = {facet.name: facet for facet in _ALL}
"""Every facet by name."""

FILTERS: dict[str, Facet] = {facet.name: facet for facet in _ALL if facet.fields}
"""The facets that are filters, too."""


def choose_facet(name: str) -> Facet:
    """The facet of a name.

    Raises:
        UnknownValueError: there is no such facet.
    """
    return FACETS[match_name("facet", name, dict.fromkeys(FACETS, ()))]
