from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import itucovid
from itucovid.errors import ItucovidError
from tests.conftest import MINIMAL

DECLARED = """
[dataset]
kinds = ["loan", "law"]

[fields.donor]
title = "Donor"

[fields.seen]
type = "date"

[fields.budget]
type = "number"
unit = "EUR"

[fields.page]
type = "url"

[fields.tags]
type = "list"

[fields.contact]
private = true
"""
RECORD = f"""{DECLARED}{MINIMAL}kind = "loan"

[initiatives.extra]
"""


@pytest.mark.parametrize(
    ("value", "loaded"),
    [
        ('donor = "USAID"', {"donor": "USAID"}),
        ("seen = 2025-12-01", {"seen": "2025-12-01"}),
        ('seen = "2025-12"', {"seen": "2025-12"}),
        ("budget = 2.5", {"budget": 2.5}),
        ('page = "https://example.org"', {"page": "https://example.org"}),
        ('tags = ["a", "b"]', {"tags": ("a", "b")}),
        ('contact = "a@example.org"', {}),
        ('contact = "a@example.org"\ndonor = "USAID"', {"donor": "USAID"}),
    ],
)
def test_values_of_the_declared_type_are_loaded_except_private_ones(
    dataset_file: Callable[[str], Path], value: str, loaded: dict[str, object]
) -> None:
    (record,) = itucovid.load(dataset_file(RECORD + value)).initiatives
    assert (record.kind, record.extra) == ("loan", loaded)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RECORD + "donor = 3", ":32: error: one, extra.donor: expected text, not 3"),
        (RECORD + 'budget = "3"', ":32: error: one, extra.budget: expected a number, not '3'"),
        (RECORD + 'seen = "May"', ":32: error: one, extra.seen: expected a date, not 'May'"),
        (RECORD + 'page = "example.org"', ":32: error: one, extra.page: expected a web address, not 'example.org'"),
        (RECORD + 'tags = "a; b"', ":32: error: one, extra.tags: expected an array of texts, not 'a; b'"),
        (RECORD + 'donnor = "x"', ":32: error: one, extra.donnor: unknown own field; did you mean donor?"),
        (RECORD + 'zzz = "x"', ":32: error: one, extra.zzz: unknown own field; declare it in [fields.zzz]"),
        (f"[fields.title]\n{MINIMAL}", ":1: error: [fields], title: title is a field of every dataset; choose another"),
        (f'{DECLARED}{MINIMAL}kind = "lone"', ":29: error: one, kind: unknown value 'lone'; did you mean loan?"),
        (
            f'{MINIMAL}kind = "loan"',
            ":7: error: one, kind: unknown value 'loan'; choose from platform, publication, event",
        ),
    ],
)
def test_undeclared_names_and_wrong_types_are_errors(
    dataset_file: Callable[[str], Path], text: str, message: str
) -> None:
    path = dataset_file(text)
    with pytest.raises(ItucovidError) as caught:
        itucovid.load(path)
    (line,) = str(caught.value).splitlines()
    assert line.removeprefix(str(path)).startswith(message)


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "toml", "html", "xlsx", "sqlite", "markdown"])
def test_a_private_value_is_in_no_export(dataset_file: Callable[[str], Path], format_: str) -> None:
    loaded = itucovid.load(dataset_file(f'{RECORD}contact = "a@example.org"\ndonor = "USAID"'))
    assert b"a@example.org" not in loaded.export(format_)


def test_a_toml_export_has_the_own_fields_of_a_short_record(dataset_file: Callable[[str], Path]) -> None:
    text = '[fields.x]\n[[initiatives]]\nid = "a"\ntheme = "t"\ntitle = "T"\nsummary = "S"\nextra = { x = "y" }\n'
    loaded = itucovid.load(dataset_file(text))
    again = itucovid.load(dataset_file(loaded.export("toml").decode()))
    assert again.initiatives[0].extra == {"x": "y"}


def test_own_kinds_replace_the_built_in_ones_in_their_order(dataset_file: Callable[[str], Path]) -> None:
    loaded = itucovid.load(dataset_file(f'{DECLARED}{MINIMAL}kind = "law"'))
    assert loaded.contents.kinds == ("loan", "law")
    assert [record.id for record in loaded.filter(kind="law")] == ["one"]
