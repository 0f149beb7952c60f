"""The line and column of every key and value in a TOML text, for error messages.

tomli does not report positions, and tomlkit does not either (github.com/python-poetry/tomlkit/issues/55). This scanner
finds them in a text that tomli has accepted. It runs only if there is an issue to report.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple, TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead to a value: ("initiatives", 3, "links", 0, "url")."""


class Position(NamedTuple):
    """A position in a text file; both numbers start at 1, columns are in characters."""

    line: int
    column: int


class Positions:
    """The positions of all keys and values in a valid TOML text."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._offsets: dict[KeyPath, int] = {(): 0}
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", source))]
        self._offset = 0
        self._scan()

    def find(self, path: KeyPath) -> Position:
        """The position of a key or value, or else that of the innermost table or array around it."""
        while path not in self._offsets:
            path = path[:-1]
        offset = self._offsets[path]
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def _scan(self) -> None:
        """Scan the text from the beginning to the end (TOML 1.0, "Table" and "Array of Tables")."""
        table: KeyPath = ()
        lengths: dict[KeyPath, int] = {}
        while self._skip(_BLANK) < len(self._source):
            start = self._offset
            brackets = self._skip(_HEADER_START) - start
            if not brackets:
                self._scan_pair(table)
                continue
            table = ()
            keys = self._scan_keys()[:_MAX_DEPTH]
            for depth, key in enumerate(keys, 1):
                table += (key,)
                self._offsets.setdefault(table, start)
                # A header below an array of tables refers to the last table of the array.
                if table in lengths and (brackets == 1 or depth < len(keys)):
                    table += (lengths[table] - 1,)
            self._skip(_HEADER_END)
            if brackets == 2:  # noqa: PLR2004 - "[[" opens an array of tables
                lengths[table] = lengths.get(table, 0) + 1
                table += (lengths[table] - 1,)
            self._offsets[table] = start

    def _scan_pair(self, table: KeyPath) -> None:
        start = self._offset
        path = (*table, *self._scan_keys()[:_MAX_DEPTH])
        for depth in range(len(table) + 1, len(path) + 1):
            self._offsets.setdefault(path[:depth], start)
        self._skip(_EQUALS)
        self._scan_value(path)

    def _scan_keys(self) -> list[str]:
        """The parts of a dotted key."""
        keys = []
        while match := _KEY.match(self._source, self._offset):
            self._offset = match.end()
            bare, basic, literal = match.groups()
            if basic is not None:
                # A quoted key may contain escapes.
                import tomli

                keys.append(tomli.loads(f'key = "{basic}"')["key"])
            else:
                keys.append(bare if literal is None else literal)
            if self._source[self._offset] != ".":
                break
            self._offset += 1
        return keys

    def _scan_value(self, path: KeyPath) -> None:
        opening = self._source[self._offset]
        if opening == "[":
            self._offset += 1
            index = 0
            while self._source[self._skip(_BLANK)] != "]":
                if len(path) < _MAX_DEPTH:
                    self._offsets[(*path, index)] = self._offset
                self._scan_value((*path, index))
                self._skip(_COMMA)
                index += 1
            self._offset += 1
        elif opening == "{":
            self._offset += 1
            while self._source[self._skip(_BLANK)] != "}":
                self._scan_pair(path)
                self._skip(_COMMA)
            self._offset += 1
        else:
            self._skip(_SCALAR)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        """Move past a match of `pattern`, if there is one here; return the offset."""
        if match := pattern.match(self._source, self._offset):
            self._offset = match.end()
        return self._offset


# The model is not as deep. Without a limit, a key of n parts would take n**2 memory.
_MAX_DEPTH = 16

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
