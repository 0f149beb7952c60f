"""Output that is longer than the screen, and the pager that shows it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import MINIMAL, needs, on_terminal
from tests.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

needs_less = needs("less")

TOOL = (sys.executable, "-m", "itucovid")


@pytest.fixture
def pager(tmp_path: Path) -> tuple[str, Path]:
    """A pager that only notes what it is given, and the file where it does."""
    notes = tmp_path / "paged.json"
    program = tmp_path / "pager.py"
    program.write_text(
        "import json, os, sys\n"
        f"with open({str(notes)!r}, 'w') as notes:\n"
        "    json.dump([sys.argv[1:], os.environ.get('LESS'), sys.stdin.buffer.read().decode()], notes)\n"
        "sys.exit(3)\n",
        encoding="utf-8",
    )
    return f"'{sys.executable}' '{program}' -x 'two words'", notes


def paged(notes: Path) -> tuple[list[str], str | None, str]:
    arguments, less, text = json.loads(notes.read_text(encoding="utf-8"))
    return arguments, less, text


@pytest.fixture
def long(dataset_file: Callable[[str], Path]) -> str:
    """A register that no screen holds: every command has more than 60 lines to say of it."""
    records = (
        MINIMAL.replace('"one"', f'"r{n}"')
        .replace("testing", f"t{n}")
        .replace("The first", f"第{n} water")
        .replace("A record", "A record " * 400 if n == 1 else "A record")
        for n in range(70)
    )
    return str(dataset_file("".join(records)))


LONG_COMMANDS = ("list", "list --fields id,title", "list --json", "search water", "show r1 r2", "themes", "stats")


@pytest.mark.parametrize("command", LONG_COMMANDS)
def test_what_is_longer_than_the_screen_goes_through_the_pager_unchanged(
    pager: tuple[str, Path], long: str, command: str
) -> None:
    program, notes = pager
    arguments = [*command.split(), "--data", long]

    screen = on_terminal(*arguments, env={"ITUCOVID_PAGER": program})
    straight = on_terminal(*arguments, "--no-pager", env={"ITUCOVID_PAGER": program})

    assert (screen.sent, screen.status) == ("", 0)
    assert straight.sent.count("\n") > 50
    assert paged(notes)[2] == straight.sent


@pytest.mark.parametrize("command", ["list", "search water", "show r1", "themes", "stats", "list --json"])
def test_what_fits_the_screen_does_not(
    pager: tuple[str, Path], dataset_file: Callable[[str], Path], command: str
) -> None:
    program, notes = pager
    path = dataset_file(MINIMAL.replace('"one"', '"r1"').replace("The first", "water").replace("testing", "r1"))

    screen = on_terminal(*command.split(), "--data", str(path), env={"ITUCOVID_PAGER": program})

    assert "r1" in screen.text
    assert not notes.exists()


@pytest.mark.parametrize(("records", "is_paged"), [(45, False), (46, True)])
def test_the_last_row_is_left_for_the_prompt(
    pager: tuple[str, Path], dataset_file: Callable[[str], Path], records: int, is_paged: bool
) -> None:
    program, notes = pager
    path = dataset_file("".join(MINIMAL.replace('"one"', f'"r{n}"') for n in range(records)))

    on_terminal("list", "--data", str(path), env={"ITUCOVID_PAGER": program})

    # A head and a rule above, an empty line and the number below, on a screen of 50.
    assert notes.exists() == is_paged


def test_json_is_measured_by_the_rows_that_its_long_lines_take(
    pager: tuple[str, Path], dataset_file: Callable[[str], Path]
) -> None:
    program, notes = pager
    path = dataset_file(MINIMAL.replace("A record", "A record " * 600))

    on_terminal("list", "--json", "--data", str(path), env={"ITUCOVID_PAGER": program})

    assert json.loads(paged(notes)[2])[0]["id"] == "one"


def test_the_pager_gets_its_arguments_and_gits_options_for_less(pager: tuple[str, Path], long: str) -> None:
    program, notes = pager

    on_terminal("list", "--data", long, env={"ITUCOVID_PAGER": program})
    assert paged(notes)[:2] == (["-x", "two words"], "FRX")

    on_terminal("list", "--data", long, env={"ITUCOVID_PAGER": program, "LESS": "-S"})
    assert paged(notes)[:2] == (["-x", "two words"], "-S")


@pytest.mark.parametrize(("choice", "coloured"), [("auto", True), ("always", True), ("never", False)])
def test_colours_are_kept(pager: tuple[str, Path], long: str, choice: str, coloured: bool) -> None:
    program, notes = pager

    on_terminal("list", "--data", long, "--color", choice, env={"ITUCOVID_PAGER": program})

    assert ("\x1b[38;5;" in paged(notes)[2]) == coloured


def test_only_the_tools_own_escapes_reach_the_pager(
    pager: tuple[str, Path], dataset_file: Callable[[str], Path]
) -> None:
    program, notes = pager
    evil = MINIMAL.replace("The first", "\\u001b]0;pwned\\u0007 \\u001b[31mred \\u009b2J")
    path = str(dataset_file("".join(evil.replace('"one"', f'"r{n}"') for n in range(60))))

    for command in ("list", "list --json", "search pwned"):
        on_terminal(*command.split(), "--data", path, "--color", "never", env={"ITUCOVID_PAGER": program})
        text = paged(notes)[2]
        assert "pwned" in text
        assert [character for character in text if not character.isprintable() and character != "\n"] == []


@pytest.mark.parametrize(
    "env",
    [
        pytest.param({"ITUCOVID_PAGER": ""}, id="empty"),
        pytest.param({"ITUCOVID_PAGER": "  "}, id="blank"),
        pytest.param({"ITUCOVID_PAGER": "cat"}, id="cat"),
        pytest.param({"ITUCOVID_PAGER": "no-such-pager -R"}, id="missing"),
        pytest.param({"ITUCOVID_PAGER": "/dev/null"}, id="no program"),
        pytest.param({"ITUCOVID_PAGER": "'less"}, id="half a quotation"),
        pytest.param({"ITUCOVID_PAGER": "true", "TERM": "dumb"}, id="a terminal that can do nothing"),
    ],
)
def test_without_a_pager_all_of_it_is_printed(long: str, env: dict[str, str]) -> None:
    screen = on_terminal("list", "--data", long, env=env)

    assert screen.status == 0
    assert "r0 " in screen.text
    assert screen.text.endswith("70 records\n")


def test_a_file_that_is_called_a_program_and_is_none_is_no_pager(long: str, tmp_path: Path) -> None:
    program = tmp_path / "pager"
    program.write_bytes(b"\x7fELF nonsense")
    program.chmod(0o755)

    screen = on_terminal("list", "--data", long, env={"ITUCOVID_PAGER": str(program)})

    assert (screen.status, screen.text.count("70 records")) == (0, 1)


def test_the_tools_own_variable_wins_over_the_common_one(
    pager: tuple[str, Path], long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, notes = pager

    on_terminal("list", "--data", long, env={"ITUCOVID_PAGER": "", "PAGER": program})
    assert not notes.exists()

    monkeypatch.delenv("ITUCOVID_PAGER")
    on_terminal("list", "--data", long, env={"PAGER": program})
    assert "r69" in paged(notes)[2]


@pytest.mark.parametrize("program", ["true", "false", "head -n 1"])
def test_a_pager_that_is_left_early_is_no_error(long: str, program: str) -> None:
    screen = on_terminal("show", *(f"r{n}" for n in range(70)), "--data", long, env={"ITUCOVID_PAGER": program})

    assert screen.status == 0
    assert "Traceback" not in screen.text


def test_an_id_that_no_record_has_is_still_told_after_the_pager(pager: tuple[str, Path], long: str) -> None:
    program, notes = pager

    screen = on_terminal("show", "r1", "r2", "qqq", "--data", long, env={"ITUCOVID_PAGER": program})

    assert screen.status == 1
    assert "第2 water" in paged(notes)[2]


@needs_less
def test_less_is_the_pager_and_q_leaves_it(long: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ITUCOVID_PAGER")
    with Session(*TOOL, "list", "--data", long) as session:
        session.await_text(":")
        assert "r69" not in session.text
        assert "\x1b[38;5;31m" in session.sent
        session.type("G")
        session.await_text("70 records")
        session.type("q")
        assert session.status() == 0


@needs_less
def test_an_interrupt_belongs_to_the_pager(long: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ITUCOVID_PAGER")
    with Session(*TOOL, "list", "--data", long) as session:
        session.await_text("water\r\n:")  # the whole first screen
        session.type("\x03")
        session.await_text("\a")  # it says that there was nothing to stop
        session.type_until("G", "70 records")
        session.type("q")
        assert session.status() == 0
        assert "Traceback" not in session.text


@needs_less
def test_ids_may_come_through_a_pipe_while_less_reads_the_keys(long: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ITUCOVID_PAGER")
    line = (
        f"'{sys.executable}' -m itucovid list --data '{long}' | '{sys.executable}' -m itucovid show - --data '{long}'"
    )
    with Session("sh", "-c", line) as session:
        session.await_text(":")
        session.type("G")
        session.await_text("r69")
        session.type("q")
        assert session.status() == 0


def test_a_message_is_broken_between_words_at_the_width_of_its_own_terminal(tmp_path: Path) -> None:
    path = tmp_path / "my own dataset.toml"
    path.write_text(MINIMAL + 'kind = "evnt"\nstart = 2020\n', encoding="utf-8")
    with Session(*TOOL, "check", str(path)) as session:
        assert session.status() == 2
    lines = session.text.splitlines()
    assert lines[0].startswith(f"{path}:7: ")
    assert " ".join(line.strip() for line in lines) == (
        f"{path}:7: one, kind: unknown value 'evnt': did you mean event?"
        f' {path}:8: one, start: expected a date, not 2020; a year goes in quotes: "2020"'
        f" itucovid: {path}: 2 issues"
    )
    assert len(lines) > 3
