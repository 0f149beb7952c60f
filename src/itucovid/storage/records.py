"""How a dataset is loaded from the cache: its records stay encoded until they are used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import msgspec

from itucovid.model import Initiative, Tables, decode_hook


class StoredDataset(Tables, frozen=True, kw_only=True):
    """A `DatasetFile` in the cache; the records are MessagePack."""

    initiatives: list[msgspec.Raw]

    def lazy_records(self) -> LazyRecords:
        """The records, each decoded on access."""
        return LazyRecords(self.initiatives)


class LazyRecords(Sequence[Initiative]):
    """A sequence of records that are decoded on access."""

    def __init__(self, encoded: Sequence[msgspec.Raw]) -> None:
        self._encoded = encoded
        self._decoder = msgspec.msgpack.Decoder(Initiative, dec_hook=decode_hook)

    def __len__(self) -> int:
        return len(self._encoded)

    def __iter__(self) -> Iterator[Initiative]:
        return map(self._decoder.decode, self._encoded)

    @overload
    def __getitem__(self, index: int) -> Initiative: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Initiative, ...]: ...
    def __getitem__(self, index: int | slice) -> Initiative | tuple[Initiative, ...]:
        if isinstance(index, slice):
            return tuple(map(self._decoder.decode, self._encoded[index]))
        return self._decoder.decode(self._encoded[index])
