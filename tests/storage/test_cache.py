"""Snapshots: what they spare, and that nothing else about the tool changes by them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.scaled import write_scaled

import itucovid
from itucovid.storage import loader as dataset
from itucovid.storage import cache as snapshot
from itucovid.search.index import Vocabulary, read_index, vocabulary
from itucovid.search import search
from tests.conftest import ROOT, Invoke

RECORDS = 200


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "dataset.toml"
    write_scaled(path, RECORDS)
    assert path.stat().st_size > snapshot.PAYS_FROM
    return path


def settle(path: Path) -> None:
    """Give a file a time of change that lies back far enough to be trusted."""
    past = path.stat().st_mtime - 60
    os.utime(path, (past, past))


@pytest.fixture
def large(made: Path, tmp_path: Path) -> Path:
    """A register that is large enough for a snapshot."""
    path = tmp_path / "large.toml"
    shutil.copy(made, path)
    settle(path)
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("ITUCOVID_CACHE", str(folder))
    return folder


QUERIES = ("5G", "cybersecrity", "world health organization", '"fake medicines" -podcast', "digital", "xyzzy")


def answers(path: Path) -> list[object]:
    """What the tool says of a dataset, by every way that a snapshot could change."""
    read, origin, _ = dataset.read(path)
    index = read_index(read, origin)
    found = [search(read, query, index=index) for query in QUERIES]
    return [
        itucovid.load(path),
        [
            [(hit.record, hit.score, hit.matches) for hit in results.hits] + [results.corrections, results.suggestions]
            for results in found
        ],
    ]


@pytest.fixture(scope="session")
def expected(made: Path) -> list[object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ITUCOVID_CACHE", "off")
        return answers(made)


def recalled(path: Path) -> list[bool]:
    """Whether there is a dataset and a vocabulary to be recalled for a file."""
    origin = snapshot.origin_of(path)
    assert origin
    return [snapshot.recall_dataset(origin) is not None, snapshot.recall_vocabulary(origin) is not None]


def names(cache: Path) -> list[str]:
    return sorted(path.suffix for path in cache.iterdir())


def test_a_snapshot_answers_as_the_file_does(large: Path, cache: Path, expected: list[object]) -> None:
    assert answers(large) == expected
    assert names(cache) == [".dataset", ".vocabulary"]
    assert answers(large) == expected
    assert recalled(large) == [True, True]


def test_a_recalled_register_is_not_parsed(large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dataset.read(large).dataset
    monkeypatch.setattr(dataset, "read_afresh", lambda *_: pytest.fail("it was parsed again"))
    assert dataset.read(large).dataset.initiatives[7:9] == before.initiatives[7:9]
    assert len(dataset.read(large).dataset.initiatives) == RECORDS


def test_a_record_is_made_only_when_it_is_looked_at(large: Path, cache: Path) -> None:
    dataset.read(large)
    records = dataset.read(large).dataset.initiatives
    assert isinstance(records, snapshot.Records)
    assert records[3].id.endswith("-3")
    assert records._all is None
    assert records[-1].id.endswith(f"-{RECORDS - 1}")
    with pytest.raises(IndexError):
        records[RECORDS]


@pytest.mark.parametrize("piece", [1, 1000, 10**9])
def test_a_register_comes_back_in_whatever_pieces_it_was_written(
    piece: int, large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_PIECE", piece)
    first = dataset.read(large)
    origin = snapshot.origin_of(large)
    assert origin
    recalled = snapshot.recall_dataset(origin)
    assert recalled
    assert [recalled.initiatives[number] for number in range(len(recalled))] == [*first.dataset.initiatives]
    assert tuple(recalled.initiatives) == first.dataset.initiatives


def test_a_vocabulary_comes_back_as_it_was(large: Path, cache: Path) -> None:
    read_index(*dataset.read(large)[:2])
    origin = snapshot.origin_of(large)
    assert origin
    kept = snapshot.recall_vocabulary(origin)
    whole = vocabulary(itucovid.load(large))
    assert kept
    assert plain(kept) == plain(whole)


def plain(vocabulary: Vocabulary) -> list[object]:
    return [
        vocabulary.given,
        {form: list(vocabulary.units[form]) for form in vocabulary.units},
        vocabulary.stems,
        list(vocabulary.bits),
        [list(holders) for holders in vocabulary.holders],
    ]


@pytest.mark.parametrize("tenth", range(10))
def test_a_truncated_snapshot_is_ignored(large: Path, cache: Path, expected: list[object], tenth: int) -> None:
    answers(large)
    for path in cache.iterdir():
        content = path.read_bytes()
        path.write_bytes(content[: len(content) * tenth // 10])
    assert recalled(large) == [False, False]
    assert answers(large) == expected


@pytest.mark.parametrize("tenth", range(10))
def test_a_snapshot_with_another_byte_is_ignored(large: Path, cache: Path, expected: list[object], tenth: int) -> None:
    answers(large)
    for path in cache.iterdir():
        content = bytearray(path.read_bytes())
        content[len(content) * tenth // 10] ^= 0xFF
        path.write_bytes(content)
    assert recalled(large) == [False, False]
    assert answers(large) == expected


def test_a_snapshot_of_another_version_is_ignored(
    large: Path, cache: Path, expected: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "__version__", "0.0.1")
        answers(large)
        assert recalled(large) == [True, True]
    assert recalled(large) == [False, False]
    assert answers(large) == expected
    assert recalled(large) == [True, True]


def test_a_snapshot_of_another_file_is_ignored(large: Path, cache: Path, expected: list[object]) -> None:
    other = large.with_name("other.toml")
    other.write_text(large.read_text(encoding="utf-8").replace("Giga", "Tera"), encoding="utf-8")
    settle(other)
    answers(other)
    theirs = {path.suffix: path for path in cache.iterdir()}
    state = snapshot.origin_of(large)
    assert state
    for suffix, path in theirs.items():
        shutil.copy(path, f"{state.place}{suffix}")
    assert recalled(large) == [False, False]
    assert answers(large) == expected


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no user numbers here")
def test_another_user_s_snapshot_is_ignored(
    large: Path, cache: Path, expected: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(large)
    mine = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)
    assert recalled(large) == [False, False]
    assert answers(large) == expected


def test_a_changed_file_is_read_again(large: Path, cache: Path) -> None:
    answers(large)
    large.write_text(large.read_text(encoding="utf-8").replace("Giga", "Tera"), encoding="utf-8")
    assert "Tera" in {record.title for record in dataset.read(large).dataset.initiatives}


def test_a_file_that_was_only_just_written_gets_no_snapshot(large: Path, cache: Path) -> None:
    large.touch()
    answers(large)
    assert not cache.exists()


def test_a_small_file_gets_no_snapshot(cache: Path, tmp_path: Path) -> None:
    small = tmp_path / "small.toml"
    shutil.copy(ROOT / "data" / "initiatives.toml", small)
    settle(small)
    answers(small)
    assert not cache.exists()


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/none"])
def test_a_cache_that_cannot_be_written_is_no_error(
    large: Path, tmp_path: Path, expected: list[object], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ITUCOVID_CACHE", str(tmp_path / place))
    assert answers(large) == expected
    assert answers(large) == expected


def test_a_full_disk_leaves_nothing_behind(
    large: Path, cache: Path, expected: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert answers(large) == expected
    assert list(cache.iterdir()) == []


def run(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "itucovid", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **env},
        timeout=120,
    )


def test_several_processes_may_write_at_once(large: Path, cache: Path) -> None:
    command = [sys.executable, "-m", "itucovid", "search", "fake medicines", "--data", str(large)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    outputs = {process.communicate(timeout=120) for process in processes}
    assert len(outputs) == 1
    assert {process.returncode for process in processes} == {0}
    assert names(cache) == [".dataset", ".vocabulary"]
    assert run(*command[3:], env={}).stdout == outputs.pop()[0]


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [(["--no-cache"], {}), ([], {"ITUCOVID_CACHE": "off"}), ([], {"ITUCOVID_CACHE": "OFF"})],
)
def test_it_can_be_turned_off(large: Path, tmp_path: Path, arguments: list[str], variables: dict[str, str]) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path / "home"), "ITUCOVID_CACHE": "", **variables}
    assert run(*arguments, "list", "--data", str(large), env=env).returncode == 0
    assert not (tmp_path / "home").exists()


def test_the_folder_is_the_one_that_the_system_has_for_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ITUCOVID_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert snapshot.folder() == tmp_path / "itucovid"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert snapshot.folder() == tmp_path / ".cache" / "itucovid"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert snapshot.folder() == tmp_path / "Library" / "Caches" / "itucovid"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert snapshot.folder() is None


def test_cache_shows_and_clears_what_there_is(large: Path, cache: Path, invoke: Invoke) -> None:
    assert invoke("cache").stderr == f"itucovid: {cache}: 0 bytes\n"
    answers(large)
    (cache / "strange.txt").touch()
    (cache / "mine.dataset").touch()
    (cache / "video.mkv.part").touch()
    (cache / "broken-01234567.dataset").write_bytes(b"x")
    (cache / "left-01234567.dataset.99.part").write_bytes(b"x")
    shown = invoke("cache")
    assert [line.split("\t")[1] for line in shown.stdout.splitlines()] == [str(large), str(large)]
    assert [int(line.split("\t")[0]) for line in shown.stdout.splitlines()] == [
        path.stat().st_size for path in sorted(cache.glob("large*"))
    ]
    assert invoke("cache", "--clear").stderr == f"itucovid: {cache}: 4 files removed\n"
    assert sorted(path.name for path in cache.iterdir()) == ["mine.dataset", "strange.txt", "video.mkv.part"]


def test_cache_says_when_there_is_none(invoke: Invoke) -> None:
    assert invoke("cache", env={"ITUCOVID_CACHE": "off"}).stderr == "itucovid: no snapshots are kept\n"


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """The dataset as a wheel has it: with its snapshots beside it."""

    def make() -> Path:
        path = tmp_path / "initiatives.toml"
        shutil.copy(ROOT / "data" / "initiatives.toml", path)
        whole = itucovid.load(path)
        made = snapshot.shipped_origin(path)
        snapshot.write(made, snapshot.DATASET, snapshot.dataset_sections(whole))
        snapshot.write(made, snapshot.VOCABULARY, snapshot.vocabulary_sections(vocabulary(whole)))
        monkeypatch.setattr(snapshot, "_SHIPPED", tmp_path)
        return path

    return make


def test_the_shipped_snapshot_is_the_shipped_dataset(shipped: Callable[[], Path], dataset: itucovid.Dataset) -> None:
    path = shipped()
    assert isinstance(dataset.read(path).dataset.initiatives, snapshot.Records)
    assert itucovid.load(path) == register


def test_a_shipped_dataset_that_was_edited_counts_for_more_than_its_snapshot(shipped: Callable[[], Path]) -> None:
    path = shipped()
    path.write_text(path.read_text(encoding="utf-8").replace('title = "Giga"', 'title = "Tera"'), encoding="utf-8")
    assert "Tera" in {record.title for record in itucovid.load(path).initiatives}


def test_a_broken_register_is_never_recalled(large: Path, cache: Path) -> None:
    answers(large)
    large.write_text(large.read_text(encoding="utf-8") + "\n[[initiatives]]\n", encoding="utf-8")
    settle(large)
    with pytest.raises(itucovid.InvalidDatasetError):
        dataset.read(large)
    with pytest.raises(itucovid.InvalidDatasetError):
        dataset.read(large)


def test_a_file_that_changes_between_reading_and_searching_keeps_no_wrong_vocabulary(large: Path, cache: Path) -> None:
    before, origin, _ = dataset.read(large)
    shutil.copy(ROOT / "data" / "initiatives.toml", large)
    large.write_text(large.read_text(encoding="utf-8") + "#" * snapshot.PAYS_FROM, encoding="utf-8")
    settle(large)
    read_index(before, origin)
    after, origin, _ = dataset.read(large)
    assert [hit.record.id for hit in search(after, "giga", index=read_index(after, origin)).hits] == ["giga"]


def test_a_snapshot_is_only_its_owner_s_to_read(large: Path, cache: Path) -> None:
    answers(large)
    assert {path.stat().st_mode & 0o777 for path in cache.iterdir()} == {0o600}


def test_the_oldest_snapshots_go_when_there_are_many(large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_MOST_KEPT", 3)
    for number in range(3):
        another = large.with_name(f"another{number}.toml")
        shutil.copy(large, another)
        settle(another)
        answers(another)
    assert [path.name.partition("-")[0] for path in snapshot._files()] == ["another1", "another2", "another2"]


def test_check_reads_the_file_itself(large: Path, cache: Path, invoke: Invoke) -> None:
    answers(large)
    state = large.stat()
    broken = large.read_bytes().replace(b'theme = "health"', b'theme = "wealth"', 1)
    large.write_bytes(broken)
    os.utime(large, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert recalled(large) == [True, True]
    assert invoke("check", str(large)).exit_code == 2
