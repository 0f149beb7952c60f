"""A list that is kept compressed."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

_T = TypeVar("_T")
_BLOCK = 1000
"""The number of items that are compressed together."""


class PackedList(Generic[_T]):
    """Items in the order in which they were appended; they take a fraction of the memory, but only iterate.

    Args:
        type_: the type of the items; msgspec can encode it.
    """

    def __init__(self, type_: type[_T]) -> None:
        self._decoder = msgspec.msgpack.Decoder(list[type_])  # type: ignore[valid-type]
        self._blocks: list[bytes] = []
        self._last: list[_T] = []

    def append(self, item: _T) -> None:
        """Add an item at the end."""
        self._last.append(item)
        if len(self._last) == _BLOCK:
            self._blocks.append(zlib.compress(msgspec.msgpack.encode(self._last), zlib.Z_BEST_SPEED))
            self._last = []

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._last)

    def __iter__(self) -> Iterator[_T]:
        for block in self._blocks:
            yield from self._decoder.decode(zlib.decompress(block))
        yield from self._last
