"""The documentation matches the tool: generated parts are current, examples run, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tools import docs

import itucovid
from tests.conftest import ROOT, Invoke

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(path: Path, language: str) -> list[str]:
    """The fenced code blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def commands() -> Iterator[tuple[str, str]]:
    """The commands of the tool in shell examples, up to a pipe, each with its page."""
    for path in PAGES:
        for block in blocks(path, "sh"):
            for line in re.sub(r"\\\n", " ", block).splitlines():
                command = line.partition("|")[0].partition("  #")[0].strip()
                if command.startswith("itucovid "):
                    yield path.name, command


@pytest.mark.slow
def test_the_examples_of_the_readme_are_what_the_commands_print() -> None:
    assert docs.readme(README) == README


@pytest.mark.slow
def test_the_reference_is_the_help_of_every_command() -> None:
    assert docs.reference() == (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_python_examples_of_a_page_run(path: Path) -> None:
    namespace: dict[str, object] = {}
    for block in blocks(path, "python"):
        exec(block, namespace)  # noqa: S102 - the project's own examples


@pytest.mark.parametrize(("page", "command"), [*commands()])
def test_the_commands_of_a_page_run(
    page: str, command: str, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.toml").write_text("\n".join(blocks(ROOT / "docs" / "your-own-dataset.md", "toml")))
    _, *arguments = shlex.split(command)
    if arguments[0] == "init":
        (tmp_path / "data.toml").unlink()
    result = invoke(*arguments, stdin="giga\n", env={"ITUCOVID_CACHE": str(tmp_path / "cache")})
    assert result.exit_code == 0, f"{page}: {command}: {result.stderr}"


def test_the_dataset_of_the_documentation_is_valid_and_searchable(
    dataset_file: Callable[[str], Path], invoke: Invoke
) -> None:
    (example,) = blocks(ROOT / "docs" / "your-own-dataset.md", "toml")
    path = dataset_file(example)
    assert invoke("check", str(path)).stderr == f"{path}: 1 record in 1 theme, no issues\n"
    assert invoke("search", "libary", "--data", str(path)).stdout.startswith("library-wifi\t")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_links_of_a_page_lead_to_files(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_readme_has_at_most_150_lines_without_generated_output() -> None:
    assert len(re.sub(r"(<!-- \$ .*? -->\n).*?(<!-- end -->)", r"\1\2", README, flags=re.DOTALL).splitlines()) <= 150


def test_the_version_is_the_same_everywhere() -> None:
    assert f"## [{itucovid.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {itucovid.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=]", requirement)[0] for requirement in project["dependencies"]}
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert names == set(re.findall(r"^\| `([a-z][a-z0-9-]+)` \| needed for", contributing, flags=re.MULTILINE))
