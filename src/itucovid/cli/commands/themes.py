"""List themes."""

from collections.abc import Iterator
from typing import Any

import msgspec

from itucovid.cli.options import DataOption, JsonOption, LocaleOption, ViewOptions, expand
from itucovid.cli.present import present
from itucovid.cli.records import load
from itucovid.facets import FACETS
from itucovid.fields import format_line
from itucovid.stats import count_by


@expand
def command(view: ViewOptions, json: JsonOption = False, locale: LocaleOption = None, data: DataOption = None) -> None:
    """List the themes and their number of records."""
    dataset = load(data, locale, translate=not json)
    counts = count_by(dataset.contents, dataset.labels, dataset.initiatives, FACETS["theme"])

    def objects() -> Iterator[dict[str, Any]]:
        records = {count.value: count.records for count in counts}
        for theme in dataset.themes:
            yield {**msgspec.to_builtins(theme), "records": records[theme.id]}

    present(
        objects if json else None,
        lambda terminal, console: terminal.print_themes(console, dataset.labels, counts),
        lambda: (format_line([count.value, count.records, count.label]) for count in counts),
        view,
    )
