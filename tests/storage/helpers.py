"""The warnings about a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from itucovid.storage.lint import lint
from itucovid.storage.loader import parse_file

Write = Callable[[str], Path]


def warnings(path: Path) -> list[str]:
    issues = lint(parse_file(path), path, dt.date(2021, 1, 11))
    return [f"{issue.code} {issue.line}: {issue.text}" for issue in issues]
