"""Models -> reports: the numbers and states that pages show. Pure: no file, no clock; Decimal throughout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from prongsai.derive.asked import AskedRound, asked_rounds
from prongsai.derive.changes import ChangesReport, changes_report, known_today
from prongsai.derive.measures import MeasureReport, PlanInput, analysed_year
from prongsai.derive.past import MeasurePast, measure_pasts
from prongsai.derive.plan import PlanReport, plan_report
from prongsai.derive.progress import PlacedEntry
from prongsai.derive.scores import ResultsReport, YearScores, results_report
from prongsai.derive.sheet import Body, SheetReport, sheet_report
from prongsai.evidence import EvidenceFile
from prongsai.history import NO_HISTORY, UnitHistory
from prongsai.load import Placed, UnitFiles
from prongsai.model.unit import Unit
from prongsai.project import EVIDENCE
from prongsai.reference import Reference


@dataclass(frozen=True, slots=True)
class YearReport:
    """What a body publishes of one fiscal year."""

    year: int
    results: ResultsReport | None
    plan: PlanReport | None
    sheet: SheetReport | None


@dataclass(frozen=True, slots=True)
class UnitReport:
    """Everything that a body's pages show."""

    id: str
    source: Placed[Unit]
    kind_title: str
    years: tuple[YearReport, ...]
    today: date
    changes: ChangesReport
    evidence_files: Mapping[str, EvidenceFile]
    """What is recorded of the files below the body's `evidence/`, by their paths there."""
    asked: Mapping[int, tuple[AskedRound, ...]] = field(default_factory=dict)
    """By the fiscal year of a plan: the rounds of which an assessment asks for a report."""

    @property
    def unit(self) -> Unit:
        """Who the body is."""
        return self.source.value

    @property
    def results(self) -> tuple[ResultsReport, ...]:
        """The years' results, oldest first."""
        return tuple(year.results for year in self.years if year.results)

    @property
    def plans(self) -> tuple[PlanReport, ...]:
        """The years' plans, oldest first."""
        return tuple(year.plan for year in self.years if year.plan)

    @property
    def latest_results(self) -> ResultsReport | None:
        """The newest results."""
        return self.results[-1] if self.results else None

    @property
    def latest_plan(self) -> PlanReport | None:
        """The newest plan."""
        return self.plans[-1] if self.plans else None

    def latest_entries(self, count: int) -> tuple[tuple[MeasureReport, PlacedEntry], ...]:
        """The newest entries of all plans, the newest first, each with its measure."""
        measures = (measure for plan in self.plans for measure in plan.measures)
        filed = [(measure, placed) for measure in measures for placed in measure.entries]
        return tuple(sorted(filed, key=lambda pair: pair[1].stands_at, reverse=True)[:count])

    @property
    def evidence(self) -> tuple[str, ...]:
        """The files that prove something, by their path below the body's `evidence/`."""
        proofs = (
            proof.file
            for plan in self.plans
            for measure in plan.measures
            for placed in measure.entries
            for proof in placed.entry.evidence
            if proof.file
        )
        return tuple(dict.fromkeys(proofs))

    @property
    def evidence_folder(self) -> str:
        """The body's `evidence/`, relative to the project."""
        return f"{PurePosixPath(self.source.document.path).parent}/{EVIDENCE}"

    def analysed_results(self, year: int) -> ResultsReport | None:
        """The results that a fiscal year's plan analyses, if they are here."""
        found = self.year(year)
        analysed = self.year(found.plan.result_year) if found and found.plan else None
        return analysed.results if analysed else None

    def year(self, year: int) -> YearReport | None:
        """The report of a fiscal year."""
        return next((each for each in self.years if each.year == year), None)


def unit_report(
    files: UnitFiles, reference: Reference, today: date, history: UnitHistory = NO_HISTORY
) -> UnitReport:
    """Derive everything that a checked body's pages show, as of a day."""
    unit = files.unit.value
    results = _all_results(files, reference)
    plans = _all_plans(files, reference, _PlanSources(results, today, measure_pasts(history.revisions)))
    sheets = _all_sheets(files, reference, Body(plans, tuple(results.values())))
    return UnitReport(
        id=files.id,
        source=files.unit,
        kind_title=reference.kinds[unit.kind].title,
        years=tuple(
            YearReport(year, results.get(year), plans.get(year), sheets.get(year))
            for year in sorted({*results, *plans, *sheets})
        ),
        today=today,
        changes=changes_report(history, known_today(unit, plans.values())),
        asked={year: asked_rounds(unit, reference, year) for year in plans},
        evidence_files=files.evidence,
    )


def _all_results(files: UnitFiles, reference: Reference) -> dict[int, ResultsReport]:
    reports: dict[int, ResultsReport] = {}
    earlier: YearScores | None = None
    for year in files.years:
        framework = reference.framework(files.unit.value, year.year)
        if year.results and framework:
            scores = YearScores(framework, year.results)
            reports[year.year] = results_report(scores, earlier)
            earlier = scores
    return reports


@dataclass(frozen=True, slots=True)
class _PlanSources:
    """What the plans of all years are made of."""

    results: Mapping[int, ResultsReport]
    today: date
    pasts: Mapping[str, MeasurePast]


def _all_plans(files: UnitFiles, reference: Reference, sources: _PlanSources) -> dict[int, PlanReport]:
    continued = _continuations(files)
    plans: dict[int, PlanReport] = {}
    for year in files.years:
        result_year = analysed_year(year)
        plan = plan_report(
            PlanInput(
                unit=files.unit.value,
                files=year,
                framework=reference.framework(files.unit.value, result_year),
                before=sources.results.get(result_year),
                after=sources.results.get(year.year) if result_year < year.year else None,
                continued=continued,
                today=sources.today,
                pasts=sources.pasts,
            )
        )
        if plan:
            plans[year.year] = plan
    return plans


def _continuations(files: UnitFiles) -> dict[str, tuple[str, ...]]:
    """Every measure (`2566/m3`) that later ones carry on, and those."""
    later: dict[str, tuple[str, ...]] = {}
    for year in files.years:
        for placed in year.measures:
            if origin := placed.value.continues:
                later[origin] = (*later.get(origin, ()), f"{year.year}/{placed.stem}")
    return later


def _all_sheets(files: UnitFiles, reference: Reference, body: Body) -> dict[int, SheetReport]:
    """The sheets of the years that the body writes of, and of those that ask for an earlier year's report."""
    links = {year.year: year.oit for year in files.years}
    asked = {*links, *(year + 1 for year in body.plans)}
    sheets = {}
    for year in sorted(asked):
        framework = reference.framework(files.unit.value, year)
        sheet = sheet_report(framework, links.get(year), body) if framework else None
        if sheet:
            sheets[year] = sheet
    return sheets
