"""Options that commands share, alone or in groups."""

import inspect
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer


def completer(what: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """Shell completion for a kind of value: see `itucovid.cli.completion.complete`."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from itucovid.cli.completion import complete

        data: Path | None = ctx.params.get("data")
        # The shell passes words as they are typed.
        return complete(what, data and os.path.expandvars(data), incomplete)

    return complete


def _expand_home(path: Path | None) -> Path | None:
    """A path whose ~ the shell has not expanded, as in --data=~/own.toml."""
    return path and Path(os.path.expanduser(path))  # noqa: PTH111 - pathlib raises if there is no home directory


STANDARD_INPUT = Path("-")
"""The file name that stands for standard input."""

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FILE",
        envvar="ITUCOVID_DATA",
        callback=_expand_home,
        help="Use the dataset in this TOML file (- for standard input).",
    ),
]
LocaleOption = Annotated[
    str | None,
    typer.Option(
        "--locale",
        metavar="LANGUAGE",
        autocompletion=completer("locale"),
        help="Titles and names in this language, e.g. fr, where the dataset has them.",
    ),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, not to standard output.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write a JSON array; [] if there is nothing.")]
FieldsOption = Annotated[
    str | None,
    typer.Option(
        "--fields", metavar="NAMES", autocompletion=completer("fields"), help="Fields to show, e.g. id,title,start."
    ),
]


class FilterOptions(msgspec.Struct, frozen=True):
    """The filters, as in `itucovid.filters.Filters`."""

    theme: Annotated[
        list[str] | None,
        typer.Option("--theme", "-t", metavar="THEME", autocompletion=completer("theme"), help="Filter by theme."),
    ] = None
    partner: Annotated[
        list[str] | None,
        typer.Option("--partner", "-p", metavar="NAME", autocompletion=completer("partner"), help="Filter by partner."),
    ] = None
    country: Annotated[
        list[str] | None,
        typer.Option(
            "--country", "-c", metavar="NAME", autocompletion=completer("country"), help="Filter by country or region."
        ),
    ] = None
    language: Annotated[
        list[str] | None,
        typer.Option(
            "--language", "-l", metavar="NAME", autocompletion=completer("language"), help="Filter by language."
        ),
    ] = None
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", metavar="KIND", autocompletion=completer("kind"), help="Filter by kind."),
    ] = None
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", autocompletion=completer("status"), help="Filter by status."),
    ] = None
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this year, month or day on, e.g. 'May 2020'.")
    ] = None
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Up to and including this year, month or day.")
    ] = None
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with", metavar="FIELD", autocompletion=completer("presence"), help="Only records with a date, figures..."
        ),
    ] = None
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without", metavar="FIELD", autocompletion=completer("presence"), help="Only records without it."
        ),
    ] = None
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            metavar="NAME=VALUE",
            autocompletion=completer("own"),
            help="Filter by the exact value of one of the dataset's own fields.",
        ),
    ] = None


class OrderOptions(msgspec.Struct, frozen=True):
    """The order and the number of records."""

    sort: Annotated[
        str | None,
        typer.Option(
            "--sort",
            metavar="KEY",
            autocompletion=completer("sort"),
            help="Sort by id, theme, title, kind, start, end or an own field.",
        ),
    ] = None
    reverse: Annotated[bool, typer.Option("--reverse", help="Reverse the order.")] = False
    limit: Annotated[int | None, typer.Option("--limit", "-n", metavar="N", min=0, help="Show at most N records.")] = (
        None
    )


class ViewOptions(msgspec.Struct, frozen=True):
    """How a terminal shows the output."""

    color: Annotated[
        Literal["auto", "always", "never"],
        typer.Option("--color", help="Use colours; 'auto' honours NO_COLOR and disables them in pipes."),
    ] = "auto"
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Do not page long output (see ITUCOVID_PAGER and PAGER).")
    ] = False


def expand(function: Callable[..., None]) -> Callable[..., None]:
    """Let a command take option groups: each parameter of such a type becomes the options of the group."""
    signature = inspect.signature(function)
    groups: dict[str, Any] = {}
    parameters: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        group = parameter.annotation
        if group in (FilterOptions, OrderOptions, ViewOptions):
            groups[parameter.name] = group
            parameters += [
                inspect.Parameter(
                    name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=group.__annotations__[name]
                )
                for name, default in zip(group.__struct_fields__, group.__struct_defaults__, strict=True)
            ]
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

    @wraps(function)
    def command(**values: Any) -> None:
        grouped = {name: group(*map(values.pop, group.__struct_fields__)) for name, group in groups.items()}
        function(**values, **grouped)

    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command
