"""Facets: what records can be filtered, counted and grouped by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid import places
from itucovid.dates import format_date
from itucovid.fields import Labels
from itucovid.model import KINDS, STATUSES
from itucovid.names import match_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from itucovid.model import DatasetFile, Initiative


class Facet(NamedTuple):
    """A property of records with a limited set of values.

    Attributes:
        name: its name in options.
        title: its heading.
        plural: the plural of its name.
        values: the values of a record, which may repeat.
        label: the name of a value.
        multi_valued: whether a record can have several values, so that it counts more than once.
        by_frequency: whether the most frequent values come first.
        fields: the fields of a record that a filter looks at; empty if it is no filter.
        listed: the values in the tables of a dataset, whether records have them or not.
        standard: further values that a filter accepts, with their names.
        is_coded: whether the values are codes, which mean less to a reader than their labels.
    """

    name: str
    title: str
    plural: str
    values: Callable[[Labels, Initiative], tuple[str, ...]]
    label: Callable[[Labels, str], str]
    multi_valued: bool = False
    by_frequency: bool = True
    fields: tuple[str, ...] = ()
    listed: Callable[[DatasetFile], Iterable[str]] = lambda _: ()
    standard: Callable[[], Mapping[str, tuple[str, ...]]] = dict
    is_coded: bool = False

    def filter_values(self, record: Initiative) -> tuple[str, ...]:
        """The values of a record that a filter matches, each once."""
        values = (getattr(record, field) for field in self.fields)
        flat = (one for value in values for one in (value if isinstance(value, tuple) else (value,)))
        return tuple(dict.fromkeys(value for value in flat if value))

    def aliases(self, dataset: DatasetFile) -> dict[str, tuple[str, ...]]:
        """The values of a dataset, those in its tables first, each with its names."""
        labels = Labels(dataset)
        aliases: dict[str, tuple[str, ...]] = {}
        for value in self.listed(dataset):
            aliases[value] = _names(labels, self.fields[0], value)
        for record in dataset.initiatives:
            for field in self.fields:
                cell = getattr(record, field)
                for value in cell if isinstance(cell, tuple) else (cell,):
                    if value and value not in aliases:
                        aliases[value] = _names(labels, field, value)
        return aliases

    def match(self, aliases: Mapping[str, tuple[str, ...]], value: str) -> str:
        """The value that a user refers to by id, name or prefix.

        Args:
            aliases: those of the dataset.
            value: what the user typed.

        Raises:
            UnknownValueError: nothing matches.
            AmbiguousValueError: several values match.
        """
        shown = {key: names[0] for key, names in aliases.items() if names} if self.is_coded else None
        return match_name(self.name, value, aliases, shown, self.standard())


def expand_region(labels: Labels, value: str, regions: Iterable[str]) -> frozenset[str]:
    """A region with its countries, and those of `regions` that it contains; a country alone."""
    countries = labels.region_countries(value)
    contained = (region for region in regions if (members := labels.region_countries(region)) and members <= countries)
    return frozenset({value, *countries, *contained})


def _names(labels: Labels, field: str, value: str) -> tuple[str, ...]:
    return tuple(name for name in labels.aliases(field, value) if name != value)


def _standard_places() -> Mapping[str, tuple[str, ...]]:
    return {**places.country_names(), **places.region_names()}


def _months(labels: Labels, record: Initiative) -> tuple[str, ...]:
    """The months from the first to the last possible day of a record; the year of a date that is only a year."""
    dates = labels.interval(record)
    if dates is None:
        return ()
    first, last = dates
    if len(first) == len(last) == _YEAR_LENGTH and first == last:
        return (first,)
    if last.last < first.first:
        return tuple(date[: len("2020-01")] for date in dates)
    begin, end = (day.year * 12 + day.month - 1 for day in (first.first, last.last))
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1))


_YEAR_LENGTH = len("2020")

_ALL = (
    Facet(
        "theme",
        "Theme",
        "themes",
        lambda _, r: (r.theme,),
        Labels.theme,
        by_frequency=False,
        fields=("theme",),
        listed=lambda dataset: (theme.id for theme in dataset.themes),
    ),
    Facet(
        "kind",
        "Kind",
        "kinds",
        lambda _, r: (r.kind,) if r.kind else (),
        lambda _, value: value,
        fields=("kind",),
        listed=lambda _: KINDS,
    ),
    Facet(
        "status",
        "Status",
        "statuses",
        lambda _, r: (r.status,) if r.status else (),
        lambda _, value: value,
        fields=("status",),
        listed=lambda _: STATUSES,
    ),
    Facet(
        "country",
        "Country or region",
        "countries",
        lambda _, r: r.countries,
        Labels.country,
        multi_valued=True,
        fields=("countries", "regions"),
        listed=lambda dataset: dataset.countries,
        standard=_standard_places,
        is_coded=True,
    ),
    Facet("region", "Region", "regions", lambda _, r: r.regions, Labels.region, multi_valued=True),
    Facet(
        "partner",
        "Partner",
        "partners",
        lambda _, r: r.partners,
        Labels.organisation,
        multi_valued=True,
        fields=("partners", "mentions"),
        listed=lambda dataset: (body.id for body in dataset.organisations),
    ),
    Facet(
        "language",
        "Language",
        "languages",
        lambda _, r: r.languages,
        Labels.language,
        multi_valued=True,
        fields=("languages",),
        listed=lambda dataset: dataset.languages,
        standard=places.language_names,
        is_coded=True,
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
