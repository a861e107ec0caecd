"""Measures counted and grouped: by state, by remark, by owner, by round.

It must not judge a measure: what it is and what the dates say stands in its report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from prongsai.derive.measures import MeasureReport
from prongsai.derive.progress import REMARKS, STATES, PlacedEntry, RemarkName, State, covers_until
from prongsai.model.calendar import Round
from prongsai.model.unit import ALL_OWNERS, Unit


@dataclass(frozen=True, slots=True)
class Tally:
    """How many measures are in each state, and of how many the dates say something."""

    total: int
    states: dict[State, int]
    remarks: dict[RemarkName, int]


@dataclass(frozen=True, slots=True)
class OwnerTally:
    """One owner's measures."""

    id: str
    name: str
    tally: Tally
    measures: tuple[MeasureReport, ...]


@dataclass(frozen=True, slots=True)
class RoundReport:
    """The entries that were filed for one round, in the order of the measures."""

    name: Round | None
    entries: tuple[tuple[MeasureReport, PlacedEntry], ...]


@dataclass(frozen=True, slots=True)
class StatusGroup:
    """The measures of which a state or a remark holds; `name` is the state's or the remark's."""

    name: str
    is_remark: bool
    measures: tuple[MeasureReport, ...]


def tally(measures: Iterable[MeasureReport]) -> Tally:
    """Count measures by state and by remark."""
    counted = tuple(measures)
    return Tally(
        total=len(counted),
        states={state: sum(each.state == state for each in counted) for state in STATES},
        remarks={name: sum(each.has(name) for each in counted) for name in REMARKS},
    )


def status_groups(measures: tuple[MeasureReport, ...]) -> tuple[StatusGroup, ...]:
    """Every remark and every state with its measures; a group may be empty."""
    remarked = [
        StatusGroup(name, True, tuple(each for each in measures if each.has(name)))
        for name in REMARKS
        if name not in STATES
    ]
    stated = [
        StatusGroup(name, False, tuple(each for each in measures if each.state == name)) for name in STATES
    ]
    return (*remarked, *stated)


def owner_tallies(unit: Unit, measures: tuple[MeasureReport, ...]) -> tuple[OwnerTally, ...]:
    """Each owner that has a measure, in the body's own order; last what all departments do."""
    found = []
    names = {**{owner.id: owner.name for owner in unit.owners}, ALL_OWNERS: ALL_OWNERS}
    for owner_id, name in names.items():
        own = tuple(each for each in measures if owner_id in each.responsible)
        if own:
            found.append(OwnerTally(owner_id, name, tally(own), own))
    return tuple(found)


def rounds(measures: tuple[MeasureReport, ...]) -> tuple[RoundReport, ...]:
    """The entries round by round, in the order of the rounds' last days, however late an entry was filed.

    Those of no round stand where the first of them does.
    """
    filed = [(measure, placed) for measure in measures for placed in measure.entries]
    days: dict[Round | None, date] = {}
    for measure, placed in filed:
        day = covers_until(placed, measure.year)
        days[placed.entry.round] = min(day, days.get(placed.entry.round, day))
    return tuple(
        RoundReport(name, tuple(pair for pair in filed if pair[1].entry.round == name))
        for name in sorted(days, key=lambda name: (days[name], name or ""))
    )
