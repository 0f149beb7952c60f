"""The query syntax: words, "phrases" and -exclusions."""

from __future__ import annotations

import re
import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from itucovid.text import MAX_COMPOUND_PARTS, Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

_STOPWORDS = """
a about and any are as at be by did do does during for from had has have how in into is it its of on or that the their
there these this to was were what when where which with
de del des du el en la las le les los pour por sur y
и в на по с о 的 和
"""
STOPWORDS = frozenset(_STOPWORDS.split())
"""Words of questions, which need not match unless they are quoted."""

ELISIONS = frozenset({"c", "d", "j", "l", "m", "n", "qu", "s", "t"})
"""What remains of some French words before an apostrophe: l'internet, d'urgence."""

# Limits of the work that a pasted document can cause.
MAX_QUERY_LENGTH = 100_000
MAX_TERMS = 60
MAX_TERM_LENGTH = 60


class Term(NamedTuple):
    """A term of a query: one word, or several that must be adjacent.

    Attributes:
        words: the normalized words.
        text: the term as typed.
        quoted: whether it is a phrase in quotes.
    """

    words: tuple[str, ...]
    text: str
    quoted: bool = False

    @property
    def is_word(self) -> bool:
        """Whether the term is a single word without quotes."""
        return len(self.words) == 1 and not self.quoted

    @property
    def is_stopword(self) -> bool:
        """Whether the term need not match."""
        return not self.quoted and STOPWORDS.issuperset(self.words)


class Query(NamedTuple):
    """The terms that records should match, and those that they must not contain."""

    terms: tuple[Term, ...]
    excluded: tuple[Term, ...]


def parse(query: str) -> Query:
    """Parse a query.

    A quoted part is one term. So are words joined by a hyphen or the like: "e-commerce" does not match "e" and
    "commerce" in different places. A hyphen before a word or a quote excludes.
    """
    terms: list[Term] = []
    excluded: list[Term] = []
    for part in re.finditer(_QUERY_PART, unicodedata.normalize("NFKC", query)[:MAX_QUERY_LENGTH]):
        target = excluded if part["minus"] else terms
        if len(target) < MAX_TERMS:
            target += _split(part["bare"]) if part["quoted"] is None else _quote(part["quoted"])
    return Query(tuple(terms[:MAX_TERMS]), tuple(excluded[:MAX_TERMS]))


# Straight, English, German and French quotation marks, in any combination.
_QUERY_PART = r"""(?P<minus>(?<!\S)[-−–](?=\S))?(?:["“”„«»](?P<quoted>[^"“”„«»]*)["“”„«»]|(?P<bare>[^\s"“”„«»]+))"""


def _quote(text: str) -> Iterator[Term]:
    """The phrase between two quotation marks, if it contains a word."""
    if tokens := tokenize(text):
        yield Term(tuple(token.term for token in tokens), text.strip(), quoted=True)


def _split(text: str) -> Iterator[Term]:
    """Split an unquoted part into terms; tokens with one character between them are one term."""
    tokens = tokenize(text)
    run: list[Token] = []
    for token, following in zip_longest(tokens, tokens[1:]):
        if following and _is_elision(text, token, following):
            continue
        if run and (token.start - run[-1].end != 1 or len(run) == MAX_COMPOUND_PARTS):
            yield _join(text, run)
            run = []
        run.append(token)
    if run:
        yield _join(text, run)


def _is_elision(text: str, token: Token, following: Token) -> bool:
    return token.term in ELISIONS and text[token.end : following.start] in ("'", "’")


def _join(text: str, run: list[Token]) -> Term:
    return Term(tuple(token.term[:MAX_TERM_LENGTH] for token in run), text[run[0].start : run[-1].end])
