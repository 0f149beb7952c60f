"""Where matching words are, and excerpts of texts."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.dates import PartialDate
from itucovid.model import Translation
from itucovid.search import search
from itucovid.search.highlight import Match, best_match, original_spellings, snippet
from tests.search.corpus import highlighted, make_index, record, texts_index


@pytest.mark.parametrize(
    ("summary", "query", "words"),
    [
        pytest.param("The lamp and the lamps.", "lamp", ["lamp", "lamps"], id="every inflection"),
        pytest.param("The lampshade.", "lamps", ["lampshade"], id="a prefix highlights the whole word"),
        pytest.param("The lamp.", "lapm", ["lamp"], id="a correction"),
        pytest.param("Mobile cybersecurity.", "cyber security", ["cybersecurity"], id="a compound"),
        pytest.param("Mobile cyber-security.", "cybersecurity", ["cyber-security"], id="a compound with a hyphen"),
        pytest.param("Smart cities, smart lamps.", "smartcities", ["Smart cities"], id="a split compound"),
        pytest.param("A call for action, a call.", '"call for"', ["call for"], id="a phrase"),
        pytest.param("A call for a call.", '"call for" call', ["call for", "call"], id="a word within a phrase"),
        pytest.param("One two three.", '"one two" "two three"', ["One two three"], id="overlapping phrases"),
        pytest.param("One two three.", '"one two" three', ["One two", "three"], id="neighbours stay apart"),
        pytest.param("AI数字", "AI 数字", ["AI", "数字"], id="words that touch stay apart"),
        pytest.param("数字化", "数字化", ["数字化"], id="overlapping pairs of characters"),
        pytest.param("The lamp of who.", "the lamp", ["lamp"], id="no stopword"),
        pytest.param("ITU's ｌａｍｐ.", "lamp", ["ｌａｍｐ"], id="offsets are those of the original text"),
    ],
)
def test_the_matching_words_are_highlighted(summary: str, query: str, words: list[str]) -> None:
    index = texts_index(summary, "Broadcasting.", "Vaccine.")
    assert highlighted(search(index, query)) == [("r1", "summary", words)]


def test_all_matching_texts_are_in_the_order_of_the_fields() -> None:
    index = make_index(
        record("lamp-1", "Lamp", "A Lamp.", keywords=("bulb", "lamps"), aliases=("Old lamp", "LAMP")), record("r2")
    )
    assert highlighted(search(index, "lamp")) == [
        ("lamp-1", "title", ["Lamp"]),
        ("lamp-1", "id", ["lamp"]),
        ("lamp-1", "aliases", ["lamp"]),
        ("lamp-1", "aliases", ["LAMP"]),
        ("lamp-1", "keywords", ["lamps"]),
        ("lamp-1", "summary", ["Lamp"]),
    ]


def test_a_date_is_highlighted_as_readers_see_it() -> None:
    index = make_index(
        record("one", "Lamp", start=PartialDate("2020-05-03"), end=PartialDate("2020-06")), record("two", "Lamp")
    )
    (hit,) = search(index, "lamp May 2020").hits
    text = "3 May 2020 to June 2020 (2020-05-03/2020-06)"
    date = Match("period", text, ((0, len("3 May 2020 to June 2020")),), ("date",))
    assert [*hit.matches] == [Match("title", "Lamp", ((0, 4),), ("exact",)), date]


@pytest.mark.parametrize(
    ("query", "how"),
    [
        pytest.param('"smart lamps"', [("summary", ["exact"])], id="a phrase"),
        pytest.param("smartlamps", [("summary", ["compound"])], id="a split compound"),
        pytest.param("smartlamp cyber security", [("summary", ["compound", "compound"])], id="two compounds"),
        pytest.param('lamp "lamps"', [("summary", ["exact"])], id="the most exact of two words for one"),
        pytest.param("lampes", [("translations.fr.title", ["translation"])], id="a translation"),
        pytest.param("lampe", [("translations.fr.title", ["translation"])], id="another inflection of a translation"),
    ],
)
def test_a_highlight_says_how_the_word_matches(query: str, how: list[tuple[str, list[str]]]) -> None:
    french = {"fr": Translation(title="Les lampes")}
    index = make_index(record("r1", "Title", "Smart lamps, cybersecurity.", translations=french), record("r2"))
    (hit,) = search(index, query).hits
    assert [(match.field, [*match.how]) for match in hit.matches if match.field in dict(how)] == how


def match(field: str, text: str, *words: str) -> Match:
    """A match whose spans are those of the first occurrences of some words."""
    spans: list[tuple[int, int]] = []
    for word in words:
        start = text.index(word, spans[-1][1] if spans else 0)
        spans.append((start, start + len(word)))
    return Match(field, text, tuple(spans))


TITLE = "one two three"
ONE = match("keywords", "one", "one")
TWO = match("keywords", "one two", "one", "two")


@pytest.mark.parametrize(
    ("matches", "best"),
    [
        ([], None),
        ([match("title", TITLE, "one"), match("id", "one", "one")], None),
        ([match("title", TITLE, "one", "two"), ONE], ONE),
        ([match("translations.fr.title", TITLE, "one", "two"), ONE], ONE),
        ([match("title", "uno", "uno"), match("id", "one", "one")], match("title", "uno", "uno")),
        ([ONE, match("aliases", "one", "one")], ONE),
        ([ONE, match("summary", "one", "one")], match("summary", "one", "one")),
        ([match("summary", "one", "one"), TWO], TWO),
        ([match("keywords", "One one", "One", "one"), TWO], TWO),
        ([match("keywords", "One one", "One", "one"), match("summary", "one", "one")], match("summary", "one", "one")),
    ],
)
def test_the_best_match_has_the_most_different_words_and_is_rather_a_summary(
    matches: list[Match], best: Match | None
) -> None:
    assert best_match(matches, TITLE) == best


TEXT = "Alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu."


@pytest.mark.parametrize(
    ("words", "width", "expected"),
    [
        pytest.param(["beta"], 67, TEXT, id="a text that fits"),
        pytest.param(["beta"], 66, "Alpha beta gamma delta epsilon zeta eta theta iota kappa …", id="cut at the end"),
        pytest.param(["Alpha"], 20, "Alpha beta gamma …", id="the beginning"),
        pytest.param(["mu"], 24, "… kappa lambda mu.", id="the end"),
        pytest.param(["lambda"], 22, "… kappa lambda mu.", id="the end after the match"),
        pytest.param(["beta", "gamma"], 14, "… beta gamma …", id="two words that just fit"),
        pytest.param(["beta", "delta", "epsilon", "zeta"], 20, "… beta gamma delta …", id="words that do not fit"),
        pytest.param(["zeta"], 26, "… epsilon zeta eta …", id="the middle"),
        pytest.param(["beta", "eta", "theta"], 20, "… zeta eta theta …", id="the most words"),
        pytest.param(["beta", "eta"], 20, "Alpha beta gamma …", id="the first of equals"),
        pytest.param(["epsilon"], 14, "… epsilon …", id="one word"),
    ],
)
def test_a_snippet_is_cut_between_words_around_the_most_matches(words: list[str], width: int, expected: str) -> None:
    assert snippet(match("summary", TEXT, *words), width).text == expected


def test_a_word_that_is_wider_than_the_snippet_is_cut() -> None:
    text = "A Donaudampfschifffahrtsgesellschaft sank."
    found = snippet(match("summary", text, "Donaudampfschifffahrtsgesellschaft"), 20)
    assert found == match("summary", "… fschifffahrtsges …", "fschifffahrtsges")


def test_a_snippet_is_cut_within_a_word_rather_than_before_a_match() -> None:
    text = "The red lamp-Donaudampfschifffahrt sank and more."
    assert snippet(match("summary", text, "red", "lamp"), 20) == match("summary", "The red lamp-Don …", "red", "lamp")


def test_a_text_without_spaces_is_cut_between_its_matches() -> None:
    spans = tuple((start, start + 1) for start in range(10, 40))
    found = snippet(Match("summary", "x" * 40, spans), 14)
    assert found == Match("summary", "… xxxxxxxxxx …", tuple((start, start + 1) for start in range(2, 12)))


def test_a_snippet_keeps_the_spans_that_it_shows() -> None:
    found = snippet(match("summary", TEXT, "beta", "eta", "theta"), 20)
    assert found.field == "summary"
    assert [found.text[start:end] for start, end in found.spans] == ["eta", "theta"]


def test_a_snippet_says_how_the_words_that_it_shows_match() -> None:
    whole = msgspec.structs.replace(match("summary", TEXT, "beta", "eta", "theta"), how=("prefix", "exact", "fuzzy"))
    assert snippet(whole, 20).how == ("exact", "fuzzy")


@pytest.mark.slow
def test_a_snippet_of_a_text_with_very_many_matches_is_found() -> None:
    text = "water and land, " * 60_000 + "lamp"
    spans = (*((start, start + 5) for start in range(0, len(text) - 4, 16)), (len(text) - 4, len(text)))
    assert snippet(Match("summary", text, spans), 60).text == "… water and land, water and land, water and land, lamp"


@pytest.mark.parametrize(
    ("query", "how"),
    [
        ("zebra", ("exact",)),
        ("zebras", ("stem",)),
        ("zeb", ("prefix",)),
        ("zebar", ("fuzzy",)),
        ("kids", ("synonym",)),
        ("cybersecurity", ("compound",)),
        ("zèbre", ("translation",)),
        ("zebr childs", ("prefix", "stem")),
        ("3 May 2020", ("date",)),
    ],
)
def test_a_match_says_how_each_of_its_words_matches(query: str, how: tuple[str, ...]) -> None:
    index = make_index(
        record(
            "r1",
            summary="A zebra, a child, cyber security.",
            start=PartialDate("2020-05"),
            translations={"fr": Translation(title="Le zèbre")},
        )
    )
    (hit,) = search(index, query)
    assert hit.matches[-1 if query == "zèbre" else 0].how == how


def test_the_same_word_counts_once_in_a_snippet() -> None:
    text = "Lamp lamp lamp and nothing for a long while until the red lamp"
    assert snippet(match("summary", text, "Lamp", "lamp", "lamp", "red", "lamp"), 24).text == "… until the red lamp"


WORDS = st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=40)


@given(WORDS, st.data())
def test_a_snippet_is_no_wider_than_asked_and_shows_a_match(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    starts = [sum(len(word) + 1 for word in words[:number]) for number in range(len(words))]
    chosen = sorted(data.draw(st.sets(st.integers(0, len(words) - 1), min_size=1)))
    spans = tuple((starts[number], starts[number] + len(words[number])) for number in chosen)
    width = data.draw(st.integers(14, 80))
    found = snippet(Match("summary", text, spans), width)
    assert len(found.text) <= max(width, 14)
    shown = [found.text[start:end] for start, end in found.spans]
    assert shown
    original = [text[start:end] for start, end in spans]
    first = next(i for i in range(len(original)) if original[i : i + len(shown)] == shown)
    assert first >= 0
    assert found.text.removeprefix("… ").removesuffix(" …") in text


def test_spellings_are_those_of_the_first_record_in_the_order_of_the_records() -> None:
    index = texts_index("LAMP and lamp.", "lamp, Bulb, bulb", "BULB, Torch")
    assert original_spellings(index, ["torch", "bulb", "lamp"], {0, 1, 2}) == ("LAMP", "Bulb", "Torch")
    assert original_spellings(index, ["torch", "bulb", "lamp"], {1, 2}) == ("lamp", "Bulb", "Torch")
    assert original_spellings(index, ["lamp", "torch"], {0, 1}) == ("LAMP",)
    assert original_spellings(index, [], {0, 1}) == ()
