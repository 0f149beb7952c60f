"""List records."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import LAMPS, PUMPS, THREE_RECORDS, WELLS
from tests.conftest import MINIMAL, Invoke


@pytest.mark.parametrize(
    ("options", "output"),
    [
        pytest.param("", WELLS + LAMPS + PUMPS, id="all"),
        pytest.param("-t ENERGY", LAMPS, id="theme in any case"),
        pytest.param("-t energy -t water", WELLS + LAMPS + PUMPS, id="either of two themes"),
        pytest.param("-p world -c niger -l french -k programme", WELLS, id="every filter"),
        pytest.param("--until 9999 --since 0001 -t energy", LAMPS, id="dates"),
        pytest.param("--sort title", WELLS + PUMPS + LAMPS, id="by title"),
        pytest.param("--sort start", LAMPS + WELLS + PUMPS, id="by start, undated last"),
        pytest.param("--sort start --reverse", WELLS + LAMPS + PUMPS, id="by start reversed, undated last"),
        pytest.param("--reverse -n 2", PUMPS + LAMPS, id="reversed, then limited"),
        pytest.param("-n 0", "", id="limit 0"),
        pytest.param("-n 99", WELLS + LAMPS + PUMPS, id="limit above the number of records"),
        pytest.param("--fields start,id -n 2", "2020-03-01\twells\n2019\tlamps\n", id="fields in their order"),
        pytest.param("--fields country_names,figures -n 1", "Niger\tover 1,200 wells\n", id="lists"),
        pytest.param("--by kind", f"programme\t{WELLS}programme\t{PUMPS}campaign\t{LAMPS}", id="grouped"),
        pytest.param("--by country --fields id", "NER\twells\n\tlamps\n\tpumps\n", id="grouped, with fields"),
        pytest.param("--by month --fields id -n 1", "2020-03\twells\n2020-04\twells\n2020-05\twells\n", id="multiple"),
    ],
)
def test_list_writes_one_line_per_record_to_a_pipe(small: Invoke, options: str, output: str) -> None:
    assert small("list", *options.split()) == (0, output.encode(), "")


def test_json_has_the_chosen_fields_in_their_order(small: Invoke) -> None:
    assert small("list", "--json", "--fields", "start,id,partners", "-n", "2").stdout == (
        '[\n  {\n    "start": "2020-03-01",\n    "id": "wells",\n    "partners": [\n      "who"\n    ]\n  },\n'
        '  {\n    "start": "2019",\n    "id": "lamps",\n    "partners": []\n  }\n]\n'
    )


@pytest.mark.parametrize("command", ["list --json -n 1", "show wells --json"])
def test_json_has_every_field_of_a_record(small: Invoke, command: str) -> None:
    assert json.loads(small(*command.split()).stdout) == [
        {
            "id": "wells",
            "theme": "water",
            "title": "New wells",
            "summary": "Over 1,200 wells in Niger.",
            "kind": "programme",
            "item": None,
            "aliases": [],
            "start": "2020-03-01",
            "end": "2020-05",
            "date_note": None,
            "status": None,
            "partners": ["who"],
            "mentions": [],
            "people": [],
            "countries": ["NER"],
            "regions": [],
            "languages": ["fr"],
            "figures": [{"label": "wells", "value": 1200, "qualifier": "over"}],
            "keywords": [],
            "links": [{"label": "About", "url": "https://wells.example/", "publisher": "Wells"}],
            "related": [],
            "translations": {},
            "extra": {},
        }
    ]


def test_json_by_a_facet_has_one_object_per_group(small: Invoke) -> None:
    assert json.loads(small("list", "--by", "partner", "--json", "--fields", "id").stdout) == [
        {"partner": "who", "name": "World Health Organization", "records": [{"id": "wells"}]},
        {"partner": "", "name": "no partner", "records": [{"id": "lamps"}, {"id": "pumps"}]},
    ]


def test_json_by_a_facet_has_no_groups_without_records(small: Invoke) -> None:
    assert json.loads(small("list", "--by", "theme", "-t", "energy", "--json", "--fields", "id").stdout) == [
        {"theme": "energy", "name": "Energy", "records": [{"id": "lamps"}]}
    ]


@pytest.mark.parametrize("options", ["-t energy -k programme", "-n 0", "-n 0 --by theme"])
def test_json_without_records_is_an_empty_array(small: Invoke, options: str) -> None:
    assert small("list", "--json", *options.split())[:2] == (0, b"[]\n")


def test_data_takes_precedence_over_the_variable_and_that_over_the_bundled_dataset(
    invoke: Invoke, dataset_file: Callable[[str], Path], tmp_path: Path
) -> None:
    one, other = dataset_file(THREE_RECORDS).rename(tmp_path / "one.toml"), dataset_file(MINIMAL)
    variable = {"ITUCOVID_DATA": str(one)}

    assert invoke("list").stdout.startswith("web-dialogues\t")
    assert invoke("list", "-n", "1", env=variable).stdout == WELLS
    assert invoke("list", "--data", str(other), env=variable).stdout == "one\ttesting\t\tThe first\n"


@pytest.mark.parametrize(
    ("options", "output", "note"),
    [
        pytest.param(
            "--since 2020",
            WELLS,
            "1 undated record omitted\n1 record with only a start date may have lasted into this period\n",
            id="undated and open-ended",
        ),
        pytest.param("--until 2019 -t energy", LAMPS, "", id="undated, but of another theme"),
        pytest.param(
            "-c NER -t energy",
            "",
            "no record matches --theme and --country; 1 record without --theme, 1 record without --country\n",
            id="without either option",
        ),
        pytest.param(
            "-c NER -t energy -k campaign",
            "",
            "no record matches --theme and --kind and --country; 1 record without --country\n",
            id="without one option",
        ),
        pytest.param(
            "-c NER -l fr -t energy",
            "",
            "no record matches --theme and --country and --language; 1 record without --theme\n",
            id="without the first option",
        ),
        pytest.param(
            "-c NER -l fr -t energy -k campaign",
            "",
            "no record matches --theme and --kind and --country and --language; remove more than one of them\n",
            id="without two options",
        ),
    ],
)
def test_a_note_says_what_was_omitted_or_why_nothing_matches(
    small: Invoke, options: str, output: str, note: str
) -> None:
    assert small("list", *options.split()) == (0, output.encode(), note)


@pytest.mark.parametrize("colour", ["auto", "always", "never"])
def test_a_pipe_gets_the_same_lines_whatever_the_colour(small: Invoke, colour: str) -> None:
    assert small("list", "--color", colour, env={"FORCE_COLOR": "1"}) == (0, (WELLS + LAMPS + PUMPS).encode(), "")


@pytest.mark.parametrize("name", ["africa", "Afrique", "非洲", "África", "Африка", "أفريقيا"])
def test_a_region_in_any_language_has_its_countries_and_a_note_counts_them(invoke: Invoke, name: str) -> None:
    assert invoke("list", "-c", name, "--fields", "id,countries,regions") == (
        0,
        (
            b"behealthy-bemobile\tNER; SEN; SDN; TUN\tasia; africa; arab-states; caribbean; asia-pacific\n"
            b"giga\tKAZ; KEN; NER; UZB\teastern-caribbean\n"
            b"digital-transformation-centres\t\tafrica; asia-pacific; latin-america\n"
            b"smart-villages-niger\tNER\t\n"
        ),
        "2 records name Africa itself; 2 records name a place in it (Kenya, Niger)\n",
    )


@pytest.mark.parametrize("name", ["Mali", "MLI", "ML", "马里"])
def test_a_country_that_no_record_names_is_an_empty_list(invoke: Invoke, name: str) -> None:
    note = "no record names Mali itself; 2 records name a region around it (-c africa)\n"
    assert invoke("list", "-c", name) == (0, b"", f"no record matches --country {name}\n{note}")


@pytest.mark.parametrize(
    ("since", "until", "ids"),
    [
        ("June 2020", "june 2020", "reg4covid child-online-protection"),
        ("30 April 2020", "April 30, 2020", "g20-digital-ministers digital-cooperation-webinars reg4covid"),
        ("2020-09", "1 Sep 2020", "gsr-20 reg4covid"),
        ("23/03/2020", "24.03.2020", "reg4covid"),
    ],
)
def test_dates_may_be_written_in_several_ways(invoke: Invoke, since: str, until: str, ids: str) -> None:
    assert invoke("list", "--since", since, "--until", until, "--fields", "id").stdout.split() == ids.split()


def test_json_of_a_country_that_no_record_names_is_an_empty_array(invoke: Invoke) -> None:
    assert invoke("list", "-c", "Mali", "--json")[:2] == (0, b"[]\n")


@pytest.mark.parametrize(
    ("key", "note"),
    [
        ("price", "'price' is taken as the beginning of the field price_note\n"),
        ("-PRICE", "'PRICE' is taken as the beginning of the field price_note\n"),
        ("price_note", ""),
        ("Price-Note", ""),
        ("tit", ""),
    ],
)
def test_sorting_by_the_beginning_of_an_own_field_names_it(
    key: str, note: str, invoke: Invoke, dataset_file: Callable[[str], Path]
) -> None:
    path = dataset_file(f'[fields.price_note]\n{MINIMAL}extra.price_note = "free"\n')
    result = invoke("list", f"--sort={key}", "--data", str(path))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "one\ttesting\t\tThe first\n", note)
