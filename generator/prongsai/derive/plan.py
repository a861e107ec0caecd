"""One fiscal year's plan -> its report: findings and the measures that answer them, states, roll-ups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from prongsai.derive.measures import (
    MeasureReport,
    PlanInput,
    analysed_year,
    anchored_findings,
    answers_finding,
    measure_report,
    section_title,
)
from prongsai.derive.tally import (
    OwnerTally,
    RoundReport,
    StatusGroup,
    Tally,
    owner_tallies,
    rounds,
    status_groups,
    tally,
)
from prongsai.load import Placed
from prongsai.model.analysis import Analysis, Finding, Section
from prongsai.model.framework import Framework


@dataclass(frozen=True, slots=True)
class FindingReport:
    """One finding, its anchor on the analysis page and the ids of the measures that answer it."""

    anchor: str
    finding: Finding
    measures: tuple[str, ...]
    index: int
    """Its place in the file, from 0."""

    @property
    def is_open(self) -> bool:
        """Tell whether it asks for a measure and none answers it."""
        return not self.measures and self.finding.need != "keep"


@dataclass(frozen=True, slots=True)
class SectionReport:
    """A heading of the analysis with its findings and the measures that stand under it."""

    id: str
    title: str
    section: Section | None
    findings: tuple[FindingReport, ...]
    measures: tuple[MeasureReport, ...]


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A fiscal year's analysis and measures."""

    year: int
    result_year: int
    source: Placed[Analysis] | None
    framework: Framework | None
    sections: tuple[SectionReport, ...]
    measures: tuple[MeasureReport, ...]
    tally: Tally
    owners: tuple[OwnerTally, ...]
    rounds: tuple[RoundReport, ...]
    groups: tuple[StatusGroup, ...]

    @property
    def findings(self) -> tuple[FindingReport, ...]:
        """Every finding, section by section."""
        return tuple(finding for section in self.sections for finding in section.findings)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that some measure answers, in the framework's order."""
        named = {code for measure in self.measures for code in measure.indicators}
        return (
            tuple(each.id for each in self.framework.indicators if each.id in named) if self.framework else ()
        )

    @property
    def flagged(self) -> tuple[MeasureReport, ...]:
        """The measures of which the dates say something."""
        return tuple(measure for measure in self.measures if measure.remarks)

    @property
    def unowned(self) -> tuple[MeasureReport, ...]:
        """The measures for which the body names nobody."""
        return tuple(measure for measure in self.measures if not measure.responsible)

    @property
    def open_findings(self) -> tuple[FindingReport, ...]:
        """The findings that ask for a measure and have none."""
        return tuple(finding for finding in self.findings if finding.is_open)


def plan_report(given: PlanInput) -> PlanReport | None:
    """Return the report of a year's plan; None if the body has neither analysis nor measures for it."""
    files = given.files
    if not files.analysis and not files.measures:
        return None
    measures = tuple(measure_report(measure, given) for measure in files.measures)
    return PlanReport(
        year=files.year,
        result_year=analysed_year(files),
        source=files.analysis,
        framework=given.framework,
        sections=tuple(_sections(given, measures)),
        measures=measures,
        tally=tally(measures),
        owners=owner_tallies(given.unit, measures),
        rounds=rounds(measures),
        groups=status_groups(measures),
    )


def _sections(given: PlanInput, measures: tuple[MeasureReport, ...]) -> Iterable[SectionReport]:
    analysis = given.files.analysis.value if given.files.analysis else None
    own = {section.id: section for section in analysis.sections} if analysis else {}
    findings = anchored_findings(analysis) if analysis else ()
    ids = dict.fromkeys(
        [*own, *(finding.section for _, finding in findings), *(measure.section for measure in measures)]
    )
    for section_id in ids:
        yield SectionReport(
            id=section_id,
            title=section_title(section_id, given),
            section=own.get(section_id),
            findings=tuple(
                FindingReport(anchor, finding, _answering(finding, measures), number)
                for number, (anchor, finding) in enumerate(findings)
                if finding.section == section_id
            ),
            measures=tuple(each for each in measures if each.section == section_id),
        )


def _answering(finding: Finding, measures: tuple[MeasureReport, ...]) -> tuple[str, ...]:
    return tuple(each.id for each in measures if answers_finding(each.source.value, finding))
