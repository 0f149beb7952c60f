"""Docstrings that people read, also under `python -OO`, which discards them."""

from __future__ import annotations

import ast
import inspect
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def docstring(documented: type | Callable[..., object]) -> str:
    """The docstring of a class or function, from its source if need be; the empty string without either."""
    if documented.__doc__ is not None:
        return inspect.cleandoc(documented.__doc__)
    try:
        (tree,) = ast.parse(dedent(inspect.getsource(documented))).body
    except OSError:
        return ""
    return (isinstance(tree, ast.ClassDef | ast.FunctionDef) and ast.get_docstring(tree)) or ""
