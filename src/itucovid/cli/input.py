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


def read_dataset() -> str:
    """Read a dataset from standard input.

    Raises:
        UsageError: standard input is closed, cannot be read, or is not UTF-8.
    """
    try:
        return read_standard_input().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("standard input: not UTF-8") from error
