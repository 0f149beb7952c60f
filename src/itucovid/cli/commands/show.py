"""Show records in full."""

import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from itucovid.cli.options import DataOption, JsonOption, ViewOptions, completer, expand
from itucovid.cli.present import present
from itucovid.cli.records import explain_unknown_ids, load
from itucovid.errors import NotFoundError, UsageError
from itucovid.fields import FIELDS, TABLE_FIELDS, format_line, to_objects

if TYPE_CHECKING:
    from itucovid.fields import Labels
    from itucovid.model import Initiative
    from itucovid.terminal import Console


@expand
def command(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...", autocompletion=completer("id"), help="Ids of records; - reads them from standard input."
        ),
    ],
    view: ViewOptions,
    json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Show records in full.

    With -, standard input has one id per line; what follows a tab is ignored:
    itucovid list -t health | itucovid show -
    """
    wanted = _read_ids(ids)
    dataset = load(data)
    records, missing = dataset.find(wanted)

    def show(terminal: ModuleType, console: "Console") -> None:
        for number, record in enumerate(records):
            if number:
                console.rule()
            terminal.print_record(console, dataset.labels, record, map(dataset.__getitem__, record.related))

    present(
        (lambda: to_objects(dataset.labels, records, None)) if json else None,
        show,
        lambda: _lines(dataset.labels, records),
        view,
    )
    if missing:
        raise NotFoundError(explain_unknown_ids(missing))
    if not wanted:
        raise NotFoundError("no ids on standard input; send one per line: itucovid list | itucovid show -")


def _lines(labels: "Labels", records: "list[Initiative]") -> Iterator[str]:
    """The fields of each record: one line per value, with the name of the field; a blank line between records."""
    for number, record in enumerate(records):
        if number:
            yield "\n"
        for field in (*TABLE_FIELDS, FIELDS["source"]):
            cell = field.cell(labels, record)
            for value in cell if isinstance(cell, tuple) else (cell,):
                # In parallel lists, such as those of links, a missing value is an empty line.
                if value is not None or isinstance(cell, tuple):
                    yield format_line([field.name, value])


def _read_ids(arguments: Iterable[str]) -> list[str]:
    """The ids of arguments, with "-" replaced by those from standard input.

    Raises:
        UsageError: standard input is closed, cannot be read, or is not UTF-8.
    """
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
