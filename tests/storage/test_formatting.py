from __future__ import annotations

import datetime as dt
from typing import Any

import tomli
from hypothesis import given
from hypothesis import strategies as st

from itucovid.storage.formatting import format_dataset, format_record


def test_a_dataset_file_has_a_comment_tables_and_records() -> None:
    tables = {
        "dataset": {"kinds": ["loan", "law"]},
        "fields": {"e_mail": {"title": "E-mail", "private": True}},
        "themes": [{"id": "a", "title": 'A "quoted" title'}],
        "countries": {},
    }
    record = {
        "id": "one",
        "title": "T",
        "summary": "Two\nlines",
        "start": dt.date(2020, 3, 1),
        "aliases": ["x" * 60, "y" * 60],
        "figures": [{"label": "cases", "value": 5, "qualifier": "over"}],
        "extra": {"e_mail": "a@b.c"},
    }
    text = "".join(format_dataset(tables, [format_record(record), format_record({"id": "two"})], "Imported."))
    assert text == (
        "# Imported.\n\n"
        '[dataset]\nkinds = ["loan", "law"]\n\n'
        '[fields.e_mail]\ntitle = "E-mail"\nprivate = true\n\n'
        '[[themes]]\nid = "a"\ntitle = "A \\"quoted\\" title"\n\n'
        '[[initiatives]]\nid = "one"\ntitle = "T"\nsummary = """\nTwo\nlines"""\nstart = 2020-03-01\n'
        f'aliases = [\n  "{"x" * 60}",\n  "{"y" * 60}",\n]\n'
        'figures = [\n  { label = "cases", value = 5, qualifier = "over" },\n]\n\n'
        '[initiatives.extra]\ne_mail = "a@b.c"\n\n'
        '[[initiatives]]\nid = "two"\n'
    )


SCALARS = st.text(st.characters(exclude_categories=["Cs"])) | st.integers(-(2**53), 2**53) | st.booleans() | st.dates()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), VALUES, max_size=5))
def test_whatever_is_written_is_read_back(record: dict[str, Any]) -> None:
    nested = {key: value for key, value in record.items() if not isinstance(value, dict)}
    assert tomli.loads(format_record(nested)) == {"initiatives": [nested]}
