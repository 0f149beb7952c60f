"""The structs of a dataset file: validation, text, and JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, get_args

import msgspec
import pytest

from itucovid.dates import PartialDate
from itucovid.model import (
    KINDS,
    LIST_FIELDS,
    STATUSES,
    DatasetFile,
    Figure,
    Initiative,
    Link,
    Names,
    Qualifier,
    Translation,
    decode_hook,
    encode_hook,
)
from itucovid.storage.schema import json_schema


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(value=658, label="people trained"), "658 people trained"),
        (Figure(value=15000, label="attendees"), "15,000 attendees"),
        (Figure(value=1_500_000_000, label="students", qualifier="more than"), "more than 1.5 billion students"),
        (Figure(value=0, label="cases"), "0 cases"),
        (Figure(value=-5, label="per cent"), "-5 per cent"),
        (Figure(value=2.5, label="million", qualifier="up to"), "up to 2.5 million"),
        (Figure(value=1234567.5, label="dollars"), "1,234,567.5 dollars"),
        (Figure(value=1_000_000, label="views", qualifier="nearly"), "nearly 1 million views"),
        (Figure(value=830_000_000, label="young people"), "830 million young people"),
        (Figure(value=1_230_000, label="dollars"), "1.23 million dollars"),
        (Figure(value=2_500_000.0, label="dollars"), "2.5 million dollars"),
        (Figure(value=1_234_000, label="views"), "1,234,000 views"),
        (Figure(value=999_999, label="views"), "999,999 views"),
        (Figure(value=1_000_000_000, label="views"), "1 billion views"),
        (Figure(value=-3_600_000_000, label="people"), "-3.6 billion people"),
        (Figure(value=1_001_000_000, label="people"), "1,001,000,000 people"),
        (Figure(value=1_000_000_000_000, label="dollars"), "1,000,000,000,000 dollars"),
    ],
    ids=str,
)
def test_a_figure_is_its_qualifier_number_and_label_as_text(figure: Figure, text: str) -> None:
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
    date_note="opening",
    status="ended",
    mentions=("who",),
    countries=("NER",),
    figures=(Figure(value=7, label="things", qualifier="over"),),
    links=(Link(label="ITU", url="https://www.itu.int"),),
    translations={"fr": Translation(title="Le premier", keywords=("un",))},
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
    "date_note": "opening",
    "status": "ended",
    "partners": [],
    "mentions": ["who"],
    "people": [],
    "countries": ["NER"],
    "regions": [],
    "languages": [],
    "figures": [{"label": "things", "value": 7, "qualifier": "over"}],
    "keywords": [],
    "links": [{"label": "ITU", "url": "https://www.itu.int", "publisher": None}],
    "related": [],
    "translations": {"fr": {"title": "Le premier", "keywords": ["un"]}},
    "extra": {},
}


def test_a_record_is_encoded_with_its_fields_in_order_and_decoded_again() -> None:
    text = msgspec.json.encode(RECORD, enc_hook=encode_hook).decode()

    assert json.loads(text) == AS_JSON
    assert list(json.loads(text)) == list(AS_JSON)
    assert msgspec.json.decode(text, type=Initiative, dec_hook=decode_hook) == RECORD


def test_a_toml_date_is_decoded_to_a_partial_date() -> None:
    assert msgspec.convert(dt.date(2020, 3, 1), PartialDate, dec_hook=decode_hook) == PartialDate("2020-03-01")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param(dt.datetime(2020, 3, 1, tzinfo=dt.UTC), "expected a date without a time", id="date and time"),
        pytest.param(dt.time(10), "expected a date", id="time"),
        pytest.param(2020, "expected a date", id="integer"),
        pytest.param(True, "expected a date", id="boolean"),
        pytest.param(["2020"], "expected a date", id="list"),
        pytest.param("May", "'May' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD", id="text"),
    ],
)
def test_a_value_that_is_not_a_date_is_an_error(value: object, message: str) -> None:
    with pytest.raises(msgspec.ValidationError) as error:
        msgspec.convert(value, PartialDate, dec_hook=decode_hook)

    assert str(error.value) == message


def test_the_hooks_convert_no_other_type() -> None:
    with pytest.raises(NotImplementedError, match=r"^cannot encode complex$"):
        encode_hook(1j)
    with pytest.raises(NotImplementedError, match=r"^cannot decode complex$"):
        decode_hook(complex, "1j")


def test_names_are_listed_in_the_order_of_the_un_languages_without_those_not_set() -> None:
    names = Names(es="e", ru="d", fr="c", en="b", zh="a2", ar="a1")

    assert names.all() == ("a1", "a2", "b", "c", "d", "e")
    assert Names(es="Salud", ar="الصحة").all() == ("الصحة", "Salud")
    assert Names().all() == ()


def test_the_kinds_are_the_nine_of_the_format() -> None:
    assert KINDS == (
        "platform", "publication", "event", "statement", "partnership",
        "programme", "campaign", "resource", "competition",
    )  # fmt: skip


def test_the_statuses_are_the_four_of_the_format() -> None:
    assert STATUSES == ("planned", "ongoing", "ended", "suspended")


def test_only_the_id_the_theme_and_the_title_of_a_record_are_required() -> None:
    assert msgspec.convert({"id": "one", "theme": "t", "title": "T"}, Initiative) == Initiative(
        id="one", theme="t", title="T"
    )


def test_the_list_fields_are_the_fields_that_are_lists_of_texts() -> None:
    lists = [name for name, value in msgspec.structs.asdict(RECORD).items() if isinstance(value, tuple)]

    assert [*LIST_FIELDS] == [name for name in lists if name not in ("figures", "links")]


MINIMAL = {"id": "one", "theme": "t", "title": "T", "summary": "S"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({"id": ""}, "matching regex", id="empty id"),
        pytest.param({"id": "one\n"}, "matching regex", id="line break after an id"),
        pytest.param({"id": "-x"}, "matching regex", id="id begins with a hyphen"),
        pytest.param({"id": "a b"}, "matching regex", id="space in an id"),
        pytest.param({"title": ""}, "length >= 1", id="empty title"),
        pytest.param({"partners": [""]}, "length >= 1", id="empty partner"),
        pytest.param({"item": 0}, ">= 1", id="item 0"),
        pytest.param({"kind": ""}, "Expected `str` of length >= 1", id="empty kind"),
        pytest.param({"status": "done"}, "Invalid enum value 'done'", id="unknown status"),
        pytest.param({"summary": ""}, "length >= 1", id="empty summary"),
        pytest.param({"date_note": ""}, "length >= 1", id="empty date note"),
        pytest.param({"mentions": [""]}, "length >= 1", id="empty mention"),
        pytest.param({"translations": {"de": {"title": "T"}}}, "Invalid enum value 'de'", id="not a UN language"),
        pytest.param({"translations": {"fr": {"titre": "T"}}}, "unknown field `titre`", id="field of a translation"),
        pytest.param({"countries": ["NE"]}, "matching regex", id="two letters for a country"),
        pytest.param({"countries": ["NER\n"]}, "matching regex", id="line break after a country"),
        pytest.param({"languages": ["FR"]}, "matching regex", id="language in upper case"),
        pytest.param({"languages": ["fr\n"]}, "matching regex", id="line break after a language"),
        pytest.param({"links": [{"label": "x", "url": "ftp://itu.int"}]}, "matching regex", id="not a web address"),
        pytest.param({"links": [{"label": "x", "url": "https://a b"}]}, "matching regex", id="space in an address"),
        pytest.param({"figures": [{"label": "x", "value": 2**53}]}, "<= 9007199254740991", id="integer too large"),
        pytest.param({"figures": [{"label": "x", "value": 2.0**53}]}, "<= 9007199254740991", id="float too large"),
        pytest.param({"figures": [{"label": "x", "value": -(2**53)}]}, ">= -9007199254740991", id="too small"),
        pytest.param({"titel": "T"}, "unknown field `titel`", id="unknown field"),
    ],
)
def test_a_record_with_an_invalid_value_is_refused(values: dict[str, Any], message: str) -> None:
    assert msgspec.convert(MINIMAL, Initiative).id == "one"
    with pytest.raises(msgspec.ValidationError) as error:
        msgspec.convert(MINIMAL | values, Initiative, dec_hook=decode_hook)

    assert message in str(error.value)


@pytest.mark.parametrize("id_", ["a", "A.b_c-d", "5g", "reg4covid"])
def test_an_id_has_letters_digits_dots_hyphens_and_underscores(id_: str) -> None:
    assert msgspec.convert(MINIMAL | {"id": id_}, Initiative).id == id_


def test_a_dataset_file_without_a_record_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="length >= 1"):
        msgspec.convert({"initiatives": []}, DatasetFile)


def test_a_record_is_immutable() -> None:
    with pytest.raises(AttributeError):
        RECORD.title = "Another"  # type: ignore[misc]  # what is tested


@pytest.mark.parametrize(
    ("start", "end", "interval", "period"),
    [
        ("2020-03", "2020-04", ("2020-03", "2020-04"), "March 2020 to April 2020"),
        (None, "2020", ("2020", "2020"), "2020"),
        (None, None, None, ""),
    ],
)
def test_a_record_has_an_interval_and_a_period_in_english(
    start: str | None, end: str | None, interval: tuple[str, str] | None, period: str
) -> None:
    record = msgspec.convert(MINIMAL | {"start": start, "end": end}, Initiative, dec_hook=decode_hook)

    assert (record.interval, record.period) == (interval, period)


def test_the_repr_of_a_record_is_one_line_with_its_id_and_title() -> None:
    record = Initiative(id="one", theme="t", title="Two\nlines\x1b", summary="S")

    assert repr(record) == "<Initiative 'one': Two lines\ufffd>"


def test_the_json_schema_describes_every_field_and_closes_every_table() -> None:
    definitions: dict[str, Any] = json_schema()["$defs"]  # type: ignore[assignment]

    structs = [
        "Country",
        "DatasetFile",
        "DatasetInfo",
        "Document",
        "Figure",
        "Initiative",
        "Language",
        "Link",
        "Names",
        "Organisation",
        "OwnField",
        "Region",
        "Theme",
        "Translation",
    ]
    assert sorted(definitions) == structs
    assert [name for name, table in definitions.items() if table["additionalProperties"] is not False] == []
    undescribed = [
        (name, field)
        for name, table in definitions.items()
        for field, schema in table["properties"].items()
        if "description" not in schema
    ]
    assert undescribed == [("Names", language) for language in ("ar", "zh", "en", "fr", "ru", "es")]
    assert list(definitions["Initiative"]["properties"]) == list(AS_JSON)
    assert definitions["Initiative"]["required"] == ["id", "theme", "title"]
    assert definitions["DatasetFile"]["required"] == ["initiatives"]


def test_the_json_schema_has_the_closed_sets_and_the_pattern_of_a_date() -> None:
    definitions: dict[str, Any] = json_schema()["$defs"]  # type: ignore[assignment]
    fields = definitions["Initiative"]["properties"]

    assert fields["kind"]["examples"] == [*KINDS]
    assert {"enum": sorted(STATUSES)} in fields["status"]["anyOf"]
    assert list(definitions["DatasetFile"]["properties"]) == [
        "dataset",
        "document",
        "fields",
        "themes",
        "organisations",
        "countries",
        "regions",
        "languages",
        "initiatives",
    ]
    assert {"enum": sorted(get_args(Qualifier))} in definitions["Figure"]["properties"]["qualifier"]["anyOf"]
    assert fields["start"]["anyOf"][0]["pattern"] == "^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$"
