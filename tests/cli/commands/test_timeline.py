"""Chart the dated records."""

from __future__ import annotations

import json

import pytest

from tests.conftest import MINIMAL, Invoke

LAMPS = "2019\t\tlamps\tenergy\tSolar lamps\n"
WELLS = "2020-03-01\t2020-05\twells\twater\tNew wells\n"
OMITTED = "1 undated record omitted\n"
OPEN_ENDED = "1 record with only a start date may have lasted into this period\n"


@pytest.mark.parametrize(
    ("options", "output", "note"),
    [
        pytest.param("", LAMPS + WELLS, OMITTED, id="all"),
        pytest.param("--since 2020", WELLS, OMITTED + OPEN_ENDED, id="since"),
        pytest.param("-t energy", LAMPS, "", id="theme without undated records"),
    ],
)
def test_timeline_writes_one_line_per_dated_record_to_a_pipe(
    small: Invoke, options: str, output: str, note: str
) -> None:
    assert small("timeline", *options.split()) == (0, output.encode(), note)


def test_json_has_the_dated_records_sorted_by_start(small: Invoke) -> None:
    records = json.loads(small("timeline", "--json").stdout)

    assert [record["id"] for record in records] == ["lamps", "wells"]
    assert [records[1]] == json.loads(small("list", "--json", "-n", "1").stdout)


@pytest.mark.parametrize(("option", "output"), [([], b""), (["--json"], b"[]\n")], ids=["lines", "JSON"])
def test_without_dated_records_the_output_is_empty(
    small: Invoke, tmp_path_factory: pytest.TempPathFactory, option: list[str], output: bytes
) -> None:
    path = tmp_path_factory.mktemp("undated") / "undated.toml"
    path.write_text(MINIMAL, encoding="utf-8")

    assert small("timeline", "--data", str(path), *option) == (0, output, OMITTED)
