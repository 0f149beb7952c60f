"""How a dataset is cached: its records stay encoded until they are used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

import msgspec

from itucovid.model import Initiative, Tables, decode_hook, encode_hook

if TYPE_CHECKING:
    from itucovid.model import DatasetFile


class StoredDataset(msgspec.Struct, frozen=True):
    """A dataset in the cache: its tables, and its records as MessagePack."""

    tables: Tables
    records: list[msgspec.Raw]

    @classmethod
    def encode(cls, dataset: DatasetFile) -> StoredDataset:
        """Encode the records of a dataset."""
        encoder = msgspec.msgpack.Encoder(enc_hook=encode_hook)
        tables = Tables(**{name: getattr(dataset, name) for name in Tables.__struct_fields__})
        return cls(tables, [msgspec.Raw(encoder.encode(record)) for record in dataset.initiatives])

    def lazy_records(self) -> LazyRecords:
        """The records, each decoded when it is first used."""
        return LazyRecords(self.records)


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
