"""The choice of a format, and the whole output of each text format."""

from __future__ import annotations

from typing import Any

import pytest

from itucovid import Dataset, __version__
from itucovid.dates import PartialDate
from itucovid.errors import UsageError
from itucovid.export import FORMATS, choose_format, format_for_suffix
from itucovid.model import (
    Country,
    DatasetFile,
    Document,
    Figure,
    Initiative,
    Link,
    Names,
    Organisation,
    Theme,
)
from tests.export.helpers import export_text, make_dataset, read_toml

FILE = DatasetFile(
    document=Document(
        title="A dataset", publisher="ITU", date=PartialDate("2021-01"), version="1.2", introduction="In short.",
        source="https://example.org/",
    ),
    themes=(Theme(id="health", title="Health", names=Names(fr="Santé")), Theme(id="cities", title="Cities")),
    organisations=(Organisation(id="who", name="World Health Organization", aliases=("WHO",)),),
    countries={"NER": Country(name="Niger")},
    initiatives=(
        Initiative(
            id="one", theme="health", title="The first, of two", summary='It says "yes".', kind="event", item=1,
            aliases=("First",), start=PartialDate("2020-03"), end=PartialDate("2020-04-01"), partners=("who", "A; B"),
            people=("Ann", "Bob"), countries=("NER",), regions=("Africa",), languages=("fr",), keywords=("words",),
            figures=(Figure(value=-5, label="per cent", qualifier="around"), Figure(value=2.5, label="dollars")),
            links=(Link(label="ITU", url="https://www.itu.int", publisher="ITU"),), related=("two",),
        ),
        Initiative(id="two", theme="cities", title="=1+1", summary="Two\nlines"),
    ),
)  # fmt: skip
SMALL = Dataset(FILE, FILE.initiatives, command_options=())

CSV = (
    "id,theme,theme_title,title,summary,kind,item,aliases,start,end,partners,partner_names,people,countries,"
    "country_names,regions,languages,language_names,figure_qualifiers,figure_values,figure_labels,keywords,links,"
    "link_labels,link_publishers,related\r\n"
    'one,health,Health,"The first, of two","It says ""yes"".",event,1,First,2020-03,2020-04-01,who; A\\; B,'
    "World Health Organization; A\\; B,Ann; Bob,NER,Niger,Africa,fr,fr,around;,-5; 2.5,per cent; dollars,words,"
    "https://www.itu.int,ITU,ITU,two\r\n"
    'two,cities,Cities,\'=1+1,"Two\nlines",,,,,,,,,,,,,,,,,,,,,\r\n'
)

HXL = (
    "id,figure_values,countries,source\r\n"
    "#activity+id,#meta+figure+value+list,#country+code+v_iso3+list,#meta+source\r\n"
    'one,-5; 2.5,NER,"ITU, January 2021, Health, item 1"\r\n'
    'two,,,"ITU, January 2021, Cities"\r\n'
)

MARKDOWN = r"""| Id | Title | Theme | Start | End | Partners | Summary |
| --- | --- | --- | --- | --- | --- | --- |
| one | The first, of two | Health | 2020-03 | 2020-04-01 | World Health Organization; A\\; B | It says "yes". |
| two | \=1+1 | Cities |  |  |  | Two<br>lines |
"""

MARKDOWN_DOCUMENT = rf"""# A dataset

ITU, January 2021

In short.

Source: <https://example.org/>

## Health

### The first, of two

It says "yes".

- Also called: First
- Kind: event
- When: March 2020 to 1 April 2020
- Partners: World Health Organization; A; B
- People: Ann; Bob
- Countries: Niger
- Regions: Africa
- Languages: fr
- Figures: around -5 per cent; 2.5 dollars
- [ITU](<https://www.itu.int>) (ITU)

## Cities

### \=1+1

Two<br>lines


---

Dataset version: 1.2

Made with: itucovid {__version__}

Command: itucovid export --format markdown --long
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

JSON_LINES = """\
{"id":"one","kind":"event","figure_values":[-5,2.5],"start":"2020-03"}
{"id":"two","kind":null,"figure_values":[],"start":null}
"""

TOML = f"""\
# Source: ITU: A dataset, January 2021
# Address: https://example.org/
# Dataset version: 1.2
# Made with: itucovid {__version__}
# Command: itucovid export --format toml --theme health

themes = [
    {{ id = "health", title = "Health", names = {{ fr = "Santé" }} }},
    {{ id = "cities", title = "Cities" }},
]

[document]
title = "A dataset"
publisher = "ITU"
date = "2021-01"
version = "1.2"
source = "https://example.org/"
introduction = "In short."

[[organisations]]
id = "who"
name = "World Health Organization"
aliases = [
    "WHO",
]

[countries.NER]
name = "Niger"

[[initiatives]]
id = "one"
theme = "health"
title = "The first, of two"
summary = "It says \\"yes\\"."
kind = "event"
item = 1
aliases = [
    "First",
]
start = "2020-03"
end = 2020-04-01
partners = [
    "who",
    "A; B",
]
people = [
    "Ann",
    "Bob",
]
countries = [
    "NER",
]
regions = [
    "Africa",
]
languages = [
    "fr",
]
figures = [
    {{ label = "per cent", value = -5, qualifier = "around" }},
    {{ label = "dollars", value = 2.5 }},
]
keywords = [
    "words",
]
links = [
    {{ label = "ITU", url = "https://www.itu.int", publisher = "ITU" }},
]
"""

BIBTEX = f"""\
% Source: ITU: A dataset, January 2021
% Address: https://example.org/
% Dataset version: 1.2
% Made with: itucovid {__version__}
% Command: itucovid export --format bibtex --theme health

@incollection{{one,
  title = {{{{The first, of two}}}},
  author = {{{{ITU}}}},
  publisher = {{{{ITU}}}},
  booktitle = {{{{A dataset}}}},
  date = {{2021-01}},
  year = {{2021}},
  month = jan,
  url = {{https://example.org/}},
  pages = {{Health, item 1}},
  note = {{Health, item 1}},
  abstract = {{It says "yes".}},
  keywords = {{words}}
}}
"""

RIS = (
    "TY  - CHAP\r\nID  - one\r\nTI  - The first, of two\r\nAU  - ITU\r\nPB  - ITU\r\nT2  - A dataset\r\nPY  - 2021\r\n"
    "DA  - 2021/01//\r\nUR  - https://example.org/\r\nSP  - Health, item 1\r\nN1  - Health, item 1\r\n"
    f"DP  - Dataset version: 1.2; Made with: itucovid {__version__}; "
    "Command: itucovid export --format ris --theme health\r\n"
    'AB  - It says "yes".\r\nKW  - words\r\nER  - \r\n\r\n'
)

CSL_JSON = f"""[
  {{
    "id": "one",
    "type": "chapter",
    "title": "<span class=\\"nocase\\">The first, of two</span>",
    "container-title": "A dataset",
    "author": [
      {{
        "literal": "ITU"
      }}
    ],
    "publisher": "ITU",
    "issued": {{
      "date-parts": [
        [
          2021,
          1
        ]
      ]
    }},
    "URL": "https://example.org/",
    "page": "Health, item 1",
    "section": "Health, item 1",
    "source": "Dataset version: 1.2; Made with: itucovid {__version__}; \
Command: itucovid export --format csl-json --theme health",
    "abstract": "It says \\"yes\\".",
    "keyword": "words"
  }}
]
"""


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        pytest.param("csv", {}, CSV, id="csv"),
        pytest.param("csv", {"excel": True}, f"\ufeff{CSV}", id="csv with a byte order mark"),
        pytest.param("csv", {"fields": "start,id"}, "start,id\r\n2020-03,one\r\n,two\r\n", id="csv with fields"),
        pytest.param("csv", {"fields": "kind"}, 'kind\r\nevent\r\n""\r\n', id="csv with one field"),
        pytest.param("csv", {"fields": "id,figures"},
                     "id,figures\r\none,around -5 per cent; 2.5 dollars\r\ntwo,\r\n", id="csv with figures as text"),
        pytest.param("csv", {"fields": "source,id"},
                     'source,id\r\n"ITU, January 2021, Health, item 1",one\r\n"ITU, January 2021, Cities",two\r\n',
                     id="csv with the source"),
        pytest.param("csv", {"fields": "id,partners", "delimiter": " | "},
                     "id,partners\r\none,who | A; B\r\ntwo,\r\n", id="csv with a delimiter"),
        pytest.param("csv", {"fields": "id,partner_names,partners,countries", "explode": "partners"},
                     "id,partner_names,partners,countries\r\none,World Health Organization,who,NER\r\n"
                     "one,A; B,A; B,NER\r\ntwo,,,\r\n", id="csv with one row per partner"),
        pytest.param("csv", {"fields": "id,figure_values,figure_qualifiers", "explode": "figures"},
                     "id,figure_values,figure_qualifiers\r\none,-5,around\r\none,2.5,\r\ntwo,,\r\n",
                     id="csv with one row per figure"),
        pytest.param("tsv", {"fields": "title,summary"},
                     "title\tsummary\nThe first, of two\t\"It says \"\"yes\"\".\"\n'=1+1\t\"Two\nlines\"\n", id="tsv"),
        pytest.param("tsv", {"fields": "id", "excel": True}, "\ufeffid\none\ntwo\n", id="tsv with a byte order mark"),
        pytest.param("hxl", {"fields": "id,figure_values,countries,source"}, HXL, id="hxl"),
        pytest.param("markdown", {}, MARKDOWN, id="markdown"),
        pytest.param("markdown", {"fields": "partners", "delimiter": " | "},
                     "| Partner ids |\n| --- |\n| who \\| A; B |\n|  |\n", id="markdown with a delimiter"),
        pytest.param("markdown", {"long": True}, MARKDOWN_DOCUMENT, id="markdown document"),
        pytest.param("json", {"fields": "id,kind,figure_values,start,partner_names"}, JSON, id="json"),
        pytest.param("jsonl", {"fields": "id,kind,figure_values,start"}, JSON_LINES, id="jsonl"),
        pytest.param("toml", {"theme": "health"}, TOML, id="toml"),
        pytest.param("bibtex", {"theme": "health"}, BIBTEX, id="bibtex"),
        pytest.param("ris", {"theme": "health"}, RIS, id="ris"),
        pytest.param("csl-json", {"theme": "health"}, CSL_JSON, id="csl-json"),
    ],
)  # fmt: skip
def test_export_writes_whole_output(name: str, options: dict[str, Any], expected: str) -> None:
    assert export_text(SMALL, name, **options) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("csv", "id\r\n"),
        ("tsv", "id\n"),
        ("hxl", "id\r\n#activity+id\r\n"),
        ("markdown", "| Id |\n| --- |\n"),
        ("json", "[]\n"),
        ("jsonl", ""),
    ],
)
def test_export_of_no_records_is_an_empty_table_or_array(name: str, expected: str) -> None:
    assert export_text(make_dataset(), name, fields="id") == expected


def test_toml_export_of_no_records_is_rejected() -> None:
    with pytest.raises(UsageError) as error:
        export_text(make_dataset(), "toml")
    assert str(error.value) == "no records to export: a dataset in TOML has at least one"


def test_toml_export_of_some_records_omits_references_to_others() -> None:
    assert [record.related for record in read_toml(export_text(SMALL, "toml")).initiatives] == [("two",), ()]
    assert [record.related for record in read_toml(export_text(SMALL, "toml", theme="health")).initiatives] == [()]


def test_toml_comments_are_one_line_each() -> None:
    file = DatasetFile(document=Document(title="A\ntitle"), themes=FILE.themes, initiatives=())
    exported = export_text(make_dataset(FILE.initiatives[1], tables=file), "toml")
    assert exported.startswith(f"# Source: A title\n# Made with: itucovid {__version__}\n\n")


def test_markdown_document_without_source_document_is_titled_dataset() -> None:
    assert (
        export_text(make_dataset(), "markdown", long=True) == f"# Dataset\n\n---\n\nMade with: itucovid {__version__}\n"
    )


@pytest.mark.parametrize(
    ("name", "path", "chosen"),
    [
        (None, None, "csv"), (None, "x.csv", "csv"), (None, "X.TSV", "tsv"), (None, "x.tab", "tsv"),
        (None, "x.md", "markdown"), (None, "a.b/x.ndjson", "jsonl"), (None, "x.toml", "toml"),
        ("json", "x.csv", "json"), ("Markdown", None, "markdown"), ("md", None, "markdown"), (".JSONL", None, "jsonl"),
        (None, "x.html", "html"), (None, "x.xlsx", "xlsx"), (None, "x.zip", "datapackage"), (None, "x.bib", "bibtex"),
        (None, "x.HXL.csv", "hxl"), (None, "a.csl.b/x.json", "json"), (None, "2021.01.csv", "csv"),
        (None, "x.csl.json", "csl-json"), (None, ".hxl.csv", "csv"), (None, "x.sqlite", "sqlite"),
        ("CSL", None, "csl-json"), ("bib", None, "bibtex"),
    ],
)  # fmt: skip
def test_format_is_that_of_the_name_or_of_the_suffix(name: str | None, path: str | None, chosen: str) -> None:
    assert choose_format(name, path) == chosen


SUFFIXES = ".csv, .tsv, .md, .json, .jsonl, .toml, .html, .xlsx, .zip, .hxl.csv, .bib, .ris, .csl.json, .sqlite"


@pytest.mark.parametrize(
    ("name", "path", "message"),
    [
        ("?", None, f"unknown format '?'; choose from {', '.join(FORMATS)}"),
        ("cvs", None, "unknown format 'cvs'; did you mean csv?"),
        ("j", None, "format 'j' is ambiguous: json, jsonl"),
        (None, "x.pdf", f"x.pdf: no format has the suffix '.pdf'; use --format, or one of {SUFFIXES}"),
        (None, "x", f"x: a file name without a suffix implies no format; use --format, or one of {SUFFIXES}"),
    ],
    ids=["unknown", "misspelled", "ambiguous", "unknown suffix", "no suffix"],
)  # fmt: skip
def test_unknown_format_is_rejected(name: str | None, path: str | None, message: str) -> None:
    with pytest.raises(UsageError) as error:
        choose_format(name, path)
    assert str(error.value) == message


@pytest.mark.parametrize(("path", "name"), [("x.db", "sqlite"), ("x.pdf", None), ("x", None)])
def test_format_for_suffix_is_none_if_no_format_has_it(path: str, name: str | None) -> None:
    assert format_for_suffix(path) == name
