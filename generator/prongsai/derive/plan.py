"""One fiscal year's plan -> its report: findings and the measures that answer them, states, roll-ups.

The join is made here: a measure answers a finding when it names the finding's id or one of its codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from prongsai.derive.progress import (
    REMARKS,
    STATES,
    PlacedEntry,
    Remark,
    RemarkName,
    State,
    journal,
    remarks,
    state_of,
)
from prongsai.derive.scores import Figure, ResultsReport, predecessor
from prongsai.load import Placed, YearFiles
from prongsai.model.analysis import Analysis, Finding, Section
from prongsai.model.framework import TOTAL, Framework
from prongsai.model.measure import Measure
from prongsai.model.unit import Unit


@dataclass(frozen=True, slots=True)
class Answer:
    """What a measure answers: a code with its score before and after, or a finding by its own id."""

    code: str | None
    title: str | None
    finding: str | None
    before: Figure | None = None
    after: Figure | None = None
    indicator: tuple[Figure, Figure] | None = None
    """The question's indicator before and after, where the question itself has no successor."""

    @property
    def points(self) -> Decimal | None:
        """How far the score moved; None while one of the two is unknown."""
        before = self.before.value if self.before else None
        after = self.after.value if self.after else None
        return None if before is None or after is None else after - before


@dataclass(frozen=True, slots=True)
class MeasureReport:
    """One measure with everything that its page tells."""

    id: str
    year: int
    source: Placed[Measure]
    title: str
    section: str
    section_title: str
    answers: tuple[Answer, ...]
    findings: tuple[str, ...]
    """Anchors of the findings that it answers."""
    lead: str | None
    owners: tuple[str, ...]
    responsible: tuple[str, ...]
    """Ids of everyone responsible."""
    entries: tuple[PlacedEntry, ...]
    state: State
    remarks: tuple[Remark, ...]
    continues: str | None
    continued_by: tuple[str, ...]

    def has(self, name: RemarkName) -> bool:
        """Tell whether the dates say this of the measure."""
        return any(remark.name == name for remark in self.remarks)


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

    name: str | None
    entries: tuple[tuple[MeasureReport, PlacedEntry], ...]


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

    @property
    def findings(self) -> tuple[FindingReport, ...]:
        """Every finding, section by section."""
        return tuple(finding for section in self.sections for finding in section.findings)

    @property
    def flagged(self) -> tuple[MeasureReport, ...]:
        """The measures of which the dates say something."""
        return tuple(measure for measure in self.measures if measure.remarks)

    @property
    def open_findings(self) -> tuple[FindingReport, ...]:
        """The findings that ask for a measure and have none."""
        return tuple(finding for finding in self.findings if finding.is_open)


@dataclass(frozen=True, slots=True)
class PlanInput:
    """What a plan's report is made of."""

    unit: Unit
    files: YearFiles
    framework: Framework | None
    before: ResultsReport | None
    after: ResultsReport | None
    continued: Mapping[str, tuple[str, ...]]
    """Measures (`2566/m3`) that later ones carry on, and those."""
    today: date


def plan_report(given: PlanInput) -> PlanReport | None:
    """Return the report of a year's plan; None if the body has neither analysis nor measures for it."""
    files = given.files
    if not files.analysis and not files.measures:
        return None
    measures = tuple(_measure_report(measure, given) for measure in files.measures)
    return PlanReport(
        year=files.year,
        result_year=analysed_year(files),
        source=files.analysis,
        framework=given.framework,
        sections=tuple(_sections(given, measures)),
        measures=measures,
        tally=tally(measures),
        owners=_owner_tallies(given.unit, measures),
        rounds=_rounds(measures),
    )


def tally(measures: Iterable[MeasureReport]) -> Tally:
    """Count measures by state and by remark."""
    counted = tuple(measures)
    return Tally(
        total=len(counted),
        states={state: sum(each.state == state for each in counted) for state in STATES},
        remarks={name: sum(each.has(name) for each in counted) for name in REMARKS},
    )


def finding_anchors(analysis: Analysis) -> tuple[str, ...]:
    """Each finding's anchor: its own id, else its section and its place in it; no id has two dashes."""
    places: dict[str, int] = {}
    anchors = []
    for finding in analysis.findings:
        places[finding.section] = places.get(finding.section, 0) + 1
        anchors.append(finding.id or f"{finding.section}--{places[finding.section]}")
    return tuple(anchors)


def analysed_year(files: YearFiles) -> int:
    """The year whose result a plan analyses; the year before where no analysis says it."""
    return files.analysis.value.result_year if files.analysis else files.year - 1


def _measure_report(placed: Placed[Measure], given: PlanInput) -> MeasureReport:
    measure = placed.value
    names = {owner.id: owner.name for owner in given.unit.owners}
    entries = journal(measure, given.files.year)
    return MeasureReport(
        id=placed.stem,
        year=given.files.year,
        source=placed,
        title=_measure_title(measure, given),
        section=measure.section,
        section_title=_section_title(measure.section, given),
        answers=tuple(_answer(answer, given) for answer in measure.answers),
        findings=_answered_anchors(measure, given.files.analysis),
        lead=names.get(measure.lead, measure.lead) if measure.lead else None,
        owners=tuple(names.get(owner, owner) for owner in measure.owners),
        responsible=measure.responsible,
        entries=entries,
        state=state_of(entries),
        remarks=remarks(measure, given.files.year, given.today),
        continues=measure.continues,
        continued_by=given.continued.get(f"{given.files.year}/{placed.stem}", ()),
    )


def _measure_title(measure: Measure, given: PlanInput) -> str:
    """The given title, else the approach's first line, else what it answers, else the section's name."""
    if measure.title:
        return measure.title
    if measure.approach:
        return measure.approach.splitlines()[0].removeprefix("- ")
    titles = given.framework.titles if given.framework else {}
    answered = next((titles[code] for code in measure.answers if titles.get(code)), None)
    return answered or _section_title(measure.section, given)


def _section_title(section_id: str, given: PlanInput) -> str:
    own = given.files.analysis.value.sections if given.files.analysis else ()
    titles = {section.id: section.title for section in own if section.title}
    shared = given.framework.titles if given.framework else {}
    return titles.get(section_id) or shared.get(section_id) or section_id


def _answer(answer: str, given: PlanInput) -> Answer:
    framework = given.framework
    if not framework or answer not in framework.scored | framework.titles.keys():
        return Answer(None, None, answer)
    before = _figure(given.before, answer)
    after = _figure(given.after, _successor(answer, given))
    indicator = None if after else _compared_indicator(answer, given)
    return Answer(answer, framework.titles.get(answer), None, before, after, indicator)


def _successor(code: str, given: PlanInput) -> str:
    """The code in the plan's own result of what `code` asked; empty where that is not verified."""
    later = given.after.framework if given.after else None
    if not later or not given.framework or later.year <= given.framework.year:
        return ""
    codes = (*later.titles, TOTAL)
    return next((each for each in codes if predecessor(each, later, given.framework) == code), "")


def _compared_indicator(code: str, given: PlanInput) -> tuple[Figure, Figure] | None:
    questions = given.framework.questions if given.framework else ()
    indicator = next((each.indicator for each in questions if each.id == code), "")
    before, after = _figure(given.before, indicator), _figure(given.after, _successor(indicator, given))
    return (before, after) if before and after and before.is_known and after.is_known else None


def _figure(report: ResultsReport | None, code: str) -> Figure | None:
    return report.figures.get(code) if report else None


def _answers(measure: Measure, finding: Finding) -> bool:
    return bool({finding.id, *finding.codes} & set(measure.answers))


def _answered_anchors(measure: Measure, analysis: Placed[Analysis] | None) -> tuple[str, ...]:
    if not analysis:
        return ()
    anchors = zip(finding_anchors(analysis.value), analysis.value.findings, strict=True)
    return tuple(anchor for anchor, finding in anchors if _answers(measure, finding))


def _sections(given: PlanInput, measures: tuple[MeasureReport, ...]) -> Iterable[SectionReport]:
    analysis = given.files.analysis.value if given.files.analysis else None
    own = {section.id: section for section in analysis.sections} if analysis else {}
    findings = analysis.findings if analysis else ()
    anchors = finding_anchors(analysis) if analysis else ()
    ids = dict.fromkeys(
        [*own, *(finding.section for finding in findings), *(measure.section for measure in measures)]
    )
    for section_id in ids:
        yield SectionReport(
            id=section_id,
            title=_section_title(section_id, given),
            section=own.get(section_id),
            findings=tuple(
                FindingReport(anchor, finding, _answering(finding, measures), number)
                for number, (anchor, finding) in enumerate(zip(anchors, findings, strict=True))
                if finding.section == section_id
            ),
            measures=tuple(each for each in measures if each.section == section_id),
        )


def _answering(finding: Finding, measures: tuple[MeasureReport, ...]) -> tuple[str, ...]:
    return tuple(each.id for each in measures if _answers(each.source.value, finding))


def _owner_tallies(unit: Unit, measures: tuple[MeasureReport, ...]) -> tuple[OwnerTally, ...]:
    found = []
    for owner in unit.owners:
        own = tuple(each for each in measures if owner.id in each.responsible)
        if own:
            found.append(OwnerTally(owner.id, owner.name, tally(own), own))
    return tuple(found)


def _rounds(measures: tuple[MeasureReport, ...]) -> tuple[RoundReport, ...]:
    filed = [(measure, placed) for measure in measures for placed in measure.entries]
    names = {placed.entry.round: placed.stands_at for _, placed in filed}
    return tuple(
        RoundReport(name, tuple(pair for pair in filed if pair[1].entry.round == name))
        for name in sorted(names, key=lambda name: (names[name], name or ""))
    )
