"""Pages of datasets, and visits to them in Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from benchmarks.pages import SWITCHES

from itucovid import Dataset, Figure, Initiative, Link, Names, PartialDate, Theme
from itucovid.model import Document, Tables

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PHONE, SCREEN = 360, 1440
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
"""Texts that would act if they were not escaped."""


def make_dataset(*records: Initiative, theme: str = "Theme", **tables: Any) -> Dataset:
    """A dataset of some records of the theme "t"."""
    return Dataset(Tables(themes=(Theme(id="t", title=theme),), **tables), records)


def numbered_records(size: int) -> tuple[Initiative, ...]:
    """Records "r0", "r1" ... of the theme "t", the text of each with a word of its own: "word0", "word1" ..."""
    return tuple(
        Initiative(id=f"r{number}", theme="t", title=f"Record {number}", summary=f"word{number} common")
        for number in range(size)
    )


def page_of(dataset: Dataset) -> str:
    """The page of all records of a dataset."""
    return dataset.export("html").decode()


def hostile_dataset() -> Dataset:
    """Records with hostile texts, made in Python, so that their addresses have not been validated."""
    links = (
        Link(label=HOSTILE[0], url="javascript:alert(1)", publisher=HOSTILE[0]),
        Link(label=HOSTILE[3], url='https://example.org/"onclick="alert(1)', publisher=HOSTILE[3]),
    )
    records = tuple(
        Initiative(
            id=f"r{number}",
            theme="t",
            title=text,
            summary=text,
            aliases=(text,),
            partners=(text,),
            people=(text,),
            regions=(text,),
            keywords=(text,),
            links=links,
            figures=(Figure(label=text, value=1),),
            start=PartialDate("2020"),
        )
        for number, text in enumerate(HOSTILE)
    )
    tables = Tables(
        document=Document(title=HOSTILE[0], publisher=HOSTILE[3], introduction=HOSTILE[2]),
        themes=(Theme(id="t", title=HOSTILE[1], names=Names(ar="الصحة", en=HOSTILE[2])),),
    )
    return Dataset(tables, records)


@pytest.fixture(scope="session")
def shipped_page(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the bundled dataset."""
    path = tmp_path_factory.mktemp("page") / "dataset.html"
    path.write_text(page_of(dataset), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        yield chromium
        chromium.close()


class Visit:
    """A page in a browser, with its messages and its requests."""

    def __init__(self, browser: Browser, path: Path, fragment: str = "", **settings: Any) -> None:
        self.page: Page = browser.new_page(**settings)
        self.messages: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("dialog", lambda dialog: self.messages.append(dialog.message))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(f"{path.as_uri()}{fragment}")

    @property
    def query(self) -> Locator:
        """The search field."""
        return self.page.locator("input[type=search]")

    def checkbox(self, name: str, value: str) -> Locator:
        """The checkbox of a value of a filter."""
        return self.page.locator(f"input[name='{name}'][value='{value}']")

    def ids(self) -> list[str]:
        """The ids of the visible records, in their order."""
        ids: list[str] = self.page.eval_on_selector_all(
            ".record", "all => all.filter(one => one.checkVisibility()).map(one => one.id)"
        )
        return ids

    def status(self) -> str:
        """The number of records."""
        return self.page.locator("[role=status]").inner_text()

    def notes(self) -> str:
        """The notes on the results."""
        return self.page.locator("#page\\:notes").inner_text()

    def fragment(self) -> str:
        """The fragment of the address."""
        return str(self.page.evaluate("location.hash"))

    def focused(self) -> str:
        """The id of the focused element."""
        return str(self.page.evaluate("document.activeElement.id"))


@pytest.fixture
def visit(browser: Browser, shipped_page: Path) -> Iterator[Callable[..., Visit]]:
    """Open a page, by default that of the bundled dataset; it must request nothing else and report no errors."""
    visits: list[Visit] = []

    def open_page(fragment: str = "", path: Path = shipped_page, **settings: Any) -> Visit:
        settings.setdefault("viewport", {"width": SCREEN, "height": 900})
        visits.append(Visit(browser, path, fragment, **settings))
        return visits[-1]

    yield open_page
    for one in visits:
        one.page.close()
        assert {url.partition("#")[0] for url in one.requests} == {one.requests[0].partition("#")[0]}
        assert one.messages == []
