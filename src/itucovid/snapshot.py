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
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast, overload
from zlib import crc32

import msgspec

from itucovid import __version__
from itucovid.model import Dataset, Initiative, decode_hook, encode_hook

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
# A file that was written this short a time ago may be written again without its time of change showing it.
_SETTLED_AFTER = 2.0
# What a snapshot's content depends on beside the dataset's file.
_CODE = ("model.py", "fields.py", "text.py", "index.py", "snapshot.py")


class Header(msgspec.Struct, frozen=True, array_like=True):
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


def recall_dataset(path: Path) -> Dataset | None:
    """The dataset of a file, if there is a snapshot that still holds; its records are made when they are used."""
    sections = _recall(path, DATASET)
    if sections is None:
        return None
    tables, packed, offsets = sections
    try:
        dataset = msgspec.msgpack.decode(tables, type=Dataset, dec_hook=decode_hook)
    except msgspec.MsgspecError:
        return None
    records = Records(packed, offsets.cast("Q"))
    return msgspec.structs.replace(dataset, initiatives=cast("tuple[Initiative, ...]", records))


def keep_dataset(path: Path, dataset: Dataset, made_from: Origin | None) -> None:
    """Write the snapshot of a dataset; `made_from` is what `origin` said before the file was read."""
    if made_from:
        _keep(path, DATASET, made_from, dataset_sections(dataset))


def dataset_sections(dataset: Dataset) -> list[bytes]:
    """A dataset as the sections of a snapshot: its tables (with one record, as the model wants it), and its records."""
    encode = msgspec.msgpack.Encoder(enc_hook=encode_hook).encode
    # MessagePack's "array 32": its sign, the number of items, the items.
    packed = [b"\xdd" + len(dataset.initiatives).to_bytes(4), *map(encode, dataset.initiatives)]
    offsets = array("Q", [len(packed[0])])
    for record in packed[1:]:
        offsets.append(offsets[-1] + len(record))
    tables = encode(msgspec.structs.replace(dataset, initiatives=dataset.initiatives[:1]))
    return [tables, b"".join(packed), offsets.tobytes()]


def recall_vocabulary(path: Path) -> Vocabulary | None:
    """The vocabulary of a file's dataset, if there is a snapshot that still holds."""
    from itucovid.index import Vocabulary

    sections = _recall(path, VOCABULARY)
    if sections is None:
        return None
    given, forms, stems = (str(section, "utf-8").split("\n") for section in sections[:3])
    of_stem: dict[str, list[str]] = {}
    for form, stem in zip(forms, stems, strict=True):
        of_stem.setdefault(stem, []).append(form)
    unit_numbers, unit_ends, bits, holder_numbers, holder_ends = (section.cast("I") for section in sections[3:])
    units = _Units(forms, _Lists(unit_numbers, unit_ends))
    return Vocabulary(frozenset(given), units, of_stem, bits, _Lists(holder_numbers, holder_ends))


def keep_vocabulary(path: Path, vocabulary: Vocabulary, made_from: Origin | None) -> None:
    """Write the snapshot of a vocabulary; `made_from` is what `origin` said before the file was read."""
    if made_from:
        _keep(path, VOCABULARY, made_from, vocabulary_sections(vocabulary))


def vocabulary_sections(vocabulary: Vocabulary) -> list[bytes]:
    """A vocabulary as the sections of a snapshot."""
    stem_of = {form: stem for stem, forms in vocabulary.stems.items() for form in forms}
    return [
        "\n".join(sorted(vocabulary.given)).encode(),
        "\n".join(vocabulary.units).encode(),
        "\n".join(stem_of[form] for form in vocabulary.units).encode(),
        *_packed(vocabulary.units.values()),
        array("I", vocabulary.bits).tobytes(),
        *_packed(vocabulary.holders),
    ]


class _Lists(Sequence[Sequence[int]]):
    """Many lists of numbers that lie one after the other."""

    def __init__(self, numbers: memoryview, ends: memoryview) -> None:
        self._numbers = numbers
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> Sequence[int]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[int]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[int] | Sequence[Sequence[int]]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return self._numbers[self._ends[place] : self._ends[place + 1]]


class _Units(Mapping[str, Sequence[int]]):
    """For each word its units, looked up by its place among the words."""

    def __init__(self, forms: list[str], units: _Lists) -> None:
        self._places = dict(zip(forms, range(len(forms)), strict=True))
        self._units = units

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, form: object) -> bool:
        return form in self._places

    def __getitem__(self, form: str) -> Sequence[int]:
        return self._units[self._places[form]]


def _packed(lists: Iterable[Iterable[int]]) -> tuple[bytes, bytes]:
    numbers, ends = array("I"), array("I", [0])
    for one in lists:
        numbers.extend(one)
        ends.append(len(numbers))
    return numbers.tobytes(), ends.tobytes()


class Origin(NamedTuple):
    """Which state of which file something was made from."""

    source: str
    made_from: tuple[int | str, ...]


def origin(path: Path) -> Origin | None:
    """The state of a dataset's file, or None for one that no snapshot is kept of: small, just written, or no file."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(state.st_mode) or state.st_size < PAYS_FROM or folder() is None:
        return None
    if abs(time.time() - state.st_mtime) < _SETTLED_AFTER:
        return None
    return Origin(os.path.realpath(path), (state.st_size, state.st_mtime_ns, state.st_ino, *_makers()))


def shipped_origin(path: Path) -> Origin:
    """The state of the dataset in the package, whose time of change says nothing."""
    content = path.read_bytes()
    return Origin(path.name, (len(content), crc32(content), __version__, sys.byteorder))


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


def entries() -> list[tuple[Path, Header]]:
    """The snapshots in the cache folder, with what each says of itself."""
    return [(path, opened[0]) for path in _files() if path.suffix in (DATASET, VOCABULARY) and (opened := _open(path))]


def clear() -> int:
    """Remove all snapshots, and what interrupted writers left; how many files went."""
    removed = 0
    for path in _files():
        if path.suffix in (DATASET, VOCABULARY, _UNFINISHED):
            with contextlib.suppress(OSError):
                path.unlink()
                removed += 1
    return removed


_UNFINISHED = ".part"


def _files() -> list[Path]:
    home = folder()
    try:
        return sorted(home.iterdir()) if home else []
    except OSError:
        return []


def _recall(path: Path, kind: str) -> list[memoryview] | None:
    shipped = path.with_suffix(kind)
    if path.parent == _SHIPPED and shipped.exists():
        made, place = shipped_origin(path), shipped
    elif found := origin(path):
        made, place = found, _place(found, kind)
    else:
        return None
    opened = _open(place)
    if opened is None or (opened[0].source, opened[0].made_from) != made:
        return None
    header, body = opened
    if crc32(body) != header.checksum:
        return None
    ends = [*accumulate(header.sizes, initial=0)]
    return [body[start:end] for start, end in pairwise(ends)]


_SHIPPED = Path(__file__).resolve().parent / "data"


def _place(made: Origin, kind: str) -> Path:
    """Where the snapshot of a file lies: by its name for a person, and by its path."""
    home = cast("Path", folder())
    name = Path(made.source).stem[:40]
    return home / f"{name}-{crc32(os.fsencode(made.source)):08x}{kind}"


def _open(place: Path) -> tuple[Header, memoryview] | None:
    """A snapshot's header and the bytes of its sections, if it is whole and one's own."""
    try:
        with place.open("rb") as stream:
            state = os.fstat(stream.fileno())
            # What another user has put there is not to be believed; the package's own files are root's, mostly.
            if hasattr(os, "getuid") and place.parent != _SHIPPED and state.st_uid != os.getuid():
                return None
            view = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None
    start = len(_MAGIC) + 4
    if view[: len(_MAGIC)] != _MAGIC or len(view) < start:
        return None
    size = int.from_bytes(view[len(_MAGIC) : start])
    try:
        header = msgspec.msgpack.decode(view[start : start + size], type=Header)
    except msgspec.MsgspecError:
        return None
    body = view[start + size :]
    return (header, body) if len(body) == sum(header.sizes) else None


def write(place: Path, made: Origin, sections: Sequence[bytes]) -> None:
    """Write a snapshot, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    checksum = 0
    for section in sections:
        checksum = crc32(section, checksum)
    header = msgspec.msgpack.encode(Header(*made, tuple(map(len, sections)), checksum))
    beside = place.with_name(f"{place.name}.{os.getpid()}{_UNFINISHED}")
    try:
        with beside.open("xb") as stream:
            stream.writelines([_MAGIC, len(header).to_bytes(4), header, *sections])
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _keep(path: Path, kind: str, made: Origin, sections: Sequence[bytes]) -> None:
    # A file that has changed meanwhile is not the one that was read.
    if origin(path) != made:
        return
    place = _place(made, kind)
    with contextlib.suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(place, made, sections)
