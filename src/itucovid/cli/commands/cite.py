"""Cite records."""

from typing import Annotated, Literal

import typer

from itucovid.cli import output, present
from itucovid.cli.options import DataOption, completer
from itucovid.export.citation import cite


def command(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID...", autocompletion=completer("id"), help="Ids of records; - reads them."),
    ],
    style: Annotated[Literal["plain", "markdown"], typer.Option("--style", help="Plain text or Markdown.")] = "plain",
    data: DataOption = None,
) -> None:
    """Cite records, one line each.

    The line names the source document, the place of the record in it, and this dataset. For other styles, export records
    to a reference manager: itucovid export giga -f ris
    """
    dataset = present.load(data)
    records = present.find(dataset, ids)
    output.write_standard_output(
        f"{cite(dataset.labels, record, markdown=style == 'markdown')}\n" for record in records
    )
