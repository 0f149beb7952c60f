"""The search rules as data for the script of the page.

The script implements `itucovid.search` and `itucovid.text`; every constant of theirs that it needs is here.
"""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

import msgspec

from itucovid import dates, search, text
from itucovid.search import index, matching, periods, query, scoring, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable


class FieldRules(msgspec.Struct, frozen=True, rename="camel"):
    """A searched field.

    Attributes:
        name: the field of a record.
        label: its name for readers.
        boost: the weight of a match in it.
        separator: what its texts are split at before they are tokenized; the empty string for texts that are not split.
        excludable: whether an excluded term must not occur in it.
        bonus: whether a match in it, besides one in another field, counts more.
        language: the code of the language of its texts, if they are translations.
    """

    name: str
    label: str
    boost: float
    separator: str
    excludable: bool
    bonus: bool
    language: str


def _fields() -> tuple[FieldRules, ...]:
    return tuple(
        FieldRules(
            name=field,
            label=_capitalize(index.FIELD_LABELS.get(field, field)),
            boost=scoring.FIELD_BOOSTS[field],
            separator=index.FIELD_SEPARATORS.get(field, ""),
            excludable=bool(matching.EXCLUDABLE_FIELDS & index.FIELD_MASKS[field]),
            bonus=bool(scoring.BONUS_FIELDS & index.FIELD_MASKS[field]),
            language=index.TRANSLATED_FIELDS.get(field, ("", ""))[0],
        )
        for field in index.FIELDS
    )


def _capitalize(label: str) -> str:
    return label[:1].upper() + label[1:]


def _known_names() -> Iterable[str]:
    """The names of countries, of several words or one, and numbers in words."""
    return vocabulary.number_words().union(vocabulary.country_names())


def _front_coded(words: Iterable[str]) -> str:
    """Words in order, each as the number of letters that it shares with the one before (up to 9), and the others.

    Numbers in digits are left out.
    """
    ordered = sorted(word for word in words if not word.isdigit())
    parts: list[str] = []
    for previous, word in pairwise(["", *ordered]):
        pairs = zip(previous[:9], word, strict=False)
        shared = len([*takewhile(lambda pair: pair[0] == pair[1], pairs)])
        parts.append(f"{shared}{word[shared:]}")
    return "".join(parts)


def _stems(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({text.stem(word) for word in words}))


class SearchRules(msgspec.Struct, frozen=True, rename="camel"):
    """The constants of text analysis and search, each under its name in Python."""

    # itucovid.text
    letter_variants: dict[str, str] = msgspec.field(
        default_factory=lambda: {chr(code): letters for code, letters in text.LETTER_VARIANTS.items()}
    )
    spellings: tuple[tuple[str, str], ...] = text.SPELLINGS
    irregular_plurals: dict[str, str] = msgspec.field(default_factory=lambda: dict(text.IRREGULAR_PLURALS))
    russian_inflection: str = text.RUSSIAN_INFLECTION
    arabic_inflection: str = text.ARABIC_INFLECTION
    min_stem_length: int = text.MIN_STEM_LENGTH
    max_compound_parts: int = text.MAX_COMPOUND_PARTS

    # itucovid.search.query
    stopwords: tuple[str, ...] = tuple(sorted(query.STOPWORDS))
    stopword_acronyms: tuple[str, ...] = tuple(sorted(query.STOPWORD_ACRONYMS))
    elisions: tuple[str, ...] = tuple(sorted(query.ELISIONS))
    separators: str = query.SEPARATORS
    function_words: str = query.FUNCTION_WORDS
    numeral: str = query.NUMERAL
    pronoun: str = query.PRONOUN
    unspaced_names: tuple[str, ...] = msgspec.field(default_factory=vocabulary.unspaced_names)
    max_query_length: int = query.MAX_QUERY_LENGTH
    max_terms: int = query.MAX_TERMS
    max_term_length: int = query.MAX_TERM_LENGTH

    # itucovid.dates and search.periods
    month_numbers: dict[str, int] = msgspec.field(default_factory=dates.month_numbers)
    date_fillers: tuple[str, ...] = tuple(sorted(periods.FILLERS))
    range_words: tuple[str, ...] = tuple(sorted(periods.RANGE_WORDS))
    bound_words: dict[str, tuple[str, ...]] = msgspec.field(
        default_factory=lambda: {letter: tuple(sorted(words)) for letter, words in periods.BOUND_WORDS.items()}
    )
    between_words: tuple[str, ...] = tuple(sorted(periods.BETWEEN_WORDS))
    and_words: tuple[str, ...] = tuple(sorted(periods.AND_WORDS))
    ordinal: str = periods.ORDINAL
    dashes: str = periods.DASHES
    date_signs: dict[str, str] = msgspec.field(default_factory=lambda: dict(periods.DATE_SIGNS))
    date_forms: tuple[tuple[str, str], ...] = periods.FORMS

    # itucovid.search.index and scoring
    fields: tuple[FieldRules, ...] = _fields()
    ambiguous_acronyms: tuple[str, ...] = tuple(sorted(index.AMBIGUOUS_ACRONYMS))
    words_of_long_name: int = index.WORDS_OF_LONG_NAME
    extra_field_bonus: float = scoring.EXTRA_FIELD_BONUS
    split_fields_penalty: float = scoring.SPLIT_FIELDS_PENALTY

    adjacency_bonus: float = scoring.ADJACENCY_BONUS
    max_reranked: int = scoring.MAX_RERANKED

    # itucovid.search.matching and vocabulary
    hows: tuple[str, ...] = matching.HOWS
    max_listed_words: int = search.MAX_LISTED
    known_names: str = msgspec.field(default_factory=lambda: _front_coded(_known_names()))
    common_stems: bytes = msgspec.field(default_factory=vocabulary.common_stems)
    common_stem_hashes: int = vocabulary.COMMON_STEM_HASHES
    relation_stems: tuple[str, ...] = msgspec.field(default_factory=lambda: _stems(vocabulary.RELATIONS))
    general_stems: tuple[str, ...] = msgspec.field(default_factory=lambda: _stems(vocabulary.GENERAL_WORDS))
    synonyms: tuple[tuple[str, ...], ...] = msgspec.field(default_factory=vocabulary.synonyms)
    synonym: float = matching.SYNONYM
    min_part_length: int = matching.MIN_PART_LENGTH
    exact: float = matching.EXACT
    stem: float = matching.STEM
    compound: float = matching.COMPOUND
    prefix: float = matching.PREFIX
    prefix_bonus: float = matching.PREFIX_BONUS
    min_prefix_length: int = matching.MIN_PREFIX_LENGTH
    end_of_alphabets: str = matching.END_OF_ALPHABETS
    one_typo: float = matching.ONE_TYPO
    two_typos: float = matching.TWO_TYPOS
    min_length_for_one_typo: int = matching.MIN_LENGTH_FOR_ONE_TYPO
    consonants: str = matching.CONSONANTS
    min_lengths_for_two_typos: tuple[int, int] = matching.MIN_LENGTHS_FOR_TWO_TYPOS
    min_lengths_for_wrong_letter: tuple[int, int] = matching.MIN_LENGTHS_FOR_WRONG_LETTER
    min_similarity: float = matching.MIN_SIMILARITY
    max_suggestions: int = matching.MAX_SUGGESTIONS
    max_corpus_terms: int = matching.MAX_CORPUS_TERMS

    # itucovid.search
    corpus_term_score: float = search.CORPUS_TERM_SCORE.best
    max_document_frequency: float = search.MAX_DOCUMENT_FREQUENCY
    min_records_for_common_terms: int = search.MIN_RECORDS_FOR_COMMON_TERMS


RULES = SearchRules()
