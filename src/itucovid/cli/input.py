"""Read from standard input."""

import sys

from itucovid.errors import UsageError


def read_standard_input() -> bytes:
    """Read all of standard input.

    Raises:
        UsageError: standard input is closed or cannot be read.
    """
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise UsageError(f"standard input: cannot be read: {error.strerror or error}") from error
