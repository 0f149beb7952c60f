"""Cite records."""

from typing import Annotated, Literal

import typer

from itucovid.cli.ids import IdsArgument, read_ids
from itucovid.cli.options import DataOption
from itucovid.cli.output import write_standard_output
from itucovid.cli.records import find, load
from itucovid.export.citation import cite


def command(
    ids: IdsArgument,
    style: Annotated[Literal["plain", "markdown"], typer.Option("--style", help="Plain text or Markdown.")] = "plain",
    data: DataOption = None,
) -> None:
    """Cite records, one line each.

    The line names the source document, the place of the record in it, and this dataset. For APA and other styles,
    export to LaTeX or a reference manager: itucovid export giga -f bibtex (or ris, csl-json)
    """
    wanted = read_ids(ids, data)
    dataset = load(data)
    markdown = style == "markdown"
    records = find(dataset, wanted, "cite")
    write_standard_output(f"{cite(dataset.labels, record, markdown=markdown)}\n" for record in records)
