"""Datasets to export, and readers of the formats, as other programs read them."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import itucovid
from itucovid import Dataset
from itucovid.fields import TABLE_FIELDS
from itucovid.model import (
    KINDS,
    LIST_FIELDS,
    STATUSES,
    Country,
    DatasetFile,
    DatasetInfo,
    Document,
    Figure,
    Initiative,
    Link,
    Theme,
    Translation,
    decode_hook,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from itucovid.model import Tables

ALL_NAMES = (*(field.name for field in TABLE_FIELDS), "keywords")
ALL_FIELDS = ",".join(ALL_NAMES)
TABLE_FORMATS = ("csv", "tsv", "markdown", "hxl")
"""The formats that contain every field of a record except for its translations."""
COMPLETE_FORMATS = (*TABLE_FORMATS, "json", "jsonl", "toml")


def make_dataset(*records: Initiative, tables: Tables | None = None) -> Dataset:
    """A dataset made in Python; by default it has one theme, "t"."""
    return Dataset(tables or DatasetFile(initiatives=(), themes=(Theme(id="t", title="T"),)), records)


def one_record(**values: Any) -> Dataset:
    """A dataset with one record."""
    return make_dataset(Initiative(**{"id": "a", "theme": "t", "title": "A", "summary": "S"} | values))


def with_command(dataset: Dataset) -> Dataset:
    """The same dataset, whose provenance names a command as that of the bundled one does."""
    return Dataset(dataset.contents, dataset.initiatives, command_options=())


def export_text(dataset: Dataset, name: Any, **options: Any) -> str:
    return dataset.export(name, **options).decode()


def export_all_fields(dataset: Dataset, name: str) -> str:
    """An export with all fields that the format can have."""
    return export_text(dataset, name, fields=ALL_FIELDS if name in TABLE_FORMATS else None)


def expected_records(dataset: Dataset, name: str) -> list[Initiative]:
    """The records that can be read from `export_all_fields`."""
    if name in (*TABLE_FORMATS, "xlsx"):
        return [msgspec.structs.replace(record, translations={}) for record in dataset]
    return list(dataset)


def to_json(records: Iterable[Initiative]) -> list[dict[str, Any]]:
    """Records as the objects of the JSON format."""
    objects: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode([*records], enc_hook=str))
    return objects


def split_cell(cell: str, delimiter: str) -> list[str]:
    """The values of a cell: separated by the delimiter; a backslash escapes the character after it."""
    mark = delimiter.strip()[0]
    lead = delimiter[: delimiter.index(mark)]
    values = [""] if cell else []
    position = 0
    while position < len(cell):
        if cell[position] == "\\":
            values[-1] += cell[position + 1]
            position += 2
        elif cell[position] == mark:
            values[-1] = values[-1].removesuffix(lead)
            values.append("")
            position += len(delimiter) - len(lead)
        else:
            values[-1] += cell[position]
            position += 1
    return values


def read_csv(text: str, separator: str) -> list[dict[str, str]]:
    """The rows of CSV, without the apostrophes that escape formulas."""
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return [{name: without_apostrophes(cell) for name, cell in row.items()} for row in rows]


def read_tsv(text: str) -> list[dict[str, str]]:
    """The rows of TSV, without its escapes and the apostrophes that escape formulas."""
    header, *lines = text.removesuffix("\n").split("\n")
    escapes = {r"\t": "\t", r"\n": "\n", r"\r": "\r", r"\\": "\\"}
    rows = ([re.sub(r"\\.", lambda match: escapes[match[0]], cell) for cell in line.split("\t")] for line in lines)
    return [dict(zip(header.split("\t"), map(without_apostrophes, row), strict=True)) for row in rows]


def without_apostrophes(cell: str) -> str:
    return re.sub(r"""^'(?='*[\t\r\n])|((?:^|[;,|\t\r\n])[ "]*)'(?='*[=+\-@＝＋－＠])""", r"\1", cell)


def read_markdown(text: str) -> list[dict[str, str]]:
    """The rows of a Markdown text that is one table with all fields and the note, as a reader sees them."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    structure = [token.type for token in tokens if token.level == 0]
    assert structure in (
        ["table_open", "table_close"],
        ["table_open", "table_close", "paragraph_open", "paragraph_close"],
    )
    tokens = tokens[: [token.type for token in tokens].index("table_close")]
    cells = ["".join(map(visible_text, token.children or ())) for token in tokens if token.type == "inline"]
    width = sum(token.type == "th_open" for token in tokens)
    assert width == len(ALL_NAMES)
    return [dict(zip(ALL_NAMES, cells[at : at + width], strict=True)) for at in range(width, len(cells), width)]


def visible_text(token: Any) -> str:
    if token.type == "html_inline" and token.content in ("<br>", "<!-- -->"):
        return "\n" if token.content == "<br>" else ""
    assert token.type == "text", token
    return str(token.content)


SCALARS = ("id", "theme", "title", "summary", "kind", "start", "end", "date_note", "status")


def record_from_row(row: dict[str, str], delimiter: str = "; ") -> Initiative:
    """The record of a row of a table with all fields."""

    def parallel(name: str, to: str) -> list[str | None]:
        values = split_cell(row[name], delimiter) or [""] * len(split_cell(row[to], delimiter))
        return [value or None for value in values]

    numbers = (json.loads(value or "null") for value in parallel("figure_values", "figure_labels"))
    figures = zip(parallel("figure_qualifiers", "figure_labels"), numbers, split_cell(row["figure_labels"], delimiter),
                  strict=True)  # fmt: skip
    links = zip(parallel("links", "links"), parallel("link_labels", "links"), parallel("link_publishers", "links"),
                strict=True)  # fmt: skip
    return msgspec.convert(
        {name: row[name] or None for name in SCALARS}
        | {"item": int(row["item"]) if row["item"] else None}
        | {name: split_cell(row[name], delimiter) for name in LIST_FIELDS if name in row}
        | {"figures": [{"qualifier": q, "value": v, "label": label} for q, v, label in figures]}
        | {"links": [{"url": url, "label": label, "publisher": publisher} for url, label, publisher in links]},
        Initiative,
        dec_hook=decode_hook,
    )


def read_records(name: str, text: str) -> list[Initiative]:
    """The records in the text of a complete format."""
    match name:
        case "markdown":
            return [record_from_row(row) for row in read_markdown(text)]
        case "csv" | "tsv" | "hxl":
            rows = read_tsv(text) if name == "tsv" else read_csv(text, ",")
            if name == "hxl":
                assert all(tag.startswith("#") for tag in rows.pop(0).values())
            return [record_from_row(row) for row in rows]
        case "json":
            objects = json.loads(text)
        case "jsonl":
            *lines, last = text.split("\n")
            assert last == ""
            objects = [json.loads(line) for line in lines]
        case "toml":
            objects = tomllib.loads(text)["initiatives"]
    return msgspec.convert(objects, list[Initiative], dec_hook=decode_hook)


def read_toml(text: str) -> DatasetFile:
    return msgspec.convert(tomllib.loads(text), DatasetFile, dec_hook=decode_hook)


CONTROL_CHARACTERS = "".join(map(chr, [*range(9), 0xB, 0xC, *range(0xE, 0x20), *range(0x7F, 0xA0)]))
SPECIAL_TEXT = st.sampled_from(
    [*"=+-@\t\r\n'\"`;,\\|*_[]()<>&~#!:/. \u00a0\u2028＝0a", "<b>", "&amp;", "<br>", "://", "www.", "; "]
)


def texts(name: str) -> st.SearchStrategy[str]:
    """Any text that a format can represent, and often one that means something in some format."""
    excluded = CONTROL_CHARACTERS if name == "markdown" else ""
    plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=excluded), min_size=1, max_size=8)
    return st.lists(SPECIAL_TEXT, min_size=1, max_size=8).map("".join) | plain


SOURCE = "International Telecommunication Union: COVID-19 Initiatives, Partnerships and Activities, 11 January 2021"
ABOUT = {
    "Dataset": "ITU's COVID-19 initiatives, partnerships and activities, version 2.0, 11 January 2021",
    "Maintainer": "The itucovid contributors",
    "Licence": "MIT",
    "Note": "The summaries are this dataset's own words, not quotations. The dataset is independent of ITU.",
}
"""What exports state about the bundled dataset."""

MAX_NUMBER = 2**53 - 1
NUMBERS = st.integers(-MAX_NUMBER, MAX_NUMBER) | st.floats(-MAX_NUMBER, MAX_NUMBER)


@functools.cache
def datasets(name: str) -> st.SearchStrategy[Dataset]:
    """Valid datasets of one record, whose texts a format can represent."""
    text = texts(name)
    some = st.lists(text, max_size=3).map(tuple)
    dates = st.dates().flatmap(lambda day: st.sampled_from([4, 7, 10]).map(lambda n: day.isoformat()[:n]))
    urls = text.map(lambda rest: "https://" + re.sub(r'[\s<>"\x00-\x1f\x7f-\x9f]', "", rest) + "x")
    qualifiers = st.sampled_from([None, "around", "nearly", "over", "more than", "up to"])
    records = st.builds(
        Initiative, id=st.just("a"), theme=st.just("t"), title=text, summary=st.none() | text, aliases=some,
        people=some, partners=some, mentions=some, regions=some, keywords=some, related=st.sampled_from([(), ("a",)]),
        kind=st.sampled_from([None, *KINDS]), item=st.none() | st.integers(1, 99),
        date_note=st.none() | text, status=st.sampled_from([None, *STATUSES]),
        translations=st.dictionaries(st.sampled_from(["fr", "zh"]),
                                     st.builds(Translation, title=text, keywords=some)),
        start=st.none() | dates.map(itucovid.PartialDate), end=st.none() | dates.map(itucovid.PartialDate),
        countries=st.sampled_from([(), ("NER",), ("NER", "SEN")]), languages=st.sampled_from([(), ("fr", "wo")]),
        figures=st.lists(st.builds(Figure, label=text, value=NUMBERS, qualifier=qualifiers), max_size=2).map(tuple),
        links=st.lists(st.builds(Link, label=text, url=urls, publisher=st.none() | text), max_size=2).map(tuple),
    )  # fmt: skip
    files = st.builds(
        DatasetFile,
        dataset=st.none() | st.builds(DatasetInfo, title=text, note=text),
        document=st.none() | st.builds(Document, title=text, publisher=text, introduction=text),
        themes=st.tuples(st.builds(Theme, id=st.just("t"), title=text)),
        countries=st.dictionaries(st.just("NER"), st.builds(Country, name=text)),
        initiatives=st.tuples(records),
    )
    return files.map(lambda file: Dataset(file, file.initiatives))
