"""Data Packages, validated by Frictionless."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from itucovid import __version__
from itucovid.dates import PartialDate
from itucovid.model import KINDS, DatasetFile, DatasetInfo, Document, Figure, Link, Translation
from tests.export.helpers import ABOUT, SOURCE, make_dataset, one_record, with_command

if TYPE_CHECKING:
    from pathlib import Path

    from itucovid import Dataset


def read_tables(package: bytes) -> dict[str, list[list[str]]]:
    """The rows of each table, with the header."""
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        return {
            name.removesuffix(".csv"): [*csv.reader(io.StringIO(files.read(name).decode(), newline=""), strict=True)]
            for name in files.namelist()
            if name.endswith(".csv")
        }


def read_descriptor(package: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        return json.loads(files.read("datapackage.json"))


SPECIAL = one_record(
    title='=HYPERLINK("https://example.org")', summary="'\"\n\r\n;,\t\\ \u202e\u0000</script>",
    people=("@x", "y"), partners=("-1", "a,b"), countries=("NER",), languages=("wo",), regions=("+",),
    mentions=("=m",), date_note="=d", status="ended",
    translations={"fr": Translation(title="+t", keywords=("@k",))},
    aliases=("",), keywords=("🤷",), start=PartialDate("2020"), end=PartialDate("2020-02-29"), item=1,
    figures=(Figure(label="=x", value=-2.5, qualifier="around"), Figure(label="y", value=10**15)),
    links=(Link(label="=l", url='https://example.org/"', publisher=None),), related=("omitted",),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("which", ["bundled", "no records", "special characters", "some records"])
def test_frictionless_finds_no_errors(which: str, dataset: Dataset, tmp_path: Path) -> None:
    """Frictionless checks the descriptor, and the types, keys and references of each table."""
    packages = {
        "bundled": lambda: dataset.export("datapackage"),
        "no records": lambda: make_dataset(tables=DatasetFile(initiatives=())).export("datapackage"),
        "special characters": lambda: SPECIAL.export("datapackage"),
        "some records": lambda: dataset.export("datapackage", limit=2, sort="title"),
    }
    path = tmp_path / "package.zip"
    path.write_bytes(packages[which]())
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", "--json", str(path)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert report["valid"], done.stdout
    assert report["stats"]["tasks"] == len(read_tables(path.read_bytes()))


def test_package_contains_every_record(dataset: Dataset) -> None:
    header, *rows = read_tables(dataset.export("datapackage"))["initiatives"]
    assert header == [
        "id", "theme", "item", "title", "summary", "kind", "start", "end", "date_note", "status"
    ]  # fmt: skip
    assert rows == [
        [
            r.id,
            r.theme,
            str(r.item or ""),
            r.title,
            r.summary,
            r.kind or "",
            r.start or "",
            r.end or "",
            r.date_note or "",
            r.status or "",
        ]
        for r in dataset
    ]


def test_list_is_a_table_with_the_record_and_the_position() -> None:
    tables = read_tables(SPECIAL.export("datapackage"))
    assert tables["initiative_partners"] == [
        ["initiative", "position", "organisation"], ["a", "1", "'-1"], ["a", "2", "a,b"]
    ]  # fmt: skip
    assert tables["initiative_related"] == [["initiative", "position", "related_id"]]
    assert tables["initiative_figures"] == [
        ["initiative", "position", "qualifier", "value", "label"],
        ["a", "1", "around", "-2.5", "'=x"],
        ["a", "2", "", "1000000000000000", "y"],
    ]
    assert tables["theme_names"] == [["theme", "position", "language", "name"]]


def test_descriptor_states_the_document_and_the_provenance(dataset: Dataset) -> None:
    document = dataset.document
    assert document
    descriptor = read_descriptor(with_command(dataset).export("datapackage"))
    resources = descriptor.pop("resources")
    provenance = descriptor.pop("provenance")
    assert descriptor == {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "itu-covid-19-initiatives-partnerships-and-activities",
        "title": "ITU's COVID-19 initiatives, partnerships and activities",
        "version": "2.0",
        "description": f"{document.introduction}\n\n{ABOUT['Note']}",
        "keywords": list(document.keywords),
        "licenses": [{"name": "MIT"}],
        "contributors": [{"title": "The itucovid contributors", "roles": ["maintainer"]}],
        "sources": [{"title": SOURCE, "path": document.source}],
    }
    assert provenance == {
        "Source": SOURCE,
        "Address": document.source,
        **ABOUT,
        "Made with": f"itucovid {__version__}",
        "Command": "itucovid export --format datapackage",
    }
    assert [f"{resource['name']}.csv" for resource in resources] == [resource["path"] for resource in resources]


@pytest.mark.parametrize(
    ("title", "name"),
    [("COVID-19: L'été, 2021", "covid-19-l-ete-2021"), ("倡议 2021", "2021"), ("倡议", "dataset")],
)
def test_name_is_made_of_the_words_of_the_title(title: str, name: str) -> None:
    file = DatasetFile(document=Document(title=title), initiatives=())
    descriptor = read_descriptor(make_dataset(tables=file).export("datapackage"))
    assert (descriptor["name"], descriptor["sources"]) == (name, [{"title": title}])


@pytest.mark.parametrize(("licence", "licenses"), [("CC-BY-4.0", [{"name": "CC-BY-4.0"}]), ("Our own", None)])
def test_licence_with_a_standard_name_is_in_the_descriptor(licence: str, licenses: list[dict[str, str]] | None) -> None:
    file = DatasetFile(dataset=DatasetInfo(licence=licence), initiatives=())
    descriptor = read_descriptor(make_dataset(tables=file).export("datapackage"))
    assert (descriptor.get("licenses"), descriptor["provenance"]["Licence"]) == (licenses, licence)


def test_package_without_a_document_is_named_dataset() -> None:
    descriptor = read_descriptor(one_record().export("datapackage"))
    assert descriptor["name"] == "dataset"
    assert {*descriptor} == {"$schema", "name", "provenance", "resources"}


DATE = {
    "type": "string",
    "description": "As exact as the source: YYYY, YYYY-MM or YYYY-MM-DD.",
    "constraints": {"pattern": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"},
}


def test_descriptor_states_types_keys_and_references() -> None:
    resources = {resource["name"]: resource for resource in read_descriptor(SPECIAL.export("datapackage"))["resources"]}
    assert resources["initiatives"] == {
        "name": "initiatives",
        "type": "table",
        "path": "initiatives.csv",
        "description": "An apostrophe before =, +, - or @ at the start of a cell, or after a separator or line break "
        "within it, keeps spreadsheets from running text as a formula; remove one apostrophe to restore it.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {"name": "id", "type": "string"},
                {"name": "theme", "type": "string"},
                {"name": "item", "type": "integer"},
                {"name": "title", "type": "string"},
                {"name": "summary", "type": "string"},
                {"name": "kind", "type": "string", "constraints": {"enum": list(KINDS)}},
                {"name": "start", **DATE},
                {"name": "end", **DATE},
                {"name": "date_note", "type": "string", "description": "What the dates are."},
                {
                    "name": "status",
                    "type": "string",
                    "description": "The state as of the date of the dataset.",
                    "constraints": {"enum": ["planned", "ongoing", "ended", "suspended"]},
                },
            ],
            "missingValues": [""],
            "primaryKey": ["id"],
            "foreignKeys": [{"fields": ["theme"], "reference": {"resource": "themes", "fields": ["id"]}}],
        },
    }
    assert resources["initiative_countries"]["schema"] == {
        "fields": [
            {"name": "initiative", "type": "string"},
            {"name": "position", "type": "integer"},
            {"name": "country", "type": "string"},
        ],
        "missingValues": [""],
        "primaryKey": ["initiative", "position"],
        "foreignKeys": [
            {"fields": ["initiative"], "reference": {"resource": "initiatives", "fields": ["id"]}},
            {"fields": ["country"], "reference": {"resource": "countries", "fields": ["code"]}},
        ],
    }
    for name in ("initiative_keywords", "initiative_translation_keywords", "theme_keywords"):
        assert resources[name]["schema"]["fields"][-1] == {
            "name": "keyword", "type": "string", "description": "A search term; not a claim of the source."
        }  # fmt: skip
    figures = resources["initiative_figures"]["schema"]["fields"]
    assert [field["type"] for field in figures] == ["string", "integer", "string", "number", "string"]
    assert "foreignKeys" not in resources["themes"]["schema"]


def test_no_cell_is_a_formula() -> None:
    for name, (header, *rows) in read_tables(SPECIAL.export("datapackage")).items():
        for row in rows:
            for column, cell in zip(header, row, strict=True):
                assert not re.match(r"[=+\-@\t\r\n]", cell) or column == "value", (name, column, cell)


def test_members_of_the_zip_file_have_the_same_date_and_mode_everywhere() -> None:
    with zipfile.ZipFile(io.BytesIO(SPECIAL.export("datapackage"))) as files:
        members = {
            (member.date_time, member.compress_type, member.create_system, member.external_attr)
            for member in files.infolist()
        }
    assert members == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED, 3, 0o644 << 16)}
