"""Numbers -> places in a drawing: percent of the width from the left, pixels from the top.

A drawing has no size of its own, so its text keeps the size of the text around it. What is drawn there and in
which words stands in `theme/parts/chart.j2`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal, TypeVar

from prongsai.derive.history import history_rows
from prongsai.derive.progress import State
from prongsai.derive.scores import Figure, IndicatorFigure, ResultsReport
from prongsai.derive.tally import Tally

# Percents leave room for the text beside them where the drawing is narrowest: 280 pixels on a phone.
BAR_ROW = 46
TREND_TOP, TREND_FLOOR = 14, 214
TREND_LEFT, TREND_FIRST, TREND_LAST, TREND_NAMES = 10, 13, 63, 70
LABEL_GAP = 17
YEAR_LABELS = 5
AXIS_STEP = 10
STRIP_HEIGHT, STRIP_LABEL_ROW = 34, 32
STRIP_LABEL = Decimal(13)

Anchor = Literal["start", "middle", "end"]
Place = TypeVar("Place", int, Decimal)


@dataclass(frozen=True, slots=True)
class Bar:
    """One indicator's bar; without a width where its score is unknown."""

    indicator: IndicatorFigure
    width: str | None
    is_open: bool
    """Whether only a lower bound is known."""
    top: int


@dataclass(frozen=True, slots=True)
class Bars:
    """The indicators of one year from nought to the highest score, and the pass mark."""

    bars: tuple[Bar, ...]
    limit: str
    height: int
    below: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A score of one year."""

    year: int
    figure: Figure
    x: str
    y: int


@dataclass(frozen=True, slots=True)
class Series:
    """One code through the years; lines run only between neighbouring years. Its name stands at `label_y`."""

    code: str
    points: tuple[Point, ...]
    lines: tuple[tuple[Point, Point], ...]
    label_y: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Total and instruments through the years, on an axis of whole tens that need not begin at nought."""

    years: tuple[tuple[int, str], ...]
    """The years that are named on the axis; of many years not every one."""
    span: tuple[int, int]
    series: tuple[Series, ...]
    ticks: tuple[tuple[Decimal, int], ...]
    left: str
    last: str
    names: str
    height: int


@dataclass(frozen=True, slots=True)
class Part:
    """A state's share of a strip; a part too narrow for its count has it below, at `label`."""

    state: State
    count: int
    x: str
    middle: str
    width: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Strip:
    """A plan's measures by state."""

    parts: tuple[Part, ...]
    height: int


def indicator_bars(results: ResultsReport) -> Bars | None:
    """The bars of a year's indicators in the framework's order; None where no indicator has a score."""
    if not any(each.figure.is_known for each in results.indicators):
        return None
    scale = results.framework.scores
    bars = []
    for row, each in enumerate(results.indicators):
        score = each.figure.printed
        value = score.value if score else each.figure.computed
        width = None if value is None else percent(_share(value - scale.min, scale.max - scale.min))
        bars.append(Bar(each, width, bool(score and score.at_least), row * BAR_ROW))
    return Bars(
        bars=tuple(bars),
        limit=percent(_share(results.framework.levels.passed - scale.min, scale.max - scale.min)),
        height=len(bars) * BAR_ROW,
        below=tuple(each.figure for each in results.indicators if each.below_pass),
    )


def score_trend(every: Sequence[ResultsReport]) -> Trend | None:
    """The total and the instruments of all years, oldest first; None with fewer than two years of scores.

    A lower bound is no point of a line; a code is followed only while it keeps its meaning.
    """
    newest = every[-1]
    codes = {newest.total.code, *(each.figure.code for each in newest.instruments)}
    rows = {row.code: _values(row.figures) for row in history_rows(every) if row.code in codes}
    years = sorted({year for row in rows.values() for year, _, _ in row})
    if len(years) < 2:
        return None
    lowest = min(value for row in rows.values() for _, _, value in row)
    axis = _Axis(_round_down(lowest), newest.framework.scores.max, years[0], years[-1])
    return Trend(
        years=tuple((year, axis.x(year)) for year in _named_years(years)),
        span=(years[0], years[-1]),
        series=_named(_series(code, row, axis) for code, row in rows.items() if row),
        ticks=tuple((value, axis.y(value)) for value in axis.tens()),
        left=percent(TREND_LEFT),
        last=percent(TREND_LAST),
        names=percent(TREND_NAMES),
        height=TREND_FLOOR + 28,
    )


def state_strip(tally: Tally) -> Strip:
    """The states that occur, in their order, each with its share of the measures."""
    counts = [(state, count) for state, count in tally.states.items() if count]
    before = [sum(count for _, count in counts[:place]) for place in range(len(counts))]
    middles = [
        _share(2 * start + count, 2 * tally.total) for start, (_, count) in zip(before, counts, strict=True)
    ]
    widths = [_share(count, tally.total) for _, count in counts]
    narrow = [place for place, width in enumerate(widths) if width < STRIP_LABEL]
    wanted = [max(middles[place], STRIP_LABEL / 2) for place in narrow]
    labels = dict(zip(narrow, _push_apart(wanted, STRIP_LABEL, 100 - STRIP_LABEL / 2), strict=True))
    return Strip(
        parts=tuple(
            Part(
                state,
                count,
                x=percent(_share(before[place], tally.total)),
                middle=percent(middles[place]),
                width=percent(widths[place]),
                label=percent(labels[place]) if place in labels else None,
            )
            for place, (state, count) in enumerate(counts)
        ),
        height=STRIP_HEIGHT + (STRIP_LABEL_ROW if narrow else 0),
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where a score and a year stand in the drawing of a trend."""

    low: Decimal
    high: Decimal
    first: int
    last: int

    def x(self, year: int) -> str:
        share = Decimal(year - self.first) / (self.last - self.first)
        return percent(TREND_FIRST + (TREND_LAST - TREND_FIRST) * share)

    def y(self, value: Decimal) -> int:
        return round(TREND_TOP + (TREND_FLOOR - TREND_TOP) * (self.high - value) / (self.high - self.low))

    def tens(self) -> Iterator[Decimal]:
        value = self.low
        while value <= self.high:
            yield value
            value += AXIS_STEP


def _values(
    figures: Iterable[tuple[ResultsReport, Figure | None]],
) -> tuple[tuple[int, Figure, Decimal], ...]:
    return tuple(
        (each.year, figure, figure.value) for each, figure in figures if figure and figure.value is not None
    )


def _named_years(years: Sequence[int]) -> tuple[int, ...]:
    """The last year and every second, third ... before it, so that their names do not touch."""
    step = -(-(years[-1] - years[0] + 1) // YEAR_LABELS)
    return tuple(year for year in years if (years[-1] - year) % step == 0)


def _series(code: str, row: Sequence[tuple[int, Figure, Decimal]], axis: _Axis) -> Series:
    points = tuple(Point(year, figure, axis.x(year), axis.y(value)) for year, figure, value in row)
    lines = tuple((start, end) for start, end in pairwise(points) if end.year == start.year + 1)
    return Series(code, points, lines, points[-1].y)


def _named(series: Iterable[Series]) -> tuple[Series, ...]:
    """Push the names of the series apart, so that none stands on another; the lowest stay above the floor."""
    every = tuple(series)
    downwards = sorted(every, key=lambda each: each.label_y)
    places = _push_apart([each.label_y for each in downwards], LABEL_GAP, TREND_FLOOR)
    placed = {each.code: place for each, place in zip(downwards, places, strict=True)}
    return tuple(replace(each, label_y=placed[each.code]) for each in every)


def _push_apart(wanted: Sequence[Place], gap: Place, last: Place) -> list[Place]:
    """Places near the wanted ones (ascending), each a gap after the one before and none beyond the last."""
    placed: list[Place] = []
    for each in wanted:
        placed.append(max(each, placed[-1] + gap) if placed else each)
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], last)
        last = placed[index] - gap
    return placed


def _round_down(value: Decimal) -> Decimal:
    """The whole ten at least a point below a score, so that its mark has room; never below nought."""
    return max(Decimal(0), (value - 1) // AXIS_STEP * AXIS_STEP)


def _share(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return Decimal(part) * 100 / Decimal(whole)


def percent(place: Decimal | int) -> str:
    """A place as SVG spells it."""
    return f"{place:.2f}%"
