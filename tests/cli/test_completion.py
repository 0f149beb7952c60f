"""Shell completion of commands and values."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import itucovid
from itucovid.cli.completion import complete
from itucovid.export.formats import FORMATS
from itucovid.facets import FACETS, FILTERS
from itucovid.fields import FIELDS, explodable_groups
from itucovid.filters import PRESENCE_FIELDS, SORT_KEYS
from itucovid.model import KINDS, STATUSES
from tests.conftest import MINIMAL, ROOT, Invoke

LOCALES = (
    ("en", "English"), ("ar", "Arabic"), ("es", "Spanish"), ("fr", "French"), ("ru", "Russian"), ("zh", "Chinese"),
)  # fmt: skip
BUNDLED = ROOT / "data" / "initiatives.toml"


def ask(invoke: Invoke, line: str, shell: str = "bash") -> str:
    """Ask the command, as the completion of a shell does, how the last word of a line can go on."""
    # Bash splits a line at "=", too.
    words = [word for part in line.split(" ") for word in re.findall("[^=]+|=", part) or [""]]
    of_bash = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    of_others = {
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": line.rpartition(" ")[2],
    }
    variables = {"_ITUCOVID_COMPLETE": f"complete_{shell}", **(of_bash if shell == "bash" else of_others)}
    done = invoke(env=variables)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


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
        ("country", "latin", [("latin-america", "Latin America")]),
        ("partner", "world-h", [("world-health-organization", "World Health Organization")]),
        ("language", "wo", [("wo", "Wolof")]),
        ("language", "W", [("Wo", "Wolof")]),
        ("kind", "pl", [("platform", "")]),
        ("id", "gi", [("giga", "Giga")]),
        ("locale", "", [*LOCALES]),
        ("locale", "f", [("fr", "French")]),
        ("format", "json", [("json", ".json"), ("jsonl", ".jsonl .ndjson")]),
        ("sort", "t", [("theme", ""), ("title", "")]),
        ("explode", "pa", [("partners", "")]),
        ("facet", "m", [("month", "")]),
        ("fields", "ti", [("title", "Title")]),
        ("fields", "id,sta", [("id,start", "Start"), ("id,status", "Status")]),
        ("status", "pl", [("planned", "")]),
        ("presence", "fi", [("figures", "")]),
        ("facet", "re", [("region", "")]),
    ],
)
def test_a_value_is_completed(what: str, typed: str, offered: list[tuple[str, str]]) -> None:
    assert complete(what, BUNDLED, typed) == offered


def test_without_a_beginning_every_value_is_offered(dataset: itucovid.Dataset) -> None:
    every = {
        "id": [record.id for record in dataset.initiatives],
        "theme": [theme.id for theme in dataset.themes],
        "kind": list(KINDS),
        "format": list(FORMATS),
        "fields": list(FIELDS),
        "sort": list(SORT_KEYS),
        "explode": list(explodable_groups()),
        "facet": list(FACETS),
        "status": list(STATUSES),
        "presence": list(PRESENCE_FIELDS),
    }

    assert {what: [value for value, _ in complete(what, BUNDLED, "")] for what in every} == every


@pytest.mark.parametrize("what", FILTERS)
def test_every_offer_is_one_word_that_the_filter_accepts(dataset: itucovid.Dataset, what: str) -> None:
    known = FILTERS[what].aliases(dataset.contents)
    offered = [value for value, _ in complete(what, BUNDLED, "")]

    assert {FILTERS[what].match(known, value) for value in offered} == set(known)
    assert [value for value in offered if not re.fullmatch(r"[\w.-]+", value)] == []


@pytest.mark.slow
@pytest.mark.parametrize("what", FILTERS)
def test_offers_for_the_beginning_of_a_name_begin_with_it_and_are_valid(dataset: itucovid.Dataset, what: str) -> None:
    known = FILTERS[what].aliases(dataset.contents)
    begun = {name[:length] for value, names in known.items() for name in (value, *names) for length in (1, 4)}

    for typed in sorted(t for t in begun if re.fullmatch(r"[\w.-]+", t)):
        offered = complete(what, BUNDLED, typed)
        assert [value for value, _ in offered if not value.startswith(typed)] == []
        for value, title in offered:
            names = known[FILTERS[what].match(known, value)]
            assert title == "".join(names[:1]).replace("'", "’")


@pytest.mark.parametrize("what", [*FILTERS, "id"])
@pytest.mark.parametrize(
    "content", [None, b"\xff", b"[[", b"initiatives = 3"], ids=["missing", "bytes", "broken", "wrong"]
)
def test_an_invalid_dataset_offers_nothing(tmp_path: Path, what: str, content: bytes | None) -> None:
    path = tmp_path / "bad.toml"
    if content is not None:
        path.write_bytes(content)

    assert complete(what, path, "") == []


def test_fixed_values_need_no_dataset(tmp_path: Path) -> None:
    assert complete("format", tmp_path / "missing.toml", "toml") == [("toml", ".toml")]


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
        pytest.param("itucovid list --data {own} -t t", "testing", id="dataset of --data"),
        pytest.param("itucovid list --data={own} -t t", "testing", id="dataset of --data="),
        pytest.param("itucovid --data {own} list -t t", "testing", id="dataset before the command"),
        pytest.param("itucovid list --data ~/own.toml -t t", "testing", id="dataset in the home directory"),
        pytest.param(
            "itucovid list --data=$HOME/own.toml -t t", "testing", id="dataset in the directory of a variable"
        ),
        pytest.param("itucovid list --theme=cyb", "cybersecurity", id="value after ="),
        pytest.param("itucovid list --status=", "planned ongoing ended suspended", id="no value after ="),
        pytest.param("itucovid list --theme=health --fields=id,ti", "id,title", id="fields after ="),
        pytest.param("itucovid list --color=al", "always", id="choice after ="),
        pytest.param("itucovid list --data /dev/null/missing -t t", "", id="missing dataset"),
    ],
)
def test_bash_is_offered_values_for_a_line(
    invoke: Invoke,
    dataset: itucovid.Dataset,
    dataset_file: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    words: str,
) -> None:
    monkeypatch.setenv("HOME", str(dataset_file(MINIMAL).parent))
    offered = ask(invoke, line.format(own=dataset_file(MINIMAL))).split()

    assert offered == words.format(themes=" ".join(theme.id for theme in dataset.themes)).split()


def test_completion_uses_the_dataset_of_the_variable(
    invoke: Invoke, dataset_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITUCOVID_DATA", str(dataset_file(MINIMAL)))

    assert ask(invoke, "itucovid show o").split() == ["one"]


@pytest.mark.parametrize("shell", ["zsh", "fish", "pwsh"])
def test_other_shells_are_offered_titles(invoke: Invoke, shell: str) -> None:
    offered = ask(invoke, "itucovid list --theme cyb", shell)

    assert re.findall(r"\w+", offered)[-2:] == ["cybersecurity", "Cybersecurity"]


@pytest.mark.parametrize("shell", ["zsh", "fish", "pwsh"])
@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("itucovid list --theme=cyb", "--theme=cybersecurity"),
        ("itucovid list --color=al", "--color=always"),
        ("itucovid list --fields=id --status=pl", "--status=planned"),
        ("itucovid list --theme=health --status pl", "planned"),
    ],
)
def test_other_shells_are_offered_a_value_with_its_option_if_it_is_one_word(
    invoke: Invoke, shell: str, line: str, value: str
) -> None:
    offered = ask(invoke, line, shell)

    assert re.findall(r"[\w=-]+", offered.partition("((")[2] or offered)[0] == value


# What a shell, or Typer's rendering of titles, would evaluate.
ACTIVE = r"[/] [red]x[/red] $(touch pwned) \$(touch pwned) `id` \`id\` 'a' \"b\" ; | & a\tb\nc \u001b[31m \u202e"


def test_a_title_is_offered_without_what_a_shell_would_evaluate(dataset_file: Callable[[str], Path]) -> None:
    escaped = ACTIVE.replace("\\$", "\\\\$").replace("\\`", "\\\\`")
    path = dataset_file(MINIMAL.replace('"The first"', f'"{escaped}"'))

    ((value, title),) = complete("id", path, "")

    assert value == "one"
    assert "touch pwned" in title
    assert title.isprintable()
    assert set(title).isdisjoint("\\$`'\"[]")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "pwsh"])
def test_a_hostile_title_does_not_break_completion(
    invoke: Invoke, dataset_file: Callable[[str], Path], shell: str
) -> None:
    path = dataset_file(MINIMAL.replace("The first", "[/] [red] \\u001b[31m"))

    offered = ask(invoke, f"itucovid show --data {path} ", shell)

    assert "one" in offered
    assert "\x1b" not in offered


@pytest.mark.parametrize("partner", ["World Bank", "$(touch pwned)", "a'b", 'a\\"b', "a\\\\b", "*"])
def test_a_name_with_special_characters_is_offered_as_a_harmless_word_or_not_at_all(
    invoke: Invoke, dataset_file: Callable[[str], Path], partner: str
) -> None:
    path = dataset_file(MINIMAL + f'partners = ["{partner}"]\n')

    offered = [value for value, _ in complete("partner", path, "")]

    assert [value for value in offered if not re.fullmatch(r"[\w.-]+", value)] == []
    for value in offered:
        assert invoke("list", "-p", value, "--fields", "id", "--data", str(path)).stdout == "one\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "pwsh"])
def test_the_completion_script_of_a_shell_is_printed(invoke: Invoke, shell: str) -> None:
    done = invoke(env={"_ITUCOVID_COMPLETE": f"source_{shell}"})

    assert (done.exit_code, done.stderr) == (0, "")
    assert "_ITUCOVID_COMPLETE" in done.stdout
