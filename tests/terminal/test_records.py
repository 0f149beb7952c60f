"""Lists of records: columns by width, groups, footers."""

from __future__ import annotations

import pytest

import itucovid
from itucovid.facets import FACETS
from itucovid.fields import choose_fields
from itucovid.stats import group_by
from itucovid.terminal import Console, print_groups, print_list
from tests.terminal.conftest import Load, screen


def print_all(console: Console, dataset: itucovid.Dataset, fields: str | None = None) -> None:
    records = dataset.initiatives
    columns = choose_fields(fields) if fields else None
    print_list(console, dataset.labels, records, columns, len(records), len(records))


def print_grouped(console: Console, dataset: itucovid.Dataset, facet: str, fields: str | None = None) -> None:
    groups = group_by(dataset.contents, dataset.labels, dataset.initiatives, FACETS[facet])
    columns = choose_fields(fields) if fields else None
    print_groups(console, dataset.labels, FACETS[facet], groups, columns, len(dataset), len(dataset))


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        pytest.param(
            20,
            """\
wells
  New wells for the
  villages of the
  south
lamps
  太阳能灯照亮诊所和
  学校：为村庄提供清
  洁能源的长期计划
fair
  Water fair

3 records
""",
            id="20",
        ),
        pytest.param(
            31,
            """\
Id     Title
───────────────────────────────
wells  New wells for the
       villages of the south
lamps  太阳能灯照亮诊所和学校：
       为村庄提供清洁能源的长期
       计划
fair   Water fair

3 records
""",
            id="31",
        ),
        pytest.param(
            60,
            """\
Id     Title                                      Start
────────────────────────────────────────────────────────────
wells  New wells for the villages of the south    2020-03-01
lamps  太阳能灯照亮诊所和学校：为村庄提供清洁能   2019
       源的长期计划
fair   Water fair

3 records
""",
            id="60",
        ),
        pytest.param(
            120,
            """\
Id     Title                                                 Start       Theme   Kind       Partners   Countries
────────────────────────────────────────────────────────────────────────────────────────────────────────────────
wells  New wells for the villages of the south               2020-03-01  water   programme  WHO, Acme  Niger
lamps  太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期计划  2019        energy
fair   Water fair                                                        water   event      WHO

3 records
""",
            id="120",
        ),
    ],
)
def test_a_list_at_a_width(three_records: itucovid.Dataset, width: int, expected: str) -> None:
    assert screen(lambda console: print_all(console, three_records), width) == expected


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (30, ""),
        (31, "Id Title"),
        (54, "Id Title"),
        (55, "Id Title Start"),
        (62, "Id Title Start"),
        (63, "Id Title Start Theme"),
        (85, "Id Title Start Theme"),
        (86, "Id Title Start Theme Kind"),
        (96, "Id Title Start Theme Kind"),
        (97, "Id Title Start Theme Kind Partners"),
        (107, "Id Title Start Theme Kind Partners"),
        (108, "Id Title Start Theme Kind Partners Countries"),
    ],
)
def test_columns_are_added_one_by_one_as_the_width_grows(
    three_records: itucovid.Dataset, width: int, columns: str
) -> None:
    header = screen(lambda console: print_all(console, three_records), width).splitlines()[0]

    assert header.split() == (columns.split() or ["wells"])


MANY = """
[[themes]]
id = "tea"
title = "Tea"
[[themes]]
id = "talk"
title = "Talk"
"""


def many(*themes: str, dated: int = 0, kind: str = "") -> str:
    """A dataset file with a record per theme, the first of them dated."""
    return MANY + "".join(
        f'[[initiatives]]\nid = "r{number}"\ntheme = "{theme}"\ntitle = "{"A title " * 4}"\nsummary = "S"\n'
        + ("start = 2020-01-01\n" if number < dated else "")
        + (f'kind = "{kind}"\n' if kind else "")
        for number, theme in enumerate(themes)
    )


@pytest.mark.parametrize(
    ("dated", "columns"),
    [(4, "Id Title Start"), (2, "Id Title Start"), (1, "Id Title Theme"), (0, "Id Title Theme")],
    ids=["all", "half", "fewer than half", "none"],
)
def test_a_field_that_few_records_have_is_the_last_column(load: Load, dated: int, columns: str) -> None:
    dataset = load(many("tea", "talk", "tea", "tea", dated=dated))

    assert screen(lambda console: print_all(console, dataset), 48).splitlines()[0].split() == columns.split()


@pytest.mark.parametrize(
    ("themes", "columns", "footer"),
    [
        (["tea", "tea"], "Id Title Kind", "2 records; theme: Tea"),
        (["tea", "talk"], "Id Title Theme Kind", "2 records"),
        (["tea"], "Id Title Theme Kind", "1 record"),
    ],
    ids=["one theme of several", "several themes", "one record"],
)
def test_the_footer_has_the_theme_that_all_records_have(
    load: Load, themes: list[str], columns: str, footer: str
) -> None:
    dataset = load(many(*themes, kind="event"))
    lines = screen(lambda console: print_all(console, dataset)).splitlines()

    assert (lines[0].split(), lines[-1]) == (columns.split(), footer)


def test_a_dataset_with_one_theme_has_no_theme_in_the_footer(load: Load) -> None:
    dataset = load(
        many("tea", "tea").partition('[[themes]]\nid = "talk"')[0] + many("tea", "tea").partition('"Talk"')[2]
    )

    assert screen(lambda console: print_all(console, dataset)).splitlines()[-1] == "2 records"


def test_a_field_that_no_record_has_is_no_column(load: Load) -> None:
    dataset = load('[[initiatives]]\nid = "a"\ntheme = "t"\ntitle = "Tea"\nsummary = "S"\n')

    assert (
        screen(lambda console: print_all(console, dataset))
        == "Id  Title  Theme\n────────────────\na   Tea    t\n\n1 record\n"
    )


@pytest.mark.parametrize(("width", "columns"), [(34, "Id Title Start Theme"), (35, "Id Title Start Theme Kind")])
def test_a_column_is_as_wide_as_its_heading(load: Load, width: int, columns: str) -> None:
    dataset = load(
        '[[initiatives]]\nid = "a"\ntheme = "t"\ntitle = "Tea"\nsummary = "S"\nkind = "event"\nstart = 2020-01-01\n'
    )

    assert screen(lambda console: print_all(console, dataset), width).splitlines()[0].split() == columns.split()


@pytest.mark.parametrize(("width", "lines"), [(64, 2), (63, 3)], ids=["on one line", "folded"])
def test_a_list_of_values_gets_the_space_that_is_left(load: Load, width: int, lines: int) -> None:
    dataset = load(
        '[[initiatives]]\nid = "a"\ntheme = "t"\ntitle = "Tea"\nsummary = "S"\n'
        'partners = ["One of three", "Two of three", "The third of three"]\n'
    )

    shown = screen(lambda console: print_all(console, dataset), width).rpartition("\n\n")[0]
    assert len(shown.splitlines()[1:]) == lines


def test_given_fields_are_the_columns_at_any_width(three_records: itucovid.Dataset) -> None:
    assert (
        screen(lambda console: print_all(console, three_records, "start,id,title,country_names"), 50)
        == """\
Start       Id     Title                 Countries
──────────────────────────────────────────────────
2020-03-01  wells  New wells for the     Niger
                   villages of the
                   south
2019        lamps  太阳能灯照亮诊所和学
                   校：为村庄提供清洁能
                   源的长期计划
            fair   Water fair

3 records
"""
    )


ADDRESSES = """\
Id     wells
Links  https://wells.example/about
       https://wells.example/map

Id     lamps

Id     fair

3 records
"""


@pytest.mark.parametrize(
    ("fields", "width", "expected"),
    [
        pytest.param(
            "id,links",
            35,
            """\
Id     Links
───────────────────────────────────
wells  https://wells.example/about,
       https://wells.example/map
lamps
fair

3 records
""",
            id="an address and its comma fit",
        ),
        pytest.param("id,links", 34, ADDRESSES, id="an address and its comma do not fit"),
        pytest.param("id,links", 25, ADDRESSES, id="an address is wider than the terminal"),
        pytest.param(
            "title,start,partner_names,kind,id",
            64,
            """\
Title             Start       Partners          Kind       Id
────────────────────────────────────────────────────────────────
New wells for     2020-03-01  World Health      programme  wells
the villages of               Organization,
the south                     Acme
太阳能灯照亮诊所  2019                                     lamps
和学校：为村庄提
供清洁能源的长期
计划
Water fair                    World Health      event      fair
                              Organization

3 records
""",
            id="every column has the least width",
        ),
        pytest.param(
            "title,start,partner_names,kind,id",
            63,
            """\
Title     New wells for the villages of the south
Start     2020-03-01
Partners  World Health Organization, Acme
Kind      programme
Id        wells

Title     太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期计划
Start     2019
Id        lamps

Title     Water fair
Partners  World Health Organization
Kind      event
Id        fair

3 records
""",
            id="a column would be narrower",
        ),
    ],
)
def test_given_fields_are_below_each_other_if_their_columns_do_not_fit(
    three_records: itucovid.Dataset, fields: str, width: int, expected: str
) -> None:
    assert screen(lambda console: print_all(console, three_records, fields), width) == expected


def test_groups_with_given_fields_that_do_not_fit(three_records: itucovid.Dataset) -> None:
    assert (
        screen(lambda console: print_grouped(console, three_records, "theme", "id,title"), 22)
        == """\
Clean water (2)
Id
  wells
Title
  New wells for the
  villages of the
  south

Id
  fair
Title
  Water fair

Energy (1)
Id
  lamps
Title
  太阳能灯照亮诊所和学
  校：为村庄提供清洁能
  源的长期计划

3 records
"""
    )


@pytest.mark.parametrize(
    ("facet", "expected"),
    [
        (
            "theme",
            """\
Id     Title                                             Start       Kind       Partners   Countries
────────────────────────────────────────────────────────────────────────────────────────────────────
Clean water (2)
wells  New wells for the villages of the south           2020-03-01  programme  WHO, Acme  Niger
fair   Water fair                                                    event      WHO

Energy (1)
lamps  太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期  2019
       计划

3 records
""",
        ),
        (
            "partner",
            """\
Id     Title                                                Start       Theme   Kind       Countries
────────────────────────────────────────────────────────────────────────────────────────────────────
World Health Organization (2)
wells  New wells for the villages of the south              2020-03-01  water   programme  Niger
fair   Water fair                                                       water   event

Acme (1)
wells  New wells for the villages of the south              2020-03-01  water   programme  Niger

no partner (1)
lamps  太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期计   2019        energy
       划

3 records
""",
        ),
    ],
    ids=["by theme, without a column of themes", "by partner, with a record in two groups"],
)
def test_groups_have_headings_and_aligned_columns(three_records: itucovid.Dataset, facet: str, expected: str) -> None:
    assert screen(lambda console: print_grouped(console, three_records, facet), 100) == expected


def test_groups_with_given_fields(three_records: itucovid.Dataset) -> None:
    assert (
        screen(lambda console: print_grouped(console, three_records, "theme", "kind,id,theme"))
        == """\
Clean water (2)
programme  wells  water
event      fair   water

Energy (1)
           lamps  energy

3 records
"""
    )


def test_groups_on_a_narrow_terminal(three_records: itucovid.Dataset) -> None:
    assert (
        screen(lambda console: print_grouped(console, three_records, "kind"), 20)
        == """\
event (1)
fair
  Water fair

programme (1)
wells
  New wells for the
  villages of the
  south

no kind (1)
lamps
  太阳能灯照亮诊所和
  学校：为村庄提供清
  洁能源的长期计划

3 records
"""
    )


def test_the_footer_of_groups_with_a_limit(three_records: itucovid.Dataset) -> None:
    groups = group_by(three_records.contents, three_records.labels, three_records.initiatives[:1], FACETS["kind"])

    def view(console: Console) -> None:
        print_groups(console, three_records.labels, FACETS["kind"], groups, None, 2, 3)

    assert screen(view).splitlines()[-1] == "1 of 2 found, 3 records in all"


def test_no_records() -> None:
    labels = itucovid.load().labels

    assert screen(lambda console: print_list(console, labels, [], None, 0, 28)) == "No records.\n"
    assert screen(lambda console: print_groups(console, labels, FACETS["kind"], [], None, 0, 28)) == "No records.\n"


def test_a_theme_has_its_colour(three_records: itucovid.Dataset) -> None:
    text = screen(lambda console: print_all(console, three_records, "id,theme,theme_title,kind"), colour="always")

    assert [line for line in text.splitlines() if "fair" in line] == [
        "fair   \x1b[36mwater   \x1b[0m  \x1b[36mClean water\x1b[0m  event"
    ]
    assert "\x1b[35menergy" in text


@pytest.mark.parametrize("facet", ["theme", "kind"])
def test_a_heading_of_a_group_is_bold(three_records: itucovid.Dataset, facet: str) -> None:
    text = screen(lambda console: print_grouped(console, three_records, facet), colour="always")

    heading = {"theme": "Clean water\x1b[0m\x1b[2m (2)", "kind": "event\x1b[0m\x1b[2m (1)"}[facet]
    assert text.splitlines()[2] == f"\x1b[1m{heading}\x1b[0m"


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_ids_of_the_bundled_dataset_are_on_one_line(dataset: itucovid.Dataset, width: int) -> None:
    lines = screen(lambda console: print_all(console, dataset), width).splitlines()

    assert {record.id for record in dataset} <= {line.split("  ")[0] for line in lines}


@pytest.mark.parametrize(("width", "lines"), [(80, 36), (120, 30)])
def test_most_titles_of_the_bundled_dataset_are_on_one_line(dataset: itucovid.Dataset, width: int, lines: int) -> None:
    text = screen(lambda console: print_all(console, dataset), width)

    assert len(text.rpartition("\n\n")[0].splitlines()[2:]) == lines
