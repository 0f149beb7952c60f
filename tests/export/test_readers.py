"""Exports in LaTeX (BibTeX, biber) and LibreOffice: `pytest -m readers`."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from itucovid import Dataset
from itucovid.dates import PartialDate
from itucovid.fields import FIELDS, escape_formulas
from itucovid.model import DatasetFile, Document, Initiative, Theme
from tests.conftest import needs
from tests.export.helpers import make_dataset

pytestmark = [pytest.mark.readers, pytest.mark.slow]


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=180
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def latex(folder: Path, bibliography: bytes, preamble: str, end: str, processor: str) -> str:
    """Compile a document of one page that cites all entries, and return its text."""
    (folder / "r.bib").write_bytes(bibliography)
    page = "\\textheight=4000mm\\pdfpageheight=4200mm\\hyphenpenalty=10000\\exhyphenpenalty=10000"
    document = f"\\documentclass{{article}}{preamble}{page}\\begin{{document}}x\\nocite{{*}}{end}\\end{{document}}"
    (folder / "a.tex").write_text(document, encoding="utf-8")
    compile_ = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a")
    run(folder, *compile_)
    run(folder, processor, *(["-terse"] if processor == "bibtex" else ["--quiet"]), "a")
    run(folder, *compile_)
    run(folder, *compile_)
    return " ".join(run(folder, "pdftotext", "a.pdf", "-").replace("’", "'").split())


@needs("bibtex")
@pytest.mark.parametrize("style", ["plain", "abbrv", "unsrt", "alpha", "apalike", "ieeetr", "acm", "plainnat"])
def test_bibtex_prints_every_record_once(style: str, dataset: Dataset, tmp_path: Path) -> None:
    end = f"\\bibliographystyle{{{style}}}\\bibliography{{r}}"
    preamble = "\\usepackage{natbib}" if style == "plainnat" else ""
    printed = latex(tmp_path, dataset.export("bibtex"), preamble, end, "bibtex")
    assert {record.id: printed.count(f"record “{record.title}”") for record in dataset} == dict.fromkeys(
        (record.id for record in dataset), 1
    )
    assert printed.count("Education and digital skills, item 2") == 1


@needs("biber")
@pytest.mark.parametrize("style", ["numeric", "authoryear", "alphabetic"])
def test_biblatex_prints_every_record_once(style: str, dataset: Dataset, tmp_path: Path) -> None:
    preamble = f"\\usepackage[style={style}]{{biblatex}}\\addbibresource{{r.bib}}"
    printed = latex(tmp_path, dataset.export("bibtex"), preamble, "\\printbibliography", "biber")
    assert {record.id: printed.count(f"record “{record.title}”") for record in dataset} == dict.fromkeys(
        (record.id for record in dataset), 1
    )
    assert printed.count("Education and digital skills, item 2") == 1
    assert not re.search(r"\ben[.,]", printed)
    letters = {"numeric": r"()", "authoryear": r"2021([a-z]+)\)", "alphabetic": r"\[Int21([a-z]+)\]"}[style]
    assert style == "numeric" or len({*re.findall(letters, printed)}) == len(dataset)


LATEX = st.lists(
    st.sampled_from([*"\\{}$&%#_^~`'\"-<>|@,;!?[]*= aé", "--", "``", "\\par ", "\\input{x}", "^^M"]), max_size=8
).map("".join)


@needs("bibtex")
@given(
    titles=st.lists(LATEX.map("x{}x".format), min_size=30, max_size=40),
    author=LATEX.filter(str.strip).filter(str.isascii),
)
@example(titles=["A"] * 30, author="R&D")
@settings(max_examples=6, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.too_slow])
def test_latex_compiles_any_text(titles: list[str], author: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The author is ASCII, because BibTeX takes the first three bytes for the label, which may split a character."""
    themes = tuple(Theme(id=f"t{n}", title=title) for n, title in enumerate(titles))
    document = Document(title=titles[0], author=author, publisher=titles[1], date=PartialDate("2021"))
    tables = DatasetFile(document=document, themes=themes, initiatives=())
    records = [Initiative(id=f"r{n}", theme=f"t{n}", title=title, summary=title) for n, title in enumerate(titles)]
    exported = make_dataset(*records, tables=tables).export("bibtex")
    end = "\\bibliographystyle{alpha}\\bibliography{r}"
    latex(tmp_path_factory.mktemp("latex"), exported, "\\usepackage[T1]{fontenc}", end, "bibtex")


def libreoffice(folder: Path, name: str, content: bytes, to: str, *options: str) -> str:
    """Convert a spreadsheet with LibreOffice."""
    (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run(folder, "soffice", profile, "--headless", *options, "--convert-to", to, name)
    return (folder / name).with_suffix("." + to.partition(":")[0]).read_text(encoding="utf-8")


FORMULAS = st.lists(
    st.sampled_from([*"=+-@'\"; ,|\t\na1&()", "=1+41", '"=1+41&"', "＝1", '=HYPERLINK("x")']), max_size=8
)


@needs("soffice")
@pytest.mark.parametrize("written", [",", ";", "|"])
@pytest.mark.parametrize("opened", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@given(titles=st.lists(FORMULAS.map("".join).filter(str.strip), min_size=100, max_size=200))
@settings(max_examples=2, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
def test_libreoffice_finds_no_formula_in_csv(
    written: str, opened: str, titles: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With any separator, and with the evaluation of formulas."""
    records = [
        Initiative(id=f"r{n}", theme="t", title=title, people=(title, "x", title)) for n, title in enumerate(titles)
    ]
    content = make_dataset(*records).export("csv", separator=written, fields="id,title,people,start")
    filter_ = f"--infilter=CSV:{ord(opened)},34,76,1,,0,false,true,false,false,false,-1,true"
    sheet = libreoffice(tmp_path_factory.mktemp("csv"), "a.csv", content, "fods", filter_)
    cells = ET.fromstring(sheet).iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell")  # noqa: S314
    assert [cell.attrib for cell in cells if any(key.endswith("}formula") for key in cell.attrib)] == []


@needs("soffice")
def test_libreoffice_shows_the_cells_of_a_workbook(dataset: Dataset, tmp_path: Path) -> None:
    dates = ["1899-12-31", "1900-01-01", "1900-02-28", "1900-02", "1900-03-01", "2021-01-11"]
    records = [
        *dataset,
        *(Initiative(id=f"r{n}", theme="health", title=date, start=PartialDate(date)) for n, date in enumerate(dates)),
    ]
    whole = make_dataset(*records, tables=dataset.contents)
    fields = "id,title,summary,start,end,item,partner_names"
    exported = whole.export("xlsx", fields=fields)
    shown = libreoffice(tmp_path, "a.xlsx", exported, "csv:Text - txt - csv (StarCalc):44,34,76")
    rows = [*csv.reader(io.StringIO(shown))]
    expected = [*csv.reader(io.StringIO(whole.export("csv", fields=fields).decode(), newline=""))]
    assert rows[0] == [FIELDS[name].heading for name in expected[0]]
    assert [[escape_formulas(cell) for cell in row] for row in rows[1:]] == expected[1:]
