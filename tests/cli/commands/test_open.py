"""Open the link of a record."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, Invoke
from tests.pseudo_terminal import ITUCOVID, Session

GIGA = "https://giga.global/covid/"
NO_BROWSER = "no browser available; the URL is:\n"

no_default_browser = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is a default browser")


def test_print_writes_the_url_and_opens_nothing(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("open", "giga", "--print", env={"BROWSER": f"touch {tmp_path}/opened"}) == (
        0,
        f"{GIGA}\n".encode(),
        "",
    )
    assert not list(tmp_path.iterdir())


TWO_LINKS = f"""
[document]
title = "Report"
source = "https://source.example/report"
{MINIMAL}
links = [{{ label = "A", url = "https://a.example/" }}, {{ label = "B", url = "https://b.example/" }}]

[[initiatives]]
id = "two"
theme = "testing"
title = "The second"
links = [{{ label = "C", url = "https://c.example/" }}]
"""


@pytest.mark.parametrize(
    ("arguments", "urls"),
    [
        ("one", ["https://a.example/"]),
        ("one --link 1", ["https://a.example/"]),
        ("one --link 2", ["https://b.example/"]),
        ("one --source", ["https://source.example/report"]),
        ("two one", ["https://c.example/", "https://a.example/"]),
        ("two one --source", ["https://source.example/report"]),
    ],
)
def test_the_chosen_link_or_the_source_is_opened(
    invoke: Invoke, dataset_file: Callable[[str], Path], arguments: str, urls: list[str]
) -> None:
    done = invoke("open", *arguments.split(), "--print", "--data", str(dataset_file(TWO_LINKS)))

    assert (done.exit_code, done.stdout.splitlines(), done.stderr) == (0, urls, "")


@pytest.mark.parametrize(
    ("arguments", "exit_code", "message"),
    [
        ("one --link 3", 1, "one has only 2 links; see itucovid show one"),
        ("one two --link 2", 1, "two has only 1 link; see itucovid show two"),
        ("one --link 2 --source", 2, "--link and --source exclude each other"),
    ],
)
def test_a_link_that_does_not_exist_is_an_error_and_nothing_is_opened(
    invoke: Invoke, dataset_file: Callable[[str], Path], arguments: str, exit_code: int, message: str
) -> None:
    done = invoke("open", *arguments.split(), "--print", "--data", str(dataset_file(TWO_LINKS)))

    assert done == (exit_code, b"", f"error: {message}\n")


@pytest.mark.parametrize("document", ["", '[document]\ntitle = "Report"'], ids=["no document", "no address"])
def test_a_document_without_an_address_cannot_be_opened(
    invoke: Invoke, dataset_file: Callable[[str], Path], document: str
) -> None:
    path = dataset_file(f"{document}\n{MINIMAL}")

    assert invoke("open", "one", "--source", "--data", str(path)) == (
        1, b"", "error: the dataset does not say where its source document is\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        pytest.param("one", "one has no links; see itucovid show one", id="without links"),
        pytest.param("oen", "no record 'oen'; did you mean one?", id="misspelled"),
    ],
)
def test_a_record_that_cannot_be_opened_exits_1(
    invoke: Invoke, dataset_file: Callable[[str], Path], id_: str, message: str
) -> None:
    assert invoke("open", id_, "--data", str(dataset_file(MINIMAL))) == (1, b"", f"error: {message}\n")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "-remote", "https://a b", "ftp://a"])
def test_only_web_addresses_are_opened(invoke: Invoke, dataset_file: Callable[[str], Path], url: str) -> None:
    path = dataset_file(MINIMAL + f'links = [{{ label = "x", url = "{url}" }}]\n')

    done = invoke("open", "one", "--data", str(path), env={"BROWSER": "false"})

    assert (done.exit_code, done.stdout) == (2, "")
    assert "links[0].url: expected" in done.stderr


@no_default_browser
def test_without_desktop_and_browser_the_url_is_printed(invoke: Invoke) -> None:
    assert invoke("open", "giga") == (0, f"{GIGA}\n".encode(), NO_BROWSER)


def run(
    *command: str, path: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Open the record in a process; if a path is given, only its programs are found."""
    environment = {**os.environ, **(env or {}), **({"PATH": str(path)} if path else {})}
    return subprocess.run(
        [*command, *ITUCOVID, "open", "giga"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
        env=environment,
    )


def script(path: Path, lines: str) -> str:
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.slow
@no_default_browser
@pytest.mark.parametrize("browser", ["no-such-browser", "false", "'unbalanced"])
def test_if_browser_fails_the_url_is_printed(tmp_path: Path, browser: str) -> None:
    script(tmp_path / "false", "exit 1")

    done = run(path=tmp_path, env={"BROWSER": browser})

    assert (done.returncode, done.stdout, done.stderr) == (0, f"{GIGA}\n", NO_BROWSER)


@pytest.mark.slow
@no_default_browser
def test_a_desktop_without_a_browser_prints_the_url(tmp_path: Path) -> None:
    done = run(path=tmp_path, env={"DISPLAY": ":0"})

    assert (done.returncode, done.stdout, done.stderr) == (0, f"{GIGA}\n", NO_BROWSER)


@pytest.mark.slow
@no_default_browser
@pytest.mark.parametrize(
    ("name", "env"),
    [
        pytest.param("xdg-open", {"DISPLAY": ":0"}, id="the default browser of the desktop"),
        pytest.param("browser", {"BROWSER": "browser %s &"}, id="BROWSER in the background"),
    ],
)
def test_a_browser_neither_writes_to_the_output_nor_keeps_it_open(
    tmp_path: Path, name: str, env: dict[str, str]
) -> None:
    opened = tmp_path / "opened"
    os.mkfifo(opened)
    # It runs until its argument is read, which is after the command has ended.
    script(tmp_path / name, f'echo noise; echo noise >&2; echo "$#" "$1" >"{opened}"')

    done = run(path=tmp_path, env=env)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"opened {GIGA}\n")
    assert opened.read_text(encoding="utf-8") == f"1 {GIGA}\n"


@pytest.mark.slow
@no_default_browser
def test_browser_takes_precedence_over_the_desktop(tmp_path: Path) -> None:
    script(tmp_path / "xdg-open", f'echo "$0" >"{tmp_path}/opened"')
    script(tmp_path / "chosen", f'echo "$0" >"{tmp_path}/opened"')

    assert run(path=tmp_path, env={"DISPLAY": ":0", "BROWSER": "chosen"}).returncode == 0
    assert (tmp_path / "opened").read_text(encoding="utf-8") == f"{tmp_path}/chosen\n"


@pytest.mark.slow
@no_default_browser
def test_a_browser_is_opened_with_closed_streams(tmp_path: Path) -> None:
    name = script(tmp_path / "browser", f'echo "$1" >"{tmp_path}/opened"')

    done = run("/bin/sh", "-c", 'exec "$@" <&- >&-', "sh", env={"BROWSER": name})

    assert (done.returncode, done.stderr) == (0, f"opened {GIGA}\n")
    assert (tmp_path / "opened").read_text(encoding="utf-8") == f"{GIGA}\n"


@pytest.mark.slow
@no_default_browser
def test_a_module_in_the_working_directory_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "webbrowser.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    tool = Path(sys.executable).with_name("itucovid")

    done = subprocess.run(
        [tool, "open", "giga"], env={**os.environ, "BROWSER": "false"}, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == (f"{GIGA}\n", NO_BROWSER)


@pytest.mark.shell
@no_default_browser
def test_a_browser_in_the_terminal_has_the_terminal(tmp_path: Path) -> None:
    name = script(tmp_path / "browser", 'read -r key; echo "reading $1 $key"')

    with Session(*ITUCOVID, "open", "giga", env={"BROWSER": name}) as session:
        session.type("x\n")
        session.await_text(f"reading {GIGA} x")
        session.await_text(f"opened {GIGA}")
        assert session.exit_code() == 0
