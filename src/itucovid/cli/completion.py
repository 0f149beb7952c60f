"""Shell completion of values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from itucovid.dataset import Dataset
from itucovid.errors import ItucovidError
from itucovid.export.formats import FORMATS
from itucovid.facets import FACETS, FILTERS
from itucovid.fields import all_fields, explodable_groups
from itucovid.filters import SORT_KEYS, presence_fields

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike


class Candidate(NamedTuple):
    """A possible value, its title, and its aliases."""

    value: str
    title: str = ""
    aliases: tuple[str, ...] = ()


def complete(what: str, data: str | PathLike[str] | None, typed: str) -> list[tuple[str, str]]:
    """The values that complete what was typed.

    Args:
        what: a filter ("theme"), or "id", "locale", "format", "fields", "presence", "sort", "explode", "own" or
            "facet".
        data: the dataset in use.
        typed: the beginning of the value.

    Returns:
        Pairs of value and title; none if the dataset cannot be read. Every value begins exactly with what was typed,
        since shells drop other values: after "ni", NER is offered as "niger", and after "ne" as "ner".
    """
    try:
        candidates = _candidates(what, data, typed)
    except ItucovidError:
        return []
    offered = [(_continue(typed, (c.value, *c.aliases[:1])), c.title) for c in candidates]
    if not any(value for value, _ in offered):
        offered = [(_continue(typed, c.aliases), c.title) for c in candidates]
    return [(value, _plain(title)) for value, title in offered if value]


def _continue(typed: str, names: Iterable[str]) -> str:
    """The first name that begins with what was typed, as one word, or the empty string."""
    for name in names:
        word = _NOT_IN_WORD.sub("-", name).strip("-")
        if word[: len(typed)].casefold() == typed.casefold():
            rest = word[len(typed) :]
            return typed + (rest.lower() if typed.islower() else rest)
    return ""


def _plain(title: str) -> str:
    return " ".join(_NOT_PLAIN.sub(" ", title.replace("'", "’")).split())


# Shells may evaluate what they are offered, and Typer reads titles as Rich markup: only harmless characters are kept.
# The filters accept "Arab-States" for "Arab States".
_NOT_IN_WORD = re.compile(r"[^\w.,-]+")
_NOT_PLAIN = re.compile(r"[^\w .,:()/’–-]|[\u202a-\u202e\u2066-\u2069]")


def _candidates(what: str, data: str | PathLike[str] | None, typed: str) -> list[Candidate]:
    if what == "format":
        return [Candidate(name, " ".join(format_.suffixes)) for name, format_ in FORMATS.items()]
    if what == "facet":
        return [Candidate(name) for name in FACETS]
    dataset = Dataset.load(data)
    labels = dataset.labels
    chosen = typed[: typed.rfind(",") + 1]
    values = {
        "locale": lambda: [Candidate(code, labels.language(code)) for code in dataset.locales],
        "id": lambda: [Candidate(record.id, record.title) for record in dataset],
        "fields": lambda: [Candidate(chosen + name, field.heading) for name, field in all_fields(labels).items()],
        "explode": lambda: [Candidate(name) for name in explodable_groups(labels)],
        "presence": lambda: [Candidate(name) for name in presence_fields(labels.own_fields)],
        "sort": lambda: [Candidate(name) for name in (*SORT_KEYS, *labels.own_fields)],
        "own": lambda: [Candidate(name, field.title or "") for name, field in labels.own_fields.items()],
    }
    if what in values:
        return values[what]()
    aliases = FILTERS[what].aliases(dataset.contents)
    return [Candidate(value, names[0] if names else "", names) for value, names in aliases.items()]
