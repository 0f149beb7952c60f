"""Datasets of any size: the bundled records repeated, with the words of their summaries shuffled.

They have no translations: with those in five languages, 100,000 records would exceed the largest file.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import msgspec

import itucovid
from itucovid.dataset import Dataset

_SEED = 11_01_2021


def write_scaled(path: Path, size: int) -> None:
    """Write a dataset of `size` records, as TOML or JSON Lines by its suffix; the same size gives the same bytes."""
    bundled = itucovid.load()
    words = random.Random(_SEED)  # noqa: S311 - not for cryptography
    records = []
    for number in range(size):
        record = bundled.initiatives[number % len(bundled)]
        shuffled = (record.summary or "").split()
        words.shuffle(shuffled)
        records.append(
            msgspec.structs.replace(
                record, id=f"{record.id}-{number}", summary=" ".join(shuffled), related=(), translations={}
            )
        )
    path.write_bytes(Dataset(bundled.contents, records).export("jsonl" if path.suffix == ".jsonl" else "toml"))


if __name__ == "__main__":
    write_scaled(Path(sys.argv[1]), int(sys.argv[2]))
