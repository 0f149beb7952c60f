"""Where the dataset files are: the default one, and those of the package."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeGuard

    from itucovid.storage.loader import Content

DATA_VARIABLE = "ITUCOVID_DATA"
"""The environment variable with the path of the default dataset."""

_PACKAGE = Path(__file__).resolve().parents[1]


def is_path(source: Content) -> TypeGuard[str]:
    """Whether a source is the path of a file: a text without a line break."""
    return isinstance(source, str) and "\n" not in source


def default_path() -> Path:
    """The path of the default dataset: that of ITUCOVID_DATA, or the bundled one."""
    if chosen := os.environ.get(DATA_VARIABLE):
        return Path(os.path.expanduser(chosen))  # noqa: PTH111 - pathlib raises if there is no home directory
    return bundled_file("initiatives.toml")


def bundled_file(name: str) -> Path:
    """The path of a data file of the package."""
    installed = _PACKAGE / "data" / name
    # In a checkout, the files are in the top-level directory `data`.
    return installed if installed.exists() else _PACKAGE.parents[1] / "data" / name
