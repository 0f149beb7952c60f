"""The command in shells: pipes, fzf, and what bash, zsh and fish complete."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, needs
from tests.pseudo_terminal import ITUCOVID, Session

pytestmark = [
    pytest.mark.shell,
    pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX shells"),
    pytest.mark.usefixtures("by_name"),
]


@pytest.fixture
def by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command is found by its name, and the home directory is empty."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))


def shell(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", line], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60
    )


def ids(output: str) -> list[str]:
    return [line[3:] for line in output.splitlines() if line.startswith("id\t")]


def test_the_ids_of_a_list_are_shown() -> None:
    done = shell("itucovid list -t health | cut -f1 | itucovid show -")

    assert (done.returncode, done.stderr) == (0, "")
    assert ids(done.stdout) == ["world-health-assembly", "5g-rumours", "behealthy-bemobile", "g20-health-ministers"]


def test_ids_are_typed_on_a_terminal() -> None:
    with Session(*ITUCOVID, "show", "-") as session:
        session.type("giga\n\x04")
        session.await_text("Giga")
        assert session.exit_code() == 0


FZF = (
    "itucovid list | fzf --delimiter '\\t' --with-nth 1,4 --preview 'itucovid show --text --color always {1}'"
    " --preview-window down,wrap | itucovid show -"
)


@needs("fzf")
def test_the_records_that_fzf_filters_are_shown() -> None:
    done = shell(f"{FZF.replace('fzf ', 'fzf --exact --filter giga ')}")

    assert (done.returncode, done.stderr) == (0, "")
    assert ids(done.stdout) == ["giga"]


@needs("fzf")
def test_no_selection_in_fzf_exits_1() -> None:
    done = shell(f"{FZF.replace('fzf ', 'fzf --filter qqqqqq ')}")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: no ids on standard input")


@needs("fzf")
def test_fzf_previews_the_selected_record_and_enter_shows_it() -> None:
    with Session("sh", "-c", FZF) as session:
        session.await_text("28/28")
        session.type("gig")
        session.await_text("ITU has been building on the work of Giga")
        session.type("\r")
        session.await_text("Source")
        assert session.exit_code() == 0


SHELLS = [pytest.param(name, marks=needs(name)) for name in ("bash", "zsh", "fish")]


def install(name: str) -> None:
    # Typer detects the shell that it is called from; without the second command, the shell would replace itself.
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
    """Press Tab twice: bash lists values only then, and zsh loads the completion of a command first."""
    session.type(f"{typed}\t")
    if name == "zsh":
        session.await_text("\a")
    session.type("\t")


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
        pytest.param("itucovid list --fields id,star", ["id,start"], id="second field"),
        pytest.param("itucovid list --sort t", ["theme", "title"], id="sort key"),
        pytest.param("itucovid s", ["search", "show", "stats"], id="command"),
        pytest.param("itucovid show --no", ["--no-pager"], id="option"),
        pytest.param("itucovid list --status=pl", ["planned"], id="value after ="),
        pytest.param(
            "itucovid list --theme=c", ["connectivity", "cross-cutting", "cybersecurity"], id="values after ="
        ),
        pytest.param("itucovid list --data ~/own.toml --theme ", ["testing"], id="home directory"),
        pytest.param("itucovid list --data=$HOME/own.toml --theme=t", ["testing"], id="variable"),
    ],
)
def test_a_shell_completes(tmp_path: Path, name: str, typed: str, offered: list[str]) -> None:
    install(name)
    (tmp_path / "own.toml").write_text(MINIMAL, encoding="utf-8")
    if name == "fish":
        done = subprocess.run(
            ["fish", "-c", "complete -C $argv[1]", typed], capture_output=True, text=True, check=False, timeout=60
        )
        option = re.match(r"--\w+=|", typed.rpartition(" ")[2])
        assert option
        assert {option[0] + value for value in offered} <= {
            line.partition("\t")[0] for line in done.stdout.splitlines()
        }
        return
    options = ["--rcfile", f"{tmp_path}/.bashrc"] if name == "bash" else ["-o", "no_global_rcs"]
    with Session(name, *options, "-i", env={"PS1": "$ ", "ZDOTDIR": str(tmp_path)}, cwd=tmp_path) as session:
        session.type("echo re''ady\n")
        session.await_text("ready")
        press_tab(session, name, typed)
        for value in offered if len(offered) > 1 else [offered[0].removeprefix(re.split("[ =]", typed)[-1])]:
            session.await_text(value)


@pytest.mark.parametrize("name", SHELLS[1:])
def test_zsh_and_fish_show_titles(tmp_path: Path, name: str) -> None:
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
