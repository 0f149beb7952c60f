"""Chart the dated records."""

from itucovid.cli.notes import print_undated
from itucovid.cli.options import DataOption, FilterOptions, JsonOption, LocaleOption, ViewOptions, expand
from itucovid.cli.present import present
from itucovid.cli.records import load, select, to_filters
from itucovid.fields import FIELDS, format_line, rows, to_objects
from itucovid.timeline import build_timeline

_LINE_FIELDS = tuple(FIELDS[name] for name in ("start", "end", "id", "theme", "title"))


@expand
def command(
    filters: FilterOptions,
    view: ViewOptions,
    json: JsonOption = False,
    locale: LocaleOption = None,
    data: DataOption = None,
) -> None:
    """Chart the dated records, one line per theme.

    In a pipe, each dated record is a line (start, end, id, theme, title), sorted by start.
    """
    dataset = load(data, locale, translate=not json)
    records = select(dataset, to_filters(filters))
    timeline = build_timeline(dataset.labels, records)
    dated = [bar.record for bar in timeline.bars] if timeline else []
    print_undated(len(records) - len(dated))
    present(
        (lambda: to_objects(dataset.labels, dated, None)) if json else None,
        lambda terminal, console: terminal.print_timeline(console, dataset.labels, timeline),
        lambda: map(format_line, rows(dataset.labels, dated, _LINE_FIELDS)),
        view,
    )
