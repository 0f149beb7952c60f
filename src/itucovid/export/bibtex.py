"""BibTeX, for LaTeX, Zotero, JabRef and pandoc."""

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

_ESCAPES = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces even after a backslash.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "`": "`{}",  # ``, ?` and !` are ligatures
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&%#_"},
}
_LIGATURE = re.compile("([-'])(?=\\1)")  # -- is a dash, '' a quotation mark
_INVALID_IN_URL = re.compile(r"[{}\\]")


def render_bibtex(export: Export) -> Iterator[str]:
    """One entry per record, in UTF-8, below the provenance as comments."""
    for label, value in provenance(export).items():
        # BibTeX ignores text between entries, except for "@".
        yield f"% {label}: {printable(value).replace('@', '(at)')}\n"
    taken: set[str] = set()
    for citation in citations(export):
        key = citation.id
        while key.lower() in taken:  # keys are case-insensitive
            key += "-"
        taken.add(key.lower())
        fields = "".join(f",\n  {name} = {value}" for name, value in _fields(citation))
        yield f"\n@{'incollection' if citation.container_title else 'misc'}{{{key}{fields}\n}}\n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    # Double braces: styles keep the capitals of a title, and do not split the name of an organisation.
    yield "title", f"{{{{{_escape(citation.title)}}}}}"
    if citation.author:
        yield "author", f"{{{{{_escape(citation.author)}}}}}"
        yield "publisher", f"{{{{{_escape(citation.author)}}}}}"
    if citation.container_title:
        yield "booktitle", f"{{{{{_escape(citation.container_title)}}}}}"
    if citation.date:
        yield "date", f"{{{citation.date}}}"
        yield "year", f"{{{citation.date[:4]}}}"
        if len(citation.date_parts) > 1:
            yield "month", MONTHS[citation.date_parts[1] - 1][:3].lower()
    if citation.url:
        yield "url", f"{{{_INVALID_IN_URL.sub(lambda match: f'%{ord(match[0]):02X}', citation.url)}}}"
    if citation.language:
        yield "language", f"{{{citation.language}}}"
    # Styles print "pages" as the place in the whole; there is no other field for it.
    yield "pages", f"{{{_escape(citation.place)}}}"
    yield "note", f"{{{_escape(citation.place)}}}"
    yield "abstract", f"{{{_escape(citation.abstract)}}}"
    if citation.keywords:
        keywords = (f"{{{keyword}}}" if "," in keyword else keyword for keyword in map(_escape, citation.keywords))
        yield "keywords", f"{{{', '.join(keywords)}}}"


def _escape(text: str) -> str:
    return _LIGATURE.sub(r"\1{}", "".join(_ESCAPES.get(character, character) for character in text))
