"""The hits of a search: highlights, excerpts, corrections."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

import itucovid
from itucovid.terminal import Console, print_hits
from tests.conftest import MINIMAL
from tests.terminal.conftest import Load, View, screen

TRANSLATED = (
    MINIMAL
    + """
[initiatives.translations]
fr = { title = "Le premier", keywords = ["forage"] }
ar = { title = "الأول" }
"""
)


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("premier", ["one  Le [premier]", "     testing"]),
        ("first", ["one  Le premier", "     title: The [first]", "     testing"]),
        ("forage", ["one  Le premier", "     keyword in French: [forage]", "     testing"]),
        ("الأول", ["one  Le premier", "     title in Arabic: [الأول]", "     testing"]),
    ],
)
def test_a_hit_has_the_title_in_the_language_and_what_matches_besides_it(
    load: Load, query: str, lines: list[str]
) -> None:
    assert screen(hits(load(TRANSLATED).localised("fr"), query)).splitlines()[:-2] == lines


def hits(dataset: itucovid.Dataset, query: str, limit: int | None = None) -> View:
    results = dataset.search(query)

    def view(console: Console) -> None:
        print_hits(console, dataset.labels, results.hits[:limit], results, len(dataset))

    return view


@pytest.mark.parametrize(
    ("query", "width", "expected"),
    [
        pytest.param(
            "wellls niger",
            60,
            """\
showing results for wells instead of 'wellls'
wells  New [wells] for the villages of the south
       Over 1,200 [wells] in [Niger], dug by the people of …
       Clean water · 1 March 2020 to May 2020

1 of 3 records
""",
            id="a correction, and an excerpt",
        ),
        pytest.param(
            "wellls niger",
            46,
            """\
showing results for wells instead of 'wellls'
wells
  New [wells] for the villages of the south
  Over 1,200 [wells] in [Niger], dug by the …
  Clean water · 1 March 2020 to May 2020

1 of 3 records
""",
            id="a terminal too narrow for two columns",
        ),
        pytest.param(
            "wellls niger",
            47,
            """\
showing results for wells instead of 'wellls'
wells  New [wells] for the villages of the
       south
       Over 1,200 [wells] in [Niger], dug by …
       Clean water · 1 March 2020 to May 2020

1 of 3 records
""",
            id="the narrowest terminal with two columns",
        ),
        pytest.param(
            "who",
            60,
            """\
wells  New wells for the villages of the south
       partner: [WHO]
       Clean water · 1 March 2020 to May 2020
fair   Water fair
       partner: [WHO]
       Clean water

2 of 3 records
""",
            id="a partner, named before the excerpt",
        ),
        pytest.param(
            "lamps",
            60,
            """\
lamps  太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期计划
       [Lamps] for clinics.
       Energy · 2019

1 of 3 records
""",
            id="a summary, rather than the id",
        ),
        pytest.param(
            "fair village",
            60,
            """\
fair   Water [fair]
       A [fair].
       Clean water
wells  New wells for the [villages] of the south
       … the people of each [village], so that clean water …
       Clean water · 1 March 2020 to May 2020

2 of 3 records
""",
            id="ids of different lengths",
        ),
    ],
)
def test_hits_at_a_width(three_records: itucovid.Dataset, query: str, width: int, expected: str) -> None:
    assert screen(hits(three_records, query), width) == expected


def test_a_title_in_chinese_is_wrapped_by_its_rules(load: Load) -> None:
    title = "信息社会世界峰会全球网络复原力平台"
    dataset = load(TRANSLATED.replace("Le premier", f"{title}（WELLS-1）")).localised("fr")

    assert screen(hits(dataset, "forage"), 45).splitlines()[:2] == [f"one  {title}", "     （WELLS-1）"]


def test_a_title_match_alone_has_no_excerpt(load: Load) -> None:
    dataset = load(MINIMAL.replace("The first", "Tea ceremony"))

    assert screen(hits(dataset, "ceremony")) == "one  Tea [ceremony]\n     testing\n\n1 record\n"


@pytest.mark.parametrize(
    ("fields", "excerpt"),
    [
        ('aliases = ["Cup of tea"]', "also called: Cup of [tea]"),
        ('people = ["Tea Smith"]', "person: [Tea] Smith"),
        ('regions = ["Tea hills"]', "region: [Tea] hills"),
        ('keywords = ["tea"]', "keyword: [tea]"),
        ('figures = [{ label = "cups of tea", value = 3 }]', "figure: 3 cups of [tea]"),
        ('partners = ["Tea board"]', "partner: [Tea] board"),
        ('mentions = ["Tea board"]', "mentioned: [Tea] board"),
        ('countries = ["FRA"]\n[countries]\nFRA = { name = "Tea land" }', "country: [Tea] land"),
        ('languages = ["fr"]\n[languages]\nfr = { name = "Tea talk" }', "language: [Tea] talk"),
    ],
    ids=lambda value: value.partition(" ")[0],
)
def test_an_excerpt_names_its_field(load: Load, fields: str, excerpt: str) -> None:
    assert screen(hits(load(MINIMAL + fields), "tea")).splitlines()[1].strip() == excerpt


def test_an_excerpt_on_a_narrow_terminal_has_a_few_words(load: Load) -> None:
    alias = "The society of those who drink tea in the gardens of the south"

    assert screen(hits(load(MINIMAL + f'aliases = ["{alias}"]'), "tea"), 22).splitlines()[:4] == [
        "one",
        "  The first",
        "  also called: … drink",
        "  [tea] in the …",
    ]


def test_an_excerpt_leaves_space_for_the_name_of_its_field(load: Load) -> None:
    alias = "The society of those who drink tea in the gardens of the south"

    assert screen(hits(load(MINIMAL + f'aliases = ["{alias}"]'), "tea"), 56).splitlines()[1] == (
        "     also called: … who drink [tea] in the gardens …"
    )


@pytest.mark.parametrize(
    ("query", "excerpt"),
    [
        ("april", "date: [1 March to 2 June 2020] (2020-03-01/2020-06-02)"),
        ("titre", "title in French: Le [titre]"),
        ("школа", "keyword in Russian: [школа]"),
    ],
)
def test_an_excerpt_of_a_date_or_translation(load: Load, query: str, excerpt: str) -> None:
    translations = 'translations = { fr = { title = "Le titre" }, ru = { keywords = ["школа"] } }\n'
    dataset = load(MINIMAL + "start = 2020-03-01\nend = 2020-06-02\n" + translations)

    assert screen(hits(dataset, query)).splitlines()[1].strip() == excerpt


def test_the_summary_explains_a_hit_rather_than_a_keyword_with_as_many_words(load: Load) -> None:
    dataset = load(MINIMAL.replace("A record", "A cup of tea") + 'aliases = ["Tea"]\nkeywords = ["tea"]\n')

    assert screen(hits(dataset, "tea")).splitlines()[1].strip().startswith("A cup of [tea]")


def test_the_field_with_the_most_different_words_explains_a_hit(load: Load) -> None:
    dataset = load(MINIMAL.replace("A record", "Tea, tea and tea") + 'keywords = ["green tea"]\n')

    assert screen(hits(dataset, "green tea")).splitlines()[1].strip() == "keyword: [green] [tea]"


def test_an_excerpt_of_a_long_summary_is_cut_between_words_around_the_match(load: Load) -> None:
    summary = " ".join(f"word{number}" for number in range(200))
    (line,) = [
        line.strip()
        for line in screen(hits(load(MINIMAL.replace("A record", summary)), "word150")).splitlines()
        if "[" in line
    ]

    numbers = [int(number) for number in re.findall(r"word(\d+)", line)]
    assert re.fullmatch(r"… (word\d+ )+\[word150\] (word\d+ )+…", line)
    assert all(b - a == 1 for a, b in pairwise(numbers))
    assert 60 < len(line) < 80


@pytest.mark.parametrize(
    ("limit", "footer"), [(None, "2 of 3 records"), (1, "1 of 2 found, 3 records in all")], ids=["all", "a limit"]
)
def test_the_footer_counts_hits(three_records: itucovid.Dataset, limit: int | None, footer: str) -> None:
    assert screen(hits(three_records, "who", limit)).splitlines()[-2:] == ["", footer]


def test_a_limit_of_zero_leaves_nothing(three_records: itucovid.Dataset) -> None:
    assert screen(hits(three_records, "wells", 0)) == "No records.\n"


@pytest.mark.parametrize(
    ("options", "highlighted"),
    [
        pytest.param({"colour": "auto"}, "\x1b[1;4mwells\x1b[0m", id="styles"),
        pytest.param({"colour": "auto", "no_color": "1"}, "\x1b[1;4mwells\x1b[0m", id="styles without colours"),
        pytest.param({"colour": "auto", "term": "dumb"}, "[wells]", id="no styles"),
        pytest.param({"colour": "never"}, "[wells]", id="never"),
    ],
)
def test_a_match_is_highlighted_by_style_or_by_brackets(
    three_records: itucovid.Dataset, options: dict[str, str], highlighted: str
) -> None:
    text = screen(hits(three_records, "wells"), **options)  # type: ignore[arg-type]

    assert text.count(highlighted) == 2
    assert ("[wells]" in text) == (highlighted == "[wells]")


def test_the_title_is_bold_and_the_theme_has_its_colour(three_records: itucovid.Dataset) -> None:
    assert screen(hits(three_records, "lamps"), colour="always").splitlines()[:3] == [
        "lamps  \x1b[1m太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期计划\x1b[0m",
        "       \x1b[1;4mLamps\x1b[0m for clinics.",
        "       \x1b[35mEnergy\x1b[0m\x1b[2m · \x1b[0m\x1b[2m2019\x1b[0m",
    ]


def test_a_hit_has_the_note_of_its_date(load: Load) -> None:
    dataset = load(MINIMAL + 'start = 2020-03-01\ndate_note = "launch"\n')

    assert screen(hits(dataset, "first")).splitlines()[-3:] == ["     testing · 1 March 2020 (launch)", "", "1 record"]
