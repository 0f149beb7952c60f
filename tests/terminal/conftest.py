"""Render views for a terminal whose width, colours and encoding are fixed."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import itucovid
from itucovid.terminal import Console, render

View = Callable[[Console], None]
Load = Callable[[str], itucovid.Dataset]

DATASET = """
[[themes]]
id = "water"
title = "Clean water"

[[themes]]
id = "energy"
title = "Energy"

[[organisations]]
id = "who"
name = "World Health Organization"
aliases = ["WHO"]

[[organisations]]
id = "acme"
name = "Acme"

[countries]
NER = { name = "Niger" }

[[initiatives]]
id = "wells"
theme = "water"
title = "New wells for the villages of the south"
summary = "Over 1,200 wells in Niger, dug by the people of each village, so that clean water is near."
kind = "programme"
start = 2020-03-01
end = "2020-05"
partners = ["who", "acme"]
countries = ["NER"]
figures = [{ label = "wells", value = 1200, qualifier = "over" }]
links = [
  { label = "About", url = "https://wells.example/about", publisher = "Wells" },
  { label = "Map", url = "https://wells.example/map" },
]
related = ["lamps", "fair"]

[[initiatives]]
id = "lamps"
theme = "energy"
title = "太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期计划"
summary = "Lamps for clinics."
start = "2019"

[[initiatives]]
id = "fair"
theme = "water"
title = "Water fair"
summary = "A fair."
kind = "event"
partners = ["who"]
"""


def screen(
    view: View,
    width: int = 80,
    colour: str = "never",
    *,
    encoding: str = "utf-8",
    term: str = "xterm-256color",
    is_terminal: bool = True,
    no_color: str = "",
) -> str:
    """What a view prints, without the spaces at the ends of lines."""

    class Stream(io.TextIOWrapper):
        def isatty(self) -> bool:
            return is_terminal

    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"COLUMNS": str(width), "LINES": "50", "TERM": term, "NO_COLOR": no_color}.items():
            patch.setenv(name, value)
        patch.delenv("COLORTERM", raising=False)
        patch.setattr(sys, "stdout", Stream(io.BytesIO(), encoding=encoding))
        text = render(view, colour)
    return re.sub(r" +(\x1b\[0m)?$", r"\1", text, flags=re.MULTILINE)


@pytest.fixture
def three_records(dataset_file: Callable[[str], Path]) -> itucovid.Dataset:
    """Three records in two themes: with every field, with a wide title and no partner, without a date."""
    return itucovid.load(dataset_file(DATASET))


@pytest.fixture
def load(dataset_file: Callable[[str], Path]) -> Load:
    """Load a dataset from the text of its file."""
    return lambda text: itucovid.load(dataset_file(text))
