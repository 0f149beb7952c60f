"""Create a dataset."""

from pathlib import Path
from typing import Annotated

import typer

from itucovid.cli.messages import print_note, print_warning, quote
from itucovid.cli.output import write_file, write_standard_output
from itucovid.errors import OutputError, UsageError
from itucovid.storage.paths import bundled_file

SCHEMA = "initiatives.schema.json"


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; - for standard output.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file and the schema.")] = False,
) -> None:
    """Create a dataset from a commented template.

    The JSON Schema is written next to it, for completion and validation in editors.
    """
    template = bundled_file("template.toml").read_bytes()
    if file == Path("-"):
        write_standard_output([template.decode()])
        return
    if file.name == SCHEMA:
        raise UsageError(f"{file}: the schema is written under this name; choose another")
    write_file(file, [template], force=force)
    # There is no need for a schema next to a device or a pipe.
    if file.is_file():
        _write_schema(file.with_name(SCHEMA), bundled_file(SCHEMA).read_bytes(), force=force)
    name = quote(str(file))
    print_note(f"{file}: created; edit it, then run: itucovid check {name}")
    print_note(f"to use it: itucovid list --data {name}")


def _write_schema(path: Path, schema: bytes, *, force: bool) -> None:
    try:
        existing = path.read_bytes()
    except FileNotFoundError:
        existing = None
    except OSError as error:
        raise OutputError(path, f"cannot be read: {error.strerror}") from error
    if existing is None or (force and existing != schema):
        write_file(path, [schema], force=force)
    elif existing != schema:
        print_warning(f"{path} belongs to another version and was kept (use --force to overwrite)")
