"""Small charts drawn on the server. Positions are percentages, so the text keeps its size at any width.

A chart never speaks by colour alone: the highest bar carries its number, bars over the baseline are hatched
and named below, and a table with every number follows (open for screen readers, folded for the eye).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

HEIGHT = 120  # px, drawing area of a day chart
_serial = count(1)


@dataclass(frozen=True, kw_only=True)
class Column:
    day: date
    value: int
    x: str  # per cent of the width
    width: str
    y: float  # px from the top
    height: float
    over: bool
    shows_value: bool
    shows_day: bool
    middle: str


@dataclass(frozen=True, kw_only=True)
class DayChart:
    """One column a day against a usual level."""

    name: str
    unit: str
    columns: Sequence[Column]
    baseline: float | None
    baseline_y: float | None
    total: int
    number: int  # makes ids unique when a page holds several charts

    @property
    def over(self) -> list[Column]:
        return [column for column in self.columns if column.over]

    @property
    def peak(self) -> Column:
        return max(self.columns, key=lambda column: column.value)

    @property
    def height(self) -> int:
        return HEIGHT


@dataclass(frozen=True, kw_only=True)
class Bar:
    label: str
    value: int
    width: str  # per cent of the longest


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Horizontal bars, longest first as given."""

    name: str
    unit: str
    bars: Sequence[Bar]


def per_day(
    name: str, counts: Sequence[tuple[date, int]], *, unit: str = "", baseline: float | None = None
) -> DayChart:
    """`counts` in order of days; `baseline` is the usual number a day, drawn as a dashed line."""
    top = max([value for _, value in counts] + [baseline or 0, 1])
    step = 100 / max(len(counts), 1)
    peak = max((value for _, value in counts), default=0)
    return DayChart(
        name=name,
        unit=unit,
        columns=[
            _column(index, day, value, step=step, top=top, baseline=baseline, peak=peak, days=len(counts))
            for index, (day, value) in enumerate(counts)
        ],
        baseline=baseline,
        baseline_y=None if baseline is None else round(_y(baseline, top), 1),
        total=sum(value for _, value in counts),
        number=next(_serial),
    )


def _y(value: float, top: float) -> float:
    return 16 + (HEIGHT - 16) * (1 - value / top)  # 16 px stay free for the number above the highest bar


def _column(
    index: int,
    day: date,
    value: int,
    *,
    step: float,
    top: float,
    baseline: float | None,
    peak: int,
    days: int,
) -> Column:
    over = baseline is not None and value > baseline
    y = round(_y(value, top), 1)
    every = max(days // 7, 1)
    return Column(
        day=day,
        value=value,
        x=f"{index * step + step * 0.16:.3f}%",
        width=f"{step * 0.68:.3f}%",
        middle=f"{index * step + step / 2:.3f}%",
        y=y,
        height=round(HEIGHT - y, 1),
        over=over,
        shows_value=value > 0 and (value == peak or over),
        shows_day=(days - 1 - index) % every == 0,
    )


def horizontal(name: str, counts: Sequence[tuple[str, int]], *, unit: str = "") -> BarChart:
    longest = max([value for _, value in counts] + [1])
    bars = [Bar(label=label, value=value, width=f"{100 * value / longest:.2f}%") for label, value in counts]
    return BarChart(name=name, unit=unit, bars=bars)
