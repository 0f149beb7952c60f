"""What a wheel gets beside the sources: snapshots of the shipped dataset, so that no start has to parse it."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Snapshots(BuildHookInterface):  # type: ignore[misc]  # hatchling gives its hooks no types
    """Makes the snapshots when a wheel is built; an editable install reads the dataset itself, as it may change."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the snapshots and name them to the builder."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from itucovid.storage import cache as snapshot
        from itucovid.storage.loader import load
        from itucovid.search.index import vocabulary

        path = Path(self.root, "data", "initiatives.toml")
        dataset = load(path)
        sections = {
            snapshot.DATASET: snapshot.dataset_sections(dataset),
            snapshot.VOCABULARY: snapshot.vocabulary_sections(vocabulary(dataset)),
        }
        self._beside = TemporaryDirectory()
        made = snapshot.shipped_origin(path)._replace(place=str(Path(self._beside.name, path.stem)))
        for suffix, parts in sections.items():
            place = snapshot.write(made, suffix, parts)
            build_data["force_include"][str(place)] = f"itucovid/data/{place.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what is in the wheel now."""
        if hasattr(self, "_beside"):
            self._beside.cleanup()
