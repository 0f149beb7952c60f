"""CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html), for pandoc, Zotero and citeproc."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from itucovid.export.citation import citations
from itucovid.export.json import format_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.export.citation import Citation


def render_csl_json(export: Export) -> Iterator[str]:
    """An item a record."""
    return format_array(map(_item, citations(export)))


def _item(citation: Citation) -> dict[str, Any]:
    item = {
        "id": citation.id,
        "type": "chapter" if citation.whole else "document",
        # citeproc would change the capitals of what is mostly names.
        "title": f'<span class="nocase">{_plain(citation.title)}</span>',
        "container-title": citation.whole and _plain(citation.whole),
        "author": citation.author and [{"literal": _plain(citation.author)}],
        "publisher": citation.author and _plain(citation.author),
        "issued": citation.date_parts and {"date-parts": [citation.date_parts]},
        "URL": citation.url,
        "language": citation.language,
        # Styles print where in the whole a part stands as its pages, and no other way.
        "page": _plain(citation.place).replace("-", "\\-"),  # a bare hyphen is from page to page
        "section": citation.place,
        "source": citation.catalogue,
        "abstract": citation.abstract,
        "keyword": ", ".join(citation.keywords),
    }
    return {name: value for name, value in item.items() if value}


# https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#html-like-formatting-tags
_TAG = r"<(?=/?(?:i|b|sup|sub|sc|span)\b)"


def _plain(text: str) -> str:
    """A title without tags: citeproc knows a few, and no way to write one as text, so they are broken up invisibly."""
    return re.sub(_TAG, "<\u2060", text)
