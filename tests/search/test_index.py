"""What is indexed, and how it is read back."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import itucovid
from itucovid.dates import PartialDate
from itucovid.fields import Labels
from itucovid.model import Country, Document, Figure, Language, Names, Organisation, Tables, Theme, Translation
from itucovid.search.index import (
    FIELD_MASKS,
    FIELD_SEPARATORS,
    FIELDS,
    FieldText,
    Index,
    build_index,
    corpus_stems,
    field_texts,
    index_tokens,
    load_index,
    phrase_spans,
    searchable_values,
    texts_for,
)
from itucovid.storage import cache
from itucovid.text import tokenize
from tests.search.corpus import make_index, record, texts_index

TABLES = Tables(
    document=Document(title="Title", publisher="World Union", keywords=("pandemics", "corona-virus")),
    themes=(Theme(id="x", title="Miscellaneous", names=Names(fr="Divers"), keywords=("other",)),),
    organisations=(Organisation(id="wu", name="World Union", aliases=("WU",), names=Names(es="Unión Mundial")),),
    countries={"ZZZ": Country(name="Zedland", aliases=("Zed",), names=Names(ru="Зед"))},
    languages={"zz": Language(name="Zedish", aliases=("Zedski",))},
)
FULL = record(
    "full-record",
    "A title",
    "A summary.",
    kind="event",
    aliases=("FR", "Full"),
    start=PartialDate("2020-03-14"),
    end=PartialDate("2020-04"),
    partners=("wu", "Someone else"),
    people=("Ada Lovelace",),
    countries=("ZZZ", "YYY"),
    regions=("The north",),
    languages=("zz", "yy"),
    figures=(Figure(label="networks", value=15000, qualifier="over"),),
    keywords=("hidden",),
    item=7,
    translations={"zh": Translation(keywords=("网络", "学校")), "fr": Translation(title="Un titre")},
    related=("other-record",),
)


def test_the_texts_of_a_record_are_all_its_searched_values_by_all_their_names() -> None:
    assert list(field_texts(Labels(TABLES), FULL)) == [
        FieldText("title", "A title"),
        FieldText("id", "full-record"),
        FieldText("aliases", "FR"),
        FieldText("aliases", "Full"),
        FieldText("partners", "World Union"),
        FieldText("partners", "WU"),
        FieldText("partners", "Unión Mundial"),
        FieldText("partners", "Someone else"),
        FieldText("people", "Ada Lovelace"),
        FieldText("countries", "Zedland"),
        FieldText("countries", "Zed"),
        FieldText("countries", "Зед"),
        FieldText("countries", "ZZZ"),
        FieldText("countries", "YYY"),
        FieldText("regions", "The north"),
        FieldText("languages", "Zedish"),
        FieldText("languages", "Zedski"),
        FieldText("languages", "zz"),
        FieldText("languages", "yy"),
        FieldText("keywords", "hidden"),
        FieldText("theme", "Miscellaneous"),
        FieldText("theme", "x"),
        FieldText("theme", "Divers"),
        FieldText("theme", "other"),
        FieldText("figures", "over 15,000 networks"),
        FieldText("summary", "A summary."),
        FieldText("kind", "event"),
        FieldText("period", "14 March 2020 to April 2020 (2020-03-14/2020-04)"),
        FieldText("translations.fr.title", "Un titre"),
        FieldText("translations.zh.keywords", "网络"),
        FieldText("translations.zh.keywords", "学校"),
    ]


def test_a_record_without_optional_fields_has_four_values() -> None:
    assert list(searchable_values(Labels(TABLES), record("r1"))) == [
        ("title", "Untitled"),
        ("id", "r1"),
        ("theme", "x"),
        ("summary", "Empty."),
    ]


@pytest.mark.parametrize(
    ("field", "value", "texts"),
    [
        ("period", "2020", ["2020 (2020)"]),
        ("period", "2020-03", ["March 2020 (2020-03)"]),
        ("period", "2020-05-18/2020-05-19", ["18 to 19 May 2020 (2020-05-18/2020-05-19)"]),
        ("title", "2020-03", ["2020-03"]),
        ("partners", "wu", ["World Union", "WU", "Unión Mundial"]),
    ],
)
def test_a_value_is_found_by_its_names(field: str, value: str, texts: list[str]) -> None:
    assert list(texts_for(Labels(TABLES), field, value)) == texts


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The E-commerce of WHO", ["the", "e", "commerce", "of", "who", "ecommerce"]),
        ("those who tell us", ["those", "tell"]),
        ("Who, US", ["us"]),
        ("", []),
    ],
)
def test_a_text_is_indexed_by_tokens_and_compounds_without_pronouns(text: str, terms: list[str]) -> None:
    assert [token.term for token in index_tokens(text)] == terms


def test_each_field_has_one_bit() -> None:
    assert list(FIELD_MASKS) == list(FIELDS)
    assert list(FIELD_MASKS.values()) == [2**number for number in range(len(FIELDS))]
    titles = {f"translations.{language}.title": " " for language in ("ar", "es", "fr", "ru", "zh")}
    assert {"title": " ", "summary": " ", "id": "-", **titles} == FIELD_SEPARATORS
    assert max(FIELD_MASKS.values()) < 2**31  # the page computes with signed integers of 32 bits


def test_the_names_of_a_publisher_in_the_table_of_organisations_apply_to_every_record() -> None:
    tables = msgspec.structs.replace(TABLES, document=Document(title="Title", publisher="wu", author="World Union"))
    assert corpus_stems(Labels(tables)) == {"world union", "wu", "union mundial"}


def test_postings_name_the_records_and_the_fields_of_a_term() -> None:
    index = make_index(
        record("lamp-1", "Lamp", "The lamp, the Lamp-shade."),
        record("r2", summary="Nothing.", keywords=("red lamp", "lamp"), regions=("Red",)),
        record("r3", summary="us: who?"),
    )
    title, id_, summary, keywords, regions = (
        FIELD_MASKS[field] for field in ("title", "id", "summary", "keywords", "regions")
    )
    assert index.postings("lamp") == {0: title | id_ | summary, 1: keywords}
    assert index.postings("red") == {1: keywords | regions}
    assert index.postings("lampshade") == {0: summary}
    assert index.postings("x") == dict.fromkeys(range(3), FIELD_MASKS["theme"])
    words = "lamp 1 the shade lampshade untitled r2 nothing red r3 x miscellaneous"
    assert sorted(index.terms) == sorted(words.split())


def test_the_same_value_in_two_lists_is_indexed_once_in_the_order_of_the_records() -> None:
    index = make_index(
        record("r1", keywords=("b", "c")), record("r2", keywords=("c",)), record("r3", keywords=("b", "c", "c"))
    )
    assert list(index.postings("c")) == [0, 1, 2]
    assert list(index.postings("b")) == [0, 2]


def test_a_stem_leads_to_its_terms() -> None:
    index = texts_index("Network of networks.", "Networking.", "Library, libraries")
    assert sorted(index.terms_of("network")) == ["network", "networking", "networks"]
    assert sorted(index.terms_of("librari")) == ["libraries", "library"]
    assert sorted(index.stem_matches("networked")) == ["network", "networking", "networks"]
    assert list(index.stem_matches("lamp")) == []


def test_every_term_has_postings_and_a_stem() -> None:
    index = Index(Labels(TABLES), [FULL])
    assert all(index.postings(term) for term in index.terms)
    assert sorted(term for stem in index.stems for term in index.terms_of(stem)) == sorted(index.terms)


def test_the_texts_of_a_record_are_read_by_its_number() -> None:
    index = Index(Labels(TABLES), [record("r0"), FULL])
    assert list(index.texts(1)) == list(field_texts(Labels(TABLES), FULL))


def test_corpus_stems_are_those_of_the_publisher_and_the_keywords() -> None:
    stems = {"world union", "pandemic", "corona virus", "coronavirus"}
    assert corpus_stems(Labels(TABLES)) == Index(Labels(TABLES), [FULL]).corpus_stems == stems
    assert corpus_stems(Labels(Tables(themes=()))) == frozenset()
    assert corpus_stems(Labels(Tables(document=Document(title="Title"), themes=()))) == frozenset()


def phrase(*words: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(word.split("|")) for word in words)


@pytest.mark.parametrize(
    ("words", "spans"),
    [
        (phrase("call", "for"), ["Call for", "call, for"]),
        (phrase("call|calls", "for"), ["Call for", "calls for", "call, for"]),
        (phrase("for", "action"), ["for action"]),
        (phrase("for"), ["for", "for", "for"]),
        (phrase("action", "for"), []),
        (phrase("for", "ever"), ["for ever"]),
        (phrase("ever", "more"), []),
    ],
)
def test_a_phrase_matches_adjacent_tokens(words: tuple[frozenset[str], ...], spans: list[str]) -> None:
    text = "Call for action; calls for it and call, for ever"
    assert [text[start:end] for start, end in phrase_spans(tokenize(text), words)] == spans


def test_phrase_postings_name_the_records_and_fields_of_a_phrase() -> None:
    index = make_index(
        record("r1", "Call for action", "A call for action."),
        record("r2", summary="Action for a call.", aliases=("Call for help",)),
        record("r3", summary="Those who call for it."),
    )
    title, summary, aliases = (FIELD_MASKS[field] for field in ("title", "summary", "aliases"))
    assert index.phrase_postings(phrase("call", "for")) == {0: title | summary, 1: aliases, 2: summary}
    assert index.phrase_postings(phrase("call|action", "for")) == {0: title | summary, 1: summary | aliases, 2: summary}
    assert index.phrase_postings(phrase("those", "who")) == {2: summary}
    assert index.phrase_postings(phrase("who")) == {2: summary}
    assert index.phrase_postings(phrase("help", "action")) == {}


def test_the_index_of_a_dataset_does_not_depend_on_the_process() -> None:
    first, second = (build_index(Labels(TABLES), [FULL, record("r2")]) for _ in range(2))
    assert first == second
    summary_terms = build_index(Labels(Tables(themes=TABLES.themes)), [record("r1", summary="d c b a")]).terms
    assert [term for term in summary_terms if term in "abcd"] == ["a", "b", "c", "d"]


def test_an_index_is_built_once_and_then_loaded_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITUCOVID_CACHE", str(tmp_path / "cache"))
    key = cache.CacheKey(str(tmp_path / "own.toml"), (1,), str(tmp_path / "own"))
    monkeypatch.setattr(cache, "cache_key", lambda _: key)
    labels = Labels(TABLES)
    assert load_index(labels, [FULL], key).postings("title") == {0: FIELD_MASKS["title"]}
    assert Path(f"{key.location}.index").exists()
    # The cached index belongs to this state of the file, whatever the records are.
    assert load_index(labels, [record("r1")], key).postings("title") == {0: FIELD_MASKS["title"]}
    assert next(load_index(labels, [FULL], key).texts(0)) == FieldText("title", "A title")
    assert "title" not in load_index(labels, [record("r1")], None).terms


def test_the_public_dataset_has_its_index() -> None:
    dataset = itucovid.Dataset(TABLES, (FULL,))
    assert dataset.index.records == (FULL,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The digital identity.", True),
        ("DIGITAL\n– Identities!", True),
        ("The digital’s identity", True),
        ("digital's-identity", True),
        ("digital 's identity", False),
        ("predigital identity", False),
        ("digital identityx", False),
        ("digital 5 identity", False),
        ("digitál identity", True),
        ("digital é identity", False),
        ("digital. (Identity)", True),
    ],
)
def test_a_phrase_is_found_in_any_text(text: str, *, found: bool) -> None:
    index = texts_index(text, "Digital identities")
    phrase = tuple(frozenset(index.stem_matches(word)) for word in ("digital", "identity"))
    assert (0 in index.phrase_postings(phrase)) is found


@given(st.text(st.sampled_from("abs'’ -.,éß“”\n")))
def test_a_phrase_is_found_as_its_tokens_are(text: str) -> None:
    phrase = (frozenset({"a", "as"}), frozenset({"b", "e"}))
    index = texts_index(text + " ", "a b as e")
    tokens = tokenize(text)
    assert (0 in index.phrase_postings(phrase)) is bool(next(phrase_spans(tokens, phrase), None))
