"""Add the cache entries of the bundled dataset to wheels, so that an installed command does not parse it."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundledEntries(BuildHookInterface[Any]):
    """Build hook that writes the entries. An editable install parses the dataset, since it may change."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the entries of the dataset and of its search index, and include them in the wheel."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from msgspec.structs import replace

        from itucovid.fields import Labels
        from itucovid.search.index import build_index
        from itucovid.storage import cache
        from itucovid.storage.loader import parse_file

        path = Path(self.root, "data", "initiatives.toml")
        dataset = parse_file(path).dataset
        index = build_index(Labels(dataset), dataset.initiatives)
        self._directory = TemporaryDirectory()
        key = replace(cache.bundled_key(path), location=str(Path(self._directory.name, path.stem)))
        for kind, value in (("dataset", dataset), ("index", index)):
            entry = cache.write_entry(key, kind, value)
            build_data["force_include"][str(entry)] = f"itucovid/data/{entry.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Delete the temporary files."""
        if hasattr(self, "_directory"):
            self._directory.cleanup()
