"""`python -m itucovid`, and what the installed command runs."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; an interrupt ends it quietly even while it is still being loaded."""
    # A command ends before looking for garbage pays; in a large register it is a third of the time.
    gc.disable()
    try:
        from itucovid.cli import app

        app(prog_name="itucovid")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
