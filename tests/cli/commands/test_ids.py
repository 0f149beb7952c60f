"""Ids of records as arguments and from standard input, in every command that takes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import LAMPS, PUMPS, WELLS
from tests.conftest import Invoke


@pytest.mark.parametrize(
    ("arguments", "stdin", "output"),
    [
        pytest.param("pumps wells", "", PUMPS + WELLS, id="order of the ids"),
        pytest.param("pumps wells pumps", "", PUMPS + WELLS, id="each record once"),
        pytest.param("PUMPS Solar-lamps", "", PUMPS + LAMPS, id="other spelling and title"),
        pytest.param("pum", "", PUMPS, id="prefix"),
        pytest.param("pumps wells lamps --sort title", "", WELLS + PUMPS + LAMPS, id="sorted"),
        pytest.param("pumps wells --reverse", "", WELLS + PUMPS, id="reversed"),
        pytest.param("pumps wells lamps -n 2", "", PUMPS + WELLS, id="limited"),
        pytest.param("pumps lamps wells -t water", "", PUMPS + WELLS, id="filtered"),
        pytest.param("-", "pumps\twater\nlamps\n", PUMPS + LAMPS, id="lines of list"),
        pytest.param("-", "\ufeffpumps\r\n\r\n  lamps  \n", PUMPS + LAMPS, id="byte order mark, CRLF and spaces"),
        pytest.param("wells - lamps", "pumps\n", WELLS + PUMPS + LAMPS, id="among others"),
        pytest.param("pumps wells --fields id", "", "pumps\nwells\n", id="fields"),
        pytest.param("pumps lamps wells --by theme --fields id", "", "water\tpumps\nwater\twells\nenergy\tlamps\n",
                     id="grouped"),
    ],
)  # fmt: skip
def test_list_of_ids_has_these_records_in_their_order(small: Invoke, arguments: str, stdin: str, output: str) -> None:
    assert small("list", *arguments.split(), stdin=stdin) == (0, output.encode(), "")


@pytest.mark.parametrize(
    ("arguments", "stdin", "output"),
    [
        pytest.param("pumps wells", "", "id\npumps\nwells\n", id="order of the ids"),
        pytest.param("-", "lamps\tx\npumps\n", "id\nlamps\npumps\n", id="standard input"),
        pytest.param("pumps wells --sort id", "", "id\npumps\nwells\n", id="sorted"),
        pytest.param("pumps lamps -k campaign", "", "id\nlamps\n", id="filtered"),
    ],
)
def test_export_of_ids_has_these_records_in_their_order(small: Invoke, arguments: str, stdin: str, output: str) -> None:
    assert small("export", *arguments.split(), "-f", "tsv", "--fields", "id", stdin=stdin) == (0, output.encode(), "")


@pytest.mark.parametrize("command", ["list", "export -f tsv"])
@pytest.mark.parametrize(
    ("id_", "notes"),
    [
        pytest.param(
            "new wel", "'new wel' is taken as the beginning of the title of wells\n", id="beginning of a title"
        ),
        pytest.param("NEW wells", "", id="title"),
        pytest.param("wel", "", id="beginning of an id"),
    ],
)
def test_a_note_says_which_record_the_beginning_of_a_title_means(
    small: Invoke, command: str, id_: str, notes: str
) -> None:
    result = small(*command.split(), "--fields", "id", id_)

    assert (result.exit_code, result.stdout.splitlines()[-1], result.stderr) == (0, "wells", notes)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("list", "error: no record 'Water'; did you mean --theme water?\n"),
        ("export", "error: no record 'Water'; did you mean --theme water?\n"),
        ("show", "error: no record 'Water'; see itucovid list\n"),
    ],
)
def test_an_unknown_id_that_is_a_theme_suggests_the_option(small: Invoke, command: str, message: str) -> None:
    assert small(command, "Water") == (1, b"", message)


@pytest.mark.parametrize("command", ["list", "list --json", "show", "cite", "export", "open --print", "open --source"])
@pytest.mark.parametrize(
    ("ids", "stdin", "message"),
    [
        pytest.param("wells lamsp", "", "error: no record 'lamsp'; did you mean lamps?\n", id="misspelled"),
        pytest.param("wells -", "qqq\n", "error: no record 'qqq'; see itucovid list\n", id="on standard input"),
        pytest.param(
            "qqq lamsp",
            "",
            "error: no record 'qqq'; see itucovid list\nerror: no record 'lamsp'; did you mean lamps?\n",
            id="two",
        ),
        pytest.param(
            "-",
            "\n",
            "error: no ids on standard input; send one per line: itucovid list | itucovid {command} -\n",
            id="none",
        ),
    ],
)
def test_an_unknown_id_exits_1_without_output(small: Invoke, command: str, ids: str, stdin: str, message: str) -> None:
    name, *options = command.split()

    assert small(name, *options, *ids.split(), stdin=stdin) == (1, b"", message.format(command=name))


@pytest.mark.parametrize("command", ["list", "show", "cite", "export", "open"])
def test_standard_input_that_is_not_utf_8_is_an_error_with_its_line(small: Invoke, command: str) -> None:
    assert small(command, "-", stdin=b"wells\n\xff\n") == (
        2, b"", "error: standard input: line 2 is not UTF-8; expected one id per line\n",
    )  # fmt: skip


@pytest.mark.parametrize("command", ["list", "show", "export", "cite"])
def test_the_path_of_a_file_as_an_id_is_explained(small: Invoke, tmp_path: Path, command: str) -> None:
    (tmp_path / "my data.toml").touch()

    assert small(command, "my data.toml") == (
        1, b"", "error: no record 'my data.toml'; to use this file as the dataset, write --data 'my data.toml'\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "id_", "hint"),
    [
        ("export", "all.xlsx", "to export to a file of this name, write -o all.xlsx"),
        ("export", "my records.HTML", "to export to a file of this name, write -o 'my records.HTML'"),
        ("export", "new.toml", "to export to a file of this name, write -o new.toml"),
        ("export", "own.toml", "to use this file as the dataset, write --data own.toml"),
        ("export", "own.csv", "to export to a file of this name, write -o own.csv"),
        ("list", "wells.csl.json", "to export to a file of this name, run: itucovid export -o wells.csl.json"),
        ("list", "all.png", "see itucovid list"),
        ("show", "all.csv", "see itucovid list"),
    ],
)
def test_the_name_of_a_file_to_write_is_explained(
    small: Invoke, tmp_path: Path, command: str, id_: str, hint: str
) -> None:
    (tmp_path / "own.csv").touch()

    assert small(command, id_) == (1, b"", f"error: no record {id_!r}; {hint}\n")


@pytest.mark.parametrize(
    ("id_", "option"),
    [
        ("WHO", "--partner who"),
        ("world health organization", "--partner who"),
        ("kenya", "--country Kenya"),
        ("kenia", "--country Kenya"),
        ("kenyaland", None),
    ],
)
def test_the_value_of_a_filter_in_place_of_an_id_is_explained(invoke: Invoke, id_: str, option: str | None) -> None:
    hint = f"did you mean {option}?" if option else "see itucovid list"
    assert invoke("list", id_) == (1, b"", f"error: no record {id_!r}; {hint}\n")
    assert invoke("show", id_) == (1, b"", f"error: no record {id_!r}; see itucovid list\n")


@pytest.mark.parametrize("command", ["list", "export"])
@pytest.mark.parametrize(
    ("arguments", "id_", "option"),
    [
        ("--theme clean water", "water", "--theme 'clean water'"),
        ("wells --theme clean water", "water", "--theme 'clean water'"),
        ("-c south korea -k campaign", "korea", "--country 'south korea'"),
        ("-k campaign -p world health organization", "organization", "--partner 'world health organization'"),
        ("-l french -p x -p world health", "health", "--partner 'world health'"),
        ("--since 1 May 2020", "2020", "--since '1 May 2020'"),
        ("--until May 2020", "2020", "--until 'May 2020'"),
    ],
)
def test_words_of_a_value_that_is_not_quoted_are_explained(
    small: Invoke, command: str, arguments: str, id_: str, option: str
) -> None:
    assert small(command, *arguments.split()) == (1, b"", f"error: no record {id_!r}; did you mean {option}?\n")


def test_an_unknown_id_beside_a_value_is_only_unknown(small: Invoke) -> None:
    assert small("list", "--theme", "clean", "zzz") == (1, b"", "error: no record 'zzz'; see itucovid list\n")


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        ("pumps wells --since 2020", "1 undated record omitted\n"),
        ("lamps wells --since 2020", "1 record with only a start date may have lasted into this period\n"),
        ("wells --since 2020", ""),
    ],
)
def test_notes_are_about_the_records_with_the_ids(small: Invoke, arguments: str, note: str) -> None:
    assert small("list", *arguments.split()) == (0, WELLS.encode(), note)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("wells", "did you mean itucovid show wells?"),
        ("WELLS", "did you mean itucovid show wells?"),
        ("new wells", "did you mean itucovid show wells?"),
        ("lst", "did you mean list?"),
        ("p", "did you mean itucovid show pumps?"),
        ("help", "did you mean itucovid --help?"),
    ],
)
def test_an_id_instead_of_a_command_is_explained(small: Invoke, name: str, hint: str) -> None:
    assert small(name) == (2, b"", f"error: unknown command {name!r}; {hint}\n")


def test_an_id_instead_of_a_command_is_not_looked_up_in_an_invalid_dataset(small: Invoke, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("initiatives = 3", encoding="utf-8")

    done = small("wells")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("error: unknown command 'wells'; choose from list, search, show, ")


def test_the_bundled_record_giga_is_offered(invoke: Invoke) -> None:
    assert invoke("giga") == (2, b"", "error: unknown command 'giga'; did you mean itucovid show giga?\n")
