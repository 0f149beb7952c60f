"""`itucovid list`."""

from typing import Annotated

import typer

from itucovid.commands.shared import columns_of, filters_of, order, read_register, select, write_objects, write_records
from itucovid.errors import BadRequest
from itucovid.options import (
    ColourOption,
    CountryOption,
    DataOption,
    FieldsOption,
    JsonOption,
    KindOption,
    LanguageOption,
    LimitOption,
    NoPagerOption,
    PartnerOption,
    ReverseOption,
    SinceOption,
    SortOption,
    ThemeOption,
    UntilOption,
    completer,
)


def command(
    theme: ThemeOption = None,
    partner: PartnerOption = None,
    country: CountryOption = None,
    language: LanguageOption = None,
    kind: KindOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    sort: SortOption = None,
    reverse: ReverseOption = False,
    limit: LimitOption = None,
    fields: FieldsOption = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="FACET",
            autocompletion=completer("facet"),
            help="Group by theme, kind, country, partner, language or month.",
        ),
    ] = None,
    json: JsonOption = False,
    data: DataOption = None,
    color: ColourOption = "auto",
    no_pager: NoPagerOption = False,
) -> None:
    """List records, all of them or those that filters leave.

    A filter may be given several times; then any of its values will do. A value may be an id, a name, an acronym or
    the beginning of one, in any case: -p who, -p "world bank", -c Niger.

    With --by a record stands under each of its values; in a pipe the value comes first on its line, with --json each
    group is an object with its "records".
    """
    from itucovid import output
    from itucovid.stats import choose_facets, group

    if len(by or ()) > 1:
        raise BadRequest("--by is given more than once: a list has one kind of group; itucovid stats crosses two")
    (facet,) = choose_facets(by) if by else ("",)
    dataset = read_register(data).dataset
    columns = columns_of(fields)
    records = select(dataset, filters_of(theme, partner, country, language, kind, since, until))
    found = len(records)
    records = order(dataset, records, sort, reverse=reverse, limit=limit)
    groups = [entry for entry in group(dataset, records, facet) if entry.records] if facet else None
    if json and groups is not None:
        from itucovid.fields import as_objects

        write_objects(
            (
                {facet: entry.value, "name": entry.name, "records": [*as_objects(dataset, entry.records, columns)]}
                for entry in groups
            ),
            paging=not no_pager,
        )
    elif json:
        write_records(dataset, records, columns, paging=not no_pager)
    elif output.is_terminal():
        from itucovid import pager, terminal

        with pager.paged(terminal.make_console(color), wanted=not no_pager) as console:
            terminal.show_list(console, dataset, records, columns, found, facet, groups)
    else:
        from itucovid import plain
        from itucovid.fields import rows

        fields_ = columns or plain.LIST_FIELDS
        lines = (
            plain.record_lines(dataset, records, fields_)
            if groups is None
            else (
                plain.line([entry.value, *cells]) for entry in groups for cells in rows(dataset, entry.records, fields_)
            )
        )
        output.write_standard_output(lines)
