"""Dated records on an axis of time, a line a theme, and below it the records with their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.padding import Padding
from rich.text import Text

from itucovid.fields import Labels
from itucovid.terminal.console import GAP, ThemeStyles, plain_table, to_text
from itucovid.text import printable

if TYPE_CHECKING:
    from rich.console import Console

    from itucovid.model import DatasetFile
    from itucovid.timeline import Bar, Timeline

_NARROWEST_CHART = 24
_NARROWEST_TABLE = 40
_TICK = 6  # columns that a month's or year's name has for itself


class _Marks(NamedTuple):
    """The characters of the chart: the axis, what is known to the day (a day, a span), and what is not."""

    axis: str
    day: str
    span: str
    vague: str


_MARKS = _Marks("─", "●", "━", "░")
_ASCII = _Marks("-", "*", "=", "~")


def print_timeline(console: Console, dataset: DatasetFile, timeline: Timeline | None) -> None:
    """The chart, if the width has room for one, and the records in the order of their beginnings."""
    if timeline is None:
        console.print("No records with a date.")
        return
    style = ThemeStyles(Labels(dataset))
    of_theme: dict[str, list[Bar]] = {theme.id: [] for theme in dataset.themes}
    for bar in timeline.bars:
        of_theme[bar.record.theme].append(bar)
    shown = {id_: bars for id_, bars in of_theme.items() if bars}
    labels = max(cell_len(printable(id_)) for id_ in shown) + GAP
    room = console.width - labels
    if room >= _NARROWEST_CHART:
        marks = _ASCII if console.options.ascii_only else _MARKS
        console.print(Text(f"{'':{labels}}{_scale(timeline, room)}".rstrip(), "dim"))
        console.print(Text(f"{'':{labels}}{marks.axis * room}", "dim"))
        lines = {id_: _line(bars, room, marks).rstrip() for id_, bars in shown.items()}
        for id_, line in lines.items():
            name = to_text(id_, style.theme(id_))
            name.pad_right(labels - name.cell_len)
            console.print(name.append(line, style.theme(id_)))
        console.print(Text(f"\n{_legend(''.join(lines.values()), marks)}\n", "dim"), overflow="fold")
    table = plain_table(console)
    if console.width < _NARROWEST_TABLE:
        for bar in timeline.bars:
            console.print(to_text(bar.record.period), overflow="fold")
            console.print(to_text(bar.record.id, style.cell(bar.record, "id")), overflow="fold")
            console.print(Padding(to_text(bar.record.title), (0, 0, 0, GAP)))
        return
    widest = max(cell_len(printable(bar.record.id)) for bar in timeline.bars)
    table.add_column("When", overflow="fold", min_width=10)
    table.add_column("Id", overflow="fold", no_wrap=widest <= console.width // 2)
    table.add_column("Title", overflow="fold")
    for bar in timeline.bars:
        table.add_row(
            to_text(bar.record.period), to_text(bar.record.id, style.cell(bar.record, "id")), to_text(bar.record.title)
        )
    console.print(table)


def _legend(drawn: str, marks: _Marks) -> str:
    """What the marks that were drawn mean."""
    meanings = {marks.day: "one day", marks.span: "from day to day", marks.vague: "no exact date"}
    return "  ".join(f"{mark} {meaning}" for mark, meaning in meanings.items() if mark in drawn)


def _scale(timeline: Timeline, room: int) -> str:
    line = ""
    year = f" {timeline.first.year}"
    for tick in timeline.ticks(room // _TICK):
        at = int(tick.at * room)
        label = tick.label if tick.is_year or line else tick.label + year
        if at >= len(line) + bool(line) and at + len(label) <= room:
            line = f"{line:{at}}{label}" if at else label
    return line


def _line(bars: list[Bar], room: int, marks: _Marks) -> str:
    """The marks of a theme; what is known exactly stands over what is not, a day over a span."""
    line = [" "] * room
    for bar in sorted(bars, key=lambda bar: (bar.exact, bar.begin - bar.end)):
        first = min(int(bar.begin * room), room - 1)
        last = max(first + 1, min(round(bar.end * room), room))
        one_day = bar.record.start == bar.record.end or not (bar.record.start and bar.record.end)
        mark = marks.vague if not bar.exact else marks.day if one_day else marks.span
        line[first:last] = mark * (1 if mark == marks.day else last - first)
    return "".join(line)
