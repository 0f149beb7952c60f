"""The commands, each in a module of its own that is imported when the command is run or its help is shown."""

from __future__ import annotations

NAMES = ("list", "search", "show", "open", "export", "themes", "stats", "timeline", "init", "check", "schema", "cache")
"""The commands in the order of the help; the module of each has its name, and in it a function `command`."""
