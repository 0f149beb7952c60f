"""Dataset files: loading, caching, validation, lint and the schema."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from itucovid.storage import cache
from itucovid.storage.paths import DATA_VARIABLE, default_path, is_path
from itucovid.storage.records import StoredDataset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from itucovid.model import Initiative, Tables
    from itucovid.storage.cache import CacheKey
    from itucovid.storage.loader import Content, ParsedFile

    Progress = Callable[[Path], AbstractContextManager[object]]
    Source = str | os.PathLike[str] | Content


class LoadedDataset(msgspec.Struct, frozen=True):
    """The content of a dataset file.

    Attributes:
        tables: everything except the records.
        records: the records; those from the cache are decoded on access.
        key: the key of what is cached for this state of the file, or None if nothing is.
    """

    tables: Tables
    records: Sequence[Initiative]
    key: CacheKey | None


def load_dataset(source: Source | None = None, progress: Progress | None = None) -> LoadedDataset:
    """Load a dataset from the cache, or else parse and validate its file and cache it.

    Args:
        source: a TOML file, or its content as text (with a line break), bytes or a stream of either; by default the
            file named by ITUCOVID_DATA, or else the bundled dataset.
        progress: called with the path if a file is parsed; the context is active meanwhile.

    Raises:
        InvalidDatasetError: the file cannot be read, is not UTF-8 or not TOML, or violates the model.
        UsageError: ITUCOVID_CACHE is a relative path.
    """
    if not isinstance(source, None | os.PathLike) and not is_path(source):
        dataset = parse(*_named_content(source)).dataset
        return LoadedDataset(dataset, dataset.initiatives, None)
    path = default_path() if source is None else Path(source)
    key = cache.cache_key(path)
    if key and (stored := cache.load(key, "dataset", StoredDataset)):
        return LoadedDataset(stored, stored.lazy_records(), key)
    with progress(path) if progress else nullcontext():
        dataset = parse(path).dataset
        if key:
            cache.store(key, "dataset", dataset)
    return LoadedDataset(dataset, dataset.initiatives, key)


def _named_content(source: Content) -> tuple[Path, str | bytes]:
    """The name of a content for messages, and the content; a stream is read to its end."""
    if isinstance(source, str):
        return Path("<text>"), source
    if isinstance(source, bytes):
        return Path("<bytes>"), source
    content = source.read()
    return Path(str(getattr(source, "name", "<stream>"))), content


def parse(path: Path, content: str | bytes | None = None) -> ParsedFile:
    """`itucovid.storage.loader.parse_file`, imported only now: a dataset from the cache is not parsed."""
    from itucovid.storage import loader

    return loader.parse_file(path, content)


def data_options(source: Source | None) -> tuple[str, ...] | None:
    """The options with which the command uses the same dataset: none for the bundled one; None if it is not a file."""
    chosen = source or os.environ.get(DATA_VARIABLE)
    if chosen is None:
        return ()
    return ("--data", Path(chosen).name) if isinstance(chosen, os.PathLike) or is_path(chosen) else None
