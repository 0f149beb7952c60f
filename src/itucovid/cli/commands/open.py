"""Open the link of a record."""

import os
import subprocess
import sys
from typing import Annotated

import typer

from itucovid.cli.messages import print_note
from itucovid.cli.options import DataOption, completer
from itucovid.cli.output import is_terminal, write_standard_output
from itucovid.cli.records import explain_unknown_ids, load
from itucovid.errors import NotFoundError


def command(
    id_: Annotated[
        str, typer.Argument(metavar="ID", autocompletion=completer("id"), help="Id, title or alias of a record.")
    ],
    print_: Annotated[bool, typer.Option("--print", help="Print the URL instead of opening it.")] = False,
    data: DataOption = None,
) -> None:
    """Open the first link of a record in a browser.

    BROWSER names the browser; without it, the default one is used. If none is available, the URL is printed.
    """
    dataset = load(data)
    records, missing = dataset.find([id_])
    if missing:
        raise NotFoundError(explain_unknown_ids(missing))
    (record,) = records
    if not record.links:
        raise NotFoundError(f"{record.id} has no links; see itucovid show {record.id}")
    url = record.links[0].url
    if not print_:
        if _open_in_browser(url):
            print_note(f"opened {url}")
            return
        print_note("no browser available; the URL is:")
    write_standard_output([f"{url}\n"])


_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def _open_in_browser(url: str) -> bool:
    """Open a URL, unless there is neither a graphical desktop nor a browser that the user chose.

    A browser may write to its standard streams and keep them open, so it does not get those of this process; but one
    that the user chose may need the terminal.
    """
    chosen = os.environ.get("BROWSER")
    if sys.platform not in ("win32", "darwin") and not any(map(os.environ.get, _DESKTOP_VARIABLES)) and not chosen:
        return False
    streams = None if chosen and is_terminal() else subprocess.DEVNULL
    # -I: a module in the working directory is not imported.
    command = [sys.executable, "-I", "-c", _OPEN, url]
    done = subprocess.run(command, stdin=streams, stdout=streams, stderr=streams, check=False)  # noqa: S603 - our own
    return done.returncode == 0


_DESKTOP_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY")
