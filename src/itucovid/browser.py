"""An address in a browser: which browser can be had, and how it is started without a hold on this process."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import webbrowser
    from collections.abc import Iterator


def open_address(address: str) -> bool:
    """Show a web address in a browser; False when there is no browser to be had.

    A browser with a window of its own does, wherever output goes. One that takes the terminal (lynx, w3m) is started
    only if the variable BROWSER names it and input and output are that terminal.
    """
    try:
        browser = _browser()
        if browser is None:
            return False
        if not _waits(browser):
            with _away_from_our_streams():
                return browser.open(address)
        return _has_terminal() and browser.open(address)
    except OSError:
        return False


def _browser() -> webbrowser.BaseBrowser | None:
    import webbrowser

    named = bool(os.environ.get("BROWSER"))
    if not named and not _has_screen():
        return None
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return None
    return browser if named or not _waits(browser) else None


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _waits(browser: webbrowser.BaseBrowser) -> bool:
    """Whether opening an address lasts until the browser is left."""
    import webbrowser

    return isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser)


def _has_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


@contextlib.contextmanager
def _away_from_our_streams() -> Iterator[None]:
    """Let what is started meanwhile inherit no stream of ours: it would keep a pipe open for as long as it runs."""
    if sys.stdout is not None:
        sys.stdout.flush()
    kept: dict[int, int | None] = {}
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        for stream in range(3):
            try:
                kept[stream] = os.dup(stream)
            except OSError:  # it is closed
                kept[stream] = None
            if nowhere != stream:
                os.dup2(nowhere, stream)
        yield
    finally:
        for stream, copy in kept.items():
            if copy is None:
                os.close(stream)
            else:
                os.dup2(copy, stream)
                os.close(copy)
        if nowhere not in kept:
            os.close(nowhere)
