"""Write the output of a command: as JSON, as a terminal view, or as lines in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itucovid.cli import pager
from itucovid.cli.output import is_terminal, write_standard_output
from itucovid.fields import format_array
from itucovid.text import printable_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType

    from itucovid.cli.options import ViewOptions
    from itucovid.terminal import Console


def present(
    json: Callable[[], Iterable[dict[str, Any]]] | None,
    view: Callable[[ModuleType, Console], None],
    lines: Callable[[], Iterable[str]],
    options: ViewOptions,
    *,
    text: bool = False,
) -> None:
    """Write the output of a command: as JSON if asked for, as a view on a terminal, as lines in a pipe.

    Args:
        json: makes the objects of the JSON array, or None if --json is not set.
        view: prints to a Rich console with a function of `itucovid.terminal`, which is imported only now.
        lines: makes the lines.
        options: the options of the view.
        text: write the view to a pipe, too.
    """
    if json is not None:
        write_json(json(), paging=not options.no_pager)
    elif text or is_terminal():
        from itucovid import terminal

        command = None if options.no_pager else pager.pager_command()
        # less before version 581 shows the codes of links, and so do other pagers.
        shown = terminal.render(lambda console: view(terminal, console), options.color, links=command is None)
        if is_terminal():
            pager.show(shown, command)
        else:
            write_standard_output([shown])
    else:
        write_standard_output(lines())


def write_json(objects: Iterable[dict[str, Any]], *, paging: bool = False) -> None:
    """Write a JSON array to standard output, with `paging` through the pager if it is a terminal."""
    if paging and is_terminal():
        pager.show(printable_lines("".join(format_array(objects))), pager.pager_command())
    else:
        write_standard_output(format_array(objects))
