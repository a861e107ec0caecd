"""Reports -> the tables of the open data: of a body's fiscal year, and of all bodies together.

It must not know how a table is written down. A year has every table, if only an empty one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from prongsai.derive import UnitReport, YearReport
from prongsai.derive.plan import PlanReport
from prongsai.derive.scores import ResultsReport
from prongsai.derive.tables.answers import element_rows, item_rows, link_rows
from prongsai.derive.tables.kind import Table, TableKind
from prongsai.derive.tables.plan import PlanTables, Voice
from prongsai.derive.tables.rows import (
    AnswerRow,
    BodyRow,
    ElementRow,
    EntryRow,
    EvidenceRow,
    FindingRow,
    ItemRow,
    LinkRow,
    MeasureRow,
    MeasureSummary,
    Row,
    ScoreRow,
    StepRow,
    SummaryRow,
)
from prongsai.derive.tables.scores import score_rows

Voices = Callable[[ResultsReport | None], Voice]
"""The voice of texts that may name codes of a result."""

_YEAR = ("unit", "fiscal_year")
_MEASURE = (*_YEAR, "measure")
YEAR_KINDS = {
    kind.name: kind
    for kind in (
        TableKind("summary", SummaryRow, _YEAR),
        TableKind("scores", ScoreRow, (*_YEAR, "code")),
        TableKind("findings", FindingRow, (*_YEAR, "finding")),
        TableKind("measures", MeasureRow, _MEASURE),
        TableKind("answers", AnswerRow, (*_MEASURE, "answer"), "measures"),
        TableKind("steps", StepRow, (*_MEASURE, "part", "row"), "measures"),
        TableKind("entries", EntryRow, (*_MEASURE, "entry"), "measures"),
        TableKind("evidence", EvidenceRow, (*_MEASURE, "entry", "number"), "entries"),
        TableKind("oit_items", ItemRow, (*_YEAR, "item")),
        TableKind("oit_elements", ElementRow, (*_YEAR, "item", "element"), "oit_items"),
        TableKind("oit_links", LinkRow, (*_YEAR, "item", "link"), "oit_items"),
    )
}
"""The tables of a body's fiscal year, by name."""
PORTAL_KINDS = {
    kind.name: kind
    for kind in (
        TableKind("bodies", BodyRow, ("unit",)),
        TableKind("years", SummaryRow, _YEAR, "bodies"),
        TableKind("scores", ScoreRow, (*_YEAR, "code"), "years"),
        TableKind("measures", MeasureSummary, _MEASURE, "years"),
    )
}
"""The tables of all bodies, by name."""
_SHARED_LEVELS = frozenset(("total", "instrument", "part", "indicator"))
"""What the scores of all bodies hold; questions stand in each body's own file."""


def year_tables(report: UnitReport, year: YearReport, voices: Voices) -> dict[str, Table]:
    """Return every table of a body's fiscal year by name."""
    unit, sheet = report.id, year.sheet
    rows: dict[str, Iterable[Row]] = {
        "summary": [summary_row(unit, year)],
        "scores": score_rows(unit, year.results) if year.results else (),
        "oit_items": item_rows(unit, sheet) if sheet else (),
        "oit_elements": element_rows(unit, sheet) if sheet else (),
        "oit_links": link_rows(unit, sheet) if sheet else (),
    }
    if year.plan:
        plan = _plan_tables(report, year.plan, voices)
        rows |= {
            "findings": plan.findings(),
            "measures": plan.measures(),
            "answers": plan.answers(),
            "steps": plan.steps(),
            "entries": plan.entries(),
            "evidence": plan.evidence(),
        }
    return {name: Table(kind, tuple(rows.get(name, ()))) for name, kind in YEAR_KINDS.items()}


def shared_tables(report: UnitReport, voices: Voices) -> dict[str, Table]:
    """Return a body's rows of every table of all bodies by name."""
    rows: dict[str, list[Row]] = {name: [] for name in PORTAL_KINDS}
    rows["bodies"].append(body_row(report))
    for year in report.years:
        rows["years"].append(summary_row(report.id, year))
        rows["scores"] += _shared_scores(report.id, year)
        if year.plan:
            rows["measures"] += _plan_tables(report, year.plan, voices).summaries()
    return {name: Table(kind, tuple(rows[name])) for name, kind in PORTAL_KINDS.items()}


def body_row(report: UnitReport) -> BodyRow:
    """Who a body is, and the fiscal years that it publishes."""
    unit = report.unit
    return BodyRow(
        unit=report.id,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        kind_title=report.kind_title,
        district=unit.district,
        province=unit.province,
        website=unit.website,
        years=" ".join(str(year.year) for year in report.years),
    )


def summary_row(unit: str, year: YearReport) -> SummaryRow:
    """A body's fiscal year in one row."""
    results, plan, sheet = year.results, year.plan, year.sheet
    level = results.level if results else None
    total = results.total if results and results.total.is_known else None
    states = plan.tally.states if plan else {}
    remarks = plan.tally.remarks if plan else {}
    return SummaryRow(
        unit=unit,
        fiscal_year=year.year,
        level=level.name if level else None,
        level_basis=("printed" if level.is_printed else "computed") if level else None,
        total_score=total.value if total else None,
        total_basis=("printed" if total.printed else "computed") if total else None,
        findings=len(plan.findings) if plan else 0,
        open_findings=len(plan.open_findings) if plan else 0,
        measures=plan.tally.total if plan else 0,
        done=states.get("done", 0),
        in_progress=states.get("in-progress", 0),
        not_started=states.get("not-started", 0),
        cancelled=states.get("cancelled", 0),
        unstated=states.get("unstated", 0),
        no_report=states.get("no-report", 0),
        late=remarks.get("late", 0),
        overdue_report=remarks.get("no-report", 0),
        stale=remarks.get("stale", 0),
        no_proof=remarks.get("no-proof", 0),
        oit_items=len(sheet.items) if sheet else 0,
        oit_answered=sheet.answered if sheet else 0,
    )


def _plan_tables(report: UnitReport, plan: PlanReport, voices: Voices) -> PlanTables:
    return PlanTables(report.id, plan, voices(report.analysed_results(plan.year)), report.evidence_files)


def _shared_scores(unit: str, year: YearReport) -> Iterator[ScoreRow]:
    if year.results:
        yield from (row for row in score_rows(unit, year.results) if row.level in _SHARED_LEVELS)
