"""What a sheet of corrections says of the records of a dataset, and what it has no columns for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.model import Initiative
from itucovid.storage.importing.cells import NAMED_FIELDS
from itucovid.storage.importing.values import list_name, text_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from itucovid.model import OwnField
    from itucovid.storage.importing.columns import Columns
    from itucovid.storage.importing.report import Report

# The field that each column is a part of, or the names of.
_PARTS = {
    "figure_values": "figures", "figure_labels": "figures", "figure_qualifiers": "figures",
    "link_labels": "links", "link_publishers": "links",
} | NAMED_FIELDS  # fmt: skip
# The column without which the other columns of a list of tables cannot be read.
_MAIN = {"figures": "figure_values", "links": "links"}
# The names of the own fields that may say more of a cell than its field.
_COMPANIONS = (text_name, list_name)


class Coverage(NamedTuple):
    """What a sheet says of the records of a dataset.

    Attributes:
        fields: the fields that it has columns for, in the order of the model.
        own: the own fields of the dataset that it has columns for.
        left_out: the columns that the dataset has no field for, or a private one.
    """

    fields: list[str]
    own: list[str]
    left_out: list[str]


def find_coverage(columns: Columns, declared: Mapping[str, OwnField], report: Report) -> Coverage:
    """What the columns of a sheet say of the records of a dataset.

    Args:
        columns: the columns.
        declared: the own fields of the dataset.
        report: gets a remark for each column that cannot be read without another one.
    """
    covered = {*_covered(columns, report)}
    return Coverage(
        [field for field in Initiative.__struct_fields__ if field in covered],
        _own_fields(columns, declared),
        [
            name
            for name, column in columns.mapping.columns.items()
            if column.field is None and not column.ignore and column.extra not in declared
        ],
    )


def _covered(columns: Columns, report: Report) -> Iterator[str]:
    names = dict.fromkeys(column.field for column in columns.mapping.columns.values())
    for name in names:
        if name is None or name in ("id", "extra"):
            continue
        if name == "dates":
            yield from ("start", "end")
        elif name in _PARTS and (main := _MAIN.get(_PARTS[name])):
            if main in names:
                yield _PARTS[name]
            else:
                report.remark(f"{', '.join(columns.having(name))}: left out, because there is no column {main}")
        else:
            yield _PARTS.get(name, name)


def _own_fields(columns: Columns, declared: Mapping[str, OwnField]) -> list[str]:
    names = [column.extra for column in columns.mapping.columns.values() if column.extra]
    # In a sheet that is not an export, a cell that its field can say in full no longer needs its text: it is removed.
    if not columns.is_own_export:
        names += [companion(name) for name in columns.mapping.columns for companion in _COMPANIONS]
    return list(dict.fromkeys(name for name in names if name in declared and not declared[name].private))
