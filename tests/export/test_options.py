"""The options of an export: what is rejected, and the command line that gives the same export."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from itucovid.errors import UsageError
from itucovid.export.options import ExportOptions
from itucovid.fields import Labels
from itucovid.filters import Filters
from itucovid.model import Tables

LABELS = Labels(Tables())


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("json", {"excel": True}, "--excel is supported by csv, tsv, not by json"),
        ("markdown", {"explode": "partners"}, "--explode is supported by csv, tsv, xlsx, hxl, not by markdown"),
        ("jsonl", {"delimiter": "|"}, "--delimiter is supported by csv, tsv, markdown, xlsx, hxl, not by jsonl"),
        ("csv", {"long": True}, "--long is supported by markdown, not by csv"),
        ("toml", {"fields": "id"}, "--fields is supported by csv, tsv, markdown, json, jsonl, xlsx, hxl, not by toml"),
        ("markdown", {"long": True, "fields": "id"}, "--fields and --delimiter apply to tables, not to --long"),
        ("markdown", {"long": True, "delimiter": "|"}, "--fields and --delimiter apply to tables, not to --long"),
        ("tsv", {"separator": ";"}, "--separator is supported by csv, not by tsv"),
        ("csv", {"separator": ""}, "--separator must be one of , ; |, not ''"),
        ("csv", {"separator": "\t"}, "--separator must be one of , ; |, not '\\t'"),
        ("csv", {"separator": ";;"}, "--separator must be one of , ; |, not ';;'"),
        ("csv", {"limit": -1}, "--limit must be 0 or greater, not -1"),
        ("csv", {"fields": "id,title,id"}, "field 'id' is listed twice"),
        ("csv", {"explode": "links", "fields": "id"}, "--explode links requires a field of that list in --fields"),
        ("csv", {"explode": "linkz"}, "unknown list 'linkz'; did you mean links?"),
        ("csv", {"fields": "summry"}, "unknown field 'summry'; did you mean summary?"),
    ],
)
def test_invalid_options_are_rejected(name: str, options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as error:
        ExportOptions(format=name, **options).for_dataset(LABELS)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "delimiter",
    ["", " ", "\t", "\t/\t", "\\", "\\;", "-\\", "\n", ";\n", "a\rb", "\u00a0", "\u2003", "\v", "\udcff"],
    ids=ascii,
)
def test_delimiter_that_could_not_be_split_at_is_rejected(delimiter: str) -> None:
    with pytest.raises(UsageError) as error:
        ExportOptions(format="csv", delimiter=delimiter)
    assert str(error.value) == "--delimiter must contain a visible character, and no backslash, tab or line break"


@pytest.mark.parametrize(
    ("options", "data_options", "command"),
    [
        (ExportOptions(format="csv"), (), "itucovid export --format csv"),
        (
            ExportOptions(
                format="tsv", search="a 'b' $c", filters=Filters(theme=("health", "x y"), since="2020"), sort="title",
                reverse=True, limit=0, fields="id, links", delimiter="|", explode="link", excel=True,
            ),
            ("--data", "my data.toml"),
            ("itucovid export --format tsv --search 'a '\"'\"'b'\"'\"' $c' --theme health --theme 'x y' --since 2020 "
            "--sort title --reverse --limit 0 --fields 'id, links' --delimiter '|' --explode links --excel "
            "--data 'my data.toml'"),
        ),
        (ExportOptions(format="csv", separator=";"), (), "itucovid export --format csv --separator ';'"),
        (ExportOptions(format="markdown", long=True), (), "itucovid export --format markdown --long"),
    ],
    ids=["format", "all options", "separator", "document"],
)  # fmt: skip
def test_command_line_sets_every_option(options: ExportOptions, data_options: tuple[str, ...], command: str) -> None:
    assert options.for_dataset(LABELS).command_line(data_options) == command
    assert shlex.split(command)[:2] == ["itucovid", "export"]


def test_command_line_replaces_what_is_not_utf_8() -> None:
    assert ExportOptions(format="csv").command_line(("--data", "\udcff.toml")) == (
        "itucovid export --format csv --data '?.toml'"
    )
