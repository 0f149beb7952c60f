"""A timeline: dated records on a time axis, themes from top to bottom, and below it a table of them."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from itucovid.dates import MONTHS
from itucovid.terminal.console import (
    GAP,
    MIN_TITLE_WIDTH,
    ThemeStyles,
    join_parts,
    make_table,
    print_indented,
    print_wrapped,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from itucovid.fields import Labels
    from itucovid.model import Initiative
    from itucovid.timeline import Bar, Timeline

_MIN_CHART_WIDTH = 24
_MAX_PERIOD_WIDTH = 24
_MIN_LABEL_WIDTH = 4  # of a tick, with the space around it


class _Marks(NamedTuple):
    """The characters of a chart: the axis, a tick, a day, a period, its open end, and a period without exact dates."""

    axis: str
    tick: str
    day: str
    period: str
    open_end: str
    inexact: str


_MARKS = _Marks("─", "┬", "●", "━", "▶", "░")
_ASCII_MARKS = _Marks("-", "+", "*", "=", ">", "~")


class _Span(NamedTuple):
    """The columns of a record, from `first` to before `last`, and its marks."""

    first: int
    last: int
    marks: str


def print_timeline(console: Console, labels: Labels, timeline: Timeline | None) -> None:
    """Print a chart, unless the terminal is too narrow for one, and a table; None if no record has a date."""
    if timeline is None:
        console.print("No records with a date.")
        return
    styles = ThemeStyles(labels)
    has_chart = _print_chart(console, labels, styles, timeline)
    _print_table(console, labels, styles if has_chart else None, timeline.bars)


def _print_chart(console: Console, labels: Labels, styles: ThemeStyles, timeline: Timeline) -> bool:
    """Print the chart; False if it does not fit."""
    marks = _ASCII_MARKS if console.options.ascii_only else _MARKS
    members: dict[str, list[Bar]] = {id_: [] for id_ in labels.themes}
    for bar in timeline.bars:
        members[bar.record.theme].append(bar)
    names = {id_: to_text(id_, styles.theme(id_)) for id_, bars in members.items() if bars}
    label_width = max(name.cell_len for name in names.values()) + GAP
    width = console.width - label_width
    if width < _MIN_CHART_WIDTH:
        return False
    indent = " " * label_width
    for line in _axis(timeline, width, marks):
        console.print(Text(f"{indent}{line}", "dim"))
    drawn = ""
    for id_, name in names.items():
        name.pad_right(label_width - name.cell_len)
        lines = _lines([_span(labels, bar, width, marks) for bar in members[id_]])
        drawn += "".join(lines)
        for number, line in enumerate(lines):
            console.print((Text(indent) if number else name).append(line, styles.theme(id_)))
    console.print()
    _print_legend(console, labels, drawn, marks)
    console.print()
    return True


def _axis(timeline: Timeline, width: int, marks: _Marks) -> Iterator[str]:
    """The years above their first month, the months, and the axis with its ticks; if the ticks are years, no months.

    The steps between the ticks are the shortest for which every tick has its label.
    """
    for limit in range(width // _MIN_LABEL_WIDTH, 0, -1):
        ticks = [(int(tick.at * width), tick) for tick in timeline.ticks(limit)]
        years = [(at, tick.label) for at, tick in ticks if tick.is_year]
        months = [(at, MONTHS[0][:3] if tick.is_year else tick.label) for at, tick in ticks]
        if len(years) == len(ticks) > 1:
            months = []
        elif ticks and not ticks[0][1].is_year:
            years.insert(0, (ticks[0][0], str(timeline.first.year)))
        scales = [[(min(at, width - len(label)), label) for at, label in scale] for scale in (years, months)]
        if all(map(_fits, scales)):
            break
    for scale in filter(None, scales):
        line = ""
        for at, label in scale:
            line = line.ljust(at) + label
        yield line
    positions = {at for at, _ in ticks}
    yield "".join(marks.tick if at in positions else marks.axis for at in range(width))


def _fits(scale: Iterable[tuple[int, str]]) -> bool:
    """Whether there is a space between labels at some positions."""
    return all(at + len(label) < following for (at, label), (following, _) in pairwise(scale))


def _span(labels: Labels, bar: Bar, width: int, marks: _Marks) -> _Span:
    first = min(int(bar.begin * width), width - 1)
    last = max(first + 1, min(round(bar.end * width), width))
    start, end = bar.record.interval or (None, None)
    if _is_open(labels, bar.record):
        period = marks.period if bar.exact else marks.inexact
        return _Span(first, last, period * (last - first - 1) + marks.open_end)
    if bar.exact and start == end:
        return _Span(first, first + 1, marks.day)
    return _Span(first, last, (marks.period if bar.exact else marks.inexact) * (last - first))


def _is_open(labels: Labels, record: Initiative) -> bool:
    """Whether a record is drawn to the date of the dataset because it was ongoing then."""
    return labels.interval(record) != record.interval


def _lines(spans: Iterable[_Span]) -> list[str]:
    """Draw spans on as few lines as possible, with a space between any two."""
    lines: list[str] = []
    free: list[int] = []
    busy: list[tuple[int, int]] = []  # the first free column of a line, and its number
    for span in sorted(spans):
        while busy and busy[0][0] <= span.first:
            heappush(free, heappop(busy)[1])
        if free:
            number = heappop(free)
        else:
            number = len(lines)
            lines.append("")
        lines[number] = lines[number].ljust(span.first) + span.marks
        heappush(busy, (span.last + 1, number))
    return lines


def _print_legend(console: Console, labels: Labels, drawn: str, marks: _Marks) -> None:
    """Print the meanings of the marks that were drawn, as many on a line as fit."""
    meanings = {
        marks.day: "one day",
        marks.period: "several days",
        marks.open_end: labels.dated_status("ongoing"),
        marks.inexact: "no exact date",
    }
    line = ""
    for entry in (f"{mark} {meaning}" for mark, meaning in meanings.items() if mark in drawn):
        if line and len(line) + GAP + len(entry) > console.width:
            console.print(Text(line, "dim"))
            line = ""
        line += f"{' ' * GAP if line else ''}{entry}"
    print_wrapped(console, Text(line, "dim"), console.width)


def _print_table(console: Console, labels: Labels, styles: ThemeStyles | None, bars: Sequence[Bar]) -> None:
    """Print when each record took place, its id, its title and what its dates are.

    They are on one line if all lines fit, else id and note are below the title. With a chart, ids have the colour of
    their marks.
    """
    rows = []
    for record in (bar.record for bar in bars):
        dates = f"since {record.period}" if _is_open(labels, record) else record.period
        id_ = to_text(record.id, styles.theme(record.theme) if styles else "")
        rows.append((to_text(dates), id_, to_text(labels.title(record)), to_text(record.date_note or "", "dim")))
    widths = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
    when_width = min(widths[0], _MAX_PERIOD_WIDTH, console.width // 3)
    if console.width < when_width + GAP + max(widths[1], MIN_TITLE_WIDTH):
        for when, id_, title, note in rows:
            print_indented(console, when, title, join_parts(id_, note))
        return
    table = make_table(console)
    if sum(widths) + GAP * (len(widths) - 1) <= console.width:
        for heading in ("When", "Id", "Title", *(["Date of"] if widths[-1] else [])):
            table.add_column(heading, no_wrap=True)
        for row in rows:
            table.add_row(*row[: len(table.columns)])
    else:
        table.add_column("When", overflow="fold", width=when_width)
        table.add_column("Record", overflow="fold")
        for when, id_, title, note in rows:
            table.add_row(when, Text.assemble(title, "\n", join_parts(id_, note)))
    console.print(table)
