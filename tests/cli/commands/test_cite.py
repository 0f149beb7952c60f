"""`itucovid cite`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import MINIMAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Invoke

DATASET = (
    'the dataset "ITU\'s COVID-19 initiatives, partnerships and activities", version 2.0, 11 January 2021, '
    'record "{}")\n'
)
GIGA = (
    "International Telecommunication Union: COVID-19 Initiatives, Partnerships and Activities, 11 January 2021, "
    '"Education and digital skills", item 2, https://www.itu.int/en/Pages/covid-19.aspx '
    f"(as summarised in {DATASET.format('Giga')}"
)
WEB_DIALOGUES = (
    "International Telecommunication Union: COVID-19 Initiatives, Partnerships and Activities, 11 January 2021, "
    '"Introduction", https://www.itu.int/en/Pages/covid-19.aspx '
    f"(as summarised in {DATASET.format('Web dialogues on the response to COVID-19')}"
)
GIGA_IN_MARKDOWN = (
    "International Telecommunication Union: *COVID-19 Initiatives, Partnerships and Activities*, 11 January 2021, "
    '"Education and digital skills", item 2, <https://www.itu.int/en/Pages/covid-19.aspx> '
    f"(as summarised in {DATASET.format('Giga')}"
)


@pytest.mark.parametrize(
    ("arguments", "stdin", "output"),
    [
        (["giga"], "", GIGA),
        (["giga", "--style", "plain"], "", GIGA),
        (["giga", "--style", "markdown"], "", GIGA_IN_MARKDOWN),
        (["web-dialogues", "giga"], "", WEB_DIALOGUES + GIGA),
        (["-"], "giga\tGiga\nweb-dialogues\n", GIGA + WEB_DIALOGUES),
        (["web-dialogues", "-"], "giga\n", WEB_DIALOGUES + GIGA),
    ],
    ids=["one id", "plain", "markdown", "several ids", "standard input", "both"],
)
def test_cite_prints_one_line_per_record_in_the_order_of_the_ids(
    arguments: list[str], stdin: str, output: str, invoke: Invoke
) -> None:
    result = invoke("cite", *arguments, stdin=stdin)
    assert (result.exit_code, result.stdout, result.stderr) == (0, output, "")


def test_cite_names_a_dataset_without_a_document(dataset_file: Callable[[str], Path], invoke: Invoke) -> None:
    path = dataset_file(f'[dataset]\ntitle = "Ours"\nversion = "3"\n{MINIMAL}')
    result = invoke("cite", "one", "--data", str(path))
    assert (result.exit_code, result.stdout) == (0, '"The first" in the dataset "Ours", version 3\n')


@pytest.mark.parametrize("arguments", [["gigga"], ["giga", "gigga"]], ids=["only", "after a known id"])
def test_unknown_id_is_exit_code_1_with_the_nearest_and_no_output(arguments: list[str], invoke: Invoke) -> None:
    result = invoke("cite", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "error: no record 'gigga'; did you mean giga?\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["giga", "--style", "chicago"],
            (
                "invalid value for '--style': 'chicago' is not one of 'plain', 'markdown' (for other styles, export to "
                "LaTeX or a reference manager: itucovid export ID -f bibtex, ris or csl-json)"
            ),
        ),
        ([], "missing argument 'ID...' (see 'itucovid cite --help')"),
    ],
    ids=["unknown style", "no ids"],
)
def test_wrong_arguments_are_exit_code_2_with_what_to_write(arguments: list[str], message: str, invoke: Invoke) -> None:
    result = invoke("cite", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"error: {message}\n")
