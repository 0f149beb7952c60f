"""Write data/initiatives.schema.json from the model: `python -m tools.schema`; `--check` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

from itucovid.storage.schema import schema_text

TARGET = Path(__file__).resolve().parent.parent / "data" / "initiatives.schema.json"


def main() -> int:
    """Write the file; with --check, only report whether it is up to date, as the exit code."""
    if "--check" in sys.argv:
        return int(TARGET.read_text(encoding="utf-8") != schema_text())
    TARGET.write_text(schema_text(), encoding="utf-8")
    print(TARGET.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
