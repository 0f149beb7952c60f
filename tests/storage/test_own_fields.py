from __future__ import annotations

import io
import json
import re
import sqlite3
import tomllib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import openpyxl
import pytest

import itucovid
from itucovid.errors import ItucovidError
from itucovid.export.formats import FORMATS
from itucovid.fields import own_columns
from itucovid.storage import cache
from itucovid.storage.importing import import_dataset, open_sheet
from tests.conftest import MINIMAL, Invoke

DECLARED = """
[dataset]
kinds = ["loan", "law"]

[fields.donor]
title = "Donor"

[fields.seen]
type = "date"

[fields.budget]
type = "number"
unit = "EUR"

[fields.page]
type = "url"

[fields.tags]
type = "list"

[fields.contact]
private = true
"""
RECORD = f"""{DECLARED}{MINIMAL}kind = "loan"

[initiatives.extra]
"""


@pytest.mark.parametrize(
    ("value", "loaded"),
    [
        ('donor = "USAID"', {"donor": "USAID"}),
        ("seen = 2025-12-01", {"seen": "2025-12-01"}),
        ('seen = "2025-12"', {"seen": "2025-12"}),
        ("budget = 2.5", {"budget": 2.5}),
        ('page = "https://example.org"', {"page": "https://example.org"}),
        ('tags = ["a", "b"]', {"tags": ("a", "b")}),
        ('contact = "a@example.org"', {}),
        ('contact = "a@example.org"\ndonor = "USAID"', {"donor": "USAID"}),
    ],
)
def test_values_of_the_declared_type_are_loaded_except_private_ones(
    dataset_file: Callable[[str], Path], value: str, loaded: dict[str, object]
) -> None:
    (record,) = itucovid.load(dataset_file(RECORD + value)).initiatives
    assert (record.kind, record.extra) == ("loan", loaded)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RECORD + "donor = 3", ":32: error: one, extra.donor: expected text, not 3"),
        (RECORD + 'budget = "3"', ":32: error: one, extra.budget: expected a number, not '3'"),
        (RECORD + 'seen = "May"', ":32: error: one, extra.seen: expected a date, not 'May'"),
        (RECORD + 'page = "example.org"', ":32: error: one, extra.page: expected a web address, not 'example.org'"),
        (RECORD + 'tags = "a; b"', ":32: error: one, extra.tags: expected an array of texts, not 'a; b'"),
        (RECORD + 'donnor = "x"', ":32: error: one, extra.donnor: unknown own field; did you mean donor?"),
        (RECORD + 'zzz = "x"', ":32: error: one, extra.zzz: unknown own field; declare it in [fields.zzz]"),
        (
            f"[fields.title]\n{MINIMAL}",
            ":1: error: [fields], title: title has another meaning in exports; choose",
        ),
        (f'{DECLARED}{MINIMAL}kind = "lone"', ":29: error: one, kind: unknown value 'lone'; did you mean loan?"),
        (
            f'{MINIMAL}kind = "loan"',
            ":7: error: one, kind: unknown value 'loan'; choose from platform, publication, event",
        ),
    ],
)
def test_undeclared_names_and_wrong_types_are_errors(
    dataset_file: Callable[[str], Path], text: str, message: str
) -> None:
    path = dataset_file(text)
    with pytest.raises(ItucovidError) as caught:
        itucovid.load(path)
    (line,) = str(caught.value).splitlines()
    assert line.removeprefix(str(path)).startswith(message)


MARKER = "PRIVATE7391"
PRIVATE = f"""[fields.contact]
private = true
title = "{MARKER} title"
unit = "{MARKER} unit"

[fields.numbers]
type = "list"
private = true

[fields.donor]
title = "Donor"
{MINIMAL}
extra = {{ contact = "{MARKER} text", numbers = ["{MARKER} item"], donor = "USAID" }}
"""


def members(content: bytes) -> bytes:
    """The content of a file, and what is in it if it is a zip archive."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(io.BytesIO(content)) as package:
        return b"".join(package.read(name) for name in package.namelist())


@pytest.mark.parametrize("options", [["--format", name] for name in FORMATS] + [["--format", "markdown", "--long"]])
def test_a_private_field_is_in_no_export(
    dataset_file: Callable[[str], Path], invoke: Invoke, options: list[str]
) -> None:
    result = invoke("export", *options, "--data", str(dataset_file(PRIVATE)))
    assert result.exit_code == 0
    content = members(result.stdout_bytes)
    assert b"The first" in content
    assert MARKER.encode() not in content


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["show", "one"], 0),
        (["show", "one", "--text"], 0),
        (["show", "one", "--json"], 0),
        (["list"], 0),
        (["list", "--json"], 0),
        (["list", "--fields", "contact"], 2),
        (["list", "--sort", "contact"], 2),
        (["list", "--with", "contact"], 2),
        (["list", "--field", f"contact={MARKER} text"], 2),
        (["search", MARKER], 1),
        (["search", "first", "--json"], 0),
        (["cite", "one"], 0),
        (["stats"], 0),
        (["check"], 0),
        (["check", "--json"], 0),
        (["schema", "--spark"], 0),
    ],
)
def test_a_private_field_is_in_no_view_filter_or_search(
    dataset_file: Callable[[str], Path], invoke: Invoke, arguments: list[str], status: int
) -> None:
    result = invoke(*arguments, "--data", str(dataset_file(PRIVATE)))
    assert result.exit_code == status
    shown = result.stdout if MARKER in " ".join(arguments) else result.stdout + result.stderr
    assert MARKER not in shown
    assert "numbers" not in shown


def test_a_private_field_is_in_no_value_of_python(dataset_file: Callable[[str], Path]) -> None:
    loaded = itucovid.load(dataset_file(PRIVATE))
    (record,) = loaded
    shown = [loaded.contents, record, record._repr_html_(), loaded._repr_html_(), loaded.to_dicts(), record.to_dict()]
    assert "USAID" in str(shown)
    assert MARKER not in str(shown)


def test_a_private_field_is_not_cached(
    dataset_file: Callable[[str], Path], tmp_path: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = dataset_file(PRIVATE + f"# {'-' * 300_000}\n")
    monkeypatch.setattr(cache, "MTIME_GRACE_SECONDS", 0)
    folder = tmp_path / "cache"
    assert invoke("search", "first", "--data", str(path), env={"ITUCOVID_CACHE": str(folder)}).exit_code == 0
    stored = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    assert any(b"USAID" in content for content in stored)
    assert not any(MARKER.encode() in content for content in stored)


def test_corrections_leave_a_private_field_alone(
    dataset_file: Callable[[str], Path], tmp_path: Path, invoke: Invoke
) -> None:
    path = dataset_file(PRIVATE)
    sheet = tmp_path / "c.csv"
    sheet.write_text(f"id,title,{MARKER} title,numbers,Donor\none,The 1st,changed,changed,SIDA\n", encoding="utf-8")
    result = invoke("import", str(sheet), "--into", str(path))
    assert result.exit_code == 0, result.stderr
    changed = path.read_text(encoding="utf-8")
    assert changed == PRIVATE.replace("The first", "The 1st").replace("USAID", "SIDA")


OWN = f"""{DECLARED}{MINIMAL}
[initiatives.extra]
donor = "USAID"
seen = 2025-12-01
budget = 2500000
page = "https://example.org"
tags = ["a", "b; c"]

[[initiatives]]
id = "two"
theme = "testing"
title = "The second"
extra = {{ donor = "Sida", budget = 0 }}

[[initiatives]]
id = "three"
theme = "testing"
title = "The third"
"""


@pytest.fixture
def own(dataset_file: Callable[[str], Path]) -> str:
    """The path of a dataset with own fields."""
    return str(dataset_file(OWN))


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--field", "donor=USAID"], ["one"]),
        (["--field", "Donor=USAID", "--field", "donor=Sida"], ["one", "two"]),
        (["--field", "donor=USAID", "--field", "budget=0"], []),
        (["--field", "budget=2500000"], ["one"]),
        (["--field", "seen=2025-12-01"], ["one"]),
        (["--field", "tags=b; c"], ["one"]),
        (["--with", "budget"], ["one", "two"]),
        (["--without", "donor"], ["three"]),
        (["--sort", "budget"], ["two", "one", "three"]),
        (["--sort", "-budget"], ["one", "two", "three"]),
        (["--sort", "donor"], ["two", "one", "three"]),
        (["--sort", "tags"], ["one", "two", "three"]),
    ],
)
def test_own_fields_filter_and_sort(own: str, invoke: Invoke, options: list[str], ids: list[str]) -> None:
    result = invoke("list", *options, "--fields", "id", "--data", own)
    assert (result.exit_code, result.stdout.splitlines()) == (0, ids)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("donor", "--field expects NAME=VALUE, not 'donor'"),
        ("donor=usaid", "unknown value of donor 'usaid'; did you mean USAID or Sida?"),
        ("donr=USAID", "unknown own field 'donr'; did you mean donor?"),
        ("donor=", "unknown value of donor ''"),
    ],
)
def test_a_filter_by_an_own_field_that_matches_nothing_is_an_error(
    own: str, invoke: Invoke, option: str, message: str
) -> None:
    assert invoke("list", "--field", option, "--data", own)[::2] == (2, f"error: {message}\n")


def test_a_dataset_without_own_fields_has_no_filter_by_them(invoke: Invoke) -> None:
    assert invoke("list", "--field", "donor=USAID").stderr == (
        "error: --field filters by the own fields of a dataset; this one has none\n"
    )


def test_own_fields_are_shown(own: str, invoke: Invoke) -> None:
    assert invoke("show", "one", "--text", "--data", own).stdout.splitlines()[-6:] == [
        "Donor         USAID",
        "seen          2025-12-01",
        "budget (EUR)  2.5 million",
        "page          https://example.org",
        "tags          a; b; c",
        "Id            one",
    ]
    assert invoke("show", "one", "--data", own).stdout.splitlines()[-6:] == [
        "donor\tUSAID",
        "seen\t2025-12-01",
        "budget\t2500000",
        "page\thttps://example.org",
        "tags\ta",
        "tags\tb; c",
    ]


def test_own_fields_are_columns_of_tables(own: str) -> None:
    loaded = itucovid.load(own)
    names = "id,donor,seen,budget,page,tags"
    assert loaded.export("csv").decode().splitlines()[0].endswith(",donor,seen,budget,page,tags")
    assert loaded.export("csv", fields=names) == (
        b"id,donor,seen,budget,page,tags\r\n"
        b"one,USAID,2025-12-01,2500000,https://example.org,a; b\\; c\r\n"
        b"two,Sida,,0,,\r\nthree,,,,,\r\n"
    )
    assert loaded.export("csv", fields="id,tags", explode="tags") == (
        b"id,tags\r\none,a\r\none,b; c\r\ntwo,\r\nthree,\r\n"
    )
    assert loaded.export("markdown", fields="id,budget") == (
        b"| Id | budget (EUR) |\n| --- | --- |\n| one | 2500000 |\n| two | 0 |\n| three |  |\n"
    )
    assert loaded.export("hxl", fields="id,donor,tags").splitlines()[:2] == [
        b"id,donor,tags", b"#activity+id,#meta+extra+donor,#meta+extra+tags+list",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(loaded.export("xlsx", fields=names)))["Records"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=2)] == [
        ["Id", "Donor", "seen", "budget (EUR)", "page", "tags"],
        ["one", "USAID", "2025-12-01", 2500000, "https://example.org", "a; b\\; c"],
    ]


def test_own_fields_are_objects_in_json(own: str) -> None:
    loaded = itucovid.load(own)
    extra = {"donor": "USAID", "seen": "2025-12-01", "budget": 2500000, "page": "https://example.org"}
    assert json.loads(loaded.export("json"))[0]["extra"] == extra | {"tags": ["a", "b; c"]}
    assert loaded.export("jsonl", fields="id,budget,tags").splitlines()[:2] == [
        b'{"id":"one","budget":2500000,"tags":["a","b; c"]}', b'{"id":"two","budget":0,"tags":[]}',
    ]  # fmt: skip
    assert loaded.to_dicts("donor,tags")[2] == {"donor": None, "tags": []}


def test_own_fields_are_columns_and_tables_of_databases(own: str) -> None:
    loaded = itucovid.load(own)
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(loaded.export("sqlite"))
        assert database.execute("SELECT id, donor, seen, budget, page FROM initiatives").fetchall() == [
            ("one", "USAID", "2025-12-01", 2500000, "https://example.org"),
            ("two", "Sida", None, 0, None),
            ("three", None, None, None, None),
        ]
        assert database.execute("SELECT * FROM initiative_tags").fetchall() == [("one", 1, "a"), ("one", 2, "b; c")]
    with ZipFile(io.BytesIO(loaded.export("datapackage"))) as package:
        resources = {one["name"]: one for one in json.loads(package.read("datapackage.json"))["resources"]}
    columns = {field.pop("name"): field for field in resources["initiatives"]["schema"]["fields"]}
    assert columns["donor"] == {"type": "string", "title": "Donor"}
    assert columns["budget"] == {"type": "number", "description": "Unit: EUR"}
    assert columns["seen"]["constraints"] == {"pattern": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"}
    assert [field["name"] for field in resources["initiative_tags"]["schema"]["fields"]] == [
        "initiative", "position", "value",
    ]  # fmt: skip


def test_own_fields_are_in_documents_and_on_the_page(own: str) -> None:
    loaded = itucovid.load(own)
    assert "- budget (EUR): 2.5 million\n" in loaded.export("markdown", long=True).decode()
    page = loaded.export("html").decode()
    assert '<dt>Donor</dt><dd class="text" dir="auto">USAID</dd>' in re.sub(r'<dt lang="en"[^>]*>', "<dt>", page)
    assert "USAID" in loaded["one"]._repr_html_()


def test_headings_of_own_fields_differ_from_others(dataset_file: Callable[[str], Path]) -> None:
    declared = '[fields.a]\ntitle = "Title"\n[fields.b]\ntitle = "X"\n[fields.c]\ntitle = "X"\n'
    loaded = itucovid.load(dataset_file(declared + MINIMAL))
    assert [field.heading for field in own_columns(loaded.labels)] == ["Title (a)", "X", "X (c)"]


def test_the_schema_of_a_dataset_has_its_own_fields_and_kinds(own: str, invoke: Invoke) -> None:
    schema = json.loads(invoke("schema", "--data", own).stdout)
    record = schema["$defs"]["Initiative"]["properties"]
    assert record["kind"]["enum"] == ["loan", "law"]
    assert record["extra"]["properties"]["budget"] == {"description": "Unit: EUR", "type": "number"}
    assert list(record["extra"]["properties"]) == ["donor", "seen", "budget", "page", "tags", "contact"]
    validator = jsonschema.Draft202012Validator(schema)
    tables = json.loads(json.dumps(tomllib.loads(OWN), default=str))
    assert [*validator.iter_errors(tables)] == []
    tables["initiatives"][0]["extra"] |= {"budget": "2", "dnor": "x"}
    assert sorted(error.json_path for error in validator.iter_errors(tables)) == [
        "$.initiatives[0].extra", "$.initiatives[0].extra.budget",
    ]  # fmt: skip
    spark = invoke("schema", "--spark", "--data", own).stdout
    assert spark.endswith(
        "extra STRUCT<donor: STRING, seen: STRING, budget: DOUBLE, page: STRING, tags: ARRAY<STRING>>\n"
    )


def test_polars_gets_the_types_of_own_fields(own: str) -> None:
    polars = pytest.importorskip("polars", reason="needs polars")
    loaded = itucovid.load(own)
    frame = polars.DataFrame(loaded.to_dicts(), schema=loaded.polars_schema())
    assert frame["budget"].to_list() == [2500000.0, 0.0, None]
    assert frame.schema["tags"] == polars.List(polars.String)


@pytest.mark.parametrize("format_", ["csv", "json", "jsonl"])
def test_a_complete_export_with_own_fields_is_read_as_an_export(own: str, format_: Any) -> None:
    loaded = itucovid.load(own)
    opened = open_sheet(Path(f"e.{format_}"), loaded.export(format_), own_fields=loaded.labels.own_fields)
    assert opened.columns.is_own_export
    again = itucovid.load("".join(import_dataset(opened).text))
    assert [record.extra for record in again] == [record.extra for record in loaded]


def test_a_toml_export_has_the_own_fields_of_a_short_record(dataset_file: Callable[[str], Path]) -> None:
    text = '[fields.x]\n[[initiatives]]\nid = "a"\ntheme = "t"\ntitle = "T"\nsummary = "S"\nextra = { x = "y" }\n'
    loaded = itucovid.load(dataset_file(text))
    again = itucovid.load(dataset_file(loaded.export("toml").decode()))
    assert again.initiatives[0].extra == {"x": "y"}


def test_own_kinds_replace_the_built_in_ones_in_their_order(dataset_file: Callable[[str], Path]) -> None:
    loaded = itucovid.load(dataset_file(f'{DECLARED}{MINIMAL}kind = "law"'))
    assert loaded.contents.kinds == ("loan", "law")
    assert [record.id for record in loaded.filter(kind="law")] == ["one"]
