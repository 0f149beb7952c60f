"""Write to standard output, or to a file: completely or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from itucovid.errors import OutputError, UsageError
from itucovid.storage.cleanup import cleanup, uninterrupted
from itucovid.text import printable_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import FileIO


EXISTS = "already exists (use --force to overwrite)"
"""Why a file is not written."""


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def write_standard_output(chunks: Iterable[str] | Iterable[bytes]) -> None:
    """Write chunks to standard output: text as UTF-8, or without control characters if it is a terminal.

    Raises:
        UsageError: the chunks are bytes, and standard output is a terminal.
        OutputError: standard output is closed, or cannot be written.
        BrokenPipeError: nothing reads the pipe any more.
    """
    if sys.stdout is None:
        raise OutputError("standard output", "closed")
    try:
        if is_terminal():
            sys.stdout.writelines(_for_terminal(chunks))
        else:
            sys.stdout.flush()
            for chunk in chunks:
                sys.stdout.buffer.write(_encoded(chunk))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError("standard output", error.strerror or str(error)) from error


def write_file(path: Path, chunks: Iterable[str] | Iterable[bytes], *, force: bool) -> None:
    """Write bytes, or text as UTF-8, to a file: completely or not at all.

    A temporary file next to it is renamed. Of a symbolic link, the target is replaced. A file that can be written but
    not replaced, such as a mounted one or one in a read-only directory, is overwritten in place. A pipe or a device is
    written directly, and so is the file that standard output refers to: replacing it would lose what else is written
    there.

    Raises:
        OutputError: the file exists and `force` is not set, its directory is missing, or it cannot be written.
        UsageError: the chunks are bytes, and the path is a terminal.
        BrokenPipeError: nothing reads the pipe any more.
    """
    try:
        if _is_standard_output(path):
            write_standard_output(chunks)
            return
        old = _state(path)
        target = Path(os.path.realpath(path))
        if old and stat.S_ISDIR(old.st_mode):
            raise OutputError(path, "is a directory")
        if old and not stat.S_ISREG(old.st_mode):
            with path.open("wb") as stream:
                stream.writelines(map(_encoded, _for_terminal(chunks) if stream.isatty() else chunks))
            return
        if old and not force:
            raise OutputError(path, EXISTS)
        if not target.parent.is_dir():
            raise OutputError(path, f"no such directory: {target.parent}")
        _write(target, chunks, old, force=force)
    except FileExistsError as error:
        raise OutputError(path, EXISTS) from error
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise OutputError(path, f"cannot be written: {getattr(error, 'strerror', None) or error}") from error


def _is_standard_output(path: Path) -> bool:
    """Whether a path, such as /dev/stdout, is the file that standard output refers to."""
    try:
        return os.path.samestat(path.stat(), os.fstat(1))
    except (OSError, ValueError):
        return False


def _for_terminal(chunks: Iterable[str] | Iterable[bytes]) -> Iterator[str]:
    for chunk in chunks:
        if isinstance(chunk, bytes):
            raise UsageError("refusing to write binary data to a terminal; use --output FILE or a pipe")
        yield printable_lines(chunk)


def _state(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _write(target: Path, chunks: Iterable[str] | Iterable[bytes], old: os.stat_result | None, *, force: bool) -> None:
    # Choosing the name first lets a signal at any moment clean up.
    temporary = target.with_name(f".itucovid-{os.urandom(8).hex()}.part")
    with cleanup(partial(temporary.unlink, missing_ok=True)):
        try:
            stream = open(temporary, "xb", opener=_private)  # noqa: SIM115 - closed below
        except OSError as error:
            if old is None:
                raise
            _overwrite(target, b"".join(map(_encoded, chunks)), error)
            return
        with stream:
            stream.writelines(map(_encoded, chunks))
            stream.flush()
            _sync(stream.fileno())
        _set_attributes(temporary, old)
        try:
            if force:
                temporary.replace(target)
            else:
                _rename_to_new(temporary, target)
        except OSError as error:
            if old is None:
                raise
            _overwrite(target, temporary.read_bytes(), error)


def _sync(descriptor: int) -> None:
    """Let the disk confirm what was written, if the file system can: some network drives cannot."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno in (errno.EIO, errno.ENOSPC, errno.EDQUOT):  # the content is lost
            raise


def _set_attributes(path: Path, old: os.stat_result | None) -> None:
    """Set the owner and mode of the old file, or the mode of a new one, as far as the file system allows."""
    if old and hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, old.st_uid, old.st_gid)
    with suppress(OSError):
        path.chmod(stat.S_IMODE(old.st_mode) if old else 0o666 & ~_umask())


def _overwrite(path: Path, content: bytes, reason: OSError) -> None:
    """Overwrite a file in place, because it cannot be replaced for a reason.

    What makes it longer is written first, so that a full disk leaves it as it was.
    """
    try:
        stream = path.open("r+b", buffering=0)
    except OSError:
        raise reason from None
    with uninterrupted(), stream:
        size = os.fstat(stream.fileno()).st_size
        try:
            _write_at(stream, size, content[size:])
            _sync(stream.fileno())
        except OSError:
            stream.truncate(size)
            raise
        _write_at(stream, 0, content[:size])
        stream.truncate(len(content))


def _write_at(stream: FileIO, offset: int, content: bytes) -> None:
    stream.seek(offset)
    rest = memoryview(content)
    while rest:
        rest = rest[stream.write(rest) :]


def _private(path: str, flags: int) -> int:
    """Open a file that only its owner may read until it is complete."""
    return os.open(path, flags, 0o600)


def _rename_to_new(temporary: Path, target: Path) -> None:
    """Rename a file, unless the name exists meanwhile."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError as error:
        # The file system has no hard links; which error it gives depends on the system.
        if target.exists():
            raise FileExistsError(errno.EEXIST, "exists") from error
        temporary.replace(target)


def _encoded(chunk: str | bytes) -> bytes:
    return chunk.encode() if isinstance(chunk, str) else chunk


def _umask() -> int:
    """The umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
