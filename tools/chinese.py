"""Write src/itucovid/chinese.txt: `python -m tools.chinese` (`--check` only compares).

The two lines of the file are the common traditional Chinese characters (the first level of Big5) that differ in
simplified Chinese, and their simplified forms by the transform Hant-Hans of Unicode CLDR. `uconv` of ICU applies it
(Debian: icu-devtools). The licence is that of places.json.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src" / "itucovid" / "chinese.txt"
# Big5 level 1: lead bytes A4 to C6, up to C67E.
FIRST, LAST = 0xA440, 0xC67E


def chinese_text() -> str:
    """The content of chinese.txt."""
    codes = (code.to_bytes(2, "big") for code in range(FIRST, LAST + 1))
    traditional = "".join(code.decode("big5", "ignore") for code in codes)
    # The decoder may give an ASCII character for the second byte of an invalid code.
    traditional = "".join(character for character in traditional if not character.isascii())
    command = ["uconv", "-x", "Hant-Hans"]
    converted = subprocess.run(  # noqa: S603 - a fixed command
        command, input=traditional.encode(), capture_output=True, check=True
    ).stdout.decode()
    pairs = [pair for pair in zip(traditional, converted, strict=True) if pair[0] != pair[1]]
    return "".join("".join(line) + "\n" for line in zip(*pairs, strict=True))


def main() -> int:
    """Write or check the file; return 1 if it differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.chinese", description="Write src/itucovid/chinese.txt.")
    parser.add_argument("--check", action="store_true", help="only compare")
    if parser.parse_args().check:
        return int(TARGET.read_text(encoding="utf-8") != chinese_text())
    TARGET.write_text(chinese_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
