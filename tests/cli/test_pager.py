"""Output on a terminal goes through the pager, as with git."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from itucovid.cli.pager import _split_for_windows
from tests.conftest import MINIMAL, needs
from tests.pseudo_terminal import ITUCOVID, Screen, Session, on_terminal, without_escapes

pytestmark = [
    pytest.mark.shell,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals"),
]


class Pager:
    """A pager that records what it is given."""

    def __init__(self, directory: Path) -> None:
        program, self._record = directory / "pager.py", directory / "paged.json"
        program.write_text(
            "import json, os, sys\n"
            f"with open({str(self._record)!r}, 'w') as record:\n"
            "    json.dump([sys.argv[1:], os.environ.get('LESS'), sys.stdin.buffer.read().decode()], record)\n"
            "sys.exit(3)\n",
            encoding="utf-8",
        )
        self.command = f"'{sys.executable}' '{program}' -x 'two words'"

    def run(self, *arguments: str, env: dict[str, str] | None = None) -> Screen:
        return on_terminal(*arguments, env={"ITUCOVID_PAGER": self.command, **(env or {})})

    @property
    def was_used(self) -> bool:
        return self._record.exists()

    @property
    def arguments(self) -> list[str]:
        return self._read()[0]

    @property
    def less(self) -> str | None:
        return self._read()[1]

    @property
    def text(self) -> str:
        return self._read()[2]

    def _read(self) -> tuple[list[str], str | None, str]:
        arguments, less, text = json.loads(self._record.read_text(encoding="utf-8"))
        return arguments, less, text


@pytest.fixture
def pager(tmp_path: Path) -> Pager:
    return Pager(tmp_path)


@pytest.fixture
def short(dataset_file: Callable[[str], Path]) -> str:
    """A dataset whose output fits on a screen."""
    return str(dataset_file(MINIMAL.replace('"one"', '"r1"').replace("The first", "water")))


@pytest.fixture
def long(dataset_file: Callable[[str], Path]) -> str:
    """A dataset whose output never fits on a screen."""
    records = (
        MINIMAL.replace('"one"', f'"r{n}"')
        .replace("testing", f"t{n}")
        .replace("The first", f"第{n} water")
        .replace("A record", "A record " * 400 if n == 1 else "A record")
        for n in range(70)
    )
    return str(dataset_file("".join(records)))


COMMANDS = ("list", "list --fields id,title", "list --json", "search water", "show r1", "themes", "stats", "timeline")


@pytest.mark.parametrize("command", COMMANDS)
def test_output_goes_through_the_pager_unchanged(pager: Pager, long: str, command: str) -> None:
    screen = pager.run(*command.split(), "--data", long)
    unpaged = pager.run(*command.split(), "--data", long, "--no-pager")

    assert (screen.sent, screen.exit_code) == ("", 0)
    assert pager.text == unpaged.sent != ""


@pytest.mark.parametrize(
    "command", ["export", "export -f json", "check --json", "schema", "open one --print", "cache", "init -", "--help"]
)
def test_commands_without_a_view_are_not_paged(pager: Pager, dataset_file: Callable[[str], Path], command: str) -> None:
    data = dataset_file(MINIMAL + 'links = [{ label = "A", url = "https://a.example/" }]\n')

    assert pager.run(*command.split(), env={"ITUCOVID_DATA": str(data)}).exit_code == 0
    assert not pager.was_used


@pytest.mark.parametrize(
    ("env", "less"), [({}, "FRX"), ({"LESS": "-S"}, "-R -S"), ({"LESS": ""}, "-R ")], ids=["default", "set", "empty"]
)
def test_the_pager_gets_its_arguments_and_the_options_of_git_for_less(
    pager: Pager, short: str, env: dict[str, str], less: str
) -> None:
    pager.run("list", "--data", short, env=env)

    assert (pager.arguments, pager.less) == (["-x", "two words"], less)


@needs("less")
@pytest.mark.parametrize("options", ["", "-iM", "iM", "-F", "-R", "--quit-if-one-screen", "-Pa prompt %f"])
@pytest.mark.parametrize("name", ["less", "pager"])
def test_less_shows_colours_whatever_its_options_and_its_name(
    tmp_path: Path, long: str, options: str, name: str
) -> None:
    (tmp_path / name).symlink_to(shutil.which("less") or "")

    with Session(
        *ITUCOVID, "list", "--data", long, env={"ITUCOVID_PAGER": str(tmp_path / name), "LESS": options}
    ) as session:
        session.await_text("r5")
        assert "\x1b[36m" in session.sent
        assert "ESC[" not in session.sent
        session.type("q")
        assert session.exit_code() == 0


def test_only_without_a_pager_addresses_are_links(pager: Pager, dataset_file: Callable[[str], Path]) -> None:
    path = dataset_file(MINIMAL + 'links = [{ label = "A", url = "https://a.example/" }]\n')

    pager.run("show", "one", "--data", str(path))
    unpaged = pager.run("show", "one", "--data", str(path), "--no-pager")

    assert "https://a.example/" in pager.text
    assert "\x1b]8;" not in pager.text
    assert "\x1b]8;" in unpaged.sent
    assert unpaged.text == without_escapes(pager.text)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (r"C:\tools\less.exe", [r"C:\tools\less.exe"]),
        (r'"C:\Program Files\less\less.exe" -R', [r"C:\Program Files\less\less.exe", "-R"]),
        ("less -R", ["less", "-R"]),
        ("", []),
    ],
)
def test_on_windows_a_backslash_separates_directories(command: str, words: list[str]) -> None:
    assert _split_for_windows(command) == words


@pytest.mark.parametrize(("choice", "coloured"), [("auto", True), ("always", True), ("never", False)])
def test_the_pager_gets_colours(pager: Pager, short: str, choice: str, coloured: bool) -> None:
    pager.run("list", "--data", short, "--color", choice)

    assert ("\x1b[36m" in pager.text) == coloured


@pytest.mark.parametrize("command", ["list", "list --json", "search pwned"])
def test_the_pager_gets_no_escape_sequence_of_a_dataset(
    pager: Pager, dataset_file: Callable[[str], Path], command: str
) -> None:
    path = dataset_file(MINIMAL.replace("The first", "\\u001b]0;pwned\\u0007 \\u001b[31mred \\u009b2J"))

    pager.run(*command.split(), "--data", str(path), "--color", "never")

    assert "pwned" in pager.text
    assert [character for character in pager.text if not character.isprintable() and character != "\n"] == []


@pytest.mark.parametrize(
    "env",
    [
        pytest.param({"ITUCOVID_PAGER": ""}, id="empty"),
        pytest.param({"ITUCOVID_PAGER": "  "}, id="blank"),
        pytest.param({"ITUCOVID_PAGER": "cat"}, id="cat"),
        pytest.param({"ITUCOVID_PAGER": "no-such-pager -R"}, id="missing"),
        pytest.param({"ITUCOVID_PAGER": "/dev/null"}, id="not executable"),
        pytest.param({"ITUCOVID_PAGER": "'less"}, id="unbalanced quotes"),
        pytest.param({"ITUCOVID_PAGER": "true", "TERM": "dumb"}, id="dumb terminal"),
        pytest.param({"ITUCOVID_PAGER": "true", "TERM": None}, id="unknown terminal"),
        pytest.param({"ITUCOVID_PAGER": None, "PAGER": ""}, id="PAGER is empty"),
        pytest.param({"ITUCOVID_PAGER": None, "PAGER": "cat"}, id="PAGER is cat"),
        pytest.param({"ITUCOVID_PAGER": "", "PAGER": "true"}, id="ITUCOVID_PAGER takes precedence"),
    ],
)
def test_without_a_pager_the_output_is_printed(long: str, env: dict[str, str | None]) -> None:
    screen = on_terminal("list", "--data", long, env=env)

    assert (screen.exit_code, screen.stderr) == (0, "")
    assert "r0 " in screen.text
    assert screen.text.endswith("70 records\n")


def test_an_executable_file_that_is_no_program_is_no_pager(short: str, tmp_path: Path) -> None:
    program = tmp_path / "pager"
    program.write_bytes(b"\x7fELF nonsense")
    program.chmod(0o755)

    screen = on_terminal("list", "--data", short, env={"ITUCOVID_PAGER": str(program)})

    assert (screen.exit_code, screen.lines[-1]) == (0, "1 record")


def test_pager_is_used_if_the_own_variable_is_not_set(pager: Pager, short: str) -> None:
    on_terminal("list", "--data", short, env={"ITUCOVID_PAGER": None, "PAGER": pager.command})

    assert "r1" in pager.text


@pytest.mark.parametrize("program", ["true", "false", "head -n 1"])
def test_a_pager_that_is_left_early_is_no_error(long: str, program: str) -> None:
    screen = on_terminal("show", *(f"r{n}" for n in range(70)), "--data", long, env={"ITUCOVID_PAGER": program})

    assert (screen.exit_code, screen.stderr) == (0, "")


def test_an_unknown_id_is_reported_without_the_pager(pager: Pager, long: str) -> None:
    screen = pager.run("show", "r1", "r2", "qqq", "--data", long)

    assert (screen.exit_code, screen.stderr) == (1, "error: no record 'qqq'; see itucovid list\n")
    assert not pager.was_used


@pytest.fixture
def _default_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ITUCOVID_PAGER")


with_default_pager = pytest.mark.usefixtures("_default_pager")


@needs("less")
@with_default_pager
@pytest.mark.parametrize("command", ["list", "list --json --fields id,title", "show r1"])
def test_less_exits_by_itself_if_the_output_fits(short: str, command: str) -> None:
    with Session(*ITUCOVID, *command.split(), "--data", short) as session:
        assert session.exit_code() == 0
        assert "r1" in session.text


@needs("less")
@with_default_pager
def test_less_shows_long_output_in_colour_until_q(long: str) -> None:
    with Session(*ITUCOVID, "list", "--data", long) as session:
        session.await_text(":")
        assert "r69" not in session.text
        assert "\x1b[36m" in session.sent
        session.type("G")
        session.await_text("70 records")
        session.type("q")
        assert session.exit_code() == 0


@needs("less")
@with_default_pager
def test_ctrl_c_belongs_to_the_pager(long: str) -> None:
    with Session(*ITUCOVID, "list", "--data", long) as session:
        session.await_text("\r\n:")  # the whole first screen
        session.type("\x03")
        session.await_text("\a")  # less rings if there is nothing to interrupt
        session.type("G")
        session.await_text("70 records", retyping="G")
        session.type("q")
        assert session.exit_code() == 0
        assert "Traceback" not in session.text


@needs("less")
@with_default_pager
def test_ids_come_through_a_pipe_while_less_reads_the_keys(long: str) -> None:
    line = (
        f"'{sys.executable}' -m itucovid list --data '{long}' | '{sys.executable}' -m itucovid show - --data '{long}'"
    )
    with Session("sh", "-c", line) as session:
        session.await_text(":")
        session.type("G")
        session.await_text("r69")
        session.type("q")
        assert session.exit_code() == 0


@needs("less")
@with_default_pager
def test_less_shows_other_scripts_in_the_c_locale(dataset_file: Callable[[str], Path]) -> None:
    path = dataset_file(MINIMAL.replace("The first", "卫生"))

    with Session(*ITUCOVID, "list", "--data", str(path), env={"LC_ALL": "C", "PYTHONUTF8": "1"}) as session:
        assert session.exit_code() == 0
        assert "卫生" in session.text


@needs("more")
@with_default_pager
def test_more_exits_by_itself_if_the_output_fits(short: str) -> None:
    with Session(*ITUCOVID, "list", "--data", short, env={"PAGER": "more"}) as session:
        assert session.exit_code() == 0
        assert "1 record" in session.text


@needs("more")
@with_default_pager
def test_more_shows_long_output_until_q(long: str) -> None:
    with Session(*ITUCOVID, "list", "--data", long, env={"PAGER": "more"}) as session:
        session.await_text("--More--")
        assert "r69" not in session.text
        session.type("q")
        assert session.exit_code() == 0
