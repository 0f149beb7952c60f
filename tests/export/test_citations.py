"""BibTeX, RIS and CSL-JSON, read back by pandoc and rispy as a reference manager would read them."""

from __future__ import annotations

import functools
import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from itucovid import __version__
from itucovid.dates import PartialDate
from itucovid.model import DatasetFile, Document, Initiative, Theme
from tests.conftest import needs
from tests.export.helpers import SPECIAL_TEXT, export_text, make_dataset, one_record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from itucovid import Dataset


def pandoc(text: str, *arguments: str) -> str:
    done = subprocess.run(["pandoc", *arguments], input=text, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def uses_pandoc(test: Callable[..., None]) -> Callable[..., None]:
    marked: Callable[..., None] = pytest.mark.slow(needs("pandoc")(test))
    return marked


def read_bibtex(text: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(pandoc(text, "-f", "bibtex", "-t", "csljson"))
    return items


STYLE = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info><title>Test</title><id>test</id><updated>2021-01-01T00:00:00Z</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout suffix="."><group delimiter=". ">
    <names variable="author"/>
    <text variable="title" text-case="title"/>
    <text variable="container-title"/>
    <text variable="page"/>
    <text variable="publisher"/>
    <date variable="issued" form="numeric" date-parts="year"/>
    <text variable="DOI" prefix="https://doi.org/"/>
    <text variable="URL"/>
  </group></layout></bibliography>
</style>
"""


def bibliography(text: str, format_: str, folder: Path) -> list[str]:
    """The references that pandoc's citeproc makes of an export."""
    style = folder / "style.csl"
    style.write_text(STYLE, encoding="utf-8")
    printed = pandoc(text, "-f", format_, "-t", "plain", "--citeproc", "--csl", str(style), "--wrap", "none")
    return [entry for entry in re.split(r"\n\n+", printed.strip()) if entry]


def cited(dataset: Dataset, **document: Any) -> Dataset:
    """The same records with a source document."""
    tables = DatasetFile(document=Document(**document), themes=dataset.themes, initiatives=())
    return make_dataset(*dataset.initiatives, tables=tables)


def dataset_with(text: str, **document: Any) -> Dataset:
    """A dataset with a text in every field that is cited."""
    record = one_record(title=f"x{text}x", summary=f"y{text}y", keywords=(f"k{text}k",), item=2)
    return cited(record, title=f"D{text}", publisher=f"P{text}", date=PartialDate("2021-01"), **document)


def dataset_with_theme(title: str, **document: Any) -> Dataset:
    file = DatasetFile(document=Document(title="D", **document), themes=(Theme(id="t", title=title),), initiatives=())
    return make_dataset(Initiative(id="a", theme="t", title="A", summary="S", item=2), tables=file)


@uses_pandoc
@pytest.mark.parametrize(("name", "format_"), [("bibtex", "bibtex"), ("csl-json", "csljson")])
def test_citeproc_cites_a_record_as_a_part_of_the_document(
    name: str, format_: str, dataset: Dataset, tmp_path: Path
) -> None:
    references = bibliography(export_text(dataset, name), format_, tmp_path)
    assert dataset.document
    title, url = dataset.document.title, dataset.document.source
    # Some versions of pandoc write names in parentheses of a BibTeX title in lower case.
    assert [straight(reference).casefold() for reference in references] == [
        straight(f"ITU. {record.title}. {title}. {dataset.labels.place(record)}. ITU. 2021. {url}.").casefold()
        for record in dataset
    ]


@uses_pandoc
def test_pandoc_reads_the_same_from_bibtex_and_from_csl_json(dataset: Dataset) -> None:
    from_bibtex = read_bibtex(export_text(dataset, "bibtex"))
    from_csl = json.loads(export_text(dataset, "csl-json"))
    names = ("id", "type", "title", "container-title", "author", "publisher", "issued", "URL", "note", "keyword")
    for ours, theirs in zip(from_csl, from_bibtex, strict=True):
        assert {name: straight(theirs[name]) for name in names if name in ours} == {
            name: straight(ours[name]) if name != "issued" else {"date-parts": [ours["issued"]["date-parts"][0]]}
            for name in names
            if name in ours
        }


def straight(value: Any) -> Any:
    """A text without pandoc's typographic quotation marks and without the markup that keeps capitals."""
    if not isinstance(value, str):
        return value
    plain = re.sub(r'<span class="nocase">(.*)</span>', r"\1", value, flags=re.DOTALL)
    return re.sub("[‘’]", "'", re.sub("[“”]", '"', plain))


def test_rispy_reads_every_reference(dataset: Dataset) -> None:
    references = rispy.loads(export_text(dataset, "ris"))
    assert [reference["id"] for reference in references] == [record.id for record in dataset]
    for reference, record in zip(references, dataset, strict=True):
        assert reference["type_of_reference"] == "CHAP"
        assert (reference["title"], reference["abstract"]) == (record.title, record.summary)
        assert reference["secondary_title"] == "COVID-19 Initiatives, Partnerships and Activities"
        assert (reference["authors"], reference["date"]) == (["ITU"], "2021/01/11/")
        assert reference.get("keywords", []) == list(record.keywords)
        assert reference["notes"] == [dataset.labels.place(record)]


def test_every_line_of_ris_has_a_tag(dataset: Dataset) -> None:
    *lines, last = export_text(dataset, "ris").split("\r\n")
    assert last == ""
    assert [line for line in lines if line and not re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line)] == []


SPECIAL = st.lists(
    SPECIAL_TEXT
    | st.sampled_from(["ER  - ", "TY  - ", "\\", "{", "}", "%", "$", "^", "--", "``", "''", "@", "}}"]),
    min_size=1, max_size=8,
).map("".join)  # fmt: skip


@pytest.mark.slow
@given(text=SPECIAL | st.text(max_size=8))
def test_no_text_ends_a_reference_of_ris_or_starts_another(text: str) -> None:
    exported = export_text(dataset_with(text), "ris")
    (reference,) = rispy.loads(exported)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", exported.replace("\r\n", ""))
    assert set(reference) <= {
        "type_of_reference", "id", "title", "authors", "publisher", "secondary_title", "year", "date", "notes",
        "abstract", "keywords", "start_page", "database_provider",
    }  # fmt: skip
    assert (reference["id"], reference["notes"], reference["start_page"]) == ("a", ["T, item 2"], "T, item 2")


@given(text=SPECIAL | st.text(max_size=8))
@settings(max_examples=50)
def test_braces_of_bibtex_are_balanced_and_no_text_starts_an_entry(text: str) -> None:
    url = f"https://example.org/{re.sub(r'[^!-~]', '', text)}"
    exported = export_text(dataset_with(text, source=url), "bibtex")
    entry = exported[exported.index("\n@") :]
    depth = functools.reduce(lambda deep, brace: deep + {"{": 1, "}": -1}[brace], re.findall("[{}]", entry), 0)
    assert depth == 0
    assert [line for line in entry.split("\n") if line.lstrip().startswith("@")] == ["@incollection{a,"]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("\\", r"\textbackslash{}"), ("{}", r"\textbraceleft{}\textbraceright{}"),
        ("a_b^c", r"a\_b\textasciicircum{}c"),
        ("5 % & $1 #2", r"5 \% \& \$1 \#2"), ("~", r"\textasciitilde{}"), ("``?`", r"`{}`{}?`{}"),
        ("a--b---c", "a-{}-b-{}-{}-c"), ("''", "'{}'"), ("a-b 'c'", "a-b 'c'"),
    ],
)  # fmt: skip
def test_special_characters_of_latex_are_escaped(text: str, escaped: str) -> None:
    assert f"\n  abstract = {{{escaped}}}" in export_text(one_record(summary=text), "bibtex")


@uses_pandoc
@pytest.mark.parametrize("text", ["{", "}", "}}", "\\", "\\}", "%", "$x$", "a_b^c", "~", "--", "#1", "&amp;",
                                  "``q", "?`", "@a{b,", "\\input{/etc/passwd}", "\\write18{id}", "<b>",
                                  "*a*"])  # fmt: skip
def test_no_text_is_a_command_of_latex(text: str) -> None:
    (item,) = read_bibtex(export_text(dataset_with(text), "bibtex"))
    text = text.replace("`", "'")  # pandoc reads one as a quotation mark
    without_braces = re.sub("[{}]", "", text)  # pandoc knows no command for a brace
    assert (straight(item["title"]), straight(item["abstract"])) in [
        (f"x{seen}x", f"y{seen}y") for seen in (text, without_braces)
    ]


def test_braces_and_backslashes_in_a_url_of_bibtex_are_percent_encoded() -> None:
    exported = export_text(dataset_with("", source=r"https://example.org/{a}\b%20"), "bibtex")
    assert "\n  url = {https://example.org/%7Ba%7D%5Cb%20}" in exported


def test_keys_of_bibtex_differ_by_more_than_capitals() -> None:
    dataset = make_dataset(*(Initiative(id=id_, theme="t", title="A", summary="S") for id_ in ("giga", "Giga", "GIGA")))
    keys = re.findall(r"^@misc\{(.*),$", export_text(dataset, "bibtex"), re.MULTILINE)
    assert keys == ["giga", "Giga-", "GIGA--"]


def test_place_of_a_citation_is_one_line() -> None:
    assert "\r\nSP  - Digital health, item 2\r\n" in export_text(dataset_with_theme("Digital\nhealth"), "ris")


def test_keyword_of_bibtex_with_a_comma_is_in_braces() -> None:
    exported = export_text(one_record(keywords=("a, b", "c")), "bibtex")
    assert "\n  keywords = {{a, b}, c}" in exported


def test_provenance_of_bibtex_has_no_at_sign_and_no_line_break() -> None:
    exported = export_text(dataset_with("\n@"), "bibtex")
    assert exported.startswith("% Source: P (at): D (at), January 2021\n% Made with: ")


def test_provenance_of_a_citation_is_one_line() -> None:
    dataset = cited(one_record(), title="D", version="1\n2")
    exported = export_text(dataset, "ris")
    assert f"\r\nDP  - Dataset version: 1 2; Made with: itucovid {__version__}\r\n" in exported


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<i>x</i>", "<\u2060i>x<\u2060/i>"),
        ('<span class="x">', '<\u2060span class="x">'),
        ("<SUP>", "<SUP>"),
        ("a < b", "a < b"),
        ("<img>", "<img>"),
    ],
)
def test_tags_of_citeproc_are_broken_in_csl_json(text: str, escaped: str) -> None:
    (item,) = json.loads(export_text(dataset_with(text), "csl-json"))
    assert item["title"] == f'<span class="nocase">x{escaped}x</span>'
    assert item["container-title"] == f"D{escaped}"
    assert item["publisher"] == f"P{escaped}"
    assert item["author"] == [{"literal": f"P{escaped}"}]


@uses_pandoc
@pytest.mark.parametrize(
    "text", ["<i>x</i>", "a < b", "&lt;", "<script>", '<span class="smallcaps">x</span>', "</span>"]
)
def test_no_text_of_csl_json_is_markup(text: str, tmp_path: Path) -> None:
    (reference,) = bibliography(export_text(dataset_with(text), "csl-json"), "csljson", tmp_path)
    expected = f"P{text}. x{text}x. D{text}. T, item 2. P{text}. 2021."
    # citeproc prints no full stop after a semicolon.
    assert straight(reference).replace("\u2060", "") == expected.replace(";.", ";")


@uses_pandoc
def test_theme_of_csl_json_is_not_read_as_another_field(tmp_path: Path) -> None:
    exported = export_text(dataset_with_theme("DOI: 10.1000/evil", source="https://example.org/"), "csl-json")
    (reference,) = bibliography(exported, "csljson", tmp_path)
    assert reference == "A. D. DOI: 10.1000/evil, item 2. https://example.org/."


def test_hyphens_of_a_place_in_csl_json_are_escaped() -> None:
    (item,) = json.loads(export_text(dataset_with_theme("E-health <i>"), "csl-json"))
    assert item["page"] == "E\\-health <\u2060i>, item 2"
    assert item["section"] == "E-health <i>, item 2"


@uses_pandoc
def test_citeproc_prints_the_hyphens_of_a_place(tmp_path: Path) -> None:
    exported = export_text(dataset_with_theme("E-health and tele-health"), "csl-json")
    assert bibliography(exported, "csljson", tmp_path) == ["A. D. E-health and tele-health, item 2."]


def test_publisher_with_a_comma_is_not_an_author_in_ris() -> None:
    dataset = cited(one_record(), title="D", publisher="Ministry of Health, Niger")
    (reference,) = rispy.loads(export_text(dataset, "ris"))
    assert ("authors" in reference, reference["publisher"]) == (False, "Ministry of Health, Niger")


@pytest.mark.parametrize(
    ("name", "start"), [("bibtex", "\n@misc{a,"), ("ris", "TY  - GEN\r\n"), ("csl-json", '"type": "document"')]
)
def test_record_without_a_source_document_has_a_general_type(name: str, start: str) -> None:
    assert start in export_text(one_record(), name)


@pytest.mark.parametrize(
    ("date", "parts", "ris", "month"),
    [
        ("2021", [2021], "2021///", False),
        ("2021-03", [2021, 3], "2021/03//", True),
        ("2021-03-04", [2021, 3, 4], "2021/03/04/", True),
    ],
)
def test_date_is_as_exact_as_that_of_the_document(date: str, parts: list[int], ris: str, *, month: bool) -> None:
    dataset = cited(one_record(), title="D", date=PartialDate(date), language="fr")
    (item,) = json.loads(export_text(dataset, "csl-json"))
    assert (item["issued"], item["language"]) == ({"date-parts": [parts]}, "fr")
    (reference,) = rispy.loads(export_text(dataset, "ris"))
    assert (reference["date"], reference["year"], reference["language"]) == (ris, "2021", "fr")
    bibtex = export_text(dataset, "bibtex")
    assert f"date = {{{date}}},\n  year = {{2021}},\n" in bibtex
    assert ("month = mar" in bibtex) == month
    assert "language = {fr}" in bibtex
