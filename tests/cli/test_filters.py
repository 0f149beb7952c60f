"""The filters of a command line, and the notes on what they select."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from itucovid.cli.options import FilterOptions
from itucovid.facets import FILTERS
from itucovid.filters import Filters
from tests.conftest import Invoke

DATASET = """
[dataset]
date = "2020-12-31"

[document]
title = "Report"

[regions.arctic]
title = "Arctic states"
names = { fr = "États de l'Arctique" }
countries = ["CAN", "NOR"]

[[initiatives]]
id = "continent"
theme = "t"
title = "All of Africa"
regions = ["africa"]
status = "ended"
start = 2020-03-01
end = 2020-03-02

[[initiatives]]
id = "part"
theme = "t"
title = "Part of Africa"
regions = ["eastern-africa"]
figures = [{ value = 3, label = "schools" }]
status = "ongoing"
start = 2020-04-15

[[initiatives]]
id = "country"
theme = "t"
title = "Kenya and Norway"
countries = ["KEN", "NOR"]
partners = ["UNESCO"]
start = "2020"
status = "planned"

[[initiatives]]
id = "nowhere"
theme = "t"
title = "Nowhere"
mentions = ["UNESCO"]
summary = "Text."
"""


def test_every_facet_with_fields_is_a_filter_and_an_option() -> None:
    assert set(FILTERS) <= set(FilterOptions.__struct_fields__)
    assert Filters.__struct_fields__ == FilterOptions.__struct_fields__


@pytest.fixture
def places(invoke: Invoke, dataset_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Run a command line on a dataset with regions and countries."""
    monkeypatch.setenv("ITUCOVID_DATA", str(dataset_file(DATASET)))
    return invoke


AFRICA = "1 record names Africa itself; 2 records name a place in it (Eastern Africa, Kenya)\n"


@pytest.mark.parametrize(
    ("options", "ids", "note"),
    [
        pytest.param(["-c", "africa"], "continent part country", AFRICA, id="region"),
        pytest.param(["-c", "Afrique"], "continent part country", AFRICA, id="region in French"),
        pytest.param(["-c", "非洲"], "continent part country", AFRICA, id="region in Chinese"),
        pytest.param(["-c", "Kenya"], "country", "", id="country without the regions around it"),
        pytest.param(
            ["-c", "Eastern Africa"],
            "part country",
            "1 record names Eastern Africa itself; 1 record names a place in it (Kenya)\n",
            id="smaller region",
        ),
        pytest.param(
            ["-c", "Arctic states"],
            "country",
            "no record names Arctic states itself; 1 record names a place in it (Norway)\n",
            id="region of the dataset",
        ),
        pytest.param(["-c", "africa", "--status", "ended"], "continent", "", id="no place within the region"),
        pytest.param(["-c", "Peru"], "", "no record matches --country Peru\n", id="country without records"),
        pytest.param(
            ["-c", "Mali"],
            "",
            "no record matches --country Mali\n"
            "no record names Mali itself; 1 record names a region around it (-c africa)\n",
            id="country in a region",
        ),
        pytest.param(
            ["-c", "UG", "-c", "kenya", "--status", "planned"],
            "country",
            "no record names Uganda itself; 2 records name a region around it (-c africa -c eastern-africa)\n",
            id="country in two regions, and another",
        ),
        pytest.param(["-c", "Asia"], "", "no record matches --country Asia\n", id="region without records"),
        pytest.param(["-l", "swahili"], "", "no record matches --language swahili\n", id="language without records"),
        pytest.param(
            ["-c", "Chile", "-c", "Peru"], "", "no record matches --country Chile or Peru\n", id="two countries"
        ),
        pytest.param(["-p", "unesco"], "country nowhere", "", id="partners and mentions"),
        pytest.param(["--status", "ong"], "part", "", id="status"),
        pytest.param(["--status", "suspended"], "", "no record matches --status suspended\n", id="unused status"),
        pytest.param(["--with", "figures"], "part", "", id="with figures"),
        pytest.param(["--with", "date", "--with", "countries"], "country", "", id="with both"),
        pytest.param(["--without", "date"], "nowhere", "", id="without a date"),
        pytest.param(["--without", "summary", "--without", "end"], "part country", "", id="without either"),
        pytest.param(["--with", "links"], "", "no record matches --with links\n", id="with links"),
        pytest.param(
            ["--with", "date", "--without", "start"],
            "",
            "no record matches --with and --without; 1 record without --with, 3 records without --without\n",
            id="with one and without another",
        ),
        pytest.param(
            ["--since", "2020-05"], "part country", "1 undated record omitted\n", id="ongoing record after its start"
        ),
        pytest.param(
            ["--since", "May 2021"],
            "part",
            "1 undated record omitted\n1 record with only a start date may have lasted into this period\n",
            id="ongoing record after the date of the dataset",
        ),
        pytest.param(["--until", "14.04.2020"], "continent country", "1 undated record omitted\n", id="before a start"),
    ],
)
def test_list_has_the_records_that_match_and_a_note(places: Invoke, options: list[str], ids: str, note: str) -> None:
    output = "".join(f"{id_}\n" for id_ in ids.split())

    assert places("list", "--fields", "id", *options) == (0, output.encode(), note)


@pytest.mark.parametrize("command", ["list --json", "stats", "export -f json", "timeline"])
def test_every_command_with_filters_explains_a_region(places: Invoke, command: str) -> None:
    done = places(*command.split(), "-c", "africa")

    assert (done.exit_code, done.stderr) == (0, AFRICA)


def test_a_search_explains_a_region_by_its_hits(places: Invoke) -> None:
    done = places("search", "kenya", "-c", "africa")

    assert done.stderr == "no record names Africa itself; 1 record names a place in it (Kenya)\n"
    assert done.stdout.split("\t")[0] == "country"


UNKNOWN_FIELD = (
    "unknown field 'picture'; choose from date, start, end, summary, kind, status, aliases, partners, mentions, "
    "people, countries, regions, languages, figures, links, related"
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-c", "zz"], "unknown country 'zz'; choose from Arctic states, Africa, Eastern Africa, Kenya, Norway"),
        (["-c", "Kenyaa"], "unknown country 'Kenyaa'; did you mean Kenya?"),
        (["-c", "Etiopiya"], "unknown country 'Etiopiya'; did you mean Ethiopia?"),
        (["-l", "Portugese"], "unknown language 'Portugese'; did you mean Portuguese?"),
        (["--status", "open"], "unknown status 'open'; choose from planned, ongoing, ended, suspended"),
        (["--with", "picture"], UNKNOWN_FIELD),
        (["--since", "05/06/2020"], "--since: '05/06/2020' is ambiguous; write 2020-05-06 or 2020-06-05"),
        (["--until", "May"], "--until: 'May' is not a date; write 2020, 2020-05, 2020-05-03 or May 2020"),
    ],
)  # fmt: skip
def test_an_invalid_filter_exits_2_with_the_choices(places: Invoke, options: list[str], message: str) -> None:
    assert places("list", *options) == (2, b"", f"error: {message}\n")


@pytest.mark.parametrize(
    ("by", "output"),
    [
        ("region", "africa\t1\tAfrica\neastern-africa\t1\tEastern Africa\n\t2\tno region\n"),
        ("country", "KEN\t1\tKenya\nNOR\t1\tNorway\n\t3\tno country\n"),
        ("status", "planned\t1\tplanned\nongoing\t1\tongoing\nended\t1\tended\n\t1\tno status\n"),
        ("partner", "UNESCO\t1\tUNESCO\n\t3\tno partner\n"),
    ],
)
def test_stats_count_what_records_name(places: Invoke, by: str, output: str) -> None:
    assert places("stats", "--by", by) == (0, output.encode(), "")


def test_an_ongoing_record_counts_in_every_month_to_the_date_of_the_dataset(places: Invoke) -> None:
    output = places("stats", "--by", "month", "--status", "ongoing").stdout

    assert [line.split("\t")[0] for line in output.splitlines()] == [f"2020-{month:02}" for month in range(4, 13)]


def test_the_bundled_dataset_has_africa_in_three_languages(invoke: Invoke) -> None:
    ids = b"behealthy-bemobile\ngiga\ndigital-transformation-centres\nsmart-villages-niger\n"
    note = "2 records name Africa itself; 2 records name a place in it (Kenya, Niger)\n"

    for name in ("africa", "Afrique", "非洲"):
        assert invoke("list", "-c", name, "--fields", "id") == (0, ids, note)
