"""A measure's journal and dates -> its state and the remarks that explain it.

"Today" is a parameter. What the body says and what the dates say are told apart (design §6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from prongsai.model.calendar import Round, round_span
from prongsai.model.measure import Entry, Measure

State = Literal["done", "in-progress", "not-started", "cancelled", "unstated", "no-report"]
STATES: tuple[State, ...] = ("done", "in-progress", "not-started", "cancelled", "unstated", "no-report")
CLOSED: tuple[State, ...] = ("done", "cancelled")
RemarkName = Literal["late", "no-report", "stale", "no-proof"]
REMARKS: tuple[RemarkName, ...] = ("late", "no-report", "stale", "no-proof")


@dataclass(frozen=True, slots=True)
class Remark:
    """What the dates say of a measure; the sentence is the theme's, `facts` fill it."""

    name: RemarkName
    facts: Mapping[str, date | str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """An entry and the day under which it stands; `is_dated` tells whether the body gave that day."""

    entry: Entry
    stands_at: date
    is_dated: bool
    index: int
    """Its place in the file, from 0."""
    days_after_round: int | None = None
    """Days between the end of the round and the day of reporting; None if it came in time or nobody knows."""


def journal(measure: Measure, year: int) -> tuple[PlacedEntry, ...]:
    """The entries in the order of their days; those of one day in the order in which they were written."""
    entries = [_placed(each, index, year) for index, each in enumerate(measure.progress)]
    return tuple(sorted(entries, key=lambda placed: placed.stands_at))


def _placed(entry: Entry, index: int, year: int) -> PlacedEntry:
    after = (entry.date - round_span(year, entry.round).last).days if entry.date and entry.round else 0
    is_dated = entry.date is not None
    return PlacedEntry(entry, entry.stands_at(year), is_dated, index, after if after > 0 else None)


def state_of(entries: tuple[PlacedEntry, ...]) -> State:
    """What the last entry says; `unstated` if it says nothing, `no-report` if there is none."""
    if not entries:
        return "no-report"
    return entries[-1].entry.status or "unstated"


def remarks(measure: Measure, year: int, today: date) -> tuple[Remark, ...]:
    """All that the dates say of a measure on a day."""
    entries = journal(measure, year)
    return tuple(_remarks(measure, entries, year, today))


def _remarks(measure: Measure, entries: tuple[PlacedEntry, ...], year: int, today: date) -> Iterator[Remark]:
    state = state_of(entries)
    if state == "no-report":
        yield from _no_report(measure, year, today)
        return
    if state == "done" and not any(placed.entry.evidence for placed in entries):
        yield Remark("no-proof")
    if state in CLOSED:
        return
    yield from _late(measure, year, today)
    yield from _stale(entries, year, today)


def _no_report(measure: Measure, year: int, today: date) -> Iterator[Remark]:
    """Nothing was reported: told with the day on which the period ended, once it has."""
    ended = measure.period.span(year).last if measure.period else round_span(year, "year").last
    if ended < today:
        yield Remark("no-report", {"ended": ended})


def _late(measure: Measure, year: int, today: date) -> Iterator[Remark]:
    """The earliest unfinished `due`, else the period's end, is over."""
    rows = (*measure.steps, *measure.follow_up)
    open_dues = [(row.due.span.last, row.text) for row in rows if row.due and not row.done]
    if open_dues:
        due, text = min(open_dues, key=lambda pair: pair[0])
        if due < today:
            yield Remark("late", {"due": due, "step": text})
    elif measure.period and (end := measure.period.span(year).last) < today:
        yield Remark("late", {"due": end, "step": None})


def _stale(entries: tuple[PlacedEntry, ...], year: int, today: date) -> Iterator[Remark]:
    """A whole round of the body's own rhythm went by after the last entry without another."""
    following = next_round(entries, year)
    if following and (ended := round_span(year, following.round).last) < today:
        yield Remark("stale", {"since": following.since, "round": following.round, "ended": ended})


@dataclass(frozen=True, slots=True)
class NextRound:
    """The first round of which nothing was told, and the last day of which something was."""

    round: Round
    since: date


def next_round(entries: tuple[PlacedEntry, ...], year: int) -> NextRound | None:
    """Return the round after what was told: in quarters if the last entry was a quarter's, else in halves."""
    quarters: tuple[Round, ...] = ("q1", "q2", "q3", "q4")
    halves: tuple[Round, ...] = ("h1", "h2")
    since = max(covers_until(placed, year) for placed in entries)
    for name in quarters if entries[-1].entry.round in quarters else halves:
        if since < round_span(year, name).first:
            return NextRound(name, since)
    return None


def covers_until(placed: PlacedEntry, year: int) -> date:
    """The last day of which an entry tells: its round's, however late it was filed; else its own."""
    return round_span(year, placed.entry.round).last if placed.entry.round else placed.stands_at
