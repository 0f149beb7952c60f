"""The command line on a dataset of three records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Invoke

THREE_RECORDS = """
[[themes]]
id = "water"
title = "Clean water"

[[themes]]
id = "energy"
title = "Energy"

[[organisations]]
id = "who"
name = "World Health Organization"
aliases = ["WHO"]

[countries]
NER = { name = "Niger" }

[languages]
fr = { name = "French" }

[[initiatives]]
id = "wells"
theme = "water"
title = "New wells"
summary = "Over 1,200 wells in Niger."
kind = "programme"
start = 2020-03-01
end = "2020-05"
partners = ["who"]
countries = ["NER"]
languages = ["fr"]
figures = [{ label = "wells", value = 1200, qualifier = "over" }]
links = [{ label = "About", url = "https://wells.example/", publisher = "Wells" }]

[[initiatives]]
id = "lamps"
theme = "energy"
title = "Solar lamps"
summary = "Lamps for clinics, chosen by the WHO."
kind = "campaign"
start = "2019"

[[initiatives]]
id = "pumps"
theme = "water"
title = "Pump repair"
summary = "Spare parts\\tfor pumps."
kind = "programme"
"""
WELLS = "wells\twater\t2020-03-01\tNew wells\n"
LAMPS = "lamps\tenergy\t2019\tSolar lamps\n"
PUMPS = "pumps\twater\t\tPump repair\n"
WELLS_IN_FULL = """\
id	wells
theme	water
theme_title	Clean water
title	New wells
summary	Over 1,200 wells in Niger.
kind	programme
start	2020-03-01
end	2020-05
partners	who
partner_names	World Health Organization
countries	NER
country_names	Niger
languages	fr
language_names	French
figure_qualifiers	over
figure_values	1200
figure_labels	wells
links	https://wells.example/
link_labels	About
link_publishers	Wells
"""
PUMPS_IN_FULL = """\
id	pumps
theme	water
theme_title	Clean water
title	Pump repair
summary	Spare parts for pumps.
kind	programme
"""


@pytest.fixture
def small(
    invoke: Invoke, dataset_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Invoke:
    """Run a command line on the three records, in a directory with nothing else."""
    dataset_file(THREE_RECORDS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ITUCOVID_DATA", "own.toml")
    return invoke
