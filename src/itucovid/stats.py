"""Group and count records by one facet, and count them by two."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.errors import UsageError
from itucovid.facets import choose_facet
from itucovid.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from itucovid.facets import Facet
    from itucovid.fields import Labels
    from itucovid.model import DatasetFile, Initiative


class Group(NamedTuple):
    """A value of a facet, its label, and the records with that value."""

    value: str
    label: str
    records: list[Initiative]


class Count(NamedTuple):
    """A value of a facet, its label, and the number of records with that value."""

    value: str
    label: str
    records: int


class Crosstab(NamedTuple):
    """The counts of two facets, and the number of records per pair of values; `cells` has no zeros."""

    rows: list[Count]
    columns: list[Count]
    cells: dict[tuple[str, str], int]

    def pairs(self) -> Iterator[tuple[str, str, int]]:
        """Every pair of values with its number of records, zeros included, row by row."""
        for row in self.rows:
            for column in self.columns:
                yield row.value, column.value, self.cells.get((row.value, column.value), 0)


def choose_facets(names: Sequence[str]) -> tuple[Facet, ...]:
    """Find one or two facets by name.

    Raises:
        UnknownValueError: there is no such facet.
        AmbiguousValueError: a name is a prefix of several facets.
        UsageError: there are more than two, or one is listed twice.
    """
    chosen = tuple(map(choose_facet, names))
    listed = [facet.name for facet in chosen]
    if len(chosen) > 2:  # noqa: PLR2004 - rows and columns
        raise UsageError(f"--by may be given once or twice, not {len(chosen)} times ({', '.join(listed)})")
    if len(set(listed)) < len(listed):
        raise UsageError(f"--by {listed[0]} is given twice; a cross table needs two different facets")
    return chosen


def group_by(dataset: DatasetFile, labels: Labels, records: Sequence[Initiative], facet: Facet) -> list[Group]:
    """Group records by the values of a facet; records without a value come last.

    Themes keep the order of the dataset, months that of time. Other values are sorted by frequency, then kinds and
    statuses in their order and the rest by label. If `records` is the whole dataset, themes without records are
    included. A record with several values is in several groups.
    """
    members: dict[str, list[Initiative]] = {}
    if facet.order == "table":
        members = {value: [] for value in facet.table(dataset)}
    for record in records:
        for value in _values(labels, record, facet):
            members.setdefault(value, []).append(record)
    without = members.pop("", [])
    whole = len(records) == len(dataset.initiatives)
    groups = [Group(value, facet.label(labels, value), group) for value, group in members.items() if group or whole]
    if facet.order == "frequency":
        closed = () if facet.multi_valued else facet.table(dataset)
        ranks = {value: rank for rank, value in enumerate(closed)}
        groups.sort(key=lambda group: (-len(group.records), ranks.get(group.value, 0), sort_key(group.label)))
    elif facet.order == "value":
        groups.sort(key=lambda group: group.value)
    return [*groups, Group("", f"no {facet.name}", without)] if without else groups


def count_by(dataset: DatasetFile, labels: Labels, records: Sequence[Initiative], facet: Facet) -> list[Count]:
    """Count records by the values of a facet, in the order of `group_by`."""
    return [Count(value, label, len(group)) for value, label, group in group_by(dataset, labels, records, facet)]


def crosstab(
    dataset: DatasetFile, labels: Labels, records: Sequence[Initiative], rows: Facet, columns: Facet
) -> Crosstab:
    """Count records by the pairs of values of two facets; the empty text stands for no value."""
    cells: dict[tuple[str, str], int] = {}
    for record in records:
        for row in _values(labels, record, rows):
            for column in _values(labels, record, columns):
                cells[row, column] = cells.get((row, column), 0) + 1
    row_counts, column_counts = (count_by(dataset, labels, records, facet) for facet in (rows, columns))
    return Crosstab(row_counts, column_counts, cells)


def _values(labels: Labels, record: Initiative, facet: Facet) -> tuple[str, ...]:
    """The values of a record, each once; the empty text if it has none."""
    return tuple(dict.fromkeys(facet.values(labels, record))) or ("",)
