"""Import a spreadsheet as a dataset."""

from pathlib import Path
from typing import Annotated

import typer

from itucovid.cli import output, progress
from itucovid.cli.input import read_standard_input
from itucovid.cli.messages import print_line, print_note
from itucovid.cli.options import STANDARD_INPUT, OutputOption
from itucovid.errors import ItucovidError, OutputError, UsageError
from itucovid.storage import importing
from itucovid.storage.loader import parse_file
from itucovid.text import plural


def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV, TSV, xlsx, ods, JSON or JSON Lines; - for standard input.")
    ],
    to: OutputOption = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the files.")] = False,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="Read the columns as this mapping says.")
    ] = None,
    write_map: Annotated[
        Path | None, typer.Option("--write-map", metavar="FILE", help="Write the mapping that was used.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--into", metavar="FILE", help="Take corrections into this dataset, by id.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --into: show the changes, write nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail if a cell is left out or an id is repeated.")] = False,
    encoding: Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="Encoding of a text file.")] = None,
    separator: Annotated[
        str | None, typer.Option("--separator", metavar="CHAR", help="Separator of the cells of a text file.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="Worksheet; by default the first.")
    ] = None,
) -> None:
    """Import a spreadsheet, CSV or JSON file as a dataset.

    How each column was read, and every cell that was guessed, changed or left out, is reported on standard error.
    """
    _check(file, map_, into, to, write_map, separator, dry_run=dry_run)
    for target in (to, write_map):
        if target is not None and target.is_file() and not force:
            raise OutputError(target, output.EXISTS)
    mapping = importing.read_mapping(map_, _read(map_)) if map_ else None
    options = importing.ReadOptions(encoding, separator, sheet)
    if into is not None:
        _correct(file, into, mapping, options, dry_run=dry_run)
        return
    with progress.parsing(file):
        opened = importing.open_sheet(file, _read(file), mapping, options)
        result = importing.import_dataset(opened)
    for line in opened.describe():
        print_note(line)
    for prefix, text in result.report.lines():
        print_line(prefix, text)
    if strict and result.report.losses:
        raise ItucovidError(f"{file}: {plural(result.report.losses, 'cell')} left out or repeated (--strict)")
    if write_map:
        output.write_file(write_map, [importing.format_mapping(opened.columns.mapping)], force=force)
    if to is None or to == Path("-"):
        output.write_standard_output(result.text)
    else:
        output.write_file(to, result.text, force=force)
    summary = f"{plural(result.records, 'record')}, {plural(result.report.size, 'cell')} reported"
    print_note(f"{'standard output' if to in (None, STANDARD_INPUT) else to}: {summary}")


def _check(
    file: Path,
    map_: Path | None,
    into: Path | None,
    to: Path | None,
    write_map: Path | None,
    separator: str | None,
    *,
    dry_run: bool,
) -> None:
    """Refuse options that conflict."""
    if separator is not None and len(separator) != 1:
        raise UsageError(f"--separator must be one character, not {separator!r}")
    if [file, map_, into].count(STANDARD_INPUT) > 1:
        raise UsageError("standard input can be read only once")
    if into is None and dry_run:
        raise UsageError("--dry-run requires --into")
    if into is not None and to is not None:
        raise UsageError("--into conflicts with --output")
    if into is not None and write_map is not None:
        raise UsageError("--into conflicts with --write-map")
    if into == STANDARD_INPUT:
        raise UsageError("--into changes a file; it cannot be standard input")


def _correct(
    file: Path, into: Path, mapping: importing.Mapping | None, options: importing.ReadOptions, *, dry_run: bool
) -> None:
    """Take the corrections of a sheet into a dataset, or show them."""
    from difflib import unified_diff

    content = _read(into)
    parsed, text = parse_file(into, content), content.decode()
    opened = importing.open_sheet(file, _read(file), mapping, options, parsed.dataset.fields)
    result = importing.correct_dataset(into, text, parsed, opened)
    for prefix, message in result.report.lines():
        print_line(prefix, message)
    for name in result.left_out:
        print_note(f"{file}: {name}: the dataset has no such field, or it is private; left out")
    if dry_run:
        before, after = (whole.splitlines(keepends=True) for whole in (text, result.text))
        output.write_standard_output(unified_diff(before, after, str(into), str(into)))
    elif result.text != text:
        output.write_file(into, [result.text], force=True)
    for id_, fields in result.changed.items():
        print_note(f"{id_}: {', '.join(fields)}")
    for id_ in result.added:
        print_note(f"{id_}: added")
    summary = f"{plural(len(result.changed), 'record')} changed, {len(result.added)} added"
    print_note(f"{into}: {summary}{' (dry run)' if dry_run else ''}")


def _read(path: Path) -> bytes:
    if path == STANDARD_INPUT:
        return read_standard_input()
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(path, f"cannot be read: {error.strerror or error}") from error
