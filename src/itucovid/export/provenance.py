"""The provenance of an export: the source document, the dataset, the tool and the command.

It does not contain the time, so that the same command on the same dataset gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from itucovid._version import __version__
from itucovid.dates import format_date
from itucovid.text import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from itucovid.export import Export
    from itucovid.fields import Labels
    from itucovid.model import DatasetInfo, Document


def provenance(export: Export) -> dict[str, str]:
    """The source of an export, the dataset, and how it was made, by label, without what is unknown."""
    document = export.labels.document
    facts = {"Source": citation(document), "Address": document.source} if document else {}
    return _known(facts) | dataset_facts(export.labels) | generator_info(export)


def dataset_facts(labels: Labels) -> dict[str, str]:
    """The dataset, by label, without what is unknown."""
    info = labels.info
    facts = {
        "Dataset": dataset_edition(info, info.title or ""),
        "Maintainer": info.maintainer,
        "Licence": info.licence,
        "Note": labels.note,
    }
    return _known(facts)


def generator_info(export: Export) -> dict[str, str]:
    """How an export was made, by label."""
    return _known({"Made with": f"itucovid {__version__}", "Command": export.command_line})


def selection(export: Export) -> str:
    """What part of its dataset an export is: "7 of 28 records (search: health)"; empty if it is all of it."""
    if len(export.records) == len(export.dataset.initiatives):
        return ""
    chosen = {"search": export.options.search} | msgspec.structs.asdict(export.options.filters)
    values = {name.rstrip("_"): (value,) if isinstance(value, str) else value for name, value in chosen.items()}
    reasons = "; ".join(f"{name}: {', '.join(value)}" for name, value in values.items() if value)
    number = f"{len(export.records)} of {plural(len(export.dataset.initiatives), 'record')}"
    return f"{number} ({reasons})" if reasons else number


def citation(document: Document) -> str:
    """The source document in one line: "International Telecommunication Union: Title, 11 January 2021"."""
    author = document.author or document.publisher
    title = f"{author}: {document.title}" if author else document.title
    return f"{title}, {format_date(document.date)}" if document.date else title


def dataset_edition(info: DatasetInfo, name: str) -> str:
    """A name of the dataset, its version and its date, as far as they are known."""
    version = f"version {info.version}" if info.version else ""
    return ", ".join(filter(None, (name, version, format_date(info.date) if info.date else "")))


def _known(facts: Mapping[str, str | None]) -> dict[str, str]:
    return {label: value for label, value in facts.items() if value}
