"""Everything that can go wrong, each cause a class with the exit status it ends in.

Code below the command line only raises; `itucovid.cli` catches `ItucovidError` in one place, prints
its message and leaves with its `exit_status`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from itucovid.faults import Fault


class ItucovidError(Exception):
    """Base of every error that this package raises on purpose.

    The message is for a person: what is wrong, where, and what to do about it.
    """

    exit_status = 2


class NothingFound(ItucovidError):
    """A search without a hit, or an id that no record has."""

    exit_status = 1


class BadRequest(ItucovidError):
    """An option or argument that makes no sense, alone or beside another."""


class UnknownValue(BadRequest):
    """A name that fits nothing, or more than one thing, where one of a known set was meant."""

    def __init__(self, what: str, value: str, *, nearest: Sequence[str] = (), known: Sequence[str] = ()) -> None:
        hint = ""
        if nearest:
            hint = f"; did you mean {_either(nearest)}?"
        elif known:
            hint = f"; there is {', '.join(known)}"
        super().__init__(f"unknown {what} {value!r}{hint}")


class AmbiguousValue(BadRequest):
    """The beginning of more than one name where one was meant."""

    def __init__(self, what: str, value: str, candidates: Sequence[str]) -> None:
        super().__init__(f"{what} {value!r} fits more than one: {', '.join(candidates)}")


class UnknownRecord(NothingFound, KeyError):
    """An id that no record of a dataset has; as a `KeyError` too, for it comes from `dataset[id]`."""

    __str__ = Exception.__str__  # KeyError's own puts the message in quotes

    def __init__(self, id_: object, *, nearest: Sequence[str] = ()) -> None:
        super().__init__(f"no record {id_!r}" + (f"; did you mean {_either(nearest)}?" if nearest else ""))


class BadDataset(ItucovidError):
    """A dataset file that cannot be read, or that breaks a rule of the model.

    `faults` holds what is wrong, in the order of the file; the error's own text is that, a line each.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class OutOfMemory(ItucovidError):
    """A register for which the memory does not suffice."""

    def __init__(self) -> None:
        super().__init__("the memory that there is does not suffice for this register")


class OutputFailed(ItucovidError):
    """An export that could not be written where it was asked for."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


def _either(names: Sequence[str]) -> str:
    """'a', 'a or b', 'a, b or c'."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
