"""The one place where two spellings become equal: folding, words, stems, and the matching of names.

Search, filters and every "did you mean" look at text through these functions and no others.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from itucovid.errors import AmbiguousValue, UnknownValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Word(NamedTuple):
    """A word of a text: its folded form, and where it stands (`text[start:end]`)."""

    form: str
    start: int
    end: int


@cache
def fold(word: str) -> str:
    """Reduce a word to the form in which case, accents, width and letter variants are gone.

    Only letters and digits remain: fold("Santé") == "sante", fold("５Ｇ") == "5g", fold("الصّحة") == "الصحه".
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    # Upper before lower case joins the letters that share a capital (ß and ss, ſ and s, ı and i).
    plain = _without_marks(_without_marks(word).upper().casefold()).translate(LETTER_VARIANTS)
    return "".join(filter(str.isalnum, plain))


def words(text: str) -> list[Word]:
    """The words of a text in their order.

    A number keeps its digits together ("15,000" is one word, "15000"); an English possessive loses its "'s"; a run in
    a script that writes no spaces (Chinese, Japanese, Thai) gives its overlapping pairs of characters.
    """
    if text.isascii() and text.isalnum():
        return [Word(text.lower(), 0, len(text))]
    if text.isascii() and not _PUNCTUATED.intersection(text):
        return [Word(match[0].lower(), *match.span()) for match in re.finditer(_PLAIN_WORD, text)]
    found = []
    # Offsets must stay true, so the text that is cut up is the given one, mark for mark.
    for match in re.finditer(_WORD, text if text.isascii() else text.translate(_JOINING), re.VERBOSE):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        if kind == "decimal":
            found.append(Word(match[kind].replace(",", "."), start, end))
        elif kind == "unspaced":
            pairs = [(i, min(i + 2, end)) for i in range(start, max(end - 1, start + 1))]
            found += [Word(fold(text[i:j]), i, j) for i, j in pairs]
        else:
            found.append(Word(fold(text[start:end]), start, end))
    return [word for word in found if word.form]


def compounds(text: str, parts: list[Word]) -> Iterator[Word]:
    """What words with nothing but a hyphen or the like between them spell together: "e-commerce", "ecommerce".

    `parts` is `words(text)`. Runs of up to four parts are joined, each beginning at each part.
    """
    last = len(parts) - 1
    for i, part in enumerate(parts):
        form = part.form
        for j in range(i, min(last, i + 3)):
            between = text[parts[j].end : parts[j + 1].start]
            if len(between) != 1 or between not in _JOINERS:
                break
            form += parts[j + 1].form
            yield Word(form, part.start, parts[j + 1].end)


@cache
def stem(form: str) -> str:  # noqa: C901 - a list of rules, one after the other
    """What the singular, plural, -ing, -ed, British and American spellings of a folded word share.

    Light rules that only ever compare words with each other; the result need not be a word.
    """
    if not form.isascii():
        article = re.match(_ARABIC_ARTICLE, form)
        return form[article.end() :] if article else form
    if form[:1].isdigit():
        ordinal = None if form.isdigit() else re.fullmatch(_ORDINAL, form)
        return ordinal[1] if ordinal else form
    if len(form) < STEMMED_FROM or not form.isalpha():
        return form
    if form.endswith("ies"):
        form = form[:-3] + "y"
    elif form.endswith(("sses", "shes", "ches", "xes", "zes")):
        form = form[:-2]
    elif form.endswith("s") and not form.endswith(("ss", "us", "is")) and form != "news":
        form = form[:-1]
    if verb := re.fullmatch(_VERB_ENDING, form):
        form = verb[1]
        if form[-1] == form[-2] and form[-1] in "bdgmnprt":
            form = form[:-1]
        elif form.endswith("is"):
            form = form[:-1] + "z"
    elif form.endswith("tion") and len(form) > len("motion"):
        form = form[:-3]
    for british, american in SPELLINGS:
        if form.endswith(british) and len(form) > len(british) + 1:
            form = form.removesuffix(british) + american
            break
    return form.removesuffix("e") if len(form) > STEMMED_FROM else form


def spelling(name: str) -> str:
    """What two ways of writing one name share: "UN-Habitat", "un habitat" and "UNHabitat" give "unhabitat"."""
    return "".join(fold(match[0]) for match in re.finditer(_LETTERS, _plain(name)))


def find_name(what: str, value: str, names: Mapping[str, Iterable[str]], shown: Mapping[str, str] | None = None) -> str:
    """The key of `names` that a person means by `value`.

    `names` gives each key its other names, and `shown` what an error calls it, if not by the key. An exact spelling of
    a key wins over one of a name, that over a beginning that only one key has.

    Raises:
        UnknownValue: nothing fits; the message names the nearest.
        AmbiguousValue: it is the beginning of several.
    """

    def called(key: str) -> str:
        return shown.get(key, key) if shown else key

    wanted = spelling(value)
    spellings = {key: [spelling(key), *map(spelling, others)] for key, others in names.items()}
    for fits in (
        [key for key in names if key == value],
        [key for key, known in spellings.items() if wanted == known[0]],
        [key for key, known in spellings.items() if wanted in known],
        [key for key, known in spellings.items() if wanted and any(s.startswith(wanted) for s in known)],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise AmbiguousValue(what, value, [called(key) for key in fits])
    close = nearest(wanted, {s: called(key) for key, known in spellings.items() for s in known})
    raise UnknownValue(what, value, nearest=close, known=() if len(names) > _LISTED else list(map(called, names)))


def nearest(value: str, names: Mapping[str, str]) -> list[str]:
    """Up to three values of `names` whose keys are spelt most like `value`, best first, each once."""
    if len(value) > _LONGEST_NAME:
        return []
    import difflib

    close = difflib.get_close_matches(value, names, n=6, cutoff=0.6)
    return list(dict.fromkeys(names[spelt] for spelt in close))[:3]


def clipped(text: str) -> str:
    """A text for a message: one too long for it without its middle."""
    if len(text) <= _LONGEST_MESSAGE:
        return text
    return f"{text[: _LONGEST_MESSAGE // 2]} … {text[-_LONGEST_MESSAGE // 2 :]}"


def printable(text: str) -> str:
    """The text on one line, without a character that a terminal would obey instead of show."""
    if text.isprintable():
        return text
    return re.sub(_UNPRINTABLE, "\ufffd", re.sub(_LINE_BREAKS, " ", text))


def printable_lines(text: str) -> str:
    """As `printable`, but line ends and tabs stay."""
    return re.sub(_UNPRINTABLE, lambda match: match[0] if match[0] in "\t\n" else "\ufffd", text.replace("\r\n", "\n"))


class _JoiningTable(dict[int, str]):
    """str.translate table, one character to one: marks that belong to a word become a letter, joiners too."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf"):
            character = "x"
        self[code] = character
        return character


_JOINING = _JoiningTable()

# Patterns stay text until they are used: `re` compiles each once, and most commands need none of them.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = rf"""
      (?P<number> [0-9]{{1,3}} (?:[,.'’\u00a0\u2009\u202f][0-9]{{3}})+ (?![^\W_]) )
    | (?P<decimal> [0-9]+[.,][0-9]{{1,2}} (?![^\W_] | [.,-][0-9]) )
    | (?P<unspaced> [{_UNSPACED}]+ )
    | (?P<letters> (?: (?![{_UNSPACED}])[^\W_] )+ )
    (?: ['’][sS](?![^\W_]) )?
    """
# What makes more of a word than a run of ASCII letters and digits; most texts have none of it.
_PUNCTUATED = frozenset(",.'")
_PLAIN_WORD = r"[A-Za-z0-9]+"
_LETTERS = r"[^\W_]+"
_JOINERS = "-‐‑'’@&/."

LETTER_VARIANTS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا", "ـ": "",
    }
)  # fmt: skip

# Shorter words have no ending to lose; more names than this are too many for one line.
STEMMED_FROM = 4
_LISTED = 30

# Nobody misspells a name of this length, and to measure how like it is to others takes long.
_LONGEST_NAME = 200
_LONGEST_MESSAGE = 400

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

# Control characters, marks that turn the direction of the text after them, and halves of characters.
_UNPRINTABLE = r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
_LINE_BREAKS = r"[\t\n\v\f\r\x85\u2028\u2029]+"


def _without_marks(text: str) -> str:
    return "".join(
        c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Mc", "Me", "Cf")
    )


def _plain(text: str) -> str:
    return text if text.isascii() else _without_marks(text)
