"""The tool among others in a shell: ids through a pipe, the browser, fzf, and what real shells complete."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from itucovid.cli import browser
from itucovid.cli import app
from tests.conftest import MINIMAL, needs
from tests.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Invoke

TOOL = (sys.executable, "-m", "itucovid")
GIGA = "https://gigaconnect.org/about/"
NO_BROWSER = "itucovid: no browser to be had here; this is the address\n"


@pytest.fixture
def by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tool by its own name, as a person has it."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))


def shell(line: str, *, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", line],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **(env or {})},
    )


def show(source: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*TOOL, "show", *arguments], input=source, capture_output=True, check=False, timeout=60)


def ids(output: str) -> list[str]:
    return [line[3:] for line in output.splitlines() if line.startswith("id\t")]


@pytest.mark.parametrize(
    ("source", "arguments", "shown"),
    [
        pytest.param(b"giga\ngsr-20\n", ["-"], ["giga", "gsr-20"], id="a line each"),
        pytest.param(b"\n  giga \r\n\n\t\n", ["-"], ["giga"], id="blanks"),
        pytest.param(b"\xef\xbb\xbfgiga", ["-"], ["giga"], id="a byte order mark"),
        pytest.param(b"giga\teducation\t\tGiga\n", ["-"], ["giga"], id="what list writes"),
        pytest.param(b"Rumours about 5G and COVID-19\n", ["-"], ["5g-rumours"], id="a title"),
        pytest.param(b"giga\n", ["gsr-20", "-", "u4ssc"], ["gsr-20", "giga", "u4ssc"], id="in its place"),
        pytest.param(b"giga\ngiga\n", ["-", "-", "giga"], ["giga"], id="each once"),
        pytest.param(b"", ["giga", "-"], ["giga"], id="nothing beside an id"),
    ],
)
def test_show_takes_ids_from_standard_input(source: bytes, arguments: list[str], shown: list[str]) -> None:
    done = show(source, *arguments)

    assert (done.returncode, done.stderr, ids(done.stdout.decode())) == (0, b"", shown)


@pytest.mark.parametrize(
    ("source", "status", "said"),
    [
        pytest.param(
            b"", 1, "standard input holds no id; send one a line: itucovid list | itucovid show -", id="empty"
        ),
        pytest.param(
            b"\n \n", 1, "standard input holds no id; send one a line: itucovid list | itucovid show -", id="blank"
        ),
        pytest.param(b"giga\n\xff\n", 2, "standard input: line 2 is not UTF-8; send one id a line", id="bytes"),
        pytest.param(b"gigga\x1b[31m\n", 1, "no record 'gigga\\x1b[31m'; did you mean giga?", id="escape"),
    ],
)
def test_what_is_no_id_is_refused_in_one_line(source: bytes, status: int, said: str) -> None:
    done = show(source, "-")

    assert (done.returncode, done.stdout, done.stderr.decode()) == (status, b"", f"itucovid: {said}\n")


def test_json_without_an_id_is_an_empty_array() -> None:
    done = show(b"", "-", "--json")

    assert (done.returncode, done.stdout) == (1, b"[]\n")


def test_a_closed_standard_input_is_told_in_one_line() -> None:
    done = shell(f"'{sys.executable}' -m itucovid show - <&-")

    assert (done.returncode, done.stderr) == (2, "itucovid: standard input: is closed\n")


@pytest.mark.usefixtures("by_name")
def test_records_found_go_on_to_show() -> None:
    done = shell("itucovid list -t health | cut -f1 | itucovid show -")

    assert (done.returncode, done.stderr) == (0, "")
    assert ids(done.stdout) == ["world-health-assembly", "5g-rumours", "behealthy-bemobile", "g20-health-ministers"]


def test_ids_may_be_typed_at_a_terminal() -> None:
    with Session(*TOOL, "show", "-") as session:
        session.type("giga\n\x04")
        session.await_text("Giga")
        assert session.status() == 0


def test_open_writes_the_address_if_that_is_asked_for(invoke: Invoke) -> None:
    done = invoke("open", "giga", "--print", env={"BROWSER": "false"})

    assert (done.exit_code, done.stdout, done.stderr) == (0, f"{GIGA}\n", "")


@pytest.mark.usefixtures("by_name")
@pytest.mark.parametrize(
    "env",
    [
        pytest.param({}, id="no screen"),
        pytest.param({"BROWSER": "no-such-browser"}, id="a missing one"),
        pytest.param({"BROWSER": "sleep 600"}, id="one that waits"),
        pytest.param({"BROWSER": "lynx"}, id="one for the terminal"),
        pytest.param({"BROWSER": "touch"}, id="one that takes the terminal"),
    ],
)
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a browser")
def test_open_writes_the_address_where_there_is_no_browser(env: dict[str, str]) -> None:
    done = shell("itucovid open giga", env=env)

    assert (done.returncode, done.stdout, done.stderr) == (0, f"{GIGA}\n", NO_BROWSER)


def script(path: Path, lines: str) -> str:
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.usefixtures("by_name")
@needs("sh")
def test_open_hands_the_first_link_to_the_browser_and_does_not_wait_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "asked")
    name = script(tmp_path / "browser", f'echo noise; echo noise >&2; echo "$#" "$1" > "{tmp_path}/asked"')

    # The pipe has an end although the browser, which waits for its reader, still runs.
    done = shell("itucovid open giga", env={"BROWSER": f"{name} %s &"})

    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"itucovid: opened {GIGA}\n")
    assert (tmp_path / "asked").read_text(encoding="utf-8") == f"1 {GIGA}\n"


@pytest.mark.usefixtures("by_name")
def test_open_does_so_with_closed_streams_too(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "asked")
    name = script(tmp_path / "browser", f'echo "$1" > "{tmp_path}/asked"')

    done = shell("itucovid open giga <&- >&-", env={"BROWSER": f"{name} %s &"})

    assert (done.returncode, done.stderr) == (0, f"itucovid: opened {GIGA}\n")
    assert (tmp_path / "asked").read_text(encoding="utf-8") == f"{GIGA}\n"


@pytest.mark.usefixtures("by_name")
def test_a_browser_for_the_terminal_is_started_at_a_terminal(tmp_path: Path) -> None:
    name = script(tmp_path / "browser", 'read -r key; echo "reading $1 $key"')

    with Session(*TOOL, "open", "giga", env={"BROWSER": name}) as session:
        session.type("x\n")
        session.await_text(f"reading {GIGA} x")
        session.await_text(f"opened {GIGA}")
        assert session.status() == 0


def test_a_browser_that_nobody_named_never_takes_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    import webbrowser

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("lynx"))
    monkeypatch.setattr(webbrowser.GenericBrowser, "open", lambda *_: pytest.fail("it was started"))

    assert not browser.open_address(GIGA)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a browser")
def test_no_browser_at_all_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import webbrowser

    def none_there() -> webbrowser.BaseBrowser:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "get", none_there)

    assert not browser.open_address(GIGA)


@pytest.mark.parametrize(
    ("id_", "said"),
    [
        ("one", "one has no link; itucovid show one shows what there is"),
        ("oen", "no record 'oen'; did you mean one?"),
    ],
)
def test_what_cannot_be_opened_is_told(
    invoke: Invoke, dataset_file: Callable[[str], Path], id_: str, said: str
) -> None:
    done = invoke("open", id_, "--data", str(dataset_file(MINIMAL)))

    assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"itucovid: {said}\n")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "-remote", "https://a b", "ftp://a"])
def test_only_a_web_address_can_be_opened(invoke: Invoke, dataset_file: Callable[[str], Path], address: str) -> None:
    path = dataset_file(MINIMAL + f'links = [{{ label = "x", url = "{address}" }}]\n')
    done = invoke("open", "one", "--data", str(path), env={"BROWSER": "false"})

    assert (done.exit_code, done.stdout) == (2, "")
    assert "links[0].url: expected an address" in done.stderr


FZF = (
    "itucovid list | fzf --delimiter '\\t' --with-nth 1,4 --preview 'itucovid show {1}' --preview-window down,wrap"
    " | itucovid show -"
)


@pytest.mark.usefixtures("by_name")
@needs("fzf")
def test_what_fzf_filters_goes_on_to_show() -> None:
    done = shell(f"{FZF.replace('fzf ', 'fzf --exact --filter giga ')}")

    assert (done.returncode, done.stderr) == (0, "")
    assert ids(done.stdout) == ["giga"]


@pytest.mark.usefixtures("by_name")
@needs("fzf")
def test_nothing_picked_is_nothing_found() -> None:
    done = shell(f"{FZF.replace('fzf ', 'fzf --filter qqqqqq ')}")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("itucovid: standard input holds no id")


@pytest.mark.usefixtures("by_name")
@needs("fzf")
def test_fzf_shows_the_record_under_the_pointer_and_enter_picks_it() -> None:
    with Session("sh", "-c", FZF) as session:
        session.await_text("28/28")
        session.type("gig")
        session.await_text("ITU draws on the work of Giga")
        session.type("\r")
        session.await_text("Source")
        assert session.status() == 0


SHELLS = [pytest.param(name, marks=needs(name)) for name in ("bash", "zsh", "fish")]


def install(name: str) -> None:
    # Typer finds the shell that it is called from; a command behind it keeps the shell from generator_info way for the tool.
    done = subprocess.run(
        [name, "-c", "itucovid --install-completion; exit 0"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.startswith(f"{name} completion installed in {os.environ['HOME']}/"), done.stderr


def press_tab(session: Session, name: str, typed: str) -> None:
    """Twice: bash lists several values only then, and zsh learns with the first what a new command completes."""
    session.type(f"{typed}\t")
    if name == "zsh":
        session.await_text("\a")
    session.type("\t")


@pytest.mark.usefixtures("by_name")
@pytest.mark.parametrize("name", SHELLS)
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("itucovid list -t c", ["connectivity", "cross-cutting", "cybersecurity"], id="theme"),
        pytest.param("itucovid show g", ["giga", "gsr-20"], id="id"),
        pytest.param("itucovid search x -p world-", ["world-bank", "world-economic-forum"], id="partner"),
        pytest.param("itucovid list -c ca", ["caribbean"], id="region"),
        pytest.param("itucovid list -c ni", ["niger"], id="country by its name"),
        pytest.param("itucovid list -k p", ["platform", "publication", "partnership", "programme"], id="kind"),
        pytest.param("itucovid export -f json", ["json", "jsonl"], id="format"),
        pytest.param("itucovid list --fields id,st", ["id,start"], id="second field"),
        pytest.param("itucovid list --sort t", ["theme", "title"], id="order"),
        pytest.param("itucovid s", ["search", "show", "stats"], id="command"),
        pytest.param("itucovid show --no", ["--no-pager"], id="option"),
    ],
)
def test_a_shell_completes(tmp_path: Path, name: str, typed: str, offered: list[str]) -> None:
    install(name)
    if name == "fish":
        done = subprocess.run(
            ["fish", "-c", "complete -C $argv[1]", typed], capture_output=True, text=True, check=False, timeout=60
        )
        assert set(offered) <= {line.partition("\t")[0] for line in done.stdout.splitlines()}
        return
    options = ["--rcfile", f"{tmp_path}/.bashrc"] if name == "bash" else ["-o", "no_global_rcs"]
    with Session(name, *options, "-i", env={"PS1": "$ ", "ZDOTDIR": str(tmp_path)}, cwd=tmp_path) as session:
        session.type("echo re''ady\n")
        session.await_text("ready")
        press_tab(session, name, typed)
        for value in offered if len(offered) > 1 else [offered[0].removeprefix(typed.rpartition(" ")[2])]:
            session.await_text(value)


@pytest.mark.usefixtures("by_name")
@pytest.mark.parametrize("name", SHELLS[1:])
def test_a_shell_that_can_shows_titles(tmp_path: Path, name: str) -> None:
    install(name)
    typed = "itucovid list -p w"
    if name == "fish":
        done = subprocess.run(
            ["fish", "-c", "complete -C $argv[1]", typed], capture_output=True, text=True, check=False, timeout=60
        )
        assert "world-bank\tWorld Bank\n" in done.stdout
        return
    with Session("zsh", "-o", "no_global_rcs", "-i", env={"ZDOTDIR": str(tmp_path)}, cwd=tmp_path) as session:
        session.type("echo re''ady\n")
        session.await_text("ready")
        press_tab(session, name, typed)
        session.await_text("-- World Bank")


def test_show_reads_in_process_as_well() -> None:
    done = CliRunner().invoke(app, ["show", "-", "--json"], input="giga\n")

    assert (done.exit_code, done.stdout[:3]) == (0, "[\n ")
