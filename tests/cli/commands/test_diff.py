from __future__ import annotations

import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from itucovid import terminal
from itucovid.diff import Change, FieldChange
from tests.conftest import MINIMAL, Invoke

OTHER = '\n[[initiatives]]\ntheme = "testing"\nsummary = "S"\n'
OLD = f'{MINIMAL}end = "2029"\n{OTHER}id = "gone"\ntitle = "Gone | away"\n'
NEW = f'{MINIMAL}end = 2029-12-31\npartners = ["who"]\n{OTHER}id = "new"\ntitle = "N"\n'
LINES = """\
changed\tone\tend\t2029\t2029-12-31
changed\tone\tpartners\t\twho
added\tnew\t\tN
removed\tgone\t\tGone | away
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("old.toml").write_text(OLD, encoding="utf-8")
    Path("new.toml").write_text(NEW, encoding="utf-8")
    Path("bad.toml").write_text("x = [", encoding="utf-8")


def test_the_same_dataset_has_no_differences(invoke: Invoke) -> None:
    result = invoke("diff", "old.toml", "old.toml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_a_pipe_gets_a_line_per_difference(invoke: Invoke) -> None:
    result = invoke("diff", "old.toml", "new.toml")
    assert (result.exit_code, result.stdout, result.stderr) == (1, LINES, "")


@pytest.mark.parametrize(("arguments", "stdin"), [(("-", "new.toml"), OLD), (("old.toml", "-"), NEW)])
def test_one_of_the_datasets_may_be_standard_input(invoke: Invoke, arguments: tuple[str, str], stdin: str) -> None:
    result = invoke("diff", *arguments, stdin=stdin)
    assert (result.exit_code, result.stdout) == (1, LINES)


def test_json_has_an_object_per_change(invoke: Invoke) -> None:
    result = invoke("diff", "old.toml", "new.toml", "--json")
    assert json.loads(result.stdout) == [
        {
            "change": "changed", "id": "one", "title": "The first", "old_id": None,
            "fields": [
                {"field": "end", "old": "2029", "new": "2029-12-31"}, {"field": "partners", "old": [], "new": ["who"]},
            ],
        },
        {"change": "added", "id": "new", "title": "N", "old_id": None, "fields": []},
        {"change": "removed", "id": "gone", "title": "Gone | away", "old_id": None, "fields": []},
    ]  # fmt: skip
    assert invoke("diff", "old.toml", "old.toml", "--json").stdout == "[]\n"


def test_markdown_is_a_table(invoke: Invoke) -> None:
    result = invoke("diff", "old.toml", "new.toml", "--markdown")
    assert result.stdout == (
        "| Change | Record | Field | Difference |\n| --- | --- | --- | --- |\n"
        "| changed | one | end | 2029 -&gt; 2029-12-31 |\n| changed | one | partners | \\+who |\n"
        "| added | new |  | N |\n| removed | gone |  | Gone \\| away |\n"
    )
    html = MarkdownIt("commonmark").enable("table").render(result.stdout)
    assert (html.count("<tr>"), html.count("<td>")) == (5, 16)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("old.toml", "missing.toml"), "missing.toml: error: cannot be read: No such file or directory"),
        (("bad.toml", "new.toml"), "bad.toml:1: error: not TOML: "),
        (("-", "-"), "error: standard input can be read only once"),
        (("old.toml", "new.toml", "--json", "--markdown"), "error: --markdown conflicts with --json"),
    ],
)
def test_an_error_is_exit_status_2(invoke: Invoke, arguments: tuple[str, ...], message: str) -> None:
    result = invoke("diff", *arguments)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert result.stderr.startswith(message)


def test_broken_input_is_named(invoke: Invoke) -> None:
    assert invoke("diff", "-", "new.toml", stdin="x = [").stderr.startswith("standard input:1: error: not TOML: ")
    assert invoke("diff", "-", "new.toml", stdin=b"# \n\xff").stderr.startswith(
        "standard input:2: error: not UTF-8, but probably Windows-1252: save the file as UTF-8 ("
    )


def test_a_terminal_gets_a_line_per_record_and_field() -> None:
    changes = [
        Change("changed", "a", "Title", None, (FieldChange("end", "2029", "2029-12-31"),)),
        Change("renamed", "c", "Other", "b"),
        Change("table", "themes.x", fields=(FieldChange("title", None, "X"),)),
    ]
    text = terminal.render(lambda console: terminal.print_changes(console, changes), "never")
    assert [line.rstrip() for line in text.splitlines()] == [
        "changed  a  Title",
        "         end: 2029 -> 2029-12-31",
        "renamed  b -> c  Other",
        "table    themes.x",
        "         title: (none) -> X",
        "1 changed, 1 renamed, 1 in tables",
    ]
