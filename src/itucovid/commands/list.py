"""`itucovid list`."""

from itucovid.commands.shared import columns_of, filters_of, order, read_register, select, write_records
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
    """List records, all of them or those that filters leave.

    A filter may be given several times; then any of its values will do. A value may be an id, a name, an acronym or
    the beginning of one, in any case: -p who, -p "world bank", -c Niger.
    """
    from itucovid import output

    dataset, _ = read_register(data)
    columns = columns_of(fields)
    records = select(dataset, filters_of(theme, partner, country, language, kind, since, until))
    found = len(records)
    records = order(dataset, records, sort, reverse=reverse, limit=limit)
    if json:
        write_records(dataset, records, columns, paging=not no_pager)
    elif output.is_terminal():
        from itucovid import pager, terminal

        with pager.paged(terminal.make_console(color), wanted=not no_pager) as console:
            terminal.show_list(console, dataset, records, columns, found)
    else:
        from itucovid import plain

        output.write_standard_output(plain.record_lines(dataset, records, columns or plain.LIST_FIELDS))
