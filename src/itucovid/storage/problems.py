"""Problems of a dataset file: issues whose position is not known yet, only the path of the value."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from itucovid.errors import either
from itucovid.names import closest_matches
from itucovid.storage.issues import Issue
from itucovid.storage.toml_positions import Positions
from itucovid.text import truncate_middle

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from itucovid.storage.issues import Code, Severity
    from itucovid.storage.toml_positions import KeyPath


class Problem(NamedTuple):
    """An issue without its position: the path of the value, the kind of issue, and the message.

    `other` is the path of another value that the message is about; its line is appended.
    """

    path: KeyPath
    code: Code
    message: str
    other: KeyPath | None = None


def locate(
    problems: Iterable[Problem], tables: dict[str, Any], source: str, file: Path, severity: Severity
) -> list[Issue]:
    """Turn problems into issues, in the order of the file.

    Args:
        problems: the problems of one file.
        tables: what tomli returned for `source`.
        source: the text of the file.
        file: the path of the file, for the issues.
        severity: that of all these issues.
    """
    positions: Positions | None = None
    issues = []
    for path, code, message, other in problems:
        positions = positions or Positions(source)
        line, column = positions.find(path)
        where = f" (line {positions.find(other).line})" if other else ""
        record, field = _describe(tables, path)
        issues.append(
            Issue(
                path=str(file),
                line=line,
                column=column,
                record=record and truncate_middle(record),
                field=field and truncate_middle(field),
                severity=severity,
                code=code,
                message=truncate_middle(message) + where,
            )
        )
    return sorted(issues, key=lambda issue: (issue.line, issue.column))


def _describe(tables: dict[str, Any], path: KeyPath) -> tuple[str | None, str | None]:
    """The record, or other table, that a path leads into, and the rest of the path as "links[0].url"."""
    record: str | None = None
    rest = path
    if len(path) > 1 and isinstance(index := path[1], int):
        entry = tables[str(path[0])][index]
        id_ = entry.get("id") if isinstance(entry, dict) else None
        record = id_ if isinstance(id_, str) and id_ else f"number {index + 1} of [[{path[0]}]]"
        rest = path[2:]
    elif len(path) > 1:
        record = f"[{path[0]}]"
        rest = path[1:]
    field = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in rest)
    return record, field.removeprefix(".") or None


# The same mistake is often repeated in every record.
@lru_cache
def did_you_mean(name: str, known: frozenset[str]) -> str:
    """A hint with the closest of the known names, or the empty string."""
    # The time is proportional to the number of names, and there may be as many errors as names.
    if len(known) > _MAX_COMPARED:
        return ""
    closest = closest_matches(name, {candidate: candidate for candidate in sorted(known)})
    return f"; did you mean {either(closest)}?" if closest else ""


_MAX_COMPARED = 500
