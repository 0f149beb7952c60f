"""Check a dataset file."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from itucovid.cli.input import read_standard_input
from itucovid.cli.messages import print_line, print_note
from itucovid.cli.options import STANDARD_INPUT, DataOption
from itucovid.cli.output import write_standard_output
from itucovid.cli.present import write_json
from itucovid.errors import ExitCode, UsageError
from itucovid.model import WarningCode
from itucovid.names import match_name
from itucovid.storage.issues import InvalidDatasetError, Issue
from itucovid.storage.lint import lint
from itucovid.storage.loader import parse_file, parse_valid_part
from itucovid.storage.paths import default_path
from itucovid.text import plural

CODES = get_args(WarningCode)


def command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Dataset files (- for standard input); by default that in use."),
    ] = None,
    format_: Annotated[
        Literal["text", "json", "github"] | None,
        typer.Option("--format", "-f", help="Text on standard error, JSON, or annotations for GitHub Actions."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="CODE", help=f"Leave out warnings of this kind: {', '.join(CODES)}."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with status 2 on warnings, too.")] = False,
    data: DataOption = None,
) -> None:
    """Check datasets for errors and warnings.

    The exit status is 2 if there is an error; with --strict, also if there is a warning. The dataset itself can leave
    out warnings, too: [lint] ignore = ["title"].
    """
    if json and format_ not in (None, "json"):
        raise UsageError(f"--json conflicts with --format {format_}")
    form = "json" if json else format_ or "text"
    ignored = [match_name("code", code, dict.fromkeys(CODES, ())) for code in ignore or ()]
    paths = files or [data or default_path()]
    if paths.count(STANDARD_INPUT) > 1:
        raise UsageError("standard input can be read only once")
    all_issues: list[Issue] = []
    for path in paths:
        name, issues, size = _check(path, ignored)
        all_issues += issues
        if form == "text":
            for issue in issues:
                prefix, text = issue.line_parts
                print_line(prefix, f"{text} [{issue.code}]")
            if size or len(issues) > 1:
                print_note(f"{name}: {size}{_count(issues)}")
    if form == "json":
        write_json(issue.to_dict() for issue in all_issues)
    elif form == "github":
        write_standard_output(issue.to_github() for issue in all_issues)
    if any(strict or issue.severity == "error" for issue in all_issues):
        raise typer.Exit(ExitCode.ERROR)


def _check(path: Path, ignored: Collection[str]) -> tuple[Path, list[Issue], str]:
    """The name of a file, its issues in order, and the size of its dataset in words, if it is valid."""
    content = None
    if path == STANDARD_INPUT:
        path, content = Path("standard input"), read_standard_input()
    today = dt.datetime.now(dt.UTC).date()
    try:
        parsed = parse_file(path, content)
    except InvalidDatasetError as error:
        issues = list(error.issues)
        if not any(issue.code in ("file", "encoding", "syntax") for issue in issues):
            valid = parse_valid_part(path, content)
            issues += lint(valid[0], path, today, ignore=ignored, kept=valid[1]) if valid else []
        return path, sorted(issues, key=lambda issue: (issue.line, issue.column)), ""
    size = f"{plural(len(parsed.dataset.initiatives), 'record')} in {plural(len(parsed.dataset.themes), 'theme')}, "
    return path, lint(parsed, path, today, ignore=ignored), size


def _count(issues: Sequence[Issue]) -> str:
    numbers = Counter(issue.severity for issue in issues)
    return ", ".join(plural(number, severity) for severity, number in sorted(numbers.items())) or "no issues"
