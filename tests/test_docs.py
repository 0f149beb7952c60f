"""The documentation matches the tool: generated parts are current, examples run, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tools import docs

import itucovid
from itucovid.export.formats import FORMATS
from tests.conftest import ROOT, Invoke, needs

README = ROOT / "README.md"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
FORMATS_PAGE = ROOT / "docs" / "formats.md"
OWN_DATASET = ROOT / "docs" / "your-own-dataset.md"

# What the examples run besides itucovid: commands that set the project up or run its checks, which .ci/run and the
# workflows run, and those that belong to the reader's own files.
NOT_RUN = ("python3 -m venv ", ".venv/bin/", "nox ", "npm ", "git ", "echo ", "export ")


def blocks(path: Path, language: str) -> list[str]:
    """The fenced code blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def shell_lines() -> Iterator[tuple[str, str]]:
    """The commands in the shell examples, without their comments, each with its page."""
    for path in PAGES:
        for block in blocks(path, "sh"):
            for line in re.sub(r"\\\n|\n(?=  )", " ", block).splitlines():
                command = re.sub(r"\s+#.*", "", line).strip()
                if command:
                    yield path.name, command


COMMANDS = [(page, line) for page, line in shell_lines() if line.startswith("itucovid ") and "|" not in line]
PIPELINES = [(page, line) for page, line in shell_lines() if line.startswith("itucovid ") and "|" in line]


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples name, as the current one."""
    shutil.copytree(docs.EXAMPLES, tmp_path, dirs_exist_ok=True)
    template = "\n".join(blocks(OWN_DATASET, "toml"))
    for name in ("data.toml", "projects.toml"):
        (tmp_path / name).write_text(template, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("page", docs.pages(), ids=lambda path: path.name)
def test_the_output_on_a_page_is_what_its_commands_print(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert docs.with_output(text) == text


@pytest.mark.slow
def test_the_reference_is_generated() -> None:
    assert docs.reference() == docs.REFERENCE.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_console_block_of_a_page_is_generated(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    generated = len(re.findall(r"^<!-- \$ .+ -->\n```console$", text, flags=re.MULTILINE))
    assert path == docs.REFERENCE or generated == len(blocks(path, "console"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_python_examples_of_a_page_run(path: Path, examples: Path) -> None:
    namespace: dict[str, object] = {}
    for block in blocks(path, "python"):
        exec(block, namespace)  # noqa: S102 - the project's own examples


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PAGES if blocks(path, "py")], ids=lambda path: path.name)
def test_the_python_examples_that_need_other_packages_run(
    path: Path, examples: Path, dataset: itucovid.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    (examples / "records.jsonl").write_bytes(dataset.export("jsonl"))
    namespace: dict[str, object] = {}
    for block in blocks(path, "py(?:thon)?"):
        for name in re.findall(r"^(?:from|import) (\w+)(?:, (\w+))?", block, flags=re.MULTILINE):
            for package in filter(None, name):
                pytest.importorskip(package)
        exec(block, namespace)  # noqa: S102 - the project's own examples


def test_every_command_of_the_shell_examples_is_run_or_excepted() -> None:
    others = [line for _, line in shell_lines() if not line.startswith(("itucovid ", *NOT_RUN))]
    assert others == []


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_the_commands_of_a_page_run(page: str, command: str, invoke: Invoke, examples: Path) -> None:
    _, *arguments = shlex.split(command)
    for name in re.findall(r"(?:--output|-o|init) (\S+)", command):
        (examples / name).unlink(missing_ok=True)
    result = invoke(*arguments, stdin="giga\n", env={"ITUCOVID_CACHE": str(examples / "cache")})
    assert result.exit_code == 0, f"{page}: {command}: {result.stderr}"


@pytest.mark.shell
@pytest.mark.parametrize(
    ("page", "line"),
    [
        pytest.param(page, line, marks=[needs(name) for name in re.findall(r"\| ([a-z]+)", line) if name != "itucovid"])
        for page, line in PIPELINES
    ],
)
def test_the_pipelines_of_a_page_run(page: str, line: str, examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    result = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, ""), f"{page}: {line}"


def test_the_dataset_of_the_documentation_is_valid_and_searchable(
    dataset_file: Callable[[str], Path], invoke: Invoke
) -> None:
    example = "\n".join(blocks(OWN_DATASET, "toml"))
    path = dataset_file(example)
    assert invoke("check", str(path)).stderr == f"{path}: 2 records in 2 themes, no issues\n"
    assert invoke("search", "libary", "--data", str(path)).stdout.startswith("library-wifi\t")


def headings(path: Path) -> set[str]:
    """The anchors of the headings of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_links_of_a_page_lead_to_files_and_headings(path: Path) -> None:
    broken = []
    for target, anchor in re.findall(r"\]\((?![a-z]+:)([^)#]*)(?:#([^)]*))?\)", path.read_text(encoding="utf-8")):
        page = path.parent / target if target else path
        if not page.exists() or (anchor and anchor not in headings(page)):
            broken.append(f"{target}#{anchor}")
    assert broken == []


def test_every_page_of_the_documentation_is_linked_from_the_readme() -> None:
    text = README.read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "docs").glob("*.md") if f"](docs/{path.name})" not in text] == []


def test_every_format_has_a_row_in_its_page() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\..*?) \|", FORMATS_PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {name: tuple(suffixes.split(", ")) for name, suffixes in rows} == {
        name: format_.suffixes for name, format_ in FORMATS.items()
    }


def test_the_readme_has_at_most_150_lines() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


def test_the_readme_has_the_two_commands_that_the_check_of_the_project_runs() -> None:
    main, *others, tests = re.findall(r"^python3 -m venv .*$", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert (main.rpartition(" && ")[2], others) == ('.venv/bin/itucovid search "5G"', [])
    assert tests.endswith(".venv/bin/pip install --quiet --editable '.[test]' && .venv/bin/pytest")


def test_the_version_is_the_same_everywhere() -> None:
    assert f"## [{itucovid.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {itucovid.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=]", requirement)[0] for requirement in project["dependencies"]}
    architecture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert names == set(re.findall(r"^\| `([a-z][a-z0-9-]+)` \| needed for", architecture, flags=re.MULTILINE))
