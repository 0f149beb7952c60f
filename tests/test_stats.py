"""Grouping and counting records by one facet, and counting them by two."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.dates import PartialDate
from itucovid.errors import UnknownValueError, UsageError
from itucovid.facets import FACETS
from itucovid.fields import Labels
from itucovid.model import KINDS, DatasetFile, Initiative, Kind, Organisation, Theme
from itucovid.stats import Count, Group, choose_facets, count_by, crosstab, group_by

if TYPE_CHECKING:
    from itucovid.facets import Facet


def record(id_: str, theme: str, kind: Kind | None = None, start: str | None = None, *partners: str) -> Initiative:
    date = PartialDate(start) if start else None
    return Initiative(id=id_, theme=theme, title="X", summary="X", kind=kind, start=date, partners=partners)


ONE = record("one", "water", "resource", "2020-05-01", "who", "itu", "who")
TWO = record("two", "roads", "event", "2020-03", "itu")
THREE = record("three", "water")
DATASET = DatasetFile(
    themes=(Theme(id="water", title="Water"), Theme(id="energy", title="Energy"), Theme(id="roads", title="Roads")),
    organisations=(Organisation(id="who", name="World Health Organization"),),
    initiatives=(ONE, TWO, THREE),
)
LABELS = Labels(DATASET)


@pytest.mark.parametrize(
    ("facet", "groups"),
    [
        ("theme", [("water", "Water", [ONE, THREE]), ("energy", "Energy", []), ("roads", "Roads", [TWO])]),
        ("kind", [("event", "event", [TWO]), ("resource", "resource", [ONE]), ("", "no kind", [THREE])]),
        (
            "partner",
            [("itu", "itu", [ONE, TWO]), ("who", "World Health Organization", [ONE]), ("", "no partner", [THREE])],
        ),
        ("month", [("2020-03", "March 2020", [TWO]), ("2020-05", "May 2020", [ONE]), ("", "no month", [THREE])]),
        ("language", [("", "no language", [ONE, TWO, THREE])]),
        ("status", [("", "no status", [ONE, TWO, THREE])]),
        ("region", [("", "no region", [ONE, TWO, THREE])]),
    ],
)
def test_records_are_grouped_and_counted_by_a_facet_those_without_a_value_last(
    facet: str, groups: list[tuple[str, str, list[Initiative]]]
) -> None:
    assert group_by(DATASET, LABELS, DATASET.initiatives, FACETS[facet]) == [Group(*group) for group in groups]
    assert count_by(DATASET, LABELS, DATASET.initiatives, FACETS[facet]) == [
        Count(value, label, len(records)) for value, label, records in groups
    ]


def test_the_themes_of_some_of_the_records_are_only_those_with_records() -> None:
    assert group_by(DATASET, LABELS, [TWO], FACETS["theme"]) == [Group("roads", "Roads", [TWO])]


def test_records_keep_their_given_order_in_a_group() -> None:
    assert group_by(DATASET, LABELS, [THREE, ONE], FACETS["theme"]) == [Group("water", "Water", [THREE, ONE])]


@pytest.mark.parametrize(
    ("facet", "records", "values"),
    [
        pytest.param(
            "kind",
            [record("a", "water", "competition"), record("b", "water", "platform"), record("c", "water", "event")],
            ["platform", "event", "competition"],
            id="kinds as in KINDS",
        ),
        pytest.param(
            "kind",
            [record("a", "water", "platform"), record("b", "water", "resource"), record("c", "water", "resource")],
            ["resource", "platform"],
            id="kinds by frequency first",
        ),
        pytest.param(
            "status",
            [
                Initiative(id=status, theme="water", title="X", status=status)
                for status in ("suspended", "ended", "ongoing", "planned")
            ],
            ["planned", "ongoing", "ended", "suspended"],
            id="statuses as in the model",
        ),
        pytest.param(
            "partner",
            [record("a", "water", None, None, "who", "x"), record("b", "water", None, None, "competition", "platform")],
            ["competition", "platform", "who", "x"],
            id="partners by label, even if named like a kind",
        ),
        pytest.param(
            "partner",
            [record("a", "water", None, None, "platform", "c"), record("b", "water", None, None, "event")],
            ["c", "event", "platform"],
            id="partners by label, not as in KINDS",
        ),
    ],
)
def test_equally_frequent_values_are_sorted(facet: str, records: list[Initiative], values: list[str]) -> None:
    assert [count.value for count in count_by(DATASET, LABELS, records, FACETS[facet])] == values


def test_equally_frequent_organisations_are_sorted_by_label_not_as_in_their_table() -> None:
    names = ["Zebra", "École", "ape", "Île", "Phase 10", "Phase 2", "Ear"]
    organisations = tuple(Organisation(id=f"o{number}", name=name) for number, name in enumerate(names))
    used = (record("x", "water", None, None, *(body.id for body in organisations)),)
    dataset = DatasetFile(organisations=organisations, initiatives=used)

    counts = count_by(dataset, Labels(dataset), dataset.initiatives, FACETS["partner"])

    assert [count.label for count in counts] == ["ape", "Ear", "École", "Île", "Phase 2", "Phase 10", "Zebra"]


def test_a_crosstab_counts_each_pair_of_values() -> None:
    table = crosstab(DATASET, LABELS, DATASET.initiatives, FACETS["theme"], FACETS["partner"])

    assert table.rows == [Count("water", "Water", 2), Count("energy", "Energy", 0), Count("roads", "Roads", 1)]
    assert table.columns == [
        Count("itu", "itu", 2), Count("who", "World Health Organization", 1), Count("", "no partner", 1),
    ]  # fmt: skip
    assert table.cells == {("water", "who"): 1, ("water", "itu"): 1, ("roads", "itu"): 1, ("water", ""): 1}
    assert list(table.pairs()) == [
        ("water", "itu", 1), ("water", "who", 1), ("water", "", 1),
        ("energy", "itu", 0), ("energy", "who", 0), ("energy", "", 0),
        ("roads", "itu", 1), ("roads", "who", 0), ("roads", "", 0),
    ]  # fmt: skip


def test_records_with_the_same_pair_of_values_add_up_in_a_crosstab() -> None:
    table = crosstab(DATASET, LABELS, [ONE, THREE, TWO, ONE], FACETS["theme"], FACETS["kind"])

    assert table.cells == {("water", "resource"): 2, ("water", ""): 1, ("roads", "event"): 1}


some_values = st.lists(st.sampled_from("abc"), max_size=4).map(tuple)
any_record = st.builds(
    lambda **fields: Initiative(id="x", title="X", summary="X", **fields),
    theme=st.sampled_from(["water", "energy", "roads"]),
    kind=st.sampled_from([None, *KINDS[:3]]),
    start=st.sampled_from([None, *map(PartialDate, ("2020", "2020-03", "2020-03-01", "2020-04-30"))]),
    partners=some_values,
    countries=some_values,
    languages=some_values,
)
datasets = st.lists(any_record, min_size=1, max_size=12).map(
    lambda records: DatasetFile(initiatives=tuple(records), themes=DATASET.themes)
)


@given(datasets, st.sampled_from(list(permutations(FACETS.values(), 2))))
def test_a_row_of_a_crosstab_counts_the_records_of_its_group(dataset: DatasetFile, facets: tuple[Facet, Facet]) -> None:
    rows, columns = facets
    table = crosstab(dataset, Labels(dataset), dataset.initiatives, rows, columns)

    for group in group_by(dataset, Labels(dataset), dataset.initiatives, rows):
        row = {column: number for value, column, number in table.pairs() if value == group.value}
        counts = {count.value: count.records for count in count_by(dataset, Labels(dataset), group.records, columns)}
        assert row == dict.fromkeys(row, 0) | counts


@pytest.mark.parametrize(
    ("names", "chosen"), [([], []), (["Ki"], ["kind"]), (["month", "theme"], ["month", "theme"])], ids=str
)
def test_facets_are_chosen_by_name_or_prefix(names: list[str], chosen: list[str]) -> None:
    assert choose_facets(names) == tuple(FACETS[name] for name in chosen)


@pytest.mark.parametrize(
    ("names", "error", "message"),
    [
        (["kind", "Kind"], UsageError, "--by kind is given twice; a cross table needs two different facets"),
        (
            ["kind", "month", "theme"],
            UsageError,
            "--by may be given once or twice, not 3 times (kind, month, theme)",
        ),
        (["kind"] * 4, UsageError, "--by may be given once or twice, not 4 times (kind, kind, kind, kind)"),
        (
            ["qqq"],
            UnknownValueError,
            "unknown facet 'qqq'; choose from theme, kind, status, country, region, partner, language, month",
        ),
    ],
    ids=["twice", "three", "four", "unknown"],
)
def test_facets_without_a_table_are_an_error(names: list[str], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        choose_facets(names)

    assert str(raised.value) == message
