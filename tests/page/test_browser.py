"""The page in Chromium: what it finds, and how it behaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote_plus, urlencode

import pytest

from itucovid import Dataset, Initiative, PartialDate, Theme
from itucovid.export.citation import cite
from itucovid.export.options import ExportOptions
from itucovid.export.provenance import citation
from itucovid.filters import Filters, apply_filters
from itucovid.model import DatasetInfo, Document, Tables
from itucovid.search import Results, search
from itucovid.search.index import field_texts
from itucovid.text import plural
from tests.conftest import ROOT, needs
from tests.page.cases import generated_queries, judged_queries
from tests.page.conftest import HOSTILE, PHONE, SCREEN, Visit, hostile_dataset, make_dataset, numbered_records, page_of

pytestmark = [pytest.mark.browser, needs("chromium")]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGE_SIZE = 25
MAX_ORPHANS = 5
with_axe = needs("axe-core: npm install --no-save --no-package-lock", AXE.exists())

Open = Callable[..., Visit]


def make_page(folder: Path, dataset: Dataset) -> Path:
    path = folder / "page.html"
    path.write_text(page_of(dataset), encoding="utf-8")
    return path


# Search


_SEARCH_ALL = """(queries) => {
  const field = document.querySelector("input[type=search]");
  return queries.map((query) => {
    field.value = query;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    const ids = [...document.querySelectorAll("#page\\\\:list .record")].map((record) => record.id);
    const notes = [...document.querySelectorAll("#page\\\\:notes p")].map((note) => note.textContent);
    return [document.querySelector("[role=status]").textContent, ids, notes];
  });
}"""


def quoted(words: tuple[str, ...]) -> str:
    *most, last = (f"“{word}”" for word in words)
    return f"{', '.join(most)} or {last}" if most else last


def notes_on(results: Results) -> list[str]:
    prefix, other = " as a word. Showing words that begin with it:", ". Showing results for"
    notes = [
        f"No record contains “{word.text}”{prefix if word.how == 'prefix' else other} {quoted(word.known)}."
        for word in results.guesses
    ]
    if results.operators:
        names = " and ".join(results.operators)
        notes.append(f"{names}: not supported; all words are searched, and -word excludes.")
    if results.excluded and not results.hits:
        notes.append(f"The excluded words remove all of {plural(results.excluded, 'matching record')}.")
    elif results.unmatched and results.hits:
        notes.append(f"No record matches every word; showing the closest (without {quoted(results.unmatched)}).")
    elif results.unmatched:
        notes.append(f"No record matches {quoted(results.unmatched)}.")
    if results.suggestions:
        notes.append(f"Did you mean {', '.join(results.suggestions)}?")
    return notes


def test_the_page_finds_what_the_tool_finds(visit: Open, dataset: Dataset) -> None:
    texts = sorted({text for record in dataset for _, text in field_texts(dataset.labels, record)})
    words = sorted({word for text in texts for word in re.findall(r"\w+", text)})
    special = {"digital", "covid", "l'internet", "qu’internet", '"those who rely"', '"who"', '"who us"'}
    queries = [*sorted(judged_queries() | special), *generated_queries(words, 2000)]
    found = visit().page.evaluate(_SEARCH_ALL, queries)

    for query, (status, ids, notes) in zip(queries, found, strict=True):
        results = search(dataset.index, query)
        hits = [hit.record.id for hit in results]
        shown = hits if len(hits) <= PAGE_SIZE + MAX_ORPHANS else hits[:PAGE_SIZE]
        expected = (f"{len(hits)} of 28 records", shown, notes_on(results))
        assert (query, (status, ids, notes)) == (query, expected)


_MOVED = """(queries) => {
  const [field, list] = ["input[type=search]", "#page\\\\:list"].map((selector) => document.querySelector(selector));
  const observer = new MutationObserver(() => {});
  observer.observe(list, { childList: true });
  return queries.map((query) => {
    field.value = query;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    const changes = observer.takeRecords().flatMap((change) => [...change.removedNodes, ...change.addedNodes]);
    return [list.childElementCount, new Set(changes).size];
  });
}"""


def test_only_results_that_change_their_place_are_moved(visit: Open) -> None:
    queries = ["giga", "“giga”", "xyzzy", "giga"]
    assert visit().page.evaluate(_MOVED, queries) == [[1, 1], [1, 0], [0, 1], [1, 1]]


def test_a_translated_page_finds_what_the_tool_finds(visit: Open, dataset: Dataset, tmp_path: Path) -> None:
    texts = sorted({text for record in dataset for _, text in field_texts(dataset.labels, record)})
    words = sorted({word for text in texts for word in re.findall(r"\w+", text)})
    queries = [*sorted(judged_queries()), *generated_queries(words, 200)]
    arabic = dataset.localised("ar")
    found = visit(path=make_page(tmp_path, arabic)).page.evaluate(_SEARCH_ALL, queries)

    for query, (_, ids, _) in zip(queries, found, strict=True):
        hits = [hit.record.id for hit in arabic.search(query)]
        shown = hits if len(hits) <= PAGE_SIZE + MAX_ORPHANS else hits[:PAGE_SIZE]
        assert (query, ids) == (query, shown)


def test_matches_in_translated_and_original_titles_are_highlighted(
    visit: Open, dataset: Dataset, tmp_path: Path
) -> None:
    one = visit("#q=النطاق", path=make_page(tmp_path, dataset.localised("ar")))
    marked = "[...CSS.highlights.get('match')].map(range => [range.startContainer.parentElement.lang, String(range)])"
    assert ["ar", "النطاق"] in one.page.evaluate(marked)
    one.query.fill("agenda")
    assert ["", "Agenda"] in one.page.evaluate(marked)


@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_arabic_titles_are_written_from_right_to_left_beside_the_text(
    visit: Open, dataset: Dataset, width: int, tmp_path: Path
) -> None:
    settings = {"viewport": {"width": width, "height": 800}}
    one = visit("#gsr-20", path=make_page(tmp_path, dataset.localised("ar")), **settings)
    style = "selector => { const { direction, textAlign } = getComputedStyle(document.querySelector(selector)); "
    assert one.page.evaluate(f"{style} return [direction, textAlign]; }}", "#gsr-20 h3") == ["rtl", "left"]
    assert one.page.evaluate(f"{style} return [direction, textAlign]; }}", "#gsr-20 .summary") == ["ltr", "start"]
    assert one.page.evaluate("document.documentElement.scrollWidth") == width


def test_a_query_and_filters_restrict_each_other(visit: Open, dataset: Dataset) -> None:
    one = visit("#q=digital&theme=health&theme=education")
    among = {record.id for record in dataset.filter(theme=["health", "education"])}
    assert one.ids() == [hit.record.id for hit in search(dataset.index, "digital", among)]
    assert one.checkbox("theme", "health").is_checked()


@pytest.mark.parametrize(
    ("title", "name", "value"),
    [
        ("Theme", "theme", "health"),
        ("Kind", "kind", "event"),
        ("Country or region", "country", "NER"),
        ("Status", "status", "ongoing"),
        ("Country or region", "country", "africa"),
        ("Country or region", "country", "eastern-caribbean"),
        ("Partner", "partner", "who"),
        ("Language", "language", "fr"),
    ],
)
def test_a_filter_selects_what_the_tool_selects(
    visit: Open, dataset: Dataset, title: str, name: str, value: str
) -> None:
    one = visit()
    expected = [record.id for record in dataset.filter(**{name: value})]
    one.page.locator(".facet summary", has_text=title).click()
    box = one.checkbox(name, value)
    assert box.locator("xpath=..").locator(".count").inner_text() == str(len(expected))
    box.check()
    assert (one.ids(), one.status(), one.fragment()) == (
        expected,
        f"{len(expected)} of 28 records",
        f"#{name}={quote_plus(value)}",
    )
    one.page.get_by_role("button", name="Clear all").click()
    assert (one.status(), one.fragment()) == ("28 records", "")


@pytest.mark.parametrize(
    "query", ["digital", "cybersecurity digital", "5g health children", "covid -niger", "cybersecrity"]
)
def test_a_count_is_the_number_of_results_with_its_value_selected(visit: Open, query: str) -> None:
    counts = visit(f"#q={quote_plus(query)}").page.evaluate(
        """() => [...document.querySelectorAll("input[type=checkbox]")].map((box) => {
          const count = () => Number(box.closest("label").querySelector(".count").textContent);
          const change = () => box.dispatchEvent(new Event("input", { bubbles: true }));
          const before = count();
          box.checked = true; change();
          const found = parseInt(document.querySelector("[role=status]").textContent);
          const after = count();
          box.checked = false; change();
          return [box.name, box.value, before, found, after];
        })"""
    )
    assert [(before, after) for _, _, before, _, after in counts] == [(found, found) for _, _, _, found, _ in counts]
    assert any(found for _, _, _, found, _ in counts)


def test_a_suggestion_replaces_its_word_and_keeps_the_rest_of_the_view(visit: Open) -> None:
    one = visit("#q=nigeria+qwertyuiop&theme=smart-cities")
    one.page.get_by_role("link", name="Niger", exact=True).click()
    assert one.query.input_value() == "Niger qwertyuiop"
    assert one.checkbox("theme", "smart-cities").is_checked()


def test_a_suggestion_replaces_fullwidth_letters(visit: Open) -> None:
    one = visit("#q=ｎigeria")
    one.page.get_by_role("link", name="Niger", exact=True).click()
    assert (one.query.input_value(), one.fragment()) == ("Niger", "#q=Niger")


@pytest.mark.parametrize(
    ("fragment", "notes"),
    [
        pytest.param("#q=giga", "", id="every word matches"),
        pytest.param(
            "#q=cybersecrity", "No record contains “cybersecrity”. Showing results for “cybersecurity”.", id="typo"
        ),
        pytest.param(
            "#q=villa",
            "No record contains “villa” as a word. Showing words that begin with it: “villages”.",
            id="beginning of a word",
        ),
        pytest.param("#q=movies", "No record contains “movies”. Showing results for “Video”.", id="synonym"),
        pytest.param("#q=больницы", "", id="inflection in Russian"),
        pytest.param(
            "#q=giga+AND+schools+OR+xyzzy",
            "AND and OR: not supported; all words are searched, and -word excludes.\n\n"
            "No record matches every word; showing the closest (without “xyzzy”).",
            id="operators",
        ),
        pytest.param(
            "#q=giga+-giga", "The excluded words remove all of 1 matching record.", id="an excluded word of all results"
        ),
        pytest.param(
            "#q=giga+xyzzy+qwertz",
            "No record matches every word; showing the closest (without “xyzzy” or “qwertz”).",
            id="some words match",
        ),
        pytest.param("#q=xyzzy+qwertz", "No record matches “xyzzy” or “qwertz”.", id="no word matches"),
        pytest.param("#q=nigeria", "No record matches “nigeria”.\n\nDid you mean Niger?", id="similar word"),
        pytest.param(
            "#q=giga&theme=health", "No record matches “giga”.\n\nWithout the filters: 1 record.", id="filter"
        ),
    ],
)
def test_a_note_says_how_the_results_differ_from_the_query(visit: Open, fragment: str, notes: str) -> None:
    assert visit(fragment).notes() == notes


def test_matches_on_the_page_are_highlighted_and_others_shown(visit: Open) -> None:
    one = visit("#q=fake+medicines")
    assert {"medicines", "FakeMeds"} <= set(one.page.evaluate("[...CSS.highlights.get('match')].map(String)"))
    one.query.fill("santé")
    assert "Theme: Santé" in one.page.locator(".reason").all_text_contents()
    one.query.fill("")
    assert one.page.locator(".reason").count() == 0
    assert one.page.evaluate("CSS.highlights.size") == 0


@pytest.mark.parametrize(("query", "language"), [("صحة", "ar"), ("speech", None)], ids=["a name", "a keyword"])
def test_a_shown_name_in_another_language_has_its_language(visit: Open, query: str, language: str | None) -> None:
    assert visit(f"#q={query}").page.locator(".reason bdi").first.get_attribute("lang") == language


# Views and their history


def test_the_back_button_restores_the_previous_view(visit: Open) -> None:
    one = visit()
    one.query.press_sequentially("giga", delay=20)
    one.page.wait_for_url("**#q=giga")
    one.page.locator(".facet summary", has_text="Kind").click()
    one.checkbox("kind", "programme").check()
    one.page.go_back()
    assert (one.fragment(), one.query.input_value()) == ("#q=giga", "giga")
    assert not one.checkbox("kind", "programme").is_checked()
    one.page.go_back()
    assert (one.fragment(), one.status()) == ("", "28 records")


def test_enter_and_links_end_a_history_entry(visit: Open) -> None:
    one = visit()
    for query in ("giga", "health"):
        one.query.fill(query)
        one.query.press("Enter")
    one.page.go_back()
    assert (one.fragment(), one.query.input_value()) == ("#q=giga", "giga")
    one.query.fill("wsis forum")
    one.page.locator("#wsis-forum-2020 .anchor").click()
    assert (one.fragment(), one.status()) == ("#wsis-forum-2020", "28 records")
    one.page.go_back()
    assert one.query.input_value() == "wsis forum"


@pytest.mark.parametrize(
    ("fragment", "status"),
    [
        ("#%", "28 records"),
        ("#%E0%A4%A", "28 records"),
        ("#no-such-id", "28 records"),
        ("#=", "28 records"),
        ("#q=%", "0 of 28 records"),
        ("#q=giga%26", "1 of 28 records"),
        ("#q=giga%26health", "8 of 28 records"),
        ("#theme=", "28 records"),
    ],
)
def test_any_fragment_is_accepted(visit: Open, fragment: str, status: str) -> None:
    one = visit(fragment)
    assert (one.status(), [note for note in [one.notes()] if "Ignored" in note]) == (status, [])


@pytest.mark.parametrize(
    ("fragment", "checked"),
    [
        ("#partner=WHO", ("partner", "who")),
        ("#country=ner", ("country", "NER")),
        ("#country=Eastern+Caribbean", ("country", "eastern-caribbean")),
        ("#Kind=Event", ("kind", "event")),
    ],
)
def test_filters_of_an_address_are_values_or_labels_in_any_letter_case(
    visit: Open, dataset: Dataset, fragment: str, checked: tuple[str, str]
) -> None:
    one = visit(fragment)
    name, value = checked
    boxes = one.page.eval_on_selector_all("input:checked", "all => all.map(box => [box.name, box.value])")
    assert (boxes, one.notes()) == ([[name, value]], "")
    assert one.ids() == [record.id for record in dataset.filter(**{name: value})]


def test_of_values_that_differ_in_case_an_address_selects_the_exact_one(visit: Open, tmp_path: Path) -> None:
    records = (
        Initiative(id="one", theme="t", title="One", partners=("a",)),
        Initiative(id="two", theme="t", title="Two", partners=("A",)),
    )
    assert visit("#partner=A", path=make_page(tmp_path, make_dataset(*records))).ids() == ["two"]


def test_unknown_filters_and_values_of_an_address_are_reported_until_the_form_changes(visit: Open) -> None:
    one = visit("#country=zz&foo=1&theme=health")
    assert one.status() == "4 of 28 records"
    assert one.notes() == (
        "Ignored: no record here has the country “zz”.\n\nIgnored: “foo” is not a filter of this page."
    )
    one.query.fill("health")
    assert one.notes() == ""


def test_the_first_letters_of_a_word_change_nothing_while_it_is_typed(visit: Open) -> None:
    one = visit()
    one.query.press_sequentially("zq")
    assert (one.status(), one.notes(), len(one.ids())) == ("28 records", "", 28)
    one.query.press("Enter")
    assert (one.status(), one.notes()) == ("0 of 28 records", "No record matches “zq”.")
    one.query.fill("giga")
    one.query.press_sequentially(" zq")
    assert (one.ids(), one.notes()) == (["giga"], "")
    one.query.press_sequentially("x")
    assert one.notes() == "No record matches every word; showing the closest (without “zqx”)."
    one.query.press_sequentially(" ")
    assert one.notes() == "No record matches every word; showing the closest (without “zqx”)."


def test_the_end_of_a_list_is_not_a_page_of_a_few_records(visit: Open, tmp_path: Path) -> None:
    records = [Initiative(id=f"r{n}", theme="t", title=f"Thing {n}") for n in range(PAGE_SIZE + MAX_ORPHANS + 1)]
    path = make_page(tmp_path, make_dataset(*records))
    one = visit("#theme=t", path=path)
    assert len(one.ids()) == PAGE_SIZE
    one.page.get_by_role("button", name="Show the other 6").click()
    assert len(one.ids()) == PAGE_SIZE + MAX_ORPHANS + 1
    path = make_page(tmp_path, make_dataset(*records[:-1]))
    assert len(visit("#theme=t", path=path).ids()) == PAGE_SIZE + MAX_ORPHANS


def test_the_skip_link_keeps_the_view(visit: Open) -> None:
    one = visit("#q=digital&theme=health")
    ids = one.ids()
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    assert (one.ids(), one.focused()) == (ids, "page:main")


def test_a_bar_of_the_timeline_leads_to_its_record_among_all(visit: Open) -> None:
    one = visit("#q=regulators")
    one.page.locator(".timeline li:not([hidden]) a").first.click()
    opened = one.fragment().removeprefix("#")
    assert (one.status(), one.focused()) == ("28 records", opened)
    assert one.page.locator(f"[id='{opened}']").evaluate("e => Math.abs(e.getBoundingClientRect().top) < innerHeight")


def test_the_timeline_shows_the_dated_results(visit: Open, dataset: Dataset) -> None:
    one = visit("#theme=health")
    dated = [record.title for record in dataset.filter(theme="health") if record.interval]
    names = one.page.locator(".timeline li:not([hidden]) bdi").all_text_contents()
    total = len(dataset.filter(theme="health"))
    assert sorted(names) == sorted(dated)
    assert one.page.locator("#page\\:dated").inner_text() == f"{len(dated)} of {total} records have a date"


@pytest.mark.parametrize(
    ("fragment", "is_visible"),
    [
        pytest.param("", True, id="all"),
        pytest.param("#theme=connectivity", True, id="an ongoing record"),
        pytest.param("#theme=health", False, id="none"),
    ],
)
def test_the_key_of_open_bars_is_shown_with_them(visit: Open, fragment: str, is_visible: bool) -> None:
    assert visit(fragment).page.locator(".key").is_visible() is is_visible


def test_long_results_come_in_pages_and_print_in_full(visit: Open, tmp_path: Path) -> None:
    records = [Initiative(id=f"r{n}", theme="t", title=f"Thing {n}", summary="Some.") for n in range(60)]
    one = visit("#q=thing&theme=t", path=make_page(tmp_path, make_dataset(*records)))
    assert (one.status(), len(one.ids())) == ("60 of 60 records", 25)
    one.page.get_by_role("button", name="Show 25 more of 35").click()
    assert (one.focused(), len(one.ids())) == ("r25", 50)
    one.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(one.ids()) == 60
    one.page.get_by_role("button", name="Clear all").click()
    assert one.ids() == [record.id for record in records]


# Downloads


def download(one: Visit, suffix: str) -> bytes:
    with one.page.expect_download() as started:
        one.page.get_by_role("button", name=suffix.upper()).click()
    assert started.value.suggested_filename == f"records.{suffix}"
    return Path(started.value.path()).read_bytes()


@pytest.mark.parametrize("fragment", ["", "#q=health", "#theme=education&theme=health&since=May+2020", "#q=xyzzy"])
def test_a_download_is_the_export_of_the_records_shown(visit: Open, dataset: Dataset, fragment: str) -> None:
    one = visit(fragment)
    ids = one.ids()
    records = [dataset[id_] for id_ in ids]
    assert download(one, "csv") == b"".join(_exported(dataset, records, "csv", excel=True))
    assert download(one, "ris") == b"".join(_exported(dataset, records, "ris"))


def _exported(dataset: Dataset, records: list[Initiative], format_: str, *, excel: bool = False) -> Iterator[bytes]:
    for chunk in dataset.render(records, ExportOptions(format=format_, excel=excel)):
        yield chunk if isinstance(chunk, bytes) else chunk.encode()


def test_a_download_of_a_translated_page_is_the_translated_export(
    visit: Open, dataset: Dataset, tmp_path: Path
) -> None:
    french = dataset.localised("fr")
    one = visit("#q=giga", path=make_page(tmp_path, french))
    assert download(one, "csv") == b"".join(_exported(french, [dataset["giga"]], "csv", excel=True))
    assert download(one, "ris") == b"".join(_exported(french, [dataset["giga"]], "ris"))


def test_a_download_escapes_what_an_export_escapes(visit: Open, tmp_path: Path) -> None:
    texts = (*HOSTILE, "=1+1", '=HYPERLINK("x";A1)', "a;=2+2,-3\n@x", 'say "no",\n\nnow', ",", "1", "one", " lead", "+")
    records = [
        Initiative(id=f"r{number}", theme="t", title=text, summary=summary, partners=(text, "=x"), aliases=(text,))
        for number, (text, summary) in enumerate(zip(texts, (*texts[1:], None), strict=True))
    ]
    dataset = make_dataset(*records, document=Document(title="=1", author="-2, A"))
    one = visit(path=make_page(tmp_path, dataset))
    assert download(one, "csv") == b"".join(_exported(dataset, records, "csv", excel=True))
    assert download(one, "ris") == b"".join(_exported(dataset, records, "ris"))


# Dates


@pytest.mark.parametrize(
    ("since", "until"),
    [("May 2020", ""), ("", "30 avril 2020"), ("2020-05", "2020-05-18"), ("20.04.2020", "05/2020"), ("2030", "")],
)
def test_a_period_selects_what_the_tool_selects(visit: Open, dataset: Dataset, since: str, until: str) -> None:
    one = visit()
    one.page.locator(".facet summary", has_text="Date").click()
    one.page.locator("[name=since]").fill(since)
    one.page.locator("[name=until]").fill(until)
    one.page.get_by_role("button", name="Apply").click()
    filters = Filters(since=since or None, until=until or None)
    expected = apply_filters(dataset.contents, filters)
    shown = {"since": since, "until": until}
    assert one.ids() == [record.id for record in expected.records]
    assert one.fragment() == f"#{urlencode({name: value for name, value in shown.items() if value})}"
    assert one.notes().splitlines()[:1] == [f"{expected.undated} records without a date are not shown."]
    assert ("only a start date" in one.notes()) == bool(expected.open_ended)
    assert one.page.locator("#page\\:selected\\:date").inner_text() == ", ".join(
        f"{name} {value}" for name, value in shown.items() if value
    )


def test_a_period_restricts_a_search_and_the_counts_of_filters(visit: Open, dataset: Dataset) -> None:
    one = visit("#q=digital&since=2020-05&until=2020-06")
    among = {record.id for record in dataset.filter(since="2020-05", until="2020-06")}
    assert one.ids() == [hit.record.id for hit in search(dataset.index, "digital", among)]
    counts = one.page.locator("input[name=theme] ~ .count").all_text_contents()
    assert sum(map(int, counts)) == len(one.ids())
    one.page.get_by_role("button", name="Clear all").click()
    assert (one.status(), one.fragment()) == ("28 records", "")


@pytest.mark.parametrize(
    ("fragment", "note"),
    [
        ("#since=5/6/2020", "“5/6/2020” is ambiguous; write 2020-06-05 or 2020-05-06."),
        ("#since=soon", "“soon” is not a date; write 2020, 2020-05, 2020-05-03 or May 2020."),
        ("#since=2021&until=2020", "The end of the period is before its start."),
    ],
)
def test_a_period_that_cannot_be_read_selects_nothing_and_says_so(visit: Open, fragment: str, note: str) -> None:
    one = visit(fragment)
    assert (one.status(), one.notes()) == ("28 records", note)


def test_enter_in_a_date_applies_it(visit: Open) -> None:
    one = visit()
    one.page.locator(".facet summary", has_text="Date").click()
    one.page.locator("[name=since]").fill("2021")
    assert one.status() == "28 records"
    one.page.locator("[name=since]").press("Enter")
    assert (one.status(), one.fragment()) == ("1 of 28 records", "#since=2021")


def test_a_page_without_dates_has_no_filter_by_date(visit: Open, tmp_path: Path) -> None:
    one = visit("#since=2020", path=make_page(tmp_path, make_dataset(Initiative(id="one", theme="t", title="One"))))
    assert one.page.locator(".dates").count() == 0
    assert (one.status(), one.notes()) == ("1 record", "Ignored: “since” is not a filter of this page.")


PROPERTIES = ("constructor", "__proto__", "toString", "valueOf")


def test_ids_named_like_properties_of_objects_are_like_others(visit: Open, tmp_path: Path) -> None:
    records = tuple(
        Initiative(id=name, theme=name, title="Record", partners=(name,), countries=(name,)) for name in PROPERTIES
    )
    themes = tuple(Theme(id=name, title=name) for name in PROPERTIES)
    path = make_page(tmp_path, Dataset(Tables(themes=themes), records))
    for name in PROPERTIES:
        one = visit(f"#theme={name}&partner={name}&country={name}", path=path)
        assert (one.ids(), one.notes()) == ([name], "")
        one.page.locator(".anchor").filter(visible=True).click()
        assert (one.focused(), one.status()) == (name, "4 records")


def test_words_named_like_properties_of_objects_are_like_others(visit: Open, tmp_path: Path) -> None:
    records = [Initiative(id=f"r{i}", theme="t", title="Record", keywords=(name,)) for i, name in enumerate(PROPERTIES)]
    one = visit(path=make_page(tmp_path, make_dataset(*records)))
    for i, name in enumerate(PROPERTIES):
        one.query.fill(name)
        assert (one.ids(), one.notes()) == ([f"r{i}"], "")
        assert one.page.locator(".reason").text_content() == f"Keyword: {name}"
        assert one.page.locator(".reason bdi").get_attribute("lang") is None


# Use without a mouse, on a telephone, on paper, without scripts


def test_the_page_works_with_the_keyboard_alone(visit: Open, dataset: Dataset) -> None:
    one = visit()
    one.page.keyboard.press("Tab")
    assert one.page.evaluate("document.activeElement.className") == "skip"
    one.page.keyboard.press("Tab")
    assert dataset.document is not None
    assert one.page.evaluate("document.activeElement.textContent") == citation(dataset.document)
    one.page.keyboard.press("Tab")
    one.page.keyboard.type("giga")
    assert one.ids()[0] == "giga"
    for key in ("Tab", "Enter", "Tab", "Space"):
        one.page.keyboard.press(key)
    assert one.checkbox("theme", dataset.themes[0].id).is_checked()
    assert one.status() == "0 of 28 records"


def test_a_citation_is_copied(visit: Open, dataset: Dataset) -> None:
    one = visit("#giga", permissions=["clipboard-read", "clipboard-write"])
    record = one.page.locator("#giga")
    record.locator("summary").click()
    record.locator(".copy").click()
    record.get_by_role("button", name="Copied").wait_for()
    assert one.page.evaluate("navigator.clipboard.readText()") == cite(dataset.labels, dataset["giga"])


_COPY = """(selectors) => {
  const [start, end] = selectors.map((selector) => document.querySelector(selector));
  getSelection().setBaseAndExtent(start, 0, end, end.childNodes.length);
  const data = new DataTransfer();
  const isDefault = document.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, cancelable: true }));
  return isDefault ? null : [data.getData("text/plain"), data.getData("text/html")];
}"""


@pytest.mark.parametrize(
    "selectors",
    [
        pytest.param(("#giga .summary", "#giga .summary"), id="one paragraph"),
        pytest.param(("#giga .title", "#giga .actions"), id="a record"),
    ],
)
def test_text_copied_from_a_record_ends_with_its_citation(
    visit: Open, dataset: Dataset, selectors: tuple[str, str]
) -> None:
    text, html = visit("#giga").page.evaluate(_COPY, selectors)
    citation = cite(dataset.labels, dataset["giga"])
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert (lines[-1], text.endswith(f"\n\n{citation}\n"), lines.count(citation)) == (citation, True, 1)
    assert dataset["giga"].summary in text
    assert not {"Cite", "Copy", "Print this record", "#giga"} & set(lines)
    assert html.count('<p class="citation">') == 1
    assert html.endswith("</p>")
    assert "id=" not in html


def test_a_selection_up_to_the_start_of_the_next_record_is_of_one_record(visit: Open, dataset: Dataset) -> None:
    one = visit("#giga")
    following = one.page.evaluate("document.getElementById('giga').nextElementSibling.id")
    text, _ = one.page.evaluate(
        _COPY.replace("end.childNodes.length", "0"), ("#giga .summary", f"[id='{following}'] .meta")
    )
    assert text.endswith(f"{cite(dataset.labels, dataset['giga'])}\n")


@pytest.mark.parametrize(
    "selectors",
    [
        pytest.param(("#giga .citation", "#giga .citation"), id="a citation"),
        pytest.param(("#giga .summary", "#connect2recover .summary"), id="two records"),
        pytest.param(("h1", "h1"), id="the title of the page"),
    ],
)
def test_other_text_is_copied_as_it_is(visit: Open, selectors: tuple[str, str]) -> None:
    assert visit().page.evaluate(_COPY, selectors) is None


def test_one_record_is_printed_with_its_citation(visit: Open, dataset: Dataset) -> None:
    one = visit("#q=giga")
    one.page.evaluate("() => { window.print = () => { window.printed = document.title; }; }")
    one.page.locator("#giga .print").click()
    one.page.emulate_media(media="print")
    giga = one.page.locator("#giga")
    assert one.page.evaluate("printed") == "Giga"
    assert (one.ids(), giga.locator(".citation").inner_text()) == (["giga"], cite(dataset.labels, dataset["giga"]))
    assert giga.locator(".theme-title").is_visible()
    assert not giga.locator("summary, button, .anchor").filter(visible=True).count()
    assert one.page.locator(".statement").filter(visible=True).count() == 1
    one.page.evaluate("dispatchEvent(new Event('afterprint'))")
    one.page.emulate_media(media="screen")
    assert one.page.title() == dataset.labels.info.title
    assert not giga.locator(".citation").is_visible()


def test_one_record_is_printed_from_among_all(visit: Open) -> None:
    one = visit()
    one.page.evaluate("() => { window.print = () => {}; }")
    one.page.locator("#giga .cite summary").click()
    one.page.locator("#giga .print").click()
    one.page.emulate_media(media="print")
    assert one.ids() == ["giga"]
    assert one.page.locator(".theme").filter(visible=True).count() == 1
    one.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert one.page.locator("#giga .cite").get_attribute("open") is not None
    one.page.emulate_media(media="screen")
    assert len(one.ids()) == 28


def test_without_access_to_the_clipboard_a_citation_is_selected(visit: Open, dataset: Dataset) -> None:
    one = visit("#giga")
    one.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    record = one.page.locator("#giga")
    record.locator("summary").click()
    record.locator(".copy").click()
    record.get_by_role("button", name="Selected: copy it now").wait_for()
    assert one.page.evaluate("String(getSelection())") == cite(dataset.labels, dataset["giga"])


def test_a_narrow_screen_closes_the_filters_and_shows_the_results_at_once(visit: Open) -> None:
    one = visit(viewport={"width": PHONE, "height": 640})
    assert not one.page.locator(".facet").first.is_visible()
    assert one.page.locator(".introduction").is_visible()
    one.query.fill("giga")
    assert not one.page.locator(".introduction").is_visible()
    one.checkbox("theme", "health").evaluate("box => box.click()")
    assert one.page.locator(".filters > summary").inner_text() == "Filters Health"
    one.checkbox("theme", "health").evaluate("box => box.click()")
    assert one.page.locator("[role=status]").evaluate("e => e.getBoundingClientRect().bottom") < 640
    one.page.set_viewport_size({"width": SCREEN, "height": 640})
    one.page.locator(".facet").first.wait_for()


_ORDER = """() => ["timeline", "results"].map((name) => document.getElementById(`page:${name}`))
  .sort((one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)
  .map((part) => part.id)"""


@pytest.mark.parametrize(
    ("width", "order", "is_open"),
    [
        pytest.param(PHONE, ["page:results", "page:timeline"], False, id="narrow"),
        pytest.param(SCREEN, ["page:timeline", "page:results"], True, id="wide"),
    ],
)
def test_the_timeline_is_before_the_results_only_on_wide_screens(
    visit: Open, width: int, order: list[str], is_open: bool
) -> None:
    one = visit(viewport={"width": width, "height": 800})
    assert one.page.evaluate(_ORDER) == order
    assert one.page.locator("#page\\:timeline").evaluate("e => e.open") is is_open


@pytest.mark.parametrize("width", [PHONE, 768, SCREEN])
def test_the_scrollbar_is_within_a_tenth_of_the_length_of_the_page(visit: Open, width: int) -> None:
    one = visit(viewport={"width": width, "height": 800}, bypass_csp=True)
    estimated = one.page.evaluate("document.documentElement.scrollHeight")
    one.page.add_style_tag(content=".record, .theme { content-visibility: visible !important }")
    assert estimated == pytest.approx(one.page.evaluate("document.documentElement.scrollHeight"), rel=0.1)


def test_the_list_of_all_records_leaves_for_a_search_and_comes_back(visit: Open, tmp_path: Path) -> None:
    records = numbered_records(120)
    one = visit(path=make_page(tmp_path, make_dataset(*records)))
    find = "text => { getSelection().empty(); return window.find(text); }"
    states = []
    for query in ("", "word70", "common", ""):
        one.query.fill(query)
        one.query.blur()
        found = [one.page.evaluate(find, text) for text in ("word70", "word110")]
        states.append((len(one.ids()), one.page.locator("nav").is_visible(), found))
    everything = (120, True, [True, True])
    assert states == [everything, (1, False, [True, False]), (25, False, [False, False]), everything]
    assert one.ids() == [record.id for record in records]


def test_a_record_in_the_middle_of_a_long_page_is_shown(visit: Open, tmp_path: Path) -> None:
    one = visit("#r333", path=make_page(tmp_path, make_dataset(*numbered_records(600))))
    one.page.wait_for_function("Math.abs(document.getElementById('r333').getBoundingClientRect().top) < 50")
    assert one.page.evaluate("document.activeElement.id") == "r333"


def test_a_view_of_a_long_page_is_saved_as_a_whole_page(visit: Open, tmp_path: Path) -> None:
    records = numbered_records(120)
    one = visit("#q=word70", path=make_page(tmp_path, make_dataset(*records)))
    saved = tmp_path / "saved.html"
    saved.write_text(one.page.evaluate("`<!DOCTYPE html>${document.documentElement.outerHTML}`"), encoding="utf-8")
    again = visit(path=saved)
    assert (again.ids(), again.page.locator(".part").count()) == ([record.id for record in records], 0)


def test_line_breaks_of_a_summary_are_kept(visit: Open, tmp_path: Path) -> None:
    record = Initiative(id="one", theme="t", title="One", summary="First line.\nSecond line.")
    one = visit(path=make_page(tmp_path, make_dataset(record)))
    assert one.page.locator(".summary").inner_text() == "First line.\nSecond line."


def test_a_page_in_arabic_is_laid_out_from_right_to_left(visit: Open, tmp_path: Path) -> None:
    record = Initiative(id="one", theme="t", title="صحة", start=PartialDate("2020"), status="ongoing")
    dataset = make_dataset(
        record, Initiative(id="two", theme="t", title="ثقة"), dataset=DatasetInfo(language="ar"),
        document=Document(title="وثيقة", date=PartialDate("2021")),
    )  # fmt: skip
    one = visit("#q=صحة", path=make_page(tmp_path, dataset))
    assert one.page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert (one.ids(), one.status()) == (["one"], "1 of 2 records")
    left = "selector => document.querySelector(selector).getBoundingClientRect().left"
    assert one.page.evaluate(left, "main") < one.page.evaluate(left, "aside")


@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_nothing_is_wider_than_the_screen(visit: Open, width: int, tmp_path: Path) -> None:
    record = Initiative(id="w" * 300, theme="t", title="W" * 10_000, summary="w" * 10_000, partners=("w" * 500,))
    wide = make_page(tmp_path, make_dataset(record, theme="W" * 300))
    settings = {"viewport": {"width": width, "height": 800}}
    for one in (visit(**settings), visit(path=wide, **settings)):
        assert one.page.evaluate("document.documentElement.scrollWidth") == width


def test_without_scripts_all_records_are_shown(visit: Open) -> None:
    one = visit(java_script_enabled=False)
    assert one.page.locator(".record").count() == 28
    assert not one.page.locator("form").is_visible()
    assert not one.page.locator(".copy").first.is_visible()
    one.page.locator("nav a", has_text="Cybersecurity").click()
    assert one.page.url.endswith("#theme:cybersecurity")


def test_a_print_contains_the_view_and_names_it(visit: Open, tmp_path: Path) -> None:
    one = visit("#q=health&theme=health&theme=education")
    one.page.emulate_media(media="print")
    assert not one.page.locator("aside").is_visible()
    assert not one.page.locator(".cite").first.is_visible()
    assert one.page.locator("[id='5g-rumours']").is_visible()
    assert one.page.locator("#page\\:request").inner_text() == "“health”, Health, Education and digital skills"
    assert one.page.pdf(path=tmp_path / "report.pdf").startswith(b"%PDF")


def test_hostile_text_is_shown_as_text(visit: Open, tmp_path: Path) -> None:
    one = visit(path=make_page(tmp_path, hostile_dataset()))
    assert one.page.locator(".record .title").all_text_contents() == list(HOSTILE)
    for text in (*HOSTILE, "alert"):
        one.query.fill(text)
    one.page.mouse.move(400, 400)
    assert one.page.locator("a[href^='javascript']").count() == 0
    assert one.page.locator("img").count() == 0
    names = one.page.eval_on_selector_all("*", "all => all.flatMap(e => e.getAttributeNames())")
    assert [name for name in names if name.startswith("on")] == []


def violations(one: Visit) -> list[tuple[str, list[str]]]:
    """The violations of WCAG 2.2 (A, AA) that axe finds, with examples."""
    one.page.evaluate(AXE.read_text(encoding="utf-8"))
    result = one.page.evaluate("tags => axe.run(document, { runOnly: tags })", WCAG)
    assert result["passes"]
    return [(violation["id"], [node["html"] for node in violation["nodes"]][:3]) for violation in result["violations"]]


@with_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, SCREEN])
@pytest.mark.parametrize("fragment", ["", "#q=cybersecrity+digital&theme=health", "#q=nothing+here", "#giga"])
def test_the_page_is_accessible(visit: Open, fragment: str, width: int, scheme: str) -> None:
    # The policy of the page forbids other scripts, such as axe.
    one = visit(fragment, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    one.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    one.page.add_style_tag(content=".record, .theme { content-visibility: visible !important }")
    assert violations(one) == []


@with_axe
def test_the_page_is_accessible_without_its_script(visit: Open, shipped_page: Path, tmp_path: Path) -> None:
    # axe is a script, too: scripts cannot be disabled.
    page = re.sub(r"<script type=\"module\">.*</script>", "", shipped_page.read_text(encoding="utf-8"), flags=re.DOTALL)
    path = tmp_path / "no-script.html"
    path.write_text(page, encoding="utf-8")
    assert violations(visit(path=path, bypass_csp=True)) == []
