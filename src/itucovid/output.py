"""Where bytes go: standard output, or a file that is either wholly new or wholly as it was."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from itucovid.errors import BadRequest, OutputFailed
from itucovid.text import printable_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def is_terminal() -> bool:
    """Whether standard output is a terminal: the one thing that decides between tables and plain lines."""
    return sys.stdout is not None and sys.stdout.isatty()


def write_standard_output(chunks: Iterable[str] | Iterable[bytes]) -> None:
    """Write text to standard output: as UTF-8 into a pipe or file, without control characters on a terminal.

    Raises:
        BadRequest: the chunks are bytes, and standard output is a terminal.
        OutputFailed: standard output is closed, or its disk is full.
        BrokenPipeError: the reader is gone.
    """
    if sys.stdout is None:
        raise OutputFailed("standard output", "is closed")
    try:
        if is_terminal():
            sys.stdout.writelines(_for_a_terminal(chunks))
        else:
            sys.stdout.flush()
            for chunk in chunks:
                sys.stdout.buffer.write(_encoded(chunk))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputFailed("standard output", error.strerror or str(error)) from error


def write_file(path: Path, chunks: Iterable[str] | Iterable[bytes], *, force: bool) -> None:
    """Write bytes, or text as UTF-8, to a file, all or nothing.

    It is written beside its target and moved into place. A link stays one: the file that it leads to is replaced. What
    is no regular file (a pipe, a device) is written to as it is, and so is what standard output leads to.

    Raises:
        OutputFailed: the file exists and `force` is not given, its folder is missing, or it cannot be written.
        BadRequest: the chunks are bytes, and the path is a terminal.
        BrokenPipeError: the path is a pipe, and its reader is gone.
    """
    try:
        if _is_standard_output(path):
            write_standard_output(chunks)
            return
        mode = _mode(path)
        # A file's own rights are kept; a link's target is what counts.
        target = Path(os.path.realpath(path))
        if mode is not None and stat.S_ISDIR(mode):
            raise OutputFailed(path, "is a folder")
        if mode is not None and not stat.S_ISREG(mode):
            with path.open("wb") as stream:
                stream.writelines(map(_encoded, _for_a_terminal(chunks) if stream.isatty() else chunks))
            return
        if mode is not None and not force:
            raise OutputFailed(path, "exists already; --force replaces it")
        if not target.parent.is_dir():
            raise OutputFailed(path, f"there is no folder {target.parent}")
        _replace(target, chunks, mode, force=force)
    except FileExistsError as error:
        raise OutputFailed(path, "exists already; --force replaces it") from error
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise OutputFailed(path, f"cannot be written: {getattr(error, 'strerror', None) or error}") from error


def _is_standard_output(path: Path) -> bool:
    """Whether a path (/dev/stdout, say) is what standard output leads to: a new file there would not be it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(1))
    except (OSError, ValueError):
        return False


def _for_a_terminal(chunks: Iterable[str] | Iterable[bytes]) -> Iterator[str]:
    for chunk in chunks:
        if isinstance(chunk, bytes):
            raise BadRequest("this is nothing for a terminal: give --output FILE, or send it through a pipe")
        yield printable_lines(chunk)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(target: Path, chunks: Iterable[str] | Iterable[bytes], mode: int | None, *, force: bool) -> None:
    # The name is known before there is a file, so that an interrupt at any moment leaves none.
    beside = target.with_name(f".itucovid-{os.urandom(8).hex()}.part")
    try:
        with open(beside, "xb", opener=_private) as stream:
            stream.writelines(map(_encoded, chunks))
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
        if force:
            beside.replace(target)
        else:
            _move_to_new(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    """Open a file that nobody else may read as long as it is not whole."""
    return os.open(path, flags, 0o600)


def _move_to_new(beside: Path, target: Path) -> None:
    """Give a file its name, unless another process has given that name to a file meanwhile."""
    try:
        os.link(beside, target)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        # A file system without hard links.
        if target.exists():
            raise FileExistsError(errno.EEXIST, "exists") from error
        beside.replace(target)


def _encoded(chunk: str | bytes) -> bytes:
    return chunk.encode() if isinstance(chunk, str) else chunk


def _umask() -> int:
    """What new files are not to allow; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def silence_standard_output() -> None:
    """Send what is still buffered nowhere, so that a reader who left early causes no message at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
