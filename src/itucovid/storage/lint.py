"""Warnings about a valid dataset: what is allowed but probably not intended."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from typing import TYPE_CHECKING, Any

from itucovid.model import LIST_FIELDS
from itucovid.names import name_key
from itucovid.storage.issues import Issue
from itucovid.storage.own_fields import public_tables
from itucovid.storage.problems import Problem, locate
from itucovid.storage.similar import similar_ids, similar_names, similar_titles
from itucovid.storage.suspicious import corrupted_texts, joined_values
from itucovid.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from itucovid.dates import PartialDate
    from itucovid.model import DatasetFile, Link
    from itucovid.storage.issues import Code
    from itucovid.storage.loader import ParsedFile
    from itucovid.storage.similar import Related
    from itucovid.storage.suspicious import Warnings
    from itucovid.storage.toml_positions import KeyPath

MAX_TITLE_WIDTH = 80
"""The columns of a usual terminal."""

MAX_YEARS_AHEAD = 10
"""A later date is probably a typing error."""


def lint(
    parsed: ParsedFile,
    file: Path,
    today: dt.date,
    *,
    ignore: Collection[str] = (),
    kept: Mapping[str, list[int]] | None = None,
) -> list[Issue]:
    """All warnings about a valid dataset, in the order of the file.

    Args:
        parsed: the dataset.
        file: the path of the file, for the issues.
        today: the date that dates are compared with.
        ignore: kinds of warnings to leave out, besides those that the dataset names.
        kept: if the dataset lacks entries that have errors: for each array of tables the positions of the others.
    """
    ignored = {*ignore, *(parsed.dataset.lint.ignore if parsed.dataset.lint else ())}
    if kept is not None:
        ignored.add("unused")  # what has errors may use it
    problems = (problem for problem in _problems(parsed, today) if problem.code not in ignored)
    if kept is not None:
        problems = (_in_file(problem, kept) for problem in problems)
    source = parsed.source()
    issues = locate(problems, parsed.tables, source, file, "warning")
    if "toml" not in ignored and (line := _unportable_line(source)):
        message = "valid only from TOML 1.1 on: readers of TOML 1.0, such as Python's tomllib, reject the file here"
        issues.append(Issue(path=str(file), line=line, column=1, severity="warning", code="toml", message=message))
    return sorted(issues, key=lambda issue: (issue.line, issue.column))


def _unportable_line(source: str) -> int | None:
    """The first line that a reader of TOML 1.0 rejects in a text that one of TOML 1.1 accepts, or None.

    Python's own parser reads TOML 1.0, at least up to Python 3.14.
    """
    try:
        tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = re.search(r"at line ([0-9]+)", str(error))
        return int(match[1]) if match else None
    return None


def _in_file(problem: Problem, kept: Mapping[str, list[int]]) -> Problem:
    """A problem of a dataset without some entries, with the positions of the file; raw tables have all entries."""
    if problem.code in _RAW:
        return problem

    def place(path: KeyPath) -> KeyPath:
        if len(path) > 1 and isinstance(path[1], int) and path[0] in kept:
            return (path[0], kept[str(path[0])][path[1]], *path[2:])
        return path

    return problem._replace(path=place(problem.path), other=problem.other and place(problem.other))


_RAW = ("blank", "text")
"""The rules that read the tables of the file, not the structs."""


def _problems(parsed: ParsedFile, today: dt.date) -> Iterator[Problem]:
    dataset = parsed.dataset
    tables = public_tables(parsed.tables)
    rules: Iterable[tuple[Code, Warnings]] = (
        ("blank", _blanks(tables, ())),
        ("text", corrupted_texts(tables)),
        ("split", joined_values(dataset)),
        ("title", _wide_titles(dataset)),
        ("same", _repeated_titles(dataset)),
        ("same", _summaries_like_titles(dataset)),
        ("same", _references_to_self(dataset)),
        ("same", _shared_names(dataset)),
        ("twice", _repeated_values(dataset)),
        ("twice", _repeated_links(dataset)),
        ("keyword", _redundant_keywords(dataset)),
        ("keyword", _unsearchable_keywords(dataset)),
        ("date", _future_dates(dataset, today)),
        ("link", _insecure_links(dataset)),
        ("unused", _unused_entries(dataset)),
    )
    for code, warnings in rules:
        for path, message in warnings:
            yield Problem(path, code, message)
    related: Iterable[tuple[Code, Related]] = (
        ("same", similar_ids(dataset, has_themes="themes" in tables)),
        ("similar", similar_titles(dataset)),
        ("similar", similar_names(dataset, has_themes="themes" in tables)),
    )
    for code, pairs in related:
        for path, message, other in pairs:
            yield Problem(path, code, message, other)


def _blanks(value: Any, path: KeyPath) -> Warnings:
    """Blank texts, and names with whitespace at an end: they are not equal to the names without it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _blanks(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _blanks(inner, (*path, index))
    elif isinstance(value, str) and value != value.strip():
        if not value.strip():
            yield path, "is blank"
        elif path[-1] not in _PROSE:
            yield path, f"{value!r} has leading or trailing whitespace"


# A text in triple quotes usually ends in a line break.
_PROSE = ("summary", "introduction", "note")


def _wide_titles(dataset: DatasetFile) -> Warnings:
    for index, record in enumerate(dataset.initiatives):
        if (width := _width(record.title)) > MAX_TITLE_WIDTH:
            yield ("initiatives", index, "title"), f"is {width} columns wide; lists are easy to read up to 80"


def _width(text: str) -> int:
    """The columns that a text takes on a terminal (Unicode Standard Annex 11)."""
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
        if not unicodedata.combining(character)
    )


def _repeated_titles(dataset: DatasetFile) -> Warnings:
    first: dict[str, str] = {}
    for index, record in enumerate(dataset.initiatives):
        other = first.setdefault(name_key(record.title) or record.title, record.id)
        if other != record.id:
            yield ("initiatives", index, "title"), f"duplicates the title of {other}"


def _summaries_like_titles(dataset: DatasetFile) -> Warnings:
    for index, record in enumerate(dataset.initiatives):
        if record.summary and name_key(record.summary) == name_key(record.title):
            yield ("initiatives", index, "summary"), "only repeats the title"


def _references_to_self(dataset: DatasetFile) -> Warnings:
    for index, record in enumerate(dataset.initiatives):
        if record.id in record.related:
            yield ("initiatives", index, "related", record.related.index(record.id)), "refers to the record itself"


def _shared_names(dataset: DatasetFile) -> Warnings:
    """Names of several organisations: a filter cannot tell them apart."""
    first: dict[str, str] = {}
    for index, organisation in enumerate(dataset.organisations):
        names: list[tuple[KeyPath, str]] = [(("name",), organisation.name)]
        names += [(("aliases", number), alias) for number, alias in enumerate(organisation.aliases)]
        for path, name in names:
            other = first.setdefault(name_key(name) or name, organisation.id)
            if other != organisation.id:
                yield ("organisations", index, *path), f"{name!r} is also a name of {other}"


def _repeated_values(dataset: DatasetFile) -> Warnings:
    for index, record in enumerate(dataset.initiatives):
        for field in LIST_FIELDS:
            for number, value in _repetitions(getattr(record, field)):
                yield ("initiatives", index, field, number), f"{value!r} is duplicated"


def _repeated_links(dataset: DatasetFile) -> Warnings:
    for path, links in _links(dataset):
        for number, url in _repetitions(link.url for link in links):
            yield (*path, number, "url"), f"{url} is duplicated"


def _repetitions(values: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The index and value of each item that is equal to an earlier one."""
    seen: set[str] = set()
    for number, value in enumerate(values):
        if value in seen:
            yield number, value
        seen.add(value)


def _redundant_keywords(dataset: DatasetFile) -> Warnings:
    for index, record in enumerate(dataset.initiatives):
        # Most of the time of this rule is spent on the text.
        text = _terms(record.title, record.summary or "", *record.aliases) if record.keywords else frozenset()
        for number, keyword in enumerate(record.keywords):
            if (terms := _terms(keyword)) and terms <= text:
                message = f"{keyword!r} is redundant: the record's text already contains it"
                yield ("initiatives", index, "keywords", number), message


def _unsearchable_keywords(dataset: DatasetFile) -> Warnings:
    for index, record in enumerate(dataset.initiatives):
        for number, keyword in enumerate(record.keywords):
            if not _terms(keyword):
                message = f"{keyword!r} has no letter or digit, so no search finds it"
                yield ("initiatives", index, "keywords", number), message


def _terms(*texts: str) -> frozenset[str]:
    return frozenset(token.term for text in texts for token in tokenize(text))


def _future_dates(dataset: DatasetFile, today: dt.date) -> Warnings:
    limit = dt.date(min(today.year + MAX_YEARS_AHEAD, dt.MAXYEAR), 12, 31)
    for path, date in _dates(dataset):
        if date and date.first > limit:
            yield path, f"{date} is far in the future"


def _dates(dataset: DatasetFile) -> Iterator[tuple[KeyPath, PartialDate | None]]:
    if dataset.dataset:
        yield ("dataset", "date"), dataset.dataset.date
    if dataset.document:
        yield ("document", "date"), dataset.document.date
    for index, record in enumerate(dataset.initiatives):
        yield ("initiatives", index, "start"), record.start
        yield ("initiatives", index, "end"), record.end


def _insecure_links(dataset: DatasetFile) -> Warnings:
    for path, url in _urls(dataset):
        if not url.startswith("https://"):
            yield path, f"{url} is not https; use the https address if there is one"


def _urls(dataset: DatasetFile) -> Iterator[tuple[KeyPath, str]]:
    if dataset.document and dataset.document.source:
        yield ("document", "source"), dataset.document.source
    for path, links in _links(dataset):
        yield from (((*path, number, "url"), link.url) for number, link in enumerate(links))


def _links(dataset: DatasetFile) -> Iterator[tuple[KeyPath, tuple[Link, ...]]]:
    """The lists of links, each with its path."""
    if dataset.document:
        yield ("document", "links"), dataset.document.links
    for index, record in enumerate(dataset.initiatives):
        yield ("initiatives", index, "links"), record.links


def _unused_entries(dataset: DatasetFile) -> Warnings:
    """Entries of the tables that nothing refers to."""
    records = dataset.initiatives
    themes = {record.theme for record in records}
    organisations = {id_ for record in records for id_ in (*record.partners, *record.mentions)}
    countries = {code for record in records for code in record.countries}
    countries |= {code for region in dataset.regions.values() for code in region.countries}
    regions = {region for record in records for region in record.regions}
    languages: set[str | None] = {language for record in records for language in record.languages}
    languages |= {described.language for described in (dataset.dataset, dataset.document) if described}
    entries: list[tuple[KeyPath, str, Collection[str | None]]] = []
    entries += [(("themes", index), theme.id, themes) for index, theme in enumerate(dataset.themes)]
    entries += [(("organisations", index), one.id, organisations) for index, one in enumerate(dataset.organisations)]
    entries += [(("countries", code), code, countries) for code in dataset.countries]
    entries += [(("regions", id_), id_, regions) for id_ in dataset.regions]
    entries += [(("languages", code), code, languages) for code in dataset.languages]
    for path, id_, used in entries:
        if id_ not in used:
            yield path, "is not used by any record"
