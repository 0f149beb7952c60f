"""Bring the generated parts of the documentation up to date: `python -m tools.docs` (`--check` only compares).

- In README.md and the pages of docs/, what stands between `<!-- $ command -->` and `<!-- end -->` is what that command
  writes to a terminal of 80 columns. The commands of a page run one after the other in a copy of docs/examples/.
- docs/reference.md is the help of every command, the fields, the query syntax and the exit codes.
- docs/session.svg is a picture of a terminal.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from tests.pseudo_terminal import Screen, on_terminal

from itucovid.cli.commands import NAMES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference.md"
EXAMPLES = DOCS / "examples"
WIDTH = 80
SESSION = ('itucovid search "5G"', "itucovid list --theme cybersecurity", "itucovid show giga")

_BLOCK = re.compile(r"(<!-- \$ (?P<command>.+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def pages() -> list[Path]:
    """The pages with generated blocks."""
    return [ROOT / "README.md", *sorted(set(DOCS.glob("*.md")) - {REFERENCE})]


def screen(command: str, folder: Path = ROOT) -> Screen:
    """What an itucovid command in a folder sends to a terminal."""
    hidden = dict.fromkeys(("ITUCOVID_DATA", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS"))
    fixed = {"ITUCOVID_PAGER": "", "ITUCOVID_CACHE": "off", "TERMINAL_WIDTH": str(WIDTH)}
    _, *arguments = shlex.split(command)
    return on_terminal(*arguments, width=WIDTH, env={**hidden, **fixed}, cwd=folder)


def shown(command: str, folder: Path = ROOT) -> str:
    """What a person reads of it: standard error, then standard output."""
    result = screen(command, folder)
    return "\n".join((*result.stderr.splitlines(), *result.lines)).rstrip()


def with_output(page: str) -> str:
    """A page with its blocks generated anew."""
    with tempfile.TemporaryDirectory() as folder:
        examples = shutil.copytree(EXAMPLES, Path(folder, "examples"))
        return _BLOCK.sub(
            lambda m: f"{m[1]}```console\n$ {m['command']}\n{shown(m['command'], examples)}\n```\n{m[3]}", page
        )


def reference() -> str:
    """docs/reference.md."""
    parts = ["# Reference\n\nMade from `--help` by `python -m tools.docs`.\n"]
    for command in ("", *NAMES):
        line = f"itucovid {command} --help".replace("  ", " ")
        parts.append(f"\n## itucovid {command}".rstrip() + f"\n\n```console\n$ {line}\n{shown(line)}\n```\n")
    return "".join(parts)


def session() -> str:
    """docs/session.svg."""
    from rich.console import Console
    from rich.text import Text

    console = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True, color_system="256")
    for command in SESSION:
        console.print(Text(f"$ {command}", "bold"))
        console.print(Text.from_ansi(screen(command).sent))
    return console.export_svg(title="itucovid", unique_id="itucovid")


def generated() -> dict[Path, str]:
    """The text of every generated file."""
    texts = {page: with_output(page.read_text(encoding="utf-8")) for page in pages()}
    return {**texts, REFERENCE: reference(), DOCS / "session.svg": session()}


def main() -> int:
    """Write what is out of date; with --check, only report it."""
    check = "--check" in sys.argv
    stale = {
        path: text
        for path, text in generated().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    for path, text in stale.items():
        if not check:
            path.write_text(text, encoding="utf-8")
        print(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
