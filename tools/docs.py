"""Bring the generated parts of the documentation up to date: `python -m tools.docs` (`--check` only compares).

- In README.md, what stands between `<!-- $ command -->` and `<!-- end -->` is what that command shows on a terminal of
  80 columns.
- docs/reference.md is the help of every command.
- docs/session.svg is a picture of a terminal.
"""

from __future__ import annotations

import io
import re
import shlex
import sys
from pathlib import Path

from tests.pseudo_terminal import Screen, on_terminal

from itucovid.cli.commands import NAMES

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 80
SESSION = ('itucovid search "5G"', "itucovid list --theme cybersecurity", "itucovid show giga")

_BLOCK = re.compile(r"(<!-- \$ (?P<command>.+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def screen(command: str, width: int = WIDTH) -> Screen:
    """What an itucovid command sends to a terminal of a width."""
    hidden = dict.fromkeys(("ITUCOVID_DATA", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS"))
    _, *arguments = shlex.split(command)
    return on_terminal(*arguments, width=width, env={**hidden, "ITUCOVID_PAGER": "", "TERMINAL_WIDTH": str(width)})


def shown(command: str) -> str:
    """What a person reads of it."""
    return "\n".join(screen(command).lines).rstrip()


def readme(text: str) -> str:
    """README.md with its blocks made anew."""
    return _BLOCK.sub(lambda m: f"{m[1]}```console\n$ {m['command']}\n{shown(m['command'])}\n```\n{m[3]}", text)


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


def main() -> int:
    """Write what is out of date, or with --check only say so."""
    path = ROOT / "README.md"
    made = {
        path: readme(path.read_text(encoding="utf-8")),
        ROOT / "docs" / "reference.md": reference(),
        ROOT / "docs" / "session.svg": session(),
    }
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if "--check" not in sys.argv:
            path.write_text(made[path], encoding="utf-8")
        print(f"{'stale' if '--check' in sys.argv else 'written'}: {path.relative_to(ROOT)}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
