"""A body's report -> each thing that is left to do, by which day, by whom, and where that day comes from.

A day is never invented: every task names its source, and one without a day in the data has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Literal, get_args

from prongsai.derive import UnitReport
from prongsai.derive.asked import AskedRound
from prongsai.derive.measures import MeasureReport
from prongsai.derive.plan import PlanReport
from prongsai.derive.progress import CLOSED, next_round
from prongsai.model.calendar import Period, Round, fiscal_span, round_span
from prongsai.problems import Place

TaskKind = Literal["entry", "step", "close", "status", "proof", "finding", "plan"]
KINDS: tuple[TaskKind, ...] = get_args(TaskKind)
Standing = Literal["over", "ended", "soon", "later", "undated"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
SOON_DAYS = 60
"""A task that is due within so many days is told as near."""
NOBODY = ""
"""The owner of what the body gives to nobody."""
_ROUNDS: tuple[Round, ...] = get_args(Round)
_NEW: Mapping[str, str] = {"plan": "year", "finding": "measure"}
"""What to begin where no measure is there to be reported on."""
_RECURRING: Mapping[str, Round] = {"every-quarter": "q1", "every-half": "h1"}
"""The first round of a period that repeats itself."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `why` names the sentence that says where `due` comes from, `facts` fill it.

    `round` is the one to report on; `place` is the line of the file that it is about; `key` tells it from the
    other tasks of its kind and measure.
    """

    kind: TaskKind
    unit: str
    year: int
    today: date
    why: str
    place: Place
    key: str = ""
    due: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    measure: MeasureReport | None = None
    round: Round | None = None

    @property
    def days(self) -> int | None:
        """Days from today until it is due, negative once that day is over; None without a day."""
        return (self.due - self.today).days if self.due else None

    @property
    def standing(self) -> Standing:
        """Whether it is due; a round that is over without a report is `ended`, never late."""
        if self.days is None:
            return "undated"
        if self.days < 0:
            return "ended" if self.kind == "entry" else "over"
        return "soon" if self.days <= SOON_DAYS else "later"

    @property
    def owners(self) -> tuple[str, ...]:
        """The ids of everyone responsible; `NOBODY` alone where the body names none."""
        return (self.measure.responsible if self.measure else ()) or (NOBODY,)

    @property
    def id(self) -> str:
        """What stays the same from one day to the next, unlike any other task's."""
        measure = self.measure.id if self.measure else ""
        return ".".join(filter(None, [self.unit, str(self.year), measure, self.kind, self.key]))

    @property
    def command(self) -> tuple[str, ...]:
        """The command that settles it, which asks for what is not given; empty where only `place` can."""
        if not self.measure:
            return ("prongsai", "new", _NEW[self.kind], self.unit, str(self.year))
        if self.kind == "step":
            return ()
        options = ["--round", self.round] if self.round else []
        if self.kind in ("close", "proof"):
            options += ["--status", "done"]
        return ("prongsai", "progress", self.unit, str(self.year), self.measure.id, *options)

    @property
    def sort_key(self) -> tuple[bool, date, int]:
        """Soonest first; what has no day comes last."""
        return (self.due is None, self.due or self.today, self.year)


def all_tasks(report: UnitReport) -> Iterator[Task]:
    """Everything that a body has left to do as of its report's day, year by year."""
    yield from _plan_missing(report)
    for plan in report.plans:
        yield from _plan_tasks(report, plan)


def _plan_missing(report: UnitReport) -> Iterator[Task]:
    """The newest results have no plan that rests on them, and their year's plan can still be made."""
    results = report.latest_results
    if not results or any(plan.result_year >= results.year for plan in report.plans):
        return
    year = results.year + 1
    if report.today <= fiscal_span(year).last:
        folder = PurePosixPath(report.source.document.path).parent
        place = Place(f"{folder}/{year}/analysis.yml", 1)
        facts = {"result_year": results.year, "year": year}
        yield Task("plan", report.id, year, report.today, "plan", place, facts=facts)


def _plan_tasks(report: UnitReport, plan: PlanReport) -> Iterator[Task]:
    for measure in plan.measures:
        yield from _Case(report, plan, measure).tasks()
    if plan.source and plan.measures and report.today <= fiscal_span(plan.year).last:
        for each in plan.open_findings:
            place = plan.source.document.place(("findings", each.index))
            facts = {"text": each.finding.text}
            yield Task(
                "finding", report.id, plan.year, report.today, "finding", place, each.anchor, facts=facts
            )


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why something is to be done: the sentence's name, the round to report on, what fills the sentence."""

    why: str
    round: Round | None
    facts: Mapping[str, object] = field(default_factory=dict)


_Expected = tuple[date, _Reason]
"""A day by which a report is expected, and why."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One measure and what its days are taken from."""

    report: UnitReport
    plan: PlanReport
    measure: MeasureReport

    def tasks(self) -> Iterator[Task]:
        """All that is left to do; nothing for a measure that is cancelled, or done with proof."""
        if self.measure.has("no-proof"):
            yield self._task("proof", None, _Reason("proof", self._last_round))
        if self.measure.state in CLOSED:
            return
        expected = self._next_entry() if self.measure.entries else self._first_entry()
        if expected:
            yield self._task("entry", *expected, key=expected[1].round or "")
        yield from self._steps()
        yield from self._unfinished(expected[0] if expected else None)

    def _steps(self) -> Iterator[Task]:
        """Every row that has a day and is not done."""
        value = self.measure.source.value
        for name, rows in (("steps", value.steps), ("follow_up", value.follow_up)):
            for index, row in enumerate(rows):
                if row.due and not row.done:
                    reason = _Reason("step", None, {"step": row.text, "when": row.due})
                    at = (name, index, "done")
                    yield self._task("step", row.due.span.last, reason, at, f"{name}.{index}")

    def _unfinished(self, next_due: date | None) -> Iterator[Task]:
        """The period ends before the next report is due; or the last one does not say how far the work is."""
        period = self.measure.source.value.period
        end = period.span(self.measure.year).last if period else None
        if self.measure.entries and end and (not next_due or end < next_due):
            yield self._task("close", end, _Reason("close", None))
        is_waiting = not next_due or next_due >= self.report.today
        if self.measure.state == "unstated" and is_waiting:
            yield self._task("status", None, _Reason("status", self._last_round))

    def _next_entry(self) -> _Expected | None:
        """The first round after what was told, as the body itself counts rounds."""
        following = next_round(self.measure.entries, self.measure.year)
        if not following:
            return None
        due = round_span(self.measure.year, following.round).last
        why = "next-round" if self._last_round else "next-half"
        return due, _Reason(why, following.round, {"since": following.since})

    def _first_entry(self) -> _Expected:
        """The earliest day on which anything asks for a report of a measure that has none."""
        period = self.measure.source.value.period
        span = period.span(self.measure.year) if period else fiscal_span(self.measure.year)
        asked = [*self._own(period), *self._of_others(), *self._of_items()]
        return min((each for each in asked if each[0] >= span.first), key=itemgetter(0))

    def _own(self, period: Period | None) -> Iterator[_Expected]:
        year = self.measure.year
        if period and (first := _RECURRING.get(period.name)):
            yield round_span(year, first).last, _Reason("part", first, {"period": period, "year": year})
        elif period:
            yield period.span(year).last, _Reason("period", _round_of(period, year))

    def _of_others(self) -> Iterator[_Expected]:
        """The rounds of which other measures of the plan were reported."""
        for each in self.plan.rounds:
            if each.name:
                yield round_span(self.measure.year, each.name).last, _Reason("others", each.name)

    def _of_items(self) -> Iterator[_Expected]:
        """What the assessments ask for; else, where the body gives no period, the fiscal year's end."""
        year = self.measure.year
        for asked in self.report.asked[year]:
            due = round_span(year, asked.round).last
            facts = {"item": asked.item, "asked_in": asked.year}
            yield due, _Reason(_item_sentence(asked), asked.round, facts)
        if not self.measure.source.value.period:
            yield fiscal_span(year).last, _Reason("fiscal-year", "year", {"year": year})

    @property
    def _last_round(self) -> Round | None:
        return self.measure.entries[-1].entry.round

    def _task(
        self,
        kind: TaskKind,
        due: date | None,
        reason: _Reason,
        at: tuple[str | int, ...] = ("progress",),
        key: str = "",
    ) -> Task:
        return Task(
            kind=kind,
            unit=self.report.id,
            year=self.measure.year,
            today=self.report.today,
            why=reason.why,
            place=self.measure.source.document.place(at),
            key=key,
            due=due,
            facts={"due": due, "round": reason.round, **reason.facts},
            measure=self.measure,
            round=reason.round,
        )


def _item_sentence(asked: AskedRound) -> str:
    return "item" if asked.is_sure else "item-unsure"


def _round_of(period: Period, year: int) -> Round | None:
    """The shortest round that holds a period and ends with it, else the quarter in which it ends."""
    span = period.span(year)
    spans = {name: round_span(year, name) for name in _ROUNDS}
    whole = (name for name, each in spans.items() if each.contains(span) and each.last == span.last)
    part = (name for name, each in spans.items() if each.first <= span.last <= each.last)
    return next(iter((*whole, *part)), None)
