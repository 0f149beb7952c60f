"""What a person sees on a terminal: tables, pages and marked hits, in the terminal's width. Only this module uses Rich.

All text of a dataset goes through `_text`, so that neither Rich's markup nor a terminal's escapes in it ever act.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from itucovid.fields import FIELDS, Naming, period
from itucovid.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.console import RenderableType

    from itucovid.fields import Cell, Field
    from itucovid.model import Dataset, Initiative
    from itucovid.search import Hit, Match, Results
    from itucovid.stats import Count

# Colours of the 256 that stand out at least 4 to 1 from black as well as from white (WCAG 2.2, 1.4.3, reckons so),
# neighbours far apart. A theme has the colour of its place in the dataset, whatever is shown of it.
THEME_COLOURS = (31, 130, 28, 163, 63, 64, 161, 30, 129, 131, 27, 29)

_READABLE_WIDTH = 88
_GAP = 2


def make_console(colour: str) -> Console:
    """A console on standard output.

    Args:
        colour: "auto" heeds the terminal and NO_COLOR, "always" and "never" do not.
    """
    return Console(
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        force_terminal=True if colour == "always" else None,
        color_system=None if colour == "never" else "auto",
        no_color={"always": False, "never": True}.get(colour),
    )


class Status:
    """A message on standard error that can be shown, from any thread, and taken away again."""

    def __init__(self, message: str) -> None:
        self._status = Console(stderr=True, highlight=False, markup=False, emoji=False).status(_text(message))
        self._over = False

    def show(self) -> None:
        """Show it, unless it has been taken away already."""
        if not self._over:
            self._status.start()

    def hide(self) -> None:
        """Take it away for good."""
        self._over = True
        self._status.stop()


def show_list(
    console: Console, dataset: Dataset, records: Sequence[Initiative], fields: Sequence[Field] | None, found: int
) -> None:
    """A table of records; without `fields`, of as many columns as the width has room for.

    `found` is the number of records before a limit cut them.
    """
    if not records:
        console.print("No records.")
        return
    style = _ThemeStyles(dataset)
    naming = Naming(dataset)
    columns = [_column(field) for field in fields] if fields else _fitting(console.width, naming, records)
    if fields is None and len(columns) < len(_LEAST):
        _show_stacked(console, style, records)
    else:
        table = _table()
        for column in columns:
            table.add_column(
                column.heading,
                no_wrap=column.whole,
                overflow="fold",
                min_width=column.width(naming, records) if column.whole else None,
            )
        for record in records:
            table.add_row(*(_text(column.cell(naming, record), style.of(record, column.name)) for column in columns))
        console.print(table)
    console.print(Text(f"\n{_of(len(records), found, len(dataset.initiatives))}", "dim"))


def show_hits(console: Console, dataset: Dataset, hits: Sequence[Hit], results: Results) -> None:
    """Hits with the words that answered marked, and for each a line of its text that shows why it is there."""
    if not hits:
        console.print("No records.")
        return
    style = _ThemeStyles(dataset)
    naming = Naming(dataset)
    for typed, meant in results.corrections.items():
        console.print(_text(f"for {typed!r}: {', '.join(meant)}", "dim"))
    widest = max(cell_len(hit.record.id) for hit in hits)
    stacked = console.width < widest + _GAP + _NARROWEST_TITLE
    for hit in hits:
        record = hit.record
        titles = [match for match in hit.matches if match.field == "title"]
        heading = _marked(console, titles[0]) if titles else _text(record.title, "bold")
        theme = naming.theme(record.theme)
        width = console.width - (_GAP if stacked else widest + _GAP)
        body: list[RenderableType] = [heading]
        reason = _reason(console, hit, width)
        if reason:
            body.append(reason)
        body.append(_text(" · ".join(filter(None, (theme, period(record)))), "dim"))
        id_ = _text(record.id, style.of(record, "id"))
        if stacked:
            console.print(id_)
            console.print(Padding(Group(*body), (0, 0, 0, _GAP)))
            continue
        grid = Table.grid(padding=(0, _GAP, 0, 0))
        grid.add_column(no_wrap=True, min_width=widest)
        grid.add_column(overflow="fold")
        grid.add_row(id_, Group(*body))
        console.print(grid)
    console.print(Text(f"\n{_of(len(hits), len(results.hits), len(dataset.initiatives))}", "dim"))


def show_page(console: Console, dataset: Dataset, record: Initiative) -> None:
    """All that there is of a record, as a page to read."""
    naming = Naming(dataset)
    style = _ThemeStyles(dataset)
    width = min(console.width, _READABLE_WIDTH)
    console.print(_text(record.title, "bold"), width=width)
    theme = _text(naming.theme(record.theme), style.of(record, "theme"))
    console.print(Text.assemble(theme, (f" · {record.kind}" if record.kind else "", "dim")), width=width)
    console.print()
    console.print(_text(record.summary), width=width)
    console.print()
    facts = Table.grid(padding=(0, _GAP, 0, 0))
    facts.add_column(no_wrap=True, style="dim")
    facts.add_column(overflow="fold")
    for label, values, separator in (
        ("Also called", record.aliases, "; "),
        ("When", (period(record),), ""),
        ("Partners", tuple(map(naming.organisation, record.partners)), "; "),
        ("People", record.people, ", "),
        ("Countries", tuple(map(naming.country, record.countries)), ", "),
        ("Regions", record.regions, ", "),
        ("Languages", tuple(map(naming.language, record.languages)), ", "),
        ("Figures", tuple(map(str, record.figures)), "\n"),
    ):
        if joined := separator.join(map(printable, values)):
            facts.add_row(label, Text(joined))
    for number, link in enumerate(record.links):
        url = printable(link.url)
        publisher = _text(f" ({link.publisher})" if link.publisher else "", "dim")
        facts.add_row("" if number else "Links", Text.assemble(_text(link.label, f"link {url}"), publisher))
        facts.add_row("", Text(url, f"dim link {url}"))
    titles = {other.id: other.title for other in dataset.initiatives}
    for number, id_ in enumerate(record.related):
        related = Text.assemble(_text(id_, style.named(id_)), "  ", _text(titles[id_], "dim"))
        facts.add_row("" if number else "Related", related)
    facts.add_row("Source", _text(naming.source(record)))
    facts.add_row("Id", _text(record.id))
    console.print(facts, width=width)


def show_themes(console: Console, dataset: Dataset, counts: Sequence[Count]) -> None:
    """The themes with the number of records of each."""
    style = _ThemeStyles(dataset)
    widest = max(cell_len(count.value) for count in counts)
    if console.width < widest + len("Records") + 2 * _GAP + _NARROWEST_LIST:
        for count in counts:
            console.print(_text(count.value, style.theme(count.value)), overflow="fold")
            console.print(Padding(_text(f"{count.records}  {count.name}"), (0, 0, 0, _GAP)))
        return
    table = _table()
    table.add_column("Theme", no_wrap=True)
    table.add_column("Records", justify="right")
    table.add_column("Title", overflow="fold")
    for count in counts:
        table.add_row(_text(count.value, style.theme(count.value)), str(count.records), _text(count.name))
    console.print(table)


def show_counts(console: Console, dataset: Dataset, facet: str, counts: Sequence[Count]) -> None:
    """Counts as bars."""
    if not counts:
        console.print("No records.")
        return
    style = _ThemeStyles(dataset)
    most = max(count.records for count in counts)
    widest = min(max(cell_len(printable(count.name)) for count in counts), max(console.width // 2, 12))
    room = max(console.width - widest - len(str(most)) - 2 * _GAP, 1)
    full = "#" if console.options.ascii_only else "█"
    table = Table.grid(padding=(0, _GAP, 0, 0))
    table.add_column(width=widest, overflow="fold")
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    for count in counts:
        bar = full * (max(1, round(room * count.records / most)) if count.records else 0)
        colour = style.theme(count.value) if facet == "theme" else ""
        table.add_row(_text(count.name, "" if count.value else "dim"), str(count.records), Text(bar, colour))
    console.print(table)


def _table() -> Table:
    # With a padding of one, the gap between columns is two: the box adds a blank of its own.
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, _GAP - 1, 0, 0), show_edge=False)


class _Column(NamedTuple):
    """A column of a table: what fills it, and whether its cells must not be broken."""

    name: str
    heading: str
    cell: Callable[[Naming, Initiative], Cell]
    whole: bool

    def width(self, naming: Naming, records: Iterable[Initiative]) -> int:
        """The widest cell, in terminal columns."""
        return max(cell_len(str(_text(self.cell(naming, record)))) for record in records)


def _column(field: Field) -> _Column:
    return _Column(field.name, field.heading, field.cell, field.name in ("id", "theme", "start", "end", "kind", "item"))


# The columns of a list by what they are worth: as the width grows, one after the other finds room.
_BY_WORTH = (
    _column(FIELDS["id"]),
    _column(FIELDS["title"]),
    _column(FIELDS["start"]),
    _column(FIELDS["theme"])._replace(heading="Theme"),
    _Column("partners", "Partners", lambda n, r: tuple(map(n.organisation_short, r.partners)), whole=False),
    _column(FIELDS["kind"]),
    _column(FIELDS["country_names"]),
)
_LEAST = _BY_WORTH[:2]
_IN_ORDER = ("id", "theme", "start", "title", "partners", "kind", "country_names")
_NARROWEST_TITLE = 24
_COMFORTABLE_TITLE = 36  # what a title keeps before any further column finds room
_NARROWEST_LIST = 16


def _fitting(width: int, naming: Naming, records: Sequence[Initiative]) -> list[_Column]:
    """The columns that a width has room for, in the order in which they stand."""
    room = width
    chosen: list[_Column] = []
    for column in _BY_WORTH:
        needed = column.width(naming, records)
        if not needed:
            continue
        if not column.whole:
            needed = min(needed, _COMFORTABLE_TITLE if column.name == "title" else _NARROWEST_LIST)
        room -= max(needed, cell_len(column.heading)) + (_GAP if chosen else 0)
        if room < (_NARROWEST_TITLE - needed if column.name == "title" else 0):
            break
        chosen.append(column)
    return sorted(chosen, key=lambda column: _IN_ORDER.index(column.name))


def _show_stacked(console: Console, style: _ThemeStyles, records: Iterable[Initiative]) -> None:
    """Records on two lines each, for a terminal too narrow for an id beside a title."""
    for record in records:
        console.print(_text(record.id, style.of(record, "id")), overflow="fold")
        console.print(Padding(_text(record.title), (0, 0, 0, _GAP)))


def _reason(console: Console, hit: Hit, width: int) -> Text | None:
    """One line that shows why a record is a hit: the passage, other than its title, with most of what was asked."""
    others = [match for match in hit.matches if match.field not in ("title", "id")]
    if not others:
        return None
    best = max(
        others, key=lambda match: (len({match.text[a:b].casefold() for a, b in match.spans}), match.field == "summary")
    )
    label = "" if best.field == "summary" else f"{_LABELS.get(best.field, best.field)}: "
    start, end = _window(best, max(width - len(label), _NARROWEST_TITLE))
    spans = [(max(a, start) - start, min(b, end) - start) for a, b in best.spans if a < end and b > start]
    before, after = "… " if start else "", " …" if end < len(best.text) else ""
    text = _mark(console, best.text[start:end], spans)
    return Text.assemble((label, "dim"), before, text, after)


_LABELS = {
    "aliases": "also called",
    "partners": "partner",
    "people": "person",
    "countries": "country",
    "regions": "region",
    "languages": "language",
    "figures": "figure",
    "keywords": "keyword",
    "start": "from",
    "end": "to",
}


def _window(match: Match, width: int) -> tuple[int, int]:
    """The part of a passage, at most `width` characters and cut between words, that holds most of its spans."""
    text, spans = match.text, match.spans
    if len(text) <= width:
        return 0, len(text)
    room = max(width - 2 * len("… "), 1)

    def held(first: int) -> int:
        return len({text[a:b].casefold() for a, b in spans if spans[first][0] <= a and b <= spans[first][0] + room})

    first = max(range(len(spans)), key=lambda i: (held(i), -i))
    inside = [span for span in spans if spans[first][0] <= span[0] and span[1] <= spans[first][0] + room]
    middle = (spans[first][0] + (inside[-1][1] if inside else spans[first][1])) // 2
    start = max(0, min(middle - room // 2, len(text) - room))
    end = min(len(text), start + room)
    if start and (space := text.find(" ", start, spans[first][0] + 1)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", inside[-1][1] if inside else start, end + 1)) > start:
        end = space
    return start, end


def _marked(console: Console, match: Match) -> Text:
    text = _mark(console, match.text, match.spans)
    text.stylize_before("bold")
    return text


def _mark(console: Console, text: str, spans: Iterable[tuple[int, int]]) -> Text:
    """The text with the spans marked: by style, or by brackets where there are no styles."""
    marked = Text()
    ends = [0, *(offset for span in spans for offset in span), len(text)]
    for number, (start, end) in enumerate(pairwise(ends)):
        piece = printable(text[start:end])
        if number % 2 and console.color_system is None:
            piece = f"[{piece}]"
        marked.append(piece, "bold underline" if number % 2 else "")
    return marked


class _ThemeStyles:
    """The steady colours of a dataset's themes."""

    def __init__(self, dataset: Dataset) -> None:
        colours = {theme.id: THEME_COLOURS[i % len(THEME_COLOURS)] for i, theme in enumerate(dataset.themes)}
        self._of_theme: Mapping[str, str] = {id_: f"color({colour})" for id_, colour in colours.items()}
        self._of_record = {record.id: self._of_theme[record.theme] for record in dataset.initiatives}

    def theme(self, id_: str) -> str:
        return self._of_theme.get(id_, "")

    def named(self, id_: str) -> str:
        return self._of_record[id_]

    def of(self, record: Initiative, column: str) -> str:
        """The style of a record's cell: its id and its theme show the theme's colour."""
        return self._of_theme[record.theme] if column in ("id", "theme", "theme_title") else ""


def _text(cell: Cell, style: str = "") -> Text:
    if isinstance(cell, tuple):
        return Text(", ".join(printable(str(value)) for value in cell if value is not None), style)
    return Text("" if cell is None else printable(str(cell)), style)


def _of(shown: int, found: int, total: int) -> str:
    """What stands below a list: "28 records", "3 of 28 records", or with a limit "1 of 3 found, 28 records in all"."""
    records = f"{total} {'record' if total == 1 else 'records'}"
    if shown < found:
        return f"{shown} of {found} found, {records} in all" if found < total else f"{shown} of {records}"
    return records if shown == total else f"{shown} of {records}"
