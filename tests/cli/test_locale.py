"""--locale: titles and names in another language, on a dataset that is partly translated into two."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from itucovid import FormatName, __version__, load
from itucovid.export.formats import FORMATS
from tests.conftest import Invoke

DATASET = """
[dataset]
title = "Projects"
language = "en"

[document]
title = "A report"
publisher = "The Union"
language = "en"

[[themes]]
id = "water"
title = "Clean water"
names = { fr = "Eau propre", ar = "المياه النظيفة" }

[[themes]]
id = "energy"
title = "Energy"

[[organisations]]
id = "who"
name = "World Health Organization"
aliases = ["WHO"]
names = { fr = "Organisation mondiale de la Santé" }

[[organisations]]
id = "acme"
name = "Acme"

[countries.NER]
name = "The Niger"

[regions.coast]
title = "The Coast"
names = { fr = "La Côte" }

[languages.ms]
name = "Bahasa"
names = { fr = "bahasa" }

[[initiatives]]
id = "wells"
theme = "water"
title = "New wells"
summary = "Wells."
kind = "event"
item = 1
start = 2020-03-01
partners = ["who", "acme"]
countries = ["NER", "KEN"]
regions = ["coast", "africa", "Asia"]
languages = ["ms", "sw"]
related = ["lamps"]
translations.fr = { title = "Puits neufs", keywords = ["forage"] }
translations.ar = { title = "آبار جديدة" }

[[initiatives]]
id = "lamps"
theme = "energy"
title = "Solar lamps"
translations.fr = { title = "Lampes solaires" }

[[initiatives]]
id = "aid"
theme = "water"
title = "Aid"
"""


@pytest.fixture
def small(
    invoke: Invoke, dataset_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Invoke:
    dataset_file(DATASET)
    monkeypatch.chdir(tmp_path)
    return partial(invoke, env={"ITUCOVID_DATA": "own.toml"})


WELLS_IN_FRENCH = """\
id	wells
theme	water
theme_title	Eau propre
title	Puits neufs
summary	Wells.
kind	event
item	1
start	2020-03-01
partners	who
partners	acme
partner_names	Organisation mondiale de la Santé
partner_names	Acme
countries	NER
countries	KEN
country_names	Niger
country_names	Kenya
regions	coast
regions	africa
regions	Asia
region_names	La Côte
region_names	Afrique
region_names	Asie
languages	ms
languages	sw
language_names	bahasa
language_names	swahili
related	lamps
source	The Union, Clean water, item 1
"""
WELLS_IN_ARABIC_AS_TEXT = """\
آبار جديدة
المياه النظيفة · event

Wells.

Original title  New wells
When            1 March 2020
Partners        World Health Organization (WHO); Acme
Countries       النيجر، كينيا
Regions         The Coast، أفريقيا، آسيا
Languages       الماليزية، السواحلية
Related         lamps  Solar lamps
Source          The Union: A report, Clean water, item 1
Id              wells

Titles and names are in Arabic where the dataset has them; other texts are not
translated.
"""


@pytest.mark.parametrize(
    ("command", "output"),
    [
        pytest.param(
            "list --locale fr",
            "wells\twater\t2020-03-01\tPuits neufs\nlamps\tenergy\t\tLampes solaires\naid\twater\t\tAid\n",
            id="list",
        ),
        pytest.param(
            "list --locale ar",
            "wells\twater\t2020-03-01\tآبار جديدة\nlamps\tenergy\t\tSolar lamps\naid\twater\t\tAid\n",
            id="no character is added to a line",
        ),
        pytest.param(
            "list --locale fr --sort title --fields title", "Aid\nLampes solaires\nPuits neufs\n",
            id="sorted by the titles that are shown",
        ),
        pytest.param("list --sort title --fields title", "Aid\nNew wells\nSolar lamps\n", id="no locale"),
        pytest.param(
            "list --locale fr --by theme --fields theme_title",
            "water\tEau propre\nwater\tEau propre\nenergy\tEnergy\n",
            id="groups",
        ),
        pytest.param("list --locale fr -t eau -p organisation -c niger -l swahili --fields id", "wells\n", id="filter"),
        pytest.param("show wells --locale fr", WELLS_IN_FRENCH, id="show"),
        pytest.param("show wells --locale ar --text", WELLS_IN_ARABIC_AS_TEXT, id="show as text"),
        pytest.param("show آبار --locale ar --text", WELLS_IN_ARABIC_AS_TEXT, id="found by a translated title"),
        pytest.param("themes --locale fr", "water\t2\tEau propre\nenergy\t1\tEnergy\n", id="themes"),
        pytest.param(
            "stats --by partner --locale fr",
            "acme\t1\tAcme\nwho\t1\tOrganisation mondiale de la Santé\n\t2\tno partner\n",
            id="stats",
        ),
        pytest.param("timeline --locale fr", "2020-03-01\t\twells\twater\tPuits neufs\n", id="timeline"),
        pytest.param("search wells --locale fr --fields id,title", "wells\tPuits neufs\n", id="search"),
        pytest.param(
            "export --locale fr --fields title,theme_title",
            "title,theme_title\r\nPuits neufs,Eau propre\r\nLampes solaires,Energy\r\nAid,Eau propre\r\n",
            id="CSV",
        ),
        pytest.param(
            "export -f tsv --locale fr --fields title,partner_names --explode partners wells",
            "title\tpartner_names\nPuits neufs\tOrganisation mondiale de la Santé\nPuits neufs\tAcme\n",
            id="TSV",
        ),
        pytest.param(
            "export -f hxl --locale ar --fields title,region_names wells",
            "title,region_names\r\n#activity+name,#region+name+list\r\nآبار جديدة,The Coast; أفريقيا; آسيا\r\n",
            id="HXL",
        ),
        pytest.param(
            "export -f markdown --locale ar --fields title,theme_title wells",
            "| Title | Theme |\n| --- | --- |\n| آبار جديدة | المياه النظيفة |\n",
            id="Markdown",
        ),
        pytest.param(
            "cite wells",
            'The Union: A report, "Clean water", item 1 (as summarised in the dataset "Projects", '
            'record "New wells")\n',
            id="a citation is in the language of the document",
        ),
    ],
)  # fmt: skip
def test_titles_and_names_are_in_the_language_where_the_dataset_has_them(
    small: Invoke, command: str, output: str
) -> None:
    done = small(*command.split())
    assert (done.exit_code, done.stdout) == (0, output)


LONG_MARKDOWN = f"""\
# Projects

1 of 3 records

Titles and names are in French where the dataset has them; other texts are not translated.

Source: The Union: A report

## Eau propre

### Puits neufs

Wells.

- Original title: New wells
- Kind: event
- When: 1 March 2020
- Partners: Organisation mondiale de la Santé; Acme
- Countries: Niger; Kenya
- Regions: La Côte; Afrique; Asie
- Languages: bahasa; swahili
- Source: The Union, Clean water, item 1

---

Dataset: Projects

Note: Titles and names are in French where the dataset has them; other texts are not translated.

Made with: itucovid {__version__}

Command: itucovid export wells \\--format markdown \\--long \\--data own.toml \\--locale fr
"""


def test_a_document_says_the_command_that_gives_it(small: Invoke) -> None:
    done = small("export", "wells", "-f", "markdown", "--long", "--locale", "fr-CA")
    assert done.stdout == LONG_MARKDOWN


@pytest.mark.parametrize(
    "command",
    [
        "list --json --sort title", "list --json --by theme", "list --json --fields theme_title,title",
        "show wells --json", "search forage --json", "themes --json", "stats --by partner --json", "timeline --json",
        *(f"export --sort title -f {name}" for name, format_ in FORMATS.items() if not format_.is_translated),
    ],
)  # fmt: skip
def test_what_contains_all_translations_or_cites_is_the_same_in_every_language(small: Invoke, command: str) -> None:
    plain, french = small(*command.split()), small(*command.split(), "--locale", "fr")
    assert plain.exit_code == 0
    assert french == plain


@pytest.mark.parametrize("format_", [name for name, format_ in FORMATS.items() if format_.is_translated])
def test_other_formats_are_those_of_the_library(small: Invoke, format_: FormatName) -> None:
    done = small("export", "-f", format_, "--locale", "fr", "--sort", "title")
    assert done.stdout_bytes == load("own.toml").localised("fr").export(format_, sort="title")
    assert done.stdout_bytes != small("export", "-f", format_, "--sort", "title").stdout_bytes


@pytest.mark.parametrize("locale", ["en", "English", "en-GB"])
def test_the_own_language_of_the_dataset_changes_nothing(small: Invoke, locale: str) -> None:
    assert small("export", "-f", "html", "--locale", locale) == small("export", "-f", "html")


@pytest.mark.parametrize("locale", ["fr", "fr-CA", "fr_FR", "fra", "FR", "French", "français", "fre"])
def test_a_locale_is_a_code_a_tag_or_a_name_of_a_language(small: Invoke, locale: str) -> None:
    assert small("list", "wells", "--fields", "title", "--locale", locale).stdout == "Puits neufs\n"


@pytest.mark.parametrize("options", ["", "--json"])
@pytest.mark.parametrize("command", ["list", "show wells", "search wells", "themes", "stats", "timeline"])
def test_an_unknown_locale_is_an_error_with_the_choices(small: Invoke, command: str, options: str) -> None:
    done = small(*command.split(), *options.split(), "--locale", "zh")
    assert done == (2, b"", "error: unknown locale 'zh'; choose from en, ar, fr\n")


@pytest.mark.parametrize("format_", ["csv", "toml", "ris"])
def test_an_unknown_locale_is_an_error_of_an_export_in_any_format(small: Invoke, format_: str) -> None:
    done = small("export", "-f", format_, "--locale", "x y")
    assert done == (2, b"", "error: unknown locale 'x y'; choose from en, ar, fr\n")


def test_a_note_names_places_in_the_language(small: Invoke) -> None:
    done = small("list", "-c", "africa", "--fields", "id", "--locale", "fr")
    assert done.stdout == "wells\n"
    other = small("list", "-c", "eastern-africa", "--fields", "id", "--locale", "fr")
    assert other.stderr == ("no record names Afrique orientale itself; 1 record names a place in it (Kenya)\n")
