"""Formats whose writers want a file: it is written in a folder of its own and passed on piece by piece."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PIECE = 1 << 20


def made_in_a_file(write: Callable[[Path], None]) -> Iterator[bytes]:
    """The bytes of the file that `write` makes at the path that it is given."""
    with TemporaryDirectory(prefix="itucovid-") as folder:
        path = Path(folder, "export")
        write(path)
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                yield piece
