"""A cache of values derived from files, such as parsed datasets and search indexes.

An entry is a MessagePack file, in the user's cache directory or next to a bundled file. Entries that are stale, corrupt
or owned by another user are ignored, and an entry that cannot be written is not an error.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

from itucovid._version import __version__
from itucovid.model import decode_hook, encode_hook

CACHE_VARIABLE = "ITUCOVID_CACHE"
"""The environment variable with another cache directory, or "off"."""

FORMAT_VERSION = 3
"""Increase it with every change of what is stored: of the model, the index, or how either is made."""

MIN_FILE_SIZE = 256 * 1024
"""Bytes; parsing a smaller file takes about as long as loading it from the cache."""

MTIME_GRACE_SECONDS = 2.0
"""A file that was modified this recently may be modified again without a change of its timestamp."""

MAX_ENTRIES = 32

T = TypeVar("T")


class CacheKey(msgspec.Struct, frozen=True):
    """A state of a source file.

    Attributes:
        path: the source file.
        fingerprint: what identifies the state; entries with another fingerprint are stale.
        location: the path of the entries, without their suffix.
        is_bundled: whether the entries are part of the package, and therefore read-only.
    """

    path: str
    fingerprint: tuple[int | str, ...]
    location: str
    is_bundled: bool = False

    @property
    def source(self) -> str:
        """The path as valid Unicode; a file name may contain other bytes."""
        return self.path.encode(errors="replace").decode()


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """The content of an entry file: what it was made from, and the value."""

    source: str
    fingerprint: tuple[int | str, ...]
    checksum: int
    value: msgspec.Raw


def cache_key(path: Path) -> CacheKey | None:
    """The key of a file, or None if it is not cached: it is small, was just modified, or is no regular file."""
    if (bundled := bundled_key(path)) and Path(f"{bundled.location}.dataset").exists():
        return bundled
    directory = folder()
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    if directory is None or not stat.S_ISREG(state.st_mode) or state.st_size < MIN_FILE_SIZE:
        return None
    if abs(time.time() - max(state.st_mtime, state.st_ctime)) < MTIME_GRACE_SECONDS:
        return None
    source = os.path.realpath(path)
    name = f"{path.stem[:40]}-{crc32(os.fsencode(source)):08x}"
    fingerprint = (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino, __version__, FORMAT_VERSION)
    return CacheKey(source, fingerprint, str(directory / name))


def bundled_key(path: Path) -> CacheKey | None:
    """The key of a file of the package, whose timestamps are those of the installation; None for any other file."""
    if path.parent != _BUNDLED:
        return None
    content = path.read_bytes()
    fingerprint = (len(content), crc32(content), __version__, FORMAT_VERSION)
    return CacheKey(path.name, fingerprint, str(path.parent / path.stem), is_bundled=True)


_BUNDLED = Path(__file__).resolve().parents[1] / "data"


def load(key: CacheKey, kind: str, type_: type[T]) -> T | None:
    """Load a value, or return None if there is no valid entry.

    Args:
        key: the state of the source file.
        kind: the suffix of the entry: "dataset" or "index".
        type_: the type of the value.
    """
    entry = _read(Path(f"{key.location}.{kind}"), trusted=key.is_bundled)
    if entry is None or (entry.source, entry.fingerprint) != (key.source, key.fingerprint):
        return None
    if crc32(entry.value) != entry.checksum:
        return None
    try:
        return msgspec.msgpack.decode(entry.value, type=type_, dec_hook=decode_hook)
    except msgspec.MsgspecError:
        return None


def store(key: CacheKey, kind: str, value: object) -> None:
    """Store a value, unless its source file has changed since the key was made or the entry cannot be written."""
    if key.is_bundled or cache_key(Path(key.path)) != key:
        return
    with contextlib.suppress(OSError):
        Path(key.location).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_entry(key, kind, value)
        for old in _files()[:-MAX_ENTRIES]:
            old.unlink(missing_ok=True)


def write_entry(key: CacheKey, kind: str, value: object) -> Path:
    """Write an entry, completely or not at all, and return its path.

    Raises:
        OSError: it cannot be written.
    """
    path = Path(f"{key.location}.{kind}")
    temporary = path.with_name(f"{path.name}.{os.getpid()}{_PARTIAL_SUFFIX}")
    encoder = msgspec.msgpack.Encoder(enc_hook=encode_hook)
    encoded = encoder.encode(value)
    try:
        # The source file may be readable only by its owner, so the entry is, too.
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:  # noqa: PTH123
            stream.write(encoder.encode(Entry(key.source, key.fingerprint, crc32(encoded), msgspec.Raw(encoded))))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


_PARTIAL_SUFFIX = ".part"


def folder() -> Path | None:
    """The cache directory, or None if caching is disabled.

    ITUCOVID_CACHE, or else the directory that the XDG Base Directory Specification, macOS or Windows defines.
    """
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return None if chosen.casefold() == "off" else Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")  # noqa: PTH111 - pathlib raises if there is no home directory
    else:
        # The specification declares relative paths invalid.
        base = os.environ.get("XDG_CACHE_HOME") or ""
        base = base if os.path.isabs(base) else os.path.expanduser("~/.cache")  # noqa: PTH111, PTH117
    return Path(base, "itucovid") if base and os.path.isabs(base) else None  # noqa: PTH117


def entries() -> list[tuple[Path, str]]:
    """The entries in the cache directory, each with the path of its source file."""
    paths = (path for path in _files() if path.suffix != _PARTIAL_SUFFIX)
    return [(path, entry.source) for path in paths if (entry := _read(path))]


def clear() -> int:
    """Delete all entries and partial files; return how many files were deleted."""
    deleted = 0
    for path in _files():
        with contextlib.suppress(OSError):
            path.unlink()
            deleted += 1
    return deleted


_NAME = r".*-[0-9a-f]{8}\.(dataset|index)(\.[0-9]+\.part)?"


def _files() -> list[Path]:
    """The files of this tool in the cache directory, the oldest first; other programs may use the directory, too."""
    import re

    directory = folder()
    try:
        return sorted(
            (path for path in (directory.iterdir() if directory else ()) if re.fullmatch(_NAME, path.name)),
            key=lambda path: (path.stat().st_mtime_ns, path.name),
        )
    except OSError:
        return []


def _read(path: Path, *, trusted: bool = False) -> Entry | None:
    """Read an entry; unless `trusted`, it must belong to the current user."""
    try:
        with path.open("rb") as stream:
            if not trusted and hasattr(os, "getuid") and os.fstat(stream.fileno()).st_uid != os.getuid():
                return None
            return msgspec.msgpack.decode(stream.read(), type=Entry)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
