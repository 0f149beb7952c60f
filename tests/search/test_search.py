"""Which records a search selects, in what order, and what it reports."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import itucovid
from itucovid.dates import PartialDate
from itucovid.model import Document, Translation
from itucovid.search import MAX_DOCUMENT_FREQUENCY, MIN_RECORDS_FOR_COMMON_TERMS, Results, WordMatch, search
from itucovid.search.index import Index
from tests.search.corpus import ROOT, ids, make_index, record, scores, texts_index


def summary(results: Results) -> tuple[list[str], tuple[str, ...], bool, dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Everything that a search reports."""
    hits = [hit.record.id for hit in results]
    guesses = {word.text: word.known for word in results.guesses}
    return hits, results.unmatched, results.all_terms_matched, guesses, results.suggestions


INDEX = texts_index("Lamp and zebra.", "Lamp with a giraffe.", "Giraffes, zebras; hackathons.")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("lamp", (["r1", "r2"], (), True, {}, ()), id="one term"),
        pytest.param("lamp zebra", (["r1"], (), True, {}, ()), id="all terms"),
        pytest.param("the lamp", (["r1", "r2"], (), True, {}, ()), id="a stopword need not match"),
        pytest.param('"the" lamp', (["r1", "r2"], ("the",), False, {}, ()), id="a quoted stopword must match"),
        pytest.param("lamp football", (["r1", "r2"], ("football",), False, {}, ()), id="some terms"),
        pytest.param("lamp zebra football", (["r1"], ("football",), False, {}, ()), id="most terms"),
        pytest.param("football", ([], ("football",), False, {}, ()), id="no term"),
        pytest.param("zebra lamp hackathons", (["r3", "r1"], (), False, {}, ()), id="different terms"),
        pytest.param("lapm", (["r1", "r2"], (), True, {"lapm": ("Lamp",)}, ()), id="a correction"),
        pytest.param("hackafawns", ([], ("hackafawns",), False, {}, ("hackathons",)), id="a suggestion"),
        pytest.param(
            "hackafawns hackafawnx giraffa9",
            ([], ("hackafawns", "hackafawnx", "giraffa9"), False, {}, ("hackathons",)),
            id="a suggestion for several terms",
        ),
        pytest.param("hack-afawns", ([], ("hack-afawns",), False, {}, ()), id="no suggestion for a compound"),
        pytest.param('"hackafawns"', ([], ("hackafawns",), False, {}, ("hackathons",)), id="a quoted misspelling"),
        pytest.param("lamp -zebra", (["r2"], (), True, {}, ()), id="an exclusion"),
        pytest.param("lamp -zebra -giraffe", ([], (), False, {}, ()), id="exclusions of all hits"),
        pytest.param("the", ([], (), True, {}, ()), id="only stopwords"),
        pytest.param("", ([], (), True, {}, ()), id="nothing"),
        pytest.param("-lamp", ([], (), True, {}, ()), id="only an exclusion"),
    ],
)
def test_a_search_selects_the_records_that_match_most_terms(
    query: str, expected: tuple[list[str], tuple[str, ...], bool, dict[str, tuple[str, ...]], tuple[str, ...]]
) -> None:
    assert summary(search(INDEX, query)) == expected


def test_a_term_that_only_other_records_match_is_unmatched_and_gets_suggestions() -> None:
    index = texts_index("Lamp and zebra.", "Giraffes.", "Giraffe")
    assert summary(search(index, "lamp zebra giraffe")) == (["r1"], ("giraffe",), False, {}, ("Giraffes",))


def test_suggestions_are_spelled_as_in_the_first_record() -> None:
    assert search(texts_index("HACKATHONS", "Hackathons"), "hackafawns").suggestions == ("HACKATHONS",)


def test_a_correction_is_spelled_as_in_the_first_record_that_matches() -> None:
    assert search(texts_index("Lamps", "LAMPS, lumps"), "lapms").guesses == (WordMatch("lapms", "fuzzy", ("Lamps",)),)


def test_the_best_match_is_first_and_equals_keep_the_order_of_the_dataset() -> None:
    index = make_index(
        record("r1", summary="Lamp."), record("r2", "Lamp"), record("r3", summary="Lamp!"), record("r4", "LAMP")
    )
    assert scores(index, "lamp") == {"r2": 100.0, "r4": 100.0, "r1": 60.0, "r3": 60.0}
    assert ids(index, "lamp") == ["r2", "r4", "r1", "r3"]


def test_records_are_ranked_by_their_exact_score_which_is_rounded_to_a_tenth() -> None:
    # 60 + 30 × 4/23 and 60 + 30 × 4/22, times 0.6 for the summary
    index = texts_index("Tele" + "x" * 19, "Tele" + "x" * 18)
    assert scores(index, "tele") == {"r2": 39.3, "r1": 39.1}


def test_only_some_records_may_be_hits_and_scores_stay_the_same() -> None:
    assert scores(INDEX, "lamp zebra") == {"r1": 60.0}
    assert scores(INDEX, "lamp zebra", {"r1", "r3"}) == {"r1": 60.0}
    assert scores(INDEX, "lamp zebra", {"r2"}) == {"r2": 27.0}
    assert scores(INDEX, "zebra", {"r3"}) == {"r3": 57.0}
    assert scores(INDEX, "zebra", ()) == {}


def common(size: int, frequency: int) -> Index:
    """An index of records of which the first have "shared"; the last record has "zebra" in its title."""
    records = [
        record(f"r{number}", summary="Shared." if number <= frequency else "Empty.") for number in range(1, size)
    ]
    return make_index(*records, record(f"r{size}", "Zebra", "Shared." if size <= frequency else "Empty."))


@pytest.mark.parametrize(
    ("size", "frequency", "is_common"),
    [(10, 5, False), (10, 6, True), (9, 8, False), (11, 5, False), (11, 6, True), (12, 6, False)],
)
def test_a_term_in_more_than_half_of_ten_or_more_records_need_not_match(
    size: int, frequency: int, *, is_common: bool
) -> None:
    results = search(common(size, frequency), "zebra shared")
    # Otherwise, the records with either word are partial matches.
    assert len(results) == (1 if is_common else frequency + 1)
    assert results.all_terms_matched is is_common
    assert results.unmatched == ()


def test_the_limits_of_common_terms_are_these() -> None:
    assert (MAX_DOCUMENT_FREQUENCY, MIN_RECORDS_FOR_COMMON_TERMS) == (0.5, 10)


def test_a_common_term_weighs_as_if_every_record_had_it() -> None:
    # ln(1 + 10) = 2.398 for the zebra; ln 2 = 0.693 for the common term, which the record lacks: 0.9 × 2.398 / 3.091
    assert scores(common(10, 6), "zebra shared") == {"r10": 69.8}


def test_a_query_of_common_terms_finds_the_records_that_match_most_of_them() -> None:
    index = make_index(*(record(f"r{n}", summary="Shared lamp." if n < 8 else "Shared.") for n in range(1, 11)))
    assert ids(index, "shared") == [f"r{n}" for n in range(1, 11)]
    assert ids(index, "shared lamp") == [f"r{n}" for n in range(1, 8)]
    assert summary(search(index, "shared football")) == ([], ("football",), False, {}, ())


def test_a_common_term_is_not_reported_as_unmatched() -> None:
    index = common(10, 6)
    assert summary(search(index, "zebra -zebra shared")) == ([], (), False, {}, ())
    assert summary(search(index, "shared -shared")) == ([], (), False, {}, ())


UNION = Document(title="Title", publisher="World Union", keywords=("pandemic",))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lamp", {"r1": 100.0, "r2": 60.0}),
        # Both records match the one required term. ln(1 + 3/2) = 0.916, ln 2 = 0.693: 0.9 × 0.916 / 1.609
        ("lamp pandemic", {"r1": 51.2, "r2": 30.7}),
        # Alone, it finds all records: 0.9 × 0.3
        ("pandemic", {"r1": 27.0, "r2": 27.0, "r3": 27.0}),
        ("pandemic -lamp", {"r3": 27.0}),
        ("pandemic -vaccine", {"r1": 27.0, "r2": 27.0}),
        ("union", {"r3": 100.0}),
        ("vaccine union", {"r3": 100.0}),
        # A quoted word is a term like any other. ln(1 + 3) = 1.386: 0.9 × 0.916 / 2.303
        ('lamp "pandemic"', {"r1": 35.8, "r2": 21.5}),
    ],
)
def test_a_corpus_term_need_not_match(query: str, expected: dict[str, float]) -> None:
    index = make_index(
        record("r1", "Lamp"), record("r2", summary="Lamp."), record("r3", "Vaccine union"), document=UNION
    )
    assert scores(index, query) == expected


def test_a_corpus_term_that_no_record_has_is_not_unmatched() -> None:
    index = make_index(record("r1", "Lamp"), document=UNION)
    assert summary(search(index, "pandemic")) == (["r1"], (), True, {}, ())
    assert summary(search(index, "pandemic lamp")) == (["r1"], (), True, {}, ())


def test_results_are_a_sequence_of_their_hits() -> None:
    results = search(INDEX, "lamp")
    assert len(results) == 2
    assert [*results] == [*results.hits]


def test_results_and_hits_have_short_representations() -> None:
    many = texts_index(*["Lamp."] * 6)
    assert repr(search(many, "lamp")) == "<Results: 6 hits: 'r1', 'r2', 'r3', 'r4', 'r5', …>"
    assert repr(search(texts_index(*["Lamp."] * 5), "lamp")) == "<Results: 5 hits: 'r1', 'r2', 'r3', 'r4', 'r5'>"
    assert repr(search(many, "lamp", {"r2"})) == "<Results: 1 hit: 'r2'>"
    assert repr(search(many, "zebra")) == "<Results: 0 hits>"
    assert repr(search(many, "lamp").hits[0]) == "<Hit 'r1', score 60.0>"


def test_results_are_a_table_in_a_notebook() -> None:
    left = 'style="text-align: left"'
    cell = f'<td {left} dir="auto">'
    index = make_index(record("r1", "Lamp <b>", keywords=("lamp & bulb",)), record("r2", "Lamps"))
    hits = [("r1", "100.0", "Lamp &lt;b&gt;", "<mark>lamp</mark> &amp; bulb"), ("r2", "95.0", "Lamps", "")]
    rows = "".join(f"<tr>{''.join(f'{cell}{value}</td>' for value in values)}</tr>" for values in hits)
    head = "".join(f"<th {left}>{heading}</th>" for heading in ("Id", "Score", "Title", "Why"))
    assert search(index, "lamp")._repr_html_() == (
        f"<div><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>2 hits</p></div>"
    )


def test_a_table_of_results_has_at_most_sixty_rows() -> None:
    page = search(texts_index(*["Lamp."] * 61), "lamp")._repr_html_()
    assert page.count("<tr>") == 61
    assert "<p>the first 60 of 61 hits</p>" in page


def test_the_record_of_a_hit_is_read_once() -> None:
    hit = search(INDEX, "lamp").hits[0]
    assert hit.record is hit.record is INDEX.records[0]
    assert hit.matches is hit.matches


# The bundled dataset.

BUNDLED = itucovid.load(ROOT / "data" / "initiatives.toml")


def found(query: str) -> list[str]:
    return [hit.record.id for hit in BUNDLED.search(query)]


@pytest.mark.parametrize(
    "spellings",
    [
        ("world health organization", "WORLD HEALTH ORGANISATION", "World-Health Organization"),
        ("UN-Habitat", "un habitat", "UNHabitat", "Un Hábitat"),
        ("FG-AI4H", "fg ai4h", "FGAI4H"),
        ("15,000", "15000", "15 000", "15\u202f000"),
        ("e-commerce", "ecommerce", "E‑Commerce"),
        ("cyber security", "cybersecurity", "Cyber-Security"),
        ("smart cities", "smartcities", "smart-city"),
        ("be healthy be mobile", "behealthy bemobile", "BeHealthy-BeMobile"),
        ("santé", "sante", "SANTÉ", unicodedata.normalize("NFD", "santé")),
        ("G20", "g 20", "Ｇ２０", "G-20"),
        ("صحة", "الصحة", "الصّحة"),
    ],
    ids=["name", "hyphen", "digit", "number", "compound", "two words", "plural", "words", "accent", "width", "Arabic"],
)
def test_spellings_of_the_same_thing_find_the_same_records(spellings: tuple[str, ...]) -> None:
    first, *others = (set(found(spelling)) for spelling in spellings)
    assert first
    assert all(other == first for other in others)


@pytest.mark.parametrize("query", ["3G", "4G", "6G", "G7", "659", "football", "Go", "wha7", "the", "!?", ""])
def test_what_the_dataset_does_not_contain_finds_nothing(query: str) -> None:
    assert found(query) == []


@pytest.mark.parametrize("word", ["covid", "ITU", "digital", "pandemic"])
def test_a_common_word_finds_all_records_that_contain_it_and_titles_first(word: str) -> None:
    hits = found(word)
    containing = {r.id for r in BUNDLED if re.search(rf"\b{word}", f"{r.title} {r.summary}", re.IGNORECASE)}
    titles = {r.id for r in BUNDLED if re.search(rf"\b{word}\b", r.title, re.IGNORECASE)}
    assert containing <= set(hits)
    assert set(hits[: len(titles)]) == titles


@pytest.mark.slow
def test_a_hundred_thousand_letters_are_a_query_like_any_other() -> None:
    assert found("x" * 100_000) == []
    assert found("niger " * 20_000) == found("niger " * 60)


ANY_TEXT = st.text(max_size=80)
WORDS_OF_THE_DATASET = st.lists(
    st.sampled_from(sorted({word for record in BUNDLED for word in (record.summary or "").split()})), max_size=5
).map(" ".join)


@given(ANY_TEXT | WORDS_OF_THE_DATASET)
def test_any_query_is_searched_and_every_span_is_within_its_text(query: str) -> None:
    for hit in BUNDLED.search(query):
        assert 0 < hit.score <= 100
        assert hit.matches or hit.score == 27  # words that apply to every record
        for match in hit.matches:
            assert match.spans
            offsets = [offset for span in match.spans for offset in span]
            assert offsets == sorted(offsets)
            assert 0 <= offsets[0] < offsets[-1] <= len(match.text)
            assert all(match.text[start:end].strip() for start, end in match.spans)


@pytest.mark.slow
@given(ANY_TEXT | WORDS_OF_THE_DATASET)
def test_spacing_and_unicode_form_do_not_matter(query: str) -> None:
    spaced = "  " + query.replace(" ", " \t ") + "\n"
    composed, decomposed = (unicodedata.normalize(form, query) for form in ("NFKC", "NFD"))
    assert found(spaced) == found(composed) == found(decomposed) == found(query)


@pytest.mark.slow
@given(WORDS_OF_THE_DATASET)
def test_case_and_accents_do_not_matter(query: str) -> None:
    accented = "".join(f"{letter}\u0301" if letter in "aeiou" else letter for letter in query)
    assert found(query.upper()) == found(query.lower()) == found(accented) == found(query)


@pytest.mark.parametrize(
    ("query", "excluded"),
    [("lamp -zebra", 1), ("lamp -zebra -giraffe", 2), ("lamp -football", 0), ("-lamp", 0), ("lamp", 0)],
)
def test_results_say_how_many_matching_records_are_excluded(query: str, excluded: int) -> None:
    assert search(INDEX, query).excluded == excluded


@pytest.mark.parametrize(
    ("query", "is_open"), [('"giga', True), ('"giga"', False), ("«giga", True), ("giga\uff02", True), ("'giga", False)]
)
def test_a_missing_quotation_mark_is_reported(query: str, is_open: bool) -> None:
    assert search(texts_index("Giga."), query).is_quote_open is is_open


def test_a_word_of_the_publisher_is_no_guess() -> None:
    index = make_index(
        *(record(f"r{number}", "Worldwide") for number in range(3)),
        document=Document(title="Title", publisher="World Union"),
    )
    assert [(word.text, word.how, word.known) for word in search(index, "world union").words] == [
        ("world", "prefix", ()),
        ("union", "exact", ()),
    ]


def test_operators_are_reported() -> None:
    assert search(INDEX, "lamp AND zebra").operators == ("AND",)


MATCHED = make_index(
    record("r1", "Lamps", "A zebra.", translations={"fr": Translation(title="L’hôpital", keywords=("réseau",))}),
    record("r2", "Telephone", "Smart cities; a child.", start=PartialDate("2020-05-03")),
    record(
        "r3",
        "Connect2Recover",
        "Zebras.",
        translations={"es": Translation(keywords=("worked", "travail")), "ru": Translation(keywords=("школа",))},
    ),
)


@pytest.mark.parametrize(
    ("query", "how", "known"),
    [
        pytest.param("zebra", "exact", (), id="as typed"),
        pytest.param("lamp", "stem", (), id="another inflection"),
        pytest.param('"smart cities"', "exact", (), id="a phrase"),
        pytest.param("smartcities", "compound", (), id="a compound"),
        pytest.param("May 2020", "date", (), id="a date"),
        pytest.param("hôpital", "translation", (), id="a word of a translation"),
        pytest.param("hôpitaux", "translation", (), id="the plural of a word of a translation"),
        pytest.param(
            "workings", "translation", ("worked",), id="another verb with the stem of a word of a translation"
        ),
        pytest.param("школе", "translation", (), id="another case of a word of a translation"),
        pytest.param("travaux", "translation", (), id="an irregular plural of a word of a translation"),
        pytest.param("kids", "synonym", ("child",), id="a synonym"),
        pytest.param("telep", "prefix", ("Telephone",), id="the beginning of a word"),
        pytest.param("zebar", "fuzzy", ("zebra", "Zebras"), id="a misspelling"),
        pytest.param("conect2recover", "fuzzy", ("Connect2Recover",), id="a misspelled name with a digit"),
    ],
)
def test_results_say_how_each_word_matches(query: str, how: str, known: tuple[str, ...]) -> None:
    (word,) = search(MATCHED, query).words
    assert (word.text, word.how, word.known) == (query.strip('"'), how, known)


@pytest.mark.parametrize(
    ("query", "unmatched", "all_terms_matched"),
    [
        pytest.param("量子力学", ("量子力学",), False, id="nothing matches"),
        pytest.param("学校量子力学", ("量子力学",), False, id="the end of a run"),
        pytest.param("量子力学学校", ("量子力学",), False, id="its beginning"),
        pytest.param("网络量子学校", ("量子",), False, id="its middle"),
        pytest.param("網絡火星", ("火星",), False, id="traditional characters"),
        pytest.param("学校 火星 探测", ("火星", "探测"), False, id="two runs"),
        pytest.param("学校网络", (), True, id="only the pair between two words is missing"),
        pytest.param("学校网络 lamp", ("lamp",), False, id="the pair between two words and another word"),
        pytest.param("学校ความรัก", ("ความรัก",), False, id="characters with marks"),
        pytest.param("学校 bananana nanan", ("bananana", "nanan"), False, id="Latin words that share letters"),
    ],
)
def test_unmatched_words_without_spaces_are_quoted_as_typed(
    query: str, unmatched: tuple[str, ...], *, all_terms_matched: bool
) -> None:
    results = search(make_index(record("r1", "学校和网络"), record("r2", "Zebra")), query)
    assert (results.unmatched, results.all_terms_matched) == (unmatched, all_terms_matched)


ORGANISATIONS = make_index(
    record("r1", "Zebra", partners=("Blue Lamp Fund", "BLF")),
    record("r2", "Partnership", mentions=("BLF",)),
    record("r3", "Partnership for lamps", "Blue."),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("blf", ["r1", "r2"], id="only the name"),
        pytest.param("partnership with BLF", ["r1", "r2"], id="an acronym"),
        pytest.param("BLF partenaires", ["r1", "r2"], id="another language"),
        pytest.param("partners of the blue lamp fund", ["r1"], id="a name of several words"),
        pytest.param("partnership with BLF zebra", ["r1"], id="other words must match"),
        pytest.param("partnership lamp", ["r3"], id="only a part of a name"),
        pytest.param("blue partnership lamp", ["r3"], id="the words of a name apart"),
        pytest.param('"partnership" BLF', ["r2"], id="in quotes"),
        pytest.param("partnership", ["r2", "r3"], id="no name"),
        pytest.param("partners of the Zebra", ["r1"], id="the title of a record"),
        pytest.param("partners of r2", ["r2"], id="the id of a record"),
    ],
)
def test_a_word_for_a_relation_is_optional_beside_a_name(query: str, expected: list[str]) -> None:
    assert ids(ORGANISATIONS, query) == expected


INITIATIVES = make_index(
    record("r1", "Lamps", translations={"zh": Translation(keywords=("灯具",))}),
    record("r2", "A lamp initiative", translations={"zh": Translation(keywords=("灯具举措",))}),
    record("r3", "Projects, zebras", translations={"zh": Translation(keywords=("举措",))}),
    record("r4", "Concern for the partners", start=PartialDate("2020-05")),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("lamp initiatives", ["r2", "r1"], id="beside a word"),
        pytest.param("Quelles initiatives concernent les lamps ?", ["r1", "r2"], id="a question in French"),
        pytest.param("Какие проекты касаются lamps", ["r1", "r2"], id="in Russian"),
        pytest.param("ما هي المبادرات المتعلقة lamps", ["r1", "r2"], id="in Arabic"),
        pytest.param("灯具举措", ["r1", "r2"], id="within a run of Chinese"),
        pytest.param("举措 灯具", ["r1", "r2"], id="a word of its own in Chinese"),
        pytest.param("projects in May 2020", ["r4"], id="beside a date"),
        pytest.param("partners initiative", ["r4"], id="beside a relation without a name"),
        pytest.param("blockchain initiatives", [], id="beside a word that is unknown"),
        pytest.param("initiatives", ["r2"], id="alone"),
        pytest.param("举措", ["r2", "r3"], id="alone in Chinese"),
        pytest.param("what are the projects", ["r3"], id="alone in a question"),
        pytest.param("concerns", ["r4"], id="a noun alone"),
        pytest.param("initiative projects", ["r2", "r3"], id="two of them"),
        pytest.param('"initiative" lamps', ["r2"], id="in quotes"),
    ],
)
def test_a_word_for_any_record_is_optional_beside_others(query: str, expected: list[str]) -> None:
    assert ids(INITIATIVES, query) == expected


PRONOUNS = make_index(record("org", partners=("WHO",)), record("other", "Lamp"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("who is the lamp", ["other"]),
        ("Who made the lamp?", ["other"]),
        ("those who have lamps", ["other"]),
        ("who are", []),
        ("WHO is the lamp", ["org", "other"]),
        ("who lamp", ["org", "other"]),
        ("lamp of who?", ["org", "other"]),
        ("whois lamp who island", ["org", "other"]),
        ('"who is"', []),
        ("who", ["org"]),
        ("who?", ["org"]),
    ],
)
def test_who_is_no_organisation_in_a_question(query: str, expected: list[str]) -> None:
    assert sorted(ids(PRONOUNS, query), reverse=True) == sorted(expected, reverse=True)


def test_an_optional_word_does_not_count() -> None:
    assert scores(ORGANISATIONS, "partnership with BLF") == scores(ORGANISATIONS, "BLF") == {"r1": 80.0, "r2": 80.0}


DATED = make_index(
    record("hit", "Lamp", start=PartialDate("2020-05")),
    record("undated", "Lamp"),
    record("ongoing", "Lamp", start=PartialDate("2020-03"), status="ongoing"),
    record("started", start=PartialDate("2020-03-14")),
    record("ended", "Lamp", start=PartialDate("2020-03"), end=PartialDate("2020-04")),
    record("later", "Lamp", start=PartialDate("2020-06"), status="ongoing"),
)


@pytest.mark.parametrize(
    ("query", "undated", "unfinished"),
    [
        ("May 2020", 1, ["ongoing", "started"]),
        ("lamp 3 May 2020", 1, ["ongoing"]),
        ("-2020 October 2020", 1, []),
        ("Lamp June 2020", 1, ["hit", "ongoing"]),
        ("lamp", 0, []),
        ("zebra May 2020", 0, []),
    ],
)
def test_results_say_which_records_a_date_omits(query: str, undated: int, unfinished: list[str]) -> None:
    results = search(DATED, query)
    assert (results.undated, [one.id for one in results.unfinished]) == (undated, unfinished)


def test_a_date_omits_only_records_that_may_be_hits() -> None:
    results = search(DATED, "May 2020", {"hit", "started"})
    assert (results.undated, [one.id for one in results.unfinished]) == (0, ["started"])


def test_a_year_that_the_hits_contain_only_as_text_omits_no_record() -> None:
    undated, named = record("undated", "Agenda of lamps"), record("named", "Agenda 2030")
    assert search(make_index(undated, named), "agenda 2030").undated == 0
    dated = record("dated", "Agenda", start=PartialDate("2030"))
    assert search(make_index(undated, named, dated), "agenda 2030").undated == 1
    both = record("both", "Agenda 2030", start=PartialDate("2030"))
    assert search(make_index(undated, both), "agenda 2030").undated == 1
    assert search(make_index(undated, record("other", "Agenda 2020")), "agenda 2030").undated == 0


def test_partial_matches_are_not_omitted() -> None:
    index = make_index(
        record("undated", "Wells"), record("dated", "Lamp", start=PartialDate("2020-05")), record("other", "Boats")
    )
    results = search(index, "wells May 2020")
    assert ([hit.record.id for hit in results.hits], results.undated) == (["undated", "dated"], 0)


def test_a_guess_lists_at_most_five_words_the_most_frequent_first() -> None:
    index = texts_index("Lampe lampf lampg.", "Lamph lampi lampj lampk.", "Lampk.")
    (word,) = search(index, "lam").words
    assert (word.known[-1], len(word.known)) == ("lampk", 5)


@pytest.mark.parametrize(
    ("word", "note"),
    [
        (WordMatch("lapm", "fuzzy", ("Lamp",)), "showing results for Lamp instead of 'lapm'"),
        (
            WordMatch("kids", "synonym", ("child", "Children")),
            "no record contains 'kids'; showing results for child, Children",
        ),
        (
            WordMatch("la", "prefix", ("lamp",)),
            "no record contains 'la' as a word; showing words that begin with it: lamp",
        ),
    ],
)
def test_a_note_says_what_was_searched_instead(word: WordMatch, note: str) -> None:
    assert word.note == note


def test_adjacent_words_score_higher() -> None:
    index = texts_index("Lamps and a new zebra.", "A zebra and new lamps.", "New lamps and a zebra.")
    # Both words are in the summary: 60. The bonus is three points for the one pair of three that is adjacent.
    assert scores(index, "new lamps") == {"r2": 63.0, "r3": 63.0, "r1": 60.0}
    assert scores(index, "new lamps zebra") == {"r2": 61.5, "r3": 61.5, "r1": 60.0}


def test_a_hit_is_a_record_with_its_score_and_matches() -> None:
    hit = search(make_index(record("one", "Lamps", keywords=("light",))), "lamp light").hits[0]
    assert hit.to_dict() == {
        **hit.record.to_dict(),
        "score": hit.score,
        "matches": [
            {"field": "title", "text": "Lamps", "spans": [[0, 5]], "how": ["stem"]},
            {"field": "keywords", "text": "light", "spans": [[0, 5]], "how": ["exact"]},
        ],
    }
    assert repr(hit) == f"<Hit 'one', score {hit.score}>"
