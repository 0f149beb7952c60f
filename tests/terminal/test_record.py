"""A record in full."""

from __future__ import annotations

import re

import pytest

import itucovid
from itucovid.model import Initiative
from itucovid.terminal import Console, print_record
from tests.terminal.conftest import Load, screen


def print_first(console: Console, dataset: itucovid.Dataset) -> None:
    first: Initiative = dataset.initiatives[0]
    print_record(console, dataset.labels, first, [dataset[id_] for id_ in first.related])


WIDE = """\
New wells for the villages of the south
Clean water · programme

Over 1,200 wells in Niger, dug by the people of each village, so that clean water is
near.

When       1 March 2020 to May 2020
Partners   World Health Organization; Acme
Countries  Niger
Figures    over 1,200 wells
Links      About (Wells)
           https://wells.example/about
           Map
           https://wells.example/map
Related    lamps  太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期计划
           fair  Water fair
Id         wells
"""
NARROW = """\
New wells for the villages of
the south
Clean water · programme

Over 1,200 wells in Niger, dug
by the people of each village,
so that clean water is near.

When       1 March 2020 to May
           2020
Partners   World Health
           Organization; Acme
Countries  Niger
Figures    over 1,200 wells
Links      About (Wells)
           https://wells.examp
           le/about
           Map
           https://wells.examp
           le/map
Related    lamps
           太阳能灯照亮诊所和
           学校：为村庄提供清
           洁能源的长期计划
           fair  Water fair
Id         wells
"""


@pytest.mark.parametrize(
    ("width", "expected"), [(30, NARROW), (88, WIDE), (200, WIDE)], ids=["narrow", "wide", "wider than a line of text"]
)
def test_a_record_at_a_width(three_records: itucovid.Dataset, width: int, expected: str) -> None:
    assert screen(lambda console: print_first(console, three_records), width) == expected


def test_lines_have_at_most_88_columns(load: Load) -> None:
    dataset = load(f'[[initiatives]]\nid = "a"\ntheme = "t"\ntitle = "T"\nsummary = "{"x" * 89}"\n')

    assert screen(lambda console: print_first(console, dataset), 100).splitlines()[3:5] == ["x" * 88, "x"]


def test_every_detail_and_the_place_in_the_source(load: Load) -> None:
    dataset = load("""
[document]
title = "Report"
publisher = "ITU"
date = 2021-01-11
[[themes]]
id = "t"
title = "Tea"
[[initiatives]]
id = "a"
theme = "t"
title = "T"
summary = "S"
item = 2
aliases = ["One", "Two"]
people = ["A B", "C D"]
regions = ["Africa", "Asia"]
languages = ["en", "fr"]
figures = [{ label = "cups", value = 3 }, { label = "pots", value = 4 }]
[languages]
en = { name = "English" }
fr = { name = "French" }
""")

    assert (
        screen(lambda console: print_first(console, dataset))
        == """\
T
Tea

S

Also called  One; Two
People       A B, C D
Regions      Africa, Asia
Languages    English, French
Figures      3 cups
             4 pots
Source       ITU, 11 January 2021, Tea, item 2
Id           a
"""
    )


def test_links_are_hyperlinks_with_styles_only(three_records: itucovid.Dataset) -> None:
    styled = screen(lambda console: print_first(console, three_records), colour="always")
    links = re.findall(r"\x1b\]8;id=\d+;([^\x1b]+)\x1b\\(.*?)\x1b\]8;;\x1b\\", styled)

    assert [(target, re.sub(r"\x1b\[[0-9;]*m", "", text).strip()) for target, text in links] == [
        ("https://wells.example/about", "About"),
        ("https://wells.example/about", "https://wells.example/about"),
        ("https://wells.example/map", "Map"),
        ("https://wells.example/map", "https://wells.example/map"),
    ]
    assert "\x1b" not in screen(lambda console: print_first(console, three_records))


def test_the_theme_and_the_ids_of_related_records_have_the_colours_of_themes(three_records: itucovid.Dataset) -> None:
    text = screen(lambda console: print_first(console, three_records), colour="always")

    assert "\x1b[1mNew wells for the villages of the south\x1b[0m" in text
    assert "\x1b[38;5;31mClean water\x1b[0m\x1b[2m · programme\x1b[0m" in text
    assert "\x1b[38;5;130mlamps\x1b[0m" in text
    assert "\x1b[38;5;31mfair\x1b[0m" in text
