"""All errors of a dataset file that is valid TOML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itucovid.model import DatasetFile
from itucovid.storage.consistency import consistency_errors
from itucovid.storage.problems import Problem, locate
from itucovid.storage.type_errors import type_errors

if TYPE_CHECKING:
    from pathlib import Path

    from itucovid.storage.issues import Issue
    from itucovid.storage.toml_positions import KeyPath


def find_errors(tables: dict[str, Any], source: str, file: Path) -> list[Issue]:
    """All errors of a parsed dataset file, in the order of the file.

    Args:
        tables: what tomli returned for `source`.
        source: the text of the file.
        file: the path of the file, for the issues.
    """
    problems = {problem.path: problem for problem in consistency_errors(tables)}
    # A value of the wrong type has no other error.
    problems |= {path: Problem(path, "model", message) for path, message in type_errors(tables, DatasetFile)}
    return locate(problems.values(), tables, source, file, "error")


def error_paths(tables: dict[str, Any]) -> list[KeyPath]:
    """The paths of all errors of a parsed dataset file."""
    types = (path for path, _ in type_errors(tables, DatasetFile))
    return [*types, *(problem.path for problem in consistency_errors(tables))]
