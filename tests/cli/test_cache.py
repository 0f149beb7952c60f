"""`itucovid cache`, and how a command uses the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from itucovid.storage import cache
from tests.conftest import MINIMAL, Invoke


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset that is large enough for the cache."""
    monkeypatch.setattr(cache, "MTIME_GRACE_SECONDS", 0)
    path = tmp_path / "large.toml"
    path.write_text(MINIMAL + "#" * cache.MIN_FILE_SIZE, encoding="utf-8")
    return path


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    monkeypatch.setenv("ITUCOVID_CACHE", str(path))
    return path


def test_an_empty_cache(directory: Path, invoke: Invoke) -> None:
    assert invoke("cache") == (0, b"", f"{directory}: 0 bytes\n")
    assert invoke("cache", "--clear") == (0, b"", f"{directory}: 0 files deleted\n")


def test_entries_are_listed_with_size_source_and_path(large: Path, directory: Path, invoke: Invoke) -> None:
    invoke("search", "record", "--data", str(large))
    (dataset,) = directory.glob("*.dataset")
    (index,) = directory.glob("*.index")
    sizes = [path.stat().st_size for path in (dataset, index)]
    result = invoke("cache")
    assert (result.exit_code, result.stderr) == (0, f"{directory}: {sum(sizes):,} bytes\n")
    assert result.stdout == f"{sizes[0]}\t{large}\t{dataset}\n{sizes[1]}\t{large}\t{index}\n"


def test_clear_deletes_the_entries(large: Path, directory: Path, invoke: Invoke) -> None:
    invoke("list", "--data", str(large))
    (directory / "unrelated.txt").touch()
    assert invoke("cache", "--clear") == (0, b"", f"{directory}: 1 file deleted\n")
    assert [path.name for path in directory.iterdir()] == ["unrelated.txt"]


def test_a_disabled_cache(invoke: Invoke) -> None:
    assert invoke("cache", env={"ITUCOVID_CACHE": "off"}) == (0, b"", "caching is disabled\n")


def test_no_cache_stores_nothing(large: Path, directory: Path, invoke: Invoke) -> None:
    assert invoke("--no-cache", "list", "--data", str(large)).stdout == "one\ttesting\t\tThe first\n"
    assert not directory.exists()


def test_the_output_from_the_cache_is_the_same(large: Path, directory: Path, invoke: Invoke) -> None:
    first, again = (invoke("list", "--json", "--data", str(large)) for _ in range(2))
    assert first == again
    assert len(list(directory.iterdir())) == 1
