"""A spinner while something takes long."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner

from itucovid.terminal.console import to_text


def make_spinner(message: str) -> Live:
    """A spinner and a message on standard error."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    # Rich's default spinner consists of Braille patterns.
    name = "line" if console.options.ascii_only else "dots"
    spinner = Spinner(name, to_text(message), style="status.spinner")
    return Live(spinner, console=console, refresh_per_second=12.5, transient=True)
