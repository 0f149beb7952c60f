"""Page long output, on a terminal only, as git does.

The pager is ITUCOVID_PAGER, PAGER or `less`; empty or "cat" means none. It is a program with its arguments, not a shell
command. `less` exits by itself if the output fits on the screen.
"""

from __future__ import annotations

import os
import shutil
import sys

from itucovid.cli.output import is_terminal

PAGER_VARIABLES = ("ITUCOVID_PAGER", "PAGER")
_DEFAULT = "less"
# As in git: less exits if the output fits on the screen, passes colours through, leaves the output on the screen.
# lv passes colours through; more exits at the end of the output.
_DEFAULT_OPTIONS = {"LESS": "FRX", "LV": "-c", "MORE": "-e"}


def show(text: str, pager: list[str] | None) -> None:
    """Show a text through a pager, or print it."""
    if pager is None or not _page(text, pager):
        sys.stdout.write(text)
        sys.stdout.flush()


def pager_command() -> list[str] | None:
    """The pager and its arguments, or None if there is none or no terminal that supports one."""
    import shlex

    if not is_terminal() or os.environ.get("TERM", "dumb" if os.name == "posix" else "") == "dumb":
        return None
    chosen = next((os.environ[name] for name in PAGER_VARIABLES if name in os.environ), _DEFAULT)
    try:
        arguments = shlex.split(chosen) if os.name == "posix" else _split_for_windows(chosen)
    except ValueError:  # unbalanced quotes
        return None
    if not arguments or arguments == ["cat"] or shutil.which(arguments[0]) is None:
        return None
    return arguments


def _split_for_windows(command: str) -> list[str]:
    """The words of a command, in which backslashes separate directories."""
    import shlex

    return [word.strip("\"'") for word in shlex.split(command, posix=False)]


def _page(text: str, pager: list[str]) -> bool:
    """Show a text through a pager until the user quits it; False if it cannot be started.

    Its exit code is ignored: quitting early is not an error.
    """
    import signal
    import subprocess

    encoding = sys.stdout.encoding or "utf-8"
    environment = {**_DEFAULT_OPTIONS, **os.environ}
    if encoding.lower().replace("-", "") == "utf8":
        # With LC_ALL=C, less would show the bytes of non-ASCII characters.
        environment.setdefault("LESSCHARSET", "utf-8")
    if "LESS" in os.environ:
        # Without -R, less shows the codes of colours. It comes first, since the other options may end in a prompt.
        environment["LESS"] = f"-R {environment['LESS']}"
    sys.stdout.flush()
    try:
        process = subprocess.Popen(pager, stdin=subprocess.PIPE, env=environment)  # noqa: S603 - chosen by the user
    except OSError:
        return False
    # In a pager, Ctrl-C cancels a search; the signal reaches this process, too.
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.communicate(text.encode(encoding, errors="replace"))
    finally:
        signal.signal(signal.SIGINT, previous)
    return True
