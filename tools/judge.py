"""How well search answers the judged queries: `python -m tools.judge`.

Beside it, on the same records: rapidfuzz's WRatio over each record's text, and SQLite's full-text index (FTS5).
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import itucovid
from itucovid.fields import Labels
from itucovid.search.index import Index, passages
from itucovid.search.query import parse
from itucovid.search import rank

ROOT = Path(__file__).resolve().parent.parent
SETS = ("search-cases", "search-cases-tuned", "search-cases-unseen")
WRATIO_CUTOFF = 60


class Case(NamedTuple):
    """A judged query.

    `kind` is "exact" (these records and no other), "first" (the first hit is one of them), "top" (all of them among
    the first len(expect) + 2), or "none" (no hit).
    """

    query: str
    kind: str
    expect: list[str]


class Verdict(NamedTuple):
    """How one engine did on one set: its misses, and the mean reciprocal rank of the first expected record."""

    misses: list[tuple[Case, list[str]]]
    reciprocal_rank: float


Engine = Callable[[str], list[str]]


def cases(name: str) -> list[Case]:
    """The judged queries of a set."""
    import tomli

    found: list[dict[str, Any]] = tomli.loads((ROOT / "tests" / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [Case(**case) for case in found]


def answered(case: Case, ids: list[str]) -> bool:
    """Whether hits are as judged."""
    match case.kind:
        case "exact":
            return set(ids) == set(case.expect)
        case "first":
            return bool(ids) and ids[0] in case.expect
        case "top":
            return set(case.expect) <= set(ids[: len(case.expect) + 2])
        case "none":
            return not ids
    raise ValueError(case.kind)


def judge(engine: Engine, judged: list[Case]) -> Verdict:
    """Put each query to an engine."""
    misses = []
    ranks = []
    for case in judged:
        ids = engine(case.query)
        if not answered(case, ids):
            misses.append((case, ids))
        if case.expect:
            ranks.append(next((1 / place for place, id_ in enumerate(ids, 1) if id_ in case.expect), 0.0))
    return Verdict(misses, sum(ranks) / len(ranks))


def itucovid_engine(dataset: itucovid.Dataset) -> Engine:
    """This project's search."""
    index = Index(dataset)
    return lambda query: [hit.record.id for hit in rank(index, parse(query)).hits]


def wratio_engine(dataset: itucovid.Dataset) -> Engine:
    """Likeness of the whole query to a record's whole text."""
    from rapidfuzz import fuzz, process, utils

    texts = _texts(dataset)

    def engine(query: str) -> list[str]:
        found = process.extract(
            query, texts, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=WRATIO_CUTOFF, limit=None
        )
        return [id_ for _, _, id_ in found]

    return engine


def fts5_engine(dataset: itucovid.Dataset) -> Engine:
    """SQLite's full-text index with its Porter stemmer and bm25."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table record using fts5(id unindexed, text, tokenize='porter unicode61')")
    database.executemany("insert into record values (?, ?)", _texts(dataset).items())

    def engine(query: str) -> list[str]:
        words = " ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        if not words:
            return []
        return [row[0] for row in database.execute("select id from record where text match ? order by rank", (words,))]

    return engine


def _texts(dataset: itucovid.Dataset) -> dict[str, str]:
    naming = Labels(dataset)
    return {
        record.id: "\n".join(passage.text for passage in passages(naming, record)) for record in dataset.initiatives
    }


def main() -> int:
    """Print a table of how many queries each engine answers, then what this one misses."""
    dataset = itucovid.load(ROOT / "data" / "initiatives.toml")
    engines = {"itucovid": itucovid_engine, "rapidfuzz WRatio": wratio_engine, "SQLite FTS5": fts5_engine}
    print(f"{'queries':22}{'engine':20}{'answered':>12}{'share':>8}{'MRR':>8}")
    missed = False
    for name in SETS:
        judged = cases(name)
        for label, make in engines.items():
            verdict = judge(make(dataset), judged)
            right = len(judged) - len(verdict.misses)
            share = right / len(judged)
            print(f"{name:22}{label:20}{right:>6} of {len(judged)}{share:>8.0%}{verdict.reciprocal_rank:>8.3f}")
            if label == "itucovid" and name == SETS[0]:
                missed = bool(verdict.misses)
            if label == "itucovid" and "--quiet" not in sys.argv:
                for case, ids in verdict.misses:
                    print(f"  miss: {case.query!r} ({case.kind} {case.expect}): {ids[:5]}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
