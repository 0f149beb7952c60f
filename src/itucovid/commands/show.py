"""`itucovid show`."""

from typing import Annotated

import typer

from itucovid.commands.shared import no_record, read_register, write_records
from itucovid.errors import NothingFound
from itucovid.options import ColourOption, DataOption, JsonOption, NoPagerOption, completer


def command(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID...", autocompletion=completer("id"), help="Ids of records, or - to read them."),
    ],
    json: JsonOption = False,
    data: DataOption = None,
    color: ColourOption = "auto",
    no_pager: NoPagerOption = False,
) -> None:
    """Show everything that the register has of some records.

    With - the ids come from standard input, one a line; what follows a tab there is passed over:
    itucovid list -t health | itucovid show -
    """
    from itucovid import output
    from itucovid.filters import find_records
    from itucovid.input import ids_of

    wanted = ids_of(ids)
    dataset = read_register(data).dataset
    records, missing = find_records(dataset, wanted)
    if json:
        write_records(dataset, records, None, paging=not no_pager)
    elif output.is_terminal():
        from itucovid import pager, terminal

        with pager.paged(terminal.make_console(color), wanted=not no_pager) as console:
            for number, record in enumerate(records):
                if number:
                    console.rule()
                terminal.show_page(console, dataset, record)
    else:
        from itucovid import plain

        output.write_standard_output(plain.page_lines(dataset, records))
    if missing:
        raise NothingFound(no_record(missing))
    if not wanted:
        raise NothingFound("standard input holds no id; send one a line: itucovid list | itucovid show -")
