"""Whole processes, timed side by side."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from tests.pseudo_terminal import open_terminal, receive

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Cost(NamedTuple):
    """What one process took: seconds of time, and bytes of memory at its height."""

    seconds: float
    memory: int


class Command(NamedTuple):
    """A process to be timed: its arguments, the environment beside the usual one, and whether it gets a terminal."""

    arguments: Sequence[str]
    environment: Mapping[str, str] = {}
    terminal: bool = False


def run(command: Command) -> Cost:
    """Run a process to its end."""
    environment = {**os.environ, **command.environment}
    leader, follower = open_terminal() if command.terminal else (None, subprocess.DEVNULL)
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the commands are this project's own
        command.arguments, stdout=follower, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=environment
    )
    if leader is not None:
        os.close(follower)
        while receive(leader):
            pass
        os.close(leader)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{command.arguments} ended with {process.returncode}")
    return Cost(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def interleaved(commands: Mapping[str, Command], rounds: int) -> dict[str, list[Cost]]:
    """Run each command once a round, so that a busy moment of the machine meets all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(command))
    return costs


def median(costs: Sequence[Cost]) -> float:
    """The median time in seconds."""
    return statistics.median(cost.seconds for cost in costs)


def spread(costs: Sequence[Cost]) -> float:
    """Half the distance between the quartiles, in seconds."""
    if len(costs) < 2:  # noqa: PLR2004 - one run has no spread
        return 0.0
    first, _, third = statistics.quantiles([cost.seconds for cost in costs], n=4)
    return (third - first) / 2
