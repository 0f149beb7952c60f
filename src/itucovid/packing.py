"""Many lists of small numbers as two flat arrays, to be used where they lie."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Lists(Sequence[Sequence[int]]):
    """Many lists of numbers that lie one after the other."""

    def __init__(self, numbers: memoryview, ends: memoryview) -> None:
        self._numbers = numbers
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> Sequence[int]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[int]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[int] | Sequence[Sequence[int]]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return self._numbers[self._ends[place] : self._ends[place + 1]]


class Units(Mapping[str, Sequence[int]]):
    """For each word its units, looked up by its place among the words."""

    def __init__(self, forms: list[str], units: Lists) -> None:
        self._places = dict(zip(forms, range(len(forms)), strict=True))
        self._units = units

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, form: object) -> bool:
        return form in self._places

    def __getitem__(self, form: str) -> Sequence[int]:
        return self._units[self._places[form]]


def packed(lists: Iterable[Iterable[int]]) -> tuple[bytes, bytes]:
    """Lists as the bytes of their numbers and of where each of them ends."""
    numbers, ends = array("I"), array("I", [0])
    for one in lists:
        numbers.extend(one)
        ends.append(len(numbers))
    return numbers.tobytes(), ends.tobytes()
