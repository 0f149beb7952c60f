"""The position of every key and value in a TOML text."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.storage.toml_positions import Positions

if TYPE_CHECKING:
    from itucovid.storage.toml_positions import KeyPath

SCALARS = st.sampled_from(
    ["1", "-1.5e3", "true", "1979-05-27 07:32:00", '""', '"a # b"', r'"\"] = \\"', "'[[x]]'", "'\\'", '""""""',
     '"""\n[[x]]\ny = "z"\n"""', '"""a""""', '"""\\\n ""\\""""""', "'''\n]] = '' # é\n'''", "'''a'''''", "''"]
)  # fmt: skip
BLANKS = st.sampled_from(["", " ", "\n", "\t# ], [[x]]\n", "\r\n\n  "])
KEYS: dict[str, KeyPath] = {
    "k": ("k",),
    '"k k"': ("k k",),
    "'k.[k]'": ("k.[k]",),
    r'"\u00e9\""': ('é"',),
    '""': ("",),
    "d.e": ("d", "e"),
    "d . 'f'": ("d", "f"),
    "-1": ("-1",),
}


class Writer:
    """Writes TOML in any form that `draw` chooses, and records the offset of each key and value."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.offsets: dict[KeyPath, int] = {}

    def header(self, text: str, *paths: KeyPath) -> None:
        self.text += self.draw(BLANKS) + "\n"
        self.offsets |= dict.fromkeys(paths, len(self.text))
        self.text += f"{text}\n"

    def pairs(self, path: KeyPath, end: str, depth: int) -> None:
        keys = self.draw(st.lists(st.sampled_from([*KEYS]), unique=True, max_size=3))
        for number, key in enumerate(keys, 1):
            for length in range(len(KEYS[key])):
                self.offsets.setdefault((*path, *KEYS[key][: length + 1]), len(self.text))
            self.text += key + self.draw(st.sampled_from(["=", " =\t"]))
            self.value((*path, *KEYS[key]), depth)
            self.text += end if number < len(keys) or end == "\n" else ""

    def value(self, path: KeyPath, depth: int) -> None:
        form = self.draw(st.sampled_from(["scalar", "array", "table"] if depth else ["scalar"]))
        if form == "scalar":
            self.text += self.draw(SCALARS)
        elif form == "table":
            self.text += "{ "
            self.pairs(path, " , ", depth - 1)
            self.text += " }"
        else:
            self.text += "["
            for index in range(self.draw(st.integers(0, 3))):
                self.text += self.draw(BLANKS)
                self.offsets[(*path, index)] = len(self.text)
                self.value((*path, index), depth - 1)
                self.text += self.draw(BLANKS) + ","
            self.text += self.draw(BLANKS) + "]"


@st.composite
def documents(draw: st.DrawFn) -> Writer:
    writer = Writer(draw)
    writer.pairs((), "\n", 2)
    writer.header("[ t . u ] # [x]", ("t", "u"))
    writer.pairs(("t", "u"), "\n", 2)
    writer.header("[[a]]", ("a",), ("a", 0))
    writer.pairs(("a", 0), "\n", 2)
    writer.header("[[a]]", ("a", 1))
    writer.pairs(("a", 1), "\n", 2)
    writer.header("[a.'s s']", ("a", 1, "s s"))
    writer.pairs(("a", 1, "s s"), "\n", 1)
    writer.header("[[ a.b ]]", ("a", 1, "b"), ("a", 1, "b", 0))
    writer.header('[[a."b"]]', ("a", 1, "b", 1))
    writer.pairs(("a", 1, "b", 1), "\n", 1)
    return writer


@pytest.mark.slow
@given(documents())
def test_every_key_and_value_of_any_toml_text_has_its_line_and_column(written: Writer) -> None:
    tables = tomllib.loads(written.text)
    positions = Positions(written.text)
    for path, offset in written.offsets.items():
        value: Any = tables
        for key in path:
            value = value[key]  # raises if the path is not one of this text
        before = written.text[:offset].split("\n")
        assert (path, positions.find(path)) == (path, (len(before), len(before[-1]) + 1))


@pytest.mark.parametrize(
    ("path", "position"),
    [
        pytest.param((), (1, 1), id="the file"),
        pytest.param(("a", 0, "missing"), (2, 1), id="missing from a table"),
        pytest.param(("a", 0, "list", 1, "missing"), (3, 12), id="missing from an inline table"),
        pytest.param(("missing",), (1, 1), id="missing from the file"),
        pytest.param(("t",), (4, 1), id="only in the header of a subtable"),
    ],
)
def test_a_missing_key_has_the_position_of_the_table_around_it(path: KeyPath, position: tuple[int, int]) -> None:
    text = "# one\n[[a]]\nlist = [1, { b = 2 }]\n[t.u.v]\n[t.w]\n"
    assert Positions(text).find(path) == position


@pytest.mark.parametrize(
    ("text", "path", "position"),
    [
        pytest.param(f"\na{'.a' * 20} = 1", ("a",) * 21, (2, 1), id="dotted key"),
        pytest.param(f"\n[a{'.a' * 20}]\nb = 1", (*("a",) * 21, "b"), (2, 1), id="header"),
        pytest.param(f"\na = {'[' * 20}{']' * 20}", ("a", *(0,) * 20), (2, 20), id="nested arrays"),
    ],
)
def test_positions_deeper_than_16_levels_are_those_of_level_16(
    text: str, path: KeyPath, position: tuple[int, int]
) -> None:
    assert Positions(text).find(path) == position
