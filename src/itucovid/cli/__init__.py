"""The command line: a lazily loaded command group, and errors as exit codes."""

import os
import re
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from itucovid._version import DATASET_VERSION, __version__
from itucovid.cli.commands import NAMES, module_name
from itucovid.cli.messages import print_error, print_line, print_note
from itucovid.cli.parsing import Command, disable_cache
from itucovid.cli.shells import join_words, keep_option
from itucovid.errors import (
    ExitCode,
    ItucovidError,
    OutOfMemoryError,
    OutputError,
    UnknownValueError,
    UsageError,
    either,
)
from itucovid.names import closest_matches

_SETTINGS = {"help_option_names": ["-h", "--help"]}

DEBUG_VARIABLE = "ITUCOVID_DEBUG"
"""The environment variable that makes unexpected errors print their traceback."""


def _help(command: Any) -> str:
    """The help of a command: its docstring."""
    if command.__doc__ is None:  # python -OO
        from itucovid.storage.docstrings import docstring

        return docstring(command)
    return str(command.__doc__)


class LazyGroup(TyperGroup):
    """A group that imports a command when it is used."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - part of the interface
        """The names of the commands, in the order of the help."""
        return list(NAMES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command with a name, or None."""
        if cmd_name not in NAMES:
            return None
        if cmd_name not in self.commands:
            single = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=_SETTINGS)
            function = import_module(module_name(cmd_name)).command
            single.command(cmd_name, cls=Command, help=_help(function))(function)
            command = typer.main.get_command(single)
            keep_option(command)
            self.add_command(command)
        return self.commands[cmd_name]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what comes before the command; an error says where the options of a command belong."""
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            if hasattr(error, "possibilities") and hasattr(error, "option_name"):  # NoSuchOption, which is private
                message = f"no such option: {error.option_name}; the options of a command come after its name"
                raise UsageError(f"{message} (see 'itucovid --help')") from error
            raise

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments name; an error suggests close names."""
        if args[0] not in NAMES and not args[0].startswith("-") and not ctx.resilient_parsing:
            # Typer suggests only commands that have been imported.
            close = closest_matches(args[0], {name: name for name in NAMES})
            if args[0] == "help":
                close = [" ".join(["itucovid", *(name for name in args[1:2] if name in NAMES), "--help"])]
            raise UnknownValueError("command", args[0], closest=[*_show_commands(args[0]), *close], known=NAMES)
        return super().resolve_command(ctx, args)


def _show_commands(name: str) -> list[str]:
    """The command that shows the record with an id, alias or title of the default dataset, if there is one."""
    from itucovid.dataset import Dataset

    try:
        records, _ = Dataset.load().find([name])
    except ItucovidError:
        return []
    return [f"itucovid show {record.id}" for record in records]


app = typer.Typer(
    cls=LazyGroup,
    context_settings=_SETTINGS,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog="""Examples:

\b
  itucovid list --theme cybersecurity
  itucovid search "5G"
  itucovid show giga
  itucovid list --since 2020-05 --json
  itucovid export --theme health --output health.csv
  itucovid search --help""",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"itucovid {__version__} (dataset {DATASET_VERSION})")
        raise typer.Exit


def _root(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001 - handled by the callback
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the versions of the tool and its dataset."
        ),
    ] = False,
    no_cache: Annotated[  # noqa: ARG001
        bool,
        typer.Option("--no-cache", callback=disable_cache, help="Do not use the cache of parsed datasets."),
    ] = False,
    data: Annotated[Path | None, typer.Option("--data", hidden=True)] = None,  # noqa: ARG001 - read by Command
) -> None:
    """What ITU did during COVID-19: initiatives, partnerships and activities, as of 11 January 2021.

    List, search, read, cite and export them. The tool is independent of ITU.
    """
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


app.callback(invoke_without_command=True, help=_help(_root))(_root)


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        args: the arguments; by default those of the process.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    args = sys.argv[1:] if args is None else args
    join_words()
    try:
        return app([*args], prog_name="itucovid", standalone_mode=False) or ExitCode.OK
    except SystemExit as exit_:  # after shell completion, and with 1 if the pipe is broken
        if isinstance(exit_.__context__, BrokenPipeError):
            return _report(exit_.__context__)
        return exit_.code if isinstance(exit_.code, int) else ExitCode.OK
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - reported as a bug if unexpected
        code = _report(error)
        options = args[: args.index("--")] if "--" in args else args
        if code == ExitCode.ERROR and "search" in args and any(re.fullmatch(_EXCLUSION, arg) for arg in options):
            print_note("to exclude a word, write -- before the query: itucovid search -- digital -podcast")
        return code


_EXCLUSION = r"-[^\W\d_]{3,}( .*)?"


def _usage_error(error: typer.TyperException) -> UsageError:
    """What the parser reports, with a hint."""
    context = getattr(error, "ctx", None)
    message = error.format_message().rstrip(".")
    if context and hasattr(error, "possibilities") and hasattr(error, "option_name"):  # NoSuchOption, which is private
        # Click suggests options that share no more than their hyphens.
        names = [name for parameter in context.command.get_params(context) for name in parameter.opts]
        close = closest_matches(error.option_name[2:], {name[2:]: name for name in names if name.startswith("--")})
        message = f"no such option: {error.option_name}" + (f"; did you mean {either(close)}?" if close else "")
    return UsageError(f"{message[:1].lower()}{message[1:]} ({_usage_hint(message, context)})")


def _usage_hint(message: str, context: Any) -> str:
    """A hint on how to correct what the parser reports."""
    see_help = f"see '{getattr(context, 'command_path', 'itucovid')} --help'"
    if "'--style'" in message:
        return "for other styles, export to LaTeX or a reference manager: itucovid export ID -f bibtex, ris or csl-json"
    extra = re.search(r"unexpected extra argument(?:s|\(s\))? \(([^\s)]+)", message)
    if not (extra and context):
        return see_help
    parameters = {parameter.name for parameter in context.command.params}
    path = Path(extra[1])
    if "into" in parameters:
        is_sheet = path.exists() and path.suffix != ".toml"
        return "import reads one file" + ("" if is_sheet else f"; to write to this one: --output {extra[1]}")
    if "data" in parameters and path.is_file():
        return f"to use this file as the dataset, write --data {extra[1]}"
    return f"a value of several words needs quotation marks; {see_help}" if "theme" in parameters else see_help


def _report(error: BaseException) -> ExitCode:
    """Print an error on standard error, and return its exit code."""
    match error:
        case KeyboardInterrupt() | typer.Abort():
            return ExitCode.INTERRUPTED
        case BrokenPipeError():
            return ExitCode.BROKEN_PIPE
        case OSError():
            error = OutputError(error.filename or "standard output", error.strerror or str(error))
        case RuntimeError() if str(error).startswith("Could not determine home directory"):
            error = UsageError("the home directory is unknown; set HOME")
        case MemoryError():
            error = OutOfMemoryError()
        case typer.TyperException():
            error = _usage_error(error)
    if isinstance(error, ItucovidError):
        for prefix, text in error.lines():
            print_line(prefix, text)
        return error.exit_code
    if os.environ.get(DEBUG_VARIABLE) == "1":
        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    print_error(f"unexpected {what}; please report this bug, with the traceback that {DEBUG_VARIABLE}=1 shows")
    return ExitCode.BUG
