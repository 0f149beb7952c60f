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
        str,
        typer.Option(
            "--by",
            metavar="FACET",
            autocompletion=completer("facet"),
            help="Count by theme, kind, country, partner, language or month.",
        ),
    ] = "theme",
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
    """Count records by theme, kind, country, partner, language or month."""
    from itucovid import output
    from itucovid.stats import FACETS, count
    from itucovid.text import find_name

    dataset, _ = read_register(data)
    records = select(dataset, filters_of(theme, partner, country, language, kind, since, until))
    by = find_name("facet", by, dict.fromkeys(FACETS, ()))
    counts = count(dataset, records, by)
    if json:
        write_objects((number._asdict() for number in counts), paging=not no_pager)
    elif output.is_terminal():
        from itucovid import pager, terminal

        with pager.paged(terminal.make_console(color), wanted=not no_pager) as console:
            terminal.show_counts(console, dataset, by, counts)
    else:
        from itucovid.plain import line

        output.write_standard_output(line([number.value, number.records, number.name]) for number in counts)
