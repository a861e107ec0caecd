"""Rules about what a year's OIT items ask of a plan, and what a reader may expect of it.

Which elements a plan must show is the framework's; this module knows only how each is recognised.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from prongsai.check.case import Case
from prongsai.check.mentions import phrases
from prongsai.derive.elements import IN_MEASURE, has_limits, missing_sections
from prongsai.derive.measures import MeasureReport
from prongsai.derive.plan import PlanReport
from prongsai.derive.scores import ResultsReport
from prongsai.fields import choices
from prongsai.load import Placed
from prongsai.model.calendar import round_span
from prongsai.model.framework import Framework, Item
from prongsai.model.measure import Measure
from prongsai.problems import Problem

MEASURES_PAGE = "measures"
PROGRESS_PAGE = "progress"
FIELDS = {"method": "approach", "follow-up": "follow_up"}
"""The field to fill for an element whose field has another name."""
ALWAYS = ("steps", "owners", "period")
"""A promise without these cannot be kept; they are asked whether or not a framework names them."""


def problems(case: Case) -> Iterator[Problem]:
    """Yield what the body's plans lack."""
    for plan in case.report.plans:
        results = case.report.analysed_results(plan.year)
        yield from _plan_problems(plan, results, case.framework(plan.year), case.today)


def _plan_problems(
    plan: PlanReport, results: ResultsReport | None, framework: Framework | None, today: date
) -> Iterator[Problem]:
    """Yield what a plan lacks; `framework` is that of the year in which the plan is disclosed."""
    item = _item(framework, MEASURES_PAGE)
    yield from missing_section(plan, item)
    yield from missing_limits(plan, item)
    yield from open_finding(plan)
    for measure in plan.measures:
        yield from example_measure(measure.source)
        yield from missing_element(measure.source, item)
        yield from done_without_proof(measure)
        yield from missing_entry(measure, _item(framework, PROGRESS_PAGE), today)
    if results and plan.measures:
        yield from weak_indicator(plan, results)


def is_example(measure: Measure) -> bool:
    """Tell whether a measure only shows what one looks like, as `init` writes them."""
    return measure.title is not None and measure.title.startswith(phrases()["example"])


def example_measure(measure: Placed[Measure]) -> Iterator[Problem]:
    """No measure is an example when it is published."""
    if is_example(measure.value):
        yield measure.problem("example-measure", "title")


def missing_section(plan: PlanReport, item: Item | None) -> Iterator[Problem]:
    """An analysis has every topic or every indicator that the year asks for."""
    missing = missing_sections(plan, item.role) if item and item.role else ()
    if item and missing and plan.source:
        yield plan.source.problem("missing-section", "sections", missing=", ".join(missing), item=item.id)


def missing_limits(plan: PlanReport, item: Item | None) -> Iterator[Problem]:
    """An analysis tells the body's limits where the year asks for them."""
    asked = item and any(element.shows == "limits" for element in item.elements)
    if asked and plan.source and not has_limits(plan):
        yield plan.source.problem("missing-limits", "sections")


def open_finding(plan: PlanReport) -> Iterator[Problem]:
    """Every finding that asks for something has a measure that answers it."""
    if not plan.source or not plan.measures:
        return
    for report in plan.open_findings:
        yield plan.source.problem("open-finding", "findings", report.index)


def missing_element(measure: Placed[Measure], item: Item | None) -> Iterator[Problem]:
    """A measure says what, who, when and how it is followed up, as far as the year asks."""
    asked = {element.shows for element in item.elements} if item else set()
    for name, is_present in IN_MEASURE.items():
        if (name in asked or name in ALWAYS) and not is_present(measure.value):
            yield measure.problem(f"missing-{name}", FIELDS.get(name, name))


def done_without_proof(measure: MeasureReport) -> Iterator[Problem]:
    """What is reported as done is proved."""
    if measure.has("no-proof"):
        last = len(measure.source.value.progress) - 1
        yield measure.source.problem("done-without-proof", "progress", last, "evidence")


def missing_entry(measure: MeasureReport, item: Item | None, today: date) -> Iterator[Problem]:
    """Every measure is reported on by the end of the year's round."""
    asked = item.role.round if item and item.role else "year"
    if not measure.entries and round_span(measure.year, asked).last < today:
        yield measure.source.problem(
            "missing-entry", "progress", round=choices()["round"][asked][0], year=measure.year
        )


def weak_indicator(plan: PlanReport, results: ResultsReport) -> Iterator[Problem]:
    """The weakest indicator and every one below the pass mark has a measure or a stated reason."""
    weakest = {figure.code for figure in results.weakest}
    unanswered = [
        each.figure.code
        for each in results.indicators
        if (each.below_pass or each.figure.code in weakest)
        and not _is_addressed(plan, _codes_of(results.framework, each.figure.code))
    ]
    if unanswered and plan.source:
        facts = {"codes": ", ".join(unanswered), "year": results.year}
        yield plan.source.problem("weak-indicator", "findings", **facts)


def _codes_of(framework: Framework, indicator: str) -> frozenset[str]:
    """An indicator's own code and those of its questions and items."""
    questions = (question.id for question in framework.questions_of(indicator))
    groups = {group.id for group in framework.groups if group.indicator == indicator}
    items = (item.id for item in framework.items if item.group in groups)
    return frozenset((indicator, *questions, *items))


def _is_addressed(plan: PlanReport, codes: frozenset[str]) -> bool:
    """Tell whether a measure answers one of the codes or stands under one, or a finding says to keep."""
    by_measure = any(
        each.section in codes or codes & set(each.source.value.answers) or _answered(plan, each) & codes
        for each in plan.measures
    )
    kept = any(each.finding.need == "keep" and codes & set(each.finding.codes) for each in plan.findings)
    return by_measure or kept


def _answered(plan: PlanReport, measure: MeasureReport) -> set[str]:
    findings = [each for each in plan.findings if each.anchor in measure.findings]
    return {code for each in findings for code in (each.finding.section, *each.finding.codes)}


def _item(framework: Framework | None, page: str) -> Item | None:
    items = framework.items if framework else ()
    return next((item for item in items if item.role and item.role.page == page), None)
