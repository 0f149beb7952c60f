"""The warnings about a valid dataset: each rule with what it reports and what it does not."""

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
from tests.conftest import MINIMAL, ROOT, Invoke

Write = Callable[[str], Path]
TODAY = dt.date(2021, 1, 11)


def warnings(path: Path, today: dt.date = TODAY) -> list[tuple[str, str]]:
    """The warnings about a file, without its directory, each with its code."""
    issues = lint(parse_file(path), path, today)
    assert {issue.severity for issue in issues} <= {"warning"}
    return [(issue.code, str(issue).removeprefix(f"{path.parent}/own.toml:")) for issue in issues]


def record(lines: str) -> str:
    return MINIMAL + lines


ANOTHER = '\n[[initiatives]]\nid = "two"\ntheme = "testing"\ntitle = "{}"\nsummary = "Another record."\n'
WHO = '[[organisations]]\nid = "who"\nname = "World Health Organization"\n'
DOCUMENT = '[document]\ntitle = "D"\n{}\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(record('people = [" "]'), ("blank", "7: warning: one, people[0]: is blank"), id="blank text"),
        pytest.param(record("people = ['Ada ']"),
                     ("blank", "7: warning: one, people[0]: 'Ada ' has leading or trailing whitespace"),
                     id="trailing whitespace"),
        pytest.param(record("people = ['\\tAda']").replace("'", '"'),
                     ("blank", "7: warning: one, people[0]: '\\tAda' has leading or trailing whitespace"),
                     id="leading tab"),
        pytest.param("[languages]\nfr.name = ' French'" + record("languages = ['fr']"),
                     ("blank", "2: warning: [languages], fr.name: ' French' has leading or trailing whitespace"),
                     id="leading whitespace in a table"),
        pytest.param(MINIMAL.replace("The first", "x" * 81),
                     ("title", "5: warning: one, title: is 81 columns wide; lists are easy to read up to 80"),
                     id="81 letters"),
        pytest.param(MINIMAL.replace("The first", "数" * 41),
                     ("title", "5: warning: one, title: is 82 columns wide; lists are easy to read up to 80"),
                     id="41 wide characters"),
        pytest.param(MINIMAL.replace("The first", "Ａ" * 41),
                     ("title", "5: warning: one, title: is 82 columns wide; lists are easy to read up to 80"),
                     id="41 full-width letters"),
        pytest.param(MINIMAL + ANOTHER.format("the FIRST!"),
                     ("same", "11: warning: two, title: duplicates the title of one"), id="title of another record"),
        pytest.param(MINIMAL + ANOTHER.format("?") + ANOTHER.format("?").replace("two", "three"),
                     ("same", "17: warning: three, title: duplicates the title of two"), id="title without letters"),
        pytest.param(MINIMAL.replace("A record with nothing but what is required.", "THE FIRST."),
                     ("same", "6: warning: one, summary: only repeats the title"), id="summary like the title"),
        pytest.param(record("related = ['one']"),
                     ("same", "7: warning: one, related[0]: refers to the record itself"), id="reference to itself"),
        pytest.param(WHO + WHO.replace('id = "who"', 'id = "oms"').replace("World Health", "world-health")
                     + record("partners = ['who', 'oms']"),
                     ("same", "6: warning: oms, name: 'world-health Organization' is also a name of who"),
                     id="name of another organisation"),
        pytest.param(WHO + "aliases = ['WHO']\n[[organisations]]\nid = 'oms'\nname = 'OMS'\naliases = ['O', 'Who']"
                     + record("partners = ['who', 'oms']"),
                     ("same", "8: warning: oms, aliases[1]: 'Who' is also a name of who"),
                     id="alias of another organisation"),
        pytest.param(record("people = ['A', 'B', 'A']"),
                     ("twice", "7: warning: one, people[2]: 'A' is duplicated"), id="repeated value"),
        pytest.param(record("links = [\n{label = 'A', url = 'https://a.org'},\n{label = 'A', url = 'https://a.org'}]"),
                     ("twice", "9: warning: one, links[1].url: https://a.org is duplicated"), id="repeated link"),
        pytest.param(record("keywords = ['records']").replace("A record with", "Records with"),
                     ("keyword", ("7: warning: one, keywords[0]: 'records' is redundant: the record's text already "
                                 "contains it")), id="keyword of the summary"),
        pytest.param(record("aliases = ['5G']\nkeywords = ['5g first']"),
                     ("keyword", ("8: warning: one, keywords[0]: '5g first' is redundant: the record's text already "
                                 "contains it")), id="keyword of alias and title"),
        pytest.param(MINIMAL.replace("The first", "A").replace("A record with nothing but what is required.", "B")
                     + "keywords = ['a b']",
                     ("keyword", ("7: warning: one, keywords[0]: 'a b' is redundant: the record's text already "
                                 "contains it")), id="keyword equal to the whole text"),
        pytest.param(record("keywords = ['!']"),
                     ("keyword", "7: warning: one, keywords[0]: '!' has no letter or digit, so no search finds it"),
                     id="keyword without a letter"),
        pytest.param(record("start = 2032-01-01"),
                     ("date", "7: warning: one, start: 2032-01-01 is far in the future"), id="start in eleven years"),
        pytest.param(record("start = 2020-01-01\nend = '2032'"),
                     ("date", "8: warning: one, end: 2032 is far in the future"), id="end in eleven years"),
        pytest.param(DOCUMENT.format("date = 2131-01-01") + MINIMAL,
                     ("date", "3: warning: [document], date: 2131-01-01 is far in the future"), id="document's date"),
        pytest.param(DOCUMENT.format("source = 'http://a.org'") + MINIMAL,
                     ("link", ("3: warning: [document], source: http://a.org is not https; use the https address if "
                              "there is one")), id="document's source over http"),
        pytest.param(DOCUMENT.format("links = [{ label = 'A', url = 'http://a.org' }]") + MINIMAL,
                     ("link", ("3: warning: [document], links[0].url: http://a.org is not https; use the https address "
                              "if there is one")), id="document's link over http"),
        pytest.param(record("links = [{ label = 'A', url = 'http://a.org' }]"),
                     ("link", ("7: warning: one, links[0].url: http://a.org is not https; use the https address if "
                              "there is one")), id="link over http"),
        pytest.param("themes = [{ id = 'testing', title = 'T' }, { id = 'fire', title = 'F' }]" + MINIMAL,
                     ("unused", "1: warning: fire: is not used by any record"), id="unused theme"),
        pytest.param(WHO + MINIMAL, ("unused", "1: warning: who: is not used by any record"), id="unused partner"),
        pytest.param("countries.NER.name = 'Niger'" + MINIMAL,
                     ("unused", "1: warning: [countries], NER: is not used by any record"), id="unused country"),
        pytest.param("languages.fr.name = 'French'" + MINIMAL,
                     ("unused", "1: warning: [languages], fr: is not used by any record"), id="unused language"),
        pytest.param("[regions.arctic]\ntitle = 'A'" + MINIMAL,
                     ("unused", "1: warning: [regions], arctic: is not used by any record"), id="unused region"),
        pytest.param("[dataset]\ndate = 2131-01-01" + MINIMAL,
                     ("date", "2: warning: [dataset], date: 2131-01-01 is far in the future"),
                     id="date of the dataset far in the future"),
        pytest.param(record("mentions = ['A', 'A']"),
                     ("twice", "7: warning: one, mentions[1]: 'A' is duplicated"), id="mention twice"),
    ],
)  # fmt: skip
def test_a_warning(text: str, expected: tuple[str, str], dataset_file: Write) -> None:
    assert warnings(dataset_file(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MINIMAL.replace('"A record', '"""\nA record').replace('required."', 'required.\n"""'),
                     id="summary that ends in a line break"),
        pytest.param(DOCUMENT.format('introduction = "I\\n"') + MINIMAL, id="introduction that ends in a line break"),
        pytest.param(MINIMAL.replace("The first", "x" * 80), id="title of 80 letters"),
        pytest.param(MINIMAL.replace("The first", "数" * 40), id="title of 40 wide characters"),
        pytest.param(MINIMAL.replace("The first", "e\u0301" * 80), id="title of 80 letters with combining accents"),
        pytest.param(record("start = 2031-12-31\nend = '2031'"), id="end of the tenth year ahead"),
        pytest.param(record("start = '0001'"), id="distant past"),
        pytest.param(record("keywords = ['records']"), id="keyword that differs from the text"),
        pytest.param(MINIMAL.replace("The first", "?") + ANOTHER.format("!"), id="different titles without letters"),
        pytest.param(record("people = ['A', 'a']"), id="values that differ in case"),
        pytest.param(WHO + "aliases = ['World Health Organization']" + record("partners = ['who']"),
                     id="organisation with its name as an alias"),
        pytest.param("[dataset]\nnote = '''\nOurs.\n'''" + MINIMAL, id="note that ends in a line break"),
        pytest.param("[dataset]\nlanguage = 'en'\n[languages.en]\nname = 'English'" + MINIMAL,
                     id="language of the dataset"),
        pytest.param(WHO + record("mentions = ['who']"), id="mentioned organisation"),
        pytest.param("regions.arctic = { title = 'A', countries = ['NOR'] }\ncountries.NOR.name = 'Norge'"
                     + record("regions = ['arctic']"), id="country of a region"),
        pytest.param(MINIMAL.replace('summary = "A record with nothing but what is required."', ""), id="no summary"),
        pytest.param(DOCUMENT.format("language = 'en'") + "[languages.en]\nname = 'English'" + MINIMAL,
                     id="language of the document"),
    ],
)  # fmt: skip
def test_no_warning(text: str, dataset_file: Write) -> None:
    assert warnings(dataset_file(text)) == []


def test_warnings_are_in_the_order_of_the_file(dataset_file: Write) -> None:
    text = WHO + record("start = '2050'\npeople = ['A', 'A', ' ']\nkeywords = ['!']\n") + ANOTHER.format("The First")
    assert warnings(dataset_file(text)) == [
        ("unused", "1: warning: who: is not used by any record"),
        ("date", "10: warning: one, start: 2050 is far in the future"),
        ("twice", "11: warning: one, people[1]: 'A' is duplicated"),
        ("blank", "11: warning: one, people[2]: is blank"),
        ("keyword", "12: warning: one, keywords[0]: '!' has no letter or digit, so no search finds it"),
        ("same", "17: warning: two, title: duplicates the title of one"),
    ]


def test_dates_in_the_last_years_of_the_calendar_are_compared(dataset_file: Write) -> None:
    assert warnings(dataset_file(record("start = '9999'")), dt.date(9998, 1, 1)) == []


@pytest.mark.parametrize("name", ["initiatives.toml", "template.toml"])
def test_the_bundled_files_have_no_warnings(name: str) -> None:
    assert warnings(ROOT / "data" / name) == []


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
    message = "valid only from TOML 1.1 on: readers of TOML 1.0, such as Python's tomllib, reject the file here"
    assert warnings(dataset_file(MINIMAL + line)) == [("toml", f"7: warning: {message}")]


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
