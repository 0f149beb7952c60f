"""Snapshots of checked datasets, so that what was parsed once need not be parsed again.

A snapshot lies in the user's cache folder, or beside the shipped dataset. It is never the truth: one that is stale,
foreign, broken or of another version is as good as none, and one that cannot be written is no error. It holds plain
MessagePack and arrays of numbers, and nothing in it is ever run.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import stat
import sys
import time
from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast, overload
from zlib import crc32

import msgspec

from itucovid import __version__
from itucovid.model import Dataset, Initiative, decode_hook, encode_hook
from itucovid.packing import Lists, Units, packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from itucovid.index import Vocabulary

CACHE_VARIABLE = "ITUCOVID_CACHE"
"""The environment variable that names another cache folder, or says "off"."""

PAYS_FROM = 256 * 1024
"""Bytes: a smaller file is parsed about as quickly as its snapshot is found."""

DATASET = ".dataset"
VOCABULARY = ".vocabulary"
"""The suffixes of the two kinds of snapshot."""

_MAGIC = b"itucovid snapshot 1\n"
_SIZE = 4  # bytes at the end of a file that say how long the part before them is, in which it tells about itself
# A file that was written this short a time ago may be written again without its time of change showing it.
_SETTLED_AFTER = 2.0
# What a snapshot's content depends on beside the dataset's file.
_CODE = (
    "model.py",
    "dates.py",
    "dataset.py",
    "references.py",
    "fields.py",
    "text.py",
    "index.py",
    "packing.py",
    "snapshot.py",
)
_MOST_KEPT = 32
_PIECE = 1 << 20  # bytes that are written at once


class About(msgspec.Struct, frozen=True, array_like=True):
    """What a snapshot says of itself: what it was made from and by, and its sections."""

    source: str
    made_from: tuple[int | str, ...]
    sizes: tuple[int, ...]
    checksum: int


class Records(Sequence[Initiative]):
    """The records of a snapshot, each made when it is asked for."""

    def __init__(self, packed: memoryview, offsets: memoryview) -> None:
        self._packed = packed
        self._offsets = offsets
        self._one = msgspec.msgpack.Decoder(Initiative, dec_hook=decode_hook)
        self._all: tuple[Initiative, ...] | None = None

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, number: int) -> Initiative: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Initiative, ...]: ...
    def __getitem__(self, number: int | slice) -> Initiative | tuple[Initiative, ...]:
        if self._all is None and isinstance(number, int) and 0 <= number < len(self):
            return self._one.decode(self._packed[self._offsets[number] : self._offsets[number + 1]])
        return self.all()[number]

    def __iter__(self) -> Iterator[Initiative]:
        return iter(self.all())

    def all(self) -> tuple[Initiative, ...]:
        """All records."""
        if self._all is None:
            many = msgspec.msgpack.Decoder(tuple[Initiative, ...], dec_hook=decode_hook)
            self._all = many.decode(self._packed)
        return self._all


def recall_dataset(origin: Origin) -> Dataset | None:
    """The dataset of a file, if there is a snapshot that still holds; its records are made when they are used."""
    sections = _recall(origin, DATASET)
    if sections is None:
        return None
    packed, offsets, tables = sections
    try:
        dataset = msgspec.msgpack.decode(tables, type=Dataset, dec_hook=decode_hook)
    except msgspec.MsgspecError:
        return None
    records = Records(packed, offsets.cast("Q"))
    return msgspec.structs.replace(dataset, initiatives=cast("tuple[Initiative, ...]", records))


def keep_dataset(origin: Origin, dataset: Dataset) -> None:
    """Write the snapshot of a dataset that was read from a file in this state."""
    if origin.writable:
        _keep(origin, DATASET, dataset_sections(dataset))


def dataset_sections(dataset: Dataset) -> Iterator[Iterable[bytes | bytearray]]:
    """A dataset as the sections of a snapshot, each in pieces, to be taken in their order.

    They are its records, where each of them begins, and its tables (with one record, as the model wants it).
    """
    encoder = msgspec.msgpack.Encoder(enc_hook=encode_hook)
    # MessagePack's "array 32": its sign, the number of items, the items.
    piece = bytearray(b"\xdd" + len(dataset.initiatives).to_bytes(4))
    offsets = array("Q", [len(piece)])

    def packed() -> Iterator[bytearray]:
        written = 0
        for record in dataset.initiatives:
            encoder.encode_into(record, piece, -1)
            offsets.append(written + len(piece))
            if len(piece) >= _PIECE:
                yield piece
                written += len(piece)
                piece.clear()
        yield piece

    yield packed()
    yield [offsets.tobytes()]
    yield [encoder.encode(msgspec.structs.replace(dataset, initiatives=dataset.initiatives[:1]))]


def recall_vocabulary(origin: Origin) -> Vocabulary | None:
    """The vocabulary of a file's dataset, if there is a snapshot that still holds."""
    from itucovid.index import Vocabulary

    sections = _recall(origin, VOCABULARY)
    if sections is None:
        return None
    given, forms, stems = (str(section, "utf-8").split("\n") for section in sections[:3])
    of_stem: dict[str, list[str]] = {}
    for form, stem in zip(forms, stems, strict=True):
        of_stem.setdefault(stem, []).append(form)
    unit_numbers, unit_ends, bits, holder_numbers, holder_ends = (section.cast("I") for section in sections[3:])
    units = Units(forms, Lists(unit_numbers, unit_ends))
    return Vocabulary(frozenset(given), units, of_stem, bits, Lists(holder_numbers, holder_ends))


def keep_vocabulary(origin: Origin, vocabulary: Vocabulary) -> None:
    """Write the snapshot of the vocabulary of a dataset that was read from a file in this state."""
    if origin.writable:
        _keep(origin, VOCABULARY, vocabulary_sections(vocabulary))


def vocabulary_sections(vocabulary: Vocabulary) -> Iterator[Iterable[bytes]]:
    """A vocabulary as the sections of a snapshot."""
    stem_of = {form: stem for stem, forms in vocabulary.stems.items() for form in forms}
    for section in (
        "\n".join(sorted(vocabulary.given)).encode(),
        "\n".join(vocabulary.units).encode(),
        "\n".join(stem_of[form] for form in vocabulary.units).encode(),
        *packed(vocabulary.units.values()),
        array("I", vocabulary.bits).tobytes(),
        *packed(vocabulary.holders),
    ):
        yield [section]


class Origin(NamedTuple):
    """A state of a dataset's file, and where the snapshots of it lie.

    Attributes:
        path: the file.
        source: what a snapshot calls the file.
        made_from: the state; a snapshot that was made from another one does not hold.
        place: the path of its snapshots, without their suffix.
        writable: whether snapshots of it are kept; those of the shipped dataset come with it.
    """

    path: Path
    source: str
    made_from: tuple[int | str, ...]
    place: str
    writable: bool = True


def origin_of(path: Path) -> Origin | None:
    """The state of a file, or None if it has no snapshots: it is small, was only just written, or is no file."""
    if path.parent == _SHIPPED and (path.parent / f"{path.stem}{DATASET}").exists():
        return shipped_origin(path)
    home = folder()
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    if home is None or not stat.S_ISREG(state.st_mode) or state.st_size < PAYS_FROM:
        return None
    if abs(time.time() - state.st_mtime) < _SETTLED_AFTER:
        return None
    source = os.path.realpath(path)
    # By its name for a person, by its path for the tool.
    name = f"{path.stem[:40]}-{crc32(os.fsencode(source)):08x}"
    made_from = (state.st_size, state.st_mtime_ns, state.st_ino, *_makers())
    return Origin(path, source.encode(errors="replace").decode(), made_from, str(home / name))


def shipped_origin(path: Path) -> Origin:
    """The state of the dataset in the package, whose time of change says nothing."""
    content = path.read_bytes()
    made_from = (len(content), crc32(content), __version__, sys.byteorder)
    return Origin(path, path.name, made_from, str(path.parent / path.stem), writable=False)


def _makers() -> Iterator[int | str]:
    yield __version__
    yield sys.byteorder
    home = Path(__file__).parent
    for name in _CODE:
        with contextlib.suppress(OSError):
            yield (home / name).stat().st_mtime_ns


def folder() -> Path | None:
    """The cache folder, or None if there is to be none.

    ITUCOVID_CACHE, or else the one that the XDG Base Directory Specification, macOS or Windows has for it.
    """
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return None if chosen.casefold() == "off" else Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")  # noqa: PTH111 - pathlib fails where there is no home
    else:
        # A relative path is invalid, says the specification.
        base = os.environ.get("XDG_CACHE_HOME") or ""
        base = base if os.path.isabs(base) else os.path.expanduser("~/.cache")  # noqa: PTH111, PTH117
    return Path(base, "itucovid") if base and os.path.isabs(base) else None  # noqa: PTH117


def entries() -> list[tuple[Path, About]]:
    """The snapshots in the cache folder, with what each says of itself."""
    return [(path, opened[0]) for path in _files() if path.suffix != _UNFINISHED and (opened := _open(path))]


def clear() -> int:
    """Remove all snapshots, and what interrupted writers left; how many files went."""
    removed = 0
    for path in _files():
        with contextlib.suppress(OSError):
            path.unlink()
            removed += 1
    return removed


_UNFINISHED = ".part"
_NAME = r".*-[0-9a-f]{8}\.(dataset|vocabulary)(\.[0-9]+\.part)?"


def _files() -> list[Path]:
    """The files in the cache folder that this tool has written, the oldest first; it may be anybody's folder."""
    import re

    home = folder()
    try:
        return sorted(
            (path for path in (home.iterdir() if home else ()) if re.fullmatch(_NAME, path.name)),
            key=lambda path: (path.stat().st_mtime_ns, path.name),
        )
    except OSError:
        return []


def _recall(origin: Origin, kind: str) -> list[memoryview] | None:
    opened = _open(Path(f"{origin.place}{kind}"))
    if opened is None or (opened[0].source, opened[0].made_from) != (origin.source, origin.made_from):
        return None
    about, body = opened
    if crc32(body) != about.checksum:
        return None
    ends = [*accumulate(about.sizes, initial=0)]
    return [body[start:end] for start, end in pairwise(ends)]


_SHIPPED = Path(__file__).resolve().parent / "data"


def _open(place: Path) -> tuple[About, memoryview] | None:
    """What a snapshot says of itself, and the bytes of its sections, if it is whole and one's own."""
    try:
        with place.open("rb") as stream:
            state = os.fstat(stream.fileno())
            # What another user has put there is not to be believed; the package's own files are root's, mostly.
            if hasattr(os, "getuid") and place.parent != _SHIPPED and state.st_uid != os.getuid():
                return None
            view = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None
    size = int.from_bytes(view[-_SIZE:])
    start, end = len(_MAGIC), len(view) - _SIZE - size
    if view[:start] != _MAGIC or end < start:
        return None
    try:
        about = msgspec.msgpack.decode(view[end:-_SIZE], type=About)
    except msgspec.MsgspecError:
        return None
    body = view[start:end]
    return (about, body) if len(body) == sum(about.sizes) else None


def write(origin: Origin, kind: str, sections: Iterable[Iterable[bytes | bytearray]]) -> Path:
    """Write a snapshot, whole or not at all; its path.

    Raises:
        OSError: it cannot be written.
    """
    place = Path(f"{origin.place}{kind}")
    beside = place.with_name(f"{place.name}.{os.getpid()}{_UNFINISHED}")
    try:
        # A register that only its owner may read has no copy that others may.
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:  # noqa: PTH123
            stream.write(_MAGIC)
            sizes, checksum = [], 0
            for section in sections:
                begin = stream.tell()
                for piece in section:
                    checksum = crc32(piece, checksum)
                    stream.write(piece)
                sizes.append(stream.tell() - begin)
            about = msgspec.msgpack.encode(About(origin.source, origin.made_from, tuple(sizes), checksum))
            stream.writelines([about, len(about).to_bytes(_SIZE)])
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    return place


def _keep(origin: Origin, kind: str, sections: Iterable[Iterable[bytes | bytearray]]) -> None:
    # A file that has changed meanwhile is not the one that was read.
    if origin_of(origin.path) != origin:
        return
    with contextlib.suppress(OSError):
        Path(origin.place).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(origin, kind, sections)
        for old in _files()[:-_MOST_KEPT]:
            old.unlink(missing_ok=True)
