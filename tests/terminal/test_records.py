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
    groups = group_by(dataset.contents, dataset.initiatives, FACETS[facet])
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
Id     Start       Title
────────────────────────────────────────────────────────────
wells  2020-03-01  New wells for the villages of the south
lamps  2019        太阳能灯照亮诊所和学校：为村庄提供清洁能
                   源的长期计划
fair               Water fair

3 records
""",
            id="60",
        ),
        pytest.param(
            120,
            """\
Id     Theme   Start       Title                                                 Partners   Kind       Countries
────────────────────────────────────────────────────────────────────────────────────────────────────────────────
wells  water   2020-03-01  New wells for the villages of the south               WHO, Acme  programme  Niger
lamps  energy  2019        太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期计划
fair   water               Water fair                                            WHO        event

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
        (55, "Id Start Title"),
        (62, "Id Start Title"),
        (63, "Id Theme Start Title"),
        (73, "Id Theme Start Title"),
        (74, "Id Theme Start Title Partners"),
        (84, "Id Theme Start Title Partners"),
        (85, "Id Theme Start Title Partners Kind"),
        (95, "Id Theme Start Title Partners Kind"),
        (96, "Id Theme Start Title Partners Kind Countries"),
    ],
)
def test_columns_are_added_one_by_one_as_the_width_grows(
    three_records: itucovid.Dataset, width: int, columns: str
) -> None:
    header = screen(lambda console: print_all(console, three_records), width).splitlines()[0]

    assert header.split() == (columns.split() or ["wells"])


def test_a_field_that_no_record_has_is_no_column(load: Load) -> None:
    dataset = load('[[initiatives]]\nid = "a"\ntheme = "t"\ntitle = "Tea"\nsummary = "S"\n')

    assert (
        screen(lambda console: print_all(console, dataset))
        == "Id  Theme  Title\n────────────────\na   t      Tea\n\n1 record\n"
    )


@pytest.mark.parametrize(("width", "columns"), [(34, "Id Theme Start Title"), (35, "Id Theme Start Title Kind")])
def test_a_column_is_as_wide_as_its_heading(load: Load, width: int, columns: str) -> None:
    dataset = load(
        '[[initiatives]]\nid = "a"\ntheme = "t"\ntitle = "Tea"\nsummary = "S"\nkind = "event"\nstart = 2020-01-01\n'
    )

    assert screen(lambda console: print_all(console, dataset), width).splitlines()[0].split() == columns.split()


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


@pytest.mark.parametrize(
    ("facet", "expected"),
    [
        (
            "theme",
            """\
Clean water (2)
wells  2020-03-01  New wells for the villages of the south
fair               Water fair

Energy (1)
lamps  2019        太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期计划

3 records
""",
        ),
        (
            "partner",
            """\
World Health Organization (2)
wells  water   2020-03-01  New wells for the villages of the south
fair   water               Water fair

Acme (1)
wells  water   2020-03-01  New wells for the villages of the south

no partner (1)
lamps  energy  2019        太阳能灯照亮诊所和学校：为村庄提供清洁能源的长期计划

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
    groups = group_by(three_records.contents, three_records.initiatives[:1], FACETS["kind"])

    def view(console: Console) -> None:
        print_groups(console, three_records.labels, FACETS["kind"], groups, None, 2, 3)

    assert screen(view).splitlines()[-1] == "1 of 2 found, 3 records in all"


def test_no_records() -> None:
    labels = itucovid.load().labels

    assert screen(lambda console: print_list(console, labels, [], None, 0, 28)) == "No records.\n"
    assert screen(lambda console: print_groups(console, labels, FACETS["kind"], [], None, 0, 28)) == "No records.\n"


def test_an_id_and_a_theme_have_the_colour_of_the_theme(three_records: itucovid.Dataset) -> None:
    text = screen(lambda console: print_all(console, three_records, "id,theme,theme_title,kind"), colour="always")

    assert [line for line in text.splitlines() if "fair" in line] == [
        "\x1b[38;5;31mfair \x1b[0m  \x1b[38;5;31mwater   \x1b[0m  \x1b[38;5;31mClean water\x1b[0m  event"
    ]
    assert "\x1b[38;5;130mlamps\x1b[0m" in text


def test_a_heading_of_a_group_has_the_colour_of_its_theme(three_records: itucovid.Dataset) -> None:
    by_theme = screen(lambda console: print_grouped(console, three_records, "theme"), colour="always")
    by_kind = screen(lambda console: print_grouped(console, three_records, "kind"), colour="always")

    assert by_theme.splitlines()[0] == "\x1b[1;38;5;31mClean water\x1b[0m\x1b[2;38;5;31m (2)\x1b[0m"
    assert by_kind.splitlines()[0] == "\x1b[1mevent\x1b[0m\x1b[2m (1)\x1b[0m"


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_ids_of_the_bundled_dataset_are_on_one_line(dataset: itucovid.Dataset, width: int) -> None:
    lines = screen(lambda console: print_all(console, dataset), width).splitlines()

    assert {record.id for record in dataset} <= {line.split("  ")[0] for line in lines}
