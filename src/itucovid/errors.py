"""Exceptions and exit codes.

Code below the command line only raises; `itucovid.cli` turns an `ItucovidError` into a message and an exit code.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class ExitCode(IntEnum):
    """The exit codes of the command."""

    OK = 0
    NOT_FOUND = 1
    ERROR = 2
    BUG = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130  # 128 + SIGINT
    BROKEN_PIPE = 141  # 128 + SIGPIPE


class ItucovidError(Exception):
    """Base class of the errors that this package raises. The message says what is wrong and what to do about it."""

    exit_code = ExitCode.ERROR

    def lines(self) -> Iterable[tuple[str, str]]:
        """The lines of the error report: the prefix of each, which is not wrapped, and its text."""
        return (("error: ", line) for line in str(self).splitlines())


class NotFoundError(ItucovidError):
    """A search without hits, or an id that no record has."""

    exit_code = ExitCode.NOT_FOUND


class UsageError(ItucovidError):
    """An invalid option or argument, or an invalid combination of them."""


class UnknownValueError(UsageError):
    """A name that matches none of a known set."""

    def __init__(self, what: str, value: str, *, closest: Sequence[str] = (), known: Sequence[str] = ()) -> None:
        hint = ""
        if closest:
            hint = f"; did you mean {either(closest)}?"
        elif known:
            hint = f"; choose from {', '.join(known)}"
        super().__init__(f"unknown {what} {value!r}{hint}")


class AmbiguousValueError(UsageError):
    """A prefix of several names where one name is expected."""

    def __init__(self, what: str, value: str, candidates: Sequence[str]) -> None:
        super().__init__(f"{what} {value!r} is ambiguous: {', '.join(candidates)}")


class UnknownRecordError(NotFoundError, KeyError):
    """An id that no record has. It is a `KeyError`, too, since `dataset[id]` raises it."""

    __str__ = Exception.__str__  # KeyError would quote the message

    def __init__(self, id_: object, *, closest: Sequence[str] = ()) -> None:
        super().__init__(f"no record {id_!r}" + (f"; did you mean {either(closest)}?" if closest else ""))


class OutOfMemoryError(ItucovidError):
    """A dataset that does not fit into memory."""

    def __init__(self) -> None:
        super().__init__("out of memory: the dataset is too large")


class OutputError(ItucovidError):
    """Output that could not be written."""

    def __init__(self, path: Path | str, reason: str) -> None:
        # A path may contain line breaks; each line of a message is an error of its own.
        super().__init__(f"{' '.join(str(path).splitlines())}: {reason}")


def either(names: Sequence[str]) -> str:
    """Join names as alternatives: "a", "a or b", "a, b or c"."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
