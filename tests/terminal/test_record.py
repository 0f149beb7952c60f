"""Records in full."""

from __future__ import annotations

import re

import pytest

import itucovid
from itucovid.terminal import print_records
from tests.conftest import MINIMAL
from tests.terminal.conftest import Load, View, screen


def records(dataset: itucovid.Dataset, number: int = 1) -> View:
    """The view of the first records of a dataset."""
    return lambda console: print_records(console, dataset.labels, dataset.initiatives[:number], dataset.__getitem__)


WIDE = """\
New wells for the villages of the south
Clean water · programme

Over 1,200 wells in Niger, dug by the people of each village, so that clean water is
near.

When       1 March 2020 to May 2020
Partners   World Health Organization (WHO); Acme
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
           Organization (WHO);
           Acme
Countries  Niger
Figures    over 1,200 wells
Links      About (Wells)
           https://wells.example/about
           Map
           https://wells.example/map
Related    lamps  太阳能灯照亮
           诊所和学校：为村庄
           提供清洁能源的长期
           计划
           fair  Water fair
Id         wells
"""
NARROWEST = """\
New wells for the
villages of the
south
Clean water ·
programme

Over 1,200 wells in
Niger, dug by the
people of each
village, so that
clean water is near.

When
  1 March 2020 to
  May 2020
Partners
  World Health
  Organization
  (WHO); Acme
Countries
  Niger
Figures
  over 1,200 wells
Links
  About (Wells)
  https://wells.example/about
  Map
  https://wells.example/map
Related
  lamps  太阳能灯照
  亮诊所和学校：为村
  庄提供清洁能源的长
  期计划
  fair  Water fair
Id
  wells
"""


@pytest.mark.parametrize(
    ("width", "expected"),
    [(20, NARROWEST), (30, NARROW), (88, WIDE), (200, WIDE)],
    ids=["too narrow for columns", "narrow", "wide", "wider than a line of text"],
)
def test_a_record_at_a_width(three_records: itucovid.Dataset, width: int, expected: str) -> None:
    assert screen(records(three_records), width) == expected


def test_lines_have_at_most_88_columns(load: Load) -> None:
    dataset = load(f'[[initiatives]]\nid = "a"\ntheme = "t"\ntitle = "T"\nsummary = "{"x" * 89}"\n')

    assert screen(records(dataset), 100).splitlines()[3:5] == ["x" * 88, "x"]


FULL = """
[dataset]
note = "Own words. See https://tea.example/note."
[document]
title = "Report"
publisher = "ITU"
date = 2021-01-11
source = "https://itu.example/report"
[[themes]]
id = "t"
title = "Tea"
[[organisations]]
id = "who"
name = "World Health Organization"
[[organisations]]
id = "acme"
name = "Acme"
[[organisations]]
id = "ajax"
name = "Ajax"
[[initiatives]]
id = "a"
theme = "t"
title = "T"
item = 2
start = 2020-03-23
date_note = "launch"
status = "ongoing"
aliases = ["One", "Two"]
partners = ["who"]
mentions = ["acme", "ajax"]
people = ["A B", "C D"]
regions = ["Africa", "Asia"]
languages = ["en", "fr"]
figures = [{ label = "cups", value = 3 }, { label = "pots", value = 1500000000 }]
[[initiatives]]
id = "b"
theme = "t"
title = "U"
summary = "S"
"""


def test_every_detail_the_source_and_the_note_of_the_dataset(load: Load) -> None:
    assert (
        screen(records(load(FULL), 2), 50)
        == """\
T
Tea

Also called  One; Two
When         23 March 2020 (launch)
Status       ongoing as of 11 January 2021
Partners     World Health Organization
Mentions     Acme; Ajax
People       A B, C D
Regions      Africa, Asia
Languages    English, French
Figures      3 cups
             1.5 billion pots
Source       ITU: Report, 11 January 2021, Tea,
             item 2
             https://itu.example/report
Id           a

──────────────────────────────────────────────────

U
Tea

S

When    not dated in the document
Source  ITU: Report, 11 January 2021, Tea
        https://itu.example/report
Id      b

Own words. See https://tea.example/note.
"""
    )


def test_a_minimal_record_has_no_empty_lines_and_no_note(load: Load) -> None:
    assert (
        screen(records(load(MINIMAL)))
        == "The first\ntesting\n\nA record with nothing but what is required.\n\nId  one\n"
    )


def test_the_source_without_publisher_date_and_address(load: Load) -> None:
    dataset = load('[document]\ntitle = "Report"\n' + MINIMAL)

    assert screen(records(dataset)).splitlines()[-2:] == ["Source  Report, testing", "Id      one"]


@pytest.mark.parametrize(
    ("summary", "lines"),
    [
        (r"One\nTwo\n\nThree\n", ["One", "Two", "", "Three"]),
        (r"One\r\n  Two", ["One", "  Two"]),
        (r"One\tTwo\u001b[31m", ["One Two\ufffd[31m"]),
    ],
    ids=["line breaks", "of Windows, and an indent", "control characters"],
)
def test_the_lines_of_a_summary_are_kept(load: Load, summary: str, lines: list[str]) -> None:
    dataset = load(MINIMAL.replace("A record with nothing but what is required.", summary))

    assert screen(records(dataset)).splitlines()[3:-2] == lines


@pytest.mark.slow
@pytest.mark.parametrize("width", [16, 40, 60, 80, 200])
def test_an_address_is_on_one_line_at_any_width(dataset: itucovid.Dataset, width: int) -> None:
    words = set(screen(records(dataset, len(dataset)), width).split())

    assert {link.url for record in dataset for link in record.links} <= words
    assert dataset.document is not None
    assert dataset.document.source in words


def test_links_are_hyperlinks_with_styles_only(three_records: itucovid.Dataset) -> None:
    styled = screen(records(three_records), colour="always")
    links = re.findall(r"\x1b\]8;id=\d+;([^\x1b]+)\x1b\\(.*?)\x1b\]8;;\x1b\\", styled)

    assert links == [
        ("https://wells.example/about", "About"),
        ("https://wells.example/about", "https://wells.example/about"),
        ("https://wells.example/map", "Map"),
        ("https://wells.example/map", "https://wells.example/map"),
    ]
    assert "\x1b" not in screen(records(three_records))


def test_a_pipe_gets_styles_but_no_hyperlinks(three_records: itucovid.Dataset) -> None:
    text = screen(records(three_records), 88, "always", is_terminal=False)

    assert "\x1b[1mNew wells" in text
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == WIDE


def test_the_title_is_bold_the_theme_coloured_and_the_note_dim(load: Load) -> None:
    lines = screen(records(load(FULL)), colour="always").splitlines()

    assert lines[:2] == ["\x1b[1mT\x1b[0m", "\x1b[36mTea\x1b[0m"]
    assert lines[-1] == "\x1b[2mOwn words. See https://tea.example/note.\x1b[0m"
