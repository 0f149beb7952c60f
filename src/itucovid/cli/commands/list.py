"""List records."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from itucovid.cli.ids import OptionalIdsArgument, read_ids
from itucovid.cli.options import (
    DataOption,
    FieldsOption,
    FilterOptions,
    JsonOption,
    LocaleOption,
    OrderOptions,
    ViewOptions,
    completer,
    expand,
)
from itucovid.cli.present import present
from itucovid.cli.records import choose, load, sort, to_filters
from itucovid.errors import UsageError
from itucovid.fields import FIELDS, choose_fields, format_line, rows, to_objects
from itucovid.filters import within_period
from itucovid.stats import choose_facets, group_by

_LINE_FIELDS = tuple(FIELDS[name] for name in ("id", "theme", "start", "title"))


@expand
def command(
    filters: FilterOptions,
    order: OrderOptions,
    view: ViewOptions,
    ids: OptionalIdsArgument = None,
    fields: FieldsOption = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="FACET",
            autocompletion=completer("facet"),
            help="Group by theme, kind, status, country, region, partner, language or month.",
        ),
    ] = None,
    json: JsonOption = False,
    locale: LocaleOption = None,
    data: DataOption = None,
) -> None:
    """List records, optionally filtered, or those with some ids.

    A filter may be repeated; a record matches if it has any of the values. A value is an id, a name, an acronym or an
    unambiguous prefix of one, in any case: -p who, -p "world bank", -c Niger.

    In a pipe, each record is a line (id, theme, start, title), or the fields of --fields, separated by tabs.

    With --by, a record with several values is listed under each. In a pipe, the value is the first column; with --json,
    each group is an object with its "records".
    """
    if len(by or ()) > 1:
        raise UsageError("--by may be given once; use 'itucovid stats' for two facets")
    chosen = to_filters(filters)
    facet = within_period(choose_facets(by)[0], chosen) if by else None
    wanted = read_ids(ids, data) if ids else None
    dataset = load(data, locale, translate=not json)
    columns = None if fields is None else choose_fields(fields, dataset.labels)
    selected = choose(dataset, wanted, chosen, "list")
    records = sort(dataset, selected, order)
    all_groups = group_by(dataset.contents, dataset.labels, records, facet) if facet else None
    groups = all_groups and [group for group in all_groups if group.records]

    def objects() -> Iterator[dict[str, Any]]:
        if facet is None or groups is None:
            yield from to_objects(dataset.labels, records, columns)
            return
        for group in groups:
            members = [*to_objects(dataset.labels, group.records, columns)]
            yield {facet.name: group.value, "name": group.label, "records": members}

    def lines() -> Iterator[str]:
        shown = columns or _LINE_FIELDS
        if groups is None:
            yield from map(format_line, rows(dataset.labels, records, shown))
            return
        for group in groups:
            yield from (format_line([group.value, *cells]) for cells in rows(dataset.labels, group.records, shown))

    present(
        objects if json else None,
        lambda terminal, console: (
            terminal.print_list(console, dataset.labels, records, columns, len(selected), len(dataset))
            if groups is None
            else terminal.print_groups(console, dataset.labels, facet, groups, columns, len(selected), len(dataset))
        ),
        lines,
        view,
    )
