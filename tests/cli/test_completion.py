"""What a shell offers while a command is being typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from itucovid.cli import completion
from itucovid.export import FORMATS
from itucovid.fields import FIELDS, explodable
from itucovid.filters import SORT_KEYS, known_values
from itucovid.model import KINDS
from itucovid.stats import FACETS
from itucovid.text import match_name
from tests.conftest import MINIMAL, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import itucovid
    from tests.conftest import Invoke

SHIPPED = ROOT / "data" / "initiatives.toml"
FILTERS = ("theme", "partner", "country", "language", "kind")


def complete(line: str, shell: str = "bash") -> subprocess.CompletedProcess[str]:
    """What the tool answers a shell that asks what could follow a line, its last word unfinished."""
    variables = {
        "_ITUCOVID_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": line.rpartition(" ")[2],
    }
    return subprocess.run(
        [sys.executable, "-m", "itucovid"],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("what", "typed", "offered"),
    [
        ("theme", "he", [("health", "Health")]),
        ("theme", "qqq", []),
        ("partner", "un-h", [("un-habitat", "United Nations Human Settlements Programme")]),
        ("country", "N", [("NER", "Niger")]),
        ("country", "ne", [("ner", "Niger")]),
        ("country", "Ni", [("Niger", "Niger")]),
        ("country", "nig", [("niger", "Niger")]),
        ("country", "尼日", [("尼日尔", "Niger")]),
        ("country", "latin", [("latin-america", "")]),
        ("partner", "world-h", [("world-health-organization", "World Health Organization")]),
        ("language", "wo", [("wo", "Wolof")]),
        ("language", "W", [("Wo", "Wolof")]),
        ("kind", "pl", [("platform", "")]),
        ("id", "gi", [("giga", "Giga")]),
        ("format", "json", [("json", ".json"), ("jsonl", ".jsonl .ndjson")]),
        ("sort", "t", [("theme", ""), ("title", "")]),
        ("explode", "pa", [("partners", "")]),
        ("facet", "m", [("month", "")]),
        ("fields", "ti", [("title", "Title")]),
        ("fields", "id,sta", [("id,start", "Start")]),
    ],
)
def test_what_is_typed_is_completed(what: str, typed: str, offered: list[tuple[str, str]]) -> None:
    assert completion.values(what, SHIPPED, typed) == offered


def test_everything_that_could_stand_there_is_offered(dataset: itucovid.Dataset) -> None:
    every = {
        "id": [record.id for record in dataset.initiatives],
        "theme": [theme.id for theme in dataset.themes],
        "kind": list(KINDS),
        "format": list(FORMATS),
        "fields": list(FIELDS),
        "sort": list(SORT_KEYS),
        "explode": list(explodable()),
        "facet": list(FACETS),
    }

    assert {what: [value for value, _ in completion.values(what, SHIPPED, "")] for what in every} == every


@pytest.mark.parametrize("what", FILTERS)
def test_what_is_offered_is_one_word_that_the_filter_takes(dataset: itucovid.Dataset, what: str) -> None:
    known = known_values(dataset)[what]
    offered = [value for value, _ in completion.values(what, SHIPPED, "")]

    assert {match_name(what, value, known) for value in offered} == set(known)
    assert [value for value in offered if not re.fullmatch(r"[\w.-]+", value)] == []


@pytest.mark.parametrize("what", FILTERS)
def test_whatever_is_typed_of_a_name_what_is_offered_begins_with_it_and_means_that_name(
    dataset: itucovid.Dataset, what: str
) -> None:
    known = known_values(dataset)[what]
    begun = {name[:length] for value, names in known.items() for name in (value, *names) for length in (1, 2, 4)}

    for typed in sorted(t for t in begun if re.fullmatch(r"[\w.-]+", t)):
        offered = completion.values(what, SHIPPED, typed)
        assert [value for value, _ in offered if not value.startswith(typed)] == []
        for value, title in offered:
            names = known[match_name(what, value, known)]
            assert title == "".join(names[:1]).replace("'", "’")


@pytest.mark.parametrize("what", [*FILTERS, "id"])
@pytest.mark.parametrize(
    "content", [None, b"\xff", b"[[", b"initiatives = 3"], ids=["missing", "bytes", "broken", "wrong"]
)
def test_a_dataset_that_cannot_be_read_offers_nothing(tmp_path: Path, what: str, content: bytes | None) -> None:
    path = tmp_path / "bad.toml"
    if content is not None:
        path.write_bytes(content)

    assert completion.values(what, path, "") == []


def test_fixed_values_need_no_dataset(tmp_path: Path) -> None:
    assert completion.values("format", tmp_path / "missing.toml", "toml") == [("toml", ".toml")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("itucovid list --theme ", "{themes}", id="theme"),
        pytest.param("itucovid list -t cyb", "cybersecurity", id="short option"),
        pytest.param("itucovid search x -p gs", "gsma", id="after an argument"),
        pytest.param("itucovid show giga gsr", "gsr-20", id="second id"),
        pytest.param("itucovid export -f ma", "markdown", id="format"),
        pytest.param("itucovid stats --by m", "month", id="facet"),
        pytest.param("itucovid list -c ni", "niger", id="country by its name"),
        pytest.param("itucovid open gig", "giga", id="open"),
        pytest.param("itucovid st", "stats", id="command"),
        pytest.param("itucovid list --data {own} -t t", "testing", id="register of one's own"),
        pytest.param("itucovid list --data /dev/null/missing -t t", "", id="no register"),
    ],
)
def test_bash_is_offered(dataset: itucovid.Dataset, dataset_file: Callable[[str], Path], line: str, words: str) -> None:
    done = complete(line.format(own=dataset_file(MINIMAL)))

    assert done.stderr == ""
    assert done.stdout.split() == words.format(themes=" ".join(theme.id for theme in dataset.themes)).split()


def test_completion_heeds_the_variable(dataset_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITUCOVID_DATA", str(dataset_file(MINIMAL)))

    assert complete("itucovid show o").stdout.split() == ["one"]


@pytest.mark.parametrize("shell", ["zsh", "fish", "pwsh"])
def test_other_shells_are_offered_titles_too(shell: str) -> None:
    done = complete("itucovid list --theme cyb", shell)

    assert done.stderr == ""
    assert re.findall(r"\w+", done.stdout)[-2:] == ["cybersecurity", "Cybersecurity"]


# What a shell, or Typer's rendering of titles for it, would obey in a title.
ACTIVE = r"[/] [red]x[/red] $(touch pwned) \$(touch pwned) `id` \`id\` 'a' \"b\" ; | & a\tb\nc \u001b[31m \u202e"


def test_a_title_is_offered_without_what_a_shell_would_obey(dataset_file: Callable[[str], Path]) -> None:
    said = ACTIVE.replace("\\$", "\\\\$").replace("\\`", "\\\\`")
    path = dataset_file(MINIMAL.replace('"The first"', f'"{said}"'))

    ((value, title),) = completion.values("id", path, "")

    assert value == "one"
    assert "touch pwned" in title
    assert title.isprintable()
    assert set(title).isdisjoint("\\$`'\"[]")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "pwsh"])
def test_no_title_breaks_completion(dataset_file: Callable[[str], Path], shell: str) -> None:
    path = dataset_file(MINIMAL.replace("The first", "[/] [red] \\u001b[31m"))

    done = complete(f"itucovid show --data {path} ", shell)

    assert (done.returncode, done.stderr) == (0, "")
    assert "one" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("partner", ["World Bank", "$(touch pwned)", "a'b", 'a\\"b', "a\\\\b", "*"])
def test_a_name_is_offered_as_one_harmless_word_or_not_at_all(
    invoke: Invoke, dataset_file: Callable[[str], Path], partner: str
) -> None:
    path = dataset_file(MINIMAL + f'partners = ["{partner}"]\n')

    offered = [value for value, _ in completion.values("partner", path, "")]

    assert [value for value in offered if not re.fullmatch(r"[\w.-]+", value)] == []
    for value in offered:
        assert invoke("list", "-p", value, "--fields", "id", "--data", str(path)).stdout == "one\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "pwsh"])
def test_a_script_for_the_shell_can_be_had(shell: str) -> None:
    variables = {**os.environ, "_ITUCOVID_COMPLETE": f"source_{shell}"}
    done = subprocess.run(
        [sys.executable, "-m", "itucovid"], env=variables, capture_output=True, text=True, check=False, timeout=60
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "_ITUCOVID_COMPLETE" in done.stdout
