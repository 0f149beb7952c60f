"""JSON and JSON Lines: the records as the model has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from itucovid.fields import to_objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from itucovid.export import Export


def render_json(export: Export) -> Iterator[str]:
    """One array of objects, indented."""
    return format_array(to_objects(export.labels, export.records, export.fields))


def format_array(objects: Iterable[object]) -> Iterator[str]:
    """Any objects that msgspec can encode, as an indented JSON array."""
    opening = "[\n"
    for object_ in objects:
        text = msgspec.json.format(msgspec.json.encode(object_), indent=2).decode()
        yield opening + "  " + text.replace("\n", "\n  ")
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def render_jsonl(export: Export) -> Iterator[str]:
    """One object a line (https://jsonlines.org)."""
    for object_ in to_objects(export.labels, export.records, export.fields):
        yield msgspec.json.encode(object_).decode() + "\n"
