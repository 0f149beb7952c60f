"""Where an export comes from: its source, the dataset, the tool and the request, but not the time.

The same request on the same dataset therefore gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from itucovid._version import __version__
from itucovid.dates import format_date

if TYPE_CHECKING:
    from itucovid.export import Export
    from itucovid.model import Document


def provenance(export: Export) -> dict[str, str]:
    """What an export says of its generator_info, each thing by its label; what is not known is not there."""
    document = export.dataset.document
    facts = {
        "Source": citation(document) if document else None,
        "Address": document and document.source,
        "Dataset version": export.labels.info.version,
        "Made with": f"itucovid {__version__}",
        "Request": export.command_line,
    }
    return {label: fact for label, fact in facts.items() if fact}


def generator_info(export: Export) -> dict[str, str]:
    """What an export says of its generator_info, where its source is named elsewhere."""
    return {label: fact for label, fact in provenance(export).items() if label not in ("Source", "Address")}


def citation(document: Document) -> str:
    """The source document in one line: "ITU: Title, 11 January 2021"."""
    title = f"{document.publisher}: {document.title}" if document.publisher else document.title
    return f"{title}, {format_date(document.date)}" if document.date else title
