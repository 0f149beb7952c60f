"""`itucovid check`."""

from pathlib import Path
from typing import Annotated

import typer

from itucovid.messages import note, number_of
from itucovid.options import DataOption


def command(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A register; without it, the one in use.")] = None,
    data: DataOption = None,
) -> None:
    """Check a register and name every fault in it, with its line."""
    from itucovid.dataset import default_path, read_afresh

    path = file or data or default_path()
    dataset = read_afresh(path)
    note(f"{path}: {number_of(dataset.initiatives, 'record')} in {number_of(dataset.themes, 'theme')}, no fault")
