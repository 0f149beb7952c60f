"""Files that are made to hurt: each gets an answer in one line, within bounds, and never a traceback."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import itucovid
from itucovid.storage import loader as dataset
from tests.conftest import MINIMAL

LONG = 20_000_000
MEMORY = 1 << 30


def check(path: Path | str) -> tuple[int, list[str]]:
    """Check a file in a process of its own that may use a GiB: its status and its lines."""
    done = subprocess.run(
        [sys.executable, "-m", "itucovid", "check", str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    assert done.stdout == ""
    return done.returncode, done.stderr.replace(f"{Path(path).parent}/", "").splitlines()


DEEP = "own.toml: nested too deeply"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("a = " + "[" * 1_000_000, [DEEP], id="a million open brackets"),
        pytest.param("a = " + "[" * 1_000_000 + "]" * 1_000_000, [DEEP], id="a million nested arrays"),
        pytest.param("a = " + "{a=" * 1_000_000 + "1" + "}" * 1_000_000, [DEEP], id="a million inline tables"),
        pytest.param("a" + ".a" * 100_000 + " = 1", [DEEP], id="a key of many parts"),
        pytest.param("[a" + ".a" * 100_000 + "]", [DEEP], id="a header of many parts"),
        pytest.param(
            "a = " + "1" * 100_000, ["own.toml: not TOML: an integer of too many digits"], id="an endless number"
        ),
        pytest.param(
            f"{MINIMAL}{'a' * LONG} = 1",
            [f"own.toml:7: one, {'a' * 200} … {'a' * 200}: unknown field"],
            id="a name of 20 MB",
        ),
        pytest.param(
            f"{MINIMAL.replace('one', 'x' * LONG)}item = 0",
            [f"own.toml:7: {'x' * 200} … {'x' * 200}, item: expected a whole number >= 1, not 0"],
            id="an id of 20 MB",
        ),
        pytest.param(
            f"{MINIMAL}item = 0 # {'x' * LONG}",
            ["own.toml:7: one, item: expected a whole number >= 1, not 0"],
            id="a comment of 20 MB",
        ),
    ],
)
def test_what_is_made_to_hurt_is_refused_in_one_line(text: str, lines: list[str], tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    assert check(tmp_path / "own.toml") == (2, lines)


def test_a_text_of_20_megabytes_is_a_text(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(MINIMAL.replace("A record", "A record " * (LONG // 9)), encoding="utf-8")
    assert check(tmp_path / "own.toml") == (0, ["itucovid: own.toml: 1 record in 1 theme, no fault"])


def test_a_register_of_200_megabytes_is_refused_where_the_memory_is_too_small(tmp_path: Path) -> None:
    record = '[[initiatives]]\nid = "r{0}"\ntheme = "t"\ntitle = "T"\nsummary = "S"\nkeywords = ["a", "b"]\n'
    with (tmp_path / "own.toml").open("w", encoding="utf-8") as stream:
        stream.writelines(map(record.format, range(2_200_000)))
    assert (tmp_path / "own.toml").stat().st_size > 200_000_000
    assert check(tmp_path / "own.toml") == (2, ["own.toml: cannot be read: too large for the memory there is"])


def test_a_file_that_never_ends_is_refused() -> None:
    assert check("/dev/zero") == (2, ["zero: cannot be read: larger than 256 MiB"])


def test_a_file_past_the_largest_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    monkeypatch.setattr(dataset, "MAX_FILE_SIZE", len(MINIMAL))
    assert len(dataset.load(path).initiatives) == 1
    monkeypatch.setattr(dataset, "MAX_FILE_SIZE", len(MINIMAL) - 1)
    with pytest.raises(itucovid.InvalidDatasetError, match=r"own\.toml: cannot be read: larger than 0 MiB$"):
        dataset.load(path)


def test_a_file_past_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(*_: object) -> None:
        raise MemoryError

    path = tmp_path / "own.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    monkeypatch.setattr(dataset, "_parse", exhaust)
    with pytest.raises(
        itucovid.InvalidDatasetError, match=r"own\.toml: cannot be read: too large for the memory there is$"
    ):
        dataset.load(path)


def test_a_named_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(MINIMAL,))
    writer.start()
    assert [record.id for record in dataset.load(pipe).initiatives] == ["one"]
    writer.join(timeout=60)


def test_thousands_of_faults_are_listed_each_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    record = '[[initiatives]]\nid = "r{0}"\ntheme = "t"\ntitle = {0}\nsummary = "x"\nzzz = 1\n'
    path.write_text("".join(map(record.format, range(5000))), encoding="utf-8")
    status, lines = check(path)
    assert (status, len(lines)) == (2, 10_001)
    assert lines[-3:] == [
        "own.toml:29998: r4999, title: expected text, not 4999",
        "own.toml:30000: r4999, zzz: unknown field",
        "itucovid: own.toml: 10000 issues",
    ]
