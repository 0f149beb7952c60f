"""`itucovid export`: files, their formats, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import itucovid
from itucovid import FormatName
from itucovid.export.formats import FORMATS
from tests.conftest import Invoke

BINARY = [name for name, format_ in FORMATS.items() if format_.is_binary]


@pytest.mark.parametrize("name", FORMATS)
def test_file_has_the_format_of_its_suffix(name: FormatName, tmp_path: Path, invoke: Invoke) -> None:
    target = tmp_path / f"dataset{FORMATS[name].suffixes[0]}"
    result = invoke("export", "--theme", "health", "--output", str(target))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"{target}: 4 records\n")
    assert target.read_bytes() == itucovid.load().export(name, theme="health")


def test_output_dash_is_standard_output(invoke: Invoke) -> None:
    result = invoke("export", "--format", "tsv", "--fields", "id", "--limit", "1", "--output", "-")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "id\nweb-dialogues\n", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("format_", "records", "size"),
    [("html", 1300, "about 10 MB"), ("html", 1900, "about 15 MB"), ("html", 1200, None), ("csv", 1900, None)],
)
def test_a_large_page_is_warned_of(
    invoke: Invoke, dataset_file: Callable[[str], Path], format_: str, records: int, size: str | None
) -> None:
    summary = "word " * 800
    data = dataset_file(
        "".join(
            f'[[initiatives]]\nid = "r{number}"\ntheme = "t"\ntitle = "One"\nsummary = "{summary}"\n'
            for number in range(records)
        )
    )
    result = invoke("export", "--format", format_, "--data", str(data))
    warning = f"warning: a page of {size}, which browsers open slowly; select fewer records\n"
    assert (result.exit_code, result.stderr) == (0, warning if size else "")


def test_format_that_differs_from_the_suffix_is_warned_of(tmp_path: Path, invoke: Invoke) -> None:
    target = tmp_path / "dataset.csv"
    result = invoke("export", "--format", "json", "--fields", "id", "--limit", "1", "--output", str(target))
    assert (result.exit_code, result.stderr) == (
        0,
        f"{target}: 1 record\nwarning: {target} is json, though its suffix implies csv\n",
    )
    assert target.read_text(encoding="utf-8") == '[\n  {\n    "id": "web-dialogues"\n  }\n]\n'


@pytest.mark.parametrize("name", BINARY)
def test_binary_format_is_not_written_to_a_terminal(name: str, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("itucovid.cli.output.is_terminal", lambda: True)
    result = invoke("export", "--format", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: refusing to write binary data to a terminal; use --output FILE or a pipe\n"


@pytest.mark.parametrize("arguments", [["--format", "json", "--excel"], ["--limit", "x"], ["--delimiter", " "]])
def test_invalid_option_is_reported_before_the_dataset_is_read(arguments: list[str], invoke: Invoke) -> None:
    result = invoke("export", *arguments, "--data", "missing.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "missing.toml" not in result.stderr


def test_rejected_export_leaves_no_file(tmp_path: Path, invoke: Invoke) -> None:
    target = tmp_path / "dataset.toml"
    result = invoke("export", "--limit", "0", "--output", str(target))
    assert (result.exit_code, result.stderr) == (2, "error: no records to export: a dataset in TOML has at least one\n")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", BINARY)
@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_full_disk_is_one_line_and_leaves_no_file(name: str, tmp_path: Path) -> None:
    import resource

    done = subprocess.run(
        [sys.executable, "-m", "itucovid", "export", "--format", name, "--output", str(tmp_path / "out")],
        capture_output=True, check=False, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: {tmp_path / 'out'}: cannot be written: File too large\n"
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("options", [(), ("--format", "csv", "--force")], ids=["suffix", "format"])
def test_a_directory_is_no_file_to_write(options: tuple[str, ...], tmp_path: Path, invoke: Invoke) -> None:
    result = invoke("export", "-o", str(tmp_path), *options)
    assert result == (2, b"", f"error: {tmp_path}: is a directory; name a file in it\n")
