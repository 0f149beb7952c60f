"""The lines of a record in detail views: the terminal, Markdown and the HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from itucovid.fields.columns import own_columns
from itucovid.text import format_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from itucovid.fields.cells import Scalar
    from itucovid.fields.columns import Field
    from itucovid.fields.labels import Labels
    from itucovid.model import Initiative


class Detail(msgspec.Struct, frozen=True):
    """A line of the detail view of a record: its label, the getter of its values, and their separator."""

    label: str
    values: Callable[[Labels, Initiative], Sequence[str]]
    separator: str = "; "


DETAILS: tuple[Detail, ...] = (
    Detail("Original title", lambda n, r: () if n.title(r) == r.title else (r.title,)),
    Detail("Also called", lambda _, r: r.aliases),
    Detail("When", lambda n, r: tuple(filter(None, [n.when(r)]))),
    Detail("Status", lambda n, r: tuple(filter(None, [n.status(r)]))),
    Detail("Partners", lambda n, r: tuple(map(n.name_with_acronym, r.partners))),
    Detail("Mentions", lambda n, r: tuple(map(n.name_with_acronym, r.mentions))),
    Detail("People", lambda _, r: r.people, ", "),
    Detail("Countries", lambda n, r: tuple(map(n.country, r.countries)), ", "),
    Detail("Regions", lambda n, r: tuple(map(n.region, r.regions)), ", "),
    Detail("Languages", lambda n, r: tuple(map(n.language, r.languages)), ", "),
    Detail("Figures", lambda _, r: tuple(map(str, r.figures)), "\n"),
)
"""What the terminal, Markdown and the HTML page show of a record besides its title, theme, kind, summary and links."""


def details(labels: Labels) -> tuple[Detail, ...]:
    """The lines of the detail view of a record of a dataset."""
    return (*DETAILS, *map(_own_detail, own_columns(labels)))


def _own_detail(field: Field) -> Detail:
    def values(labels: Labels, record: Initiative) -> tuple[str, ...]:
        cell = field.cell(labels, record)
        return tuple(map(_shown, cell if isinstance(cell, tuple) else () if cell is None else (cell,)))

    return Detail(field.heading, values)


def _shown(value: Scalar) -> str:
    return format_number(value) if isinstance(value, int | float) else str(value)
