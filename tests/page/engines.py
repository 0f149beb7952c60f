"""Browsers of the three engines, driven alike: Chromium, Firefox, and WebKit, the engine of Safari."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTH, HEIGHT = 1200, 850
_TIMEOUT = 20


class Engine(Protocol):
    """A window of a browser."""

    def open(self, url: str) -> None:
        """Open an address."""

    def run(self, script: str, *arguments: object) -> Any:
        """The result of the body of a function in the page, which has `arguments`."""

    def type(self, selector: str, text: str) -> None:
        """Type a text into an element."""


def wait_for(engine: Engine, script: str, *arguments: object) -> Any:
    """The result of a script as soon as it is neither false nor empty."""
    end = time.monotonic() + _TIMEOUT
    while not (result := engine.run(script, *arguments)):
        assert time.monotonic() < end, script
        time.sleep(0.05)
    return result


def click(engine: Engine, selector: str) -> None:
    """Click an element, wherever it is: drivers do not agree on what is visible."""
    engine.run("document.querySelector(arguments[0]).click()", selector)


class Chromium:
    """A page of Playwright."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def open(self, url: str) -> None:
        self._page.goto("about:blank")
        self._page.goto(url)

    def run(self, script: str, *arguments: object) -> Any:
        return self._page.evaluate(f"list => (function () {{ {script} }}).apply(null, list)", list(arguments))

    def type(self, selector: str, text: str) -> None:
        self._page.locator(selector).press_sequentially(text)


class _Driven:
    """A window of a driver for the commands of WebDriver, as Selenium and Marionette name them."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def run(self, script: str, *arguments: object) -> Any:
        return self._driver.execute_script(script, *arguments)

    def type(self, selector: str, text: str) -> None:
        self._driver.find_element("css selector", selector).send_keys(text)


@contextmanager
def firefox() -> Iterator[Engine]:
    """Firefox, by its own protocol: geckodriver is no package of Debian."""
    with TemporaryDirectory() as folder:
        with warnings.catch_warnings():
            # Of its dependencies, and of the sockets with which it waits for the browser.
            warnings.simplefilter("ignore")
            from marionette_driver.marionette import Marionette

            # It deletes what is at the path of its log before it starts, even a device.
            log = str(Path(folder, "firefox.log"))
            driver = Marionette(bin=shutil.which("firefox-esr"), port=_free_port(), headless=True, gecko_log=log)
            driver.start_session()
        try:
            driver.set_window_rect(width=WIDTH, height=HEIGHT)
            yield _Firefox(driver)
        finally:
            driver.delete_session()
            driver.cleanup()
            driver.instance.runner = None  # which would remove the profile once more, too late


def _free_port() -> int:
    """A port that is not used: by default, all instances of Firefox use the same."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port: int = server.getsockname()[1]
        return port


class _Firefox(_Driven):
    def open(self, url: str) -> None:
        self._driver.navigate("about:blank")
        self._driver.navigate(url)

    def run(self, script: str, *arguments: object) -> Any:
        return self._driver.execute_script(script, script_args=arguments)


@contextmanager
def webkit() -> Iterator[Engine]:
    """WebKitGTK's browser, on a display of its own."""
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.service import Service

    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
    options.add_argument("--automation")
    with _display() as display:
        service = Service(shutil.which("WebKitWebDriver"), env={**os.environ, "DISPLAY": display})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it sets what it deprecates
            driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            driver.set_window_size(WIDTH, HEIGHT)
            yield _WebKit(driver)
        finally:
            driver.quit()


class _WebKit(_Driven):
    def open(self, url: str) -> None:
        self._driver.get("about:blank")
        self._driver.get(url)


@contextmanager
def _display() -> Iterator[str]:
    """The name of an X display."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as number:
            name = f":{number.readline().strip()}"
        try:
            yield name
        finally:
            server.terminate()


DRIVEN = {"firefox": firefox, "webkit": webkit}
