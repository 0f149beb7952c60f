"""A signal at any moment: files are complete, old or new, and no others are left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="needs signals and fork")]

SIGNALS = {"SIGHUP": -1, "SIGINT": 130, "SIGQUIT": -3, "SIGTERM": -15}
"""Signals, and the exit codes of processes that they end."""

# Runs a function again and again, each time in a new process that sends itself a signal some bytecode instructions of
# the package later than before, until the function ends first.
EVERY_MOMENT = """
import collections, errno, itertools, json, os, pathlib, shutil, signal, sys
from itucovid.cli import output
from itucovid.storage import cache

directory, what, number = pathlib.Path(sys.argv[1]), sys.argv[2], signal.Signals[sys.argv[3]]
signal.signal(number, signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL)
target = directory / "file"
ours = os.path.dirname(os.path.dirname(output.__file__))

def refuse(*_):
    raise OSError(errno.EBUSY, "busy")

def work():
    if what == "cache":
        cache.write_entry(cache.CacheKey("source", (1,), str(directory / "file")), "dataset", ["a value"] * 100)
        return
    if what == "in place":
        os.replace = refuse
    output.write_file(target, ["new", " text"], force=what != "new")

def child(moment):
    def trace(frame, event, _):
        nonlocal moment
        if not frame.f_code.co_filename.startswith(ours):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            moment -= 1
            if moment == 0:
                signal.raise_signal(number)
        return trace

    try:
        sys.settrace(trace)
        work()
        sys.settrace(None)
        status = 0
    except KeyboardInterrupt:
        status = 130
    os._exit(status if moment <= 0 else 99)

states = collections.Counter()
for moment in itertools.count(int(sys.argv[4]), int(sys.argv[5])):
    if what in ("replace", "in place"):
        target.write_text("an old text")
    process = os.fork()
    if not process:
        child(moment)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if status == 99:
        break
    found = sorted((path.name, path.read_text(errors="replace")) for path in directory.iterdir())
    states[json.dumps([status, [[name, text if name == "file" else ""] for name, text in found]])] += 1
    for path in directory.iterdir():
        path.unlink()
print(json.dumps([[json.loads(state), count] for state, count in states.items()]))
"""


STEP = 7  # instructions; with 1, the tests take minutes


def states(directory: Path, what: str, signal: str) -> list[list[Any]]:
    """What is in the directory after a signal at each moment: exit code and files; moments that ended alike."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    first = 1 + [*SIGNALS].index(signal)
    done = subprocess.run(
        [sys.executable, "-c", EVERY_MOMENT, str(directory), what, signal, str(first), str(STEP)],
        env=environment, capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [[state, count] for state, count in json.loads(done.stdout)]


@pytest.mark.parametrize("signal", SIGNALS)
@pytest.mark.parametrize(
    ("what", "contents"),
    [
        pytest.param("new", [[], [["file", "new text"]]], id="new file"),
        pytest.param("replace", [[["file", "an old text"]], [["file", "new text"]]], id="old file"),
        pytest.param("in place", [[["file", "an old text"]], [["file", "new text"]]], id="file that is not replaced"),
        pytest.param("cache", [[], [["file.dataset", ""]]], id="cache"),
    ],
)
def test_a_signal_at_any_moment_leaves_a_complete_file_and_no_other(
    what: str, contents: list[Any], signal: str, tmp_path: Path
) -> None:
    seen = states(tmp_path, what, signal)

    assert sorted(state for state, _ in seen) == sorted([SIGNALS[signal], content] for content in contents)
    assert min(count for _, count in seen) > 1
