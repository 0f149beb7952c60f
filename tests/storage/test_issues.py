"""Issues as text, as JSON objects and as annotations of GitHub Actions."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.storage.issues import InvalidDatasetError, Issue
from tests.storage.schemas import ISSUES

ISSUE = Issue(path="own.toml", line=7, column=3, record="one", field="links[0].url", code="model", message="missing")


@pytest.mark.parametrize(
    ("issue", "text"),
    [
        pytest.param(ISSUE, "own.toml:7: error: one, links[0].url: missing", id="record and field"),
        pytest.param(Issue(path="own.toml", line=1, field="zzz", code="model", message="unknown field"),
                     "own.toml:1: error: zzz: unknown field", id="field"),
        pytest.param(Issue(path="own.toml", line=2, record="one", severity="warning", code="unused", message="unused"),
                     "own.toml:2: warning: one: unused", id="warning about a record"),
        pytest.param(Issue(path="own.toml", code="file", message="cannot be read"),
                     "own.toml: error: cannot be read", id="whole file"),
        pytest.param(Issue(path="a\x1b\n.toml", code="model", record="\x07", field="\x00", message="\u202e"),
                     "a\ufffd .toml: error: \ufffd, \ufffd: \ufffd", id="control characters"),
    ],
)  # fmt: skip
def test_an_issue_as_text(issue: Issue, text: str) -> None:
    assert str(issue) == "".join(issue.line_parts) == text


def test_an_error_lists_its_issues_one_per_line() -> None:
    error = InvalidDatasetError(iter([ISSUE, Issue(path="own.toml", code="file", message="cannot be read")]))
    assert str(error) == "own.toml:7: error: one, links[0].url: missing\nown.toml: error: cannot be read"
    assert [*error.lines()] == [("own.toml:7: error: ", "one, links[0].url: missing"),
                                ("own.toml: error: ", "cannot be read")]  # fmt: skip
    assert error.exit_code == 2


@pytest.mark.parametrize(("line", "shown"), [(7, 7), (0, None)], ids=["with a line", "without a line"])
def test_an_issue_as_an_object(line: int, shown: int | None) -> None:
    issue = Issue(path="own.toml", line=line, column=line, record="one", field="kind", code="model", message="missing")
    assert issue.to_dict() == {
        "path": "own.toml",
        "line": shown,
        "column": shown,
        "record": "one",
        "field": "kind",
        "severity": "error",
        "code": "model",
        "message": "missing",
    }


@given(path=st.text(), message=st.text(min_size=1))
def test_any_issue_as_an_object_is_valid_unicode(path: str, message: str) -> None:
    object_ = Issue(path=path, code="file", message=message).to_dict()
    jsonschema.validate([object_], ISSUES)
    assert json.loads(json.dumps(object_, ensure_ascii=False).encode()) == object_


@pytest.mark.parametrize(
    ("issue", "annotation"),
    [
        pytest.param(
            ISSUE,
            "::error file=own.toml,line=7,col=3,title=itucovid check (model)::one, links[0].url: missing\n",
            id="line and column",
        ),
        pytest.param(
            Issue(path="own.toml", severity="warning", code="same", message="50% the same"),
            "::warning file=own.toml,title=itucovid check (same)::50%25 the same\n",
            id="whole file, per cent sign",
        ),
        pytest.param(
            Issue(path="a:b,c%.toml", line=1, code="syntax", message="x::error::y"),
            "::error file=a%3Ab%2Cc%25.toml,line=1,col=1,title=itucovid check (syntax)::x::error::y\n",
            id="no column, delimiters in the path",
        ),
    ],
)
def test_an_issue_as_an_annotation(issue: Issue, annotation: str) -> None:
    assert issue.to_github() == annotation


@pytest.mark.parametrize(
    ("directory", "path", "shown"),
    [
        ("pkg", "data/own.toml", "pkg/data/own.toml"),
        ("pkg/data", "own.toml", "pkg/data/own.toml"),
        ("pkg", "../pkg/data/own.toml", "pkg/data/own.toml"),
        (".", "./pkg/data/own.toml", "pkg/data/own.toml"),
        (".", "{root}/pkg/data/own.toml", "pkg/data/own.toml"),
        ("pkg", "../../outside.toml", "../../outside.toml"),
        ("pkg", "data/missing.toml", "pkg/data/missing.toml"),
        ("pkg", "-", "-"),
    ],
)
def test_an_annotation_is_for_the_file_relative_to_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, directory: str, path: str, shown: str
) -> None:
    root = tmp_path / "root"
    (root / "pkg" / "data").mkdir(parents=True)
    (root / "pkg" / "data" / "own.toml").touch()
    (tmp_path / "outside.toml").touch()
    (tmp_path / "link").symlink_to(root)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "link"))
    monkeypatch.chdir(root / directory)

    command = Issue(path=path.format(root=root), code="file", message="x").to_github()

    assert command == f"::error file={shown},title=itucovid check (file)::x\n"


def unescape(text: str) -> str:
    """As GitHub's runner unescapes a workflow command."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def is_plain(path: str) -> bool:
    """Whether a path is relative, and written in the shortest way."""
    return os.path.normpath(path) == path and not path.startswith(("/", ".."))


TEXTS = st.text(st.one_of(st.sampled_from("%:,\r\n;0AD235"), st.characters(codec="utf-8")))


PATHS = TEXTS.filter(is_plain)


@given(path=PATHS, record=st.none() | TEXTS, message=TEXTS, line=st.integers(0, 9))
def test_any_issue_is_one_workflow_command_for_its_file(path: str, record: str | None, message: str, line: int) -> None:
    issue = Issue(path=path, line=line, column=line, record=record, code="model", message=message)
    command = issue.to_github()

    assert (command.count("\n"), command.count("\r"), command[-1]) == (1, 0, "\n")
    name, _, rest = command.removeprefix("::").partition(" ")
    properties, _, data = rest.removesuffix("\n").partition("::")
    position = {"line": str(line), "col": str(line)} if line else {}
    assert name == "error"
    assert {key: unescape(value) for key, value in (pair.split("=", 1) for pair in properties.split(","))} == {
        "file": path,
        **position,
        "title": "itucovid check (model)",
    }
    assert unescape(data) == issue.text
