"""Warnings about ids, titles and names that are nearly the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from itucovid.names import name_key, similar_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.model import DatasetFile
    from itucovid.storage.toml_positions import KeyPath

    Related: TypeAlias = Iterator[tuple[KeyPath, str, KeyPath]]

MAX_COMPARED = 5_000
"""Names; among more, near-duplicates are not looked for."""

_SIMILAR = 0.9
_MIN_LENGTH = 8
"""Letters; shorter names, such as acronyms, are alike by chance."""


def similar_ids(dataset: DatasetFile, *, has_themes: bool) -> Related:
    """Ids that differ only in case, of records, themes and organisations."""
    tables = {
        "initiatives": [record.id for record in dataset.initiatives],
        "themes": [theme.id for theme in dataset.themes if has_themes],
        "organisations": [organisation.id for organisation in dataset.organisations],
    }
    for table, ids in tables.items():
        first: dict[str, tuple[int, str]] = {}
        for index, own in enumerate(ids):
            other, id_ = first.setdefault(own.casefold(), (index, own))
            if other != index and id_ != own:
                yield (table, index, "id"), f"differs from {id_!r} only in capital letters", (table, other, "id")


def similar_titles(dataset: DatasetFile) -> Related:
    """Titles of records that are nearly the same; those with different numbers are not."""
    yield from _similar([(("initiatives", index, "title"), one.title) for index, one in enumerate(dataset.initiatives)])


def similar_names(dataset: DatasetFile, *, has_themes: bool) -> Related:
    """Names of organisations, and themes without a table, that are nearly the same."""
    organisations: dict[str, KeyPath] = {}
    themes: dict[str, KeyPath] = {}
    for index, organisation in enumerate(dataset.organisations):
        organisations.setdefault(organisation.name, ("organisations", index, "name"))
    tables = {organisation.id for organisation in dataset.organisations}
    for index, record in enumerate(dataset.initiatives):
        for field in ("partners", "mentions"):
            for number, name in enumerate(getattr(record, field)):
                if name not in tables:
                    organisations.setdefault(name, ("initiatives", index, field, number))
        themes.setdefault(record.theme, ("initiatives", index, "theme"))
    yield from _similar([(path, name) for name, path in organisations.items()])
    if not has_themes:
        # They are few and chosen by the author of the file.
        yield from _similar([(path, name) for name, path in themes.items()], 0.85, 4)


def _similar(names: list[tuple[KeyPath, str]], similarity: float = _SIMILAR, min_length: int = _MIN_LENGTH) -> Related:
    first: dict[str, int] = {}
    long: list[int] = []
    for position, (path, name) in enumerate(names):
        key = name_key(name) or name
        other = first.setdefault(key, position)
        is_known = path[0] == names[other][0][0] == "organisations" or path[-1] == "title"
        if other != position and name != names[other][1] and not is_known:  # "same" reports those
            yield path, f"{name!r} is another spelling of {names[other][1]!r}", names[other][0]
        elif other == position and len(key) >= min_length:
            long.append(position)
    if len(long) > MAX_COMPARED:
        return
    for one, two, ratio in similar_pairs([names[position][1].casefold() for position in long], similarity):
        (path, name), (other_path, other_name) = names[long[one]], names[long[two]]
        if _numbers(name) == _numbers(other_name):
            yield path, f"{name!r} is {ratio:.0%} like {other_name!r}", other_path


def _numbers(name: str) -> list[str]:
    """The numbers, and the single letters, that tell names of a series apart."""
    return re.findall(r"\d+|\b[A-Z]\b|\b[IVX]+\b", name)
