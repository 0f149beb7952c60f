"""Print the schema of a dataset."""

from pathlib import Path
from typing import Annotated

import typer

from itucovid.cli.output import write_standard_output
from itucovid.cli.records import parse
from itucovid.storage.schema import schema_text, spark_columns


def command(
    spark: Annotated[bool, typer.Option("--spark", help="Print the columns of JSON Lines for Spark instead.")] = False,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="FILE", help="With the own fields and kinds of this dataset.")
    ] = None,
) -> None:
    """Print the JSON Schema of a dataset file."""
    parsed = parse(data) if data else None
    if spark:
        text = f"{spark_columns(parsed.dataset.fields if parsed else None)}\n"
    else:
        text = schema_text(parsed.tables if parsed else None)
    write_standard_output([text])
