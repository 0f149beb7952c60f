"""What is wrong with a dataset: every kind of bad file, and all its issues at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import itucovid
from itucovid.storage.validation import Issue
from tests.conftest import MINIMAL

Write = Callable[[str], Path]


def faults_of(path: Path | str) -> list[str]:
    """The messages that refuse a file, without the name of its folder."""
    with pytest.raises(itucovid.InvalidDatasetError) as refusal:
        itucovid.load(path)
    assert str(refusal.value) == "\n".join(map(str, refusal.value.issues))
    return [str(fault).removeprefix(f"{Path(path).parent}/") for fault in refusal.value.issues]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("none.toml", "none.toml: cannot be read: No such file or directory", id="missing"),
        pytest.param(".", "FOLDER: cannot be read: Is a directory", id="folder"),
        pytest.param("none/none.toml", "none.toml: cannot be read: No such file or directory", id="missing folder"),
        pytest.param("a\0b", "a\ufffdb: cannot be read: embedded null byte", id="NUL in the name"),
        pytest.param("a" * 300, f"{'a' * 300}: cannot be read: File name too long", id="name too long"),
    ],
)
def test_what_is_no_file_cannot_be_read(path: str, message: str, tmp_path: Path) -> None:
    assert faults_of(tmp_path / path) == [message.replace("FOLDER", tmp_path.name)]


def test_a_file_without_the_right_to_read_it_cannot_be_read(
    dataset_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    path = dataset_file(MINIMAL)
    monkeypatch.setattr(Path, "open", refuse)
    assert faults_of(path) == ["own.toml: cannot be read: Permission denied"]


def test_text_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('# one\n# two\ntitle = "Santé"\n'.encode("latin-1"))
    assert faults_of(path) == ["latin.toml:3: not UTF-8: save the file as UTF-8"]


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        pytest.param("a = 1\nb = \n", (2, 5), "; here goes a value, text in quotation marks", id="no value"),
        pytest.param("a = text\n", (1, 5), "; here goes a value, text in quotation marks", id="no quotation marks"),
        pytest.param('a = "x\n', (1, 7), "; is a quotation mark missing at the line's end?", id="open line"),
        pytest.param(
            "a = 2020-31-04\n", (1, 9), "; text goes in quotation marks, a date is YYYY-MM-DD", id="day before month"
        ),
        pytest.param('# one\n[[initiatives]]\nid = "x', (3, 8), "", id="open text"),
        pytest.param("a = 1\na = 2\n", (2, 6), "", id="key twice"),
        pytest.param('a = "\0"\n', (1, 6), "", id="NUL"),
        pytest.param("start = 2020-02-30\n", (1, 9), "", id="no day of the calendar"),
        pytest.param("start = 2020-03\n", (1, 13), '; a month goes in quotes: "2020-03"', id="bare month"),
        pytest.param("a = 1\nend = 2020-3 # x", (2, 11), '; a month goes in quotes: "2020-03"', id="bare short month"),
    ],
)
def test_broken_toml_is_refused_with_line_and_column(
    text: str, place: tuple[int, int], hint: str, dataset_file: Write
) -> None:
    with pytest.raises(itucovid.InvalidDatasetError) as refusal:
        itucovid.load(dataset_file(text))
    (fault,) = refusal.value.issues
    assert isinstance(fault, Issue)
    assert (fault.line, fault.column) == place
    # What stands between is tomli's to word.
    assert fault.message.startswith("not TOML: ")
    assert fault.message.endswith(f" (column {place[1]}){hint}")


@pytest.mark.parametrize("text", ["[" * 9000 + "]" * 9000, "{a=" * 9000 + "1" + "}" * 9000], ids=["array", "table"])
def test_what_is_nested_too_deeply_is_refused(text: str, dataset_file: Write) -> None:
    assert faults_of(dataset_file(f"a = {text}\n")) == ["own.toml: nested too deeply"]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        pytest.param("", ["own.toml:1: initiatives: missing"], id="empty file"),
        pytest.param("initiatives = []", ["own.toml:1: initiatives: expected an array of length >= 1"], id="no record"),
        pytest.param("\ninitiatives = 3", ["own.toml:2: initiatives: expected an array, not 3"], id="number"),
        pytest.param(
            '[initiatives]\nid = "x"', ["own.toml:1: initiatives: expected an array, got a table"], id="table"
        ),
        pytest.param(
            "initiatives = [\n  3,\n]",
            ["own.toml:2: number 1 of [[initiatives]]: expected a table, not 3"],
            id="numbers",
        ),
        pytest.param(
            f"{MINIMAL}\n[organisations.who]\nname = 'W'",
            ["own.toml:8: organisations: expected an array, got a table"],
            id="table below a name",
        ),
        pytest.param(
            f"[countries]\nNER = 'Niger'\n{MINIMAL}",
            ["own.toml:2: [countries], NER: expected a table, not 'Niger'"],
            id="country without a table",
        ),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(text: str, messages: list[str], dataset_file: Write) -> None:
    assert faults_of(dataset_file(text)) == messages


KNOWN = """
themes = [{ id = "testing", title = "Testing" }]
organisations = [{ id = "who", name = "World Health Organization" }]
countries.NER.name = "Niger"
languages.fr.name = "French"
"""
DATE_FORMS = "is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('sumary = "x"', "sumary: unknown field; did you mean summary?"),
        ("zzz = 1", "zzz: unknown field"),
        ('"a\\u001b[31m" = 1', "a\ufffd[31m: unknown field"),
        ('kind = "evnt"', "kind: unknown value 'evnt': did you mean event?"),
        (
            'kind = "zzz"',
            ("kind: unknown value 'zzz': one of platform, publication, event, statement, partnership, programme, "
            "campaign, resource, competition"),
        ),
        ("partners = ['who', 'wh']", "partners[1]: unknown partner 'wh': not in [[organisations]]; did you mean who?"),
        ("partners = 'who'", "partners: expected an array, not 'who'"),
        ("partners = [7]", "partners[0]: expected text, not 7"),
        ('countries = ["NIR"]', "countries[0]: unknown country 'NIR': not in [countries]; did you mean NER?"),
        ('countries = ["Niger"]', "countries[0]: expected three capital letters (ISO 3166-1 alpha-3), not 'Niger'"),
        ('languages = ["wo"]', "languages[0]: unknown language 'wo': not in [languages]"),
        ('languages = ["FR"]', "languages[0]: expected two or three small letters (ISO 639), not 'FR'"),
        ('related = ["ones"]', "related[0]: unknown record 'ones': not in [[initiatives]]; did you mean one?"),
        ('start = "2020-13"', "start: '2020-13' is not in the calendar"),
        ('start = "2020-00"', "start: '2020-00' is not in the calendar"),
        ('start = "spring"', f"start: 'spring' {DATE_FORMS}"),
        ("start = 2020", 'start: expected a date, not 2020; a year goes in quotes: "2020"'),
        ("start = true", "start: expected a date, not True"),
        ("start = 2020-03-23T10:00:00Z", "start: expected a date without a time"),
        ("start = 2020-03-23\nend = 2020-03-22", "end: 2020-03-22 is before start, 2020-03-23"),
        ("start = 2020-03-01\nend = '2020-02'", "end: 2020-02 is before start, 2020-03-01"),
        ("item = 0", "item: expected a whole number >= 1, not 0"),
        ("item = 1.0", "item: expected a whole number, not 1.0"),
        ("aliases = ['']", "aliases[0]: expected text of length >= 1, not ''"),
        ("figures = [{ label = 'x' }]", "figures[0].value: missing"),
        ("figures = [{ label = 'x', value = nan }]", "figures[0].value: expected a number >= -1e+300, not nan"),
        ("figures = [{ label = 'x', value = inf }]", "figures[0].value: expected a number <= 1e+300, not inf"),
        ("figures = [{ label = 'x', value = -inf }]", "figures[0].value: expected a number >= -1e+300, not -inf"),
        ("figures = [{ label = 'x', value = '5' }]", "figures[0].value: expected a number, not '5'"),
        (
            "links = [{ label = 'x', url = 'itu.int' }]",
            "links[0].url: expected an address that begins with https:// or http:// and has no spaces, not 'itu.int'",
        ),
        ("links = ['https://itu.int']", "links[0]: expected a table, not 'https://itu.int'"),
    ],
)  # fmt: skip
def test_a_fault_names_record_field_and_way_out(line: str, message: str, dataset_file: Write) -> None:
    last_line = KNOWN.count("\n") + MINIMAL.count("\n") + line.count("\n") + 1
    assert faults_of(dataset_file(f"{KNOWN}{MINIMAL}{line}")) == [f"own.toml:{last_line}: one, {message}"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("start = '2020'\nend = 2020-03-01", id="year and a day in it"),
        pytest.param("start = 2020-03-31\nend = '2020-03'", id="day and its month"),
        pytest.param("start = 2020-03-31\nend = 2020-03-31", id="one day"),
        pytest.param("end = 2020-03-31", id="end alone"),
        pytest.param("partners = ['anyone']\ncountries = ['SEN']\nlanguages = ['wo']", id="names without tables"),
    ],
)
def test_what_may_well_be_is_no_fault(lines: str, dataset_file: Write) -> None:
    assert [record.id for record in itucovid.load(dataset_file(MINIMAL + lines)).initiatives] == ["one"]


BAD = """\
# A register in which nearly everything is wrong.
publisher = "nobody"

[document]
titel = "A misspelt field"

[[themes]]
id = "health"
title = ""

[[themes]]
id = "health"
title = "Health again"
names = { fr = "Santé", de = "Gesundheit" }

[[initiatives]]
id = "one"
theme = "helth"
title = "The first"
sumary = '''
[[initiatives]]
id = "not a record"
'''
related = [
  "oen", # and
  "one",
]

[[initiatives]]
id = "one"
theme = "health"
title = ["The second"]
summary = "Its id is taken."

[[initiatives.links]]
label = "no address"

[[initiatives]]
title = "Nothing but a title"
"""

ALL_FAULTS = """\
own.toml:2: publisher: unknown field
own.toml:4: [document], title: missing
own.toml:5: [document], titel: unknown field; did you mean title?
own.toml:9: health, title: expected text of length >= 1, not ''
own.toml:12: health, id: 'health' is already the id of number 1
own.toml:14: health, names.de: unknown field
own.toml:16: one, summary: missing
own.toml:18: one, theme: unknown theme 'helth': not in [[themes]]; did you mean health?
own.toml:20: one, sumary: unknown field; did you mean summary?
own.toml:25: one, related[0]: unknown record 'oen': not in [[initiatives]]; did you mean one?
own.toml:30: one, id: 'one' is already the id of number 1
own.toml:32: one, title: expected text, got an array
own.toml:35: one, links[0].url: missing
own.toml:38: number 3 of [[initiatives]], id: missing
own.toml:38: number 3 of [[initiatives]], theme: missing
own.toml:38: number 3 of [[initiatives]], summary: missing
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_all_faults_are_listed_at_once_in_the_order_of_the_file(line_end: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(BAD.replace("\n", line_end).encode())
    assert faults_of(path) == ALL_FAULTS.splitlines()


def test_faults_of_a_file_with_a_byte_order_mark_have_their_lines(dataset_file: Write) -> None:
    # In a process of its own, because a scanner that trips over the mark may never come back.
    path = dataset_file(f"\ufeff[document]\ntitel = 'x'\n{MINIMAL}")
    command = [sys.executable, "-m", "itucovid", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=15, check=False)
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        [
            f"{path}:1: [document], title: missing",
            f"{path}:2: [document], titel: unknown field; did you mean title?",
            f"itucovid: {path}: 2 issues",
        ],
    )
