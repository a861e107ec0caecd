"""What was submitted for assessment: the commit of a body's data on the day on which OIT closed.

The state itself is kept by git; the file only names the commit, and never changes in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from prongsai.load import SUBMITTED, UNIT_FILE
from prongsai.model.submission import Submission
from prongsai.office.commit import Checkout
from prongsai.office.places import find_year
from prongsai.office.progress import buddhist
from prongsai.office.skeletons import skeleton
from prongsai.office.whole import write_whole
from prongsai.problems import StopError
from prongsai.project import Project


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was recorded, and the changes of the unit that no commit holds and that are therefore not part."""

    path: Path
    commit: str
    day: date
    uncommitted: tuple[str, ...]


def freeze(
    project: Project, folder: Path, commit: str | None, day: date | None, *, again: bool = False
) -> Frozen:
    """Record a commit (else the last one until `day`, else the checked-out one) as the submitted state."""
    path, checkout = folder / SUBMITTED, Checkout(project)
    old = path.read_bytes() if path.exists() else None
    if old is not None and not again:
        raise StopError("frozen-already", path=project.relative(path))
    found = _find_commit(checkout, commit, day)
    _refuse_foreign(checkout, found, project.relative(folder))
    unit = project.relative(folder.parent)
    uncommitted = checkout.changed(unit)
    closed = day or checkout.day_of(found)
    values = {"commit": found, "date": buddhist(closed)}
    Submission.model_validate(values)
    write_whole(path, skeleton("submitted", commit=found, date=values["date"]), old)
    return Frozen(path, found, closed, uncommitted)


def year_folder(project: Project, unit: str, year: str) -> Path:
    """The folder of the year that is to be frozen."""
    return find_year(project, unit, year)


def _find_commit(checkout: Checkout, commit: str | None, day: date | None) -> str:
    if not checkout.is_there():
        raise StopError("freeze-without-repository")
    if commit:
        found = checkout.resolve(commit)
    else:
        found = checkout.last_until(day) if day else checkout.resolve("HEAD")
    if not found:
        asked = commit or (buddhist(day) if day else "HEAD")
        if checkout.is_shallow():
            raise StopError("freeze-shallow", commit=asked)
        raise StopError("no-such-commit", commit=asked)
    return found


def _refuse_foreign(checkout: Checkout, commit: str, folder: str) -> None:
    """The commit holds the body and the year."""
    unit = folder.rpartition("/")[0]
    for name in (f"{unit}/{UNIT_FILE}", folder):
        if not checkout.has(commit, name):
            raise StopError("not-in-commit", commit=commit, path=name)
