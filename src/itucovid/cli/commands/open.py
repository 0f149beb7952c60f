"""Open the link of a record."""

import os
import sys
from typing import Annotated

import typer

from itucovid.cli import output, present
from itucovid.cli.messages import print_note
from itucovid.cli.options import DataOption, completer
from itucovid.errors import NotFoundError


def command(
    id_: Annotated[
        str, typer.Argument(metavar="ID", autocompletion=completer("id"), help="Id, title or alias of a record.")
    ],
    print_: Annotated[bool, typer.Option("--print", help="Print the URL instead of opening it.")] = False,
    data: DataOption = None,
) -> None:
    """Open the first link of a record in a browser.

    If no browser is available, the URL is printed.
    """
    dataset = present.load(data)
    records, missing = dataset.find([id_])
    if missing:
        raise NotFoundError(present.explain_unknown_ids(missing))
    (record,) = records
    if not record.links:
        raise NotFoundError(f"{record.id} has no links; see itucovid show {record.id}")
    url = record.links[0].url
    if not print_:
        if _has_browser() and typer.launch(url) == 0:
            print_note(f"opened {url}")
            return
        print_note("no browser available; the URL is:")
    output.write_standard_output([f"{url}\n"])


def _has_browser() -> bool:
    """Whether there is a graphical desktop, or a browser that the user chose."""
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")))
