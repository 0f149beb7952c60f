"""BibTeX, for LaTeX, Zotero, JabRef and pandoc: each record as a part of the document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from itucovid.dates import MONTHS
from itucovid.export.citation import citations
from itucovid.export.provenance import provenance
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.export.citation import Citation

# BibTeX counts braces even after a backslash, so a brace has to be written without one.
_ACTIVE = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "`": "`{}",  # two of them, or one after "?", would be another character
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&%#_"},
}


def render_bibtex(export: Export) -> Iterator[str]:
    """An entry a record, in UTF-8; between entries stands what BibTeX skips."""
    for label, fact in provenance(export).items():
        # An "@" would begin an entry.
        yield f"% {label}: {printable(fact).replace('@', '(at)')}\n"
    taken: set[str] = set()
    for citation in citations(export):
        key = citation.id
        # To BibTeX, keys that differ in their capitals only are the same.
        while key.lower() in taken:
            key += "-"
        taken.add(key.lower())
        fields = "".join(f",\n  {name} = {value}" for name, value in _fields(citation))
        yield f"\n@{'incollection' if citation.whole else 'misc'}{{{key}{fields}\n}}\n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    # The second pair of braces keeps a style from changing capitals, and a name from being taken apart.
    yield "title", f"{{{{{_escaped(citation.title)}}}}}"
    if citation.author:
        yield "author", f"{{{{{_escaped(citation.author)}}}}}"
        yield "publisher", f"{{{{{_escaped(citation.author)}}}}}"
    if citation.whole:
        yield "booktitle", f"{{{{{_escaped(citation.whole)}}}}}"
    if citation.date:
        yield "date", f"{{{citation.date}}}"
        yield "year", f"{{{citation.date[:4]}}}"
        if len(citation.date_parts) > 1:
            yield "month", MONTHS[citation.date_parts[1] - 1][:3].lower()
    if citation.url:
        yield "url", f"{{{re.sub(_NOT_IN_ADDRESS, _percent, citation.url)}}}"
    if citation.language:
        yield "language", f"{{{citation.language}}}"
    # Styles print where in the whole a part stands as its pages, and no other way.
    yield "pages", f"{{{_escaped(citation.place)}}}"
    yield "note", f"{{{_escaped(citation.place)}}}"
    yield "abstract", f"{{{_escaped(citation.abstract)}}}"
    if citation.keywords:
        words = (f"{{{word}}}" if "," in word else word for word in map(_escaped, citation.keywords))
        yield "keywords", f"{{{', '.join(words)}}}"


_NOT_IN_ADDRESS = r"[{}\\]"


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _escaped(text: str) -> str:
    plain = "".join(_ACTIVE.get(character, character) for character in text)
    # Two hyphens would become a dash, two apostrophes a quotation mark.
    return re.sub("([-'])(?=\\1)", r"\1{}", plain)
