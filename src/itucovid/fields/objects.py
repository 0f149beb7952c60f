"""Records as JSON objects, and objects as JSON text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from itucovid.model import encode_hook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from itucovid.fields.columns import Field
    from itucovid.fields.labels import Labels
    from itucovid.model import Initiative


def to_objects(
    labels: Labels, records: Iterable[Initiative], fields: Sequence[Field] | None
) -> Iterator[dict[str, Any]]:
    """Records as JSON objects: with the fields of the model, or with the given fields, in that order."""
    for record in records:
        whole: dict[str, Any] = msgspec.to_builtins(record, enc_hook=encode_hook)
        if fields is None:
            yield whole
        else:
            yield {
                field.name: whole[field.name] if field.name in whole else field.cell(labels, record) for field in fields
            }


def format_array(objects: Iterable[object]) -> Iterator[str]:
    """Objects that msgspec can encode, as an indented JSON array."""
    opening = "[\n"
    for object_ in objects:
        text = msgspec.json.format(msgspec.json.encode(object_), indent=2).decode()
        yield opening + "  " + text.replace("\n", "\n  ")
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"
