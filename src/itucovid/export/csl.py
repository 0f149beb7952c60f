"""CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html), for pandoc, Zotero and citeproc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itucovid.export.citations import citations
from itucovid.export.objects import array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.export.citations import Citation


def render_csl_json(export: Export) -> Iterator[str]:
    """An item a record; CSL-JSON has no place for where an export comes from but the item itself."""
    return array(map(_item, citations(export)))


def _item(citation: Citation) -> dict[str, Any]:
    item = {
        "id": citation.id,
        "type": "chapter" if citation.whole else "document",
        "title": _plain(citation.title),
        "container-title": citation.whole and _plain(citation.whole),
        "author": citation.author and [{"literal": citation.author}],
        "publisher": citation.author,
        "issued": citation.date_parts and {"date-parts": [citation.date_parts]},
        "URL": citation.url,
        "language": citation.language,
        "section": citation.place,
        "note": citation.place,
        "abstract": citation.abstract,
        "keyword": ", ".join(citation.keywords),
    }
    return {name: value for name, value in item.items() if value}


def _plain(text: str) -> str:
    """Titles may have a little HTML, so what looks like it is written otherwise."""
    return text.replace("<", "&lt;").replace(">", "&gt;") if "<" in text else text
