"""Records as lines for other programs: tab-separated, one a line, nothing cut and nothing coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itucovid.fields import FIELDS, TABLE_FIELDS, Naming, rows
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from itucovid.fields import Cell, Field
    from itucovid.model import Dataset, Initiative

LIST_FIELDS = tuple(FIELDS[name] for name in ("id", "theme", "start", "title"))
TIMELINE_FIELDS = tuple(FIELDS[name] for name in ("start", "end", "id", "theme", "title"))
SEARCH_FIELDS = tuple(FIELDS[name] for name in ("id", "theme", "title"))


def line(cells: Iterable[Cell]) -> str:
    """One line of cells; a list's values stand in one cell with "; " between them."""
    texts = ["" if cell is None else cell for cell in cells]
    try:
        if "".join(texts).isprintable():  # type: ignore[arg-type]
            return "\t".join(texts) + "\n"  # type: ignore[arg-type]
    except TypeError:  # there is a number or a list among them
        pass
    return "\t".join(map(_text, texts)) + "\n"


def record_lines(dataset: Dataset, records: Iterable[Initiative], fields: Sequence[Field]) -> Iterator[str]:
    """A line a record."""
    return map(line, rows(dataset, records, fields))


def hit_lines(
    dataset: Dataset, records: Iterable[Initiative], fields: Sequence[Field] | None, scores: Mapping[str, float]
) -> Iterator[str]:
    """A line a hit: its id, score, theme and title, or else the fields that were asked for."""
    for record in records:
        (cells,) = rows(dataset, [record], fields or SEARCH_FIELDS)
        if fields is None:
            cells.insert(1, f"{scores[record.id]:.1f}")
        yield line(cells)


def page_lines(dataset: Dataset, records: Iterable[Initiative]) -> Iterator[str]:
    """Each record whole: a field's name, a tab and one value a line, and an empty line between records."""
    naming = Naming(dataset)
    separator = ""
    for record in records:
        yield separator
        separator = "\n"
        for field in (*TABLE_FIELDS, FIELDS["source"]):
            cell = field.cell(naming, record)
            for value in cell if isinstance(cell, tuple) else (cell,):
                # In lists that run side by side (link, label, publisher) a gap has to stay a line.
                if value is not None or isinstance(cell, tuple):
                    yield line([field.name, value])


def _text(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return "; ".join(map(_text, cell))
    return "" if cell is None else printable(str(cell))
