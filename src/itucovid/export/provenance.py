"""The provenance of an export: the source document, the dataset, the tool and the command.

It does not contain the time, so that the same command on the same dataset gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from itucovid._version import __version__
from itucovid.dates import format_date

if TYPE_CHECKING:
    from itucovid.export import Export
    from itucovid.model import Document


def provenance(export: Export) -> dict[str, str]:
    """The source of an export and how it was made, by label, without what is unknown."""
    document = export.dataset.document
    source = {"Source": citation(document), "Address": document.source} if document else {}
    return {label: value for label, value in source.items() if value} | generator_info(export)


def generator_info(export: Export) -> dict[str, str]:
    """How an export was made, by label, for formats that state its source elsewhere."""
    document = export.dataset.document
    info = {
        "Dataset version": document and document.version,
        "Made with": f"itucovid {__version__}",
        "Command": export.command_line,
    }
    return {label: value for label, value in info.items() if value}


def citation(document: Document) -> str:
    """The source document in one line: "ITU: Title, 11 January 2021"."""
    title = f"{document.publisher}: {document.title}" if document.publisher else document.title
    return f"{title}, {format_date(document.date)}" if document.date else title
