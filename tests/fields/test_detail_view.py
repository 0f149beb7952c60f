"""The lines of a record in detail views."""

from __future__ import annotations

from itucovid.fields import Labels
from itucovid.fields.detail_view import DETAILS
from itucovid.model import (
    Tables,
)
from tests.fields.example import FULL, LABELS, PLAIN, TABLES


def test_the_details_of_a_record_are_lines_with_names_instead_of_ids() -> None:
    assert [(detail.label, detail.separator.join(detail.values(LABELS, FULL))) for detail in DETAILS] == [
        ("Original title", ""),
        ("Also called", "F1; F2"),
        ("When", "March 2020 to 1 April 2020 (opening)"),
        ("Status", "ended as of 11 January 2021"),
        ("Partners", "World Health Organization (WHO); Local"),
        ("Mentions", "World Health Organization (WHO)"),
        ("People", "A. B."),
        ("Countries", "Niger, Kenya"),
        ("Regions", "Africa"),
        ("Languages", "French, Wolof"),
        ("Figures", "over 15,000 people\n2.5 tonnes"),
    ]
    plain = {detail.label: tuple(detail.values(LABELS, PLAIN)) for detail in DETAILS}
    assert plain == dict.fromkeys(plain, ()) | {"When": ("not dated in the document",)}
    without_document = Labels(Tables(themes=TABLES.themes))
    assert [tuple(detail.values(without_document, PLAIN)) for detail in DETAILS] == [()] * len(DETAILS)
