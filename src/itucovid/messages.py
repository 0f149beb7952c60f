"""What the tool tells a person beside its output: notes and errors, on standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from itucovid.errors import ItucovidError
    from itucovid.faults import Fault


_COLUMNS = 80
_NO_SPACE = "\0"  # nothing that is said has one


def note(message: str) -> None:
    """A line on standard error that is no error."""
    from itucovid.text import printable

    _say(f"itucovid: {printable(message)}")


def complain(error: ItucovidError) -> None:
    """An error's lines on standard error; a dataset's faults begin with their own file and line."""
    from itucovid.errors import BadDataset
    from itucovid.text import printable

    if isinstance(error, BadDataset):
        list_faults(error.faults)
        return
    for line in str(error).splitlines():
        _say(f"itucovid: {printable(line)}")


def _say(line: str, whole: int = 0) -> None:
    """Say a line; a terminal breaks it between words, but not before so many characters."""
    if sys.stderr is not None and sys.stderr.isatty():
        from textwrap import fill

        columns = os.get_terminal_size(sys.stderr.fileno()).columns or _COLUMNS
        kept = line[:whole].replace(" ", _NO_SPACE)
        line = fill(
            kept + line[whole:], columns, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        ).replace(_NO_SPACE, " ")
    # Whoever closed standard error does not want to be told; the output and the status stay what they are.
    with contextlib.suppress(OSError, ValueError):
        typer.echo(line, err=True)


def list_faults(faults: Iterable[Fault]) -> None:
    """Faults on standard error, a line each; they begin with their own file and line."""
    for fault in faults:
        line = str(fault)
        _say(line, whole=max(len(line) - len(fault.text), 0))


def number_of(things: Sequence[object], name: str) -> str:
    """How many there are, in words: 1 record, 28 records."""
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"
