"""`itucovid stats`."""

from typing import Annotated

import typer

from itucovid.commands.shared import filters_of, read_register, select, write_objects
from itucovid.options import (
    ColourOption,
    CountryOption,
    DataOption,
    JsonOption,
    KindOption,
    LanguageOption,
    NoPagerOption,
    PartnerOption,
    SinceOption,
    ThemeOption,
    UntilOption,
    completer,
)


def command(
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="FACET",
            autocompletion=completer("facet"),
            help="Count by theme (the default), kind, country, partner, language or month; twice: by both at once.",
        ),
    ] = None,
    theme: ThemeOption = None,
    partner: PartnerOption = None,
    country: CountryOption = None,
    language: LanguageOption = None,
    kind: KindOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    color: ColourOption = "auto",
    no_pager: NoPagerOption = False,
) -> None:
    """Count records by theme, kind, country, partner, language or month.

    Two --by make a cross table, the first facet down and the second across; a dot is a gap. A record counts under each
    of its values. In a pipe each pair of values is a line (value, value, records), gaps with 0; with --json an object.
    """
    from itucovid import output
    from itucovid.stats import choose_facets, count, cross

    facets = choose_facets(by or ["theme"])
    dataset = read_register(data).dataset
    records = select(dataset, filters_of(theme, partner, country, language, kind, since, until))
    table = cross(dataset, records, *facets) if len(facets) > 1 else None
    counts = () if table else count(dataset, records, facets[0])
    if json:
        pairs = (dict(zip((*facets, "records"), row, strict=True)) for row in table.rows()) if table else ()
        write_objects(pairs if table else (number._asdict() for number in counts), paging=not no_pager)
    elif output.is_terminal():
        from itucovid import pager, terminal

        with pager.paged(terminal.make_console(color), wanted=not no_pager) as console:
            if table:
                terminal.show_cross(console, dataset, facets, table, len(records))
            else:
                terminal.show_counts(console, dataset, facets[0], counts, len(records))
    else:
        from itucovid.plain import line

        rows = table.rows() if table else ((number.value, number.records, number.name) for number in counts)
        output.write_standard_output(map(line, rows))
