"""The choice of a format, and the whole output of each text format."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from itucovid import Dataset, FormatName, __version__
from itucovid.dates import PartialDate
from itucovid.errors import UsageError
from itucovid.export.formats import FORMATS, choose_format, format_for_suffix
from itucovid.model import (
    Country,
    DatasetFile,
    DatasetInfo,
    Document,
    Figure,
    Initiative,
    Link,
    Names,
    Organisation,
    Region,
    Theme,
    Translation,
)
from tests.export.helpers import export_text, make_dataset, read_toml

FILE = DatasetFile(
    dataset=DatasetInfo(title="A dataset", version="1.2", date=PartialDate("2021-02"), note="Our own words."),
    document=Document(
        title="A report", publisher="ITU", author="The Union", date=PartialDate("2021-01"), introduction="In short.",
        source="https://example.org/", language="en",
    ),
    themes=(Theme(id="health", title="Health", names=Names(fr="Santé")), Theme(id="cities", title="Cities")),
    organisations=(
        Organisation(id="who", name="World Health Organization", aliases=("WHO",)), Organisation(id="ab", name="A; B"),
    ),
    countries={"NER": Country(name="The Niger")},
    regions={"gulf": Region(title="The Gulf", countries=("NER",))},
    initiatives=(
        Initiative(
            id="one", theme="health", title="The first, of two", summary='It says "yes".', kind="event", item=1,
            aliases=("First",), start=PartialDate("2020-03"), end=PartialDate("2020-04-01"), partners=("who", "ab"),
            date_note="both weeks", status="ended", mentions=("ab",), people=("Ann", "Bob"), countries=("NER",),
            regions=("africa", "gulf"), languages=("fr",), keywords=("words",),
            figures=(Figure(value=-5, label="per cent", qualifier="around"), Figure(value=2.5, label="dollars")),
            links=(Link(label="ITU", url="https://www.itu.int", publisher="ITU"),), related=("two",),
            translations={"fr": Translation(title="Le premier", keywords=("mots",))},
        ),
        Initiative(id="two", theme="cities", title="=1+1", summary="Two\nlines"),
    ),
)  # fmt: skip
SMALL = Dataset(FILE, FILE.initiatives, command_options=())

CSV = (
    "id,theme,theme_title,title,summary,kind,item,aliases,start,end,date_note,status,partners,"
    "partner_names,mentions,mention_names,people,countries,country_names,regions,region_names,languages,"
    "language_names,figure_qualifiers,figure_values,figure_labels,links,link_labels,link_publishers,"
    "related\r\n"
    'one,health,Health,"The first, of two","It says ""yes"".",event,1,First,2020-03,2020-04-01,'
    "both weeks,ended,who; ab,World Health Organization; A\\; B,ab,A\\; B,Ann; Bob,NER,The Niger,"
    "africa; gulf,Africa; The Gulf,fr,French,around;,-5; 2.5,per cent; dollars,https://www.itu.int,ITU,"
    "ITU,two\r\n"
    'two,cities,Cities,\'=1+1,"Two\nlines",,,,,,,,,,,,,,,,,,,,,,,,,\r\n'
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

Our own words.
"""

MARKDOWN_DOCUMENT = rf"""# A dataset

Our own words.

Source: The Union: A report, January 2021, <https://example.org/>

In short.

## Health

### The first, of two

It says "yes".

- Also called: First
- Kind: event
- When: March 2020 to 1 April 2020 (both weeks)
- Status: ended as of February 2021
- Partners: World Health Organization (WHO); A; B
- Mentions: A; B
- People: Ann; Bob
- Countries: The Niger
- Regions: Africa; The Gulf
- Languages: French
- Figures: around -5 per cent; 2.5 dollars
- [ITU](<https://www.itu.int>) (ITU)
- Source: ITU, January 2021, Health, item 1

## Cities

### \=1+1

Two<br>lines

- When: not dated in the document
- Source: ITU, January 2021, Cities

---

Dataset: A dataset, version 1.2, February 2021

Note: Our own words.

Made with: itucovid {__version__}

Command: itucovid export \--format markdown \--long
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
# Source: The Union: A report, January 2021
# Address: https://example.org/
# Dataset: A dataset, version 1.2, February 2021
# Note: Our own words.
# Made with: itucovid {__version__}
# Command: itucovid export --format toml --theme health

themes = [
    {{ id = "health", title = "Health", names = {{ fr = "Santé" }} }},
    {{ id = "cities", title = "Cities" }},
]

[dataset]
title = "A dataset"
version = "1.2"
date = "2021-02"
note = "Our own words."

[document]
title = "A report"
publisher = "ITU"
author = "The Union"
date = "2021-01"
source = "https://example.org/"
language = "en"
introduction = "In short."

[[organisations]]
id = "who"
name = "World Health Organization"
aliases = [
    "WHO",
]

[[organisations]]
id = "ab"
name = "A; B"

[countries.NER]
name = "The Niger"

[regions.gulf]
title = "The Gulf"
countries = [
    "NER",
]

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
date_note = "both weeks"
status = "ended"
partners = [
    "who",
    "ab",
]
mentions = [
    "ab",
]
people = [
    "Ann",
    "Bob",
]
countries = [
    "NER",
]
regions = [
    "africa",
    "gulf",
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

[initiatives.translations.fr]
title = "Le premier"
keywords = [
    "mots",
]
"""

BIBTEX = f"""\
% Source: The Union: A report, January 2021
% Address: https://example.org/
% Dataset: A dataset, version 1.2, February 2021
% Note: Our own words.
% Made with: itucovid {__version__}
% Command: itucovid export --format bibtex --theme health

@incollection{{one,
  title = {{{{Health, item 1 [The first, of two]}}}},
  author = {{{{The Union}}}},
  publisher = {{{{ITU}}}},
  booktitle = {{{{A report}}}},
  date = {{2021-01}},
  year = {{2021}},
  month = jan,
  url = {{https://example.org/}},
  langid = {{english}},
  note = {{(as summarised in the dataset “A dataset”, version 1.2, February 2021, record “The first, of two”)}},
  abstract = {{It says "yes". [Our own words.]}}
}}
"""

RIS = (
    "TY  - CHAP\r\n"
    "ID  - one\r\n"
    "TI  - Health, item 1 [The first, of two]\r\n"
    "AU  - The Union,\r\n"
    "PB  - ITU\r\n"
    "T2  - A report\r\n"
    "PY  - 2021\r\n"
    "DA  - 2021/01//\r\n"
    "UR  - https://example.org/\r\n"
    "LA  - en\r\n"
    "N1  - As summarised in the dataset “A dataset”, version 1.2, February 2021, record “The first, of two”.\r\n"
    'AB  - It says "yes". [Our own words.]\r\n'
    "ER  - \r\n"
    "\r\n"
)

CSL_JSON = """[
  {
    "id": "one",
    "type": "chapter",
    "title": "<span class=\\"nocase\\">Health, item 1 [The first, of two]</span>",
    "container-title": "A report",
    "author": [
      {
        "literal": "The Union"
      }
    ],
    "publisher": "ITU",
    "issued": {
      "date-parts": [
        [
          2021,
          1
        ]
      ]
    },
    "URL": "https://example.org/",
    "language": "en",
    "note": "As summarised in the dataset “A dataset”, version 1.2, February 2021, record “The first, of two”.",
    "abstract": "It says \\"yes\\". [Our own words.]"
  }
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
        pytest.param("csv", {"fields": "partners,partner_names", "delimiter": " | "},
                     "partners,partner_names\r\nwho | ab,World Health Organization | A; B\r\n,\r\n",
                     id="csv with a delimiter"),
        pytest.param("csv", {"fields": "id,partner_names,partners,countries", "explode": "partners"},
                     "id,partner_names,partners,countries\r\none,World Health Organization,who,NER\r\n"
                     "one,A; B,ab,NER\r\ntwo,,,\r\n", id="csv with one row per partner"),
        pytest.param("csv", {"fields": "id,figure_values,figure_qualifiers", "explode": "figures"},
                     "id,figure_values,figure_qualifiers\r\none,-5,around\r\none,2.5,\r\ntwo,,\r\n",
                     id="csv with one row per figure"),
        pytest.param("tsv", {"fields": "title,summary"},
                     "title\tsummary\nThe first, of two\tIt says \"yes\".\n'=1+1\tTwo\\nlines\n", id="tsv"),
        pytest.param("tsv", {"fields": "id", "excel": True}, "\ufeffid\none\ntwo\n", id="tsv with a byte order mark"),
        pytest.param("hxl", {"fields": "id,figure_values,countries,source"}, HXL, id="hxl"),
        pytest.param("markdown", {}, MARKDOWN, id="markdown"),
        pytest.param("markdown", {"fields": "partner_names", "delimiter": " | "},
                     "| Partners |\n| --- |\n| World Health Organization \\| A; B |\n|  |\n",
                     id="markdown with a delimiter"),
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


def test_the_type_of_the_names_lists_every_format() -> None:
    assert get_args(FormatName) == (*FORMATS,)
