"""Examples of the cells of a sheet, for remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itucovid.text import plural

if TYPE_CHECKING:
    from collections.abc import KeysView


class Examples:
    """The first text of each kind, and the number of texts of that kind."""

    def __init__(self) -> None:
        self._found: dict[Any, tuple[str, int]] = {}

    def add(self, kind: object, text: str) -> None:
        """Add a text; those without a kind (None) are ignored."""
        if kind is not None:
            first, number = self._found.get(kind, (text, 0))
            self._found[kind] = first, number + 1

    @property
    def kinds(self) -> KeysView[Any]:
        """The kinds, in the order in which they were found."""
        return self._found.keys()

    def number(self, kind: object) -> int:
        """The number of texts of a kind."""
        return self._found[kind][1]

    def describe(self, kind: object) -> str:
        """The texts of a kind: "'04/05/2020' and 2 others"."""
        first, number = self._found[kind]
        return f"{first!r} and {plural(number - 1, 'other')}" if number > 1 else repr(first)
