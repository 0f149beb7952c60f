"""Issues of a dataset file: errors and warnings, as text, as JSON objects and as GitHub annotations."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from itucovid.errors import ItucovidError
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity: TypeAlias = Literal["error", "warning"]
Code: TypeAlias = Literal[
    "file", "encoding", "syntax", "model", "reference",
    "blank", "date", "keyword", "link", "same", "similar", "split", "text", "title", "toml", "twice", "unused",
]  # fmt: skip
"""The kind of an issue: first those of errors, then those of warnings; "date" is both."""


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """An error or a warning about a dataset file.

    Attributes:
        path: the file.
        line: from 1; 0 if the issue concerns the whole file.
        column: from 1, in characters; 0 if the issue concerns the whole file.
        record: the id of the record or other entry, "number 3 of [[initiatives]]" if it has none, or "[document]".
        field: the path of the value in the record: "links[0].url".
        severity: an error makes the file unusable, a warning does not.
        code: the kind of issue.
        message: what is wrong.
    """

    path: str
    line: int = 0
    column: int = 0
    record: str | None = None
    field: str | None = None
    severity: Severity = "error"
    code: Code
    message: str

    def __str__(self) -> str:
        return "".join(self.line_parts)

    @property
    def line_parts(self) -> tuple[str, str]:
        """The place and the severity, "data.toml:3: error: ", and the text."""
        place = printable(f"{self.path}:{self.line}" if self.line else self.path)
        return f"{place}: {self.severity}: ", self.text

    @property
    def text(self) -> str:
        """The record, the field and the message."""
        subject = ", ".join(filter(None, (self.record, self.field)))
        return printable(": ".join(filter(None, (subject, self.message))))

    def to_dict(self) -> dict[str, Any]:
        """The issue as a JSON object; an unknown line or column is null."""
        values: dict[str, Any] = msgspec.structs.asdict(self)
        values |= {"line": self.line or None, "column": self.column or None}
        return {name: _valid_unicode(value) if isinstance(value, str) else value for name, value in values.items()}

    def to_github(self) -> str:
        """The issue as an annotation of GitHub Actions (docs.github.com, "Workflow commands")."""
        properties: dict[str, object] = {"file": _in_workspace(self.path)}
        if self.line:
            properties |= {"line": self.line, "col": self.column or 1}
        properties["title"] = f"itucovid check ({self.code})"
        listed = ",".join(f"{name}={_escape_property(str(value))}" for name, value in properties.items())
        return _valid_unicode(f"::{self.severity} {listed}::{_escape_data(self.text)}\n")


class InvalidDatasetError(ItucovidError):
    """A dataset file that cannot be read or that violates the model.

    Attributes:
        issues: the errors, in the order of the file.
    """

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(map(str, self.issues)))

    def lines(self) -> Iterable[tuple[str, str]]:
        """One line per issue, with the place in the file as the prefix."""
        return (issue.line_parts for issue in self.issues)


def _in_workspace(path: str) -> str:
    """A path relative to the workspace of GitHub Actions, with slashes: others are not shown beside the file."""
    if path in ("", "-"):
        return path
    workspace = os.environ.get("GITHUB_WORKSPACE") or os.curdir
    try:
        relative = os.path.relpath(os.path.realpath(path), os.path.realpath(workspace))
    except (OSError, ValueError):  # on another drive of Windows, or a NUL character
        return path
    outside = relative.split(os.sep, 1)[0] == os.pardir
    return path if outside else relative.replace(os.sep, "/")


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _valid_unicode(text: str) -> str:
    # A file name may contain bytes that are not valid UTF-8.
    return text.encode(errors="replace").decode()
