from __future__ import annotations

import pytest
from rich.table import Table
from rich.text import Text

from itucovid.terminal import Console
from itucovid.terminal.console import to_text
from itucovid.terminal.wrapping import wrap
from tests.terminal.conftest import screen

ADDRESS = "https://wells.example/" + "a" * 20


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("a few words", ["a few", "words"], id="words"),
        pytest.param("123456789012345", ["1234567890", "12345"], id="a long word"),
        pytest.param("太阳能灯照亮诊所", ["太阳能灯照", "亮诊所"], id="wide letters"),
        pytest.param("a 太阳能灯", ["a 太阳能灯"], id="wide letters after a word"),
        pytest.param("灯 太阳能灯", ["灯 太阳能", "灯"], id="wide letters after a space"),
        pytest.param("太阳能灯光、诊所", ["太阳能灯", "光、诊所"], id="no closing mark begins a line"),
        pytest.param("太阳能灯（诊所）", ["太阳能灯", "（诊所）"], id="no opening mark ends a line"),
        pytest.param("太阳能灯 (A), 诊所", ["太阳能灯", "(A), 诊所"], id="Latin brackets"),
        pytest.param("太阳能SOLAR-1灯", ["太阳能", "SOLAR-1灯"], id="a Latin word is not broken"),
        pytest.param("灯SOLAR-LAMPS-1灯", ["灯", "SOLAR-LAMP", "S-1", "灯"], id="a long Latin word is broken"),
        pytest.param("灯https://灯.example/太阳 灯", ["灯", "https://灯.example/太阳", "灯"], id="address in Chinese"),
        pytest.param(
            "灯https://灯.example/太阳", ["灯", "https://灯.example/太阳"], id="address at the end of Chinese"
        ),
        pytest.param("灯SOLAR-LAMPS-1", ["灯", "SOLAR-LAMP", "S-1"], id="a long Latin word at the end of Chinese"),
        pytest.param("a\n\nb", ["a", "", "b"], id="line breaks"),
        pytest.param("", [""], id="nothing"),
        pytest.param(
            "the «\u00a0one\u00a0»\u202f? two", ["the", "«\u00a0one\u00a0»\u202f?", "two"], id="no-break spaces"
        ),
        pytest.param("one \ue000\ue001 three", ["one \ue000\ue001", "three"], id="characters for private use"),
        pytest.param(f"see {ADDRESS}, (or {ADDRESS})", ["see", f"{ADDRESS},", "(or", f"{ADDRESS})"], id="addresses"),
        pytest.param(f"{'x' * 15} {ADDRESS}", ["x" * 10, "x" * 5, ADDRESS], id="a long word and an address"),
    ],
)
def test_a_text_is_wrapped_but_not_its_addresses(text: str, lines: list[str]) -> None:
    assert [line.plain.rstrip() for line in wrap(Console(), Text(text), 10)] == lines


def test_a_cell_of_a_table_is_wrapped_as_a_text() -> None:
    def view(console: Console) -> None:
        table = Table.grid()
        table.add_column(width=10, overflow="fold")
        table.add_row(to_text("太阳能灯光、诊所 (A)"))
        console.print(table)

    assert screen(view, 20) == "太阳能灯\n光、诊所\n(A)\n"
