"""Exports: each format's whole output, the settings of each, what is refused, and files that are never half written."""

from __future__ import annotations

from typing import Any

import pytest

import itucovid
from itucovid.dates import PartialDate
from itucovid.errors import UsageError
from itucovid.export import Export, choose_format, render
from itucovid.fields import FIELDS, choose_fields
from itucovid.model import (
    Dataset,
    Document,
    Figure,
    Initiative,
    Link,
    Names,
    Organisation,
    Place,
    Theme,
)

SMALL = Dataset(
    document=Document(
        title="A register", publisher="ITU", date=PartialDate("2021-01"), introduction="In short.",
        source="https://example.org/",
    ),
    themes=(Theme(id="health", title="Health", names=Names(fr="Santé")), Theme(id="cities", title="Cities")),
    organisations=(Organisation(id="who", name="World Health Organization", aliases=("WHO",)),),
    countries={"NER": Place(name="Niger")},
    initiatives=(
        Initiative(
            id="one", theme="health", title="The first, of two", summary='It says "yes".', kind="event", item=1,
            start=PartialDate("2020-03"), end=PartialDate("2020-04-01"), partners=("who", "A; B"), countries=("NER",),
            figures=(Figure(value=-5, label="per cent", qualifier="around"), Figure(value=2.5, label="dollars")),
            links=(Link(label="ITU", url="https://www.itu.int", publisher="ITU"),), related=("two",),
        ),
        Initiative(id="two", theme="cities", title="=1+1", summary="Two\nlines"),
    ),
)  # fmt: skip


def export(name: str, dataset: Dataset = SMALL, fields: str | None = None, **settings: Any) -> str:
    columns = choose_fields(fields) if fields else None
    return "".join(map(str, render(name, Export(dataset, list(dataset.initiatives), columns, **settings))))


CSV = (
    "id,theme,theme_title,title,summary,kind,item,aliases,start,end,partners,partner_names,people,countries,"
    "country_names,regions,languages,language_names,figure_qualifiers,figure_values,figure_labels,keywords,links,"
    "link_labels,link_publishers,related\r\n"
    'one,health,Health,"The first, of two","It says ""yes"".",event,1,,2020-03,2020-04-01,who; A\\; B,'
    "World Health Organization; A\\; B,,NER,Niger,,,,around;,-5; 2.5,per cent; dollars,,https://www.itu.int,ITU,ITU,"
    "two\r\n"
    'two,cities,Cities,\'=1+1,"Two\nlines",,,,,,,,,,,,,,,,,,,,,\r\n'
)

MARKDOWN = r"""| Id | Title | Theme | Start | End | Partners | Summary |
| --- | --- | --- | --- | --- | --- | --- |
| one | The first, of two | Health | 2020-03 | 2020-04-01 | World Health Organization; A\\; B | It says "yes". |
| two | \=1+1 | Cities |  |  |  | Two<br>lines |
"""

DOCUMENT = r"""# A register

ITU, January 2021

In short.

Source: <https://example.org/>

## Health

### The first, of two

It says "yes".

- Kind: event
- When: March 2020 to 1 April 2020
- Partners: World Health Organization; A; B
- Countries: Niger
- Figures: around -5 per cent; 2.5 dollars
- [ITU](<https://www.itu.int>) (ITU)

## Cities

### \=1+1

Two<br>lines

"""

JSON = """[
  {
    "id": "one",
    "kind": "event",
    "figure_values": [
      -5,
      2.5
    ],
    "start": "2020-03",
    "partner_names": [
      "World Health Organization",
      "A; B"
    ]
  },
  {
    "id": "two",
    "kind": null,
    "figure_values": [],
    "start": null,
    "partner_names": []
  }
]
"""

JSONL = """\
{"id":"one","kind":"event","figure_values":[-5,2.5],"start":"2020-03"}
{"id":"two","kind":null,"figure_values":[],"start":null}
"""

MADE = f"\n---\n\nMade with: itucovid {itucovid.__version__}\n\nRequest: itucovid export --long\n"


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        pytest.param("csv", {}, CSV, id="csv"),
        pytest.param("csv", {"excel": True}, f"\ufeff{CSV}", id="csv for Excel"),
        pytest.param("tsv", {"fields": "title,summary"},
                     "title\tsummary\nThe first, of two\t\"It says \"\"yes\"\".\"\n'=1+1\t\"Two\nlines\"\n", id="tsv"),
        pytest.param("tsv", {"fields": "id", "excel": True}, "\ufeffid\none\ntwo\n", id="tsv for Excel"),
        pytest.param("markdown", {}, MARKDOWN, id="markdown"),
        pytest.param("markdown", {"long": True, "request": "itucovid export --long"},
                     DOCUMENT + MADE, id="markdown document"),
        pytest.param("json", {"fields": "id,kind,figure_values,start,partner_names"}, JSON, id="json"),
        pytest.param("jsonl", {"fields": "id,kind,figure_values,start"}, JSONL, id="jsonl"),
        pytest.param("csv", {"fields": "start,id"}, "start,id\r\n2020-03,one\r\n,two\r\n", id="order of fields"),
        pytest.param("csv", {"fields": "kind"}, 'kind\r\nevent\r\n""\r\n', id="one field"),
        pytest.param("csv", {"fields": "id,figures"},
                     "id,figures\r\none,around -5 per cent; 2.5 dollars\r\ntwo,\r\n", id="figures"),
        pytest.param("csv", {"fields": "source,id"},
                     'source,id\r\n"ITU, January 2021, Health, item 1",one\r\n"ITU, January 2021, Cities",two\r\n',
                     id="source"),
        pytest.param("csv", {"fields": "id,partners", "delimiter": " | "},
                     "id,partners\r\none,who | A; B\r\ntwo,\r\n", id="another delimiter"),
        pytest.param("markdown", {"fields": "partners", "delimiter": " | "},
                     "| Partner ids |\n| --- |\n| who \\| A; B |\n|  |\n", id="another delimiter in markdown"),
        pytest.param("csv", {"fields": "id,partner_names,partners,countries", "explode": "partners"},
                     "id,partner_names,partners,countries\r\none,World Health Organization,who,NER\r\n"
                     "one,A; B,A; B,NER\r\ntwo,,,\r\n", id="a row a partner"),
        pytest.param("csv", {"fields": "id,figure_values,figure_qualifiers", "explode": "figures"},
                     "id,figure_values,figure_qualifiers\r\none,-5,around\r\none,2.5,\r\ntwo,,\r\n",
                     id="a row a figure"),
    ],
)  # fmt: skip
def test_a_format_writes(name: str, settings: dict[str, Any], expected: str) -> None:
    assert export(name, **settings) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("csv", "id\r\n"), ("tsv", "id\n"), ("markdown", "| Id |\n| --- |\n"), ("json", "[]\n"), ("jsonl", "")],
)
def test_no_records_make_an_empty_export(name: str, expected: str) -> None:
    assert "".join(map(str, render(name, Export(SMALL, [], (FIELDS["id"],))))) == expected


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'=", "''@"])
@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(name: str, mark: str) -> None:
    text = f"{mark}1+1"
    dataset = Dataset(
        initiatives=(Initiative(id="a", theme="t", title=text, summary="-", people=(text, "x"), aliases=("x", text)),),
        themes=(Theme(id="t", title="T"),),
    )
    quote = '"' if mark in "\t\r\n" and (name, mark) != ("csv", "\t") else ""
    separator, end = {"csv": (",", "\r\n"), "tsv": ("\t", "\n")}[name]
    cells = [f"{quote}'{text}{quote}", "'-", f"{quote}'{text}; x{quote}", f"{quote}x; {text}{quote}"]
    expected = separator.join(["title", "summary", "people", "aliases"]) + end + separator.join(cells) + end
    assert export(name, dataset, "title,summary,people,aliases") == expected


@pytest.mark.parametrize(
    ("text"), ["plain", "'quoted'", "1-1", "a=1", "(=1)", "2020-03-01", "", "’=1", "−1"]
)  # the last is the minus sign, which is no operator
def test_other_text_stays_as_it_is_in_csv(text: str) -> None:
    record = Initiative(id="a", theme="t", title=text or "x", summary="S", people=(text,) if text else ())
    dataset = Dataset(initiatives=(record,), themes=(Theme(id="t", title="T"),))
    assert export("csv", dataset, "title,people") == f"title,people\r\n{text or 'x'},{text}\r\n"


def test_numbers_are_not_defused_alone_or_in_a_list_unless_the_delimiter_makes_them_a_sum() -> None:
    one, two = (Figure(value=-5, label="x"),), (Figure(value=-5, label="x"), Figure(value=2.5, label="y"))
    cells = [
        (one, "; ", None, "-5"),
        (one, "; ", "figures", "-5"),
        (two, "; ", None, "-5; 2.5"),
        (two, "+", None, "'-5+2.5"),
    ]
    for figures, delimiter, explode, cell in cells:
        record = Initiative(id="a", theme="t", title="A", summary="S", figures=figures)
        dataset = Dataset(initiatives=(record,), themes=(Theme(id="t", title="T"),))
        written = export("csv", dataset, "figure_values", delimiter=delimiter, explode=explode)
        assert written == f"figure_values\r\n{cell}\r\n"


@pytest.mark.parametrize(
    ("name", "settings", "message"),
    [
        ("json", {"excel": True}, "--excel goes with csv, tsv, not with json"),
        ("markdown", {"explode": "partners"}, "--explode goes with csv, tsv, xlsx, hxl, not with markdown"),
        ("jsonl", {"delimiter": "|"}, "--delimiter goes with csv, tsv, markdown, xlsx, hxl, not with jsonl"),
        ("csv", {"long": True}, "--long goes with markdown, not with csv"),
        ("toml", {"fields": "id"}, "--fields goes with csv, tsv, markdown, json, jsonl, xlsx, hxl, not with toml"),
    ],
)  # fmt: skip
def test_a_setting_that_a_format_cannot_heed_is_refused(name: str, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        export(name, **settings)
    assert str(refusal.value) == message


@pytest.mark.parametrize("setting", [{"fields": "id"}, {"delimiter": "|"}], ids=["fields", "delimiter"])
def test_a_markdown_document_has_no_columns_and_no_lists_to_set(setting: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="--long"):
        export("markdown", long=True, **setting)


@pytest.mark.parametrize(
    "delimiter",
    ["", " ", "\t", "\t/\t", "\\", "\\;", "-\\", "\n", ";\n", "a\rb", "\u00a0", "\u2003", "\v", "\udcff"],
    ids=ascii,
)
def test_a_delimiter_that_could_not_be_found_again_is_refused(delimiter: str) -> None:
    with pytest.raises(UsageError, match=r"^--delimiter wants a visible character"):
        export("csv", delimiter=delimiter)


@pytest.mark.parametrize(
    ("name", "path", "chosen"),
    [
        (None, None, "csv"), (None, "x.csv", "csv"), (None, "X.TSV", "tsv"), (None, "x.tab", "tsv"),
        (None, "x.md", "markdown"), (None, "a.b/x.ndjson", "jsonl"), (None, "x.toml", "toml"),
        ("json", "x.csv", "json"), ("Markdown", None, "markdown"), ("md", None, "markdown"), (".JSONL", None, "jsonl"),
        (None, "x.html", "html"), (None, "x.xlsx", "xlsx"), (None, "x.zip", "datapackage"), (None, "x.bib", "bibtex"),
        (None, "x.HXL.csv", "hxl"), (None, "a.csl.b/x.json", "json"), (None, "2021.01.csv", "csv"),
        (None, "x.csl.json", "csl-json"), (None, ".hxl.csv", "csv"),
        ("CSL", None, "csl-json"), ("bib", None, "bibtex"),
    ],
)  # fmt: skip
def test_the_format_is_the_one_named_or_else_the_suffix_s(name: str | None, path: str | None, chosen: str) -> None:
    assert choose_format(name, path) == chosen


@pytest.mark.parametrize(
    ("name", "path", "message"),
    [
        ("?", None, ("unknown format '?'; there is csv, tsv, markdown, json, jsonl, toml, html, xlsx, "
                       "datapackage, hxl, bibtex, ris, csl-json, sqlite")),
        ("cvs", None, "unknown format 'cvs'; did you mean csv?"),
        ("j", None, "format 'j' fits more than one: json, jsonl"),
        (None, "x.pdf", ("x.pdf: suffix '.pdf' belongs to no format: end it in one of .csv, .tsv, .md, .json, .jsonl, "
                        ".toml, .html, .xlsx, .zip, .hxl.csv, .bib, .ris, .csl.json, .sqlite, or give --format")),
        (None, "x", ("x: it has no suffix to tell the format: end it in one of .csv, .tsv, .md, .json, .jsonl, .toml, "
                    ".html, .xlsx, .zip, .hxl.csv, .bib, .ris, .csl.json, .sqlite, or give --format")),
    ],
)  # fmt: skip
def test_an_unknown_format_is_refused(name: str | None, path: str | None, message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        choose_format(name, path)
    assert str(refusal.value) == message
