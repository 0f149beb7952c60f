"""The values that a shell offers for an option, each with its title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from itucovid.errors import ItucovidError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike


class Candidate(NamedTuple):
    """A value that could stand there, its title, and other names that mean the same."""

    value: str
    title: str = ""
    names: tuple[str, ...] = ()


def values(what: str, data: str | PathLike[str] | None, typed: str) -> list[tuple[str, str]]:
    """What could stand where `typed` is being typed.

    Args:
        what: a filter ("theme"), or "id", "format", "fields", "sort", "explode", "facet".
        data: the dataset in use.
        typed: what is there already.

    Returns:
        Pairs of value and title; nothing if the dataset cannot be read, for a shell is no place for errors. Each value
        begins with what was typed, letter for letter, because shells drop what does not: after "ni" it is "niger"
        that stands for NER, and after "ne", "ner". The tool takes names as well as codes, in any case.
    """
    try:
        candidates = _fixed(what, typed) or _of_dataset(what, data)
    except ItucovidError:
        return []
    offered = [(_continued(typed, (c.value, *c.names[:1])), c.title) for c in candidates]
    if not any(value for value, _ in offered):
        offered = [(_continued(typed, c.names), c.title) for c in candidates]
    return [(value, _plain(title)) for value, title in offered if value]


def _continued(typed: str, names: Iterable[str]) -> str:
    """The first of some names, as one word, that begins with what was typed; or nothing."""
    for name in names:
        word = _NOT_IN_WORD.sub("-", name).strip("-")
        if word[: len(typed)].casefold() == typed.casefold():
            rest = word[len(typed) :]
            return typed + (rest.lower() if typed.islower() else rest)
    return ""


def _plain(title: str) -> str:
    return " ".join(_NOT_PLAIN.sub(" ", title.replace("'", "’")).split())


# A shell may read what it is offered once more, and Typer reads titles as Rich's markup: only what neither obeys is
# passed on. "Arab-States" means the same to a filter as "Arab States".
_NOT_IN_WORD = re.compile(r"[^\w.,-]+")
_NOT_PLAIN = re.compile(r"[^\w .,:()/’–-]|[\u202a-\u202e\u2066-\u2069]")


def _fixed(what: str, typed: str) -> list[Candidate]:
    if what == "format":
        from itucovid.export import FORMATS

        return [Candidate(name, " ".join(format_.suffixes)) for name, format_ in FORMATS.items()]
    if what == "fields":
        from itucovid.fields import FIELDS

        before = typed[: typed.rfind(",") + 1]
        return [Candidate(before + name, field.heading) for name, field in FIELDS.items()]
    if what == "explode":
        from itucovid.fields import explodable

        return [Candidate(name) for name in explodable()]
    if what == "sort":
        from itucovid.filters import SORT_KEYS

        return [Candidate(name) for name in SORT_KEYS]
    if what == "facet":
        from itucovid.stats import FACETS

        return [Candidate(name) for name in FACETS]
    return []


def _of_dataset(what: str, data: str | PathLike[str] | None) -> list[Candidate]:
    from itucovid.dataset import read
    from itucovid.filters import known_values

    dataset = read(data).dataset
    if what == "id":
        return [Candidate(record.id, record.title) for record in dataset.initiatives]
    known = known_values(dataset)[what]
    return [Candidate(value, names[0] if names else "", tuple(names)) for value, names in known.items()]
