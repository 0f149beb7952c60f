"""`itucovid search`."""

from __future__ import annotations

from typing import Annotated

import typer

from itucovid.commands.shared import (
    columns_of,
    filters_of,
    note_corrections,
    nothing_found,
    order,
    select,
    write_records,
)
from itucovid.errors import NothingFound
from itucovid.messages import note
from itucovid.options import (
    ColourOption,
    CountryOption,
    DataOption,
    FieldsOption,
    JsonOption,
    KindOption,
    LanguageOption,
    LimitOption,
    NoPagerOption,
    PartnerOption,
    ReverseOption,
    SinceOption,
    SortOption,
    ThemeOption,
    UntilOption,
)


def command(
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", help="Words, in any spelling and language.")],
    theme: ThemeOption = None,
    partner: PartnerOption = None,
    country: CountryOption = None,
    language: LanguageOption = None,
    kind: KindOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    sort: SortOption = None,
    reverse: ReverseOption = False,
    limit: LimitOption = None,
    fields: FieldsOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    color: ColourOption = "auto",
    no_pager: NoPagerOption = False,
) -> None:
    """Find records by words, best first; misspelt words are found too.

    Inside the query a "phrase" in quotes must stand together and -word leaves records out:
    itucovid search '"call for action" -broadband'
    """
    from itucovid import output
    from itucovid.dataset import load
    from itucovid.search import search as find

    text = " ".join(query)
    dataset = load(data)
    columns = columns_of(fields)
    among = select(dataset, filters_of(theme, partner, country, language, kind, since, until))
    results = find(dataset, text, {record.id for record in among})
    hits = {hit.record.id: hit for hit in results.hits}
    records = order(dataset, [hit.record for hit in results.hits], sort, reverse=reverse, limit=limit)
    if not hits:
        if json:
            output.write_standard_output(["[]\n"])
        raise NothingFound(nothing_found(dataset, text, results, among))
    if not output.is_terminal():
        note_corrections(results)
    if not results.complete:
        note(
            f"no record answers every word; these answer most (not {', '.join(map(repr, results.unanswered))})"
            if results.unanswered
            else "no record answers every word; these answer most"
        )
    if json:
        found = [hits[record.id] for record in records]
        write_records(
            dataset,
            records,
            columns,
            [{"score": hit.score, "matches": hit.matches} for hit in found],
            paging=not no_pager,
        )
    elif output.is_terminal() and columns is None:
        from itucovid import pager, terminal

        with pager.paged(terminal.make_console(color), wanted=not no_pager) as console:
            terminal.show_hits(console, dataset, [hits[r.id] for r in records], results)
    elif output.is_terminal():
        from itucovid import pager, terminal

        with pager.paged(terminal.make_console(color), wanted=not no_pager) as console:
            terminal.show_list(console, dataset, records, columns, len(hits))
    else:
        from itucovid import plain

        scores = {id_: hit.score for id_, hit in hits.items()}
        output.write_standard_output(plain.hit_lines(dataset, records, columns, scores))
