"""Show or clear the cache."""

from typing import Annotated

import typer

from itucovid.cli.messages import print_note
from itucovid.cli.output import write_standard_output
from itucovid.fields import format_line
from itucovid.storage import cache
from itucovid.text import plural


def command(clear: Annotated[bool, typer.Option("--clear", help="Delete all cached files.")] = False) -> None:
    """Show the cache of parsed datasets.

    Each line has the size of an entry in bytes, the dataset file and the cached file. Cached files may be deleted at
    any time. ITUCOVID_CACHE sets another directory (an absolute path, or one that begins with ~), or disables caching
    if it is off, 0, false or no.
    """
    directory = cache.folder()
    if directory is None:
        print_note("caching is disabled")
    elif clear:
        print_note(f"{directory}: {plural(cache.clear(), 'file')} deleted")
    else:
        entries = cache.entries()
        write_standard_output(format_line((entry.size, entry.source, str(entry.path))) for entry in entries)
        print_note(f"{directory}: {sum(entry.size for entry in entries):,} bytes")
