"""The command as a process: broken pipes, full disks, closed streams, interrupts, environments, loaded modules."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from itucovid.storage.cache import MTIME_GRACE_SECONDS
from tests.pseudo_terminal import ITUCOVID

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="needs signals, named pipes and /dev/null"),
]
needs_full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")

HELP = ("", "--help", "list --help", "--version")
COMMANDS = (
    "list",
    "list --json",
    "search covid",
    "show giga",
    "export -f csv",
    "export -f html",
    "export -f xlsx",
    "themes",
    "stats --json",
    "timeline --since 2020-04",
    "open giga --print",
    "schema",
    "check --json",
    "init -",
)
"""Every command that writes to standard output, and the ways to write: lines, JSON, chunks of text and of bytes."""


def run(
    *arguments: str | bytes, redirect: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command; the redirections are those of a shell."""
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirect}', "sh", *ITUCOVID, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, **(env or {})},
        check=False,
        timeout=60,
    )


# A shell starts background processes with SIGINT ignored, nohup any with SIGHUP, and child processes inherit that.
_WITH_DEFAULT_SIGNALS = (
    "import os, signal, sys;"
    " [signal.signal(getattr(signal, name), signal.SIG_DFL) for name in ('SIGINT', 'SIGHUP') if hasattr(signal, name)];"
    " os.execv(sys.executable, [sys.executable, '-m', 'itucovid', *sys.argv[1:]])"
)


@contextmanager
def running(*arguments: str, env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A running command that writes to pipes and can be interrupted; it is killed at the end."""
    # An interrupt could come while coverage holds a lock, which would never be released.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    with subprocess.Popen(
        [sys.executable, "-c", _WITH_DEFAULT_SIGNALS, *arguments],
        env={**environment, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def dataset_of(records: int, directory: Path) -> str:
    path = directory / "large.toml"
    record = '[[initiatives]]\nid = "r{0}"\ntheme = "t"\ntitle = "{1}"\nsummary = "{1}"\n'
    path.write_text("".join(record.format(number, "word " * 60) for number in range(records)), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dataset whose output is larger than the buffer of a pipe."""
    return dataset_of(1000, tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module")
def very_large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dataset whose export takes a while."""
    return dataset_of(20_000, tmp_path_factory.mktemp("very-large"))


@pytest.mark.parametrize("command", [*COMMANDS, *HELP])
def test_a_broken_pipe_exits_141_without_a_message(command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [*ITUCOVID, *command.split()], stdout=pipe, stderr=subprocess.PIPE, check=False, timeout=60
        )

    messages = [line for line in done.stderr.decode().splitlines() if not line.endswith(" omitted")]
    assert (done.returncode, messages) == (141, [])


@pytest.mark.parametrize("command", ["list", "list --json", "export -f csv"])
def test_a_reader_that_leaves_in_the_middle_exits_141_without_a_message(large: str, command: str) -> None:
    with running(*command.split(), "--data", large) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@needs_full_device
@pytest.mark.parametrize("command", [*COMMANDS, *HELP])
def test_a_full_disk_exits_2_with_one_line(command: str) -> None:
    done = run(*command.split(), redirect=">/dev/full")

    messages = [line for line in done.stderr.decode().splitlines() if not line.endswith(" omitted")]
    assert (done.returncode, messages) == (2, ["error: standard output: No space left on device"])


@pytest.mark.parametrize("command", ["list", "list --json", "export", "export -f xlsx", "schema", "check --json"])
def test_a_closed_standard_output_exits_2_with_one_line(command: str) -> None:
    done = run(*command.split(), redirect=">&-")

    assert (done.returncode, done.stderr) == (2, b"error: standard output: closed\n")


@pytest.mark.parametrize("command", HELP)
def test_help_to_a_closed_standard_output_is_no_error(command: str) -> None:
    done = run(*command.split(), redirect=">&-")

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_closed_standard_input_is_an_error_only_if_it_is_read() -> None:
    done = run("show", "-", redirect="<&-")
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"error: standard input is closed\n")

    done = run("search", "giga", redirect="<&-")
    assert (done.returncode, done.stdout[:5], done.stderr) == (0, b"giga\t", b"")


@pytest.mark.parametrize("redirect", [pytest.param("2>/dev/full", marks=needs_full_device), "2>&-"])
@pytest.mark.parametrize(
    ("command", "exit_code"), [("list -t qqq", 2), ("show qqq", 1), ("list --since 2020", 0), ("lst", 2)]
)
def test_without_standard_error_output_and_exit_code_are_the_same(command: str, exit_code: int, redirect: str) -> None:
    done = run(*command.split(), redirect=redirect)

    assert (done.returncode, done.stdout) == (exit_code, run(*command.split()).stdout)


@pytest.mark.parametrize("command", ["list", "show -", "export -f html", "check", "lst"])
def test_with_every_stream_closed_the_command_exits_2(command: str) -> None:
    assert run(*command.split(), redirect="<&- >&- 2>&-").returncode == (0 if command == "check" else 2)


@pytest.mark.parametrize("command", ["list", "list --json", "export -f csv"])
def test_an_interrupt_while_writing_exits_130_without_a_message(large: str, command: str) -> None:
    with running(*command.split(), "--data", large) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(1)  # it is writing, and nothing reads on
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stderr.read().strip() == b""


def open_when_read(pipe: Path, reader: subprocess.Popen[bytes]) -> BinaryIO:
    """The writing end of a named pipe, once a process has opened the other."""
    while reader.poll() is None:
        try:
            return os.fdopen(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK), "wb")
        except OSError:  # nothing reads it yet
            time.sleep(0.01)
    raise AssertionError("the reader has ended")


def test_an_interrupt_while_reading_exits_130_without_a_message(tmp_path: Path) -> None:
    pipe = tmp_path / "never.toml"
    os.mkfifo(pipe)
    with running("list", "--data", str(pipe)) as process, open_when_read(pipe, process):
        # An interrupt just before the read is noticed only after it, so it is repeated.
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
        output, message = process.communicate(timeout=60)
    assert (process.returncode, output, message.strip()) == (130, b"", b"")


@pytest.mark.parametrize(
    ("format_", "number", "exit_code"),
    [
        *((name, signal.SIGINT, 130) for name in ("csv", "xlsx", "datapackage", "sqlite")),
        ("html", signal.SIGTERM, -signal.SIGTERM),
        ("sqlite", signal.SIGTERM, -signal.SIGTERM),
        ("xlsx", signal.SIGHUP, -signal.SIGHUP),
    ],
)
def test_an_export_that_a_signal_ends_keeps_the_old_file_and_leaves_no_other(
    format_: str, number: signal.Signals, exit_code: int, very_large: str, tmp_path: Path
) -> None:
    temporary, directory = tmp_path / "tmp", tmp_path / "out"
    temporary.mkdir()
    directory.mkdir()
    target = directory / "old"
    target.write_text("old")
    arguments = ["export", "-f", format_, "-o", str(target), "--force", "--data", very_large]
    with running(*arguments, env={"TMPDIR": str(temporary)}) as process:
        assert process.stderr
        while process.poll() is None and len([*directory.iterdir(), *temporary.iterdir()]) < 2:
            time.sleep(0.005)
        process.send_signal(number)
        message = process.stderr.read().strip()
        assert process.wait(timeout=120) == exit_code
    assert message == b"" or (format_ == "html" and message.startswith(b"warning: a page of about "))
    assert (target.read_text(), [*temporary.iterdir()], [*directory.iterdir()]) == ("old", [], [target])


def test_nohup_lets_an_export_go_on(large: str, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    command = ["nohup", *ITUCOVID, "export", "-o", str(target), "--data", large]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as done:
        while done.poll() is None and not [*tmp_path.iterdir()]:
            time.sleep(0.005)
        done.send_signal(signal.SIGHUP)
        assert done.wait(timeout=120) == 0
    assert [*tmp_path.iterdir()] == [target]


@pytest.mark.parametrize(
    "env",
    [
        pytest.param({}, id="default"),
        pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="C locale"),
        pytest.param({"PYTHONIOENCODING": "ascii"}, id="ASCII"),
        pytest.param({"FORCE_COLOR": "1", "TERM": "xterm-256color"}, id="forced colour"),
        pytest.param({"COLUMNS": "20"}, id="narrow"),
    ],
)
def test_a_pipe_gets_the_same_utf_8_without_escape_sequences_in_every_environment(
    dataset_file: Callable[[str], Path], env: dict[str, str]
) -> None:
    title = "卫生 " * 60
    path = dataset_file(f'[[initiatives]]\nid = "a"\ntheme = "b"\ntitle = "{title}\\u001b[31m"\nsummary = "c"\n')

    done = run("list", "--data", str(path), env=env)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"a\tb\t\t{title}\ufffd[31m\n"


@pytest.mark.parametrize("command", ["list -t Gesundhei\u0308t", "search 卫卫卫", "show café"])
def test_an_error_in_any_language_is_printed_in_ascii(command: str) -> None:
    done = run(*command.split(), env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})

    assert done.returncode in (1, 2)
    assert done.stdout == b""
    assert done.stderr.startswith(b"error: ")
    assert done.stderr.isascii()


def test_without_a_home_directory_commands_run() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("HOME", "USER", "LOGNAME")}
    environment.pop("ITUCOVID_CACHE")
    done = subprocess.run([*ITUCOVID, "show", "giga"], env=environment, capture_output=True, check=False, timeout=60)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"id\tgiga\n")


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (["list", "-t", b"\xff"], 2),
        (["search", b"caf\xe9"], 1),
        (["show", b"\xff"], 1),
        (["list", "--data", b"\xff.toml"], 2),
        (["export", "-f", b"\xff"], 2),
        ([b"\xff"], 2),
    ],
)
def test_an_argument_that_is_not_utf_8_is_an_error_of_one_line(arguments: list[str | bytes], exit_code: int) -> None:
    done = run(*arguments)

    assert (done.returncode, done.stdout) == (exit_code, b"")
    assert len(done.stderr.decode().splitlines()) == 1


def test_a_file_name_that_is_not_utf_8_is_written(tmp_path: Path) -> None:
    done = run("export", "-o", os.fsencode(tmp_path) + b"/\xff.csv")

    assert (done.returncode, done.stdout) == (0, b"")
    assert len(done.stderr.decode().splitlines()) == 1
    assert os.listdir(os.fsencode(tmp_path)) == [b"\xff.csv"]  # noqa: PTH208 - a Path would hide the bytes


def test_an_argument_that_is_not_utf_8_is_replaced_in_an_export() -> None:
    done = run("export", "-f", "toml", "-t", b"health\xff")

    assert done.returncode == 0
    assert "--theme 'health?'" in done.stdout.decode()


def test_the_installed_command_is_the_module() -> None:
    script = Path(sys.executable).with_name("itucovid")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stdout[: len("itucovid ")]) == (0, "itucovid ")


OPTIONAL_MODULES = {
    "csv",
    "dataclasses",
    "importlib.metadata",
    "itucovid.dataset",
    "itucovid.export.sqlite",
    "itucovid.search",
    "itucovid.stats",
    "itucovid.storage.lint",
    "itucovid.terminal",
    "itucovid.timeline",
    "jinja2",
    "json",
    "msgspec",
    "rapidfuzz",
    "rich",
    "sqlite3",
    "tempfile",
    "tomli",
    "tomli_w",
    "webbrowser",
    "xlsxwriter",
    "zipfile",
}


def optional_modules(
    command: str, expected: set[str], env: Mapping[str, str] | None = None
) -> tuple[set[str], set[str]]:
    """The optional modules that a command imports, and those of the expected ones that are not imported before it.

    If coverage is measured, some are.
    """
    script = (
        "import os, sys\n"
        "before, leave = set(sys.modules), os._exit\n"
        "def report(status):\n"
        "    print(*before, file=sys.stderr)\n"
        "    print(*(set(sys.modules) - before), file=sys.stderr, flush=True)\n"
        "    leave(status)\n"
        "os._exit = report\n"
        "from itucovid.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command.split()],
        env={**os.environ, **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60,
    )
    before, imported = (set(line.split()) for line in done.stderr.splitlines()[-2:])
    assert "typer" in imported
    return imported & OPTIONAL_MODULES, expected - before


DATA = {"itucovid.dataset", "msgspec", "tomli"}
SEARCH = DATA | {"itucovid.search"}


@pytest.mark.parametrize(
    ("command", "modules"),
    [
        ("--version", set()),
        ("list", DATA | {"itucovid.stats"}),
        ("list --json --theme health --sort title", DATA | {"itucovid.stats"}),
        ("show giga", DATA),
        ("open giga --print", DATA),
        ("themes", DATA | {"itucovid.stats"}),
        ("stats --by partner", DATA | {"itucovid.stats"}),
        ("timeline", DATA | {"itucovid.timeline"}),
        ("search 5G", SEARCH),
        ("search cybersecrity", SEARCH | {"rapidfuzz"}),
        ("check", {"msgspec", "rapidfuzz", "tomli", "itucovid.storage.lint"}),
        ("cache", {"msgspec"}),
        ("init -", {"msgspec"}),
        ("schema", {"itucovid.dataset", "msgspec", "json"}),
        ("export --format csv", DATA | {"csv"}),
        ("export --format markdown", DATA),
        ("export --format toml", DATA | {"tomli_w"}),
        ("export --format json", DATA),
        ("export --format jsonl", DATA),
        ("export --format hxl", DATA | {"csv"}),
        ("export --format bibtex", DATA),
        ("export --format ris", DATA),
        ("export --format csl-json", DATA),
        ("export --format html", SEARCH | {"csv", "itucovid.timeline", "jinja2", "json", "tempfile"}),
        ("export --format xlsx", DATA | {"xlsxwriter", "zipfile", "tempfile", "dataclasses"}),
        ("export --format datapackage", DATA | {"csv", "zipfile"}),
        ("export --format sqlite", DATA | {"itucovid.export.sqlite", "sqlite3"}),
    ],
)
def test_a_command_imports_only_the_modules_that_it_needs(command: str, modules: set[str]) -> None:
    imported, expected = optional_modules(command, modules)

    assert imported == expected


@pytest.fixture(scope="module")
def cached(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the dataset and its search index are cached, as they are in a wheel."""
    directory = tmp_path_factory.mktemp("cached")
    env = {"ITUCOVID_DATA": dataset_of(1000, directory), "ITUCOVID_CACHE": str(directory / "cache")}
    time.sleep(MTIME_GRACE_SECONDS + 0.1)
    assert run("search", "r7", env=env).returncode == 0
    return env


@pytest.mark.parametrize(
    ("command", "modules"),
    [
        ("list", {"itucovid.dataset", "itucovid.stats", "msgspec"}),
        ("search r7", {"itucovid.dataset", "itucovid.search", "msgspec"}),
        ("show r7", {"itucovid.dataset", "msgspec"}),
    ],
)
def test_a_cached_dataset_needs_no_toml_parser(cached: dict[str, str], command: str, modules: set[str]) -> None:
    imported, expected = optional_modules(command, modules, cached)

    assert imported == expected
