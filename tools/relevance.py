"""Evaluate search with relevance judgements: `python -m tools.relevance [--quiet] [FILE...]`.

A file contains queries with the records that a search should find; by default, those of `tests/search/relevance`. For
comparison, rapidfuzz's WRatio over the text of each record and SQLite's full-text index (FTS5) search the same records.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import itucovid
from itucovid.search.index import field_texts

ROOT = Path(__file__).resolve().parent.parent
JUDGEMENTS = ROOT / "tests" / "search" / "relevance"
SETS = (
    "base",
    "tuned",
    "unseen",
    "multilingual-tuned",
    "multilingual-unseen",
    "multilingual-unseen-2",
    "multilingual-unseen-3",
    "near-words",
)
"""Judgements that must all hold, some that search rules may be tuned on, and some that were run only after tuning."""

WRATIO_CUTOFF = 60

Engine = Callable[[str], list[str]]
"""A function from a query to the ids of its hits, best first."""


class Judgement(NamedTuple):
    """The records that are relevant to a query.

    Attributes:
        query: the query.
        kind: "exact" (the hits are these records and no other), "first" (the first hit is one of them), "top" (all of
            them are among the first len(expect) + 2 hits), or "none" (there is no hit).
        expect: the ids of the records.
        group: the language of the query, if the file states it.
        sort: what the query tests (keyword, synonym, question, ...), if the file states it.
    """

    query: str
    kind: str
    expect: list[str]
    group: str = ""
    sort: str = ""


class Outcome(NamedTuple):
    """The hits of a judged query."""

    judgement: Judgement
    hits: list[str]

    @property
    def as_judged(self) -> bool:
        """Whether the hits are as judged."""
        _, kind, expect, *_ = self.judgement
        match kind:
            case "exact":
                return set(self.hits) == set(expect)
            case "first":
                return self.hits[:1] != [] and self.hits[0] in expect
            case "top":
                return set(expect) <= set(self.hits[: len(expect) + 2])
            case "none":
                return not self.hits
        raise ValueError(f"unknown kind of judgement: {kind!r}")

    @property
    def reciprocal_rank(self) -> float:
        """The reciprocal of the rank of the first relevant record, or 0."""
        return next((1 / rank for rank, id_ in enumerate(self.hits, 1) if id_ in self.judgement.expect), 0.0)


class Evaluation(NamedTuple):
    """The outcomes of some judged queries."""

    outcomes: Sequence[Outcome]

    @property
    def misses(self) -> list[Outcome]:
        """The queries whose hits are not as judged."""
        return [outcome for outcome in self.outcomes if not outcome.as_judged]

    @property
    def mean_reciprocal_rank(self) -> float | None:
        """The mean reciprocal rank of the first relevant record, or None if no query has one."""
        ranks = [outcome.reciprocal_rank for outcome in self.outcomes if outcome.judgement.expect]
        return sum(ranks) / len(ranks) if ranks else None

    def by(self, attribute: str) -> dict[str, Evaluation]:
        """The evaluations of the judgements with the same group or sort; those without one are left out."""
        parts: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in self.outcomes:
            if value := getattr(outcome.judgement, attribute):
                parts[value].append(outcome)
        return {value: Evaluation(part) for value, part in parts.items()}


def read_judgements(path: Path) -> list[Judgement]:
    """Read a file of judgements."""
    import tomli

    cases: list[dict[str, Any]] = tomli.loads(path.read_text(encoding="utf-8"))["case"]
    return [Judgement(**case) for case in cases]


def bundled_judgements(name: str) -> list[Judgement]:
    """The judgements of one of `SETS`."""
    return read_judgements(JUDGEMENTS / f"{name}.toml")


def evaluate(engine: Engine, judgements: Iterable[Judgement]) -> Evaluation:
    """Search all queries."""
    return Evaluation([Outcome(judgement, engine(judgement.query)) for judgement in judgements])


def itucovid_engine(dataset: itucovid.Dataset) -> Engine:
    """The search of this project."""
    return lambda query: [hit.record.id for hit in dataset.search(query)]


def wratio_engine(dataset: itucovid.Dataset) -> Engine:
    """Similarity of the query to the whole text of a record."""
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
    texts = _texts(dataset)

    def engine(query: str) -> list[str]:
        words = " ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        if not words:
            return []
        with closing(sqlite3.connect(":memory:")) as database:
            database.execute("create virtual table record using fts5(id unindexed, text, tokenize='porter unicode61')")
            database.executemany("insert into record values (?, ?)", texts.items())
            found = database.execute("select id from record where text match ? order by rank", (words,))
            return [id_ for (id_,) in found]

    return engine


def _texts(dataset: itucovid.Dataset) -> dict[str, str]:
    return {record.id: "\n".join(text for _, text in field_texts(dataset.labels, record)) for record in dataset}


ENGINES = {"itucovid": itucovid_engine, "rapidfuzz WRatio": wratio_engine, "SQLite FTS5": fts5_engine}


def report(name: str, evaluations: dict[str, Evaluation]) -> Iterator[str]:
    """The lines of a table: for all queries of a set, then by group and by sort, how well each engine does."""
    yield from _rows(name, evaluations)
    for attribute in ("group", "sort"):
        parts = {engine: evaluation.by(attribute) for engine, evaluation in evaluations.items()}
        for value in next(iter(parts.values())):
            yield from _rows(f"  {value}", {engine: part[value] for engine, part in parts.items()})


def _rows(label: str, evaluations: dict[str, Evaluation]) -> Iterator[str]:
    for engine, evaluation in evaluations.items():
        total = len(evaluation.outcomes)
        right = total - len(evaluation.misses)
        rank = evaluation.mean_reciprocal_rank
        mean = "" if rank is None else f"{rank:.3f}"
        yield f"{label:34}{engine:18}{right:>5} of {total:<5}{right / total:>7.0%}{mean:>8}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how well each engine does, and the misses of this project; return 1 if the base set has any."""
    parser = argparse.ArgumentParser(prog="python -m tools.relevance", description="Evaluate search.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="judgements (default: the bundled sets)")
    parser.add_argument("--quiet", action="store_true", help="do not list the misses")
    options = parser.parse_args(arguments)
    bundled = [JUDGEMENTS / f"{name}.toml" for name in SETS]
    dataset = itucovid.load(ROOT / "data" / "initiatives.toml")
    engines = {name: make(dataset) for name, make in ENGINES.items()}
    print(f"{'queries':34}{'engine':18}{'as judged':>14}{'':7}{'MRR':>8}")
    failed = False
    for path in options.files or bundled:
        judgements = read_judgements(path)
        evaluations = {name: evaluate(engine, judgements) for name, engine in engines.items()}
        print(*report(path.stem, evaluations), sep="\n")
        misses = evaluations["itucovid"].misses
        failed |= path == bundled[0] and bool(misses)
        if not options.quiet:
            for judgement, hits in misses:
                print(f"  miss: {judgement.query!r} ({judgement.kind} {judgement.expect}): {hits[:5]}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
