"""The values that a shell offers for an option, each with its title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from itucovid.errors import ItucovidError

if TYPE_CHECKING:
    from os import PathLike


def values(what: str, data: str | PathLike[str] | None, typed: str) -> list[tuple[str, str]]:
    """What could stand where `typed` is being typed.

    Args:
        what: a filter ("theme"), or "id", "format", "fields", "sort", "explode", "facet".
        data: the dataset in use.
        typed: what is there already.

    Returns:
        Pairs of value and title; nothing if the dataset cannot be read, for a shell is no place for errors.
    """
    try:
        pairs = _fixed(what, typed) or _of_dataset(what, data)
    except ItucovidError:
        return []
    offered = [
        (_NOT_IN_WORD.sub("-", value).strip("-"), " ".join(_NOT_PLAIN.sub(" ", title.replace("'", "’")).split()))
        for value, title in pairs
    ]
    return [(value, title) for value, title in offered if value and value.casefold().startswith(typed.casefold())]


# A shell may read what it is offered once more, and Typer reads titles as Rich's markup: only what neither obeys is
# passed on. "Arab-States" means the same to a filter as "Arab States".
_NOT_IN_WORD = re.compile(r"[^\w.,-]+")
_NOT_PLAIN = re.compile(r"[^\w .,:()/’–-]|[\u202a-\u202e\u2066-\u2069]")


def _fixed(what: str, typed: str) -> list[tuple[str, str]]:
    if what == "format":
        from itucovid.export import FORMATS

        return [(name, " ".join(format_.suffixes)) for name, format_ in FORMATS.items()]
    if what == "fields":
        from itucovid.fields import FIELDS

        before = typed[: typed.rfind(",") + 1]
        return [(before + name, field.heading) for name, field in FIELDS.items()]
    if what == "explode":
        from itucovid.fields import explodable

        return [(name, "") for name in explodable()]
    if what == "sort":
        from itucovid.filters import SORT_KEYS

        return [(name, "") for name in SORT_KEYS]
    if what == "facet":
        from itucovid.stats import FACETS

        return [(name, "") for name in FACETS]
    return []


def _of_dataset(what: str, data: str | PathLike[str] | None) -> list[tuple[str, str]]:
    from itucovid.dataset import read
    from itucovid.filters import known_values

    dataset, _ = read(data)
    if what == "id":
        return [(record.id, record.title) for record in dataset.initiatives]
    return [(value, names[0] if names else "") for value, names in known_values(dataset)[what].items()]
