"""The export formats.

A format is a module of this package with a function `render_<name>`, which converts an `Export` to chunks of text or of
bytes. The module is imported when the format is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import msgspec

from itucovid.export.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from itucovid.export.options import ExportOptions
    from itucovid.fields import Field, Labels
    from itucovid.model import DatasetFile, Initiative


class Export(msgspec.Struct, frozen=True):
    """The input of a format.

    Attributes:
        dataset: the dataset that the records belong to.
        records: the records to export, in the order of the output.
        labels: the names of the dataset.
        options: the options; those that select records have been applied.
        command_line: the command that gives the same export, or the empty string if none does.
    """

    dataset: DatasetFile
    records: Sequence[Initiative]
    labels: Labels
    options: ExportOptions
    command_line: str = ""

    @property
    def columns(self) -> tuple[Field, ...] | None:
        """The chosen fields; None for those of the format."""
        return self.options.columns(self.labels)


def render(export: Export) -> Iterator[str] | Iterator[bytes]:
    """Render records in the format of the options, in chunks of text, or of bytes if the format is binary.

    Raises:
        UsageError: the format cannot represent the records.
    """
    name = export.options.format
    module = import_module(f"itucovid.export.{FORMATS[name].module}")
    renderer: Callable[[Export], Iterator[str] | Iterator[bytes]] = getattr(module, f"render_{name.replace('-', '_')}")
    return renderer(export)
