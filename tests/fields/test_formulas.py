"""Escaping what a spreadsheet could run as a formula."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from itucovid.fields import escape_formulas, unescape_formulas


@given(text=st.text("=+-@'\"; ,|\t\r\n＝a", max_size=10))
def test_apostrophes_before_formulas_can_be_removed_again(text: str) -> None:
    escaped = escape_formulas(text)
    assert unescape_formulas(escaped) == text
    cells = re.split("[;,|\t\r\n]", escaped)
    assert [cell for cell in cells if re.match('[ "]*[-=+@＝]', cell)] == []
