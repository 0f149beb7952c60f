"""`itucovid check`: errors and warnings as text, as JSON and as annotations of GitHub Actions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import MINIMAL, Invoke
from tests.storage.schemas import ISSUES

Write = Callable[[str], Path]

INVALID = MINIMAL + 'kind = "evnt"\nstart = "2020-13"\n'
ONE_WARNING = MINIMAL + 'keywords = ["record"]\n'
WARNING = "one, keywords[0]: 'record' is redundant: the record's text already contains it"


def test_a_valid_dataset(dataset_file: Write, invoke: Invoke) -> None:
    path = dataset_file(MINIMAL)
    assert invoke("check", str(path)) == (0, b"", f"{path}: 1 record in 1 theme, no issues\n")
    assert invoke("check", str(path), "--strict").exit_code == 0
    assert invoke("check", str(path), "--json") == (0, b"[]\n", "")
    assert invoke("check", str(path), "--format", "github") == (0, b"", "")


def test_the_bundled_dataset(invoke: Invoke) -> None:
    result = invoke("check", "--strict")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith("initiatives.toml: 28 records in 12 themes, no issues\n")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["{own}"], id="argument"),
        pytest.param(["--data", "{own}"], id="option"),
        pytest.param(["{own}", "--data", "none.toml"], id="argument and option"),
    ],
)
def test_the_file_that_is_checked(arguments: list[str], dataset_file: Write, invoke: Invoke) -> None:
    path = dataset_file(MINIMAL)
    result = invoke("check", *(argument.format(own=path) for argument in arguments))
    assert result.stderr == f"{path}: 1 record in 1 theme, no issues\n"


def test_the_environment_variable_names_the_file(dataset_file: Write, invoke: Invoke) -> None:
    path = dataset_file(MINIMAL)
    assert invoke("check", env={"ITUCOVID_DATA": str(path)}).stderr == f"{path}: 1 record in 1 theme, no issues\n"


def test_errors_are_listed_and_counted(dataset_file: Write, invoke: Invoke) -> None:
    path = dataset_file(INVALID)
    assert invoke("check", str(path)) == (
        2,
        b"",
        (
            f"{path}:7: error: one, kind: unknown value 'evnt'; did you mean event? [model]\n"
            f"{path}:8: error: one, start: '2020-13' does not exist [model]\n"
            f"{path}: 2 errors\n"
        ),
    )


def test_a_single_error_is_not_counted(tmp_path: Path, invoke: Invoke) -> None:
    path = tmp_path / "none.toml"
    assert invoke("check", str(path)) == (2, b"", f"{path}: error: cannot be read: No such file or directory [file]\n")


@pytest.mark.parametrize(("options", "exit_code"), [((), 0), (("--strict",), 2)], ids=["default", "strict"])
def test_warnings_fail_only_a_strict_check(
    options: tuple[str, ...], exit_code: int, dataset_file: Write, invoke: Invoke
) -> None:
    path = dataset_file(ONE_WARNING)
    assert invoke("check", str(path), *options) == (
        exit_code,
        b"",
        f"{path}:7: warning: {WARNING} [keyword]\n{path}: 1 record in 1 theme, 1 warning\n",
    )
    for output_format in ("json", "github"):
        assert invoke("check", str(path), "--format", output_format, *options).exit_code == exit_code


@pytest.mark.parametrize("option", [("--json",), ("--format", "json"), ("--json", "--format", "json")], ids=" ".join)
def test_errors_as_json(option: tuple[str, ...], dataset_file: Write, invoke: Invoke) -> None:
    path = dataset_file(INVALID)
    result = invoke("check", str(path), *option)
    common = {"path": str(path), "column": 1, "record": "one", "severity": "error", "code": "model"}
    assert (result.exit_code, result.stderr) == (2, "")
    assert json.loads(result.stdout) == [
        {**common, "line": 7, "field": "kind", "message": "unknown value 'evnt'; did you mean event?"},
        {**common, "line": 8, "field": "start", "message": "'2020-13' does not exist"},
    ]


@pytest.mark.parametrize(
    ("content", "exit_code", "severity", "codes"),
    [
        pytest.param(None, 2, "error", ["file"], id="missing"),
        pytest.param(b'title = "caf\xe9"', 2, "error", ["encoding"], id="not UTF-8"),
        pytest.param(b"\n[[initiatives]\n", 2, "error", ["syntax"], id="not TOML"),
        pytest.param(b"a = " + b"[" * 9000, 2, "error", ["syntax"], id="nested"),
        pytest.param(b"", 2, "error", ["model"], id="empty"),
        pytest.param(b'"\\u001b\\n\\u0085\\U0001F600" = 1\n' + MINIMAL.encode(), 2, "error", ["model"], id="controls"),
        pytest.param(MINIMAL.encode() + b'related = ["two"]', 2, "error", ["reference"], id="unknown reference"),
        pytest.param(MINIMAL.encode() * 2, 2, "error", ["reference"], id="duplicate id"),
        pytest.param(MINIMAL.encode() + b"start = '2021'\nend = '2020'", 2, "error", ["date"], id="reversed period"),
        pytest.param(MINIMAL.encode() + b"start = '9999'\nkeywords = ['!', '!']\npeople = [' ']\nrelated = ['one']",
                     0, "warning", ["date", "keyword", "twice", "keyword", "blank", "same"], id="warnings"),
    ],
)  # fmt: skip
def test_json_has_its_structure_whatever_the_file(
    content: bytes | None, exit_code: int, severity: str, codes: list[str], tmp_path: Path, invoke: Invoke
) -> None:
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    result = invoke("check", str(path), "--json")

    report = json.loads(result.stdout)
    jsonschema.validate(report, ISSUES)
    assert (result.exit_code, [issue["code"] for issue in report], result.stderr) == (exit_code, codes, "")
    assert {issue["severity"] for issue in report} == {severity}


def test_errors_as_annotations(dataset_file: Write, invoke: Invoke) -> None:
    path = dataset_file(MINIMAL + 'people = ["100%\\n::stop-commands::x", 1]\ncountries = ["100%\\n::x"]\n')
    result = invoke("check", str(path), "--format", "github")
    assert (result.exit_code, result.stderr) == (2, "")
    assert result.stdout == (
        f"::error file={path},line=7,col=39,title=itucovid check (model)::one, people[1]: expected text, not 1\n"
        f"::error file={path},line=8,col=14,title=itucovid check (model)::one, countries[0]: expected three capital "
        "letters (ISO 3166-1 alpha-3), not '100%25\\n::x'\n"
    )


def test_warnings_as_annotations(dataset_file: Write, invoke: Invoke) -> None:
    path = dataset_file(ONE_WARNING)
    assert invoke("check", str(path), "--format", "github").stdout == (
        f"::warning file={path},line=7,col=13,title=itucovid check (keyword)::{WARNING}\n"
    )


def test_two_formats_are_a_usage_error(dataset_file: Write, invoke: Invoke) -> None:
    result = invoke("check", str(dataset_file(MINIMAL)), "--json", "--format", "github")
    assert result == (2, b"", "error: --json conflicts with --format github\n")


def test_a_cached_dataset_is_read_again(dataset_file: Write, tmp_path: Path, invoke: Invoke) -> None:
    path = dataset_file(MINIMAL + "#" * 300_000)
    env: dict[str, str | None] = {"ITUCOVID_CACHE": str(tmp_path / "cache")}
    assert invoke("check", str(path), env=env).exit_code == 0
    assert not (tmp_path / "cache").exists()


def run(*arguments: str | bytes, directory: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command: list[str | bytes] = [sys.executable, "-m", "itucovid", "check", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=60, cwd=directory)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems require file names in Unicode")
@pytest.mark.parametrize("output_format", ["json", "github"])
def test_a_file_name_may_be_any_bytes(output_format: str, tmp_path: Path) -> None:
    done = run(b"\xff:\n.toml", "--format", output_format, directory=tmp_path)
    assert (done.returncode, done.stderr) == (2, b"")
    if output_format == "json":
        assert json.loads(done.stdout)[0]["path"] == "?:\n.toml"
    else:
        assert done.stdout.decode() == (
            "::error file=?%3A%0A.toml,title=itucovid check (file)::cannot be read: No such file or directory\n"
        )


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="standard input has no path")
def test_standard_input_by_its_path(tmp_path: Path) -> None:
    done = run("/dev/stdin", "--json", directory=tmp_path, stdin=(MINIMAL + "zzz = 1").encode())
    assert (done.returncode, done.stderr) == (2, b"")
    assert [(issue["line"], issue["message"]) for issue in json.loads(done.stdout)] == [
        (7, "unknown field; own fields are declared, as [fields.zzz], and written in extra")
    ]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless device")
def test_an_endless_device_is_one_error(tmp_path: Path) -> None:
    done = run("/dev/zero", directory=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"/dev/zero: error: cannot be read: larger than 256 MiB [file]" + os.linesep.encode()
