"""The package as others import it."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.resources
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

import itucovid
from itucovid.errors import UsageError
from tests.conftest import MINIMAL, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def python(script: str, *arguments: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_load_without_a_path_gives_the_shipped_register(dataset: itucovid.Dataset) -> None:
    assert itucovid.load() == register


def test_load_takes_a_path_in_any_form(dataset_file: Callable[[str], Path]) -> None:
    path = dataset_file(MINIMAL)

    assert itucovid.load(path) == itucovid.load(str(path))
    assert itucovid.load(path).initiatives == (
        itucovid.Initiative(
            id="one", theme="testing", title="The first", summary="A record with nothing but what is required."
        ),
    )


def test_load_without_a_path_heeds_the_variable(
    dataset_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITUCOVID_DATA", str(dataset_file(MINIMAL)))

    assert [record.id for record in itucovid.load().initiatives] == ["one"]


def test_an_empty_variable_is_none(dataset: itucovid.Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITUCOVID_DATA", "")

    assert itucovid.load() == register


def test_a_bad_register_is_an_error_of_the_package(dataset_file: Callable[[str], Path]) -> None:
    path = dataset_file(MINIMAL + 'kind = "evnt"\n')

    with pytest.raises(itucovid.ItucovidError) as refusal:
        itucovid.load(path)

    assert isinstance(refusal.value, itucovid.InvalidDatasetError)
    assert str(refusal.value) == f"{path}:7: one, kind: unknown value 'evnt': did you mean event?"


def test_a_record_cannot_be_changed(dataset: itucovid.Dataset) -> None:
    record = dataset.initiatives[0]

    with pytest.raises(AttributeError):
        record.title = "Another"  # type: ignore[misc]  # what the test is about


def test_every_sequence_of_a_register_is_a_tuple(dataset: itucovid.Dataset) -> None:
    def lists(value: object) -> list[object]:
        if isinstance(value, msgspec.Struct):
            return [found for part in msgspec.structs.astuple(value) for found in lists(part)]
        if isinstance(value, tuple):
            return [found for part in value for found in lists(part)]
        return [value] if isinstance(value, list | set) else []

    assert lists(dataset) == []


@pytest.mark.parametrize("name", itucovid.__all__)
def test_every_public_name_can_be_imported_alone(name: str) -> None:
    module = importlib.import_module("itucovid")

    assert name in dir(module)
    assert getattr(module, name) is not None


def test_a_public_name_is_imported_when_it_is_first_needed() -> None:
    script = (
        "import sys, itucovid; print('msgspec' in sys.modules, *(n for n in sys.modules if n.startswith('itucovid')))"
    )

    assert python(script) == "False itucovid\n"
    assert python(script.replace("; print", "; itucovid.Initiative; print")).startswith("True itucovid itucovid.")


def test_everything_public_comes_with_a_star() -> None:
    printed = python("from itucovid import *; import itucovid; print(*(n for n in itucovid.__all__ if n in globals()))")

    assert printed.split() == itucovid.__all__


def test_the_public_names_are_in_order_and_nothing_else_is_promised() -> None:
    assert sorted(itucovid.__all__) == itucovid.__all__
    assert {"load", "Initiative", "Dataset"} <= set(itucovid.__all__) <= set(dir(itucovid))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'itucovid' has no attribute 'lod'$"):
        _ = itucovid.lod


def test_the_version_is_the_installed_one() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", itucovid.__version__)
    assert importlib.metadata.version("itucovid") == itucovid.__version__


def test_the_package_says_that_it_is_typed() -> None:
    assert importlib.resources.files("itucovid").joinpath("py.typed").is_file()


def test_the_package_runs_without_what_only_its_tests_need() -> None:
    requirements = importlib.metadata.requires("itucovid") or []
    needed = {re.split(r"[<>=;\[ ]", requirement)[0] for requirement in requirements if "extra ==" not in requirement}
    allowed = {name.replace("-", "_") for name in needed} | {"itucovid", "TYPE_CHECKING"}
    imported = {
        module
        for path in (ROOT / "src").rglob("*.py")
        for module in re.findall(
            r"^\s*(?:from|import) ([a-z_0-9]+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
    }

    assert imported - allowed - sys.stdlib_module_names == set()


def test_an_export_names_the_command_that_would_give_it_and_no_other(
    dataset: itucovid.Dataset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = dataset.export("bibtex", theme="health").decode()
    assert "% Request: itucovid export --format bibtex --theme health\n" in whole
    assert "Request" not in dataset.filter(theme="health").export("bibtex").decode()

    own = tmp_path / "own.toml"
    own.write_text(MINIMAL, encoding="utf-8")
    assert "Request" not in itucovid.load(own).export("bibtex").decode()
    monkeypatch.setenv("ITUCOVID_DATA", str(own))
    assert "% Request: itucovid export --format bibtex --data own.toml\n" in itucovid.load().export("bibtex").decode()
    monkeypatch.setenv("ITUCOVID_DATA", str(tmp_path / "gone.toml"))
    assert "Request" not in dataset.export("bibtex").decode()


def test_an_export_takes_what_the_command_takes(dataset: itucovid.Dataset) -> None:
    with pytest.raises(UsageError, match="--limit wants a whole number from 0 on, not -1"):
        dataset.export("csv", limit=-1)
    assert "Request" not in dataset.export("bibtex", search="qwertyuiopzz").decode()
    empty = dataset.export("bibtex", theme="youth", kind="platform").decode()
    assert empty.endswith("% Request: itucovid export --format bibtex --theme youth --kind platform\n")
