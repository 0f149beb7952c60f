"""The timeline of the page: lengths in percent of its width, as it is drawn at any width."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from itucovid.dates import format_date
from itucovid.timeline import build_timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from itucovid.fields import Labels
    from itucovid.model import Initiative
    from itucovid.timeline import Bar

MAX_BARS = 300
"""With more dated records the page has no timeline."""


class ChartLabel(NamedTuple):
    """The position of a bar's dates: in percent, plus an offset in pixels, from which the text extends."""

    at: float
    offset: int
    anchor: str


class ChartBar(NamedTuple):
    """A dated record.

    Attributes:
        record: the record.
        at: the start of the bar, in percent.
        width: its length, in percent.
        exact: whether the days are known.
        is_open: whether the record was ongoing at the date of the dataset, where its bar ends.
        period: its dates.
        label: the position of the dates; None if there is no room for them.
    """

    record: Initiative
    at: float
    width: float
    exact: bool
    is_open: bool
    period: str
    label: ChartLabel | None

    @property
    def end(self) -> float:
        """The end of the bar, in percent."""
        return round(self.at + self.width, 2)


class ChartTick(NamedTuple):
    """A tick of the axis; narrow screens do not show minor ones."""

    at: float
    label: str
    anchor: str
    minor: bool


class Chart(NamedTuple):
    """The timeline.

    Attributes:
        span: its first and last month or the month of both.
        bars: the dated records.
        ticks: the ticks of the axis.
        key: what an open end means; empty if no bar has one.
    """

    span: str
    bars: list[ChartBar]
    ticks: list[ChartTick]
    key: str


def build_chart(labels: Labels, records: Iterable[Initiative]) -> Chart | None:
    """Draw the dated records; None if there are none or too many."""
    timeline = build_timeline(labels, records)
    if timeline is None or len(timeline.bars) > MAX_BARS:
        return None
    bars = [_bar(bar) for bar in timeline.bars]
    major = {tick.at for tick in timeline.ticks(_MAX_MAJOR_TICKS)}
    ticks = [
        ChartTick(_percent(tick.at), tick.label, _anchor(tick.at), tick.at not in major)
        for tick in timeline.ticks(_MAX_TICKS)
    ]
    first, last = (format_date(day.isoformat()[: len("2020-01")]) for day in (timeline.first, timeline.last))
    return Chart(
        span=first if first == last else f"{first} to {last}",
        bars=bars,
        ticks=ticks,
        key=labels.dated_status("ongoing") if any(bar.is_open for bar in bars) else "",
    )


def _bar(bar: Bar) -> ChartBar:
    record = bar.record
    is_open = record.status == "ongoing" and record.end is None
    period = f"since {record.period}" if is_open else record.period
    label = _label(bar, period, is_open=is_open)
    return ChartBar(record, _percent(bar.begin), _percent(bar.end - bar.begin), bar.exact, is_open, period, label)


def _percent(fraction: float) -> float:
    return round(100 * fraction, 2)


def _label(bar: Bar, period: str, *, is_open: bool) -> ChartLabel | None:
    """Place the dates after the bar, or else before it."""
    length = len(period) * _LETTER_WIDTH
    if bar.end <= 1 - length:
        return ChartLabel(_percent(bar.end), _LABEL_OFFSET + is_open * _ARROW_LENGTH, "start")
    return ChartLabel(_percent(bar.begin), -_LABEL_OFFSET, "end") if bar.begin >= length else None


def _anchor(at: float) -> str:
    """The part of a tick's label that is at the tick, so that the label does not leave the chart."""
    return "start" if at < _EDGE else "end" if at > 1 - _EDGE else "middle"


_MAX_MAJOR_TICKS = 5
_MAX_TICKS = 8
_EDGE = 0.03
# As a fraction of the width of a telephone.
_LETTER_WIDTH = 0.027
_LABEL_OFFSET = 8
_ARROW_LENGTH = 8
