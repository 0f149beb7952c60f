"""Clean up at the end of a block, also if a signal ends the process in it."""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SIGNALS = [
    getattr(signal, name) for name in ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)
]
"""What ends a process by default; Windows lacks some and has SIGBREAK."""

_actions: list[Callable[[], object]] = []
_replaced: dict[int, Any] = {}


@contextmanager
def cleanup(action: Callable[[], object]) -> Iterator[None]:
    """Call an action at the end of the block, and before a signal ends the process; it may be called twice.

    Signals that the process ignores or handles in its own way are left alone, and so are all in other threads than the
    main one, where Python does not allow handlers.
    """
    _actions.append(action)
    try:
        for number in _SIGNALS:
            previous = signal.getsignal(number)
            if previous in (signal.SIG_DFL, signal.default_int_handler):
                # In this order, since a signal may come between any two statements.
                _replaced[number] = previous
                try:
                    signal.signal(number, _end)
                except ValueError:  # in another thread
                    del _replaced[number]
        yield
    finally:
        with suppress(OSError):
            action()
        _actions.remove(action)
        if not _actions:
            _restore()


def _end(number: int, _frame: object) -> None:
    for action in _actions:
        with suppress(Exception):
            action()
    _restore()
    signal.raise_signal(number)


def _restore() -> None:
    for number, previous in [*_replaced.items()]:
        signal.signal(number, previous)
    _replaced.clear()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Defer signals to the end of the block; Windows cannot."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
