"""What the command line prints of bodies without building them: an answer sheet, what is left to do.

It follows the pipeline's stages up to render; it must not write a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from prongsai.build import root_place
from prongsai.check import Verdict, check
from prongsai.check.near import nearest
from prongsai.derive import UnitReport, unit_report
from prongsai.derive.todo import Todo, Wanted, owner_named, owner_words, todo
from prongsai.folders import unit_folders
from prongsai.load import load
from prongsai.model.digits import fold_digits
from prongsai.problems import DataError, Problem, StopError
from prongsai.project import Project
from prongsai.render import TODO_FORMS, render_answers
from prongsai.render.environment import load_theme
from prongsai.render.todo_text import WorkList


def check_project(project: Project, today: date, ids: tuple[str, ...] = ()) -> Verdict:
    """Load and check the units with these ids, all without any, as of a day."""
    return check(load(project, ids), today)


def render_sheet(project: Project, unit_id: str, year: str, form: str, today: date) -> str:
    """Return a body's answer sheet of an assessed year as `txt` or `csv`; `StopError` if there is none."""
    data = load(project, (unit_id,))
    verdict = check(data, today)
    if verdict.faulty:
        raise DataError(verdict.problems)
    report = unit_report(data.units[0], data.reference, today)
    sheets = {str(each.year): each.sheet for each in report.years if each.sheet}
    sheet = sheets.get(fold_digits(year))
    if not sheet:
        raise StopError("no-sheet", unit=unit_id, year=year, known=", ".join(sheets))
    return render_answers(load_theme(project.theme), report, sheet, form)


@dataclass(frozen=True, slots=True)
class TodoList:
    """The work lists of the sound bodies in one form, and the errors of the others."""

    text: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Whose work lists, as of which day, and what of them."""

    today: date
    wanted: Wanted
    ids: tuple[str, ...] = ()


def render_todo(project: Project, listing: Listing, form: str) -> TodoList:
    """Return what bodies have left to do as `text`, `csv` or `ics`; `StopError` if nobody has the department.

    The owner that is wanted is a department's id or name.
    """
    data = load(project, listing.ids)
    verdict = check(data, listing.today)
    sound = [unit for unit in data.units if unit.id not in verdict.faulty]
    reports = [unit_report(unit, data.reference, listing.today) for unit in sound]
    lists = _todos(reports, listing.wanted)
    is_alone = len(unit_folders(project)) == 1
    place = root_place(project)
    places = [place if is_alone else place.below(f"{each.report.id}/") for each in lists]
    theme = load_theme(project.theme)
    works = [WorkList(theme, each, where) for each, where in zip(lists, places, strict=True)]
    return TodoList(TODO_FORMS[form](works), verdict.errors)


def _todos(reports: Iterable[UnitReport], wanted: Wanted) -> tuple[Todo, ...]:
    """The work lists of the bodies that have the department."""
    known = tuple(reports)
    if wanted.owner is None:
        return tuple(todo(report, wanted) for report in known)
    owners = {report.id: owner_named(report, wanted.owner) for report in known}
    if known and not any(owners.values()):
        names = {name for report in known for name in owner_words(report)}
        raise StopError("unknown-department", name=wanted.owner, near=nearest(wanted.owner, names))
    return tuple(
        todo(report, replace(wanted, owner=owners[report.id])) for report in known if owners[report.id]
    )
