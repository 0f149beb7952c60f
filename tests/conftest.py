"""Fixtures: the bundled dataset, and the command line in this process."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest

import itucovid
from itucovid.cli import run

# The first call of a function may import a module.
hypothesis.settings.register_profile("full", deadline=None)
hypothesis.settings.register_profile("fast", deadline=None, max_examples=20)
hypothesis.settings.load_profile("full")

ROOT = Path(__file__).resolve().parent.parent


class Result(NamedTuple):
    """What a command wrote, and its exit code."""

    exit_code: int
    stdout_bytes: bytes
    stderr: str

    @property
    def stdout(self) -> str:
        return self.stdout_bytes.decode()


Invoke = Callable[..., Result]


def needs(program: str, available: object = None) -> pytest.MarkDecorator:
    """Skip a test if a program is missing, except in CI, where it must be installed."""
    missing = not (shutil.which(program) if available is None else available) and not os.environ.get("CI")
    return pytest.mark.skipif(missing, reason=f"needs {program}")


def pytest_configure(config: pytest.Config) -> None:
    """Try fewer examples in the fast tests."""
    if "not slow" in config.getoption("markexpr"):
        hypothesis.settings.load_profile("fast")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Select the tests marked `readers` only on request, whatever other marks are selected."""
    if "readers" in config.getoption("markexpr"):
        return
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("readers")])
    items[:] = [item for item in items if not item.get_closest_marker("readers")]


def installed(program: str) -> str:
    """The path of a program of this environment, which need not be activated."""
    path = shutil.which(program, path=Path(sys.executable).parent)
    assert path, f"{program} is not installed"
    return path


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Isolate tests from the environment of whoever runs them."""
    for name in ("ITUCOVID_DATA", "ITUCOVID_DEBUG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GITHUB_WORKSPACE", "PAGER", "LESS", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ITUCOVID_CACHE", "off")
    monkeypatch.setenv("ITUCOVID_PAGER", "")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("TERMINAL_WIDTH", "80")


@pytest.fixture(scope="session")
def dataset() -> itucovid.Dataset:
    """The bundled dataset."""
    return itucovid.load(ROOT / "data" / "initiatives.toml")


@pytest.fixture
def invoke(monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Run a command line in this process; its streams are pipes."""

    def invoke_command(*arguments: str, env: dict[str, str | None] | None = None, stdin: str | bytes = b"") -> Result:
        source = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = io.BytesIO(), io.BytesIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(source), encoding="utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8", write_through=True))
            for name, value in (env or {}).items():
                patch.delenv(name, raising=False) if value is None else patch.setenv(name, value)
            status = run([*arguments])
            sys.stdout.flush()
            sys.stderr.flush()
            return Result(int(status), out.getvalue(), err.getvalue().decode())

    return invoke_command


@pytest.fixture
def dataset_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a dataset file."""

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
