"""The SQLite export, read back with SQLite."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import itucovid
from itucovid.export import Export, render
from itucovid.model import Dataset, Figure, Initiative, Link, Theme
from tests.conftest import MINIMAL, Invoke


def written(dataset: Dataset, records: list[Initiative] | None = None, request: str = "") -> bytes:
    chunks = render(
        "sqlite", Export(dataset, list(dataset.initiatives) if records is None else records, request=request)
    )
    return b"".join(chunk for chunk in chunks if isinstance(chunk, bytes))


@contextmanager
def opened(content: bytes) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        yield database


def read_back(database: sqlite3.Connection) -> list[dict[str, object]]:
    """The records of a database, as the model's fields."""
    lists = {
        "aliases": "alias", "partners": "organisation", "people": "person", "countries": "country",
        "regions": "region", "languages": "language", "keywords": "keyword", "related": "other",
    }  # fmt: skip
    found = []
    fields = 'id, theme, item, title, summary, kind, "start", "end"'
    for row in database.execute(f"SELECT {fields} FROM initiatives ORDER BY rowid"):
        record: dict[str, object] = dict(
            zip(("id", "theme", "item", "title", "summary", "kind", "start", "end"), row, strict=True)
        )
        for field, column in lists.items():
            query = f"SELECT {column} FROM initiative_{field} WHERE initiative = ? ORDER BY place"
            record[field] = [value for (value,) in database.execute(query, row[:1])]
        for field, columns in {
            "figures": ("qualifier", "value", "label"),
            "links": ("label", "url", "publisher"),
        }.items():
            query = f"SELECT {', '.join(columns)} FROM initiative_{field} WHERE initiative = ? ORDER BY place"
            record[field] = [dict(zip(columns, one, strict=True)) for one in database.execute(query, row[:1])]
        found.append(record)
    return found


def plain(records: tuple[Initiative, ...]) -> list[dict[str, object]]:
    whole: list[dict[str, object]] = msgspec.json.decode(msgspec.json.encode(records, enc_hook=str))
    return whole


def test_every_record_comes_back(dataset: Dataset) -> None:
    with opened(written(dataset)) as database:
        assert read_back(database) == plain(dataset.initiatives)


def test_names_stand_once_and_are_referred_to(dataset: Dataset) -> None:
    with opened(written(dataset)) as database:
        query = (
            "SELECT i.id FROM initiatives i JOIN initiative_partners p ON p.initiative = i.id"
            " JOIN organisation_names n USING (organisation) WHERE n.name = 'WHO' ORDER BY i.rowid"
        )
        found = [id_ for (id_,) in database.execute(query)]
        count = database.execute("SELECT count(*) FROM themes").fetchone()
    assert found == [record.id for record in dataset.initiatives if "who" in record.partners]
    assert count == (len(dataset.themes),)


@pytest.mark.parametrize(
    ("query", "expected"),
    [("fake medicine", "fg-ai4h"), ("Kazakhstan", "giga"), ("unicef finance", "giga"), ("santé 5g", "5g-rumours")],
)
def test_the_full_text_index_finds_words_and_names(dataset: Dataset, query: str, expected: str) -> None:
    with opened(written(dataset)) as database:
        found = database.execute(
            "SELECT id FROM initiatives JOIN initiatives_text t ON t.rowid = initiatives.rowid"
            " WHERE initiatives_text MATCH ? ORDER BY rank",
            (query,),
        )
        assert expected in [id_ for (id_,) in found]


def test_the_full_text_index_is_one_of_the_records_so_that_datasette_searches_in_them(dataset: Dataset) -> None:
    with opened(written(dataset)) as database:
        # So Datasette (sqlite_utils.detect_fts) knows it.
        (sql,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'initiatives_text'").fetchone()
        assert re.search(r'content\s*=\s*"initiatives"', sql)
        database.execute("INSERT INTO initiatives_text (initiatives_text) VALUES ('integrity-check')")
        (names,) = database.execute("SELECT names FROM initiatives WHERE id = 'giga'").fetchone()
    assert {"UNICEF", "Kazakhstan"} <= set(names.split("; "))


def test_keywords_of_a_theme_are_no_names_of_it(dataset: Dataset) -> None:
    with opened(written(dataset)) as database:
        keywords = database.execute("SELECT theme, keyword FROM theme_keywords ORDER BY rowid").fetchall()
        names = {name for (name,) in database.execute("SELECT name FROM theme_names")}
    assert keywords == [(theme.id, keyword) for theme in dataset.themes for keyword in theme.keywords]
    assert names == {name for theme in dataset.themes for name in theme.names.all()}


def test_part_of_a_register_refers_to_nothing_that_is_not_there(dataset: Dataset) -> None:
    records = [record for record in dataset.initiatives if record.theme == "health"]
    with opened(written(dataset, records)) as database:
        assert [record["id"] for record in read_back(database)] == [record.id for record in records]


def test_a_register_without_tables_of_names_has_them_here(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(MINIMAL + 'partners = ["Somebody"]\ncountries = ["NER"]\nlanguages = ["fr"]\n', encoding="utf-8")
    with opened(written(itucovid.load(path))) as database:
        for table, row in (
            ("organisations", ("Somebody",) * 2),
            ("countries", ("NER",) * 2),
            ("languages", ("fr",) * 2),
        ):
            assert database.execute(f"SELECT * FROM {table}").fetchall() == [row]


def test_it_tells_where_it_comes_from(dataset: Dataset) -> None:
    with opened(written(dataset, request="itucovid export --format sqlite")) as database:
        facts = dict(database.execute("SELECT label, value FROM provenance"))
    assert facts["Source"] == "ITU: COVID-19 Initiatives, Partnerships and Activities, 11 January 2021"
    assert facts["Request"] == "itucovid export --format sqlite"


def test_the_same_request_gives_the_same_bytes(dataset: Dataset) -> None:
    assert written(dataset) == written(dataset)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(texts, texts, st.integers(-(2**53), 2**53) | st.floats(-1e300, 1e300))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back(title: str, other: str, value: float) -> None:
    record = Initiative(
        id="a", theme="t", title=title, summary=other, aliases=(other, title), people=(title,), partners=(other,),
        regions=(title,), keywords=(other,), figures=(Figure(label=title, value=value),),
        links=(Link(label=other, url="https://example.org/", publisher=title),),
    )  # fmt: skip
    dataset = Dataset(initiatives=(record,), themes=(Theme(id="t", title=title),))
    with opened(written(dataset)) as database:
        assert read_back(database) == plain((record,))


def test_a_terminal_is_told_to_take_a_file(dataset: Dataset, monkeypatch: pytest.MonkeyPatch, invoke: Invoke) -> None:
    monkeypatch.setattr("itucovid.cli.output.is_terminal", lambda: True)
    result = invoke("export", "--format", "sqlite")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nothing for a terminal" in result.stderr


def test_it_is_written_to_a_file_by_its_suffix(tmp_path: Path, invoke: Invoke) -> None:
    target = tmp_path / "dataset.db"
    assert invoke("export", "--theme", "health", "--output", str(target)).exit_code == 0
    with opened(target.read_bytes()) as database:
        assert len(read_back(database)) == 4
