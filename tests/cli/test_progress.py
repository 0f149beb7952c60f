"""A spinner on standard error, while a large dataset is parsed or many records are exported."""

from __future__ import annotations

import io
import signal
import sys
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from itucovid.cli import progress
from itucovid.cli.progress import SLOW_FILE_SIZE, SLOW_RECORDS
from itucovid.storage import loader
from tests.conftest import MINIMAL
from tests.pseudo_terminal import ITUCOVID, Session


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def file_of(size: int, directory: Path) -> Path:
    path = directory / "data.toml"
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


def parsing(size: int, directory: Path) -> str:
    """What is sent while a file is parsed."""
    with redirect_stderr(Terminal()) as terminal, progress.parsing(file_of(size, directory)):
        pass
    return terminal.getvalue()


def writing(records: int, stream: io.StringIO) -> str:
    """What is sent while records are exported."""
    with redirect_stderr(stream), progress.writing(Path("out [red]x\x1b[31m.csv"), records):
        pass
    return stream.getvalue()


@pytest.fixture(autouse=True)
def _capable_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")


def test_a_large_file_shows_its_name_and_size(tmp_path: Path) -> None:
    assert "reading data.toml, 5 MB" in parsing(SLOW_FILE_SIZE, tmp_path)


def test_a_small_file_shows_nothing(tmp_path: Path) -> None:
    assert parsing(SLOW_FILE_SIZE - 1, tmp_path) == ""


def test_a_missing_file_shows_nothing(tmp_path: Path) -> None:
    with redirect_stderr(Terminal()) as terminal, progress.parsing(tmp_path / "missing.toml"):
        pass
    assert terminal.getvalue() == ""


def test_many_records_show_the_path_without_markup_and_control_characters() -> None:
    assert "writing out [red]x\ufffd[31m.csv" in writing(SLOW_RECORDS, Terminal())


def test_few_records_show_nothing() -> None:
    assert writing(SLOW_RECORDS - 1, Terminal()) == ""


def test_a_pipe_shows_nothing() -> None:
    assert writing(SLOW_RECORDS, io.StringIO()) == ""


def test_a_closed_standard_error_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with progress.writing(Path("out.csv"), SLOW_RECORDS):
        pass


@pytest.mark.slow
@pytest.mark.shell
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_large_dataset_shows_a_spinner_and_erases_it(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_text(MINIMAL + "#" * SLOW_FILE_SIZE, encoding="utf-8")
    assert path.stat().st_size < loader.MAX_FILE_SIZE

    with Session(*ITUCOVID, "list", "--fields", "id", "--data", str(path)) as session:
        assert session.exit_code() == 0

    assert "reading large.toml, 5 MB" in session.text
    assert session.sent.index("\x1b[2K") < session.sent.index("1 record")


@pytest.mark.slow
@pytest.mark.shell
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_while_the_spinner_is_shown_leaves_a_visible_cursor(tmp_path: Path, name: str) -> None:
    path = tmp_path / "large.toml"
    path.write_text(MINIMAL + "# comment\n" * SLOW_FILE_SIZE, encoding="utf-8")

    with Session(*ITUCOVID, "list", "--data", str(path)) as session:
        session.await_text("reading large.toml")
        session.send_signal(getattr(signal, name))
        assert session.exit_code() == (130 if name == "SIGINT" else -getattr(signal, name))

    assert session.sent.rindex("\x1b[?25l") < session.sent.rindex("\x1b[?25h")
