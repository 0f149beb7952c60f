"""What most likely is wrong with a file that is not TOML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import itucovid
from itucovid.storage.loader import parse_file

RECORD = '[[initiatives]]\nid = "a"\ntheme = "t"\ntitle = "T"\n'


def error(path: Path) -> str:
    with pytest.raises(itucovid.InvalidDatasetError) as raised:
        parse_file(path)
    (issue,) = raised.value.issues
    return str(issue).removeprefix(f"{path}:").removeprefix(" error: ").replace(" error: ", " ")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kind = “x”", '5: “ (U+201C) is a typographic quotation mark: type " instead'),
        ("kind = „x“", '5: „ (U+201E) is a typographic quotation mark: type " instead'),
        ("kind = «x»", '5: « (U+00AB) is a typographic quotation mark: type " instead'),
        ('kind = "x”', '5: ” (U+201D) is a typographic quotation mark: type " instead'),
        ('people = ["x", ‘y’]', '5: ‘ (U+2018) is a typographic quotation mark: type " instead'),
        ('\u00a0kind = "x"', "5: an invisible character, U+00A0 (no-break space), stands before 'kind'"),
        ('kind\u200b = "x"', "5: an invisible character, U+200B (zero width space), stands before '='"),
        ('kind =\u2003"x"', "5: an invisible character, U+2003 (em space), stands before '\"x\"'"),
        ('kind = "x"\u00a0', "5: an invisible character, U+00A0 (no-break space), stands at the end of the line"),
        ("<<<<<<< HEAD", "5: a merge conflict was not resolved here (<<<<<<< HEAD)"),
        ("=======", "5: a merge conflict was not resolved here (=======)"),
        (">>>>>>> branch", "5: a merge conflict was not resolved here (>>>>>>> branch)"),
        ('title = "U"', "5: title is there twice; first in line 4"),
        ('"id" = "U"', "5: id is there twice; first in line 2"),
        ('summary = """\nx\n"""\nsummary = "y"', "8: summary is there twice; first in line 5"),
        ("[document]\ntitle = 'x'\n[document]", "7: [document] is there twice; first in line 5"),
    ],
)
def test_a_mistake_is_named_instead_of_the_rule_of_toml(
    dataset_file: Callable[[str], Path], line: str, expected: str
) -> None:
    assert error(dataset_file(f"{RECORD}{line}\n")) == expected


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("item = 19,000,000", "a number has no separators: 19000000 or 19_000_000"),
        ("item = 1.500.000", "a number has no separators: 1500000 or 1_500_000"),
        ("item = 19 000", "a number has no separators: 19000 or 19_000"),
        ("figures = [{ label = 'x', value = 1,500 }]", "a number has no separators: 1500 or 1_500"),
        ("item = 12,5", "write a decimal point, not a comma"),
        (r'summary = "C:\Users"', r"a backslash is written \\, or the text in '...'"),
        (r'summary = "a \d"', r"a backslash is written \\, or the text in '...'"),
        ("start = 2020-02-30", "February 2020 has 29 days"),
        ("start = 2021-02-29", "February 2021 has 28 days"),
        ("end = 2020-13-01", "there is no month 13"),
        ("end = 2020-4-5", "write two digits: 2020-04-05"),
        ("end = 16.11.2020", "write dates as YYYY-MM-DD"),
        ("end = 16/11/2020", "write dates as YYYY-MM-DD"),
        ("end = 2020-05", 'write a month in quotes: "2020-03"'),
        ("end = null", "there is no empty value: leave the line out"),
        ("end = None", "there is no empty value: leave the line out"),
        ("end =", "there is no empty value: leave the line out"),
        ("private = True", "write true or false, in small letters"),
        ('summary: "x"', "write = instead of :"),
        ("summary = Some text", "expected a value, text in quotes"),
        ('people = ["a" "b"]', "missing comma or closing bracket?"),
        ('summary = "x', "missing closing quote?"),
    ],
)
def test_the_message_of_the_parser_gets_a_hint(dataset_file: Callable[[str], Path], line: str, hint: str) -> None:
    message = error(dataset_file(f"{RECORD}{line}\n"))
    assert message.startswith("5: not TOML: ")
    assert message.endswith(f"); {hint}")


@pytest.mark.parametrize("table", ["initiatives", "themes", "organisations"])
def test_single_brackets_are_reported_where_they_are(dataset_file: Callable[[str], Path], table: str) -> None:
    entry = f'[{table}]\nid = "a"\n'
    expected = f"entries of {table} begin with [[{table}]], two brackets"
    assert error(dataset_file(f"{entry}{entry}")) == f"1: {expected}"
    assert error(dataset_file(f'[[{table}]]\nid = "a"\n{entry}')) == f"3: {expected}"
    assert error(dataset_file(f"{entry}[{entry.replace(']', ']]', 1)}")) == f"1: {expected}"


IMPORT = "a dataset is TOML: convert it with itucovid import"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", b"id,title\n1,x\n", f"a table of separated values (CSV or TSV); {IMPORT}"),
        ("a.txt", b"Ref;Title;Start\n1;x;2020\n", f"a table of separated values (CSV or TSV); {IMPORT}"),
        (
            "a.csv",
            "Réf;Titre;Début\n1;é;2020\n".encode("cp1252"),
            f"a table of separated values (CSV or TSV); {IMPORT}",
        ),
        ("a.json", b'[\n  {"id": "x"}\n]\n', f"JSON; {IMPORT}"),
        ("a", b'{"id": "x"}\n{"id": "y"}\n', f"JSON; {IMPORT}"),
        ("a.xlsx", b"PK\x03\x04\xff", f"a spreadsheet, or another binary file; {IMPORT}"),
        ("a.toml", b"\xd0\xcf\x11\xe0\xa1", f"a spreadsheet, or another binary file; {IMPORT}"),
        ("a.html", b"<!DOCTYPE html>\n<p>", "HTML or XML; a dataset is TOML"),
        ("a.yaml", b"title: x\n", "YAML; a dataset is TOML"),
        ("a.pdf", b"%PDF-1.7\n\xff", "a PDF file; a dataset is TOML"),
    ],
)
def test_another_format_is_named(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert error(path) == expected


def test_quotation_marks_and_blanks_within_texts_are_no_mistakes(dataset_file: Callable[[str], Path]) -> None:
    text = RECORD + "summary = \"“a”\u00a0<<<<<<< b\" # “c”\npeople = ['«d»']\nkind = Platform\n"
    assert error(dataset_file(text)) == "7: not TOML: Invalid value (column 8); expected a value, text in quotes"
