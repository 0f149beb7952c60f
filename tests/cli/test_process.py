"""The tool as a process: pipes that close, disks that are full, interrupts, poor surroundings, and what it loads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest

import itucovid
from tests.conftest import interruptible

if TYPE_CHECKING:
    from collections.abc import Callable

TOOL = (sys.executable, "-m", "itucovid")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A register whose list is far larger than a pipe holds."""
    path = tmp_path_factory.mktemp("large") / "large.toml"
    record = '[[initiatives]]\nid = "r{0}"\ntheme = "t"\ntitle = "{1}"\nsummary = "{1}"\n'
    path.write_text("".join(record.format(number, "word " * 60) for number in range(1000)), encoding="utf-8")
    return str(path)


def run(*arguments: str, redirect: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the tool, its streams redirected as a shell does it."""
    command = ("sh", "-c", f'exec "$@" {redirect}', "sh", *TOOL, *arguments)
    return subprocess.run(command, capture_output=True, env={**os.environ, **(env or {})}, check=False, timeout=60)


def run_for_a_reader_who_leaves(*arguments: str) -> tuple[int, bytes]:
    """Run the tool into a pipe that nobody reads any more: its status and what it said."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run([*TOOL, *arguments], stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
    finally:
        os.close(writing)
    return done.returncode, done.stderr


def open_when_read(pipe: Path, reader: subprocess.Popen[bytes]) -> BinaryIO:
    """The writing end of a named pipe, once a process has opened the other."""
    while reader.poll() is None:
        try:
            return os.fdopen(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK), "wb")
        except OSError:  # nobody reads it yet
            time.sleep(0.01)
    pytest.fail("the reader ended before it began")


DATA_COMMANDS = ("list", "search covid --json", "show giga", "export -f toml", "stats", "list --by kind")
HELP_COMMANDS = ("", "--version", "list --help")


@pytest.mark.parametrize("command", [*DATA_COMMANDS, *HELP_COMMANDS])
def test_a_reader_who_has_left_is_no_error(command: str) -> None:
    assert run_for_a_reader_who_leaves(*command.split()) == (141, b"")


@pytest.mark.parametrize("command", ["list", "list --json", "export -f csv"])
def test_a_reader_may_leave_in_the_middle(large: str, command: str) -> None:
    with interruptible(*command.split(), "--data", large) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize("command", [*DATA_COMMANDS, *HELP_COMMANDS])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_told_in_one_line(command: str) -> None:
    done = run(*command.split(), redirect=">/dev/full")

    assert (done.returncode, done.stderr) == (2, b"itucovid: standard output: No space left on device\n")


@pytest.mark.parametrize("command", DATA_COMMANDS)
def test_a_closed_output_is_told_in_one_line(command: str) -> None:
    done = run(*command.split(), redirect=">&-")

    assert (done.returncode, done.stderr) == (2, b"itucovid: standard output: is closed\n")


@pytest.mark.parametrize("command", HELP_COMMANDS)
def test_help_into_a_closed_output_is_quiet(command: str) -> None:
    done = run(*command.split(), redirect=">&-")

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(("command", "status"), [("list -t qqq", 2), ("show qqq", 1), ("list --since 2020", 0)])
def test_a_closed_standard_error_changes_no_status(command: str, status: int) -> None:
    assert run(*command.split(), redirect="2>&-").returncode == status


@pytest.mark.parametrize("redirect", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize(("command", "status"), [("list -t qqq", 2), ("show qqq", 1), ("list --since 2020", 0)])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_failing_standard_error_costs_no_output(command: str, status: int, redirect: str) -> None:
    whole = run(*command.split())
    done = run(*command.split(), redirect=redirect)

    assert whole.returncode == status
    assert (done.returncode, done.stdout) == (status, whole.stdout)


def test_a_pipe_can_be_named_as_a_file() -> None:
    named = run("export", "--format", "csv", "--output", "/dev/stdout", redirect="| cat")
    assert named.stdout == run("export", "--format", "csv").stdout


def test_bytes_that_are_no_text_do_not_reach_an_export() -> None:
    done = subprocess.run([*TOOL, "export", "-f", "toml", "-t", b"health\xff"], capture_output=True, check=False)
    assert done.returncode == 0
    assert "--theme 'health?'" in done.stdout.decode()


@pytest.mark.parametrize("command", ["list", "list --json", "export -f csv"])
def test_an_interrupt_while_writing_ends_quietly(large: str, command: str) -> None:
    with interruptible(*command.split(), "--data", large) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(1)  # it writes, and nobody reads on
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stderr.read().strip() == b""


def test_an_interrupt_while_reading_ends_quietly(tmp_path: Path) -> None:
    pipe = tmp_path / "never.toml"
    os.mkfifo(pipe)
    with (
        interruptible("list", "--data", str(pipe)) as process,
        open_when_read(pipe, process),
    ):
        # One that comes just before the read begins is noticed only after it, so a person presses again.
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
        output, complaint = process.communicate(timeout=60)
    assert (process.returncode, output, complaint.strip()) == (130, b"", b"")


@pytest.mark.parametrize(
    "env",
    [
        pytest.param({}, id="as it is"),
        pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="C"),
        pytest.param({"PYTHONIOENCODING": "ascii"}, id="ascii"),
        pytest.param({"FORCE_COLOR": "1", "TERM": "xterm-256color"}, id="forced colour"),
        pytest.param({"COLUMNS": "20"}, id="narrow"),
    ],
)
def test_a_pipe_gets_the_same_utf_8_without_an_escape_everywhere(
    dataset_file: Callable[[str], Path], env: dict[str, str]
) -> None:
    title = "卫生 " * 60
    path = dataset_file(f'[[initiatives]]\nid = "a"\ntheme = "b"\ntitle = "{title}\\u001b[31m"\nsummary = "c"\n')

    done = run("list", "--data", str(path), env=env)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"a\tb\t\t{title}\ufffd[31m\n"


@pytest.mark.parametrize("command", ["list -t Gesundhei\u0308t", "search 卫卫卫", "show café"])
def test_an_error_in_any_language_can_be_said_in_ascii(command: str) -> None:
    done = run(*command.split(), env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})

    assert done.returncode in (1, 2)
    assert done.stdout == b""
    assert done.stderr.startswith(b"itucovid: ")
    assert done.stderr.isascii()


def test_no_home_is_needed() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("HOME", "USER", "LOGNAME")}
    done = subprocess.run([*TOOL, "show", "giga"], env=environment, capture_output=True, check=False, timeout=60)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"id\tgiga\n")


def test_nothing_is_asked_of_standard_input() -> None:
    done = subprocess.run(
        [*TOOL, "search", "giga"], stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60
    )
    closed = run("search", "giga", redirect="<&-")

    assert (done.returncode, done.stdout) == (closed.returncode, closed.stdout)
    assert done.stdout.startswith(b"giga\t")


HEAVY = (
    "rich",
    "rapidfuzz",
    "tomli",
    "tomli_w",
    "msgspec",
    "csv",
    "json",
    "importlib.metadata",
    "dataclasses",
    "tempfile",
    "itucovid.export.sqlite",
    "jinja2",
    "sqlite3",
    "xlsxwriter",
    "zipfile",
)


@pytest.mark.parametrize(
    ("command", "loaded"),
    [
        ("--version", set()),
        ("--help", set()),
        ("list", {"tomli", "msgspec"}),
        ("list --json --theme health --sort title", {"tomli", "msgspec"}),
        ("show giga", {"tomli", "msgspec"}),
        ("stats --by partner", {"tomli", "msgspec"}),
        ("list --by country", {"tomli", "msgspec"}),
        ("timeline", {"tomli", "msgspec"}),
        ("check", {"tomli", "msgspec"}),
        ("search 5G", {"tomli", "msgspec"}),
        ("search cybersecrity", {"tomli", "msgspec", "rapidfuzz"}),
        ("export --format csv", {"tomli", "msgspec", "csv"}),
        ("export --format markdown", {"tomli", "msgspec"}),
        ("export --format toml", {"tomli", "msgspec", "tomli_w"}),
        ("export --format json", {"tomli", "msgspec"}),
        ("export --format hxl", {"tomli", "msgspec", "csv"}),
        ("export --format bibtex", {"tomli", "msgspec"}),
        ("export --format ris", {"tomli", "msgspec"}),
        ("export --format csl-json", {"tomli", "msgspec"}),
        ("export --format html", {"tomli", "msgspec", "jinja2", "json", "tempfile"}),
        ("export --format xlsx", {"tomli", "msgspec", "xlsxwriter", "zipfile", "tempfile", "dataclasses"}),
        ("export --format datapackage", {"tomli", "msgspec", "csv", "zipfile", "tempfile"}),
        ("export --format sqlite", {"tomli", "msgspec", "itucovid.export.sqlite", "sqlite3", "tempfile"}),
    ],
)
def test_a_command_loads_only_what_it_needs(command: str, loaded: set[str]) -> None:
    script = (
        "import os, sys\n"
        "before, leave = set(sys.modules), os._exit\n"
        "def tell(status):\n"
        "    print(*before, file=sys.stderr)\n"
        "    print(*(set(sys.modules) - before), file=sys.stderr, flush=True)\n"
        "    leave(status)\n"
        "os._exit = tell\n"
        "from itucovid.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command.split()],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr

    # Whoever measures coverage has loaded some already.
    before, modules = (set(line.split()) for line in done.stderr.splitlines()[-2:])
    assert "typer" in modules
    assert modules.intersection(HEAVY) == loaded - before


def test_the_installed_command_is_the_module() -> None:
    script = Path(sys.executable).with_name("itucovid")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stdout) == (0, f"itucovid {itucovid.__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["list", "-t", b"\xff"], 2),
        (["search", b"caf\xe9"], 1),
        (["show", b"\xff"], 1),
        (["list", "--data", b"\xff.toml"], 2),
        (["export", "-f", b"\xff"], 2),
    ],
)
def test_an_argument_that_is_no_utf_8_is_refused_in_one_line(arguments: list[str | bytes], status: int) -> None:
    done = subprocess.run([*TOOL, *arguments], capture_output=True, check=False, timeout=60)

    assert (done.returncode, done.stdout) == (status, b"")
    assert len(done.stderr.decode().splitlines()) == 1


def test_a_file_name_that_is_no_utf_8_is_written(tmp_path: Path) -> None:
    target = os.fsencode(tmp_path) + b"/\xff.csv"
    done = subprocess.run([*TOOL, "export", "-o", target], capture_output=True, check=False, timeout=60)

    assert (done.returncode, done.stdout) == (0, b"")
    assert len(done.stderr.decode().splitlines()) == 1
    assert os.listdir(os.fsencode(tmp_path)) == [b"\xff.csv"]  # noqa: PTH208 - a Path would hide the bytes
