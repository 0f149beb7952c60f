"""How records are sorted into the values of a facet, and counted by one or by two of them."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.dates import PartialDate
from itucovid.errors import UsageError, UnknownValueError
from itucovid.model import KINDS, Dataset, Initiative, Theme
from itucovid.stats import FACETS, MULTI_VALUED, choose_facets, count, cross, group

THEMES = ("water", "energy", "roads")
PAIRS = list(permutations(FACETS, 2))
some_of = st.lists(st.sampled_from("abc"), max_size=4).map(tuple)
record = st.builds(
    lambda **fields: Initiative(id="x", title="X", summary="X", **fields),
    theme=st.sampled_from(THEMES),
    kind=st.sampled_from([None, *KINDS[:3]]),
    start=st.sampled_from([None, *map(PartialDate, ("2020", "2020-03", "2020-03-01", "2020-04-30"))]),
    partners=some_of,
    countries=some_of,
    languages=some_of,
)
registers = st.lists(record, min_size=1, max_size=12).map(
    lambda records: Dataset(
        initiatives=tuple(records), themes=tuple(Theme(id=theme, title=theme.upper()) for theme in THEMES)
    )
)


@given(registers, st.sampled_from(FACETS))
def test_every_record_stands_in_a_group_and_in_the_order_in_which_it_came(dataset: Dataset, facet: str) -> None:
    groups = group(dataset, dataset.initiatives, facet)

    assert {id(r) for g in groups for r in g.records} == set(map(id, dataset.initiatives))
    for members in ([id(r) for r in g.records] for g in groups):
        assert members == [id(r) for r in dataset.initiatives if id(r) in members]
    assert [(g.value, g.name, len(g.records)) for g in groups] == count(dataset, dataset.initiatives, facet)
    assert [g.value for g in groups if not g.value] == [g.value for g in groups[-1:] if not g.value]
    if facet not in MULTI_VALUED:
        assert sum(len(g.records) for g in groups) == len(dataset.initiatives)


def test_themes_without_a_record_are_gaps_of_a_whole_register_only() -> None:
    records = [Initiative(id=theme, theme=theme, title="X", summary="X") for theme in ("water", "roads")]
    register = Dataset(initiatives=tuple(records), themes=tuple(Theme(id=theme, title=theme) for theme in THEMES))
    assert [c[::2] for c in count(dataset, records, "theme")] == [("water", 1), ("energy", 0), ("roads", 1)]
    assert [c[::2] for c in count(dataset, records[1:], "theme")] == [("roads", 1)]


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2020-03-31", None, ["2020-03"]),
        ("2020-11", "2021-02-01", ["2020-11", "2020-12", "2021-01", "2021-02"]),
        ("2020-03-01", "2020-03", ["2020-03"]),
        (None, "2020-03-05", ["2020-03"]),
        ("2020", None, ["2020"]),
        ("2019", "2020-03-05", ["2019", "2020-03"]),
        ("2020-05", "2020-03", ["2020-03", "2020-05"]),
        ("9999-11", "9999-12", ["9999-11", "9999-12"]),
        (None, None, [""]),
    ],
)
def test_a_record_counts_in_every_month_that_it_lasted(start: str | None, end: str | None, months: list[str]) -> None:
    first, last = (PartialDate(date) if date else None for date in (start, end))
    one = Initiative(id="x", theme="water", title="X", summary="X", start=first, end=last)
    register = Dataset(initiatives=(one,), themes=(Theme(id="water", title="W"),))
    assert [(g.value, len(g.records)) for g in group(dataset, [one], "month")] == [(month, 1) for month in months]


@pytest.mark.parametrize(("down", "across"), PAIRS)
@given(register=registers)
def test_a_row_of_a_cross_table_counts_the_records_of_its_value(dataset: Dataset, down: str, across: str) -> None:
    table = cross(dataset, dataset.initiatives, down, across)
    rows = list(table.rows())

    assert (table.down, table.across) == tuple(count(dataset, dataset.initiatives, facet) for facet in (down, across))
    assert [row[:2] for row in rows] == [(a.value, b.value) for a in table.down for b in table.across]
    for one in group(dataset, dataset.initiatives, down):
        numbers = {second: number for first, second, number in rows if first == one.value}
        alone = {c.value: c.records for c in count(dataset, one.records, across)}
        assert numbers == {**dict.fromkeys(numbers, 0), **alone}
        if across not in MULTI_VALUED:
            assert sum(numbers.values()) == len(one.records)


@given(registers, st.sampled_from(PAIRS))
def test_a_cross_table_turned_round_says_the_same(dataset: Dataset, facets: tuple[str, str]) -> None:
    one = cross(dataset, dataset.initiatives, *facets)
    other = cross(dataset, dataset.initiatives, *facets[::-1])

    assert {(b, a, number) for a, b, number in one.rows()} == set(other.rows())


def test_facets_are_chosen_by_their_beginning() -> None:
    assert choose_facets(["Ki", "theme"]) == ("kind", "theme")


@pytest.mark.parametrize(
    ("names", "error"),
    [(["kind"] * 2, UsageError), (["kind", "month", "theme"], UsageError), (["qqq"], UnknownValueError)],
)
def test_facets_that_make_no_table_are_refused(names: list[str], error: type[Exception]) -> None:
    with pytest.raises(error):
        choose_facets(names)
