"""The command line: a group that knows its commands by name, and the one way out.

Each command is a module of `itucovid.commands`. Errors are caught in one place, `CommandLine.main`.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from itucovid import __version__
from itucovid.commands import NAMES
from itucovid.errors import BadRequest, ItucovidError, OutOfMemory, OutputFailed, UnknownValue
from itucovid.messages import complain

_SETTINGS = {"help_option_names": ["-h", "--help"]}

INTERRUPTED = 130
READER_GONE = 141


class CommandLine(TyperGroup):
    """The commands by name, and the one way out: every error becomes a line on standard error and an exit status."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - they are the same in any context
        """The names of the commands, in the order of the help."""
        return list(NAMES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """A command; what the others need is not imported."""
        if cmd_name not in NAMES:
            return None
        if cmd_name not in self.commands:
            single = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=_SETTINGS)
            single.command(cmd_name)(import_module(f"itucovid.commands.{cmd_name}").command)
            self.add_command(typer.main.get_command(single))
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments name, or the nearest ones in an error."""
        if args[0] not in NAMES and not args[0].startswith("-") and not ctx.resilient_parsing:
            from itucovid.text import nearest

            close = nearest(args[0], {name: name for name in NAMES})
            raise UnknownValue("command", args[0], nearest=close, known=NAMES)
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command and exit; there is no other mode."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
        except ItucovidError as error:
            complain(error)
            status = error.exit_status
        except typer.TyperException as error:
            command = getattr(getattr(error, "ctx", None), "command_path", "itucovid")
            complain(BadRequest(f"{error.format_message().rstrip('.')} ({command} --help shows what there is)"))
            status = BadRequest.exit_status
        except MemoryError:
            complain(OutOfMemory())
            status = OutOfMemory.exit_status
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
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read and keep no snapshots in the cache folder.")
    ] = False,
) -> None:
    """What ITU did during COVID-19: its initiatives, partnerships and activities, as listed on 11 January 2021.

    A register to list, search, read and hand on. The tool is independent of ITU.
    """
    if no_cache:
        os.environ["ITUCOVID_CACHE"] = "off"
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
