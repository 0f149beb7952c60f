"""An export that is imported again is the same dataset."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import itucovid
from itucovid import Dataset
from itucovid.fields import FIELDS, TABLE_FIELDS
from itucovid.storage.formatting import format_record
from itucovid.storage.importing import import_dataset, open_sheet

ALL = ",".join(field.name for field in TABLE_FIELDS)


def reimport(dataset: Dataset, format_: Any, folder: Path, fields: str | None = None) -> Dataset:
    result = import_dataset(open_sheet(Path(f"a.{format_}"), dataset.export(format_, fields=fields)))
    path = folder / "again.toml"
    path.write_text("".join(result.text), encoding="utf-8", newline="")
    assert [*result.report.cells] == []
    return itucovid.load(path)


@pytest.mark.parametrize("format_", ["csv", "tsv", "xlsx", "json", "jsonl"])
def test_every_field_of_an_export_comes_back_equal(dataset: Dataset, tmp_path: Path, format_: str) -> None:
    again = reimport(dataset, format_, tmp_path)
    if "json" in format_:
        assert again.initiatives == dataset.initiatives
    fields = ",".join(set(FIELDS) & {*again.initiatives[0].__struct_fields__}) if "json" in format_ else ALL
    assert again.export("json", fields=fields) == dataset.export("json", fields=fields)


@pytest.mark.parametrize("format_", ["csv", "tsv", "xlsx", "json", "jsonl"])
@pytest.mark.parametrize(
    "fields",
    [
        ALL,
        "id,title,theme,start,end,kind",
        "id,theme_title,title,partner_names,country_names",
        "id,theme,title,mention_names,region_names",
        "id,theme,title,languages,language_names",
        "id,theme,title,start,end,date_note,status,figures",
        "id,theme,title,regions,region_names,mentions,mention_names,keywords",
        "id,theme,title,partners,partner_names,mention_names",
    ],
)
def test_chosen_fields_come_back_equal(dataset: Dataset, tmp_path: Path, format_: str, fields: str) -> None:
    again = reimport(dataset, format_, tmp_path, fields)
    assert again.export("json", fields=fields) == dataset.export("json", fields=fields)


OWN = """
[dataset]
kinds = ["loan", "law"]

[fields.donor]
title = "Donor"

[fields.share]
type = "number"

[[organisations]]
id = "who"
name = "World Health Organization"

[countries]
KEN = { name = "Kenya (own name)" }

[regions]
sids = { title = "Small islands" }
africa = { title = "African continent" }

[[themes]]
id = "one"
title = "One; or | more"
"""


@pytest.mark.parametrize("format_", ["csv", "tsv", "xlsx", "json", "jsonl"])
@pytest.mark.parametrize(
    "record",
    [
        {"aliases": ["a; b", "c\\d", "e\\;", "\\"], "keywords": ["=x", "+y", "z", "-"]},
        {"title": "=SUM(A1)", "summary": "'=x\n+y;-z,@w|=v"},
        {"title": "'quoted'", "aliases": ["'a'", "'"]},
        {"summary": 'a "quoted" text,\nwith lines;\n\n  blanks, and tabs\t.'},
        {"start": "2020", "end": "2020-05"},
        {"start": "1850-01-01"},
        {"figures": [{"label": "x", "value": 2.5}, {"label": "y; z", "value": 9007199254740991, "qualifier": "over"}]},
        {"figures": [{"label": "x", "value": -1, "qualifier": "up to"}, {"label": "y", "value": 0}]},
        {"links": [{"label": "a; b", "url": "https://a.org/;x"},
                   {"label": "c", "url": "https://b.org", "publisher": "P"}]},
        {"start": "2020", "date_note": "=a; b", "status": "suspended"},
        {"mentions": ["who"], "regions": ["africa", "sids", "European Union"], "languages": ["fil"]},
        {"figures": [{"label": "x", "value": 1_500_000_000, "qualifier": "nearly"}]},
        {"partners": ["who"], "countries": ["KEN"], "kind": "law", "item": 3},
    ],
)  # fmt: skip
def test_awkward_values_come_back_equal(
    dataset_file: Callable[[str], Path], tmp_path: Path, format_: str, record: dict[str, object]
) -> None:
    whole = {"id": "one", "theme": "one", "title": "T", "summary": "S", **record}
    own = itucovid.load(dataset_file(OWN + format_record(whole)))
    again = reimport(own, format_, tmp_path)
    fields = ALL if "json" not in format_ else ",".join(set(FIELDS) & {*own.initiatives[0].__struct_fields__})
    assert again.export("json", fields=fields) == own.export("json", fields=fields)


@pytest.mark.parametrize("format_", ["csv", "tsv", "xlsx", "json", "jsonl"])
def test_a_missing_summary_stays_missing(dataset_file: Callable[[str], Path], tmp_path: Path, format_: str) -> None:
    own = itucovid.load(dataset_file(OWN + format_record({"id": "a", "theme": "one", "title": "T"})))
    assert reimport(own, format_, tmp_path).initiatives[0].summary is None


@pytest.mark.parametrize("format_", ["json", "jsonl"])
def test_translations_come_back_equal(dataset_file: Callable[[str], Path], tmp_path: Path, format_: str) -> None:
    translations = {
        "fr": {"title": "T; t", "keywords": ["a", "b"]},
        "ar": {"title": "عنوان"},
        "zh": {"keywords": ["新"]},
    }
    own = itucovid.load(
        dataset_file(OWN + format_record({"id": "a", "theme": "one", "title": "T", "translations": translations}))
    )
    again = reimport(own, format_, tmp_path)
    assert [*again.initiatives[0].translations] == ["fr", "ar", "zh"]
    assert again.initiatives == own.initiatives


def test_own_fields_of_json_come_back_equal(dataset_file: Callable[[str], Path], tmp_path: Path) -> None:
    extra = {"extra": {"donor": "USAID", "share": 0.5}}
    own = itucovid.load(
        dataset_file(OWN + format_record({"id": "a", "theme": "one", "title": "T", "summary": "S", **extra}))
    )
    assert reimport(own, "json", tmp_path).initiatives[0].extra == extra["extra"]


SPECIAL = st.lists(st.sampled_from([*"=+-@'\"; ,|\t\r\n\\＝an", "\r\n", "\\n", "; '"]), min_size=1, max_size=8).map(
    "".join
)
TEXTS = (SPECIAL | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)).filter(str.strip)
# Text that looks like an error value of a spreadsheet is left out.
TEXTS = TEXTS.filter(lambda text: not re.fullmatch(r"#[A-Z_/0]+[!?]?|Err:502", text))


@pytest.mark.parametrize(("format_", "separator"), [("csv", None), ("csv", ";"), ("csv", "|"), ("tsv", None)])
@given(aliases=st.lists(TEXTS, max_size=4), title=TEXTS, summary=TEXTS)
def test_any_text_comes_back_equal(
    format_: Literal["csv", "tsv"],
    separator: str | None,
    tmp_path_factory: pytest.TempPathFactory,
    aliases: list[str],
    title: str,
    summary: str,
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = folder / "own.toml"
    record = {"id": "one", "theme": "one", "title": title, "summary": summary, "aliases": aliases}
    path.write_text(format_record(record), encoding="utf-8", newline="")
    own = itucovid.load(path)
    exported = own.export(format_, separator=separator)
    # If each cell of TSV with a quotation mark could be a quoted cell, a spreadsheet may have saved the file.
    assume(format_ == "csv" or not re.search(b'\t"[^\t]*"(?=\t)', exported))
    opened = open_sheet(Path(f"a.{format_}"), exported)
    (again,) = (found for found in [*import_dataset(opened).text] if found.startswith("[[initiatives]]"))
    path.write_text(again, encoding="utf-8", newline="")
    assert itucovid.load(path).initiatives == own.initiatives


@pytest.mark.parametrize("title", ['A "b" c', "A, b", "A\tb", "A\nb", '"A", b', 'A, "', "=A"])
def test_tsv_that_a_spreadsheet_has_saved_comes_back_equal(
    dataset_file: Callable[[str], Path], tmp_path: Path, title: str
) -> None:
    record = {"id": "one", "theme": "one", "title": title, "summary": "S, t"}
    own = itucovid.load(dataset_file(OWN + format_record(record)))
    cells = csv.reader(own.export("tsv").decode().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    saved = io.StringIO(newline="")
    csv.writer(saved, delimiter="\t").writerows(
        [[cell.replace(r"\t", "\t").replace(r"\n", "\n") for cell in row] for row in cells]
    )
    # Excel quotes commas, too.
    content = saved.getvalue().replace("\tS, t\t", '\t"S, t"\t').encode()
    path = tmp_path / "again.toml"
    path.write_text("".join(import_dataset(open_sheet(Path("a.tsv"), content)).text), encoding="utf-8")
    assert itucovid.load(path).initiatives == own.initiatives
