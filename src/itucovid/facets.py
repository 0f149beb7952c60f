"""Facets: what records can be filtered, counted and grouped by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from itucovid.dates import format_date
from itucovid.fields import Labels
from itucovid.names import match_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from itucovid.model import DatasetFile, Initiative


class Facet(NamedTuple):
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
        has_codes: whether its values are codes, for which error messages show names.
    """

    name: str
    title: str
    plural: str
    values: Callable[[Initiative], tuple[str, ...]]
    label: Callable[[Labels, str], str]
    order: Literal["table", "frequency", "value"] = "frequency"
    multi_valued: bool = False
    fields: tuple[str, ...] = ()
    table: Callable[[DatasetFile], Iterable[str]] = lambda _: ()
    has_codes: bool = False

    def filter_values(self, record: Initiative) -> tuple[str, ...]:
        """The values of a record that a filter matches, each once."""
        values = (getattr(record, field) for field in self.fields)
        flat = (one for value in values for one in (value if isinstance(value, tuple) else (value,)))
        return tuple(dict.fromkeys(value for value in flat if value))

    def aliases(self, dataset: DatasetFile) -> dict[str, tuple[str, ...]]:
        """The values that a filter accepts, those of the dataset's table first, each with its names."""
        labels = Labels(dataset)
        used = (value for record in dataset.initiatives for value in self.filter_values(record))
        return {
            value: tuple(name for name in labels.aliases(self.fields[0], value) if name != value)
            for value in dict.fromkeys((*self.table(dataset), *used))
        }

    def match(self, dataset: DatasetFile, value: str) -> str:
        """The value that a user refers to by id, name or prefix.

        Raises:
            UnknownValueError: nothing matches.
            AmbiguousValueError: several values match.
        """
        aliases = self.aliases(dataset)
        shown = {key: names[0] for key, names in aliases.items() if names} if self.has_codes else None
        return match_name(self.name, value, aliases, shown)


def _months(record: Initiative) -> tuple[str, ...]:
    """The months from the first to the last date of a record; the year of a date without a month."""
    dates = record.interval
    if dates is None:
        return ()
    first, last = dates
    if not (first.has_month and last.has_month) or last < first:
        return tuple(date[: len("YYYY-MM")] for date in dates)
    begin, end = (date.first.year * 12 + date.first.month - 1 for date in dates)
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1))


_ALL = (
    Facet(
        name="theme",
        title="Theme",
        plural="themes",
        values=lambda record: (record.theme,),
        label=Labels.theme,
        order="table",
        fields=("theme",),
        table=lambda dataset: [theme.id for theme in dataset.themes],
    ),
    Facet(
        name="kind",
        title="Kind",
        plural="kinds",
        values=lambda record: (record.kind,) if record.kind else (),
        label=lambda _, value: value,
        fields=("kind",),
        table=lambda dataset: dataset.kinds,
    ),
    Facet(
        name="country",
        title="Country or region",
        plural="countries",
        values=lambda record: record.countries,
        label=Labels.country,
        multi_valued=True,
        fields=("countries", "regions"),
        table=lambda dataset: dataset.countries,
        has_codes=True,
    ),
    Facet(
        name="partner",
        title="Partner",
        plural="partners",
        values=lambda record: record.partners,
        label=Labels.organisation,
        multi_valued=True,
        fields=("partners",),
        table=lambda dataset: [organisation.id for organisation in dataset.organisations],
    ),
    Facet(
        name="language",
        title="Language",
        plural="languages",
        values=lambda record: record.languages,
        label=Labels.language,
        multi_valued=True,
        fields=("languages",),
        table=lambda dataset: dataset.languages,
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
