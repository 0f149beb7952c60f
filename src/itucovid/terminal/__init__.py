"""What a person sees on a terminal: tables, pages, marked hits, in the terminal's width. Only this package uses Rich.

All text of a dataset goes through `parts.as_text`, so that neither Rich's markup nor a terminal's escapes in it act.
"""

from __future__ import annotations

from itucovid.terminal.charts import show_counts
from itucovid.terminal.crosses import show_cross
from itucovid.terminal.hits import show_hits
from itucovid.terminal.pages import show_page
from itucovid.terminal.parts import THEME_COLOURS, Status, make_console
from itucovid.terminal.tables import show_list, show_themes
from itucovid.terminal.timelines import show_timeline

__all__ = [
    "THEME_COLOURS",
    "Status",
    "make_console",
    "show_counts",
    "show_cross",
    "show_hits",
    "show_list",
    "show_page",
    "show_themes",
    "show_timeline",
]
