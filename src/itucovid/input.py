"""Where ids come from when no person types them: standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from itucovid.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

STANDARD_INPUT = "-"
"""What stands for standard input among arguments."""


def ids_of(arguments: Iterable[str]) -> list[str]:
    """The ids among arguments, those of standard input in the place of its sign.

    Raises:
        BadRequest: standard input is closed, cannot be read, or is not UTF-8.
    """
    ids: list[str] = []
    lines: list[str] | None = None
    for argument in arguments:
        if argument != STANDARD_INPUT:
            ids.append(argument)
        elif lines is None:  # it can be read once
            lines = _lines()
            ids += lines
    return ids


def _lines() -> list[str]:
    """What stands on each line of standard input before the first tab, without the empty ones."""
    if sys.stdin is None:
        raise BadRequest("standard input: is closed")
    try:
        source = sys.stdin.buffer.read()
    except OSError as error:
        raise BadRequest(f"standard input: cannot be read: {error.strerror or error}") from error
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadRequest(f"standard input: line {line} is not UTF-8; send one id a line") from error
    cells = (line.partition("\t")[0].strip() for line in text.split("\n"))
    return [cell for cell in cells if cell]
