"""Ids of records, from arguments and standard input."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from itucovid.cli.input import read_standard_input
from itucovid.cli.options import STANDARD_INPUT, completer
from itucovid.errors import UsageError

IdsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...", autocompletion=completer("id"), help="Ids of records; - reads them from standard input."
    ),
]
OptionalIdsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID]...", autocompletion=completer("id"), help="Only these records; - reads ids from standard input."
    ),
]


def read_ids(arguments: Collection[str], data: Path | None) -> list[str]:
    """The ids of arguments, with "-" replaced by those from standard input.

    Args:
        arguments: the arguments.
        data: the dataset of --data.

    Raises:
        UsageError: standard input is the dataset, is closed, cannot be read, or is not UTF-8.
    """
    if data == STANDARD_INPUT and "-" in arguments:
        raise UsageError("--data - and ids from standard input exclude each other")
    ids: list[str] = []
    for argument in arguments:
        ids += _ids_of_standard_input() if argument == "-" else [argument]
    return ids


def _ids_of_standard_input() -> list[str]:
    """The text before the first tab of each line that is not empty."""
    try:
        text = read_standard_input().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UsageError(f"standard input: line {line} is not UTF-8; expected one id per line") from error
    cells = (line.partition("\t")[0].strip() for line in text.split("\n"))
    return [cell for cell in cells if cell]
