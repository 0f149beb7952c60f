"""Warnings about corrupted texts and names that are nearly the same; what check reports beside errors."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from itucovid.model import WarningCode
from itucovid.storage.issues import Code
from itucovid.storage.lint import lint
from itucovid.storage.loader import parse_file
from tests.conftest import MINIMAL, Invoke

Write = Callable[[str], Path]


def warnings(path: Path) -> list[str]:
    issues = lint(parse_file(path), path, dt.date(2021, 1, 11))
    return [f"{issue.code} {issue.line}: {issue.text}" for issue in issues]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#REF!", "'#REF!' is an error value of a spreadsheet"),
        ("#DIV/0!", "'#DIV/0!' is an error value of a spreadsheet"),
        ("Err:502", "'Err:502' is an error value of a spreadsheet"),
        ("nan", "'nan' seems to stand for no value; leave the line out"),
        ("N/A", "'N/A' seems to stand for no value; leave the line out"),
        ("NULL", "'NULL' seems to stand for no value; leave the line out"),
        ("Ã‰tat", "'Ã‰' seems to be 'É', decoded wrongly"),
        ("an â€œofficialâ€\x9d title", "'â€œ' seems to be '“', decoded wrongly"),
        ("SantÃ©", "'Ã©' seems to be 'é', decoded wrongly"),
        ("Sant\ufffd", "has a replacement character (U+FFFD): a letter was lost when the file was converted"),
        ("a<br/>b", "'<br/>' is HTML, shown as it is"),
        ('<a href="https://x.org">b</a>', "'<a href=\"https://x.org\">' is HTML, shown as it is"),
        ("R&amp;D", "'&amp;' is an HTML entity, shown as it is"),
        ("caf&eacute;", "'&eacute;' is an HTML entity, shown as it is"),
    ],
)
def test_a_text_that_was_corrupted(dataset_file: Write, text: str, message: str) -> None:
    path = dataset_file(MINIMAL + f"aliases = [{json.dumps(text, ensure_ascii=False)}]")
    assert warnings(path) == [f"text 7: one, aliases[0]: {message}"]


@pytest.mark.parametrize(
    "text", ["É", "Água", "São Tomé", "ÂB", "#5", "Nantes", "a < b > c", "AT&T;", "R&D", "naïve", "Ÿ", "Ø-ring"]
)
def test_a_text_that_is_in_order(dataset_file: Write, text: str) -> None:
    assert warnings(dataset_file(MINIMAL + f"aliases = [{json.dumps(text, ensure_ascii=False)}]")) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('partners = ["USAID; EGAP"]', "partners[0]: 'USAID; EGAP' seems to be several values"),
        ('people = ["A | B"]', "people[0]: 'A | B' seems to be several values"),
        ('regions = ["Europe;Asia"]', "regions[0]: 'Europe;Asia' seems to be several values"),
    ],
)
def test_an_item_that_seems_to_be_several(dataset_file: Write, line: str, message: str) -> None:
    assert warnings(dataset_file(MINIMAL + line)) == [f"split 7: one, {message}"]


def two(first: str, second: str) -> str:
    record = '[[initiatives]]\nid = "{}"\ntheme = "t"\ntitle = "{}"\n{}\n'
    return record.format("a", "A", first) + record.format("b", "B", second)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (two("", "").replace('"b"', '"A"'), "same 7: A, id: differs from 'a' only in capital letters (line 2)"),
        (
            two("", "").replace('title = "A"', 'title = "Digital identity for all"').replace(
                'title = "B"', 'title = "Digital identities for all"'
            ),
            "similar 9: b, title: 'Digital identities for all' is 92% like 'Digital identity for all' (line 4)",
        ),
        (
            two('partners = ["NORAD"]', 'partners = ["Norad"]'),
            "similar 10: b, partners[0]: 'Norad' is another spelling of 'NORAD' (line 5)",
        ),
        (
            two('partners = ["European commission"]', 'mentions = ["European Commission"]'),
            "similar 10: b, mentions[0]: 'European Commission' is another spelling of 'European commission' (line 5)",
        ),
        (
            two('partners = ["Bill and Melinda Gates Foundation"]', 'partners = ["Bill & Melinda Gates Foundation"]'),
            ("similar 10: b, partners[0]: 'Bill & Melinda Gates Foundation' is 94% like "
            "'Bill and Melinda Gates Foundation' (line 5)"),
        ),
        (
            two("", "").replace('theme = "t"', 'theme = "payments"', 1).replace('theme = "t"', 'theme = "paymnets"'),
            "similar 8: b, theme: 'paymnets' is 88% like 'payments' (line 3)",
        ),
    ],
)  # fmt: skip
def test_names_that_are_nearly_the_same(dataset_file: Write, text: str, expected: str) -> None:
    assert warnings(dataset_file(text)) == [expected]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("WSIS Forum 2020", "WSIS Forum 2021"),
        ("Study group A of the assembly", "Study group B of the assembly"),
        ("Giga", "Gaga"),
        ("Schools online", "Hospitals online"),
    ],
)
def test_names_of_a_series_are_not_the_same(dataset_file: Write, first: str, second: str) -> None:
    text = two(f'partners = ["{first}"]', f'partners = ["{second}"]')
    assert warnings(dataset_file(text)) == []


@pytest.mark.parametrize(
    "line",
    [
        'links = [{ label = "x",\n  url = "https://x.org" }]',
        'links = [{ label = "x", url = "https://x.org", }]',
        'people = ["\\x41"]',
        'people = ["\\e"]',
    ],
)
def test_toml_1_1_is_not_portable(dataset_file: Write, line: str) -> None:
    (found,) = warnings(dataset_file(MINIMAL + line))
    assert found == (
        "toml 7: valid only from TOML 1.1 on: readers of TOML 1.0, such as Python's tomllib, reject the file here"
    )


WIDE = MINIMAL.replace("The first", "x" * 81)


def test_warnings_are_left_out_by_option_or_by_the_dataset(dataset_file: Write, invoke: Invoke) -> None:
    path = str(dataset_file(f'{WIDE}people = ["Ada "]\n'))
    assert invoke("check", path).stderr.count("warning: ") == 2
    assert invoke("check", path, "--ignore", "title", "--ignore", "blank", "--strict")[::2] == (
        0, f"{path}: 1 record in 1 theme, no issues\n",
    )  # fmt: skip
    dataset_file(f'[lint]\nignore = ["title"]\n{WIDE}people = ["Ada "]\n')
    assert invoke("check", path).stderr.splitlines() == [
        f"{path}:9: warning: one, people[0]: 'Ada ' has leading or trailing whitespace [blank]",
        f"{path}: 1 record in 1 theme, 1 warning",
    ]


def test_an_unknown_kind_of_warning_is_an_error(dataset_file: Write, invoke: Invoke) -> None:
    assert invoke("check", "--ignore", "titel").stderr == "error: unknown code 'titel'; did you mean title?\n"
    path = dataset_file(f'[lint]\nignore = ["titel"]\n{MINIMAL}')
    assert invoke("check", str(path)).stderr == (
        f"{path}:2: error: [lint], ignore[0]: unknown value 'titel'; did you mean title? [model]\n"
    )


def test_errors_and_warnings_are_reported_together(dataset_file: Write, invoke: Invoke) -> None:
    record = '[[initiatives]]\nid = "{}"\ntheme = "t"\ntitle = "{}"\n{}\n'
    text = (
        record.format("a", "A", 'end = "soon"\naliases = ["nan"]')
        + record.format("b", "x" * 81, 'people = ["P", "P"]')
        + record.format("c", "C", 'related = ["zzz"]')
        + record.format("d", "X" * 81, "")
    )
    path = dataset_file(text)
    assert invoke("check", str(path)).stderr.replace(str(path), "own.toml").splitlines() == [
        "own.toml:5: error: a, end: 'soon' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD [model]",
        "own.toml:6: warning: a, aliases[0]: 'nan' seems to stand for no value; leave the line out [text]",
        "own.toml:10: warning: b, title: is 81 columns wide; lists are easy to read up to 80 [title]",
        "own.toml:11: warning: b, people[1]: 'P' is duplicated [twice]",
        "own.toml:16: error: c, related[0]: unknown record 'zzz': not in [[initiatives]] [reference]",
        "own.toml:20: warning: d, title: is 81 columns wide; lists are easy to read up to 80 [title]",
        "own.toml:20: warning: d, title: duplicates the title of b [same]",
        "own.toml: 2 errors, 5 warnings",
    ]
    issues = json.loads(invoke("check", "--json", str(path)).stdout)
    assert [issue["severity"] for issue in issues].count("error") == 2


def test_private_values_are_not_repeated(dataset_file: Write, invoke: Invoke) -> None:
    declared = '[fields.a]\nprivate = true\n[fields.b]\nprivate = true\ntype = "number"\n'
    path = dataset_file(f'{declared}{MINIMAL}extra = {{ a = " SECRET; nan ", b = "SECRET" }}\n')
    result = invoke("check", str(path))
    assert (result.exit_code, "SECRET" in result.stderr) == (2, False)
    assert "extra.b: expected a number" in result.stderr


def test_every_kind_of_warning_is_a_kind_of_issue() -> None:
    assert set(get_args(WarningCode)) < set(get_args(Code))
