"""Spreadsheet formulas in CSV, TSV and other tables of text."""

from __future__ import annotations

import re

import pytest

from itucovid.export.formats import FORMATS
from itucovid.model import Figure, Link, Qualifier
from tests.export.helpers import export_text, one_record


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'=", "''@"], ids=ascii
)
@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_formula_gets_an_apostrophe(name: str, start: str) -> None:
    text = f"{start}1+1"
    dataset = one_record(title=text, summary="-", people=(text, "x"), aliases=("x", text))
    quote = '"' if start in "\r\n" and name == "csv" else ""
    separator, end = {"csv": (",", "\r\n"), "tsv": ("\t", "\n")}[name]
    shown = text if name == "csv" else text.replace("\t", r"\t").replace("\r", r"\r").replace("\n", r"\n")
    later = "" if start in "\t\r\n" else "'"
    cells = [f"{quote}'{shown}{quote}", "'-", f"{quote}'{shown}; x{quote}", f"{quote}x; {later}{shown}{quote}"]
    expected = separator.join(["title", "summary", "people", "aliases"]) + end + separator.join(cells) + end
    assert export_text(dataset, name, fields="title,summary,people,aliases") == expected


TABLES = [name for name, format_ in FORMATS.items() if "explode" in format_.options and not format_.is_binary]


@pytest.mark.parametrize("name", TABLES)
def test_no_table_of_text_has_a_formula(name: str) -> None:
    dataset = one_record(title="=1+1", people=("@SUM(A1)", "+2"))
    exported = export_text(dataset, name, fields="title,people")
    assert re.split("[^'=+@()A-Z0-9]+", exported.splitlines()[-1]) == ["'=1+1", "'@SUM(A1)", "'+2"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Budget;=1+41;done", "Budget;'=1+41;done"),
        ("a|-1| +2|x", "a|'-1| '+2|x"),
        ("a\t@b", "a\t'@b"),
        ("Three:\n- one\n- two", "\"Three:\n'- one\n'- two\""),
        ("a, =b", '"a, \'=b"'),
        ("a,'=b", "\"a,''=b\""),
        ('a;"=b"', '"a;""\'=b"""'),
        ("a;\t=b", "a;\t'=b"),
        ("a\n\nb\r\n\r\nc", '"a\n\nb\r\n\r\nc"'),
    ],
)
def test_formula_after_a_separator_gets_an_apostrophe(text: str, cell: str) -> None:
    assert export_text(one_record(title=text), "csv", fields="title") == f"title\r\n{cell}\r\n"


@pytest.mark.parametrize(
    "text", ["plain", "'quoted'", "1-1", "a=1", "(=1)", "2020-03-01", "’=1", "−1", "a '=b", "a - b"], ids=ascii
)
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


@pytest.mark.parametrize(("separator", "quoted"), [(",", '"a; b"'), (";", '"a; b"'), ("|", "a; b")])
def test_separator_is_between_the_cells_of_csv(separator: str, quoted: str) -> None:
    dataset = one_record(title="A, B", people=("a", "b"))
    title = '"A, B"' if separator == "," else "A, B"
    people = "a; b" if separator == "," else quoted
    rows = [["title", "people", "item"], [title, people, ""]]
    expected = "".join(f"{separator.join(row)}\r\n" for row in rows)
    assert export_text(dataset, "csv", fields="title,people,item", separator=separator) == expected


def test_tsv_has_escapes_and_no_quotation_marks() -> None:
    dataset = one_record(title='The "5G" rumour', summary="a\tb\nc\\d\r\n", people=('"x"', "a;b"))
    assert export_text(dataset, "tsv", fields="id,title,summary,people") == (
        'id\ttitle\tsummary\tpeople\na\tThe "5G" rumour\ta\\tb\\nc\\\\d\\r\\n\t"x"; a\\\\;b\n'
    )
