"""What is exported can be read again by others' parsers, whatever the text, and nothing of it acts."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
import tomllib
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import itucovid
from itucovid.export import Export, render
from itucovid.fields import TABLE_FIELDS
from itucovid.model import KINDS, QUALIFIERS, Dataset, Figure, Initiative, Link, decode_hook

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_list(cell: str, delimiter: str) -> list[str]:
    """A cell's values: a backslash takes the character after it out of play; the delimiter's first one parts."""
    mark = delimiter.strip()[0]
    lead = delimiter[: delimiter.index(mark)]
    values = [""] if cell else []
    at = 0
    while at < len(cell):
        if cell[at] == "\\":
            values[-1] += cell[at + 1]
            at += 2
        elif cell[at] == mark:
            values[-1] = values[-1].removesuffix(lead)
            values.append("")
            at += len(delimiter) - len(lead)
        else:
            values[-1] += cell[at]
            at += 1
    return values


def read_delimited(text: str, separator: str) -> list[dict[str, str]]:
    """The rows of CSV or TSV, without the apostrophe before what would be a formula."""
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    formula = re.compile(r"'('*[=+\-@\t\r\n＝＋－＠])")
    return [{name: formula.sub(r"\1", cell, count=1) if formula.match(cell) else cell for name, cell in row.items()}
            for row in rows]  # fmt: skip


def read_markdown(text: str) -> list[dict[str, str]]:
    """The rows of the one table of a Markdown text, as a reader sees them."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    assert [token.type for token in tokens if token.level == 0] == ["table_open", "table_close"]
    cells = ["".join(map(shown, token.children or ())) for token in tokens if token.type == "inline"]
    width = sum(token.type == "th_open" for token in tokens)
    names = [field.name for field in TABLE_FIELDS]
    assert width == len(names)
    return [dict(zip(names, cells[at : at + width], strict=True)) for at in range(width, len(cells), width)]


def shown(token: Any) -> str:
    if token.type == "html_inline" and token.content == "<br>":
        return "\n"
    assert token.type == "text", token
    return str(token.content)


def from_cells(row: dict[str, str], delimiter: str) -> Initiative:
    """The record that a row of a table was made of."""

    def several(name: str, of: str) -> list[str | None]:
        values = read_list(row[name], delimiter) or [""] * len(read_list(row[of], delimiter))
        return [value or None for value in values]

    numbers = (json.loads(value or "null") for value in several("figure_values", "figure_labels"))
    lists = ("aliases", "partners", "people", "countries", "regions", "languages", "keywords", "related")
    columns = {name: read_list(row[name], delimiter) for name in lists}
    figures = zip(several("figure_qualifiers", "figure_labels"), numbers, read_list(row["figure_labels"], delimiter),
                  strict=True)  # fmt: skip
    links = zip(several("links", "links"), several("link_labels", "links"), several("link_publishers", "links"),
                strict=True)  # fmt: skip
    return msgspec.convert(
        {name: row[name] or None for name in ("id", "theme", "title", "summary", "kind", "start", "end")}
        | {"item": int(row["item"]) if row["item"] else None}
        | columns
        | {"figures": [{"qualifier": q, "value": v, "label": label} for q, v, label in figures]}
        | {"links": [{"url": url, "label": label, "publisher": publisher} for url, label, publisher in links]},
        Initiative,
        dec_hook=decode_hook,
    )


WHOLE = ("csv", "tsv", "markdown", "json", "jsonl", "toml", "hxl")
"""The formats that leave nothing of a record out."""


def read(name: str, text: str, delimiter: str = "; ") -> list[Initiative]:
    """The records in an export of a format."""
    match name:
        case "markdown":
            return [from_cells(row, delimiter) for row in read_markdown(text)]
        case "csv" | "tsv" | "hxl":
            rows = read_delimited(text, "\t" if name == "tsv" else ",")
            if name == "hxl":
                assert all(tag.startswith("#") for tag in rows.pop(0).values())
            return [from_cells(row, delimiter) for row in rows]
        case "json":
            objects = json.loads(text)
        case "jsonl":
            *lines, last = text.split("\n")
            assert last == ""
            objects = [json.loads(line) for line in lines]
        case "toml":
            objects = tomllib.loads(text)["initiatives"]
    return msgspec.convert(objects, list[Initiative], dec_hook=decode_hook)


def write(name: str, dataset: Dataset, **settings: Any) -> str:
    return "".join(map(str, render(name, Export(dataset, list(dataset.initiatives), **settings))))


def everything(name: str) -> dict[str, Any]:
    """The settings with which a format leaves no field out."""
    return {"fields": TABLE_FIELDS} if name == "markdown" else {}


@pytest.mark.parametrize("name", WHOLE)
def test_the_register_can_be_read_again_in_every_format(name: str, dataset: Dataset) -> None:
    assert read(name, write(name, dataset, **everything(name))) == list(dataset.initiatives)


def test_the_register_as_toml_is_the_same_register(dataset: Dataset) -> None:
    assert msgspec.convert(tomllib.loads(write("toml", dataset)), Dataset, dec_hook=decode_hook) == register


UNSHOWABLE = "".join(map(chr, [*range(9), 0xB, 0xC, *range(0xE, 0x20), *range(0x7F, 0xA0)]))
NASTY = st.sampled_from(
    [*"=+-@\t\r\n'\"`;,\\|*_[]()<>&~#!:/. \u00a0\u2028＝0a", "<b>", "&amp;", "<br>", "://", "www.", "; "]
)


def texts(name: str) -> st.SearchStrategy[str]:
    """Any text of Unicode, and often what means something to some format; to Markdown, only what can be shown."""
    hidden = UNSHOWABLE if name == "markdown" else ""
    plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=hidden), min_size=1, max_size=8)
    return st.lists(NASTY, min_size=1, max_size=8).map("".join) | plain


@functools.cache
def datasets(name: str) -> st.SearchStrategy[Dataset]:
    text = texts(name)
    some = st.lists(text, max_size=3).map(tuple)
    numbers = st.integers(-(2**53), 2**53) | st.floats(-1e300, 1e300)
    dates = st.dates().flatmap(lambda day: st.sampled_from([4, 7, 10]).map(lambda n: day.isoformat()[:n]))
    urls = text.map(lambda rest: "https://" + re.sub(r'[\s<>"\x00-\x1f\x7f-\x9f]', "", rest) + "x")
    records = st.builds(
        Initiative, id=st.just("a"), theme=st.just("t"), title=text, summary=text, aliases=some, people=some,
        partners=some, regions=some, keywords=some, related=st.sampled_from([(), ("a",)]),
        kind=st.sampled_from([None, *KINDS]), item=st.none() | st.integers(1, 99),
        start=st.none() | dates.map(itucovid.PartialDate), end=st.none() | dates.map(itucovid.PartialDate),
        countries=st.sampled_from([(), ("NER",), ("NER", "SEN")]), languages=st.sampled_from([(), ("fr", "wo")]),
        figures=st.lists(st.builds(Figure, label=text, value=numbers, qualifier=st.sampled_from([None, *QUALIFIERS])),
                         max_size=2).map(tuple),
        links=st.lists(st.builds(Link, label=text, url=urls, publisher=st.none() | text), max_size=2).map(tuple),
    )  # fmt: skip
    return st.builds(
        Dataset,
        document=st.none() | st.builds(itucovid.Document, title=text, publisher=text, introduction=text),
        themes=st.tuples(st.builds(itucovid.Theme, id=st.just("t"), title=text)),
        countries=st.dictionaries(st.just("NER"), st.builds(itucovid.Place, name=text)),
        initiatives=st.tuples(records),
    )


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
@settings(deadline=None, max_examples=100)
def test_any_text_in_any_field_can_be_read_again(name: str, data: st.DataObject) -> None:
    dataset = data.draw(datasets(name))
    assert read(name, write(name, dataset, **everything(name))) == list(dataset.initiatives)


@given(dataset=datasets("toml"))
@settings(deadline=None, max_examples=50)
def test_any_dataset_as_toml_is_the_same_dataset(dataset: Dataset) -> None:
    assert msgspec.convert(tomllib.loads(write("toml", dataset)), Dataset, dec_hook=decode_hook) == dataset


@pytest.mark.parametrize("delimiter", ["; ", "|", ",", " | ", " and ", "::", "=", "é"])
@given(names=st.lists(texts("csv"), max_size=4))
@settings(deadline=None, max_examples=50)
def test_a_list_with_any_delimiter_can_be_taken_apart_again(delimiter: str, names: Sequence[str]) -> None:
    record = Initiative(id="a", theme="t", title="A", summary="S", people=tuple(names))
    dataset = Dataset(initiatives=(record,), themes=(itucovid.Theme(id="t", title="T"),))
    (row,) = read_delimited(write("csv", dataset, delimiter=delimiter), ",")
    assert read_list(row["people"], delimiter) == names


def test_what_cannot_be_shown_stands_in_markdown_as_a_replacement() -> None:
    record = Initiative(id="a", theme="t", title=f"<{UNSHOWABLE}>", summary="S")
    dataset = Dataset(initiatives=(record,), themes=(itucovid.Theme(id="t", title="T"),))
    (row,) = read_markdown(write("markdown", dataset, fields=TABLE_FIELDS))
    assert row["title"] == "<" + "\ufffd" * len(UNSHOWABLE) + ">"


class Tags(HTMLParser):
    """The tags of an HTML text, each with its address if it has one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [" ".join([tag, *(f"{value}" for name, value in attrs if name in ("href", "src"))])]


def acting(markdown: str) -> list[str]:
    """The tags that Markdown comes out as on a page of the kind that GitHub makes, those of plain lines left out."""
    parser = MarkdownIt("gfm-like2")
    # GitHub makes links of addresses with a scheme or "www." and of e-mail, but not of any bare domain.
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": "www." in markdown})
    return [tag for tag in Tags(parser.render(markdown)).found if tag not in ("p", "br")]


ACTIONS = [
    "<script>alert(1)</script>", "<b>bold</b>", "<!-- comment -->", "&lt;b&gt;", "&copy;", "`code`", "**bold**",
    "__bold__", "~~gone~~", "~gone~", "[link](https://example.org)", "![image](https://example.org/x.png)",
    "<https://example.org>",
    "https://example.org", "HTTP://example.org", "ftp://example.org", "www.example.org", "WWW.example.org",
    "mail@example.org",
    "mailto:mail@example.org", "[x]: https://example.org", "[^1]", "- item", "+ item", "* item", "1. item", "1) item",
    "# heading", "heading\n===", "heading\n---", "---", "***", "> quotation", "> [!NOTE]", "    code", "\tcode",
    "```\ncode", "~~~\ncode", "[ ] task", "a | b\n--- | ---", "| a |", "line  \nbreak", "line\\\nbreak", "ends #",
    "ends \\", "$x$", ":tada:", "@user",
]  # fmt: skip


def dataset_of(text: str) -> Dataset:
    """A register that has one text in every field which takes any."""
    record = Initiative(
        id="a", theme="t", title=text, summary=text, aliases=(text,), people=(text, text), partners=(text,),
        regions=(text,), figures=(Figure(label=text, value=1),),
        links=(Link(label=text, url="https://example.org/", publisher=text),),
    )  # fmt: skip
    return Dataset(
        document=itucovid.Document(title=text, publisher=text, introduction=text, source="https://example.org/source"),
        themes=(itucovid.Theme(id="t", title=text),),
        initiatives=(record,),
    )


@pytest.mark.parametrize("text", ACTIONS)
def test_no_text_acts_in_a_markdown_table_and_all_of_it_is_shown(text: str) -> None:
    fields = TABLE_FIELDS
    markdown = write("markdown", dataset_of(text), fields=fields)
    rows = ["tr", *["th"] * len(fields), "tbody", "tr", *["td"] * len(fields)]
    assert acting(markdown) == ["table", "thead", *rows]
    assert read("markdown", markdown) == list(dataset_of(text).initiatives)


@pytest.mark.parametrize("text", ACTIONS)
def test_no_text_acts_in_a_markdown_document_and_all_of_it_is_shown(text: str) -> None:
    markdown = write("markdown", dataset_of(text), long=True)
    link = ["li", "a https://example.org/"]
    assert acting(markdown) == ["h1", "a https://example.org/source", "h2", "h3", "ul", *["li"] * 5, *link, "hr"]
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    headings = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "heading_open"]
    assert ["".join(map(shown, token.children or ())) for token in headings] == [text, text, text]


@given(text=texts("markdown"))
@settings(deadline=None)
def test_a_markdown_document_shows_any_text_in_its_headings_and_paragraphs(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(
        write("markdown", dataset_of(text), long=True)
    )  # fmt: skip
    inline = [token for token in tokens if token.type == "inline" and token.level == 1]
    made_with, source = inline.pop(), inline.pop(3)
    assert made_with.content == f"Made with: itucovid {itucovid.__version__}"
    assert source.content == "Source: <https://example.org/source>"
    assert ["".join(map(shown, token.children or ())) for token in inline] == [text] * 6


@given(path=st.text(st.characters(exclude_categories=["Cs", "C", "Z"], exclude_characters='<>"'), max_size=8)
       | st.text("\\&;amp*_#|()[]`!", max_size=8))  # fmt: skip
@settings(deadline=None)
def test_a_link_of_a_markdown_document_leads_where_the_register_says(path: str) -> None:
    url = f"https://example.org/{path}"
    record = Initiative(id="a", theme="t", title="A", summary="S", links=(Link(label="L", url=url),))
    dataset = Dataset(initiatives=(record,), themes=(itucovid.Theme(id="t", title="T"),))
    parser = MarkdownIt("commonmark")
    parser.normalizeLink = str  # type: ignore[assignment]
    (item,) = (token for token in parser.parse(write("markdown", dataset, long=True)) if token.level == 3)
    assert [(token.type, token.attrs.get("href")) for token in item.children or ()] == [
        ("link_open", url),
        ("text", None),
        ("link_close", None),
    ]
