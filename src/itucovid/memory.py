"""How much memory a process may still take."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path


def available() -> int | None:
    """Bytes that this process may take before the system says no, or None where that cannot be told.

    What a limit of the process allows (POSIX getrlimit, RLIMIT_AS), or less if the machine has less (Linux).
    """
    known = [bytes_ for bytes_ in (_allowed(), _free()) if bytes_ is not None]
    return min(known, default=None)


def _allowed() -> int | None:
    if sys.platform == "win32":
        return None
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if limit == resource.RLIM_INFINITY else limit - _taken()


def _taken() -> int:
    """What the process has of its limit already, where that can be told (Linux)."""
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


def _free() -> int | None:
    with suppress(OSError):
        about = Path("/proc/meminfo").read_text(encoding="ascii")
        if free := re.search(r"^MemAvailable:\s+([0-9]+) kB$", about, re.MULTILINE):
            return int(free[1]) * 1024
    return None
