"""`itucovid open`."""

from typing import Annotated

import typer

from itucovid.commands.shared import no_record, read_register
from itucovid.errors import NothingFound
from itucovid.messages import note
from itucovid.options import DataOption, completer


def command(
    id_: Annotated[
        str, typer.Argument(metavar="ID", autocompletion=completer("id"), help="The record's id, title or other name.")
    ],
    print_: Annotated[bool, typer.Option("--print", help="Write the address instead, and start nothing.")] = False,
    data: DataOption = None,
) -> None:
    """Open a record's first link in the browser, or write its address where there is none.

    The variable BROWSER names another browser. One that runs in the terminal is started only from a terminal.
    """
    from itucovid import output
    from itucovid.filters import find_records

    dataset = read_register(data).dataset
    records, missing = find_records(dataset, [id_])
    if missing:
        raise NothingFound(no_record(missing))
    (record,) = records
    if not record.links:
        raise NothingFound(f"{record.id} has no link; itucovid show {record.id} shows what there is")
    address = record.links[0].url
    if not print_:
        from itucovid.browser import open_address

        if open_address(address):
            note(f"opened {address}")
            return
        note("no browser to be had here; this is the address")
    output.write_standard_output([f"{address}\n"])
