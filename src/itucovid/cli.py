"""The command line: options in, one call, one way out.

Each command reads its options, calls what does the work, and hands the result to a terminal, a pipe or a file. What
is heavy is imported by the command that needs it. Errors are caught in one place, `CommandLine.main`.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from itucovid import __version__
from itucovid.errors import BadRequest, ItucovidError, NothingFound, OutputFailed
from itucovid.options import (
    ColourOption,
    CountryOption,
    DataOption,
    FieldsOption,
    JsonOption,
    KindOption,
    LanguageOption,
    LimitOption,
    PartnerOption,
    ReverseOption,
    SinceOption,
    SortOption,
    ThemeOption,
    UntilOption,
    completer,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from itucovid.fields import Field
    from itucovid.filters import Filters
    from itucovid.model import Dataset, Initiative
    from itucovid.search import Results

INTERRUPTED = 130
READER_GONE = 141


class CommandLine(TyperGroup):
    """The one way out: every error becomes a line on standard error and an exit status."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command and exit; there is no other mode."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
        except ItucovidError as error:
            _complain(error)
            status = error.exit_status
        except typer.TyperException as error:
            command = getattr(getattr(error, "ctx", None), "command_path", "itucovid")
            _complain(BadRequest(f"{error.format_message().rstrip('.')} ({command} --help shows what there is)"))
            status = BadRequest.exit_status
        except typer.Abort:
            status = INTERRUPTED
        sys.exit(status or 0)

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read the options; --help and --version write here already."""
        with _watched_output():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with _watched_output():
            return super().invoke(ctx)


@contextmanager
def _watched_output() -> Iterator[None]:
    """Tell a reader who has left early, which ends the tool without a word, from output that failed."""
    try:
        yield
    except BrokenPipeError:
        from itucovid.output import silence_standard_output

        silence_standard_output()
        raise typer.Exit(READER_GONE) from None
    except OSError as error:
        from itucovid.output import silence_standard_output

        silence_standard_output()
        raise OutputFailed("standard output", error.strerror or str(error)) from error


app = typer.Typer(
    cls=CommandLine,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog="""Examples:

\b
  itucovid list --theme cybersecurity
  itucovid search "5G"
  itucovid show giga
  itucovid list --since 2020-05 --json
  itucovid export --theme health --output health.csv
  itucovid --help; itucovid search --help""",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"itucovid {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def main(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001 - the callback has done the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """What ITU did during COVID-19: its initiatives, partnerships and activities, as listed on 11 January 2021.

    A register to list, search, read and hand on. The tool is independent of ITU.
    """
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command("list")
def list_(
    theme: ThemeOption = None,
    partner: PartnerOption = None,
    country: CountryOption = None,
    language: LanguageOption = None,
    kind: KindOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    sort: SortOption = None,
    reverse: ReverseOption = False,
    limit: LimitOption = None,
    fields: FieldsOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    color: ColourOption = "auto",
) -> None:
    """List records, all of them or those that filters leave.

    A filter may be given several times; then any of its values will do. A value may be an id, a name, an acronym or
    the beginning of one, in any case: -p who, -p "world bank", -c Niger.
    """
    from itucovid import output

    dataset = _load(data)
    columns = _columns(fields)
    records = _select(dataset, _filters(theme, partner, country, language, kind, since, until))
    found = len(records)
    records = _order(dataset, records, sort, reverse=reverse, limit=limit)
    if json:
        _write_json(dataset, records, columns)
    elif output.is_terminal():
        from itucovid import terminal

        terminal.show_list(terminal.make_console(color), dataset, records, columns, found)
    else:
        from itucovid import plain

        output.write_standard_output(plain.record_lines(dataset, records, columns or plain.LIST_FIELDS))


@app.command()
def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", help="Words, in any spelling and language.")],
    theme: ThemeOption = None,
    partner: PartnerOption = None,
    country: CountryOption = None,
    language: LanguageOption = None,
    kind: KindOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    sort: SortOption = None,
    reverse: ReverseOption = False,
    limit: LimitOption = None,
    fields: FieldsOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    color: ColourOption = "auto",
) -> None:
    """Find records by words, best first; misspelt words are found too.

    Inside the query a "phrase" in quotes must stand together and -word leaves records out:
    itucovid search '"call for action" -broadband'
    """
    from itucovid import output
    from itucovid.search import search as find

    text = " ".join(query)
    dataset = _load(data)
    columns = _columns(fields)
    among = _select(dataset, _filters(theme, partner, country, language, kind, since, until))
    results = find(dataset, text, {record.id for record in among})
    hits = {hit.record.id: hit for hit in results.hits}
    records = _order(dataset, [hit.record for hit in results.hits], sort, reverse=reverse, limit=limit)
    if not hits:
        if json:
            output.write_standard_output(["[]\n"])
        raise NothingFound(_nothing(dataset, text, results, among))
    if not output.is_terminal():
        _note_corrections(results)
    if not results.complete:
        _note(
            f"no record answers every word; these answer most (not {', '.join(map(repr, results.unanswered))})"
            if results.unanswered
            else "no record answers every word; these answer most"
        )
    if json:
        found = [hits[record.id] for record in records]
        _write_json(dataset, records, columns, [{"score": hit.score, "matches": hit.matches} for hit in found])
    elif output.is_terminal() and columns is None:
        from itucovid import terminal

        terminal.show_hits(terminal.make_console(color), dataset, [hits[r.id] for r in records], results)
    elif output.is_terminal():
        from itucovid import terminal

        terminal.show_list(terminal.make_console(color), dataset, records, columns, len(hits))
    else:
        from itucovid import plain

        scores = {id_: hit.score for id_, hit in hits.items()}
        output.write_standard_output(plain.hit_lines(dataset, records, columns, scores))


@app.command()
def show(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", autocompletion=completer("id"), help="Ids of records.")],
    json: JsonOption = False,
    data: DataOption = None,
    color: ColourOption = "auto",
) -> None:
    """Show everything that the register has of some records."""
    from itucovid import output
    from itucovid.filters import find_records

    dataset = _load(data)
    records, missing = find_records(dataset, ids)
    if json:
        _write_json(dataset, records, None)
    elif output.is_terminal():
        from itucovid import terminal

        console = terminal.make_console(color)
        for number, record in enumerate(records):
            if number:
                console.rule()
            terminal.show_page(console, dataset, record)
    else:
        from itucovid import plain

        output.write_standard_output(plain.page_lines(dataset, records))
    if missing:
        raise NothingFound("\n".join(_missing(id_, near) for id_, near in missing.items()))


@app.command()
def export(
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            autocompletion=completer("format"),
            help="csv, tsv, markdown, json, jsonl or toml; else as the output's suffix says, else csv.",
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write this file; without it, standard output."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if there is one.")] = False,
    query: Annotated[
        str | None, typer.Option("--search", metavar="QUERY", help="Only what a search finds, best first.")
    ] = None,
    theme: ThemeOption = None,
    partner: PartnerOption = None,
    country: CountryOption = None,
    language: LanguageOption = None,
    kind: KindOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    sort: SortOption = None,
    reverse: ReverseOption = False,
    limit: LimitOption = None,
    fields: FieldsOption = None,
    delimiter: Annotated[
        str, typer.Option("--delimiter", metavar="TEXT", help="What separates the values of a list in one cell.")
    ] = "; ",
    explode: Annotated[
        str | None,
        typer.Option(
            "--explode",
            metavar="FIELD",
            autocompletion=completer("explode"),
            help="One row per value of this list: partners, countries, links...",
        ),
    ] = None,
    excel: Annotated[bool, typer.Option("--excel", help="Begin with a byte order mark, for Excel.")] = False,
    long: Annotated[bool, typer.Option("--long", help="Markdown: a document, not a table.")] = False,
    data: DataOption = None,
) -> None:
    """Write records as CSV, TSV, Markdown, JSON, JSON Lines or TOML.

    An existing file stays as it is unless --force is given, and is never half written.
    """
    from itucovid import output
    from itucovid.export import Export, choose_format, render
    from itucovid.fields import explodable
    from itucovid.text import find_name

    to = None if to == Path("-") else to
    name = choose_format(format_, None if to is None else str(to))
    columns = _columns(fields)
    group = find_name("list", explode, dict.fromkeys(explodable(), ())) if explode else None
    dataset = _load(data)
    records = _select(dataset, _filters(theme, partner, country, language, kind, since, until))
    if query is not None:
        from itucovid.search import search as find

        among = records
        results = find(dataset, query, {record.id for record in among})
        records = [hit.record for hit in results.hits]
        if not records:
            raise NothingFound(_nothing(dataset, query, results, among))
        _note_corrections(results)
    records = _order(dataset, records, sort, reverse=reverse, limit=limit)
    chunks = render(
        name,
        Export(
            dataset=dataset, records=records, fields=columns, delimiter=delimiter, explode=group, excel=excel, long=long
        ),
    )
    if to is None:
        output.write_standard_output(chunks)
    else:
        output.write_file(to, chunks, force=force)
        _note(f"{to}: {_number(records, 'record')}")


@app.command()
def themes(json: JsonOption = False, data: DataOption = None, color: ColourOption = "auto") -> None:
    """List the themes, with the number of records of each."""
    from itucovid import output
    from itucovid.stats import count

    dataset = _load(data)
    counts = count(dataset, dataset.initiatives, "theme")
    if json:
        import msgspec

        of_theme = {number.value: number.records for number in counts}
        _write_objects({**msgspec.to_builtins(theme), "records": of_theme[theme.id]} for theme in dataset.themes)
    elif output.is_terminal():
        from itucovid import terminal

        terminal.show_themes(terminal.make_console(color), dataset, counts)
    else:
        from itucovid.plain import line

        output.write_standard_output(line([number.value, number.records, number.name]) for number in counts)


@app.command()
def stats(
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="FACET",
            autocompletion=completer("facet"),
            help="Count by theme, kind, country, partner, language or month.",
        ),
    ] = "theme",
    theme: ThemeOption = None,
    partner: PartnerOption = None,
    country: CountryOption = None,
    language: LanguageOption = None,
    kind: KindOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    color: ColourOption = "auto",
) -> None:
    """Count records by theme, kind, country, partner, language or month."""
    from itucovid import output
    from itucovid.stats import count

    dataset = _load(data)
    records = _select(dataset, _filters(theme, partner, country, language, kind, since, until))
    counts = count(dataset, records, by)
    if json:
        _write_objects(number._asdict() for number in counts)
    elif output.is_terminal():
        from itucovid import terminal

        terminal.show_counts(terminal.make_console(color), dataset, by, counts)
    else:
        from itucovid.plain import line

        output.write_standard_output(line([number.value, number.records, number.name]) for number in counts)


@app.command()
def check(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A register; without it, the one in use.")] = None,
    data: DataOption = None,
) -> None:
    """Check a register and name every fault in it, with its line."""
    from itucovid.dataset import default_path, load

    path = file or data or default_path()
    dataset = load(path)
    _note(f"{path}: {_number(dataset.initiatives, 'record')} in {_number(dataset.themes, 'theme')}, no fault")


def _load(path: Path | None) -> Dataset:
    from itucovid.dataset import load

    return load(path)


def _columns(names: str | None) -> tuple[Field, ...] | None:
    if names is None:
        return None
    from itucovid.fields import choose_fields

    return choose_fields(names)


def _filters(
    theme: list[str] | None,
    partner: list[str] | None,
    country: list[str] | None,
    language: list[str] | None,
    kind: list[str] | None,
    since: str | None,
    until: str | None,
) -> Filters:
    from itucovid.filters import Filters

    return Filters(
        theme=tuple(theme or ()),
        partner=tuple(partner or ()),
        country=tuple(country or ()),
        language=tuple(language or ()),
        kind=tuple(kind or ()),
        since=since,
        until=until,
    )


def _select(dataset: Dataset, filters: Filters) -> list[Initiative]:
    """The records that filters leave; what a person should know of the others goes to standard error."""
    from itucovid.filters import select

    selection = select(dataset, filters)
    if selection.undated:
        _note(f"{_number(range(selection.undated), 'record')} without a date left out")
    if selection.without:
        drops = (f"{number} without {option}" for option, number in selection.without.items() if number)
        advice = ", ".join(drops) or "drop more than one of them"
        _note(f"no record fits {' and '.join(selection.without)} together; there are: {advice}")
    return selection.records


def _order(
    dataset: Dataset, records: list[Initiative], sort: str | None, *, reverse: bool, limit: int | None
) -> list[Initiative]:
    from itucovid.filters import sort_records

    return sort_records(dataset, records, sort, reverse=reverse)[:limit]


def _write_json(
    dataset: Dataset,
    records: Sequence[Initiative],
    columns: Sequence[Field] | None,
    more: Iterable[dict[str, Any]] | None = None,
) -> None:
    """Write records as a JSON array, each with what `more` has for it."""
    from itucovid.fields import as_objects

    objects = as_objects(dataset, records, columns)
    _write_objects(objects if more is None else ({**o, **m} for o, m in zip(objects, more, strict=True)))


def _write_objects(objects: Iterable[dict[str, Any]]) -> None:
    from itucovid.export.objects import array
    from itucovid.output import write_standard_output

    write_standard_output(array(objects))


def _note_corrections(results: Results) -> None:
    for typed, meant in results.corrections.items():
        _note(f"for {typed!r}: {', '.join(meant)}")


def _nothing(dataset: Dataset, query: str, results: Results, among: Sequence[Initiative]) -> str:
    """Why a search found nothing, and what to do about it."""
    if not any(character.isalnum() for character in query):
        return "nothing to search for: the query has no letter or digit"
    if len(among) < len(dataset.initiatives):
        from itucovid.search import search as find

        if others := find(dataset, query).hits:
            return f"nothing found for {query!r} with these filters; without them: {_number(others, 'record')}"
    if not results.unanswered:
        return f"nothing found for {query!r}: such words tell no record from another; add one that does"
    hint = f"; did you mean {', '.join(results.suggestions)}?" if results.suggestions else ""
    return f"nothing found for {query!r}{hint}"


def _missing(id_: str, near: Sequence[str]) -> str:
    hint = f"did you mean {', '.join(near)}?" if near else "itucovid list shows the ids"
    return f"no record {id_!r}; {hint}"


def _number(things: Sequence[object], name: str) -> str:
    """How many there are, in words: 1 record, 28 records."""
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _note(message: str) -> None:
    from itucovid.text import printable

    typer.echo(f"itucovid: {printable(message)}", err=True)


def _complain(error: ItucovidError) -> None:
    """An error's lines on standard error; a dataset's faults begin with their own file and line."""
    from itucovid.errors import BadDataset
    from itucovid.text import printable

    for line in str(error).splitlines():
        typer.echo(printable(line) if isinstance(error, BadDataset) else f"itucovid: {printable(line)}", err=True)
