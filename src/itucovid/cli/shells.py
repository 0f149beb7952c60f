"""Completion of `--option=value`, which Typer does not know."""

import os
import re
from typing import Any


def join_words() -> None:
    """Undo that bash splits `--theme=hea` into three words."""
    words = os.environ.get("COMP_WORDS", "").split("\n")
    current = os.environ.get("COMP_CWORD", "")
    if not current.isdecimal():
        return
    last = int(current)
    for number in range(min(last, len(words) - 1), 0, -1):
        if words[number] == "=" and words[number - 1].startswith("--"):
            # Bash replaces only what comes after the sign.
            if number == last:
                words[number] = ""
            else:
                del words[number]
                last -= 1
    os.environ["COMP_WORDS"], os.environ["COMP_CWORD"] = "\n".join(words), str(last)


def keep_option(command: Any) -> None:
    """Let the values that complete `--theme=hea` begin with `--theme=`: but for bash, shells replace the whole word."""
    if typed := re.search(r"\s(--[\w-]+=)\S*$", os.environ.get("_TYPER_COMPLETE_ARGS", "")):
        for param in command.params:
            param.shell_complete = _prefixed(param.shell_complete, typed[1])


def _prefixed(complete: Any, prefix: str) -> Any:
    def prefixed(ctx: Any, incomplete: str) -> Any:
        items = complete(ctx, incomplete)
        for item in items:
            item.value = prefix + item.value
        return items

    return prefixed
