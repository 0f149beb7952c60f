"""The wheel: the package, its data files, and the cache entries of the bundled dataset."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import itucovid
from tests.conftest import ROOT, needs

pytestmark = [pytest.mark.slow, needs("hatchling", available=importlib.util.find_spec("hatchling"))]

DATA = [
    "itucovid/chinese.txt",
    "itucovid/data/initiatives.dataset",
    "itucovid/data/initiatives.index",
    "itucovid/data/initiatives.schema.json",
    "itucovid/data/initiatives.toml",
    "itucovid/data/template.toml",
    "itucovid/export/html/dates.js",
    "itucovid/export/html/page.css",
    "itucovid/export/html/page.html",
    "itucovid/export/html/page.js",
    "itucovid/export/html/search.js",
    "itucovid/export/html/selection.js",
    "itucovid/export/html/text.js",
    "itucovid/places.json",
    "itucovid/py.typed",
    "itucovid/search/common_stems.bin",
    "itucovid/search/country_names.txt",
    "itucovid/search/synonyms.txt",
]
METADATA = ["METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/LICENSES/Unicode-3.0.txt"]
SCRIPT = """
import sys
from itucovid.cli import run
code = run(sys.argv[1:])
sys.exit(f"parsed: {code}" if "tomli" in sys.modules else code)
"""


def build(project: Path, target: str, directory: Path) -> Path:
    """Build a wheel or a source distribution of a project in an empty directory."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(directory)]
    subprocess.run(command, cwd=project, check=True, capture_output=True, timeout=120)
    (path,) = directory.iterdir()
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(directory)  # noqa: S202 - our own
    return directory


def test_the_wheel_has_the_modules_the_data_the_licences_and_nothing_else(wheel: Path) -> None:
    modules = [path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")]
    metadata = [f"itucovid-{itucovid.__version__}.dist-info/{name}" for name in METADATA]
    assert sorted(zipfile.ZipFile(wheel).namelist()) == sorted([*modules, *DATA, *metadata])


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    for name in ("sdist", "unpacked", "the-wheel-from-it"):
        (tmp_path / name).mkdir()
    with tarfile.open(build(ROOT, "sdist", tmp_path / "sdist")) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (project,) = (tmp_path / "unpacked").iterdir()
    assert build(project, "wheel", tmp_path / "the-wheel-from-it").read_bytes() == wheel.read_bytes()


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
