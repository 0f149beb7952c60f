"""The public package: `load`, `Dataset`, and the names that `itucovid` exports."""

from __future__ import annotations

import ast
import datetime as dt
import importlib
import importlib.metadata
import importlib.resources
import io
import json
import pydoc
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import itucovid
from itucovid.dataset import Dataset
from itucovid.errors import UnknownRecordError, UnknownValueError, UsageError
from itucovid.export.options import ExportOptions
from itucovid.fields import FIELDS, Labels, object_fields
from itucovid.filters import Filters
from itucovid.model import Country, Document, Figure, Initiative, Names, Organisation, Tables, Theme
from tests.conftest import MINIMAL, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


def ids(records: Iterable[Initiative]) -> list[str]:
    return [record.id for record in records]


FAIR = Initiative(
    id="fair", theme="health", title="Health fair", summary="A fair.", kind="event", partners=("who", "unicef"),
    countries=("NER",), start=itucovid.PartialDate("2020-03"), figures=(Figure(value=5, label="days"),),
)  # fmt: skip
WELLS = Initiative(
    id="wells", theme="water", title="Wells", summary="New wells.", kind="programme", partners=("unicef",),
    start=itucovid.PartialDate("2021-05-01"),
)  # fmt: skip
TALK = Initiative(id="talk", theme="health", title="Talk", summary="A talk about a fair.", kind="event")
TABLES = Tables(
    document=Document(title="The document", publisher="ITU", date=itucovid.PartialDate("2021-01-11")),
    themes=(Theme(id="water", title="Water"), Theme(id="health", title="Health")),
    organisations=(Organisation(id="who", name="World Health Organization"),),
    countries={"NER": Country(name="Niger")},
)
SMALL = Dataset(TABLES, (FAIR, WELLS, TALK))
OBJECT_FIELDS = object_fields(Labels(TABLES))


# Loading


def test_load_without_a_path_loads_the_bundled_dataset(dataset: Dataset) -> None:
    assert itucovid.load() == dataset


def test_load_accepts_a_path_as_text_or_path(dataset_file: Callable[[str], Path]) -> None:
    path = dataset_file(MINIMAL)

    assert itucovid.load(path) == itucovid.load(str(path))
    assert itucovid.load(path).initiatives == (
        Initiative(id="one", theme="testing", title="The first", summary="A record with nothing but what is required."),
    )


def test_load_without_a_path_loads_the_file_that_the_variable_names(
    dataset_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITUCOVID_DATA", str(dataset_file(MINIMAL)))

    assert ids(itucovid.load()) == ["one"]


def test_an_empty_variable_means_the_bundled_dataset(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITUCOVID_DATA", "")

    assert itucovid.load() == dataset


def test_an_invalid_dataset_is_an_error_with_file_and_line(dataset_file: Callable[[str], Path]) -> None:
    path = dataset_file(MINIMAL + 'kind = "evnt"\n')

    with pytest.raises(itucovid.ItucovidError) as error:
        itucovid.load(path)

    assert isinstance(error.value, itucovid.InvalidDatasetError)
    assert [(issue.line, issue.severity) for issue in error.value.issues] == [(7, "error")]
    assert str(error.value).startswith(f"{path}:7: ")


# The content


def test_every_sequence_of_a_dataset_is_a_tuple(dataset: Dataset) -> None:
    def mutable(value: object) -> list[object]:
        if isinstance(value, msgspec.Struct):
            return [found for part in msgspec.structs.astuple(value) for found in mutable(part)]
        if isinstance(value, tuple):
            return [found for part in value for found in mutable(part)]
        return [value] if isinstance(value, list | set) else []

    assert mutable(dataset.contents) == []


def test_a_dataset_has_records_tables_and_labels() -> None:
    assert SMALL.initiatives == tuple(SMALL) == (FAIR, WELLS, TALK)
    assert (SMALL.document, SMALL.themes, SMALL.organisations) == (
        TABLES.document, TABLES.themes, TABLES.organisations,
    )  # fmt: skip
    assert SMALL.contents == itucovid.DatasetFile(
        initiatives=(FAIR, WELLS, TALK), **msgspec.structs.asdict(TABLES)
    )  # fmt: skip
    assert SMALL.labels.country("NER") == "Niger"


def test_a_dataset_contains_its_records_and_their_ids() -> None:
    assert FAIR in SMALL
    assert "fair" in SMALL
    assert "Fair" not in SMALL
    assert 3 not in SMALL
    assert TALK not in SMALL.filter(kind="programme")


def test_a_dataset_has_a_length_and_is_false_if_empty() -> None:
    empty = SMALL.filter(theme="health", until="2019")

    assert (len(SMALL), bool(SMALL)) == (3, True)
    assert (len(empty), bool(empty)) == (0, False)


def test_equal_datasets_have_equal_hashes() -> None:
    assert Dataset(TABLES, [FAIR, WELLS, TALK]) == SMALL
    assert hash(SMALL) == hash(Dataset(TABLES, [FAIR, WELLS, TALK]))
    assert Dataset(TABLES, [FAIR, TALK, WELLS]) != SMALL
    assert Dataset(Tables(themes=TABLES.themes), [FAIR, WELLS, TALK]) != SMALL
    assert SMALL != 3


def test_a_record_is_found_by_its_id() -> None:
    assert SMALL["wells"] is WELLS


@pytest.mark.parametrize(
    ("id_", "message"),
    [("wels", "no record 'wels'; did you mean wells?"), ("", "no record ''"), (0, "no record 0")],
    ids=["misspelled", "empty", "number"],
)
def test_an_unknown_id_is_a_key_error_with_close_matches(id_: Any, message: str) -> None:
    with pytest.raises(KeyError) as error:
        SMALL[id_]

    assert isinstance(error.value, UnknownRecordError)
    assert str(error.value) == message


def test_find_returns_records_and_the_unknown_ids_with_close_matches() -> None:
    assert SMALL.find(["WELLS", "health fair", "tolk"]) == ([WELLS, FAIR], {"tolk": ["talk"]})


# Filters, search and order


@pytest.mark.parametrize(
    ("filters", "records"),
    [
        pytest.param({}, [FAIR, WELLS, TALK], id="none"),
        pytest.param({"theme": "health"}, [FAIR, TALK], id="one value"),
        pytest.param({"theme": ["health", "Water"]}, [FAIR, WELLS, TALK], id="list"),
        pytest.param({"partner": ("world",)}, [FAIR], id="tuple"),
        pytest.param({"country": {"niger"}, "kind": "event"}, [FAIR], id="set, and a second filter"),
        pytest.param({"kind": (kind for kind in ("prog", "event")), "theme": "health"}, [FAIR, TALK], id="generator"),
        pytest.param({"kind": "event", "language": ()}, [FAIR, TALK], id="no values"),
        pytest.param({"since": dt.date(2020, 4, 1)}, [WELLS], id="date"),
        pytest.param({"until": "2020-03", "since": None}, [FAIR], id="text of a date"),
        pytest.param({"kind": "programme", "until": "2020"}, [], id="nothing matches"),
        pytest.param({"since": "mai 2020"}, [WELLS], id="date in French"),
        pytest.param({"country": "Western Africa"}, [FAIR], id="region"),
        pytest.param({"country": "Peru"}, [], id="country without records"),
        pytest.param({"status": "ongoing"}, [], id="status without records"),
        pytest.param({"since": "May 2021"}, [WELLS], id="month in words"),
        pytest.param({"status": ["planned", "ENDED"]}, [], id="several statuses"),
        pytest.param({"with_": "date", "without": ["figures"]}, [WELLS], id="fields"),
        pytest.param({"with_": "date"}, [FAIR, WELLS], id="with one field"),
        pytest.param({"with_": ["partners", "figures"]}, [FAIR], id="with all of several fields"),
        pytest.param({"without": ["figures", "date"]}, [TALK], id="without each of several fields"),
        pytest.param({"with_": "partners", "without": "countries"}, [WELLS], id="with one field and without another"),
    ],
)
def test_filter_gives_a_dataset_of_the_matching_records_with_the_same_tables(
    filters: dict[str, Any], records: list[Initiative]
) -> None:
    assert SMALL.filter(**filters) == Dataset(TABLES, records)


def test_a_filtered_dataset_can_be_filtered_again() -> None:
    assert SMALL.filter(theme="health").filter(partner="who") == SMALL.filter(theme="health", partner="who")


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        ({"theme": "helth"}, UnknownValueError, "unknown theme 'helth'; did you mean health?"),
        (
            {"since": dt.datetime(2020, 1, 1)},  # noqa: DTZ001 - not a date
            UsageError,
            "--since: '2020-01-01 00:00:00' is not a date; write 2020, 2020-05, 2020-05-03 or May 2020",
        ),
        ({"since": "2021", "until": "2020"}, UsageError, "--until 2020 is before --since 2021"),
        ({"until": "05/06/2020"}, UsageError, "--until: '05/06/2020' is ambiguous; write 2020-05-06 or 2020-06-05"),
        ({"since": "31 April 2020"}, UsageError, "--since: '31 April 2020' does not exist"),
        ({"status": "endet"}, UnknownValueError, "unknown status 'endet'; did you mean ended?"),
        ({"with_": "partner_names"}, UnknownValueError, "unknown field 'partner_names'; did you mean partners?"),
        ({"without": "sumary"}, UnknownValueError, "unknown field 'sumary'; did you mean summary?"),
    ],
    ids=["value", "date and time", "reversed dates", "ambiguous date", "no such day", "status", "with", "without"],
)
def test_an_invalid_filter_is_an_error(filters: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        SMALL.filter(**filters)

    assert str(raised.value) == message


def test_select_also_counts_the_undated_records_that_match() -> None:
    selection = SMALL.select(Filters(kind=("event",), since="2020"))

    assert (selection.records, selection.undated) == ([FAIR], 1)


@pytest.mark.parametrize(
    ("chosen", "filters", "records"),
    [
        (["talk", "FAIR"], Filters(), [TALK, FAIR]),
        (["talk", "wells", "fair"], Filters(theme=("health",)), [TALK, FAIR]),
        (["wells"], Filters(theme=("health",)), []),
        ([], Filters(), []),
    ],
    ids=["order of the ids", "filtered", "none matches", "no ids"],
)
def test_choose_gives_the_records_with_ids_that_match(
    chosen: list[str], filters: Filters, records: list[Initiative]
) -> None:
    assert SMALL.choose(chosen, filters) == records


def test_choose_of_an_unknown_id_is_a_key_error_with_close_matches() -> None:
    with pytest.raises(UnknownRecordError) as error:
        SMALL.choose(["talk", "wels"], Filters())

    assert str(error.value) == "no record 'wels'; did you mean wells?"


def test_select_among_some_records_counts_only_those() -> None:
    selection = SMALL.select(Filters(since="2020"), [WELLS, TALK])

    assert (selection.records, selection.undated) == ([WELLS], 1)


def test_search_finds_the_best_match_first_among_all_or_the_filtered_records() -> None:
    assert ids(hit.record for hit in SMALL.search("fair")) == ["fair", "talk"]
    assert ids(hit.record for hit in SMALL.search("fair", Filters(partner=("who",)))) == ["fair"]
    assert ids(hit.record for hit in SMALL.filter(kind="programme").search("fair")) == []


def test_filters_do_not_change_the_scores_of_a_search() -> None:
    scores = {hit.record.id: hit.score for hit in SMALL.search("fair")}

    assert [hit.score for hit in SMALL.search("fair", Filters(until="2020"))] == [scores["fair"]]


@pytest.mark.parametrize(
    ("by", "options", "order"),
    [
        (None, {}, ["fair", "wells", "talk"]),
        ("title", {}, ["fair", "talk", "wells"]),
        ("-title", {}, ["wells", "talk", "fair"]),
        ("theme", {"limit": 2}, ["wells", "fair"]),
        ("start", {"reverse": True}, ["wells", "fair", "talk"]),
        (None, {"limit": 0}, []),
    ],
)
def test_sort_orders_records_and_keeps_the_first(by: str | None, options: dict[str, Any], order: list[str]) -> None:
    assert ids(SMALL.sort(SMALL.initiatives, by, **options)) == order


@pytest.mark.parametrize("kind", ["text", "bytes", "text stream", "byte stream", "file", "path"])
def test_a_dataset_is_loaded_from(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f"\ufeff{MINIMAL}", encoding="utf-8")
    content = path.read_bytes()
    with path.open("rb") as stream:
        sources: dict[str, Any] = {
            "text": content.decode(), "bytes": content, "text stream": io.StringIO(content.decode()),
            "byte stream": io.BytesIO(content), "file": stream, "path": str(path),
        }  # fmt: skip
        loaded = itucovid.load(sources[kind])
    assert [record.id for record in loaded] == ["one"]
    assert (b"# Command: " in loaded.export("toml")) == (kind == "path")


@pytest.mark.parametrize(
    ("source", "name"),
    [("x = [\n", "<text>"), (b"x = [\n", "<bytes>"), (io.StringIO("x = [\n"), "<stream>"), (b"x = [", "<bytes>")],
    ids=["text", "bytes", "stream", "one line"],
)
def test_issues_of_content_have_a_name(source: Any, name: str) -> None:
    with pytest.raises(itucovid.InvalidDatasetError) as raised:
        itucovid.load(source)
    assert [(issue.path, issue.code) for issue in raised.value.issues] == [(name, "syntax")]


# Dictionaries and exports


def test_a_dictionary_has_every_field_that_is_not_derived_with_built_in_values(dataset: Dataset) -> None:
    dictionary = SMALL.to_dicts()[0]

    assert list(dictionary) == [field.name for field in OBJECT_FIELDS]
    assert {name: value for name, value in dictionary.items() if value not in (None, [])} == {
        "id": "fair", "theme": "health", "theme_title": "Health", "title": "Health fair", "summary": "A fair.",
        "kind": "event", "start": "2020-03", "partners": ["who", "unicef"],
        "partner_names": ["World Health Organization", "unicef"], "countries": ["NER"], "country_names": ["Niger"],
        "figures": [{"label": "days", "value": 5, "qualifier": None}],
    }  # fmt: skip
    values = [value for row in dataset.to_dicts() for value in row.values()]
    items = [item for value in values for item in (value if type(value) is list else [value])]
    assert {type(item) for item in items} == {str, int, dict, type(None)}


@pytest.mark.parametrize(
    "fields", ["start,id", ["start", "id"], ("Start", "ID"), (name for name in ("start", "id"))],
    ids=["text", "list", "tuple", "generator"],
)  # fmt: skip
def test_a_dictionary_has_the_given_fields_in_order(fields: str | Iterable[str]) -> None:
    assert [list(row.items()) for row in SMALL.to_dicts(fields)] == [
        [("start", "2020-03"), ("id", "fair")],
        [("start", "2021-05-01"), ("id", "wells")],
        [("start", None), ("id", "talk")],
    ]


def test_a_dictionary_can_have_all_fields() -> None:
    assert [list(row) for row in SMALL.to_dicts(FIELDS)] == [list(FIELDS)] * 3


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(UnknownValueError, match=r"^unknown field 'titel'; did you mean title or item\?$"):
        SMALL.to_dicts(["titel"])


def test_pandas_accepts_the_dictionaries(dataset: Dataset) -> None:
    pandas = pytest.importorskip("pandas", reason="needs pandas")

    frame = pandas.DataFrame(dataset.to_dicts())

    assert frame.shape == (28, len(OBJECT_FIELDS))
    assert list(frame.explode("countries").query("countries == 'NER'")["id"]) == [
        record.id for record in dataset if "NER" in record.countries
    ]


def test_polars_accepts_the_dictionaries(dataset: Dataset) -> None:
    polars = pytest.importorskip("polars", reason="needs polars")

    frame = polars.DataFrame(dataset.to_dicts())

    assert frame.shape == (28, len(OBJECT_FIELDS))
    assert frame.schema["partners"] == polars.List(polars.String)
    assert frame["start"].to_list() == [record.start for record in dataset]


LATE = (
    "".join(
        f'[[initiatives]]\nid = "r{n}"\ntheme = "t"\ntitle = "T"\nfigures = [{{ label = "x", value = {value} }}]\n'
        for n, value in enumerate([*range(150), 2.5])
    )
    + 'item = 3\nend = "2020"\npeople = ["A"]\n'
)


@pytest.mark.parametrize("fields", [None, "id,item,end,people,figures,figure_values,figure_qualifiers,source,links"])
def test_a_schema_of_polars_holds_for_values_after_the_first_100_records(dataset: Dataset, fields: str | None) -> None:
    polars = pytest.importorskip("polars", reason="needs polars")
    late = itucovid.load(LATE)

    frame = polars.DataFrame(late.to_dicts(fields), schema=late.polars_schema(fields))

    last = frame.row(150, named=True)
    assert (last["item"], last["end"], last["people"]) == (3, "2020", ["A"])
    assert frame.row(0, named=True)["figures"] == [{"label": "x", "value": 0.0, "qualifier": None}]
    assert last["figures"] == [{"label": "x", "value": 2.5, "qualifier": None}]
    other = polars.DataFrame(dataset.to_dicts(fields), schema=dataset.polars_schema(fields))
    assert polars.concat([frame, other]).height == 151 + 28


def test_figures_have_the_shape_of_the_json_export(dataset: Dataset) -> None:
    exported = json.loads(dataset.export("json"))
    assert [row["figures"] for row in dataset.to_dicts()] == [record["figures"] for record in exported]
    assert [record.to_dict() for record in dataset] == exported


def test_dictionaries_need_no_hook_of_an_encoder(dataset: Dataset) -> None:
    hits = [hit.to_dict() for hit in dataset.search("school may 2020")]
    assert {"id", "start", "score", "matches"} <= hits[0].keys()
    for values in ([record.to_dict() for record in dataset], hits, dataset.to_dicts()):
        assert json.loads(json.dumps(values)) == json.loads(msgspec.json.encode(values))
        items = [value for row in values for value in row.values()]
        assert {type(item) for item in items} <= {str, int, float, list, tuple, dict, type(None)}


@pytest.mark.parametrize(
    ("options", "exported"),
    [
        pytest.param({}, b"id,kind\r\nfair,event\r\nwells,programme\r\ntalk,event\r\n", id="all"),
        pytest.param({"kind": "programme"}, b"id,kind\r\nwells,programme\r\n", id="filter"),
        pytest.param({"search": "fair"}, b"id,kind\r\nfair,event\r\ntalk,event\r\n", id="search"),
        pytest.param({"search": "fair", "until": "2020"}, b"id,kind\r\nfair,event\r\n", id="search and filter"),
        pytest.param(
            {"search": "fair", "sort": "-id"}, b"id,kind\r\ntalk,event\r\nfair,event\r\n", id="search and sort"
        ),
        pytest.param({"sort": "kind", "reverse": True, "limit": 1}, b"id,kind\r\nwells,programme\r\n", id="order"),
        pytest.param({"format": "jsonl", "limit": 1}, b'{"id":"fair","kind":"event"}\n', id="format"),
        pytest.param({"ids": ["talk", "fair"]}, b"id,kind\r\ntalk,event\r\nfair,event\r\n", id="ids"),
        pytest.param({"ids": "talk", "kind": "programme"}, b"id,kind\r\n", id="id that does not match"),
        pytest.param({"ids": "Wells"}, b"id,kind\r\nwells,programme\r\n", id="one id in another spelling"),
        pytest.param(
            {"ids": ["talk", "wells"], "sort": "-id", "limit": 1}, b"id,kind\r\nwells,programme\r\n", id="limited ids"
        ),
        pytest.param({"with_": "date", "without": "figures"}, b"id,kind\r\nwells,programme\r\n", id="fields"),
        pytest.param(
            {"ids": ["talk", "fair"], "sort": "id"}, b"id,kind\r\nfair,event\r\ntalk,event\r\n", id="sorted ids"
        ),
    ],
)
def test_export_writes_the_fields_of_the_records_of_its_options(options: dict[str, Any], exported: bytes) -> None:
    assert SMALL.export(**{"fields": ["id", "kind"], **options}) == exported


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"format": "cvs"}, "unknown format 'cvs'; did you mean csv?"),
        ({"theme": "helth"}, "unknown theme 'helth'; did you mean health?"),
        ({"sort": "size"}, "unknown order 'size'; choose from id, theme, title, kind, start, end"),
    ],
    ids=["format", "filter", "sort"],
)
def test_an_unknown_value_of_an_export_option_is_an_error(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UnknownValueError) as error:
        SMALL.export(**options)

    assert str(error.value) == message


def test_an_unknown_id_of_an_export_is_an_error() -> None:
    with pytest.raises(UnknownRecordError, match=r"^no record 'wels'; did you mean wells\?$"):
        SMALL.export(ids=["fair", "wels"])


def test_an_unknown_export_option_is_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"^unknown filter 'colour'$"):
        SMALL.export(colour="red")


def test_a_negative_limit_is_an_error() -> None:
    with pytest.raises(UsageError, match="limit"):
        SMALL.export("csv", limit=-1)
    with pytest.raises(UsageError, match="limit"):
        SMALL.sort(SMALL.initiatives, None, limit=-1)


def test_render_gives_the_chunks_of_an_export() -> None:
    options = ExportOptions(format="csv", fields="id")

    assert "".join(map(str, SMALL.render([WELLS, FAIR], options))) == "id\r\nwells\r\nfair\r\n"


def request(exported: bytes) -> str | None:
    """The command line that an export records."""
    match = re.search(r"itucovid export .*", exported.decode())
    return match and match[0]


@pytest.mark.parametrize(
    ("options", "command"),
    [
        pytest.param({"theme": "health"}, "itucovid export --format bibtex --theme health", id="filter"),
        pytest.param({"search": "schools"}, "itucovid export --format bibtex --search schools", id="search"),
        pytest.param({"search": "qwertyuiopzz"}, None, id="search without hits"),
        pytest.param(
            {"theme": "youth", "kind": "platform"},
            "itucovid export --format bibtex --theme youth --kind platform",
            id="filters without records",
        ),
    ],
)
def test_an_export_records_the_command_that_gives_the_same(options: dict[str, Any], command: str | None) -> None:
    assert request(itucovid.load().export("bibtex", **options)) == command


def test_an_export_of_a_dataset_made_or_filtered_in_python_records_no_command(dataset: Dataset) -> None:
    assert request(SMALL.export("bibtex")) is None
    assert request(dataset.filter(theme="health").export("bibtex")) is None


def test_an_export_of_another_file_records_its_name(
    dataset_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = dataset_file(MINIMAL)

    assert request(itucovid.load(own).export("bibtex")) == "itucovid export --format bibtex --data own.toml"
    monkeypatch.setenv("ITUCOVID_DATA", str(own))
    assert request(itucovid.load().export("bibtex")) == "itucovid export --format bibtex --data own.toml"


# The text of a dataset in an interpreter


@pytest.mark.parametrize(
    ("dataset_", "text"),
    [
        (SMALL, "<Dataset: 3 records in 2 themes, ITU, 11 January 2021>"),
        (SMALL.filter(kind="programme"), "<Dataset: 1 record in 1 theme, ITU, 11 January 2021>"),
        (Dataset(Tables(document=Document(title="A\nB")), ()), "<Dataset: 0 records in 0 themes, A B>"),
        (Dataset(Tables(), ()), "<Dataset: 0 records in 0 themes>"),
    ],
    ids=["several", "one", "title only", "no document"],
)
def test_the_repr_of_a_dataset_is_one_line(dataset_: Dataset, text: str) -> None:
    assert repr(dataset_) == text


# The package


def python(script: str) -> str:
    """The standard output of a fresh interpreter."""
    process = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert (process.returncode, process.stderr) == (0, "")
    return process.stdout


def test_help_describes_every_public_name() -> None:
    text = pydoc.plain(pydoc.render_doc(itucovid))
    assert [name for name in itucovid.__all__ if name.strip("_") not in text] == []


@pytest.mark.parametrize("name", itucovid.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    assert name in dir(itucovid)
    assert getattr(importlib.import_module("itucovid"), name) is not None


def test_importing_the_package_imports_no_other_module_before_a_name_is_used() -> None:
    script = "import sys, itucovid; print('msgspec' in sys.modules, 'itucovid.model' in sys.modules)"

    assert python(script) == "False False\n"
    assert python(script.replace("; print", "; itucovid.Initiative; print")) == "True True\n"


def test_everything_but_the_search_and_the_command_line_works_without_their_modules() -> None:
    script = (
        "import sys, itucovid; d = itucovid.load();"
        " repr(d), d._repr_html_(), d.filter(theme='health'), d.to_dicts();"
        " print({'typer', 'rich', 'rapidfuzz', 'itucovid.search'} & set(sys.modules))"
    )

    assert python(script) == "set()\n"


def test_a_star_import_gives_the_public_names() -> None:
    printed = python("from itucovid import *; import itucovid; print(*(n for n in itucovid.__all__ if n in globals()))")

    assert printed.split() == itucovid.__all__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'itucovid' has no attribute 'lod'$"):
        _ = itucovid.lod


def test_the_version_is_that_of_the_installed_package() -> None:
    assert importlib.metadata.version("itucovid") == itucovid.__version__


def test_the_package_is_marked_as_typed() -> None:
    assert importlib.resources.files("itucovid").joinpath("py.typed").is_file()


def is_needed(requirement: str) -> bool:
    """Whether a requirement is one of the package, or of the extra `import`."""
    return "extra ==" not in requirement or re.search("extra == .import.", requirement) is not None


@pytest.mark.slow
def test_the_package_imports_only_its_requirements() -> None:
    requirements = importlib.metadata.requires("itucovid") or []
    needed = {re.split(r"[<>=;\[ ]", requirement)[0] for requirement in requirements if is_needed(requirement)}
    allowed = {name.replace("-", "_") for name in needed} | {"itucovid"}
    nodes = [node for path in (ROOT / "src").rglob("*.py") for node in ast.walk(ast.parse(path.read_bytes()))]
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}

    assert {name.partition(".")[0] for name in imported} - allowed - sys.stdlib_module_names == set()


# Languages


FRENCH = Dataset(
    Tables(
        dataset=itucovid.model.DatasetInfo(language="en"),
        themes=(Theme(id="water", title="Water", names=Names(fr="Eau")),),
        organisations=(Organisation(id="who", name="WHO", names=Names(fr="Organisation de la santé")),),
    ),
    (
        Initiative(
            id="a", theme="water", title="A", partners=("who",), translations={"fr": itucovid.Translation(title="Z")}
        ),
        Initiative(id="b", theme="water", title="B"),
    ),
)


def test_a_localised_dataset_differs_in_its_labels_alone() -> None:
    french = FRENCH.localised("français")
    assert (FRENCH.locales, french.labels.locale, FRENCH.labels.locale) == (("en", "fr"), "fr", None)
    assert french.contents == FRENCH.contents
    assert french != FRENCH
    assert (french.localised("en"), french.localised(None), FRENCH.localised("en")) == (FRENCH, FRENCH, FRENCH)
    assert french.localised("fr") is french
    assert french.to_dicts("title,theme_title") == [
        {"title": "Z", "theme_title": "Eau"}, {"title": "B", "theme_title": "Eau"},
    ]  # fmt: skip
    assert ids(french.sort(french.initiatives, "title")) == ["b", "a"]
    assert ">Z</td>" in french._repr_html_()


def test_a_filtered_dataset_keeps_the_language() -> None:
    assert FRENCH.localised("fr").filter(partner="who").to_dicts("title") == [{"title": "Z"}]


def test_an_export_is_sorted_by_the_titles_that_it_has() -> None:
    french = FRENCH.localised("fr")
    assert french.export("csv", sort="title", fields="title") == b"title\r\nB\r\nZ\r\n"
    assert french.export("jsonl", sort="title", fields="title,theme_title") == (
        b'{"title":"A","theme_title":"Water"}\n{"title":"B","theme_title":"Water"}\n'
    )


def test_the_matches_of_a_search_are_in_the_same_order_in_every_language() -> None:
    own, french = (FRENCH.localised(locale).search("organisation who").hits[0] for locale in (None, "fr"))
    assert [match.text for match in own.matches] == ["WHO", "Organisation de la santé"]
    assert french.matches == own.matches


@pytest.mark.parametrize(
    ("dataset", "locale", "message"),
    [
        (FRENCH, "es", "unknown locale 'es'; choose from en, fr"),
        (FRENCH, "et-EE", "unknown locale 'et-EE'; choose from en, fr"),
        (FRENCH, "", "unknown locale ''; choose from en, fr"),
        (FRENCH, "frnch", "unknown locale 'frnch'; did you mean fr?"),
        (Dataset(Tables(), ()), "fr", "unknown locale 'fr'"),
    ],
)
def test_a_language_without_translations_is_unknown(dataset: Dataset, locale: str, message: str) -> None:
    with pytest.raises(UnknownValueError, match=f"^{re.escape(message)}$"):
        dataset.localised(locale)
