import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pycountry
import pytest
from tools.places import TARGET, WORDS, words_text

from itucovid import places

SIX = ["en", "fr", "es", "ar", "ru", "zh"]
COUNTRIES = places.countries()
REGIONS = places.regions()
LANGUAGES = places.languages()

# M49 has two kinds of regions: those that divide the world, and groupings across them.
GROUPINGS = {"north-america", "latin-america-and-the-caribbean", "sub-saharan-africa"}
SUBREGIONS = {
    "africa": {"northern-africa", "eastern-africa", "middle-africa", "southern-africa", "western-africa"},
    "americas": {"northern-america", "caribbean", "central-america", "south-america"},
    "asia": {"central-asia", "eastern-asia", "south-eastern-asia", "southern-asia", "western-asia"},
    "europe": {"eastern-europe", "northern-europe", "southern-europe", "western-europe"},
    "oceania": {"australia-and-new-zealand", "melanesia", "micronesian-region", "polynesia"},
}


def folded(name: str) -> str:
    """A name without case, marks, blanks and punctuation."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name.casefold())))


def shared(names_by_key: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """The folded names that stand under several keys."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for key, names in names_by_key.items():
        for name in names:
            keys[folded(name)].add(key)
    return {name: found for name, found in keys.items() if len(found) > 1}


# Codes


def test_countries_are_those_of_iso_3166_1() -> None:
    assert {(country.code, country.alpha_2, country.numeric) for country in COUNTRIES.values()} == {
        (country.alpha_3, country.alpha_2, country.numeric) for country in pycountry.countries
    }


def test_languages_of_two_letters_are_those_of_iso_639_1() -> None:
    known = {language.alpha_2: language for language in pycountry.languages if hasattr(language, "alpha_2")}
    found = {code: language for code, language in LANGUAGES.items() if len(code) == 2}
    assert {code: language.alpha_3 for code, language in found.items()} == {
        code: language.alpha_3 for code, language in known.items()
    }
    assert {code: language.bibliographic for code, language in found.items()} == {
        code: getattr(language, "bibliographic", "") for code, language in known.items()
    }


def test_languages_of_three_letters_are_of_iso_639_3_and_have_no_code_of_two() -> None:
    found = [code for code in LANGUAGES if len(code) == 3]
    assert len(found) > 400
    for code in found:
        known = pycountry.languages.get(alpha_3=code)
        assert known is not None, code
        assert not hasattr(known, "alpha_2"), code
        assert LANGUAGES[code].alpha_3 == code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("KEN", "KEN"),
        ("ken", "KEN"),
        ("KE", "KEN"),
        (" ke ", "KEN"),
        ("404", "KEN"),
        ("004", "AFG"),
        ("4", "AFG"),
        ("BRZ", None),
        ("UK", None),
        ("XK", None),
        ("014", None),
        ("0", None),
        ("", None),
        ("٤٠٤", None),
    ],
)
def test_country_code_for_any_iso_3166_1_code(code: str, expected: str | None) -> None:
    assert places.country_code(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("fil", "fil"),
        ("pt-BR", "pt"),
        ("zh_Hant", "zh"),
        (" en ", "en"),
        ("xx", None),
        ("", None),
        ("und", None),
        ("mul", None),
    ],
)
def test_language_code_for_any_iso_639_code_or_tag(code: str, expected: str | None) -> None:
    assert places.language_code(code) == expected


def test_unknown_codes_have_no_entry() -> None:
    assert places.country("ke") is None
    assert places.region("atlantis") is None
    assert places.language("xx") is None
    assert places.regions_of("XXX") == ()


# Regions


def test_regions_are_those_of_m49_in_the_order_of_their_codes() -> None:
    assert set(REGIONS) == {"world", *SUBREGIONS, *set().union(*SUBREGIONS.values()), *GROUPINGS}
    assert len({region.code for region in REGIONS.values()}) == len(REGIONS)
    assert list(REGIONS) == sorted(REGIONS, key=lambda id_: REGIONS[id_].code)


def test_world_has_every_country() -> None:
    assert set(REGIONS["world"].countries) == set(COUNTRIES)


@pytest.mark.parametrize("code", sorted(set(COUNTRIES) - {"ATA"}))
def test_country_is_in_one_subregion_of_one_continent(code: str) -> None:
    found = set(places.regions_of(code)) - GROUPINGS - {"world"}
    assert len(found) == 2
    (continent,) = found & set(SUBREGIONS)
    assert found - {continent} <= SUBREGIONS[continent]


def test_antarctica_is_in_the_world_only() -> None:
    assert places.regions_of("ATA") == ("world",)


@pytest.mark.parametrize(
    ("id_", "parts"),
    [
        *SUBREGIONS.items(),
        ("sub-saharan-africa", SUBREGIONS["africa"] - {"northern-africa"}),
        ("latin-america-and-the-caribbean", SUBREGIONS["americas"] - {"northern-america"}),
        ("north-america", SUBREGIONS["americas"] - {"south-america"}),
    ],
)
def test_region_has_the_countries_of_its_subregions(id_: str, parts: set[str]) -> None:
    assert REGIONS[id_].countries == tuple(sorted(code for part in parts for code in REGIONS[part].countries))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("KEN", ("eastern-africa", "sub-saharan-africa", "africa", "world")),
        ("SDN", ("northern-africa", "africa", "world")),
        ("BRA", ("south-america", "latin-america-and-the-caribbean", "americas", "world")),
        ("JAM", ("caribbean", "north-america", "latin-america-and-the-caribbean", "americas", "world")),
        ("USA", ("northern-america", "north-america", "americas", "world")),
        ("KAZ", ("central-asia", "asia", "world")),
        ("CYP", ("western-asia", "asia", "world")),
        ("RUS", ("eastern-europe", "europe", "world")),
        ("FSM", ("micronesian-region", "oceania", "world")),
        ("TWN", ("eastern-asia", "asia", "world")),
    ],
)
def test_regions_of_country_smallest_first(code: str, expected: tuple[str, ...]) -> None:
    assert places.regions_of(code) == expected


# Names


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("NER", ["Niger", "Niger", "Níger", "النيجر", "Нигер", "尼日尔"]),
        ("UZB", ["Uzbekistan", "Ouzbékistan", "Uzbekistán", "أوزبكستان", "Узбекистан", "乌兹别克斯坦"]),
        (
            "COD",
            [
                "Democratic Republic of the Congo",
                "République démocratique du Congo",
                "República Democrática del Congo",
                "جمهورية الكونغو الديمقراطية",
                "Демократическая Республика Конго",
                "刚果民主共和国",
            ],
        ),
    ],
)
def test_country_names_in_six_languages(code: str, expected: list[str]) -> None:
    assert [COUNTRIES[code].names[language] for language in SIX] == expected


def test_region_names_in_six_languages() -> None:
    region = REGIONS["latin-america-and-the-caribbean"]
    assert [region.names[language] for language in SIX] == [
        "Latin America and the Caribbean",
        "Amérique latine et Caraïbes",
        "América Latina y el Caribe",
        "أمريكا اللاتينية ومنطقة البحر الكاريبي",
        "Латинская Америка и Карибский бассейн",
        "拉丁美洲和加勒比",
    ]


def test_language_names_in_six_languages_and_its_own() -> None:
    language = LANGUAGES["sw"]
    names = [language.names[code] for code in SIX]
    assert names == ["Swahili", "swahili", "suajili", "السواحلية", "суахили", "斯瓦希里语"]
    assert language.autonym == "Kiswahili"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ivory Coast", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Czech Republic", "CZE"),
        ("Czechia", "CZE"),
        ("UK", "GBR"),
        ("USA", "USA"),
        ("US", "USA"),
        ("DR Congo", "COD"),
        ("RDC", "COD"),
        ("Congo - Brazzaville", "COG"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Vietnam", "VNM"),
        ("Viet Nam", "VNM"),
        ("South Korea", "KOR"),
        ("Republic of Korea", "KOR"),
        ("Korea, Rep.", "KOR"),
        ("Южная Корея", "KOR"),
        ("Swaziland", "SWZ"),
        ("Macedonia", "MKD"),
        ("Burma", "MMR"),
        ("Palestine", "PSE"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Lao P.D.R.", "LAO"),
        ("ЮАР", "ZAF"),
        ("Republic of Kenya", "KEN"),
    ],
)
def test_country_has_its_common_names(name: str, code: str) -> None:
    assert folded(name) in map(folded, places.country_names()[code])


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Latin America", "latin-america-and-the-caribbean"),
        ("West Africa", "western-africa"),
        ("Southeast Asia", "south-eastern-asia"),
        ("Sudamérica", "south-america"),
        ("Caraïbes", "caribbean"),
        ("非洲", "africa"),
    ],
)
def test_region_has_its_common_names(name: str, id_: str) -> None:
    assert folded(name) in map(folded, places.region_names()[id_])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Bengali", "bn"),
        ("Farsi", "fa"),
        ("Mandarin", "zh"),
        ("Brazilian Portuguese", "pt"),
        ("Flemish", "nl"),
        ("français", "fr"),
        ("Bahasa Indonesia", "id"),
    ],
)
def test_language_has_its_common_names(name: str, code: str) -> None:
    assert folded(name) in map(folded, places.language_names()[code])


def test_countries_have_the_names_that_iso_3166_1_gives() -> None:
    expected = {
        (country.alpha_3, folded(name))
        for country in pycountry.countries
        for name in (country.name, getattr(country, "common_name", country.name))
    }
    found = {(code, folded(name)) for code, names in places.country_names().items() for name in names}
    assert expected - found == set()


def test_no_two_countries_or_regions_share_a_name() -> None:
    assert shared({**places.country_names(), **places.region_names()}) == {}


def test_no_two_languages_share_a_name_but_two_called_makua() -> None:
    assert shared(places.language_names()) == {"makua": {"mgh", "vmw"}}


def test_no_name_of_a_country_is_the_code_of_another() -> None:
    codes = {code: [code, country.alpha_2] for code, country in COUNTRIES.items()}
    names = {code: [*codes[code], *names] for code, names in places.country_names().items()}
    assert shared(names) == {}


@pytest.mark.parametrize("entries", [COUNTRIES, REGIONS], ids=["countries", "regions"])
def test_places_have_six_names(entries: Mapping[str, places.Country | places.Region]) -> None:
    assert [key for key, entry in entries.items() if list(entry.names) != SIX] == []


def test_languages_have_an_english_name_and_those_of_two_letters_all_six() -> None:
    assert [code for code, language in LANGUAGES.items() if "en" not in language.names] == []
    assert [code for code, language in LANGUAGES.items() if len(code) == 2 and list(language.names) != SIX] == []
    assert {name for language in LANGUAGES.values() for name in language.names} == set(SIX)


@pytest.mark.parametrize(
    ("language", "script"), [("en", "LATIN"), ("ar", "ARABIC"), ("ru", "CYRILLIC"), ("zh", "CJK UNIFIED")]
)
def test_names_are_in_the_script_of_their_language(language: str, script: str) -> None:
    entries = [*COUNTRIES.values(), *REGIONS.values(), *LANGUAGES.values()]
    names = [entry.names[language] for entry in entries if language in entry.names]
    assert [name for name in names if not any(unicodedata.name(letter).startswith(script) for letter in name)] == []


def test_additions_to_cldr_are_in_the_data() -> None:
    additions = tomllib.loads((Path(__file__).parents[1] / "tools" / "places.toml").read_text(encoding="utf-8"))
    regions = {region.code: region.all_names() for region in REGIONS.values()}
    found = {"countries": places.country_names(), "regions": regions, "languages": places.language_names()}
    for table, names in found.items():
        for code, extra in additions[table].items():
            added = [*extra.get("names", {}).values(), extra.get("official", ""), *extra.get("aliases", ())]
            known = {"", *map(str.casefold, names[code])}
            assert [name for name in added if name.casefold() not in known] == [], code
            assert known.isdisjoint(map(str.casefold, extra.get("without", ()))), code


@pytest.mark.parametrize("names", [places.country_names(), places.region_names(), places.language_names()])
def test_names_are_clean_text(names: Mapping[str, tuple[str, ...]]) -> None:
    bad = [
        (key, name)
        for key, all_names in names.items()
        for name in all_names
        if name != " ".join(name.split())
        or not any(map(str.isalpha, name))
        or any(unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "Cs"} for character in name)
    ]
    assert bad == []


@pytest.mark.parametrize("names", [places.country_names(), places.region_names(), places.language_names()])
def test_names_of_one_entry_are_distinct_and_begin_with_the_english_one(names: Mapping[str, tuple[str, ...]]) -> None:
    entries: dict[str, places.Country | places.Region | places.Language] = {**COUNTRIES, **REGIONS, **LANGUAGES}
    for key, all_names in names.items():
        assert all_names[0] == entries[key].name
        assert len(set(all_names)) == len(all_names)


def test_sources_have_their_versions() -> None:
    assert set(places.load().sources) == {"cldr", "m49"}


def test_the_words_that_search_knows_are_the_names_of_one_word() -> None:
    assert WORDS.read_text(encoding="utf-8") == words_text(TARGET.read_text(encoding="utf-8"))
    words = WORDS.read_text(encoding="utf-8").splitlines()
    assert {"kenya", "belgica", "египет", "مصر", "中国"} <= set(words)
    assert not {"united", "kingdom", "côte", "ivory coast"} & set(words)
