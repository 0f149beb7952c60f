"""JSON and JSON Lines (https://jsonlines.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from itucovid.fields import format_array, to_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export


def render_json(export: Export) -> Iterator[str]:
    """An indented array with one object per record."""
    return format_array(to_objects(export.labels, export.records, export.columns))


def render_jsonl(export: Export) -> Iterator[str]:
    """One line per record, with an object."""
    for object_ in to_objects(export.labels, export.records, export.columns):
        yield msgspec.json.encode(object_).decode() + "\n"
