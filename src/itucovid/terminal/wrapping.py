"""Break text into lines, at the places where Unicode allows it; Rich breaks Chinese and web addresses anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.containers import Lines
from rich.text import Text

from itucovid.text import CHINESE

if TYPE_CHECKING:
    from rich.console import Console


class Wrapped(Text):
    """A text whose lines in a table begin and end where Chinese allows it; Rich breaks Chinese anywhere."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:
        """The lines of the text, as Rich's `Text.wrap`."""
        parts = [self] if options.get("no_wrap") else _break_chinese(self, width)
        return Lines(line for part in parts for line in Text.wrap(part, console, width, **options))


def wrap(console: Console, text: Text, width: int) -> list[Text]:
    """The lines of a text, none wider than `width` unless it contains a web address."""
    unbroken = text.copy()
    unbroken.plain = unbroken.plain.translate(_NO_BREAK_SPACES)
    lines: list[Text] = []
    for part in _break_chinese(unbroken, width):
        part.overflow = "ignore"
        for line in part.wrap(console, width):
            line.rstrip()
            lines += [line] if "://" in line.plain else line.wrap(console, width, overflow="fold")
    for line in lines:
        line.plain = line.plain.translate(_RESTORED)
    return lines


# Rich breaks lines at no-break spaces, too. Unicode reserves these characters for use within a program.
_NO_BREAK_SPACES = str.maketrans("\u00a0\u202f", "\ufdd0\ufdd1")
_RESTORED = str.maketrans("\ufdd0\ufdd1", "\u00a0\u202f")


def _break_chinese(text: Text, width: int) -> list[Text]:
    """Divide a text into its lines, and those with Chinese into parts that fit a width.

    As in UAX #14 (Unicode line breaking), a line ends after any Chinese character, but not before closing or after
    opening punctuation, nor within a Latin word.
    """
    parts: list[Text] = []
    for line in text.split(allow_blank=True):
        offsets, used = [], 0
        for chunk in re.finditer(_CHUNK, line.plain) if re.search(f"[{CHINESE}]", line.plain) else ():
            if used and chunk[0] and used + cell_len(chunk[0].rstrip()) > width:
                offsets.append(chunk.start())
                used = 0
            used += cell_len(chunk[0])
        parts += line.divide(offsets)
    for part in parts:
        part.rstrip()
    return parts


_OPENING = "“（《〈「『【〔"
_CLOSING = "”）》〉」』】〕、。，．：；？！…"
_CHUNK = rf"[{_OPENING}]*(?:[a-z]+://\S*|[{CHINESE}][,.:;?!)\]]*|[^\s{CHINESE}{_OPENING}{_CLOSING}]+)?[{_CLOSING}]*\s*"
