from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import tomli

import itucovid
from itucovid import FormatName
from itucovid.storage.editing import edit_records
from itucovid.storage.importing import correct_dataset, open_sheet
from itucovid.storage.importing.corrections import ConflictsError, Corrected
from itucovid.storage.issues import InvalidDatasetError
from itucovid.storage.loader import parse_file
from tests.conftest import ROOT

FILE = '''\
#:schema ./initiatives.schema.json
# A comment.

[[themes]]   # of one theme
id = "one"
title = "One"

# The first record.
[[initiatives]]
id = "a"      # the id
theme = 'one'
title = "A" # its title
summary = """
Three \\
lines
[[initiatives]]
# no comment
"""
start = 2020-03-01 # a day
aliases = [
  "x", # the first
  "y",
]
links = [{ label = "L", url = "https://a.org" }]

# Between two records.


[[initiatives]]
id = "b"
theme = "one"
title = "B"
summary = "S"

[initiatives.extra] # own fields
donor = "USAID"
contact = "a@example.org"

[fields.donor]
title = "Donor"

[fields.contact]
private = true
# The end.
'''


def edit(changes: dict[int, dict[str, Any]], added: list[dict[str, Any]] | None = None, text: str = FILE) -> list[str]:
    """The lines that an edit removed and added."""
    edited = edit_records(text, tomli.loads(text.removeprefix("\ufeff")), changes, added or [])
    before, after = text.splitlines(keepends=True), edited.splitlines(keepends=True)
    return [f"-{line}" for line in before if line not in after] + [f"+{line}" for line in after if line not in before]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({0: {"title": "A2"}}, ['-title = "A" # its title\n', '+title = "A2" # its title\n']),
        ({0: {"start": dt.date(2021, 1, 1)}}, ["-start = 2020-03-01 # a day\n", "+start = 2021-01-01 # a day\n"]),
        ({0: {"start": "2021"}}, ["-start = 2020-03-01 # a day\n", '+start = "2021" # a day\n']),
        ({0: {"start": None}}, ["-start = 2020-03-01 # a day\n"]),
        ({0: {"end": "2022"}}, ['+end = "2022"\n']),
        ({0: {"aliases": ["x", "y", "z"]}}, ['+  "z",\n']),
        ({0: {"aliases": ["x"]}}, ['-  "y",\n']),
        ({0: {"links": [{"label": "M", "url": "https://a.org"}]}},
         ['-links = [{ label = "L", url = "https://a.org" }]\n',
          '+links = [{ label = "M", url = "https://a.org" }]\n']),
        ({1: {"kind": "event"}}, ['+kind = "event"\n']),
        ({1: {"extra": {"donor": "EU"}}}, ['-donor = "USAID"\n', '+donor = "EU"\n']),
        ({1: {"extra": {"donor": None}}}, ['-donor = "USAID"\n']),
        ({0: {"extra": {"donor": "EU"}}}, ["+[initiatives.extra]\n", '+donor = "EU"\n']),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
def test_a_change_changes_only_its_lines(
    changes: dict[int, dict[str, Any]], lines: list[str], line_end: str, mark: str
) -> None:
    text = mark + FILE.replace("\n", line_end)
    assert edit(changes, text=text) == [line.replace("\n", line_end) for line in lines]


def test_a_new_record_comes_last() -> None:
    assert edit({}, [{"id": "c", "title": "C"}]) == ['+id = "c"\n', '+title = "C"\n']


def test_without_a_change_the_text_is_the_same() -> None:
    assert edit_records(FILE, tomli.loads(FILE), {}, []) == FILE


def test_records_in_one_inline_array_are_changed_too() -> None:
    text = 'initiatives = [\n  { id = "a", title = "A" }, # first\n  { id = "b", title = "B" },\n]\n'
    assert edit({1: {"title": "B2"}}, text=text) == [
        '-  { id = "b", title = "B" },\n',
        '+  { id = "b", title = "B2" },\n',
    ]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(28))
def test_each_record_of_the_bundled_dataset_can_be_changed_alone(number: int) -> None:
    text = (ROOT / "data" / "initiatives.toml").read_text(encoding="utf-8")
    assert edit({number: {"title": "Another title"}}, text=text)[1:] == ['+title = "Another title"\n']


# Corrections


def correct(sheet: str, text: str = FILE, name: str = "c.csv") -> Corrected:
    path = Path("own.toml")
    parsed = parse_file(path, text)
    return correct_dataset(
        path, text, parsed, open_sheet(Path(name), sheet.encode(), None, None, parsed.dataset.fields)
    )


HEADER = "id,title,start,aliases,donor\n"
A = "a,A,2020-03-01,x; y,\n"
B = "b,B,,,USAID\n"


@pytest.mark.parametrize(
    ("sheet", "changed", "added"),
    [
        (HEADER + A + B, {}, []),
        (HEADER + B, {}, []),
        (HEADER + A.replace("A,2", "A2,2") + B, {"a": ["title"]}, []),
        (HEADER + A.replace("2020-03-01", "") + B, {"a": ["start"]}, []),
        (HEADER + A + B.replace("USAID", "EU"), {"b": ["extra.donor"]}, []),
        ("id,theme,title,summary\na,one,A2,S2\nc,one,C,S\n", {"a": ["title", "summary"]}, ["c"]),
        ("id,links\na,https://a.org\n", {}, []),
        ("id,links\na,https://b.org\n", {"a": ["links"]}, []),
        ("Ref,Name\na,A3\n", {"a": ["title"]}, []),
    ],
)
def test_only_what_differs_is_taken(sheet: str, changed: dict[str, list[str]], added: list[str]) -> None:
    result = correct(sheet)
    assert (result.changed, result.added) == (changed, added)
    assert (result.text == FILE) == (not changed and not added)


@pytest.mark.parametrize(
    ("sheet", "messages"),
    [
        (HEADER + A + A, ["c.csv:3: error: id: 'a' is also in row 2; the id is a-2"]),
        (HEADER + A.replace("A,2", ",2"), ["c.csv:2: error: title: a has no title any more"]),
        (HEADER + A.replace("2020-03-01", "soon"), ["c.csv:2: error: start: 'soon' not understood as a date"]),
        (HEADER + A.replace("2020-03-01", "2029?"), ["c.csv:2: error: start: '2029?' read as 2029"]),
        ("id,theme,theme_title\na,one,Other\n",
         ["c.csv:2: error: theme_title: 'Other' is not the name of one, 'One'; correct the column 'theme' instead"]),
    ],
)  # fmt: skip
def test_a_conflict_is_named_and_nothing_is_changed(sheet: str, messages: list[str]) -> None:
    with pytest.raises(ConflictsError) as caught:
        correct(sheet)
    assert [place + text for place, text in caught.value.lines()] == messages


def test_a_result_that_is_no_valid_dataset_is_refused() -> None:
    with pytest.raises(InvalidDatasetError, match=r"own\.toml:11: error: a, theme: unknown theme 'two'"):
        correct("id,theme\na,two\n")


def test_the_names_beside_changed_ids_need_not_be_changed() -> None:
    tables = '[[organisations]]\nid = "who"\nname = "WHO"\n\n[[organisations]]\nid = "eu"\nname = "EU"\n\n'
    text = tables + FILE.replace('title = "A"', 'partners = ["who"]\ntitle = "A"')
    assert correct("id,partners,partner_names\na,who; eu,WHO\n", text).changed == {"a": ["partners"]}
    message = "'UNO' is not the name of who, 'WHO'; correct the column 'partners' instead"
    with pytest.raises(ConflictsError, match=message):
        correct("id,partners,partner_names\na,who,UNO\n", text)


def test_a_title_in_another_language_is_no_correction() -> None:
    text = FILE.replace('title = "A"', 'title = "A"\ntranslations.fr = { title = "Â" }')
    with pytest.raises(ConflictsError, match="'Â' is the translation fr of the title; export the sheet without"):
        correct("id,title\na,Â\n", text)
    assert correct("id,title\na,B\n", text).changed == {"a": ["title"]}


def test_a_column_without_a_field_is_named() -> None:
    assert correct("id,title,Colour\na,A,red\n").left_out == ["Colour"]


@pytest.mark.parametrize("format_", ["csv", "xlsx", "json", "jsonl"])
def test_an_export_that_was_not_touched_changes_nothing(dataset: itucovid.Dataset, format_: FormatName) -> None:
    path = ROOT / "data" / "initiatives.toml"
    opened = open_sheet(Path(f"e.{format_}"), dataset.export(format_))
    text = path.read_text(encoding="utf-8")
    result = correct_dataset(path, text, parse_file(path), opened)
    assert (result.text, result.changed, result.added, [*result.report.cells]) == (text, {}, [], [])


def test_three_corrected_cells_of_a_workbook_are_three_lines_of_the_difference(
    dataset: itucovid.Dataset, tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    text = (ROOT / "data" / "initiatives.toml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    sheet = tmp_path / "own.xlsx"
    sheet.write_bytes(dataset.export("xlsx"))
    book = openpyxl.load_workbook(sheet)
    cells = {cell.value: cell.column for cell in book.active[1]}
    rows = {row[0].value: row[0].row for row in book.active.iter_rows(min_row=2)}
    book.active.cell(rows["gsr-20"], cells["Title"]).value = "GSR-20"
    book.active.cell(rows["gsr-20"], cells["Start"]).value = dt.date(2020, 9, 2)
    book.active.cell(rows["reg4covid"], cells["Kind"]).value = "resource"
    book.save(sheet)
    result = correct_dataset(path, text, parse_file(path), open_sheet(sheet, sheet.read_bytes()))
    before, after = text.splitlines(), result.text.splitlines()
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ('title = "Global Symposium for Regulators (GSR-20)"', 'title = "GSR-20"'),
        ("start = 2020-09-01", "start = 2020-09-02"),
        ('kind = "platform"', 'kind = "resource"'),
    ]
    assert result.changed == {"gsr-20": ["title", "start"], "reg4covid": ["kind"]}
