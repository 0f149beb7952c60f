"""How highly a record scores: by the fields in which terms occur, and by how rare the terms are."""

from __future__ import annotations

import math
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from itucovid.search.index import FIELD_MASKS, LONG_NAMES, TRANSLATED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FIELD_BOOSTS = {
    "title": 1.0,
    "id": 0.95,
    "aliases": 0.95,
    "partners": 0.8,
    "mentions": 0.8,
    "people": 0.8,
    "countries": 0.8,
    "regions": 0.75,
    "languages": 0.75,
    "keywords": 0.75,
    "theme": 0.7,
    "figures": 0.6,
    "period": 0.6,
    "summary": 0.6,
    LONG_NAMES: 0.6,
    "within": 0.5,
    "kind": 0.4,
    **{field: 1.0 if part == "title" else 0.65 for field, (_, part) in TRANSLATED_FIELDS.items()},
}
"""The weight of a match by its field: names more than descriptions, and search terms more than mentions."""

EXTRA_FIELD_BONUS = 0.04
"""What each further field in which a term occurs adds to its best match."""

BONUS_FIELDS = sum(mask for field, mask in FIELD_MASKS.items() if field not in (LONG_NAMES, *TRANSLATED_FIELDS))
TRANSLATIONS = sum(FIELD_MASKS[field] for field in TRANSLATED_FIELDS)
"""Long names give no bonus, and all translations count as one field: a name is often the same in several languages."""

SPLIT_FIELDS_PENALTY = 0.1
"""The part of the score that is lost if no field contains all terms."""


ADJACENCY_BONUS = 0.03
"""What the score gains if all words of the query that are side by side are so in a text of the record."""

MAX_RERANKED = 50
"""Only the best hits are examined for adjacent words."""


class FieldScore(NamedTuple):
    """How well a record matches a term.

    Attributes:
        best: the highest product of boost and similarity.
        fields: the mask of the fields in which the term occurs.
    """

    best: float
    fields: int


# Many records match in the same fields: memoised, these two functions take a third of the time in a search with 75,000
# hits.
@lru_cache(maxsize=1 << 16)
def field_score(fields: int, similarity: float) -> FieldScore:
    """The score of a match in the fields of a mask: the highest boost counts."""
    return FieldScore(
        similarity * max(FIELD_BOOSTS[field] for field, mask in FIELD_MASKS.items() if fields & mask), fields
    )


@lru_cache(maxsize=1 << 16)
def merge(one: FieldScore | None, other: FieldScore) -> FieldScore:
    """Combine two matches of one term in one record."""
    return FieldScore(max(one.best, other.best), one.fields | other.fields) if one else other


def idf(size: int, document_frequency: int) -> float:
    """The inverse document frequency of a term that occurs in some of `size` records."""
    return math.log1p(size / max(1, document_frequency))


def score(matches: Sequence[FieldScore | None], idfs: Sequence[float]) -> float:
    """The score of a record, from 0 to 1.

    It is the mean of the matches of all terms, weighted by their inverse document frequency. If the title
    contains every term as typed, it is 1.

    Args:
        matches: for each term its match, or None.
        idfs: for each term its inverse document frequency.
    """
    total = reached = 0.0
    shared = -1
    for match, weight in zip(matches, idfs, strict=True):
        total += weight
        if match:
            further = max(0, (match.fields & BONUS_FIELDS).bit_count() + bool(match.fields & TRANSLATIONS) - 1)
            reached += weight * min(1.0, match.best + EXTRA_FIELD_BONUS * further)
        shared &= match.fields if match else 0
    factor = 1.0 if shared else 1.0 - SPLIT_FIELDS_PENALTY
    return factor * reached / total


def score_records(
    numbers: Sequence[int], matches: Iterable[Mapping[int, FieldScore]], idfs: Sequence[float]
) -> dict[int, float]:
    """The scores of some records.

    Args:
        numbers: the records.
        matches: for each term the records that match it.
        idfs: for each term its inverse document frequency.
    """
    # Records with the same matches have the same score: 75,000 hits have 10 different ones.
    score_once = cache(partial(score, idfs=idfs))
    rows = zip(*(map(match.get, numbers) for match in matches), strict=True)
    return dict(zip(numbers, map(score_once, rows), strict=False))
