"""What most likely is wrong with a file that is not TOML, by the place where the parser stopped."""

from __future__ import annotations

import re
import unicodedata
from codecs import getincrementaldecoder
from typing import NamedTuple

import msgspec

from itucovid.dates import PartialDate, format_date
from itucovid.storage.encodings import detect_encoding


class Diagnosis(NamedTuple):
    """A place, as line and column from 1, and what is wrong there; line 0 is the whole file."""

    line: int
    column: int
    message: str


def diagnose_bytes(content: bytes, suffix: str) -> str:
    """What a file that is not UTF-8 is, and what to do.

    Args:
        content: the file.
        suffix: the suffix of its name.
    """
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return f"a spreadsheet, or another binary file; {_IMPORT}"
    if content.startswith(b"%PDF"):
        return "a PDF file; a dataset is TOML"
    encoding = detect_encoding(content)
    is_utf_8 = encoding in (None, "utf-8", "utf-8-sig") or (b"\0" not in content and _is_almost_utf_8(content))
    if encoding is None or is_utf_8:
        return "not UTF-8: save the file as UTF-8"
    if other := _other_format(content.decode(encoding, errors="replace"), suffix.casefold()):
        return other
    name = {"cp1252": "Windows-1252"}.get(encoding, encoding.upper())
    return f"not UTF-8, but probably {name}: save the file as UTF-8 (iconv -f {encoding} -t utf-8)"


def _is_almost_utf_8(content: bytes) -> bool:
    """Whether content is UTF-8 that was cut off, or has surrogates."""
    try:
        getincrementaldecoder("utf-8")("surrogatepass").decode(content)
    except UnicodeDecodeError:
        return False
    return True


_IMPORT = "a dataset is TOML: convert it with itucovid import"


def diagnose(source: str, line: int, column: int, message: str, suffix: str) -> Diagnosis:
    """What most likely is wrong with a text that a TOML parser rejects.

    Args:
        source: the text.
        line: the line at which the parser stopped, from 1.
        column: the column there, from 1.
        message: its message.
        suffix: the suffix of the file name.
    """
    sample = source[:_SAMPLE]
    if len(sample) < 3 * sample.count("\0") < 2 * len(sample):
        # UTF-16 without a byte order mark is valid UTF-8 as long as it has only ASCII characters.
        return Diagnosis(1, 1, diagnose_bytes(source.encode(), suffix))
    if other := _other_format(source, suffix.casefold()):
        return Diagnosis(0, 0, other)
    lines = source.split("\n")
    if conflict := _conflict(lines):
        return conflict
    # A value over several lines ends after the line that is wrong.
    number = min(line, len(lines))
    text = lines[number - 1] if len(lines[number - 1]) <= _MAX_LINE else ""
    if mark := _typographic_quote(text) or _invisible_character(text):
        return Diagnosis(number, *mark)
    if repeated := _repeated(lines, number, message):
        return repeated
    hint = next((hint for pattern, hint in _BY_LINE if re.search(pattern, text)), "")
    hint = hint or next((hint for start, hint in _BY_MESSAGE if message.startswith(start)), "")
    if impossible := _impossible_date(text):
        hint = impossible
    elif match := re.search(_NUMBER_WITH_MARKS, text):
        digits = re.sub(r"[^0-9]", "", match[1])
        hint = f"a number has no separators: {digits} or {int(digits):_}" if len(digits) < _LONGEST else hint
    elif text[column - 1 : column] == ":" and "'='" in message:
        hint = "write = instead of :"
    return Diagnosis(line, column, f"not TOML: {message} (column {column}){f'; {hint}' if hint else ''}")


_SAMPLE = 100
_MAX_LINE = 10_000
_LONGEST = 20

_BY_LINE = (
    (r"=\s*[0-9]{4}-[0-9]{1,2}\s*(?:#|$)", 'write a month in quotes: "2020-03"'),
    (
        r"=\s*[0-9]{4}-(?:[0-9]-[0-9]{1,2}|[0-9]{2}-[0-9])\s*(?:#|$)",
        "write two digits: 2020-04-05",
    ),
    (r"=\s*(?:null|nil|none|NULL|Null|None|NA|N/A|~|-)?\s*(?:#|$)", "there is no empty value: leave the line out"),
    (r"=\s*(?:True|TRUE|False|FALSE|yes|no|Yes|No)\s*(?:#|$)", "write true or false, in small letters"),
    (r"=\s*[0-9]{1,4}[./][0-9]{1,2}[./][0-9]{1,4}", "write dates as YYYY-MM-DD"),
    (r"=\s*\[?\s*-?[0-9]+,[0-9]+\s*(?:#|$|\})", "write a decimal point, not a comma"),
    (r"^\s*\[\[[^\]]*\](?!\])|^\s*\[[^\[\]]*\]\]", "records begin with [[initiatives]], two brackets on each side"),
)
"""Hints by a pattern of the line."""

_BY_MESSAGE = (
    ("Illegal character '\\n'", "missing closing quote?"),
    ("Invalid hex value", "a backslash is written \\\\, or the text in '...'"),
    ("Unescaped '\\'", "a backslash is written \\\\, or the text in '...'"),
    ("Unclosed array", "missing comma or closing bracket?"),
    ("Unclosed inline table", "missing comma or closing brace?"),
    ("Expected newline or end of document after a statement", "write text in quotes and dates as YYYY-MM-DD"),
    ("Invalid value", "expected a value, text in quotes"),
)
"""The most common cause of an error, by the start of the parser's message."""

_NUMBER_WITH_MARKS = (
    r"=\s*\[?\s*-?"
    r"([0-9]{1,3}(?:([, '\u00a0\u202f])[0-9]{3})(?:\2[0-9]{3})*|[0-9]{1,3}(?:\.[0-9]{3}){2,})"
    r"(?=\s*(?:[,}#\]]|$))"
)


def _other_format(source: str, suffix: str) -> str | None:
    """Which other format a text has."""
    text = source.removeprefix("\ufeff").lstrip()
    first = text.split("\n", 1)[0]
    if text.startswith(("{", "[")) and (_is_json(first) or _is_json(text)):
        return f"JSON; {_IMPORT}"
    is_table = not re.search(r"[=\[#]", first) and any(first.count(mark) >= _MIN_COLUMNS - 1 for mark in ",;\t")
    if suffix in (".csv", ".tsv", ".tab") or is_table:
        return f"a table of separated values (CSV or TSV); {_IMPORT}"
    formats = {
        "HTML or XML": r"<(?:!doctype|html|\?xml)",
        "a SQLite database": "SQLite format 3",
        "YAML": r"(?:---\s*\n|%YAML)",
    }
    found = next((name for name, pattern in formats.items() if re.match(pattern, text, re.IGNORECASE)), None)
    found = "YAML" if suffix in (".yaml", ".yml") else found
    return found and f"{found}; a dataset is TOML"


_MIN_COLUMNS = 3


def _is_json(text: str) -> bool:
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return False
    return True


def _conflict(lines: list[str]) -> Diagnosis | None:
    """The first mark of an unresolved merge conflict."""
    for number, line in enumerate(lines, 1):
        if re.match(r"(?:<{7}|\|{7}|>{7}) |={7}\r?$", line):
            return Diagnosis(number, 1, f"a merge conflict was not resolved here ({line.strip()[:40]})")
    return None


def _outside_strings(line: str) -> str:
    """A line with its strings and its comment as blanks."""
    return re.sub(r""""(?:[^"\\]|\\.)*"|'[^']*'|#.*""", lambda match: " " * len(match[0]), line)


def _typographic_quote(line: str) -> tuple[int, str] | None:
    """A quotation mark of word processors where TOML needs a straight one: outside strings, or instead of their end."""
    outside = _outside_strings(line)
    match = re.search(r'[=\[,{]\s*([“”„‟«»‹›‘’‚‛″])|[=\[,{]\s*["\'][^"]*([“”„‟»’])\s*[,\]}]?\s*$', outside)
    if match is None:
        return None
    position = match.start(match.lastindex or 1)
    mark = line[position]
    return position + 1, f'{mark} (U+{ord(mark):04X}) is a typographic quotation mark: type " instead'


def _invisible_character(line: str) -> tuple[int, str] | None:
    """An invisible character, or a blank that is none for TOML, outside strings and comments."""
    outside = _outside_strings(line)
    for match in re.finditer(r"[^\x20-\x7e\t\r]", outside):
        character = match[0]
        if unicodedata.category(character) in ("Zs", "Cf", "Cc", "Zl", "Zp"):
            rest = line[match.end() :].split()
            before = f" before {rest[0]!r}" if rest else " at the end of the line"
            name = unicodedata.name(character, "control character").lower()
            return match.start() + 1, f"an invisible character, U+{ord(character):04X} ({name}), stands{before}"
    return None


def _repeated(lines: list[str], number: int, message: str) -> Diagnosis | None:
    """A key or a table that is there twice, or a table instead of an array of tables."""
    if match := re.match(r"Cannot declare \((.*?),?\) twice", message):
        name = ".".join(part.strip(" '") for part in match[1].split(","))
        if name in _ARRAYS:
            first = next((n for n, line in enumerate(lines, 1) if re.match(rf"\s*\[\s*{name}\s*\]", line)), number)
            return Diagnosis(first, 1, f"entries of {name} begin with [[{name}]], two brackets")
        headers = rf"\s*\[\s*{re.escape(name)}\s*\]"
        first = next((n for n, line in enumerate(lines, 1) if re.match(headers, line)), number)
        return Diagnosis(number, 1, f"[{name}] is there twice; first in line {first}")
    if not message.startswith(("Cannot overwrite a value", "Cannot mutate immutable namespace")):
        return None
    if (header := re.match(r"\s*\[+\s*(\w+)\s*\]+", lines[number - 1])) and header[1] in _ARRAYS:
        first = next((n for n, line in enumerate(lines, 1) if re.match(rf"\s*\[\s*{header[1]}\s*\]", line)), number)
        return Diagnosis(first, 1, f"entries of {header[1]} begin with [[{header[1]}]], two brackets")
    keys: dict[str, int] = {}
    last: tuple[int, str] | None = None
    for n, line in enumerate(lines[:number], 1):
        if re.match(r"\s*\[", line) and not re.match(r"\s*\[.*[,\"']", line):
            keys, last = {}, None
        elif key := re.match(r"""\s*([\w.-]+|"[^"]*"|'[^']*')\s*=""", line):
            name = key[1].strip("\"'")
            if name in keys:
                last = n, f"{name} is there twice; first in line {keys[name]}"
            keys.setdefault(name, n)
    return Diagnosis(last[0], 1, last[1]) if last else None


_ARRAYS = ("initiatives", "themes", "organisations")


def _impossible_date(line: str) -> str:
    """What is wrong with a date in a line, or the empty string."""
    match = re.search(r"[=\[,]\s*([0-9]{4})-([0-9]{2})-([0-9]{2})\b", line)
    if match is None:
        return ""
    year, month, day = map(int, match.groups())
    if not 1 <= month <= 12:  # noqa: PLR2004
        return f"there is no month {month}"
    if not year:
        return "there is no year 0"
    name, days = format_date(f"{year:04}-{month:02}"), PartialDate(f"{year:04}-{month:02}").last.day
    return "" if 1 <= day <= days else f"{name} has {days} days"
