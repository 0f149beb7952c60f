"""What several tests need: the shipped register, the command line in-process, and on a terminal of a given width."""

from __future__ import annotations

import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest
from typer.testing import CliRunner, Result

import itucovid
from itucovid.cli import app

# A first call may load a module; that is no property of the code.
hypothesis.settings.register_profile("itucovid", deadline=None)
hypothesis.settings.load_profile("itucovid")

ROOT = Path(__file__).resolve().parent.parent

Invoke = Callable[..., Result]


def needs(program: str, there: object = None) -> pytest.MarkDecorator:
    """Skip where a program (or what `there` stands for) is missing, but never in CI: there it is installed."""
    missing = not (shutil.which(program) if there is None else there) and not os.environ.get("CI")
    return pytest.mark.skipif(missing, reason=f"needs {program}")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the machine decides what a test sees."""
    for name in ("ITUCOVID_DATA", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ITUCOVID_CACHE", "off")
    for name in ("PAGER", "LESS", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ITUCOVID_PAGER", "")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("TERMINAL_WIDTH", "80")


@pytest.fixture(scope="session")
def register() -> itucovid.Dataset:
    """The register that comes with the package."""
    return itucovid.load(ROOT / "data" / "initiatives.toml")


@pytest.fixture
def invoke() -> Invoke:
    """Run a command line in this process, its output a pipe."""
    runner = CliRunner()

    def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
        return runner.invoke(app, [*arguments], prog_name="itucovid", env=env)

    return run


@pytest.fixture
def dataset_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a dataset file from its text."""

    def write(text: str) -> Path:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


MINIMAL = """
[[initiatives]]
id = "one"
theme = "testing"
title = "The first"
summary = "A record with nothing but what is required."
"""


class Screen(NamedTuple):
    """What a command wrote on a terminal: as sent, as read (no escapes), and how it ended."""

    sent: str
    status: int

    @property
    def text(self) -> str:
        return _ESCAPE.sub("", self.sent)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.text.splitlines()]


_ESCAPE = re.compile(r"\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[0-?]*[ -/]*[@-~]")


def on_terminal(*arguments: str, width: int = 80, env: dict[str, str] | None = None) -> Screen:
    """Run the installed tool with its standard output on a pseudo-terminal of a width; standard error is a pipe."""
    leader, follower = pty.openpty()
    ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", **(env or {})}
    with subprocess.Popen(
        [sys.executable, "-m", "itucovid", *arguments],
        stdout=follower,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        os.close(follower)
        received = bytearray()
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not chunk:
                break
            received += chunk
        status = process.wait(timeout=60)
    os.close(leader)
    return Screen(received.decode(errors="replace").replace("\r\n", "\n"), status)


# A shell starts what runs in its background with SIGINT ignored, and that is handed down to every child.
_HEEDING = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
    " os.execv(sys.executable, [sys.executable, '-m', 'itucovid', *sys.argv[1:]])"
)


@contextmanager
def interruptible(*arguments: str, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """The tool, writing into pipes, as a process that an interrupt reaches whoever runs the tests.

    It does not outlive the block.
    """
    # Not measured: an interrupt can come while coverage holds its lock, and nothing would ever let it go again.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    command = [sys.executable, "-c", _HEEDING, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env={**environment, **(env or {})}, stdout=pipe, stderr=pipe) as process:
        try:
            yield process
        finally:
            process.kill()
