"""Markdown, read back by markdown-it: no text of a record is markup, and all of it is shown."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from itucovid import __version__
from itucovid.dates import PartialDate
from itucovid.export.markdown import link_address
from itucovid.model import DatasetFile, DatasetInfo, Document, Figure, Initiative, Link, Theme
from tests.export.helpers import (
    ALL_NAMES,
    CONTROL_CHARACTERS,
    export_all_fields,
    export_text,
    make_dataset,
    one_record,
    read_markdown,
    read_records,
    texts,
    visible_text,
)

if TYPE_CHECKING:
    from itucovid import Dataset


def dataset_with(text: str) -> Dataset:
    """A dataset with one text in every field that takes any."""
    record = Initiative(
        id="a", theme="t", title=text, summary=text, aliases=(text,), people=(text, text), partners=(text,),
        mentions=(text,), regions=(text,), date_note=text, start=PartialDate("2020"),
        figures=(Figure(label=text, value=1),),
        links=(Link(label=text, url="https://example.org/", publisher=text),),
    )  # fmt: skip
    file = DatasetFile(
        dataset=DatasetInfo(title=text, note=text, version=text, maintainer=text, licence=text),
        document=Document(title=text, publisher=text, introduction=text, source="https://example.org/source"),
        themes=(Theme(id="t", title=text),),
        initiatives=(),
    )
    return make_dataset(record, tables=file)


class TagParser(HTMLParser):
    """Collects the start tags of an HTML text, with their addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(" ".join([tag, *(f"{value}" for name, value in attrs if name in ("href", "src"))]))


def html_tags(markdown: str) -> list[str]:
    """The tags that GitHub would make of Markdown, except for paragraphs and line breaks."""
    parser = MarkdownIt("gfm-like2")
    # GitHub links addresses with a scheme or "www." and e-mail addresses, but no bare domains.
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": "www." in markdown})
    return [tag for tag in TagParser(parser.render(markdown)).tags if tag not in ("p", "br")]


MARKUP = [
    "<script>alert(1)</script>", "<b>bold</b>", "<!-- comment -->", "&lt;b&gt;", "&copy;", "`code`", "**bold**",
    "__bold__", "~~deleted~~", "~deleted~", "[link](https://example.org)", "![image](https://example.org/x.png)",
    "<https://example.org>", "https://example.org", "HTTP://example.org", "ftp://example.org", "www.example.org",
    "WWW.example.org", "mail@example.org", "mailto:mail@example.org", "[x]: https://example.org", "[^1]", "- item",
    "+ item", "* item", "1. item", "1) item", "# heading", "heading\n===", "heading\n---", "---", "***", "> quotation",
    "> [!NOTE]", "    code", "\tcode", "```\ncode", "~~~\ncode", "[ ] task", "a | b\n--- | ---", "| a |",
    "line  \nbreak", "line\\\nbreak", "ends #", "ends \\", "$x$", ":tada:", "@user",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
def test_text_in_a_table_is_not_markup(text: str) -> None:
    markdown = export_all_fields(dataset_with(text), "markdown")
    rows = ["tr", *["th"] * len(ALL_NAMES), "tbody", "tr", *["td"] * len(ALL_NAMES)]
    assert html_tags(markdown) == ["table", "thead", *rows]
    assert read_records("markdown", markdown) == list(dataset_with(text))
    assert visible_paragraphs(markdown) == [text]


@pytest.mark.parametrize("text", MARKUP)
def test_text_in_a_document_is_not_markup(text: str) -> None:
    markdown = export_text(dataset_with(text), "markdown", long=True)
    link = ["li", "a https://example.org/", "li"]
    assert html_tags(markdown) == ["h1", "a https://example.org/source", "h2", "h3", "ul", *["li"] * 7, *link, "hr"]
    tokens = PARSER.parse(markdown)
    headings = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "heading_open"]
    assert ["".join(map(visible_text, token.children or ())) for token in headings] == [text, text, text]


PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def visible_paragraphs(markdown: str) -> list[str]:
    """The texts of paragraphs, with the addresses of links."""
    tokens = PARSER.parse(markdown)
    paragraphs = [
        tokens[at + 1] for at, token in enumerate(tokens) if token.type == "paragraph_open" and not token.level
    ]
    return [
        "".join("" if "link" in token.type else visible_text(token) for token in paragraph.children or ())
        for paragraph in paragraphs
    ]


@given(text=texts("markdown"))
@settings(max_examples=50)
def test_document_shows_any_text_in_paragraphs(text: str) -> None:
    markdown = export_text(dataset_with(text), "markdown", long=True)
    assert visible_paragraphs(markdown) == [
        text,
        f"Source: {text}: {text}, https://example.org/source",
        text,
        text,
        f"Dataset: {text}, version {text}",
        f"Maintainer: {text}",
        f"Licence: {text}",
        f"Note: {text}",
        f"Made with: itucovid {__version__}",
    ]


def test_document_without_a_note_or_summaries_shows_none() -> None:
    markdown = export_text(one_record(summary=None), "markdown", long=True)
    assert markdown == f"# Dataset\n\n## T\n\n### A\n\n\n---\n\nMade with: itucovid {__version__}\n"


@pytest.mark.parametrize(
    ("fields", "table"),
    [
        ("id,summary", "| Id | Summary |\n| --- | --- |\n| a | S |\n\nOur words.\n"),
        ("id,title", "| Id | Title |\n| --- | --- |\n| a | A |\n"),
    ],
    ids=["summaries", "no summaries"],
)
def test_note_is_below_a_table_with_summaries(fields: str, table: str) -> None:
    file = DatasetFile(dataset=DatasetInfo(note="Our words."), themes=(Theme(id="t", title="T"),), initiatives=())
    dataset = make_dataset(Initiative(id="a", theme="t", title="A", summary="S"), tables=file)
    assert export_text(dataset, "markdown", fields=fields) == table


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a_b*c", "<https://example.org/a_b*c>"),
        (r"https://example.org/a\b\*", r"<https://example.org/a\b\*>"),
        (
            "https://example.org/?a=1&copy;=2",
            r"[https\://example.org/?a=1&amp;copy;=2](<https://example.org/?a=1&amp;copy;=2>)",
        ),
    ],
)
def test_address_of_the_document_is_a_link_to_it(url: str, shown: str) -> None:
    assert link_address(url) == shown
    parser = MarkdownIt("commonmark")
    parser.normalizeLink = str  # type: ignore[assignment]
    assert TagParser(parser.render(link_address(url))).tags == ["p", f"a {url}"]


@given(path=st.text(st.characters(exclude_categories=["Cs", "C", "Z"], exclude_characters='<>"'), max_size=8)
       | st.text("\\&;amp*_#|()[]`!", max_size=8))  # fmt: skip
@example(path="?a=1&amp;b=2&copy;")
@example(path="a\\)b")
@settings(max_examples=50)
def test_link_of_a_document_has_the_address_of_the_record(path: str) -> None:
    url = f"https://example.org/{path}"
    dataset = one_record(links=(Link(label="L", url=url),))
    parser = MarkdownIt("commonmark")
    parser.normalizeLink = str  # type: ignore[assignment]
    (item,) = (token for token in parser.parse(export_text(dataset, "markdown", long=True)) if token.level == 3)
    assert [(token.type, token.attrs.get("href")) for token in item.children or ()] == [
        ("link_open", url),
        ("text", None),
        ("link_close", None),
    ]


def test_dollar_signs_are_escaped_because_they_enclose_formulas() -> None:
    exported = export_text(one_record(title="$5 (US$) per kB"), "markdown", fields="title")
    assert exported == "| Title |\n| --- |\n| \\$5 (US\\$) per kB |\n"


def test_control_characters_are_replaced() -> None:
    (row,) = read_markdown(export_all_fields(one_record(title=f"<{CONTROL_CHARACTERS}>"), "markdown"))
    assert row["title"] == "<" + "\ufffd" * len(CONTROL_CHARACTERS) + ">"
