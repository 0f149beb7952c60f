"""`itucovid themes`."""

from itucovid.commands.shared import read_register, write_objects
from itucovid.options import ColourOption, DataOption, JsonOption, NoPagerOption


def command(
    json: JsonOption = False,
    data: DataOption = None,
    color: ColourOption = "auto",
    no_pager: NoPagerOption = False,
) -> None:
    """List the themes, with the number of records of each."""
    from itucovid import output
    from itucovid.stats import count

    dataset = read_register(data).dataset
    counts = count(dataset, dataset.initiatives, "theme")
    if json:
        import msgspec

        of_theme = {number.value: number.records for number in counts}
        themes = ({**msgspec.to_builtins(theme), "records": of_theme[theme.id]} for theme in dataset.themes)
        write_objects(themes, paging=not no_pager)
    elif output.is_terminal():
        from itucovid import pager, terminal

        with pager.paged(terminal.make_console(color), wanted=not no_pager) as console:
            terminal.show_themes(console, dataset, counts)
    else:
        from itucovid.plain import line

        output.write_standard_output(line([number.value, number.records, number.name]) for number in counts)
