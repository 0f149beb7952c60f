"""Markdown, read back by markdown-it: no text of a record is markup, and all of it is shown."""

from __future__ import annotations

import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from itucovid import __version__
from itucovid.dates import PartialDate
from itucovid.export.markdown import link_address
from itucovid.model import DatasetFile, DatasetInfo, Document, Figure, Initiative, Link, Theme
from tests.conftest import ROOT, needs
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
    from collections.abc import Callable

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
            r"[https:/<!-- -->/example.org/?a=1&amp;copy;=2](<https://example.org/?a=1&amp;copy;=2>)",
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


class BlockParser(HTMLParser):
    """Collects the tags of an HTML text, and the text of each heading, paragraph and cell of a table."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.blocks: dict[str, list[str]] = {"h3": [], "p": [], "td": []}
        self.open: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in self.blocks:
            self.open = tag
            self.blocks[tag].append("")
        elif tag == "br" and self.open:
            self.blocks[self.open][-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in self.blocks:
            self.open = None

    def handle_data(self, data: str) -> None:
        if self.open:
            self.blocks[self.open][-1] += data


def run(*command: str, markdown: str) -> str:
    done = subprocess.run(command, input=markdown, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr == ""
    return done.stdout


def pandoc(markdown: str) -> str:
    """The HTML that pandoc makes of its own Markdown, without its typographic quotation marks and spaces."""
    html = run("pandoc", "-f", "markdown", "-t", "html", "--wrap", "none", markdown=markdown)
    return html.translate(str.maketrans("‘’“”\u00a0", "''\"\" "))


def cmark_gfm(markdown: str) -> str:
    extensions = [option for name in ("table", "strikethrough", "autolink", "tagfilter") for option in ("-e", name)]
    return run("cmark-gfm", *extensions, "--unsafe", markdown=markdown)


REMARK = """
import fs from "node:fs"; import gfm from "remark-gfm"; import math from "remark-math";
import parse from "remark-parse"; import {unified} from "unified";
const tags = {heading: "h", paragraph: "p", tableCell: "td", list: "ul", listItem: "li", thematicBreak: "hr"};
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const html = (node) => {
    if (node.type === "text") return escaped(node.value);
    if (node.type === "html") return node.value;
    const tag = (tags[node.type] ?? node.type) + (node.depth ?? "");
    return `<${tag}>${(node.children ?? []).map(html).join("")}</${tag}>`;
};
console.log(html(unified().use(parse).use(gfm).use(math).parse(fs.readFileSync(0, "utf8"))));
"""


def remark(markdown: str) -> str:
    """The syntax tree of remark, as HTML."""
    return run("node", "--input-type=module", "-e", REMARK, markdown=markdown)


READERS = [
    pytest.param(pandoc, marks=needs("pandoc")),
    pytest.param(cmark_gfm, marks=needs("cmark-gfm")),
    pytest.param(remark, marks=needs("remark", (ROOT / "node_modules" / "remark-gfm").exists())),
]
FRAGMENTS = [
    *"\\`*_[](){}<>#+-.!|~^$=%:@&\"'/", " ", " ", "a", "b", "10", "\n", "www.", "http://", "x://", "@name", "a@b.cc",
    "mailto:", "xmpp:", "(a) ", "a. ", "iv) ", "1. ", "(2) ", "#. ", "(@) ", "(@x) ", "--", "...", "Table: ", ": ",
    "~ ", "[^1]",
    "^[n]", "{.y}", "{-}", "{=html}", "GH-1", "#1", ":tada:", ":a_b:", "&copy;", "\\begin{x}", "\\(", "~~~",
    "==", "%%", "//", "$5", "[@x]", "<br>", "<!-- -->", "<b>", "|-|", "+--+", ":::", "---",
]  # fmt: skip
SPECIAL = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6).map("".join)


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
@given(texts=st.lists(SPECIAL, min_size=20, max_size=40))
@example(texts=MARKUP)
@example(texts=["Title {.y}", "Title {-}"])
@example(texts=["$5 (US$) per kB or 10^6^", "(a) first", "jane.doe@example.org", "see @name, #12", "-- a ... b"])
@settings(max_examples=10)
def test_other_readers_show_any_text(reader: Callable[[str], str], texts: list[str]) -> None:
    records = [Initiative(id=f"r{n}", theme="t", title=text, summary=text) for n, text in enumerate(texts)]
    dataset = make_dataset(*records)
    visible = [" ".join(text.split()) for text in texts]
    document = BlockParser(reader(export_text(dataset, "markdown", long=True)))
    assert document.tags <= {"root", "h1", "h2", "h3", "p", "ul", "li", "hr", "br"}
    assert [" ".join(text.split()) for text in document.blocks["h3"]] == visible
    assert [" ".join(text.split()) for text in document.blocks["p"] if text][: len(texts)] == visible
    table = BlockParser(reader(export_text(dataset, "markdown", fields="title")))
    assert table.tags <= {
        "root",
        "table",
        "tableRow",
        "tablerow",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "br",
    }
    assert [" ".join(text.split()) for text in table.blocks["td"]][-len(texts) :] == visible


@needs("pandoc")
@pytest.mark.parametrize("note", ["Table: a note", ": a note", "table:a"])
def test_note_below_a_table_is_not_its_caption(note: str) -> None:
    tables = DatasetFile(dataset=DatasetInfo(note=note), themes=(Theme(id="t", title="T"),), initiatives=())
    dataset = make_dataset(Initiative(id="a", theme="t", title="A", summary="S"), tables=tables)
    shown = BlockParser(pandoc(export_text(dataset, "markdown", fields="id,summary")))
    assert (shown.blocks["td"], shown.blocks["p"]) == (["a", "S"], [note])


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "query", ["?a=1&copy;=2&lt;=3", "?a=$1&b=$2", "?q=a_b*c*~d~", "#:~:text=x^2^", "?a=(b)@c", "/a\\b"]
)
def test_other_readers_keep_addresses(reader: Callable[[str], str], query: str) -> None:
    """Of remark there is only the tree."""
    url = f"https://example.org/{query}"
    shown = reader(link_address(url))
    assert BlockParser(shown).blocks["p"] == [url]
    assert reader is remark or [unquote(tag) for tag in TagParser(shown).tags] == ["p", f"a {url}"]


def test_control_characters_are_replaced() -> None:
    (row,) = read_markdown(export_all_fields(one_record(title=f"<{CONTROL_CHARACTERS}>"), "markdown"))
    assert row["title"] == "<" + "\ufffd" * len(CONTROL_CHARACTERS) + ">"
