"""The command in generated environments: encodings, locales, variables, names of files, separators, another system."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itucovid.cli import run
from tests.conftest import Invoke
from tests.pseudo_terminal import ITUCOVID

pytestmark = pytest.mark.slow
per_example = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

# Blocks with signs, marks above and below, right-to-left letters, joiners, wide and full-width characters, emoji.
BLOCKS = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x5FF), (0x600, 0x6FF),
    (0x900, 0x97F), (0x980, 0x9FF), (0xB80, 0xBFF), (0xD80, 0xDFF), (0xE00, 0xE7F), (0x1000, 0x109F), (0x1200, 0x137F),
    (0x1780, 0x17FF), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2190, 0x21FF), (0x3040, 0x30FF), (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3), (0xFB50, 0xFDFF), (0xFE00, 0xFE0F), (0xFF00, 0xFFEF), (0x10900, 0x1091F), (0x1F300, 0x1F6FF),
    (0xE0020, 0xE007F),
]  # fmt: skip
"""Unicode blocks."""
SEPARATORS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029,;|\"'\0\ufeff\u200b "
words = st.sampled_from(BLOCKS).flatmap(
    lambda block: st.text(st.characters(min_codepoint=block[0], max_codepoint=block[1]), min_size=1, max_size=8)
)
texts = st.lists(words | st.text(SEPARATORS, min_size=1, max_size=3), min_size=1, max_size=5).map("".join)
titles = texts.map(lambda text: f"x{text}x")


def write_dataset(path: Path, records: list[str]) -> None:
    initiatives = [
        {"id": f"r{number}", "theme": "t", "title": title, "summary": f"A needle {title}.", "partners": [title]}
        for number, title in enumerate(records)
    ]
    path.write_text(tomli_w.dumps({"initiatives": initiatives}), encoding="utf-8")


def is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" or character in "\u202a\u202b\u202c\u202d\u202e"


class Stream(io.TextIOWrapper):
    """A stream of an encoding, which may be a terminal whose size is unknown."""

    def __init__(self, encoding: str, *, is_terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal

    @property
    def text(self) -> str:
        return self.buffer.getvalue().decode(self.encoding)  # type: ignore[attr-defined, no-any-return]


ENCODINGS = ["utf-8", "ascii", "latin-1", "cp1252", "cp437", "cp850", "koi8-r", "cp932", "gbk", "big5", "euc-kr"]
VIEWS = [
    "list", "list --fields title,partners", "list --json", "show r0", "search needle", "themes", "stats --by partner",
    "cite r0", "show zzz", "list -p zzz", "timeline",
]  # fmt: skip


@given(
    records=st.lists(titles, min_size=1, max_size=3),
    encoding=st.sampled_from(ENCODINGS),
    is_terminal=st.booleans(),
    colour=st.booleans(),
)
@settings(per_example, max_examples=15)
def test_every_encoding_of_a_stream_gets_its_text(
    records: list[str], encoding: str, is_terminal: bool, colour: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dataset(tmp_path / "own.toml", records)
    for command in VIEWS:
        with monkeypatch.context() as patch:
            out, err = (Stream(encoding, is_terminal=is_terminal) for _ in range(2))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setenv("TERM", "xterm-256color" if colour else "dumb")
            code = run([*command.split(), "--data", str(tmp_path / "own.toml")])

        expected = 1 if command == "show zzz" else 2 if command == "list -p zzz" else 0
        assert code == expected, (command, err.text)
        assert [character for character in err.text if is_control(character) and character != "\n"] == []
        if is_terminal:
            shown = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", out.text)
            assert [character for character in shown if is_control(character) and character != "\n"] == []
        else:
            out.buffer.getvalue().decode()  # type: ignore[attr-defined]


locales = st.fixed_dictionaries(
    {},
    optional={
        "LANG": st.sampled_from(["C", "POSIX", "C.UTF-8", "en_US.ISO-8859-1", "tr_TR.UTF-8", "ja_JP.eucJP", "zz", ""]),
        "LC_ALL": st.sampled_from(["C", "POSIX", "C.UTF-8", "de_DE.ISO-8859-15", "zz", ""]),
        "LC_CTYPE": st.sampled_from(["C", "UTF-8", "xx.YY"]),
        "PYTHONIOENCODING": st.sampled_from(["ascii", "latin-1", "cp1252:strict", ":strict", "utf-8:surrogateescape"]),
        "PYTHONUTF8": st.sampled_from(["0", "1"]),
        "PYTHONCOERCECLOCALE": st.sampled_from(["0", "1"]),
        "TZ": st.sampled_from(["Pacific/Kiritimati", "nonsense", ""]),
        "PYTHONOPTIMIZE": st.sampled_from(["1", "2"]),
        "PYTHONHASHSEED": st.sampled_from(["0", "7"]),
    },
)  # fmt: skip


@given(env=locales, records=st.lists(titles, min_size=1, max_size=3))
@settings(per_example, max_examples=6)
def test_every_locale_gives_the_same_bytes_in_a_pipe(
    env: dict[str, str], records: list[str], tmp_path: Path, invoke: Invoke
) -> None:
    write_dataset(tmp_path / "own.toml", records)
    for arguments in (
        ["list"],
        ["show", "r0"],
        ["export", "-f", "csv"],
        ["search", "--", records[0].replace("\0", "")],
    ):
        command = [*arguments[:1], "--data", str(tmp_path / "own.toml"), *arguments[1:]]
        done = subprocess.run([*ITUCOVID, *command], env={**os.environ, **env}, capture_output=True, check=False)
        here = invoke(*command)

        assert (done.returncode, done.stdout) == (here.exit_code, here.stdout_bytes)
        assert b"Traceback" not in done.stderr


# Not the name of a program in any of them, since PAGER and BROWSER are run.
nonsense = (
    st.sampled_from(["", " ", "0", "-1", "1e9", "9" * 40, "٣", "²", "~", "~/x", "$HOME", "/", "/dev/null", "off"])
    | texts.map(lambda text: f"/dev/null/{text}".replace("\0", ""))
    | texts.map(lambda text: text.replace("\0", "") + "zz")
)  # fmt: skip
VARIABLES = [
    "COLUMNS", "LINES", "TERM", "COLORTERM", "LESS", "LV", "MORE", "LESSCHARSET", "ITUCOVID_PAGER", "PAGER", "BROWSER",
    "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "TERMINAL_WIDTH", "FZF_PREVIEW_COLUMNS", "XDG_CACHE_HOME", "HOME", "TMPDIR",
    "ITUCOVID_CACHE", "ITUCOVID_DATA", "GITHUB_WORKSPACE", "GITHUB_ACTIONS", "SHELL", "COMP_WORDS", "COMP_CWORD",
    "_TYPER_COMPLETE_ARGS",
]  # fmt: skip


@given(env=st.dictionaries(st.sampled_from(VARIABLES), nonsense, min_size=1, max_size=4), is_terminal=st.booleans())
@settings(per_example, max_examples=30)
def test_nonsense_in_variables_is_ignored_or_an_error_of_one_line(
    env: dict[str, str], is_terminal: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (
        "list -n 2",
        "show giga",
        "search 5G",
        "timeline",
        "stats",
        "check --format github",
        "cache",
        "--help",
    ):
        with monkeypatch.context() as patch:
            out, err = Stream("utf-8", is_terminal=is_terminal), Stream("utf-8", is_terminal=False)
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            for name, value in env.items():
                patch.setenv(name, value.encode(errors="replace").decode())
            code = run(command.split())
            if code:
                assert (code, out.text if "github" not in command else "") == (2, ""), command
                assert {"ITUCOVID_CACHE", "ITUCOVID_DATA"} & {*env}
                assert len(err.text.splitlines()) == ("github" not in command)
            else:
                assert ("\n" in out.text + err.text) != ("github" in command)
                assert len(out.text) < 1_000_000
    assert [*tmp_path.iterdir()] == []


@given(records=st.lists(titles, min_size=1, max_size=4, unique=True))
@settings(per_example, max_examples=60)
def test_whatever_separates_a_piped_line_is_one_line_per_record(
    records: list[str], invoke: Invoke, tmp_path: Path
) -> None:
    write_dataset(tmp_path / "own.toml", records)
    data = ["--data", str(tmp_path / "own.toml")]

    lines = invoke("list", *data).stdout
    shown = invoke("show", "-", *data, stdin=lines)

    assert [line.split("\t")[0] for line in lines.splitlines()] == [f"r{number}" for number in range(len(records))]
    assert {line.count("\t") for line in lines.splitlines()} == {3}
    assert re.findall(r"^id\t(.*)$", shown.stdout, re.MULTILINE) == [f"r{number}" for number in range(len(records))]
    assert {line.count("\t") for line in shown.stdout.splitlines() if line} == {1}


@given(records=st.lists(titles, min_size=1, max_size=4))
@settings(per_example, max_examples=40)
def test_json_and_csv_have_the_titles_as_they_are(records: list[str], invoke: Invoke, tmp_path: Path) -> None:
    write_dataset(tmp_path / "own.toml", records)
    data = ["--data", str(tmp_path / "own.toml"), "--fields", "title"]

    assert [record["title"] for record in json.loads(invoke("list", "--json", *data).stdout)] == records
    rows = csv.reader(io.StringIO(invoke("export", "-f", "csv", *data).stdout, newline=""))
    # A formula after a separator is escaped by an apostrophe.
    assert [row[0].replace("'", "") for row in rows][1:] == [title.replace("'", "") for title in records]


PARTS = [" ", "-", "--", "'", '"', "\\", "$(x)", "`x`", "\n", "\t", "\x1b[31m", "%", ":", "\udcff"]
names = (
    st.lists(words | st.sampled_from(PARTS), min_size=1, max_size=4)
    .map(lambda parts: re.sub("[/\0]", "_", "".join(parts)))
    .filter(lambda name: len(os.fsencode(name)) < 200)
)


@pytest.mark.skipif(sys.platform == "win32", reason="names of files on POSIX systems")
@given(name=names)
@settings(per_example, max_examples=60)
def test_every_name_of_a_file_is_written_read_and_named_as_it_can_be_typed(
    name: str, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in tmp_path.iterdir():
        path.unlink()

    created = invoke("init", "--force", f"./{name}.toml")
    listed = invoke("list", "--data", f"./{name}.toml", "--fields", "id")
    exported = invoke("export", "-f", "csv", "-o", f"./{name}.csv", "--data", f"./{name}.toml")

    assert (created.exit_code, listed.exit_code, exported.exit_code) == (0, 0, 0)
    assert {*map(os.fsencode, os.listdir())} == {  # noqa: PTH208 - a Path would hide the bytes
        os.fsencode(f"{name}.toml"), os.fsencode(f"{name}.csv"), b"initiatives.schema.json",
    }  # fmt: skip
    messages = created.stderr + exported.stderr
    assert [character for character in messages if is_control(character) and character != "\n"] == []
    # What can be printed can be pasted into a shell.
    if name.isprintable():
        check, use = (shlex.split(line.partition(": itucovid ")[2]) for line in created.stderr.splitlines())
        assert [check[0], *use[:2]] == ["check", "list", "--data"]
        assert invoke(*check).stderr.endswith(", no issues\n")
        assert invoke(*use).exit_code == 0


# What Python lacks on Windows, as far as it can be taken away here.
ELSEWHERE = """
import os, signal, sys
for name in ("fcntl", "termios", "tty", "pty", "pwd", "grp", "resource", "syslog", "readline", "_posixshmem"):
    sys.modules[name] = None
for name in ("getuid", "geteuid", "getgid", "chown", "fchown", "lchown", "fchmod", "fork", "mkfifo", "pwrite", "uname",
             "setsid", "getpgid", "sched_getaffinity", "O_CLOEXEC", "O_NOFOLLOW"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGHUP", "SIGQUIT", "SIGPIPE", "SIGALRM", "SIGKILL", "pthread_sigmask", "alarm"):
    if hasattr(signal, name):
        delattr(signal, name)
from itucovid.cli import run
for line in sys.stdin.read().splitlines():
    code = run(line.split())
    if code:
        sys.exit(f"{line}: {code}")
"""
COMMANDS = """\
list
search 5G
show giga
cite giga
stats
timeline
themes
check
cache
schema
init {0}/new.toml
export -o {0}/new.csv
export -o {0}/new.csv --force
export -o {0}/new.xlsx
export -o {0}/new.sqlite
export -o {0}/new.html
import {0}/new.csv -o {0}/imported.toml
"""


def test_every_command_runs_without_what_windows_lacks(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=COMMANDS.format(tmp_path), capture_output=True, text=True, check=False,
        env={**os.environ, "ITUCOVID_CACHE": str(tmp_path / "cache")},
    )  # fmt: skip

    assert (done.returncode, done.stderr.rpartition("\n")[2]) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} >= {
        "new.toml", "new.csv", "new.xlsx", "new.sqlite", "new.html", "imported.toml",
    }  # fmt: skip
