"""The wheel: the package, its data files, and the cache entries of the bundled dataset."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, needs

pytestmark = [pytest.mark.slow, needs("hatchling", available=importlib.util.find_spec("hatchling"))]

SOURCES = [path for path in (ROOT / "src" / "itucovid").rglob("*") if path.is_file() and path.suffix != ".pyc"]
SCRIPT = """
import sys
from itucovid.cli import run
code = run(sys.argv[1:])
sys.exit(f"parsed: {code}" if "tomli" in sys.modules else code)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(directory)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (path,) = directory.iterdir()
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(directory)
    return directory


def test_the_wheel_has_the_package_its_data_and_two_entries(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    data = ("initiatives.toml", "initiatives.schema.json", "template.toml", "initiatives.dataset", "initiatives.index")
    expected = [path.relative_to(ROOT / "src").as_posix() for path in SOURCES]
    assert sorted(names) == sorted([*expected, *(f"itucovid/data/{name}" for name in data)])


@pytest.mark.parametrize("command", ["list -n 1", "search giga", "show giga", "stats", "export -f json"])
def test_the_installed_command_does_not_parse_the_bundled_dataset(command: str, installed: Path) -> None:
    # Without the finder of an editable installation.
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r})\n{SCRIPT}", *command.split()],
        cwd=installed, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "ITUCOVID_CACHE": ""},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_the_search_index_of_the_wheel_is_used(installed: Path) -> None:
    script = """
import itucovid, itucovid.search.index as index
index.build_index = None
print(itucovid.__file__, [hit.record.id for hit in itucovid.load().search("giga").hits])
"""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r})\n{script}"],
        cwd=installed, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == (f"{installed}/itucovid/__init__.py ['giga']\n", "")
