"""What several commands do alike: from options to records, and from records to JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itucovid.errors import NothingFound
from itucovid.messages import note, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from itucovid.dataset import Register
    from itucovid.fields import Field
    from itucovid.filters import Filters
    from itucovid.model import Dataset, Initiative
    from itucovid.search import Hit, Results


def read_register(path: Path | None) -> Register:
    """The register that --data names or that is used without it; if that takes long, a terminal shows so."""
    from itucovid.dataset import read
    from itucovid.progress import reading

    return read(path, reading)


def columns_of(names: str | None) -> tuple[Field, ...] | None:
    """The fields that --fields names, or None without it."""
    if names is None:
        return None
    from itucovid.fields import choose_fields

    return choose_fields(names)


def filters_of(
    theme: list[str] | None,
    partner: list[str] | None,
    country: list[str] | None,
    language: list[str] | None,
    kind: list[str] | None,
    since: str | None,
    until: str | None,
) -> Filters:
    """The filters that a command's options set."""
    from itucovid.filters import Filters

    return Filters(
        theme=tuple(theme or ()),
        partner=tuple(partner or ()),
        country=tuple(country or ()),
        language=tuple(language or ()),
        kind=tuple(kind or ()),
        since=since,
        until=until,
    )


def select(dataset: Dataset, filters: Filters) -> list[Initiative]:
    """The records that filters leave; what a person should know of the others goes to standard error."""
    from itucovid.filters import select

    selection = select(dataset, filters)
    if selection.undated:
        note(f"{number_of(range(selection.undated), 'record')} without a date left out")
    if selection.without:
        drops = (f"{number} without {option}" for option, number in selection.without.items() if number)
        advice = ", ".join(drops) or "drop more than one of them"
        note(f"no record fits {' and '.join(selection.without)} together; there are: {advice}")
    return selection.records


def order(
    dataset: Dataset, records: list[Initiative], sort: str | None, *, reverse: bool, limit: int | None = None
) -> list[Initiative]:
    """Records in the order and number that --sort, --reverse and --limit ask for."""
    from itucovid.filters import sort_records

    return sort_records(dataset, records, sort, reverse=reverse)[:limit]


def write_records(
    dataset: Dataset,
    records: Sequence[Initiative],
    columns: Sequence[Field] | None,
    more: Iterable[dict[str, Any]] | None = None,
    *,
    paging: bool = False,
) -> None:
    """Write records as a JSON array, each with what `more` has for it."""
    from itucovid.fields import as_objects

    objects = as_objects(dataset, records, columns)
    both = objects if more is None else ({**o, **m} for o, m in zip(objects, more, strict=True))
    write_objects(both, paging=paging)


def write_objects(objects: Iterable[dict[str, Any]], *, paging: bool = False) -> None:
    """Write objects as a JSON array; a terminal shows a long one through the pager."""
    from itucovid import output
    from itucovid.export.objects import array

    if paging and output.is_terminal():
        from itucovid import pager
        from itucovid.text import printable_lines

        pager.show(printable_lines("".join(array(objects))))
    else:
        output.write_standard_output(array(objects))


def no_record(missing: Mapping[str, Sequence[str]]) -> str:
    """A line for each id that no record has, with the nearest that there are."""

    def line(id_: str, near: Sequence[str]) -> str:
        hint = f"did you mean {', '.join(near)}?" if near else "itucovid list shows the ids"
        return f"no record {id_!r}; {hint}"

    return "\n".join(line(id_, near) for id_, near in missing.items())


def run_search(register: Register, query: str, filters: Filters) -> Results:
    """What a query finds among the records that filters leave; what a person should know goes to standard error.

    Raises:
        NothingFound: there is no hit.
    """
    from msgspec.structs import astuple

    from itucovid.index import read_index
    from itucovid.search import search

    dataset = register.dataset
    # Without filters there is no need to look at each record.
    filtered = any(astuple(filters))
    ids = {record.id for record in select(dataset, filters)} if filtered else None
    index = read_index(dataset, register.origin)
    results = search(dataset, query, ids, index)
    if not results.hits:
        others = search(dataset, query, index=index).hits if filtered else ()
        raise NothingFound(_nothing_found(query, results, others))
    if not results.complete:
        missing = f" (not {', '.join(map(repr, results.unanswered))})" if results.unanswered else ""
        note(f"no record answers every word; these answer most{missing}")
    return results


def note_corrections(results: Results) -> None:
    """Tell which words were taken for others."""
    for typed, meant in results.corrections.items():
        note(f"for {typed!r}: {', '.join(meant)}")


def _nothing_found(query: str, results: Results, others: Sequence[Hit]) -> str:
    """Why a search found nothing, and what to do about it; `others` are hits that filters left out."""
    if not any(character.isalnum() for character in query):
        return "nothing to search for: the query has no letter or digit"
    if others:
        return f"nothing found for {query!r} with these filters; without them: {number_of(others, 'record')}"
    if not results.unanswered:
        from itucovid.query import parse

        if not parse(query).terms:
            return f"nothing to search for: {query!r} has only words to leave out"
        return f"nothing found for {query!r}: such words tell no record from another; add one that does"
    # Of several words some may be answered by most records, and count for nothing.
    which = f": no record answers {', '.join(map(repr, results.unanswered))}" if " " in query.strip() else ""
    hint = f"; did you mean {', '.join(results.suggestions)}?" if results.suggestions else ""
    return f"nothing found for {query!r}{which}{hint}"
