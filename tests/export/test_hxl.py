"""HXL, read back and validated by libhxl."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import hxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itucovid.export.hxl import HASHTAGS, hashtag
from itucovid.fields import FIELDS, TABLE_FIELDS, explodable_groups
from tests.export.helpers import export_text, one_record

if TYPE_CHECKING:
    from itucovid import Dataset

EVERY_FIELD = ",".join(FIELDS)
DEFAULT_FIELDS = ",".join(field.name for field in TABLE_FIELDS)


@pytest.mark.parametrize("explode", [None, *explodable_groups()])
def test_libhxl_finds_no_errors(explode: str | None, dataset: Dataset) -> None:
    data = hxl.data(io.BytesIO(dataset.export("hxl", explode=explode)))
    errors: list[str] = []
    schema = hxl.schema(callback=lambda error: errors.append(f"{error.message} {error.column} {error.value}"))
    schema.validate(data)
    assert errors == []


def test_libhxl_reads_every_column(dataset: Dataset) -> None:
    data = hxl.data(io.BytesIO(dataset.export("hxl", fields=EVERY_FIELD))).cache()
    assert [column.header for column in data.columns] == list(FIELDS)
    assert [column.display_tag for column in data.columns] == [hashtag(field, None) for field in FIELDS.values()]
    assert [row.get("#activity+id") for row in data] == [record.id for record in dataset]
    assert len([*data.with_rows("#country+code ~ NER")]) == len(dataset.filter(country="NER"))


@pytest.mark.parametrize(
    ("field", "explode", "expected"),
    [
        ("title", None, "#activity+name"),
        ("title", "links", "#activity+name"),
        ("item", None, "#meta+item+num"),
        ("date_note", None, "#description+date"),
        ("status", None, "#status"),
        ("mentions", None, "#org+mention+code+list"),
        ("mention_names", "mentions", "#org+mention+name"),
        ("regions", None, "#region+code+list"),
        ("region_names", "regions", "#region+name"),
        ("countries", None, "#country+code+v_iso3+list"),
        ("countries", "countries", "#country+code+v_iso3"),
        ("countries", "partners", "#country+code+v_iso3+list"),
        ("figure_values", None, "#meta+figure+value+list"),
        ("figure_values", "figures", "#indicator+value+num"),
        ("figure_labels", None, "#meta+figure+label+list"),
        ("figure_labels", "figures", "#indicator+label"),
    ],
)
def test_hashtag_of_a_list_is_marked_and_is_not_an_indicator(field: str, explode: str | None, expected: str) -> None:
    assert hashtag(FIELDS[field], explode) == expected


@pytest.mark.parametrize("explode", [None, *explodable_groups()])
def test_every_field_has_its_own_valid_hashtag(explode: str | None) -> None:
    assert list(HASHTAGS) == list(FIELDS)
    tags = [hashtag(field, explode) for field in FIELDS.values()]
    assert len(set(tags)) == len(tags)
    assert [tag for tag in tags if not re.fullmatch(r"#[a-z]+(\+[a-z][a-z0-9_]*)*", tag)] == []


@given(title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@settings(max_examples=50)
def test_hxl_is_csv_with_hashtags(title: str) -> None:
    dataset = one_record(title=title)
    header, hashtags, rest = export_text(dataset, "hxl").split("\r\n", 2)
    assert f"{header}\r\n{rest}" == export_text(dataset, "csv", fields=f"{DEFAULT_FIELDS},source")
    assert hashtags.startswith("#activity+id,#sector+code,")
