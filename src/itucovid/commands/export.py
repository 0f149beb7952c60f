"""`itucovid export`."""

from pathlib import Path
from typing import Annotated

import typer

from itucovid.commands.shared import filters_of, note_corrections, order, read_register, run_search, select
from itucovid.export import FORMATS
from itucovid.messages import note, number_of
from itucovid.options import (
    CountryOption,
    DataOption,
    FieldsOption,
    KindOption,
    LanguageOption,
    LimitOption,
    PartnerOption,
    ReverseOption,
    SinceOption,
    SortOption,
    ThemeOption,
    UntilOption,
    completer,
)


def command(
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            autocompletion=completer("format"),
            help=f"{', '.join(FORMATS)}; else as the output's suffix says, else csv.",
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write this file; without it, standard output."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if there is one.")] = False,
    query: Annotated[
        str | None, typer.Option("--search", metavar="QUERY", help="Only what a search finds, best first.")
    ] = None,
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
    delimiter: Annotated[
        str | None,
        typer.Option("--delimiter", metavar="TEXT", help="What separates the values of a list in one cell: else '; '."),
    ] = None,
    explode: Annotated[
        str | None,
        typer.Option(
            "--explode",
            metavar="FIELD",
            autocompletion=completer("explode"),
            help="One row per value of this list: partners, countries, links...",
        ),
    ] = None,
    excel: Annotated[bool, typer.Option("--excel", help="Begin with a byte order mark, for Excel.")] = False,
    long: Annotated[bool, typer.Option("--long", help="Markdown: a document, not a table.")] = False,
    data: DataOption = None,
) -> None:
    """Write records as tables, citations, a database, a web page or a dataset again: see --format.

    An existing file stays as it is unless --force is given, and is never half written.
    """
    from itucovid import output
    from itucovid.export import choose_format, format_of_suffix, render
    from itucovid.export.request import Request, prepare
    from itucovid.progress import working

    to = None if to == Path("-") else to
    request = Request(
        format=choose_format(format_, None if to is None else str(to)),
        search=query,
        theme=theme,
        partner=partner,
        country=country,
        language=language,
        kind=kind,
        since=since,
        until=until,
        sort=sort,
        reverse=reverse,
        limit=limit,
        fields=fields,
        delimiter=delimiter,
        explode=explode,
        excel=excel,
        long=long,
        data=None if data is None else data.name,
    )
    export = prepare(request)
    register = read_register(data)
    dataset = register.dataset
    filters = filters_of(theme, partner, country, language, kind, since, until)
    if query is None:
        records = select(dataset, filters)
    else:
        results = run_search(register, query, filters)
        note_corrections(results)
        records = [hit.record for hit in results.hits]
    records = order(dataset, records, sort, reverse=reverse, limit=limit)
    chunks = render(request.format, export(dataset, records))
    if to is None:
        output.write_standard_output(chunks)
    else:
        with working(f"writing {to}"):
            output.write_file(to, chunks, force=force)
        note(f"{to}: {number_of(records, 'record')}")
        if format_ and (meant := format_of_suffix(str(to))) not in (None, request.format):
            note(f"{to} is {request.format}, as asked for, though its suffix says {meant}")
