"""The records that a command line asks for: load, filter, search and sort them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from itucovid import storage
from itucovid.cli import progress
from itucovid.cli.input import read_standard_input
from itucovid.cli.messages import print_note
from itucovid.cli.notes import print_omissions, print_omissions_by_date, print_regions
from itucovid.cli.options import STANDARD_INPUT
from itucovid.dataset import Dataset
from itucovid.errors import AmbiguousValueError, NotFoundError, UsageError
from itucovid.facets import FILTERS
from itucovid.filters import Filters, sort_field, titles
from itucovid.names import name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from itucovid.cli.options import FilterOptions, OrderOptions
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
        return storage.parse(Path("standard input"), read_standard_input())
    with progress.parsing(path):
        return storage.parse(path)


def to_filters(options: FilterOptions) -> Filters:
    """The filters of the options of a command."""
    lists = {name: tuple(getattr(options, name) or ()) for name in (*FILTERS, "with_", "without", "field")}
    return Filters(**lists, since=options.since, until=options.until)


def select(dataset: Dataset, filters: Filters, among: Sequence[Initiative] | None = None) -> list[Initiative]:
    """The records that match filters; notes explain what was omitted, why records match, and why none does."""
    selection = dataset.select(filters, among)
    print_omissions(selection, filters)
    print_regions(dataset, filters, selection.records)
    return selection.records


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
        from itucovid.cli.explanations import explain_unknown_id

        raise NotFoundError("\n".join(explain_unknown_id(dataset, id_, command, missing[id_]) for id_ in missing))
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
        from itucovid.cli.explanations import unquoted_option

        if option := unquoted_option(dataset, ids, filters):
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
        print_omissions(dataset.select(filters), filters)
    print_omissions_by_date(results)
    if results.operators:
        print_note(f"{' and '.join(results.operators)}: not supported; all words are searched, and -word excludes")
    # Only a filter by country needs the records, which are decoded on access.
    print_regions(dataset, filters, (hit.record for hit in results.hits))
    if not results.hits:
        from itucovid.cli.explanations import explain_no_hits

        others = len(dataset.search(query)) if filters else 0
        raise NotFoundError(explain_no_hits(query, results, others))
    if not results.all_terms_matched:
        missing = f" (without {', '.join(map(repr, results.unmatched))})" if results.unmatched else ""
        print_note(f"no record matches every word; showing the best partial matches{missing}")
    return results


def print_guesses(results: Results) -> None:
    """Print a note for each word that does not occur as typed."""
    for word in results.guesses:
        print_note(word.note)
