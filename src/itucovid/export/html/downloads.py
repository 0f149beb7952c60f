"""The files that readers of the page can download: the exports of its records, in pieces that the script joins."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from itucovid.export.csv import render_csv
from itucovid.export.options import ExportOptions
from itucovid.export.ris import render_ris

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from itucovid.export import Export
    from itucovid.model import Initiative

TITLE, SUMMARY = 0, 1
"""The numbers of the pieces that the script reads from the page."""

_PIECE = re.compile(r"[^,\n]*[,\n]|[^,\n]+")
_CHANGED_BY_HTML = re.compile("[\r\0]")


class Download(msgspec.Struct, frozen=True):
    """A file: what precedes the records, and for each record the numbers of its pieces."""

    head: str
    records: list[list[int]]


class Downloads(msgspec.Struct, frozen=True):
    """The files by suffix, and the pieces by number; the first two stand for the title and the summary."""

    files: dict[str, Download]
    pieces: list[str]


def build_downloads(export: Export, records: Sequence[Initiative]) -> Downloads:
    """The downloads of some records, in the order of the page.

    CSV has a byte order mark, because most readers of the page open it in Excel.
    """
    csv = msgspec.structs.replace(export, records=records, options=ExportOptions(format="csv", excel=True))
    ris = msgspec.structs.replace(
        export, records=records, labels=export.labels.original, options=ExportOptions(format="ris")
    )
    numbers: dict[str, int] = {}

    def number(piece: str | int) -> int:
        return piece if isinstance(piece, int) else numbers.setdefault(piece, len(numbers) + SUMMARY + 1)

    files = {}
    for suffix, chunks in (("csv", [*render_csv(csv)]), ("ris", [*render_ris(ris)])):
        start = len(chunks) - len(records)
        pieces = map(_pieces, chunks[start:], records)
        files[suffix] = Download("".join(chunks[:start]), [[*map(number, one)] for one in pieces])
    return Downloads(files, ["", "", *numbers])


def _pieces(text: str, record: Initiative) -> Iterator[str | int]:
    """The parts of an exported record: its title and summary where they occur, and what many records share."""
    for part in _split(text, record.summary, SUMMARY):
        parts: Iterator[str | int] = iter((part,)) if isinstance(part, int) else _split(part, record.title, TITLE)
        yield from chain.from_iterable((one,) if isinstance(one, int) else _PIECE.findall(one) for one in parts)


def _split(text: str, value: str | None, number: int) -> Iterator[str | int]:
    """The parts of a text between the occurrences of a value, with a number in the place of each."""
    parts = text.split(value) if value and not _CHANGED_BY_HTML.search(value) else [text]
    for i, part in enumerate(parts):
        if i:
            yield number
        yield part
