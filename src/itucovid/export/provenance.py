"""Where an export comes from: its source, the dataset, the tool and the request, but not the time.

The same request on the same dataset therefore gives the same bytes.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from itucovid import __version__
from itucovid.fields import day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from itucovid.export import Export
    from itucovid.model import Document


def provenance(export: Export) -> dict[str, str]:
    """What an export says of its making, each thing by its label; what is not known is not there."""
    document = export.dataset.document
    facts = {
        "Source": citation(document) if document else None,
        "Address": document and document.source,
        "Dataset version": document and document.version,
        "Made with": f"itucovid {__version__}",
        "Request": export.request,
    }
    return {label: fact for label, fact in facts.items() if fact}


def citation(document: Document) -> str:
    """The source document in one line: "ITU: Title, 11 January 2021"."""
    title = f"{document.publisher}: {document.title}" if document.publisher else document.title
    return f"{title}, {day(document.date)}" if document.date else title


def command_line(options: Mapping[str, object]) -> str:
    """The export command with those of its options that are set, as a shell takes it.

    Args:
        options: each option's value by its name; a list stands for an option that is given several times.
    """
    parts = ["itucovid", "export"]
    for name, value in options.items():
        if value is True:
            parts.append(f"--{name}")
        elif value is not None and value is not False:
            for one in value if isinstance(value, list | tuple) else (value,):
                parts += [f"--{name}", str(one)]
    # An argument may hold bytes that are no text.
    return shlex.join(parts).encode(errors="replace").decode()
