from __future__ import annotations

from typing import Any

import msgspec
import pytest

from itucovid.diff import Change, FieldChange, describe, diff, summarize
from itucovid.model import DatasetFile, decode_hook


def dataset(*records: dict[str, Any], **tables: Any) -> DatasetFile:
    required = {"theme": "t", "title": "T", "summary": "S"}
    content = {"initiatives": [{**required, **record} for record in records], **tables}
    return msgspec.convert(content, DatasetFile, dec_hook=decode_hook)


A = {"id": "a", "title": "Digital identity in Kenya"}
B = {"id": "b", "title": "Schools online"}


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ([A, B], [A, B], []),
        ([A, B], [B, A], []),
        ([A], [A, B], [Change("added", "b", "Schools online")]),
        ([A, B], [A], [Change("removed", "b", "Schools online")]),
        (
            [{**A, "end": "2029"}],
            [{**A, "end": "2029-12-31", "partners": ["who"]}],
            [Change("changed", "a", A["title"], None, (
                FieldChange("end", "2029", "2029-12-31"), FieldChange("partners", [], ["who"])
            ))],
        ),
        (
            [{**A, "extra": {"x": 1, "y": "z"}}],
            [{**A, "extra": {"x": 2}}],
            [Change("changed", "a", A["title"], None, (
                FieldChange("extra.x", 1, 2), FieldChange("extra.y", "z", None)
            ))],
        ),
        (
            [{**A, "translations": {"fr": {"title": "X"}, "es": {"title": "Y"}}}],
            [{**A, "translations": {"fr": {"title": "Z"}, "zh": {"keywords": ["k"]}}}],
            [Change("changed", "a", A["title"], None, (
                FieldChange("translations.fr.title", "X", "Z"), FieldChange("translations.es.title", "Y", None),
                FieldChange("translations.zh.keywords", [], ["k"]),
            ))],
        ),
        ([A], [{**A, "id": "c"}], [Change("renamed", "c", A["title"], "a")]),
        (
            [A],
            [{"id": "c", "title": "Another", "aliases": ["A"]}],
            [Change("renamed", "c", "Another", "a", (
                FieldChange("title", A["title"], "Another"), FieldChange("aliases", [], ["A"])
            ))],
        ),
        (
            [A],
            [{"id": "c", "title": "Digital identity in Kenia"}],
            [Change("renamed", "c", "Digital identity in Kenia", "a", (
                FieldChange("title", A["title"], "Digital identity in Kenia"),
            ))],
        ),
        ([A], [{**B, "id": "c"}], [Change("added", "c", B["title"]), Change("removed", "a", A["title"])]),
        (
            [A],
            [{**A, "id": "c"}, {**A, "id": "d"}],
            [Change("renamed", "c", A["title"], "a"), Change("added", "d", A["title"])],
        ),
    ],
    ids=[
        "same", "another order", "added", "removed", "changed", "own fields", "translations", "renamed, same title",
        "renamed, former id as alias",
        "renamed, similar title", "another record", "two candidates",
    ],
)  # fmt: skip
def test_records_are_compared_by_id(old: list[Any], new: list[Any], changes: list[Change]) -> None:
    assert diff(dataset(*old), dataset(*new)) == changes


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ({}, {"document": {"title": "D"}}, [("document", "title", None, "D")]),
        ({"document": {"title": "D"}}, {"document": {"title": "E"}}, [("document", "title", "D", "E")]),
        (
            {"themes": [{"id": "t", "title": "T"}]},
            {"themes": [{"id": "t", "title": "U"}]},
            [("themes.t", "title", "T", "U")],
        ),
        ({"countries": {"KEN": {"name": "K"}}}, {}, [("countries.KEN", "name", "K", None)]),
        ({"dataset": {"kinds": ["a"]}}, {"dataset": {"kinds": ["a", "b"]}}, [("dataset", "kinds", ["a"], ["a", "b"])]),
    ],
)
def test_other_tables_are_compared_by_entry(
    old: dict[str, Any], new: dict[str, Any], changes: list[tuple[str, str, Any, Any]]
) -> None:
    found = diff(dataset(A, **old), dataset(A, **new))
    assert {change.change for change in found} == {"table"}
    listed = [(change.id, field.field, field.old, field.new) for change in found for field in change.fields]
    assert [line for line in listed if line[1] not in ("id", "names", "aliases", "keywords", "links")] == changes


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("2029", "2029-12-31", "2029 -> 2029-12-31"),
        (None, "x", "(none) -> x"),
        ("x", None, "x -> (none)"),
        (1, 2.5, "1 -> 2.5"),
        (["a", "b"], ["b", "c"], "-a, +c"),
        ([], ["a"], "+a"),
        (["a", "b"], ["b", "a"], "in another order: b, a"),
        (["a", "a", "b"], ["a", "b"], "-a"),
        ([{"label": "x", "value": 5, "qualifier": None}], [{"label": "x", "value": 6, "qualifier": "over"}],
         "-5 x, +over 6 x"),
        ("a\nb", "c", "a b -> c"),
        ("a b", "a  b\n", "only whitespace differs"),
        ("word " * 20, " word" * 20, "only whitespace differs"),
        (
            "one two three four five six seven eight nine ten eleven twelve thirteen",
            "one two three four five six 7 eight nine ten eleven twelve thirteen",
            "… four five six seven eight nine ten … -> … four five six 7 eight nine ten …",
        ),
        ("word " * 20, "word " * 21, "… word word word -> … word word word word"),
    ],
)  # fmt: skip
def test_a_change_is_described_on_one_line(old: Any, new: Any, text: str) -> None:
    assert describe(FieldChange("field", old, new)) == text


@pytest.mark.parametrize(
    ("kinds", "text"),
    [([], "no differences"), (["added", "changed", "changed", "removed"], "2 changed, 1 added, 1 removed")],
)
def test_the_summary_counts_each_kind_of_change(kinds: list[Any], text: str) -> None:
    assert summarize([Change(kind, "x") for kind in kinds]) == text
