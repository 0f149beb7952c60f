"""How well search finds what the relevance judgements expect."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from tools.relevance import (
    ENGINES,
    SETS,
    Evaluation,
    Judgement,
    Outcome,
    bundled_judgements,
    evaluate,
    itucovid_engine,
    main,
    report,
)

import itucovid
from itucovid.search.query import STOPWORDS
from tests.conftest import ROOT

JUDGEMENTS = [judgement for name in SETS for judgement in bundled_judgements(name)]


@pytest.mark.parametrize("judgement", bundled_judgements("base"), ids=lambda judgement: judgement.query)
def test_a_query_of_the_base_set_finds_what_is_expected(dataset: itucovid.Dataset, judgement: Judgement) -> None:
    assert evaluate(itucovid_engine(dataset), [judgement]).misses == []


@pytest.mark.parametrize("name", ["tuned", "unseen"])
def test_the_first_hit_is_relevant_for_95_percent_of_the_other_queries(dataset: itucovid.Dataset, name: str) -> None:
    evaluation = evaluate(itucovid_engine(dataset), bundled_judgements(name))
    assert len(evaluation.misses) <= 0.05 * len(evaluation.outcomes), evaluation.misses
    assert (evaluation.mean_reciprocal_rank or 0) >= 0.95


@pytest.mark.parametrize(
    "name", ["multilingual-tuned", "multilingual-unseen", "multilingual-unseen-2", "multilingual-unseen-3"]
)
def test_nine_tenths_of_the_multilingual_queries_find_what_is_expected(dataset: itucovid.Dataset, name: str) -> None:
    evaluation = evaluate(itucovid_engine(dataset), bundled_judgements(name))
    assert len(evaluation.misses) <= 0.1 * len(evaluation.outcomes), evaluation.misses
    assert (evaluation.mean_reciprocal_rank or 0) >= 0.95


def test_hardly_any_word_is_taken_for_one_that_looks_like_it(dataset: itucovid.Dataset) -> None:
    evaluation = evaluate(itucovid_engine(dataset), bundled_judgements("near-words"))
    assert len(evaluation.misses) <= 0.05 * len(evaluation.outcomes), evaluation.misses


@pytest.mark.parametrize(
    ("kind", "expect", "hits", "as_judged"),
    [
        ("exact", ["a", "b"], ["b", "a"], True),
        ("exact", ["a", "b"], ["a"], False),
        ("exact", ["a"], ["a", "b"], False),
        ("first", ["a", "b"], ["b", "c"], True),
        ("first", ["a"], ["b", "a"], False),
        ("first", ["a"], [], False),
        ("top", ["a"], ["b", "c", "a"], True),
        ("top", ["a"], ["b", "c", "d", "a"], False),
        ("top", ["a", "b"], ["c", "a", "d", "b"], True),
        ("none", [], [], True),
        ("none", [], ["a"], False),
    ],
)
def test_hits_are_judged_by_the_kind_of_the_judgement(
    kind: str, expect: list[str], hits: list[str], *, as_judged: bool
) -> None:
    assert Outcome(Judgement("query", kind, expect), hits).as_judged is as_judged


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown kind of judgement: 'best'"):
        _ = Outcome(Judgement("query", "best", ["a"]), ["a"]).as_judged


def test_the_mean_reciprocal_rank_is_that_of_the_first_relevant_hits() -> None:
    outcomes = [
        Outcome(Judgement("one", "first", ["a"]), ["a", "b"]),
        Outcome(Judgement("two", "first", ["a", "b"]), ["c", "b", "a"]),
        Outcome(Judgement("three", "first", ["a"]), []),
        Outcome(Judgement("four", "none", []), ["a"]),
    ]
    assert Evaluation(outcomes).mean_reciprocal_rank == 0.5
    assert Evaluation(outcomes[3:]).mean_reciprocal_rank is None


def test_a_report_has_rows_for_groups_and_sorts() -> None:
    outcomes = [
        Outcome(Judgement("one", "first", ["a"], group="en", sort="name"), ["a"]),
        Outcome(Judgement("deux", "first", ["a"], group="fr", sort="name"), ["b", "a"]),
        Outcome(Judgement("trois", "none", [], group="fr"), []),
    ]
    assert list(report("sample", {"engine": Evaluation(outcomes)})) == [
        "sample                            engine                2 of 3        67%   0.750",
        "  en                              engine                1 of 1       100%   1.000",
        "  fr                              engine                1 of 2        50%   0.500",
        "  name                            engine                1 of 2        50%   0.750",
    ]


def test_the_tool_evaluates_a_file_of_judgements(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[[case]]\nquery = "football"\nkind = "first"\nexpect = ["giga"]\n', encoding="utf-8")
    assert main([str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["queries", "engine", "as"],
        ["own", "itucovid", "0"],
        ["own", "rapidfuzz", "WRatio"],
        ["own", "SQLite", "FTS5"],
        ["miss:", "'football'", "(first"],
    ]


def test_every_engine_finds_the_title_of_a_record_first(dataset: itucovid.Dataset) -> None:
    title, id_ = "Smart Villages Platform", "smart-villages-niger"
    assert [make(dataset)(title)[0] for make in ENGINES.values()] == [id_] * len(ENGINES)
    assert ENGINES["SQLite FTS5"](dataset)("!?") == []


SOURCE = ROOT / "src" / "itucovid"


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_code_contains_no_record_and_no_judged_query(dataset: itucovid.Dataset, path: Path) -> None:
    queries = {judgement.query.casefold() for judgement in JUDGEMENTS} - STOPWORDS
    forbidden = queries | {record.id for record in dataset}
    assert not strings(ast.parse(path.read_text(encoding="utf-8"))) & forbidden


def strings(tree: ast.Module) -> set[str]:
    """The string constants of a module, in lower case."""
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value.casefold() for value in constants if isinstance(value, str)}


def test_strings_are_found_wherever_they_are() -> None:
    assert strings(ast.parse('X = {"One": ["two", 2]}\ndef f():\n    return f"{x}three"')) == {"one", "two", "three"}
