"""HXL (https://hxlstandard.org): CSV with a row of hashtags below its head, for humanitarian data exchanges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itucovid.export.delimited import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export

# HXL 1.1: a tag of its core vocabulary, then attributes; "+list" says that a cell holds several values.
HASHTAGS = {
    "id": "#activity+id",
    "theme": "#sector+code",
    "theme_title": "#sector+name",
    "title": "#activity+name",
    "summary": "#description",
    "kind": "#activity+type",
    "item": "#meta+item+num",
    "aliases": "#activity+alt+name+list",
    "start": "#date+start",
    "end": "#date+end",
    "partners": "#org+partner+code+list",
    "partner_names": "#org+partner+name+list",
    "people": "#contact+name+list",
    "countries": "#country+code+v_iso3+list",
    "country_names": "#country+name+list",
    "regions": "#region+name+list",
    "languages": "#meta+lang+code+list",
    "language_names": "#meta+lang+name+list",
    "figures": "#indicator+text+list",
    "figure_qualifiers": "#indicator+qualifier+list",
    "figure_values": "#indicator+value+num+list",
    "figure_labels": "#indicator+label+list",
    "keywords": "#meta+keyword+list",
    "links": "#meta+url+list",
    "link_labels": "#meta+url+label+list",
    "link_publishers": "#meta+url+publisher+list",
    "related": "#activity+related+id+list",
    "source": "#meta+source",
}
"""The hashtag of each field."""


def render_hxl(export: Export) -> Iterator[str]:
    """The table of the CSV format, with hashtags."""
    return lines(export, ",", "\r\n", lambda field: HASHTAGS[field.name])
