"""One measure -> its report: what it answers, who does it, how far it came, what became of the scores.

The join is made here: a measure answers a finding when it names the finding's id or one of its codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from prongsai.derive.past import EntryRecord, MeasurePast
from prongsai.derive.progress import PlacedEntry, Remark, RemarkName, State, journal, remarks, state_of
from prongsai.derive.scores import Figure, ResultsReport, predecessor
from prongsai.load import Placed, YearFiles
from prongsai.model.analysis import Analysis, Finding
from prongsai.model.framework import Framework
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
        return _points(self.before, self.after)

    @property
    def moved(self) -> Decimal | None:
        """How far the score moved, or the indicator's where the question itself cannot be compared."""
        return _points(*self.indicator) if self.indicator else self.points


@dataclass(frozen=True, slots=True)
class Effect:
    """How many of the scores that a measure answers rose, fell, stayed, or cannot be compared yet."""

    up: int
    down: int
    same: int
    open: int

    @property
    def compared(self) -> int:
        """How many have a score before and after."""
        return self.up + self.down + self.same


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
    indicators: tuple[str, ...]
    """The indicators of what it answers."""
    entries: tuple[PlacedEntry, ...]
    state: State
    remarks: tuple[Remark, ...]
    continues: str | None
    continued_by: tuple[str, ...]
    past: MeasurePast

    def record(self, placed: PlacedEntry) -> EntryRecord | None:
        """What became of an entry since it was first committed; None if nothing is known of it."""
        return self.past.record(self.source.document.value_at(("progress", placed.index)))

    def days_after(self, placed: PlacedEntry) -> int | None:
        """Days between an entry's own day and its first commit; None if it came in time or nobody knows."""
        record = self.record(placed)
        if not placed.is_dated or not record or not record.first or record.is_start:
            return None
        days = (record.first.day - placed.stands_at).days
        return days if days > 0 else None

    def has(self, name: RemarkName) -> bool:
        """Tell whether the dates say this of the measure."""
        return any(remark.name == name for remark in self.remarks)

    @property
    def effect(self) -> Effect:
        """What became of the scores that it answers; findings without a code have none."""
        moved = [answer.moved for answer in self.answers if answer.code]
        known = [points for points in moved if points is not None]
        up, down = sum(points > 0 for points in known), sum(points < 0 for points in known)
        return Effect(up, down, len(known) - up - down, len(moved) - len(known))

    @property
    def marks(self) -> tuple[str, ...]:
        """Its state and what the dates say, by which it is found."""
        return tuple(dict.fromkeys([self.state, *(remark.name for remark in self.remarks)]))


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
    pasts: Mapping[str, MeasurePast]
    """What became of the entries of measures, by their files' paths below `units/`."""


def measure_report(placed: Placed[Measure], given: PlanInput) -> MeasureReport:
    """Return everything that a measure's page tells."""
    measure = placed.value
    names: dict[str | None, str] = {owner.id: owner.name for owner in given.unit.owners}
    entries = journal(measure, given.files.year)
    return MeasureReport(
        id=placed.stem,
        year=given.files.year,
        source=placed,
        title=_measure_title(measure, given),
        section=measure.section,
        section_title=section_title(measure.section, given),
        answers=tuple(_answer(answer, given) for answer in measure.answers),
        findings=_answered_anchors(measure, given.files.analysis),
        lead=names.get(measure.lead, measure.lead),
        owners=tuple(names.get(owner, owner) for owner in measure.owners),
        responsible=measure.responsible,
        indicators=_indicators(measure, given),
        entries=entries,
        state=state_of(entries),
        remarks=remarks(measure, given.files.year, given.today),
        continues=measure.continues,
        continued_by=given.continued.get(f"{given.files.year}/{placed.stem}", ()),
        past=given.pasts.get(placed.path, MeasurePast()),
    )


def answers_finding(measure: Measure, finding: Finding) -> bool:
    """Tell whether a measure names a finding's id or one of its codes."""
    return bool({finding.id, *finding.codes} & set(measure.answers))


def anchored_findings(analysis: Analysis) -> tuple[tuple[str, Finding], ...]:
    """Each finding with its anchor: its id, else its section and its place in it; no id has two dashes."""
    places: Counter[str] = Counter()
    found = []
    for finding in analysis.findings:
        places[finding.section] += 1
        found.append((finding.id or f"{finding.section}--{places[finding.section]}", finding))
    return tuple(found)


def analysed_year(files: YearFiles) -> int:
    """The year whose result a plan analyses; the year before where no analysis says it."""
    return files.analysis.value.result_year if files.analysis else files.year - 1


def section_title(section_id: str, given: PlanInput) -> str:
    """A section's own title, else the framework's, else its id."""
    own = given.files.analysis.value.sections if given.files.analysis else ()
    titles = {section.id: section.title for section in own if section.title}
    shared = given.framework.titles if given.framework else {}
    return titles.get(section_id) or shared.get(section_id) or section_id


def _measure_title(measure: Measure, given: PlanInput) -> str:
    """The given title, else the approach's first line, else what it answers, else the section's name."""
    if measure.title:
        return measure.title
    if measure.approach:
        return measure.approach.splitlines()[0].removeprefix("- ")
    titles = given.framework.titles if given.framework else {}
    answered = next((titles[code] for code in measure.answers if titles.get(code)), None)
    return answered or section_title(measure.section, given)


def _indicators(measure: Measure, given: PlanInput) -> tuple[str, ...]:
    """The indicators to which the answered codes belong, in the framework's order."""
    if not given.framework:
        return ()
    parents = {question.id: question.indicator for question in given.framework.questions}
    named = {parents.get(code, code) for code in measure.answers}
    return tuple(each.id for each in given.framework.indicators if each.id in named)


def _answer(answer: str, given: PlanInput) -> Answer:
    framework = given.framework
    if not framework or answer not in framework.scored | framework.titles.keys():
        return Answer(None, None, answer)
    before, after = _scores(answer, framework, given)
    indicator = None if after else _compared_indicator(answer, framework, given)
    return Answer(answer, framework.titles.get(answer), None, before, after, indicator)


def _scores(code: str, framework: Framework, given: PlanInput) -> tuple[Figure | None, Figure | None]:
    """The figures before and after; the plan's own result must ask the same, by whatever code."""
    before = given.before.figures.get(code) if given.before else None
    if not given.after:
        return before, None
    later = given.after
    successors = (each for each in later.figures if predecessor(each, later.framework, framework) == code)
    return before, next((later.figures[each] for each in successors), None)


def _compared_indicator(code: str, framework: Framework, given: PlanInput) -> tuple[Figure, Figure] | None:
    """The figures of a question's indicator, if there is something to show of both."""
    for question in framework.questions:
        if question.id == code:
            before, after = _scores(question.indicator, framework, given)
            if before and after and before.is_known and after.is_known:
                return before, after
    return None


def _points(before: Figure | None, after: Figure | None) -> Decimal | None:
    old, new = (figure.value if figure else None for figure in (before, after))
    return None if old is None or new is None else new - old


def _answered_anchors(measure: Measure, analysis: Placed[Analysis] | None) -> tuple[str, ...]:
    findings = anchored_findings(analysis.value) if analysis else ()
    return tuple(anchor for anchor, finding in findings if answers_finding(measure, finding))
