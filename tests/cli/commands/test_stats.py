"""Count records."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Invoke


@pytest.mark.parametrize(
    ("options", "output"),
    [
        pytest.param("", "water\t2\tClean water\nenergy\t1\tEnergy\n", id="by theme"),
        pytest.param("--by kind", "programme\t2\tprogramme\ncampaign\t1\tcampaign\n", id="by kind"),
        pytest.param("--by partner -t water", "who\t1\tWorld Health Organization\n\t1\tno partner\n", id="filtered"),
        pytest.param(
            "--by month",
            "2019\t1\t2019\n2020-03\t1\tMarch 2020\n2020-04\t1\tApril 2020\n2020-05\t1\tMay 2020\n\t1\tno month\n",
            id="by month",
        ),
        pytest.param("--by country -c NER", "NER\t1\tNiger\n", id="by country"),
        pytest.param(
            "--by theme --by month",
            "water\t2019\t0\nwater\t2020-03\t1\nwater\t2020-04\t1\nwater\t2020-05\t1\nwater\t\t1\n"
            "energy\t2019\t1\nenergy\t2020-03\t0\nenergy\t2020-04\t0\nenergy\t2020-05\t0\nenergy\t\t0\n",
            id="by theme and month",
        ),
    ],
)
def test_stats_writes_one_line_per_value_or_pair_to_a_pipe(small: Invoke, options: str, output: str) -> None:
    assert small("stats", *options.split()) == (0, output.encode(), "")


@pytest.mark.parametrize(
    ("options", "output"),
    [
        ("--since 2020-04", "2020-04\t1\tApril 2020\n2020-05\t1\tMay 2020\n"),
        ("--since 2020-04-30 --until 2020-04-30", "2020-04\t1\tApril 2020\n"),
        ("--until 2020-03-01", "2019\t1\t2019\n2020-03\t1\tMarch 2020\n"),
        ("--until 2019", "2019\t1\t2019\n"),
        ("--until 2020-04 --by theme",
         ("2019\twater\t0\n2019\tenergy\t1\n2020-03\twater\t1\n2020-03\tenergy\t0\n"
         "2020-04\twater\t1\n2020-04\tenergy\t0\n")),
    ],
)  # fmt: skip
def test_months_are_those_of_the_period(small: Invoke, options: str, output: str) -> None:
    done = small("stats", "--by", "month", *options.split())
    assert (done.exit_code, done.stdout) == (0, output)


def test_json_has_the_months_of_the_period(small: Invoke) -> None:
    counts = json.loads(small("stats", "--by", "month", "--since", "2020-05", "--json").stdout)
    assert counts == [{"value": "2020-05", "name": "May 2020", "records": 1}]
    groups = json.loads(small("list", "--by", "month", "--since", "2020-05", "--fields", "id", "--json").stdout)
    assert groups == [{"month": "2020-05", "name": "May 2020", "records": [{"id": "wells"}]}]


def test_json_has_one_object_per_value(small: Invoke) -> None:
    assert json.loads(small("stats", "--by", "country", "--json").stdout) == [
        {"value": "NER", "name": "Niger", "records": 1},
        {"value": "", "name": "no country", "records": 2},
    ]


def test_json_of_two_facets_has_one_object_per_pair_under_the_names_of_the_facets(small: Invoke) -> None:
    assert json.loads(small("stats", "--by", "ki", "--by", "partner", "--json").stdout) == [
        {"kind": "programme", "partner": "who", "records": 1},
        {"kind": "programme", "partner": "", "records": 1},
        {"kind": "campaign", "partner": "who", "records": 0},
        {"kind": "campaign", "partner": "", "records": 1},
    ]


@pytest.mark.parametrize("by", ["--by kind", "--by theme --by kind"])
def test_json_without_records_is_an_empty_array(small: Invoke, by: str) -> None:
    assert small("stats", *by.split(), "-t", "energy", "-c", "NER", "--json")[:2] == (0, b"[]\n")


def test_a_note_says_how_many_undated_records_were_omitted(small: Invoke) -> None:
    assert small("stats", "--since", "2020", "-t", "water", "--by", "kind") == (
        0,
        b"programme\t1\tprogramme\n",
        "1 undated record omitted\n",
    )
