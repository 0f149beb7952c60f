"""Dated records on an axis, in a pipe and on a terminal; and lists in groups."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.dates import PartialDate
from itucovid.model import Initiative
from itucovid.timeline import timeline
from tests.conftest import MINIMAL, Invoke, on_terminal

REGISTER = """
themes = [{ id = "t", title = "Tea" }, { id = "u", title = "Useful" }, { id = "v", title = "Void" }]

[[initiatives]]
id = "late"
theme = "u"
title = "The late one"
summary = "S"
partners = ["b", "a"]
start = "2020-06-01"
end = "2020-06-30"

[[initiatives]]
id = "day"
theme = "t"
title = "A day"
summary = "S"
partners = ["a"]
start = "2020-01-01"

[[initiatives]]
id = "vague"
theme = "t"
title = "Some time"
summary = "S"
end = "2020-03"

[[initiatives]]
id = "never"
theme = "t"
title = "[bold]No date\\u001b[31m"
summary = "S"
"""


@pytest.fixture
def register_file(dataset_file: Callable[[str], Path]) -> str:
    return str(dataset_file(REGISTER))


dates = st.dates().flatmap(lambda day: st.sampled_from([4, 7, 10]).map(lambda n: PartialDate(day.isoformat()[:n])))
records = st.builds(
    lambda start, end: Initiative(id="x", theme="t", title="X", summary="X", start=start, end=end),
    st.none() | dates,
    st.none() | dates,
)


@given(st.lists(records), st.integers(1, 40))
def test_every_dated_record_is_on_the_axis_and_no_tick_beside_it(some: list[Initiative], most: int) -> None:
    drawn = timeline(some)
    dated = [record for record in some if record.start or record.end]
    if drawn is None:
        assert dated == []
        return
    assert sorted(id(bar.record) for bar in drawn.bars) == sorted(map(id, dated))
    assert all(0 <= bar.begin < bar.end <= 1 for bar in drawn.bars)
    assert [bar.begin for bar in drawn.bars] == sorted(bar.begin for bar in drawn.bars)
    ticks = drawn.ticks(most)
    assert len(ticks) <= most
    assert all(0 <= tick.at < 1 for tick in ticks)


def test_a_pipe_gets_the_dated_records_in_their_order(register_file: str, invoke: Invoke) -> None:
    done = invoke("timeline", "--data", register_file)
    assert done.stdout == (
        "2020-01-01\t\tday\tt\tA day\n\t2020-03\tvague\tt\tSome time\n2020-06-01\t2020-06-30\tlate\tu\tThe late one\n"
    )
    assert done.stderr == "itucovid: 1 record without a date left out\n"
    objects = json.loads(invoke("timeline", "--data", register_file, "--json").stdout)
    assert [entry["id"] for entry in objects] == ["day", "vague", "late"]


def test_the_chart_has_a_line_a_theme_with_a_record(register_file: str) -> None:
    screen = on_terminal("timeline", "--data", register_file, width=62)
    scale, axis, *themes = screen.lines[:4]
    assert scale.split() == ["2020", "Feb", "Mar", "Apr", "May", "Jun"]
    assert axis == "   " + "─" * 59
    assert themes == ["t  ●" + " " * 18 + "░" * 11, "u" + " " * 51 + "━" * 10]
    assert [line.split()[0] for line in screen.lines[9:]] == ["1", "March", "1"]


def test_without_utf_8_the_chart_is_ascii(register_file: str) -> None:
    screen = on_terminal(
        "timeline", "--data", register_file, env={"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    )
    assert screen.status == 0
    assert screen.text.isascii()
    assert "t  *" in screen.text


@pytest.mark.parametrize("width", [10, 20, 40])
def test_where_there_is_no_room_the_dates_are_there(register_file: str, width: int) -> None:
    screen = on_terminal("timeline", "--data", register_file, width=width)
    assert screen.status == 0
    assert all(len(line) <= width for line in screen.lines)
    assert "2020" in screen.text


def test_without_dates_there_is_nothing_to_draw(dataset_file: Callable[[str], Path], invoke: Invoke) -> None:
    path = str(dataset_file(MINIMAL))
    assert invoke("timeline", "--data", path).stdout == ""
    assert on_terminal("timeline", "--data", path).lines == ["No records with a date."]


def test_a_grouped_list_has_each_record_under_each_of_its_values(register_file: str, invoke: Invoke) -> None:
    assert [
        line.split("\t")[:2] for line in invoke("list", "--by", "partner", "--data", register_file).stdout.splitlines()
    ] == [["a", "late"], ["a", "day"], ["b", "late"], ["", "vague"], ["", "never"]]
    fields = invoke("list", "--by", "partner", "--fields", "title,id", "--data", register_file, "-n", "2").stdout
    assert fields.splitlines() == ["a\tThe late one\tlate", "a\tA day\tday", "b\tThe late one\tlate"]


def test_a_grouped_list_in_json_has_an_object_a_group(register_file: str, invoke: Invoke) -> None:
    groups = json.loads(invoke("list", "--by", "theme", "--data", register_file, "--json", "--fields", "id").stdout)
    assert groups == [
        {"theme": "t", "name": "Tea", "records": [{"id": "day"}, {"id": "vague"}, {"id": "never"}]},
        {"theme": "u", "name": "Useful", "records": [{"id": "late"}]},
    ]


def test_a_grouped_list_has_headings_and_columns_below_each_other(register_file: str) -> None:
    screen = on_terminal("list", "--by", "theme", "--data", register_file)
    assert screen.lines == [
        "Tea (3)",
        "day    2020-01-01  A day",
        "vague              Some time",
        "never              [bold]No date\ufffd[31m",
        "",
        "Useful (1)",
        "late   2020-06-01  The late one",
        "",
        "4 records",
    ]
    assert "\x1b[31m" not in screen.sent
    narrow = on_terminal("list", "--by", "partner", "--data", register_file, width=12)
    assert "no partner" in narrow.text
    assert all(len(line) <= 12 for line in narrow.lines)


def test_a_list_has_one_kind_of_group(invoke: Invoke) -> None:
    done = invoke("list", "--by", "theme", "--by", "kind")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "itucovid: --by is given more than once: a list has one kind of group; itucovid stats crosses two\n"
    )


@pytest.mark.parametrize("by", ["colour", ""])
def test_an_unknown_facet_is_refused(by: str, invoke: Invoke) -> None:
    done = invoke("list", "--by", by)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
