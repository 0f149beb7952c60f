"""Write docs/page.png, the screenshot of the page in docs/formats.md: `python -m tools.picture` (needs Chromium)."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks.pages import SWITCHES
from playwright.sync_api import sync_playwright

import itucovid

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Export the page, search it, and write the screenshot."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder, "dataset.html")
        page.write_bytes(itucovid.load(ROOT / "data" / "initiatives.toml").export("html"))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        view = browser.new_page(viewport={"width": 1200, "height": 1000})
        view.goto(f"{page.as_uri()}#q=digital+health")
        view.locator("summary", has_text="Partner").click()
        view.screenshot(path=ROOT / "docs" / "page.png")
        browser.close()


if __name__ == "__main__":
    main()
