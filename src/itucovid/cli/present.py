"""What several commands share: loading, selecting, searching; and JSON, a terminal view or lines as the output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from itucovid.cli import output, pager, progress
from itucovid.cli.messages import print_note
from itucovid.cli.output import is_terminal
from itucovid.dataset import Dataset
from itucovid.errors import NotFoundError, UsageError, either
from itucovid.export.json import format_array
from itucovid.facets import FILTERS
from itucovid.fields import FIELDS, choose_fields
from itucovid.filters import Filters
from itucovid.text import plural, printable_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from itucovid.cli.options import FilterOptions, OrderOptions, ViewOptions
    from itucovid.fields import Field
    from itucovid.model import Initiative
    from itucovid.search import Results
    from itucovid.terminal import Console

LIST_FIELDS = tuple(FIELDS[name] for name in ("id", "theme", "start", "title"))
"""The columns of a list in a pipe."""


def load(path: Path | None) -> Dataset:
    """Load the dataset of --data, or the default one, with a spinner if it is large."""
    return Dataset.load(path, progress.parsing)


def present(
    json: Callable[[], Iterable[dict[str, Any]]] | None,
    view: Callable[[ModuleType, Console], None],
    lines: Callable[[], Iterable[str]],
    options: ViewOptions,
) -> None:
    """Write the output of a command: as JSON if asked for, as a view on a terminal, as lines in a pipe.

    Args:
        json: makes the objects of the JSON array, or None if --json is not set.
        view: prints to a Rich console with a function of `itucovid.terminal`, which is imported only now.
        lines: makes the lines.
        options: the options of the view.
    """
    if json is not None:
        write_json(json(), paging=not options.no_pager)
    elif is_terminal():
        from itucovid import terminal

        text = terminal.render(lambda console: view(terminal, console), options.color)
        pager.show(text, paging=not options.no_pager)
    else:
        output.write_standard_output(lines())


def write_json(objects: Iterable[dict[str, Any]], *, paging: bool = False) -> None:
    """Write a JSON array to standard output; a terminal pages it."""
    if paging and is_terminal():
        pager.show(printable_lines("".join(format_array(objects))), paging=True)
    else:
        output.write_standard_output(format_array(objects))


def chosen_fields(names: str | None) -> tuple[Field, ...] | None:
    """The fields of --fields, or None."""
    return None if names is None else choose_fields(names)


def to_filters(options: FilterOptions) -> Filters:
    """The filters of the options of a command."""
    lists = {name: tuple(getattr(options, name) or ()) for name in (*FILTERS, "with_", "without")}
    return Filters(**lists, since=options.since, until=options.until)


def select(dataset: Dataset, filters: Filters) -> list[Initiative]:
    """The records that match filters; notes explain what was omitted and why nothing matches."""
    selection = dataset.select(filters)
    if selection.undated:
        print_note(f"{plural(selection.undated, 'undated record')} omitted")
    if selection.open_ended:
        print_note(f"{plural(selection.open_ended, 'record')} with only a start date may have lasted into this period")
    for region in selection.regions:
        if region.others:
            print_note(
                f"{region.region}: named by {plural(region.named, 'record')}; {region.others} more name places in it "
                f"({', '.join(region.places)})"
            )
    if selection.without_option:
        options = " and ".join(selection.without_option)
        hints = [f"{number} without {option}" for option, number in selection.without_option.items() if number]
        print_note(f"no record matches {options}; {', '.join(hints) or 'remove more than one of them'}")
    return selection.records


def sort(dataset: Dataset, records: Sequence[Initiative], options: OrderOptions) -> list[Initiative]:
    """Records in the order and number of the options."""
    return dataset.sort(records, options.sort, reverse=options.reverse, limit=options.limit)


def search(dataset: Dataset, query: str, filters: Filters) -> Results:
    """Search a dataset; a note explains partial matches.

    Raises:
        NotFoundError: there are no hits.
    """
    if filters:
        select(dataset, filters)
    results = dataset.search(query, filters)
    if not results.hits:
        others = len(dataset.search(query)) if filters else 0
        raise NotFoundError(_explain_no_hits(query, results, others))
    if not results.all_terms_matched:
        missing = f" (without {', '.join(map(repr, results.unmatched))})" if results.unmatched else ""
        print_note(f"no record matches every word; showing the best partial matches{missing}")
    return results


def print_corrections(results: Results) -> None:
    """Print a note for each misspelled word."""
    for typed, words in results.corrections.items():
        print_note(f"showing results for {', '.join(words)} instead of {typed!r}")


def _explain_no_hits(query: str, results: Results, others: int) -> str:
    """Why a search has no hits, and what to do; `others` is the number of hits without filters."""
    if not any(character.isalnum() for character in query):
        return "nothing to search for: the query contains no letter or digit"
    if others:
        return f"nothing found for {query!r} with these filters; {plural(others, 'record')} without them"
    if not results.unmatched:
        from itucovid.search.query import parse

        if not parse(query).terms:
            return f"nothing to search for: {query!r} contains only excluded words"
        return f"nothing found for {query!r}: these words are too common; add a more specific one"
    # Common words may be among several words.
    which = f": no record matches {', '.join(map(repr, results.unmatched))}" if " " in query.strip() else ""
    hint = f"; did you mean {either(results.suggestions)}?" if results.suggestions else ""
    return f"nothing found for {query!r}{which}{hint}"


def explain_unknown_ids(missing: Mapping[str, Sequence[str]]) -> str:
    """A line for each unknown id, with close matches."""

    def line(id_: str, close: Sequence[str]) -> str:
        return f"no record {id_!r}; {f'did you mean {either(close)}?' if close else 'see itucovid list'}"

    return "\n".join(line(id_, close) for id_, close in missing.items())


def find(dataset: Dataset, arguments: Sequence[str]) -> list[Initiative]:
    """The records of the ids in arguments or, for "-", on standard input, in that order.

    Raises:
        NotFoundError: an id matches no record, or there are no ids.
        UsageError: standard input cannot be read.
    """
    ids = read_ids(arguments)
    records, missing = dataset.find(ids)
    if missing:
        raise NotFoundError(explain_unknown_ids(missing))
    if not ids:
        raise NotFoundError("no ids on standard input; send one per line: itucovid list | itucovid show -")
    return records


STANDARD_INPUT = "-"


def read_ids(arguments: Iterable[str]) -> list[str]:
    """The ids of arguments, with "-" replaced by those from standard input.

    Raises:
        UsageError: standard input is closed, cannot be read, or is not UTF-8.
    """
    ids: list[str] = []
    for argument in dict.fromkeys(arguments):
        ids += _read_standard_input() if argument == STANDARD_INPUT else [argument]
    return ids


def _read_standard_input() -> list[str]:
    """The text before the first tab of each line that is not empty."""
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    try:
        source = sys.stdin.buffer.read()
    except OSError as error:
        raise UsageError(f"standard input: cannot be read: {error.strerror or error}") from error
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UsageError(f"standard input: line {line} is not UTF-8; expected one id per line") from error
    cells = (line.partition("\t")[0].strip() for line in text.split("\n"))
    return [cell for cell in cells if cell]
