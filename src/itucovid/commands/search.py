"""`itucovid search`."""

from typing import TYPE_CHECKING, Annotated

import typer

from itucovid.commands.shared import (
    columns_of,
    filters_of,
    note_corrections,
    order,
    read_register,
    run_search,
    write_records,
)
from itucovid.errors import NothingFound
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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from itucovid.model import Dataset
    from itucovid.search import Hit


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

    text = " ".join(query)
    register = read_register(data)
    dataset = register.dataset
    columns = columns_of(fields)
    filters = filters_of(theme, partner, country, language, kind, since, until)
    try:
        results = run_search(register, text, filters)
    except NothingFound:
        if json:
            output.write_standard_output(["[]\n"])
        raise
    if not output.is_terminal():
        note_corrections(results)
    hits = _ordered(dataset, results.hits, sort, reverse=reverse)[:limit]
    records = [hit.record for hit in hits]
    if json:
        reasons = ({"score": hit.score, "matches": hit.matches} for hit in hits)
        write_records(dataset, records, columns, reasons, paging=not no_pager)
    elif output.is_terminal() and columns is None:
        from itucovid import pager, terminal

        with pager.paged(terminal.make_console(color), wanted=not no_pager) as console:
            terminal.show_hits(console, dataset, hits, results)
    elif output.is_terminal():
        from itucovid import pager, terminal

        with pager.paged(terminal.make_console(color), wanted=not no_pager) as console:
            terminal.show_list(console, dataset, records, columns, len(results.hits))
    else:
        from itucovid import plain

        scores = {hit.record.id: hit.score for hit in hits}
        output.write_standard_output(plain.hit_lines(dataset, records, columns, scores))


def _ordered(dataset: "Dataset", hits: "Sequence[Hit]", sort: str | None, *, reverse: bool) -> "Sequence[Hit]":
    """Hits in the order that --sort and --reverse ask for; without a key, no record has to be looked at."""
    if sort is None:
        return hits[::-1] if reverse else hits
    of_id = {hit.record.id: hit for hit in hits}
    return [of_id[record.id] for record in order(dataset, [hit.record for hit in hits], sort, reverse=reverse)]
