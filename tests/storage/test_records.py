"""Records from the cache are those of the file."""

from __future__ import annotations

import msgspec
import pytest

import itucovid
from itucovid.model import encode_hook
from itucovid.storage.records import LazyRecords, StoredDataset


@pytest.fixture(scope="module")
def stored(dataset: itucovid.Dataset) -> StoredDataset:
    encoded = msgspec.msgpack.encode(dataset.contents, enc_hook=encode_hook)
    return msgspec.msgpack.decode(encoded, type=StoredDataset, dec_hook=lambda type_, value: type_(value))


@pytest.fixture(scope="module")
def records(stored: StoredDataset) -> LazyRecords:
    return stored.lazy_records()


def test_the_tables_are_those_of_the_dataset(stored: StoredDataset, dataset: itucovid.Dataset) -> None:
    names = ("document", "themes", "organisations", "countries", "languages")
    assert [getattr(stored, name) for name in names] == [getattr(dataset.contents, name) for name in names]


def test_the_records_are_those_of_the_dataset(records: LazyRecords, dataset: itucovid.Dataset) -> None:
    assert tuple(records) == dataset.initiatives
    assert len(records) == len(dataset)


@pytest.mark.parametrize("index", [0, 3, -1])
def test_an_index(index: int, records: LazyRecords, dataset: itucovid.Dataset) -> None:
    assert records[index] == dataset.initiatives[index]


@pytest.mark.parametrize("index", [slice(2, 5), slice(None, None, -7), slice(100, 200)], ids=str)
def test_a_slice(index: slice, records: LazyRecords, dataset: itucovid.Dataset) -> None:
    assert records[index] == dataset.initiatives[index]


@pytest.mark.parametrize("index", [28, -29])
def test_an_index_out_of_range(index: int, records: LazyRecords) -> None:
    with pytest.raises(IndexError):
        records[index]


def test_only_the_used_records_are_decoded() -> None:
    records = LazyRecords([msgspec.Raw(b"\xc1"), msgspec.Raw(msgspec.msgpack.encode(
        {"id": "one", "theme": "t", "title": "T", "summary": "S"}))])  # fmt: skip
    assert records[1].id == "one"
    with pytest.raises(msgspec.DecodeError):
        records[0]
