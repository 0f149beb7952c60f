"""The records that a command line asks for: load, filter, search and sort them, with notes on what was left out."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from itucovid.cli import progress
from itucovid.cli.input import read_dataset
from itucovid.cli.messages import print_note, quote
from itucovid.cli.options import STANDARD_INPUT
from itucovid.dataset import Dataset
from itucovid.errors import AmbiguousValueError, NotFoundError, UsageError, either
from itucovid.export.formats import format_for_suffix
from itucovid.facets import FILTERS
from itucovid.filters import Filters, explain_countries, explain_regions, may_have_lasted, sort_field, titles
from itucovid.names import name_key
from itucovid.storage.loader import parse_file
from itucovid.text import plural, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from itucovid.cli.options import FilterOptions, OrderOptions
    from itucovid.filters import Selection
    from itucovid.model import Initiative
    from itucovid.search import Results
    from itucovid.storage.loader import ParsedFile


def load(path: Path | None, locale: str | None = None, *, translate: bool = True) -> Dataset:
    """Load the dataset of --data, - for standard input, or the default one, with a spinner if it is large.

    Args:
        path: the file of --data.
        locale: the language of --locale.
        translate: whether the output has titles and names in one language. JSON and others that have all translations
            are the same in every language; that the dataset has the language is checked all the same.

    Raises:
        UnknownValueError: the dataset has no translation into this language.
        AmbiguousValueError: it is a prefix of several languages.
    """
    if path == STANDARD_INPUT:
        contents = parse(path).dataset
        dataset = Dataset(contents, contents.initiatives, command_options=("--data", "-"))
    else:
        dataset = Dataset.load(path, progress.parsing)
    localised = dataset.localised(locale)
    return localised if translate else dataset


def parse(path: Path) -> ParsedFile:
    """Parse and validate a dataset file, or - for standard input, with a spinner if it is large."""
    if path == STANDARD_INPUT:
        return parse_file(Path("standard input"), read_dataset())
    with progress.parsing(path):
        return parse_file(path)


def to_filters(options: FilterOptions) -> Filters:
    """The filters of the options of a command."""
    lists = {name: tuple(getattr(options, name) or ()) for name in (*FILTERS, "with_", "without", "field")}
    return Filters(**lists, since=options.since, until=options.until)


def select(dataset: Dataset, filters: Filters, among: Sequence[Initiative] | None = None) -> list[Initiative]:
    """The records that match filters; notes explain what was omitted, why records match, and why none does."""
    selection = dataset.select(filters, among)
    _print_omissions(selection, filters)
    _print_regions(dataset, filters, selection.records)
    return selection.records


def _print_omissions(selection: Selection, filters: Filters) -> None:
    _print_undated(selection.undated)
    _print_started(selection.open_ended)
    without = selection.without_option
    if len(without) == 1:
        (option,) = without
        values = getattr(filters, _FIELDS.get(option, option.removeprefix("--")))
        print_note(f"no record matches {option} {values if isinstance(values, str) else either(values)}")
    elif without:
        hints = [f"{plural(number, 'record')} without {option}" for option, number in without.items() if number]
        print_note(f"no record matches {' and '.join(without)}; {', '.join(hints) or 'remove more than one of them'}")


def _print_omissions_by_date(results: Results) -> None:
    """Notes on the records that a date of a query omits."""
    _print_undated(results.undated)
    if ongoing := sum(record.is_open_ended for record in results.unfinished):
        print_note(f"{plural(ongoing, 'ongoing record')} omitted; --since and --until find ongoing records")
    _print_started(sum(map(may_have_lasted, results.unfinished)))


def _print_undated(records: int) -> None:
    if records:
        print_note(f"{plural(records, 'undated record')} omitted")


def _print_started(records: int) -> None:
    if records:
        print_note(f"{plural(records, 'record')} with only a start date may have lasted into this period")


_FIELDS = {"--with": "with_"}


def _print_regions(dataset: Dataset, filters: Filters, records: Sequence[Initiative]) -> None:
    if not filters.country:
        return
    for place in explain_countries(dataset.contents, dataset.labels, filters):
        options = " ".join(f"-c {quote(region)}" for region in place.regions)
        print_note(f"no record names {place.country} itself; {_naming(place.records)} a region around it ({options})")
    for region in explain_regions(dataset.contents, dataset.labels, filters, records):
        if region.others:
            where = ", ".join(region.places)
            print_note(
                f"{_naming(region.named)} {region.region} itself; {_naming(region.others)} a place in it ({where})"
            )


def _naming(records: int) -> str:
    if records == 0:
        return "no record names"
    return f"{plural(records, 'record')} {'names' if records == 1 else 'name'}"


def find(dataset: Dataset, ids: Sequence[str], command: str) -> list[Initiative]:
    """The records with some ids, in that order.

    Args:
        dataset: the dataset.
        ids: the ids.
        command: the name of the command, for the error message.

    Raises:
        NotFoundError: an id matches no record, or there are no ids.
    """
    records, missing = dataset.find(ids)
    if missing:
        raise NotFoundError("\n".join(_explain_unknown_id(dataset, id_, command, missing[id_]) for id_ in missing))
    if not ids:
        raise NotFoundError(f"no ids on standard input; send one per line: itucovid list | itucovid {command} -")
    return records


def choose(dataset: Dataset, ids: Sequence[str] | None, filters: Filters, command: str) -> list[Initiative]:
    """The records that match filters; with `ids` only those with these ids, in that order.

    Args:
        dataset: the dataset.
        ids: the ids, or None.
        filters: the filters.
        command: the name of the command, for the error message.

    Raises:
        NotFoundError: an id matches no record, or `ids` is empty.
    """
    if ids is None:
        return select(dataset, filters)
    try:
        records = find(dataset, ids, command)
    except (NotFoundError, AmbiguousValueError) as error:
        if option := _unquoted_option(dataset, ids, filters):
            raise NotFoundError(f"no record {ids[-1]!r}; did you mean {option}?") from error
        raise
    by_id = {name_key(name): record for record in records for name in (record.id, *record.aliases)}
    by_title = {name_key(title): record for record in records for title in titles(record)}
    for id_ in ids:
        key = name_key(id_)
        if key in by_id or key in by_title or any(name.startswith(key) for name in by_id):
            continue
        if meant := next((record for title, record in by_title.items() if title.startswith(key)), None):
            print_note(f"{id_!r} is taken as the beginning of the title of {meant.id}")
    return select(dataset, filters, records)


def _unquoted_option(dataset: Dataset, ids: Sequence[str], filters: Filters) -> str | None:
    """The option whose value goes on in the last arguments, because it is not quoted: --theme smart cities."""
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


def sort(dataset: Dataset, records: Sequence[Initiative], options: OrderOptions) -> list[Initiative]:
    """Records in the order and number of the options; a note names an own field that is not written in full."""
    if options.sort is not None:
        name, given = sort_field(dataset.labels, options.sort), options.sort.removeprefix("-")
        if name in dataset.labels.own_fields and name_key(name) != name_key(given):
            print_note(f"{given!r} is taken as the beginning of the field {name}")
    return dataset.sort(records, options.sort, reverse=options.reverse, limit=options.limit)


def search(dataset: Dataset, query: str, filters: Filters) -> Results:
    """Search a dataset; notes explain partial matches and operators.

    Raises:
        NotFoundError: there are no hits.
        UsageError: the query has an odd number of quotation marks.
    """
    results = dataset.search(query, filters)
    if results.is_quote_open:
        raise UsageError(
            f"a quotation mark is missing in {query!r}; quote the whole query for the shell: "
            """itucovid search '"call for action" -broadband'"""
        )
    if filters:
        _print_omissions(dataset.select(filters), filters)
    _print_omissions_by_date(results)
    if results.operators:
        print_note(f"{' and '.join(results.operators)}: not supported; all words are searched, and -word excludes")
    _print_regions(dataset, filters, [hit.record for hit in results.hits])
    if not results.hits:
        others = len(dataset.search(query)) if filters else 0
        raise NotFoundError(_explain_no_hits(query, results, others))
    if not results.all_terms_matched:
        missing = f" (without {', '.join(map(repr, results.unmatched))})" if results.unmatched else ""
        print_note(f"no record matches every word; showing the best partial matches{missing}")
    return results


def print_guesses(results: Results) -> None:
    """Print a note for each word that does not occur as typed."""
    for word in results.guesses:
        print_note(word.note)


def _explain_no_hits(query: str, results: Results, others: int) -> str:
    """Why a search has no hits, and what to do; `others` is the number of hits without filters."""
    if not any(character.isalnum() for character in query):
        return "nothing to search for: the query contains no letter or digit"
    if others:
        return f"nothing found for {query!r} with these filters; {plural(others, 'record')} without them"
    if results.excluded:
        matching = plural(results.excluded, "matching record")
        return f"nothing found for {query!r}: the excluded words remove all of {matching}"
    if not results.unmatched:
        from itucovid.search.query import parse

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


def _explain_unknown_id(dataset: Dataset, id_: str, command: str, close: Sequence[str]) -> str:
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
