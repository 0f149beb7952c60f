"""Output to a file, which is complete or unchanged, and to standard output."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itucovid.cli.output import write_file
from itucovid.errors import OutputError
from tests.cli.conftest import THREE_RECORDS
from tests.conftest import Invoke
from tests.pseudo_terminal import ITUCOVID, on_terminal

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")


def error_of(path: Path, *, force: bool = False) -> str:
    """The error of a file that cannot be written."""
    with pytest.raises(OutputError) as error:
        write_file(path, ["new"], force=force)
    return str(error.value)


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def contents(directory: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in directory.iterdir()}


@posix
@pytest.mark.parametrize("force", [False, True], ids=["", "--force"])
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)], ids=oct)
def test_a_new_file_is_utf_8_with_the_permissions_of_the_umask(
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
    assert error_of(path) == f"{path}: already exists (use --force to overwrite)"
    assert (path.read_text(), names(tmp_path)) == ("old", ["old.csv"])


@posix
def test_force_replaces_a_file_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("an old text, longer than the new one")
    path.chmod(0o604)
    write_file(path, ["new"], force=True)
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode), names(tmp_path)) == ("new", 0o604, ["old.csv"])


def test_a_file_that_another_process_creates_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"

    def chunks() -> Iterator[str]:
        yield "ours"
        path.write_text("theirs")

    with pytest.raises(OutputError, match=r"already exists \(use --force to overwrite\)$"):
        write_file(path, chunks(), force=False)
    assert (path.read_text(), names(tmp_path)) == ("theirs", ["new.csv"])


@posix
def test_only_the_owner_can_read_a_file_that_is_not_complete(tmp_path: Path) -> None:
    def chunks() -> Iterator[str]:
        (partial,) = tmp_path.iterdir()
        assert stat.S_IMODE(partial.stat().st_mode) == 0o600
        yield "new"

    write_file(tmp_path / "new.csv", chunks(), force=False)


@pytest.mark.parametrize("force", [False, True], ids=["", "--force"])
def test_a_directory_is_an_error(force: bool, tmp_path: Path) -> None:
    assert error_of(tmp_path, force=force) == f"{tmp_path}: is a directory"


def test_a_missing_directory_is_not_created(tmp_path: Path) -> None:
    path = tmp_path / "none" / "new.csv"
    assert error_of(path) == f"{path}: no such directory: {path.parent}"
    assert names(tmp_path) == []


@posix
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("file/new.csv", "Not a directory", id="below a file"),
        pytest.param("x" * 300, "File name too long", id="name too long"),
        pytest.param("a\0b", "embedded null", id="NUL in the name"),
    ],
)
def test_an_impossible_name_is_an_error(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    message = error_of(tmp_path / name)
    assert message.startswith(f"{tmp_path / name}: cannot be written: ")
    assert reason in message
    assert names(tmp_path) == ["file"]


def test_a_name_of_the_maximum_length_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("中" * 83 + ".csv")
    write_file(path, ["new"], force=False)
    assert (path.read_text(), names(tmp_path)) == ("new", [path.name])


@posix
@pytest.mark.parametrize("relative", [False, True], ids=["absolute", "relative"])
def test_a_symbolic_link_is_kept_and_its_target_replaced(relative: bool, tmp_path: Path) -> None:
    target, link = tmp_path / "elsewhere" / "target.csv", tmp_path / "link.csv"
    target.parent.mkdir()
    target.write_text("old")
    link.symlink_to("elsewhere/target.csv" if relative else target)
    assert error_of(link) == f"{link}: already exists (use --force to overwrite)"
    write_file(link, ["new"], force=True)
    assert (link.is_symlink(), target.read_text(), names(target.parent)) == (True, "new", ["target.csv"])


@posix
def test_a_dangling_symbolic_link_creates_its_target(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to("target.csv")
    write_file(tmp_path / "link.csv", ["new"], force=False)
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "target.csv").read_text() == "new"


@posix
def test_a_loop_of_symbolic_links_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert error_of(tmp_path / "a", force=True).startswith(f"{tmp_path / 'a'}: cannot be written: ")
    assert names(tmp_path) == ["a", "b"]


@pytest.mark.parametrize("existing", [True, False], ids=["old file", "no file"])
@pytest.mark.parametrize("failure", [RuntimeError("broken"), KeyboardInterrupt()], ids=["error", "interrupt"])
def test_a_failure_while_writing_leaves_everything_unchanged(
    failure: BaseException, existing: bool, tmp_path: Path
) -> None:
    path = tmp_path / "old.csv"
    if existing:
        path.write_text("old")

    def chunks() -> Iterator[str]:
        yield "x" * 100_000
        raise failure

    with pytest.raises(type(failure)):
        write_file(path, chunks(), force=existing)
    assert contents(tmp_path) == ({"old.csv": "old"} if existing else {})


@posix
def test_a_disk_that_becomes_full_leaves_everything_unchanged(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_text("old")

    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", *ITUCOVID, "export", "-o", "old.html", "--force"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (2, "error: old.html: cannot be written: File too large\n")
    assert contents(tmp_path) == {"old.html": "old"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_device_is_an_error() -> None:
    assert error_of(Path("/dev/full")) == "/dev/full: cannot be written: No space left on device"


@posix
def test_a_device_is_written_directly() -> None:
    write_file(Path("/dev/null"), ["gone"], force=False)
    assert Path("/dev/null").is_char_device()


LOST = (errno.EIO, errno.ENOSPC, errno.EDQUOT)
"""The errors of fsync that say that the content is lost."""
NUMBERS = sorted({*errno.errorcode} - {errno.EPIPE, errno.ESHUTDOWN})


@contextmanager
def refusing(failures: Mapping[str, int]) -> Iterator[None]:
    """Let functions of `os` raise an error, as file systems do that lack a feature."""
    with pytest.MonkeyPatch.context() as patch:
        for name, number in failures.items():
            patch.setattr(os, name, Mock(side_effect=OSError(number, os.strerror(number))))
        yield


def is_error(failures: Mapping[str, int], *, existing: bool) -> bool:
    """Whether a file cannot be written at all: a new one needs a name, of an old one the content can be replaced."""
    if failures.get("fsync") in LOST:
        return True
    no_name = "link" in failures and ("replace" in failures or failures["link"] == errno.EEXIST)
    return not existing and ("open" in failures or no_name)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "chown"), reason="Windows has no owners")
@given(
    failures=st.dictionaries(
        st.sampled_from(["open", "fsync", "chmod", "chown", "link", "replace"]), st.sampled_from(NUMBERS), min_size=1
    ),
    existing=st.booleans(),
)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_file_system_refuses_is_done_without_or_leaves_everything_unchanged(
    failures: dict[str, int], existing: bool, tmp_path: Path
) -> None:
    path = tmp_path / "file.csv"
    path.unlink(missing_ok=True)
    if existing:
        path.write_text("an old text, longer than the new one" if len(failures) % 2 else "old")
    before = contents(tmp_path)

    with refusing(failures):
        if is_error(failures, existing=existing):
            error_of(path, force=existing)
            assert contents(tmp_path) == before
        else:
            write_file(path, ["a new ", "text"], force=existing)
            assert contents(tmp_path) == {"file.csv": "a new text"}


@pytest.mark.parametrize("existing", ["old", "a text that is longer than the new one"])
def test_a_full_disk_leaves_a_file_that_cannot_be_replaced_unchanged(existing: str, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(existing)

    with refusing({"replace": errno.EBUSY, "fsync": errno.ENOSPC}), pytest.raises(OutputError):
        write_file(path, ["x" * 1000], force=True)

    assert contents(tmp_path) == {"file.csv": existing}


def test_a_file_that_another_process_creates_meanwhile_is_kept_without_hard_links(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"

    def chunks() -> Iterator[str]:
        yield "ours"
        path.write_text("theirs")

    with (
        refusing({"link": errno.EPERM}),
        pytest.raises(OutputError, match=r"already exists \(use --force to overwrite\)$"),
    ):
        write_file(path, chunks(), force=False)
    assert contents(tmp_path) == {"new.csv": "theirs"}


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="only root can change the owner")
def test_force_keeps_the_owner_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.touch()
    os.chown(path, 1234, 5678)

    write_file(path, ["new"], force=True)

    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 5678)


def exporting(*arguments: str) -> list[str]:
    return [*ITUCOVID, "export", *arguments]


@pytest.mark.slow
@posix
@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "--force"])
def test_the_file_of_standard_output_is_written_at_its_position(force: list[str], tmp_path: Path) -> None:
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


@pytest.mark.slow
@posix
@pytest.mark.parametrize("target", ["-", "/dev/stdout"])
@pytest.mark.parametrize("name", ["xlsx", "sqlite"])
def test_binary_data_is_not_written_to_a_terminal(name: str, target: str) -> None:
    screen = on_terminal("export", "-f", name, "-o", target)

    assert (screen.exit_code, screen.text) == (2, "")
    assert screen.stderr == "error: refusing to write binary data to a terminal; use --output FILE or a pipe\n"


@pytest.mark.slow
@posix
@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_named_pipe_is_written_directly(format_: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(exporting("-f", format_, "-o", str(pipe), "--force"), stderr=subprocess.PIPE) as process:
        content = pipe.read_bytes()
        assert process.wait(timeout=60) == 0

    assert content.startswith(b"PK" if format_ == "xlsx" else b"id,theme")
    assert [*tmp_path.iterdir()] == [pipe]


@pytest.mark.slow
@posix
def test_a_reader_of_a_named_pipe_may_leave(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(exporting("-f", "html", "-o", str(pipe)), stderr=subprocess.PIPE) as process:
        pipe.open("rb").close()
        assert process.stderr
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.slow
@posix
def test_a_path_to_standard_output_is_a_pipe(invoke: Invoke) -> None:
    done = subprocess.run(exporting("-f", "csv", "-o", "/dev/stdout"), capture_output=True, check=True)

    assert done.stdout == invoke("export").stdout_bytes


@pytest.mark.slow
@posix
def test_of_two_exports_to_one_file_one_is_complete(invoke: Invoke, tmp_path: Path) -> None:
    target = tmp_path / "records.csv"
    options: list[list[str]] = [[], ["-t", "health"]]
    processes = [
        subprocess.Popen(exporting("-o", str(target), "--force", *more), stderr=subprocess.DEVNULL) for more in options
    ]

    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    assert target.read_bytes() in [invoke("export", *more).stdout_bytes for more in options]
    assert [*tmp_path.iterdir()] == [target]


@pytest.mark.parametrize("command", ["export -o {}/x.csv", "export -f xlsx -o {}/x", "init {}/x.toml"])
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a directory in which not even root can write")
def test_a_directory_without_write_permission_is_an_error(invoke: Invoke, command: str) -> None:
    done = invoke(*command.format("/proc/self").split())

    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert ": cannot be written: " in done.stderr


def test_export_overwrites_a_file_only_with_force(small: Invoke, tmp_path: Path) -> None:
    export = ("export", "-o", "out.csv", "--fields", "id", "-t", "energy")
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")

    assert small(*export) == (2, b"", "error: out.csv: already exists (use --force to overwrite)\n")
    assert contents(tmp_path) == {"out.csv": "old", "own.toml": THREE_RECORDS}

    assert small(*export, "--force") == (0, b"", "out.csv: 1 record\n")
    assert (tmp_path / "out.csv").read_bytes() == b"id\r\nlamps\r\n"
    assert names(tmp_path) == ["out.csv", "own.toml"]
