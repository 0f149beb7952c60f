"""HTML for notebooks: tables of datasets and search results, and records."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.dataset import Dataset
from itucovid.dates import PartialDate
from itucovid.html_repr import MAX_ROWS, html_facts, html_highlight, html_link, html_table, html_text
from itucovid.model import Figure, Initiative, Link, Tables, Theme

LEFT = 'style="text-align: left"'
CELL = f'{LEFT} dir="auto"'


# The parts


@pytest.mark.parametrize(
    ("value", "html"),
    [
        pytest.param("Santé", "Santé", id="text"),
        pytest.param("<b> & \"x\" 'y'", "&lt;b&gt; &amp; &quot;x&quot; &#x27;y&#x27;", id="HTML"),
        pytest.param("a\nb\x1b", "a b\ufffd", id="control characters"),
        pytest.param(3, "3", id="number"),
        pytest.param(None, "", id="none"),
    ],
)
def test_a_value_is_escaped_and_printable(value: object, html: str) -> None:
    assert html_text(value) == html


@pytest.mark.parametrize(
    ("label", "url", "html"),
    [
        ("A & B", "https://a/?b&c", '<a href="https://a/?b&amp;c" rel="noopener noreferrer">A &amp; B</a>'),
        ("A", "http://a", '<a href="http://a" rel="noopener noreferrer">A</a>'),
        ("A", 'https://a/" onclick="b', '<a href="https://a/&quot; onclick=&quot;b" rel="noopener noreferrer">A</a>'),
        ("A", "javascript:alert(1)", "A: javascript:alert(1)"),
        ("<A>", "ftp://a", "&lt;A&gt;: ftp://a"),
    ],
    ids=["https", "http", "quotes", "script", "ftp"],
)
def test_only_a_web_address_is_a_link(label: str, url: str, html: str) -> None:
    assert html_link(label, url) == html


@pytest.mark.parametrize(
    ("spans", "html"),
    [
        pytest.param([], "a &lt; b", id="none"),
        pytest.param([(0, 1)], "<mark>a</mark> &lt; b", id="first word"),
        pytest.param([(0, 1), (4, 5)], "<mark>a</mark> &lt; <mark>b</mark>", id="two"),
        pytest.param([(2, 3)], "a <mark>&lt;</mark> b", id="an escaped character"),
    ],
)
def test_spans_are_marked_in_a_text(spans: list[tuple[int, int]], html: str) -> None:
    assert html_highlight("a < b", spans) == html


def test_facts_are_a_table_with_one_row_per_label_and_one_line_per_value() -> None:
    assert html_facts([("A&B", ["1", "<i>2</i>"]), ("C", ["3"])]) == (
        f"<table><tr><th {LEFT}>A&amp;B</th><td {CELL}>1<br><i>2</i></td></tr>"
        f"<tr><th {LEFT}>C</th><td {CELL}>3</td></tr></table>"
    )


def test_a_table_has_headings_rows_and_the_number_of_rows() -> None:
    assert html_table(("Id", "Title"), [("a", "<i>A</i>"), ("b", "B")], 2, "record") == (
        f"<div><table><thead><tr><th {LEFT}>Id</th><th {LEFT}>Title</th></tr></thead>"
        f"<tbody><tr><td {CELL}>a</td><td {CELL}><i>A</i></td></tr>"
        f"<tr><td {CELL}>b</td><td {CELL}>B</td></tr></tbody></table><p>2 records</p></div>"
    )


# Records, datasets and results


class Page(HTMLParser):
    """The elements of well-formed HTML, and the text of each kind of element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "br":
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts[self._open[-1]][-1] += data

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data!r}")


TAGS = {"a", "br", "code", "div", "em", "mark", "p", "strong", "table", "tbody", "td", "th", "thead", "tr"}


class HasHtml(Protocol):
    """What Jupyter shows as HTML."""

    def _repr_html_(self) -> str: ...


def page_of(value: HasHtml) -> Page:
    return Page(value._repr_html_())


def record(id_: str, title: str, summary: str = "Nothing.", **more: Any) -> Initiative:
    return Initiative(id=id_, theme="t", title=title, summary=summary, **more)


def dataset_of(*records: Initiative, theme: str = "Theme") -> Dataset:
    return Dataset(Tables(themes=(Theme(id="t", title=theme),)), records)


def test_a_record_without_a_summary_has_no_paragraph_for_it() -> None:
    plain = Initiative(id="one", theme="t", title="Plain")

    assert plain._repr_html_() == (
        "<div><p><strong>Plain</strong> <code>one</code></p>" + html_facts([("Theme", ["t"])]) + "</div>"
    )


def test_a_record_is_its_title_summary_and_facts() -> None:
    full = record(
        "one", "A <title>", "A & B.", kind="event", start=PartialDate("2020-03"), date_note="opening", status="ended",
        aliases=("1",), partners=("who", "itu"), mentions=("unesco",),
        countries=("NER",), figures=(Figure(value=15000, label="people"),), links=(Link(label="L", url="https://a"),),
    )  # fmt: skip

    assert full._repr_html_() == (
        "<div><p><strong>A &lt;title&gt;</strong> <code>one</code> <em>event</em></p><p>A &amp; B.</p>"
        + html_facts(
            [
                ("Theme", ["t"]),
                ("When", ["March 2020 (opening)"]),
                ("Status", ["ended"]),
                ("Aliases", ["1"]),
                ("Partners", ["who", "itu"]),
                ("Mentions", ["unesco"]),
                ("Countries", ["NER"]),
                ("Figures", ["15,000 people"]),
                ("Links", [html_link("L", "https://a")]),
            ]
        )
        + "</div>"
    )


def test_a_record_shows_no_fact_that_it_lacks() -> None:
    assert record("one", "A")._repr_html_() == (
        f"<div><p><strong>A</strong> <code>one</code></p><p>Nothing.</p>{html_facts([('Theme', ['t'])])}</div>"
    )


def test_a_dataset_is_a_table_of_its_records() -> None:
    dataset = dataset_of(record("one", "A & B", start=PartialDate("2020-03")), record("two", "C"))

    assert dataset._repr_html_() == html_table(
        ("Id", "Theme", "Start", "Title"),
        [("one", "Theme", "2020-03", "A &amp; B"), ("two", "Theme", "", "C")],
        2,
        "record",
    )


@pytest.mark.parametrize(
    ("number", "shown", "size"),
    [(MAX_ROWS, MAX_ROWS, "60 records"), (MAX_ROWS + 1, MAX_ROWS, "the first 60 of 61 records"), (1, 1, "1 record")],
)
def test_a_table_shows_at_most_60_records(number: int, shown: int, size: str) -> None:
    page = page_of(dataset_of(*(record(f"r{n}", str(n)) for n in range(number))))

    assert page.texts["td"][3::4] == [str(n) for n in range(shown)]
    assert page.texts["p"] == [size]


LAMPS = dataset_of(
    record("one", "Lamp"),
    record("two", "Light", "A lamp & lamps."),
    record("three", "Torch", "A torch."),
)


def test_results_are_a_table_of_hits_with_the_matching_words_marked() -> None:
    results = LAMPS.search("lamp")
    scores = [f"{hit.score:.1f}" for hit in results]

    assert results._repr_html_() == html_table(
        ("Id", "Score", "Title", "Why"),
        [
            ("one", scores[0], "Lamp", ""),
            ("two", scores[1], "Light", "A <mark>lamp</mark> &amp; <mark>lamps</mark>."),
        ],
        2,
        "hit",
    )


def test_the_repr_of_results_names_the_number_of_hits_and_the_first_five() -> None:
    seven = dataset_of(*(record(f"r{n}", "Lamp") for n in range(7)))

    assert repr(LAMPS.search("torch")) == "<Results: 1 hit: 'three'>"
    assert repr(LAMPS.search("lamp")) == "<Results: 2 hits: 'one', 'two'>"
    assert repr(LAMPS.search("qqqqqq")) == "<Results: 0 hits>"
    assert repr(seven.search("lamp")) == "<Results: 7 hits: 'r0', 'r1', 'r2', 'r3', 'r4', …>"
    assert repr(dataset_of(*seven.initiatives[:5]).search("lamp")) == "<Results: 5 hits: 'r0', 'r1', 'r2', 'r3', 'r4'>"


def test_the_repr_of_a_hit_names_its_record_and_score() -> None:
    (hit,) = LAMPS.search("torch").hits

    assert repr(hit) == f"<Hit 'three', score {hit.score}>"


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script> & \"x\" 'y' \x1b[31m \u202e -->", "</table>", "<!-- ", "&lt;b&gt;", "]]>"],
    ids=["script", "end tag", "comment", "escaped HTML", "CDATA"],
)
def test_no_text_of_a_dataset_is_interpreted_as_html(text: str) -> None:
    everything = record(
        "one", text, f"lamp {text}", kind="event", aliases=(text,), partners=(text,), people=(text,), countries=(text,),
        regions=(text,), languages=(text,), keywords=(text,), related=(text,),
        figures=(Figure(value=3, label=text),), links=(Link(label=text, url=f"https://a/{text}"),),
    )  # fmt: skip
    dataset = dataset_of(everything, theme=text)
    shown = text.replace("\x1b", "\ufffd").replace("\u202e", "\ufffd")

    for value in (everything, dataset, dataset.search("lamp")):
        page = page_of(value)
        assert {tag for tag, _ in page.elements} <= TAGS
        assert shown in [found for texts in page.texts.values() for found in texts]


@given(st.text(min_size=1))
def test_any_title_is_valid_html_and_one_line_of_text(title: str) -> None:
    assert {tag for tag, _ in page_of(record("one", title)).elements} <= TAGS
    assert len(repr(record("one", title)).splitlines()) == 1


def test_ipython_shows_the_html(dataset: Dataset) -> None:
    formatters = pytest.importorskip("IPython.core.formatters", reason="needs IPython")

    shown, _ = formatters.DisplayFormatter().format(dataset, include={"text/html", "text/plain"})

    assert shown["text/html"] == dataset._repr_html_()
