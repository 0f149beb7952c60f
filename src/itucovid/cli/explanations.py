"""Why an id or a query finds no record, and what to do."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from itucovid.cli.messages import quote
from itucovid.errors import UsageError, either
from itucovid.export.formats import format_for_suffix
from itucovid.facets import FILTERS
from itucovid.filters import Filters
from itucovid.names import name_key
from itucovid.search.query import parse
from itucovid.text import plural, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from itucovid.dataset import Dataset
    from itucovid.search import Results


def explain_no_hits(query: str, results: Results, others: int) -> str:
    """Why a search has no hits, and what to do; `others` is the number of hits without filters."""
    if not any(character.isalnum() for character in query):
        return "nothing to search for: the query contains no letter or digit"
    if others:
        return f"nothing found for {query!r} with these filters; {plural(others, 'record')} without them"
    if results.excluded:
        matching = plural(results.excluded, "matching record")
        return f"nothing found for {query!r}: the excluded words remove all of {matching}"
    if not results.unmatched:
        if not parse(query).terms:
            return f"nothing to search for: {query!r} contains only excluded words"
        return f"nothing found for {query!r}: these words are too common; add a more specific one"
    # Common words may be among several words.
    is_part = [_words(text) for text in results.unmatched] != [_words(query)]
    which = f": no record matches {', '.join(map(repr, results.unmatched))}" if is_part else ""
    hint = f"; did you mean {either(results.suggestions)}?" if results.suggestions else ""
    return f"nothing found for {query!r}{which}{hint}"


def _filter_for(dataset: Dataset, name: str) -> str | None:
    """The option for records with a value of that name."""
    for option, facet in FILTERS.items():
        for value, names in facet.aliases(dataset.contents).items():
            if name_key(name) in map(name_key, (value, *names)):
                return f"--{option} {quote(names[0] if facet.has_codes and names else value)}"
    return None


def _words(text: str) -> list[str]:
    return [token.term for token in tokenize(text)]


_WITH_FILTERS = ("list", "export")


def explain_unknown_id(dataset: Dataset, id_: str, command: str, close: Sequence[str]) -> str:
    """Why an id matches no record, and what to do; `close` are ids that are spelled like it."""
    form = format_for_suffix(id_)
    is_dataset = form == "toml" and Path(id_).is_file()
    if command in _WITH_FILTERS and form and not is_dataset:
        option = f"-o {quote(id_)}"
        hint = f"write {option}" if command == "export" else f"run: itucovid export {option}"
        return f"no record {id_!r}; to export to a file of this name, {hint}"
    if Path(id_).is_file():
        return f"no record {id_!r}; to use this file as the dataset, write --data {quote(id_)}"
    if command in _WITH_FILTERS and (wanted := _filter_for(dataset, id_)):
        return f"no record {id_!r}; did you mean {wanted}?"
    hint = f"did you mean {either(close)}?" if close else "see itucovid list"
    return f"no record {id_!r}; {hint}"


def unquoted_option(dataset: Dataset, ids: Sequence[str], filters: Filters) -> str | None:
    """The option whose unquoted value continues in the last arguments: --theme smart cities."""
    dates = {name: (date,) for name in ("since", "until") if (date := getattr(filters, name))}
    for name, values in {**{name: getattr(filters, name) for name in FILTERS}, **dates}.items():
        for value, number in product(values, range(min(len(ids), _LONGEST_NAME), 0, -1)):
            whole = " ".join([value, *ids[-number:]])
            with suppress(UsageError):
                dataset.select(msgspec.structs.replace(Filters(), **{name: whole if name in dates else (whole,)}))
                return f"--{name} {quote(whole)}"
    return None


_LONGEST_NAME = 8
"""Words; more are ids from standard input."""
