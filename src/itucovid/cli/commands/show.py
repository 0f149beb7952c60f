"""Show records in full."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from itucovid.cli.ids import IdsArgument, read_ids
from itucovid.cli.options import DataOption, JsonOption, LocaleOption, ViewOptions, expand
from itucovid.cli.present import present, write_json
from itucovid.cli.records import find, load
from itucovid.errors import UsageError
from itucovid.fields import FIELDS, TABLE_FIELDS, format_line, to_objects

if TYPE_CHECKING:
    from itucovid.fields import Labels
    from itucovid.model import Initiative


@expand
def command(
    ids: IdsArgument,
    view: ViewOptions,
    text: Annotated[bool, typer.Option("--text", help="Write the text that a terminal shows, also to a pipe.")] = False,
    json: JsonOption = False,
    locale: LocaleOption = None,
    data: DataOption = None,
) -> None:
    """Show records in full.

    In a pipe, each value is a line with the name of its field; --text writes the text that a terminal shows.

    With -, standard input has one id per line; what follows a tab is ignored:
    itucovid list -t health | itucovid show -
    """
    if text and json:
        raise UsageError("--text and --json exclude each other")
    wanted = read_ids(ids)
    dataset = load(data, locale, translate=not json)
    if json and not wanted:
        write_json([])
    records = find(dataset, wanted, "show")

    present(
        (lambda: to_objects(dataset.labels, records, None)) if json else None,
        lambda terminal, console: terminal.print_records(console, dataset.labels, records, dataset.__getitem__),
        lambda: _lines(dataset.labels, records),
        view,
        text=text,
    )


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
