from __future__ import annotations

import re
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import tomli

import itucovid
from itucovid import FormatName
from itucovid.storage.importing import ImportFailedError, import_dataset, open_sheet, read_mapping
from itucovid.storage.importing.amounts import read_amount
from itucovid.storage.importing.dates import read_date
from itucovid.storage.importing.mapping import Mapping, format_mapping
from itucovid.storage.importing.sheets import is_empty
from tests.conftest import ROOT

SHEETS = ROOT / "tests" / "data" / "import"
FORMS = ["projects.csv", "projects-excel.csv", "projects.xlsx"]


def import_text(text: str, name: str = "a.csv", mapping: str = "") -> tuple[dict[str, Any], list[str]]:
    """The tables of an imported text, and the lines of the report about cells."""
    opened = open_sheet(
        Path(name), text.encode(), read_mapping(Path("map.toml"), mapping.encode()) if mapping else None
    )
    result = import_dataset(opened)
    tables = tomli.loads("".join(result.text))
    return tables, [place + message for place, message in result.report.lines() if re.search(r":\d+: ", place)]


def record(text: str, name: str = "a.csv", mapping: str = "") -> dict[str, Any]:
    """The only record of an imported text, without what every record has."""
    (only,) = import_text(text, name, mapping)[0]["initiatives"]
    return {key: value for key, value in only.items() if key not in ("id", "theme", "title", "summary")}


def words(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(words, value.values()))
    if isinstance(value, list):
        return set().union(*map(words, value))
    return {str(value)}


# Findings' sheet


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_sheet_becomes_a_valid_dataset(form: str, tmp_path: Path) -> None:
    result = import_dataset(open_sheet(SHEETS / form, (SHEETS / form).read_bytes()))
    path = tmp_path / "projects.toml"
    path.write_text("".join(result.text), encoding="utf-8")
    loaded = itucovid.load(path)
    assert (len(loaded), result.records) == (53, 53)
    assert loaded.contents.kinds == (
        "Project", "Law", "Software", "Loan", "Platform", "App", "Programme", "Blueprint", "Strategy", "Recommendation",
        "Soft law",
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_is_in_the_file_or_in_the_report(form: str) -> None:
    opened = open_sheet(SHEETS / form, (SHEETS / form).read_bytes())
    result = import_dataset(opened)
    records = tomli.loads("".join(result.text))["initiatives"]
    report = [place + message for place, message in result.report.lines()]
    missing = []
    for (row, cells), found in zip(opened.sheet.rows(), records, strict=True):
        here = "\n".join(line for line in report if f"{form}:{row}: " in line)
        # Equal replacements of a column are one line of the report.
        status = f"Status: {cells[opened.sheet.columns.index('Status')]!r} read as {found.get('status')}"
        here += "\n".join(line for line in report if status in line)
        for name, cell in zip(opened.sheet.columns, cells, strict=True):
            if (
                not is_empty(cell)
                and not is_kept(name, cell, found)
                and str(cell).strip().removesuffix(".0") not in here
            ):
                missing.append((row, name, cell))
    assert missing == []


def is_kept(column: str, cell: Any, found: dict[str, Any]) -> bool:  # noqa: PLR0911 - one return per column
    """Whether a record says all that a cell does."""
    text = str(cell).strip().replace("\r\n", "\n")
    if any(text in word for word in words(found)):
        return True
    extra = found.get("extra", {})
    match column:
        case "Themes" | "Partners":
            # "110+ organisations" is a figure.
            items = [item.strip() for item in text.split(";") if not re.search(r"\d\+? organisations$", item)]
            kept = extra.get("themes_all", [found["theme"]]) if column == "Themes" else found.get("partners")
            return kept in (items, [items[0].lower().replace(" ", "-")])
        case "Languages":
            return [code.lower() for code in re.split(r"[;,]\s*", text)] == found.get("languages")
        case "Country/ies":
            return len(re.split(r"[;,]\s*", text)) == len(found.get("countries", ())) + len(found.get("regions", ()))
        case "Start" | "End" | "Last checked":
            reading = read_date(cell, "day-first")
            date = extra["last_checked"] if column == "Last checked" else found[column.lower()]
            return reading is not None and reading.is_exact and str(date) == reading.start
        case "Budget":
            amount = read_amount(cell, extra.get("currency", ""))
            (figure,) = found["figures"]
            return amount is not None and amount.is_exact and figure["value"] == amount.value
    return False


@pytest.mark.parametrize(
    ("id_", "facts"),
    [
        ("EU-DIGITAL-2022-101102655", ("2023-04-01", "2025-09", "around 60,000,000 EUR budget")),
        (
            "EU-DIGITAL-2024-APTITUDE",
            ("2025", "2027", "more than 15 European countries", "more than 110 organisations"),
        ),
        ("WB-P167183", ("2020-02-18", "2026-12-31", "430,000,000 USD budget")),
        ("WB-P161329", ("2018-06-05", "2024-07-03", "122,100,000 USD budget")),
        ("WB-P155198", ("2017", "2026-06", "100,000,000 $ budget")),
        ("DPG-MOSIP", ("2018", "None", "1,500,000,000 INR budget")),
        ("COVID-DE-CWA", ("2020-06-16", "2023-05-31", "223,000,000 EUR budget")),
        ("COVID-JP-COCOA", ("2020-06-19", "2022-11-17")),
        ("COVID-SG-TT", ("2020-03-20", "2023-02-09")),
        ("COVID-GB-NHS", ("2020-09-24", "2023-04-27", "more than 35,000,000 GBP budget")),
        ("COVID-IS-RAKNING", ("2020-04-02", "None")),
        ("GOV-KE-MAISHA", ("2019-04-02", "None", "9,600,000,000 KES budget")),
        ("AI-CA-2017", ("2017", "2031", "125,000,000 CAD budget")),
        ("AI-FR-2018", ("2018-03-29", "2022-12-31", "1,500,000,000 EUR budget")),
        ("AI-DE-2018", ("2018-11", "2025")),
        ("AI-UNESCO-2021", ("2021-11-23", "None", "194 Member States")),
    ],
)
@pytest.mark.parametrize("form", ["projects.csv", "projects.xlsx"])
def test_dates_and_amounts_of_the_sheet(form: str, id_: str, facts: Sequence[str], tmp_path: Path) -> None:
    path = tmp_path / "projects.toml"
    opened = open_sheet(SHEETS / form, (SHEETS / form).read_bytes())
    path.write_text("".join(import_dataset(opened).text), encoding="utf-8")
    found = itucovid.load(path)[id_]
    figures = (f"{figure.qualifier or ''} {figure.value:,} {figure.label}".strip() for figure in found.figures)
    assert (str(found.start), str(found.end), *figures) == tuple(facts)


def test_an_edited_mapping_loses_nothing_that_has_a_field() -> None:
    mapping = (SHEETS / "map.toml").read_bytes()
    path = SHEETS / "projects.csv"
    opened = open_sheet(path, path.read_bytes(), read_mapping(Path("map.toml"), mapping))
    result = import_dataset(opened)
    records = {found["id"]: found for found in tomli.loads("".join(result.text))["initiatives"]}
    assert records["GOV-UA-DIIA"]["partners"] == [
        "Міністерство цифрової трансформації України", "USAID", "Eurasia Foundation", "EGAP", "UK Dev",
    ]  # fmt: skip
    assert records["COVID-SG-TT"]["figures"] == [{"label": "SGD budget", "value": 13_800_000}]
    assert records["EU-REG-2024-1183"]["regions"] == ["European Union"]


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "toml", "html", "xlsx", "markdown", "ris"])
def test_no_address_and_no_contact_reaches_an_export(form: str, format_: FormatName, tmp_path: Path) -> None:
    path = tmp_path / "projects.toml"
    text = "".join(import_dataset(open_sheet(SHEETS / form, (SHEETS / form).read_bytes())).text)
    path.write_text(text, encoding="utf-8")
    exported = itucovid.load(path).export(format_)
    assert "contact2@example.org" in text
    assert [word for word in (b"example.org", b'Contact 1"') if word in exported] == []


# Columns


@pytest.mark.parametrize(
    "header",
    [
        "id,title,summary,country,start", "Ref,Name,Description,Countries,Start date",
        "Référence,Titre,Résumé,Pays,Début",
        "Código,Título,Descripción,País,Inicio", "Номер,Название,Описание,Страна,Начало",
        "编号,标题,描述,国家,开始",
        "رقم,العنوان,وصف,البلد,تاريخ البدء",
    ],
)  # fmt: skip
def test_columns_are_recognised_in_six_languages(header: str) -> None:
    (found,) = import_text(f"{header}\na,T,S,Kenya,2020\n")[0]["initiatives"]
    assert found == {"id": "a", "theme": "none", "title": "T", "summary": "S", "start": "2020", "countries": ["KEN"]}


@pytest.mark.parametrize(
    "header",
    [
        "Implementing partners", "Implementing Partner(s)", "Partner agencies", "Partner institutions",
        "Partner agency", "Partenaires d'exécution", "Institutions partenaires", "Partenaires de mise en œuvre",
        "Asociados en la ejecución", "Organismos asociados", "Instituciones asociadas",
    ],
)  # fmt: skip
def test_the_terms_of_the_united_nations_for_partners_are_recognised(header: str) -> None:
    assert record(f"title,{header}\nT,WHO; ITU\n") == {"partners": ["WHO", "ITU"]}


def test_a_column_without_a_field_is_an_own_field_of_the_type_of_its_cells() -> None:
    text = (
        "title,Score,Seen,Page,Donor ref,Zip\na,1.5,01/02/2020,https://a.org,X,007\nb,2,13/02/2020,https://b.org,,1\n"
    )
    tables, _ = import_text(text)
    assert tables["fields"] == {
        "score": {"title": "Score", "type": "number"},
        "seen": {"title": "Seen", "type": "date"},
        "page": {"title": "Page", "type": "url"},
        "donor_ref": {"title": "Donor ref", "type": "text"},
        "zip": {"title": "Zip", "type": "text"},
    }
    assert tables["initiatives"][0]["extra"] == {
        "score": 1.5, "seen": "2020-02-01", "page": "https://a.org", "donor_ref": "X", "zip": "007",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("E-mail", "x"), ("Correo electrónico", "x"), ("Телефон", "x"), ("Contact person", "x"),
        ("E-mail of manager", "x"),
        ("Who", "a@example.org"), ("Who", "a[at]example.org"),
        ("Who", "a (at) example (dot) org"), ("Call", "+41 22 730 51 11"),
    ],
)  # fmt: skip
def test_contacts_are_private(header: str, cell: str) -> None:
    tables, _ = import_text(f"title,{header}\na,{cell}\n")
    assert [field.get("private") for field in tables["fields"].values()] == [True]


@pytest.mark.parametrize("header", ["Contact tracing", "Mobile app users", "Telecommunications"])
def test_a_word_that_only_resembles_a_contact_is_not_private(header: str) -> None:
    tables, _ = import_text(f"title,{header}\na,x\n")
    assert "private" not in tables["fields"][header.lower().replace(" ", "_")]


def test_a_column_is_private_if_half_of_its_cells_are_contacts() -> None:
    tables, _ = import_text("title,Half,Third\na,a@b.org,a@b.org\nb,x,x\nc,,x\n")
    assert [field.get("private", False) for field in tables["fields"].values()] == [True, False]


@pytest.mark.parametrize(
    ("encoding", "cell", "count"), [("cp1252", "Caf\u00e9 ??", 1), ("utf-8", "Caf\ufffd", 1), ("utf-8", "why??", 0)]
)
def test_characters_that_were_lost_are_reported(encoding: str, cell: str, count: int) -> None:
    result = import_dataset(open_sheet(Path("a.csv"), f"title\n{cell}\n".encode(encoding)))
    line = f"a.csv:2: title: {cell!r} seems to have lost characters when the file was saved"
    assert [place + text for place, text in result.report.lines()].count(line) == count


def test_an_address_in_a_public_text_is_reported() -> None:
    _, report = import_text("title,notes\na,ask me@example.org now\n")
    assert report == ["a.csv:2: notes: has an e-mail address, me@example.org, which exports will contain"]


def test_without_a_title_the_first_column_of_different_texts_is_one() -> None:
    assert import_text("Score,What,Land\n1,Giga,X\n2,GSR,X\n")[0]["initiatives"][0]["title"] == "Giga"


def test_a_sheet_without_a_possible_title_is_refused() -> None:
    with pytest.raises(ImportFailedError, match=r'^a\.csv: no column could be the title; name one "title", or'):
        import_text("n,m\n1,2\n3,4\n")


# Rows


def test_two_rows_with_one_id_are_both_kept() -> None:
    tables, report = import_text("id,title\na/1,A\nA/1 ,B\na-1-2,C\na/1,D\n")
    assert [(found["id"], found.get("aliases")) for found in tables["initiatives"]] == [
        ("a-1", ["a/1"]), ("A-1-3", None), ("a-1-2", None), ("a-1-4", None),
    ]  # fmt: skip
    assert report == [
        "a.csv:3: id: 'A/1 ' is also in row 2; the id is A-1-3",
        "a.csv:5: id: 'a/1' is also in row 2; the id is a-1-4",
    ]


def test_a_row_without_an_id_is_named_after_its_title() -> None:
    tables, report = import_text("id,title\n,Été à Genève\nete-a-geneve,X\n,新\n")
    assert [found["id"] for found in tables["initiatives"]] == ["ete-a-geneve-2", "ete-a-geneve", "record-4"]
    assert report == ["a.csv:2: id: no id; the id is ete-a-geneve-2", "a.csv:4: id: no id; the id is record-4"]


def test_a_row_without_a_title_has_its_id_or_is_left_out() -> None:
    tables, report = import_text("id,title,x\na,,1\n,,2\nb,B,3\n")
    assert [found["title"] for found in tables["initiatives"]] == ["a", "B"]
    assert report[:2] == [
        "a.csv:2: title: no title; the id is the title",
        "a.csv:3: x: the row has no title; '2' left out",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title,x\na,1,left\n", "a.csv:2: (no header): 'left' left out"),
        ("title,x\na,#REF!\n", "a.csv:2: x: #REF! is an error value; left out"),
    ],
)
def test_what_is_left_out_is_a_loss(text: str, line: str) -> None:
    result = import_dataset(open_sheet(Path("a.csv"), text.encode()))
    assert ([a + b for a, b in result.report.lines()][:1], result.report.losses) == ([line], 1)


def test_the_escape_of_formulas_is_removed_from_text_only() -> None:
    text = "title,notes,partners\na,'=1+1,x; '@y\n"
    assert import_text(text)[0]["initiatives"][0]["summary"] == "=1+1"
    assert record(text) == {"partners": ["x", "@y"]}
    assert record('[{"title": "a", "partners": ["\'=x"]}]', "a.json") == {"partners": ["'=x"]}


@pytest.mark.parametrize(
    ("header", "cell", "fields"),
    [
        ("end", "2029?", {"end": "2029", "extra": {"end_text": "2029?"}}),
        ("end", "soon", {"extra": {"end_text": "soon"}}),
        ("start", "2019-2021", {"start": "2019", "end": "2021"}),
        ("date", "May 2020", {"start": "2020-05"}),
        ("date", "45123", {"start": "2023-07-16"}),
        ("year", "2020", {"start": "2020"}),
        ("countries", "Kenya; Africa; 40+ countries", {
            "countries": ["KEN"], "regions": ["africa"],
            "figures": [{"label": "countries", "value": 40, "qualifier": "more than"}],
        }),
        ("countries", '"Bénin, Niger"', {"countries": ["BEN", "NER"]}),
        ("countries", "Spain & 22 others", {"countries": ["ESP"], "extra": {"countries_text": "Spain & 22 others"}}),
        ("languages", "EN/FR", {"languages": ["en", "fr"]}),
        ("languages", "pt-BR", {"languages": ["pt"], "extra": {"languages_text": "pt-BR"}}),
        ("languages", "24 languages", {"figures": [{"label": "languages", "value": 24}]}),
        ("budget", "1.5m", {"figures": [{"label": "budget", "value": 1_500_000}]}),
        ("budget", "1 to 2m", {"extra": {"budget_text": "1 to 2m"}}),
        ("keywords", '"a, b"', {"keywords": ["a", "b"]}),
        ("partners", '"Smith, Inc."', {"partners": ["Smith, Inc."]}),
        ("partners", "a|b", {"partners": ["a", "b"]}),
        ("url", "www.itu.int", {"links": [{"label": "itu.int", "url": "https://www.itu.int"}]}),
        ("url", "https://a.org/x https://b.org", {
            "links": [{"label": "a.org", "url": "https://a.org/x"}, {"label": "b.org", "url": "https://b.org"}]
        }),
        ("url", "ask us", {"extra": {"url_text": "ask us"}}),
        ("type", "Event", {"kind": "event"}),
        ("type", "Law", {"kind": "Law"}),
        ("status", "In force", {"status": "ongoing"}),
        ("status", "Ended (2020)", {"status": "ended", "extra": {"status_text": "Ended (2020)"}}),
        ("status", "unclear", {"extra": {"status_text": "unclear"}}),
        ("date", "since 2020", {"start": "2020", "status": "ongoing"}),
        ("date note", "opening", {"extra": {"date_note_text": "opening"}}),
        ("regions", "Afrique; Western Africa; africa; Sahel", {"regions": ["africa", "western-africa", "Sahel"]}),
        ("mentions", "WHO; G20", {"mentions": ["WHO", "G20"]}),
        ("related", "b", {"extra": {"related_text": "b"}}),
    ],
)  # fmt: skip
def test_a_cell_is_read_into_its_field_and_kept_as_text_if_that_does_not_say_all(
    header: str, cell: str, fields: dict[str, Any]
) -> None:
    found = record(f"title,{header}\na,{cell}\n")
    found = {key: str(value) if key in ("start", "end") else value for key, value in found.items()}
    assert found == fields


def test_an_end_before_the_start_is_kept_as_text() -> None:
    assert record("title,start,end\na,2020-05,2019\n") == {"start": "2020-05", "extra": {"end_text": "2019"}}


def test_several_themes_are_the_first_and_a_list() -> None:
    tables, _ = import_text("title,themes\na,Digital ID; Health\nb,digital id\nc,\n")
    assert [(found["theme"], found.get("extra")) for found in tables["initiatives"]] == [
        ("digital-id", {"themes_all": ["Digital ID", "Health"]}), ("digital-id", None), ("none", None),
    ]  # fmt: skip
    assert tables["themes"] == [{"id": "digital-id", "title": "Digital ID"}, {"id": "none", "title": "No theme"}]


def test_the_columns_decide_on_day_and_month_together() -> None:
    text = "title,start,seen\na,01/02/2020,02/13/2020\n"
    assert str(record(text)["start"]) == "2020-01-02"
    assert str(record("title,start\na,01/02/2020\n")["start"]) == "2020-02-01"


# The mapping


def remarks(header: str, cells: Sequence[str], mapping: str = "") -> list[str]:
    """The lines of the report about whole columns."""
    rows = "".join(f'r{number},"{cell}"\n' for number, cell in enumerate(cells))
    given = read_mapping(Path("map.toml"), f"[columns.{header}]\n{mapping}".encode()) if mapping else None
    report = import_dataset(open_sheet(Path("a.csv"), f"title,{header}\n{rows}".encode(), given)).report
    return [message for place, message in report.lines() if place == "a.csv: "]


MONTH_FIRST = 'if not, set order = "month-first" in the mapping'


@pytest.mark.parametrize(
    ("cells", "order", "expected"),
    [
        (["04/05/2020", "03/02/2021"], "", f"Start: day first assumed for '04/05/2020' and 1 other; {MONTH_FIRST}"),
        (["1.2.2020 - 5.6.2021"], "", f"Start: day first assumed for '1.2.2020 - 5.6.2021'; {MONTH_FIRST}"),
        (["04/05/2020", "14/05/2020"], "", None),
        (["2020-05-04", "05/05/2020"], "", None),
        (["04/05/2020", "14/05/2020", "05/14/2020"], "",
         "Start: '04/05/2020': day or month first? set order in the mapping"),
        (["14/05/2020", "05/14/2020"], "", None),
        (["04/05/2020"], "day-first", None),
        (["07/13/2020", "04/05/2020", "07/14/2020"], "day-first",
         "Start: '07/13/2020' and 1 other cannot be day first, as order = \"day-first\" in the mapping says"),
        (["13/07/2020"], "month-first",
         "Start: '13/07/2020' cannot be month first, as order = \"month-first\" in the mapping says"),
    ],
)  # fmt: skip
def test_an_assumed_order_of_dates_is_reported_once(cells: list[str], order: str, expected: str | None) -> None:
    mapping = f'field = "start"\norder = "{order}"' if order else ""
    assert remarks("Start", cells, mapping) == ([expected] if expected else [])


@pytest.mark.parametrize("header", ["Budget", "Users"])
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,500", "1.500"], "'1,500' beside '1.500': is the comma or the point decimal? set decimal in the mapping"),
        (["2,500", "1.500", "3.500"],
         "'2,500' beside '1.500' and 1 other: is the comma or the point decimal? set decimal in the mapping"),
        (["2,5", "2.75"], "'2,5' beside '2.75': is the comma or the point decimal? set decimal in the mapping"),
        (["2,5", "1.500"], "'2,5' beside '1.500': is the comma or the point decimal? set decimal in the mapping"),
        (["1.234,5", "1,234.5"],
         "'1.234,5' beside '1,234.5': is the comma or the point decimal? set decimal in the mapping"),
        (["1.500"], 'decimal point assumed in \'1.500\'; if not, set decimal = "," in the mapping'),
        (["1,500", "2.5"], None),
        (["1,500", "1,234,567"], None),
        (["1.500", "0.125"], None),
    ],
)  # fmt: skip
def test_numbers_that_do_not_agree_on_the_separator_are_reported_once(
    header: str, cells: list[str], expected: str | None
) -> None:
    assert remarks(header, cells) == ([f"{header}: {expected}"] if expected else [])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,500", "1.500", "7,5"], []),
        (["7.5", "8.25"], ["Budget: '7.5' and 1 other cannot be read with decimal = \",\" in the mapping"]),
    ],
)
def test_the_mapping_decides_on_the_separator(cells: list[str], expected: list[str]) -> None:
    assert remarks("Budget", cells, 'field = "figures"\ndecimal = ","') == expected


ONE = "read as one organisation; set separator in the mapping if it is several"


@pytest.mark.parametrize(
    ("cells", "last", "expected"),
    [
        (["WHO", "ITU", "WHO, ITU"], ["WHO", "ITU"], None),
        (["WHO; ITU", "itu / Who"], ["itu", "Who"], None),
        (["World Bank", "IMF", "World Bank and IMF"], ["World Bank", "IMF"], None),
        (["ONU", "OMS", "ONU et OMS"], ["ONU", "OMS"], None),
        (["WHO", "Unesco", "ITU", "ITU; WHO & Unesco"], ["ITU", "WHO", "Unesco"], None),
        (["WHO", "WHO, ITU"], ["WHO, ITU"], f"Partners: 'WHO, ITU' {ONE}"),
        (["A & B", "C / D", "E and F"], ["E and F"], f"Partners: 'A & B' and 2 others, each {ONE}"),
        (["Ministry of Health and Welfare"], ["Ministry of Health and Welfare"],
         f"Partners: 'Ministry of Health and Welfare' {ONE}"),
        (["AT&T", "UN-Habitat"], ["UN-Habitat"], None),
    ],
)  # fmt: skip
def test_organisations_in_one_cell_are_split_if_all_are_known(
    cells: list[str], last: list[str], expected: str | None
) -> None:
    text = "title,Partners\n" + "".join(f'r{number},"{cell}"\n' for number, cell in enumerate(cells))
    assert import_text(text)[0]["initiatives"][-1]["partners"] == last
    assert remarks("Partners", cells) == ([expected] if expected else [])


def test_a_split_of_organisations_is_reported() -> None:
    report = import_text('title,Partners\nA,WHO\nB,ITU\nC,"WHO, ITU"\nD,"WHO, ITU"\n')[1]
    assert report == ["a.csv:4: Partners: 'WHO, ITU' read as WHO; ITU (and in 1 other row)"]


@pytest.mark.parametrize(
    ("separator", "cell", "partners"),
    [
        (";,/", "WHO, ITU / A; B and C", ["WHO", "ITU", "A", "B and C"]),
        (" and ", "Band, Sand and Grand", ["Band, Sand", "Grand"]),
        (";", "WHO, ITU", ["WHO, ITU"]),
    ],
)
def test_a_separator_in_the_mapping_decides(separator: str, cell: str, partners: list[str]) -> None:
    mapping = f'field = "partners"\nseparator = "{separator}"'
    assert record(f'title,Partners\nA,"{cell}"\n', mapping=f"[columns.Partners]\n{mapping}") == {"partners": partners}
    assert remarks("Partners", ["WHO", "ITU", cell], mapping) == []


def test_a_mapping_is_read_back_as_it_was_written() -> None:
    path = SHEETS / "projects.csv"
    opened = open_sheet(path, path.read_bytes())
    again = read_mapping(Path("map.toml"), format_mapping(opened.columns.mapping).encode())
    assert again == opened.columns.mapping
    assert [*import_dataset(open_sheet(path, path.read_bytes(), again)).text] == [*import_dataset(opened).text]


@pytest.mark.parametrize(
    ("mapping", "fields"),
    [
        ('columns.x = { field = "keywords", separator = "/" }', {"keywords": ["a", "b"]}),
        ('columns.x = { extra = "y", title = "Y" }', {"extra": {"y": "a/b"}}),
        ("columns.x = { ignore = true }", {}),
        ('columns.x = { field = "start", values = { "a/b" = "2020" } }', {"start": "2020"}),
        ('columns.x = { field = "figures", label = "cases", values = { "a/b" = "1,234" }, decimal = "," }',
         {"figures": [{"label": "cases", "value": 1.234}]}),
    ],
)  # fmt: skip
def test_a_mapping_says_how_a_column_is_read(mapping: str, fields: dict[str, Any]) -> None:
    assert record("title,x\nT,a/b\n", mapping=mapping) == fields


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("x = [", "map.toml: not TOML: "),
        ('columns.x = { field = "titel" }', "map.toml: column 'x': unknown field 'titel'; did you mean title?"),
        ('columns.x = { feild = "title" }', "map.toml: column 'x': unknown key 'feild'; did you mean field?"),
        ('columns.x = "title"', "map.toml: column 'x': expected a table, such as { field = 'title' }"),
        ('columns.x = { field = "title", extra = "y" }', "map.toml: column 'x': use one of field, extra and ignore"),
        ('columns.x = { extra = "title" }', "map.toml: column 'x': the own field 'title' is a field of every dataset"),
        ('columns.x = { extra = "A b" }', "map.toml: column 'x': the own field 'A b' may have a-z, 0-9 and _"),
        (
            'columns.x = { extra = "y", type = "money" }',
            "map.toml: column 'x': type: unknown value 'money'; choose from text, number, date, url, list",
        ),
        (
            'columns.x = { order = "dmy" }',
            "map.toml: column 'x': order: unknown value 'dmy'; choose from day-first, month-first",
        ),
        (
            'columns.x = { order = "dayfirst" }',
            "map.toml: column 'x': order: unknown value 'dayfirst'; did you mean day-first?",
        ),
        ('columns.x = { decimal = ";" }', "map.toml: column 'x': decimal: unknown value ';'; choose from '.', ','"),
        ('columns.x = { private = "yes" }', "map.toml: column 'x': private: expected a boolean, not 'yes'"),
        ('columns.x = { label = ["a"] }', "map.toml: column 'x': label: expected text, not an array"),
        ('columns.x = { unit = "" }', "map.toml: column 'x': unit: must not be empty"),
        ("columns.x = { values = { a = 1 } }", "map.toml: column 'x': values.a: expected text, not 1"),
        ("encoding = 3", "map.toml: encoding: expected text, not 3"),
        ("columns = 3", "map.toml: columns: expected a table, not 3"),
        ('columns.y = { field = "title" }', "a.csv: no column 'y', which the mapping has"),
        (
            'columns.titel = { field = "title" }',
            "a.csv: no column 'titel', which the mapping has; did you mean 'title'?",
        ),
        ("colums.x = {}", "map.toml: colums: unknown key; did you mean columns?"),
    ],
)
def test_a_wrong_mapping_is_refused(mapping: str, message: str) -> None:
    with pytest.raises(ImportFailedError) as caught:
        import_text("title,x\na,b\n", mapping=mapping)
    assert str(caught.value).startswith(message)


def test_an_empty_mapping_has_no_columns() -> None:
    assert read_mapping(Path("map.toml"), b"") == Mapping()


OWN = "id,theme,title,"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(f"{OWN}figure_values\na,b,c,{'9' * 5000}\n", "a.csv", id="value of a figure with many digits"),
        pytest.param(f'{OWN}figures\na,b,c,", workshops"\n', "a.csv", id="figure without a digit"),
        pytest.param(f"{OWN}figures\na,b,c,1e999999999 workshops\n", "a.csv", id="figure with a large exponent"),
        pytest.param(f"{OWN}links\na,b,c,http://[\n", "a.csv", id="half an IPv6 address"),
        pytest.param(f"{OWN}kind\na,;,c,d\n", "a.csv", id="theme of separators"),
        pytest.param(f'{OWN}kind\na,b,c,"\td"\n', "a.csv", id="kind with a tab"),
        pytest.param(f"{OWN}partners,mention_names\na,b,c,é (x),y z\nd,b,c,é x,五\n", "a.csv", id="ids with blanks"),
        pytest.param(f"{OWN}countries,languages\na,b,c,USD,fra\n", "a.csv", id="codes that are not in the standards"),
        pytest.param(f"{OWN}regions,region_names\na,b,c,(x),y\n", "a.csv", id="invalid id of a region"),
        pytest.param('[{"title": {"en": "a"}, "kind": 1}]', "a.json", id="title that is an object"),
        pytest.param('[{"id": "a", "title": ["b"], "kind": ["c"]}]', "a.json", id="title and kind that are lists"),
    ],
)
def test_unexpected_cells_become_a_valid_dataset(text: str, name: str) -> None:
    opened = open_sheet(Path(name), text.encode())
    assert len(itucovid.load("".join(import_dataset(opened).text))) == len(text.strip().splitlines()) - (
        name == "a.csv"
    )


@pytest.mark.parametrize(
    ("extra", "kept"),
    [
        ('{"A b": "x"}', {"a_b_text": "x"}),
        ('{"id": "x"}', {"id_text": "x"}),
        ('{"b": true}', {"b_text": "true"}),
        ('{"b": {"c": 1}}', {"b_text": '{"c":1}'}),
        ('{"b": "x"}', {"b_text": "x"}),
        ('{"b": null}', {}),
        ('{"b": 2}', {"b": 2}),
    ],
)
def test_own_fields_of_an_export_are_kept_as_text_if_not_valid(extra: str, kept: dict[str, Any]) -> None:
    values = '{"b": 1}', extra
    rows = [f'{{"id": "r{n}", "theme": "t", "title": "T", "extra": {value}}}' for n, value in enumerate(values)]
    imported = import_dataset(open_sheet(Path("a.json"), f"[{', '.join(rows)}]".encode()))
    loaded = itucovid.load("".join(imported.text))
    assert [record.extra for record in loaded] == [{"b": 1}, kept]


@pytest.mark.slow
def test_an_import_takes_little_more_memory_than_its_file_and_the_names_in_it() -> None:
    summary = "The programme gives schools a connection to the internet, and teachers a course."
    rows = [
        f"R-{number};Project {number};{summary};Health;{number % 28 + 1:02}/05/2020;{number} or {number + 1};France"
        for number in range(10_000)
    ]
    content = "\n".join(["Ref;Title;Description;Theme;Start;Budget;Country", *rows]).encode()
    import_dataset(open_sheet(Path("a.csv"), content[:20_000].rpartition(b"\n")[0]))  # what is loaded once
    tracemalloc.start()
    try:
        result = import_dataset(open_sheet(Path("a.csv"), content))
        text = sum(map(len, result.text))
        lines = sum(1 for _ in result.report.lines())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (result.records, lines) == (10_000, 10_000)
    assert text > 1.5 * len(content)
    # It is 3.4 times; 6.9 if records and notes are not compressed.
    assert peak < 5 * len(content), f"{peak / len(content):.1f} times the file"


def test_the_report_is_in_the_order_of_the_rows() -> None:
    text = "Title,Status,Start\nA,Active,spring 2020\n,,\nB,Ended,2020-xx\nC,Active,2020\n"
    opened = open_sheet(Path("a.csv"), text.encode())
    notes = ((3, "Start", "of an empty row"), (5, "Start", "of a row"), (9, "Start", "below the rows"))
    result = import_dataset(opened._replace(sheet=opened.sheet._replace(notes=notes)))
    assert [place + message for place, message in result.report.lines()] == [
        "a.csv:2: Start: 'spring 2020' read as 2020; kept in extra.start_text",
        "a.csv:2: Status: 'Active' read as ongoing (and in 1 other row)",
        "a.csv:3: Start: of an empty row",
        "a.csv:4: Start: '2020-xx' not understood as a date; kept in extra.start_text",
        "a.csv:4: Status: 'Ended' read as ended",
        "a.csv:5: Start: of a row",
        "a.csv:9: Start: below the rows",
    ]


@pytest.mark.parametrize(
    ("name", "title", "comment"),
    [
        ("data/health_projects 2020.csv", "Health projects 2020", "health_projects 2020.csv"),
        ("écoles.v2.json", "Écoles.v2", "écoles.v2.json"),
        ("__.csv", "Dataset", "__.csv"),
        ("-- $ \u202e.csv", "-- $ \ufffd", "-- $ \ufffd.csv"),
        ('a "b"\n[x]\n.csv', 'A "b" [x]', 'a "b" [x] .csv'),
        ("\udcff.csv", "\ufffd", "\ufffd.csv"),
    ],
)
def test_the_title_is_the_name_of_the_file(name: str, title: str, comment: str) -> None:
    content = b'[{"title": "A", "kind": "loan"}]' if name.endswith("json") else b"title,kind\nA,loan\n"
    text = "".join(import_dataset(open_sheet(Path(name), content)).text)
    assert text.startswith(f"# Imported from {comment}, whose name is the title; edit it.\n\n[dataset]\n")
    assert tomli.loads(text)["dataset"] == {"title": title, "kinds": ["loan"]}


@pytest.mark.parametrize(
    ("cell", "expected", "report"),
    [
        (
            "WHO; 120+ partners",
            {"partners": ["WHO"], "figures": [{"label": "partners", "value": 120, "qualifier": "more than"}]},
            "'120+ partners' read as a figure",
        ),
        (
            "about 1,200 public and private companies",
            {"figures": [{"label": "public and private companies", "value": 1200, "qualifier": "around"}]},
            "'about 1,200 public and private companies' read as a figure",
        ),
        (
            "ITU; 45 universities in 12 countries",
            {"partners": ["ITU"], "extra": {"partners_text": "ITU; 45 universities in 12 countries"}},
            "'45 universities in 12 countries' counts organisations and names none; kept in extra.partners_text",
        ),
        ("3M; G20 members; 100 Women in Finance; 42; 5G Partners; €20 million Companies Fund",
         {"partners": ["3M", "G20 members", "100 Women in Finance", "42", "5G Partners", "€20 million Companies Fund"]},
         None),
    ],
)  # fmt: skip
def test_a_count_of_organisations_is_none_of_them(cell: str, expected: dict[str, Any], report: str | None) -> None:
    sheet = f'title,theme,Partners\nA,One,"{cell}"\n'
    assert record(sheet) == expected
    assert import_text(sheet)[1] == ([f"a.csv:2: Partners: {report}"] if report else [])
    assert import_text(sheet.replace("Partners", "mentioned"))[1] == (
        [f"a.csv:2: mentioned: {report.replace('partners_', 'mentioned_')}"] if report else []
    )


def test_an_amount_of_money_among_countries_is_kept() -> None:
    cell = "€5 million for Kenya"
    tables, lines = import_text(f"title,theme,Countries\nA,One,{cell}\n")
    assert tables["initiatives"] == [{"id": "a", "theme": "one", "title": "A", "extra": {"countries_text": cell}}]
    assert lines == [
        f"a.csv:2: Countries: '{cell}' not understood as a country, a region or a number; kept in extra.countries_text"
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "plus de 50 entreprises",
        "más de 20 socios",
        "более 30 организаций",
        "60多家公司",
        "30 منظمة",
        "~ 25 partner NGOs",
    ],
)
def test_counts_of_organisations_are_known_in_six_languages(cell: str) -> None:
    found = record(f"title,theme,Partners\nA,One,{cell}\n")
    assert (found["figures"][0]["value"], "partners" in found) == (int(re.sub(r"\D", "", cell)), False)


def test_an_export_may_have_an_organisation_whose_name_counts() -> None:
    assert record("id\ttitle\ttheme\tpartners\na\tA\tone\t20 partners\n", "a.tsv") == {"partners": ["20 partners"]}


def test_two_cells_of_an_export_that_are_quotation_marks_are_two() -> None:
    header = "id\ttheme\ttitle\tsummary\taliases\n"
    (only,) = import_text(f'{header}one\tt\t"\t"\tx\n', "a.tsv")[0]["initiatives"]
    assert only == {"id": "one", "theme": "t", "title": '"', "summary": '"', "aliases": ["x"]}
    (only,) = import_text(f'{header}one\tt\tA\t"a ""b"", c"\tx\n', "a.tsv")[0]["initiatives"]
    assert only["summary"] == 'a "b", c'
