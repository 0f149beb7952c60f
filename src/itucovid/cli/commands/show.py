"""Show records in full."""

from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING

from itucovid.cli.ids import IdsArgument, read_ids
from itucovid.cli.options import DataOption, JsonOption, ViewOptions, expand
from itucovid.cli.present import present
from itucovid.cli.records import find, load
from itucovid.fields import FIELDS, TABLE_FIELDS, format_line, to_objects

if TYPE_CHECKING:
    from itucovid.fields import Labels
    from itucovid.model import Initiative
    from itucovid.terminal import Console


@expand
def command(
    ids: IdsArgument,
    view: ViewOptions,
    json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Show records in full.

    With -, standard input has one id per line; what follows a tab is ignored:
    itucovid list -t health | itucovid show -
    """
    wanted = read_ids(ids)
    dataset = load(data)
    records = find(dataset, wanted)

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
