"""Which terms match, and what each kind of match is worth.

All words are in titles, whose boost is 1: the score of a one-word query is the similarity of its match, times 100.
"""

from __future__ import annotations

from typing import Any

import pytest

from itucovid.dates import PartialDate
from itucovid.model import Country, Document, Figure, Language, Theme
from itucovid.search import search
from itucovid.search.index import Index
from itucovid.search.matching import (
    MAX_SUGGESTIONS,
    MIN_LENGTH_FOR_ONE_TYPO,
    MIN_LENGTHS_FOR_TWO_TYPOS,
    MIN_LENGTHS_FOR_WRONG_LETTER,
    MIN_PREFIX_LENGTH,
    MIN_SIMILARITY,
    fuzzy_matches,
    match_query,
    suggestions,
    typo_limit,
)
from itucovid.search.query import parse
from itucovid.search.vocabulary import synonyms
from itucovid.text import normalize
from tests.search.corpus import ids, make_index, record, scores, texts_index


def titles(*values: str) -> Index:
    """The index of the records r1, r2, ... with these titles."""
    return make_index(*(record(f"r{number}", value) for number, value in enumerate(values, 1)))


@pytest.mark.parametrize(
    ("title", "query", "expected"),
    [
        pytest.param("Networks", "networks", 100.0, id="exact"),
        pytest.param("Réseaux", "RESEAUX", 100.0, id="exact but for case and accents"),
        pytest.param("Networks", "network", 95.0, id="another inflection"),
        pytest.param("Organisation", "organization", 95.0, id="another spelling"),
        pytest.param("Cybersecurity", "cyber security", 95.0, id="a compound typed apart"),
        pytest.param("Cybersecurity", "cyber-security", 95.0, id="a compound typed with a hyphen"),
        pytest.param("Cyber security", "cybersecurity", 95.0, id="two words typed as one"),
        pytest.param("Cyber security", "cybersecurities", 95.0, id="two words typed as one, inflected"),
        pytest.param("E commerce", "ecommerce", 95.0, id="a letter and a word typed as one"),
        pytest.param("Commerce q", "commerceq", 95.0, id="a word and a letter typed as one"),
        pytest.param("E-commerce", "ecommerce", 100.0, id="a compound with a hyphen typed as one word"),
        pytest.param("E-commerce", "e-commerce", 100.0, id="words with a hyphen"),
        pytest.param("E commerce", "e-commerce", 100.0, id="adjacent words typed with a hyphen"),
        pytest.param("Telephone", "tele", 73.3, id="the first four of nine letters"),  # 60 + 30 × 4/9
        pytest.param("Telephone", "telephon", 95.0, id="a prefix that is the stem"),
        pytest.param("Telephone", "telepho", 83.3, id="the first seven of nine letters"),  # 60 + 30 × 7/9
        pytest.param("Telephone", "tel", 70.0, id="three letters"),  # 60 + 30 × 3/9
        pytest.param("Telephone", "telephne", 75.0, id="a missing letter"),
        pytest.param("Telephone", "telephonne", 75.0, id="a doubled letter"),
        pytest.param("Telephone", "telepbone", 75.0, id="a wrong letter"),
        pytest.param("Telephone", "tlephone", 75.0, id="a missing second letter"),
        pytest.param("Telephone", "etlephone", 75.0, id="two letters transposed at the start"),
        pytest.param("Telephone", "telpehone", 75.0, id="two letters transposed"),
        pytest.param("Telephone", "telpehne", 60.0, id="two typos"),
        pytest.param("Connect2Recover", "conect2recover", 75.0, id="a typo in a name with a digit"),
        pytest.param("Smart green cities", "smartgreencities", 95.0, id="three words typed as one"),
        pytest.param("Child", "kids", 70.0, id="a synonym in another inflection"),
        pytest.param("Twenty countries", "20", 95.0, id="a number in digits"),
        pytest.param("20 countries", "vingt", 95.0, id="a number in words of another language"),
        pytest.param("Eight", "восьми", 95.0, id="a number in another inflection"),
        pytest.param("5 countries", "五", 95.0, id="a number in Chinese"),
        pytest.param("網絡安全", "网络", 100.0, id="simplified Chinese for traditional"),
        pytest.param("网络安全", "網絡", 100.0, id="traditional Chinese for simplified"),
        pytest.param("Communities", "comunity", 75.0, id="a typo in another inflection"),
    ],
)
def test_a_match_is_worth_its_similarity(title: str, query: str, expected: float) -> None:
    assert scores(titles(title, "Broadcasting", "Vaccine"), query) == {"r1": expected}


@pytest.mark.parametrize(
    ("title", "query"),
    [
        pytest.param("Telephone", "te", id="two letters are no prefix"),
        pytest.param("2021", "202", id="digits are no prefix"),
        pytest.param("Eighteen", "eight", id="a number is no prefix"),
        pytest.param("Cisco", "cinco", id="a number is not corrected"),
        pytest.param("سياسة", "سياحة", id="an Arabic stem of four letters is not corrected"),
        pytest.param("שלום", "שלים", id="a Hebrew word of four letters is not corrected"),
        pytest.param("尼日尔", "尼日利亚", id="the name of another country in Chinese"),
        pytest.param("มิตร", "ม", id="a Thai letter without its vowel sign is no prefix"),
        pytest.param("Wha73", "wha7", id="a number is not split"),
        pytest.param("Да", "д", id="one Cyrillic letter is no prefix"),
        pytest.param("وزارة", "و", id="one Arabic letter is no prefix"),
        pytest.param("я55б", "я5", id="a short word with a digit is no prefix"),
        pytest.param("Telephone", "elephone9", id="a digit is not corrected"),
        pytest.param("Connect2Recover", "conect3recover", id="another digit is no typo"),
        pytest.param("Selections", "elections", id="a common word is not corrected"),
        pytest.param("Нигере", "Нигерия", id="another country is not corrected"),
        pytest.param("Austrian", "Australia", id="another country in English is not corrected"),
        pytest.param("Covid19", "covid20", id="another number is no typo"),
        pytest.param("Telephone", '"tele"', id="a quoted word is no prefix"),
        pytest.param("Telephone", '"telephne"', id="a quoted word is not corrected"),
        pytest.param("Telephone", "tele-phne", id="words with a hyphen are not corrected"),
        pytest.param("Cyber security", '"cybersecurity"', id="a quoted word is not split"),
        pytest.param("Cybersecurity", '"cyber security"', id="a phrase is no compound"),
        pytest.param("Cybersecurity", '"cyber-security"', id="a phrase with a hyphen is no compound"),
        pytest.param("Cybersecurity", '"cyber" security', id="a quoted word is no part of a compound"),
        pytest.param("Ecommerce", 'e "commerce"', id="a quoted second word is no part of a compound"),
        pytest.param("Security of cyber", "cybersecurity", id="words in another order are no compound"),
        pytest.param("Call for action", '"action call"', id="a phrase in another order"),
        pytest.param("Call for action", '"call action"', id="a phrase with a word between"),
        pytest.param("Call action", '"call football"', id="a phrase with an unknown word"),
        pytest.param("Lamp", "lampshade", id="a longer word"),
        pytest.param("Lamp", "damp", id="a wrong first letter in a short word"),
        pytest.param("Cat", "cet", id="three letters are not corrected"),
        pytest.param("Cat", "catt", id="a word of three letters is no correction"),
        pytest.param("Lamp", "lanp", id="a wrong letter in a word of four letters"),
        pytest.param("Лампа", "ланпа", id="a wrong letter in a Russian word of five letters"),
        pytest.param("Лабиринт", "лаберинд", id="two typos in a Russian word of eight letters"),
        pytest.param("Printer", "prnitar", id="two typos in seven letters"),
        pytest.param("Telephone", "tlpehne", id="three typos"),
        pytest.param("Telephone", "belephone", id="a wrong first letter"),
        pytest.param("Telephone", "elephone", id="no first letter"),
        pytest.param("Telephone", "xtelephone", id="a letter before the first"),
        pytest.param("Telephone", "lethpone", id="the first letter in third place"),
        pytest.param("Ventana", "ventaja", id="a common word of Spanish"),
        pytest.param("Poulet", "poules", id="a common word of French in the plural"),
        pytest.param("Чайка", "чашку", id="a common word of Russian in another case"),
        pytest.param("تمويل", "تحويل", id="a common word of Arabic"),
        pytest.param("Ivore", "ivoire", id="a word of the name of a country"),
        pytest.param("Should", "shoulk", id="a stopword is no correction"),
    ],
)
def test_what_differs_too_much_does_not_match(title: str, query: str) -> None:
    assert scores(titles(title, "Broadcasting", "Vaccine"), query) == {}


@pytest.mark.parametrize(
    ("title", "query", "expected"),
    [
        pytest.param("数字", "数", 75.0, id="one Chinese character"),  # 60 + 30 × 1/2
        pytest.param("करना", "क", 67.5, id="one Devanagari letter"),  # 60 + 30 × 1/4
        pytest.param("Wha73", "wha", 78.0, id="letters before a number"),  # 60 + 30 × 3/5
        pytest.param("Wha7x", "wha7", 84.0, id="a whole number before a letter"),  # 60 + 30 × 4/5
        pytest.param("Lamp", "lapm", 75.0, id="a typo in four letters"),
        pytest.param("Lantern", "lantren", 75.0, id="two letters transposed in seven letters"),
        pytest.param("Lamps", "lanps", 75.0, id="a wrong letter in five letters"),
        pytest.param("Фонарь", "фонврь", 75.0, id="a wrong letter in six letters of a Russian word"),
        pytest.param("Перископный", "перизкобный", 60.0, id="two typos in a long Russian word"),
        pytest.param("Lamps", "lamqps", 75.0, id="an additional letter in a short word"),
        pytest.param("Hospital", "hsopitel", 60.0, id="two typos in eight letters"),
        pytest.param("Call for action", '"call for"', 100.0, id="a phrase"),
        pytest.param("Calls for action", '"call for"', 100.0, id="a phrase in another inflection"),
        pytest.param("Networks", '"network"', 95.0, id="a quoted word in another inflection"),
        pytest.param("The lamp", '"the"', 100.0, id="a quoted stopword"),
    ],
)
def test_the_limits_of_matching_are_included(title: str, query: str, expected: float) -> None:
    assert scores(titles(title, "Broadcasting", "Vaccine"), query) == {"r1": expected}


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Hôpital", "hôpitaux"),
        ("Hospital", "hospitales"),
        ("Больница", "больницы"),
        ("Сеть", "сетями"),
        ("مستشفى", "المستشفيات"),
        ("إلكترونية", "الإلكترونيات"),
        ("Épidémie", "épidémies"),
        ("Children", "child"),
        ("Person", "people"),
        ("City", "cities"),
    ],
)
def test_another_inflection_in_any_language_matches_by_its_stem(title: str, query: str) -> None:
    assert scores(titles(title, "Broadcasting", "Vaccine"), query) == {"r1": 95.0}


@pytest.mark.parametrize(
    ("title", "query"),
    [
        pytest.param("समय और काल", "काल", id="Hindi"),
        pytest.param("বাংলা ভাষা", "ভাষা", id="Bengali"),
        pytest.param("โครงการชุมชน", "ชุมชน", id="Thai"),
        pytest.param("สํานักงาน", "สำนักงาน", id="Thai sara am in two characters"),
        pytest.param("デジタル教育", "テ\u3099シ\u3099タル", id="kana with combining marks"),
        pytest.param("ﾃﾞｼﾞﾀﾙ教育", "デジタル", id="half-width kana"),
        pytest.param("សុខភាព\u200bសាធារណៈ", "សាធារណៈ", id="Khmer after a zero-width space"),
        pytest.param("ကျန်းမာရေးဝန်ကြီးဌာန", "ဝန်ကြီးဌာန", id="Burmese in a run"),
        pytest.param("ກະຊວງສາທາລະນະສຸກ", "ສາທາລະນະສຸກ", id="Lao in a run"),
        pytest.param("ስልጠና ጤና", "ጤና", id="Amharic"),
        pytest.param("ჯანმრთელობა განათლება", "განათლება", id="Georgian"),
        pytest.param("בריאות וחינוך", "וחינוך", id="Hebrew"),
        pytest.param("ఆరోగ్యం విద్య", "విద్య", id="Telugu"),
        pytest.param("தமிழ் நாடு", "தமிழ்", id="Tamil"),
        pytest.param("سنة ٢٠٢١ ٥G", "2021", id="Arabic digits"),
        pytest.param("5G", "٥G", id="an Arabic digit in the query"),
    ],
)
def test_a_word_of_any_script_is_found_exactly(title: str, query: str) -> None:
    assert scores(titles(title, "Broadcasting", "Vaccine"), query) == {"r1": 100.0}


@pytest.mark.parametrize(
    ("title", "query"),
    [
        pytest.param("काल", "कील", id="Hindi: another vowel"),
        pytest.param("काल", "कुल", id="Hindi: a vowel of no title"),
        pytest.param("কাল", "কিল", id="Bengali"),
        pytest.param("ป้า", "ป่า", id="Thai: another tone"),
        pytest.param("มิตร", "มต", id="Thai: a pair without its vowel"),
        pytest.param("がき", "かき", id="kana without a voicing mark"),
        pytest.param("ឃុំ", "ឃុះ", id="Khmer"),
        pytest.param("網絡", "網路", id="Chinese"),
        pytest.param("ประเทศไทย", "ประมง", id="Thai: only the beginning"),
    ],
)
def test_another_word_of_any_script_is_not_an_exact_match(title: str, query: str) -> None:
    assert [score for score in scores(titles(title, "Broadcasting", "Vaccine"), query).values() if score > 90] == []


def test_a_word_of_three_letters_that_is_a_term_is_no_prefix() -> None:
    assert scores(titles("WHO", "Wholesale"), "who") == {"r1": 100.0}
    assert scores(titles("Lamp", "Lampshade"), "lamp") == {"r1": 100.0, "r2": 73.3}
    assert scores(titles("Wholesale"), "who") == {"r1": 70.0}


def test_only_the_last_word_of_a_query_is_a_prefix_of_three_letters() -> None:
    index = titles("Telephone", "Lamp", "Vaccine")
    assert sorted(ids(index, "lamp tel")) == ["r1", "r2"]
    assert ids(index, "tel lamp") == ["r2"]
    assert sorted(ids(index, "tele lamp")) == ["r1", "r2"]


def test_a_short_word_of_another_script_that_is_a_term_is_no_prefix() -> None:
    assert scores(titles("Да", "Дакар"), "да") == {"r1": 100.0}


def test_an_exact_match_is_worth_more_than_a_prefix_or_another_inflection() -> None:
    index = titles("Networked", "Networks", "Network", "Networkers")
    # "networker" has another stem: 60 + 30 × 7/10
    assert scores(index, "network") == {"r3": 100.0, "r1": 95.0, "r2": 95.0, "r4": 81.0}


def test_a_word_that_matches_is_neither_split_nor_corrected() -> None:
    assert scores(titles("Smart cities", "Smartcity"), "smartcities") == {"r2": 95.0}
    assert scores(titles("Lamps", "Lumps"), "lamp") == {"r1": 95.0}


def test_a_word_is_split_wherever_both_halves_are_words() -> None:
    assert scores(titles("Ab cdx", "Abc dx", "Abcd f"), "abcdx") == {"r1": 95.0, "r2": 95.0}


def test_the_halves_of_a_split_word_must_be_adjacent() -> None:
    assert scores(titles("Smart new cities"), "smartcities") == {}


@pytest.mark.parametrize("query", ["qa qb qc qd", "qa-qb-qc-qd", "qa qb-qc qd"])
def test_a_compound_has_up_to_four_parts(query: str) -> None:
    expected = {} if query == "qa qb-qc qd" else {"r1": 95.0}
    assert scores(titles("Qaqbqcqd", "Broadcasting", "Vaccine"), query) == expected


def test_a_word_with_a_synonym_that_occurs_itself_is_not_replaced() -> None:
    assert scores(titles("Child", "Kids", "Kidney"), "kid") == {"r2": 95.0, "r3": 75.0}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("网络按全", {"r1": 85.1}, id="the third of four characters"),
        pytest.param("网落安全", {"r1": 88.8}, id="the second of four characters"),
        pytest.param("网络安泉", {"r1": 54.2, "r2": 54.2}, id="the last is in one pair only"),
        pytest.param("络按全", {}, id="no other pair beside it"),
        pytest.param("按络按全", {}, id="no pair beside it that matches"),
        pytest.param("网络按 来全", {"r1": 22.4, "r2": 22.4}, id="pairs that do not overlap"),
        pytest.param("学校按全", {"r3": 30.0}, id="characters that are not together in the dataset"),
    ],
)
def test_one_wrong_character_of_a_run_is_corrected(query: str, expected: dict[str, float]) -> None:
    assert scores(titles("网络安全", "网络安装", "学校校安"), query) == expected


def test_a_wrong_character_is_not_corrected_to_one_that_occurs_elsewhere() -> None:
    assert search(titles("网络安心", "很安全"), "网络按全").guesses == ()


@pytest.mark.parametrize("group", synonyms(), ids=" ".join)
def test_synonyms_are_written_as_they_are_normalized(group: tuple[str, ...]) -> None:
    assert group == tuple(dict.fromkeys(map(normalize, group)))


def test_a_number_in_other_words_is_announced() -> None:
    words = search(titles("20 countries", "Twenty"), "vingt").words
    assert [(word.how, word.known) for word in words] == [("synonym", ("20", "Twenty"))]


def test_the_stem_has_a_typo_limit_of_its_own() -> None:
    # The word has eight letters, its stem seven: "financ" is two typos from "frances".
    assert scores(titles("Franc", "Broadcasting", "Vaccine"), "financed") == {}


def test_parts_of_a_word_of_three_have_two_letters() -> None:
    assert scores(titles("Ab c de"), "abcde") == {}


def test_a_compound_has_no_fifth_part() -> None:
    assert scores(titles("Qaqbqcqdqe"), "qa qb qc qd qe") == {}


def test_a_compound_counts_only_for_its_parts() -> None:
    # The mean of 0.95, 0.95 and 1 with equal weights: ln(1 + 3/1).
    assert scores(titles("Cybersecurity lamp", "Broadcasting", "Vaccine"), "cyber security lamp") == {"r1": 96.7}


def test_a_part_of_a_compound_keeps_its_own_better_match() -> None:
    assert scores(titles("Cyber", "Cybersecurity", "Security"), "cyber security") == {"r2": 95.0}


def test_only_the_closest_corrections_match() -> None:
    index = titles("Education", "Educator", "Vaccine")
    assert scores(index, "educatoin") == {"r1": 75.0}


def test_corrections_that_are_equally_close_all_match() -> None:
    assert scores(titles("Lanterns", "Linterns", "Lunterny"), "lenterns") == {"r1": 75.0, "r2": 75.0}


def test_a_correction_by_stem_is_as_close_as_one_by_word() -> None:
    assert fuzzy_matches(titles("Lamps", "Lamp", "Lump"), "lapm") == {"lamp": 0.75, "lamps": 0.75}


def test_a_term_keeps_the_lesser_of_two_distances() -> None:
    # "hospitals" is at distance 2 of the word, its stem at distance 1 of the word's stem.
    assert fuzzy_matches(titles("Hospitals"), "hospitle") == {"hospitals": 0.75}
    # The reverse: "ss" is no plural.
    assert fuzzy_matches(titles("Networks"), "networkss") == {"networks": 0.75}


def test_any_number_of_corrections_match() -> None:
    assert len(scores(titles(*(f"Lantern{letter}" for letter in "bcdfghjk")), "lanternx")) == 8


@pytest.mark.parametrize(
    ("word", "limit"),
    [
        ("abc", 0),
        ("abcd", 1),
        ("abcdefg", 1),
        ("abcdefgh", 2),
        ("abcd5678", 2),
        ("abc45678", 0),
        ("abcd5", 1),
        ("школа", 1),
        ("инициатив", 1),
        ("инициатива", 2),
        ("ประเทศ", 0),
        ("数字数字", 0),
        ("", 0),
    ],
)
def test_the_typo_limit_depends_on_the_length(word: str, limit: int) -> None:
    assert typo_limit(word) == limit
    assert fuzzy_matches(titles("Untitled"), "") == {}


def test_the_words_of_the_name_of_a_country_match_only_together() -> None:
    index = titles("South to north", "Lamps of South Sudan", "Sudan", "Lamps")
    assert scores(index, "south sudan") == {"r2": 100.0}
    assert search(index, "lamps in Cabo Verde").unmatched == ("Cabo Verde",)
    assert search(titles("Côte", "Code"), "Côte d'Ivoire").hits == ()


def test_an_acronym_is_not_a_stopword() -> None:
    index = titles("Un lampadaire", "UN lamps", "Lampes")
    assert scores(index, "UN") == {"r2": 100.0}
    assert search(index, "un").hits == ()
    assert scores(index, "un lampadaire") == {"r1": 100.0}


def test_a_letter_that_is_written_as_a_sign_is_read() -> None:
    index = titles("Be He@lthy", "Health", "Vaccine")
    assert scores(index, "healthy") == {"r1": 100.0}
    assert scores(index, "helth") == {"r2": 75.0}


@pytest.mark.parametrize(
    ("title", "query"), [("Women", "mujeres"), ("Women", "妇女"), ("Rural", "农村"), ("Children", "孩子")]
)
def test_a_synonym_may_be_of_another_language(title: str, query: str) -> None:
    assert scores(titles(title, "Broadcasting", "Vaccine"), query) == {"r1": 70.0}


def test_the_limits_are_these() -> None:
    assert (MIN_LENGTH_FOR_ONE_TYPO, MIN_PREFIX_LENGTH) == (4, 3)
    assert (MIN_LENGTHS_FOR_TWO_TYPOS, MIN_LENGTHS_FOR_WRONG_LETTER) == ((8, 10), (5, 6))
    assert (MIN_SIMILARITY, MAX_SUGGESTIONS) == (0.7, 3)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("who", ["r2"]),
        ("WHO", ["r2"]),
        ("us", ["r4"]),
        ('"those who rely"', ["r1"]),
        ('"WHO rely"', ["r1"]),
        ('"who"', ["r2"]),
        ('"rely on us"', ["r5"]),
        ('"who us"', []),
        ("-who rely", ["r1", "r5"]),
    ],
)
def test_who_and_us_are_pronouns_unless_in_capitals_or_phrases(query: str, expected: list[str]) -> None:
    index = titles("Those who rely", "WHO advice", "Who is Who", "US", "Rely on us")
    assert sorted(ids(index, query)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("lamp -broken", ["r2", "r3", "r4"], id="a word"),
        pytest.param("lamp -breaking", ["r1", "r2", "r3", "r4"], id="another stem"),
        pytest.param("lamp -lights", ["r1", "r3", "r4"], id="another inflection"),
        pytest.param("lamp -bro", ["r1", "r2", "r3", "r4"], id="a prefix"),
        pytest.param("lamp -brokn", ["r1", "r2", "r3", "r4"], id="a misspelling"),
        pytest.param("lamp -lampshade", ["r1", "r2", "r3", "r4"], id="a compound"),
        pytest.param('lamp -"on desk"', ["r1", "r2", "r3"], id="a phrase"),
        pytest.param('lamp -"desk on"', ["r1", "r2", "r3", "r4"], id="a phrase in another order"),
        pytest.param("lamp -on-desk", ["r1", "r2", "r3"], id="words with a hyphen"),
        pytest.param("lamp -lamp-shade", ["r1", "r2", "r4"], id="words with a hyphen, adjacent"),
        pytest.param("lamp -broken -light", ["r3", "r4"], id="two words"),
        pytest.param("lamp -lamp", [], id="the same word"),
        pytest.param("-lamp", [], id="nothing else"),
    ],
)
def test_an_exclusion_removes_the_records_that_contain_it(query: str, expected: list[str]) -> None:
    assert ids(texts_index("Broken lamp.", "Lamp light.", "Lamp shade.", "Lamp on desk."), query) == expected


def test_an_excluded_word_with_a_hyphen_is_a_compound_too() -> None:
    assert ids(texts_index("Lamp and cybersecurity.", "Lamp."), "lamp -cyber-security") == ["r2"]


@pytest.mark.parametrize(
    ("values", "excluded"),
    [
        ({"title": "Zebra lamp"}, True),
        ({"id_": "zebra"}, True),
        ({"aliases": ("Zebra",)}, True),
        ({"partners": ("Zebra",)}, True),
        ({"people": ("Zebra",)}, True),
        ({"countries": ("ZZZ",)}, True),
        ({"regions": ("Zebra",)}, True),
        ({"languages": ("zz",)}, True),
        ({"keywords": ("zebra",)}, False),
        ({"theme": "z"}, False),
        ({"figures": (Figure(label="zebra", value=7),)}, True),
        ({"start": PartialDate("2020-03-14")}, True),
        ({"end": PartialDate("2020-03-14")}, True),
        ({"summary": "Zebra."}, True),
        ({"kind": "event"}, True),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_an_exclusion_applies_to_all_fields_except_keywords_and_theme(
    values: dict[str, Any], *, excluded: bool
) -> None:
    index = make_index(
        record(**{"id_": "r1", "title": "Lamp", **values}),
        themes=(Theme(id="z", title="Zebra"),),
        countries={"ZZZ": Country(name="Zebra")},
        languages={"zz": Language(name="Zebra")},
    )
    word = {"start": "march", "end": "march", "kind": "event"}.get(next(iter(values)), "zebra")
    assert (ids(index, f"lamp -{word}") == []) is excluded


CORPUS = Document(title="Title", publisher="World Union", keywords=("pandemics", "corona-virus"))


@pytest.mark.parametrize(
    ("word", "is_corpus_term"),
    [
        ("union", False),
        ("world union", True),
        ("World Unions", True),
        ("union world", False),
        ("corona virus", True),
        ("pandemic", True),
        ("coronavirus", True),
        ("corona-virus", True),
        ("world-union", True),
        ("world-lamp", False),
        ("title", False),
        ('"union"', False),
        ("lamp", False),
    ],
)
def test_the_publisher_and_the_keywords_of_the_document_apply_to_every_record(
    word: str, *, is_corpus_term: bool
) -> None:
    index = make_index(record("r1", "Lamp"), document=CORPUS)
    assert {match.is_corpus_term for match in match_query(index, parse(word)).terms} == {is_corpus_term}


def test_a_corpus_term_is_not_corrected() -> None:
    index = make_index(record("r1", "Unicorn"), record("r2", "Onion"), document=Document(title="T", publisher="Unicor"))
    assert [match.guess for match in match_query(index, parse("unicors onoin")).terms] == [None, "fuzzy"]


def test_a_stopword_is_not_matched() -> None:
    (match,) = match_query(titles("The lamp"), parse("the")).terms
    assert (match.words, match.phrases, match.scores, match.guess) == ({}, {}, {}, None)


def test_a_dataset_without_a_document_has_no_corpus_terms() -> None:
    assert not match_query(titles("Lamp"), parse("lamp")).terms[0].is_corpus_term


def test_the_corrections_of_a_query_name_the_words_that_were_searched() -> None:
    index = titles("Telephones", "Telephone", "Vaccine")
    results = search(index, "telephnoes vaccine lamp")
    assert {word.text: word.known for word in results.guesses} == {"telephnoes": ("Telephones", "Telephone")}


def test_suggestions_that_are_equally_close_are_in_alphabetical_order() -> None:
    index = titles(*(f"zzwordlong{letter}" for letter in "hgfedcba"))
    assert suggestions(index, "zzwordlongx") == ["zzwordlonga", "zzwordlongb", "zzwordlongc"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("zzwordlongxyz", ["zzwordlonga", "zzwordlongb", "zzwordlongc"], id="the first three of equals"),
        pytest.param("zzwordlonge", ["zzwordlonga", "zzwordlongb", "zzwordlongc"], id="one letter"),
        pytest.param("zzwordlonga", ["zzwordlongb", "zzwordlongc", "zzwordlongd"], id="never the word itself"),
        pytest.param("hackafawns", ["hackathons"], id="a similarity of 0.7"),
        pytest.param("hackafawnz", [], id="a similarity of 0.6"),
        pytest.param("lam", [], id="a word of three letters"),
        pytest.param("lamx", ["lamp"], id="a word of four letters"),
        pytest.param("catx", [], id="no term of three letters"),
        pytest.param("zzwordlong5", [], id="a word with a digit"),
        pytest.param("wordlongc", ["zzwordlongc", "zzwordlonga", "zzwordlongb"], id="the closest first"),
    ],
)
def test_suggestions_are_the_three_terms_that_are_spelled_most_like_a_word(word: str, expected: list[str]) -> None:
    index = titles(
        "zzwordlonga", "zzwordlongc", "zzwordlongb", "zzwordlongd", "Hackathons", "Lamp", "Cat", "zzwordlong6"
    )
    assert suggestions(index, word) == expected
