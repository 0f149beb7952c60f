"""Check a dataset file."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from itucovid.cli.messages import print_line, print_note
from itucovid.cli.options import DataOption
from itucovid.cli.output import write_standard_output
from itucovid.cli.present import write_json
from itucovid.errors import ExitCode, UsageError
from itucovid.storage.issues import InvalidDatasetError, Issue
from itucovid.storage.lint import lint
from itucovid.storage.loader import default_path, parse_file
from itucovid.text import plural


def command(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A dataset file; by default the one in use.")
    ] = None,
    format_: Annotated[
        Literal["text", "json", "github"] | None,
        typer.Option("--format", "-f", help="Text on standard error, JSON, or annotations for GitHub Actions."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with status 2 on warnings, too.")] = False,
    data: DataOption = None,
) -> None:
    """Check a dataset for errors and warnings.

    The exit status is 2 if there is an error; with --strict, also if there is a warning.
    """
    if json and format_ not in (None, "json"):
        raise UsageError(f"--json conflicts with --format {format_}")
    form = "json" if json else format_ or "text"
    path = file or data or default_path()
    try:
        parsed = parse_file(path)
    except InvalidDatasetError as error:
        _report(form, error.issues)
        if form == "text" and len(error.issues) > 1:
            print_note(f"{path}: {plural(len(error.issues), 'error')}")
        raise typer.Exit(error.exit_code) from None
    warnings = lint(parsed, path, dt.datetime.now(dt.UTC).date())
    _report(form, warnings)
    if form == "text":
        size = f"{plural(len(parsed.dataset.initiatives), 'record')} in {plural(len(parsed.dataset.themes), 'theme')}"
        print_note(f"{path}: {size}, {plural(len(warnings), 'warning') if warnings else 'no issues'}")
    if warnings and strict:
        raise typer.Exit(ExitCode.ERROR)


def _report(form: str, issues: Sequence[Issue]) -> None:
    if form == "json":
        write_json(issue.to_dict() for issue in issues)
    elif form == "github":
        write_standard_output(issue.to_github() for issue in issues)
    else:
        for issue in issues:
            print_line(*issue.line_parts)
