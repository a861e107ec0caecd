"""A body's files and its past -> its reports, as of today and as they were submitted.

It puts load, check, derive and history together for one body; which bodies there are is for others.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from prongsai.check import UnitVerdict, check, unit_verdicts
from prongsai.derive import UnitReport, unit_report
from prongsai.derive.submission import SubmittedReport, as_submitted, changes_since
from prongsai.history import UnitHistory
from prongsai.history.export import export_unit
from prongsai.history.repository import NoHistoryError
from prongsai.load import SUBMITTED, Data, UnitFiles, load
from prongsai.model.submission import Submission
from prongsai.problems import DataError
from prongsai.project import Project


@dataclass(frozen=True, slots=True)
class Body:
    """One body as it was loaded and checked, and what is known of its past."""

    project: Project
    data: Data
    verdict: UnitVerdict
    past: UnitHistory
    today: date

    @property
    def unit(self) -> UnitFiles:
        """The body's files; `DataError` if they have errors."""
        if self.verdict.errors:
            raise DataError(self.verdict.problems)
        return self.data.units[0]

    def report(self) -> UnitReport:
        """The body's report as of today."""
        return unit_report(self.unit, self.data.reference, self.today, self.past)

    def submitted(self, report: UnitReport) -> tuple[SubmittedReport, ...]:
        """The body's years as they were submitted, oldest first, and what differs in today's report."""
        return tuple(
            self._as_submitted(report, year.year, year.submitted.value)
            for year in self.unit.years
            if year.submitted
        )

    def _as_submitted(self, report: UnitReport, year: int, submission: Submission) -> SubmittedReport:
        """A year as of its commit; where that cannot be shown, the reason."""
        try:
            past = export_unit(self.project, submission.commit, self.unit.id, self.past.former_ids)
        except NoHistoryError:
            return SubmittedReport(year, submission, reason=self.past.reason or "no-such-commit")
        data = load(past, (self.unit.id,))
        if not data.units or check(data, submission.date).faulty:
            return SubmittedReport(year, submission, reason="faulty")
        then = unit_report(data.units[0], data.reference, submission.date)
        since = changes_since(data.units[0], report, self.unit, year)
        folder = self.project.relative(past.root)
        return SubmittedReport(year, submission, as_submitted(then, year), folder, since)


def read_body(project: Project, unit_id: str, past: UnitHistory, today: date) -> Body:
    """Load and check one body, without comparing it with others."""
    data = load(project, (unit_id,))
    return Body(project, data, next(unit_verdicts(data, today)), past, today)


def export_submitted(project: Project, unit_id: str, past: UnitHistory) -> list[Path]:
    """Write a body's data as of every commit that it submitted, unless git lacks it; return the folders."""
    if not any((project.units / unit_id).glob(f"*/{SUBMITTED}")):
        return []
    found = []
    for unit in load(project, (unit_id,)).units:
        for year in unit.years:
            if year.submitted:
                with suppress(NoHistoryError):
                    found.append(
                        export_unit(project, year.submitted.value.commit, unit_id, past.former_ids).root
                    )
    return found
