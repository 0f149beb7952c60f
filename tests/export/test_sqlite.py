"""The SQLite export, read back with SQLite."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

import itucovid
from itucovid import __version__
from itucovid.model import (
    LIST_FIELDS,
    Country,
    DatasetFile,
    Figure,
    Initiative,
    Language,
    Link,
    Names,
    Organisation,
    Region,
    Theme,
    Translation,
)
from tests.conftest import MINIMAL, installed
from tests.export.helpers import ABOUT, MAX_NUMBER, NUMBERS, SOURCE, make_dataset, one_record, to_json, with_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from itucovid import Dataset


@contextmanager
def database(dataset: Dataset, **options: Any) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(dataset.export("sqlite", **options))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        yield connection


COLUMNS = {
    "aliases": "alias", "partners": "organisation", "mentions": "organisation", "people": "person",
    "countries": "country", "regions": "region", "languages": "language", "keywords": "keyword",
    "related": "related_id",
}  # fmt: skip


def read_records(connection: sqlite3.Connection) -> list[dict[str, object]]:
    """The records of a database, as objects of the JSON format."""
    names = ("id", "theme", "item", "title", "summary", "kind", "start", "end", "date_note", "status")
    records = []
    for row in connection.execute(
        'SELECT id, theme, item, title, summary, kind, "start", "end", date_note, status FROM initiatives'
    ):
        record: dict[str, object] = dict(zip(names, row, strict=True)) | {"extra": {}}
        for field in LIST_FIELDS:
            query = f"SELECT {COLUMNS[field]} FROM initiative_{field} WHERE initiative = ? ORDER BY position"
            record[field] = [value for (value,) in connection.execute(query, row[:1])]
        for field, columns in {
            "figures": ("qualifier", "value", "label"),
            "links": ("label", "url", "publisher"),
        }.items():
            query = f"SELECT {', '.join(columns)} FROM initiative_{field} WHERE initiative = ? ORDER BY position"
            record[field] = [dict(zip(columns, one, strict=True)) for one in connection.execute(query, row[:1])]
        query = "SELECT language, title FROM initiative_translations WHERE initiative = ? ORDER BY rowid"
        translations = {
            language: {"title": title, "keywords": []} for language, title in connection.execute(query, row[:1])
        }
        query = "SELECT language, keyword FROM initiative_translation_keywords WHERE initiative = ? ORDER BY position"
        for language, keyword in connection.execute(query, row[:1]):
            translations[language]["keywords"].append(keyword)
        records.append(record | {"translations": translations})
    return records


def test_every_record_can_be_read_back(dataset: Dataset) -> None:
    with database(dataset) as connection:
        assert read_records(connection) == to_json(dataset.initiatives)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(TEXTS, TEXTS, NUMBERS)
@settings(max_examples=40)
def test_any_text_and_number_can_be_read_back(title: str, other: str, value: float) -> None:
    dataset = one_record(
        title=title, summary=other, aliases=(other, title), people=(title,), partners=(other,), regions=(title,),
        mentions=(title,), date_note=other, status="planned", keywords=(other,),
        translations={"fr": Translation(title=title, keywords=(other, title)), "ru": Translation(keywords=(title,))},
        figures=(Figure(label=title, value=value),),
        links=(Link(label=other, url="https://example.org/", publisher=title),),
    )  # fmt: skip
    with database(dataset) as connection:
        assert read_records(connection) == to_json(dataset.initiatives)


@pytest.mark.parametrize(
    ("value", "type_"), [(MAX_NUMBER, "integer"), (float(MAX_NUMBER), "integer"), (2.5, "real"), (-0.0, "integer")]
)
def test_number_is_stored_as_a_number(value: float, type_: str) -> None:
    with database(one_record(figures=(Figure(label="x", value=value),))) as connection:
        query = "SELECT value, typeof(value) FROM initiative_figures"
        assert connection.execute(query).fetchall() == [(value, type_)]


SCHEMA = """\
CREATE TABLE themes ("id" TEXT NOT NULL, "name" TEXT, PRIMARY KEY ("id"))
CREATE TABLE theme_names ("theme" TEXT REFERENCES themes (id) NOT NULL, "position" INTEGER NOT NULL, "language" TEXT, \
"name" TEXT, PRIMARY KEY ("theme", "position"))
CREATE TABLE theme_keywords ("theme" TEXT REFERENCES themes (id) NOT NULL, "position" INTEGER NOT NULL, \
"keyword" TEXT, PRIMARY KEY ("theme", "position"))
CREATE TABLE organisations ("id" TEXT NOT NULL, "name" TEXT, PRIMARY KEY ("id"))
CREATE TABLE organisation_names ("organisation" TEXT REFERENCES organisations (id) NOT NULL, \
"position" INTEGER NOT NULL, "language" TEXT, "name" TEXT, PRIMARY KEY ("organisation", "position"))
CREATE TABLE countries ("code" TEXT NOT NULL, "name" TEXT, PRIMARY KEY ("code"))
CREATE TABLE country_names ("country" TEXT REFERENCES countries (code) NOT NULL, "position" INTEGER NOT NULL, \
"language" TEXT, "name" TEXT, PRIMARY KEY ("country", "position"))
CREATE TABLE regions ("id" TEXT NOT NULL, "name" TEXT, PRIMARY KEY ("id"))
CREATE TABLE region_names ("region" TEXT REFERENCES regions (id) NOT NULL, "position" INTEGER NOT NULL, \
"language" TEXT, "name" TEXT, PRIMARY KEY ("region", "position"))
CREATE TABLE region_countries ("region" TEXT REFERENCES regions (id) NOT NULL, \
"country" TEXT REFERENCES countries (code) NOT NULL, PRIMARY KEY ("region", "country"))
CREATE INDEX region_countries_country ON region_countries ("country")
CREATE TABLE languages ("code" TEXT NOT NULL, "name" TEXT, PRIMARY KEY ("code"))
CREATE TABLE language_names ("language" TEXT REFERENCES languages (code) NOT NULL, "position" INTEGER NOT NULL, \
"name" TEXT, PRIMARY KEY ("language", "position"))
CREATE TABLE initiatives ("id" TEXT NOT NULL, "theme" TEXT REFERENCES themes (id), "item" INTEGER, "title" TEXT, \
"summary" TEXT, "kind" TEXT, "start" TEXT, "end" TEXT, "date_note" TEXT, "status" TEXT, \
names TEXT, keywords TEXT, parts TEXT, PRIMARY KEY ("id"))
CREATE INDEX initiatives_theme ON initiatives ("theme")
"""
INITIATIVE = '"initiative" TEXT REFERENCES initiatives (id) NOT NULL, "position" INTEGER NOT NULL, '
TRANSLATION = '"initiative" TEXT REFERENCES initiatives (id) NOT NULL, "language" TEXT NOT NULL'
TRANSLATION_KEYWORD = '"position" INTEGER NOT NULL, "keyword" TEXT, PRIMARY KEY ("initiative", "language", "position")'
LIST_SCHEMA = {
    "aliases": '"alias" TEXT',
    "partners": '"organisation" TEXT REFERENCES organisations (id)',
    "mentions": '"organisation" TEXT REFERENCES organisations (id)',
    "people": '"person" TEXT',
    "countries": '"country" TEXT REFERENCES countries (code)',
    "regions": '"region" TEXT REFERENCES regions (id)',
    "languages": '"language" TEXT REFERENCES languages (code)',
    "keywords": '"keyword" TEXT',
    "related": '"related_id" TEXT REFERENCES initiatives (id)',
    "figures": '"qualifier" TEXT, "value" NUMERIC, "label" TEXT',
    "links": '"label" TEXT, "url" TEXT, "publisher" TEXT',
}


def test_schema_has_keys_references_and_indexes(dataset: Dataset) -> None:
    with database(dataset) as connection:
        statements = [
            sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        ]
    expected = SCHEMA.splitlines()
    for name, columns in LIST_SCHEMA.items():
        expected.append(
            f'CREATE TABLE initiative_{name} ({INITIATIVE}{columns}, PRIMARY KEY ("initiative", "position"))'
        )
        expected += [
            f'CREATE INDEX initiative_{name}_{column} ON initiative_{name} ("{column}")'
            for column in re.findall(r'"(\w+)" TEXT REFERENCES', columns)
        ]
    assert [sql for sql in statements if "initiatives_text" not in sql] == [
        *expected,
        f'CREATE TABLE initiative_translations ({TRANSLATION}, "title" TEXT, PRIMARY KEY ("initiative", "language"))',
        f"CREATE TABLE initiative_translation_keywords ({TRANSLATION}, {TRANSLATION_KEYWORD})",
        "CREATE TABLE provenance (label TEXT PRIMARY KEY, value TEXT NOT NULL)",
    ]


NAMED = DatasetFile(
    themes=(
        Theme(id="t", title="Health", names=Names(fr="Santé", ar="الصحة"), keywords=("medicine", "doctors")),
        Theme(id="u", title="Unused"),
    ),
    organisations=(Organisation(id="who", name="World Health Organization", aliases=("WHO",), names=Names(es="OMS")),),
    countries={"NER": Country(name="Niger", aliases=("The Niger",), names=Names(ru="Нигер!"))},
    regions={"gulf": Region(title="The Gulf", names=Names(fr="Golfe"), countries=("SEN", "NER"))},
    languages={"wo": Language(name="Wolof", aliases=("Ouolof", "Wolof làkk"))},
    initiatives=(),
)


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("themes", [("t", "Health"), ("u", "Unused")]),
        ("theme_names", [("t", 1, "ar", "الصحة"), ("t", 2, "fr", "Santé")]),
        ("theme_keywords", [("t", 1, "medicine"), ("t", 2, "doctors")]),
        ("organisations", [("who", "World Health Organization"), ("Somebody", "Somebody")]),
        ("organisation_names", [("who", 1, None, "WHO"), ("who", 2, "es", "OMS")]),
        ("countries", [("SEN", "Senegal"), ("NER", "Niger")]),
        (
            "country_names",
            [
                ("SEN", 1, "en", "Senegal"),
                ("SEN", 2, "fr", "Sénégal"),
                ("SEN", 3, "es", "Senegal"),
                ("SEN", 4, "ar", "السنغال"),
                ("SEN", 5, "ru", "Сенегал"),
                ("SEN", 6, "zh", "塞内加尔"),
                ("NER", 1, None, "The Niger"),
                ("NER", 2, "en", "Niger"),
                ("NER", 3, "fr", "Niger"),
                ("NER", 4, "es", "Níger"),
                ("NER", 5, "ar", "النيجر"),
                ("NER", 6, "ru", "Нигер!"),
                ("NER", 7, "zh", "尼日尔"),
            ],
        ),
        ("regions", [("Nowhere", "Nowhere"), ("gulf", "The Gulf")]),
        ("region_names", [("gulf", 1, "fr", "Golfe")]),
        ("region_countries", [("gulf", "NER"), ("gulf", "SEN")]),
        ("languages", [("qaa", "qaa"), ("wo", "Wolof")]),
        ("initiative_regions", [("a", 1, "Nowhere")]),
        ("initiative_mentions", [("a", 1, "who")]),
        ("initiative_translations", [("a", "fr", "Un"), ("a", "ru", None)]),
        ("initiative_translation_keywords", [("a", "fr", 1, "mot"), ("a", "fr", 2, "deux"), ("a", "ru", 1, "слово")]),
        ("initiative_related", [("a", 1, "b")]),
        ("initiative_partners", [("a", 1, "who"), ("a", 2, "Somebody")]),
    ],
)
def test_tables_contain_names_by_id(table: str, rows: list[tuple[object, ...]]) -> None:
    dataset = make_dataset(
        Initiative(id="a", theme="t", title="A", summary="S", partners=("who", "Somebody"), countries=("SEN", "NER"),
                   languages=("qaa",), related=("omitted", "b"), mentions=("who",), regions=("Nowhere",),
                   translations={"fr": Translation(title="Un", keywords=("mot", "deux")),
                                 "ru": Translation(keywords=("слово",))}),
        Initiative(id="b", theme="t", title="B", summary="S"),
        tables=NAMED,
    )  # fmt: skip
    with database(dataset) as connection:
        assert connection.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall() == rows


def test_database_of_some_records_has_only_valid_references(dataset: Dataset) -> None:
    with database(dataset, theme="health") as connection:
        assert [record["id"] for record in read_records(connection)] == [r.id for r in dataset.filter(theme="health")]


def test_dataset_without_tables_of_names_gets_them(dataset_file: Callable[[str], Path]) -> None:
    fields = 'partners = ["Somebody"]\ncountries = ["NER"]\nregions = ["northern-america"]\nlanguages = ["fr"]\n'
    with database(itucovid.load(dataset_file(MINIMAL + fields))) as connection:
        tables = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in NAME_TABLES}
    assert tables == {
        "organisations": [("Somebody", "Somebody")],
        "countries": [("NER", "Niger"), ("BMU", "Bermuda"), ("CAN", "Canada"), ("GRL", "Greenland"),
                      ("SPM", "Saint Pierre and Miquelon"), ("USA", "United States")],
        "regions": [("northern-america", "Northern America")],
        "region_countries": [("northern-america", code) for code in ("BMU", "CAN", "GRL", "SPM", "USA")],
        "languages": [("fr", "French")],
    }  # fmt: skip


NAME_TABLES = ("organisations", "countries", "regions", "region_countries", "languages")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("fake medicine", ["fg-ai4h"]),
        ("unicef finance", ["giga"]),
        ("santé 5g", ["5g-rumours"]),
    ],
)
def test_full_text_index_matches_stems_and_names(dataset: Dataset, query: str, ids: list[str]) -> None:
    with database(dataset) as connection:
        found = connection.execute(
            "SELECT id FROM initiatives JOIN initiatives_text t ON t.rowid = initiatives.rowid"
            " WHERE initiatives_text MATCH ? ORDER BY rank",
            (query,),
        )
        assert [id_ for (id_,) in found][: len(ids)] == ids


def test_full_text_index_contains_every_name_of_a_record() -> None:
    dataset = make_dataset(
        Initiative(id="a", theme="t", title="A", summary="S", aliases=("Alias",), people=("Person",),
                   regions=("Nowhere",), partners=("who",), mentions=("Host",), countries=("NER",),
                   keywords=("key", "word"), translations={"fr": Translation(title="Un", keywords=("mot",))}),
        Initiative(id="b", theme="u", title="B", summary="S"),
        tables=NAMED,
    )  # fmt: skip
    with database(dataset) as connection:
        rows = connection.execute("SELECT id, names, keywords FROM initiatives ORDER BY rowid").fetchall()
        matches = connection.execute("SELECT rowid FROM initiatives_text WHERE initiatives_text MATCH 'нигер'")
        assert matches.fetchall() == [(1,)]
    names = (
        "Alias", "Person", "Un", "World Health Organization", "WHO", "OMS", "Host", "Nowhere", "Niger", "The Niger",
        "Niger", "Niger", "Níger", "النيجر", "Нигер!", "尼日尔", "Golfe", "The Gulf", "Health", "الصحة", "Santé",
        "medicine", "doctors",
    )  # fmt: skip
    assert rows == [("a", "; ".join(names), "key; word; mot"), ("b", "Unused", None)]


@pytest.mark.parametrize("query", ["sante", "Viet", "nigér", "doctor", "DOCTORS"])
def test_full_text_index_ignores_diacritics_capitals_and_plurals(query: str) -> None:
    record = Initiative(id="a", theme="t", title="A", summary="S", aliases=("Việt",), countries=("NER",))
    with database(make_dataset(record, tables=NAMED)) as connection:
        matches = connection.execute("SELECT rowid FROM initiatives_text WHERE initiatives_text MATCH ?", (query,))
        assert matches.fetchall() == [(1,)]


@pytest.fixture
def database_file(dataset: Dataset, tmp_path: Path) -> Path:
    path = tmp_path / "r.db"
    path.write_bytes(dataset.export("sqlite"))
    return path


SEARCHES = [("cybersecurity", {"cyb4covid"}), ("网络安全", {"cyb4covid"}), ("络安", {"cyb4covid"})]


@pytest.mark.slow
@pytest.mark.parametrize(("query", "ids"), SEARCHES)
def test_datasette_searches_the_records(query: str, ids: set[str], database_file: Path) -> None:
    address = f"/r/initiatives.json?_search={quote(query)}&_shape=array&_col=title"
    done = subprocess.run(
        [installed("datasette"), "--get", address, database_file], capture_output=True, text=True, check=True
    )
    assert {record["id"] for record in json.loads(done.stdout)} == ids


@pytest.mark.parametrize(("query", "ids"), SEARCHES)
def test_sqlite_utils_searches_the_records(query: str, ids: set[str], database_file: Path) -> None:
    with closing(sqlite3.connect(database_file)) as connection:
        table = sqlite_utils.Database(connection).table("initiatives")
        assert table.detect_fts() == "initiatives_text"
        assert {record["id"] for record in table.search(query, quote=True)} == ids
        table.rebuild_fts()
        assert {record["id"] for record in table.search(query, quote=True)} == ids


UNSPACED_TEXT = st.text("学校数字技能デジタルーギガ", min_size=2, max_size=12)


@given(text=UNSPACED_TEXT, data=st.data())
@settings(max_examples=50)
def test_full_text_index_finds_parts_of_text_without_spaces(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    part = text[start : start + data.draw(st.integers(2, 4))]
    with database(one_record(summary=f"Giga: {text}.")) as connection:
        matches = connection.execute("SELECT rowid FROM initiatives_text(?)", (f'"{part}"',))
        assert matches.fetchall() == [(1,)]
        assert connection.execute("SELECT rowid FROM initiatives_text(?)", ('"力学"',)).fetchall() == []


def test_parts_are_those_of_runs_without_spaces() -> None:
    with database(one_record(summary="学校、デジタル化 (5G)")) as connection:
        assert connection.execute("SELECT parts FROM initiatives").fetchall() == [
            ("学校 デジ ジタ タル ル化 デジタ ジタル タル化 デジタル ジタル化",)
        ]


def test_database_states_its_provenance(dataset: Dataset) -> None:
    assert dataset.document
    with database(with_command(dataset)) as connection:
        assert connection.execute("SELECT label, value FROM provenance ORDER BY rowid").fetchall() == [
            ("Source", SOURCE),
            ("Address", dataset.document.source),
            *ABOUT.items(),
            ("Made with", f"itucovid {__version__}"),
            ("Command", "itucovid export --format sqlite"),
        ]
