"""A sign of life on standard error, on a terminal only, while something takes long."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE = 0.5  # seconds
# Bytes that take about as long to parse. The parser lets no other thread run, so its time has to be foreseen.
_LONG_TO_PARSE = 5_000_000


@contextmanager
def working(message: str, *, at_once: bool = False) -> Iterator[None]:
    """Show a message while the block runs, if it runs for more than half a second, or at once."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    from itucovid.terminal import Status

    status = Status(message)
    timer = Timer(_PATIENCE, status.show)
    timer.daemon = True
    if at_once:
        status.show()
    else:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
        status.hide()


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Show that a register is being read, if it is a large one."""
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        size = 0
    if size < _LONG_TO_PARSE:
        yield
        return
    with working(f"reading {path.name}, {size / 1_000_000:,.0f} MB", at_once=True):
        yield
