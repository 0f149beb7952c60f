"""`itucovid init`."""

from pathlib import Path
from typing import Annotated

import typer

from itucovid.errors import BadRequest, OutputFailed
from itucovid.messages import note

SCHEMA = "initiatives.schema.json"


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; - for standard output.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if there is one, and the schema.")] = False,
) -> None:
    """Begin a register of your own: write a commented example to change.

    Beside it goes initiatives.schema.json, by which an editor completes and checks it as you type.
    """
    from itucovid.dataset import shipped
    from itucovid.output import write_file, write_standard_output

    template = shipped("template.toml").read_bytes()
    if file == Path("-"):
        write_standard_output([template.decode()])
        return
    if file.name == SCHEMA:
        raise BadRequest(f"{file}: this name is the schema's, which goes beside a register; choose another")
    write_file(file, [template], force=force)
    # Beside a device or a pipe nothing is edited.
    if file.is_file():
        _write_schema(file.with_name(SCHEMA), shipped(SCHEMA).read_bytes(), force=force)
    _say_what_next(file)


def _write_schema(path: Path, schema: bytes, *, force: bool) -> None:
    """Put the schema where the register's first line says it is, unless it is there."""
    from itucovid.output import write_file

    try:
        there = path.read_bytes()
    except FileNotFoundError:
        there = None
    except OSError as error:
        raise OutputFailed(path, f"cannot be read: {error.strerror}") from error
    if there is None or (force and there != schema):
        write_file(path, [schema], force=force)
    elif there != schema:
        note(f"{path}: kept, though it is not this version's; --force replaces it")


def _say_what_next(file: Path) -> None:
    import shlex

    name = shlex.quote(str(file))
    note(f"{file}: written; change it, then: itucovid check {name}")
    note(f"to use it: itucovid list --data {name}")
