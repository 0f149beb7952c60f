"""Where keys and values stand in a TOML text, be it written as it may."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itucovid.storage.toml_positions import Positions

if TYPE_CHECKING:
    from itucovid.storage.toml_positions import Path as Way

SCALARS = st.sampled_from(
    ["1", "-1.5e3", "true", "1979-05-27 07:32:00", '""', '"a # b"', r'"\"] = \\"', "'[[x]]'", "'\\'", '""""""',
     '"""\n[[x]]\ny = "z"\n"""', '"""a""""', '"""\\\n ""\\""""""', "'''\n]] = '' # é\n'''", "'''a'''''", "''"]
)  # fmt: skip
BLANKS = st.sampled_from(["", " ", "\n", "\t# ], [[x]]\n", "\r\n\n  "])
KEYS: dict[str, Way] = {
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
    """Writes TOML of any form that `draw` chooses, and remembers where each key and value came to stand."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.places: dict[Way, int] = {}

    def header(self, text: str, *ways: Way) -> None:
        self.text += self.draw(BLANKS) + "\n"
        self.places |= dict.fromkeys(ways, len(self.text))
        self.text += f"{text}\n"

    def pairs(self, way: Way, end: str, depth: int) -> None:
        keys = self.draw(st.lists(st.sampled_from([*KEYS]), unique=True, max_size=3))
        for number, key in enumerate(keys, 1):
            for length in range(len(KEYS[key])):
                self.places.setdefault((*way, *KEYS[key][: length + 1]), len(self.text))
            self.text += key + self.draw(st.sampled_from(["=", " =\t"]))
            self.value((*way, *KEYS[key]), depth)
            self.text += end if number < len(keys) or end == "\n" else ""

    def value(self, way: Way, depth: int) -> None:
        form = self.draw(st.sampled_from(["scalar", "array", "table"] if depth else ["scalar"]))
        if form == "scalar":
            self.text += self.draw(SCALARS)
        elif form == "table":
            self.text += "{ "
            self.pairs(way, " , ", depth - 1)
            self.text += " }"
        else:
            self.text += "["
            for index in range(self.draw(st.integers(0, 3))):
                self.text += self.draw(BLANKS)
                self.places[(*way, index)] = len(self.text)
                self.value((*way, index), depth - 1)
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


@given(documents())
def test_every_key_and_value_of_any_toml_is_found_where_it_stands(written: Writer) -> None:
    tables = tomllib.loads(written.text)
    for way, at in written.places.items():
        value: Any = tables
        for step in way:
            value = value[step]  # the way is one of this text, or this raises
        before = written.text[:at].split("\n")
        assert (way, Positions(written.text).find(way)) == (way, (len(before), len(before[-1]) + 1))


@pytest.mark.parametrize(
    ("way", "place"),
    [
        pytest.param(("a", 0, "missing"), (2, 1), id="missing from a table"),
        pytest.param(("a", 0, "list", 1, "missing"), (3, 12), id="missing from an inline table"),
        pytest.param(("missing",), (1, 1), id="missing from the file"),
        pytest.param(("t",), (4, 1), id="named by a header below it alone"),
    ],
)
def test_what_stands_nowhere_has_the_place_of_what_is_around_it(way: Way, place: tuple[int, int]) -> None:
    text = "# one\n[[a]]\nlist = [1, { b = 2 }]\n[t.u.v]\n[t.w]\n"
    assert Positions(text).find(way) == place
