"""Normalization, tokens, compounds, stems, and text for the terminal."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itucovid.text import (
    LETTER_VARIANTS,
    MAX_COMPOUND_PARTS,
    compounds,
    extends_cluster,
    format_number,
    is_alphabetic,
    join_values,
    normalize,
    plural,
    printable,
    printable_lines,
    remove_marks,
    singular,
    sort_key,
    stem,
    tokenize,
    truncate_middle,
)


@pytest.mark.parametrize(
    ("word", "term"),
    [
        pytest.param("Giga", "giga", id="upper case"),
        pytest.param("5G", "5g", id="digit and upper case"),
        pytest.param("SANTÉ", "sante", id="accent"),
        pytest.param("sante\u0301", "sante", id="combining accent"),
        pytest.param("５Ｇ", "5g", id="full width"),
        pytest.param("Straße", "strasse", id="sharp s"),
        pytest.param("ſpace", "space", id="long s"),
        pytest.param("İstanbul", "istanbul", id="dotted capital i"),
        pytest.param("Dıyarbakır", "diyarbakir", id="dotless i"),
        pytest.param("ﬁnance", "finance", id="typographic ligature"),
        pytest.param("الصّحة", "الصحه", id="Arabic vowel mark and final letter"),
        pytest.param("Молодёжь", "молодежь", id="Russian yo"),
        pytest.param("re\u00adopen", "reopen", id="soft hyphen"),
        pytest.param("un-habitat", "unhabitat", id="ASCII punctuation"),
        pytest.param("卫生", "卫生", id="Chinese"),
        pytest.param("電信聯盟", "电信联盟", id="traditional Chinese"),
        pytest.param("ITU電信", "itu电信", id="traditional Chinese after letters"),
        pytest.param("काल", "काल", id="Devanagari vowel sign"),
        pytest.param("\u0958", "क\u093c", id="Devanagari letter with a nukta"),
        pytest.param("ป้า", "ป้า", id="Thai tone mark"),
        pytest.param("が", "か\u3099", id="kana with a voicing mark"),
        pytest.param("שָׁלוֹם", "שלום", id="Hebrew points"),
        pytest.param("٥G", "5g", id="Arabic digit"),
        pytest.param("?!", "", id="no letter or digit"),
        pytest.param("", "", id="empty"),
    ],
)
def test_normalize_keeps_only_letters_and_digits_without_case_and_accents(word: str, term: str) -> None:
    assert normalize(word) == term


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("Øresund", "oresund"), ("Łódź", "lodz"), ("Đakovo", "dakovo"), ("Guðrún", "gudrun"), ("Þór", "thor"),
        ("Æther", "aether"), ("Œuvre", "oeuvre"), ("مستشفى", "مستشفي"), ("ایران", "ايران"), ("صحة", "صحه"),
        ("کتاب", "كتاب"), ("ٱلصحه", "الصحه"), ("الصـــحه", "الصحه"),
    ],
)  # fmt: skip
def test_normalize_replaces_letter_variants(word: str, term: str) -> None:
    assert normalize(word) == term


def test_every_letter_variant_is_replaced_by_letters_that_are_no_variants() -> None:
    replacements = list(LETTER_VARIANTS.values())

    assert [letters.translate(LETTER_VARIANTS) for letters in replacements] == replacements


@given(st.text())
@example("İ")
@example("ﬃ\u0345")
def test_normalize_of_a_normalized_text_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_normalize_gives_the_same_for_composed_and_decomposed_accents(text: str) -> None:
    assert normalize(unicodedata.normalize("NFC", text)) == normalize(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("Élan, ça va", "Elan, ca va", id="accents"),
        pytest.param("का", "का", id="vowel sign"),
        pytest.param("1\u20dd", "1", id="enclosing mark"),
        pytest.param("a\u200bb", "ab", id="format character"),
        pytest.param("½", "1\u20442", id="compatibility decomposition"),
    ],
)
def test_remove_marks_decomposes_and_drops_marks_and_format_characters(text: str, plain: str) -> None:
    assert remove_marks(text) == plain


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("Giga", [("giga", 0, 4)], id="one ASCII word"),
        pytest.param("Rumours about 5G", [("rumours", 0, 7), ("about", 8, 13), ("5g", 14, 16)], id="ASCII words"),
        pytest.param("a_b", [("a", 0, 1), ("b", 2, 3)], id="an underscore separates"),
        pytest.param("(12345) Zürich", [("12345", 1, 6), ("zurich", 8, 14)], id="brackets and an accent"),
        pytest.param("over 15,000 people", [("over", 0, 4), ("15000", 5, 11), ("people", 12, 18)], id="thousands"),
        pytest.param("1'500'000", [("1500000", 0, 9)], id="Swiss thousands"),
        pytest.param("1.500.000", [("1500000", 0, 9)], id="German thousands"),
        pytest.param("1’500", [("1500", 0, 5)], id="thousands with a typographic apostrophe"),
        pytest.param("1\u202f500\u202f000", [("1500000", 0, 9)], id="narrow no-break space"),
        pytest.param("1\u00a0500", [("1500", 0, 5)], id="no-break space"),
        pytest.param("1\u2009500", [("1500", 0, 5)], id="thin space"),
        pytest.param("1234,567", [("1234", 0, 4), ("567", 5, 8)], id="four digits begin no group"),
        pytest.param("1,5000", [("1", 0, 1), ("5000", 2, 6)], id="four digits are no group"),
        pytest.param("1,500km", [("1", 0, 1), ("500km", 2, 7)], id="letters after a group"),
        pytest.param("1,5 or 2.75", [("1.5", 0, 3), ("or", 4, 6), ("2.75", 7, 11)], id="decimals"),
        pytest.param("12345.6.", [("12345.6", 0, 7)], id="decimal before a full stop"),
        pytest.param("1.5m", [("1", 0, 1), ("5m", 2, 4)], id="letters after a decimal"),
        pytest.param("1.2.3", [("1", 0, 1), ("2.3", 2, 5)], id="version number"),
        pytest.param("1.5-2", [("1", 0, 1), ("5", 2, 3), ("2", 4, 5)], id="range"),
        pytest.param("2020-03-23", [("2020", 0, 4), ("03", 5, 7), ("23", 8, 10)], id="date"),
        pytest.param("ITU's", [("itu", 0, 3)], id="possessive with an apostrophe"),
        pytest.param("ITU’S plan", [("itu", 0, 3), ("plan", 6, 10)], id="possessive with a typographic apostrophe"),
        pytest.param("it'so", [("it", 0, 2), ("so", 3, 5)], id="not a possessive"),
        pytest.param("5's", [("5", 0, 1)], id="possessive of a digit"),
        pytest.param("l'école", [("l", 0, 1), ("ecole", 2, 7)], id="elision"),
        pytest.param("UN-Habitat/WHO", [("un", 0, 2), ("habitat", 3, 10), ("who", 11, 14)], id="joiners"),
        pytest.param("智慧城市", [("智慧", 0, 2), ("慧城", 1, 3), ("城市", 2, 4)], id="Chinese"),
        pytest.param("卫", [("卫", 0, 1)], id="one Chinese character"),
        pytest.param("なに", [("なに", 0, 2)], id="Japanese"),
        pytest.param("สวย", [("สว", 0, 2), ("วย", 1, 3)], id="Thai"),
        pytest.param("𠀀𠀁", [("𠀀𠀁", 0, 2)], id="Chinese beyond the basic plane"),
        pytest.param("5G技术", [("5g", 0, 2), ("技术", 2, 4)], id="two scripts"),
        pytest.param("中œ な1", [("中", 0, 1), ("oe", 1, 2), ("な", 3, 4), ("1", 4, 5)], id="single characters"),
        pytest.param("cafe\u0301s!", [("cafes", 0, 6)], id="combining accent"),
        pytest.param("काम", [("काम", 0, 3)], id="vowel sign"),
        pytest.param("বাংলা দেশ", [("বাংলা", 0, 5), ("দেশ", 6, 9)], id="Bengali"),
        pytest.param("กับชุมชน", [("กับ", 0, 3), ("บชุ", 2, 5), ("ชุม", 3, 6), ("มช", 5, 7), ("ชน", 6, 8)], id="Thai marks"),
        pytest.param("ชุมชน", [("ชุม", 0, 3), ("มช", 2, 4), ("ชน", 3, 5)], id="Thai marks at the start"),
        pytest.param("ทำงาน", [("ทําง", 0, 3), ("งา", 2, 4), ("าน", 3, 5)], id="Thai sara am"),
        pytest.param("ทํางาน", [("ทําง", 0, 4), ("งา", 3, 5), ("าน", 4, 6)], id="Thai sara am in two characters"),
        pytest.param("デジタル", [("テ\u3099シ\u3099", 0, 2), ("シ\u3099タ", 1, 3), ("タル", 2, 4)], id="kana"),
        pytest.param(
            "テ\u3099シ\u3099タ", [("テ\u3099シ\u3099", 0, 4), ("シ\u3099タ", 2, 5)], id="kana with combining marks"
        ),
        pytest.param("ﾃﾞｼﾞﾀ", [("テ\u3099シ\u3099", 0, 4), ("シ\u3099タ", 2, 5)], id="half-width kana"),
        pytest.param("ကျန်းမာ", [("ကျန်း", 0, 5), ("န်းမာ", 2, 7)], id="Burmese"),
        pytest.param("ກະຊວງ", [("ກະ", 0, 2), ("ະຊ", 1, 3), ("ຊວ", 2, 4), ("ວງ", 3, 5)], id="Lao"),
        pytest.param("សុខភាព", [("សុខ", 0, 3), ("ខភា", 2, 5), ("ភាព", 3, 6)], id="Khmer"),
        pytest.param("1,500฿ 2.5។", [("1500", 0, 5), ("2.5", 7, 10)], id="a sign ends a number"),
        pytest.param("WHO’s။ 15,000・20", [("who", 0, 3), ("15000", 7, 13), ("20", 14, 16)], id="a sign ends a word"),
        pytest.param("ツ・シ", [("ツ", 0, 2), ("シ", 1, 3)], id="a sign between characters"),
        pytest.param("a\u200bb", [("a", 0, 1), ("b", 2, 3)], id="a zero-width space separates"),
        pytest.param("a\u200db", [("ab", 0, 3)], id="a zero-width joiner does not"),
        pytest.param("٢٠٢٠ ٥G", [("2020", 0, 4), ("5g", 5, 7)], id="Arabic digits"),
        pytest.param("२०२० ๕", [("2020", 0, 4), ("5", 5, 6)], id="Devanagari and Thai digits"),
        pytest.param("١٥٬٠٠٠ ١٫٥", [("15000", 0, 6), ("1.5", 7, 10)], id="Arabic separators"),
        pytest.param("a\u20ddb", [("ab", 0, 3)], id="enclosing mark"),
        pytest.param("re\u00adopen it", [("reopen", 0, 7), ("it", 8, 10)], id="soft hyphen"),
        pytest.param("\u0301 é", [("e", 2, 3)], id="a mark alone is no token"),
        pytest.param(" …?! ", [], id="no word"),
        pytest.param("", [], id="empty"),
    ],
)
def test_tokenize_gives_terms_with_their_offsets(text: str, tokens: list[tuple[str, int, int]]) -> None:
    assert tokenize(text) == tokens


@given(st.text())
def test_tokens_are_in_order_within_the_text(text: str) -> None:
    tokens = tokenize(text)

    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(a.start < b.start and a.end <= b.end for a, b in pairwise(tokens))


@pytest.mark.parametrize(
    "texts",
    [
        ["Afrique", "Égypte", "États arabes", "Îles Féroé", "Sénégal", "Soudan"],
        ["África", "América", "árabe", "Asia 2", "Asia 10", "español"],
        ["Израиль", "Индия", "Иордания и Йемен", "Исландия", "Йемен", "Казахстан"],
        ["Маврикий", "Маис", "Майотта", "Макао"],
        ["7", "10", "A"],
        ["Phase 009", "Phase 10", "Phase 0011"],
    ],
)
def test_sort_keys_are_in_alphabetical_order(texts: list[str]) -> None:
    assert sorted(texts, key=sort_key) == texts


@given(st.text(st.characters(codec="ascii", exclude_characters=".,'")))
def test_tokens_of_plain_ascii_are_its_words_in_lower_case(text: str) -> None:
    for token in tokenize(text):
        assert token.term == text[token.start : token.end].lower() == normalize(token.term)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("e-commerce", [("ecommerce", 0, 10)], id="hyphen"),
        pytest.param("(FG-AI4H)!", [("fgai4h", 1, 8)], id="acronym"),
        pytest.param("AT&T", [("att", 0, 4)], id="ampersand"),
        pytest.param("and/or", [("andor", 0, 6)], id="slash"),
        pytest.param("a‐b", [("ab", 0, 3)], id="Unicode hyphen"),
        pytest.param("a‑b", [("ab", 0, 3)], id="non-breaking hyphen"),
        pytest.param("ITU@WHO", [("ituwho", 0, 7)], id="at sign"),
        pytest.param("He@lthy", [("healthy", 0, 7)], id="at sign for a letter"),
        pytest.param("န@ß", [("နss", 0, 3)], id="at sign after another script"),
        pytest.param("itu.int", [("ituint", 0, 7)], id="full stop"),
        pytest.param("l'eau d’or", [("leau", 0, 5), ("dor", 6, 10)], id="apostrophes"),
        pytest.param("G20 health", [], id="space"),
        pytest.param("one - two", [], id="hyphen between spaces"),
        pytest.param("one--two", [], id="two hyphens"),
        pytest.param("one+two", [], id="no joiner"),
        pytest.param("智慧城", [], id="overlapping tokens"),
        pytest.param("a-b c-d", [("ab", 0, 3), ("cd", 4, 7)], id="two compounds"),
        pytest.param("a-b-c", [("ab", 0, 3), ("abc", 0, 5), ("bc", 2, 5)], id="every run"),
        pytest.param(
            "a-b-c-d-e",
            [
                ("ab", 0, 3),
                ("abc", 0, 5),
                ("abcd", 0, 7),
                ("bc", 2, 5),
                ("bcd", 2, 7),
                ("bcde", 2, 9),
                ("cd", 4, 7),
                ("cde", 4, 9),
                ("de", 6, 9),
            ],
            id="at most four parts",
        ),
    ],
)
def test_compounds_join_tokens_with_one_joiner_between_them(text: str, found: list[tuple[str, int, int]]) -> None:
    assert list(compounds(text, tokenize(text))) == found


@given(st.text(st.sampled_from("ab1-’/ .é智")))
def test_a_compound_is_the_terms_that_it_covers(text: str) -> None:
    tokens = tokenize(text)
    for compound in compounds(text, tokens):
        covered = [token.term for token in tokens if compound.start <= token.start and token.end <= compound.end]
        assert compound.term == "".join(covered)
        assert 2 <= len(covered) <= MAX_COMPOUND_PARTS


STEMS = {
    # plurals
    "guidelines": "guidelin", "cities": "citi", "city": "citi", "ties": "ti", "boxes": "box", "classes": "class",
    "speeches": "speech", "wishes": "wish", "quizzes": "quizz", "viruses": "virus", "news": "news", "access": "access",
    "virus": "virus", "crisis": "crisis", "maps": "map", "eyes": "eye",
    # -ing, -ed
    "training": "train", "trained": "train", "trains": "train", "planning": "plan", "planned": "plan",
    "telling": "tell", "funded": "fund", "messaging": "messag", "messages": "messag", "using": "using",
    "robbed": "rob", "added": "added", "nodded": "nod", "logged": "log", "jammed": "jam", "stopped": "stop",
    "referred": "refer", "getting": "get", "passing": "pass", "buzzing": "buzz", "typing": "typ",
    "mobilising": "mobiliz", "realised": "realiz", "buying": "buy", "trying": "trying",
    # -tion
    "education": "educat", "motion": "motion", "nations": "nation", "sections": "sect", "caution": "caut",
    "tion": "tion",
    # British spellings
    "colour": "color", "four": "four", "hours": "hour", "hour": "hour", "labour": "labor",
    "centre": "center", "metre": "meter", "tre": "tre",
    "programmes": "program", "programming": "program", "gramme": "gramm", "tramme": "tramm", "ramme": "ramm",
    "ogue": "ogue", "dialogues": "dialog",
    "vogue": "vogu", "defence": "defens", "fence": "fenc", "organisation": "organizat",
    "organizations": "organizat", "rise": "rise", "raise": "raiz", "wise": "wise", "analyse": "analyz",
    "analyze": "analyz", "digitised": "digitiz",
    # final e
    "date": "date", "dates": "date", "store": "stor", "data": "data",
    # short words and words with digits
    "gas": "gas", "bus": "bus", "apps": "app", "was": "was", "covid19s": "covid19s",
    # ordinals and other numbers
    "1st": "1", "22nd": "22", "3rd": "3", "73rd": "73", "4th": "4", "5g": "5g", "5gs": "5gs", "658": "658",
    "4thing": "4thing",
    # words that only look inflected
    "thing": "thing", "string": "string", "spring": "spring", "speed": "speed", "need": "need", "king": "king",
    "health": "health",
    # Arabic
    "الصحه": "صحه", "والصحه": "صحه", "بالصحه": "صحه", "فالصحه": "صحه", "كالصحه": "صحه", "للصحه": "صحه",
    "الي": "الي", "اليد": "يد", "الم": "الم", "ال": "ال", "صحه": "صحه", "تالصحه": "تالصح",
    # other scripts
    "école": "école", "молодежи": "молодеж", "": "",
    # plurals that no rule reduces
    "children": "child", "child": "child", "people": "person", "women": "woman", "men": "man", "redes": "red",
    # French and Spanish
    "hopitaux": "hopital", "reseaux": "reseau", "jeux": "jeu", "epidemies": "epidemi", "epidemie": "epidemi",
    "hospitales": "hospital", "regulaciones": "regulacion", "paises": "pais", "aux": "aux", "faux": "faux",
    "climatico": "climatic", "climaticas": "climatic", "tunisia": "tunisi", "tunisie": "tunisi", "saludo": "saludo",
    "saludos": "saludo", "artificielle": "artificiel", "artificiels": "artificiel", "quotidiennes": "quotidien",
    "pelles": "pell", "vitelle": "vitel", "nielle": "niell", "egaux": "egal",
    # Russian
    "больница": "больниц", "больницы": "больниц", "больницами": "больниц", "больниц": "больниц", "сеть": "сет",
    "сетеи": "сет", "сетями": "сет", "цифровои": "цифров", "цифрового": "цифров", "защита": "защит",
    "защитить": "защит", "движение": "движени", "движения": "движени", "нигерия": "нигери", "нигерии": "нигери",
    "нигер": "нигер", "нигере": "нигер",
    "технология": "технолог", "технологии": "технолог", "технические": "техническ", "техническая": "техническ",
    "дети": "дет", "дом": "дом", "иии": "иии",
    # Arabic endings
    "المستشفيات": "مستشف", "مستشفي": "مستشف", "شركه": "شرك", "الشركات": "شرك", "منظمون": "منظم", "المنظمين": "منظم",
    "هي": "هي", "اله": "اله",
}  # fmt: skip


@pytest.mark.parametrize(("term", "stemmed"), STEMS.items())
def test_stem_removes_inflections_and_british_spellings(term: str, stemmed: str) -> None:
    assert stem(term) == stemmed


@pytest.mark.parametrize(
    ("plural_", "term"),
    [
        ("cities", "citi"), ("glasses", "glass"), ("dishes", "dish"), ("matches", "match"), ("boxes", "box"),
        ("waltzes", "waltz"), ("tables", "table"), ("bus", "bus"), ("pass", "pass"), ("basis", "basis"),
        ("news", "news"), ("bureaux", "bureau"), ("lieux", "lieu"), ("canaux", "canal"), ("egaux", "egal"),
        ("faux", "faux"), ("glass", "glass"), ("table", "table"),
    ],
)  # fmt: skip
def test_the_ending_of_a_plural_is_removed(plural_: str, term: str) -> None:
    assert singular(plural_) == term


@pytest.mark.parametrize(
    ("term", "alphabetic"),
    [("word", True), ("école", True), ("กี่", True), ("काल", True), ("w0rd", False), ("20", False), ("ก1", False)],
)
def test_letters_with_or_without_signs_are_alphabetic(term: str, *, alphabetic: bool) -> None:
    assert is_alphabetic(term) is alphabetic


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (15000, "15,000"),
        (2.5, "2.5"),
        (999_999, "999,999"),
        (1_000_000, "1 million"),
        (-1_500_000, "-1.5 million"),
        (830_000_000, "830 million"),
        (1_234_000, "1,234,000"),
        (1_000_000_000, "1 billion"),
        (1_500_000_000, "1.5 billion"),
        (999_000_000_000, "999 billion"),
        (1_000_000_000_000, "1,000,000,000,000"),
    ],
)
def test_a_number_for_readers(value: float, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(
    ("term", "length", "extends"), [("กี่", 1, True), ("กี่", 2, True), ("กี่", 3, False), ("กน", 1, False), ("កា", 1, True)]
)
def test_a_sign_extends_the_character_before_it(term: str, length: int, *, extends: bool) -> None:
    assert extends_cluster(term, length) is extends


@given(st.text())
def test_only_the_empty_term_has_an_empty_stem(text: str) -> None:
    assert bool(stem(normalize(text))) == bool(normalize(text))


def test_truncate_middle_keeps_a_text_of_400_characters() -> None:
    assert truncate_middle("ab" * 200) == "ab" * 200


def test_truncate_middle_keeps_200_characters_at_either_end_of_a_longer_text() -> None:
    assert truncate_middle("a" * 200 + "b" + "c" * 200) == "a" * 200 + " … " + "c" * 200


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Plain text", "Plain text", id="plain"),
        pytest.param("Santé 卫生 👩\u200d⚕️", "Santé 卫生 👩\u200d⚕️", id="letters and emoji"),
        pytest.param(
            "one\ttwo\r\n\nthree\u2028four\u2029\x85five\v\fsix", "one two three four five six", id="line ends"
        ),
        pytest.param("\x1b[31mred\x07\x7f", "\ufffd[31mred\ufffd\ufffd", id="escape sequence"),
        pytest.param("\x9b31m", "\ufffd31m", id="eight-bit escape"),
        pytest.param("\u202etxt.exe\u2069", "\ufffdtxt.exe\ufffd", id="bidirectional control"),
        pytest.param("\udc80", "\ufffd", id="lone surrogate"),
        pytest.param("", "", id="empty"),
    ],
)
def test_printable_gives_one_line_without_control_characters(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_printable_lines_keeps_line_ends_and_tabs() -> None:
    assert printable_lines("a\tb\r\nc\nd\re\x1b\u202e") == "a\tb\nc\nd\ufffde\ufffd\ufffd"


@given(st.text())
def test_no_control_character_is_printable(text: str) -> None:
    assert [c for c in printable(text) if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}] == []
    assert [c for c in printable_lines(text) if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n"] == []


@given(st.text())
def test_printable_changes_a_printable_text_no_further(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@pytest.mark.parametrize(
    ("values", "separator", "text"),
    [
        pytest.param(["a", "b"], ", ", "a, b", id="Latin"),
        pytest.param(["Кения", "Нигер"], "; ", "Кения; Нигер", id="Cyrillic"),
        pytest.param(["كينيا", "النيجر"], ", ", "كينيا، النيجر", id="Arabic commas"),
        pytest.param(["البنك الدولي", "GSMA", "سيسكو"], "; ", "البنك الدولي؛ GSMA؛ سيسكو", id="Arabic semicolons"),
        pytest.param(["肯尼亚", "尼日尔"], ", ", "肯尼亚、尼日尔", id="Chinese commas"),
        pytest.param(["世界银行", "GSM协会"], "; ", "世界银行；GSM协会", id="Chinese semicolons"),
        pytest.param(["ケニア", "ニジェール"], ", ", "ケニア、ニジェール", id="Japanese"),
        pytest.param(["Cisco", "思科"], ", ", "Cisco, 思科", id="half of them in another script"),
        pytest.param(["كينيا", "النيجر"], "\n", "كينيا\nالنيجر", id="lines"),
        pytest.param(["كينيا"], ", ", "كينيا", id="one"),
        pytest.param([], ", ", "", id="none"),
    ],
)
def test_values_have_the_commas_of_their_script(values: list[str], separator: str, text: str) -> None:
    assert join_values(values, separator) == text


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "record", "0 records"), (1, "record", "1 record"), (2, "record", "2 records"), (1, "country", "1 country"),
        (2, "country", "2 countries"), (2, "day", "2 days"), (-1, "record", "-1 records"),
        (2, "year", "2 years"),
    ],
)  # fmt: skip
def test_plural_inflects_the_noun_unless_the_number_is_one(number: int, noun: str, text: str) -> None:
    assert plural(number, noun) == text
