"""`python -m itucovid`, and the console script."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit the process."""
    # The process is short-lived: collecting cycles does not pay.
    gc.disable()
    try:
        from itucovid.cli import run

        status = run()
    except KeyboardInterrupt:  # while modules are imported
        status = 130
    for stream in (sys.stdout, sys.stderr):
        # An error has been reported when the output was written.
        with contextlib.suppress(AttributeError, OSError, ValueError):
            stream.flush()
    # Skip the interpreter's shutdown, 13% of a short command; atexit handlers and finalizers do not run.
    os._exit(status)


if __name__ == "__main__":
    main()
