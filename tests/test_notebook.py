"""A register in Python: picked from, searched, handed to a table library, and shown in a notebook."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import itucovid
from itucovid.errors import UsageError, UnknownRecordError, UnknownValueError
from itucovid.fields import FIELDS, TABLE_FIELDS
from itucovid.html_repr import MOST_ROWS
from itucovid.search import Hit, Match, Results

if TYPE_CHECKING:
    from collections.abc import Iterable


class Page(HTMLParser):
    """The elements of a piece of HTML and the text in each, checked to be closed in their order."""

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


def ids(records: Iterable[itucovid.Initiative]) -> list[str]:
    return [record.id for record in records]


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"theme": "cybersecurity"}, ["cyb4covid"]),
        ({"theme": ["cybersecurity", "innovation"]}, ["cyb4covid", "innovation-challenges"]),
        ({"partner": "unicef", "country": ("NER",)}, ["behealthy-bemobile", "giga"]),
        ({"country": {"niger"}, "theme": "SMART cities"}, ["smart-villages-niger"]),
        ({"kind": "competition", "language": ()}, ["innovation-challenges"]),
        ({"since": dt.date(2020, 9, 2), "until": "2020-09"}, ["wsis-forum-2020"]),
        ({"theme": "health", "since": "2020-05"}, ["world-health-assembly"]),
        ({"theme": "health", "until": "2019"}, []),
    ],
)
def test_a_dataset_can_be_filtered(dataset: itucovid.Dataset, filters: dict[str, Any], left: list[str]) -> None:
    assert ids(dataset.filter(**filters)) == left


def test_the_values_of_a_filter_may_come_from_a_generator(dataset: itucovid.Dataset) -> None:
    assert ids(dataset.filter(country=(name for name in ("kenya", "kazakhstan")))) == ["giga"]


def test_filters_leave_everything_else(dataset: itucovid.Dataset) -> None:
    few = dataset.filter(theme="health")

    assert few == msgspec.structs.replace(dataset, initiatives=few.initiatives)
    assert dataset.filter() == register
    assert ids(few.filter(kind="event")) == ids(dataset.filter(kind="event", theme="health"))
    assert len(dataset) == 28


@pytest.mark.parametrize(
    ("filters", "error", "said"),
    [
        ({"theme": "helth"}, UnknownValueError, "unknown theme 'helth'; did you mean health?"),
        ({"since": "yesterday"}, UsageError, "--since: 'yesterday' is not a date"),
        ({"since": dt.datetime(2020, 1, 1)}, UsageError, "is not a date"),  # noqa: DTZ001 - it is no date
        ({"since": "2021", "until": "2020"}, UsageError, "--until 2020 is before --since 2021"),
    ],
)
def test_a_filter_that_fits_nothing_is_an_error(
    dataset: itucovid.Dataset, filters: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=re.escape(said)):
        dataset.filter(**filters)


def test_a_search_stays_among_the_filtered(dataset: itucovid.Dataset) -> None:
    assert ids(hit.record for hit in dataset.search("schools").hits)[:2] == ["global-education-coalition", "giga"]
    assert ids(hit.record for hit in dataset.filter(partner="unicef").search("schools").hits)[0] == "giga"


def test_a_dataset_is_its_records_in_their_order(dataset: itucovid.Dataset) -> None:
    assert tuple(dataset) == dataset.initiatives
    assert len(dataset) == len(dataset.initiatives)
    assert dataset["giga"] in register
    assert "giga" in register
    assert "Giga" not in register
    assert 3 not in register
    assert dataset["giga"] not in dataset.filter(theme="health")
    nothing = dataset.filter(theme="health", until="2019")
    assert (len(nothing), bool(nothing)) == (0, True)


@pytest.mark.parametrize(
    ("id_", "said"), [("gigga", "no record 'gigga'; did you mean giga?"), ("", "no record ''"), (0, "no record 0")]
)
def test_an_id_that_is_not_there_is_a_key_error_of_the_package(dataset: itucovid.Dataset, id_: Any, said: str) -> None:
    with pytest.raises(KeyError) as refusal:
        dataset[id_]

    assert isinstance(refusal.value, UnknownRecordError)
    assert isinstance(refusal.value, itucovid.ItucovidError)
    assert str(refusal.value) == said


def test_dictionaries_have_every_field_and_plain_values(dataset: itucovid.Dataset) -> None:
    rows = dataset.to_dicts()

    assert [list(row) for row in rows] == [[field.name for field in TABLE_FIELDS]] * 28
    values = [value for row in rows for value in row.values()]
    plain = [item for value in values for item in (value if type(value) is list else [value])]
    assert {type(value) for value in plain} == {str, int, type(None)}
    giga = next(row for row in rows if row["id"] == "giga")
    assert (giga["countries"], giga["start"], giga["aliases"]) == (["KAZ", "KEN", "NER", "UZB"], None, [])


@pytest.mark.parametrize("fields", ["start,id", ["start", "id"], ("Start", "ID"), (name for name in ("start", "id"))])
def test_dictionaries_have_the_fields_asked_for_in_their_order(dataset: itucovid.Dataset, fields: Any) -> None:
    assert [list(row.items()) for row in dataset.filter(theme="connectivity").to_dicts(fields)][:2] == [
        [("start", "2020-09-01"), ("id", "gsr-20")],
        [("start", "2020-03-23"), ("id", "reg4covid")],
    ]


def test_every_field_can_be_asked_for(dataset: itucovid.Dataset) -> None:
    assert all(list(row) == list(FIELDS) for row in dataset.to_dicts(FIELDS))


def test_an_unknown_field_is_an_error(dataset: itucovid.Dataset) -> None:
    with pytest.raises(UnknownValueError, match=r"^unknown field 'titel'; did you mean title or item\?$"):
        dataset.to_dicts(["titel"])


def test_pandas_takes_the_dictionaries(dataset: itucovid.Dataset) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not needed but here")

    frame = pandas.DataFrame(dataset.to_dicts())

    assert frame.shape == (28, len(TABLE_FIELDS))
    assert list(frame.explode("countries").query("countries == 'NER'")["id"]) == [
        record.id for record in register if "NER" in record.countries
    ]


def test_polars_takes_the_dictionaries(dataset: itucovid.Dataset) -> None:
    polars = pytest.importorskip("polars", reason="polars is not needed but here")

    frame = polars.DataFrame(dataset.to_dicts())

    assert frame.shape == (28, len(TABLE_FIELDS))
    assert frame.schema["partners"] == polars.List(polars.String)
    assert frame["start"].to_list() == [record.start for record in register]


@pytest.mark.parametrize(
    ("of", "line"),
    [
        (lambda d: d, "<Dataset: 28 records in 12 themes, ITU, 11 January 2021>"),
        (lambda d: d.filter(theme="innovation"), "<Dataset: 1 record in 1 theme, ITU, 11 January 2021>"),
        (lambda d: d["giga"], "<Initiative 'giga': Giga>"),
        (lambda d: d.search("gigaconnect schools giga"), "<Results: 1 hit: 'giga'>"),
        (lambda d: d.search("giga").hits[0], "<Hit 'giga', score 100.0>"),
        (lambda d: d.search("qqqqqq"), "<Results: 0 hits>"),
        (lambda d: d["giga"].links[0], re.compile(r"Link\(label='Giga.*")),
        (lambda _: itucovid.Dataset(initiatives=()), "<Dataset: 0 records in 0 themes>"),
    ],
)
def test_an_interpreter_shows_it_on_one_line(dataset: itucovid.Dataset, of: Any, line: str | re.Pattern[str]) -> None:
    shown = repr(of(dataset))

    assert re.fullmatch(line if isinstance(line, re.Pattern) else re.escape(line), shown)


def test_a_long_result_names_the_best() -> None:
    lamps = (itucovid.Initiative(id=f"r{n}", theme="t", title="Lamp", summary="Light.") for n in range(7))

    assert repr(dataset(lamps).search("lamp")) == "<Results: 7 hits: 'r0', 'r1', 'r2', 'r3', 'r4', …>"


EVIL = "<script>alert(1)</script> & \"x\" 'y' \x1b[31m \u202e -->"


def record(text: str, **more: Any) -> itucovid.Initiative:
    return itucovid.Initiative(id="one", theme="t", title=text, summary=text, **more)


def dataset(records: Iterable[itucovid.Initiative], text: str = "Theme") -> itucovid.Dataset:
    return itucovid.Dataset(initiatives=tuple(records), themes=(itucovid.Theme(id="t", title=text),))


def html_of(value: object) -> str:
    html = value._repr_html_()  # type: ignore[attr-defined]  # what Jupyter calls
    assert isinstance(html, str)
    return html


def test_a_dataset_is_a_table_in_a_notebook(dataset: itucovid.Dataset) -> None:
    page = Page(html_of(dataset.filter(theme="connectivity", until="2020-03")))

    assert page.texts["th"] == ["Id", "Theme", "Start", "Title"]
    assert page.texts["td"] == [
        "reg4covid",
        "Global connectivity and digital infrastructure",
        "2020-03-23",
        "Global Network Resiliency Platform (REG4COVID)",
    ]
    assert page.texts["p"] == ["1 record"]


def test_a_long_table_is_cut_and_says_so() -> None:
    page = Page(html_of(dataset(record(str(n)) for n in range(MOST_ROWS + 1))))

    assert page.texts["td"][-1] == str(MOST_ROWS - 1)
    assert page.texts["p"] == [f"the first {MOST_ROWS} of {MOST_ROWS + 1} records"]


def test_results_show_why_with_the_words_marked(dataset: itucovid.Dataset) -> None:
    page = Page(html_of(dataset.search("fake medicines")))

    assert page.texts["th"] == ["Id", "Score", "Title", "Why"]
    assert page.texts["td"][:2] == ["fg-ai4h", f"{dataset.search('fake medicines').hits[0].score:.1f}"]
    assert {word.lower() for word in page.texts["mark"]} & {"fake", "medicines", "medicine"}


def test_a_hit_by_its_title_alone_needs_no_reason() -> None:
    results = dataset([record("Lamp")]).search("one")

    assert Page(html_of(results)).texts["td"][3] == ""


def test_a_record_is_a_page_with_its_links(dataset: itucovid.Dataset) -> None:
    page = Page(html_of(dataset["smart-villages-niger"]))
    giga = Page(html_of(dataset["giga"]))

    assert page.texts["code"] == ["smart-villages-niger"]
    assert "Country codes" in page.texts["th"]
    hrefs = [attributes["href"] for tag, attributes in giga.elements if tag == "a"]
    assert hrefs == [link.url for link in dataset["giga"].links]


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    link = itucovid.Link(label="x", url="javascript:alert(1)")
    quoted = itucovid.Link(label="x", url='https://a/" onclick="alert(1)')

    page = Page(html_of(record("x", links=(link, quoted))))

    (attributes,) = [attributes for tag, attributes in page.elements if tag == "a"]
    assert set(attributes) == {"href", "rel"}
    assert attributes["href"] == quoted.url


@pytest.mark.parametrize("text", [EVIL, "</table>", "<!-- ", "&lt;b&gt;", "]]>"])
def test_no_text_of_a_register_is_html(text: str) -> None:
    everything = record(
        text,
        kind="event",
        aliases=(text,),
        partners=(text,),
        people=(text,),
        countries=(text,),
        regions=(text,),
        languages=(text,),
        keywords=(text,),
        related=(text,),
        figures=(itucovid.Figure(value=3, label=text),),
        links=(itucovid.Link(label=text, url=f"https://a/{text}"),),
        start=itucovid.PartialDate("2020"),
    )
    shown = text.replace("\x1b", "\ufffd").replace("\u202e", "\ufffd")
    hit = Hit.__new__(Hit)  # as none could be found
    hit.__dict__.update(record=everything, score=1.0, matches=(Match("summary", text, ((0, 2),)),))
    for value in (everything, dataset([everything], text), Results((hit,), (), True, {}, ())):  # noqa: FBT003
        page = Page(html_of(value))
        assert {tag for tag, _ in page.elements} <= TAGS
        assert shown in [found for texts in page.texts.values() for found in texts]


@given(st.text(min_size=1))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    page = Page(html_of(record(text)))

    assert {tag for tag, _ in page.elements} <= TAGS
    assert "\n" not in repr(record(text))


def test_ipython_shows_the_table(dataset: itucovid.Dataset) -> None:
    formatters = pytest.importorskip("IPython.core.formatters", reason="IPython is not needed but here")

    shown, _ = formatters.DisplayFormatter().format(dataset, include={"text/html", "text/plain"})

    assert shown["text/html"] == html_of(dataset)


def test_what_only_a_notebook_needs_is_loaded_for_it_alone() -> None:
    script = (
        "import sys, itucovid; d = itucovid.load(); print('itucovid.html_repr' in sys.modules);"
        " repr(d), d._repr_html_(), d.filter(theme='health'), d.to_dicts();"
        " print(sorted({'typer', 'rich', 'rapidfuzz', 'itucovid.search'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout == "False\n[]\n"
