"""The command line on a pipe: what each command writes, what it refuses, and how it ends."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import pytest
import typer

import itucovid
from itucovid.cli import app
from itucovid.cli.commands import NAMES
from tests.conftest import MINIMAL, ROOT, Invoke

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.core import TyperCommand, TyperGroup
    from typer.testing import Result

REGISTER = """
[[themes]]
id = "water"
title = "Clean water"

[[themes]]
id = "energy"
title = "Energy"

[[organisations]]
id = "who"
name = "World Health Organization"
aliases = ["WHO"]

[countries]
NER = { name = "Niger" }

[languages]
fr = { name = "French" }

[[initiatives]]
id = "wells"
theme = "water"
title = "New wells"
summary = "Over 1,200 wells in Niger."
kind = "programme"
start = 2020-03-01
end = "2020-05"
partners = ["who"]
countries = ["NER"]
languages = ["fr"]
figures = [{ label = "wells", value = 1200, qualifier = "over" }]
links = [{ label = "About", url = "https://wells.example/", publisher = "Wells" }]

[[initiatives]]
id = "lamps"
theme = "energy"
title = "Solar lamps"
summary = "Lamps for clinics, chosen by the WHO."
kind = "campaign"
start = "2019"

[[initiatives]]
id = "pumps"
theme = "water"
title = "Pump repair"
summary = "Spare parts\\tfor pumps."
kind = "programme"
"""
WELLS = "wells\twater\t2020-03-01\tNew wells\n"
LAMPS = "lamps\tenergy\t2019\tSolar lamps\n"
PUMPS = "pumps\twater\t\tPump repair\n"
UNFIT = "no record fits --theme and %s together; there are"
PAGE_OF_WELLS = """\
id	wells
theme	water
theme_title	Clean water
title	New wells
summary	Over 1,200 wells in Niger.
kind	programme
start	2020-03-01
end	2020-05
partners	who
partner_names	World Health Organization
countries	NER
country_names	Niger
languages	fr
language_names	French
figure_qualifiers	over
figure_values	1200
figure_labels	wells
links	https://wells.example/
link_labels	About
link_publishers	Wells
"""
PAGE_OF_PUMPS = """\
id	pumps
theme	water
theme_title	Clean water
title	Pump repair
summary	Spare parts for pumps.
kind	programme
"""


@pytest.fixture
def own(invoke: Invoke, dataset_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Invoke:
    """A command line on a small dataset, in an otherwise empty folder."""
    dataset_file(REGISTER)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ITUCOVID_DATA", "own.toml")
    return invoke


def refusal(result: Result) -> str:
    """The one line with which a command was refused, and nothing else written."""
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    return line


def objects(result: Result) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", json.loads(result.stdout))


@pytest.mark.parametrize(
    ("command", "output"),
    [
        pytest.param("list", WELLS + LAMPS + PUMPS, id="list"),
        pytest.param("list -t ENERGY", LAMPS, id="theme"),
        pytest.param("list -t energy -t water", WELLS + LAMPS + PUMPS, id="either theme"),
        pytest.param("list -p world -c niger -l french -k programme", WELLS, id="every filter"),
        pytest.param("list --until 9999 --since 0001 -t energy", LAMPS, id="dates"),
        pytest.param("list --sort title", WELLS + PUMPS + LAMPS, id="by title"),
        pytest.param("list --sort start", LAMPS + WELLS + PUMPS, id="by start, undated last"),
        pytest.param("list --sort start --reverse", WELLS + LAMPS + PUMPS, id="by start reversed, undated last"),
        pytest.param("list --reverse -n 2", PUMPS + LAMPS, id="reverse and limit"),
        pytest.param("list -n 0", "", id="limit of nothing"),
        pytest.param("list -n 99", WELLS + LAMPS + PUMPS, id="limit beyond"),
        pytest.param("list --fields start,id -n 2", "2020-03-01\twells\n2019\tlamps\n", id="fields in their order"),
        pytest.param("list --fields country_names,figures -n 1", "Niger\tover 1,200 wells\n", id="lists"),
        pytest.param("search wells", "wells\t100.0\twater\tNew wells\n", id="search"),
        pytest.param("search wells -n 1 --fields title,partners", "New wells\twho\n", id="search with fields"),
        pytest.param("search programme --sort title -k programme --fields id", "wells\npumps\n", id="search sorted"),
        pytest.param("search wells -n 0", "", id="search with a limit of nothing"),
        pytest.param("show wells", PAGE_OF_WELLS, id="show"),
        pytest.param("show PUMPS wells pumps", PAGE_OF_PUMPS + "\n" + PAGE_OF_WELLS, id="show each once"),
        pytest.param("themes", "water\t2\tClean water\nenergy\t1\tEnergy\n", id="themes"),
        pytest.param("stats", "water\t2\tClean water\nenergy\t1\tEnergy\n", id="stats"),
        pytest.param("stats --by kind", "programme\t2\tprogramme\ncampaign\t1\tcampaign\n", id="by kind"),
        pytest.param(
            "stats --by partner -t water", "who\t1\tWorld Health Organization\n\t1\tno partner\n", id="by partner"
        ),
        pytest.param(
            "stats --by month",
            "2019\t1\t2019\n2020-03\t1\tMarch 2020\n2020-04\t1\tApril 2020\n2020-05\t1\tMay 2020\n\t1\tno month\n",
            id="by month",
        ),
        pytest.param(
            "stats --by theme --by month",
            "water\t2019\t0\nwater\t2020-03\t1\nwater\t2020-04\t1\nwater\t2020-05\t1\nwater\t\t1\n"
            "energy\t2019\t1\nenergy\t2020-03\t0\nenergy\t2020-04\t0\nenergy\t2020-05\t0\nenergy\t\t0\n",
            id="by theme and month",
        ),
        pytest.param("stats --by country -c NER", "NER\t1\tNiger\n", id="by country"),
        pytest.param("export --fields id,start -n 1", "id,start\r\nwells,2020-03-01\r\n", id="export"),
        pytest.param("export -o - -f tsv --search lamps --fields id", "id\nlamps\n", id="export of a search"),
        pytest.param("check", "", id="check"),
    ],
)
def test_a_command_writes_this_to_a_pipe(own: Invoke, command: str, output: str) -> None:
    result = own(*command.split())

    assert (result.exit_code, result.stdout_bytes.decode()) == (0, output)


def test_a_json_list_has_the_fields_that_were_asked_for_in_their_order(own: Invoke) -> None:
    assert own("list", "--json", "--fields", "start,id,partners", "-n", "2").stdout == (
        '[\n  {\n    "start": "2020-03-01",\n    "id": "wells",\n    "partners": [\n      "who"\n    ]\n  },\n'
        '  {\n    "start": "2019",\n    "id": "lamps",\n    "partners": []\n  }\n]\n'
    )


def test_json_has_every_field_of_a_record(own: Invoke) -> None:
    nothing: dict[str, Any] = {"item": None, "aliases": [], "people": [], "regions": [], "keywords": [], "related": []}
    whole = nothing | {
        "id": "wells",
        "theme": "water",
        "title": "New wells",
        "summary": "Over 1,200 wells in Niger.",
        "kind": "programme",
        "start": "2020-03-01",
        "end": "2020-05",
        "partners": ["who"],
        "countries": ["NER"],
        "languages": ["fr"],
        "figures": [{"label": "wells", "value": 1200, "qualifier": "over"}],
        "links": [{"label": "About", "url": "https://wells.example/", "publisher": "Wells"}],
    }

    assert objects(own("show", "wells", "--json")) == objects(own("list", "--json", "-n", "1")) == [whole]


@pytest.mark.parametrize(
    "command",
    [
        "list -t energy -k programme",
        "list -n 0",
        "search wells -n 0",
        "stats --by kind -t energy -c NER",
        "stats --by theme --by kind -t energy -c NER",
    ],
)
def test_json_of_nothing_is_an_empty_array(own: Invoke, command: str) -> None:
    result = own(*command.split(), "--json")

    assert (result.exit_code, result.stdout) == (0, "[]\n")


def test_a_json_search_says_how_well_and_where_each_record_answers(own: Invoke) -> None:
    (hit,) = objects(own("search", "wells", "--json", "--fields", "id"))

    assert hit == {
        "id": "wells",
        "score": 100.0,
        "matches": [
            {"field": "title", "text": "New wells", "spans": [[4, 9]]},
            {"field": "id", "text": "wells", "spans": [[0, 5]]},
            {"field": "figures", "text": "over 1,200 wells", "spans": [[11, 16]]},
            {"field": "summary", "text": "Over 1,200 wells in Niger.", "spans": [[11, 16]]},
        ],
    }


@pytest.mark.parametrize("query", ["5G", "fake medicines", "cybersecrity", "santé", "网络安全", "g20 health"])
def test_the_spans_of_a_json_search_lie_in_their_text(invoke: Invoke, query: str) -> None:
    hits = objects(invoke("search", query, "--json"))

    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    for hit in hits:
        assert 0 < hit["score"] <= 100
        assert hit["matches"]
        for match in hit["matches"]:
            ends = [end for span in match["spans"] for end in span]
            assert ends
            assert all(a <= b for a, b in pairwise([0, *ends, len(match["text"])]))


def test_json_themes_and_counts_have_their_names(own: Invoke) -> None:
    names = dict.fromkeys(("ar", "zh", "en", "fr", "ru", "es"))

    assert objects(own("themes", "--json")) == [
        {"id": "water", "title": "Clean water", "names": names, "keywords": [], "records": 2},
        {"id": "energy", "title": "Energy", "names": names, "keywords": [], "records": 1},
    ]
    assert objects(own("stats", "--by", "country", "--json")) == [
        {"value": "NER", "name": "Niger", "records": 1},
        {"value": "", "name": "no country", "records": 2},
    ]


def test_a_json_cross_table_has_an_object_for_every_pair_under_the_facets_own_names(own: Invoke) -> None:
    assert objects(own("stats", "--by", "ki", "--by", "partner", "--json")) == [
        {"kind": "programme", "partner": "who", "records": 1},
        {"kind": "programme", "partner": "", "records": 1},
        {"kind": "campaign", "partner": "who", "records": 0},
        {"kind": "campaign", "partner": "", "records": 1},
    ]


def test_an_option_wins_over_the_variable_and_that_over_the_shipped_register(
    invoke: Invoke, dataset_file: Callable[[str], Path], tmp_path: Path
) -> None:
    one, other = dataset_file(REGISTER).rename(tmp_path / "one.toml"), dataset_file(MINIMAL)
    variable = {"ITUCOVID_DATA": str(one)}

    assert invoke("list").stdout.startswith("web-dialogues\t")
    assert invoke("list", "-n", "1", env=variable).stdout == WELLS
    assert invoke("list", "--data", str(other), env=variable).stdout == "one\ttesting\t\tThe first\n"


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("list -t watr", "unknown theme 'watr'; did you mean water?"),
        ("list -t qqq", "unknown theme 'qqq'; there is water, energy"),
        ("list -p qqq", "unknown partner 'qqq'; there is who"),
        ("stats -c qqq", "unknown country 'qqq'; there is Niger"),
        ("search wells -l qqq", "unknown language 'qqq'; there is French"),
        ("export -k programe", "unknown kind 'programe'; did you mean programme?"),
        ("list -k p", "kind 'p' fits more than one: platform, publication, partnership, programme"),
        ("list --fields id,summry", "unknown field 'summry'; did you mean summary?"),
        ("list --fields id,id", "field 'id' is named twice"),
        ("list --sort qqq", "unknown order 'qqq'; there is id, theme, title, kind, start, end"),
        ("stats --by qqq", "unknown facet 'qqq'; there is theme, kind, country, partner, language, month"),
        ("stats --by theme --by kind --by month", "--by can be given once or twice, not 3 times (theme, kind, month)"),
        ("stats --by theme --by th", "--by theme is given twice: a cross table wants two different facets"),
        ("export -f cvs", "unknown format 'cvs'; did you mean csv?"),
        ("list --since yesterday", "--since: 'yesterday' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("list --until 2020-02-30", "--until: '2020-02-30' is not in the calendar"),
        ("list --since 2021 --until 2020-12", "--until 2020-12 is before --since 2021"),
        ("export -f json --excel", "--excel goes with csv, tsv, not with json"),
        ("export -o nowhere/out.csv", "nowhere/out.csv: there is no folder {folder}/nowhere"),
        ("export -o . -f csv", ".: is a folder"),
        ("export -o . -f csv --force", ".: is a folder"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(own: Invoke, tmp_path: Path, command: str, line: str) -> None:
    assert refusal(own(*command.split())) == "itucovid: " + line.format(folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["own.toml"]


@pytest.mark.parametrize(
    "command",
    [
        "list -n -1",
        "list -n many",
        "list --color pink",
        "list --qqq",
        "list extra",
        "qqq",
        "show",
        "search",
        "list --data",
    ],
)
def test_what_typer_refuses_is_one_line_too(own: Invoke, command: str) -> None:
    assert refusal(own(*command.split())).startswith("itucovid: ")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param(None, ": cannot be read: No such file or directory", id="missing"),
        pytest.param(b'title = "caf\xe9"', ":1: not UTF-8: save the file as UTF-8", id="not UTF-8"),
        pytest.param(b"initiatives = []", ":1: initiatives: expected", id="no initiative"),
        pytest.param(b"", ":1: initiatives: missing", id="empty"),
        pytest.param(b"\n[[initiatives]\n", ":2: not TOML: ", id="broken"),
    ],
)
@pytest.mark.parametrize("command", ["list --json", "search x", "show x", "export", "themes", "stats", "check"])
def test_a_dataset_that_cannot_be_used_is_refused_in_one_line(
    own: Invoke, tmp_path: Path, command: str, content: bytes | None, fault: str
) -> None:
    if content is not None:
        (tmp_path / "bad.toml").write_bytes(content)

    assert refusal(own(*command.split(), "--data", "bad.toml")).startswith(f"bad.toml{fault}")


@pytest.mark.parametrize(
    ("register", "counts"),
    [(REGISTER, "3 records in 2 themes"), (MINIMAL, "1 record in 1 theme")],
    ids=["three", "one"],
)
def test_a_check_says_what_it_has_read(
    invoke: Invoke, dataset_file: Callable[[str], Path], dataset: str, counts: str
) -> None:
    path = dataset_file(dataset)

    assert invoke("check", str(path)).stderr == f"itucovid: {path}: {counts}, no fault\n"


def test_every_fault_of_a_dataset_has_its_line(own: Invoke, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(MINIMAL + 'kind = "evnt"\nstart = "2020-13"\n', encoding="utf-8")

    result = own("check", "bad.toml")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "bad.toml:7: one, kind: unknown value 'evnt': did you mean event?\n"
        "bad.toml:8: one, start: '2020-13' is not in the calendar\n"
        "itucovid: bad.toml: 2 issues\n"
    )


def test_an_export_keeps_an_existing_file_until_it_is_told_to_replace_it(own: Invoke, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    export = ("export", "-o", "out.csv", "--fields", "id", "-t", "energy")
    target.write_text("old", encoding="utf-8")

    assert refusal(own(*export)) == "itucovid: out.csv: exists already; --force replaces it"
    assert target.read_text(encoding="utf-8") == "old"

    result = own(*export, "--force")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "itucovid: out.csv: 1 record\n")
    assert target.read_bytes() == b"id\r\nlamps\r\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "own.toml"]


@pytest.mark.parametrize(
    ("command", "output", "note"),
    [
        ("show well qqq PUMPS", f"{PAGE_OF_WELLS}\n{PAGE_OF_PUMPS}", "no record 'qqq'; itucovid list shows the ids"),
        ("show lamsp", "", "no record 'lamsp'; did you mean lamps?"),
        ("show lamsp --json", "[]\n", "no record 'lamsp'; did you mean lamps?"),
        ("search qqqq", "", "nothing found for 'qqqq'"),
        ("search qqqq --json", "[]\n", "nothing found for 'qqqq'"),
        ("search clinnnnics", "", "nothing found for 'clinnnnics'; did you mean clinics?"),
        ("search ?!", "", "nothing to search for: the query has no letter or digit"),
        ("search ?! --json", "[]\n", "nothing to search for: the query has no letter or digit"),
        ("export --search qqqq -o out.csv", "", "nothing found for 'qqqq'"),
    ],
    ids=lambda value: value if "\n" not in value else "",
)
def test_what_is_not_found_ends_with_status_1(
    own: Invoke, tmp_path: Path, command: str, output: str, note: str
) -> None:
    result = own(*command.split())

    assert (result.exit_code, result.stdout, result.stderr) == (1, output, f"itucovid: {note}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["own.toml"]


@pytest.mark.parametrize(
    ("command", "output", "note"),
    [
        ("list --since 2020", WELLS, "1 record without a date left out"),
        ("list --until 2019 -t energy", LAMPS, ""),
        ("stats --since 2020 -t water --by kind", "programme\t1\tprogramme\n", "1 record without a date left out"),
        ("list --since 2022 --json", "[]\n", "1 record without a date left out"),
        ("list -c NER -t energy", "", f"{UNFIT % '--country'}: 1 without --theme, 1 without --country"),
        ("list -c NER -t energy -k campaign", "", f"{UNFIT % '--country and --kind'}: 1 without --country"),
        (
            "search wells qqqq",
            "wells\t45.0\twater\tNew wells\n",
            "no record answers every word; these answer most (not 'qqqq')",
        ),
    ],
    ids=lambda value: value if "\n" not in value else "",
)
def test_what_a_person_should_know_goes_to_standard_error(own: Invoke, command: str, output: str, note: str) -> None:
    result = own(*command.split())

    assert (result.exit_code, result.stdout, result.stderr) == (0, output, note and f"itucovid: {note}\n")


def test_a_bare_command_shows_help_with_examples(invoke: Invoke) -> None:
    result = invoke()

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == invoke("--help").stdout == invoke("-h").stdout
    assert "\n    itucovid list --theme cybersecurity\n" in result.stdout


def test_the_version_is_told(invoke: Invoke) -> None:
    assert invoke("--version").stdout == f"itucovid {itucovid.__version__}\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_option_has_help_and_stands_in_the_documentation(name: str) -> None:
    group = cast("TyperGroup", typer.main.get_command(app))
    command = cast("TyperCommand", group.get_command(cast("Any", None), name))
    documentation = "".join((ROOT / path).read_text(encoding="utf-8") for path in ("README.md", "docs/reference.md"))
    options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]

    assert command.help
    assert [p.name for p in command.params if not getattr(p, "help", None)] == []
    assert f"\n## itucovid {name}\n" in documentation
    section = documentation.partition(f"\n## itucovid {name}\n")[2].partition("\n## ")[0]
    assert [option for option in options if option not in section] == []


@pytest.mark.parametrize("path", ["/", ".", ""])
def test_a_folder_is_no_register(invoke: Invoke, path: str) -> None:
    result = invoke("list", "--data", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_an_export_of_a_search_tells_what_it_left_unanswered(invoke: Invoke) -> None:
    words = "kenya kazakhstan football"
    found = invoke("search", words)
    exported = invoke("export", "--search", words, "--fields", "id")
    assert "no record answers every word" in found.stderr
    assert exported.stderr == found.stderr
    assert exported.stdout.splitlines()[1:] == [line.split("\t")[0] for line in found.stdout.splitlines()]


def test_a_query_of_words_to_leave_out_says_that_it_is_one(invoke: Invoke) -> None:
    result = invoke("search", "--", "-broadband")
    assert (result.exit_code, result.stderr) == (
        1,
        "itucovid: nothing to search for: '-broadband' has only words to leave out\n",
    )


def test_a_register_of_no_records_is_not_written(invoke: Invoke, tmp_path: Path) -> None:
    target = tmp_path / "none.toml"
    result = invoke("export", "--limit", "0", "--output", str(target))
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "a register has at least one" in result.stderr


def test_an_export_names_the_request_that_made_it(invoke: Invoke) -> None:
    options = ["--search", "schools", "--theme", "education", "--theme", "health", "--limit", "1", "--reverse"]
    made = invoke("export", "--format", "toml", *options).stdout
    request = "itucovid export --format toml --search schools --theme education --theme health --reverse --limit 1"
    assert f"# Request: {request}\n" in made
    assert invoke("export", "--format", "toml", *options).stdout == made


def test_a_file_whose_suffix_says_another_format_is_told(invoke: Invoke, tmp_path: Path) -> None:
    path = tmp_path / "dataset.csv"
    assert invoke("export", "-f", "json", "-o", str(path)).stderr == (
        f"itucovid: {path}: 28 records\nitucovid: {path} is json, as asked for, though its suffix says csv\n"
    )
    assert path.read_text(encoding="utf-8").startswith("[")


def test_too_little_memory_is_one_line(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("itucovid.storage.loader.read", exhaust)
    done = invoke("list")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "itucovid: the memory that there is does not suffice for this register\n"
