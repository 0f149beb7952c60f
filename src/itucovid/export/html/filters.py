"""The filters of the page: their values, and the records that match each."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from itucovid.export.html.names import translate
from itucovid.facets import FILTERS, expand_region
from itucovid.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from itucovid.facets import Facet
    from itucovid.fields import Labels
    from itucovid.model import DatasetFile, Initiative


class Option(NamedTuple):
    """A value of a filter.

    Attributes:
        value: the value.
        label: its name.
        records: the number of records that match it.
        language: the language of its name if that is translated, else empty.
    """

    value: str
    label: str
    records: int
    language: str


class Filter(NamedTuple):
    """A filter with the values that records have."""

    name: str
    title: str
    options: list[Option]


def matched_values(labels: Labels, records: Sequence[Initiative]) -> list[dict[str, tuple[str, ...]]]:
    """For each record, by filter, the values that it matches: its own, and the regions that contain them."""
    matched: list[dict[str, tuple[str, ...]]] = [{} for _ in records]
    for name, facet in FILTERS.items():
        containing = _containing_regions(labels, records) if name == "country" else {}
        for record, values in zip(records, matched, strict=True):
            own = facet.filter_values(record)
            values[name] = tuple(dict.fromkeys(chain(own, *(containing.get(value, ()) for value in own))))
    return matched


def build_filters(dataset: DatasetFile, labels: Labels, records: Sequence[Initiative]) -> list[Filter]:
    """The filters by which some records of a dataset can be selected.

    The options of a list, such as the partners, are sorted by label; others are in the order of the dataset.
    """
    matched = matched_values(labels, records)
    filters = []
    for name, facet in FILTERS.items():
        counts = Counter(chain.from_iterable(values[name] for values in matched))
        options = [_option(labels, facet, value, counts[value]) for value in facet.aliases(dataset) if counts[value]]
        if facet.multi_valued:
            options.sort(key=lambda option: sort_key(option.label))
        if options:
            filters.append(Filter(name, facet.title, options))
    return filters


def _option(labels: Labels, facet: Facet, value: str, records: int) -> Option:
    label = translate(labels, lambda names: facet.label(names, value))
    return Option(value, label.text, records, label.language)


def _containing_regions(labels: Labels, records: Sequence[Initiative]) -> dict[str, list[str]]:
    """For countries and regions the regions of the records that contain them."""
    regions = dict.fromkeys(region for record in records for region in record.regions)
    containing: dict[str, list[str]] = {}
    for region in regions:
        for place in expand_region(labels, region, regions):
            containing.setdefault(place, []).append(region)
    return containing
