"""Registers of any size: the shipped records again and again, the words of their summaries shuffled."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import msgspec

import itucovid
from itucovid.export import Export, render

_SEED = 11_01_2021


def write_scaled(path: Path, size: int) -> None:
    """Write a register of `size` records; the same size gives the same bytes."""
    shipped = itucovid.load()
    words = random.Random(_SEED)  # noqa: S311 - nothing is secret here
    records = []
    for number in range(size):
        record = shipped.initiatives[number % len(shipped.initiatives)]
        shuffled = record.summary.split()
        words.shuffle(shuffled)
        records.append(
            msgspec.structs.replace(record, id=f"{record.id}-{number}", summary=" ".join(shuffled), related=())
        )
    dataset = msgspec.structs.replace(shipped, initiatives=tuple(records))
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(map(str, render("toml", Export(dataset, records))))


if __name__ == "__main__":
    write_scaled(Path(sys.argv[1]), int(sys.argv[2]))
