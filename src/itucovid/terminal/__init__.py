"""Terminal views, with Rich.

All text of a dataset passes through `console.to_text` or `text.printable`: it contains neither Rich markup nor control
characters.
"""

from __future__ import annotations

from rich.console import Console

from itucovid.terminal.changes import print_changes
from itucovid.terminal.console import render
from itucovid.terminal.counts import print_counts, print_themes
from itucovid.terminal.crosstab import print_crosstab
from itucovid.terminal.hits import print_hits
from itucovid.terminal.record import print_records
from itucovid.terminal.records import print_groups, print_list
from itucovid.terminal.timeline import print_timeline

__all__ = [
    "Console",
    "print_changes",
    "print_counts",
    "print_crosstab",
    "print_groups",
    "print_hits",
    "print_list",
    "print_records",
    "print_themes",
    "print_timeline",
    "render",
]
