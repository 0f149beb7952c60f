"""Provenance: the command that an export names gives the same bytes."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

import itucovid
from itucovid import Dataset, FormatName, __version__
from itucovid.export.formats import FORMATS
from tests.conftest import MINIMAL, ROOT, Invoke

if TYPE_CHECKING:
    from collections.abc import Callable

WITH_PROVENANCE = [name for name, format_ in FORMATS.items() if format_.has_provenance]


def named_command(exported: bytes) -> str | None:
    """The command in the comments of a BibTeX export."""
    match = re.search(r"^% Command: (.*)$", exported.decode(), re.MULTILINE)
    return match[1] if match else None


def run_named(exported: bytes, invoke: Invoke, **env: str) -> bytes:
    """The output of the command that an export names."""
    program, *arguments = shlex.split(named_command(exported) or "")
    assert program == "itucovid"
    result = invoke(*arguments, env=env)
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes


@pytest.mark.parametrize(
    ("options", "command"),
    [
        ({}, "itucovid export --format bibtex"),
        ({"theme": "health"}, "itucovid export --format bibtex --theme health"),
        (
            {"partner": ["who", "World Bank"], "since": "2020-03", "reverse": True, "limit": 3},
            "itucovid export --format bibtex --partner who --partner 'World Bank' --since 2020-03 --reverse --limit 3",
        ),
        ({"search": "digital $HOME -it's"}, """itucovid export --format bibtex --search 'digital $HOME -it'"'"'s'"""),
        ({"search": "health", "theme": "health"}, "itucovid export --format bibtex --search health --theme health"),
        (
            {"theme": "youth", "kind": "platform"},
            "itucovid export --format bibtex --theme youth --kind platform",
        ),
        ({"limit": 0}, "itucovid export --format bibtex --limit 0"),
    ],
    ids=["all", "filter", "filters and order", "search", "search and filter", "no matches", "limit 0"],
)
def test_named_command_gives_the_same_bytes(options: dict[str, Any], command: str, invoke: Invoke) -> None:
    exported = itucovid.load().export("bibtex", **options)
    assert named_command(exported) == command
    assert run_named(exported, invoke) == exported


@pytest.mark.parametrize("name", WITH_PROVENANCE)
def test_command_and_python_export_the_same_bytes(name: FormatName, invoke: Invoke) -> None:
    assert invoke("export", "--format", name).stdout_bytes == itucovid.load().export(name)


@pytest.mark.parametrize("by_variable", [False, True], ids=["--data", "ITUCOVID_DATA"])
@pytest.mark.parametrize("file_name", ["own.toml", "it's mine.toml", "-x.toml"])
def test_named_command_gives_the_same_bytes_in_the_folder_of_a_file(
    file_name: str, *, by_variable: bool, tmp_path: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / file_name
    path.write_text(MINIMAL, encoding="utf-8")
    if by_variable:
        monkeypatch.setenv("ITUCOVID_DATA", str(path))
        from_python, from_command = itucovid.load().export("bibtex"), invoke("export", "--format", "bibtex")
        monkeypatch.delenv("ITUCOVID_DATA")
    else:
        from_python = itucovid.load(path).export("bibtex")
        from_command = invoke("export", "--format", "bibtex", "--data", str(path))
    command = f"itucovid export --format bibtex --data {shlex.quote(file_name)}"
    assert named_command(from_python) == command
    assert from_command.stdout_bytes == from_python
    monkeypatch.chdir(tmp_path)
    assert run_named(from_python, invoke) == from_python


@pytest.mark.parametrize(
    "exported",
    [
        pytest.param(lambda: itucovid.load().filter(theme="health").export("bibtex"), id="filtered"),
        pytest.param(lambda: itucovid.load().filter().export("bibtex"), id="filtered by nothing"),
        pytest.param(
            lambda: Dataset(itucovid.load().contents, itucovid.load().initiatives).export("bibtex"), id="made in Python"
        ),
        pytest.param(lambda: itucovid.load().export("bibtex", search="qwertyuiopzz"), id="search without hits"),
    ],
)
def test_no_command_is_named_if_none_gives_the_same(exported: Callable[[], bytes]) -> None:
    text = exported().decode()
    assert "% Made with: itucovid" in text
    assert "Command" not in text


def test_export_does_not_read_the_file_again(dataset_file: Callable[[str], Path]) -> None:
    path = dataset_file(MINIMAL)
    dataset = itucovid.load(path)
    path.unlink()
    assert (
        dataset.export("toml")
        .decode()
        .startswith(f"# Made with: itucovid {__version__}\n# Command: itucovid export --format toml --data own.toml\n")
    )
    assert [name for name in get_args(FormatName) if not dataset.export(name)] == []


@pytest.mark.parametrize("name", FORMATS)
def test_export_needs_no_temporary_files(name: FormatName, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(Path(os.devnull) / "none"))
    assert dataset.export(name)


@pytest.mark.slow
def test_same_command_gives_the_same_bytes_anywhere_at_any_time(tmp_path: Path) -> None:
    def exports(folder: Path, **env: str) -> dict[str, bytes]:
        command = [sys.executable, "-m", "itucovid", "export", "--theme", "health", "--format"]
        environment = {**os.environ, **env, "HOME": str(folder)}
        return {
            name: subprocess.run([*command, name], capture_output=True, check=True, cwd=folder, env=environment).stdout
            for name in FORMATS
        }

    first = exports(tmp_path, TZ="Asia/Tokyo", PYTHONHASHSEED="1")
    time.sleep(2)  # zip files have times in steps of two seconds
    second = exports(ROOT, TZ="America/Lima", PYTHONHASHSEED="2")
    assert [name for name in FORMATS if first[name] != second[name] or not first[name]] == []


@pytest.mark.parametrize(
    ("options", "selection"),
    [
        ({}, None),
        ({"sort": "title"}, None),
        ({"search": "health <b>"}, "7 of 28 records (search: health <b>)"),
        (
            {"country": ["niger", "Kenya"], "since": "2020", "without": "links", "search": "girls"},
            "0 of 28 records (search: girls; country: niger, Kenya; since: 2020; without: links)",
        ),
        ({"limit": 3}, "3 of 28 records"),
        ({"ids": "giga"}, "1 of 28 records"),
    ],
    ids=["all", "sorted", "search", "search and filters", "limit", "ids"],
)
def test_page_and_document_of_a_part_say_so_below_the_title(
    options: dict[str, Any], selection: str | None, dataset: Dataset
) -> None:
    below_title = dataset.export("markdown", long=True, **options).decode().split("\n\n")[1]
    page = re.search('<p class="selection" dir="auto">(.*)</p>', dataset.export("html", **options).decode())
    if selection is None:
        assert below_title == dataset.labels.note
        assert page is None
    else:
        escaped = selection.replace("<", "&lt;").replace(">", "&gt;")
        assert (below_title, page and page[1]) == (escaped, escaped)
