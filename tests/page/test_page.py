"""The page of a dataset: its markup, and what it does in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import html5lib
import msgspec
import pytest
import tomli
from benchmarks.pages import SWITCHES
from hypothesis import given
from hypothesis import strategies as st

import itucovid
from itucovid import text as texts
from itucovid.export import Export, render
from itucovid.search import search
from itucovid.search.index import tokens
from tests.conftest import ROOT, needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE, SCREEN = 360, 1440
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><style>*{display:none}",
    "</script><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)' onfocus='alert(1)",
    "<!--",
    "]]>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eright to left\u202c",
    "العربية",
    "&lt;b&gt;&amp;",
    "${alert(1)}`",
)


in_browser = needs("chromium")
with_axe = needs("axe-core: npm install --no-save axe-core", AXE.exists())


def page_of(dataset: itucovid.Dataset, request: str = "") -> str:
    return "".join(map(str, render("html", Export(dataset, list(dataset.initiatives), request=request))))


def hostile_register() -> itucovid.Dataset:
    """Every text is an attack; the record was made in Python, so its addresses passed no check."""
    links = [itucovid.Link(label=t, url=u, publisher=t) for t, u in [
        (HOSTILE[0], "javascript:alert(1)"), (HOSTILE[3], 'https://example.org/"onclick="alert(1)'),
    ]]  # fmt: skip
    records = [
        itucovid.Initiative(
            id=f"r{number}", theme="t", title=attack, summary=attack, aliases=(attack,), partners=(attack,),
            people=(attack,), regions=(attack,), keywords=(attack,), links=tuple(links),
            figures=(itucovid.Figure(label=attack, value=1),), start=itucovid.PartialDate("2020"),
        )
        for number, attack in enumerate(HOSTILE)
    ]  # fmt: skip
    return itucovid.Dataset(
        document=itucovid.Document(title=HOSTILE[0], publisher=HOSTILE[3], introduction=HOSTILE[2]),
        themes=(itucovid.Theme(id="t", title=HOSTILE[1], names=itucovid.Names(ar="الصحة", en=HOSTILE[2])),),
        initiatives=tuple(records),
    )


@pytest.fixture(scope="session")
def shipped_page(dataset: itucovid.Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "dataset.html"
    path.write_text(page_of(dataset), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


class Visit:
    """A page in a browser, with all that it said and asked for."""

    def __init__(self, browser: Browser, path: Path, fragment: str = "", **settings: Any) -> None:
        self.page: Page = browser.new_page(**settings)
        self.said: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(f"{path.as_uri()}{fragment}")

    def ids(self) -> list[str]:
        """The records that are shown, in their order."""
        ids: list[str] = self.page.eval_on_selector_all(
            ".record", "all => all.filter(one => one.checkVisibility()).map(one => one.id)"
        )
        return ids

    def status(self) -> str:
        return self.page.locator("[role=status]").inner_text()

    def fragment(self) -> str:
        return str(self.page.evaluate("location.hash"))

    def type(self, query: str) -> None:
        self.page.locator("input[type=search]").fill(query)


@pytest.fixture
def visit(browser: Browser, shipped_page: Path) -> Iterator[Any]:
    """Open the shipped register's page; afterwards it has asked for nothing else and said nothing."""
    visits: list[Visit] = []

    def open_page(fragment: str = "", path: Path = shipped_page, **settings: Any) -> Visit:
        settings.setdefault("viewport", {"width": SCREEN, "height": 900})
        visits.append(Visit(browser, path, fragment, **settings))
        return visits[-1]

    yield open_page
    for one in visits:
        one.page.close()
        assert [url.partition("#")[0] for url in one.requests] == [one.requests[0].partition("#")[0]]
        assert one.said == []


# Its markup.


def test_the_page_is_html_without_a_fault(shipped_page: Path) -> None:
    html5lib.HTMLParser(strict=True).parse(shipped_page.read_text(encoding="utf-8"))
    assert shipped_page.stat().st_size < 250_000


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_any_text_is_text_in_the_page(attacks: list[str]) -> None:
    records = [
        itucovid.Initiative(id=f"r{n}", theme="t", title=attack, summary=attack, aliases=(attack,), keywords=(attack,))
        for n, attack in enumerate(attacks)
    ]
    dataset = itucovid.Dataset(themes=(itucovid.Theme(id="t", title=attacks[0]),), initiatives=tuple(records))
    tree = html5lib.parse(page_of(dataset), namespaceHTMLElements=False)

    assert len(tree.findall(".//script")) == 2
    assert len(tree.findall(".//style")) == 1
    assert len(tree.findall(".//article")) == len(attacks)
    data = msgspec.json.decode(tree.find(".//script[@type='application/json']").text or "")
    assert set(attacks) <= {name for names in data["texts"] for name in names}


def test_a_hostile_register_is_html_without_a_fault() -> None:
    html5lib.HTMLParser(strict=True).parse(page_of(hostile_register()))


def test_the_command_and_the_library_write_the_same_page(dataset: itucovid.Dataset) -> None:
    command = [sys.executable, "-m", "itucovid", "export", "--format", "html", "--theme", "health"]
    written = subprocess.run(command, capture_output=True, check=True).stdout

    assert dataset.export("html", theme="health") == written
    assert dataset.export("html", theme="health") == written
    assert b"itucovid export --format html --theme health" in written


def test_nothing_of_the_page_comes_from_elsewhere(shipped_page: Path) -> None:
    page = shipped_page.read_text(encoding="utf-8")
    assert re.search(r"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';", page)
    assert re.findall(r"<(?:link|script|img|iframe|object|embed|video|audio|source)\b[^>]*>", page) == [
        '<link rel="icon" href="data:,">',
        '<script type="application/json" id="page:data">',
        '<script type="module">',
    ]


def test_a_register_without_document_or_dates_has_a_page() -> None:
    record = itucovid.Initiative(id="one", theme="t", title="One", summary="Only.")
    dataset = itucovid.Dataset(themes=(itucovid.Theme(id="t", title="T"),), initiatives=(record,))
    page = page_of(dataset)
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<title>Register</title>" in page
    assert 'id="page:timeline"' not in page


# What it finds.


@in_browser
def test_the_page_finds_what_the_tool_finds(visit: Any, dataset: itucovid.Dataset) -> None:
    cases = [tomli.loads(path.read_text(encoding="utf-8"))["case"] for path in (ROOT / "tests").glob("search-cases*")]
    queries = {case["query"] for some in cases for case in some}
    queries |= {"digital", "covid", "l'internet", "qu’internet", '"those who rely"', '"who"', '"who us"'}
    one = visit()
    for query in queries:
        one.type(query)
        assert (query, one.ids()) == (query, [hit.record.id for hit in search(dataset, query).hits][:25])


WORDS = st.text(st.sampled_from("abcXYZéßıİœΣςøðÅ ١２'’-‐,.0123456789/@中文字ไทยかなالصّحةв́ё\u200d\u0301\u3000😀"))


@in_browser
def test_the_page_reads_words_as_the_tool_does(visit: Any) -> None:
    samples: list[str] = []

    @given(WORDS)
    def collect(sample: str) -> None:
        samples.append(sample)

    collect()
    samples += [
        "15,000 people",
        "1.5",
        "it's the ITU's",
        "cyber-security",
        "Santé ５Ｇ",
        "الصّحة",
        "organisations",
        "who US us WHO",
    ]
    parts = (ROOT / "src/itucovid/export/page/words.js").read_text(encoding="utf-8")
    read = (
        "([source, rules, samples]) => new Function('rules', 'samples', source + 'return samples.map("
        "s => tokens(s).map(w => [w.form, stem(w.form), s.slice(w.start, w.end)]))')(rules, samples)"
    )
    one = visit(path=Path(os.devnull))
    rules = {
        "variants": {chr(code): letters for code, letters in texts.LETTER_VARIANTS.items()},
        "pronouns": ["us", "who"],
        "spellings": texts.SPELLINGS,
        "stemmedFrom": texts.STEMMED_FROM,
    }
    found = one.page.evaluate(read, [parts, rules, samples])
    for sample, seen in zip(samples, found, strict=True):
        expected = [[w.form, texts.stem(w.form), sample[w.start : w.end]] for w in tokens(sample)]
        assert (sample, seen) == (sample, expected)


@in_browser
def test_filters_and_counts_agree_with_the_tool(visit: Any, dataset: itucovid.Dataset) -> None:
    one = visit()
    for label, value, option in [
        ("Theme", "health", "theme"),
        ("Partner", "who", "partner"),
        ("Kind", "event", "kind"),
    ]:
        one.page.locator("summary", has_text=label).click()
        box = one.page.locator(f"input[name={option}][value={value}]")
        expected = [record.id for record in dataset.filter(**{option: value})]
        assert box.locator("xpath=..").locator(".count").inner_text() == str(len(expected))
        box.check()
        assert one.ids() == expected
        assert one.status() == f"{len(expected)} of 28 records"
        assert one.fragment() == f"#{option}={value}"
        one.page.locator("#page\\:clear").click()
        assert (one.status(), one.fragment()) == ("28 records", "")


@in_browser
def test_a_query_and_a_filter_work_together(visit: Any, dataset: itucovid.Dataset) -> None:
    one = visit("#q=digital&theme=health&theme=education")
    among = {record.id for record in dataset.filter(theme=["health", "education"])}
    assert one.ids() == [hit.record.id for hit in search(dataset, "digital", among).hits]
    assert one.page.locator("input[name=theme][value=health]").is_checked()


@in_browser
@pytest.mark.parametrize(
    "query", ["digital", "cybersecurity digital", "5g health children", "covid -niger", "cybersecrity"]
)
def test_each_count_is_what_its_filter_gives(visit: Any, query: str) -> None:
    one = visit(f"#q={query.replace(' ', '+')}")
    counts = one.page.evaluate(
        "[...document.querySelectorAll('input[type=checkbox]')].map((box) => "
        "[box.name, box.value, Number(box.closest('label').querySelector('.count').textContent)])"
    )
    given = one.page.evaluate(
        """() => [...document.querySelectorAll('input[type=checkbox]')].map((box) => {
          const tell = () => box.dispatchEvent(new Event("input", { bubbles: true }));
          box.checked = true; tell();
          const found = parseInt(document.querySelector("[role=status]").textContent);
          const own = Number(box.closest('label').querySelector('.count').textContent);
          box.checked = false; tell();
          return [box.name, box.value, found, own];
        })"""
    )
    assert [(name, value, count, count) for name, value, count in counts] == [tuple(row) for row in given]
    assert any(count for _, _, count in counts)


@in_browser
def test_a_suggestion_keeps_the_rest_of_the_view(visit: Any) -> None:
    one = visit("#q=nigeria+qwertyuiop&theme=smart-cities")
    one.page.get_by_role("link", name="Niger", exact=True).click()
    assert one.page.locator("input[type=search]").input_value() == "Niger qwertyuiop"
    assert one.page.locator("input[name=theme][value=smart-cities]").is_checked()


@in_browser
def test_a_word_that_is_nowhere_is_said_and_near_ones_offered(visit: Any) -> None:
    one = visit()
    one.type("cybersecrity")
    assert one.page.locator("#page\\:notes").inner_text() == "No record says “cybersecrity”. Taken for “cybersecurity”."
    one.type("Nigeria")
    assert one.status() == "0 of 28 records"
    one.page.get_by_role("link", name="Niger", exact=True).click()
    assert (one.fragment(), one.page.locator("input[type=search]").input_value()) == ("#q=Niger", "Niger")


@in_browser
def test_what_answers_is_marked_or_named(visit: Any) -> None:
    one = visit()
    marked = "[...CSS.highlights.get('answer')].map(String)"
    one.type("fake medicines")
    assert {"medicines", "FakeMeds"} <= set(one.page.evaluate(marked))
    one.type("santé")
    assert "Theme: Santé" in one.page.locator(".why").all_text_contents()


# What it does.


@in_browser
def test_back_goes_through_the_views(visit: Any) -> None:
    one = visit()
    one.page.locator("input[type=search]").press_sequentially("giga", delay=20)
    one.page.wait_for_url("**#q=giga")
    one.page.locator("summary", has_text="Kind").click()
    one.page.locator("input[name=kind][value=programme]").check()
    one.page.go_back()
    assert (one.fragment(), one.page.locator("input[type=search]").input_value()) == ("#q=giga", "giga")
    assert not one.page.locator("input[name=kind][value=programme]").is_checked()
    one.page.go_back()
    assert (one.fragment(), one.status()) == ("", "28 records")


@in_browser
def test_enter_ends_a_step_of_the_history_and_so_does_a_link(visit: Any) -> None:
    one = visit()
    field = one.page.locator("input[type=search]")
    for query in ("giga", "health"):
        field.fill(query)
        field.press("Enter")
    one.page.go_back()
    assert (one.fragment(), field.input_value()) == ("#q=giga", "giga")
    field.fill("wsis forum")
    one.page.locator("#wsis-forum-2020 .anchor").click()
    assert (one.fragment(), one.status()) == ("#wsis-forum-2020", "28 records")
    one.page.go_back()
    assert field.input_value() == "wsis forum"


@in_browser
def test_the_way_past_the_search_leaves_it_as_it_is(visit: Any) -> None:
    one = visit("#q=digital&theme=health")
    shown = one.ids()
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    assert (one.ids(), one.page.evaluate("document.activeElement.id")) == (shown, "page:main")


@in_browser
@pytest.mark.parametrize(
    "fragment", ["#%", "#%E0%A4%A", "#nothing-of-this-name", "#=", "#q=%", "#q=a%26b", "#theme=gone"]
)
def test_any_fragment_is_a_view_or_none(visit: Any, fragment: str) -> None:
    one = visit(fragment)
    assert "of 28 records" in one.status() or one.status() == "28 records"


@in_browser
def test_on_a_telephone_the_answer_stands_below_the_question(visit: Any) -> None:
    one = visit(viewport={"width": PHONE, "height": 640})
    assert not one.page.locator(".facet").first.is_visible()
    assert one.page.locator(".introduction").is_visible()
    one.type("giga")
    assert not one.page.locator(".introduction").is_visible()
    assert one.page.locator("[role=status]").evaluate("e => e.getBoundingClientRect().bottom") < 640
    one.page.set_viewport_size({"width": SCREEN, "height": 640})
    one.page.locator(".facet").first.wait_for()


@in_browser
def test_a_name_in_another_language_says_which(visit: Any) -> None:
    one = visit("#q=صحة")
    assert one.page.locator(".why bdi").first.get_attribute("lang") == "ar"
    one.type("speech")  # a keyword
    assert one.page.locator(".why bdi").first.get_attribute("lang") is None


@in_browser
def test_a_suggestion_for_wide_letters_leads_on(visit: Any) -> None:
    one = visit("#q=ｎigeria")
    one.page.get_by_role("link", name="Niger", exact=True).click()
    assert one.page.locator("input[type=search]").input_value() == "Niger"


def test_a_name_that_english_has_too_is_in_no_other_language(dataset: itucovid.Dataset) -> None:
    page = html5lib.parse(page_of(dataset), namespaceHTMLElements=False)
    tongues = msgspec.json.decode(page.find(".//script[@type='application/json']").text or "")["tongues"]
    assert {"Niger", "Kenya", "Innovation", "UNICEF"}.isdisjoint(tongues)
    assert tongues["Organisation mondiale de la Santé"] == "fr"
    assert tongues["الصحة"] == "ar"


@in_browser
def test_a_bar_opens_its_record(visit: Any) -> None:
    one = visit("#q=regulators")
    one.page.locator(".timeline li:not([hidden]) a").first.click()
    opened = one.fragment().removeprefix("#")
    assert one.status() == "28 records"
    assert one.page.evaluate("document.activeElement.id") == opened
    assert one.page.locator(f"[id='{opened}']").evaluate("e => Math.abs(e.getBoundingClientRect().top) < innerHeight")


@in_browser
def test_the_keyboard_alone_will_do(visit: Any, dataset: itucovid.Dataset) -> None:
    one = visit()
    one.page.keyboard.press("Tab")
    assert one.page.evaluate("document.activeElement.className") == "skip"
    one.page.keyboard.press("Tab")
    assert one.page.evaluate("document.activeElement.textContent") == "ITU, 11 January 2021"
    one.page.keyboard.press("Tab")
    one.page.keyboard.type("giga")
    assert one.ids()[0] == "giga"
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Space")
    first = dataset.themes[0].id
    assert one.page.locator(f"input[name=theme][value={first}]").is_checked()
    assert "0 of 28" in one.status()


@in_browser
def test_a_citation_can_be_copied(visit: Any, browser: Browser, shipped_page: Path) -> None:
    one = visit("#giga", permissions=["clipboard-read", "clipboard-write"])
    record = one.page.locator("#giga")
    record.locator("summary").click()
    record.locator(".copy").click()
    record.get_by_role("button", name="Copied").wait_for()
    assert one.page.evaluate("navigator.clipboard.readText()") == (
        "“Giga”, in ITU: COVID-19 Initiatives, Partnerships and Activities, 11 January 2021,"
        " Education and digital skills, item 2. https://www.itu.int/en/Pages/covid-19.aspx"
    )


@in_browser
def test_without_script_all_is_there(visit: Any, dataset: itucovid.Dataset) -> None:
    one = visit(java_script_enabled=False)
    assert one.page.locator(".record").count() == len(dataset.initiatives)
    assert not one.page.locator("form").is_visible()
    assert not one.page.locator(".copy").first.is_visible()
    one.page.locator("nav a", has_text="Cybersecurity").click()
    assert one.page.url.endswith("#theme:cybersecurity")


@in_browser
@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_nothing_is_wider_than_the_screen(visit: Any, width: int, tmp_path: Path) -> None:
    wide = tmp_path / "wide.html"
    record = itucovid.Initiative(
        id="w" * 300, theme="t", title="W" * 10_000, summary="w" * 10_000, partners=("w" * 500,)
    )
    dataset = itucovid.Dataset(themes=(itucovid.Theme(id="t", title="W" * 300),), initiatives=(record,))
    wide.write_text(page_of(dataset), encoding="utf-8")
    for one in (
        visit(viewport={"width": width, "height": 800}),
        visit(path=wide, viewport={"width": width, "height": 800}),
    ):
        assert one.page.evaluate("document.documentElement.scrollWidth") == width


@in_browser
def test_a_print_is_a_report(visit: Any, tmp_path: Path) -> None:
    one = visit("#theme=health")
    one.page.emulate_media(media="print")
    assert not one.page.locator("aside").is_visible()
    assert not one.page.locator(".cite").first.is_visible()
    assert one.page.locator("[id='5g-rumours']").is_visible()
    assert one.page.locator("#page\\:asked").inner_text() == "Health"
    assert one.page.pdf(path=tmp_path / "report.pdf").startswith(b"%PDF")


@in_browser
def test_a_long_list_comes_in_parts_and_a_print_has_all(visit: Any, tmp_path: Path) -> None:
    records = tuple(itucovid.Initiative(id=f"r{n}", theme="t", title=f"Thing {n}", summary="Some.") for n in range(60))
    path = tmp_path / "long.html"
    path.write_text(page_of(itucovid.Dataset(themes=(itucovid.Theme(id="t", title="T"),), initiatives=records)))
    one = visit("#q=thing&theme=t", path=path)
    assert (one.status(), len(one.ids())) == ("60 of 60 records", 25)
    one.page.get_by_role("button", name="Show 25 more of 35").click()
    assert (one.page.evaluate("document.activeElement.id"), len(one.ids())) == ("r25", 50)
    one.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(one.ids()) == 60
    one.page.locator("#page\\:clear").click()
    assert one.ids() == [record.id for record in records]


@in_browser
def test_hostile_text_does_nothing(visit: Any, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(page_of(hostile_register()), encoding="utf-8")
    one = visit(path=path)
    assert one.page.locator(".record .title").all_text_contents() == list(HOSTILE)
    for attack in HOSTILE:
        one.type(attack)
    one.type("alert")
    one.page.mouse.move(400, 400)
    assert one.page.locator("a[href^='javascript']").count() == 0
    assert one.page.locator("img").count() == 0
    assert {name for name in one.page.eval_on_selector_all("*", "all => all.flatMap(e => e.getAttributeNames())")
            if name.startswith("on")} == set()  # fmt: skip


@in_browser
@with_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, SCREEN])
@pytest.mark.parametrize("fragment", ["", "#q=cybersecrity+digital&theme=health", "#q=nothing+here", "#giga"])
def test_the_page_is_accessible(visit: Any, fragment: str, width: int, scheme: str) -> None:
    # The policy keeps foreign scripts out, axe among them.
    one = visit(fragment, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    one.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    one.page.add_style_tag(content=".record, .theme { content-visibility: visible !important }")
    one.page.evaluate(AXE.read_text(encoding="utf-8"))
    result = one.page.evaluate("tags => axe.run(document, { runOnly: tags })", WCAG)
    assert [(v["id"], [node["html"] for node in v["nodes"]][:3]) for v in result["violations"]] == []
    assert result["passes"]


@in_browser
@with_axe
def test_the_page_is_accessible_without_script(browser: Browser, shipped_page: Path, tmp_path: Path) -> None:
    # axe is a script itself, so the page's own is taken away instead.
    page = re.sub(r"<script type=\"module\">.*</script>", "", shipped_page.read_text(encoding="utf-8"), flags=re.DOTALL)
    (tmp_path / "plain.html").write_text(page, encoding="utf-8")
    one = Visit(browser, tmp_path / "plain.html", bypass_csp=True)
    one.page.evaluate(AXE.read_text(encoding="utf-8"))
    result = one.page.evaluate("tags => axe.run(document, { runOnly: tags })", WCAG)
    assert [(v["id"], [node["html"] for node in v["nodes"]][:3]) for v in result["violations"]] == []
    one.page.close()
