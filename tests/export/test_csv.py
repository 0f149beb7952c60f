"""Spreadsheet formulas in CSV and TSV."""

from __future__ import annotations

import pytest

from itucovid.model import Figure, Link, Qualifier
from tests.export.helpers import export_text, one_record


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'=", "''@"], ids=ascii
)
@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_formula_gets_an_apostrophe(name: str, start: str) -> None:
    text = f"{start}1+1"
    dataset = one_record(title=text, summary="-", people=(text, "x"), aliases=("x", text))
    quote = '"' if start in "\t\r\n" and (name, start) != ("csv", "\t") else ""
    separator, end = {"csv": (",", "\r\n"), "tsv": ("\t", "\n")}[name]
    cells = [f"{quote}'{text}{quote}", "'-", f"{quote}'{text}; x{quote}", f"{quote}x; {text}{quote}"]
    expected = separator.join(["title", "summary", "people", "aliases"]) + end + separator.join(cells) + end
    assert export_text(dataset, name, fields="title,summary,people,aliases") == expected


@pytest.mark.parametrize("text", ["plain", "'quoted'", "1-1", "a=1", "(=1)", "2020-03-01", "’=1", "−1"], ids=ascii)
def test_other_text_gets_no_apostrophe(text: str) -> None:
    dataset = one_record(title=text, people=(text,))
    assert export_text(dataset, "csv", fields="title,people") == f"title,people\r\n{text},{text}\r\n"


ONE = (Figure(value=-5, label="x"),)
TWO = (Figure(value=-5, label="x"), Figure(value=2.5, label="y"))


@pytest.mark.parametrize(
    ("figures", "delimiter", "explode", "cell"),
    [
        pytest.param(ONE, "; ", None, "-5", id="one number"),
        pytest.param(ONE, "; ", "figures", "-5", id="exploded number"),
        pytest.param(TWO, "; ", None, "-5; 2.5", id="numbers separated by a semicolon"),
        pytest.param(TWO, ", ", None, '"-5, 2.5"', id="numbers separated by a comma"),
        pytest.param(TWO, " | ", None, "-5 | 2.5", id="numbers separated by a bar"),
        pytest.param(TWO, "+", None, "'-5+2.5", id="numbers that would be added"),
        pytest.param(TWO, " / ", None, "'-5 / 2.5", id="numbers that would be divided"),
    ],
)
def test_numbers_get_an_apostrophe_only_if_the_delimiter_is_an_operator(
    figures: tuple[Figure, ...], delimiter: str, explode: str | None, cell: str
) -> None:
    dataset = one_record(figures=figures)
    exported = export_text(dataset, "csv", fields="figure_values", delimiter=delimiter, explode=explode)
    assert exported == f"figure_values\r\n{cell}\r\n"


@pytest.mark.parametrize(
    ("qualifiers", "delimiter", "cell"),
    [
        ((None, "over"), "; ", "; over"),
        (("over", None), "; ", "over;"),
        ((None, None), "; ", ";"),
        ((None, "over", None), "; ", "; over;"),
        ((None, "over"), " | ", "| over"),
        (("over", None), " | ", "over |"),
        ((None, None), " | ", "|"),
    ],
)
def test_list_with_a_missing_value_at_an_end_has_no_space_there(
    qualifiers: tuple[Qualifier | None, ...], delimiter: str, cell: str
) -> None:
    dataset = one_record(figures=tuple(Figure(value=1, label="x", qualifier=qualifier) for qualifier in qualifiers))
    exported = export_text(dataset, "csv", fields="figure_qualifiers", delimiter=delimiter)
    assert exported == f"figure_qualifiers\r\n{cell}\r\n"


def test_formula_in_a_list_with_a_missing_value_gets_an_apostrophe() -> None:
    links = (Link(label="x", url="https://example.org/", publisher="=1"), Link(label="y", url="https://example.org/"))
    assert export_text(one_record(links=links), "csv", fields="link_publishers") == "link_publishers\r\n'=1;\r\n"
