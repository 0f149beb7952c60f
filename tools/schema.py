"""Write data/initiatives.schema.json from the model: `python -m tools.schema`."""

from __future__ import annotations

import json
from pathlib import Path

from itucovid.model import json_schema

TARGET = Path(__file__).resolve().parent.parent / "data" / "initiatives.schema.json"


def schema_text() -> str:
    """The file's whole text."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(schema_text(), encoding="utf-8")
    print(TARGET)
