"""Every command with registers and queries that nobody would write: an answer or one line, and never a traceback."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from typer.testing import CliRunner

from itucovid.cli import app
from itucovid.cli.commands import NAMES
from itucovid.export import FORMATS, files
from itucovid.model import KINDS
from itucovid.stats import FACETS
from tests.conftest import interruptible, on_terminal

TOOL = (sys.executable, "-m", "itucovid")

# What a terminal, Rich, a shell, a spreadsheet or a browser might obey.
ACTING = [
    "\x1b[31mred", "\x1b]8;;https://example.org\x07link", "\x1b]52;c;aGk=\x07", "\x9b2J", "\x07", "\r\n", "\t",
    "\x00",
    "\u202eright to left\u202c", "\u2066\u200f", "שלום", "مرحبا", "e\u0301\u0301\u0301", "👩‍👩‍👧‍👦", "🇳🇪", "\u200d",
    "卫生", "ﷺ", "[bold]", "[/]", "[link=https://example.org]", ":smile:", "\\[", "=1+1", "@SUM(1)",
    "<script>alert(1)</script>",
    "</style>", "--data", "-x", "%s", "{0}", "${HOME}", "$(id)", "`id`", "'; DROP TABLE themes", "\u2028",
    "\ufeff", "\ufffe",
    "x" * 10_000,
]  # fmt: skip
text = st.lists(
    st.sampled_from(ACTING) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5), min_size=1, max_size=4
).map("".join)
# A name that is only blanks is refused when a register is read.
name = text.map(lambda value: f"x{value}")
ids = st.from_regex(r"\A[a-z0-9]+(-[a-z0-9]+){0,2}\Z")


@st.composite
def registers(draw: st.DrawFn) -> str:
    """A register that passes `check`, as TOML."""
    records = []
    for id_ in draw(st.lists(ids, min_size=1, max_size=4, unique=True)):
        record = {
            "id": id_, "theme": draw(st.sampled_from(["one", "two"])), "title": draw(name), "summary": draw(name),
            "people": draw(st.lists(name, max_size=2, unique=True)),
            "keywords": draw(st.lists(name, max_size=2, unique=True)),
            "aliases": draw(st.lists(name, max_size=2, unique=True)),
            "figures": [{"value": draw(st.integers(-(10**9), 10**9)), "label": draw(name)}],
            "links": [{"label": draw(name), "url": "https://example.org/"}],
        }  # fmt: skip
        if draw(st.booleans()):
            record |= {"kind": draw(st.sampled_from(KINDS)), "start": draw(st.dates()).isoformat()[:7]}
        records.append(record)
    themes = [{"id": "one", "title": draw(name)}, {"id": "two", "title": draw(name)}]
    document = {"title": draw(name), "publisher": draw(name)}
    return tomli_w.dumps({"document": document, "themes": themes, "initiatives": records})


def ends_well(arguments: list[str]) -> tuple[int, bytes]:
    """Run a command line in this process: its status and output. Nothing but an exit may come out of it."""
    done = CliRunner().invoke(app, arguments, prog_name="itucovid")
    assert done.exception is None or isinstance(done.exception, SystemExit), (arguments, done.exception)
    assert done.exit_code in (0, 1, 2), (arguments, done.stderr)
    if done.exit_code:
        told = done.stderr.splitlines()
        assert all(line.startswith(("itucovid: ", "own.toml")) or ": cannot be read: " in line for line in told), told
        assert done.stderr
    assert "\x1b" not in done.stderr
    return done.exit_code, done.stdout_bytes


READING = [
    "list", "list --json", "list --sort title --reverse", *(f"list --by {facet}" for facet in FACETS),
    *(f"stats --by {facet}" for facet in FACETS), "stats --by theme --by month", "timeline", "timeline --json",
    "themes", "themes --json", "check --json",
]  # fmt: skip


@given(register=registers())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_register_can_be_read_by_every_command(dataset: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(dataset, encoding="utf-8")
    for command in READING:
        arguments = shlex.split(command)
        data = [str(path)] if arguments[0] == "check" else ["--data", str(path)]
        status, output = ends_well([*arguments, *data])
        assert status == 0, command
        if "--json" not in arguments:
            assert not set(output.decode()) & {"\x1b", "\x9b", "\x07", "\x00", "\r", "\u202e"}, command


@pytest.mark.parametrize("format_", FORMATS)
@given(register=registers())
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_register_can_be_exported(format_: str, dataset: str, tmp_path: Path) -> None:
    path, target = tmp_path / "own.toml", tmp_path / "out"
    path.write_text(dataset, encoding="utf-8")
    status, _ = ends_well(["export", "-f", format_, "-o", str(target), "--force", "--data", str(path)])
    assert status == 0
    assert target.stat().st_size > 0


@given(words=text)
@settings(max_examples=60)
def test_any_query_has_an_answer_or_a_reason(words: str) -> None:
    ends_well(["search", "--", words])
    ends_well(["search", "--json", "--", words])
    ends_well(["show", "--", words])
    for option in ("--theme", "--partner", "--country", "--kind", "--since", "--sort", "--fields", "--by"):
        ends_well(["list", f"{option}={words}"])


@given(words=st.lists(text, max_size=3))
@settings(max_examples=60)
def test_any_arguments_end_in_an_answer_or_a_line(words: list[str]) -> None:
    for command in set(NAMES) - {"init", "open"}:
        # No process is ever given a NUL, and files that the words may name are none of the project's.
        ends_well([command, *(re.sub("[/\0]", "_", word) for word in words if "-o" not in word)])


HOSTILE = "\n".join(
    f'[[initiatives]]\nid = "r{number}"\ntheme = "t"\nstart = "2020-0{number % 9 + 1}"\n'
    + "".join(f'{field} = "{escaped}"\n' for field in ("title", "summary"))
    + f'people = ["{escaped}"]\n'
    for number, acting in enumerate(ACTING)
    for escaped in ["x" + "".join(f"\\U{ord(letter):08x}" for letter in acting)]
)


@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize(
    "command", ["list", "list --by theme", "search x1", "show r0 r4 r8", "stats --by month", "timeline", "themes"]
)
def test_a_terminal_obeys_nothing_of_a_register(command: str, width: int, dataset_file: Callable[[str], Path]) -> None:
    path = dataset_file(HOSTILE)
    screen = on_terminal(*command.split(), "--data", str(path), "--color", "always", width=width)
    assert screen.status in (0, 1)
    assert not set(screen.text) & {"\x1b", "\x9b", "\x07", "\x00", "\u202e"}
    assert "52;c" not in screen.sent.replace("]52;c", "")
    assert all(cell_len(line) <= width for line in screen.lines)


WRITING = [
    "list", "list --json", "list --by theme", "search covid", "search covid --json", "show giga", "export",
    *(f"export -f {name}" for name in FORMATS), "themes", "themes --json", "stats", "stats --json",
    "timeline --since 2020-04 --json", "schema", "schema --spark", "check --json", "--help", "list --help", "--version",
]  # fmt: skip


@pytest.mark.parametrize("command", WRITING)
def test_whoever_leaves_early_hears_nothing_more(command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*TOOL, *command.split()], stdout=writing, stderr=subprocess.PIPE, check=False, timeout=120)
    os.close(writing)
    lines = [line for line in done.stderr.decode().splitlines() if not line.endswith("without a date left out")]
    assert (done.returncode, lines) == (141, [])


@pytest.mark.parametrize("command", WRITING)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_one_line_for_every_command(command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*TOOL, *command.split()], stdout=full, stderr=subprocess.PIPE, check=False, timeout=120)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[-1] == "itucovid: standard output: No space left on device"


@pytest.mark.parametrize("command", [command for command in WRITING if command not in ("--help", "--version")])
def test_with_every_stream_closed_there_is_still_a_status(command: str) -> None:
    line = ("sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *TOOL, *command.split())
    assert subprocess.run(line, check=False, timeout=120).returncode in (0, 2)


@pytest.mark.parametrize("command", ["export -o {}/x.csv", "export -f xlsx -o {}/x", "init {}/x.toml"])
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder of Linux in which not even root can write")
def test_a_folder_that_cannot_be_written_is_one_line(command: str) -> None:
    done = subprocess.run([*TOOL, *command.format("/proc/self").split()], capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert b": cannot be written: " in done.stderr


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register whose export takes a while."""
    path = tmp_path_factory.mktemp("large") / "large.toml"
    record = '[[initiatives]]\nid = "r{0}"\ntheme = "t"\ntitle = "{1}"\nsummary = "{1}"\n'
    path.write_text("".join(record.format(number, "word " * 60) for number in range(20_000)), encoding="utf-8")
    return path


@pytest.mark.parametrize("format_", ["csv", "xlsx", "datapackage", "sqlite"])
def test_an_interrupted_export_leaves_the_old_file_and_no_litter(format_: str, large: Path, tmp_path: Path) -> None:
    litter, folder = tmp_path / "tmp", tmp_path / "out"
    litter.mkdir()
    folder.mkdir()
    target = folder / "old"
    target.write_text("old")
    arguments = ["export", "-f", format_, "-o", str(target), "--force", "--data", str(large)]
    with interruptible(*arguments, env={"TMPDIR": str(litter)}) as process:
        assert process.stderr
        while process.poll() is None and len([*folder.iterdir(), *litter.iterdir()]) < 2:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        complaint = process.stderr.read().strip()
        status = process.wait(timeout=120)
    assert (status, complaint) == (130, b"")
    assert (target.read_text(), [*litter.iterdir()], [*folder.iterdir()]) == ("old", [], [target])


@pytest.mark.parametrize("moment", ["gettempdir", "shutil.rmtree"])
def test_an_interrupt_waits_while_the_scratch_folder_is_found_or_removed(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doing: dict[str, Callable[..., object]] = {"gettempdir": lambda: str(tmp_path), "shutil.rmtree": shutil.rmtree}
    real = doing[moment]
    ended = []

    def write(path: Path) -> None:
        path.write_bytes(b"whole")

    def interrupted(*arguments: object, **settings: object) -> object:
        os.kill(os.getpid(), signal.SIGINT)
        result = real(*arguments, **settings)
        ended.append(moment)
        return result

    monkeypatch.setattr(files, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(f"itucovid.export.files.{moment}", interrupted)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            b"".join(files.made_in_a_file(write))
    finally:
        signal.signal(signal.SIGINT, before)
    assert (ended, [*tmp_path.iterdir()]) == ([moment], [])


def test_two_exports_to_one_target_leave_a_whole_one(tmp_path: Path) -> None:
    target = tmp_path / "dataset.csv"
    command = [*TOOL, "export", "-o", str(target), "--force"]
    racers = [subprocess.Popen([*command, *more], stderr=subprocess.DEVNULL) for more in ([], ["-t", "health"])]
    assert [racer.wait(timeout=120) for racer in racers] == [0, 0]
    whole = [subprocess.run([*TOOL, "export", *more], capture_output=True, check=True).stdout
             for more in ([], ["-t", "health"])]  # fmt: skip
    assert target.read_bytes() in whole
    assert [*tmp_path.iterdir()] == [target]


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_named_pipe_is_a_target(format_: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([*TOOL, "export", "-f", format_, "-o", str(pipe), "--force"], stderr=subprocess.PIPE) as tool:
        content = pipe.read_bytes()
        assert tool.wait(timeout=120) == 0
    assert content == subprocess.run([*TOOL, "export", "-f", format_, "-o", "/dev/stdout"], capture_output=True,
                                     check=True).stdout or format_ == "xlsx"  # fmt: skip
    assert content.startswith(b"PK" if format_ == "xlsx" else b"id,theme")
    assert [*tmp_path.iterdir()] == [pipe]
