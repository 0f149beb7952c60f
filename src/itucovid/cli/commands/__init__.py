"""The commands. Each is a module with a function `command`, imported when the command runs or its help is shown."""

from __future__ import annotations

NAMES = (
    "list",
    "search",
    "show",
    "cite",
    "open",
    "export",
    "themes",
    "stats",
    "timeline",
    "init",
    "check",
    "schema",
    "cache",
)
"""The commands, in the order of the help."""
