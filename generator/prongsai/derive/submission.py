"""A year as it was submitted for assessment -> its report, and what has changed since.

The data of that day are read by `load` like any others; this must not know where they came from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from prongsai.derive import UnitReport
from prongsai.derive.changes import ChangeLine, change_lines, known_today
from prongsai.history import Change, Revision, locate
from prongsai.history.tell import tell
from prongsai.load import UnitFiles
from prongsai.model.submission import Submission


@dataclass(frozen=True, slots=True)
class SubmittedReport:
    """A fiscal year as of the commit that was submitted.

    `report` is the body as it was, with the years that this year's answers speak of; None where it cannot be
    shown, and `reason` is why: a reason of `History`, `no-such-commit` or `faulty`. `folder` is where the
    project of that day stands, relative to today's. `since` is what differs in the data of those years today.
    """

    year: int
    submission: Submission
    report: UnitReport | None = None
    folder: str = ""
    since: tuple[ChangeLine, ...] = ()
    reason: str = ""


def as_submitted(report: UnitReport, year: int) -> UnitReport:
    """Return a body's report with the years that a year's pages and answers speak of."""
    years = _years_of(report, year)
    return replace(report, years=tuple(each for each in report.years if each.year in years))


def changes_since(
    submitted: UnitFiles, today: UnitReport, files: UnitFiles, year: int
) -> tuple[ChangeLine, ...]:
    """Return what of a year's submitted data is not the same today."""
    years = _years_of(today, year)
    changes = (each for each in _differences(submitted, files) if locate(each.path).year in (None, *years))
    return change_lines(Revision(None, tuple(changes)), known_today(today.unit, today.plans))


def _years_of(report: UnitReport, year: int) -> set[int]:
    """The year itself, the year that its plan analyses, and those of the pages that answer its items."""
    found = report.year(year)
    if not found:
        return {year}
    plan = {found.plan.result_year} if found.plan else set()
    answers = {item.own.year for item in found.sheet.items if item.own} if found.sheet else set()
    return {year} | plan | answers


def _differences(before: UnitFiles, after: UnitFiles) -> Iterator[Change]:
    old, new = ({each.path: each.document.values for each in files.files} for files in (before, after))
    for path in {**old, **new}:
        yield from tell(path, old.get(path), new.get(path))
