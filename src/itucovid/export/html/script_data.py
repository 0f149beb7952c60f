"""What the script of the page works with: the search rules, and the texts and filter values of the records."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from itucovid.export.html.filters import matched_values
from itucovid.export.html.rules import RULES, SearchRules
from itucovid.search.index import FIELDS, corpus_stems, searchable_values, texts_for
from itucovid.text import simplified_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from itucovid.fields import Labels
    from itucovid.model import Initiative, Names, Tables


class ScriptData(msgspec.Struct, frozen=True, rename="camel"):
    """The data of the script.

    Attributes:
        rules: the search rules.
        corpus_stems: the stems of the terms that apply to every record.
        texts: for each value of a searched field the texts by which it is found.
        values: for each record its values: the number of a field in `rules.fields`, and an index of `texts`.
            Titles and summaries are missing: the script reads the summaries, and titles that are not translated, from
            the page.
        facets: for each record the values of each filter that it matches.
        titles: the titles of the records, if those on the page are translated.
        languages: the language code of each name that is not in the language of the page (WCAG 2.2, 3.1.2).
    """

    rules: SearchRules
    corpus_stems: tuple[str, ...]
    texts: list[Sequence[str]]
    values: list[list[tuple[int, int]]]
    facets: list[dict[str, tuple[str, ...]]]
    titles: list[str] | None
    languages: dict[str, str]

    def to_json(self) -> str:
        """JSON that can stand in a script element: nothing in it ends the element."""
        return msgspec.json.encode(self).decode().replace("<", "\\u003c")


def script_data(tables: Tables, labels: Labels, records: Sequence[Initiative]) -> ScriptData:
    """The data of the script for some records, in the order of the page."""
    original = labels.original
    numbers: dict[tuple[str, str], int] = {}
    texts: list[Sequence[str]] = []
    values: list[list[tuple[int, int]]] = []
    for record in records:
        values.append([])
        for field, value in searchable_values(original, record):
            if field in _ON_PAGE:
                continue
            if (field, value) not in numbers:
                numbers[field, value] = len(texts)
                texts.append(texts_for(original, field, value))
            values[-1].append((FIELDS.index(field), numbers[field, value]))
    own_texts = chain.from_iterable((record.title, record.summary or "") for record in records)
    return ScriptData(
        rules=rules_for(chain(chain.from_iterable(texts), own_texts)),
        corpus_stems=tuple(sorted(corpus_stems(labels))),
        texts=texts,
        values=values,
        facets=matched_values(labels, records),
        titles=[record.title for record in records] if labels.locale else None,
        languages=_languages(tables),
    )


def rules_for(texts: Iterable[str]) -> SearchRules:
    """The rules with the traditional Chinese characters that occur in some texts, or whose simplified forms do."""
    characters = set(chain.from_iterable(texts))
    pairs = ((chr(traditional), chr(simplified)) for traditional, simplified in simplified_characters().items())
    variants = {pair[0]: pair[1] for pair in pairs if not characters.isdisjoint(pair)}
    return msgspec.structs.replace(RULES, letter_variants=RULES.letter_variants | variants)


_ON_PAGE = ("title", "summary")


def _languages(tables: Tables) -> dict[str, str]:
    """The language code of each name in another language."""
    names: Iterable[tuple[str, Names]] = (
        *((theme.title, theme.names) for theme in tables.themes),
        *((organisation.name, organisation.names) for organisation in tables.organisations),
        *((country.name, country.names) for country in tables.countries.values()),
        *((region.title, region.names) for region in tables.regions.values()),
        *((language.name, language.names) for language in tables.languages.values()),
    )
    return {
        name: language
        for own, translations in names
        for language, name in msgspec.structs.asdict(translations).items()
        if name and name not in (own, translations.en)
    }
