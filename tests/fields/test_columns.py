"""Fields of records as columns: choosing them, and their rows and objects."""

from __future__ import annotations

from typing import Any

import pytest

from itucovid.errors import AmbiguousValueError, UnknownValueError, UsageError
from itucovid.fields import FIELDS, TABLE_FIELDS, Cell, choose_fields, explodable_groups, rows, to_objects
from itucovid.fields.columns import DERIVED_FIELDS
from tests.fields.example import FULL, LABELS, PLAIN

FULL_CELLS: dict[str, Cell] = {
    "id": "full", "theme": "water", "theme_title": "Water", "title": "Full", "summary": "Everything.",
    "kind": "event", "item": 2, "aliases": ("F1", "F2"), "start": "2020-03", "end": "2020-04-01",
    "date_note": "opening", "status": "ended",
    "partners": ("who", "Local"), "partner_names": ("World Health Organization", "Local"), "mentions": ("who",),
    "mention_names": ("World Health Organization",), "people": ("A. B.",),
    "countries": ("NER", "KEN"), "country_names": ("Niger", "Kenya"), "regions": ("Africa",),
    "region_names": ("Africa",),
    "languages": ("fr", "wo"), "language_names": ("French", "Wolof"),
    "figures": ("over 15,000 people", "2.5 tonnes"), "figure_qualifiers": ("over", None),
    "figure_values": (15000, 2.5), "figure_labels": ("people", "tonnes"), "keywords": ("k",),
    "links": ("https://a", "https://b"), "link_labels": ("L", "M"), "link_publishers": ("P", None),
    "related": ("plain",), "source": "ITU, 11 January 2021, Water, item 2",
}  # fmt: skip


def test_every_field_has_a_cell_for_a_record() -> None:
    assert {name: field.cell(LABELS, FULL) for name, field in FIELDS.items()} == FULL_CELLS
    assert list(FIELDS) == list(FULL_CELLS)


def test_the_cell_of_a_missing_value_is_none_or_empty() -> None:
    given = {"id", "theme", "theme_title", "title", "summary", "source"}
    missing = {name: field.cell(LABELS, PLAIN) for name, field in FIELDS.items() if name not in given}

    assert missing == {name: () if isinstance(FULL_CELLS[name], tuple) else None for name in missing}


def test_table_fields_are_all_but_the_derived_and_the_keywords() -> None:
    assert DERIVED_FIELDS == ("figures", "source")
    assert [field.name for field in TABLE_FIELDS] == [
        name for name in FIELDS if name not in {*DERIVED_FIELDS, "keywords"}
    ]


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        pytest.param("id", ["id"], id="one"),
        pytest.param(" Title , ID,", ["title", "id"], id="any case, spaces and an empty name"),
        pytest.param("sum,partner names", ["summary", "partner_names"], id="prefix and spelling"),
        pytest.param("Also called", ["aliases"], id="heading"),
    ],
)
def test_fields_are_chosen_by_name_heading_or_prefix_in_order(names: str, chosen: list[str]) -> None:
    assert [field.name for field in choose_fields(names)] == chosen


@pytest.mark.parametrize(
    ("names", "error", "message"),
    [
        ("titel", UnknownValueError, "unknown field 'titel'; did you mean title or item?"),
        ("lin", AmbiguousValueError, "field 'lin' is ambiguous: links, link_labels, link_publishers"),
        ("id,title,ID", UsageError, "field 'id' is listed twice"),
        (" , ", UsageError, f"--fields expects a comma-separated list; choose from {', '.join(FIELDS)}"),
    ],
    ids=["misspelled", "ambiguous", "twice", "empty"],
)
def test_invalid_field_names_are_an_error(names: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        choose_fields(names)

    assert str(raised.value) == message


def test_the_groups_that_can_be_exploded_are_the_lists() -> None:
    assert explodable_groups() == (
        "aliases", "partners", "mentions", "people", "countries", "regions", "languages", "figures", "keywords",
        "links", "related",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("explode", "expected"),
    [
        pytest.param(
            None,
            [["full", ("NER", "KEN"), ("Niger", "Kenya"), ("Africa",)], ["plain", (), (), ()]],
            id="one row per record",
        ),
        pytest.param(
            "countries",
            [
                ["full", "NER", "Niger", ("Africa",)],
                ["full", "KEN", "Kenya", ("Africa",)],
                ["plain", None, None, ()],
            ],
            id="one row per country",
        ),
        pytest.param(
            "links",
            [["full", ("NER", "KEN"), ("Niger", "Kenya"), ("Africa",)], ["plain", (), (), ()]],
            id="a group without a column",
        ),
    ],
)
def test_rows_are_the_cells_of_the_fields(explode: str | None, expected: list[list[Cell]]) -> None:
    fields = choose_fields("id,countries,country_names,regions")

    assert list(rows(LABELS, [FULL, PLAIN], fields, explode)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param("title,figures,theme_title,start", {
            "title": "Full",
            "figures": (
                {"label": "people", "value": 15000, "qualifier": "over"},
                {"label": "tonnes", "value": 2.5, "qualifier": None},
            ),
            "theme_title": "Water",
            "start": "2020-03",
        }, id="fields of the model as they are, others as cells"),
        pytest.param("links,link_labels", {
            "links": (
                {"label": "L", "url": "https://a", "publisher": "P"},
                {"label": "M", "url": "https://b", "publisher": None},
            ),
            "link_labels": ("L", "M"),
        }, id="links"),
    ],
)  # fmt: skip
def test_an_object_has_the_given_fields_in_order(fields: str, expected: dict[str, Any]) -> None:
    (found,) = to_objects(LABELS, [FULL], choose_fields(fields))

    assert list(found.items()) == list(expected.items())


def test_an_object_has_by_default_the_fields_of_the_model() -> None:
    assert list(to_objects(LABELS, [PLAIN], None)) == [
        {
            "id": "plain", "theme": "water", "title": "Plain", "summary": "Nothing more.", "kind": None, "item": None,
            "aliases": (), "start": None, "end": None, "date_note": None, "status": None, "partners": (),
            "mentions": (), "people": (), "countries": (), "regions": (), "languages": (), "figures": (),
            "keywords": (), "links": (), "related": (), "translations": {}, "extra": {},
        }
    ]  # fmt: skip
