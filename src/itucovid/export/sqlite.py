"""SQLite: tables with references, and a full-text index of the records."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from itucovid.export.provenance import provenance
from itucovid.export.tables import Column, Table, to_tables
from itucovid.text import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export

_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "NUMERIC"}

# Datasette offers a search in `initiatives` if that is the content table of the index (it looks for the literal text
# `content="initiatives"`), which therefore can contain only columns of `initiatives`. FTS5 makes one token of a run
# of Chinese or Japanese, or with its trigram tokenizer finds nothing shorter than three characters; hence `parts`.
_FULL_TEXT_INDEX = """
ALTER TABLE initiatives ADD COLUMN names TEXT;
ALTER TABLE initiatives ADD COLUMN keywords TEXT;
ALTER TABLE initiatives ADD COLUMN parts TEXT;
UPDATE initiatives AS i SET names = (SELECT group_concat(name, '; ') FROM (
    SELECT alias AS name FROM initiative_aliases WHERE initiative = i.id
    UNION ALL SELECT person FROM initiative_people WHERE initiative = i.id
    UNION ALL SELECT title FROM initiative_translations WHERE initiative = i.id
    UNION ALL SELECT name FROM initiative_partners JOIN organisations ON id = organisation WHERE initiative = i.id
    UNION ALL SELECT name FROM initiative_partners JOIN organisation_names USING (organisation) WHERE initiative = i.id
    UNION ALL SELECT name FROM initiative_mentions JOIN organisations ON id = organisation WHERE initiative = i.id
    UNION ALL SELECT name FROM initiative_mentions JOIN organisation_names USING (organisation) WHERE initiative = i.id
    UNION ALL SELECT name FROM initiative_regions JOIN regions ON id = region WHERE initiative = i.id
    UNION ALL SELECT name FROM initiative_regions JOIN region_names USING (region) WHERE initiative = i.id
    UNION ALL SELECT name FROM initiative_countries JOIN countries ON code = country WHERE initiative = i.id
    UNION ALL SELECT name FROM initiative_countries JOIN country_names USING (country) WHERE initiative = i.id
    UNION ALL SELECT name FROM (
      SELECT DISTINCT region FROM initiative_countries JOIN region_countries USING (country) WHERE initiative = i.id
    ) JOIN (SELECT id AS region, name FROM regions UNION SELECT region, name FROM region_names) USING (region)
    UNION ALL SELECT t.name FROM themes t WHERE t.id = i.theme
    UNION ALL SELECT n.name FROM theme_names n WHERE n.theme = i.theme
    UNION ALL SELECT k.keyword FROM theme_keywords k WHERE k.theme = i.theme)),
  keywords = (SELECT group_concat(keyword, '; ') FROM (
    SELECT keyword FROM initiative_keywords WHERE initiative = i.id
    UNION ALL SELECT keyword FROM initiative_translation_keywords WHERE initiative = i.id));
UPDATE initiatives
  SET parts = parts(title || ' ' || ifnull(summary, '') || ' ' || names || ' ' || ifnull(keywords, ''));
CREATE VIRTUAL TABLE initiatives_text USING fts5(
  title, summary, names, keywords, parts, content="initiatives", tokenize = "porter unicode61 remove_diacritics 2"
);
INSERT INTO initiatives_text (initiatives_text) VALUES ('rebuild');
"""


def render_sqlite(export: Export) -> Iterator[bytes]:
    """A database with the tables of `itucovid.export.tables`, a table `provenance`, and an FTS5 index.

    `initiatives_text` is the index of `initiatives`. The same export gives the same bytes with the same release of
    SQLite.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute("BEGIN")
        _write_tables(database, export)
        database.create_function("parts", 1, _parts, deterministic=True)
        for statement in _FULL_TEXT_INDEX.split(";\n"):
            database.execute(statement)
        database.execute("CREATE TABLE provenance (label TEXT PRIMARY KEY, value TEXT NOT NULL)")
        database.executemany("INSERT INTO provenance VALUES (?, ?)", provenance(export).items())
        database.execute("COMMIT")
        yield database.serialize()


def _parts(text: str) -> str | None:
    """What can be searched for within the runs of scripts without spaces between words, or None."""
    parts = dict.fromkeys(
        run[at : at + length]
        for run in re.findall(f"[{UNSPACED}]+", text)
        for length in _PART_LENGTHS
        for at in range(len(run) - length + 1)
    )
    return " ".join(parts) or None


_PART_LENGTHS = (2, 3, 4)
"""Nearly every word of Chinese, in characters."""


def _write_tables(database: sqlite3.Connection, export: Export) -> None:
    keys: dict[str, str] = {}
    for table in to_tables(export):
        keys[table.name] = table.columns[0].name
        database.execute(_create_table(table, keys))
        placeholders = ", ".join("?" * len(table.columns))
        database.executemany(f"INSERT INTO {table.name} VALUES ({placeholders})", table.rows)  # noqa: S608 - own names
        # The first column has the index of the primary key.
        for column in table.columns[1:]:
            if column.refers_to:
                database.execute(f"CREATE INDEX {table.name}_{column.name} ON {table.name} ({_quote(column.name)})")


def _create_table(table: Table, keys: dict[str, str]) -> str:
    """The statement that creates a table; `keys` are the first columns of the tables so far."""
    definitions = [
        _column(column, keys) + (" NOT NULL" if number < table.key_length else "")
        for number, column in enumerate(table.columns)
    ]
    key = ", ".join(_quote(column.name) for column in table.columns[: table.key_length])
    return f"CREATE TABLE {table.name} ({', '.join(definitions)}, PRIMARY KEY ({key}))"


def _column(column: Column, keys: dict[str, str]) -> str:
    reference = f" REFERENCES {column.refers_to} ({keys[column.refers_to]})" if column.refers_to else ""
    return f"{_quote(column.name)} {_TYPES[column.type]}{reference}"


def _quote(column: str) -> str:
    return f'"{column}"'  # "end" is a keyword
