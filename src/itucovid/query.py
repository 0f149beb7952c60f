"""What a person asks for: a query, taken apart into terms."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from itucovid.text import Word, words

if TYPE_CHECKING:
    from collections.abc import Iterator

# Words of a question rather than of its subject. They need no answer.
_STOPWORDS = """
a about and any are as at be by did do does during for from had has have how in into is it its of on or that the their
there these this to was were what when where which with
de del des du el en la las le les los pour por sur y
и в на по с о 的 和
"""
STOPWORDS = frozenset(_STOPWORDS.split())
# What French leaves of such words before an apostrophe: l'internet, d'urgence.
ELISIONS = frozenset({"c", "d", "j", "l", "m", "n", "qu", "s", "t"})

# A hundred thousand letters are an answer too, but nobody's question.
LONGEST_QUERY = 60
LONGEST_WORD = 60
LONGEST_COMPOUND = 4


class Term(NamedTuple):
    """One thing that a query asks for: words that must stand side by side, mostly just one."""

    words: tuple[str, ...]
    text: str
    quoted: bool = False


class Query(NamedTuple):
    """What a query asks for, and what it excludes."""

    terms: tuple[Term, ...]
    excluded: tuple[Term, ...]


def parse(query: str) -> Query:
    """Take a query apart.

    A part in quotes is one term of several words. So is a word with a hyphen or the like inside, because "e-commerce"
    is not any "e" beside any "commerce". A hyphen before a word or a quote excludes.
    """
    terms: list[Term] = []
    excluded: list[Term] = []
    for match in re.finditer(_QUERY_PART, unicodedata.normalize("NFKC", query)[:100_000]):
        text = match["quoted"] if match["quoted"] is not None else match["bare"]
        target = excluded if match["minus"] else terms
        if len(target) >= LONGEST_QUERY:
            continue
        found = words(text)
        if not found:
            continue
        if match["quoted"] is not None:
            target.append(Term(tuple(word.form for word in found), text.strip(), quoted=True))
            continue
        target += _terms_of(text, found)
    return Query(tuple(terms[:LONGEST_QUERY]), tuple(excluded[:LONGEST_QUERY]))


# The quotes of English, French, German and Chinese typing do as well as the straight one.
_QUERY_PART = r"""(?P<minus>(?<!\S)[-−–](?=\S))?(?:["“”„«»](?P<quoted>[^"“”„«»]*)["“”„«»]|(?P<bare>[^\s"“”„«»]+))"""


def _terms_of(text: str, found: list[Word]) -> Iterator[Term]:
    """The terms of an unquoted part: words that only a joiner separates are one term."""
    run: list[Word] = []
    for number, word in enumerate(found):
        apostrophe = text[word.end : word.end + 1] in ("'", "’")
        if word.form in ELISIONS and apostrophe and found[number + 1 :] and found[number + 1].start == word.end + 1:
            continue
        between = text[run[-1].end : word.start] if run else ""
        if run and (len(between) != 1 or len(run) == LONGEST_COMPOUND):
            yield Term(tuple(w.form[:LONGEST_WORD] for w in run), text[run[0].start : run[-1].end])
            run = []
        run.append(word)
    yield Term(tuple(w.form[:LONGEST_WORD] for w in run), text[run[0].start : run[-1].end])
