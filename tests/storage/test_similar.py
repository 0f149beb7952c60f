"""Warnings about names that are nearly the same."""

from __future__ import annotations

import pytest

from tests.storage.helpers import Write, warnings


def two(first: str, second: str) -> str:
    record = '[[initiatives]]\nid = "{}"\ntheme = "t"\ntitle = "{}"\n{}\n'
    return record.format("a", "A", first) + record.format("b", "B", second)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (two("", "").replace('"b"', '"A"'), "same 7: A, id: differs from 'a' only in capital letters (line 2)"),
        (
            two("", "").replace('title = "A"', 'title = "Digital identity for all"').replace(
                'title = "B"', 'title = "Digital identities for all"'
            ),
            "similar 9: b, title: 'Digital identities for all' is 92% like 'Digital identity for all' (line 4)",
        ),
        (
            two('partners = ["NORAD"]', 'partners = ["Norad"]'),
            "similar 10: b, partners[0]: 'Norad' is another spelling of 'NORAD' (line 5)",
        ),
        (
            two('partners = ["European commission"]', 'mentions = ["European Commission"]'),
            "similar 10: b, mentions[0]: 'European Commission' is another spelling of 'European commission' (line 5)",
        ),
        (
            two('partners = ["Bill and Melinda Gates Foundation"]', 'partners = ["Bill & Melinda Gates Foundation"]'),
            ("similar 10: b, partners[0]: 'Bill & Melinda Gates Foundation' is 94% like "
            "'Bill and Melinda Gates Foundation' (line 5)"),
        ),
        (
            two("", "").replace('theme = "t"', 'theme = "payments"', 1).replace('theme = "t"', 'theme = "paymnets"'),
            "similar 8: b, theme: 'paymnets' is 88% like 'payments' (line 3)",
        ),
    ],
)  # fmt: skip
def test_names_that_are_nearly_the_same(dataset_file: Write, text: str, expected: str) -> None:
    assert warnings(dataset_file(text)) == [expected]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("WSIS Forum 2020", "WSIS Forum 2021"),
        ("Study group A of the assembly", "Study group B of the assembly"),
        ("Giga", "Gaga"),
        ("Schools online", "Hospitals online"),
    ],
)
def test_names_of_a_series_are_not_the_same(dataset_file: Write, first: str, second: str) -> None:
    text = two(f'partners = ["{first}"]', f'partners = ["{second}"]')
    assert warnings(dataset_file(text)) == []
