"""List themes."""

from __future__ import annotations

import json

from tests.conftest import Invoke


def test_themes_writes_one_line_per_theme_to_a_pipe(small: Invoke) -> None:
    assert small("themes") == (0, b"water\t2\tClean water\nenergy\t1\tEnergy\n", "")


def test_json_has_the_themes_with_their_number_of_records(small: Invoke) -> None:
    names = dict.fromkeys(("ar", "zh", "en", "fr", "ru", "es"))

    assert json.loads(small("themes", "--json").stdout) == [
        {"id": "water", "title": "Clean water", "names": names, "keywords": [], "records": 2},
        {"id": "energy", "title": "Energy", "names": names, "keywords": [], "records": 1},
    ]
