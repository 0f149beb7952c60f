"""A dataset with one record that has every field and one that has few."""

from __future__ import annotations

from itucovid.dates import PartialDate
from itucovid.fields import Labels
from itucovid.model import (
    Country,
    Document,
    Figure,
    Initiative,
    Language,
    Link,
    Names,
    Organisation,
    Tables,
    Theme,
)

TABLES = Tables(
    document=Document(title="The document", publisher="ITU", date=PartialDate("2021-01-11")),
    themes=(Theme(id="water", title="Water", names=Names(fr="Eau", en="Water"), keywords=("wells",)),),
    organisations=(
        Organisation(id="who", name="World Health Organization", aliases=("WHO", "OMS"), names=Names(fr="Santé")),
        Organisation(id="wb", name="World Bank 1", aliases=("WB",)),
        Organisation(id="short", name="An Organisation", aliases=("A rather longer alias", "AO")),
        Organisation(id="alone", name="Organisation without an alias"),
    ),
    countries={"NER": Country(name="Niger", aliases=("The Niger",), names=Names(es="Níger"))},
    languages={"fr": Language(name="French", aliases=("français",))},
)
LABELS = Labels(TABLES)
FULL = Initiative(
    id="full", theme="water", title="Full", summary="Everything.", kind="event", item=2, aliases=("F1", "F2"),
    start=PartialDate("2020-03"), end=PartialDate("2020-04-01"), date_note="opening", status="ended",
    partners=("who", "Local"), mentions=("who",), people=("A. B.",),
    countries=("NER", "KEN"), regions=("Africa",), languages=("fr", "wo"),
    figures=(Figure(value=15000, label="people", qualifier="over"), Figure(value=2.5, label="tonnes")),
    keywords=("k",), links=(Link(label="L", url="https://a", publisher="P"), Link(label="M", url="https://b")),
    related=("plain",),
)  # fmt: skip
PLAIN = Initiative(id="plain", theme="water", title="Plain", summary="Nothing more.")
