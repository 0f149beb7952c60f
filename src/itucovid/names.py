"""Match names that people type: an id, an alias in any spelling, or an unambiguous prefix; suggest close ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itucovid.errors import AmbiguousValueError, UnknownValueError
from itucovid.text import normalize, tokenize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

MAX_LISTED = 30
"""An error message lists at most this many possible values."""

MAX_NAME_LENGTH = 200
"""A longer name gets no suggestions: comparing it would take long, and it is no misspelling."""

MIN_SIMILARITY = 0.6
# The standard names of places in six languages are many: each name is a little like some of them.
MIN_STANDARD_SIMILARITY = 0.75
MAX_SUGGESTIONS = 3
# Several spellings may belong to one name.
MAX_CANDIDATES = 2 * MAX_SUGGESTIONS


def name_key(name: str) -> str:
    """Reduce a name to its letters and digits: "UN-Habitat", "un habitat" and "UNHabitat" give "unhabitat"."""
    return normalize(name)


def match_name(
    what: str,
    value: str,
    names: Mapping[str, Collection[str]],
    shown: Mapping[str, str] | None = None,
    standard: Mapping[str, Collection[str]] | None = None,
    codes: Mapping[str, str] | None = None,
) -> str:
    """Find the key of `names` that `value` refers to.

    A key itself takes precedence over another spelling of a key, that over a standard key or code, that over an alias,
    that over a standard name, and that over a prefix.

    Args:
        what: what the names are, for the error message ("theme").
        value: an id, an alias, or a prefix of one, in any spelling.
        names: for each key its aliases.
        shown: for each key its name in error messages; by default the key.
        standard: further keys with their aliases; their prefixes do not match, and errors do not list them.
        codes: other codes of keys of `standard`, which match only as they are written.

    Raises:
        UnknownValueError: nothing matches; the message suggests the closest names.
        AmbiguousValueError: several names match equally well.
    """
    standard = standard or {}
    if value in names:
        return value
    code = (codes or {}).get(value, value)
    labels = {key: (shown or {}).get(key, key) for key in names}
    for matches in _matches(value, code, names, standard):
        if len(matches) == 1:
            return matches[0]
        if matches:
            found = [labels.get(key, key) for key in matches]
            named = zip(found, matches, strict=True)
            raise AmbiguousValueError(what, value, [f"{n} ({key})" if found.count(n) > 1 else n for n, key in named])
    wanted = name_key(value)
    spellings = {name_key(name): next(iter(aliases)) for aliases in standard.values() for name in aliases}
    likely = closest_matches(wanted, spellings, MIN_STANDARD_SIMILARITY)
    spellings = {spelling: label for spelling, label in spellings.items() if label in likely}
    spellings |= {name_key(name): labels[key] for key, aliases in names.items() for name in (key, *aliases)}
    known = () if len(names) > MAX_LISTED else list(labels.values())
    closest = closest_matches(wanted, spellings) or _with_words(value, labels, names)
    raise UnknownValueError(what, value, closest=closest, known=known)


def _matches(
    value: str, code: str, names: Mapping[str, Collection[str]], standard: Mapping[str, Collection[str]]
) -> Iterator[list[str]]:
    """The keys that match: as the key, as a standard key, as an alias, as a standard name, and as a prefix."""
    wanted = name_key(value)
    yield [key for key in names if name_key(key) == wanted]
    yield [code] if code in standard else []
    yield [key for key, aliases in names.items() if wanted in map(name_key, aliases)]
    yield [key for key, aliases in standard.items() if wanted in map(name_key, (key, *aliases))]
    if wanted:
        yield [
            key for key, aliases in names.items() if any(name_key(name).startswith(wanted) for name in (key, *aliases))
        ]


def _with_words(value: str, labels: Mapping[str, str], names: Mapping[str, Collection[str]]) -> list[str]:
    """Up to three labels of keys of which a name contains all words of a value, as "Gates Foundation" does "gates"."""
    wanted = {token.term for token in tokenize(value)}
    found = [
        labels[key]
        for key, aliases in names.items()
        if wanted and any(wanted <= {token.term for token in tokenize(name)} for name in (key, *aliases))
    ]
    return found[:MAX_SUGGESTIONS]


def similar_pairs(names: Sequence[str], similarity: float) -> Iterator[tuple[int, int, float]]:
    """The positions of names that are spelled alike, each name with the most similar earlier one, and how similar.

    Args:
        names: the names; the time is proportional to the square of their number.
        similarity: how similar they must be, from 0 to 1.
    """
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extractOne

    for position, name in enumerate(names):
        found = extractOne(name, names[:position], scorer=Indel.normalized_similarity, score_cutoff=similarity)
        if found:
            yield position, found[2], found[1]


def closest_matches(value: str, names: Mapping[str, str], similarity: float = MIN_SIMILARITY) -> list[str]:
    """Up to three values of `names`, each once, whose keys are spelled most like `value`, the closest first.

    Args:
        value: what was typed.
        names: a label for each spelling.
        similarity: how similar a spelling must be, from 0 to 1.
    """
    if len(value) > MAX_NAME_LENGTH:
        return []
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extract

    close = extract(
        value, list(names), scorer=Indel.normalized_similarity, score_cutoff=similarity, limit=MAX_CANDIDATES
    )
    return list(dict.fromkeys(names[key] for key, _, _ in close))[:MAX_SUGGESTIONS]
