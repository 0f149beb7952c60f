"""The names of all countries and languages are read only by commands that show or match some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from itucovid import places
from tests.conftest import Invoke

DATASET = """
[[organisations]]
id = "who"
name = "World Health Organization"

[countries.NER]
name = "Niger"

[languages.fr]
name = "French"

[[initiatives]]
id = "wells"
theme = "health"
title = "Wells"
summary = "Wells in Niger."
kind = "event"
start = 2020
partners = ["who"]
countries = ["NER"]
regions = ["africa"]
languages = ["fr"]
""".replace("start = 2020", 'start = "2020"')


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The calls that read the reference data."""
    calls: list[str] = []
    caches: list[Any] = [value for value in vars(places).values() if hasattr(value, "cache_clear")]
    load = places.load

    def record() -> places.Places:
        calls.append("load")
        return load()

    for cached in caches:
        cached.cache_clear()
    monkeypatch.setattr(places, "load", record)
    yield calls
    for cached in caches:
        cached.cache_clear()


@pytest.fixture
def small(invoke: Invoke, dataset_file: Callable[[str], Path]) -> Invoke:
    return partial(invoke, env={"ITUCOVID_DATA": str(dataset_file(DATASET))})


@pytest.mark.parametrize(
    "command",
    [
        "list", "list -t health", "list --json", "list -p who -k event --since 2020", "list --with figures",
        "list wells --by kind", "show wells --json", "stats", "stats --by country", "themes", "timeline", "cite wells",
        "export -f json", "check", "open wells --source",
    ],
)  # fmt: skip
def test_the_reference_data_is_not_read(small: Invoke, read: list[str], command: str) -> None:
    assert small(*command.split()).exit_code in (0, 1)
    assert read == []


@pytest.mark.parametrize("command", ["list -c niger", "stats --by region", "search niger"])
def test_the_reference_data_is_read(small: Invoke, read: list[str], command: str) -> None:
    assert small(*command.split()).exit_code == 0
    assert read != []
