"""Words that are known in any dataset."""

from __future__ import annotations

import hashlib
from itertools import product

import pytest

from itucovid.search.vocabulary import country_names, is_country_word, is_known_word
from itucovid.text import stem


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("sandwich", id="English"),
        pytest.param("sandwiches", id="a plural"),
        pytest.param("mantequilla", id="Spanish"),
        pytest.param("chaussures", id="French"),
        pytest.param("деревянными", id="Russian, inflected"),
        pytest.param("مدرسه", id="Arabic"),
        pytest.param("burkina", id="part of the name of a country"),
        pytest.param("ninety", id="a number"),
    ],
)
def test_a_word_is_known(word: str) -> None:
    assert is_known_word(word)


def test_few_other_words_are_taken_for_known_ones() -> None:
    words = ["".join(letters) for letters in product("qxz", "hjkvw", "qxz", "bdfgjkpvwz", "qxz")]
    assert len(words) == 1350
    assert sum(map(is_known_word, words)) <= 1350 // 80


def test_the_names_of_countries_are_those_of_the_file() -> None:
    names = country_names()
    assert (names[0], names[-1]) == ("afganistan", "黑山")
    assert "costa de marfil" in names
    assert "" not in names


def test_a_change_of_stems_requires_another_file_of_common_stems() -> None:
    """If this fails, run `python -m tools.common_stems`, and replace the digest."""
    words = sorted({word for name in country_names() for word in name.split()})
    digest = hashlib.sha256(" ".join(map(stem, words)).encode()).hexdigest()[:16]
    assert digest == "7a840f6ecf27aa81"


def test_a_part_of_a_word_of_a_name_is_no_country_word() -> None:
    assert is_country_word("faso")
    assert not is_country_word("fas")
