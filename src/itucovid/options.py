"""The options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer


def completer(what: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """Completion of the values of `what`, each with its title."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from itucovid.completion import values

        return values(what, ctx.params.get("data"), incomplete)

    return complete


DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FILE",
        envvar="ITUCOVID_DATA",
        help="Use the register in this TOML file instead of ITU's.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write a JSON array, [] when there is nothing.")]
ColourOption = Annotated[
    Literal["auto", "always", "never"],
    typer.Option("--color", help="Colour on a terminal; auto heeds NO_COLOR, and a pipe has none."),
]
NoPagerOption = Annotated[
    bool, typer.Option("--no-pager", help="Let long output run over the screen (see ITUCOVID_PAGER, PAGER).")
]
ThemeOption = Annotated[
    list[str] | None,
    typer.Option("--theme", "-t", metavar="THEME", autocompletion=completer("theme"), help="Only of this theme."),
]
PartnerOption = Annotated[
    list[str] | None,
    typer.Option("--partner", "-p", metavar="NAME", autocompletion=completer("partner"), help="Only with this one."),
]
CountryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--country", "-c", metavar="NAME", autocompletion=completer("country"), help="Only in this country or region."
    ),
]
LanguageOption = Annotated[
    list[str] | None,
    typer.Option("--language", "-l", metavar="NAME", autocompletion=completer("language"), help="Only in this one."),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option("--kind", "-k", metavar="KIND", autocompletion=completer("kind"), help="Only of this kind."),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only from this year, month or day on (2020-05).")
]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only up to this year, month or day.")]
SortOption = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="KEY",
        autocompletion=completer("sort"),
        help="By id, theme, title, kind, start or end.",
    ),
]
ReverseOption = Annotated[bool, typer.Option("--reverse", help="Turn the order round.")]
LimitOption = Annotated[int | None, typer.Option("--limit", "-n", metavar="N", min=0, help="At most so many records.")]
FieldsOption = Annotated[
    str | None,
    typer.Option(
        "--fields",
        metavar="NAMES",
        autocompletion=completer("fields"),
        help="These, in this order: id,title,start.",
    ),
]
