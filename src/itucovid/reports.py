"""Faults for other programs: as JSON objects, and as workflow commands of GitHub Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from itucovid.text import printable

if TYPE_CHECKING:
    from itucovid.faults import Fault


def as_object(fault: Fault) -> dict[str, Any]:
    """A fault as a JSON object: its fields, with null for what it does not have."""
    values: dict[str, Any] = msgspec.structs.asdict(fault)
    values |= {"line": fault.line or None, "column": fault.column or None}
    # A file's name may hold bytes that are no text.
    return {name: _unicode(value) if isinstance(value, str) else value for name, value in values.items()}


def as_workflow_command(fault: Fault) -> str:
    """A fault as a line that GitHub Actions shows beside the file (docs.github.com, "Workflow commands")."""
    properties: dict[str, object] = {"file": fault.path}
    if fault.line:
        properties |= {"line": fault.line, "col": fault.column or 1}
    properties["title"] = f"itucovid check ({fault.code})"
    listed = ",".join(f"{name}={escape_property(str(value))}" for name, value in properties.items())
    return _unicode(f"::{fault.severity} {listed}::{escape_message(printable(fault.text))}\n")


def escape_message(text: str) -> str:
    """A text in which nothing ends the line or the command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """As `escape_message`, and nothing ends the property."""
    return escape_message(text).replace(":", "%3A").replace(",", "%2C")


def _unicode(text: str) -> str:
    return text.encode(errors="replace").decode()
