"""The errors of a dataset file that is valid TOML: all of them, each with its line, record, field and message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import itucovid
from itucovid.model import KINDS
from itucovid.storage.loader import parse_file
from tests.conftest import MINIMAL

Write = Callable[[str], Path]
MAX_NUMBER = 2**53 - 1


def errors(path: Path) -> list[str]:
    """The errors of a file, without its directory."""
    with pytest.raises(itucovid.InvalidDatasetError) as raised:
        parse_file(path)
    return [str(issue).removeprefix(f"{path.parent}/") for issue in raised.value.issues]


def codes(path: Path) -> list[str]:
    with pytest.raises(itucovid.InvalidDatasetError) as raised:
        parse_file(path)
    return [issue.code for issue in raised.value.issues]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "", ["own.toml:1: error: initiatives: no records; each begins with [[initiatives]]"], id="empty file"
        ),
        pytest.param("initiatives = []", ["own.toml:1: error: initiatives: must not be empty"], id="no record"),
        pytest.param(
            "\ninitiatives = 3", ["own.toml:2: error: initiatives: expected an array, not 3"], id="number for an array"
        ),
        pytest.param(
            '[initiatives]\nid = "x"',
            ["own.toml:1: error: initiatives: expected an array, not a table"],
            id="table for an array of tables",
        ),
        pytest.param(
            "initiatives = [\n  3,\n]",
            ["own.toml:2: error: number 1 of [[initiatives]]: expected a table, not 3"],
            id="array of numbers",
        ),
        pytest.param(
            f"{MINIMAL}\n[organisations.who]\nname = 'W'",
            ["own.toml:8: error: organisations: expected an array, not a table"],
            id="table with ids as keys",
        ),
        pytest.param(
            f"document = 3{MINIMAL}", ["own.toml:1: error: document: expected a table, not 3"], id="number for a table"
        ),
        pytest.param(
            f"[countries]\nNER = 'Niger'\n{MINIMAL}",
            ["own.toml:2: error: [countries], NER: expected a table, not 'Niger'"],
            id="country without a table",
        ),
        pytest.param(
            f"[countries]\nNiger.name = 'Niger'\n{MINIMAL}",
            [
                (
                    "own.toml:2: error: [countries], Niger: expected three capital letters (ISO 3166-1 alpha-3), "
                    "not 'Niger'; write NER"
                )
            ],
            id="country code",
        ),
    ],
)
def test_tables_of_the_wrong_type(text: str, expected: list[str], dataset_file: Write) -> None:
    assert errors(dataset_file(text)) == expected


KNOWN = """
themes = [{ id = "testing", title = "Testing" }]
organisations = [{ id = "who", name = "World Health Organization" }]
countries.NER.name = "Niger"
languages.fr.name = "French"
"""


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('sumary = "x"', "sumary: unknown field; did you mean summary?"),
        ("zzz = 1", "zzz: unknown field; own fields are declared, as [fields.zzz], and written in extra"),
        ('"a\\u001b[31m" = 1', "a\ufffd[31m: unknown field"),
        ('kind = "evnt"', "kind: unknown value 'evnt'; did you mean event?"),
        ('kind = "zzz"', f"kind: unknown value 'zzz'; choose from {', '.join(KINDS)}"),
        ("kind = 3", "kind: expected text, not 3"),
        ("date_note = 3", "date_note: expected text, not 3"),
        ("mentions = 'who'", "mentions: expected an array, not 'who'; write [\"who\"]"),
        ("translations.fr = 'x'", "translations.fr: expected a table, not 'x'"),
        ("partners = 'who'", "partners: expected an array, not 'who'; write [\"who\"]"),
        ("partners = [7]", "partners[0]: expected text, not 7"),
        ("people = {}", "people: expected an array, not a table"),
        ("partners = [['who']]", "partners[0]: expected text, not an array"),
        ("start = '2021-13'\nend = 2020-01-01", "start: '2021-13' does not exist"),
        (f"people = ['a', {'9' * 70}]", "people[1]: expected text, not a whole number"),
        ('countries = ["Niger"]', ("countries[0]: expected three capital letters (ISO 3166-1 alpha-3), not 'Niger'"
        "; write NER")),
        ('languages = ["FR"]', "languages[0]: expected two or three lower-case letters (ISO 639), not 'FR'; write fr"),
        ('related = ["a b"]', ("related[0]: expected letters, digits, dots, hyphens and underscores, starting with a "
         "letter or digit, not 'a b'")),
        ('related = ["one\\n"]', ("related[0]: expected letters, digits, dots, hyphens and underscores, starting with "
         "a letter or digit, not 'one\\n'")),
        ('start = "2020-13"', "start: '2020-13' does not exist"),
        ('start = "2020-00"', "start: '2020-00' does not exist"),
        ('start = "spring"', "start: 'spring' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("start = 2020", 'start: expected a date, not 2020; write a year in quotes: "2020"'),
        ("start = 202", "start: expected a date, not 202"),
        ("start = true", "start: expected a date, not True"),
        ("start = [1]", "start: expected a date"),
        ("start = 2020-03-23T10:00:00Z", "start: expected a date without a time"),
        ("item = 0", "item: expected a whole number >= 1, not 0"),
        ("item = 1.0", "item: expected a whole number, not 1.0"),
        (f"item = {2**53}", f"item: expected a whole number <= {MAX_NUMBER}, not {2**53}"),
        ("aliases = ['']", "aliases[0]: must not be empty"),
        ("figures = [{ label = 'x' }]", "figures[0].value: missing"),
        ("figures = [{ label = 'x', value = nan }]",
         "figures[0].value: expected a number, not nan"),
        ("figures = [{ label = 'x', value = inf }]",
         "figures[0].value: expected a number, not inf"),
        ("figures = [{ label = 'x', value = -inf }]",
         "figures[0].value: expected a number, not -inf"),
        (f"figures = [{{ label = 'x', value = {2**53} }}]",
         f"figures[0].value: expected a whole number <= {MAX_NUMBER}, not {2**53}"),
        ("figures = [{ label = 'x', value = '5' }]", "figures[0].value: expected a number, not '5'"),
        ("figures = [{ label = 'x', value = true }]", "figures[0].value: expected a number, not True"),
        ("links = [{ label = 'x', url = 'itu.int' }]",
         "links[0].url: expected a URL that starts with https:// or http:// and has no spaces, not 'itu.int'"),
        ("links = ['https://itu.int']", "links[0]: expected a table, not 'https://itu.int'"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type(line: str, message: str, dataset_file: Write) -> None:
    path = dataset_file(f"{KNOWN}{MINIMAL}{line}")
    line_number = KNOWN.count("\n") + MINIMAL.count("\n") + 1
    assert errors(path) == [f"own.toml:{line_number}: error: one, {message}"]
    assert codes(path) == ["model"]


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("partners = ['who', 'wh']", "reference",
         "partners[1]: unknown partner 'wh': not in [[organisations]]; did you mean who?"),
        ('countries = ["NIR"]', "reference",
         "countries[0]: unknown country 'NIR': not an ISO 3166-1 code; did you mean IRL, IRN or IRQ?"),
        ('languages = ["qq"]', "reference", "languages[0]: unknown language 'qq': not an ISO 639 code"),
        ("mentions = ['wh']", "reference",
         "mentions[0]: unknown organisation 'wh': not in [[organisations]]; did you mean who?"),
        ('date_note = "opening"', "date", "date_note: the record has no date"),
        ('related = ["ones"]', "reference",
         "related[0]: unknown record 'ones': not in [[initiatives]]; did you mean one?"),
        ("start = 2020-03-23\nend = 2020-03-22", "date", "end: 2020-03-22 is before start, 2020-03-23"),
        ("start = 2020-03-01\nend = '2020-02'", "date", "end: 2020-02 is before start, 2020-03-01"),
        ("start = '2021'\nend = '2020'", "date", "end: 2020 is before start, 2021"),
    ],
)  # fmt: skip
def test_a_value_that_contradicts_another(line: str, code: str, message: str, dataset_file: Write) -> None:
    path = dataset_file(f"{KNOWN}{MINIMAL}{line}")
    last_line = KNOWN.count("\n") + MINIMAL.count("\n") + line.count("\n") + 1
    assert errors(path) == [f"own.toml:{last_line}: error: one, {message}"]
    assert codes(path) == [code]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("start = '2020'\nend = 2020-03-01", id="a year and a day in it"),
        pytest.param("start = 2020-03-31\nend = '2020-03'", id="a day and its month"),
        pytest.param("start = 2020-03-31\nend = 2020-03-31", id="the same day twice"),
        pytest.param("end = 2020-03-31", id="end without start"),
        pytest.param("mentions = ['someone']", id="mention without a table"),
        pytest.param("start = '2020'\ndate_note = 'session'", id="note on a start"),
        pytest.param("end = '2020'\ndate_note = 'session'", id="note on an end"),
        pytest.param("status = 'ongoing'", id="status without a date"),
        pytest.param("translations.fr = { title = 'Le premier', keywords = ['un'] }", id="translation"),
        pytest.param("partners = ['anyone']\ncountries = ['SEN']\nlanguages = ['wo']", id="references without tables"),
    ],
)
def test_a_valid_record(lines: str, dataset_file: Write) -> None:
    assert [record.id for record in parse_file(dataset_file(MINIMAL + lines)).dataset.initiatives] == ["one"]


def figure(path: Path, number: float) -> int | float:
    """Write a number to a dataset file, and read it again."""
    path.write_text(f"{MINIMAL}figures = [{{ label = 'x', value = {number!r} }}]", encoding="utf-8")
    return parse_file(path).dataset.initiatives[0].figures[0].value


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("numbers") / "own.toml"


@given(number=st.integers(-MAX_NUMBER, MAX_NUMBER))
def test_any_valid_integer_is_also_a_valid_float(number: int, own: Path) -> None:
    assert figure(own, number) == number
    assert figure(own, float(number)) == number


@given(number=st.floats(-MAX_NUMBER, MAX_NUMBER))
def test_any_valid_float_is_valid_after_rounding_to_an_integer(number: float, own: Path) -> None:
    assert figure(own, number) == number
    assert figure(own, int(number)) == int(number)


@given(number=st.integers(MAX_NUMBER + 1) | st.integers(max_value=-MAX_NUMBER - 1))
def test_any_larger_integer_is_invalid(number: int, own: Path) -> None:
    with pytest.raises(itucovid.InvalidDatasetError, match=r"figures\[0\]\.value: expected a whole number [<>]= "):
        figure(own, number)


@given(number=st.floats(MAX_NUMBER + 1, exclude_min=False) | st.floats(max_value=-MAX_NUMBER - 1))
def test_any_larger_float_is_invalid(number: float, own: Path) -> None:
    with pytest.raises(
        itucovid.InvalidDatasetError, match=r"figures\[0\]\.value: expected a number( [<>]= |, not -?inf)"
    ):
        figure(own, number)


BAD = """\
# Nearly everything is wrong here.
publisher = "nobody"

[document]
titel = "A misspelt field"
version = "1"

[dataset]
note = ""

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

ALL_ERRORS = """\
own.toml:2: error: publisher: unknown field
own.toml:4: error: [document], title: missing
own.toml:5: error: [document], titel: unknown field; did you mean title?
own.toml:6: error: [document], version: unknown field; move it to [dataset], which describes the dataset itself
own.toml:9: error: [dataset], note: must not be empty
own.toml:13: error: health, title: must not be empty
own.toml:16: error: health, id: 'health' is already the id of number 1 (line 12)
own.toml:18: error: health, names.de: unknown field
own.toml:22: error: one, theme: unknown theme 'helth': not in [[themes]]; did you mean health?
own.toml:24: error: one, sumary: unknown field; did you mean summary?
own.toml:29: error: one, related[0]: unknown record 'oen': not in [[initiatives]]; did you mean one?
own.toml:34: error: one, id: 'one' is already the id of 'The first' (line 21)
own.toml:36: error: one, title: expected text, not an array
own.toml:39: error: one, links[0].url: missing
own.toml:42: error: number 3 of [[initiatives]], id: missing
own.toml:42: error: number 3 of [[initiatives]], theme: missing
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_all_errors_are_listed_in_the_order_of_the_file(line_end: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(BAD.replace("\n", line_end).encode())
    assert errors(path) == ALL_ERRORS.splitlines()


def test_errors_on_one_line_are_in_the_order_of_their_columns(dataset_file: Write) -> None:
    text = 'initiatives = [{ zzz = 1, title = 2, theme = 3, id = 4, summary = "x" }]'
    assert errors(dataset_file(text)) == [
        (
            "own.toml:1: error: number 1 of [[initiatives]], zzz: unknown field"
            "; own fields are declared, as [fields.zzz], and written in extra"
        ),
        "own.toml:1: error: number 1 of [[initiatives]], title: expected text, not 2",
        "own.toml:1: error: number 1 of [[initiatives]], theme: expected text, not 3",
        "own.toml:1: error: number 1 of [[initiatives]], id: expected text, not 4",
    ]


def test_errors_of_a_file_with_a_byte_order_mark_have_their_lines(dataset_file: Write) -> None:
    assert errors(dataset_file(f"\ufeff[document]\ntitel = 'x'\n{MINIMAL}")) == [
        "own.toml:1: error: [document], title: missing",
        "own.toml:2: error: [document], titel: unknown field; did you mean title?",
    ]


def test_a_record_with_an_empty_id_is_named_by_its_number(dataset_file: Write) -> None:
    (error,) = errors(dataset_file(MINIMAL.replace('"one"', '""')))
    assert error.startswith("own.toml:3: error: number 1 of [[initiatives]], id: expected letters, digits, dots, ")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('status = "runing"', "status: unknown value 'runing'; did you mean ongoing?"),
        ('status = "open"', "status: unknown value 'open'; choose from planned, ongoing, ended, suspended"),
        ('status = ""', "status: unknown value ''; choose from planned, ongoing, ended, suspended"),
        ('date_note = ""', "date_note: must not be empty"),
        ('translations.de = { title = "x" }', "translations.de: unknown value 'de'; choose from ar, es, fr, ru, zh"),
        ('translations.fr = { titel = "x" }', "translations.fr.titel: unknown field; did you mean title?"),
    ],
)
def test_a_value_outside_a_closed_set(line: str, message: str, dataset_file: Write) -> None:
    path = dataset_file(f"{MINIMAL}start = '2020'\n{line}")

    assert errors(path) == [f"own.toml:{MINIMAL.count(chr(10)) + 2}: error: one, {message}"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('[regions.arctic]\ncountries = ["NOR"]', "2: error: [regions], arctic.title: missing"),
        ('[regions.arctic]\ntitle = "A"\ncountries = ["Norway"]',
         ("4: error: [regions], arctic.countries[0]: expected three capital letters (ISO 3166-1 alpha-3), not 'Norway'"
         "; write NOR")),
        ('[regions.arctic]\ntitle = "A"\ncountries = ["NOR", "NOX"]',
         "4: error: [regions], arctic.countries[1]: unknown country 'NOX': not an ISO 3166-1 code; did you mean NOR?"),
        ('[dataset]\nlanguage = "English"',
         "3: error: [dataset], language: expected two or three lower-case letters (ISO 639), not 'English'; write en"),
        ('[dataset]\ndate = "May 2020"',
         "3: error: [dataset], date: 'May 2020' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"),
        ('[dataset]\nverson = "1"', "3: error: [dataset], verson: unknown field; did you mean version?"),
    ],
)  # fmt: skip
def test_an_error_in_the_tables_of_regions_and_of_the_dataset(table: str, message: str, dataset_file: Write) -> None:
    assert errors(dataset_file(f"# A comment.\n{table}\n{MINIMAL}")) == [f"own.toml:{message}"]


def test_values_of_version_0_1_stay_valid(dataset_file: Write) -> None:
    path = dataset_file(f"{MINIMAL}partners = ['Anyone']\nregions = ['West Africa', 'the moon']\ncountries = ['NER']")

    assert parse_file(path).dataset.initiatives[0].regions == ("West Africa", "the moon")


def test_a_table_of_countries_or_languages_may_be_partial_and_add_codes(dataset_file: Write) -> None:
    tables = '[countries.XKX]\nname = "Kosovo"\n[languages.qaa]\nname = "Own"\n'
    path = dataset_file(f"{tables}{MINIMAL}countries = ['XKX', 'KEN']\nlanguages = ['qaa', 'sw']")

    assert parse_file(path).dataset.initiatives[0].countries == ("XKX", "KEN")


def test_duplicate_ids_have_the_code_reference(dataset_file: Write) -> None:
    assert codes(dataset_file(MINIMAL + MINIMAL)) == ["reference"]


@pytest.mark.parametrize(
    ("themes", "hint"), [(500, "; did you mean t100, t200 or t300?"), (501, "")], ids=["500 names", "501 names"]
)
def test_suggestions_come_from_at_most_500_names(themes: int, hint: str, dataset_file: Write) -> None:
    tables = "".join(f'[[themes]]\nid = "t{number}"\ntitle = "T"\n' for number in range(themes))
    (error,) = errors(dataset_file(tables + MINIMAL.replace("testing", "t00")))
    assert error.partition("not in [[themes]]")[2] == hint


def test_a_long_value_is_not_repeated_in_the_message(dataset_file: Write) -> None:
    path = dataset_file(f"{MINIMAL}aliases = 'x'\nregions = '{'x' * 58}'\ncountries = '{'x' * 59}'")
    assert [error.partition("expected ")[2] for error in errors(path)] == [
        "an array, not 'x'; write [\"x\"]",
        f"an array, not '{'x' * 58}'; write [\"{'x' * 58}\"]",
        "an array, not text",
    ]


@pytest.mark.slow
def test_10_000_errors_are_listed_each_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    record = '[[initiatives]]\nid = "r{0}"\ntheme = "t"\ntitle = {0}\nsummary = "x"\nzzz = 1\n'
    path.write_text("".join(map(record.format, range(5000))), encoding="utf-8")
    found = errors(path)
    assert len(found) == 10_000
    assert found[-2:] == [
        "own.toml:29998: error: r4999, title: expected text, not 4999",
        (
            "own.toml:30000: error: r4999, zzz: unknown field"
            "; own fields are declared, as [fields.zzz], and written in extra"
        ),
    ]
