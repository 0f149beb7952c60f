"""The search rules as data for the script of the page.

The script implements `itucovid.search` and `itucovid.text`; every constant of theirs that it needs is here.
"""

from __future__ import annotations

import msgspec

from itucovid import search, text
from itucovid.search import index, matching, query, scoring


class FieldRules(msgspec.Struct, frozen=True, rename="camel"):
    """A searched field.

    Attributes:
        name: the field of a record.
        label: its name for readers.
        boost: the weight of a match in it.
        separator: what its texts are split at before they are tokenized; the empty string for texts that are not split.
        excludable: whether an excluded term must not occur in it.
    """

    name: str
    label: str
    boost: float
    separator: str
    excludable: bool


def _fields() -> tuple[FieldRules, ...]:
    return tuple(
        FieldRules(
            name=field,
            label=_LABELS.get(field, field.capitalize()),
            boost=scoring.FIELD_BOOSTS[field],
            separator=index.FIELD_SEPARATORS.get(field, ""),
            excludable=bool(matching.EXCLUDABLE_FIELDS & index.FIELD_MASKS[field]),
        )
        for field in index.FIELDS
    )


# Of lists, the label names one value.
_LABELS = {
    "aliases": "Also called",
    "partners": "Partner",
    "people": "Person",
    "countries": "Country",
    "regions": "Region",
    "languages": "Language",
    "keywords": "Keyword",
    "figures": "Figure",
}


class SearchRules(msgspec.Struct, frozen=True, rename="camel"):
    """The constants of text analysis and search, each under its name in Python."""

    # itucovid.text
    letter_variants: dict[str, str] = msgspec.field(
        default_factory=lambda: {chr(code): letters for code, letters in text.LETTER_VARIANTS.items()}
    )
    spellings: tuple[tuple[str, str], ...] = text.SPELLINGS
    min_stem_length: int = text.MIN_STEM_LENGTH
    max_compound_parts: int = text.MAX_COMPOUND_PARTS

    # itucovid.search.query
    stopwords: tuple[str, ...] = tuple(sorted(query.STOPWORDS))
    elisions: tuple[str, ...] = tuple(sorted(query.ELISIONS))
    max_query_length: int = query.MAX_QUERY_LENGTH
    max_terms: int = query.MAX_TERMS
    max_term_length: int = query.MAX_TERM_LENGTH

    # itucovid.search.index and scoring
    fields: tuple[FieldRules, ...] = _fields()
    ambiguous_acronyms: tuple[str, ...] = tuple(sorted(index.AMBIGUOUS_ACRONYMS))
    extra_field_bonus: float = scoring.EXTRA_FIELD_BONUS
    split_fields_penalty: float = scoring.SPLIT_FIELDS_PENALTY

    # itucovid.search.matching
    exact: float = matching.EXACT
    stem: float = matching.STEM
    compound: float = matching.COMPOUND
    prefix: float = matching.PREFIX
    prefix_bonus: float = matching.PREFIX_BONUS
    min_prefix_length: int = matching.MIN_PREFIX_LENGTH
    one_typo: float = matching.ONE_TYPO
    two_typos: float = matching.TWO_TYPOS
    min_length_for_one_typo: int = matching.MIN_LENGTH_FOR_ONE_TYPO
    min_length_for_two_typos: int = matching.MIN_LENGTH_FOR_TWO_TYPOS
    min_similarity: float = matching.MIN_SIMILARITY
    max_suggestions: int = matching.MAX_SUGGESTIONS

    # itucovid.search
    max_document_frequency: float = search.MAX_DOCUMENT_FREQUENCY
    min_records_for_common_terms: int = search.MIN_RECORDS_FOR_COMMON_TERMS


RULES = SearchRules()
