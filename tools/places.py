"""Write places.json and country_words.txt of the package: `python -m tools.places DIRECTORY` (`--check` only compares).

DIRECTORY contains the npm packages cldr-core and cldr-localenames-full in one version: `npm install --no-save
cldr-core cldr-localenames-full` makes it, `node_modules`. tools/places.toml adds what CLDR lacks.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from itucovid.places import Places
from itucovid.text import is_alphabetic, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "itucovid" / "places.json"
WORDS = ROOT / "src" / "itucovid" / "search" / "country_words.txt"
LICENSE = ROOT / "LICENSES" / "Unicode-3.0.txt"
ADDITIONS = Path(__file__).with_suffix(".toml")

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
WORLD = "001"
# ISO 639 codes for languages that are several, unknown or absent.
NOT_LANGUAGES = {"mis", "mul", "und", "zxx"}
# CLDR puts Antarctica into its own region QO of Oceania; M49 has it under the world itself.
ANTARCTICA = "AQ"
# Numeric codes from 900 on are not assigned by ISO 3166-1 (XK, Kosovo, has one).
FIRST_PRIVATE_CODE = 900


class Cldr:
    """The JSON packages of Unicode CLDR in a directory."""

    def __init__(self, directory: Path) -> None:
        self.core = directory / "cldr-core"
        self.localenames = directory / "cldr-localenames-full"
        versions = {_json(package / "package.json")["version"] for package in (self.core, self.localenames)}
        if len(versions) > 1:
            raise SystemExit(f"error: the packages differ in version: {', '.join(sorted(versions))}")
        self.version: str = versions.pop()

    def supplemental(self, name: str, *keys: str) -> dict[str, Any]:
        """A part of a file with supplemental data."""
        value = _json(self.core / "supplemental" / f"{name}.json")["supplemental"]
        for key in keys or (name,):
            value = value[key]
        return dict(value)

    def display_names(self, locale: str, kind: str) -> dict[str, str]:
        """The names of all territories or languages in a locale."""
        names = _json(self.localenames / "main" / locale / f"{kind}.json")["main"][locale]
        return dict(names["localeDisplayNames"][kind])

    def autonyms(self) -> dict[str, str]:
        """The names of languages in themselves."""
        locales = {path.parent.name for path in self.localenames.glob("main/*/languages.json")}
        names = {locale: self.display_names(locale, "languages") for locale in locales if "-" not in locale}
        return {locale: own[locale] for locale, own in names.items() if locale in own}


class Names:
    """The names of all territories or languages in the six languages."""

    def __init__(self, cldr: Cldr, kind: str) -> None:
        self.by_language = {language: cldr.display_names(language, kind) for language in LANGUAGES}

    def codes(self) -> list[str]:
        """The codes that have an English name."""
        return sorted(self.by_language["en"])

    def entry(self, code: str, additions: dict[str, Any], *others: str) -> dict[str, Any]:
        """The names and aliases of a code; `others` are names with fields of their own, so not aliases.

        Alternative names in CLDR ("CI-alt-variant"), names of variants ("nl-BE") and names that additions replace
        become aliases.
        """
        cldr_names = {language: names[code] for language, names in self.by_language.items() if code in names}
        names = {
            language: name
            for language in LANGUAGES
            if (name := (cldr_names | additions.get("names", {})).get(language))
        }
        variants = [
            name
            for in_language in self.by_language.values()
            for key, name in sorted(in_language.items())
            if key.startswith(f"{code}-") and "-menu-" not in key
        ]
        aliases = [*additions.get("aliases", []), *cldr_names.values(), *variants]
        without = {*additions.get("without", []), *names.values(), *others}
        return {"names": names, "aliases": list(_new(aliases, without))}


def countries(cldr: Cldr, additions: dict[str, Any]) -> list[dict[str, Any]]:
    """All countries, in alphabetical order of their codes."""
    names = Names(cldr, "territories")
    found = []
    for alpha_2, codes in iso_codes(cldr).items():
        extra = additions.get(codes["_alpha3"], {})
        official = extra.get("official", "")
        found.append(
            {
                "code": codes["_alpha3"],
                "alpha_2": alpha_2,
                "numeric": codes["_numeric"],
                "official": official,
                **names.entry(alpha_2, extra, official),
            }
        )
    return sorted(found, key=lambda country: str(country["code"]))


def regions(cldr: Cldr, additions: dict[str, Any]) -> list[dict[str, Any]]:
    """All M49 regions, in the order of their codes."""
    names = Names(cldr, "territories")
    parts = {code: value["_contains"] for code, value in cldr.supplemental("territoryContainment").items()}
    iso = iso_codes(cldr)

    def members(code: str) -> Iterator[str]:
        for part in parts[code]:
            if part.isdigit():
                yield from members(part)
            elif part in iso:
                yield iso[part]["_alpha3"]
        if code == WORLD:
            yield iso[ANTARCTICA]["_alpha3"]

    found = []
    for code in sorted(filter(str.isdigit, parts)):
        entry = names.entry(code, additions.get(code, {}))
        found.append(
            {"id": _slug(entry["names"]["en"]), "code": code, **entry, "countries": sorted(set(members(code)))}
        )
    return found


def languages(cldr: Cldr, additions: dict[str, Any]) -> list[dict[str, Any]]:
    """All languages, in alphabetical order of their codes."""
    names = Names(cldr, "languages")
    autonyms = cldr.autonyms()
    overlong: dict[str, str] = {}
    bibliographic: dict[str, str] = {}
    for code, alias in cldr.supplemental("aliases", "metadata", "alias", "languageAlias").items():
        by_reason = {"overlong": overlong, "bibliographic": bibliographic}.get(alias["_reason"])
        if by_reason is not None and re.fullmatch("[a-z]{3}", code):
            by_reason[alias["_replacement"]] = code
    found = []
    for code in names.codes():
        if code in NOT_LANGUAGES or not re.fullmatch("[a-z]{2,3}", code):
            continue
        extra = additions.get(code, {})
        autonym = autonyms.get(code, "")
        found.append(
            {
                "code": code,
                "alpha_3": extra.get("alpha_3") or (code if len(code) > len("fr") else overlong[code]),
                "bibliographic": bibliographic.get(code, ""),
                "autonym": autonym,
                **names.entry(code, extra, autonym),
            }
        )
    return found


def iso_codes(cldr: Cldr) -> dict[str, dict[str, str]]:
    """The territories of ISO 3166-1 by alpha-2 code, each with "_alpha3" and "_numeric".

    They are those in M49 regions and Antarctica; withdrawn codes (AN, SU) are not in these regions.
    """
    in_regions = {
        part
        for code, value in cldr.supplemental("territoryContainment").items()
        if code.isdigit()
        for part in value["_contains"]
    }
    return {
        code: mapping
        for code, mapping in cldr.supplemental("codeMappings").items()
        if code in in_regions | {ANTARCTICA}
        and "_alpha3" in mapping
        and int(mapping.get("_numeric", FIRST_PRIVATE_CODE)) < FIRST_PRIVATE_CODE
    }


def places_text(directory: Path) -> str:
    """The content of places.json: JSON with one line per place, without empty values."""
    cldr = Cldr(directory)
    additions = tomllib.loads(ADDITIONS.read_text(encoding="utf-8"))
    tables = {
        "countries": countries(cldr, additions["countries"]),
        "regions": regions(cldr, additions["regions"]),
        "languages": languages(cldr, additions["languages"]),
    }
    for table, places in tables.items():
        unknown = additions[table].keys() - {place["code"] for place in places}
        if unknown:
            raise SystemExit(f"error: {ADDITIONS.name}: {table}: no code {', '.join(sorted(unknown))}")
    sources = {"cldr": cldr.version, **additions["source"]}
    parts = [f'"sources":{_compact(sources)}']
    for table, places in tables.items():
        lines = [_compact({key: value for key, value in place.items() if value}) for place in places]
        parts.append(f'"{table}":[\n' + ",\n".join(lines) + "\n]")
    return "{" + ",\n".join(parts) + "}\n"


def words_text(places: str) -> str:
    """The names of countries that are one word, normalized, one per line, from the content of places.json."""
    countries = msgspec.json.decode(places, type=Places).countries
    names = (name for country in countries for name in country.all_names() if name.isalpha())
    return "".join(f"{word}\n" for word in sorted({*filter(is_alphabetic, map(normalize, names))}))


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or with --check only say whether they are up to date."""
    parser = argparse.ArgumentParser(description="Write places.json and country_words.txt.")
    parser.add_argument("directory", type=Path, help="the folder of cldr-core and cldr-localenames-full")
    parser.add_argument("--check", action="store_true", help="only compare: exit with 1 if a file would change")
    options = parser.parse_args(arguments)
    places = places_text(options.directory)
    files = {
        TARGET: places,
        WORDS: words_text(places),
        LICENSE: (options.directory / "cldr-core" / "LICENSE").read_text(encoding="utf-8"),
    }
    if options.check:
        return int(any(path.read_text(encoding="utf-8") != text for path, text in files.items()))
    for path, text in files.items():
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))
    return 0


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _new(names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """The names that differ from the known ones, and from each other, in more than case."""
    seen = {name.casefold() for name in known}
    for name in names:
        if name.casefold() not in seen:
            seen.add(name.casefold())
            yield name


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-")


if __name__ == "__main__":
    sys.exit(main())
