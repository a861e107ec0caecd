"""Numbers -> places in a drawing: percent of the width from the left, pixels from the top.

A drawing has no size of its own, so its text keeps the size of the text around it. What is drawn there and in
which words stands in `theme/parts/chart.j2`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from prongsai.derive.measures import MeasureReport
from prongsai.derive.progress import State
from prongsai.derive.scores import Figure, IndicatorFigure, ResultsReport
from prongsai.derive.tally import Tally
from prongsai.model.calendar import Span, fiscal_span

BAR_ROW = 46
TREND_TOP, TREND_FLOOR = 14, 214
TREND_FIRST, TREND_LAST = 9, 64
LABEL_GAP = 17
AXIS_STEP = 10
LANE = 40
LANES_TOP = 24


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
    series: tuple[Series, ...]
    ticks: tuple[tuple[Decimal, int], ...]
    height: int


@dataclass(frozen=True, slots=True)
class Part:
    """A state's share of a strip."""

    state: State
    count: int
    x: str
    middle: str
    width: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day of a timeline; `is_sure` tells whether the body gave the day, or did what was due."""

    x: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of a timeline: a band from day to day, or marks."""

    name: str
    label_y: int
    y: int
    band: tuple[str, str] | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A measure's fiscal year from its first day to its last."""

    months: tuple[tuple[int, str], ...]
    """Number of the month and where it begins."""
    lanes: tuple[Lane, ...]
    today: str | None
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
        width = None if value is None else _percent(value - scale.min, scale.max - scale.min)
        bars.append(Bar(each, width, bool(score and score.at_least), row * BAR_ROW))
    return Bars(
        bars=tuple(bars),
        limit=_percent(results.framework.levels.passed - scale.min, scale.max - scale.min),
        height=len(bars) * BAR_ROW,
        below=tuple(each.figure for each in results.indicators if each.below_pass),
    )


def score_trend(every: Sequence[ResultsReport]) -> Trend | None:
    """The total and the instruments of all years, oldest first; None with fewer than two years of scores."""
    newest = every[-1]
    codes = [newest.total.code, *(each.figure.code for each in newest.instruments)]
    rows = {
        code: [(each.year, figure, value) for each, figure, value in _values(every, code)] for code in codes
    }
    years = sorted({year for row in rows.values() for year, _, _ in row})
    if len(years) < 2:
        return None
    lowest = min(value for row in rows.values() for _, _, value in row)
    axis = _Axis(_round_down(lowest), newest.framework.scores.max, years[0], years[-1])
    series = [_series(code, row, axis) for code, row in rows.items() if row]
    return Trend(
        years=tuple((year, axis.x(year)) for year in years),
        series=_labelled(series),
        ticks=tuple((value, axis.y(value)) for value in axis.tens()),
        height=TREND_FLOOR + 28,
    )


def state_strip(tally: Tally) -> tuple[Part, ...]:
    """The states that occur, in their order, each with its share of the measures."""
    parts: list[Part] = []
    before = 0
    for state, count in tally.states.items():
        if count:
            x, width = _percent(before, tally.total), _percent(count, tally.total)
            parts.append(Part(state, count, x, _percent(2 * before + count, 2 * tally.total), width))
            before += count
    return tuple(parts)


def measure_timeline(measure: MeasureReport, today: date) -> Timeline | None:
    """A measure's year: its period, the days when rows are due, its entries; None where no day is known."""
    source, year = measure.source.value, fiscal_span(measure.year)
    dues = [
        (row.due.span.last, row.done is not None) for row in (*source.steps, *source.follow_up) if row.due
    ]
    entries = [(placed.stands_at, placed.is_dated) for placed in measure.entries]
    band = _band(source.period.span(measure.year), year) if source.period else None
    lanes = [
        ("period", band, ()),
        ("due", None, _marks(dues, year)),
        ("entries", None, _marks(entries, year)),
    ]
    filled = [lane for lane in lanes if lane[1] or lane[2]]
    if not filled:
        return None
    return Timeline(
        months=tuple(_months(year)),
        lanes=tuple(
            Lane(name, LANES_TOP + row * LANE + 14, LANES_TOP + row * LANE + 28, band, marks)
            for row, (name, band, marks) in enumerate(filled)
        ),
        today=_day(today, year) if year.first <= today <= year.last else None,
        height=LANES_TOP + len(filled) * LANE + 8,
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
        return _percent(TREND_FIRST + (TREND_LAST - TREND_FIRST) * share, Decimal(100))

    def y(self, value: Decimal) -> int:
        return round(TREND_TOP + (TREND_FLOOR - TREND_TOP) * (self.high - value) / (self.high - self.low))

    def tens(self) -> Iterator[Decimal]:
        value = self.low
        while value <= self.high:
            yield value
            value += AXIS_STEP


def _values(every: Sequence[ResultsReport], code: str) -> Iterator[tuple[ResultsReport, Figure, Decimal]]:
    for each in every:
        figure = each.figures.get(code)
        if figure and figure.value is not None:
            yield each, figure, figure.value


def _series(code: str, row: Sequence[tuple[int, Figure, Decimal]], axis: _Axis) -> Series:
    points = tuple(Point(year, figure, axis.x(year), axis.y(value)) for year, figure, value in row)
    lines = tuple((start, end) for start, end in pairwise(points) if end.year == start.year + 1)
    return Series(code, points, lines, points[-1].y)


def _labelled(series: Sequence[Series]) -> tuple[Series, ...]:
    """Push the names of the series apart, so that none stands on another; the lowest stay above the floor."""
    placed: dict[str, int] = {}
    above = TREND_TOP - LABEL_GAP
    for each in sorted(series, key=lambda each: each.label_y):
        above = max(each.label_y, above + LABEL_GAP)
        placed[each.code] = above
    below = TREND_FLOOR + LABEL_GAP
    for code in reversed(placed):
        below = placed[code] = min(placed[code], below - LABEL_GAP)
    return tuple(replace(each, label_y=placed[each.code]) for each in series)


def _round_down(value: Decimal) -> Decimal:
    """The whole ten below a score, never below nought."""
    return max(Decimal(0), (value - 1) // AXIS_STEP * AXIS_STEP)


def _months(year: Span) -> Iterator[tuple[int, str]]:
    for place in range(12):
        month = (year.first.month - 1 + place) % 12 + 1
        first = date(year.first.year if month >= year.first.month else year.last.year, month, 1)
        yield month, _day(first, year)


def _band(period: Span, year: Span) -> tuple[str, str] | None:
    """Where a period begins and how wide it is, as far as it lies in the year."""
    first, last = max(period.first, year.first), min(period.last, year.last)
    if first > last:
        return None
    days = (year.last - year.first).days + 1
    return _percent((first - year.first).days, days), _percent((last - first).days + 1, days)


def _marks(days: Iterable[tuple[date, bool]], year: Span) -> tuple[Mark, ...]:
    """The days within the year; what came later stands at its end."""
    return tuple(Mark(_day(min(day, year.last), year), sure) for day, sure in days if day >= year.first)


def _day(day: date, year: Span) -> str:
    return _percent((day - year.first).days, (year.last - year.first).days + 1)


def _percent(part: Decimal | int, whole: Decimal | int) -> str:
    return f"{Decimal(part) * 100 / Decimal(whole):.2f}%"
