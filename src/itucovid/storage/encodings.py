"""Detect the encoding of a text file and the separator of its cells."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""The separators that are detected, with their names."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 20
# The byte order mark, spaces and punctuation of cp1252 that stand beside words, not within them.
_WESTERN_PUNCTUATION = "€‚„…†‡‰‹‘’“”•–—˜™›\xa0¡¢£¤¥¦§¨©ª«¬\xad®¯°±²³´¶·¸¹º»¼½¾¿×÷"


def detect_encoding(content: bytes) -> str | None:
    """The encoding of a text as Python names it, or None if it cannot be determined.

    Text without a byte order mark is UTF-8 if it is valid as such, UTF-16 if every other byte is zero, and Windows-1252
    if it then looks like text of a Western European language.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    if without_mark := _utf_16_without_mark(content[:_SAMPLE]):
        return without_mark
    if b"\0" in content[:_SAMPLE]:
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252" if _looks_western(content) else None
    return "utf-8"


def _utf_16_without_mark(sample: bytes) -> str | None:
    half = len(sample) // 2
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # Every other byte is zero in the parts that are ASCII, such as the separators.
        if half and sample[offset::2].count(0) > half // 2:
            return encoding
    return None


def _looks_western(content: bytes) -> bool:
    """Whether text is plausible in Windows-1252: words are mostly ASCII letters, and punctuation stands beside them."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    words = re.findall(r"\w*[^\x00-\x7f]\w*", text)
    good = 0
    for word in words:
        # A superscript or ordinal sign is a letter for Python.
        foreign = [character for character in word if not character.isascii() and character not in _WESTERN_PUNCTUATION]
        letters = [character for character in foreign if unicodedata.category(character)[0] == "L"]
        capitals_within = re.search(r"[a-z][À-ÖØ-ÞŠŒŽŸ]|[À-ÖØ-ÞŠŒŽŸ][a-z]*[À-ÖØ-ÞŠŒŽŸ]", word)
        mark_within = re.search(r"[^\W\d_][‚„†‡ˆ‰‹›•˜¤§¨¬¯¶¸][^\W\d_]", word)
        plausible = len(letters) == len(foreign) and 2 * len(foreign) <= max(len(word), 2)
        good += plausible and not capitals_within and not mark_within
    # A mixture of encodings has some words that are wrong; a wrong encoding has most.
    return good >= _PLAUSIBLE * len(words)


_PLAUSIBLE = 0.8


def detect_separator(lines: Iterable[str]) -> str:
    """The separator of delimited text: the one that gives most rows the same number of cells as the header has."""
    import csv

    sample = list(lines)
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=separator) if row]
        except csv.Error:
            continue
        if not widths or widths[0] == 1:
            continue
        score = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
        # A separator that is seldom in the header may be frequent in the cells, but not evenly.
        if (score[0] >= _EVEN and score[1] > best_score[1]) or best_score == (0.0, 0):
            best, best_score = separator, score
    return best


_EVEN = 0.5
