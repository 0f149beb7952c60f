"""RIS, for EndNote, Mendeley and Zotero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itucovid.export.citation import citations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.export.citation import Citation


def render_ris(export: Export) -> Iterator[str]:
    """One reference per record."""
    for citation in citations(export):
        yield "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(citation)) + "\r\n"


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "CHAP" if citation.container_title else "GEN"
    yield "ID", citation.id
    yield "TI", citation.title
    # EndNote and Zotero take a name that ends with a comma for that of an organisation. All readers take any other name
    # with a comma for that of a person, family name first; RIS has no way to say otherwise.
    names = [name for name in (citation.author, citation.publisher) if name and "," not in name]
    if names:
        yield "AU", f"{names[0]},"
    if publisher := citation.publisher or (None if names else citation.author):
        yield "PB", publisher
    if citation.container_title:
        yield "T2", citation.container_title
    if citation.date:
        yield "PY", citation.date[:4]
        # YYYY/MM/DD/other; unknown parts are empty.
        parts = (*citation.date.split("-"), "", "")[:3]
        yield "DA", f"{'/'.join(parts)}/"
    if citation.url:
        yield "UR", citation.url
    if citation.language:
        yield "LA", citation.language
    if citation.note:
        yield "N1", citation.note
    if citation.abstract:
        yield "AB", citation.abstract
    yield "ER", ""
