"""Notes on the records that filters and dates omit, and on why the others match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itucovid.cli.messages import print_note, quote
from itucovid.errors import either
from itucovid.filters import explain_countries, explain_regions, may_have_lasted
from itucovid.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from itucovid.dataset import Dataset
    from itucovid.filters import Filters, Selection
    from itucovid.model import Initiative
    from itucovid.search import Results


def print_omissions(selection: Selection, filters: Filters) -> None:
    """Print notes on the records that filters omit by their dates, and on the filters that no record matches."""
    print_undated(selection.undated)
    _print_started(selection.open_ended)
    without = selection.without_option
    if len(without) == 1:
        (option,) = without
        values = getattr(filters, _FIELDS.get(option, option.removeprefix("--")))
        print_note(f"no record matches {option} {values if isinstance(values, str) else either(values)}")
    elif without:
        hints = [f"{plural(number, 'record')} without {option}" for option, number in without.items() if number]
        print_note(f"no record matches {' and '.join(without)}; {', '.join(hints) or 'remove more than one of them'}")


def print_omissions_by_date(results: Results) -> None:
    """Print notes on the records that a date of a query omits."""
    print_undated(results.undated)
    if ongoing := sum(record.is_open_ended for record in results.unfinished):
        print_note(f"{plural(ongoing, 'ongoing record')} omitted; --since and --until find ongoing records")
    _print_started(sum(map(may_have_lasted, results.unfinished)))


def print_undated(records: int) -> None:
    """Print a note on the number of records that were omitted because they have no date."""
    if records:
        print_note(f"{plural(records, 'undated record')} omitted")


def _print_started(records: int) -> None:
    if records:
        print_note(f"{plural(records, 'record')} with only a start date may have lasted into this period")


_FIELDS = {"--with": "with_"}


def print_regions(dataset: Dataset, filters: Filters, records: Iterable[Initiative]) -> None:
    """Print notes on the records that match a country or region without naming it."""
    if not filters.country:
        return
    for place in explain_countries(dataset.contents, dataset.labels, filters):
        options = " ".join(f"-c {quote(region)}" for region in place.regions)
        print_note(f"no record names {place.country} itself; {_naming(place.records)} a region around it ({options})")
    for region in explain_regions(dataset.contents, dataset.labels, filters, [*records]):
        if region.others:
            where = ", ".join(region.places)
            print_note(
                f"{_naming(region.named)} {region.region} itself; {_naming(region.others)} a place in it ({where})"
            )


def _naming(records: int) -> str:
    if records == 0:
        return "no record names"
    return f"{plural(records, 'record')} {'names' if records == 1 else 'name'}"
