"""Output that is longer than the screen: shown through a pager, on a terminal only, as git does.

The pager is what ITUCOVID_PAGER says, or PAGER, or else `less`; empty or "cat" means none. It is a program with its
arguments, not a line for a shell.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from itucovid.output import is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

PAGER_VARIABLES = ("ITUCOVID_PAGER", "PAGER")
_DEFAULT = "less"
# git's own: leave if all fits on the screen, pass colours, keep the screen when left.
_LESS_OPTIONS = "FRX"


@contextmanager
def paged(console: Console, *, wanted: bool) -> Iterator[Console]:
    """Show what is printed on a console meanwhile, through a pager if it is longer than the screen."""
    pager = pager_command() if wanted else None
    if pager is None:
        yield console
        return
    with console.capture() as capture:
        yield console
    text = capture.get()
    # The console has broken the lines to the width: each is one row.
    _show(text, pager if text.count("\n") >= console.size.height else None)


def show(text: str) -> None:
    """Show a text, whose lines may be wider than the screen, through a pager if it is longer than the screen."""
    pager = pager_command()
    size = shutil.get_terminal_size()
    rows = sum(max(1, -(-len(line) // size.columns)) for line in text.splitlines())
    _show(text, pager if rows >= size.lines else None)


def pager_command() -> list[str] | None:
    """The program to page with and its arguments, or None where there is none, or no terminal that it could use."""
    import shlex

    if not is_terminal() or os.environ.get("TERM", "dumb" if os.name == "posix" else "") == "dumb":
        return None
    named = next((os.environ[name] for name in PAGER_VARIABLES if name in os.environ), _DEFAULT)
    try:
        arguments = shlex.split(named)
    except ValueError:  # a quotation mark without its other half
        return None
    if not arguments or arguments == ["cat"] or shutil.which(arguments[0]) is None:
        return None
    return arguments


def _show(text: str, pager: list[str] | None) -> None:
    if pager is None or not _page(text, pager):
        sys.stdout.write(text)
        sys.stdout.flush()


def _page(text: str, pager: list[str]) -> bool:
    """Hand a text to a pager and wait until it is left; False if it cannot be started.

    Leaving it early is no error: the reader has seen enough. So its own exit status says nothing either.
    """
    import signal
    import subprocess

    encoding = sys.stdout.encoding or "utf-8"
    environment = {"LESS": _LESS_OPTIONS, **os.environ}
    if encoding.lower().replace("-", "") == "utf8":
        # Under LC_ALL=C, less would show the bytes of each letter.
        environment.setdefault("LESSCHARSET", "utf-8")
    sys.stdout.flush()
    try:
        process = subprocess.Popen(pager, stdin=subprocess.PIPE, env=environment)  # noqa: S603 - the user's own choice
    except OSError:
        return False
    # In a pager Ctrl-C stops a search, and it reaches us as well: the pager alone decides when it ends.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        # It takes care of a reader who has left.
        process.communicate(text.encode(encoding, errors="replace"))
    finally:
        signal.signal(signal.SIGINT, before)
    return True
