"""CSL-JSON, for pandoc, Zotero and citeproc.

The schema is https://github.com/citation-style-language/schema, the markup that citeproc reads in its texts
https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from itucovid.export.citation import citations
from itucovid.fields import format_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.export.citation import Citation

_TAG = re.compile(r"<(?=/?(?:i|b|sup|sub|sc|span)\b)")
_WORD_JOINER = "\u2060"


def render_csl_json(export: Export) -> Iterator[str]:
    """One item per record."""
    return format_array(map(_item, citations(export)))


def _item(citation: Citation) -> dict[str, Any]:
    item = {
        "id": citation.id,
        "type": "chapter" if citation.container_title else "document",
        # Styles keep the capitals of a heading.
        "title": f'<span class="nocase">{_escape_tags(citation.title)}</span>',
        "container-title": citation.container_title and _escape_tags(citation.container_title),
        "author": citation.author and [{"literal": _escape_tags(citation.author)}],
        "publisher": citation.publisher and _escape_tags(citation.publisher),
        "issued": citation.date_parts and {"date-parts": [citation.date_parts]},
        "URL": citation.url,
        "language": citation.language,
        "note": citation.note,
        "abstract": citation.abstract,
    }
    return {name: value for name, value in item.items() if value}


def _escape_tags(text: str) -> str:
    """Text without markup: citeproc has no escape for a tag, so an invisible character is inserted."""
    return _TAG.sub(f"<{_WORD_JOINER}", text)
