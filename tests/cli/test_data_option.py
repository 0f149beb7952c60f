"""--data: standard input, a second one, and files that are given in its place or are no dataset."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, Invoke


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--fields", "id"],
        ["list", "one", "--fields", "id"],
        ["search", "first", "--fields", "id"],
        ["export", "--fields", "id", "-f", "jsonl"],
        ["stats"],
        ["themes"],
        ["show", "one"],
        ["cite", "one"],
        ["schema"],
    ],
)
def test_a_dataset_on_standard_input(arguments: list[str], invoke: Invoke, dataset_file: Callable[[str], Path]) -> None:
    expected = invoke(*arguments, "--data", str(dataset_file(MINIMAL)))
    assert expected.exit_code == 0
    assert invoke(*arguments, "--data", "-", stdin=MINIMAL) == expected
    assert invoke(*arguments, "--data", "-", stdin="x = [")[::2] == (
        2, "standard input:1: error: not TOML: Invalid value (column 6); expected a value, text in quotes\n",
    )  # fmt: skip


def test_the_command_of_an_export_names_standard_input(invoke: Invoke) -> None:
    text = invoke("export", "-f", "toml", "--data", "-", stdin=MINIMAL).stdout
    assert "# Command: itucovid export --format toml --data -\n" in text


def test_check_reads_standard_input(invoke: Invoke) -> None:
    assert invoke("check", "-", stdin=MINIMAL)[::2] == (0, "standard input: 1 record in 1 theme, no issues\n")
    result = invoke("check", "-", stdin=f"{MINIMAL}end = 'soon'\naliases = ['a', 'a']\n")
    assert result.stderr.splitlines() == [
        "standard input:7: error: one, end: 'soon' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD [model]",
        "standard input:8: warning: one, aliases[1]: 'a' is duplicated [twice]",
        "standard input: 1 error, 1 warning",
    ]
    assert invoke("check", "-", "-").stderr == "error: standard input can be read only once\n"


@pytest.mark.parametrize("command", ["list", "show", "cite", "export", "open"])
def test_standard_input_is_either_the_dataset_or_ids(invoke: Invoke, command: str) -> None:
    assert invoke(command, "-", "--data", "-", stdin=MINIMAL)[::2] == (
        2, "error: --data - and ids from standard input exclude each other\n",
    )  # fmt: skip


@pytest.mark.parametrize("command", ["list", "search x", "stats", "check", "export", "show one"])
@pytest.mark.parametrize("second", [["--data", "own.toml"], ["--data=own.toml"]])
def test_a_second_dataset_is_an_error(
    invoke: Invoke, dataset_file: Callable[[str], Path], command: str, second: list[str]
) -> None:
    result = invoke(*command.split(), "--data", str(dataset_file(MINIMAL)), *second)
    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        "error: --data is given twice; a command reads one dataset\n",
    )


def test_a_query_may_contain_the_name_of_the_option(invoke: Invoke) -> None:
    assert invoke("search", "giga", "--data", "x", "--", "--data").stderr.startswith("x: error: cannot be read")


@pytest.mark.parametrize("command", ["list", "show", "stats", "themes", "timeline"])
def test_a_file_in_the_place_of_an_argument(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, dataset_file: Callable[[str], Path], command: str
) -> None:
    monkeypatch.chdir(dataset_file(MINIMAL).parent)
    result = invoke(command, "own.toml")
    assert result.exit_code in (1, 2)
    assert "to use this file as the dataset, write --data own.toml" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "extra", "hint"),
    [
        ("stats --theme clean own.toml", "own.toml", "to use this file as the dataset, write --data own.toml"),
        ("stats --theme clean water", "water",
         "a value of several words needs quotation marks; see 'itucovid stats --help'"),
        ("timeline -c south korea", "korea",
         "a value of several words needs quotation marks; see 'itucovid timeline --help'"),
        ("import a.csv own.toml", "own.toml", "import reads one file; to write to this one: --output own.toml"),
        ("import a.csv x.toml", "x.toml", "import reads one file; to write to this one: --output x.toml"),
        ("import a.csv b.csv", "b.csv", "import reads one file; to write to this one: --output b.csv"),
        ("import a.csv own.csv", "own.csv", "import reads one file"),
        ("diff own.toml own.toml own.toml", "own.toml", "see 'itucovid diff --help'"),
        ("themes x", "x", "see 'itucovid themes --help'"),
    ],
)  # fmt: skip
def test_an_argument_too_many_is_explained(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, dataset_file: Callable[[str], Path], arguments: str, extra: str,
    hint: str,
) -> None:  # fmt: skip
    folder = dataset_file(MINIMAL).parent
    (folder / "own.csv").touch()
    monkeypatch.chdir(folder)
    result = invoke(*arguments.split())
    assert result.exit_code == 2
    assert re.fullmatch(rf"error: got unexpected extra argument\S* \({extra}\) \({re.escape(hint)}\)\n", result.stderr)


def test_a_spreadsheet_as_the_dataset(invoke: Invoke, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,title\none,A\n", encoding="utf-8")
    assert invoke("list", "--data", str(path))[::2] == (
        2,
        (
            f"{path}: error: a table of separated values (CSV or TSV); "
            "a dataset is TOML: convert it with itucovid import\n"
        ),
    )
