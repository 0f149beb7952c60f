"""The export formats.

A format is a module of this package with a function `render_<name>`, which converts an `Export` to chunks of text or of
bytes. The module is imported when the format is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from itucovid.export.formats import FORMATS, choose_format, format_for_suffix
from itucovid.export.options import ExportOptions
from itucovid.fields import Field, Labels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from itucovid.model import DatasetFile, Initiative

__all__ = ["FORMATS", "Export", "ExportOptions", "choose_format", "format_for_suffix", "render"]


class Export(NamedTuple):
    """The records to export, and how.

    Attributes:
        dataset: the dataset that the records belong to.
        records: the records, in the order of the output.
        labels: the names of the dataset.
        fields: the columns; None for those of the format.
        delimiter: the separator between the values in one cell.
        explode: the group of fields with one row per value.
        excel: whether to start with a byte order mark.
        long: whether to write a document rather than a table.
        command_line: the command that gives the same export, if there is one.
    """

    dataset: DatasetFile
    records: list[Initiative]
    labels: Labels
    fields: tuple[Field, ...] | None = None
    delimiter: str = "; "
    explode: str | None = None
    excel: bool = False
    long: bool = False
    command_line: str = ""


def render(
    dataset: DatasetFile, records: list[Initiative], options: ExportOptions, command_line: str
) -> Iterator[str] | Iterator[bytes]:
    """Render records in a format, in chunks of text, or of bytes if the format is binary.

    Args:
        dataset: the dataset that the records belong to.
        records: the records, in the order of the output.
        options: valid options.
        command_line: the command that gives the same export, if there is one.

    Raises:
        UsageError: the format cannot represent the records.
    """
    module = import_module(f"itucovid.export.{FORMATS[options.format].module}")
    renderer: Callable[[Export], Iterator[str] | Iterator[bytes]]
    renderer = getattr(module, f"render_{options.format.replace('-', '_')}")
    return renderer(
        Export(
            dataset,
            records,
            Labels(dataset),
            fields=options.columns,
            delimiter=options.cell_delimiter,
            explode=options.explode_group,
            excel=options.excel,
            long=options.long,
            command_line=command_line,
        )
    )
