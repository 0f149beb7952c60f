"""Every command with hostile datasets and arguments: output or an error, never a traceback or an escape sequence."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from itucovid.cli.commands import NAMES
from itucovid.export.formats import FORMATS
from itucovid.facets import FACETS
from itucovid.model import KINDS
from tests.conftest import Invoke, Result
from tests.pseudo_terminal import on_terminal

pytestmark = pytest.mark.slow

# What a terminal, Rich, a shell, a spreadsheet or a browser might interpret.
HOSTILE = [
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
    st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5), min_size=1, max_size=4
).map("".join)
# A blank name is invalid.
name = text.map(lambda value: f"x{value}")
ids = st.from_regex(r"\A[a-z0-9]+(-[a-z0-9]+){0,2}\Z")


@st.composite
def datasets(draw: st.DrawFn) -> str:
    """A dataset without errors, as TOML."""
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


CONTROL_CHARACTERS = {"\x1b", "\x9b", "\x07", "\x00", "\u202e"}

per_example = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def run(invoke: Invoke, *arguments: str) -> Result:
    """Run a command, which succeeds or prints an error."""
    done = invoke(*arguments)
    assert done.exit_code in (0, 1, 2), (arguments, done.stderr)
    assert (done.stderr != "") >= (done.exit_code != 0)
    assert "\x1b" not in done.stderr
    assert "Traceback" not in done.stderr
    return done


READING = [
    "list", "list --json", "list --sort title --reverse", *(f"list --by {facet}" for facet in FACETS),
    *(f"stats --by {facet}" for facet in FACETS), "stats --by theme --by month", "timeline", "timeline --json",
    "themes", "themes --json", "check --json",
]  # fmt: skip


@given(dataset=datasets())
@settings(per_example, max_examples=15)
def test_every_command_reads_any_dataset(invoke: Invoke, dataset: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(dataset, encoding="utf-8")
    for command in READING:
        arguments = shlex.split(command)
        data = [str(path)] if arguments[0] == "check" else ["--data", str(path)]
        done = run(invoke, *arguments, *data)
        assert done.exit_code == 0, command
        if "--json" not in arguments:
            assert not set(done.stdout) & {*CONTROL_CHARACTERS, "\r"}, command


@pytest.mark.parametrize("format_", FORMATS)
@given(dataset=datasets())
@settings(per_example, max_examples=8)
def test_any_dataset_is_exported(invoke: Invoke, format_: str, dataset: str, tmp_path: Path) -> None:
    path, target = tmp_path / "own.toml", tmp_path / "out"
    path.write_text(dataset, encoding="utf-8")

    done = run(invoke, "export", "-f", format_, "-o", str(target), "--force", "--data", str(path))

    assert done.exit_code == 0
    assert target.stat().st_size > 0


@given(words=text)
@settings(per_example, max_examples=40)
def test_any_value_has_output_or_is_an_error(small: Invoke, words: str) -> None:
    run(small, "search", "--", words)
    run(small, "search", "--json", "--", words)
    run(small, "show", "--", words)
    for option in ("--theme", "--partner", "--country", "--kind", "--since", "--sort", "--fields", "--by"):
        run(small, "list", f"{option}={words}")


@given(words=st.lists(text, max_size=3))
@settings(per_example, max_examples=40)
def test_any_arguments_have_output_or_are_an_error(invoke: Invoke, words: list[str]) -> None:
    for command in set(NAMES) - {"init", "open"}:
        # Arguments contain no NUL, and must not name files outside the test.
        run(invoke, command, *(re.sub("[/\0]", "_", word) for word in words if "-o" not in word))


RECORDS = "\n".join(
    f'[[initiatives]]\nid = "r{number}"\ntheme = "t"\nstart = "2020-0{number % 9 + 1}"\n'
    + "".join(f'{field} = "{escaped}"\n' for field in ("title", "summary"))
    + f'people = ["{escaped}"]\n'
    for number, hostile in enumerate(HOSTILE)
    for escaped in ["x" + "".join(f"\\U{ord(letter):08x}" for letter in hostile)]
)


@pytest.mark.shell
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize(
    "command", ["list", "list --by theme", "search x1", "show r0 r4 r8", "stats --by month", "timeline", "themes"]
)
def test_a_terminal_gets_no_control_characters_of_a_dataset_and_no_line_that_is_too_long(
    command: str, width: int, dataset_file: Callable[[str], Path]
) -> None:
    path = dataset_file(RECORDS)

    screen = on_terminal(*command.split(), "--data", str(path), "--color", "always", width=width)

    assert screen.exit_code in (0, 1)
    assert not set(screen.text) & CONTROL_CHARACTERS
    assert "52;c" not in screen.sent.replace("]52;c", "")
    assert all(cell_len(line) <= width for line in screen.lines)
