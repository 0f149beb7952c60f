"""Measure in a fresh environment and write benchmarks/RESULTS.md: `python -m benchmarks [--quick | --check]`.

With --quick, measure less and only print it; with --check, measure only start-up, and exit with status 1 if a command
takes more than its bar.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.pages import can_be_measured, keystrokes
from benchmarks.processes import Command, Cost, interleaved, median, run, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
EMPTY_APP = """
import typer
app = typer.Typer()
@app.command()
def first() -> None: pass
@app.command()
def second() -> None: pass
app()
"""
# What a command may take, as a multiple of the empty app.
BARS = {
    "--version": 1.10,
    "list": 1.20,
    "list on a terminal": 1.75,
    "search 5G": 1.25,
    "search cybersecrity": 1.35,
    "show giga": None,
    "export --format json": 1.20,
    "completion of --theme": 1.20,
}
# Milliseconds that a keystroke on the page may take.
KEYSTROKE_BAR = 50
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")


def main() -> None:
    """Measure, print, and write the results down."""
    quick = "--quick" in sys.argv
    if "--check" in sys.argv:
        sys.exit(_check())
    with tempfile.TemporaryDirectory() as folder:
        python = _environment(Path(folder, "venv"))
        lines = [*_head(python)]
        lines += _starts(python, Path(folder), rounds=5 if quick else 25)
        lines += _sizes(python, Path(folder), [1_000] if quick else [1_000, 10_000, 100_000])
        if not quick and can_be_measured():
            lines += _page(python, Path(folder, "10000.toml"))
        lines += _imports(python, Path(folder))
    text = "\n".join(lines) + "\n"
    print(text)
    if not quick:
        (ROOT / "benchmarks" / "RESULTS.md").write_text(text, encoding="utf-8")


def _check() -> int:
    with tempfile.TemporaryDirectory() as folder:
        ratios = _ratios(_start_costs(_environment(Path(folder, "venv")), Path(folder), rounds=15))
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.2f} of an empty app; bar {BARS.get(name) or 'none'}")
    return int(any(bar and ratios[name] > bar for name, bar in BARS.items()))


def _ratios(costs: dict[str, list[Cost]]) -> dict[str, float]:
    base = median(costs["an empty app"])
    return {name: median(times) / base for name, times in costs.items()}


def _environment(folder: Path) -> str:
    """A new environment with the project installed as a user would install it, and its modules compiled."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT)], check=True, env=environment)  # noqa: S603
    subprocess.run([python, "-m", "compileall", "-q", str(folder)], check=False, env=environment)  # noqa: S603
    return python


def _head(python: str) -> Iterator[str]:
    packages = ("typer", "rich", "tomli", "rapidfuzz", "msgspec", "itucovid")
    script = f"from importlib.metadata import version; print(*(f'{{n}} {{version(n)}}' for n in {packages}), sep=', ')"
    versions = subprocess.run([python, "-c", script], check=True, capture_output=True, text=True).stdout  # noqa: S603
    yield "# Results"
    yield ""
    yield "Made by `python -m benchmarks`; not edited. Medians of whole processes that ran in turn."
    yield ""
    yield f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()};"
    yield f"{versions.strip()}."


def _start_costs(python: str, folder: Path, rounds: int) -> dict[str, list[Cost]]:
    empty = folder / "empty.py"
    empty.write_text(EMPTY_APP, encoding="utf-8")
    tool = str(Path(python).with_name("itucovid"))
    completing = {"_ITUCOVID_COMPLETE": "complete_bash", "COMP_WORDS": "itucovid list --theme ", "COMP_CWORD": "3"}
    commands = {
        "python -c pass": Command([python, "-c", "pass"]),
        "an empty app": Command([python, str(empty), "first"]),
        "--version": Command([tool, "--version"]),
        "list": Command([tool, "list"]),
        "list on a terminal": Command([tool, "list"], terminal=True),
        "search 5G": Command([tool, "search", "5G"]),
        "search cybersecrity": Command([tool, "search", "cybersecrity"]),
        "show giga": Command([tool, "show", "giga"]),
        "export --format json": Command([tool, "export", "--format", "json"]),
        "completion of --theme": Command([tool], completing),
    }
    interleaved(commands, 2)
    return interleaved(commands, rounds)


def _starts(python: str, folder: Path, rounds: int) -> Iterator[str]:
    costs = _start_costs(python, folder, rounds)
    ratios, bare = _ratios(costs), median(costs["python -c pass"])
    yield from ("", f"## Start-up, {rounds} rounds", "")
    yield "| command | ms | ± | of an empty Typer app | of bare Python | bar |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name, times in costs.items():
        middle, bar = median(times), BARS.get(name)
        yield (
            f"| {name} | {middle * 1000:.0f} | {spread(times) * 1000:.0f} | {ratios[name]:.2f} | {middle / bare:.1f} |"
            f" {f'{bar:.2f}' if bar else ''} |"
        )


def _sizes(python: str, folder: Path, sizes: list[int]) -> Iterator[str]:
    tool = str(Path(python).with_name("itucovid"))
    yield from ("", "## Size", "")
    yield "Each against `tomli.load` of the same file in a process of its own; first without a snapshot, then with it."
    yield "Memory is the height of the process, as a multiple of the file."
    yield ""
    yield "| records | command | s | of tomli.load | memory |"
    yield "| ---: | --- | ---: | ---: | ---: |"
    slopes: dict[str, dict[int, float]] = {}
    for size in sizes:
        path = folder / f"{size}.toml"
        # In a process of its own: the memory of this one would count as that of its children.
        subprocess.run([sys.executable, "-m", "benchmarks.scaled", str(path), str(size)], check=True, cwd=ROOT)  # noqa: S603
        # A file that has only just been written is not given a snapshot.
        os.utime(path, (path.stat().st_mtime - 60,) * 2)
        yield from _size(python, tool, path, size, slopes)
    yield from ("", "Ten times the records take:", "")
    for name, seconds in slopes.items():
        steps = [f"{seconds[10 * n] / seconds[n]:.1f} times ({n:,})" for n in sizes if 10 * n in seconds]
        yield f"- {name}: {', '.join(steps)}"


def _size(python: str, tool: str, path: Path, size: int, slopes: dict[str, dict[int, float]]) -> Iterator[str]:
    alone = Command([python, "-c", f"import tomli; tomli.load(open({str(path)!r}, 'rb'))"])
    arguments = {
        "list": ["list"],
        "search digital": ["search", "digital", "--limit", "20"],
        "search cybersecrity": ["search", "cybersecrity", "--limit", "20"],
        "export --format csv": ["export", "--format", "csv"],
    }
    rounds = 5 if size <= 10_000 else 3  # noqa: PLR2004 - the largest takes minutes
    costs: dict[str, list[Cost]] = {}
    for number in range(rounds):
        costs.setdefault("tomli.load", []).append(run(alone))
        for name, options in arguments.items():
            cache = path.parent / f"cache-{size}-{number}-{options[0]}-{options[1] if options[1:] else ''}"
            command = Command([tool, *options, "--data", str(path)], {"ITUCOVID_CACHE": str(cache)})
            costs.setdefault(name, []).append(run(command))
            costs.setdefault(f"{name}, again", []).append(run(command))
            shutil.rmtree(cache, ignore_errors=True)
    base = median(costs["tomli.load"])
    for name, times in costs.items():
        middle, memory = median(times), max(cost.memory for cost in times) / path.stat().st_size
        slopes.setdefault(name, {})[size] = middle
        yield f"| {size:,} | {name} | {middle:.2f} | {middle / base:.2f} | {memory:.1f} |"


def _page(python: str, dataset: Path) -> Iterator[str]:
    page = dataset.with_suffix(".html")
    tool = str(Path(python).with_name("itucovid"))
    command = [tool, "export", "--data", str(dataset), "--output", str(page)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    yield from ("", "## The page of 10,000 records in Chromium", "")
    yield "Milliseconds from a keystroke until the frame that shows what it found is drawn."
    yield ""
    yield "| query | median | most | emptied |"
    yield "| --- | ---: | ---: | ---: |"
    for row in (found := keystrokes(page)):
        yield f"| {row.query} | {row.median:.0f} | {max(row.typed):.0f} | {row.emptied:.0f} |"
    typed, emptied = [time for row in found for time in row.typed], [row.emptied for row in found]
    yield ""
    for name, times in {"Letters": typed, "Emptied": emptied, "All": [*typed, *emptied]}.items():
        late = sum(time > KEYSTROKE_BAR for time in times)
        yield (
            f"- {name}: {len(times)}, median {statistics.median(times):.0f}, most {max(times):.0f}, "
            f"{late} over {KEYSTROKE_BAR}."
        )


def _imports(python: str, folder: Path) -> Iterator[str]:
    empty = _imported([python, "-X", "importtime", str(folder / "empty.py"), "first"])
    yield from ("", "## Imported above the empty app", "")
    yield "Milliseconds by top-level module, and the five heaviest modules."
    yield ""
    for arguments in (["list"], ["search", "5G"], ["search", "cybersecrity"], ["export", "--format", "json"]):
        new = _imported([python, "-X", "importtime", "-m", "itucovid", *arguments])
        own = {name: cost for name, cost in new.items() if name not in empty}
        tops: dict[str, float] = {}
        for name, cost in own.items():
            tops[name.partition(".")[0]] = tops.get(name.partition(".")[0], 0) + cost
        heaviest = sorted(own, key=lambda name: -own[name])[:5]
        yield (
            f"- `{' '.join(arguments)}`: {sum(own.values()):.0f} ms: "
            f"{', '.join(f'{name} {cost:.1f}' for name, cost in sorted(tops.items(), key=lambda t: -t[1])[:5])}"
            f" ({', '.join(heaviest)})"
        )


def _imported(command: list[str]) -> dict[str, float]:
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return {match[2]: int(match[1]) / 1000 for match in _IMPORT.finditer(done.stderr)}


if __name__ == "__main__":
    main()
