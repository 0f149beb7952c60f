"""Match names that people type: an id, an alias in any spelling, or an unambiguous prefix; suggest close ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from itucovid.errors import AmbiguousValueError, UnknownValueError
from itucovid.text import normalize, remove_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

MAX_LISTED = 30
"""An error message lists at most this many possible values."""

MAX_NAME_LENGTH = 200
"""A longer name gets no suggestions: comparing it would take long, and it is no misspelling."""

MIN_SIMILARITY = 0.6
MAX_SUGGESTIONS = 3
# Several spellings may belong to one name.
MAX_CANDIDATES = 2 * MAX_SUGGESTIONS


def name_key(name: str) -> str:
    """Reduce a name to its letters and digits: "UN-Habitat", "un habitat" and "UNHabitat" give "unhabitat"."""
    plain = name if name.isascii() else remove_marks(name)
    return "".join(normalize(match[0]) for match in re.finditer(r"[^\W_]+", plain))


def match_name(
    what: str,
    value: str,
    names: Mapping[str, Iterable[str]],
    shown: Mapping[str, str] | None = None,
    standard: Mapping[str, Iterable[str]] | None = None,
) -> str:
    """Find the key of `names` that `value` refers to.

    A key itself takes precedence over another spelling of a key, that over an alias, and that over a prefix.

    Args:
        what: what the names are, for the error message ("theme").
        value: an id, an alias, or a prefix of one, in any spelling.
        names: for each key its aliases.
        shown: for each key its name in error messages; by default the key.
        standard: further names, of which no prefixes match.

    Raises:
        UnknownValueError: nothing matches; the message suggests the closest names.
        AmbiguousValueError: several names match equally well.
    """
    if value in names:
        return value

    def label(key: str) -> str:
        return shown.get(key, key) if shown else key

    for matches in _matches(name_key(value), names, standard or {}):
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise AmbiguousValueError(what, value, [label(key) for key in matches])
    spellings = {name_key(name): label(key) for key, aliases in names.items() for name in (key, *aliases)}
    for key, aliases in (standard or {}).items():
        title = next(iter(aliases), key)
        for name in aliases:
            spellings.setdefault(name_key(name), title)
    known = () if len(names) > MAX_LISTED else [label(key) for key in names]
    raise UnknownValueError(what, value, closest=closest_matches(name_key(value), spellings), known=known)


def _matches(
    wanted: str, names: Mapping[str, Iterable[str]], standard: Mapping[str, Iterable[str]]
) -> Iterator[list[str]]:
    """The keys that match, the best kind of match first."""
    yield [key for key in names if name_key(key) == wanted]
    yield [key for key, aliases in names.items() if wanted in map(name_key, aliases)]
    yield [key for key, aliases in standard.items() if wanted in map(name_key, (key, *aliases))]
    if wanted:
        begins: Callable[[str], bool] = lambda name: name_key(name).startswith(wanted)  # noqa: E731
        yield [key for key, aliases in names.items() if begins(key) or any(map(begins, aliases))]


def closest_matches(value: str, names: Mapping[str, str]) -> list[str]:
    """Up to three values of `names`, each once, whose keys are spelled most like `value`, the closest first."""
    if len(value) > MAX_NAME_LENGTH:
        return []
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extract

    close = extract(
        value, list(names), scorer=Indel.normalized_similarity, score_cutoff=MIN_SIMILARITY, limit=MAX_CANDIDATES
    )
    return list(dict.fromkeys(names[key] for key, _, _ in close))[:MAX_SUGGESTIONS]
