"""BibTeX, for LaTeX, Zotero, JabRef and pandoc."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from itucovid import places
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
_BABEL_NAME = re.compile("[A-Za-z]+")
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
    if citation.publisher:
        yield "publisher", f"{{{{{_escape(citation.publisher)}}}}}"
    if citation.container_title:
        yield "booktitle", f"{{{{{_escape(citation.container_title)}}}}}"
    if citation.date:
        yield "date", f"{{{citation.date}}}"
        yield "year", f"{{{citation.date[:4]}}}"
        if len(citation.date_parts) > 1:
            yield "month", MONTHS[citation.date_parts[1] - 1][:3].lower()
    if citation.url:
        yield "url", f"{{{_INVALID_IN_URL.sub(lambda match: f'%{ord(match[0]):02X}', citation.url)}}}"
    # "language" would be printed; "langid" chooses the hyphenation, by the name of the language for babel.
    if (language := places.language(citation.language or "")) and _BABEL_NAME.fullmatch(language.name):
        yield "langid", f"{{{language.name.lower()}}}"
    if citation.origin:
        # In brackets: some styles print a note before the publisher.
        yield "note", f"{{({_escape(citation.origin)})}}"
    if citation.abstract:
        yield "abstract", f"{{{_escape(citation.abstract)}}}"


def _escape(text: str) -> str:
    return _LIGATURE.sub(r"\1{}", "".join(_ESCAPES.get(character, character) for character in text))
