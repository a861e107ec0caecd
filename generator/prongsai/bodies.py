"""Checked data and the past -> the reports of bodies, as of today and as they were submitted.

It puts load, check, derive and history together for one body; which bodies are built is for the pipeline.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from prongsai.check import check
from prongsai.derive import UnitReport, unit_report
from prongsai.derive.submission import SubmittedReport, as_submitted, changes_since
from prongsai.history import History
from prongsai.history.export import export_unit
from prongsai.history.repository import NoHistoryError
from prongsai.load import Data, UnitFiles, load
from prongsai.model.submission import Submission
from prongsai.project import Project


@dataclass(frozen=True, slots=True)
class Bodies:
    """What the reports of bodies are derived from."""

    project: Project
    data: Data
    history: History
    today: date

    def report(self, unit: UnitFiles) -> UnitReport:
        """A body's report as of today."""
        return unit_report(unit, self.data.reference, self.today, self.history.unit(unit.id))

    def submitted(self, unit: UnitFiles, report: UnitReport) -> tuple[SubmittedReport, ...]:
        """A body's years as they were submitted, oldest first."""
        return tuple(
            self._as_submitted(unit, report, year.year, year.submitted.value)
            for year in unit.years
            if year.submitted
        )

    def _as_submitted(
        self, unit: UnitFiles, report: UnitReport, year: int, submission: Submission
    ) -> SubmittedReport:
        """A year as of its commit; where that cannot be shown, the reason."""
        former_ids = self.history.unit(unit.id).former_ids
        try:
            past = export_unit(self.project, submission.commit, unit.id, former_ids)
        except NoHistoryError as error:
            return SubmittedReport(year, submission, reason=self.history.reason or str(error))
        data = load(past, (unit.id,))
        if not data.units or check(data, submission.date).faulty:
            return SubmittedReport(year, submission, reason="faulty")
        then = unit_report(data.units[0], data.reference, submission.date)
        since = changes_since(data.units[0], report, unit, year)
        folder = self.project.relative(past.root)
        return SubmittedReport(year, submission, as_submitted(then, year), folder, since)
