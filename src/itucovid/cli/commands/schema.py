"""Print the schema of a dataset."""

from typing import Annotated

import typer

from itucovid.cli.output import write_standard_output
from itucovid.storage.schema import schema_text, spark_columns


def command(
    spark: Annotated[bool, typer.Option("--spark", help="Print the columns of JSON Lines for Spark instead.")] = False,
) -> None:
    """Print the JSON Schema of a dataset file."""
    write_standard_output([f"{spark_columns()}\n" if spark else schema_text()])
