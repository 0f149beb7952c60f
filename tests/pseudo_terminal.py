"""Run programs on a pseudo-terminal: for tests, tools and benchmarks. Windows has none."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Self
from unittest import SkipTest

ITUCOVID = (sys.executable, "-m", "itucovid")
"""The command under test."""

_ESCAPE = re.compile(r"\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[0-?]*[ -/]*[@-~]")
_TIMEOUT = 60


def open_terminal(width: int = 80, height: int = 50) -> tuple[int, int]:
    """A new pseudo-terminal: the file descriptors of our end and of the program's end.

    Raises:
        SkipTest: the system is Windows, which has none; pytest skips the test.
    """
    if sys.platform == "win32":
        raise SkipTest("Windows has no pseudo-terminals")
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    return leader, follower


def receive(leader: int) -> bytes:
    """The next output of a program; nothing once every process has closed the terminal."""
    try:
        return os.read(leader, 65536)
    except OSError:  # how Linux reports that the other end is closed
        return b""


def without_escapes(text: str) -> str:
    """A text without escape sequences."""
    return _ESCAPE.sub("", text)


class Screen(NamedTuple):
    """What a command sent to a terminal, escape sequences included; its exit code; and its standard error."""

    sent: str
    exit_code: int
    stderr: str

    @property
    def text(self) -> str:
        """What was sent, without escape sequences."""
        return without_escapes(self.sent)

    @property
    def lines(self) -> list[str]:
        """The lines of the text, without trailing spaces."""
        return [line.rstrip() for line in self.text.splitlines()]


def on_terminal(
    *arguments: str,
    width: int = 80,
    height: int = 50,
    env: Mapping[str, str | None] | None = None,
    cwd: Path | None = None,
) -> Screen:
    """Run an itucovid command with its standard output on a terminal; standard error is a file.

    Args:
        *arguments: the arguments of the command.
        width: the columns of the terminal.
        height: its rows.
        env: environment variables to set, or to unset if they are None.
        cwd: the folder in which it runs.
    """
    leader, follower = open_terminal(width, height)
    changes = {"TERM": "xterm-256color", **(env or {})}
    environment = {name: value for name, value in {**os.environ, **changes}.items() if value is not None}
    with tempfile.TemporaryFile() as stderr:
        with subprocess.Popen(
            [*ITUCOVID, *arguments], stdin=subprocess.DEVNULL, stdout=follower, stderr=stderr, env=environment, cwd=cwd
        ) as process:
            os.close(follower)
            received = bytearray()
            while chunk := receive(leader):
                received += chunk
            os.close(leader)
            exit_code = process.wait(timeout=_TIMEOUT)
        stderr.seek(0)
        return Screen(received.decode(errors="replace").replace("\r\n", "\n"), exit_code, stderr.read().decode())


# A pager and a shell read keys from the controlling terminal of their session. SIGINT or SIGHUP may be ignored by
# whatever runs the tests, and child processes inherit that.
_IN_ITS_OWN_SESSION = (
    "import fcntl, os, signal, sys, termios;"
    " [signal.signal(number, signal.SIG_DFL) for number in (signal.SIGINT, signal.SIGHUP)];"
    " fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)


class Session:
    """A program that runs on a terminal of 24 rows, and the keys that are sent to it."""

    def __init__(
        self, *command: str, width: int = 80, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        self._leader, follower = open_terminal(width, height=24)
        # A signal could come while coverage holds a lock, which would never be released.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _IN_ITS_OWN_SESSION, *command],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={**environment, "TERM": "xterm-256color", **(env or {})},
            cwd=cwd,
            start_new_session=True,
        )
        os.close(follower)
        self._received = bytearray()
        self._awaited_from = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._leader)

    @property
    def sent(self) -> str:
        """Everything that the program has sent, escape sequences included."""
        return self._received.decode(errors="replace")

    @property
    def text(self) -> str:
        """Everything that the program has sent, without escape sequences."""
        return without_escapes(self.sent)

    def type(self, keys: str) -> None:
        """Send keys. A text that is awaited next has to come after them."""
        self._awaited_from = len(self.text)
        os.write(self._leader, keys.encode())

    def send_signal(self, number: int) -> None:
        """Send a signal to the program."""
        self._process.send_signal(number)

    def await_text(self, wanted: str, *, retyping: str = "") -> None:
        """Wait for a text that comes after the last keys.

        Args:
            wanted: the text.
            retyping: keys to send every second until it comes; a program that is interrupted may discard keys.

        Raises:
            AssertionError: the text has not come in time, or the program has ended.
        """
        end = time.monotonic() + _TIMEOUT
        while wanted not in self.text[self._awaited_from :]:
            received = self._receive(1 if retyping else _TIMEOUT)
            if received is None and retyping:
                os.write(self._leader, retyping.encode())
            elif not received or time.monotonic() > end:
                raise AssertionError(f"{wanted!r} has not come, but {self.text[self._awaited_from :]!r}")

    def exit_code(self) -> int:
        """The exit code of the program, once it has ended."""
        while self._receive(_TIMEOUT):
            pass
        return self._process.wait(timeout=_TIMEOUT)

    def _receive(self, seconds: float) -> bool | None:
        """Receive output: True if some came, False if the terminal is closed, None if nothing came in time."""
        if not select.select([self._leader], [], [], seconds)[0]:
            return None
        chunk = receive(self._leader)
        self._received += chunk
        return bool(chunk)
