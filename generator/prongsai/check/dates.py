"""Rules about days and years: what a plan says lies in its fiscal year."""

from __future__ import annotations

from collections.abc import Iterator

from prongsai.check.case import Case
from prongsai.load import Placed, YearFiles
from prongsai.model.calendar import BUDDHIST_OFFSET, Span, fiscal_span
from prongsai.model.measure import Measure
from prongsai.problems import Problem


def problems(case: Case) -> Iterator[Problem]:
    """Yield the problems of every plan's dates."""
    for year in case.unit.years:
        yield from result_year_not_before(year)
        for measure in year.measures:
            yield from period_outside_year(measure, year.year)
            yield from due_outside_year(measure, year.year)
            yield from entry_before_year(measure, year.year)


def result_year_not_before(year: YearFiles) -> Iterator[Problem]:
    """The analysed result is of an earlier fiscal year than the plan."""
    if year.analysis and year.analysis.value.result_year >= year.year:
        value = year.analysis.value.result_year
        yield year.analysis.problem("result-year", "result_year", value=value, year=year.year)


def period_outside_year(measure: Placed[Measure], year: int) -> Iterator[Problem]:
    """A measure's period lies in the plan's fiscal year."""
    if not measure.value.period:
        return
    span = measure.value.period.span(year)
    if not fiscal_span(year).contains(span):
        yield measure.problem(_outside(span, year), "period", **_year_facts(year))


def due_outside_year(measure: Placed[Measure], year: int) -> Iterator[Problem]:
    """What a row of steps or follow-up is due on lies in the plan's fiscal year."""
    for field in ("steps", "follow_up"):
        for index, step in enumerate(getattr(measure.value, field)):
            if step.due and not fiscal_span(year).contains(step.due.span):
                code = _outside(step.due.span, year)
                yield measure.problem(code, field, index, "due", **_year_facts(year))


def entry_before_year(measure: Placed[Measure], year: int) -> Iterator[Problem]:
    """No progress is reported before the fiscal year begins."""
    for index, entry in enumerate(measure.value.progress):
        if entry.date and entry.date < fiscal_span(year).first:
            yield measure.problem("entry-before-year", "progress", index, "date", **_year_facts(year))


def _outside(span: Span, year: int) -> str:
    """Name the fault of days outside a fiscal year: right but for the era, or plainly outside."""
    fiscal = fiscal_span(year)
    shifts = (fiscal.first.year - span.first.year, fiscal.last.year - span.first.year)
    return "off-by-543" if BUDDHIST_OFFSET in map(abs, shifts) else "outside-fiscal-year"


def _year_facts(year: int) -> dict[str, object]:
    return {"year": year, "start": fiscal_span(year).first.year + BUDDHIST_OFFSET}
