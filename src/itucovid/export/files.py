"""Formats whose writers want a file: it is written in a folder of its own and passed on piece by piece."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from itucovid.errors import OutputFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PIECE = 1 << 20


def made_in_a_file(write: Callable[[Path], None]) -> Iterator[bytes]:
    """The bytes of the file that `write` makes at the path that it is given.

    Raises:
        OutputFailed: the folder for temporary files is full, or cannot be written to.
    """
    with _interrupts_waiting():
        # To see whether it can be written to, Python makes a file there.
        place = gettempdir()
    # The name is known before there is a folder, so that an interrupt at any moment leaves none.
    folder = Path(place, f"itucovid-{os.urandom(8).hex()}")
    try:
        path = folder / "export"
        _write(write, path)
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                yield piece
    finally:
        with _interrupts_waiting():
            shutil.rmtree(folder, ignore_errors=True)


def _write(write: Callable[[Path], None], path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700)
        write(path)
    except OSError as error:
        raise OutputFailed(path.parents[1], f"cannot be written: {error.strerror or error}") from error


@contextmanager
def _interrupts_waiting() -> Iterator[None]:
    """Let an interrupt that comes meanwhile be heard only afterwards."""
    # Python hands an interrupt to the main thread, whichever thread the system has chosen; or else it is not Python's.
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is None:
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)
