"""Ids of records, from arguments and standard input."""

import sys
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

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
        ids += _read_standard_input() if argument == "-" else [argument]
    return ids


def _read_standard_input() -> list[str]:
    """The text before the first tab of each line that is not empty."""
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    try:
        source = sys.stdin.buffer.read()
    except OSError as error:
        raise UsageError(f"standard input: cannot be read: {error.strerror or error}") from error
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UsageError(f"standard input: line {line} is not UTF-8; expected one id per line") from error
    cells = (line.partition("\t")[0].strip() for line in text.split("\n"))
    return [cell for cell in cells if cell]
