"""`itucovid check`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from itucovid.errors import BadDataset, BadRequest
from itucovid.messages import list_faults, note, number_of
from itucovid.options import DataOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from itucovid.dataset import Reading
    from itucovid.faults import Fault


def command(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A register; without it, the one in use.")] = None,
    format_: Annotated[
        Literal["text", "json", "github"] | None,
        typer.Option(
            "--format", "-f", help="Lines on standard error; a JSON array; or annotations for GitHub Actions."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json; [] when nothing is wrong.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail, too.")] = False,
    data: DataOption = None,
) -> None:
    """Name every fault of a register, and warn of what is doubtful.

    The exit status is 2 with a fault, 0 without one; with --strict it is 2 with a warning, too.
    """
    from itucovid.dataset import default_path, read_afresh

    if json and format_ not in (None, "json"):
        raise BadRequest(f"--json and --format {format_} are two formats: give one")
    form = "json" if json else format_ or "text"
    path = file or data or default_path()
    try:
        reading = read_afresh(path)
    except BadDataset as error:
        if form == "text":
            list_faults(error.faults)
            if len(error.faults) > 1:
                note(f"{path}: {number_of(error.faults, 'fault')}")
        else:
            _write(form, error.faults)
        raise typer.Exit(error.exit_status) from None
    warnings = _warnings(reading, path)
    if form == "text":
        list_faults(warnings)
        content = f"{number_of(reading.dataset.initiatives, 'record')} in {number_of(reading.dataset.themes, 'theme')}"
        note(f"{path}: {content}, {number_of(warnings, 'warning') if warnings else 'no fault'}")
    else:
        _write(form, warnings)
    if warnings and strict:
        raise typer.Exit(BadDataset.exit_status)


def _warnings(reading: "Reading", path: Path) -> "list[Fault]":
    import datetime as dt

    from itucovid.doubts import find_doubts

    return find_doubts(reading, path, dt.datetime.now(dt.UTC).date())


def _write(form: str, faults: "Sequence[Fault]") -> None:
    from itucovid.reports import as_object, as_workflow_command

    if form == "json":
        from itucovid.commands.shared import write_objects

        write_objects(map(as_object, faults))
    else:
        from itucovid.output import write_standard_output

        write_standard_output(map(as_workflow_command, faults))
