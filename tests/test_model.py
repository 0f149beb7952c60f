"""The model: dates that say no more than they know, figures as text, records as JSON, and the schema."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.dates import PartialDate
from itucovid.model import (
    KINDS,
    QUALIFIERS,
    Dataset,
    Figure,
    Initiative,
    Kind,
    Link,
    Names,
    decode_hook,
    encode_hook,
)
from itucovid.storage.schema import json_schema


@pytest.mark.parametrize(
    ("text", "first", "last", "complete"),
    [
        pytest.param("2020", "2020-01-01", "2020-12-31", False, id="year"),
        pytest.param("2020-04", "2020-04-01", "2020-04-30", False, id="month"),
        pytest.param("2020-02", "2020-02-01", "2020-02-29", False, id="February of a leap year"),
        pytest.param("2021-02", "2021-02-01", "2021-02-28", False, id="February of another year"),
        pytest.param("2020-12", "2020-12-01", "2020-12-31", False, id="December"),
        pytest.param("2020-03-23", "2020-03-23", "2020-03-23", True, id="day"),
        pytest.param("0001", "0001-01-01", "0001-12-31", False, id="first year"),
        pytest.param("9999", "9999-01-01", "9999-12-31", False, id="last year"),
        pytest.param("9999-12", "9999-12-01", "9999-12-31", False, id="last month"),
    ],
)
def test_a_partial_date_reaches_from_its_first_day_to_its_last(
    text: str, first: str, last: str, complete: bool
) -> None:
    date = PartialDate(text)
    assert (str(date), date.first.isoformat(), date.last.isoformat(), date.is_complete) == (
        text,
        first,
        last,
        complete,
    )


@given(st.dates())
def test_a_day_is_its_iso_text_and_its_month_and_year_contain_it(day: dt.date) -> None:
    assert PartialDate(day) == day.isoformat() == PartialDate(day.isoformat())
    for length in (4, 7, 10):
        part = PartialDate(day.isoformat()[:length])
        assert part.first <= day <= part.last


@pytest.mark.parametrize(
    "text",
    [
        "", "20", "202", "20200", "2020-1", "2020-3-23", "2020-03-1", "2020-03-", "2020/03", "20200323",
        "March 2020", "2020-03-23T00:00", " 2020", "2020\n", "-2020", "+2020", "２０２０", "٢٠٢٠", "2020-W10",
    ],
)  # fmt: skip
def test_what_has_none_of_the_three_forms_is_no_date(text: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the message is compared whole
        PartialDate(text)
    assert str(refusal.value) == f"{text!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"


@pytest.mark.parametrize(
    "text",
    ["0000", "2020-00", "2020-13", "2020-00-00", "2020-00-01", "2020-03-00", "2020-03-32", "2021-02-29", "2020-04-31"],
)
def test_what_the_calendar_lacks_is_no_date(text: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the message is compared whole
        PartialDate(text)
    assert str(refusal.value) == f"{text!r} is not in the calendar"


def test_dates_sort_by_their_beginning_and_the_less_exact_first() -> None:
    ordered = ["2019-12-31", "2020", "2020-01", "2020-01-01", "2020-01-31", "2020-02", "2020-10", "2021"]
    assert sorted(map(PartialDate, reversed(ordered))) == ordered


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(value=658, label="people trained"), "658 people trained"),
        (Figure(value=15000, label="attendees"), "15,000 attendees"),
        (Figure(value=1_500_000_000, label="students", qualifier="more than"), "more than 1,500,000,000 students"),
        (Figure(value=0, label="cases"), "0 cases"),
        (Figure(value=-5, label="per cent"), "-5 per cent"),
        (Figure(value=2.5, label="million", qualifier="up to"), "up to 2.5 million"),
        (Figure(value=1234567.5, label="dollars"), "1,234,567.5 dollars"),
    ],
    ids=str,
)
def test_a_figure_reads_as_its_qualifier_number_and_label(figure: Figure, text: str) -> None:
    assert str(figure) == text


RECORD = Initiative(
    id="one",
    theme="testing",
    title="The first",
    summary="A record.",
    kind="event",
    item=1,
    aliases=("1st",),
    start=PartialDate("2020-03"),
    end=PartialDate("2020-04-01"),
    countries=("NER",),
    figures=(Figure(value=7, label="things", qualifier="over"),),
    links=(Link(label="ITU", url="https://www.itu.int"),),
)

AS_JSON: dict[str, Any] = {
    "id": "one",
    "theme": "testing",
    "title": "The first",
    "summary": "A record.",
    "kind": "event",
    "item": 1,
    "aliases": ["1st"],
    "start": "2020-03",
    "end": "2020-04-01",
    "partners": [],
    "people": [],
    "countries": ["NER"],
    "regions": [],
    "languages": [],
    "figures": [{"label": "things", "value": 7, "qualifier": "over"}],
    "keywords": [],
    "links": [{"label": "ITU", "url": "https://www.itu.int", "publisher": None}],
    "related": [],
}


def test_a_record_is_json_in_the_order_of_its_fields_and_can_be_read_again() -> None:
    text = msgspec.json.encode(RECORD, enc_hook=encode_hook).decode()
    assert json.loads(text) == AS_JSON
    assert list(json.loads(text)) == list(AS_JSON)
    assert msgspec.json.decode(text, type=Initiative, dec_hook=decode_hook) == RECORD


@pytest.mark.parametrize(
    "value",
    [dt.datetime(2020, 3, 1, tzinfo=dt.UTC), dt.time(10), 2020, 20.2, True, ["2020"], {"year": 2020}],
    ids=lambda value: type(value).__name__,
)
def test_only_a_date_or_a_text_can_be_a_date(value: object) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"^expected a date"):
        msgspec.convert(value, PartialDate, dec_hook=decode_hook)


def test_nothing_but_a_date_needs_the_hooks() -> None:
    with pytest.raises(NotImplementedError, match="cannot encode complex"):
        encode_hook(1j)


def test_names_gives_those_that_there_are_in_the_order_of_the_un() -> None:
    assert Names(es="Salud", fr="Santé", ar="الصحة").all() == ("الصحة", "Santé", "Salud")
    assert Names().all() == ()


def test_the_schema_names_every_field_with_a_description_and_closes_every_table() -> None:
    definitions: dict[str, Any] = json_schema()["$defs"]  # type: ignore[assignment]
    structs = ["Dataset", "Document", "Figure", "Initiative", "Language", "Link", "Names", "Organisation", "Place"]
    assert sorted(definitions) == [*structs, "Theme"]
    assert [name for name, table in definitions.items() if table["additionalProperties"] is not False] == []
    undescribed = [
        f"{name}.{field}"
        for name, table in definitions.items()
        for field, schema in table["properties"].items()
        if name != "Names" and "description" not in schema
    ]
    assert undescribed == []
    assert list(definitions["Initiative"]["properties"]) == list(AS_JSON)
    assert definitions["Initiative"]["required"] == ["id", "theme", "title", "summary"]
    assert definitions["Dataset"]["required"] == ["initiatives"]


def test_the_schema_has_the_closed_sets_and_the_form_of_a_date() -> None:
    schema = json_schema()
    assert (schema["$schema"], schema["title"], schema["$ref"]) == (
        "https://json-schema.org/draft/2020-12/schema",
        "An itucovid register",
        "#/$defs/Dataset",
    )
    definitions: dict[str, Any] = schema["$defs"]  # type: ignore[assignment]
    fields = definitions["Initiative"]["properties"]
    assert {"enum": sorted(KINDS)} in fields["kind"]["anyOf"]
    assert {"enum": sorted(QUALIFIERS)} in definitions["Figure"]["properties"]["qualifier"]["anyOf"]
    assert fields["start"]["anyOf"][0]["pattern"] == "^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$"


def test_kinds_are_the_nine_of_the_design() -> None:
    assert KINDS == Kind.__args__ == (  # type: ignore[attr-defined]
        "platform", "publication", "event", "statement", "partnership",
        "programme", "campaign", "resource", "competition",
    )  # fmt: skip


def test_a_dataset_without_a_record_is_none() -> None:
    with pytest.raises(msgspec.ValidationError, match="length >= 1"):
        msgspec.convert({"initiatives": []}, Dataset)
