"""The command line as a whole: exit codes, errors, help."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
import typer

import itucovid
from itucovid.cli import app
from itucovid.cli.commands import NAMES
from itucovid.dates import format_date
from itucovid.errors import ItucovidError
from itucovid.filters import PRESENCE_FIELDS
from tests.conftest import MINIMAL, ROOT, Invoke, Result

GROUP = cast("Any", typer.main.get_command(app))
COMMANDS = {name: GROUP.get_command(None, name) for name in NAMES}


def error(result: Result) -> str:
    """The single line of an error that exits 2 and has no output."""
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    return line


# In processes: 130, 141 and the errors of streams, see test_process.
@pytest.mark.parametrize(
    ("command", "exit_code"),
    [
        ("", 0),
        ("-h", 0),
        ("list --help", 0),
        ("--version", 0),
        ("--no-cache list", 0),
        ("list", 0),
        ("list -c NER -t energy", 0),  # an empty list is a valid answer
        ("list -n 0", 0),
        ("search wells", 0),
        ("search qqqq", 1),
        ("search ?!", 1),
        ("search -- -wells", 1),
        ("show wells", 0),
        ("show qqqq", 1),
        ("show wells qqqq", 1),
        ("show -", 1),
        ("open wells --print", 0),
        ("open lamps", 1),
        ("open qqqq", 1),
        ("export", 0),
        ("export --search qqqq", 1),
        ("export -f toml -n 0", 2),
        ("export -o own.toml", 2),
        ("export -o missing/own.toml", 2),
        ("themes", 0),
        ("stats", 0),
        ("timeline", 0),
        ("init -", 0),
        ("init own.toml", 2),
        ("check", 0),
        ("check --strict warning.toml", 2),
        ("check warning.toml", 0),
        ("check invalid.toml", 2),
        ("list --data invalid.toml", 2),
        ("list --data missing.toml", 2),
        ("list --data .", 2),
        ("list --data /", 2),
        ("list --data=", 2),
        ("schema", 0),
        ("cache", 0),
        ("qqqq", 2),
        ("lst", 2),
        ("--qqqq", 2),
        ("list --qqqq", 2),
        ("list extra", 1),
        ("list -c Mali", 0),
        ("list --with qqqq", 2),
        ("list --since 05/06/2020", 2),
        ("cite wells", 0),
        ("cite qqqq", 1),
        ("cite wells --style apa", 2),
        ("cite", 2),
        ("themes extra", 2),
        ("wells", 2),
        ("list --data", 2),
        ("list -n -1", 2),
        ("list -n many", 2),
        ("list --color pink", 2),
        ("list -t qqqq", 2),
        ("show", 2),
        ("search", 2),
    ],
)
def test_exit_code(small: Invoke, tmp_path: Path, command: str, exit_code: int) -> None:
    (tmp_path / "invalid.toml").write_text("initiatives = 3", encoding="utf-8")
    (tmp_path / "warning.toml").write_text(MINIMAL + 'keywords = ["required"]\n', encoding="utf-8")

    done = small(*command.split())

    assert done.exit_code == exit_code
    assert (done.stdout == "") >= (exit_code == 2)
    assert (done.stderr != "") >= (exit_code != 0)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("list -t watr", "unknown theme 'watr'; did you mean water?"),
        ("list -t qqq", "unknown theme 'qqq'; choose from water, energy"),
        ("list -p qqq", "unknown partner 'qqq'; choose from who"),
        ("stats -c qqq", "unknown country 'qqq'; choose from Niger"),
        ("search wells -l qqq", "unknown language 'qqq'; choose from French"),
        ("export -k programe", "unknown kind 'programe'; did you mean programme?"),
        ("list -k p", "kind 'p' is ambiguous: platform, publication, partnership, programme"),
        ("list --fields id,summry", "unknown field 'summry'; did you mean summary?"),
        ("list --fields id,id", "field 'id' is listed twice"),
        ("list --sort qqq", "unknown order 'qqq'; choose from id, theme, title, kind, start, end"),
        (
            "list --by qqq",
            "unknown facet 'qqq'; choose from theme, kind, status, country, region, partner, language, month",
        ),
        ("list --by theme --by kind", "--by may be given once; use 'itucovid stats' for two facets"),
        (
            "stats --by qqq",
            "unknown facet 'qqq'; choose from theme, kind, status, country, region, partner, language, month",
        ),
        ("stats --by theme --by kind --by month", "--by may be given once or twice, not 3 times (theme, kind, month)"),
        ("stats --by theme --by th", "--by theme is given twice; a cross table needs two different facets"),
        ("export -f cvs", "unknown format 'cvs'; did you mean csv?"),
        ("list --since yesterday", "--since: 'yesterday' is not a date; write 2020, 2020-05, 2020-05-03 or May 2020"),
        ("list --since 05/06/2020", "--since: '05/06/2020' is ambiguous; write 2020-05-06 or 2020-06-05"),
        ("list --status qqq", "unknown status 'qqq'; choose from planned, ongoing, ended, suspended"),
        ("list --with foo", f"unknown field 'foo'; choose from {', '.join(PRESENCE_FIELDS)}"),
        ("list --with figure --without ling", "unknown field 'ling'; did you mean links?"),
        ("list --until 2020-02-30", "--until: '2020-02-30' does not exist"),
        ("list --since 2021 --until 2020-12", "--until 2020-12 is before --since 2021"),
        ("list --data own.toml --data own.toml", "--data is given twice; a command reads one dataset"),
        ("--data own.toml list --data own.toml", "--data is given twice; a command reads one dataset"),
        (
            "--theme water list",
            "no such option: --theme; the options of a command come after its name (see 'itucovid --help')",
        ),
        ("list --frobnicate", "no such option: --frobnicate (see 'itucovid list --help')"),
        ("list --languge fr", "no such option: --languge; did you mean --language? (see 'itucovid list --help')"),
        (
            "stats --colour",
            "no such option: --colour; did you mean --color or --country? (see 'itucovid stats --help')",
        ),
        ("list -q", "no such option: -q (see 'itucovid list --help')"),
        ("list --json=5", "option '--json' does not take a value (see 'itucovid list --help')"),
        ("lst", "unknown command 'lst'; did you mean list?"),
        ("help list", "unknown command 'help'; did you mean itucovid list --help?"),
        ("help qqq", "unknown command 'help'; did you mean itucovid --help?"),
        ("qqq", f"unknown command 'qqq'; choose from {', '.join(NAMES)}"),
    ],
)
def test_an_invalid_value_is_an_error_of_one_line(small: Invoke, tmp_path: Path, command: str, message: str) -> None:
    assert error(small(*command.split())) == f"error: {message}"
    assert [path.name for path in tmp_path.iterdir()] == ["own.toml"]


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        ("list -n -1", "itucovid list"),
        ("list --color pink", "itucovid list"),
        ("list --qqq", "itucovid list"),
        ("themes extra", "itucovid themes"),
        ("show", "itucovid show"),
        ("--qqq", "itucovid"),
        ("--data", "itucovid"),
        ("search -n", "itucovid search"),
        ("--data own.toml init new.toml", "itucovid init"),
    ],
)
def test_an_error_of_typer_is_one_line_that_names_the_help(small: Invoke, command: str, usage: str) -> None:
    line = error(small(*command.split()))

    assert line.startswith("error: ")
    assert line[7].islower()
    assert line.endswith(f" (see '{usage} --help')")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, " error: cannot be read: No such file or directory", id="missing"),
        pytest.param(b'title = "caf\xe9"', "1: error: not UTF-8", id="not UTF-8"),
        pytest.param(b"initiatives = []", "1: error: initiatives: must not", id="no record"),
        pytest.param(b"", "1: error: initiatives: no records", id="empty"),
        pytest.param(b"\n[[initiatives]\n", "2: error: not TOML: ", id="not TOML"),
    ],
)
@pytest.mark.parametrize("command", ["list --json", "search x", "show x", "export", "themes", "stats", "check"])
def test_an_invalid_dataset_is_an_error_of_one_line(
    small: Invoke, tmp_path: Path, command: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "invalid.toml").write_bytes(content)

    assert error(small(*command.split(), "--data", "invalid.toml")).startswith(f"invalid.toml:{message}")


BUG = "error: unexpected %s; please report this bug, with the traceback that ITUCOVID_DEBUG=1 shows\n"


@pytest.mark.parametrize(
    ("exception", "exit_code", "stderr"),
    [
        pytest.param(RuntimeError("broken\nin two"), 70, BUG % "RuntimeError: broken in two", id="unexpected"),
        pytest.param(RecursionError(), 70, BUG % "RecursionError", id="without a message"),
        pytest.param(ItucovidError("first\nsecond"), 2, "error: first\nerror: second\n", id="of two lines"),
        pytest.param(MemoryError(), 2, "error: out of memory: the dataset is too large\n", id="out of memory"),
        pytest.param(OSError(5, "Broken"), 2, "error: standard output: Broken\n", id="of a stream"),
        pytest.param(OSError(5, "Broken", "a.txt"), 2, "error: a.txt: Broken\n", id="of a file"),
        pytest.param(
            RuntimeError("Could not determine home directory."),
            2,
            "error: the home directory is unknown; set HOME\n",
            id="no home directory",
        ),
        pytest.param(BrokenPipeError(32, "Broken pipe"), 141, "", id="broken pipe"),
        pytest.param(KeyboardInterrupt(), 130, "", id="interrupt"),
        pytest.param(typer.Abort(), 130, "", id="abort"),
    ],
)
def test_an_exception_becomes_a_message_and_an_exit_code(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, exception: BaseException, exit_code: int, stderr: str
) -> None:
    def fail(*_: object) -> None:
        raise exception

    monkeypatch.setattr(itucovid.Dataset, "load", fail)

    assert invoke("list") == (exit_code, b"", stderr)


@pytest.mark.parametrize(("variable", "shown"), [(None, False), ("0", False), ("1", True)])
def test_only_debug_shows_the_traceback_of_an_unexpected_exception(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, variable: str | None, shown: bool
) -> None:
    monkeypatch.setattr(itucovid.Dataset, "load", lambda *_: next(iter(())))

    done = invoke("list", env={"ITUCOVID_DEBUG": variable})

    assert done.exit_code == 70
    assert done.stderr.startswith("Traceback (most recent call last):\n") == shown
    assert done.stderr.endswith(BUG % "StopIteration")
    assert done.stderr.count("\n") > 1 or not shown


def test_without_arguments_the_help_is_shown(invoke: Invoke) -> None:
    done = invoke()

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == invoke("--help").stdout == invoke("-h").stdout
    assert "\n    itucovid list --theme cybersecurity\n" in done.stdout


def test_the_versions_of_the_tool_and_of_the_dataset_are_shown(invoke: Invoke) -> None:
    info = itucovid.load(ROOT / "data" / "initiatives.toml").contents.dataset
    assert info is not None
    assert info.date is not None
    versions = f"itucovid {itucovid.__version__} (dataset {info.version}, {format_date(info.date)})\n"
    assert invoke("--version") == (0, versions.encode(), "")


def test_the_help_lists_every_command_with_its_whole_summary(invoke: Invoke) -> None:
    summaries = [f"  {name.ljust(8)}  {command.help.splitlines()[0]}" for name, command in COMMANDS.items()]

    assert invoke("--help").stdout.partition("\nCommands:\n")[2].partition("\n\n")[0].splitlines() == summaries


@pytest.mark.parametrize("name", NAMES)
def test_a_summary_is_one_sentence_of_at_most_60_columns(name: str) -> None:
    summary = COMMANDS[name].help.partition("\n\n")[0]

    assert len(summary) <= 60
    assert summary.endswith(".")
    assert "..." not in summary


def test_the_help_names_the_environment_variable_of_the_dataset(invoke: Invoke) -> None:
    assert "[env var: ITUCOVID_DATA]" in " ".join(invoke("list", "--help").stdout.split())


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_has_help(name: str) -> None:
    assert [parameter.name for parameter in COMMANDS[name].params if not getattr(parameter, "help", None)] == []


def test_no_cache_disables_the_cache(invoke: Invoke, tmp_path: Path) -> None:
    used = {"ITUCOVID_CACHE": str(tmp_path)}

    assert invoke("cache", env=used).stderr == f"{tmp_path}: 0 bytes\n"
    assert invoke("--no-cache", "cache", env=used).stderr == "caching is disabled\n"
    assert invoke("cache", "--no-cache", env=used).stderr == "caching is disabled\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_takes_no_cache(name: str) -> None:
    assert [parameter.name for parameter in COMMANDS[name].params].count("no_cache") == 1


def test_data_may_come_before_the_command_or_begin_with_a_tilde(
    invoke: Invoke, dataset_file: Callable[[str], Path]
) -> None:
    path = dataset_file(MINIMAL)
    env = {"HOME": str(path.parent), "USERPROFILE": str(path.parent)}
    expected = (0, b"one\ttesting\t\tThe first\n", "")

    assert invoke("--data", str(path), "list") == expected
    assert invoke("list", "--data=~/own.toml", env=env) == expected
    assert invoke("--data=~/own.toml", "list", env={**env, "ITUCOVID_DATA": "missing.toml"}) == expected
    assert invoke("list", env={**env, "ITUCOVID_DATA": "~/own.toml"}) == expected
    assert invoke("check", env={**env, "ITUCOVID_DATA": "~/own.toml"}).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "hinted"),
    [
        (["-school"], True),
        (["wells", "-podcast"], True),
        (["-lamps", "-n", "3"], True),
        (["-n", "x"], False),
        (["wells", "-pq"], False),
        (["wells", "--partner", "podcast"], False),
        (["wells", "--sort", "x", "--", "-podcast"], False),
    ],
)
def test_an_error_of_a_word_to_exclude_that_is_read_as_options_says_how_to_write_it(
    small: Invoke, arguments: list[str], hinted: bool
) -> None:
    result = small("search", *arguments)

    note = "to exclude a word, write -- before the query: itucovid search -- digital -podcast"
    assert (result.exit_code, result.stdout, result.stderr.splitlines()[1:]) == (2, "", [note] * hinted)


def test_a_query_may_begin_with_a_word_to_exclude(small: Invoke) -> None:
    expected = ["pumps"]

    for query in (["--", "-wells", "water"], ["-wells water"], ["--", "-wells water"]):
        assert [line.split("\t")[0] for line in small("search", *query).stdout.splitlines()] == expected


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_message_has_no_control_characters(invoke: Invoke) -> None:
    assert error(invoke("list", "--data", "\x1b[31m\u202e\n.toml")).startswith("\ufffd[31m\ufffd .toml: error: ")
