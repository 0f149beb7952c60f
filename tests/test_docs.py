"""What the documentation says is what the tool does."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from tools import docs, schema

import itucovid
from itucovid.storage.schema import schema_text
from tests.conftest import ROOT, Invoke

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_shows_what_its_commands_print() -> None:
    assert docs.readme(README) == README


def test_the_reference_is_the_help_of_every_command() -> None:
    assert docs.reference() == (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


def test_the_schema_is_made_from_the_model() -> None:
    assert schema.TARGET.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("number", range(README.count("```python")))
def test_readmes_python_runs(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    examples = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    exec("\n".join(examples[: number + 1]), {})  # noqa: S102 - the project's own examples
    assert capsys.readouterr().out


def test_readmes_own_register_is_one(dataset_file: Callable[[str], Path], invoke: Invoke) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", README, flags=re.DOTALL)
    path = dataset_file(example)
    assert invoke("check", str(path)).exit_code == 0
    assert invoke("search", "libary", "--data", str(path)).stdout.startswith("library-wifi\t")


def test_the_version_is_the_same_everywhere() -> None:
    assert f"## [{itucovid.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {itucovid.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_dependency_has_its_reason_in_the_readme() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=]", requirement)[0] for requirement in project["dependencies"]}
    assert names == set(re.findall(r"^\| ([a-z][a-z0-9-]+) \| (?!why)", README, flags=re.MULTILINE))
