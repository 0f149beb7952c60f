"""The markup of the page, without a browser."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import itucovid
from itucovid import Dataset, Figure, Initiative, PartialDate
from itucovid.export.citation import cite
from itucovid.export.html.chart import MAX_BARS
from itucovid.model import (
    Country,
    DatasetInfo,
    Document,
    Language,
    Names,
    Organisation,
    Region,
    Tables,
    Theme,
    Translation,
)
from tests.page.conftest import hostile_dataset, make_dataset, numbered_records, page_of


def parse(page: str) -> Element:
    """The tree of a page that is valid HTML."""
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return tree


def text_of(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def data_of(tree: Element) -> dict[str, Any]:
    script = tree.find(".//script[@type='application/json']")
    assert script is not None
    data: dict[str, Any] = msgspec.json.decode(script.text or "")
    return data


def details_of(tree: Element, record: str) -> dict[str, list[str]]:
    lines = tree.findall(f".//article[@id='{record}']/dl/div")
    return {text_of(line.find("dt")): [text_of(value) for value in line.findall("dd")] for line in lines}


def options_of(tree: Element) -> dict[str, list[tuple[str, str, str]]]:
    """For each filter the value, label and count of its options."""
    return {
        text_of(facet.find("./fieldset/legend")): [
            (label.find("input").get("value"), text_of(label.find("bdi")), text_of(label.find("span")))  # type: ignore[union-attr,misc]
            for label in facet.findall("./fieldset/label")
        ]
        for facet in tree.findall(".//details[@class='facet']")
    }


def one(**values: Any) -> Initiative:
    defaults: dict[str, Any] = {"id": "one", "theme": "t", "title": "One", "summary": "Only."}
    return Initiative(**defaults | values)


def test_the_page_of_the_bundled_dataset_is_valid_html_of_under_450_kb(shipped_page: Path) -> None:
    tree = parse(shipped_page.read_text(encoding="utf-8"))
    assert len(tree.findall(".//article")) == 28
    assert shipped_page.stat().st_size < 450_000


@pytest.mark.slow
@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_any_text_stays_text(texts: list[str]) -> None:
    records = (one(id=f"r{n}", title=text, summary=text, aliases=(text,)) for n, text in enumerate(texts))
    tree = html5lib.parse(page_of(make_dataset(*records, theme=texts[0])), namespaceHTMLElements=False)

    assert len(tree.findall(".//script")) == 3
    assert len(tree.findall(".//style")) == 1
    assert len(tree.findall(".//article")) == len(texts)
    assert set(texts) <= {name for names in data_of(tree)["texts"] for name in names}


def test_the_page_of_hostile_texts_is_valid_html() -> None:
    assert len(parse(page_of(hostile_dataset())).findall(".//article")) == 11


def test_the_command_writes_the_same_page_as_the_library() -> None:
    command = [sys.executable, "-m", "itucovid", "export", "--format", "html", "--theme", "health"]
    written = subprocess.run(command, capture_output=True, check=True).stdout

    assert itucovid.load().export("html", theme="health") == written
    assert b"<code>itucovid export --format html --theme health</code>" in written


def test_the_page_refers_to_no_other_file(shipped_page: Path) -> None:
    page = shipped_page.read_text(encoding="utf-8")
    assert re.search(r"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';", page)
    assert re.findall(r"<(?:link|script|img|iframe|object|embed|video|audio|source)\b[^>]*>", page) == [
        '<link rel="icon" href="data:,">',
        '<script type="application/json" id="page:data">',
        '<script type="application/json" id="page:downloads">',
        '<script type="module">',
    ]


def test_the_script_has_no_module_syntax_no_types_and_no_comments(shipped_page: Path) -> None:
    script = text_of(parse(shipped_page.read_text(encoding="utf-8")).find(".//script[@type='module']"))
    assert re.findall(r"\bimport\b|\bexport\b|/\*|^ *// ", script, re.MULTILINE) == []


def test_a_dataset_without_document_or_dates_has_a_page_without_byline_and_timeline() -> None:
    tree = parse(page_of(make_dataset(one())))
    assert [text_of(tree.find(".//title")), text_of(tree.find(".//h1"))] == ["Dataset", "Dataset"]
    assert tree.find(".//*[@class='byline']") is None
    assert tree.find(".//*[@id='page:timeline']") is None
    assert text_of(tree.find(".//article/p[@class='meta']")) == "Theme"


@pytest.mark.parametrize(
    ("info", "title", "byline"),
    [
        pytest.param(DatasetInfo(title="Own"), "Own", "Source: P: Title, 2021", id="dataset"),
        pytest.param(DatasetInfo(title="Title"), "Title", "P, 2021", id="both alike"),
        pytest.param(None, "Title", "P, 2021", id="document"),
    ],
)
def test_the_title_is_that_of_the_dataset_or_else_of_the_document(
    info: DatasetInfo | None, title: str, byline: str
) -> None:
    document = Document(title="Title", publisher="P", date=PartialDate("2021"))
    tree = parse(page_of(make_dataset(one(), dataset=info, document=document)))
    shown = [text_of(tree.find(path)) for path in (".//title", ".//h1", ".//*[@class='byline']")]
    assert shown == [title, title, byline]


@pytest.mark.parametrize(
    ("info", "statements"),
    [
        pytest.param(DatasetInfo(note="Own words."), {"header": ["Own words."], "footer": ["Own words."]}, id="a note"),
        pytest.param(DatasetInfo(title="Own"), {"header": [], "footer": []}, id="no note"),
        pytest.param(None, {"header": [], "footer": []}, id="no dataset table"),
    ],
)
def test_head_and_foot_have_the_note_of_the_dataset(info: DatasetInfo | None, statements: dict[str, list[str]]) -> None:
    tree = parse(page_of(make_dataset(one(), dataset=info)))
    assert {
        part: [text_of(note) for note in tree.findall(f".//{part}/p[@class='statement']")] for part in statements
    } == statements


def test_the_note_of_a_page_in_another_language_says_what_is_in_it(dataset: Dataset) -> None:
    notes = parse(dataset.localised("ru").export("html").decode()).findall(".//p[@class='statement']")
    expected = (
        "The summaries are this dataset's own words, not quotations. The dataset is independent of ITU. "
        "Titles and names are in Russian where the dataset has them; other texts are not translated."
    )
    assert [text_of(note) for note in notes] == [expected, expected]


def test_the_page_of_the_bundled_dataset_says_whose_words_it_contains(shipped_page: Path) -> None:
    notes = parse(shipped_page.read_text(encoding="utf-8")).findall(".//p[@class='statement']")
    expected = "The summaries are this dataset's own words, not quotations. The dataset is independent of ITU."
    assert [text_of(note) for note in notes] == [expected, expected]


@pytest.mark.parametrize(
    ("info", "document", "language", "direction"),
    [
        pytest.param(DatasetInfo(language="fr"), Document(title="T", language="es"), "fr", None, id="dataset"),
        pytest.param(None, Document(title="T", language="ar"), "ar", "rtl", id="document, right to left"),
        pytest.param(None, None, "en", None, id="unknown"),
    ],
)
def test_the_page_has_the_language_and_direction_of_the_dataset(
    info: DatasetInfo | None, document: Document | None, language: str, direction: str | None
) -> None:
    tree = parse(page_of(make_dataset(one(), dataset=info, document=document)))
    assert (tree.get("lang"), tree.get("dir")) == (language, direction)
    # The texts of the page itself are English.
    english = None if language == "en" else "en"
    own = (".//*[@role='status']", ".//nav/h2", ".//footer/h2", ".//article//summary", ".//legend")
    assert [tree.find(path).get("lang") for path in own] == [english] * len(own)  # type: ignore[union-attr]


TRANSLATED = make_dataset(
    one(
        partners=("who", "acme"), countries=("NER",), regions=("africa",), related=("two",),
        translations={"ar": Translation(title="الأول (GSR-20)"), "fr": Translation(title="Le premier")},
    ),
    one(id="two", title="Two", start=PartialDate("2020-01")),
    theme="Health",
    organisations=(
        Organisation(id="who", name="World Health Organization", aliases=("WHO",), names=Names(ar="منظمة", fr="OMS")),
        Organisation(id="acme", name="Acme Works", aliases=("AW",)),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        (
            "ar",
            [
                ("الأول (GSR-20)", "ar", "rtl"), ("One", None, "auto"), ("منظمة; Acme Works (AW)", "ar", "rtl"),
                ("النيجر", "ar", "rtl"), ("أفريقيا", "ar", "rtl"), ("Two", None, "auto"),
            ],
        ),
        (
            "fr",
            [
                ("Le premier", "fr", "ltr"), ("One", None, "auto"), ("OMS; Acme Works (AW)", "fr", "ltr"),
                # The name of the country is the same in both languages.
                ("Niger", None, "auto"), ("Afrique", "fr", "ltr"), ("Two", None, "auto"),
            ],
        ),
        (
            None,
            [
                ("One", None, "auto"), ("World Health Organization (WHO); Acme Works (AW)", None, "auto"),
                ("Niger", None, "auto"), ("Africa", None, "auto"), ("Two", None, "auto"),
            ],
        ),
    ],
)  # fmt: skip
def test_a_translated_text_has_its_language_and_direction(
    locale: str | None, texts: list[tuple[str, str | None, str]]
) -> None:
    tree = parse(page_of(TRANSLATED.localised(locale)))
    article = tree.find(".//article[@id='one']")
    assert article is not None
    marked = [*article.findall(".//h3"), *article.findall(".//dd[@class='text']"), *article.findall(".//dd/a")]
    assert [(text_of(text), text.get("lang"), text.get("dir")) for text in marked] == texts
    assert (tree.get("lang"), tree.get("dir")) == ("en", None)


def test_the_translated_heading_of_a_theme_has_its_names_in_the_other_languages() -> None:
    themes = (Theme(id="t", title="Health", names=Names(en="Health", fr="Santé", es="Salud", ar="الصحة")),)
    tree = parse(page_of(Dataset(Tables(themes=themes), (one(),)).localised("ar")))
    assert [(text_of(name), name.get("lang")) for name in tree.findall(".//p[@class='names']/span")] == [
        ("Health", "en"), ("Santé", "fr"), ("Salud", "es"),
    ]  # fmt: skip
    headings = [*tree.findall(".//main//h2"), *tree.findall(".//nav//bdi"), *tree.findall(".//label/bdi")]
    marked = [(text_of(text), text.get("lang"), text.get("dir")) for text in headings]
    assert marked.count(("الصحة", "ar", "rtl")) == 3


def test_the_script_searches_the_same_texts_in_every_language() -> None:
    own, french = (data_of(parse(page_of(TRANSLATED.localised(locale)))) for locale in (None, "fr"))
    assert (own.pop("titles"), french.pop("titles")) == (None, ["One", "Two"])
    assert french == own


@pytest.mark.parametrize(
    ("document", "byline", "address"),
    [
        pytest.param(
            Document(title="T", publisher="P", date=PartialDate("2021-01"), source="https://example.org"),
            "P, January 2021",
            "https://example.org",
            id="a source is a link",
        ),
        pytest.param(Document(title="T", publisher="P"), "P", None, id="publisher"),
        pytest.param(Document(title="T", date=PartialDate("2021")), "2021", None, id="date"),
    ],
)
def test_the_byline_names_publisher_and_date(document: Document, byline: str, address: str | None) -> None:
    line = parse(page_of(make_dataset(one(), document=document))).find(".//p[@class='byline']")
    assert line is not None
    link = line.find("a")
    assert (text_of(line), link if link is None else link.get("href")) == (byline, address)


def test_a_record_shows_its_details_with_the_names_of_its_ids() -> None:
    record = one(
        kind="event",
        item=2,
        start=PartialDate("2020-05-03"),
        date_note="opening",
        status="ended",
        aliases=("A", "B"),
        partners=("who", "Else"),
        mentions=("g20",),
        people=("C", "D"),
        countries=("NER", "KEN"),
        regions=("Africa",),
        languages=("fr",),
        figures=(Figure(label="people", value=1500), Figure(label="events", value=2, qualifier="over")),
        related=("two", "missing"),
    )
    dataset = make_dataset(
        record,
        one(id="two", title="Two"),
        document=Document(title="Title", publisher="P", source="https://example.org"),
        dataset=DatasetInfo(date=PartialDate("2021")),
        organisations=(
            Organisation(id="who", name="World Health Organization", aliases=("Health body", "WHO", "OMS")),
            Organisation(id="g20", name="Group of Twenty", aliases=("G20",)),
        ),
        countries={"NER": Country(name="Niger")},
        languages={"fr": Language(name="French")},
    )
    tree = parse(page_of(dataset))
    assert details_of(tree, "one") == {
        "Also called": ["A; B"],
        "Status": ["ended as of 2021"],
        "Partners": ["World Health Organization (WHO); Else"],
        "Mentions": ["Group of Twenty (G20)"],
        "People": ["C, D"],
        "Countries": ["Niger, Kenya"],
        "Regions": ["Africa"],
        "Languages": ["French"],
        "Figures": ["1,500 people", "over 2 events"],
        "Related": ["Two"],
        "Source": ["P, Theme, item 2"],
    }
    article = tree.find(".//article[@id='one']")
    assert article is not None
    assert text_of(article.find("p[@class='meta']")) == "Theme event 3 May 2020 (opening)"
    assert text_of(article.find(".//p[@class='citation']")) == cite(dataset.labels, record)


@pytest.mark.parametrize(
    ("name", "aliases", "shown"),
    [
        pytest.param("Group of Twenty", ("Twenty", "G20"), "Group of Twenty (G20)", id="letters and digits"),
        pytest.param("UN Human Settlements", ("UN-Habitat",), "UN Human Settlements (UN-Habitat)", id="hyphen"),
        pytest.param("Здоровье", ("ВОЗ",), "Здоровье (ВОЗ)", id="Cyrillic"),
        pytest.param("GSMA", ("GSM Association", "协会"), "GSMA", id="no acronym"),
        pytest.param("The WHO", ("WHO",), "The WHO", id="in the name"),
        pytest.param("Video platform", ("YouTube",), "Video platform", id="a name"),
        pytest.param("None", (), "None", id="no alias"),
    ],
)
def test_a_partner_has_the_first_of_its_acronyms(name: str, aliases: tuple[str, ...], shown: str) -> None:
    organisation = Organisation(id="o", name=name, aliases=aliases, names=Names(fr="ONG"))
    tree = parse(page_of(make_dataset(one(partners=("o",)), organisations=(organisation,))))
    assert details_of(tree, "one")["Partners"] == [shown]


def test_a_record_without_date_says_that_the_document_does_not_date_it() -> None:
    tree = parse(page_of(make_dataset(one(), document=Document(title="T"))))
    assert text_of(tree.find(".//article/p[@class='meta']")) == "Theme not dated in the document"


def test_a_record_without_summary_has_no_paragraph_for_it() -> None:
    tree = parse(page_of(make_dataset(one(summary=None))))
    assert tree.find(".//article//p[@class='summary text']") is None


def test_a_filter_lists_its_values_with_their_records() -> None:
    dataset = make_dataset(
        one(kind="event", partners=("z", "b", "z"), countries=("NER",), regions=("own",), languages=("fr",)),
        one(id="two", kind="platform", partners=("b",), mentions=("z",), countries=("KEN",), status="ongoing"),
        one(id="three", kind="event", regions=("africa", "Somewhere")),
        one(id="four", kind="event", countries=("FRA",), status="planned"),
        organisations=(Organisation(id="z", name="álpha"), Organisation(id="unused", name="Unused")),
        countries={"NER": Country(name="The Niger")},
        regions={"own": Region(title="Sahel", countries=("NER", "MLI"))},
    )
    tree = parse(page_of(dataset))
    # A region has the records of its countries and of the regions within it.
    assert options_of(tree) == {
        "Theme": [("t", "Theme", "4")],
        "Kind": [("platform", "platform", "1"), ("event", "event", "3")],
        "Status": [("planned", "planned", "1"), ("ongoing", "ongoing", "1")],
        "Country or region": [
            ("africa", "Africa", "3"),
            ("FRA", "France", "1"),
            ("KEN", "Kenya", "1"),
            ("own", "Sahel", "1"),
            ("Somewhere", "Somewhere", "1"),
            ("NER", "The Niger", "1"),
        ],
        "Partner": [("z", "álpha", "2"), ("b", "b", "2")],
        "Language": [("fr", "French", "1")],
    }
    assert [record["country"] for record in data_of(tree)["facets"]] == [
        ["NER", "own", "africa"],
        ["KEN", "africa"],
        ["africa", "Somewhere"],
        ["FRA"],
    ]


def test_a_filtered_export_shows_only_the_related_records_that_it_contains(dataset: Dataset) -> None:
    tree = parse(dataset.export("html", theme="health").decode())
    ids = {article.get("id") for article in tree.findall(".//article")}
    related = {a.get("href") for a in tree.findall(".//article/dl//a") if (a.get("href") or "").startswith("#")}
    assert related <= {f"#{id_}" for id_ in ids}
    assert [h2.get("id") for h2 in tree.findall(".//*[@id='page:all']/section/h2")] == ["theme:health"]


@pytest.mark.parametrize(
    ("size", "parts"),
    [
        pytest.param(50, [], id="one part: no element"),
        pytest.param(51, [50, 1], id="one record more"),
        pytest.param(120, [50, 50, 20], id="several"),
    ],
)
def test_a_long_theme_is_in_parts(size: int, parts: list[int]) -> None:
    tree = parse(page_of(make_dataset(*numbered_records(size))))
    found = tree.findall(".//*[@id='page:all']/section/div")
    assert [len(part.findall("article")) for part in found] == parts
    assert [article.get("id") for article in tree.findall(".//article")] == [f"r{number}" for number in range(size)]
    style = text_of(tree.find(".//style"))
    for part in found:
        own, *lengths = (int((element.get("class") or "").rpartition(" l")[2]) for element in [part, *part])
        assert (own, f".l{own}{{--length:{own}}}" in style) == (sum(lengths) + len(lengths) // 2, True)


def test_only_names_in_another_language_have_a_language(dataset: Dataset) -> None:
    languages = data_of(parse(page_of(dataset)))["languages"]
    assert {"Niger", "Kenya", "Innovation", "UNICEF"}.isdisjoint(languages)
    assert languages["Organisation mondiale de la Santé"] == "fr"
    assert languages["الصحة"] == "ar"


def _bars(page: str) -> list[dict[str, str | None]]:
    rects = parse(page).findall(".//*[@class='timeline']/ul//{*}rect")
    return [{name: rect.get(name) for name in ("x", "width", "class")} for rect in rects]


def test_the_timeline_draws_periods_in_percent_of_its_months() -> None:
    page = page_of(
        make_dataset(
            one(start=PartialDate("2021-01-01"), end=PartialDate("2021-01-31")),
            one(id="two", start=PartialDate("2021-04")),
            one(id="three"),
        )
    )
    # 31 and 30 of the 120 days from January to April.
    assert _bars(page) == [
        {"x": "0.0%", "width": "25.83%", "class": None},
        {"x": "75.0%", "width": "25.0%", "class": "inexact"},
    ]
    tree = parse(page)
    assert text_of(tree.find(".//*[@class='axis']/span")) == "January 2021 to April 2021"
    assert text_of(tree.find(".//*[@id='page:dated']")) == "2 of 3 records have a date"
    ticks = tree.findall(".//*[@class='axis']//{*}g")
    assert [(text_of(tick), tick.get("class")) for tick in ticks] == [
        ("2021", None), ("Feb", None), ("Mar", None), ("Apr", None),
    ]  # fmt: skip
    labels = tree.findall(".//*[@class='timeline']/ul//{*}text")
    assert [(text_of(label), label.get("text-anchor"), label.get("x"), label.get("dx")) for label in labels] == [
        ("1 to 31 January 2021", "start", "25.83%", "8"),
        ("April 2021", "end", "75.0%", "-8"),
    ]


def test_a_bar_as_long_as_the_timeline_has_its_dates_after_the_title() -> None:
    tree = parse(page_of(make_dataset(one(start=PartialDate("2021-04")))))
    assert text_of(tree.find(".//*[@class='axis']/span")) == "April 2021"
    assert text_of(tree.find(".//*[@id='page:dated']")) == "1 of 1 record has a date"
    assert text_of(tree.find(".//*[@class='timeline']/ul//span[@class='dates']")) == "April 2021"
    assert tree.findall(".//*[@class='timeline']/ul//{*}text") == []


def test_an_ongoing_record_has_an_open_bar_to_the_date_of_the_dataset() -> None:
    records = (
        one(start=PartialDate("2021-04-01"), status="ongoing"),
        one(id="two", start=PartialDate("2021-01-01"), end=PartialDate("2021-01-31"), status="ongoing"),
        one(id="three", start=PartialDate("2021-04-30"), status="ended"),
    )
    page = page_of(make_dataset(*records, dataset=DatasetInfo(date=PartialDate("2021-04-15"))))
    assert [(bar["x"], bar["width"]) for bar in _bars(page)] == [
        ("0.0%", "25.83%"), ("75.0%", "12.5%"), ("99.17%", "0.83%"),
    ]  # fmt: skip
    tree = parse(page)
    arrows = tree.findall(".//*[@class='timeline']/ul//{*}svg/{*}svg")
    assert [arrow.get("x") for arrow in arrows] == ["87.5%"]
    assert [text_of(dates) for dates in tree.findall(".//*[@class='timeline']/ul//a/span")] == [
        "One 1 to 31 January 2021",
        "One since 1 April 2021, ongoing as of 15 April 2021",
        "One 30 April 2021",
    ]
    assert text_of(tree.find(".//*[@class='key']")) == "ongoing as of 15 April 2021"


def test_the_dates_of_an_open_bar_are_beyond_its_arrow() -> None:
    records = (
        one(start=PartialDate("2020-01-01"), status="ongoing"),
        one(id="two", start=PartialDate("2020-12-31")),
    )
    tree = parse(page_of(make_dataset(*records, dataset=DatasetInfo(date=PartialDate("2020-02-01")))))
    labels = tree.findall(".//*[@class='timeline']/ul//{*}text")
    assert [(text_of(label), label.get("text-anchor"), label.get("dx")) for label in labels] == [
        ("since 1 January 2020", "start", "16"),
        ("31 December 2020", "end", "-8"),
    ]


def test_a_timeline_without_ongoing_records_has_no_key() -> None:
    tree = parse(page_of(make_dataset(one(start=PartialDate("2021-04"), status="ended"))))
    assert tree.find(".//*[@id='page:timeline']") is not None
    assert tree.find(".//*[@class='key']") is None


def test_longer_records_are_estimated_to_be_higher() -> None:
    records = (
        one(),
        one(id="long", summary="w" * 2000),
        one(id="lines", people=("P",), aliases=("A",), regions=("R",)),
    )
    page = page_of(make_dataset(*records))
    classes = [article.get("class") for article in parse(page).findall(".//article")]
    assert classes == ["record t0 l4", "record t0 l24", "record t0 l5"]
    assert "\n.l4{--length:4}\n.l5{--length:5}\n.l24{--length:24}\n.l34{--length:34}\n" in page


@pytest.mark.slow
@pytest.mark.parametrize(("count", "bars"), [(MAX_BARS, MAX_BARS), (MAX_BARS + 1, 0)])
def test_too_many_dated_records_have_no_timeline(count: int, bars: int) -> None:
    records = (one(id=f"r{n}", start=PartialDate("2021")) for n in range(count))
    assert len(_bars(page_of(make_dataset(*records)))) == bars


def test_more_than_eight_months_have_fewer_ticks_and_narrow_screens_still_fewer() -> None:
    page = page_of(make_dataset(one(start=PartialDate("2020-01"), end=PartialDate("2021-06"))))
    ticks = parse(page).findall(".//*[@class='axis']//{*}g")
    assert [(text_of(tick), tick.get("class"), tick.find("{*}text").get("text-anchor")) for tick in ticks] == [  # type: ignore[union-attr]
        ("2020", None, "start"), ("Apr", "minor", "middle"), ("Jul", None, "middle"),
        ("Oct", "minor", "middle"), ("2021", None, "middle"), ("Apr", "minor", "middle"),
    ]  # fmt: skip


def test_the_colours_of_themes_repeat_after_twelve() -> None:
    themes = tuple(itucovid.Theme(id=f"t{n}", title=f"T{n}") for n in range(13))
    records = tuple(one(id=f"r{n}", theme=f"t{n}") for n in range(13))
    tree = parse(page_of(Dataset(itucovid.model.Tables(themes=themes), records)))
    classes = [item.get("class") for item in tree.findall(".//nav//li")]
    assert classes == [*(f"t{n}" for n in range(12)), "t0"]
