"""Markdown, read back by markdown-it: no text of a record is markup, and all of it is shown."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from itucovid import __version__
from itucovid.fields import TABLE_FIELDS
from itucovid.model import DatasetFile, Document, Figure, Initiative, Link, Theme
from tests.export.helpers import (
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
        regions=(text,), figures=(Figure(label=text, value=1),),
        links=(Link(label=text, url="https://example.org/", publisher=text),),
    )  # fmt: skip
    file = DatasetFile(
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
    rows = ["tr", *["th"] * len(TABLE_FIELDS), "tbody", "tr", *["td"] * len(TABLE_FIELDS)]
    assert html_tags(markdown) == ["table", "thead", *rows]
    assert read_records("markdown", markdown) == list(dataset_with(text))


@pytest.mark.parametrize("text", MARKUP)
def test_text_in_a_document_is_not_markup(text: str) -> None:
    markdown = export_text(dataset_with(text), "markdown", long=True)
    link = ["li", "a https://example.org/"]
    assert html_tags(markdown) == ["h1", "a https://example.org/source", "h2", "h3", "ul", *["li"] * 5, *link, "hr"]
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    headings = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "heading_open"]
    assert ["".join(map(visible_text, token.children or ())) for token in headings] == [text, text, text]


@given(text=texts("markdown"))
@settings(max_examples=50)
def test_document_shows_any_text_in_headings_and_paragraphs(text: str) -> None:
    markdown = export_text(dataset_with(text), "markdown", long=True)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inline = [token for token in tokens if token.type == "inline" and token.level == 1]
    made_with, source = inline.pop(), inline.pop(3)
    assert made_with.content == f"Made with: itucovid {__version__}"
    assert source.content == "Source: <https://example.org/source>"
    assert ["".join(map(visible_text, token.children or ())) for token in inline] == [text] * 6


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


def test_control_characters_are_replaced() -> None:
    (row,) = read_markdown(export_all_fields(one_record(title=f"<{CONTROL_CHARACTERS}>"), "markdown"))
    assert row["title"] == "<" + "\ufffd" * len(CONTROL_CHARACTERS) + ">"
