"""The cache: what is stored and for which state of a file, and that nothing else changes by it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import inspect

import itucovid
from itucovid.cli import run
from itucovid.errors import ExitCode, UsageError
from itucovid.model import DatasetFile
from itucovid.search.index import InvertedIndex
from itucovid.storage import cache, load_dataset
from itucovid.storage.records import LazyRecords, StoredDataset
from tests.conftest import ROOT

RECORD = """
[[initiatives]]
id = "r{0}"
theme = "t{1}"
title = "Title {0} of fake medicines"
summary = "Summary {0}: {2}"
start = "2020-0{1}"
"""
RECORDS = 300


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dataset") / "large.toml"
    path.write_text("".join(RECORD.format(n, n % 9 + 1, "words " * 200) for n in range(RECORDS)), encoding="utf-8")
    assert path.stat().st_size > cache.MIN_FILE_SIZE
    return path


@pytest.fixture(autouse=True)
def no_grace_period(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that a test has just written are cached."""
    monkeypatch.setattr(cache, "MTIME_GRACE_SECONDS", 0)


@pytest.fixture
def large(original: Path, tmp_path: Path) -> Path:
    """A dataset that is large enough for the cache."""
    return Path(shutil.copy(original, tmp_path / "large.toml"))


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache directory."""
    path = tmp_path / "cache"
    monkeypatch.setenv("ITUCOVID_CACHE", str(path))
    return path


def use(path: Path) -> list[object]:
    """Everything that a cached dataset and index determine."""
    dataset = itucovid.load(path)
    results = [dataset.search(query) for query in ("title 7", "fake medicnes", '"title 3" -zzz', "xyzzy")]
    return [
        dataset.contents,
        [([(hit.record, hit.score, hit.matches) for hit in r.hits], r.words, r.suggestions) for r in results],
    ]


@pytest.fixture(scope="session")
def expected(original: Path) -> list[object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ITUCOVID_CACHE", "off")
        return use(original)


def cached(path: Path) -> list[bool]:
    """Whether there is a valid entry for the dataset and for the index of a file."""
    key = cache.cache_key(path)
    assert key
    return [cache.load(key, "dataset", StoredDataset) is not None, cache.load(key, "index", InvertedIndex) is not None]


def files(directory: Path) -> list[str]:
    return sorted(path.name.partition("-")[0] + path.suffix for path in directory.iterdir())


def test_the_second_use_is_from_the_cache_and_gives_the_same(
    large: Path, directory: Path, expected: list[object]
) -> None:
    assert use(large) == expected
    assert files(directory) == ["large.dataset", "large.index"]
    assert cached(large) == [True, True]
    assert isinstance(load_dataset(large).records, LazyRecords)
    assert use(large) == expected


def test_a_cached_file_is_not_parsed(large: Path, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_dataset(large)
    monkeypatch.setattr("tomli.loads", lambda _: pytest.fail("parsed again"))
    assert len(load_dataset(large).records) == RECORDS


@pytest.mark.parametrize("command", [["search", "words"], ["search", "words", "--reverse"]])
def test_only_the_records_that_are_shown_are_decoded(
    large: Path, directory: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    use(large)
    decoded: list[int | slice] = []
    get = LazyRecords.__getitem__

    def record(self: LazyRecords, index: int | slice) -> Any:
        decoded.append(index)
        return get(self, index)

    monkeypatch.setattr(LazyRecords, "__getitem__", record)
    monkeypatch.setattr(LazyRecords, "__iter__", lambda _: pytest.fail("all are decoded"))
    assert run([*command, "--limit", "3", "--data", str(large)]) == ExitCode.OK
    assert len(decoded) == 3


def test_the_progress_is_shown_only_while_a_file_is_parsed(large: Path, directory: Path) -> None:
    shown: list[Path] = []

    def progress(path: Path) -> Any:
        shown.append(path)
        return open(os.devnull, "rb")  # noqa: PTH123 - any context manager will do

    load_dataset(large, progress)
    load_dataset(large, progress)
    assert shown == [large]


def damage_end(content: bytes, tenth: int) -> bytes:
    return content[: len(content) * tenth // 10]


def damage_byte(content: bytes, tenth: int) -> bytes:
    offset = len(content) * tenth // 10
    return content[:offset] + bytes([content[offset] ^ 0xFF]) + content[offset + 1 :]


@pytest.mark.slow
@pytest.mark.parametrize("tenth", range(10))
@pytest.mark.parametrize("damage", [damage_end, damage_byte], ids=["truncated", "another byte"])
def test_a_corrupt_entry_is_ignored_and_replaced(
    damage: Callable[[bytes, int], bytes], tenth: int, large: Path, directory: Path
) -> None:
    before = load_dataset(large).records
    (entry,) = directory.iterdir()
    valid = entry.read_bytes()
    entry.write_bytes(damage(valid, tenth))
    assert cached(large) == [False, False]
    assert [*load_dataset(large).records] == [*before]
    assert entry.read_bytes() == valid


def test_an_entry_with_the_value_of_another_type_is_ignored(large: Path, directory: Path) -> None:
    key = cache.cache_key(large)
    assert key
    cache.store(key, "dataset", ["no", "dataset"])
    assert cache.load(key, "dataset", StoredDataset) is None
    assert cache.load(key, "dataset", list[str]) == ["no", "dataset"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda path: path.write_bytes(path.read_bytes() + b"\n"), id="size"),
        pytest.param(lambda path: os.utime(path, ns=(0, path.stat().st_mtime_ns - 1)), id="mtime"),
        pytest.param(lambda path: os.utime(path, ns=(0, path.stat().st_mtime_ns)), id="ctime"),
        pytest.param(lambda path: shutil.copy2(path, path.with_name("x")) and path.with_name("x").replace(path),
                     id="another file under the same name"),
    ],
)  # fmt: skip
def test_a_changed_file_has_another_key(change: Callable[[Path], object], large: Path, directory: Path) -> None:
    before = cache.cache_key(large)
    change(large)
    after = cache.cache_key(large)
    assert before
    assert after
    assert after.location == before.location
    assert after.fingerprint != before.fingerprint


def test_a_fingerprint_is_size_times_inode_versions_and_byte_order(large: Path, directory: Path) -> None:
    state = large.stat()
    key = cache.cache_key(large)
    assert key
    assert key.fingerprint == (
        state.st_size,
        state.st_mtime_ns,
        state.st_ctime_ns,
        state.st_ino,
        itucovid.__version__,
        cache.FORMAT_VERSION,
        sys.byteorder,
    )


@pytest.mark.parametrize("position", range(7), ids=["size", "mtime", "ctime", "inode", "version", "format", "order"])
def test_an_entry_with_another_fingerprint_is_ignored(position: int, large: Path, directory: Path) -> None:
    load_dataset(large)
    (entry,) = directory.iterdir()
    header, _, value = entry.read_bytes().partition(b"\n")
    fields = json.loads(header)
    assert cached(large) == [True, False]
    fields["fingerprint"][position] = "big" if position == 6 else 1
    entry.write_bytes(json.dumps(fields).encode() + b"\n" + value)
    assert cached(large) == [False, False]


def test_an_entry_with_another_source_is_ignored(large: Path, directory: Path) -> None:
    load_dataset(large)
    (entry,) = directory.iterdir()
    entry.write_bytes(entry.read_bytes().replace(b"large.toml", b"other.toml", 1))
    assert cached(large) == [False, False]


def test_an_entry_of_another_file_is_ignored(large: Path, directory: Path) -> None:
    other = Path(shutil.copy(large, large.with_name("other.toml")))
    load_dataset(other)
    (entry,) = directory.iterdir()
    key = cache.cache_key(large)
    assert key
    shutil.copy(entry, f"{key.location}.dataset")
    assert cached(large) == [False, False]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no user ids")
def test_an_entry_of_another_user_is_ignored(large: Path, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_dataset(large)
    user = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: user + 1)
    assert cached(large) == [False, False]
    assert cache.entries() == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no permission bits")
def test_an_entry_is_readable_only_by_its_owner(large: Path, directory: Path) -> None:
    load_dataset(large)
    assert directory.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in directory.iterdir()} == {0o600}


def test_files_with_the_same_name_have_different_entries(large: Path, directory: Path) -> None:
    other = large.parent / "other" / large.name
    other.parent.mkdir()
    shutil.copy(large, other)
    load_dataset(large)
    load_dataset(other)
    assert files(directory) == ["large.dataset", "large.dataset"]
    assert [cached(large), cached(other)] == [[True, False], [True, False]]


def test_a_symbolic_link_shares_the_entry_of_its_target(large: Path, directory: Path) -> None:
    link = large.with_name("current.toml")
    link.symlink_to(large)
    load_dataset(link)
    assert files(directory) == ["large.dataset"]
    assert cached(large) == cached(link) == [True, False]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems require file names in Unicode")
def test_a_file_name_may_be_any_bytes(large: Path, directory: Path) -> None:
    path = large.rename(Path(os.fsdecode(os.fsencode(large.parent) + b"/\xff\n.toml")))
    load_dataset(path)
    assert cached(path) == [True, False]
    assert [entry.source for entry in cache.entries()] == [f"{large.parent}/?\n.toml"]


def test_a_small_file_is_not_cached(directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    text = RECORD.format(1, 1, "x").encode()
    path.write_bytes(text.ljust(cache.MIN_FILE_SIZE - 1, b"\n"))
    assert cache.cache_key(path) is None
    path.write_bytes(text.ljust(cache.MIN_FILE_SIZE, b"\n"))
    assert cache.cache_key(path)


def test_a_file_that_was_just_modified_is_not_cached(
    large: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MTIME_GRACE_SECONDS", 3600)
    large.touch()
    load_dataset(large)
    assert not directory.exists()


@pytest.mark.parametrize("path", ["none.toml", ".", "a\0b", os.devnull])
def test_a_path_without_a_regular_file_has_no_key(path: str, directory: Path, tmp_path: Path) -> None:
    assert cache.cache_key(tmp_path / path) is None


def test_a_file_that_changes_while_it_is_read_is_not_stored(large: Path, directory: Path) -> None:
    key = cache.cache_key(large)
    assert key
    with large.open("a", encoding="utf-8") as stream:
        stream.write("\n")
    cache.store(key, "dataset", {})
    assert not directory.exists()


def test_an_index_of_an_older_state_of_a_file_is_not_stored(large: Path, directory: Path) -> None:
    old = itucovid.load(large)
    large.write_text(large.read_text(encoding="utf-8").replace("Title 7 ", "Giga "), encoding="utf-8")
    assert [hit.record.id for hit in old.search("title 7").hits][:1] == ["r7"]
    assert [hit.record.id for hit in itucovid.load(large).search("giga").hits] == ["r7"]


def test_an_invalid_file_is_not_cached(large: Path, directory: Path) -> None:
    load_dataset(large)
    with large.open("a", encoding="utf-8") as stream:
        stream.write("[[initiatives]]\n")
    for _ in range(2):
        with pytest.raises(itucovid.InvalidDatasetError):
            load_dataset(large)
    assert cached(large) == [False, False]


@pytest.mark.parametrize("name", ["file", "file/below", "/proc/none"])
def test_a_directory_that_cannot_be_written_is_no_error(
    name: str, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ITUCOVID_CACHE", str(tmp_path / name))
    for _ in range(2):
        assert len(load_dataset(large).records) == RECORDS
    assert (cache.entries(), cache.clear()) == ([], 0)


def test_an_entry_that_cannot_be_written_leaves_no_file(
    large: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", replace)
    assert len(load_dataset(large).records) == RECORDS
    assert list(directory.iterdir()) == []


@pytest.mark.slow
def test_four_processes_that_write_at_once_give_the_same_output(large: Path, directory: Path) -> None:
    time.sleep(2.1)  # the grace period of a modified file
    command = [sys.executable, "-m", "itucovid", "search", "fake medicines", "--data", str(large)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert len(set(outputs)) == 1
    assert len(outputs[0].splitlines()) == RECORDS
    assert files(directory) == ["large.dataset", "large.index"]
    assert cached(large) == [True, True]


def test_the_oldest_entries_are_deleted(large: Path, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_ENTRIES", 2)
    for age, name in ((3, "oldest"), (2, "older"), (1, "old")):
        path = Path(shutil.copy(large, large.with_name(f"{name}.toml")))
        load_dataset(path)
        for entry in directory.glob(f"{name}-*"):
            os.utime(entry, (entry.stat().st_mtime - age,) * 2)
    load_dataset(large)
    assert files(directory) == ["large.dataset", "old.dataset"]


def test_entries_are_listed_oldest_first_with_size_and_source(large: Path, directory: Path) -> None:
    dataset = itucovid.load(large)
    dataset.search("x")
    for name in ("unrelated.txt", "mine.dataset", "video.mkv.part"):
        (directory / name).touch()
    (directory / "corrupt-01234567.dataset").write_bytes(b"x")
    (directory / "partial-01234567.dataset.99.part").write_bytes(b"x")
    listed = cache.entries()
    assert [(entry.path.suffix, entry.source) for entry in listed] == [(".dataset", str(large)), (".index", str(large))]
    assert [entry.size for entry in listed] == [entry.path.stat().st_size for entry in listed]
    assert cache.clear() == 4
    assert sorted(path.name for path in directory.iterdir()) == ["mine.dataset", "unrelated.txt", "video.mkv.part"]


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/itucovid"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/me/.cache/itucovid"),
        ("linux", {"XDG_CACHE_HOME": ""}, "/home/me/.cache/itucovid"),
        ("darwin", {}, "/home/me/Library/Caches/itucovid"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/itucovid"),
        ("win32", {}, None),
        ("linux", {"ITUCOVID_CACHE": "/own"}, "/own"),
        ("linux", {"ITUCOVID_CACHE": "off"}, None),
        ("linux", {"ITUCOVID_CACHE": "OFF"}, None),
        ("linux", {"ITUCOVID_CACHE": "0"}, None),
        ("linux", {"ITUCOVID_CACHE": "False"}, None),
        ("linux", {"ITUCOVID_CACHE": " no "}, None),
        ("linux", {"ITUCOVID_CACHE": "~/own"}, "/home/me/own"),
        ("linux", {"ITUCOVID_CACHE": " ", "XDG_CACHE_HOME": "/x"}, "/x/itucovid"),
    ],
    ids=str,
)
@pytest.mark.skipif(sys.platform == "win32", reason="the paths are those of POSIX")
def test_the_cache_directory(
    platform: str, environment: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ITUCOVID_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/me", **environment}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache.folder() == (Path(expected) if expected else None)


@pytest.mark.parametrize("value", ["own", "./off", "../own", "~nobody-has-this-name/own", "none"])
def test_a_relative_cache_directory_is_an_error_for_every_dataset(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITUCOVID_CACHE", value)
    expected = f"ITUCOVID_CACHE: expected an absolute path, or off to disable caching, not {value!r}"

    for use_cache in (cache.folder, itucovid.load):
        with pytest.raises(UsageError) as error:
            use_cache()
        assert str(error.value) == expected


def test_a_disabled_cache_stores_nothing(large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITUCOVID_CACHE", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    assert len(load_dataset(large).records) == RECORDS
    assert not (tmp_path / "home").exists()


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundled dataset as an installed package has it: with its entries next to it."""
    path = Path(shutil.copy(ROOT / "data" / "initiatives.toml", tmp_path / "initiatives.toml"))
    dataset = itucovid.load(path)
    cache.write_entry(cache.bundled_key(path), "dataset", dataset.contents)
    monkeypatch.setattr(cache, "_BUNDLED", tmp_path)
    return path


def test_a_bundled_entry_is_used(bundled: Path, dataset: itucovid.Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tomli.loads", lambda _: pytest.fail("parsed"))
    assert itucovid.load(bundled).contents == dataset.contents


def test_a_bundled_entry_does_not_depend_on_timestamps(bundled: Path) -> None:
    before = cache.cache_key(bundled)
    os.utime(bundled, (0, 0))
    assert cache.cache_key(bundled) == before


def test_a_bundled_entry_may_belong_to_another_user(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: -1, raising=False)
    assert isinstance(load_dataset(bundled).records, LazyRecords)


def test_a_bundled_file_that_was_edited_is_parsed(bundled: Path) -> None:
    bundled.write_text(
        bundled.read_text(encoding="utf-8").replace('title = "Giga"', 'title = "Tera"'), encoding="utf-8"
    )
    assert "Tera" in {record.title for record in itucovid.load(bundled)}
    assert sorted(path.name for path in bundled.parent.iterdir()) == ["initiatives.dataset", "initiatives.toml"]


def test_a_missing_file_next_to_the_bundled_ones_is_one_error(bundled: Path) -> None:
    bundled.with_name("none.dataset").touch()
    with pytest.raises(itucovid.InvalidDatasetError, match=r"none\.toml: error: cannot be read: No such file"):
        itucovid.load(bundled.with_name("none.toml"))


def describe(type_: inspect.Type) -> object:
    """What determines the encoding of a type: the names of fields, and their types."""
    match type_:
        case inspect.Metadata():
            described = describe(type_.type)
        case inspect.StructType():
            described = {field.encode_name: describe(field.type) for field in type_.fields}
        case inspect.UnionType():
            described = sorted(str(describe(option)) for option in type_.types)
        case inspect.DictType():
            described = [describe(type_.key_type), describe(type_.value_type)]
        case inspect.ListType() | inspect.VarTupleType() | inspect.FrozenSetType():
            described = [describe(type_.item_type)]
        case inspect.CustomType():
            described = type_.cls.__name__
        case _:
            described = type(type_).__name__
    return described


def test_a_change_of_the_stored_structs_requires_another_format_version() -> None:
    """If this fails, increase `FORMAT_VERSION`, and replace the entry here by one with the new version and digest."""
    description = [*map(describe, inspect.multi_type_info((DatasetFile, InvertedIndex, cache.Header)))]
    digest = hashlib.sha256(msgspec.json.encode(description)).hexdigest()[:16]
    assert {cache.FORMAT_VERSION: digest} == {9: "dea71f56b2a952ee"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no time of the change of a file")
@pytest.mark.parametrize("in_place", [False, True])
def test_a_changed_file_of_the_same_size_and_modification_time_is_read_again(
    large: Path, directory: Path, in_place: bool
) -> None:
    """As of archives, `cp -p` and `rsync --times`."""
    os.utime(large, (0, 0))
    assert load_dataset(large).records[0].title == "Title 0 of fake medicines"
    changed = large.read_text(encoding="utf-8").replace("Title 0", "Title X")
    if not in_place:
        large.unlink()
    large.write_text(changed, encoding="utf-8")
    os.utime(large, (0, 0))

    assert load_dataset(large).records[0].title == "Title X of fake medicines"
