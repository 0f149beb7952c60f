"""What a check says of a register that is sound but doubtful, and how it says it to other programs."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.storage.loader import read_afresh
from itucovid.storage.lint import lint
from itucovid.storage.validation import Code, Issue, Severity
from itucovid.storage.issues import as_object, as_github_annotation, escape_message, escape_property
from tests.conftest import MINIMAL, ROOT, Invoke, on_terminal

Write = Callable[[str], Path]
TODAY = dt.date(2021, 1, 11)

REPORT: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "path": {"type": "string"},
            "line": {"type": ["integer", "null"], "minimum": 1},
            "column": {"type": ["integer", "null"], "minimum": 1},
            "record": {"type": ["string", "null"]},
            "field": {"type": ["string", "null"]},
            "severity": {"enum": [*get_args(Severity)]},
            "code": {"enum": [*get_args(Code)]},
            "message": {"type": "string", "minLength": 1},
        },
        "required": ["path", "line", "column", "record", "field", "severity", "code", "message"],
        "additionalProperties": False,
    },
}

DOUBTFUL = """\
document = { title = "D", date = 2131-01-01, source = "http://example.org/" }

[[themes]]
id = "water"
title = "Water"

[[themes]]
id = "fire"
title = "Fire"

[[organisations]]
id = "who"
name = "World Health Organization"

[[organisations]]
id = "oms"
name = "Organisation mondiale de la Santé"
aliases = ["world-health organization"]

[countries]
NER.name = "Niger"
SEN.name = "Senegal"

[languages]
fr.name = " French"

[[initiatives]]
id = "wells"
theme = "water"
title = "Wells"
summary = "WELLS."
start = "2032"
partners = ["who", "who"]
countries = ["NER"]
keywords = ["well", "wells", "!"]
related = ["wells"]
figures = [{ value = 1, label = " " }]
links = [
  { label = "A", url = "http://example.org/a" },
  { label = "B", url = "https://example.org/b" },
  { label = "B", url = "https://example.org/b" },
]

[[initiatives]]
id = "again"
theme = "water"
title = "wells"
summary = "Of a title with TITLE."
"""

WARNINGS = """\
own.toml:1: warning: [document], date: 2131-01-01 is far ahead
own.toml:1: warning: [document], source: http://example.org/ is not https; take that address if there is one
own.toml:7: warning: fire: no record has this theme
own.toml:15: warning: oms: no record has this partner
own.toml:18: warning: oms, aliases[0]: 'world-health organization' is a name of who, too
own.toml:22: warning: [countries], SEN: no record has this country
own.toml:25: warning: [languages], fr.name: ' French' begins or ends with a blank
own.toml:25: warning: [languages], fr: no record has this language
own.toml:31: warning: wells, summary: says no more than the title
own.toml:32: warning: wells, start: 2032 is far ahead
own.toml:33: warning: wells, partners[1]: 'who' is there twice
own.toml:35: warning: wells, keywords[1]: 'wells' stands in the record's own text: search finds it there without a keyword
own.toml:35: warning: wells, keywords[2]: '!' has no letter or digit: no search finds it
own.toml:36: warning: wells, related[0]: a record is not related to itself
own.toml:37: warning: wells, figures[0].label: is blank
own.toml:39: warning: wells, links[0].url: http://example.org/a is not https; take that address if there is one
own.toml:41: warning: wells, links[2].url: https://example.org/b is there twice
own.toml:47: warning: again, title: is the title of wells, too
"""  # noqa: E501 - lines of output


def doubts_of(path: Path) -> list[str]:
    """The warnings of a file, without the name of its folder."""
    return [str(doubt).removeprefix(f"{path.parent}/") for doubt in lint(read_afresh(path), path, TODAY)]


def test_all_doubts_are_listed_in_the_order_of_the_file(dataset_file: Write) -> None:
    assert doubts_of(dataset_file(DOUBTFUL)) == WARNINGS.splitlines()


@pytest.mark.parametrize("name", ["initiatives.toml", "template.toml"])
def test_nothing_that_comes_with_the_package_is_doubtful(name: str) -> None:
    assert doubts_of(ROOT / "data" / name) == []


@pytest.mark.parametrize(
    ("title", "doubt"),
    [
        pytest.param("x" * 80, None, id="80 letters"),
        pytest.param("x" * 81, 81, id="81 letters"),
        pytest.param("数" * 40, None, id="40 wide"),
        pytest.param("数" * 41, 82, id="41 wide"),
        pytest.param("e\u0301" * 80, None, id="80 letters with accents of their own"),
    ],
)
def test_a_title_that_no_terminal_of_80_columns_holds_is_doubtful(
    title: str, doubt: int | None, dataset_file: Write
) -> None:
    assert doubts_of(dataset_file(MINIMAL.replace("The first", title))) == (
        [f"own.toml:5: warning: one, title: {doubt} columns wide: more than 80 make a list hard to read"]
        if doubt
        else []
    )


@pytest.mark.parametrize("date", ["'2031'", "2031-12-31", "'2031-12'", "'0001'"])
def test_a_date_within_ten_years_is_not_doubtful(date: str, dataset_file: Write) -> None:
    assert doubts_of(dataset_file(f"{MINIMAL}start = {date}\nend = 2031-12-31")) == []


def test_a_text_of_several_lines_may_end_in_one(dataset_file: Write) -> None:
    text = MINIMAL.replace('"A record', '"""\nA record').replace('required."', 'required.\n"""')
    assert doubts_of(dataset_file(f'document = {{ title = "D", introduction = "I\\n" }}\n{text}')) == []


def test_the_language_of_the_document_is_in_use(dataset_file: Write) -> None:
    languages = 'document = { title = "D", language = "en" }\nlanguages.en.name = "English"\n'
    assert doubts_of(dataset_file(languages + MINIMAL)) == []


ONE_WARNING = MINIMAL + 'keywords = ["record"]\n'
WARNING = "one, keywords[0]: 'record' stands in the record's own text: search finds it there without a keyword"


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--strict",), 2)], ids=["as is", "strict"])
def test_warnings_fail_only_a_strict_check(
    options: tuple[str, ...], status: int, dataset_file: Write, invoke: Invoke
) -> None:
    path = dataset_file(ONE_WARNING)
    result = invoke("check", str(path), *options)

    assert (result.exit_code, result.stdout) == (status, "")
    assert result.stderr == (f"{path}:7: warning: {WARNING}\nitucovid: {path}: 1 record in 1 theme, 1 warning\n")
    assert [invoke("check", str(path), "--format", name, *options).exit_code for name in ("json", "github")] == [
        status,
        status,
    ]


def test_a_strict_check_of_a_sound_register_does_not_fail(dataset_file: Write, invoke: Invoke) -> None:
    assert invoke("check", str(dataset_file(MINIMAL)), "--strict").exit_code == 0


def test_faults_are_the_same_on_a_terminal_and_in_a_pipe(dataset_file: Write) -> None:
    screen = on_terminal("check", str(dataset_file(ONE_WARNING)), "--json", width=40)
    assert json.loads(screen.text)[0]["record"] == "one"
    assert "\x1b" not in screen.sent


@pytest.mark.parametrize("option", [("--json",), ("--format", "json"), ("--json", "--format", "json")])
def test_json_has_each_fault_as_an_object(option: tuple[str, ...], dataset_file: Write, invoke: Invoke) -> None:
    path = dataset_file(MINIMAL + 'kind = "evnt"\nitem = 0\n')
    result = invoke("check", str(path), *option)

    assert (result.exit_code, result.stderr) == (2, "")
    assert json.loads(result.stdout) == [
        {
            "path": str(path), "line": 7, "column": 1, "record": "one", "field": "kind", "severity": "error",
            "code": "model", "message": "unknown value 'evnt': did you mean event?",
        },
        {
            "path": str(path), "line": 8, "column": 1, "record": "one", "field": "item", "severity": "error",
            "code": "model", "message": "expected a whole number >= 1, not 0",
        },
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "status", "codes"),
    [
        pytest.param(None, 2, ["file"], id="missing"),
        pytest.param(b'title = "caf\xe9"', 2, ["encoding"], id="not UTF-8"),
        pytest.param(b"\n[[initiatives]\n", 2, ["syntax"], id="broken"),
        pytest.param(b"a = " + b"[" * 9000, 2, ["syntax"], id="deep"),
        pytest.param(b"", 2, ["model"], id="empty"),
        pytest.param(b'"\\u001b\\n\\u0085\\U0001F600" = 1\n' + MINIMAL.encode(), 2, ["model"], id="controls"),
        pytest.param(MINIMAL.encode() + b'related = ["two"]', 2, ["reference"], id="reference"),
        pytest.param(DOUBTFUL.encode().replace(b"2032", b"9999").replace(b"2131", b"9998"), 0,
                     ["date", "link", "unused", "unused", "same", "unused", "blank", "unused", "same", "date",
                      "twice", "keyword", "keyword", "same", "blank", "link", "twice", "same"], id="doubtful"),
        pytest.param(MINIMAL.encode(), 0, [], id="sound"),
    ],
)  # fmt: skip
def test_json_has_its_shape_whatever_the_file(
    content: bytes | None, status: int, codes: list[str], tmp_path: Path, invoke: Invoke
) -> None:
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    result = invoke("check", str(path), "--json")

    report = json.loads(result.stdout)
    jsonschema.validate(report, REPORT)
    assert (result.exit_code, [fault["code"] for fault in report], result.stderr) == (status, codes, "")
    severity = "error" if status else "warning"
    assert {fault["severity"] for fault in report} <= {severity}


@pytest.mark.parametrize("format_", ["json", "github"])
def test_the_name_of_a_file_need_not_be_text(format_: str, tmp_path: Path) -> None:
    command: list[str | bytes] = [sys.executable, "-m", "itucovid", "check", b"\xff:\n.toml", "--format", format_]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, b"")
    if format_ == "json":
        assert json.loads(done.stdout)[0]["path"] == "?:\n.toml"
    else:
        assert done.stdout.decode() == (
            "::error file=?%3A%0A.toml,title=itucovid check (file)::cannot be read: No such file or directory\n"
        )


def test_two_formats_are_one_too_many(dataset_file: Write, invoke: Invoke) -> None:
    result = invoke("check", str(dataset_file(MINIMAL)), "--json", "--format", "github")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "itucovid: --json and --format github are two formats: give one\n"


def test_github_is_told_the_place_and_the_fault_of_each(dataset_file: Write, invoke: Invoke) -> None:
    path = dataset_file(MINIMAL + 'kind = "100%\\n::stop-commands::x"\nitem = 0\n')
    result = invoke("check", str(path), "--format", "github")

    assert (result.exit_code, result.stderr) == (2, "")
    first, second = result.stdout.splitlines()
    assert first.startswith(
        f"::error file={path},line=7,col=1,title=itucovid check (model)::"
        "one, kind: unknown value '100%25\\n::stop-commands::x': one of platform, "
    )
    assert second == (
        f"::error file={path},line=8,col=1,title=itucovid check (model)::one, item: expected a whole number >= 1, not 0"
    )


def test_github_is_told_warnings_as_such_and_nothing_of_a_sound_register(dataset_file: Write, invoke: Invoke) -> None:
    path = dataset_file(ONE_WARNING)
    assert invoke("check", str(path), "--format", "github").stdout == (
        f"::warning file={path},line=7,col=13,title=itucovid check (keyword)::{WARNING}\n"
    )
    assert invoke("check", str(dataset_file(MINIMAL)), "--format", "github").stdout == ""


def unescaped(text: str) -> str:
    """As the runner of GitHub Actions reads what was escaped, the per cent sign last."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


TEXTS = st.text(st.one_of(st.sampled_from("%:,\r\n;0AD235"), st.characters(codec="utf-8")))


@given(TEXTS)
def test_any_text_comes_through_a_workflow_command_as_it_was(text: str) -> None:
    assert unescaped(escape_property(text)) == text
    assert not {*escape_property(text)} & {*":,\r\n"}
    assert not {*escape_message(text)} & {*"\r\n"}


@given(path=TEXTS, record=st.none() | TEXTS, message=TEXTS, line=st.integers(0, 9))
def test_any_fault_is_one_command_of_its_file(path: str, record: str | None, message: str, line: int) -> None:
    fault = Issue(path=path, line=line, column=line, record=record, code="model", message=message)
    command = as_github_annotation(fault)

    assert (command.count("\n"), command.count("\r"), command[-1]) == (1, 0, "\n")
    name, _, rest = command.removeprefix("::").partition(" ")
    listed, _, _ = rest.partition("::")
    properties = dict(pair.split("=", 1) for pair in listed.split(","))
    place = {"line": str(line), "col": str(line)} if line else {}
    assert (name, properties) == (
        "error",
        {"file": escape_property(path), **place, "title": "itucovid check (model)"},
    )
    assert unescaped(properties["file"]) == path


@given(path=st.text(), message=st.text())
def test_any_fault_is_an_object_that_utf_8_can_carry(path: str, message: str) -> None:
    object_ = as_object(Issue(path=path, code="file", message=message or "x"))
    jsonschema.validate([object_], REPORT)
    assert json.loads(json.dumps(object_, ensure_ascii=False).encode()) == object_


def test_a_register_can_come_from_standard_input(invoke: Invoke) -> None:
    source = invoke("init", "-").stdout.encode()
    done = subprocess.run(
        [sys.executable, "-m", "itucovid", "check", "/dev/stdin", "--json"],
        input=source, capture_output=True, check=False, timeout=60, env={**os.environ},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"[]\n", b"")
