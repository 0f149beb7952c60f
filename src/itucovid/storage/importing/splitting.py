"""Split texts with several names: at commas and slashes, and words such as "and"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def split_places(item: str, read: Callable[[str], str | None]) -> list[str]:
    """A text split at commas, slashes, ampersands, plus signs and "and", if a part can then be read."""
    parts = [part.strip() for part in re.split(r"\s*[,/、，]\s*|\s+&\s+|\s+(?=\+)|\s+(?:and|et|y|и)\s+", item)]
    parts = [part for part in parts if part]
    return parts if any(map(read, parts)) else [item]


_BETWEEN_NAMES = re.compile(r"\s*[,/、，،]\s*|\s+[&+]\s+|\s+(?:and|et|y|и|und)\s+", re.IGNORECASE)
_MOST_NAMES = 50


def may_be_several(text: str) -> bool:
    """Whether a name has something in it that may separate several names: "WHO, ITU", but also "Health and Safety"."""
    return bool(_BETWEEN_NAMES.search(text))


def split_known(text: str, is_known: Callable[[str], bool]) -> list[str] | None:
    """The names that a text consists of, if all are known; None if not."""
    matches = [*_BETWEEN_NAMES.finditer(text)]
    if len(matches) >= _MOST_NAMES:
        return None
    starts, ends = [0, *(match.end() for match in matches)], [*(match.start() for match in matches), len(text)]
    # For each start, from the last one, the names of the rest of the text.
    rests: list[list[str] | None] = [[]]
    for first in reversed(range(len(starts))):
        names: list[str] | None = None
        for last in range(first, len(ends)):
            rest = rests[len(ends) - 1 - last]
            if rest is not None and is_known(name := text[starts[first] : ends[last]]):
                names = [name, *rest]
        rests.append(names)
    return rests[-1]
