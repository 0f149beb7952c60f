"""What is allowed in a register but seldom meant: the warnings of `itucovid check`."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING, Any

from itucovid.model import LIST_FIELDS
from itucovid.names import name_key
from itucovid.storage.validation import locate
from itucovid.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from itucovid.dates import PartialDate
    from itucovid.model import DatasetFile, Initiative
    from itucovid.storage.issues import Issue
    from itucovid.storage.loader import ParsedFile
    from itucovid.storage.toml_positions import Path as Way
    from itucovid.storage.validation import Finding

WIDEST_TITLE = 80
"""The columns of a usual terminal."""

FURTHEST_YEARS = 10
"""How far ahead a date may lie before a slip of the pen is likelier."""


def lint(reading: ParsedFile, path: Path, today: dt.date) -> list[Issue]:
    """Whatever is doubtful in a register without a fault, in the order of the file.

    Args:
        reading: the register, and what it was read from.
        path: the file, for the messages.
        today: what dates are compared with.
    """
    dataset = reading.dataset
    findings = (
        *_blanks(reading.tables, ()),
        *_records(dataset),
        *_dates(dataset, dt.date(min(today.year + FURTHEST_YEARS, dt.MAXYEAR), 12, 31)),
        *_links(dataset),
        *_repeated_titles(dataset),
        *_repeated_names(dataset),
        *_unused(dataset),
    )
    return locate(findings, reading.tables, reading.source(), path, "warning")


def idle_keywords(record: Initiative) -> Iterator[int]:
    """The places of the keywords whose words all stand in the record's own text, so that they add nothing."""
    if record.keywords:
        own = _forms(record.title, record.summary or "", *record.aliases)
        yield from (number for number, keyword in enumerate(record.keywords) if _forms(keyword) <= own)


def _forms(*texts: str) -> set[str]:
    return {token.term for text in texts for token in tokenize(text)}


def _blanks(value: Any, way: Way) -> Iterator[Finding]:
    """Texts with nothing in them, and names with a blank at an end, which makes them other names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _blanks(inner, (*way, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _blanks(inner, (*way, number))
    elif isinstance(value, str) and value != value.strip():
        if not value.strip():
            yield way, "blank", "is blank"
        elif way[-1] not in _PROSE:
            yield way, "blank", f"{value!r} begins or ends with a blank"


# A text in triple quotes may well end in a line break.
_PROSE = ("summary", "introduction")


def _records(dataset: DatasetFile) -> Iterator[Finding]:
    for index, record in enumerate(dataset.initiatives):
        way = ("initiatives", index)
        if (columns := _width(record.title)) > WIDEST_TITLE:
            yield (*way, "title"), "title", f"{columns} columns wide: more than {WIDEST_TITLE} make a list hard to read"
        if record.summary and name_key(record.summary) == name_key(record.title):
            yield (*way, "summary"), "same", "says no more than the title"
        for number in idle_keywords(record):
            said = "stands in the record's own text: search finds it there without a keyword"
            why = said if _forms(record.keywords[number]) else "has no letter or digit: no search finds it"
            yield (*way, "keywords", number), "keyword", f"{record.keywords[number]!r} {why}"
        if record.id in record.related:
            yield (*way, "related", record.related.index(record.id)), "same", "a record is not related to itself"
        for field in LIST_FIELDS:
            seen: set[str] = set()
            for number, value in enumerate(getattr(record, field)):
                if value in seen:
                    yield (*way, field, number), "twice", f"{value!r} is there twice"
                seen.add(value)


def _width(text: str) -> int:
    """The columns that a text takes on a terminal (Unicode Standard Annex 11)."""
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
        if not unicodedata.combining(character)
    )


def _dates(dataset: DatasetFile, last: dt.date) -> Iterator[Finding]:
    def late(date: PartialDate | None) -> bool:
        return date is not None and date.first > last

    if dataset.document and late(dataset.document.date):
        yield ("document", "date"), "date", f"{dataset.document.date} is far ahead"
    for index, record in enumerate(dataset.initiatives):
        for field in ("start", "end"):
            if late(date := getattr(record, field)):
                yield ("initiatives", index, field), "date", f"{date} is far ahead"


def _links(dataset: DatasetFile) -> Iterator[Finding]:
    document = dataset.document
    if document and document.source and not _is_https(document.source):
        yield ("document", "source"), "link", f"{document.source} {_NOT_HTTPS}"
    lists: list[tuple[Way, Any]] = [(("document",), document)] if document else []
    lists += [(("initiatives", index), record) for index, record in enumerate(dataset.initiatives)]
    for way, holder in lists:
        seen: set[str] = set()
        for number, link in enumerate(holder.links):
            if not _is_https(link.url):
                yield (*way, "links", number, "url"), "link", f"{link.url} {_NOT_HTTPS}"
            elif link.url in seen:
                yield (*way, "links", number, "url"), "twice", f"{link.url} is there twice"
            seen.add(link.url)


_NOT_HTTPS = "is not https; take that address if there is one"


def _is_https(url: str) -> bool:
    return url.startswith("https://")


def _repeated_titles(dataset: DatasetFile) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for index, record in enumerate(dataset.initiatives):
        other = first.setdefault(name_key(record.title) or record.title, record.id)
        if other != record.id:
            yield ("initiatives", index, "title"), "same", f"is the title of {other}, too"


def _repeated_names(dataset: DatasetFile) -> Iterator[Finding]:
    """Names that two organisations share: --partner cannot tell which is meant."""
    first: dict[str, str] = {}
    for index, body in enumerate(dataset.organisations):
        ways: list[tuple[Way, str]] = [(("name",), body.name)]
        ways += [(("aliases", number), alias) for number, alias in enumerate(body.aliases)]
        for way, name in ways:
            other = first.setdefault(name_key(name) or name, body.id)
            if other != body.id:
                yield ("organisations", index, *way), "same", f"{name!r} is a name of {other}, too"


def _unused(dataset: DatasetFile) -> Iterator[Finding]:
    """Entries of the tables that no record names."""
    used: dict[str, set[str]] = {
        field: {value for record in dataset.initiatives for value in getattr(record, field)}
        for field in ("partners", "countries", "languages")
    }
    if dataset.document and dataset.document.language:
        used["languages"].add(dataset.document.language)
    themes = {record.theme for record in dataset.initiatives}
    # Themes may have been filled in by the loader; those all have records.
    for index, theme in enumerate(dataset.themes):
        if theme.id not in themes:
            yield ("themes", index), "unused", "no record has this theme"
    for index, body in enumerate(dataset.organisations):
        if body.id not in used["partners"]:
            yield ("organisations", index), "unused", "no record has this partner"
    for code in dataset.countries.keys() - used["countries"]:
        yield ("countries", code), "unused", "no record has this country"
    for code in dataset.languages.keys() - used["languages"]:
        yield ("languages", code), "unused", "no record has this language"
