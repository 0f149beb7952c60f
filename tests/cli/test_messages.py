"""Notes, warnings and errors on standard error."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itucovid.cli.messages import print_error, print_line, print_note, print_warning, quote
from tests.conftest import MINIMAL
from tests.pseudo_terminal import ITUCOVID, Session

LONG = "word " * 30 + "end"


class Terminal(io.StringIO):
    """A terminal whose size is unknown, which is then taken to be 80 columns."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


def test_a_note_has_no_prefix_a_warning_and_an_error_have(capsys: pytest.CaptureFixture[str]) -> None:
    print_note("one")
    print_warning("two")
    print_error("three")
    print_line("file.toml:1: error: ", "four")

    assert capsys.readouterr() == ("", "one\nwarning: two\nerror: three\nfile.toml:1: error: four\n")


def test_a_message_is_one_line_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    print_error(f"{LONG}\nmore\x1b[31m")

    assert capsys.readouterr().err == f"error: {LONG} more\ufffd[31m\n"


def test_a_message_is_wrapped_between_words_on_a_terminal() -> None:
    with redirect_stderr(Terminal()) as terminal:
        print_error(LONG)

    lines = terminal.getvalue().splitlines()
    assert [len(line) <= 80 for line in lines] == [True, True, True]
    assert lines[0].startswith("error: word ")
    assert lines[1].startswith("  word ")
    assert " ".join(line.strip() for line in lines) == f"error: {LONG}"


def test_neither_a_prefix_nor_a_long_word_is_broken() -> None:
    prefix, word = f"a file {'with a long name ' * 6}.toml:7: error: ", "https://" + "x" * 90

    with redirect_stderr(Terminal()) as terminal:
        print_line(prefix, f"see {word}")

    assert terminal.getvalue() == f"{prefix}see\n  {word}\n"


@pytest.mark.shell
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_the_width_is_that_of_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "my own dataset.toml"
    path.write_text(MINIMAL + 'kind = "evnt"\nstart = 2020\n', encoding="utf-8")

    with Session(*ITUCOVID, "check", path.name, width=60, cwd=tmp_path) as session:
        assert session.exit_code() == 2
    lines = session.text.splitlines()
    assert lines[0].startswith("my own dataset.toml:7: error: ")
    assert 40 < max(map(len, lines)) <= 60
    assert lines[-1].endswith("2 errors")
    assert len(lines) > 3


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@pytest.mark.skipif(os.name != "posix", reason="needs sh")
@given(names=st.lists(NAMES, min_size=1, max_size=50))
@settings(max_examples=10)
def test_a_quoted_name_is_one_argument_of_a_shell_and_no_option(names: list[str]) -> None:
    line = " ".join(map(quote, names))
    done = subprocess.run(["sh", "-c", f"printf '%s\\0' {line}"], capture_output=True, check=True)

    assert done.stdout.decode() == "".join(f"{'./' * name.startswith('-')}{name}\0" for name in names)


@pytest.mark.parametrize(
    ("argument", "quoted"),
    [
        (r"C:\data\own.toml", r"C:\data\own.toml"),
        (r"C:\My data\own.toml", r'"C:\My data\own.toml"'),
        ("a&b.toml", '"a&b.toml"'),
        ("-x.toml", "./-x.toml"),
        ("it's.toml", '"it\'s.toml"'),
    ],
)
def test_an_argument_is_quoted_for_cmd_and_powershell(
    monkeypatch: pytest.MonkeyPatch, argument: str, quoted: str
) -> None:
    monkeypatch.setattr("itucovid.cli.messages.os.name", "nt")

    assert quote(argument) == quoted
