"""Folding, words, stems and names: where two spellings become one, and where they must not."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itucovid.errors import AmbiguousValueError, UnknownValueError
from itucovid.text import (
    compounds,
    match_name,
    fold,
    closest_matches,
    printable,
    printable_lines,
    name_key,
    stem,
    words,
)

NAMES = {
    "who": ("World Health Organization", "WHO", "OMS"),
    "world-bank": ("World Bank", "WB"),
    "un-habitat": ("United Nations Human Settlements Programme", "UN-Habitat"),
    "unece": ("United Nations Economic Commission for Europe",),
    "santé": ("Health", "卫生"),
}


@pytest.mark.parametrize(
    ("word", "form"),
    [
        pytest.param("Giga", "giga", id="capitals"),
        pytest.param("SANTÉ", "sante", id="accent"),
        pytest.param("sante\u0301", "sante", id="accent of its own"),
        pytest.param("５Ｇ", "5g", id="full width"),
        pytest.param("Straße", "strasse", id="sharp s"),
        pytest.param("İstanbul", "istanbul", id="dotted capital i"),
        pytest.param("Łódź", "lodz", id="stroke"),
        pytest.param("Œuvre", "oeuvre", id="ligature"),
        pytest.param("ﬁnance", "finance", id="typographic ligature"),
        pytest.param("الصّحة", "الصحه", id="Arabic vowel marks and final letter"),
        pytest.param("Молодёжь", "молодежь", id="Russian yo"),
        pytest.param("re\u00adopen", "reopen", id="soft hyphen"),
        pytest.param("un-habitat", "unhabitat", id="joiner"),
        pytest.param("卫生", "卫生", id="Chinese"),
        pytest.param("?!", "", id="nothing to fold"),
    ],
)
def test_a_word_folds_to_its_bare_letters_and_digits(word: str, form: str) -> None:
    assert fold(word) == form


@given(st.text())
@example("İ")
@example("ﬃ\u0345")
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_word_is_letters_and_digits_only(text: str) -> None:
    assert fold(text) == "" or fold(text).isalnum()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_how_accents_are_encoded_makes_no_difference(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)

    assert fold(composed) == fold(decomposed)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("Rumours about 5G", [("rumours", "Rumours"), ("about", "about"), ("5g", "5G")], id="plain"),
        pytest.param(
            "over 15,000 people", [("over", "over"), ("15000", "15,000"), ("people", "people")], id="thousand"
        ),
        pytest.param("1\u202f500\u202f000", [("1500000", "1\u202f500\u202f000")], id="French thousands"),
        pytest.param("1,5 or 2.75", [("1.5", "1,5"), ("or", "or"), ("2.75", "2.75")], id="decimals"),
        pytest.param("2020-03-23", [("2020", "2020"), ("03", "03"), ("23", "23")], id="date"),
        pytest.param("ITU’s women's", [("itu", "ITU"), ("women", "women")], id="possessives"),
        pytest.param("l'école", [("l", "l"), ("ecole", "école")], id="elision"),
        pytest.param("UN-Habitat/WHO", [("un", "UN"), ("habitat", "Habitat"), ("who", "WHO")], id="joiners"),
        pytest.param("智慧城市", [("智慧", "智慧"), ("慧城", "慧城"), ("城市", "城市")], id="Chinese pairs"),
        pytest.param("卫", [("卫", "卫")], id="one Chinese character"),
        pytest.param("5G技术", [("5g", "5G"), ("技术", "技术")], id="two scripts"),
        pytest.param("cafe\u0301s", [("cafes", "cafe\u0301s")], id="accent of its own"),
        pytest.param(" …?! ", [], id="no word"),
        pytest.param("", [], id="empty"),
    ],
)
def test_a_text_has_these_words(text: str, parts: list[tuple[str, str]]) -> None:
    assert [(word.form, text[word.start : word.end]) for word in words(text)] == parts


@given(st.text())
def test_words_stand_in_order_where_they_say(text: str) -> None:
    found = words(text)

    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert all(a.start < b.start and a.end <= b.end for a, b in pairwise(found))


@given(st.text(st.characters(codec="ascii")))
def test_an_ascii_word_is_spelt_by_the_letters_where_it_stands(text: str) -> None:
    for word in words(text):
        assert word.form.replace(".", "") == name_key(text[word.start : word.end])


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        pytest.param("e-commerce", [("ecommerce", "e-commerce")], id="hyphen"),
        pytest.param("FG-AI4H!", [("fgai4h", "FG-AI4H")], id="acronym"),
        pytest.param("G20 health", [], id="a space joins nothing"),
        pytest.param("one - two", [], id="nor does a dash between spaces"),
        pytest.param("a-b-c", [("ab", "a-b"), ("abc", "a-b-c"), ("bc", "b-c")], id="each stretch"),
    ],
)
def test_joined_words_spell_one_word_together(text: str, joined: list[tuple[str, str]]) -> None:
    found = compounds(text, words(text))

    assert [(word.form, text[word.start : word.end]) for word in found] == joined


@given(st.text(st.sampled_from("ab1-’/ .é智")))
def test_a_compound_spells_what_it_covers(text: str) -> None:
    for word in compounds(text, words(text)):
        covered = [part.form for part in words(text) if word.start <= part.start and part.end <= word.end]
        assert word.form == "".join(covered)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("guidelines", "guideline"),
        ("cities", "city"),
        ("boxes", "box"),
        ("viruses", "virus"),
        ("classes", "class"),
        ("speeches", "speech"),
        ("training", "train"),
        ("trained", "trains"),
        ("planning", "planned"),
        ("messaging", "messages"),
        ("funded", "funding"),
        ("telling", "tell"),
        ("colour", "color"),
        ("rumours", "rumor"),
        ("centres", "center"),
        ("metre", "meter"),
        ("programmes", "program"),
        ("programming", "programme"),
        ("dialogues", "dialog"),
        ("defence", "defense"),
        ("organisation", "organizations"),
        ("digitised", "digitize"),
        ("mobilising", "mobilize"),
        ("analyse", "analyze"),
        ("73rd", "73"),
        ("الصحه", "صحه"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("health", "heal"),
        ("5g", "g5"),
        ("5gs", "5g"),
        ("658", "659"),
        ("g20", "g2"),
        ("access", "acces"),
        ("virus", "viru"),
        ("crisis", "crisi"),
        ("thing", "th"),
        ("string", "str"),
        ("spring", "spr"),
        ("speed", "spe"),
        ("need", "ne"),
        ("king", "k"),
        ("ring", "r"),
        ("data", "date"),
        ("wish", "wise"),
        ("international", "nation"),
        ("four", "for"),
        ("news", "new"),
    ],
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text())
def test_every_word_has_a_stem(text: str) -> None:
    assert bool(stem(fold(text))) == bool(fold(text))


@pytest.mark.parametrize("name", ["UN-Habitat", "un habitat", "UNHabitat", " UN\u2011HABITAT ", "ＵＮ habitat"])
def test_one_name_has_one_spelling(name: str) -> None:
    assert name_key(name) == "unhabitat"


@pytest.mark.parametrize(
    ("value", "key"),
    [
        pytest.param("who", "who", id="key"),
        pytest.param("World Health Organization", "who", id="name"),
        pytest.param("oms", "who", id="alias in other case"),
        pytest.param("world b", "world-bank", id="beginning"),
        pytest.param("WORLD BANK", "world-bank", id="key in other name_key"),
        pytest.param("un habitat", "un-habitat", id="key without hyphen"),
        pytest.param("Sante", "santé", id="without accent"),
        pytest.param("卫", "santé", id="beginning in Chinese"),
        pytest.param("w", "w", id="the whole key before a beginning"),
    ],
)
def test_a_name_is_found_by_any_of_its_spellings(value: str, key: str) -> None:
    names = NAMES | {"w": ()} if value == "w" else NAMES

    assert match_name("partner", value, names) == key


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("unesce", "unknown partner 'unesce'; did you mean unece?"),
        ("World Bnk", "unknown partner 'World Bnk'; did you mean world-bank?"),
        ("qqq", "unknown partner 'qqq'; there is who, world-bank, un-habitat, unece, santé"),
        ("", "unknown partner ''; there is who, world-bank, un-habitat, unece, santé"),
        ("?!", "unknown partner '?!'; there is who, world-bank, un-habitat, unece, santé"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(value: str, message: str) -> None:
    with pytest.raises(UnknownValueError) as refusal:
        match_name("partner", value, NAMES)

    assert str(refusal.value) == message


def test_the_beginning_of_several_names_is_refused_with_all_of_them() -> None:
    with pytest.raises(AmbiguousValueError) as refusal:
        match_name("partner", "united nations", NAMES)

    assert str(refusal.value) == "partner 'united nations' fits more than one: un-habitat, unece"


def test_a_long_list_of_names_is_not_recited() -> None:
    with pytest.raises(UnknownValueError, match=r"\Aunknown country 'qqq'\Z"):
        match_name("country", "qqq", {f"country-{number}": () for number in range(31)})


@given(st.text(), st.dictionaries(st.text(), st.lists(st.text())))
def test_any_value_is_a_name_or_refused(value: str, names: dict[str, list[str]]) -> None:
    try:
        assert match_name("partner", value, names) in names
    except (UnknownValueError, AmbiguousValueError) as refusal:
        assert repr(value) in str(refusal)  # noqa: PT017 - either outcome is right


def test_the_nearest_names_come_best_first_and_each_once() -> None:
    names = {"cybersecurity": "cyber", "cybersecurities": "cyber", "security": "safety", "water": "water"}

    assert closest_matches("cybersecurty", names) == ["cyber", "safety"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Plain text", "Plain text", id="plain"),
        pytest.param("Santé 卫生 👩\u200d⚕️", "Santé 卫生 👩\u200d⚕️", id="letters and emoji stay"),
        pytest.param("one\ttwo\r\nthree\u2028four", "one two three four", id="one line"),
        pytest.param("\x1b[31mred\x07", "\ufffd[31mred\ufffd", id="escapes"),
        pytest.param("\x9b31m", "\ufffd31m", id="eight-bit escape"),
        pytest.param("\u202etxt.exe\u2069", "\ufffdtxt.exe\ufffd", id="turned direction"),
    ],
)
def test_text_is_shown_on_one_line_and_obeyed_by_no_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_no_control_character_is_ever_printed(text: str) -> None:
    assert not [c for c in printable(text) if unicodedata.category(c) in {"Cc", "Zl", "Zp"}]
    assert not [c for c in printable_lines(text) if unicodedata.category(c) == "Cc" and c not in "\t\n\r"]


@given(st.text())
def test_printable_text_is_left_as_it_is(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_a_lone_character_of_a_script_without_spaces_takes_nothing_of_the_next_word() -> None:
    assert [word.form for word in words("中œ な1")] == ["中", "oe", "な", "1"]
