from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import itucovid
from tests.conftest import MINIMAL, ROOT, Invoke

SHEETS = ROOT / "tests" / "data" / "import"
CSV = "Ref,Title,End,E-mail\na/1,First,2029?,a@example.org\nb,Second,2020,\n"
HEAD = """# Imported from own.csv, whose name is the title; edit it.

[dataset]
title = "Own"
"""
DATASET = f"""{HEAD}
[fields.end_text]
title = "End (as imported)"

[fields.e_mail]
title = "E-mail"
type = "text"
private = true

[[themes]]
id = "none"
title = "No theme"

[[initiatives]]
id = "a-1"
theme = "none"
title = "First"
aliases = ["a/1"]
end = "2029"

[initiatives.extra]
end_text = "2029?"
e_mail = "a@example.org"

[[initiatives]]
id = "b"
theme = "none"
title = "Second"
end = "2020"
"""
REPORT = """\
own.csv: UTF-8, separated by commas
  Ref    -> id
  Title  -> title
  End    -> end
  E-mail -> extra.e_mail (text, private)
own.csv:2: End: '2029?' read as 2029; kept in extra.end_text
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.csv").write_text(CSV, encoding="utf-8")
    return tmp_path


def test_without_output_the_dataset_is_on_standard_output_and_the_report_is_not(invoke: Invoke) -> None:
    result = invoke("import", "own.csv")
    assert (result.exit_code, result.stdout) == (0, DATASET)
    assert result.stderr == REPORT + "standard output: 2 records, 1 cell reported\n"


def test_with_output_the_dataset_is_in_the_file(invoke: Invoke, folder: Path) -> None:
    result = invoke("import", "own.csv", "-o", "own.toml")
    assert (result.exit_code, result.stdout, Path("own.toml").read_text("utf-8")) == (0, "", DATASET)
    assert result.stderr == REPORT + "own.toml: 2 records, 1 cell reported\n"
    again = invoke("import", "own.csv", "-o", "own.toml")
    assert (again.exit_code, again.stderr.splitlines()[-1]) == (
        2,
        "error: own.toml: already exists (use --force to overwrite)",
    )
    assert invoke("import", "own.csv", "-o", "own.toml", "--force").exit_code == 0
    assert invoke("check", "own.toml").exit_code == 0


def test_standard_input_is_read(invoke: Invoke) -> None:
    result = invoke("import", "-", stdin=CSV)
    assert (result.exit_code, result.stdout) == (0, DATASET.replace(HEAD, "# Imported from standard input.\n"))


@pytest.mark.parametrize("form", ["projects.csv", "projects-excel.csv", "projects.xlsx"])
def test_one_command_makes_a_valid_dataset_of_any_form(invoke: Invoke, form: str) -> None:
    assert invoke("import", str(SHEETS / form), "-o", "own.toml").exit_code == 0
    assert len(itucovid.load("own.toml")) == 53


def test_the_mapping_is_written_and_read(invoke: Invoke) -> None:
    assert invoke("import", "own.csv", "-o", "a.toml", "--write-map", "map.toml").exit_code == 0
    text = Path("map.toml").read_text("utf-8")
    assert text == (
        "# How itucovid import reads the columns of a file. Edit it and use it with --map.\n\n"
        'encoding = "utf-8"\nseparator = ","\n\n[columns.Ref]\nfield = "id"\n\n[columns.Title]\nfield = "title"\n\n'
        '[columns.End]\nfield = "end"\n\n'
        '[columns.E-mail]\nextra = "e_mail"\ntitle = "E-mail"\ntype = "text"\nprivate = true\n'
    )
    Path("map.toml").write_text(
        text.replace('extra = "e_mail"\ntitle = "E-mail"\ntype = "text"\nprivate', "ignore"), "utf-8"
    )
    result = invoke("import", "own.csv", "--map", "map.toml")
    assert "example.org" not in result.stdout
    assert "  E-mail -> left out\n" in result.stderr


def test_strict_refuses_a_repeated_id_and_writes_nothing(invoke: Invoke) -> None:
    Path("own.csv").write_text("id,title\na,A\na,B\n", encoding="utf-8")
    result = invoke("import", "own.csv", "-o", "own.toml", "--strict")
    assert (result.exit_code, Path("own.toml").exists()) == (2, False)
    assert result.stderr.splitlines()[-1] == "error: own.csv: 1 cell left out or repeated (--strict)"
    assert "own.csv:3: id: 'a' is also in row 2; the id is a-2\n" in result.stderr


def test_strict_accepts_what_is_kept(invoke: Invoke) -> None:
    assert invoke("import", "own.csv", "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.csv"], "missing.csv: cannot be read: No such file or directory"),
        (["own.csv", "--map", "missing.toml"], "missing.toml: cannot be read: No such file or directory"),
        (["-", "--map", "-"], "standard input can be read only once"),
        (["own.csv", "--separator", "ab"], "--separator must be one character, not 'ab'"),
        (["own.csv", "--dry-run"], "--dry-run requires --into"),
        (["own.csv", "--into", "a.toml", "-o", "b.toml"], "--into conflicts with --output"),
        (["own.csv", "--into", "a.toml", "--write-map", "m.toml"], "--into conflicts with --write-map"),
        (["own.csv", "--into", "-"], "--into changes a file; it cannot be standard input"),
        (["own.csv", "--encoding", "utf-99"], "own.csv: unknown encoding 'utf-99'"),
    ],
)
def test_a_wrong_option_is_one_line(invoke: Invoke, arguments: list[str], message: str) -> None:
    result = invoke("import", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"error: {message}\n")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make a module look as if it was not installed."""

    def remove(name: str) -> None:
        real = builtins.__import__

        def fail(module: str, *arguments: Any, **options: Any) -> Any:
            if module == name:
                raise ImportError(name)
            return real(module, *arguments, **options)

        monkeypatch.delitem(sys.modules, name, raising=False)
        monkeypatch.setattr(builtins, "__import__", fail)

    return remove


def test_a_workbook_without_its_reader_names_what_to_install(invoke: Invoke, without: Callable[[str], None]) -> None:
    without("python_calamine")
    result = invoke("import", str(SHEETS / "projects.xlsx"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("needs python-calamine; install it with: pip install python-calamine\n")


def test_corrections_without_the_writer_name_what_to_install(invoke: Invoke, without: Callable[[str], None]) -> None:
    Path("data.toml").write_text(MINIMAL, encoding="utf-8")
    Path("c.csv").write_text("id,title\none,New\n", encoding="utf-8")
    without("tomlkit")
    result = invoke("import", "c.csv", "--into", "data.toml")
    message = "error: changing a dataset file needs tomlkit; install it with: pip install tomlkit\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", "title\nT\n"), ("a.tsv", "title\tx\nT\ty\n"), ("a.json", '[{"title": "T"}]')]
)
def test_text_and_json_need_nothing_to_be_installed(
    invoke: Invoke, without: Callable[[str], None], name: str, content: str
) -> None:
    without("python_calamine")
    without("tomlkit")
    Path(name).write_text(content, encoding="utf-8")
    assert invoke("import", name).exit_code == 0


# Corrections


OWN = f"# Mine.\n{MINIMAL}end = 2020-01-01 # known\n\n# The end.\n"


def test_corrections_change_their_lines_only(invoke: Invoke) -> None:
    Path("data.toml").write_text(OWN, encoding="utf-8")
    Path("c.csv").write_text("id,title,end,Colour\none,The 1st,2020-01-01,red\n", encoding="utf-8")
    diff = (
        '--- data.toml\n+++ data.toml\n@@ -3,7 +3,7 @@\n [[initiatives]]\n id = "one"\n theme = "testing"\n'
        '-title = "The first"\n+title = "The 1st"\n'
        ' summary = "A record with nothing but what is required."\n end = 2020-01-01 # known\n \n'
    )  # fmt: skip
    result = invoke("import", "c.csv", "--into", "data.toml", "--dry-run")
    assert (result.exit_code, result.stdout, Path("data.toml").read_text("utf-8")) == (0, diff, OWN)
    result = invoke("import", "c.csv", "--into", "data.toml")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "c.csv: Colour: the dataset has no such field, or it is private; left out\n"
        "one: title\ndata.toml: 1 record changed, 0 added\n"
    )
    assert Path("data.toml").read_text("utf-8") == OWN.replace("The first", "The 1st")


@pytest.mark.parametrize(
    ("dataset", "sheet", "lines"),
    [
        (OWN, "id,end\none,soon\n", ["c.csv:2: error: end: 'soon' not understood as a date"]),
        (OWN, "title\nx\n", ["error: c.csv: no column has the ids of the records"]),
        (OWN.replace("theme =", "thme ="), "id,title\none,x\n", [
            "data.toml:3: error: one, theme: missing",
            "data.toml:5: error: one, thme: unknown field; did you mean theme?",
        ]),
        (OWN, "id,start\none,2021\n", ["data.toml:8: error: one, end: 2020-01-01 is before start, 2021"]),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_changes_nothing(invoke: Invoke, dataset: str, sheet: str, lines: list[str]) -> None:
    Path("data.toml").write_text(dataset, encoding="utf-8")
    Path("c.csv").write_text(sheet, encoding="utf-8")
    result = invoke("import", "c.csv", "--into", "data.toml")
    assert (result.exit_code, result.stdout, result.stderr.splitlines()) == (2, "", lines)
    assert Path("data.toml").read_text("utf-8") == dataset


def test_private_fields_are_left_alone(invoke: Invoke) -> None:
    private = f'{MINIMAL}\n[initiatives.extra]\nmail = "a@example.org"\n\n[fields.mail]\nprivate = true\n'
    Path("data.toml").write_text(private, encoding="utf-8")
    assert invoke("export", "--data", "data.toml", "-o", "e.csv").exit_code == 0
    Path("e.csv").write_text(Path("e.csv").read_text("utf-8").replace("The first", "New"), encoding="utf-8")
    assert invoke("import", "e.csv", "--into", "data.toml").exit_code == 0
    assert Path("data.toml").read_text("utf-8") == private.replace("The first", "New")


PLACES = """\
[[organisations]]
id = "who"
name = "World Health Organization"

[[organisations]]
id = "g20"
name = "G20"

[regions]
sids = { title = "Small islands" }

[[initiatives]]
id = "a"
theme = "t"
title = "A"
start = "2020"
partners = ["who"]
mentions = ["g20"]
regions = ["sids", "africa"]
countries = ["KEN"]
languages = ["fr"]

[initiatives.translations.fr]
title = "Le A" # as in the original

[[initiatives]]
id = "b"
theme = "t"
title = "B"
"""


@pytest.mark.parametrize("format_", ["csv", "tsv", "xlsx", "json", "jsonl"])
def test_an_unchanged_export_changes_nothing(invoke: Invoke, format_: str) -> None:
    Path("data.toml").write_text(PLACES, encoding="utf-8")
    assert invoke("export", "--data", "data.toml", "-o", f"e.{format_}").exit_code == 0
    assert invoke("import", f"e.{format_}", "--into", "data.toml").exit_code == 0
    assert Path("data.toml").read_text("utf-8") == PLACES


@pytest.mark.parametrize(
    ("sheet", "old", "new"),
    [
        ("id,region_names\na,Small islands; Asia\n", '"africa"', '"asia"'),
        ("id,mention_names\na,World Health Organization\n", '["g20"]', '["who"]'),
        ("id,partner_names\na,G20\n", '["who"]', '["g20"]'),
        ("id,country_names,language_names\na,Uganda,Russian\n", '["KEN"]\nlanguages = ["fr"]',
         '["UGA"]\nlanguages = ["ru"]'),
        ("Ref,Regions\na,small islands; Asie\n", '"africa"', '"asia"'),
    ],
)  # fmt: skip
def test_names_are_taken_as_their_ids(invoke: Invoke, sheet: str, old: str, new: str) -> None:
    Path("data.toml").write_text(PLACES, encoding="utf-8")
    Path("c.csv").write_text(sheet, encoding="utf-8")
    assert invoke("import", "c.csv", "--into", "data.toml").exit_code == 0
    assert Path("data.toml").read_text("utf-8") == PLACES.replace(old, new)


def test_a_note_and_a_status_need_no_column_of_dates(invoke: Invoke) -> None:
    Path("data.toml").write_text(PLACES, encoding="utf-8")
    Path("c.csv").write_text("id,status,date_note\na,suspended,opening\n", encoding="utf-8")
    assert invoke("import", "c.csv", "--into", "data.toml").exit_code == 0
    record = itucovid.load("data.toml")["a"]
    assert (record.status, record.date_note, record.start) == ("suspended", "opening", "2020")


@pytest.mark.parametrize(
    ("field", "names", "cells", "message"),
    [
        ("countries", "country_names", "KEN,Uganda", "'Uganda' is not the name of KEN, 'Kenya'"),
        ("regions", "region_names", "sids; africa,Small islands; Asia", "'Asia' is not the name of africa, 'Africa'"),
        ("mentions", "mention_names", "g20,G7", "'G7' is not the name of g20, 'G20'"),
    ],
)
def test_a_name_that_is_not_that_of_its_id_is_a_conflict(
    invoke: Invoke, field: str, names: str, cells: str, message: str
) -> None:
    Path("data.toml").write_text(PLACES, encoding="utf-8")
    Path("c.csv").write_text(f"id,{field},{names}\na,{cells}\n", encoding="utf-8")
    result = invoke("import", "c.csv", "--into", "data.toml")
    line = f"c.csv:2: error: {names}: {message}; correct the column '{field}' instead\n"
    assert (result.exit_code, result.stderr) == (2, line)
    assert Path("data.toml").read_text("utf-8") == PLACES


SHEET = """\
Ref,Title,Themes,End,Budget
a,Wells,Water; Roads,2027 (planned),305m GBP (to 2025)
b,Pumps,Roads,2020 (planned),tbc
"""


@pytest.fixture
def from_sheet(invoke: Invoke) -> str:
    """A dataset made from a sheet with cells that no field can say all of."""
    Path("sheet.csv").write_text(SHEET, encoding="utf-8")
    assert invoke("import", "sheet.csv", "-o", "data.toml").exit_code == 0
    return Path("data.toml").read_text("utf-8")


def test_the_sheet_of_a_dataset_has_no_corrections(invoke: Invoke, from_sheet: str) -> None:
    result = invoke("import", "sheet.csv", "--into", "data.toml")

    assert (result.exit_code, result.stderr) == (0, "data.toml: 0 records changed, 0 added\n")
    assert Path("data.toml").read_text("utf-8") == from_sheet


@pytest.mark.parametrize(
    ("old", "new", "changed", "extra"),
    [
        ("2027 (planned)", "2027", "a: extra.end_text", {"budget_text", "themes_all"}),
        ("305m GBP (to 2025)", "", "a: figures, extra.budget_text", {"end_text", "themes_all"}),
        ("Water; Roads", "Roads", "a: theme, extra.themes_all", {"budget_text", "end_text"}),
        ("Water; Roads", "Roads; Water", "a: theme, extra.themes_all", {"budget_text", "end_text", "themes_all"}),
    ],
    ids=["end", "budget", "theme", "themes"],
)
def test_a_correction_takes_what_was_kept_of_the_cell_with_it(
    invoke: Invoke, from_sheet: str, old: str, new: str, changed: str, extra: set[str]
) -> None:
    assert from_sheet
    Path("sheet.csv").write_text(SHEET.replace(old, new), encoding="utf-8")

    result = invoke("import", "sheet.csv", "--into", "data.toml")

    lines = [line for line in result.stderr.splitlines() if not line.startswith("sheet.csv:")]
    assert (result.exit_code, lines) == (0, [changed, "data.toml: 1 record changed, 0 added"])
    assert not [line for line in result.stderr.splitlines() if line.startswith("sheet.csv:3:")]
    assert {*itucovid.load("data.toml")["a"].extra} == extra


def test_a_new_row_of_a_sheet_with_several_themes_is_added(invoke: Invoke, from_sheet: str) -> None:
    assert from_sheet
    Path("sheet.csv").write_text(f"{SHEET}c,Bridges,Roads; Water,,\n", encoding="utf-8")

    result = invoke("import", "sheet.csv", "--into", "data.toml")

    assert (result.exit_code, result.stderr.splitlines()[-2:]) == (
        0,
        ["c: added", "data.toml: 0 records changed, 1 added"],
    )
    assert itucovid.load("data.toml")["c"].theme == "roads"


def test_what_is_kept_of_a_private_cell_is_private(invoke: Invoke) -> None:
    Path("sheet.csv").write_text("Title,Since\nA,whenever\n", encoding="utf-8")
    Path("map.toml").write_text('[columns.Since]\nextra = "since"\ntype = "date"\nprivate = true\n', encoding="utf-8")

    assert invoke("import", "sheet.csv", "--map", "map.toml", "-o", "data.toml").exit_code == 0

    assert "whenever" in Path("data.toml").read_text("utf-8")
    assert itucovid.load("data.toml")["a"].extra == {}


def test_translations_are_corrected_in_place(invoke: Invoke) -> None:
    Path("data.toml").write_text(PLACES, encoding="utf-8")
    translations = '{"fr": {"title": "La A", "keywords": ["x"]}, "es": {"title": "El A", "keywords": []}}'
    Path("c.json").write_text(
        f'[{{"id": "a", "translations": {translations}}}, {{"id": "b", "translations": {{"zh": {{"title": "B"}}}}}}]',
        encoding="utf-8",
    )
    result = invoke("import", "c.json", "--into", "data.toml")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "data.toml: 2 records changed, 0 added")
    own = itucovid.load("data.toml")
    found = {language: (one.title, one.keywords) for language, one in own["a"].translations.items()}
    assert found == {"fr": ("La A", ("x",)), "es": ("El A", ())}
    assert own["b"].translations["zh"].title == "B"
    assert "# as in the original" in Path("data.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("columns", "line", "old"),
    [("partners,partner_names", 'partners = ["B & C"]', "B & C"), ("regions,region_names", 'regions = ["EU"]', "EU")],
)
def test_a_corrected_name_beside_an_id_without_an_entry_is_a_conflict(
    invoke: Invoke, tmp_path: Path, columns: str, line: str, old: str
) -> None:
    path, sheet = tmp_path / "data.toml", tmp_path / "c.csv"
    path.write_text(f"{MINIMAL}{line}\n", encoding="utf-8")
    sheet.write_text(f"id,title,{columns}\none,The first,{old},B and C\n", encoding="utf-8")
    result = invoke("import", str(sheet), "--into", str(path))
    assert result.exit_code == 2
    assert f"{sheet}:2: error: {columns.split(',')[1]}: " in result.stderr
    assert path.read_text(encoding="utf-8") == f"{MINIMAL}{line}\n"


FULL = f"""\
{MINIMAL}countries = ["KEN"]
regions = ["sids"]
figures = [{{ label = "countries", value = 40 }}, {{ label = "people", value = 1200000, qualifier = "over" }}]
links = [{{ label = "A", url = "https://a.example/" }}, {{ label = "B", url = "https://b.example/" }}]

[regions]
sids = {{ title = "Small islands" }}
"""


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("40; 1200000", "40; 1.5m", ["figure_values: '1.5m' not understood as a number"]),
        ("40; 1200000", "forty; 1200000", ["figure_values: 'forty' not understood as a number"]),
        ("40; 1200000", "40; ", ["figure_values: figure 2 has no value"]),
        ("40; 1200000", "40", [
            "figure_labels: has 2 labels for 1 figure", "figure_qualifiers: has 2 qualifiers for 1 figure",
        ]),
        ("countries; people", "people", ["figure_labels: has 1 label for 2 figures"]),
        ("countries; people", "; people", ["figure_values: figure 1 has no label"]),
        ("; over", "; at least", [
            "figure_qualifiers: 'at least' is not one of around, nearly, over, more than, up to",
        ]),
        ("A; B", "A; B; C", ["link_labels: has 3 labels for 2 links"]),
        (",testing,Testing,", ",testing; access,,", ["theme: 'testing; access' is several themes"]),
    ],
)  # fmt: skip
def test_a_cell_of_an_export_that_cannot_be_read_in_full_is_refused(
    invoke: Invoke, old: str, new: str, lines: list[str]
) -> None:
    dataset = f"{FULL}\n[[themes]]\nid = 'testing'\ntitle = 'Testing'\n"
    Path("data.toml").write_text(dataset, encoding="utf-8")
    assert invoke("export", "--data", "data.toml", "-o", "e.csv").exit_code == 0
    before = Path("e.csv").read_text("utf-8")
    assert old in before
    Path("e.csv").write_text(before.replace(old, new), encoding="utf-8")

    result = invoke("import", "e.csv", "--into", "data.toml")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [f"e.csv:2: error: {line}" for line in lines]
    assert Path("data.toml").read_text("utf-8") == dataset


@pytest.mark.parametrize(
    ("sheet", "line"),
    [
        ("id,country_names\none,Kenya; Narnia\n", "regions: 'Narnia' belongs in regions"),
        ("Ref,Start\none,2019-2021\n", "end: '2021' belongs in end"),
        ("Ref,Start\none,since 2020\n", "status: 'ongoing' belongs in status"),
        ("Ref,Partners\none,120 organisations\n", "figures: 120 organisations belongs in figures"),
        ("id,language_names\none,French; Dothrakish\n",
         "language_names: 'Dothrakish' not understood as a language"),
    ],
)  # fmt: skip
def test_a_cell_that_belongs_in_a_field_without_a_column_is_refused(invoke: Invoke, sheet: str, line: str) -> None:
    Path("data.toml").write_text(FULL, encoding="utf-8")
    Path("c.csv").write_text(sheet, encoding="utf-8")
    result = invoke("import", "c.csv", "--into", "data.toml")
    missing = ", a column that the sheet lacks" if "belongs" in line else ""
    assert (result.exit_code, result.stderr) == (2, f"c.csv:2: error: {line}{missing}\n")
    assert Path("data.toml").read_text("utf-8") == FULL


def test_what_a_cell_says_of_another_field_may_be_there_already(invoke: Invoke) -> None:
    Path("data.toml").write_text(FULL, encoding="utf-8")
    Path("c.csv").write_text("Ref,Country\none,Kenya; Small islands\n", encoding="utf-8")
    result = invoke("import", "c.csv", "--into", "data.toml")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "data.toml: 0 records changed, 0 added")


def test_figures_that_the_sheet_has_no_column_for_are_not_removed(invoke: Invoke) -> None:
    record = '[[themes]]\nid = "t"\ntitle = "T"\n\n[[initiatives]]\nid = "one"\ntheme = "t"\ntitle = "One"\n'
    figure = '\n[[initiatives.figures]]\nlabel = "{}"\nvalue = {}\n'
    data = Path("data.toml")
    data.write_text(record + figure.format("schools", 40) + figure.format("budget", 1000), encoding="utf-8")
    before = data.read_bytes()
    Path("c.csv").write_text("Ref,Budget (USD)\none,2000\n", encoding="utf-8")
    result = invoke("import", "c.csv", "--into", "data.toml")
    line = "c.csv:2: error: Budget (USD): the dataset has 2 figures here, the sheet 1 column\n"
    assert (result.exit_code, result.stderr, data.read_bytes()) == (2, line, before)

    data.write_text(record + figure.format("budget", 1000), encoding="utf-8")
    assert invoke("import", "c.csv", "--into", "data.toml").exit_code == 0
    assert data.read_text("utf-8") == record + figure.format("budget", 2000)


def test_labels_without_what_they_label_are_left_out(invoke: Invoke) -> None:
    Path("data.toml").write_text(FULL, encoding="utf-8")
    Path("c.csv").write_text("id,figure_labels,link_labels\none,a; b,c; d\n", encoding="utf-8")
    result = invoke("import", "c.csv", "--into", "data.toml")
    assert (result.exit_code, Path("data.toml").read_text("utf-8")) == (0, FULL)
    assert result.stderr.splitlines() == [
        "c.csv: figure_labels: left out, because there is no column figure_values",
        "c.csv: link_labels: left out, because there is no column links",
        "data.toml: 0 records changed, 0 added",
    ]


@pytest.mark.parametrize(
    ("sheet", "partners", "report"),
    [
        ('Ref,Partners\na,"G20 and WHO"\n', ["G20", "WHO"],
         ["c.csv:2: Partners: 'G20 and WHO' read as G20; WHO"]),
        ('Ref,Partners\na,"Health, Safety and Co"\n', ["Health, Safety and Co"], []),
        ('Ref,Partners\na,"G20, G7"\n', ["G20, G7"],
         ["c.csv: Partners: 'G20, G7' read as one organisation; set separator in the mapping if it is several"]),
        ('id,partners\na,"G20, G7"\n', ["G20, G7"],
         ["c.csv: partners: 'G20, G7' read as one organisation; separate several by semicolons"]),
    ],
)  # fmt: skip
def test_corrections_know_the_organisations_of_the_dataset(
    invoke: Invoke, sheet: str, partners: list[str], report: list[str]
) -> None:
    dataset = """\
[[initiatives]]
id = "a"
theme = "t"
title = "A"
mentions = ["G20", "WHO", "Health, Safety and Co"]
"""
    Path("data.toml").write_text(dataset, encoding="utf-8")
    Path("c.csv").write_text(sheet, encoding="utf-8")
    result = invoke("import", "c.csv", "--into", "data.toml")
    assert (result.exit_code, result.stderr.splitlines()) == (
        0,
        [*report, "a: partners", "data.toml: 1 record changed, 0 added"],
    )
    assert f"partners = {partners}".replace("'", '"') in Path("data.toml").read_text("utf-8")
