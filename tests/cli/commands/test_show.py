"""Show records in full."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import PUMPS_IN_FULL, WELLS_IN_FULL
from tests.conftest import Invoke

NO_IDS = "error: no ids on standard input; send one per line: itucovid list | itucovid show -\n"


@pytest.mark.parametrize(
    ("ids", "output"),
    [
        pytest.param(["wells"], WELLS_IN_FULL, id="one"),
        pytest.param(["PUMPS", "wells", "pumps"], f"{PUMPS_IN_FULL}\n{WELLS_IN_FULL}", id="each once"),
    ],
)
def test_show_writes_one_line_per_value_to_a_pipe(small: Invoke, ids: list[str], output: str) -> None:
    assert small("show", *ids) == (0, output.encode(), "")


def test_parallel_lists_keep_their_gaps(small: Invoke, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("links") / "links.toml"
    path.write_text(
        '[[initiatives]]\nid = "a"\ntheme = "t"\ntitle = "A"\nsummary = "S."\n'
        'links = [{ label = "X", url = "https://x.example/" },'
        ' { label = "Y", url = "https://y.example/", publisher = "P" }]\n',
        encoding="utf-8",
    )

    lines = small("show", "a", "--data", str(path)).stdout.splitlines()

    assert lines[-6:] == [
        "links\thttps://x.example/",
        "links\thttps://y.example/",
        "link_labels\tX",
        "link_labels\tY",
        "link_publishers\t",
        "link_publishers\tP",
    ]


WELLS_AS_TEXT = """\
New wells
Clean water · programme

Over 1,200 wells in Niger.

When       1 March 2020 to May 2020
Partners   World Health Organization (WHO)
Countries  Niger
Languages  French
Figures    over 1,200 wells
Links      About (Wells)
           https://wells.example/
Id         wells
"""
TWO_AS_TEXT = f"""\
{WELLS_AS_TEXT}
──────────────────────────────

Pump repair
Clean water · programme

Spare parts for pumps.

Id  pumps
"""


def test_text_in_a_pipe_reads_as_on_a_terminal(small: Invoke) -> None:
    assert small("show", "wells", "--text") == (0, WELLS_AS_TEXT.encode(), "")


@pytest.mark.parametrize(
    "env",
    [{"COLUMNS": "30"}, {"FZF_PREVIEW_COLUMNS": "30", "COLUMNS": "200"}],
    ids=["COLUMNS", "the preview window of fzf"],
)
def test_text_has_the_width_of_the_environment(small: Invoke, env: dict[str, str]) -> None:
    wrapped = TWO_AS_TEXT.replace("to May 2020", "to May\n           2020").replace(
        "Health Organization", "Health\n           Organization"
    )

    assert small("show", "wells", "pumps", "--text", env=env) == (0, wrapped.encode(), "")


@pytest.mark.parametrize(("choice", "styled"), [("auto", False), ("always", True), ("never", False)])
def test_text_in_a_pipe_has_styles_on_request(small: Invoke, choice: str, styled: bool) -> None:
    text = small("show", "wells", "--text", "--color", choice).stdout

    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == WELLS_AS_TEXT
    assert ("\x1b[1mNew wells\x1b[0m\n\x1b[36mClean water\x1b[0m" in text) == styled


def test_text_and_json_exclude_each_other(small: Invoke) -> None:
    assert small("show", "wells", "--text", "--json") == (2, b"", "error: --text and --json exclude each other\n")


def test_the_text_of_a_bundled_record_ends_with_its_source_and_the_note(invoke: Invoke) -> None:
    text = invoke("show", "giga", "--text").stdout

    assert text.startswith("Giga\nEducation and digital skills · programme\n\nITU ")
    assert "\nWhen       not dated in the document\nStatus     ongoing as of 11 January 2021\n" in text
    assert text.endswith(
        """
Source     ITU: COVID-19 Initiatives, Partnerships and Activities, 11 January
           2021, Education and digital skills, item 2
           https://www.itu.int/en/Pages/covid-19.aspx
Id         giga

The summaries are this dataset's own words, not quotations. The dataset is
independent of ITU.
"""
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param("wells qqq PUMPS", "error: no record 'qqq'; see itucovid list\n", id="some unknown"),
        pytest.param("lamsp", "error: no record 'lamsp'; did you mean lamps?\n", id="misspelled"),
        pytest.param("lamsp --json", "error: no record 'lamsp'; did you mean lamps?\n", id="JSON"),
        pytest.param("lamsp --text", "error: no record 'lamsp'; did you mean lamps?\n", id="text"),
        pytest.param(
            "lamsp qqq",
            "error: no record 'lamsp'; did you mean lamps?\nerror: no record 'qqq'; see itucovid list\n",
            id="two unknown",
        ),
    ],
)
def test_an_unknown_id_exits_1_without_output(small: Invoke, arguments: str, message: str) -> None:
    assert small("show", *arguments.split()) == (1, b"", message)


@pytest.mark.parametrize(
    ("stdin", "arguments", "shown"),
    [
        pytest.param("wells\nlamps\n", ["-"], ["wells", "lamps"], id="one per line"),
        pytest.param("\n  wells \r\n\n\t\n", ["-"], ["wells"], id="blank lines and spaces"),
        pytest.param("\ufeffwells", ["-"], ["wells"], id="byte order mark"),
        pytest.param("wells\twater\t2020\tNew wells\n", ["-"], ["wells"], id="lines of list"),
        pytest.param("Solar lamps\n", ["-"], ["lamps"], id="title"),
        pytest.param("wells\n", ["lamps", "-", "pumps"], ["lamps", "wells", "pumps"], id="between other ids"),
        pytest.param("wells\nwells\n", ["-", "-", "wells"], ["wells"], id="repeated"),
        pytest.param("", ["wells", "-"], ["wells"], id="empty, and another id"),
    ],
)
def test_a_dash_reads_ids_from_standard_input(
    small: Invoke, stdin: str, arguments: list[str], shown: list[str]
) -> None:
    done = small("show", *arguments, stdin=stdin)

    assert (done.exit_code, done.stderr) == (0, "")
    assert [line[3:] for line in done.stdout.splitlines() if line.startswith("id\t")] == shown


@pytest.mark.parametrize(
    ("stdin", "exit_code", "message"),
    [
        pytest.param(b"", 1, NO_IDS, id="empty"),
        pytest.param(b"\n \n", 1, NO_IDS, id="blank"),
        pytest.param(
            b"wells\n\xff\n",
            2,
            "error: standard input: line 2 is not UTF-8; expected one id per line\n",
            id="not UTF-8",
        ),
        pytest.param(b"wels\x1b[31m\n", 1, "error: no record 'wels\\x1b[31m'; did you mean wells?\n", id="escape"),
    ],
)
def test_standard_input_without_valid_ids_is_an_error(
    small: Invoke, stdin: bytes, exit_code: int, message: str
) -> None:
    assert small("show", "-", stdin=stdin) == (exit_code, b"", message)


def test_json_of_no_ids_is_an_empty_array(small: Invoke) -> None:
    assert small("show", "-", "--json") == (1, b"[]\n", NO_IDS)
