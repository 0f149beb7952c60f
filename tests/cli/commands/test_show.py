"""Show records in full."""

from __future__ import annotations

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


@pytest.mark.parametrize(
    ("arguments", "output", "message"),
    [
        pytest.param(
            "well qqq PUMPS",
            f"{WELLS_IN_FULL}\n{PUMPS_IN_FULL}",
            "error: no record 'qqq'; see itucovid list\n",
            id="some unknown",
        ),
        pytest.param("lamsp", "", "error: no record 'lamsp'; did you mean lamps?\n", id="misspelled"),
        pytest.param("lamsp --json", "[]\n", "error: no record 'lamsp'; did you mean lamps?\n", id="JSON"),
        pytest.param(
            "lamsp qqq",
            "",
            "error: no record 'lamsp'; did you mean lamps?\nerror: no record 'qqq'; see itucovid list\n",
            id="two unknown",
        ),
    ],
)
def test_an_unknown_id_exits_1(small: Invoke, arguments: str, output: str, message: str) -> None:
    assert small("show", *arguments.split()) == (1, output.encode(), message)


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
