"""A year's plan -> rows of findings, measures, their work, their journal and its proofs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from prongsai import addresses
from prongsai.derive.measures import MeasureReport
from prongsai.derive.plan import PlanReport
from prongsai.derive.progress import PlacedEntry
from prongsai.derive.tables.rows import (
    AnswerRow,
    EntryRow,
    EvidenceRow,
    FindingRow,
    MeasureRow,
    MeasureSummary,
    Part,
    StepRow,
)
from prongsai.evidence import EvidenceFile
from prongsai.model.calendar import Period, When
from prongsai.model.measure import Evidence, Step
from prongsai.model.unit import ALL_OWNERS
from prongsai.project import EVIDENCE


@dataclass(frozen=True, slots=True)
class Voice:
    """How free text becomes what a reader sees: `say` puts scores in the place of codes in braces."""

    say: Callable[[str], str]
    all_owners: str
    """What all departments together are called."""

    def said(self, text: str | None) -> str | None:
        """A text that may be missing."""
        return self.say(text) if text else None

    def owner(self, name: str | None) -> str | None:
        """An owner's name."""
        return self.all_owners if name == ALL_OWNERS else name


@dataclass(frozen=True, slots=True)
class PlanTables:
    """Makes the rows of one body's plan."""

    unit: str
    plan: PlanReport
    voice: Voice
    files: Mapping[str, EvidenceFile]

    def findings(self) -> Iterator[FindingRow]:
        """Every finding, section by section."""
        for section in self.plan.sections:
            for each in section.findings:
                yield FindingRow(
                    unit=self.unit,
                    fiscal_year=self.plan.year,
                    finding=each.anchor,
                    section=section.id,
                    section_title=section.title,
                    result_year=self.plan.result_year,
                    codes=_ids(each.finding.codes),
                    need=each.finding.need,
                    text=self.voice.say(each.finding.text),
                    measures=_ids(each.measures),
                    is_open=each.is_open,
                )

    def summaries(self) -> Iterator[MeasureSummary]:
        """Every measure without its long texts."""
        return (self._summary(each) for each in self.plan.measures)

    def measures(self) -> Iterator[MeasureRow]:
        """Every measure."""
        for each in self.plan.measures:
            value, summary = each.source.value, self._summary(each)
            shared = {field.name: getattr(summary, field.name) for field in fields(MeasureSummary)}
            yield MeasureRow(
                **shared,
                answers=_ids(value.answers),
                findings=_ids(each.findings),
                approach=self.voice.said(value.approach),
                budget=value.budget,
                target=self.voice.said(value.target),
                limits=self.voice.said(value.limits),
                continues=each.continues,
                continued_by=_ids(each.continued_by),
            )

    def answers(self) -> Iterator[AnswerRow]:
        """What each measure answers; one that cannot be compared itself has no change."""
        for measure in self.plan.measures:
            for answer in measure.answers:
                yield AnswerRow(
                    unit=self.unit,
                    fiscal_year=self.plan.year,
                    measure=measure.id,
                    answer=answer.code or answer.finding or "",
                    code=answer.code,
                    title=answer.title,
                    score_before=answer.before.value if answer.before else None,
                    score_after=answer.after.value if answer.after else None,
                    change=answer.points,
                )

    def steps(self) -> Iterator[StepRow]:
        """The rows of each measure's work, then those of its follow-up."""
        for measure in self.plan.measures:
            value = measure.source.value
            yield from (self._step(measure, "step", *pair) for pair in enumerate(value.steps, 1))
            yield from (self._step(measure, "follow-up", *pair) for pair in enumerate(value.follow_up, 1))

    def entries(self) -> Iterator[EntryRow]:
        """Each measure's journal, numbered as on its page."""
        for measure in self.plan.measures:
            yield from (self._entry(measure, *pair) for pair in enumerate(measure.entries, 1))

    def evidence(self) -> Iterator[EvidenceRow]:
        """The proofs of each entry."""
        for measure in self.plan.measures:
            for number, placed in enumerate(measure.entries, 1):
                for place, proof in enumerate(placed.entry.evidence, 1):
                    yield self._proof(measure, (number, place), proof)

    def _summary(self, measure: MeasureReport) -> MeasureSummary:
        value = measure.source.value
        span = value.period.span(measure.year) if value.period else None
        return MeasureSummary(
            unit=self.unit,
            fiscal_year=self.plan.year,
            measure=measure.id,
            title=" ".join(self.voice.say(measure.title).split()),
            section=measure.section,
            section_title=measure.section_title,
            lead=self.voice.owner(measure.lead),
            owners=" | ".join(filter(None, map(self.voice.owner, measure.owners))) or None,
            period=_period_name(value.period) if value.period else None,
            first_day=span.first if span else None,
            last_day=span.last if span else None,
            state=measure.state,
            remarks=_ids(remark.name for remark in measure.remarks),
            steps=len(value.steps),
            follow_ups=len(value.follow_up),
            entries=len(measure.entries),
            evidence=sum(len(placed.entry.evidence) for placed in measure.entries),
            page=addresses.measure_page(measure.year, measure.id),
        )

    def _step(self, measure: MeasureReport, part: Part, row: int, step: Step) -> StepRow:
        done = step.done if isinstance(step.done, When) else None
        return StepRow(
            unit=self.unit,
            fiscal_year=self.plan.year,
            measure=measure.id,
            part=part,
            row=row,
            number=step.number,
            text=self.voice.say(step.text),
            due_first_day=step.due.span.first if step.due else None,
            due_last_day=step.due.span.last if step.due else None,
            is_done=step.done is not None,
            done_first_day=done.span.first if done else None,
            done_last_day=done.span.last if done else None,
        )

    def _entry(self, measure: MeasureReport, number: int, placed: PlacedEntry) -> EntryRow:
        record, entry = measure.record(placed), placed.entry
        known = record.first if record and not record.is_start else None
        return EntryRow(
            unit=self.unit,
            fiscal_year=self.plan.year,
            measure=measure.id,
            entry=number,
            round=entry.round,
            filed_on=placed.stands_at,
            is_dated=placed.is_dated,
            status=entry.status,
            text=self.voice.said(entry.text),
            obstacle=self.voice.said(entry.obstacle),
            days_after_round=placed.days_after_round,
            recorded_on=known.day if known else None,
            evidence=len(entry.evidence),
        )

    def _proof(self, measure: MeasureReport, place: tuple[int, int], proof: Evidence) -> EvidenceRow:
        """A proof; `place` is the number of its entry and its own."""
        file = self.files.get(proof.file or "")
        return EvidenceRow(
            unit=self.unit,
            fiscal_year=self.plan.year,
            measure=measure.id,
            entry=place[0],
            number=place[1],
            title=self.voice.say(proof.title),
            url=proof.url,
            document_page=proof.page,
            file=f"{EVIDENCE}/{proof.file}" if proof.file else None,
            media_type=file.kind.media_type if file and file.kind else None,
            bytes=file.size if file else None,
            sha256=file.sha256 if file else None,
        )


def _ids(ids: Iterable[str]) -> str | None:
    return " ".join(ids) or None


def _period_name(period: Period) -> str:
    """A period as it is typed: `h1`, `q1-q2`; `dates` where it has its own days."""
    return f"{period.name}-{period.until}" if period.until else period.name
