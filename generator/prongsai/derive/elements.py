"""What an OIT item asks of a plan -> how much of it is there, and where it can be seen.

Which elements an item has is the framework's; this module knows how each of them is recognised in the data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from prongsai import addresses
from prongsai.derive.measures import MeasureReport
from prongsai.derive.plan import PlanReport
from prongsai.derive.progress import covers_until
from prongsai.derive.scores import ResultsReport
from prongsai.model.calendar import round_span
from prongsai.model.framework import Element, ItemRole
from prongsai.model.measure import Measure

ElementState = Literal["present", "partial", "missing", "unknown"]
IN_MEASURE: Mapping[str, Callable[[Measure], bool]] = {
    "method": lambda measure: bool(measure.approach or measure.steps or measure.title),
    "steps": lambda measure: bool(measure.steps),
    "owners": lambda measure: bool(measure.responsible),
    "period": lambda measure: measure.period is not None,
    "follow-up": lambda measure: bool(measure.follow_up),
}
"""The elements that every measure shows for itself, by what `shows` calls them."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What an item draws on: the plan that it speaks of and the body's results."""

    plan: PlanReport
    role: ItemRole
    results: tuple[ResultsReport, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the things that an element asks for are there, and where."""

    there: int
    asked: int
    address: str


@dataclass(frozen=True, slots=True)
class ElementReport:
    """One required element; `coverage` is None where the framework does not say what shows it."""

    element: Element
    coverage: Coverage | None

    @property
    def state(self) -> ElementState:
        """`present`, `partial`, `missing`, or `unknown` where it cannot be told from data."""
        if not self.coverage:
            return "unknown"
        if self.coverage.there == 0:
            return "missing"
        return "present" if self.coverage.there >= self.coverage.asked else "partial"


def element_report(element: Element, sources: Sources) -> ElementReport:
    """Return how far a plan shows an element."""
    if element.shows and element.shows in IN_MEASURE:
        is_shown = IN_MEASURE[element.shows]
        there = sum(is_shown(each.source.value) for each in sources.plan.measures)
        anchor = addresses.measures_page(sources.plan.year) + "#details"
        return ElementReport(element, Coverage(there, max(1, len(sources.plan.measures)), anchor))
    recognise = _OF_PLAN.get(element.shows)
    return ElementReport(element, recognise(sources) if recognise else None)


def missing_sections(plan: PlanReport, role: ItemRole) -> tuple[str, ...]:
    """The topics or indicators that the item asks for and the analysis lacks."""
    there = {section.id for section in plan.sections if section.section or section.findings}
    return tuple(code for code in _asked_sections(plan, role) if code not in there)


def has_limits(plan: PlanReport) -> bool:
    """Tell whether the body states its limits anywhere in the plan."""
    in_sections = any(section.section and section.section.limits for section in plan.sections)
    return in_sections or any(measure.source.value.limits for measure in plan.measures)


def _asked_sections(plan: PlanReport, role: ItemRole) -> tuple[str, ...]:
    if not plan.framework:
        return ()
    topics = tuple(topic.id for topic in plan.framework.topics)
    indicators = tuple(indicator.id for indicator in plan.framework.indicators)
    return {"topics": topics, "indicators": indicators, "any": ()}[role.sections]


def _analysis(sources: Sources) -> Coverage:
    return Coverage(int(sources.plan.source is not None), 1, addresses.analysis_page(sources.plan.year))


def _sections(sources: Sources) -> Coverage:
    asked = _asked_sections(sources.plan, sources.role)
    if not asked:
        return _analysis(sources)
    there = len(asked) - len(missing_sections(sources.plan, sources.role))
    return Coverage(there, len(asked), addresses.analysis_page(sources.plan.year))


def _findings(sources: Sources) -> Coverage:
    return Coverage(len(sources.plan.findings), 1, addresses.analysis_page(sources.plan.year))


def _limits(sources: Sources) -> Coverage:
    page = addresses.analysis_page if sources.plan.source else addresses.measures_page
    return Coverage(int(has_limits(sources.plan)), 1, page(sources.plan.year))


def _results(sources: Sources) -> Coverage:
    years = {each.year for each in sources.results}
    year = sources.plan.result_year
    return Coverage(int(year in years), 1, addresses.results_page(year))


def _history(sources: Sources) -> Coverage:
    earlier = any(each.year < sources.plan.result_year for each in sources.results)
    return Coverage(int(earlier), 1, addresses.HISTORY)


def _progress(sources: Sources) -> Coverage:
    measures = sources.plan.measures
    there = sum(bool(each.entries) for each in measures)
    return Coverage(there, max(1, len(measures)), addresses.progress_page(sources.plan.year))


def _round(sources: Sources) -> Coverage:
    """A measure is reported on for a round where an entry tells of its last day."""
    measures = sources.plan.measures
    there = sum(_covers_round(each, sources.role) for each in measures)
    return Coverage(there, max(1, len(measures)), addresses.progress_page(sources.plan.year))


def _covers_round(measure: MeasureReport, role: ItemRole) -> bool:
    end = round_span(measure.year, role.round).last
    return any(covers_until(placed, measure.year) >= end for placed in measure.entries)


def _year(sources: Sources) -> Coverage:
    page = addresses.progress_page if sources.role.page == "progress" else addresses.measures_page
    return Coverage(1, 1, page(sources.plan.year))


_OF_PLAN: Mapping[str | None, Callable[[Sources], Coverage]] = {
    "analysis": _analysis,
    "sections": _sections,
    "findings": _findings,
    "limits": _limits,
    "results": _results,
    "history": _history,
    "progress": _progress,
    "round": _round,
    "year": _year,
}
