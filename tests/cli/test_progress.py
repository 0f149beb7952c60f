"""A sign of life: on a terminal's standard error, only for what takes long, and gone when it is over."""

from __future__ import annotations

import io
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from itucovid import terminal
from itucovid.cli import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Recorded:
    """A status that notes what is done with it."""

    shown: list[str]

    def __init__(self, message: str) -> None:
        self.message = message

    def show(self) -> None:
        self.shown.append(f"+{self.message}")

    def hide(self) -> None:
        self.shown.append(f"-{self.message}")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    Recorded.shown = []
    monkeypatch.setattr(terminal, "Status", Recorded)
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=Terminal()))
    return Recorded.shown


def test_what_is_quick_shows_nothing(shown: list[str]) -> None:
    with progress.working("writing"):
        pass
    assert shown == ["-writing"]


def test_what_takes_long_is_shown_and_taken_away(shown: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.01)
    threads = threading.active_count()
    with progress.working("writing"):
        begun = time.monotonic()
        while not shown and time.monotonic() - begun < 60:
            time.sleep(0.01)
    assert shown == ["+writing", "-writing"]
    assert threading.active_count() <= threads


def test_a_failure_takes_it_away_too(shown: list[str]) -> None:
    with pytest.raises(ValueError, match="broken"), progress.working("reading", at_once=True):
        raise ValueError("broken")
    assert shown == ["+reading", "-reading"]


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_without_a_terminal_there_is_nothing(
    shown: list[str], monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None
) -> None:
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=stream))
    with progress.working("reading", at_once=True):
        pass
    assert shown == []


def test_only_a_large_register_is_announced(shown: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "dataset.toml"
    path.write_text("x" * 2_400_000, encoding="utf-8")
    with progress.reading(path), progress.reading(tmp_path / "missing.toml"):
        pass
    assert shown == []
    monkeypatch.setattr(progress, "_LONG_TO_PARSE", 2_000_000)
    with progress.reading(path):
        pass
    assert shown == ["+reading dataset.toml, 2 MB", "-reading dataset.toml, 2 MB"]


def test_the_message_is_on_standard_error_and_is_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    status = terminal.Status("reading [red]x\x1b[31m.toml")
    status.show()
    status.hide()
    status.show()
    sent = stream.getvalue()
    assert "reading [red]x\ufffd[31m.toml" in sent
    assert sent.count("reading") == 1
