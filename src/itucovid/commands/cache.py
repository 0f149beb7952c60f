"""`itucovid cache`."""

from typing import Annotated

import typer

from itucovid.messages import note


def command(
    clear: Annotated[bool, typer.Option("--clear", help="Remove all of them.")] = False,
) -> None:
    """Show the snapshots that make large registers quick to open again.

    Each line has a snapshot's size in bytes, the register that it was made from, and its own file. They may be removed
    at any time. ITUCOVID_CACHE names another folder for them, or says "off".
    """
    from itucovid import snapshot
    from itucovid.output import write_standard_output
    from itucovid.plain import line

    home = snapshot.folder()
    if home is None:
        note("no snapshots are kept")
    elif clear:
        note(f"{home}: {snapshot.clear()} files removed")
    else:
        found = [(path.stat().st_size, about.source, str(path)) for path, about in snapshot.entries()]
        write_standard_output(map(line, found))
        note(f"{home}: {sum(size for size, _, _ in found):,} bytes")
