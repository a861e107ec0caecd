"""What `check` would say of a unit if some of its files were other ones.

The unit is copied to a folder that lives for the question; the unit itself is not touched.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from prongsai.inventory import is_file, is_foreign, paths_below
from prongsai.passing import passing_folder
from prongsai.printed import check_project
from prongsai.problems import Problem
from prongsai.project import EVIDENCE, Project


@dataclass(frozen=True, slots=True)
class Trial:
    """The problems that changes would bring: errors of the unit, and all else of the changed files."""

    errors: tuple[Problem, ...]
    others: tuple[Problem, ...]


def try_changes(project: Project, unit: str, changes: Mapping[Path, bytes], today: date) -> Trial:
    """Return what is new when the files with these paths hold these bytes."""
    with passing_folder() as folder:
        twin = Project(folder)
        before = _problems(project, unit, today) if (project.units / unit).is_dir() else ()
        _copy_unit(project.units / unit, twin.units / unit)
        for path, data in changes.items():
            target = twin.root / project.relative(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        after = _problems(twin, unit, today)
    known = {_identity(problem) for problem in before}
    fresh = [problem for problem in after if _identity(problem) not in known]
    changed = {project.relative(path) for path in changes}
    return Trial(
        tuple(problem for problem in fresh if problem.is_error),
        tuple(problem for problem in fresh if not problem.is_error and problem.place.path in changed),
    )


def _problems(project: Project, unit: str, today: date) -> tuple[Problem, ...]:
    return check_project(project, today, (unit,)).problems


def _identity(problem: Problem) -> tuple[str, str, str]:
    """A problem without its line, which moves when lines are added above."""
    return (problem.place.path, problem.code, problem.sentence)


def _copy_unit(source: Path, target: Path) -> None:
    """Copy a unit's data; of its proofs only that they are there."""
    target.mkdir(parents=True)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True, ignore=_not_data)
    proofs = source / EVIDENCE
    for path in filter(is_file, paths_below(proofs)):
        copy = target / EVIDENCE / path.relative_to(proofs)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.touch()


def _not_data(folder: str, names: list[str]) -> set[str]:
    """What is not copied: proofs, hidden files, and what is no file at all; `check` tells of that."""
    foreign = {name for name in names if is_foreign(Path(folder, name))}
    return {EVIDENCE, *foreign, *(name for name in names if name.startswith("."))}
