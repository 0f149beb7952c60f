"""`itucovid schema`."""

from typing import Annotated

import typer


def command(
    spark: Annotated[bool, typer.Option("--spark", help="The columns of JSON Lines, as Spark takes them.")] = False,
) -> None:
    """Print the JSON Schema of a register, for editors and other languages."""
    from itucovid.output import write_standard_output
    from itucovid.schemas import schema_text, spark_columns

    write_standard_output([f"{spark_columns()}\n" if spark else schema_text()])
