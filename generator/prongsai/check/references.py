"""Rules about references: what a file names exists, and what has an id has it alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from prongsai.check.case import Case
from prongsai.check.near import nearest
from prongsai.derive.measures import analysed_year
from prongsai.evidence import evidence_rules
from prongsai.load import Placed, UnitFiles, YearFiles
from prongsai.model.framework import Framework
from prongsai.model.measure import Measure
from prongsai.model.references import text_references
from prongsai.model.unit import ALL_OWNERS
from prongsai.problems import Problem
from prongsai.project import EVIDENCE
from prongsai.provinces import OTHER, province_of, provinces
from prongsai.reference import Reference


@dataclass(frozen=True, slots=True)
class Plan:
    """One year's files with what its codes mean: the framework of the result that was analysed."""

    unit: UnitFiles
    year: YearFiles
    framework: Framework | None
    result_year: int

    @property
    def finding_ids(self) -> frozenset[str]:
        """The ids that findings of the year's analysis have."""
        findings = self.year.analysis.value.findings if self.year.analysis else ()
        return frozenset(finding.id for finding in findings if finding.id)

    @property
    def section_ids(self) -> frozenset[str]:
        """Every id under which something can stand: of the analysis or of the framework."""
        own = self.year.analysis.value.sections if self.year.analysis else ()
        shared = self.framework.section_ids if self.framework else frozenset()
        return shared | {section.id for section in own}


def problems(case: Case) -> Iterator[Problem]:
    """Yield the references of one unit that lead nowhere, and ids that are used twice."""
    unit, reference = case.unit, case.reference
    yield from duplicate_ids(unit.unit, "owners", [owner.id for owner in unit.unit.value.owners])
    yield from unknown_province(unit)
    for year in unit.years:
        yield from unknown_framework(unit, year, reference)
        plan = _plan(unit, year, reference)
        yield from _plan_problems(plan)
        yield from unknown_text_reference(case, plan)
        yield from unknown_item(year, reference.framework(unit.unit.value, year.year))


def _plan(unit: UnitFiles, year: YearFiles, reference: Reference) -> Plan:
    result_year = analysed_year(year)
    return Plan(unit, year, reference.framework(unit.unit.value, result_year), result_year)


def _plan_problems(plan: Plan) -> Iterator[Problem]:
    yield from _analysis_problems(plan)
    for measure in plan.year.measures:
        yield from measure_without_analysis(measure, plan)
        yield from unknown_measure_section(measure, plan)
        yield from unknown_owner(measure, plan)
        yield from unknown_answer(measure, plan)
        yield from unknown_origin(measure, plan)
        yield from missing_evidence_file(measure, plan)
        yield from unsafe_evidence_type(measure, plan)


def _analysis_problems(plan: Plan) -> Iterator[Problem]:
    if not plan.year.analysis:
        return
    analysis = plan.year.analysis.value
    yield from duplicate_ids(plan.year.analysis, "sections", [section.id for section in analysis.sections])
    yield from duplicate_ids(plan.year.analysis, "findings", [finding.id for finding in analysis.findings])
    yield from finding_named_as_section(plan)
    yield from untitled_section(plan)
    yield from unknown_finding_section(plan)
    yield from unknown_finding_code(plan)


def unknown_kind(unit: UnitFiles, reference: Reference) -> Iterator[Problem]:
    """A body is of a kind that the package knows."""
    kind = unit.unit.value.kind
    if kind not in reference.kinds:
        yield unit.unit.problem("unknown-kind", "kind", value=kind, known=", ".join(reference.kinds))


def unknown_province(unit: UnitFiles) -> Iterator[Problem]:
    """A body's province is one of the country's, or is not stated."""
    stated = unit.unit.value.province
    if stated and province_of(stated).id == OTHER:
        near = nearest(stated, [each.name for each in provinces()])
        yield unit.unit.problem("unknown-province", "province", value=stated, near=near)


def unknown_framework(unit: UnitFiles, year: YearFiles, reference: Reference) -> Iterator[Problem]:
    """Every year that a file speaks of has a framework."""
    family = reference.kinds[unit.unit.value.kind].family
    years = [known for name, known in reference.frameworks if name == family]
    asked: list[tuple[Placed[Any], tuple[str, ...], int]] = [
        (placed, (), year.year) for placed in (year.results, year.oit) if placed
    ]
    if year.analysis:
        asked.append((year.analysis, ("result_year",), year.analysis.value.result_year))
    for placed, at, wanted in asked:
        if wanted not in years:
            known = ", ".join(map(str, sorted(years)))
            yield placed.problem("unknown-framework", *at, year=wanted, known=known)


def duplicate_ids(placed: Placed[Any], field: str, ids: Iterable[str | None]) -> Iterator[Problem]:
    """Within one list every id is used once."""
    seen: set[str] = set()
    for index, each in enumerate(ids):
        if each in seen:
            yield placed.problem("duplicate-id", field, index, "id", value=each)
        if each:
            seen.add(each)


def finding_named_as_section(plan: Plan) -> Iterator[Problem]:
    """No finding has a section's id: both are anchors of one page."""
    if plan.year.analysis:
        for index, finding in enumerate(plan.year.analysis.value.findings):
            if finding.id in plan.section_ids:
                yield plan.year.analysis.problem("duplicate-id", "findings", index, "id", value=finding.id)


def untitled_section(plan: Plan) -> Iterator[Problem]:
    """A section under an id of one's own has a title."""
    if not (plan.framework and plan.year.analysis):
        return
    shared = plan.framework.section_ids
    for index, section in enumerate(plan.year.analysis.value.sections):
        if section.id not in shared and not section.title:
            facts = {"value": section.id, "year": plan.result_year, "near": nearest(section.id, shared)}
            yield plan.year.analysis.problem("section-title", "sections", index, **facts)


def unknown_finding_section(plan: Plan) -> Iterator[Problem]:
    """A finding stands in a section that exists."""
    if not plan.year.analysis or not plan.framework:
        return
    for index, finding in enumerate(plan.year.analysis.value.findings):
        if finding.section not in plan.section_ids:
            at = ("findings", index, "section")
            yield _unknown_section(plan.year.analysis, at, finding.section, plan)


def unknown_finding_code(plan: Plan) -> Iterator[Problem]:
    """A finding's codes are those of the result year's framework."""
    if not (plan.framework and plan.year.analysis):
        return
    for index, finding in enumerate(plan.year.analysis.value.findings):
        for number, code in enumerate(finding.codes):
            if code not in plan.framework.titles and code not in plan.framework.scored:
                facts = {"value": code, "year": plan.result_year}
                facts["near"] = nearest(code, plan.framework.titles)
                yield plan.year.analysis.problem("unknown-code", "findings", index, "codes", number, **facts)


def measure_without_analysis(measure: Placed[Measure], plan: Plan) -> Iterator[Problem]:
    """A measure's codes are read by the analysis of its year, so the year has one."""
    if not plan.year.analysis and measure.value.answers:
        yield measure.problem("no-analysis", "answers", year=plan.year.year)


def unknown_measure_section(measure: Placed[Measure], plan: Plan) -> Iterator[Problem]:
    """A measure stands in a section that exists."""
    if plan.framework and measure.value.section not in plan.section_ids:
        yield _unknown_section(measure, ("section",), measure.value.section, plan)


def unknown_owner(measure: Placed[Measure], plan: Plan) -> Iterator[Problem]:
    """Whoever is responsible is an owner of `unit.yml`."""
    known = {ALL_OWNERS, *(owner.id for owner in plan.unit.unit.value.owners)}
    if measure.value.lead and measure.value.lead not in known:
        near = nearest(measure.value.lead, known)
        yield measure.problem("unknown-owner", "lead", value=measure.value.lead, near=near)
    for index, owner in enumerate(measure.value.owners):
        if owner not in known:
            yield measure.problem("unknown-owner", "owners", index, value=owner, near=nearest(owner, known))


def unknown_answer(measure: Placed[Measure], plan: Plan) -> Iterator[Problem]:
    """What a measure answers is a code of the result year or a finding."""
    if not plan.framework:
        return
    known = plan.finding_ids | plan.framework.titles.keys() | plan.framework.scored
    for index, answer in enumerate(measure.value.answers):
        if answer not in known:
            facts = {"value": answer, "year": plan.result_year, "near": nearest(answer, known)}
            yield measure.problem("unknown-answer", "answers", index, **facts)


def unknown_origin(measure: Placed[Measure], plan: Plan) -> Iterator[Problem]:
    """The measure that this one carries on is of an earlier year and exists."""
    origin = measure.value.continues
    if not origin:
        return
    earlier = {
        f"{year.year}/{placed.stem}"
        for year in plan.unit.years
        if year.year < plan.year.year
        for placed in year.measures
    }
    if origin not in earlier:
        yield measure.problem("unknown-measure", "continues", value=origin)


def unsafe_evidence_type(measure: Placed[Measure], plan: Plan) -> Iterator[Problem]:
    """Every file that proves something is of a kind that can be opened without running anything."""
    known = ", ".join(evidence_rules().kinds)
    for index, entry in enumerate(measure.value.progress):
        for number, proof in enumerate(entry.evidence):
            file = plan.unit.evidence.get(proof.file or "")
            if file and not file.kind:
                at = ("progress", index, "evidence", number, "file")
                yield measure.problem("evidence-type", *at, value=proof.file, known=known)


def missing_evidence_file(measure: Placed[Measure], plan: Plan) -> Iterator[Problem]:
    """A file that proves something lies below the unit's `evidence/`."""
    for index, entry in enumerate(measure.value.progress):
        for number, proof in enumerate(entry.evidence):
            if proof.file and proof.file not in plan.unit.evidence:
                at = ("progress", index, "evidence", number, "file")
                folder = f"{plan.unit.unit.document.path.rpartition('/')[0]}/{EVIDENCE}"
                facts = {"value": proof.file, "folder": folder, "year": plan.year.year}
                yield measure.problem("missing-evidence-file", *at, **facts)


def unknown_item(year: YearFiles, framework: Framework | None) -> Iterator[Problem]:
    """A link is of an item of that year."""
    oit = year.oit
    if not oit or not framework:
        return
    items = {item.id for item in framework.items}
    for index, link in enumerate(oit.value.links):
        if link.code not in items:
            facts = {"value": link.code, "year": year.year, "near": nearest(link.code, items)}
            yield oit.problem("unknown-code", "links", index, "code", **facts)


def unknown_text_reference(case: Case, plan: Plan) -> Iterator[Problem]:
    """A code in braces has a score, printed or computed, in the analysed result."""
    if not plan.framework:
        return
    results = case.report.analysed_results(plan.year.year)
    figures = results.figures if results else {}
    for placed in (plan.year.analysis, *plan.year.measures):
        if placed:
            for at, code in text_references(placed.value):
                if code not in figures or not figures[code].is_known:
                    yield placed.problem("unknown-reference", *at, value=code, year=plan.result_year)


def _unknown_section(placed: Placed[Any], at: tuple[str | int, ...], section: str, plan: Plan) -> Problem:
    near = nearest(section, plan.section_ids)
    return placed.problem("unknown-section", *at, value=section, year=plan.result_year, near=near)
