"""HXL (https://hxlstandard.org): CSV with a row of hashtags below its header, for humanitarian data exchanges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itucovid.export.csv import format_table
from itucovid.fields import FIELDS, table_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export
    from itucovid.fields import Field

HASHTAGS = {
    "id": "#activity+id",
    "theme": "#sector+code",
    "theme_title": "#sector+name",
    "title": "#activity+name",
    "summary": "#description",
    "kind": "#activity+type",
    "item": "#meta+item+num",
    "aliases": "#activity+alt+name",
    "start": "#date+start",
    "end": "#date+end",
    "date_note": "#description+date",
    "status": "#status",
    "partners": "#org+partner+code",
    "partner_names": "#org+partner+name",
    "mentions": "#org+mention+code",
    "mention_names": "#org+mention+name",
    "people": "#contact+name",
    "countries": "#country+code+v_iso3",
    "country_names": "#country+name",
    "regions": "#region+code",
    "region_names": "#region+name",
    "languages": "#meta+lang+code",
    "language_names": "#meta+lang+name",
    "figures": "#indicator+text",
    "figure_qualifiers": "#indicator+qualifier",
    "figure_values": "#indicator+value+num",
    "figure_labels": "#indicator+label",
    "keywords": "#meta+keyword",
    "links": "#meta+url",
    "link_labels": "#meta+url+label",
    "link_publishers": "#meta+url+publisher",
    "related": "#activity+related+id",
    "source": "#meta+source",
}
"""The hashtag of each field, for cells with a single value: a tag of HXL 1.1's core vocabulary, and attributes."""


def render_hxl(export: Export) -> Iterator[str]:
    """The table of the CSV format with hashtags; by default, it contains the source of each record, too."""
    fields = export.columns or (*table_fields(export.labels), FIELDS["source"])
    explode = export.options.explode
    return format_table(export, fields, second_header=[hashtag(field, explode) for field in fields])


def hashtag(field: Field, explode: str | None) -> str:
    """The hashtag of a column.

    "+list" marks cells with several values; these are neither numbers nor, to readers of HXL, indicators. The tag of an
    own field is "#meta+extra" and its name.
    """
    tag = HASHTAGS.get(field.name, f"#meta+extra+{field.name}")
    if field.group in (None, explode):
        return tag
    return f"{tag.replace('#indicator', '#meta+figure').removesuffix('+num')}+list"
