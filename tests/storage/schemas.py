"""The JSON Schema of what `itucovid check --json` writes."""

from __future__ import annotations

from typing import Any, get_args

from itucovid.storage.issues import Code, Severity

ISSUES: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "path": {"type": "string"},
            "line": {"type": ["integer", "null"], "minimum": 1},
            "column": {"type": ["integer", "null"], "minimum": 1},
            "record": {"type": ["string", "null"]},
            "field": {"type": ["string", "null"]},
            "severity": {"enum": [*get_args(Severity)]},
            "code": {"enum": [*get_args(Code)]},
            "message": {"type": "string", "minLength": 1},
        },
        "required": ["path", "line", "column", "record", "field", "severity", "code", "message"],
        "additionalProperties": False,
    },
}
