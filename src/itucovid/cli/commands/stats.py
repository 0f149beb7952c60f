"""Count records."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from itucovid.cli.options import DataOption, FilterOptions, JsonOption, LocaleOption, ViewOptions, completer, expand
from itucovid.cli.present import present
from itucovid.cli.records import load, select, to_filters
from itucovid.fields import format_line
from itucovid.filters import within_period
from itucovid.stats import choose_facets, count_by, crosstab


@expand
def command(
    filters: FilterOptions,
    view: ViewOptions,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="FACET",
            autocompletion=completer("facet"),
            help="Count by theme (default), kind, status, country, region, partner, language or month; twice: by both.",
        ),
    ] = None,
    json: JsonOption = False,
    locale: LocaleOption = None,
    data: DataOption = None,
) -> None:
    """Count records by theme, kind, status, country and so on.

    Two --by make a cross table: the first facet gives the rows, the second the columns. A record with several values is
    counted under each. In a pipe, a cross table has one line per pair of values (value, value, records), zeros
    included.
    """
    chosen = to_filters(filters)
    facets = tuple(within_period(facet, chosen) for facet in choose_facets(by or ["theme"]))
    names = [facet.name for facet in facets]
    dataset = load(data, locale, translate=not json)
    records = select(dataset, chosen)
    table = crosstab(dataset.contents, dataset.labels, records, *facets) if len(facets) > 1 else None
    counts = [] if table else count_by(dataset.contents, dataset.labels, records, facets[0])

    def objects() -> Iterator[dict[str, Any]]:
        if table:
            yield from (dict(zip((*names, "records"), pair, strict=True)) for pair in table.pairs())
        else:
            yield from ({"value": count.value, "name": count.label, "records": count.records} for count in counts)

    def lines() -> Iterator[str]:
        if table:
            yield from map(format_line, table.pairs())
        else:
            yield from (format_line([count.value, count.records, count.label]) for count in counts)

    present(
        objects if json else None,
        lambda terminal, console: (
            terminal.print_crosstab(console, dataset.labels, facets, table, len(records), len(dataset))
            if table
            else terminal.print_counts(console, dataset.labels, facets[0], counts, len(records), len(dataset))
        ),
        lines,
        view,
    )
