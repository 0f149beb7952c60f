"""Notes, warnings and errors on standard error."""

from __future__ import annotations

import contextlib
import os
import re
import sys

import typer

from itucovid.text import printable

_COLUMNS = 80
_NBSP_PLACEHOLDER = "\0"  # printable text does not contain it


def print_note(message: str) -> None:
    """Print a note."""
    print_line("", message)


def print_warning(message: str) -> None:
    """Print a warning."""
    print_line("warning: ", message)


def print_error(message: str) -> None:
    """Print an error."""
    print_line("error: ", message)


def print_line(prefix: str, text: str) -> None:
    """Print a line; on a terminal it is wrapped between words, but not within the prefix."""
    line = printable(f"{prefix}{text}")
    if sys.stderr is not None and sys.stderr.isatty():
        from textwrap import fill

        kept = line[: len(prefix)].replace(" ", _NBSP_PLACEHOLDER)
        line = fill(
            kept + line[len(prefix) :],
            _columns(),
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        ).replace(_NBSP_PLACEHOLDER, " ")
    # If standard error is closed or full, the output and the exit code are still right.
    with contextlib.suppress(OSError, ValueError):
        typer.echo(line, err=True)


def quote(path: str) -> str:
    """The name of a file as typed in a shell of this system (POSIX, or cmd and PowerShell), never as an option."""
    import shlex

    path = f"./{path}" if path.startswith("-") else path
    if os.name == "posix":
        return shlex.quote(path)
    # Names of files on Windows cannot contain quotation marks.
    return path if re.fullmatch(r"[\w.:\\/-]+", path) else f'"{path}"'


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _COLUMNS
    except OSError:  # NUL on Windows claims to be a terminal
        return _COLUMNS
