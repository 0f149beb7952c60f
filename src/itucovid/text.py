"""Text analysis and text output: normalize, tokenize, stem; printable text, plurals.

Search, filters and names compare text only through these functions. The script of the HTML page implements the same
rules (`export/html/text.js`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Token(NamedTuple):
    """A word of a text: its normalized term, and its character offsets (`text[start:end]`)."""

    term: str
    start: int
    end: int


@cache
def normalize(word: str) -> str:
    """Remove differences of case, accents, width and letter variants from a word.

    Only letters and digits remain: "Santé" becomes "sante", "５Ｇ" becomes "5g", "الصّحة" becomes "الصحه".
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    # Upper-casing first merges letters that share a capital: ß and ss, ſ and s, ı and i.
    plain = remove_marks(remove_marks(word).upper().casefold()).translate(LETTER_VARIANTS)
    return "".join(filter(str.isalnum, plain))


def remove_marks(text: str) -> str:
    """Decompose a text (NFKD) and drop its combining marks and format characters."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in _MARKS)


def tokenize(text: str) -> list[Token]:
    """Split a text into tokens, in order.

    A number is one token ("15,000" gives "15000"); an English possessive loses its "'s"; a run of a script without
    spaces between words (Chinese, Japanese, Thai) gives its overlapping pairs of characters.
    """
    if text.isascii() and text.isalnum():
        return [Token(text.lower(), 0, len(text))]
    if text.isascii() and not _PUNCTUATED.intersection(text):
        return [Token(match[0].lower(), *match.span()) for match in re.finditer(_PLAIN_WORD, text)]
    found = []
    # Replace marks one for one, so that the offsets are those of the original text.
    for match in re.finditer(_WORD, text if text.isascii() else text.translate(_JOINING), re.VERBOSE):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        if kind == "decimal":
            found.append(Token(match[kind].replace(",", "."), start, end))
        elif kind == "unspaced":
            pairs = [(i, min(i + 2, end)) for i in range(start, max(end - 1, start + 1))]
            found += [Token(normalize(text[i:j]), i, j) for i, j in pairs]
        else:
            found.append(Token(normalize(text[start:end]), start, end))
    return [token for token in found if token.term]


def compounds(text: str, tokens: list[Token]) -> Iterator[Token]:
    """Join tokens that only a hyphen or another joiner separates: "e-commerce" gives "ecommerce".

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
            term += token.term
            yield Token(term, first.start, token.end)


@cache
def stem(term: str) -> str:  # noqa: C901 - a sequence of rules
    """Reduce a term to what its inflections and its British and American spellings share.

    A light stemmer for English after Harman's S-stemmer (D. Harman, "How effective is suffixing?", JASIS 42(1), 1991),
    with -ing, -ed and -tion; it removes the Arabic article. The result need not be a word.
    """
    if not term.isascii():
        article = re.match(_ARABIC_ARTICLE, term)
        return term[article.end() :] if article else term
    if term[:1].isdigit():
        ordinal = None if term.isdigit() else re.fullmatch(_ORDINAL, term)
        return ordinal[1] if ordinal else term
    if len(term) < MIN_STEM_LENGTH or not term.isalpha():
        return term
    if term.endswith("ies"):
        term = term[:-3] + "y"
    elif term.endswith(("sses", "shes", "ches", "xes", "zes")):
        term = term[:-2]
    elif term.endswith("s") and not term.endswith(("ss", "us", "is")) and term != "news":
        term = term[:-1]
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
    return term.removesuffix("e") if len(term) > MIN_STEM_LENGTH else term


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


def plural(number: int, noun: str) -> str:
    """A number with its noun: "1 record", "28 records", "2 countries"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if re.search("[^aeiou]y$", noun) else f"{number} {noun}s"


class _JoiningTable(dict[int, str]):
    """Translate table that replaces combining marks and joiners by a letter, so that they do not end a word."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.category(character) in _MARKS:
            character = "x"
        self[code] = character
        return character


_JOINING = _JoiningTable()

# The categories of combining marks and format characters.
_MARKS = ("Mn", "Mc", "Me", "Cf")

# Not compiled here: most commands need none of these patterns, and `re` caches them.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = rf"""
      (?P<number> [0-9]{{1,3}} (?:[,.'’\u00a0\u2009\u202f][0-9]{{3}})+ (?![^\W_]) )
    | (?P<decimal> [0-9]+[.,][0-9]{{1,2}} (?![^\W_] | [.,-][0-9]) )
    | (?P<unspaced> [{_UNSPACED}]+ )
    | (?P<letters> (?: (?![{_UNSPACED}])[^\W_] )+ )
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

_ORDINAL = r"([0-9]+)(?:st|nd|rd|th)"
_ARABIC_ARTICLE = r"[وفبك]?ال(?=\w{2})|لل(?=\w{2})"
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

# Control characters, bidirectional controls, and lone surrogates.
_UNPRINTABLE = r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
_LINE_BREAKS = r"[\t\n\v\f\r\x85\u2028\u2029]+"
