"""`python -m itucovid`, and what the installed command runs."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line; an interrupt ends it quietly even while it is still being loaded."""
    # A command ends before looking for garbage pays; in a large register it is a third of the time.
    gc.disable()
    status = 0
    try:
        from itucovid.cli import app

        app(prog_name="itucovid")
    except KeyboardInterrupt:
        status = 130
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    _leave(status)


def _leave(status: int) -> NoReturn:
    # All that was to be written has been. Python would go on to take every module apart: a fifth of a short command.
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
