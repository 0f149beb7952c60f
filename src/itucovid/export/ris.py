"""RIS, for EndNote, Mendeley and Zotero: each record as a part of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itucovid.export.citation import citations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.export.citation import Citation


def render_ris(export: Export) -> Iterator[str]:
    """A reference a record."""
    for citation in citations(export):
        yield "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(citation)) + "\r\n"


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "CHAP" if citation.whole else "GEN"
    yield "ID", citation.id
    yield "TI", citation.title
    if citation.author:
        # Readers take a name with a comma for a person's, family name first.
        if "," not in citation.author:
            yield "AU", citation.author
        yield "PB", citation.author
    if citation.whole:
        yield "T2", citation.whole
    if citation.date:
        yield "PY", citation.date[:4]
        # YYYY/MM/DD/other, with nothing for what is not known.
        parts = (*citation.date.split("-"), "", "")[:3]
        yield "DA", f"{'/'.join(parts)}/"
    if citation.url:
        yield "UR", citation.url
    if citation.language:
        yield "LA", citation.language
    # Reference managers show where in the whole a part stands as its pages.
    yield "SP", citation.place
    yield "N1", citation.place
    yield "DP", citation.catalogue
    yield "AB", citation.abstract
    for keyword in citation.keywords:
        yield "KW", keyword
    yield "ER", ""
