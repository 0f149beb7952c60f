"""Export records."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from itucovid.cli import output, progress
from itucovid.cli.ids import OptionalIdsArgument, read_ids
from itucovid.cli.messages import print_note, print_warning
from itucovid.cli.options import (
    DataOption,
    FieldsOption,
    FilterOptions,
    LocaleOption,
    OrderOptions,
    OutputOption,
    completer,
    expand,
)
from itucovid.cli.records import choose, load, print_guesses, search, sort, to_filters
from itucovid.errors import OutputError
from itucovid.export.formats import FORMATS, LARGE_PAGE, choose_format, estimate_page, format_for_suffix
from itucovid.export.options import ExportOptions
from itucovid.text import plural


@expand
def command(
    filters: FilterOptions,
    order: OrderOptions,
    ids: OptionalIdsArgument = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            autocompletion=completer("format"),
            help=f"{', '.join(FORMATS)}; by default that of the output's suffix, or csv.",
        ),
    ] = None,
    to: OutputOption = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    query: Annotated[
        str | None, typer.Option("--search", metavar="QUERY", help="Only the results of a search, best match first.")
    ] = None,
    fields: FieldsOption = None,
    separator: Annotated[
        str | None,
        typer.Option("--separator", metavar="CHARACTER", help="CSV: separator between cells, e.g. ';' (default: ',')."),
    ] = None,
    delimiter: Annotated[
        str | None,
        typer.Option("--delimiter", metavar="TEXT", help="Separator between the values in one cell (default: '; ')."),
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
    excel: Annotated[bool, typer.Option("--excel", help="Write a UTF-8 byte order mark (for Excel).")] = False,
    long: Annotated[bool, typer.Option("--long", help="Markdown: write a document instead of a table.")] = False,
    locale: LocaleOption = None,
    data: DataOption = None,
) -> None:
    """Export records as CSV, JSON, Excel, HTML and so on.

    An existing file is overwritten only with --force, and never left half written.
    """
    to = None if to == Path("-") else to
    if to is not None and to.is_dir():
        raise OutputError(to, "is a directory; name a file in it")
    wanted = read_ids(ids, data) if ids else None
    chosen = to_filters(filters)
    options = ExportOptions(
        format=choose_format(format_, None if to is None else str(to)),
        ids=tuple(wanted or ()),
        search=query,
        filters=chosen,
        **msgspec.structs.asdict(order),
        fields=fields,
        separator=separator,
        delimiter=delimiter,
        explode=explode,
        excel=excel,
        long=long,
    )
    dataset = load(data, locale, translate=options.is_translated)
    if query is None:
        records = choose(dataset, wanted, chosen, "export")
    else:
        results = search(dataset, query, chosen)
        print_guesses(results)
        records = [hit.record for hit in results.hits]
    records = sort(dataset, records, order)
    if options.format == "html" and (size := estimate_page(records)) > LARGE_PAGE:
        print_warning(f"a page of about {size / 1_000_000:,.0f} MB, which browsers open slowly; select fewer records")
    chunks = dataset.render(records, options)
    if to is None:
        output.write_standard_output(chunks)
        return
    with progress.writing(to, len(records)):
        output.write_file(to, chunks, force=force)
    print_note(f"{to}: {plural(len(records), 'record')}")
    if format_ and (implied := format_for_suffix(str(to))) not in (None, options.format):
        print_warning(f"{to} is {options.format}, though its suffix implies {implied}")
