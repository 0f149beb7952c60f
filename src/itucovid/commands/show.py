"""`itucovid show`."""

from collections.abc import Sequence
from typing import Annotated

import typer

from itucovid.commands.shared import read_register, write_records
from itucovid.errors import NothingFound
from itucovid.options import ColourOption, DataOption, JsonOption, completer


def command(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", autocompletion=completer("id"), help="Ids of records.")],
    json: JsonOption = False,
    data: DataOption = None,
    color: ColourOption = "auto",
) -> None:
    """Show everything that the register has of some records."""
    from itucovid import output
    from itucovid.filters import find_records

    dataset, _ = read_register(data)
    records, missing = find_records(dataset, ids)
    if json:
        write_records(dataset, records, None)
    elif output.is_terminal():
        from itucovid import terminal

        console = terminal.make_console(color)
        for number, record in enumerate(records):
            if number:
                console.rule()
            terminal.show_page(console, dataset, record)
    else:
        from itucovid import plain

        output.write_standard_output(plain.page_lines(dataset, records))
    if missing:
        raise NothingFound("\n".join(_missing(id_, near) for id_, near in missing.items()))


def _missing(id_: str, near: Sequence[str]) -> str:
    hint = f"did you mean {', '.join(near)}?" if near else "itucovid list shows the ids"
    return f"no record {id_!r}; {hint}"
