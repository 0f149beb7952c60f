"""A cache of values derived from files, such as parsed datasets and search indexes.

An entry is a file in the user's cache directory or next to a bundled file: a line of JSON that says what the value was
made from, and the value as MessagePack. Entries that are stale, corrupt or owned by another user are ignored. An entry
that cannot be written is not an error.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

import msgspec

from itucovid._version import __version__
from itucovid.errors import UsageError
from itucovid.model import decode_hook, encode_hook
from itucovid.storage.cleanup import cleanup

if TYPE_CHECKING:
    from io import BufferedReader

CACHE_VARIABLE = "ITUCOVID_CACHE"
"""The environment variable with another cache directory, or a word that disables caching."""

DISABLING = ("off", "0", "false", "no")

FORMAT_VERSION = 9
"""Increase it with every change of what is stored: of the entries, the model, the index, or how either is made."""

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


class Header(msgspec.Struct, frozen=True):
    """The first line of an entry.

    Attributes:
        source: the source file.
        fingerprint: its state when the value was made.
        checksum: the CRC-32 of the encoded value.
    """

    source: str
    fingerprint: tuple[int | str, ...]
    checksum: int


class Entry(msgspec.Struct, frozen=True):
    """A file in the cache directory, its size in bytes, and the path of its source file."""

    path: Path
    size: int
    source: str


def cache_key(path: Path) -> CacheKey | None:
    """The key of a file, or None if it is not cached: it is small, was just modified, or is not a regular file.

    Raises:
        UsageError: as in `folder`, whether or not the file is cached.
    """
    directory = folder()
    try:
        if path.parent == _BUNDLED and path.with_suffix(".dataset").exists():
            return bundled_key(path)
        state = path.stat()
    except (OSError, ValueError):
        return None
    if directory is None or not stat.S_ISREG(state.st_mode) or state.st_size < MIN_FILE_SIZE:
        return None
    if abs(time.time() - max(state.st_mtime, state.st_ctime)) < MTIME_GRACE_SECONDS:
        return None
    source = os.path.realpath(path)
    name = f"{Path(source).stem[:40]}-{crc32(os.fsencode(source)):08x}"
    fingerprint = (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino, *_VERSIONS)
    return CacheKey(source, fingerprint, str(directory / name))


def bundled_key(path: Path) -> CacheKey:
    """The key of a file of the package; its entries are next to it.

    It depends on the content, since the timestamps are those of the installation.

    Raises:
        OSError: the file cannot be read.
    """
    content = path.read_bytes()
    fingerprint = (len(content), crc32(content), *_VERSIONS)
    return CacheKey(path.name, fingerprint, str(path.with_suffix("")), is_bundled=True)


_BUNDLED = Path(__file__).resolve().parents[1] / "data"
# The numbers of an index are stored in the byte order of the machine.
_VERSIONS = (__version__, FORMAT_VERSION, sys.byteorder)


def load(key: CacheKey, kind: str, type_: type[T]) -> T | None:
    """Load a value, or return None if there is no valid entry.

    Args:
        key: the state of the source file.
        kind: the suffix of the entry: "dataset" or "index".
        type_: the type of the value.
    """
    try:
        with Path(f"{key.location}.{kind}").open("rb") as stream:
            header = _read_header(stream, trusted=key.is_bundled)
            if header is None or (header.source, header.fingerprint) != (key.source, key.fingerprint):
                return None
            # Unlike `read`, this does not copy the value.
            encoded = bytearray(os.fstat(stream.fileno()).st_size - stream.tell())
            stream.readinto(encoded)
        if crc32(encoded) != header.checksum:
            return None
        return msgspec.msgpack.decode(encoded, type=type_, dec_hook=decode_hook)
    except (OSError, ValueError, msgspec.MsgspecError):
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
    encoded = msgspec.msgpack.encode(value, enc_hook=encode_hook)
    header = Header(key.source, key.fingerprint, crc32(encoded))
    with cleanup(partial(temporary.unlink, missing_ok=True)):
        # The source file may be readable only by its owner, so the entry is, too.
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:  # noqa: PTH123
            stream.write(msgspec.json.encode(header) + b"\n")
            stream.write(encoded)
        temporary.replace(path)
    return path


_PARTIAL_SUFFIX = ".part"


def folder() -> Path | None:
    """The cache directory, or None if caching is disabled.

    ITUCOVID_CACHE, or else the directory that the XDG Base Directory Specification, macOS or Windows defines.

    Raises:
        UsageError: ITUCOVID_CACHE is a relative path, which would be another directory in each working directory.
    """
    if chosen := os.environ.get(CACHE_VARIABLE, "").strip():
        if chosen.casefold() in DISABLING:
            return None
        # Only a shell expands "~" by itself, not an .env file, Docker or a CI service.
        directory = os.path.expanduser(chosen)  # noqa: PTH111 - pathlib raises if there is no home directory
        if not os.path.isabs(directory):  # noqa: PTH117
            raise UsageError(f"{CACHE_VARIABLE}: expected an absolute path, or off to disable caching, not {chosen!r}")
        return Path(directory)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")  # noqa: PTH111 - pathlib raises if there is no home directory
    else:
        # The specification declares relative paths invalid.
        base = os.environ.get("XDG_CACHE_HOME") or ""
        base = base if os.path.isabs(base) else os.path.expanduser("~/.cache")  # noqa: PTH111, PTH117
    return Path(base, "itucovid") if base and os.path.isabs(base) else None  # noqa: PTH117


def entries() -> list[Entry]:
    """The complete entries in the cache directory, the oldest first."""
    found = []
    for path in _files():
        with contextlib.suppress(OSError, ValueError, msgspec.MsgspecError), path.open("rb") as stream:
            if path.suffix != _PARTIAL_SUFFIX and (header := _read_header(stream)):
                found.append(Entry(path, os.fstat(stream.fileno()).st_size, header.source))
    return found


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

    by_age = []
    directory = folder()
    with contextlib.suppress(OSError):
        for path in directory.iterdir() if directory else ():
            # Another process may delete files at the same time.
            with contextlib.suppress(OSError):
                if re.fullmatch(_NAME, path.name, re.DOTALL):
                    by_age.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(by_age)]


def _read_header(stream: BufferedReader, *, trusted: bool = False) -> Header | None:
    """Read the first line of an entry. Unless it is `trusted`, it must belong to the current user.

    Raises:
        OSError: the entry cannot be read.
        msgspec.MsgspecError: it is corrupt.
    """
    if not trusted and hasattr(os, "getuid") and os.fstat(stream.fileno()).st_uid != os.getuid():
        return None
    return msgspec.json.decode(stream.readline(_MAX_HEADER_SIZE), type=Header)


# A path has at most 4096 bytes on Linux, each of at most 6 characters in JSON.
_MAX_HEADER_SIZE = 32 * 1024
