"""A spinner on standard error, on a terminal only, while something takes long."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from itucovid.storage.cleanup import cleanup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

SLOW_FILE_SIZE = 5_000_000
"""Bytes that take about half a second to parse."""

SLOW_RECORDS = 5_000
"""Records that take about half a second to export."""


def parsing(path: Path) -> AbstractContextManager[object]:
    """A spinner while a large file is parsed."""
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        size = 0
    return _spinner(f"reading {path.name}, {size / 1_000_000:,.0f} MB", show=size >= SLOW_FILE_SIZE)


def writing(path: Path, records: int) -> AbstractContextManager[object]:
    """A spinner while many records are exported."""
    return _spinner(f"writing {path}", show=records >= SLOW_RECORDS)


@contextmanager
def _spinner(message: str, *, show: bool) -> Iterator[None]:
    if not show or sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from itucovid.terminal.spinner import make_spinner

    spinner = make_spinner(message)
    with cleanup(spinner.stop), spinner:  # it hides the cursor
        spinner.refresh()  # the thread that animates it may have to wait until a file is parsed
        yield
