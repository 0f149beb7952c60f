"""Warnings about corrupted texts."""

from __future__ import annotations

import json

import pytest

from tests.conftest import MINIMAL
from tests.storage.helpers import Write, warnings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#REF!", "'#REF!' is an error value of a spreadsheet"),
        ("#DIV/0!", "'#DIV/0!' is an error value of a spreadsheet"),
        ("Err:502", "'Err:502' is an error value of a spreadsheet"),
        ("nan", "'nan' seems to stand for no value; leave the line out"),
        ("N/A", "'N/A' seems to stand for no value; leave the line out"),
        ("NULL", "'NULL' seems to stand for no value; leave the line out"),
        ("Ã‰tat", "'Ã‰' seems to be 'É', decoded wrongly"),
        ("an â€œofficialâ€\x9d title", "'â€œ' seems to be '“', decoded wrongly"),
        ("SantÃ©", "'Ã©' seems to be 'é', decoded wrongly"),
        ("Sant\ufffd", "has a replacement character (U+FFFD): a letter was lost when the file was converted"),
        ("a<br/>b", "'<br/>' is HTML, shown as it is"),
        ('<a href="https://x.org">b</a>', "'<a href=\"https://x.org\">' is HTML, shown as it is"),
        ("R&amp;D", "'&amp;' is an HTML entity, shown as it is"),
        ("caf&eacute;", "'&eacute;' is an HTML entity, shown as it is"),
    ],
)
def test_a_text_that_was_corrupted(dataset_file: Write, text: str, message: str) -> None:
    path = dataset_file(MINIMAL + f"aliases = [{json.dumps(text, ensure_ascii=False)}]")
    assert warnings(path) == [f"text 7: one, aliases[0]: {message}"]


@pytest.mark.parametrize(
    "text", ["É", "Água", "São Tomé", "ÂB", "#5", "Nantes", "a < b > c", "AT&T;", "R&D", "naïve", "Ÿ", "Ø-ring"]
)
def test_a_text_that_is_in_order(dataset_file: Write, text: str) -> None:
    assert warnings(dataset_file(MINIMAL + f"aliases = [{json.dumps(text, ensure_ascii=False)}]")) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('partners = ["USAID; EGAP"]', "partners[0]: 'USAID; EGAP' seems to be several values"),
        ('people = ["A | B"]', "people[0]: 'A | B' seems to be several values"),
        ('regions = ["Europe;Asia"]', "regions[0]: 'Europe;Asia' seems to be several values"),
    ],
)
def test_an_item_that_seems_to_be_several(dataset_file: Write, line: str, message: str) -> None:
    assert warnings(dataset_file(MINIMAL + line)) == [f"split 7: one, {message}"]
