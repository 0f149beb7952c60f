"""`itucovid timeline`."""

from itucovid.commands.shared import filters_of, read_register, select, write_records
from itucovid.messages import note, number_of
from itucovid.options import (
    ColourOption,
    CountryOption,
    DataOption,
    JsonOption,
    KindOption,
    LanguageOption,
    NoPagerOption,
    PartnerOption,
    SinceOption,
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
    json: JsonOption = False,
    data: DataOption = None,
    color: ColourOption = "auto",
    no_pager: NoPagerOption = False,
) -> None:
    """Show when things were: the dated records, a line of the chart for each theme.

    In a pipe each dated record is a line (start, end, id, theme, title), in the order of their beginnings.
    """
    from itucovid import output
    from itucovid.timeline import timeline

    dataset = read_register(data).dataset
    records = select(dataset, filters_of(theme, partner, country, language, kind, since, until))
    dated = timeline(records)
    shown = [bar.record for bar in dated.bars] if dated else []
    if undated := len(records) - len(shown):
        note(f"{number_of(range(undated), 'record')} without a date left out")
    if json:
        write_records(dataset, shown, None, paging=not no_pager)
    elif output.is_terminal():
        from itucovid import pager, terminal

        with pager.paged(terminal.make_console(color), wanted=not no_pager) as console:
            terminal.show_timeline(console, dataset, dated)
    else:
        from itucovid import plain

        output.write_standard_output(plain.record_lines(dataset, shown, plain.TIMELINE_FIELDS))
