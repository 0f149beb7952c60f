"""Search records."""

from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from itucovid.cli.options import (
    DataOption,
    FieldsOption,
    FilterOptions,
    JsonOption,
    LocaleOption,
    OrderOptions,
    ViewOptions,
    expand,
)
from itucovid.cli.output import is_terminal
from itucovid.cli.present import present, write_json
from itucovid.cli.records import load, print_guesses, search, sort, to_filters
from itucovid.errors import NotFoundError
from itucovid.fields import FIELDS, Field, choose_fields, format_line, rows, to_objects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from itucovid.dataset import Dataset
    from itucovid.search import Hit
    from itucovid.terminal import Console

_LINE_FIELDS = tuple(FIELDS[name] for name in ("id", "theme", "title"))


@expand
def command(
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", help="Words, in any spelling and language.")],
    filters: FilterOptions,
    order: OrderOptions,
    view: ViewOptions,
    fields: FieldsOption = None,
    json: JsonOption = False,
    locale: LocaleOption = None,
    data: DataOption = None,
) -> None:
    """Search records, best match first; typos are tolerated.

    In the query, a "phrase" in quotes must occur as it is, and a -word must not occur:
    itucovid search '"call for action" -broadband'

    Write -- before a query that begins with a -word, or is not in quotes: itucovid search -- -school digital
    """
    dataset = load(data, locale, translate=not json)
    scores: dict[str, float] = {}
    score = Field("score", "Score", lambda _, record: scores[record.id])
    columns = None if fields is None else choose_fields(fields, dataset.labels, [score])
    try:
        results = search(dataset, " ".join(query), to_filters(filters))
    except NotFoundError:
        if json:
            write_json([])
        raise
    if json or columns is not None or not is_terminal():
        print_guesses(results)
    hits = _sort(dataset, results.hits, order)
    records = [hit.record for hit in hits]
    scores |= {hit.record.id: hit.score for hit in hits}

    def objects() -> Iterator[dict[str, Any]]:
        for hit, record in zip(hits, to_objects(dataset.labels, records, columns), strict=True):
            # An own field may be called "score".
            yield {**record, "score": hit.score, "matches": hit.matches, **record}

    def lines() -> Iterator[str]:
        for hit, cells in zip(hits, rows(dataset.labels, records, columns or _LINE_FIELDS), strict=True):
            yield format_line(cells if columns else [cells[0], f"{hit.score:.1f}", *cells[1:]])

    def show(terminal: ModuleType, console: "Console") -> None:
        if columns is None:
            terminal.print_hits(console, dataset.labels, hits, results, len(dataset))
        else:
            terminal.print_list(console, dataset.labels, records, columns, len(results), len(dataset))

    present(objects if json else None, show, lines, view)


def _sort(dataset: "Dataset", hits: "Sequence[Hit]", order: OrderOptions) -> "Sequence[Hit]":
    """The hits to show; without a sort key, no other record needs to be decoded."""
    if order.sort is None:
        return hits[:: -1 if order.reverse else 1][: order.limit]
    by_id = {hit.record.id: hit for hit in hits}
    return [by_id[record.id] for record in sort(dataset, [hit.record for hit in hits], order)]
