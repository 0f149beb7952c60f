"""Where in a TOML text each key and each value stands, for messages that name a line.

tomli gives values without their places. This scanner finds the places again, in a text that tomli has already
accepted; it is run only when there is a fault to report.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Path = tuple[str | int, ...]
"""The way to a value: ("initiatives", 3, "links", 0, "url")."""


class Position(NamedTuple):
    """A place in a text file; both count from 1, columns in characters."""

    line: int
    column: int


class Positions:
    """The places of all keys and values of one valid TOML text."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._offsets: dict[Path, int] = {(): 0}
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(source))]
        self._at = 0
        self._scan()

    def find(self, path: Sequence[str | int]) -> Position:
        """Where `path` stands, or else the closest_matches thing around it that stands somewhere."""
        known = tuple(path)
        while known not in self._offsets:
            known = known[:-1]
        offset = self._offsets[known]
        line = bisect_right(self._lines, offset)
        return Position(line, offset - self._lines[line - 1] + 1)

    def _scan(self) -> None:
        """Walk the text from top to bottom (TOML 1.0, "Table" and "Array of Tables")."""
        table: Path = ()
        lengths: dict[Path, int] = {}
        while self._skip(_BLANK) < len(self._source):
            start = self._at
            brackets = self._skip(_HEADER_START) - start
            if not brackets:
                self._key_and_value(table)
                continue
            table = ()
            keys = self._keys()[:_DEEPEST]
            for depth, key in enumerate(keys, 1):
                table += (key,)
                self._offsets.setdefault(table, start)
                # A header below an array of tables means the array's last table.
                if table in lengths and (brackets == 1 or depth < len(keys)):
                    table += (lengths[table] - 1,)
            self._skip(_HEADER_END)
            if brackets == 2:  # noqa: PLR2004 - "[[" opens an array of tables
                lengths[table] = lengths.get(table, 0) + 1
                table += (lengths[table] - 1,)
            self._offsets[table] = start

    def _key_and_value(self, table: Path) -> None:
        start = self._at
        path = (*table, *self._keys()[:_DEEPEST])
        for depth in range(len(table) + 1, len(path) + 1):
            self._offsets.setdefault(path[:depth], start)
        self._skip(_EQUALS)
        self._value(path)

    def _keys(self) -> list[str]:
        keys = []
        while match := _KEY.match(self._source, self._at):
            self._at = match.end()
            bare, basic, literal = match.groups()
            if basic is not None:
                # A quoted key may hold escapes, which only a TOML parser should read.
                import tomli

                keys.append(tomli.loads(f'key = "{basic}"')["key"])
            else:
                keys.append(bare if literal is None else literal)
            if self._source[self._at] != ".":
                break
            self._at += 1
        return keys

    def _value(self, path: Path) -> None:
        opening = self._source[self._at]
        if opening == "[":
            self._at += 1
            index = 0
            while self._source[self._skip(_BLANK)] != "]":
                if len(path) < _DEEPEST:
                    self._offsets[(*path, index)] = self._at
                self._value((*path, index))
                self._skip(_COMMA)
                index += 1
            self._at += 1
        elif opening == "{":
            self._at += 1
            while self._source[self._skip(_BLANK)] != "}":
                self._key_and_value(path)
                self._skip(_COMMA)
            self._at += 1
        else:
            self._skip(_SCALAR)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        if match := pattern.match(self._source, self._at):
            self._at = match.end()
        return self._at


# Nothing in a register stands as deep. A hostile file has thousands of ways of hundreds of steps each.
_DEEPEST = 16

_LINE_END = re.compile(r"\n")
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*+")
_COMMA = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*+,?")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_HEADER_START = re.compile(r"\[\[?")
_HEADER_END = re.compile(r"[ \t]*\]\]?")
_KEY = re.compile(r"""[ \t]* (?: ([A-Za-z0-9_-]+) | "((?:[^"\\\n]|\\.)*)" | '([^'\n]*)' ) [ \t]*""", re.VERBOSE)
_SCALAR = re.compile(
    r'''
      """ (?: [^"\\] | \\. | "{1,2}(?!") )*+ "{3,5}
    | \'\'\' (?: [^'] | '{1,2}(?!') )*+ '{3,5}
    | " (?: [^"\\\n] | \\. )*+ "
    | ' [^'\n]*+ '
    | [^,\]}#\n]++
    ''',
    re.VERBOSE | re.DOTALL,
)
