"""The page in each browser engine: what engines do differently."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from itucovid import Dataset
from itucovid.search import search
from tests.conftest import needs
from tests.page.engines import DRIVEN, HEIGHT, WIDTH, Chromium, Engine, click, wait_for

pytestmark = pytest.mark.browser


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("chromium", marks=needs("chromium")),
        pytest.param("firefox", marks=needs("firefox-esr")),
        pytest.param("webkit", marks=[pytest.mark.readers, needs("WebKitWebDriver"), needs("Xvfb")]),
    ],
)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param in DRIVEN:
        with DRIVEN[request.param]() as window:
            yield window
    else:
        page = request.getfixturevalue("browser").new_page(viewport={"width": WIDTH, "height": HEIGHT})
        yield Chromium(page)
        page.close()


# The frame of a page in a page, or else the page.
_FRAME = "const frame = document.querySelector('iframe')?.contentWindow ?? window; const page = frame.document;"
# The markup has a status before the script shows the form.
_STATUS = "return page.querySelector('form:not([hidden])') && page.querySelector('[role=status]').textContent"
_SEARCH = """const field = page.querySelector("input[type=search]");
  field.value = arguments[0];
  field.dispatchEvent(new frame.InputEvent("input", { bubbles: true }));"""
_VISIBLE = "[...page.querySelectorAll('.record')].filter((record) => record.checkVisibility()).map(({ id }) => id)"
_TOP = "Math.round(document.activeElement.getBoundingClientRect().top)"


def in_page(engine: Engine, script: str, *arguments: object) -> Any:
    return engine.run(f"{_FRAME} {script}", *arguments)


def wait_for_status(engine: Engine, status: str) -> None:
    wait_for(engine, f"{_FRAME} {_STATUS} === arguments[0]", status)


def wait_until_still(engine: Engine) -> None:
    """Wait until the page has not scrolled for 30 frames: a jump takes 20."""
    engine.run("""window.name = "";
      let [last, frames] = [scrollY, 0];
      const check = () => {
        [last, frames] = [scrollY, scrollY === last ? frames + 1 : 0];
        if (frames < 30) requestAnimationFrame(check);
        else window.name = "still";
      };
      check();""")
    wait_for(engine, "return window.name === 'still'")


@pytest.mark.parametrize(
    ("fragment", "link", "target"),
    [
        pytest.param("#giga", None, "giga", id="an opened address"),
        pytest.param("#q=cybersecurity", "#cyb4covid .anchor", "cyb4covid", id="a result"),
        pytest.param("#q=giga", "#giga dd a[href^='#']", "global-education-coalition", id="a related record"),
        pytest.param("#theme=health", ".timeline li:not([hidden]) a", "g20-health-ministers", id="a bar"),
        pytest.param("", "nav a[href='#theme:health']", "theme:health", id="a theme"),
        pytest.param("#theme:health", "nav a[href='#theme:health']", "theme:health", id="the same address again"),
    ],
)
def test_a_jump_lands_on_its_target(
    engine: Engine, shipped_page: Path, fragment: str, link: str | None, target: str
) -> None:
    engine.open(f"{shipped_page.as_uri()}{fragment}")
    wait_until_still(engine)
    if link:
        engine.run("scrollTo(0, 0)")
        click(engine, link)
        wait_until_still(engine)
    assert engine.run(f"return [document.activeElement.id, {_TOP}, location.hash]") == [target, 16, f"#{target}"]


def test_a_jump_ends_when_the_reader_scrolls(engine: Engine, shipped_page: Path) -> None:
    engine.open(shipped_page.as_uri())
    wait_until_still(engine)
    click(engine, "nav a[href='#theme:health']")
    engine.run("dispatchEvent(new Event('wheel')); scrollTo(0, 0)")
    wait_until_still(engine)
    assert engine.run("return scrollY") == 0


@pytest.mark.parametrize("fragment", ["#theme=health", "#q=digital&kind=event"])
def test_a_saved_view_is_a_whole_page(
    engine: Engine, shipped_page: Path, dataset: Dataset, tmp_path: Path, fragment: str
) -> None:
    engine.open(f"{shipped_page.as_uri()}{fragment}")
    # Browsers save the document as it is, some with the contents of its form.
    saved = in_page(
        engine,
        """for (const input of page.querySelectorAll("input")) {
          input.toggleAttribute("checked", input.checked);
          input.setAttribute("value", input.value);
        }
        return `<!DOCTYPE html>${page.documentElement.outerHTML}`;""",
    )
    path = tmp_path / "saved.html"
    path.write_text(saved, encoding="utf-8")
    engine.open(path.as_uri())
    wait_for_status(engine, "28 records")
    assert in_page(engine, f"return {_VISIBLE}") == [record.id for record in dataset]
    for query in ("Kazakhstan", "telcos", "health"):
        in_page(engine, _SEARCH, query)
        found = [hit.record.id for hit in search(dataset.index, query)]
        assert in_page(engine, f"return {_VISIBLE}") == found
    in_page(engine, "page.getElementById('page:clear').click()")
    wait_for_status(engine, "28 records")


@pytest.fixture(scope="module")
def server(shipped_page: Path) -> Iterator[str]:
    """A server with the page at any address that ends in "page.html", and frames with it at others."""
    page = shipped_page.read_bytes()
    frame = b"""<!DOCTYPE html><title>Frame</title><iframe style="width: 1100px; height: 700px"></iframe><script>
      const frame = document.querySelector("iframe");
      fetch("/page.html").then((response) => response.text()).then((text) => {
        if (location.search === "?srcdoc") frame.srcdoc = text;
        else frame.src = URL.createObjectURL(new Blob([text], { type: "text/html" }));
      });</script>"""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page if self.path.partition("?")[0].endswith("page.html") else frame)

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("file://{path}", id="file"),
        pytest.param("file:///{path}", id="network share"),
        pytest.param("{server}//page.html", id="two slashes"),
        pytest.param("{server}/page.html?x=1", id="query"),
        pytest.param("{server}/frame?blob", id="blob"),
        pytest.param("{server}/frame?srcdoc", id="srcdoc"),
    ],
)
def test_the_address_follows_wherever_the_page_is_opened(
    engine: Engine, shipped_page: Path, server: str, address: str
) -> None:
    engine.open(address.format(path=shipped_page, server=server))
    wait_for_status(engine, "28 records")
    base = in_page(engine, "return frame.location.href")
    in_page(engine, _SEARCH, "giga")
    wait_for(engine, f"{_FRAME} return frame.location.href === arguments[0]", f"{base}#q=giga")
    in_page(engine, "page.querySelector('#giga .anchor').click()")
    wait_for_status(engine, "28 records")
    assert in_page(engine, "return [frame.location.href, page.activeElement.id]") == [f"{base}#giga", "giga"]
    in_page(engine, "frame.history.back()")
    wait_for_status(engine, "1 of 28 records")


def test_letters_typed_one_by_one_search(engine: Engine, shipped_page: Path) -> None:
    engine.open(shipped_page.as_uri())
    wait_for_status(engine, "28 records")
    engine.type("input[type=search]", "cybersecrity")
    wait_for(engine, f"{_FRAME} return {_VISIBLE}.includes('cyb4covid')")
    assert in_page(engine, "return CSS.highlights.get('match').size > 0")
    assert in_page(engine, "return page.getElementById('page:notes').textContent") == (
        "No record contains “cybersecrity”. Showing results for “cybersecurity”."
    )
