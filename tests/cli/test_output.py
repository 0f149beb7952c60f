"""Files are either wholly new or wholly as they were."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from itucovid.errors import OutputError
from itucovid.cli.output import write_file
from tests.conftest import on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator


def refusal_of(path: Path, *, force: bool = False) -> str:
    """What a path that cannot be written is refused with."""
    with pytest.raises(OutputError) as refusal:
        write_file(path, ["new"], force=force)
    return str(refusal.value)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("force", [False, True], ids=["", "--force"])
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)], ids=oct)
def test_a_new_file_has_the_text_as_utf_8_and_the_rights_that_the_umask_leaves(
    umask: int, mode: int, force: bool, tmp_path: Path
) -> None:
    before = os.umask(umask)
    try:
        write_file(tmp_path / "new.csv", ["é\r\n", "", "ü\n"], force=force)
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    assert (tmp_path / "new.csv").read_bytes() == "é\r\nü\n".encode()
    assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == mode
    assert names(tmp_path) == ["new.csv"]


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("old")
    assert refusal_of(path) == f"{path}: exists already; --force replaces it"
    assert (path.read_text(), names(tmp_path)) == ("old", ["old.csv"])


def test_force_replaces_a_file_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("an old text, longer than the new one")
    path.chmod(0o604)
    write_file(path, ["new"], force=True)
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode), names(tmp_path)) == ("new", 0o604, ["old.csv"])


def test_a_file_that_another_process_makes_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"

    def chunks() -> Iterator[str]:
        yield "ours"
        path.write_text("theirs")

    with pytest.raises(OutputError, match=r"exists already; --force replaces it$"):
        write_file(path, chunks(), force=False)
    assert (path.read_text(), names(tmp_path)) == ("theirs", ["new.csv"])


@pytest.mark.parametrize("force", [False, True], ids=["", "--force"])
def test_a_folder_is_no_target(force: bool, tmp_path: Path) -> None:
    assert refusal_of(tmp_path, force=force) == f"{tmp_path}: is a folder"


def test_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none" / "new.csv"
    assert refusal_of(path) == f"{path}: there is no folder {path.parent}"
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("file/new.csv", "Not a directory", id="below a file"),
        pytest.param("x" * 300, "File name too long", id="name too long"),
        pytest.param("a\0b", "embedded null byte", id="NUL in the name"),
    ],
)
def test_an_impossible_name_is_refused(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refusal_of(tmp_path / name) == f"{tmp_path / name}: cannot be written: {reason}"
    assert names(tmp_path) == ["file"]


def test_a_name_as_long_as_may_be_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("中" * 83 + ".csv")
    write_file(path, ["new"], force=False)
    assert (path.read_text(), names(tmp_path)) == ("new", [path.name])


@pytest.mark.parametrize("relative", [False, True], ids=["absolute", "relative"])
def test_a_link_stays_and_the_file_that_it_leads_to_is_replaced(relative: bool, tmp_path: Path) -> None:
    target, link = tmp_path / "elsewhere" / "target.csv", tmp_path / "link.csv"
    target.parent.mkdir()
    target.write_text("old")
    link.symlink_to("elsewhere/target.csv" if relative else target)
    assert refusal_of(link) == f"{link}: exists already; --force replaces it"
    write_file(link, ["new"], force=True)
    assert (link.is_symlink(), target.read_text(), names(target.parent)) == (True, "new", ["target.csv"])


def test_a_link_to_nothing_leads_to_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to("target.csv")
    write_file(tmp_path / "link.csv", ["new"], force=False)
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "target.csv").read_text() == "new"


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert refusal_of(tmp_path / "a", force=True).startswith(f"{tmp_path / 'a'}: cannot be written: ")
    assert names(tmp_path) == ["a", "b"]


@pytest.mark.parametrize("existing", [True, False], ids=["old file", "no file"])
@pytest.mark.parametrize("failure", [RuntimeError("broken"), KeyboardInterrupt()], ids=["error", "interrupt"])
def test_a_failure_midway_leaves_all_as_it_was(failure: BaseException, existing: bool, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    if existing:
        path.write_text("old")

    def chunks() -> Iterator[str]:
        yield "x" * 100_000
        raise failure

    with pytest.raises(type(failure)):
        write_file(path, chunks(), force=existing)
    assert {found.name: found.read_text() for found in tmp_path.iterdir()} == ({"old.csv": "old"} if existing else {})


def test_a_disk_that_fills_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "old.csv"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    assert refusal_of(path, force=True) == f"{path}: cannot be written: No space left on device"
    assert {found.name: found.read_text() for found in tmp_path.iterdir()} == {"old.csv": "old"}


def test_a_full_device_is_an_error() -> None:
    assert refusal_of(Path("/dev/full")) == "/dev/full: cannot be written: No space left on device"


def test_a_device_is_written_to_as_it_is() -> None:
    write_file(Path("/dev/null"), ["gone"], force=False)
    assert Path("/dev/null").is_char_device()


def test_a_file_system_without_hard_links_gets_its_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_file(tmp_path / "new.csv", ["new"], force=False)
    assert {found.name: found.read_text() for found in tmp_path.iterdir()} == {"new.csv": "new"}


def exporting(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "itucovid", "export", *arguments]


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "--force"])
@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs /dev/stdout")
def test_standard_output_under_its_own_name_goes_on_where_it_is(force: list[str], tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    with log.open("ab", buffering=0) as stream:
        stream.write(b"head\n")
        subprocess.run(
            exporting("-f", "csv", "--fields", "id", "-n", "1", "-o", "/dev/stdout", *force),
            stdout=stream, stderr=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        stream.write(b"tail\n")
    assert log.read_bytes() == b"head\nid\r\nweb-dialogues\r\ntail\n"
    assert names(tmp_path) == ["log.csv"]


@pytest.mark.parametrize("name", ["xlsx", "sqlite"])
@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs /dev/stdout")
def test_a_terminal_under_any_name_gets_no_bytes(name: str) -> None:
    screen = on_terminal("export", "-f", name, "-o", "/dev/stdout")
    assert (screen.status, screen.text) == (2, "")


def test_a_reader_of_a_named_pipe_may_leave(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(exporting("-f", "html", "-o", str(pipe)), stderr=subprocess.PIPE) as tool:
        pipe.open("rb").close()
        assert tool.stderr
        complaint = tool.stderr.read()
    assert (tool.returncode, complaint) == (141, b"")
