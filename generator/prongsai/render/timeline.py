"""A measure's year -> places in its timeline: percent of the width from the left, pixels from the top.

What is drawn there and in which words stands in `theme/parts/chart.j2`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from prongsai.derive.measures import MeasureReport
from prongsai.model.calendar import Span, fiscal_span
from prongsai.render.charts import Anchor, percent

# Percents leave room for the text beside them where the drawing is narrowest: 280 pixels on a phone.
LANES_TOP = 24
LANE_LABEL, MARK_ROW, LANE_FOOT = 18, 18, 6
TODAY_ROW = 20
YEAR_BEGINS, YEAR_ENDS, YEAR_ENDS_EARLY, AFTER_YEAR = 3, 97, 88, Decimal(94)
MARK = Decimal(6)
EDGE = 30


@dataclass(frozen=True, slots=True)
class Mark:
    """A day of a timeline; `is_sure` tells whether the body gave the day, or did what was due."""

    x: str
    y: int
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of a timeline: a band from day to day, or marks, in as many rows as keep them apart."""

    name: str
    label_y: int
    y: int
    band: tuple[str, str] | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """The first day of a month; the months between the quarters' first ones are named where there is room."""

    number: int
    x: str
    begins_quarter: bool


@dataclass(frozen=True, slots=True)
class Today:
    """The day on which one asks, and to which side of its line its name stands."""

    x: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Timeline:
    """A measure's fiscal year; what came after it stands beyond `after`, where the year ends."""

    months: tuple[Month, ...]
    lanes: tuple[Lane, ...]
    after: str | None
    today: Today | None
    floor: int
    height: int


def measure_timeline(measure: MeasureReport, today: date) -> Timeline | None:
    """A measure's year: its period, the days when rows are due, its entries; None where no day is known.

    Days before the year are left out; they are faults of the data.
    """
    source, year = measure.source.value, fiscal_span(measure.year)
    period = source.period.span(measure.year) if source.period else None
    dues = [
        (row.due.span.last, row.done is not None) for row in (*source.steps, *source.follow_up) if row.due
    ]
    entries = [(placed.stands_at, placed.is_dated) for placed in measure.entries]
    latest = [day for day, _ in (*dues, *entries)] + ([period.last] if period else [])
    days = _Days(year, has_after=any(day > year.last for day in latest))
    band = days.band(period) if period else None
    lanes = _lanes(
        [("period", band, ()), ("due", None, days.marks(dues)), ("entries", None, days.marks(entries))]
    )
    if not lanes:
        return None
    floor = max([lanes[-1].y, *(mark.y for mark in lanes[-1].marks)]) + MARK_ROW // 2 + LANE_FOOT
    shown = days.today(today)
    return Timeline(
        months=tuple(_months(days)),
        lanes=lanes,
        after=percent(days.end) if days.has_after else None,
        today=shown,
        floor=floor,
        height=floor + (TODAY_ROW if shown else 0),
    )


@dataclass(frozen=True, slots=True)
class _Days:
    """Where days stand in a timeline, in percent; `has_after` leaves room for what came after the year."""

    year: Span
    has_after: bool

    @property
    def end(self) -> Decimal:
        return Decimal(YEAR_ENDS_EARLY if self.has_after else YEAR_ENDS)

    def at(self, day: date) -> Decimal:
        """Where a day begins; every day after the year stands beyond its end."""
        if day > self.year.last:
            return AFTER_YEAR
        length = (self.year.last - self.year.first).days + 1
        return YEAR_BEGINS + (self.end - YEAR_BEGINS) * (day - self.year.first).days / length

    def band(self, period: Span) -> tuple[str, str] | None:
        """Where a period begins and how wide it is; one that goes on after the year reaches the edge."""
        if period.last < self.year.first:
            return None
        first = self.at(max(period.first, self.year.first))
        last = self.end if period.last == self.year.last else self.at(period.last + timedelta(days=1))
        return percent(first), percent((Decimal(100) if period.last > self.year.last else last) - first)

    def marks(self, days: Iterable[tuple[date, bool]]) -> tuple[Mark, ...]:
        """The days in as few rows as keep each from standing on another; `y` counts from the first row."""
        rows: list[Decimal] = []
        marks = []
        for day, is_sure in sorted(days):
            if day >= self.year.first:
                x = self.at(day)
                row = next((row for row, last in enumerate(rows) if x - last >= MARK), len(rows))
                rows[row : row + 1] = [x]
                marks.append(Mark(percent(x), row * MARK_ROW, is_sure))
        return tuple(marks)

    def today(self, day: date) -> Today | None:
        """The day's line, if it lies in the year."""
        if not self.year.first <= day <= self.year.last:
            return None
        x = self.at(day)
        return Today(percent(x), "start" if x < EDGE else "end" if x > 100 - EDGE else "middle")


def _lanes(
    every: Sequence[tuple[str, tuple[str, str] | None, tuple[Mark, ...]]],
) -> tuple[Lane, ...]:
    """The lanes that have something to show, below each other."""
    lanes = []
    top = LANES_TOP
    for name, band, marks in every:
        if band or marks:
            first = top + LANE_LABEL + MARK_ROW // 2
            placed = tuple(replace(mark, y=first + mark.y) for mark in marks)
            lanes.append(Lane(name, top + LANE_LABEL - 4, first, band, placed))
            top = max([first, *(mark.y for mark in placed)]) + MARK_ROW // 2 + LANE_FOOT
    return tuple(lanes)


def _months(days: _Days) -> Iterator[Month]:
    first = days.year.first
    for place in range(12):
        year, month = divmod(first.month - 1 + place, 12)
        yield Month(
            month + 1, percent(days.at(date(first.year + year, month + 1, 1))), begins_quarter=place % 3 == 0
        )
