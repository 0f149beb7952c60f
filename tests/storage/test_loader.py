"""Reading and parsing a file: what is accepted, and one clear line for everything else."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import itucovid
from itucovid.model import DatasetFile, Initiative, Theme
from itucovid.storage import data_options
from itucovid.storage.loader import parse_file
from itucovid.storage.paths import bundled_file, default_path
from tests.conftest import MINIMAL, ROOT

Write = Callable[[str], Path]


def errors(path: Path) -> list[str]:
    """The errors of a file, without its directory."""
    with pytest.raises(itucovid.InvalidDatasetError) as raised:
        parse_file(path)
    return [str(issue).removeprefix(f"{path.parent}/") for issue in raised.value.issues]


def test_a_file_with_only_the_required_fields(dataset_file: Write) -> None:
    assert parse_file(dataset_file(MINIMAL)).dataset == DatasetFile(
        initiatives=(
            Initiative(
                id="one",
                theme="testing",
                title="The first",
                summary="A record with nothing but what is required.",
            ),
        ),
        themes=(Theme(id="testing", title="testing"),),
    )


def test_default_themes_are_in_the_order_of_the_records(dataset_file: Write) -> None:
    record = '[[initiatives]]\nid = "{}"\ntheme = "{}"\ntitle = "x"\nsummary = "x"\n'
    text = "".join(record.format(number, theme) for number, theme in enumerate(["zebra", "apple", "zebra"]))
    themes = parse_file(dataset_file(text)).dataset.themes
    assert [(theme.id, theme.title) for theme in themes] == [("zebra", "zebra"), ("apple", "apple")]


def test_a_parsed_dataset_is_immutable(dataset_file: Write) -> None:
    (record,) = parse_file(dataset_file(MINIMAL)).dataset.initiatives
    with pytest.raises(AttributeError):
        record.title = "Another"  # type: ignore[misc]
    assert msgspec.structs.replace(record, title="Another") != record


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(MINIMAL.encode(), id="UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + MINIMAL.encode(), id="byte order mark"),
        pytest.param(MINIMAL.replace("\n", "\r\n").encode(), id="CRLF"),
    ],
)
def test_an_encoding_that_is_accepted(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    assert [record.id for record in parse_file(path).dataset.initiatives] == ["one"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param('# one\n# two\ntitle = "Santé"\n'.encode("latin-1"),
                     "3: error: not UTF-8, but probably Windows-1252: save the file as UTF-8 "
                     "(iconv -f cp1252 -t utf-8)", id="Latin-1"),
        pytest.param(MINIMAL.encode("utf-16"),
                     "1: error: not UTF-8, but probably UTF-16: save the file as UTF-8 (iconv -f utf-16 -t utf-8)",
                     id="UTF-16"),
        pytest.param(MINIMAL.encode("utf-16-be"),
                     "1: error: not UTF-8, but probably UTF-16-BE: save the file as UTF-8"
                     " (iconv -f utf-16-be -t utf-8)",
                     id="UTF-16 without a byte order mark"),
        pytest.param(b'# "\xed\xa0\x80"', "1: error: not UTF-8: save the file as UTF-8", id="surrogate"),
        pytest.param(b'a = 1\nb = "\xe2\x82', "2: error: not UTF-8: save the file as UTF-8",
                     id="truncated character"),
        pytest.param("a = 'Привет мир'".encode("cp1251"), "1: error: not UTF-8: save the file as UTF-8",
                     id="an encoding that cannot be determined"),
    ],
)  # fmt: skip
def test_an_encoding_that_is_not_utf_8(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    assert errors(path) == [f"own.toml:{message}"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("none.toml", "none.toml: error: cannot be read: No such file or directory", id="missing"),
        pytest.param("none/none.toml", "none.toml: error: cannot be read: No such file or directory",
                     id="missing directory"),
        pytest.param(".", "DIRECTORY: error: cannot be read: Is a directory", id="directory"),
        pytest.param("loop.toml", "loop.toml: error: cannot be read: Too many levels of symbolic links", id="loop"),
        pytest.param("a" * 300, f"{'a' * 300}: error: cannot be read: File name too long", id="long name"),
    ],
)  # fmt: skip
def test_a_path_that_cannot_be_read(path: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    assert errors(tmp_path / path) == [message.replace("DIRECTORY", tmp_path.name)]


def test_a_path_with_a_nul_character(tmp_path: Path) -> None:
    (error,) = errors(tmp_path / "a\0b")
    assert error.startswith("a\ufffdb: error: cannot be read: embedded null ")  # "byte", or "character" from 3.13 on


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_read_permission(dataset_file: Write) -> None:
    path = dataset_file(MINIMAL)
    path.chmod(0)
    assert errors(path) == ["own.toml: error: cannot be read: Permission denied"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_named_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(f"{MINIMAL}zzz = 1",))
    writer.start()
    assert errors(pipe) == [
        "pipe.toml:7: error: one, zzz: unknown field; own fields are declared, as [fields.zzz], and written in extra"
    ]
    writer.join(timeout=60)


@pytest.mark.parametrize(
    ("text", "position", "hint"),
    [
        pytest.param("a = 1\nb = \n", (2, 5), "; there is no empty value: leave the line out", id="no value"),
        pytest.param("a = text\n", (1, 5), "; expected a value, text in quotes", id="text without quotes"),
        pytest.param('a = "x\n', (1, 7), "; missing closing quote?", id="no closing quote"),
        pytest.param("a = 2020-31-04\n", (1, 9), "; there is no month 31", id="day and month"),
        pytest.param('# one\n[[initiatives]]\nid = "x', (3, 8), "", id="no closing quote at the end"),
        pytest.param('a = "\0"\n', (1, 6), "", id="NUL"),
        pytest.param("start = 2020-02-30\n", (1, 9), "; February 2020 has 29 days", id="day that does not exist"),
        pytest.param("start = 2020-03\n", (1, 13), '; write a month in quotes: "2020-03"', id="month without quotes"),
        pytest.param("a = 1\nend = 2020-3 # x", (2, 11), '; write a month in quotes: "2020-03"', id="short month"),
    ],
)
def test_invalid_toml_has_line_and_column_and_a_hint(
    text: str, position: tuple[int, int], hint: str, dataset_file: Write
) -> None:
    with pytest.raises(itucovid.InvalidDatasetError) as raised:
        parse_file(dataset_file(text))
    (issue,) = raised.value.issues
    assert (issue.code, issue.line, issue.column) == ("syntax", *position)
    # The message in between is tomli's.
    assert issue.message.startswith("not TOML: ")
    assert issue.message.endswith(f" (column {position[1]}){hint}")


DEEP = ["own.toml: error: nested too deeply"]
LONG = 5_000_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"a = {'[' * 100_000}", DEEP, id="100,000 open brackets"),
        pytest.param(f"a = {'[' * 9000}{']' * 9000}", DEEP, id="9,000 nested arrays"),
        pytest.param(f"a = {'{a=' * 9000}1{'}' * 9000}", DEEP, id="9,000 nested tables"),
        pytest.param(f"a{'.a' * 50_000} = 1", DEEP, id="key of 50,000 parts"),
        pytest.param(f"[a{'.a' * 50_000}]", DEEP, id="header of 50,000 parts"),
        pytest.param(f"a = {'1' * 5000}", ["own.toml: error: not TOML: integer has too many digits"],
                     id="integer of 5,000 digits"),
        pytest.param(f"{MINIMAL}{'a' * LONG} = 1",
                     [f"own.toml:7: error: one, {'a' * 200} … {'a' * 200}: unknown field"], id="key of 5 MB"),
        pytest.param(f"{MINIMAL.replace('one', 'x' * LONG)}item = 0",
                     [f"own.toml:7: error: {'x' * 200} … {'x' * 200}, item: expected a whole number >= 1, not 0"],
                     id="id of 5 MB"),
        pytest.param(f"{MINIMAL}item = 0 # {'x' * LONG}",
                     ["own.toml:7: error: one, item: expected a whole number >= 1, not 0"], id="comment of 5 MB"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_one_error(text: str, expected: list[str], dataset_file: Write) -> None:
    assert errors(dataset_file(text)) == expected


@pytest.mark.slow
def test_a_summary_of_5_mb_is_valid(dataset_file: Write) -> None:
    path = dataset_file(MINIMAL.replace("A record", "A record " * (LONG // 9)))
    assert len(parse_file(path).dataset.initiatives[0].summary or "") > LONG


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless device")
def test_an_endless_device_is_read_up_to_the_limit() -> None:
    assert errors(Path("/dev/zero")) == ["zero: error: cannot be read: larger than 256 MiB"]


@pytest.mark.slow
def test_a_file_over_256_mib_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    with path.open("wb") as stream:
        stream.truncate((256 << 20) + 1)
    assert errors(path) == ["own.toml: error: cannot be read: larger than 256 MiB"]


@pytest.mark.slow
def test_a_file_of_256_mib_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    with path.open("wb") as stream:
        stream.truncate(256 << 20)
    (error,) = errors(path)
    assert error.startswith("own.toml:1: error: not TOML: ")  # it consists of NUL characters


def test_a_file_that_does_not_fit_into_memory_is_one_error(
    dataset_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loads(_: str) -> None:
        raise MemoryError

    monkeypatch.setattr("tomli.loads", loads)
    assert errors(dataset_file(MINIMAL)) == ["own.toml: error: cannot be read: too large for the available memory"]


def test_a_file_that_changes_between_parsing_and_reporting_is_an_error(dataset_file: Write) -> None:
    path = dataset_file(MINIMAL)
    parsed = parse_file(path)
    assert parsed.source() == MINIMAL
    path.write_text("]", encoding="utf-8")
    with pytest.raises(itucovid.InvalidDatasetError, match=r"own\.toml: error: was changed while it was read; try ag"):
        parsed.source()


def test_the_default_dataset_is_the_bundled_one() -> None:
    assert default_path() == bundled_file("initiatives.toml")
    assert bundled_file("initiatives.toml").read_bytes() == (ROOT / "data" / "initiatives.toml").read_bytes()
    assert data_options(None) == ()


def test_the_environment_variable_names_the_default_dataset(
    dataset_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = dataset_file(MINIMAL)
    monkeypatch.setenv("ITUCOVID_DATA", str(path))
    assert default_path() == path
    assert [record.id for record in itucovid.load()] == ["one"]
    assert data_options(None) == data_options(path) == ("--data", "own.toml")
