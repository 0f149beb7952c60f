"""The scores of records, with values computed by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from itucovid.dates import PartialDate
from itucovid.model import Country, Figure, Language, Theme, Translation
from itucovid.search.index import FIELD_MASKS, FIELDS
from itucovid.search.scoring import FIELD_BOOSTS, FieldScore, field_score, idf, merge, score, score_records
from tests.search.corpus import make_index, record, scores

TITLE, SUMMARY, KEYWORDS, KIND = (FIELD_MASKS[field] for field in ("title", "summary", "keywords", "kind"))


@pytest.mark.parametrize(
    ("query", "values", "expected"),
    [
        ("zebra", {"title": "Zebra"}, 100.0),
        ("zebra", {"id_": "zebra"}, 95.0),
        ("zebra", {"aliases": ("Zebra",)}, 95.0),
        ("zebra", {"partners": ("Zebra",)}, 80.0),
        ("zebra", {"people": ("Zebra",)}, 80.0),
        ("zebra", {"countries": ("ZZZ",)}, 80.0),
        ("zebra", {"regions": ("Zebra",)}, 75.0),
        ("zebra", {"languages": ("zz",)}, 75.0),
        ("zebra", {"keywords": ("zebra",)}, 75.0),
        ("zebra", {"theme": "z"}, 70.0),
        ("zebra", {"figures": (Figure(label="zebra", value=7),)}, 60.0),
        ("march", {"start": PartialDate("2020-03-14")}, 60.0),
        ("march", {"end": PartialDate("2020-03-14")}, 60.0),
        ("zebra", {"mentions": ("The Zebra",)}, 80.0),
        ("zebra", {"partners": ("The Zebra Foundation",)}, 60.0),
        ("zebra", {"mentions": ("The Zebra Foundation",)}, 60.0),
        ("zèbre", {"translations": {"fr": Translation(title="Le zèbre")}}, 100.0),
        ("斑马", {"translations": {"zh": Translation(keywords=("斑马",))}}, 65.0),
        ("zebra", {"summary": "Zebra."}, 60.0),
        ("campaign", {"kind": "campaign"}, 40.0),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_match_scores_the_boost_of_its_field(query: str, values: dict[str, Any], expected: float) -> None:
    index = make_index(
        record(**{"id_": "r1", **values}),
        record("r2"),
        record("r3"),
        themes=(Theme(id="z", title="Zebra"),),
        countries={"ZZZ": Country(name="Zebra")},
        languages={"zz": Language(name="Zebra")},
    )
    assert [*scores(index, query).values()] == [expected]


def test_every_searched_field_has_a_boost() -> None:
    assert sorted(FIELD_BOOSTS) == sorted(FIELDS)


def test_long_names_add_no_points_and_all_translations_count_as_one_field() -> None:
    translations = {language: Translation(keywords=("zebra",)) for language in ("es", "fr")}
    index = make_index(
        record("r1", summary="Zebra.", partners=("The Zebra Foundation",)),
        record("r2", "Other", keywords=("zebra",)),
        record("r3", "Other", keywords=("zebra",), translations=translations),
    )
    assert scores(index, "zebra") == {"r3": 79.0, "r2": 75.0, "r1": 60.0}


def test_each_further_field_adds_four_points_up_to_a_hundred() -> None:
    index = make_index(
        record("r1", summary="Zebra.", keywords=("zebra",)),
        record("r2", summary="Zebra.", keywords=("zebra",), kind="event", regions=("Zebra",)),
        record("r3", "Zebra", summary="Zebra.", keywords=("zebra",)),
    )
    assert scores(index, "zebra") == {"r3": 100.0, "r2": 83.0, "r1": 79.0}


def test_a_word_that_occurs_twice_in_a_field_counts_once() -> None:
    assert scores(make_index(record("r1", summary="Zebra zebra.")), "zebra") == {"r1": 60.0}


def test_terms_in_no_common_field_lose_a_tenth() -> None:
    index = make_index(
        record("r1", "Zebra", "Giraffe."),
        record("r2", summary="Zebra and giraffe."),
        record("r3"),
    )
    assert scores(index, "zebra giraffe") == {"r1": 72.0, "r2": 60.0}  # 0.9 × (1 + 0.6) / 2


def test_a_rare_term_weighs_more_than_a_frequent_one() -> None:
    index = make_index(
        record("r1", "Zebra", "Giraffe."), record("r2", "Giraffe", "Zebra."), record("r3", summary="Giraffe.")
    )
    # ln(1 + 3/2) = 0.916 for the zebra and ln(1 + 3/3) = 0.693 for the giraffe
    zebra, giraffe = math.log(2.5), math.log(2)
    assert scores(index, "zebra giraffe") == {
        "r1": round(90 * (zebra + 0.6 * giraffe) / (zebra + giraffe), 1),
        "r2": round(90 * (0.6 * zebra + giraffe) / (zebra + giraffe), 1),
    }
    assert scores(index, "zebra giraffe") == {"r1": 74.5, "r2": 69.5}


def test_a_stopword_does_not_change_the_score() -> None:
    index = make_index(record("r1", "Zebra"), record("r2", "The giraffe"), record("r3"))
    assert scores(index, "the zebra") == {"r1": 100.0}


@pytest.mark.parametrize(
    ("size", "document_frequency", "expected"),
    [(3, 3, math.log(2)), (3, 1, math.log(4)), (28, 4, math.log(8)), (3, 0, math.log(4))],
)
def test_idf_is_the_logarithm_of_one_plus_the_inverse_share(
    size: int, document_frequency: int, expected: float
) -> None:
    assert idf(size, document_frequency) == pytest.approx(expected)


def test_field_score_takes_the_highest_boost() -> None:
    assert field_score(SUMMARY | KIND, 1.0) == FieldScore(0.6, SUMMARY | KIND)
    assert field_score(KIND, 0.5) == FieldScore(0.2, KIND)


def test_merge_keeps_the_best_score_and_all_fields() -> None:
    weak, strong = FieldScore(0.4, KIND), FieldScore(0.6, SUMMARY)
    assert merge(weak, strong) == merge(strong, weak) == FieldScore(0.6, SUMMARY | KIND)
    assert merge(None, weak) == weak


@pytest.mark.parametrize(
    ("matches", "idfs", "expected"),
    [
        pytest.param([FieldScore(1.0, TITLE)], [2.0], 1.0, id="a title"),
        pytest.param([FieldScore(0.6, SUMMARY)], [2.0], 0.6, id="a summary"),
        pytest.param([FieldScore(0.6, SUMMARY | KIND)], [2.0], 0.64, id="two fields"),
        pytest.param([FieldScore(1.0, TITLE | SUMMARY | KIND)], [2.0], 1.0, id="at most 1"),
        pytest.param([FieldScore(1.0, TITLE), FieldScore(0.6, SUMMARY)], [1.0, 3.0], 0.63, id="split fields"),
        pytest.param(
            [FieldScore(1.0, TITLE), FieldScore(0.64, TITLE | SUMMARY)], [1.0, 1.0], 0.84, id="a shared field"
        ),
        pytest.param([FieldScore(1.0, TITLE), None], [1.0, 1.0], 0.45, id="an unmatched term"),
        pytest.param([None, FieldScore(1.0, TITLE)], [1.0, 3.0], 0.675, id="an unmatched first term"),
        pytest.param([None], [1.0], 0.0, id="no match"),
    ],
)
def test_score_is_the_weighted_mean_of_the_terms(
    matches: list[FieldScore | None], idfs: list[float], expected: float
) -> None:
    assert score(matches, idfs) == pytest.approx(expected)


def test_score_needs_a_weight_for_each_term() -> None:
    with pytest.raises(ValueError, match="longer"):
        score([None], [1.0, 2.0])


def test_score_records_scores_each_record_by_all_terms() -> None:
    title, summary = FieldScore(1.0, TITLE), FieldScore(0.6, SUMMARY)
    found = score_records([7, 3, 5], [{3: title, 5: summary, 7: title}, {3: title, 5: summary}], [1.0, 1.0])
    assert found == pytest.approx({7: 0.45, 3: 1.0, 5: 0.6})
    assert score_records([], [{3: title}], [1.0]) == {}
