"""Compare two datasets."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from itucovid.cli import output, present
from itucovid.cli.options import STANDARD_INPUT, JsonOption, ViewOptions, expand
from itucovid.cli.records import parse
from itucovid.diff import Change, describe, diff, show_value
from itucovid.errors import ExitCode, UsageError
from itucovid.export.markdown import escape
from itucovid.fields import format_line


@expand
def command(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The older dataset; - for standard input.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The newer dataset; - for standard input.")],
    view: ViewOptions,
    markdown: Annotated[bool, typer.Option("--markdown", help="Write a Markdown table (GFM).")] = False,
    json: JsonOption = False,
) -> None:
    """Compare two datasets, field by field.

    The exit status is 0 if they are the same, 1 if they differ and 2 if there is an error. With git:
    git show HEAD~1:data.toml | itucovid diff - data.toml
    """
    if old == new == STANDARD_INPUT:
        raise UsageError("standard input can be read only once")
    if markdown and json:
        raise UsageError("--markdown conflicts with --json")
    changes = diff(parse(old).dataset, parse(new).dataset)
    if markdown:
        output.write_standard_output(_markdown(changes))
    else:
        objects = (lambda: (change.to_dict() for change in changes)) if json else None
        present.present(
            objects, lambda terminal, console: terminal.print_changes(console, changes), lambda: _lines(changes), view
        )
    if changes:
        raise typer.Exit(ExitCode.NOT_FOUND)


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    """Tab-separated lines: the change, the id, the field, and the old and the new value, or the title."""
    for change in changes:
        if change.change in ("added", "removed"):
            yield format_line([change.change, change.id, "", change.title])
        if change.old_id:
            yield format_line([change.change, change.id, "id", change.old_id, change.id])
        for field in change.fields:
            values = (None if value is None else show_value(value) for value in (field.old, field.new))
            yield format_line([change.change, change.id, field.field, *values])


def _markdown(changes: Sequence[Change]) -> Iterator[str]:
    yield "| Change | Record | Field | Difference |\n| --- | --- | --- | --- |\n"
    for change in changes:
        cells: list[tuple[str, str]] = [(field.field, describe(field)) for field in change.fields]
        if change.old_id:
            cells.insert(0, ("id", f"{change.old_id} -> {change.id}"))
        for field, difference in cells or [("", change.title)]:
            yield f"| {change.change} | {' | '.join(map(escape, (change.id, field, difference)))} |\n"
