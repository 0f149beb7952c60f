from __future__ import annotations

import pytest

from itucovid.storage.importing.packed import PackedList
from itucovid.storage.importing.report import CellNote


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 3000])
def test_a_packed_list_has_its_items_in_order_and_can_be_read_again(size: int) -> None:
    items = [
        CellNote(number, "Début", f"'\N{OGHAM LETTER BEITH}{number}'", new_id=str(number)) for number in range(size)
    ]
    packed = PackedList(CellNote)
    for item in items:
        packed.append(item)
    assert (len(packed), [*packed], [*packed]) == (size, items, items)
    packed.append(CellNote(size, "Start", "one more"))
    assert [*packed] == [*items, CellNote(size, "Start", "one more")]
