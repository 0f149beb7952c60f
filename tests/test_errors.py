"""Messages, report lines and exit codes of errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from itucovid.errors import (
    AmbiguousValueError,
    ExitCode,
    ItucovidError,
    NotFoundError,
    OutOfMemoryError,
    OutputError,
    UnknownRecordError,
    UnknownValueError,
    UsageError,
    either,
)


@pytest.mark.parametrize(
    ("error", "message", "exit_code"),
    [
        (ItucovidError("wrong"), "wrong", 2),
        (UsageError("wrong option"), "wrong option", 2),
        (NotFoundError("nothing found"), "nothing found", 1),
        (UnknownValueError("theme", "x"), "unknown theme 'x'", 2),
        (UnknownValueError("theme", "x", known=["a", "b"]), "unknown theme 'x'; choose from a, b", 2),
        (
            UnknownValueError("theme", "x", closest=["a", "b"], known=["c"]),
            "unknown theme 'x'; did you mean a or b?",
            2,
        ),
        (AmbiguousValueError("theme", "x", ["xa", "xb"]), "theme 'x' is ambiguous: xa, xb", 2),
        (UnknownRecordError("x"), "no record 'x'", 1),
        (UnknownRecordError(3, closest=["a", "b", "c"]), "no record 3; did you mean a, b or c?", 1),
        (OutOfMemoryError(), "out of memory: the dataset is too large", 2),
        (OutputError(Path("out.csv"), "disk full"), "out.csv: disk full", 2),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_has_a_message_an_exit_code_and_one_line_to_report(
    error: ItucovidError, message: str, exit_code: int
) -> None:
    assert (str(error), error.exit_code) == (message, exit_code)
    assert list(error.lines()) == [("error: ", message)]


def test_every_line_of_a_message_has_the_prefix() -> None:
    assert list(ItucovidError("one\ntwo").lines()) == [("error: ", "one"), ("error: ", "two")]


def test_an_unknown_record_is_a_key_error() -> None:
    assert isinstance(UnknownRecordError("x"), KeyError)


def test_the_exit_codes_are_those_of_the_documentation() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "OK": 0, "NOT_FOUND": 1, "ERROR": 2, "BUG": 70, "INTERRUPTED": 130, "BROKEN_PIPE": 141,
    }  # fmt: skip


@pytest.mark.parametrize(("names", "text"), [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")])
def test_either_joins_alternatives(names: list[str], text: str) -> None:
    assert either(names) == text
