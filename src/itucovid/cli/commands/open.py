"""Open the link of a record."""

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from itucovid.cli.ids import IdsArgument, read_ids
from itucovid.cli.messages import print_note
from itucovid.cli.options import DataOption
from itucovid.cli.output import is_terminal, write_standard_output
from itucovid.cli.records import find, load
from itucovid.errors import NotFoundError, UsageError
from itucovid.text import plural

if TYPE_CHECKING:
    from itucovid.model import Initiative


def command(
    ids: IdsArgument,
    link: Annotated[
        int | None, typer.Option("--link", metavar="N", min=1, help="Open the link with this number, not the first.")
    ] = None,
    source: Annotated[bool, typer.Option("--source", help="Open the source document instead.")] = False,
    print_: Annotated[bool, typer.Option("--print", help="Print the URL instead of opening it.")] = False,
    data: DataOption = None,
) -> None:
    """Open the first link of each record in a browser.

    BROWSER names the browser; without it, the default one is used. If none is available, the URL is printed.
    """
    if source and link is not None:
        raise UsageError("--link and --source exclude each other")
    wanted = read_ids(ids)
    dataset = load(data)
    records = find(dataset, wanted, "open")
    if source:
        document = dataset.document
        if document is None or document.source is None:
            raise NotFoundError("the dataset does not say where its source document is")
        urls = [document.source]
    else:
        urls = [_link(record, link or 1) for record in records]
    for url in urls:
        if not print_ and _open_in_browser(url):
            print_note(f"opened {url}")
            continue
        if not print_:
            print_note("no browser available; the URL is:")
        write_standard_output([f"{url}\n"])


def _link(record: "Initiative", number: int) -> str:
    if len(record.links) < number:
        has = f"has only {plural(len(record.links), 'link')}" if record.links else "has no links"
        raise NotFoundError(f"{record.id} {has}; see itucovid show {record.id}")
    return record.links[number - 1].url


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
