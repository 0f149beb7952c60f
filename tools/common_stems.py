"""Write src/itucovid/search/common_stems.bin: `python -m tools.common_stems DIRECTORY` (`--check` only compares).

DIRECTORY is the folder `spellchecker/resources` of pyspellchecker 0.9.1 (MIT licence), with its word frequencies.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from itucovid.search.vocabulary import COMMON_STEMS_SIZE, common_stem_bits
from itucovid.text import is_alphabetic, normalize, stem

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).resolve().parent.parent / "src" / "itucovid" / "search" / "common_stems.bin"

COUNTS = {"en": 20_000, "es": 20_000, "fr": 20_000, "ru": 20_000, "ar": 10_000}
"""How many words of each language are common."""

MIN_LENGTH, MAX_LENGTH = 4, 12
MIN_STEM_LENGTH = 3


def common_words(folder: Path, language: str) -> Iterator[str]:
    """The commonest words of a language, normalized."""
    frequencies: dict[str, int] = json.loads(gzip.decompress((folder / f"{language}.json.gz").read_bytes()))
    words = [word for word in frequencies if MIN_LENGTH <= len(word) <= MAX_LENGTH and word.isalpha()]
    words.sort(key=lambda word: (-frequencies[word], word))
    yield from map(normalize, words[: COUNTS[language]])


def main() -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(prog="python -m tools.common_stems", description="Write the common stems.")
    parser.add_argument("folder", type=Path, metavar="DIRECTORY")
    parser.add_argument("--check", action="store_true", help="only compare")
    options = parser.parse_args()
    stems = {stem(word) for language in COUNTS for word in common_words(options.folder, language)}
    content = bytearray(COMMON_STEMS_SIZE)
    for one in stems:
        if len(one) >= MIN_STEM_LENGTH and is_alphabetic(one):
            for bit in common_stem_bits(one):
                content[bit // 8] |= 1 << bit % 8
    if options.check:
        return int(content != TARGET.read_bytes())
    TARGET.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
