"""A program at a terminal of its own, typed to by a test."""

from __future__ import annotations

import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from typing import TYPE_CHECKING, Self

import pytest

from tests.conftest import _ESCAPE

if TYPE_CHECKING:
    from pathlib import Path

# The program's own session needs the terminal as its controlling one: a pager and a shell read their keys from there.
_TAKE_TERMINAL = (
    "import fcntl, os, signal, sys, termios;"
    # Whoever runs the tests may have it ignored, and that is handed down.
    " signal.signal(signal.SIGINT, signal.SIG_DFL);"
    " fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)
_PATIENCE = 60


class Session:
    """A running program, what it has sent, and keys to send to it."""

    def __init__(self, *command: str, env: dict[str, str] | None = None, cwd: Path | None = None) -> None:
        self._leader, follower = pty.openpty()
        ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL, *command],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={**os.environ, "TERM": "xterm-256color", **(env or {})},
            cwd=cwd,
            start_new_session=True,
        )
        os.close(follower)
        self._received = bytearray()
        self._seen = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._leader)

    @property
    def sent(self) -> str:
        """All that the program has sent, escapes included."""
        return self._received.decode(errors="replace")

    def type(self, keys: str) -> None:
        """Send keys; what is awaited next must come after them."""
        self._seen = len(self.text)
        os.write(self._leader, keys.encode())

    @property
    def text(self) -> str:
        """What a person reads of it."""
        return _ESCAPE.sub("", self.sent)

    def await_text(self, wanted: str) -> None:
        """Wait until a text has come after the last keys."""
        end = time.monotonic() + _PATIENCE
        while wanted not in self.text[self._seen :]:
            if time.monotonic() > end or not self._receive(end):
                pytest.fail(f"{wanted!r} has not come; there is {self.text[self._seen :]!r}")

    def type_until(self, keys: str, wanted: str) -> None:
        """Send keys, again each second, until a text has come: who was interrupted may have dropped them."""
        end = time.monotonic() + _PATIENCE
        self.type(keys)
        while wanted not in self.text[self._seen :]:
            if select.select([self._leader], [], [], 1)[0]:
                more = self._receive(end)
            else:
                more = bool(os.write(self._leader, keys.encode()))
            if time.monotonic() > end or not more:
                pytest.fail(f"{wanted!r} has not come; there is {self.text[self._seen :]!r}")

    def status(self) -> int:
        """How the program ended, once it has."""
        end = time.monotonic() + _PATIENCE
        while self._receive(end):
            pass
        return self._process.wait(timeout=_PATIENCE)

    def _receive(self, end: float) -> bool:
        if not select.select([self._leader], [], [], max(0, end - time.monotonic()))[0]:
            return False
        try:
            chunk = os.read(self._leader, 65536)
        except OSError:  # Linux says so when the other end is closed
            return False
        self._received += chunk
        return bool(chunk)
