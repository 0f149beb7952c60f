"""The query syntax: words, "phrases" and -exclusions."""

from __future__ import annotations

import re
import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING

import msgspec

from itucovid.search.periods import find_dates
from itucovid.search.vocabulary import long_country_names, number_words, unspaced_names
from itucovid.text import MAX_COMPOUND_PARTS, Token, is_unspaced, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.search.periods import Period

_STOPWORDS = """
a about am an and any are as at be been being between but by can could did do does during for from had has have he her
him his how i if in into is it its may me might must my not of on or our shall she should since than that the their
them
then relate related relates there these they this those to until
was we were what when where which whom whose why will with would you your
a au aux avec ce ces cet cette chez combien comment contre dans de depuis des du elle elles en est et etaient etait ete
etre fut il ils la
le les leur leurs lequel laquelle ne nous on ont ou par pas peut peuvent pour pourquoi quand que quel quelle quelles
quels qui quoi sa sans se ses son sont sous sur un une vous
devrait devraient doit doivent faire fait pendant concernant concerne concernent
al como con contra cual cuales cuando cuanta cuantas cuanto cuantos de del desde donde el ella ellas ellos en entre
es esta estas este
estos fue fueron ha han hasta hay la las los me no nos para por puede pueden que quien quienes se ser sin sobre son su
sus tiene tienen
ante debe deben deberia deberian durante hace hacen hacer hicieron hizo tratan
un una unas uno unos y yo
без в во г где гг год года году делает делают для до должен должна должно должны если за зачем и из или к как когда кому
кто ли между мы на не о об он она они
от по под почему при про против с сделал сделала сделали сделано сколько со через что это я
какая какие каким какими каких какое какои касается касаются относится относятся
اي الذي التي الي المتعلقه اين بدون بين تتعلق تم خلال ضد عن علي فعل فعلت في قام قامت كم كيف لماذا ما ماذا متي مع من هذا
هذه هل هو هي و
的 和 了 吗 什么 如何 怎么 哪些 多少 谁
"""
STOPWORDS = frozenset(_STOPWORDS.split())
"""Words of questions, which need not match unless they are quoted."""

STOPWORD_ACRONYMS = frozenset({"UN"})
"""In lower case these are stopwords: "un" is an article in French and Spanish."""

ELISIONS = frozenset({"c", "d", "j", "l", "m", "n", "qu", "s", "t"})
"""What remains of some French words before an apostrophe: l'internet, d'urgence."""

FUNCTION_WORDS = (
    r"[是有为為]?什[么麼]是?|怎[么麼样樣]|如何|有?哪些|哪[里裡个個]|多少|[谁誰]是?|[吗嗎呢]|[关關][于於]|举措|舉措|倡[议議]|[项項]目|(?<=[二三四五六七八九十])[个個]"
    r"|(?<=[\u3400-\u9fff]{2})[的与與及和在](?=[\u3400-\u9fff]{2})"
)
"""Chinese words that separate others: question words, words for any record, and particles in a run of characters."""

PRONOUN = (
    r"(?<!\S)[Ww]ho(?=\s+(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|must)(?:\s|\?|$))"
    r"|^\s*[Ww]ho(?=\s[^?]*\?\s*$)"
)
"""Where "who" is not WHO: before an auxiliary verb, or where a question begins."""

NUMERAL = r"[二三四五六七八九十]{1,2}(?=[个個])"
"""A Chinese number that counts something."""

SEPARATORS = ",;/&+|،؛、·\u200b"
"""Unlike other signs, these do not join words: "schools/hospitals" are two."""

# Limits of the work that a pasted document can cause.
MAX_QUERY_LENGTH = 100_000
MAX_TERMS = 60
MAX_TERM_LENGTH = 60


class Term(msgspec.Struct, frozen=True):
    """A term of a query: one word, several that must be adjacent, or a date.

    Attributes:
        words: the normalized words; none if the term is only a date.
        text: the term as typed.
        quoted: whether it is a phrase in quotes.
        periods: the days that it means as a date; a year is also a word.
    """

    words: tuple[str, ...]
    text: str
    quoted: bool = False
    periods: tuple[Period, ...] = ()

    @property
    def is_word(self) -> bool:
        """Whether the term is a single word without quotes."""
        return len(self.words) == 1 and not self.quoted

    @property
    def is_stopword(self) -> bool:
        """Whether the term need not match."""
        return not (self.quoted or self.periods or self.text in STOPWORD_ACRONYMS) and STOPWORDS.issuperset(self.words)


class Query(msgspec.Struct, frozen=True):
    """The terms that records should match, and those that they must not contain.

    Attributes:
        operators: the words in it that are operators elsewhere (AND, OR, NOT), but not here.
    """

    terms: tuple[Term, ...]
    excluded: tuple[Term, ...]
    operators: tuple[str, ...] = ()


def parse(query: str) -> Query:
    """Parse a query.

    A quoted part is one term. So are words joined by a hyphen or the like ("e-commerce" does not match "e" and
    "commerce" in different places), the name of a country ("Sierra Leone"), and dates ("3 to 5 May 2020"). The name of
    a month is a date only with a day or year beside it, or as the whole query. A hyphen before a word or a quote
    excludes.
    """
    text = unicodedata.normalize("NFKC", query)[:MAX_QUERY_LENGTH]
    excluded: list[Term] = []
    # Terms, and dates that are months.
    found: list[Term | _Month] = []
    for part in re.finditer(_QUERY_PART, text.translate(_ASCII_MARKS), re.VERBOSE):
        own = text[slice(*part.span(part.lastgroup or 0))]
        if part.lastgroup == "run":
            found += _split_run(own)
        elif part["minus"] or part["minus_quote"]:
            if len(excluded) < MAX_TERMS:
                excluded += _exclude(own) if part["minus"] else _quote(own)
        elif len(found) < MAX_TERMS:
            found += _quote(own)
    is_whole_query = all(isinstance(one, _Month) or one.is_stopword for one in found)
    terms: list[Term] = []
    for one in found:
        if isinstance(one, Term):
            terms.append(one)
        elif is_whole_query:
            terms.append(Term((), one.text, periods=one.periods))
        else:
            terms += _split(one.text)
    return Query(tuple(terms[:MAX_TERMS]), tuple(excluded[:MAX_TERMS]), _operators(text))


def is_quote_open(query: str) -> bool:
    """Whether a quotation mark of a query has no counterpart."""
    return sum(map(unicodedata.normalize("NFKC", query).count, QUOTATION_MARKS)) % 2 == 1


class _Month(msgspec.Struct, frozen=True):
    """Months without a day or year."""

    text: str
    periods: tuple[Period, ...]


QUOTATION_MARKS = '"“”„«»'
"""Straight, English, German and French quotation marks, in any combination."""

_ASCII_MARKS = str.maketrans({**dict.fromkeys(QUOTATION_MARKS, '"'), **dict.fromkeys("−–", "-")})
"""Straight quotation marks and a hyphen for each of the others."""

# A run has no quotation mark and no word with a minus sign.
_QUERY_PART = r"""(?P<minus_quote>(?<!\S)-)?"(?P<quoted>[^"]*)"
    | (?P<minus>(?<!\S)-)(?P<word>[^\s"]+)
    | (?P<run>(?: (?!(?<!\S)-\S)[^"] )+)"""


def _split_run(text: str) -> Iterator[Term | _Month]:
    """The terms and dates of a text without quotes and exclusions."""
    text = re.sub(PRONOUN, "", text)
    start = 0
    for number, date in enumerate(find_dates(text)):
        if number == MAX_TERMS:
            break
        yield from _split_names(text[start : date.start])
        start = date.end
        own = text[date.start : date.end]
        if date.scope == "month":
            yield _Month(own, date.periods)
        else:
            words = tuple(token.term for token in tokenize(own)) if date.scope == "year" else ()
            yield Term(words, own, periods=date.periods)
    yield from _split_names(text[start:])


def _split_names(text: str) -> Iterator[Term]:
    """The terms of a text without dates; the name of a country of several words is one term."""
    start = 0
    for name, first, last in _find_names(text):
        yield from _split_words(re.sub(_LAST_ELISION, "", text[start:first], flags=re.IGNORECASE))
        yield Term(name, text[first:last])
        start = last
    yield from _split_words(text[start:])


_LAST_ELISION = rf"(?<!\w)(?:{'|'.join(sorted(ELISIONS))})['’]$"


def _find_names(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The names of countries of several words in a text, with their offsets; the longest of those that overlap."""
    if text.isalnum():
        return
    names = long_country_names()
    longest = max(map(len, names))
    tokens = tokenize(text)
    words = tuple(token.term for token in tokens)
    at = 0
    while at < len(tokens):
        lengths = range(min(longest, len(tokens) - at), 1, -1)
        length = next((length for length in lengths if words[at : at + length] in names), 0)
        if length:
            yield words[at : at + length], tokens[at].start, tokens[at + length - 1].end
        at += length or 1


def _split_words(text: str) -> Iterator[Term]:
    for number, part in enumerate(text.split()):
        if number == MAX_TERMS:
            break
        yield from _split(part) if part.isascii() else _split_unspaced(part)


def _split_unspaced(text: str) -> list[Term]:
    """As `_split`, but Chinese function words separate words, and a number or the name of a country is one term."""
    if not any(map(is_unspaced, text)):
        return [*_split(text)]
    terms: list[Term] = []
    start = 0
    for match in re.finditer(rf"({'|'.join(unspaced_names())}|{NUMERAL})|{FUNCTION_WORDS}", text):
        terms += _split(text[start : match.start()])
        if name := match[1]:
            is_numeral = name in number_words()
            terms.append(Term((name,) if is_numeral else tuple(token.term for token in tokenize(name)), name))
        start = match.end()
    return [*terms, *_split(text[start:])] or [*_split(text)]


def _exclude(text: str) -> Iterator[Term]:
    """The terms of an excluded word; a date excludes what it finds, and its words."""
    periods = _whole_date(text, tokenize(text))
    for term in _split(text):
        yield msgspec.structs.replace(term, periods=periods)


def _whole_date(text: str, tokens: list[Token]) -> tuple[Period, ...]:
    """What a text means if it is a date."""
    date = next(find_dates(text), None)
    covers = date and tokens and date.start <= tokens[0].start and date.end >= tokens[-1].end
    return date.periods if date and covers else ()


def _operators(text: str) -> tuple[str, ...]:
    """The words in capitals between other words that are operators elsewhere."""
    return tuple(dict.fromkeys(re.findall(_OPERATOR, text)))


_OPERATOR = r"(?<=\S\s)(?:AND|OR|NOT)(?=\s+\S)|^\s*NOT(?=\s+\S)"


def _quote(text: str) -> Iterator[Term]:
    """The phrase between two quotation marks, if it contains a word; a day or year is also a date."""
    if tokens := tokenize(text):
        periods = () if text.strip().isalpha() else _whole_date(text, tokens)
        yield Term(tuple(token.term for token in tokens), text.strip(), quoted=True, periods=periods)


def _split(text: str) -> Iterator[Term]:
    """Split an unquoted part into terms; tokens with one character between them are one term, except a separator."""
    tokens = tokenize(text)
    run: list[Token] = []
    for token, following in zip_longest(tokens, tokens[1:]):
        if following and _is_elision(text, token, following):
            continue
        if run and (not _is_joined(text, run[-1], token) or len(run) == MAX_COMPOUND_PARTS):
            yield _join(text, run)
            run = []
        run.append(token)
    if run:
        yield _join(text, run)


def _is_joined(text: str, token: Token, following: Token) -> bool:
    between = text[token.end : following.start]
    return len(between) == 1 and between not in SEPARATORS


def _is_elision(text: str, token: Token, following: Token) -> bool:
    return token.term in ELISIONS and text[token.end : following.start] in ("'", "’")


def _join(text: str, run: list[Token]) -> Term:
    return Term(tuple(token.term[:MAX_TERM_LENGTH] for token in run), text[run[0].start : run[-1].end])
