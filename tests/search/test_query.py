"""The query syntax."""

from __future__ import annotations

import pytest

from itucovid.search.periods import Period
from itucovid.search.query import ELISIONS, MAX_QUERY_LENGTH, MAX_TERM_LENGTH, MAX_TERMS, STOPWORDS, Query, Term, parse


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \t\n", [], id="white space"),
        pytest.param("!? - --", [], id="only punctuation"),
        pytest.param('""', [], id="empty quotes"),
        pytest.param('"!"', [], id="punctuation in quotes"),
        pytest.param("Digital  Health", [Term(("digital",), "Digital"), Term(("health",), "Health")], id="two words"),
        pytest.param("(health),", [Term(("health",), "health")], id="punctuation around a word"),
        pytest.param("e-commerce", [Term(("e", "commerce"), "e-commerce")], id="a hyphen joins"),
        pytest.param("u@h", [Term(("u", "h"), "u@h")], id="an at sign joins"),
        *(
            pytest.param(f"Ab{sign}Cd", [Term(("ab",), "Ab"), Term(("cd",), "Cd")], id=f"{sign} separates")
            for sign in (",", ";", "/", "&", "+", "|", "،", "；", "\u200b")
        ),
        pytest.param("x--y", [Term(("x",), "x"), Term(("y",), "y")], id="two characters separate"),
        pytest.param("a-b-c-d", [Term(("a", "b", "c", "d"), "a-b-c-d")], id="four joined words"),
        pytest.param("a-b-c-d-e", [Term(("a", "b", "c", "d"), "a-b-c-d"), Term(("e",), "e")], id="five joined words"),
        pytest.param("15,000", [Term(("15000",), "15,000")], id="a number with a thousands separator"),
        pytest.param("数字", [Term(("数字",), "数字")], id="two Chinese characters"),
        pytest.param(
            "数字化", [Term(("数字",), "数字"), Term(("字化",), "字化")], id="overlapping pairs of characters"
        ),
        *(
            pytest.param(text, [Term((pair,), pair) for pair in pairs], id=text)
            for text, *pairs in (
                ("学校和医院", "学校", "医院"),
                ("什么是学校？", "学校"),
                ("网络與学校", "网络", "学校"),
                ("学校在哪里", "学校"),
                ("学校在危机", "学校", "危机"),
                ("学校在", "学校", "校在"),
                ("网络有哪些", "网络"),
                ("和平学校", "和平", "平学", "学校"),
                ("学校和", "学校", "校和"),
                ("目的地", "目的", "的地"),
                ("个人", "个人"),
                ("什么", "什么"),
            )
        ),
        pytest.param(
            "尼日利亚学校",
            [Term(("尼日", "日利", "利亚"), "尼日利亚"), Term(("学校",), "学校")],
            id="the name of a country in Chinese",
        ),
        pytest.param(
            "几内亚比绍",
            [Term(("几内", "内亚", "亚比", "比绍"), "几内亚比绍")],
            id="the longer of two names of countries",
        ),
        pytest.param(
            "lamps in Papua-New  Guinea",
            [Term(("lamps",), "lamps"), Term(("in",), "in"), Term(("papua", "new", "guinea"), "Papua-New  Guinea")],
            id="the longer of two names of countries in English",
        ),
        pytest.param(
            "l'Afrique du Sud, Kenya",
            [Term(("afrique", "du", "sud"), "Afrique du Sud"), Term(("kenya",), "Kenya")],
            id="the name of a country after an elision",
        ),
        pytest.param("Leone Sierra", [Term(("leone",), "Leone"), Term(("sierra",), "Sierra")], id="another order"),
        pytest.param("八个学校", [Term(("八",), "八"), Term(("学校",), "学校")], id="a number of things in Chinese"),
        pytest.param("八十個", [Term(("八十",), "八十")], id="a number of two characters"),
        pytest.param("Ｓａｎｔé", [Term(("sante",), "Santé")], id="full-width letters"),
        pytest.param("l'internet", [Term(("internet",), "internet")], id="elision"),
        pytest.param("L’Internet", [Term(("internet",), "Internet")], id="elision with a typographic apostrophe"),
        pytest.param("l-internet", [Term(("l", "internet"), "l-internet")], id="a hyphen does not elide"),
        pytest.param("O'Brien", [Term(("o", "brien"), "O'Brien")], id="an apostrophe that joins"),
        pytest.param("l'", [Term(("l",), "l")], id="an elision without a word"),
        pytest.param("'l'", [Term(("l",), "l")], id="a letter in apostrophes"),
        pytest.param("x-l'y", [Term(("x",), "x"), Term(("y",), "y")], id="an elision within a term splits it"),
    ],
)
def test_words_give_terms(query: str, terms: list[Term]) -> None:
    assert parse(query) == Query(tuple(terms), ())


@pytest.mark.parametrize("quotes", ['""', "“”", "„“", "«»", "”“", '«"'])
def test_any_quotation_marks_make_a_phrase(quotes: str) -> None:
    query = f"a {quotes[0]} Call for  action {quotes[1]} b"
    phrase = Term(("call", "for", "action"), "Call for  action", quoted=True)
    assert parse(query).terms == (Term(("a",), "a"), phrase, Term(("b",), "b"))


def test_a_quoted_elision_is_kept() -> None:
    assert parse('"l\'internet"').terms == (Term(("l", "internet"), "l'internet", quoted=True),)


def test_an_unclosed_quotation_mark_is_ignored() -> None:
    assert parse('"call for').terms == (Term(("call",), "call"), Term(("for",), "for"))


@pytest.mark.parametrize("minus", ["-", "−", "–"])
@pytest.mark.parametrize(
    ("excluded", "term"),
    [
        ("giga", Term(("giga",), "giga")),
        ("e-commerce", Term(("e", "commerce"), "e-commerce")),
        ('"voice services"', Term(("voice", "services"), "voice services", quoted=True)),
    ],
)
def test_a_hyphen_before_a_word_or_a_quote_excludes(minus: str, excluded: str, term: Term) -> None:
    assert parse(f"niger {minus}{excluded}") == Query((Term(("niger",), "niger"),), (term,))


@pytest.mark.parametrize("query", ["a - b", "a-b", "a -- b"])
def test_another_hyphen_does_not_exclude(query: str) -> None:
    assert parse(query).excluded == ()


@pytest.mark.parametrize(
    ("term", "is_stopword", "is_word"),
    [
        (Term(("the",), "the"), True, True),
        (Term(("of", "the"), "of-the"), True, False),
        (Term(("the",), "the", quoted=True), False, False),
        (Term(("health",), "health"), False, True),
        (Term(("on", "line"), "on-line"), False, False),
        (Term(("on", "line"), "on line", quoted=True), False, False),
    ],
)
def test_a_term_of_stopwords_is_one_unless_it_is_quoted(term: Term, is_stopword: bool, is_word: bool) -> None:
    assert (term.is_stopword, term.is_word) == (is_stopword, is_word)


@pytest.mark.parametrize("elision", ["c", "d", "j", "l", "m", "n", "qu", "s", "t"])
def test_french_elisions_are_ignored(elision: str) -> None:
    assert parse(f"{elision}'internet").terms == (Term(("internet",), "internet"),)
    assert elision in ELISIONS


@pytest.mark.parametrize("word", ["the", "What", "et-los", "POUR", "doivent", "ante", "и", "между", "的", "on"])
def test_stopwords_of_several_languages_need_not_match(word: str) -> None:
    assert [term.is_stopword for term in parse(word).terms] == [True]


@pytest.mark.parametrize("word", sorted(STOPWORDS - {"may"}))
def test_a_stopword_is_written_as_it_is_normalized(word: str) -> None:
    assert parse(word).terms == (Term((word,), word),)


@pytest.mark.parametrize(("number", "kept"), [(MAX_TERMS, 60), (MAX_TERMS + 1, 60), (5 * MAX_TERMS, 60)])
def test_a_query_has_at_most_60_terms_and_60_exclusions(number: int, kept: int) -> None:
    words = [f"w{i}" for i in range(number)]
    parsed = parse(" ".join(words + [f"-{word}" for word in words]))
    assert [term.text for term in parsed.terms] == words[:kept]
    assert [term.text for term in parsed.excluded] == words[:kept]


def test_the_limit_of_terms_applies_within_one_part() -> None:
    assert len(parse(" ".join(f"w{i}" for i in range(59)) + " a--b--c").terms) == MAX_TERMS


def test_phrases_count_as_terms() -> None:
    assert len(parse('"a b" ' * 61).terms) == MAX_TERMS


def test_a_term_keeps_60_letters() -> None:
    assert parse("x" * 61).terms == (Term(("x" * MAX_TERM_LENGTH,), "x" * 61),)
    assert MAX_TERM_LENGTH == 60


def test_a_query_keeps_100_000_characters() -> None:
    assert parse(" " * (MAX_QUERY_LENGTH - 1) + "abc").terms == (Term(("a",), "a"),)
    assert MAX_QUERY_LENGTH == 100_000


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        pytest.param(
            "webinars 3 May 2020 digital",
            [("webinars", []), ("3 May 2020", [("2020-05-03", "2020-05-03")]), ("digital", [])],
            id="a date between words",
        ),
        pytest.param("May", [("May", [("05-01", "05-31")])], id="a month as the whole query"),
        pytest.param("in may?", [("in", []), ("may", [("05-01", "05-31")])], id="a month beside stopwords"),
        pytest.param("may schools", [("may", []), ("schools", [])], id="a month beside a word is a word"),
        pytest.param("2030 agenda", [("2030", [("2030-01-01", "2030-12-31")]), ("agenda", [])], id="a year"),
        pytest.param('"18 May 2020"', [("18 May 2020", [("2020-05-18", "2020-05-18")])], id="a quoted date"),
        pytest.param('"may"', [("may", [])], id="a quoted month is a word"),
        pytest.param('"in may 2020"', [("in may 2020", [])], id="a quoted date with other words is a phrase"),
    ],
)
def test_dates_are_terms(query: str, terms: list[tuple[str, list[tuple[str, str]]]]) -> None:
    assert [(term.text, [*term.periods]) for term in parse(query).terms] == terms


def test_a_year_is_also_a_word_and_another_date_is_not() -> None:
    assert [term.words for term in parse("2020, 5 May 2020").terms] == [("2020",), ()]


def test_an_excluded_date_excludes_its_words_too() -> None:
    assert parse("event -may").excluded == (Term(("may",), "may", periods=(Period("05-01", "05-31"),)),)


@pytest.mark.parametrize(
    ("query", "operators"),
    [
        ("schools AND health", ("AND",)),
        ("schools OR health AND 5G OR who", ("OR", "AND")),
        ("schools NOT health", ("NOT",)),
        ("NOT health", ("NOT",)),
        ("schools and health", ()),
        ("AND health", ()),
        ("health OR", ()),
        ("ANDORRA ORB", ()),
    ],
)
def test_operators_in_capitals_between_words_are_reported(query: str, operators: tuple[str, ...]) -> None:
    assert parse(query).operators == operators
