"""BibTeX, RIS and CSL-JSON, read back by pandoc and rispy as a reference manager would read them."""

from __future__ import annotations

import functools
import io
import json
import re
import subprocess
from typing import Any

import msgspec
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from itucovid import __version__
from itucovid.dates import PartialDate
from itucovid.model import Dataset, Document, Initiative, Theme
from tests.conftest import needs
from tests.test_export_roundtrip import NASTY, write

needs_pandoc = needs("pandoc")
NAMES = ("bibtex", "ris", "csl-json")


def pandoc(text: str, *arguments: str) -> str:
    done = subprocess.run(["pandoc", *arguments], input=text, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def read_bibtex(text: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(pandoc(text, "-f", "bibtex", "-t", "csljson"))
    return items


def cited(text: str, format_: str) -> str:
    """The bibliography that pandoc's citeproc makes of an export, in its default style, without line breaks."""
    return pandoc(text, "-f", format_, "-t", "plain", "--citeproc", "--wrap", "none")


@needs_pandoc
@pytest.mark.parametrize(("name", "format_"), [("bibtex", "bibtex"), ("csl-json", "csljson")])
def test_citeproc_cites_a_record_as_a_part_of_the_document(name: str, format_: str, dataset: Dataset) -> None:
    references = [entry for entry in re.split(r"\n\n+", cited(write(name, dataset), format_).strip()) if entry]
    assert len(references) == len(dataset.initiatives)
    (giga,) = (entry for entry in references if "Giga.”" in entry)
    assert "“Giga.” In COVID-19 Initiatives, Partnerships and Activities" in giga.replace("*", "").replace("_", "")
    assert "2021" in giga
    assert "https://www.itu.int/" in giga
    whole = " ".join(references)
    titles = {theme.id: theme.title for theme in dataset.themes}
    places = [f"{titles[record.theme]}, item {record.item}." for record in register if record.item]
    assert [place for place in places if place not in whole] == []
    # Names keep their capitals.
    assert "CYB4COVID" in whole
    assert "(FG-AI4H)" in whole


@needs_pandoc
def test_pandoc_reads_the_same_from_bibtex_as_from_csl_json(dataset: Dataset) -> None:
    theirs, ours = read_bibtex(write("bibtex", dataset)), json.loads(write("csl-json", dataset))
    shared = ("id", "type", "title", "container-title", "author", "publisher", "issued", "URL", "note", "keyword")
    for mine, other in zip(ours, theirs, strict=True):
        assert {name: smart(other[name]) for name in shared if name in mine} == {
            name: smart(mine[name]) if name != "issued" else {"date-parts": [mine["issued"]["date-parts"][0]]}
            for name in shared
            if name in mine
        }


NO_CASE = re.compile(r'<span class="nocase">(.*)</span>', re.DOTALL)


def smart(value: Any) -> Any:
    """Without the typographer's apostrophes and quotes that pandoc puts in, and what keeps capitals in CSL-JSON."""
    if not isinstance(value, str):
        return value
    return re.sub("[‘’]", "'", re.sub("[“”]", '"', NO_CASE.sub(r"\1", value)))


def test_rispy_reads_every_reference(dataset: Dataset) -> None:
    references = rispy.loads(write("ris", dataset))
    assert [reference["id"] for reference in references] == [record.id for record in dataset.initiatives]
    for reference, record in zip(references, dataset.initiatives, strict=True):
        assert reference["type_of_reference"] == "CHAP"
        assert (reference["title"], reference["abstract"]) == (record.title, record.summary)
        assert reference["secondary_title"] == "COVID-19 Initiatives, Partnerships and Activities"
        assert (reference["authors"], reference["date"]) == (["ITU"], "2021/01/11/")
        assert reference.get("keywords", []) == list(record.keywords)
        assert reference["notes"][0].endswith(f", item {record.item}" if record.item else "")


def test_a_citation_says_what_made_it(dataset: Dataset) -> None:
    version = dataset.document and dataset.document.version
    made = f"Dataset version: {version}; Made with: itucovid {__version__}; Request: itucovid export"
    assert {item["source"] for item in json.loads(write("csl-json", dataset, request="itucovid export"))} == {made}
    references = rispy.loads(write("ris", dataset, request="itucovid export"))
    assert {reference["database_provider"] for reference in references} == {made}


def test_the_lines_of_ris_are_as_the_format_has_them(dataset: Dataset) -> None:
    *lines, last = write("ris", dataset).split("\r\n")
    assert last == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) or line == "" for line in lines)
    assert "\n" not in "".join(lines)


LINES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
TEXT = st.lists(NASTY | st.sampled_from(["ER  - ", "TY  - ", "\\", "{", "}", "%", "$", "^", "--", "``", "''", "@",
                "}}"]), min_size=1, max_size=8).map("".join)  # fmt: skip


def about(text: str, **document: Any) -> Dataset:
    whole = Document(title=f"D{text}", publisher=f"P{text}", date=PartialDate("2021-01"), **document)
    record = Initiative(id="a", theme="t", title=f"x{text}x", summary=f"y{text}y", keywords=(f"k{text}k",), item=2)
    return Dataset(document=whole, initiatives=(record,), themes=(Theme(id="t", title="T"),))


def shown(text: str) -> str:
    return " ".join(text.split())


@given(text=TEXT | st.text(max_size=8))
@settings(deadline=None)
def test_no_text_ends_a_reference_or_begins_another(text: str) -> None:
    written = write("ris", about(text))
    (reference,) = rispy.loads(written)
    assert not LINES.search(written.replace("\r\n", ""))
    assert set(reference) <= {
        "type_of_reference", "id", "title", "authors", "publisher", "secondary_title", "year", "date", "notes",
        "abstract", "keywords", "start_page", "database_provider",
    }  # fmt: skip
    assert reference["id"] == "a"
    assert reference["notes"] == ["T, item 2"]
    assert reference["start_page"] == "T, item 2"


@needs_pandoc
@pytest.mark.parametrize("text", ["{", "}", "}}", "\\", "\\}", "%", "$x$", "a_b^c", "~", "--", "#1", "&amp;",
                                  "``q", "?`", "@a{b,", "\\input{/etc/passwd}", "\\write18{id}", "<b>",
                                  "*a*"])  # fmt: skip
def test_no_text_is_a_command_of_latex(text: str) -> None:
    written = write("bibtex", about(text))
    (item,) = read_bibtex(written)
    text = text.replace("`", "'")  # which is how pandoc reads one
    without_braces = re.sub("[{}]", "", text)  # pandoc knows no command for a brace
    assert (smart(item["title"]), smart(item["abstract"])) in [
        (f"x{seen}x", f"y{seen}y") for seen in (text, without_braces)
    ]


@given(text=TEXT | st.text(max_size=8))
@settings(deadline=None)
def test_braces_are_balanced_and_no_line_begins_an_entry(text: str) -> None:
    written = write("bibtex", about(text, source=f"https://example.org/{re.sub(r'[^!-~]', '', text)}"))
    written = written[written.index("\n@") :]
    depth = functools.reduce(lambda deep, mark: deep + {"{": 1, "}": -1}[mark], re.findall("[{}]", written), 0)
    assert depth == 0
    assert [line for line in written.split("\n") if line.lstrip().startswith("@")] == ["@incollection{a,"]


@pytest.mark.parametrize(
    "text", ["<i>x</i>", "a < b", "&lt;", "<script>", '<span class="smallcaps">x</span>', "</span>"]
)
@needs_pandoc
def test_no_text_of_csl_json_is_markup(text: str) -> None:
    reference = re.sub('[“”‘’"]', "", cited(write("csl-json", about(text)), "csljson").replace("\u2060", ""))
    plain = text.replace('"', "")
    assert f"x{plain}x." in reference
    assert reference.count(f"P{plain}") == 2


@needs_pandoc
def test_no_theme_of_csl_json_is_a_field() -> None:
    dataset = msgspec.structs.replace(
        about("", source="https://example.org/"), themes=(Theme(id="t", title="DOI: 10.1000/evil"),)
    )
    reference = cited(write("csl-json", dataset), "csljson")
    assert "https://example.org/" in reference
    assert "doi.org" not in reference


@needs_pandoc
def test_a_hyphen_in_a_place_of_csl_json_stays_one() -> None:
    dataset = msgspec.structs.replace(about(""), themes=(Theme(id="t", title="E-health and tele-health"),))
    assert "E-health and tele-health, item 2." in cited(write("csl-json", dataset), "csljson")


def test_a_body_with_a_comma_in_its_name_is_no_person_in_ris() -> None:
    dataset = about("")
    body = msgspec.structs.replace(dataset, document=Document(title="D", publisher="Ministry of Health, Niger"))
    (reference,) = rispy.loads(write("ris", body))
    assert ("authors" in reference, reference["publisher"]) == (False, "Ministry of Health, Niger")


def test_keys_of_bibtex_differ_by_more_than_their_capitals() -> None:
    twins = tuple(Initiative(id=id_, theme="t", title="A", summary="S") for id_ in ("giga", "Giga", "GIGA"))
    written = write("bibtex", Dataset(initiatives=twins, themes=(Theme(id="t", title="T"),)))
    keys = re.findall(r"^@misc\{(.*),$", written, re.MULTILINE)
    assert keys == ["giga", "Giga-", "GIGA--"]


def test_a_keyword_of_bibtex_may_hold_a_comma() -> None:
    dataset = about(", ")
    assert "keywords = {{k, k}}" in write("bibtex", dataset)


@pytest.mark.parametrize("name", NAMES)
def test_a_register_without_a_document_can_be_cited_too(name: str) -> None:
    dataset = Dataset(
        initiatives=(Initiative(id="a", theme="t", title="A", summary="S"),), themes=(Theme(id="t", title="T"),)
    )
    written = write(name, dataset)
    kinds = {"bibtex": "@misc{a,", "ris": "TY  - GEN", "csl-json": '"document"'}
    assert kinds[name] in written


@pytest.mark.parametrize("date", ["2021", "2021-03", "2021-03-04"])
def test_a_date_is_as_exact_as_the_document_has_it(date: str) -> None:
    document = Document(title="D", date=PartialDate(date))
    record = Initiative(id="a", theme="t", title="A", summary="S")
    dataset = Dataset(document=document, initiatives=(record,), themes=(Theme(id="t", title="T"),))
    parts = [int(part) for part in date.split("-")]
    (item,) = json.loads(write("csl-json", dataset))
    assert item["issued"] == {"date-parts": [parts]}
    (reference,) = rispy.load(io.StringIO(write("ris", dataset)))
    assert reference["date"] == f"{'/'.join([*date.split('-'), '', ''][:3])}/"
    bibtex = write("bibtex", dataset)
    assert f"date = {{{date}}}" in bibtex
    assert ("month = mar" in bibtex) == (len(parts) > 1)
