"""A score -> the findings and measures that it caused, in whichever year's plan they stand.

It is the way back of the join that `plan` makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prongsai.derive.measures import MeasureReport
from prongsai.derive.plan import FindingReport, PlanReport


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """Where a finding stands: the plan's year and the anchor on its analysis page."""

    year: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Consequences:
    """What one code of a result caused."""

    findings: tuple[FindingPlace, ...]
    measures: tuple[MeasureReport, ...]


def consequences(result_year: int, plans: Iterable[PlanReport]) -> Mapping[str, Consequences]:
    """Return, by code of `result_year`, the findings that name it and the measures that answer it.

    A measure is claimed only if its `answers` holds the code itself or the id of a finding that names it.
    """
    findings: dict[str, list[FindingPlace]] = {}
    measures: dict[str, list[MeasureReport]] = {}
    for plan in plans:
        if plan.result_year != result_year:
            continue
        for finding in plan.findings:
            for code in _codes(finding, plan):
                findings.setdefault(code, []).append(FindingPlace(plan.year, finding.anchor))
        for measure in plan.measures:
            for code in _answered_codes(measure, plan):
                measures.setdefault(code, []).append(measure)
    return {
        code: Consequences(tuple(findings.get(code, ())), tuple(measures.get(code, ())))
        for code in {**findings, **measures}
    }


def _codes(finding: FindingReport, plan: PlanReport) -> Iterable[str]:
    """The codes that a finding names, and its section where that is a code that has a score; each once."""
    section = finding.finding.section
    is_scored = plan.framework and section in plan.framework.scored
    return dict.fromkeys([*finding.finding.codes, *([section] if is_scored else [])])


def _answered_codes(measure: MeasureReport, plan: PlanReport) -> Iterable[str]:
    """The codes that a measure answers, itself or by the id of a finding that names them; each once."""
    by_id = {each.finding.id: _codes(each, plan) for each in plan.findings if each.finding.id}
    answers = measure.source.value.answers
    return dict.fromkeys(code for answer in answers for code in by_id.get(answer, (answer,)))
