"""The page of a large dataset in Chromium: what a keystroke takes until the next frame is drawn."""

from __future__ import annotations

import importlib.util
import shutil
import statistics
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

QUERIES = (
    "giga",
    "digital",
    "cybersecrity",
    "health and education",
    "“digital cooperation”",
    "educaton digitl",
    "child online protection guidelines",
)
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

# From the event to after the frame that shows its effect.
_KEYSTROKE = """async (text) => {
  const field = document.querySelector("input[type=search]");
  await new Promise((resolve) => setTimeout(resolve, 350));
  return new Promise((resolve) => requestAnimationFrame(() => {
    const begun = performance.now();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now() - begun);
      channel.port2.postMessage(0);
    });
  }));
}"""


class Keystrokes(NamedTuple):
    """Milliseconds of each keystroke of a query, typed letter by letter, and of emptying the field again."""

    query: str
    typed: list[float]
    emptied: float

    @property
    def median(self) -> float:
        """The median of the letters."""
        return statistics.median(self.typed)


def can_be_measured() -> bool:
    """Whether Chromium and what drives it are there."""
    return bool(shutil.which("chromium")) and importlib.util.find_spec("playwright") is not None


def keystrokes(page: Path) -> list[Keystrokes]:
    """Type each query into a page, and empty the field after it."""
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        view = browser.new_page(viewport={"width": 1440, "height": 900})
        view.goto(page.as_uri())
        view.wait_for_timeout(5000)
        for query in ("dataset", *QUERIES):
            typed = [view.evaluate(_KEYSTROKE, query[:end]) for end in range(1, len(query) + 1)]
            found.append(Keystrokes(query, typed, view.evaluate(_KEYSTROKE, "")))
        browser.close()
    return found[1:]  # the first reads the words of all records
