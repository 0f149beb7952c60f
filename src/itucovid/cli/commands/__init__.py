"""The commands. Each is a module with a function `command`, imported when the command runs or its help is shown."""

from __future__ import annotations

from keyword import iskeyword

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
    "import",
    "check",
    "diff",
    "schema",
    "cache",
)
"""The commands, in the order of the help."""


def module_name(command: str) -> str:
    """The module of a command; a keyword of Python cannot be one."""
    return f"{__name__}.{command}_" if iskeyword(command) else f"{__name__}.{command}"
