"""Small datasets whose scores can be computed by hand."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from itucovid.fields import Labels
from itucovid.model import Initiative, Tables, Theme
from itucovid.search import Results, search
from itucovid.search.index import Index

ROOT = Path(__file__).resolve().parents[2]


def record(id_: str, title: str = "Untitled", summary: str = "Empty.", **values: Any) -> Initiative:
    """A record whose default texts match none of the queries of these tests."""
    return Initiative(id=id_, theme=values.pop("theme", "x"), title=title, summary=summary, **values)


def make_index(*records: Initiative, **tables: Any) -> Index:
    """The index of some records; the tables contain the theme "x"."""
    themes = (Theme(id="x", title="Miscellaneous"), *tables.pop("themes", ()))
    return Index(Labels(Tables(themes=themes, **tables)), records)


def texts_index(*summaries: str) -> Index:
    """The index of the records r1, r2, ... with these summaries."""
    return make_index(*(record(f"r{number}", summary=summary) for number, summary in enumerate(summaries, 1)))


def scores(index: Index, query: str, among: Collection[str] | None = None) -> dict[str, float]:
    """The ids of the hits of a query with their scores, best first."""
    return {hit.record.id: hit.score for hit in search(index, query, among)}


def ids(index: Index, query: str) -> list[str]:
    """The ids of the hits of a query, best first."""
    return [*scores(index, query)]


def highlighted(results: Results) -> list[tuple[str, str, list[str]]]:
    """For each matching text of the hits: the id of its record, the field, and the highlighted words."""
    return [
        (hit.record.id, match.field, [match.text[start:end] for start, end in match.spans])
        for hit in results
        for match in hit.matches
    ]
