"""BibTeX, for LaTeX, JabRef and pandoc; for Zotero there are RIS and CSL-JSON."""

from __future__ import annotations

import re
from itertools import accumulate
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
    "~": r"\textasciitilde{}",
    "`": "`{}",  # ``, ?` and !` are ligatures
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&%#_"},
}
# BibTeX counts braces even after a backslash, and pandoc knows no command for them.
_BALANCED_BRACES = {"{": r"\{", "}": r"\}"}
_OTHER_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_COMMAND_CHARACTERS = r"([\\{}~^$&%#_])"
_LIGATURE = re.compile("([-'])(?=\\1)")  # -- is a dash, '' a quotation mark
_MAX_LETTERS = 26
"""Styles such as alpha distinguish the entries of one author and year by a letter; what follows "z" is not a label."""
_BABEL_NAME = re.compile("[A-Za-z]+")
_INVALID_IN_URL = re.compile(r"[{}\\]")


def render_bibtex(export: Export) -> Iterator[str]:
    """One entry per record, in UTF-8, below the provenance as comments."""
    for label, value in provenance(export).items():
        # BibTeX ignores text between entries, except for "@".
        yield f"% {label}: {printable(value).replace('@', '(at)')}\n"
    taken: set[str] = set()
    for number, citation in enumerate(citations(export)):
        key = citation.id
        while key.lower() in taken:  # keys are case-insensitive
            key += "-"
        taken.add(key.lower())
        fields = "".join(f",\n  {name} = {value}" for name, value in _fields(citation, number))
        yield f"\n@{'incollection' if citation.container_title else 'misc'}{{{key}{fields}\n}}\n"


def _fields(citation: Citation, number: int) -> Iterator[tuple[str, str]]:
    # Double braces: styles keep the capitals of a title, and do not split the name of an organisation.
    yield "title", f"{{{{{_escape(citation.title)}}}}}"
    if citation.author:
        yield from _author(citation.author, number)
    if citation.publisher:
        yield "publisher", f"{{{{{_escape(citation.publisher)}}}}}"
    if citation.container_title:
        yield "booktitle", f"{{{{{_escape(citation.container_title)}}}}}"
    if citation.date:
        yield "date", f"{{{citation.date}}}"
        yield "year", f"{{{citation.date[:4]}}}"
        if len(citation.date_parts) > 1:
            yield "month", MONTHS[citation.date_parts[1] - 1][:3].lower()
    yield from _access(citation)
    if citation.origin:
        # In brackets: some styles print a note before the publisher.
        yield "note", f"{{({_escape(citation.origin)})}}"
    if citation.abstract:
        yield "abstract", f"{{{_escape(citation.abstract)}}}"


def _author(author: str, number: int) -> Iterator[tuple[str, str]]:
    """The author of an entry; up to 26 in a row have the same for BibTeX, which sees a space of no width."""
    # Each command is a group of its own, because alpha takes the first three characters of the name.
    name = "".join(f"{{{_escape(part)}}}" for part in re.split(_COMMAND_CHARACTERS, author) if part)
    if group := number // _MAX_LETTERS:
        yield "author", f"{{{{\\hspace{{{'0' * group}pt}}}}{name}}}"
        # biblatex has letters for all entries with this author.
        yield "shortauthor", f"{{{name}}}"
    else:
        yield "author", f"{{{name}}}"


def _access(citation: Citation) -> Iterator[tuple[str, str]]:
    if citation.url:
        yield "url", f"{{{_INVALID_IN_URL.sub(lambda match: f'%{ord(match[0]):02X}', citation.url)}}}"
    # "language" would be printed; "langid" chooses the hyphenation, by the name of the language for babel.
    if (language := places.language(citation.language or "")) and _BABEL_NAME.fullmatch(language.name):
        yield "langid", f"{{{language.name.lower()}}}"


def _escape(text: str) -> str:
    escapes = _ESCAPES | (_BALANCED_BRACES if _is_balanced(text) else _OTHER_BRACES)
    return _LIGATURE.sub(r"\1{}", "".join(escapes.get(character, character) for character in text))


def _is_balanced(text: str) -> bool:
    depths = [*accumulate({"{": 1, "}": -1}.get(character, 0) for character in text)]
    return not depths or (min(depths) >= 0 and depths[-1] == 0)
