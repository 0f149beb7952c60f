"""A timeline: dated records on a time axis, one line per theme, and below it a table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from itucovid.terminal.console import GAP, ThemeStyles, make_table, print_indented, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from itucovid.fields import Labels
    from itucovid.timeline import Bar, Timeline

_MIN_CHART_WIDTH = 24
_MIN_TABLE_WIDTH = 40
_MIN_PERIOD_WIDTH = 10
_TICK_WIDTH = 6  # of the label of a month or year with the space around it


class _Marks(NamedTuple):
    """The characters of a chart: the axis, a day, a period between two days, and a period without exact dates."""

    axis: str
    day: str
    period: str
    inexact: str


_MARKS = _Marks("─", "●", "━", "░")
_ASCII_MARKS = _Marks("-", "*", "=", "~")


def print_timeline(console: Console, labels: Labels, timeline: Timeline | None) -> None:
    """Print a chart, unless the terminal is too narrow for one, and a table; None if no record has a date."""
    if timeline is None:
        console.print("No records with a date.")
        return
    styles = ThemeStyles(labels)
    _print_chart(console, labels, styles, timeline)
    _print_table(console, styles, timeline.bars)


def _print_chart(console: Console, labels: Labels, styles: ThemeStyles, timeline: Timeline) -> None:
    members: dict[str, list[Bar]] = {id_: [] for id_ in labels.themes}
    for bar in timeline.bars:
        members[bar.record.theme].append(bar)
    names = {id_: to_text(id_, styles.theme(id_)) for id_, bars in members.items() if bars}
    label_width = max(name.cell_len for name in names.values()) + GAP
    width = console.width - label_width
    if width < _MIN_CHART_WIDTH:
        return
    marks = _ASCII_MARKS if console.options.ascii_only else _MARKS
    lines = {id_: _line(members[id_], width, marks) for id_ in names}
    indent = " " * label_width
    console.print(Text(f"{indent}{_scale(timeline, width)}".rstrip(), "dim"))
    console.print(Text(f"{indent}{marks.axis * width}", "dim"))
    for id_, name in names.items():
        name.pad_right(label_width - name.cell_len)
        console.print(name.append(lines[id_], styles.theme(id_)))
    console.print(Text(f"\n{_legend(''.join(lines.values()), marks)}\n", "dim"))


def _scale(timeline: Timeline, width: int) -> str:
    """The labels of the ticks, each at its position unless another label is there; the first has its year."""
    line = ""
    for tick in timeline.ticks(width // _TICK_WIDTH):
        position = int(tick.at * width)
        label = tick.label if tick.is_year or line else f"{tick.label} {timeline.first.year}"
        occupied = len(line) + 1 if line else 0
        if occupied <= position <= width - len(label):
            line = line.ljust(position) + label
    return line


def _line(bars: Iterable[Bar], width: int, marks: _Marks) -> str:
    """The marks of the records of a theme: exact dates hide others, and a short period hides a longer one."""
    line = [" "] * width
    for bar in sorted(bars, key=lambda bar: (bar.exact, bar.begin - bar.end)):
        first = min(int(bar.begin * width), width - 1)
        last = max(first + 1, min(round(bar.end * width), width))
        start, end = bar.record.interval or (None, None)
        if bar.exact and start == end:
            line[first] = marks.day
        else:
            line[first:last] = (marks.period if bar.exact else marks.inexact) * (last - first)
    return "".join(line).rstrip()


def _legend(chart: str, marks: _Marks) -> str:
    """The meanings of the marks in a chart."""
    meanings = {marks.day: "one day", marks.period: "from day to day", marks.inexact: "no exact date"}
    return "  ".join(f"{mark} {meaning}" for mark, meaning in meanings.items() if mark in chart)


def _print_table(console: Console, styles: ThemeStyles, bars: Sequence[Bar]) -> None:
    rows = [
        (to_text(r.period), to_text(r.id, styles.cell(r, "id")), to_text(r.title)) for r in (bar.record for bar in bars)
    ]
    if console.width < _MIN_TABLE_WIDTH:
        for period, id_, title in rows:
            console.print(period)
            print_indented(console, id_, title)
        return
    id_width = max(id_.cell_len for _, id_, _ in rows)
    table = make_table(console)
    table.add_column("When", overflow="fold", min_width=_MIN_PERIOD_WIDTH)
    table.add_column("Id", overflow="fold", no_wrap=id_width <= console.width // 2)
    table.add_column("Title", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)
