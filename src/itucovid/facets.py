"""Facets: what records can be filtered, counted and grouped by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from itucovid import places
from itucovid.dates import format_date
from itucovid.fields import Labels
from itucovid.model import STATUSES
from itucovid.names import match_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from itucovid.model import DatasetFile, Initiative


class Facet(msgspec.Struct, frozen=True):
    """A property of records with a limited set of values.

    Attributes:
        name: its name in options.
        title: its heading.
        plural: the plural of its name.
        values: the values of a record, which may repeat.
        label: the name of a value.
        order: the order of its groups: as in the dataset's table, by frequency, or by value.
        multi_valued: whether a record can have several values, so that it counts more than once.
        fields: the fields of a record with the values that a filter matches; empty if it is no filter.
        table: the values that the dataset defines, whether records have them or not.
        standard: further values that a filter accepts, with their names; no record needs to have them.
        codes: other codes of the standard values, with their values.
        has_codes: whether its values are codes, for which error messages show names.
    """

    name: str
    title: str
    plural: str
    values: Callable[[Labels, Initiative], tuple[str, ...]]
    label: Callable[[Labels, str], str]
    order: Literal["table", "frequency", "value"] = "frequency"
    multi_valued: bool = False
    fields: tuple[str, ...] = ()
    table: Callable[[DatasetFile], Iterable[str]] = lambda _: ()
    standard: Callable[[], Mapping[str, tuple[str, ...]]] = dict
    codes: Callable[[], Mapping[str, str]] = dict
    has_codes: bool = False

    def filter_values(self, record: Initiative) -> tuple[str, ...]:
        """The values of a record that a filter matches, each once."""
        return tuple(dict.fromkeys(value for field in self.fields for value in _as_tuple(getattr(record, field))))

    def aliases(self, dataset: DatasetFile) -> dict[str, tuple[str, ...]]:
        """The values of a dataset that a filter accepts, those of its table first, each with its names.

        The first name is the label; a value whose only name is itself has none.
        """
        labels = Labels(dataset)
        # The field of a value says what it is the id of.
        fields = dict.fromkeys(self.table(dataset), self.fields[0])
        for record in dataset.initiatives:
            for field in self.fields:
                for value in _as_tuple(getattr(record, field)):
                    fields.setdefault(value, field)
        return {value: _names(labels, field, value) for value, field in fields.items()}

    def match(self, aliases: Mapping[str, tuple[str, ...]], value: str) -> str:
        """The value that a user refers to by id, code, name or prefix.

        Args:
            aliases: those of the dataset.
            value: what the user typed.

        Raises:
            UnknownValueError: nothing matches, neither in the dataset nor among the standard names.
            AmbiguousValueError: several values match.
        """
        shown = {key: names[0] for key, names in aliases.items() if names} if self.has_codes else None
        return match_name(self.name, value, aliases, shown, self.standard(), self.codes())


def _as_tuple(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()


def _names(labels: Labels, field: str, value: str) -> tuple[str, ...]:
    label, *others = labels.aliases(field, value)
    further = tuple(name for name in others if name != value)
    return (label, *further) if further or label != value else ()


def expand_region(labels: Labels, value: str, regions: Iterable[str]) -> frozenset[str]:
    """A region with its countries, and with those of `regions` that it contains; a country alone."""
    countries = labels.region_countries(value)
    contained = (region for region in regions if (members := labels.region_countries(region)) and members <= countries)
    return frozenset({value, *countries, *contained})


def _months(labels: Labels, record: Initiative) -> tuple[str, ...]:
    """The months from the first to the last possible day of a record; a year if that is its only date."""
    dates = labels.interval(record)
    if dates is None:
        return ()
    first, last = dates
    if first == last and not first.has_month:
        return (first,)
    if last.last < first.first:
        return tuple(date[: len("YYYY-MM")] for date in dates)
    begin, end = (day.year * 12 + day.month - 1 for day in (first.first, last.last))
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1))


def _standard_places() -> Mapping[str, tuple[str, ...]]:
    return {**places.country_names(), **places.region_names()}


def _place_label(labels: Labels, value: str) -> str:
    """The name of a country, or of a region: a filter takes both."""
    name = labels.country(value)
    return labels.region(value) if name == value else name


_ALL = (
    Facet(
        name="theme",
        title="Theme",
        plural="themes",
        values=lambda _, record: (record.theme,),
        label=Labels.theme,
        order="table",
        fields=("theme",),
        table=lambda dataset: [theme.id for theme in dataset.themes],
    ),
    Facet(
        name="kind",
        title="Kind",
        plural="kinds",
        values=lambda _, record: (record.kind,) if record.kind else (),
        label=lambda _, value: value,
        fields=("kind",),
        table=lambda dataset: dataset.kinds,
    ),
    Facet(
        name="status",
        title="Status",
        plural="statuses",
        values=lambda _, record: (record.status,) if record.status else (),
        label=lambda _, value: value,
        fields=("status",),
        table=lambda _: STATUSES,
    ),
    Facet(
        name="country",
        title="Country or region",
        plural="countries",
        values=lambda _, record: record.countries,
        label=_place_label,
        multi_valued=True,
        fields=("countries", "regions"),
        table=lambda dataset: (*dataset.countries, *dataset.regions),
        standard=_standard_places,
        codes=places.alpha_2_codes,
        has_codes=True,
    ),
    Facet(
        name="region",
        title="Region",
        plural="regions",
        values=lambda _, record: record.regions,
        label=Labels.region,
        multi_valued=True,
    ),
    Facet(
        name="partner",
        title="Partner",
        plural="partners",
        values=lambda _, record: record.partners,
        label=Labels.organisation,
        multi_valued=True,
        fields=("partners", "mentions"),
        table=lambda dataset: [organisation.id for organisation in dataset.organisations],
    ),
    Facet(
        name="language",
        title="Language",
        plural="languages",
        values=lambda _, record: record.languages,
        label=Labels.language,
        multi_valued=True,
        fields=("languages",),
        table=lambda dataset: dataset.languages,
        standard=places.language_names,
        codes=places.language_codes,
        has_codes=True,
    ),
    Facet(
        name="month",
        title="Month",
        plural="months",
        values=_months,
        label=lambda _, value: format_date(value),
        order="value",
        multi_valued=True,
    ),
)
FACETS: dict[str, Facet] = {facet.name: facet for facet in _ALL}
"""Every facet by name."""

FILTERS: dict[str, Facet] = {facet.name: facet for facet in _ALL if facet.fields}
"""The facets that are filters, too."""


def choose_facet(name: str) -> Facet:
    """Find a facet by its name or an unambiguous prefix of it.

    Raises:
        UnknownValueError: there is no such facet.
        AmbiguousValueError: the name is a prefix of several facets.
    """
    return FACETS[match_name("facet", name, dict.fromkeys(FACETS, ()))]
