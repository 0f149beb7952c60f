"""Names that people type: keys, aliases, prefixes and misspellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.errors import AmbiguousValueError, UnknownValueError
from itucovid.names import closest_matches, match_name, name_key, similar_pairs
from itucovid.text import normalize

NAMES = {
    "who": ("World Health Organization", "WHO", "OMS"),
    "world-bank": ("World Bank", "WB"),
    "un-habitat": ("United Nations Human Settlements Programme", "UN-Habitat"),
    "unece": ("United Nations Economic Commission for Europe",),
    "santé": ("Health", "卫生"),
}
KNOWN = "choose from who, world-bank, un-habitat, unece, santé"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("UN-Habitat", "unhabitat", id="hyphen"),
        pytest.param(" un_habitat ", "unhabitat", id="underscore and spaces"),
        pytest.param("UN\u2011HABITAT", "unhabitat", id="non-breaking hyphen"),
        pytest.param("ＵＮ habitat", "unhabitat", id="full width"),
        pytest.param("Côte d’Ivoire", "cotedivoire", id="accent and apostrophe"),
        pytest.param("5G, 2020", "5g2020", id="digits"),
        pytest.param("世界卫生组织", "世界卫生组织", id="Chinese"),
        pytest.param("Acme™ №5", "acmetmno5", id="symbols made of letters"),
        pytest.param("?!", "", id="no letter or digit"),
    ],
)
def test_name_key_is_the_letters_and_digits_of_a_name(name: str, key: str) -> None:
    assert name_key(name) == key


@given(st.text())
def test_name_key_of_a_name_is_the_name_normalized_as_one_word(name: str) -> None:
    assert name_key(name) == normalize(name)


@pytest.mark.parametrize(
    ("value", "key"),
    [
        pytest.param("who", "who", id="key"),
        pytest.param("WORLD BANK", "world-bank", id="key in another spelling"),
        pytest.param("World Health Organization", "who", id="alias"),
        pytest.param("oms", "who", id="alias in lower case"),
        pytest.param("world b", "world-bank", id="prefix of a key"),
        pytest.param("world h", "who", id="prefix of an alias"),
        pytest.param("Sante", "santé", id="key without accent"),
        pytest.param("卫", "santé", id="prefix in Chinese"),
    ],
)
def test_match_name_finds_a_key_by_key_alias_or_prefix(value: str, key: str) -> None:
    assert match_name("partner", value, NAMES) == key


@pytest.mark.parametrize(
    ("value", "names", "key"),
    [
        pytest.param("a-b", {"ab": (), "a-b": ()}, "a-b", id="the key as written, not another spelling"),
        pytest.param("A b", {"x": ("a b",), "ab": ()}, "ab", id="a key, not an alias"),
        pytest.param("ab", {"abc": (), "x": ("AB",)}, "x", id="an alias, not a prefix of a key"),
        pytest.param("ab", {"x": ("abc",), "y": ("abc", "a b")}, "y", id="an alias, not a prefix of an alias"),
        pytest.param("?", {"?": ()}, "?", id="a key without letters, as written"),
    ],
)
def test_match_name_prefers(value: str, names: dict[str, tuple[str, ...]], key: str) -> None:
    assert match_name("partner", value, names) == key


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param("unesce", "unknown partner 'unesce'; did you mean unece?", id="misspelled key"),
        pytest.param("World Bnk", "unknown partner 'World Bnk'; did you mean world-bank?", id="misspelled alias"),
        pytest.param("qqq", f"unknown partner 'qqq'; {KNOWN}", id="nothing close"),
        pytest.param("", f"unknown partner ''; {KNOWN}", id="empty"),
        pytest.param("?!", f"unknown partner '?!'; {KNOWN}", id="no letter or digit"),
    ],
)
def test_match_name_reports_an_unknown_value_with_suggestions_or_the_known_names(value: str, message: str) -> None:
    with pytest.raises(UnknownValueError) as error:
        match_name("partner", value, NAMES)

    assert str(error.value) == message


@pytest.mark.parametrize(
    ("value", "names", "message"),
    [
        pytest.param("United Nations", NAMES, "un-habitat, unece", id="prefix of two aliases"),
        pytest.param("w", NAMES, "who, world-bank", id="prefix of two keys"),
        pytest.param("x", {"a": ("X",), "b": ("x", "X")}, "a, b", id="alias of two keys"),
        pytest.param("A B", {"a-b": (), "ab": ()}, "a-b, ab", id="spelling of two keys"),
    ],
)
def test_match_name_reports_an_ambiguous_value_with_the_candidates(
    value: str, names: dict[str, tuple[str, ...]], message: str
) -> None:
    with pytest.raises(AmbiguousValueError) as error:
        match_name("partner", value, names)

    assert str(error.value) == f"partner {value!r} is ambiguous: {message}"


SHOWN = {"ner": "Niger", "nga": "Nigeria"}
CODES = {"ner": ("Niger",), "nga": ("Nigeria",), "xyz": ()}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param("n", "country 'n' is ambiguous: Niger, Nigeria", id="ambiguous"),
        pytest.param("nigerr", "unknown country 'nigerr'; did you mean Niger or Nigeria?", id="close"),
        pytest.param("nera", "unknown country 'nera'; did you mean Niger or Nigeria?", id="close to a key"),
        pytest.param("qq", "unknown country 'qq'; choose from Niger, Nigeria, xyz", id="nothing close"),
    ],
)
def test_match_name_reports_keys_by_the_names_that_are_shown(value: str, message: str) -> None:
    with pytest.raises((AmbiguousValueError, UnknownValueError)) as error:
        match_name("country", value, CODES, SHOWN)

    assert str(error.value) == message


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("gates", "did you mean bmgf?"),
        ("World Fund", "did you mean fund?"),
        ("for", "did you mean fund or other?"),
        ("everything for institute", "did you mean other?"),
        ("gate world", "choose from bmgf, fund, other"),
    ],
    ids=["one word", "words in another order", "several", "all words", "not all words"],
)
def test_match_name_suggests_names_that_contain_the_words_if_none_is_spelled_alike(value: str, hint: str) -> None:
    names = {
        "bmgf": ("Bill & Melinda Gates Foundation",),
        "fund": ("Worldwide Fund for Nature of the World",),
        "other": ("Institute for Everything",),
    }

    with pytest.raises(UnknownValueError) as error:
        match_name("partner", value, names)

    assert str(error.value) == f"unknown partner {value!r}; {hint}"


def test_match_name_tells_keys_of_one_name_apart() -> None:
    names = {"bra": ("Brazil",), "brz": ("Brazil",), "brb": ("Barbados",), "qqq": ("Brazzaville",)}
    shown = {key: name for key, (name,) in names.items()}

    with pytest.raises(
        AmbiguousValueError, match=r"^country 'braz' is ambiguous: Brazil \(bra\), Brazil \(brz\), Brazz"
    ):
        match_name("country", "braz", names, shown)


@pytest.mark.parametrize(("number", "hint"), [(30, f"; choose from {', '.join(f'k{n}' for n in range(30))}"), (31, "")])
def test_match_name_lists_at_most_30_known_names(number: int, hint: str) -> None:
    with pytest.raises(UnknownValueError) as error:
        match_name("country", "qqq", {f"k{n}": () for n in range(number)})

    assert str(error.value) == f"unknown country 'qqq'{hint}"


@given(st.text(), st.dictionaries(st.text(), st.lists(st.text())))
def test_match_name_returns_a_key_or_raises_an_error_that_quotes_the_value(
    value: str, names: dict[str, list[str]]
) -> None:
    try:
        assert match_name("partner", value, names) in names
    except (UnknownValueError, AmbiguousValueError) as error:
        assert repr(value) in str(error)  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(
    ("value", "names", "closest"),
    [
        pytest.param(
            "cybersecurty",
            {"security": "b", "cybersecurities": "a", "cybersecurity": "a", "water": "c"},
            ["a", "b"],
            id="closest first, each value once",
        ),
        pytest.param("abcd", {"abcx": "75 %", "abxyz": "44 %"}, ["75 %"], id="similar enough"),
        pytest.param("abc", {"abxx": "57 %", "abx": "67 %"}, ["67 %"], id="two thirds"),
        pytest.param("abcde", {"abcde123456": "63 %", "abcde1234567": "59 %"}, ["63 %"], id="over 60 %"),
        pytest.param("ab", {"ab1": "1", "ab2": "2", "ab3": "3", "ab4": "4"}, ["1", "2", "3"], id="at most three"),
        pytest.param(
            "ab",
            {"ab1": "1", "ab2": "1", "ab3": "1", "ab4": "2", "ab5": "2", "ab6": "3", "ab7": "4"},
            ["1", "2", "3"],
            id="three values among six spellings",
        ),
        pytest.param("ab", {f"ab{n}": "1" if n < 6 else "2" for n in range(7)}, ["1"], id="not the seventh spelling"),
        pytest.param("ab", {}, [], id="no names"),
    ],
)
def test_closest_matches(value: str, names: dict[str, str], closest: list[str]) -> None:
    assert closest_matches(value, names) == closest


@pytest.mark.parametrize(("length", "closest"), [(200, ["long"]), (201, [])])
def test_closest_matches_of_a_name_of_more_than_200_characters_are_none(length: int, closest: list[str]) -> None:
    assert closest_matches("a" * length, {"a" * 200: "long"}) == closest


STANDARD = {
    "KEN": ("Kenya", "كينيا"),
    "MLI": ("Mali",),
    "ga": ("Irish", "Gaelic"),
    "gaa": ("Ga",),
    "x": ("Cyprus", "Zypern"),
    "y": ("Cyprus",),
}


@pytest.mark.parametrize(
    ("value", "key"),
    [
        pytest.param("KEN", "KEN", id="standard key"),
        pytest.param("mali", "MLI", id="standard name"),
        pytest.param("كِينيا", "KEN", id="standard name in another script"),
        pytest.param("ga", "ga", id="standard key, not another standard name"),
        pytest.param("GA", "own", id="alias of a key, not a standard name"),
        pytest.param("gaelic", "ga", id="another standard name"),
        pytest.param("mal", "malta", id="prefix of a key, not of a standard name"),
        pytest.param("zypern", "x", id="standard name of one of two"),
    ],
)
def test_match_name_also_finds_standard_keys_by_their_whole_names(value: str, key: str) -> None:
    assert match_name("place", value, {"own": ("GA",), "malta": ()}, standard=STANDARD) == key


@pytest.mark.parametrize(
    ("value", "names", "standard", "key"),
    [
        pytest.param("x y", {"a": ("XY",)}, {"b": ("x y",)}, "a", id="an own alias to a standard name"),
        pytest.param("x", {"a": ("xyz",)}, {"b": ("X",)}, "b", id="a standard name to a prefix of an own alias"),
        pytest.param("x", {"xyz": ()}, {"x": ()}, "x", id="a standard key to a prefix of an own key"),
        pytest.param("x", {"X": ()}, {"x": ()}, "X", id="an own key in another spelling to a standard key"),
        pytest.param("x", {"a": ("x",)}, {"x": ()}, "x", id="a standard key to an own alias"),
    ],
)
def test_match_name_with_standard_names_prefers(
    value: str, names: dict[str, tuple[str, ...]], standard: dict[str, tuple[str, ...]], key: str
) -> None:
    assert match_name("country", value, names, standard=standard) == key


@pytest.mark.parametrize(
    ("value", "key"),
    [
        pytest.param("ML", "MLI", id="code"),
        pytest.param("KE", "KEN", id="code before an alias"),
        pytest.param("TG", "tg", id="key in another spelling that is a code, too"),
        pytest.param("ga", "ga", id="key that is a code, too"),
        pytest.param("cy", "cyan", id="prefix that is a code in another spelling"),
    ],
)
def test_match_name_finds_a_standard_key_by_another_code_as_it_is_written(value: str, key: str) -> None:
    names = {"own": ("KE",), "tg": (), "ga": (), "cyan": ()}
    codes = {"ML": "MLI", "KE": "KEN", "TG": "KEN", "ga": "KEN", "CY": "x"}

    assert match_name("place", value, names, standard=STANDARD, codes=codes) == key


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param("cyprus", "place 'cyprus' is ambiguous: x, y", id="standard name of two"),
        pytest.param("Kenyia", "unknown place 'Kenyia'; did you mean Kenya?", id="misspelled standard name"),
        pytest.param("Zyperm", "unknown place 'Zyperm'; did you mean Cyprus?", id="misspelled in another language"),
        pytest.param("mall", "unknown place 'mall'; did you mean Mali or malta?", id="of either kind"),
        pytest.param("Iris", "unknown place 'Iris'; did you mean Irish?", id="prefix of a standard name"),
        pytest.param("kenzxa", "unknown place 'kenzxa'; choose from own, malta", id="a little like a standard name"),
        pytest.param("qqq", "unknown place 'qqq'; choose from own, malta", id="nothing close"),
    ],
)
def test_match_name_suggests_standard_names_but_does_not_list_them(value: str, message: str) -> None:
    with pytest.raises((AmbiguousValueError, UnknownValueError)) as error:
        match_name("place", value, {"own": ("GA",), "malta": ()}, standard=STANDARD)

    assert str(error.value) == message


def test_each_name_is_paired_with_the_most_similar_earlier_one() -> None:
    names = ["lamp", "lamps", "boat", "lamps", "lamb"]
    assert [*similar_pairs(names, 0.75)] == [(1, 0, 8 / 9), (3, 1, 1.0), (4, 0, 0.75)]
    assert [*similar_pairs(names, 0.95)] == [(3, 1, 1.0)]
