"""Text analysis and text output: normalize, tokenize, stem; printable text, plurals.

Search, filters and names compare text only through these functions. The script of the HTML page implements the same
rules (`export/html/text.js`).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Token(NamedTuple):
    """A word of a text: its normalized term, and its character offsets (`text[start:end]`)."""

    term: str
    start: int
    end: int


@cache
def normalize(word: str) -> str:
    """Remove differences of case, accents, width, digits and letter variants from a word.

    Only letters, vowel signs and digits remain: "Santé" becomes "sante", "５Ｇ" and "٥G" become "5g", "الصّحة" becomes
    "الصحه", "電信" becomes "电信", "काल" stays as it is.
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    # Upper-casing first merges letters that share a capital: ß and ss, ſ and s, ı and i.
    plain = remove_marks(remove_marks(word).upper().casefold()).translate(LETTER_VARIANTS)
    if plain and max(plain) >= _FIRST_HAN:
        plain = plain.translate(simplified_characters())
    return "".join(c for c in ascii_digits(plain) if c.isalnum() or _is_sign(c))


@cache
def simplified_characters() -> dict[int, int]:
    """The translate table from traditional to simplified Chinese characters."""
    traditional, simplified = Path(__file__).with_name("chinese.txt").read_text(encoding="utf-8").splitlines()
    return str.maketrans(traditional, simplified)


def remove_marks(text: str) -> str:
    """Decompose a text (NFKD) and drop its format characters and combining marks.

    The marks of scripts in which they are vowels or consonants (Devanagari, Thai, kana...) are kept.
    """
    return "".join(
        c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in _MARKS or _is_sign(c)
    )


def _is_sign(character: str) -> bool:
    """Whether a character is a mark that changes the word: a vowel sign, a virama, a voicing mark."""
    return unicodedata.category(character) in _MARKS and _is_within(_SIGNS, character)


def is_alphabetic(term: str) -> bool:
    """Whether a term consists of letters, with or without signs."""
    return term.isalpha() or (term[:1].isalpha() and all(c.isalpha() or _is_sign(c) for c in term))


def is_unspaced(term: str) -> bool:
    """Whether a term is part of a run of a script without spaces between words."""
    return not term.isascii() and _is_within(_UNSPACED, term[0])


def mask_unspaced(text: str) -> str:
    """Replace each letter of a script without spaces by `HAN`, so that patterns need not list all of them.

    Its other characters (฿, 。) become another one: they do not continue a word.
    """
    if text.isascii():
        return text
    return "".join((HAN if c.isalnum() else _UNSPACED_SIGN) if is_unspaced(c) else c for c in text)


def is_cluster(term: str) -> bool:
    """Whether a term is one character of a script without spaces, with its signs."""
    return is_unspaced(term) and all(map(_is_sign, term[1:]))


def extends_cluster(term: str, length: int) -> bool:
    """Whether the first `length` characters of a term end before a sign of the last of them."""
    return _is_sign(term[length : length + 1] or " ")


def tokenize(text: str) -> list[Token]:
    """Split a text into tokens, in order.

    A number is one token ("15,000" gives "15000"); an English possessive loses its "'s"; a run of a script without
    spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) gives its overlapping pairs of characters, each
    with its marks.
    """
    if text.isascii() and text.isalnum():
        return [Token(text.lower(), 0, len(text))]
    if text.isascii() and not _PUNCTUATED.intersection(text):
        return [Token(match[0].lower(), *match.span()) for match in re.finditer(_PLAIN_WORD, text)]
    found = []
    # Mask characters one for one, so that the offsets are those of the original text.
    plain = text if text.isascii() else re.sub(_TWO_PART_VOWEL, _MARK * 2, text).translate(_MASK)
    for match in re.finditer(_WORD, plain, re.VERBOSE):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        if kind == "decimal":
            found.append(Token(match[kind].replace(",", "."), start, end))
        elif kind == "unspaced":
            starts = [start + i for i, character in enumerate(match[kind]) if character != _MARK]
            pairs = zip(starts[: len(starts) - 1 or 1], [*starts[2:], end], strict=True)
            found += [Token(normalize(text[i:j]), i, j) for i, j in pairs]
        else:
            found.append(Token(normalize(text[start:end]), start, end))
    return [token for token in found if token.term]


def compounds(text: str, tokens: list[Token]) -> Iterator[Token]:
    """Join tokens that only a hyphen or another joiner separates: "e-commerce" gives "ecommerce", "He@lthy" "healthy".

    Args:
        text: the text.
        tokens: `tokenize(text)`.

    Yields:
        Every run of two to `MAX_COMPOUND_PARTS` such tokens, as one token.
    """
    for i, first in enumerate(tokens):
        term = first.term
        for previous, token in pairwise(tokens[i : i + MAX_COMPOUND_PARTS]):
            between = text[previous.end : token.start]
            if len(between) != 1 or between not in _JOINERS:
                break
            is_letter = between == "@" and text[previous.end - 1].islower() and text[token.start].islower()
            term += ("a" if is_letter else "") + token.term
            yield Token(term, first.start, token.end)


def sort_key(text: str) -> list[tuple[int, str]]:
    """The key of a text in alphabetical order: its words without case and accents, and its numbers.

    Numbers precede words and have the order of their values: "Phase 2" precedes "Phase 10".
    """
    # In Russian й is a letter of its own, after all words with и.
    tokens = tokenize(text.replace("й", "ия").replace("Й", "Ия"))
    parts = (part for token in tokens for part in re.findall("[0-9]+|[^0-9]+", token.term))
    # A number with more digits is greater; `int` limits their number.
    numbers = ((part.isdecimal(), part.lstrip("0"), part) for part in parts)
    return [(len(digits), digits) if is_number else (_AFTER_NUMBERS, part) for is_number, digits, part in numbers]


@cache
def stem(term: str) -> str:
    """Reduce a term to what its inflections and its British and American spellings share.

    For Latin script, a light stemmer for English after Harman's S-stemmer (D. Harman, "How effective is suffixing?",
    JASIS 42(1), 1991), with -ing, -ed and -tion, which also reduces the plurals and feminine forms of French and
    Spanish; for Cyrillic and Arabic script, one that removes the endings of Russian, and the article and endings of
    Arabic. The result need not be a word.
    """
    if not term.isascii():
        if match := re.fullmatch(RUSSIAN_INFLECTION, term):
            return match[1] or match[2] or match[3]
        match = re.fullmatch(ARABIC_INFLECTION, term)
        return match[1] if match else term
    if term in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[term]
    if term[:1].isdigit():
        ordinal = None if term.isdigit() else re.fullmatch(_ORDINAL, term)
        return ordinal[1] if ordinal else term
    if len(term) < MIN_STEM_LENGTH or not term.isalpha():
        return term
    return _stem_latin(term)


def _stem_latin(term: str) -> str:
    term = singular(term)
    if verb := re.fullmatch(_VERB_ENDING, term):
        term = verb[1]
        if term[-1] == term[-2] and term[-1] in "bdgmnprt":
            term = term[:-1]
        elif term.endswith("is"):
            term = term[:-1] + "z"
    elif term.endswith("tion") and len(term) > len("motion"):
        term = term[:-3]
    for british, american in SPELLINGS:
        if term.endswith(british) and len(term) > len(british) + 1:
            term = term.removesuffix(british) + american
            break
    if re.search("[^aeiou]y$", term):
        return term[:-1] + "i"
    if term.endswith(("elle", "enne")) and len(term) > len("pelles"):
        return term[:-2]
    if term.endswith(("a", "o")) and len(term) > len("saludo"):
        return term[:-1]
    return term.removesuffix("e") if len(term) > MIN_STEM_LENGTH else term


def singular(term: str) -> str:
    """Remove the ending of an English or French plural from a term of four or more letters."""
    if term.endswith("ies"):
        return term[:-2]
    if term.endswith(("sses", "shes", "ches", "xes", "zes")):
        return term[:-2]
    if term.endswith(("eaux", "eux")):
        return term[:-1]
    if term.endswith("aux") and len(term) > len("faux"):
        return term[:-2] + "l"
    if term.endswith("s") and not term.endswith(("ss", "us", "is")) and term != "news":
        return term[:-1]
    return term


def truncate_middle(text: str) -> str:
    """Shorten a text that is too long for a message by removing its middle."""
    if len(text) <= MAX_MESSAGE_LENGTH:
        return text
    return f"{text[: MAX_MESSAGE_LENGTH // 2]} … {text[-MAX_MESSAGE_LENGTH // 2 :]}"


def printable(text: str) -> str:
    """Put a text on one line and replace the characters that a terminal would interpret."""
    if text.isprintable():
        return text
    return re.sub(_UNPRINTABLE, "\ufffd", re.sub(_LINE_BREAKS, " ", text))


def printable_lines(text: str) -> str:
    """As `printable`, but keep line ends and tabs."""
    return re.sub(_UNPRINTABLE, lambda match: match[0] if match[0] in "\t\n" else "\ufffd", text.replace("\r\n", "\n"))


def join_values(values: Sequence[str], separator: str) -> str:
    """Join values with ", ", "; " or another separator.

    Where most values are in Arabic or Chinese script, a comma or semicolon is that of the script: "كينيا، النيجر",
    "肯尼亚、尼日尔".
    """
    text = separator.join(values)
    for script, marks in () if text.isascii() else _LIST_MARKS:
        if 2 * sum(re.search(script, value) is not None for value in values) > len(values):
            return marks.get(separator, separator).join(values)
    return text


def ascii_digits(text: str) -> str:
    """Replace the decimal digits of all scripts by those of ASCII."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(c, c)) for c in text)


def format_number(value: float) -> str:
    """A number for readers: "15,000", "2.5", or with at most three digits "1.5 billion" and "830 million"."""
    for size, name in ((10**9, "billion"), (10**6, "million")):
        scaled = value / size
        if size <= abs(value) < 1000 * size and scaled == float(f"{scaled:.3g}"):
            return f"{scaled:g} {name}"
    return f"{value:,}"


def plural(number: int, noun: str) -> str:
    """A number with its noun: "1 record", "28 records", "2 countries"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if re.search("[^aeiou]y$", noun) else f"{number} {noun}s"


class _Mask(dict[int, str]):
    """Translate table: marks to `_MARK`, digits of all scripts to those of ASCII, others as in `mask_unspaced`."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        masked = ascii_digits(character) if code <= _LAST_OF_BASIC_PLANE else character
        self[code] = _MARK if unicodedata.category(character) in _MARKS else mask_unspaced(masked)
        return self[code]


def _is_within(ranges: Iterable[tuple[str, str]], character: str) -> bool:
    """Whether a character is in one of some ranges, which include both ends; a pattern would take longer to compile."""
    return any(first <= character <= last for first, last in ranges)


_AFTER_NUMBERS = sys.maxsize
_MARK = "\u0301"
_LAST_OF_BASIC_PLANE = 0xFFFF
_FIRST_HAN = "\u3400"
_MASK = _Mask(
    {
        ord("\u200b"): " ",  # the zero-width space separates words
        ord("\u066c"): ",",  # Arabic thousands and decimal separators
        ord("\u066b"): ".",
        # Vowels and voicing marks that are not combining characters, but that NFKD gives a combining mark.
        ord("\u0e33"): _MARK,
        ord("\u0eb3"): _MARK,
        ord("\uff9e"): _MARK,
        ord("\uff9f"): _MARK,
    }
)
# What NFKD makes of the first two of these.
_TWO_PART_VOWEL = "\u0e4d\u0e32|\u0ecd\u0eb2"

# The categories of combining marks and format characters.
_MARKS = ("Mn", "Mc", "Me", "Cf")

# Not compiled here: most commands need none of these patterns, and `re` caches them.
# The scripts of South and South-East Asia, and the voicing marks of kana.
_SIGNS = (
    ("\u0900", "\u109f"), ("\u1700", "\u17ff"), ("\u1900", "\u1aaf"), ("\u1b00", "\u1cff"), ("\u3099", "\u309a"),
    ("\ua800", "\uabff"), ("\U00011000", "\U00011fff"),
)  # fmt: skip
_UNSPACED = (
    ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff"), ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"), ("\ua9e0", "\ua9ff"), ("\uaa60", "\uaa7f"), ("\uf900", "\ufaff"), ("\uff66", "\uff9f"),
    ("\U00020000", "\U0003ffff"),
)  # fmt: skip
UNSPACED = "".join(f"{first}-{last}" for first, last in _UNSPACED)
"""The scripts without spaces between words, for a set in a regular expression."""
HAN, _UNSPACED_SIGN = "\u4e00", "\u30fb"
"""What stands for each letter, or other character, of a script without spaces."""
_WORD = rf"""
      (?P<number> [0-9]{{1,3}} (?:[,.'’\u00a0\u2009\u202f][0-9]{{3}})+ (?![^\W_]) )
    | (?P<decimal> [0-9]+[.,][0-9]{{1,2}} (?![^\W_] | [.,-][0-9]) )
    | (?P<unspaced> [{HAN}{_UNSPACED_SIGN}] [{HAN}{_UNSPACED_SIGN}{_MARK}]* )
    | (?P<letters> [^\W_{HAN}] (?: [^\W_{HAN}{_MARK}] | {_MARK} )* )
    (?: ['’][sS](?![^\W_]) )?
    """
# ASCII text without these consists of plain words.
_PUNCTUATED = frozenset(",.'")
_PLAIN_WORD = r"[A-Za-z0-9]+"
_JOINERS = "-‐‑'’@&/."

LETTER_VARIANTS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا", "ـ": "",
    }
)  # fmt: skip

MIN_STEM_LENGTH = 4
"""Shorter terms are not stemmed."""

MAX_COMPOUND_PARTS = 4
"""Up to this many words that are written with hyphens are also one term."""

MAX_MESSAGE_LENGTH = 400

CHINESE = "\u3040-\u30ff\u3400-\u9fff"
"""The characters of Chinese and kana, for a set in a regular expression."""

_LIST_MARKS = (
    ("[\u0620-\u06ff]", {", ": "\u060c ", "; ": "\u061b "}),
    (f"[{CHINESE}]", {", ": "\u3001", "; ": "\uff1b"}),
)

_ORDINAL = r"([0-9]+)(?:st|nd|rd|th)"
# A stem of four letters for the endings of verbs, of three for the others; normalized, й is и. Nouns in -ия and -ие
# keep their и: Нигерия is not Нигер.
RUSSIAN_INFLECTION = (
    r"([\u0430-\u044f]{4,}?)(?:ировать|овать|ить|ать|ять|еть)"
    r"|([\u0430-\u044f]{2,}?[^кгхжшщч]и)(?:ями|ем|ях|еи|ям|[яеюи])"
    r"|([\u0430-\u044f]{3,}?)(?:иями|ями|ами|ием|иях|ях|ах|иеи|иям|ям|ам|еи|ои|ии|ыи|ая|яя|ое|ее|ие|ые|ого|его|ому|ему"
    r"|ыми|ими|ым|им|ых|их|ую|юю|ою|ею|ия|ию|ью|ья|ье|ев|ов|ом|ем|[аяоеуюыиь])"
)
ARABIC_INFLECTION = (
    r"(?:(?:[وفبك]?ال|لل)(?:ال)?(?=[\u0621-\u064a]{2}))?([\u0621-\u064a]{3,}?|[\u0621-\u064a]{1,2})"
    r"(?:(?<=[\u0621-\u064a]{3})(?:يات|ات|ون|ين|ان|ها|يه|[هي]))?"
)
_VERB_ENDING = r"([a-z]*[aeiouy][a-z]*?[a-z])(?:ing|ed)(?<=[a-z]{6})"
SPELLINGS = (
    ("isat", "izat"),
    ("ise", "ize"),
    ("yse", "yze"),
    ("our", "or"),
    ("tre", "ter"),
    ("ramme", "ram"),
    ("ogue", "og"),
    ("ence", "ense"),
)

IRREGULAR_PLURALS = {
    "children": "child", "people": "person", "women": "woman", "men": "man", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife", "knives": "knife", "halves": "half",
    "selves": "self", "wolves": "wolf", "crises": "crisis", "criteria": "criterion", "phenomena": "phenomenon",
    "redes": "red", "paises": "pais", "travaux": "travail",
}  # fmt: skip
"""The stems of plurals that no rule reduces, in English, Spanish and French."""

# Control characters, bidirectional controls, and lone surrogates.
_UNPRINTABLE = r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
_LINE_BREAKS = r"[\t\n\v\f\r\x85\u2028\u2029]+"
