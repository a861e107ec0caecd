"""A score -> the findings and measures that it caused, in whichever year's plan they stand.

It is the way back of the join that `plan` makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    found: dict[str, tuple[dict[FindingPlace, None], dict[str, MeasureReport]]] = {}
    for plan in plans:
        if plan.result_year != result_year:
            continue
        for finding in plan.findings:
            for code in _codes(finding, plan):
                found.setdefault(code, ({}, {}))[0][FindingPlace(plan.year, finding.anchor)] = None
        for measure in plan.measures:
            for code in _answered_codes(measure, plan):
                found.setdefault(code, ({}, {}))[1][f"{plan.year}/{measure.id}"] = measure
    return {
        code: Consequences(tuple(findings), tuple(measures.values()))
        for code, (findings, measures) in found.items()
    }


def _codes(finding: FindingReport, plan: PlanReport) -> Iterator[str]:
    """The codes that a finding names, and its section where that is a code that has a score."""
    yield from finding.finding.codes
    if plan.framework and finding.finding.section in plan.framework.scored:
        yield finding.finding.section


def _answered_codes(measure: MeasureReport, plan: PlanReport) -> Iterator[str]:
    by_id = {each.finding.id: each for each in plan.findings if each.finding.id}
    for answer in measure.source.value.answers:
        if answer in by_id:
            yield from _codes(by_id[answer], plan)
        else:
            yield answer
