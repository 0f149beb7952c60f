"""The differences between two datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from itucovid.diff import describe, summarize
from itucovid.terminal.console import to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from itucovid.diff import Change

_STYLES = {"added": "green", "removed": "red", "renamed": "cyan", "changed": "yellow", "table": "magenta"}
_WIDTH = max(map(len, _STYLES)) + 2


def print_changes(console: Console, changes: Sequence[Change]) -> None:
    """One line per record, below it one line per changed field."""
    for change in changes:
        name = f"{change.old_id} -> {change.id}" if change.old_id else change.id
        kind = (f"{change.change:{_WIDTH}}", _STYLES[change.change])
        console.print(Text.assemble(kind, to_text(name, "bold"), "  " if change.title else "", to_text(change.title)))
        for field in change.fields:
            console.print(Padding(to_text(f"{field.field}: {describe(field)}"), (0, 0, 0, _WIDTH)))
    console.print(Text(summarize([*changes]), "dim"))
