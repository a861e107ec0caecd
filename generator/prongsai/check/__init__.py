"""Models -> problems. Pure: no file, no clock. One module per family of rules.

A family is a function `problems(case)` that yields; a new one is added to `FAMILIES`. What needs all bodies
at once is `sameness`, what needs all problems `acceptances`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from prongsai.check import (
    acceptances,
    answers,
    arithmetic,
    codes,
    completeness,
    dates,
    prose,
    references,
    sameness,
    scores,
    years,
)
from prongsai.check.case import Case
from prongsai.load import Data, UnitFiles
from prongsai.model.closed import Acceptance
from prongsai.problems import Problem

FAMILIES = (references, scores, dates, arithmetic, answers, prose, codes, years, completeness)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The problems of all units in order; those that a file accepts stand apart with the reason."""

    units: frozenset[str]
    """Ids of all units that were checked."""
    problems: tuple[Problem, ...]
    accepted: tuple[tuple[Problem, Acceptance], ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def faulty(self) -> frozenset[str]:
        """Ids of the units that have an error."""
        return frozenset(problem.unit for problem in self.errors)


def check(data: Data, today: date) -> Verdict:
    """Return the problems of shape that `load` found and those of every rule, sorted and told apart."""
    found = [*data.problems, *sameness.problems(data.units)]
    for unit in data.units:
        found += check_unit(unit, data, today)
    checked = [unit for unit in data.units if unit.unit.value.kind in data.reference.kinds]
    found += [problem for unit in checked for problem in acceptances.problems(unit, found)]
    acceptances_by_path = {
        placed.document.path: placed.value.accepted for unit in data.units for placed in unit.files
    }
    open_problems, accepted = _settle(sorted(found, key=lambda each: each.sort_key), acceptances_by_path)
    units = data.broken.union(unit.id for unit in data.units)
    return Verdict(units, open_problems, accepted)


def check_unit(unit: UnitFiles, data: Data, today: date) -> Iterator[Problem]:
    """Yield the problems of one unit, family by family."""
    if unit.unit.value.kind not in data.reference.kinds:
        yield from references.unknown_kind(unit, data.reference)
        return
    case = Case(unit, data.reference, today)
    for family in FAMILIES:
        yield from family.problems(case)


def _settle(
    problems: Iterable[Problem], acceptances_by_path: Mapping[str, tuple[Acceptance, ...]]
) -> tuple[tuple[Problem, ...], tuple[tuple[Problem, Acceptance], ...]]:
    """Each acceptance silences one problem of its code and field, the first that is left."""
    left = {path: list(acceptances) for path, acceptances in acceptances_by_path.items()}
    open_problems, accepted = [], []
    for problem in problems:
        known = left.get(problem.place.path, [])
        fitting = (each for each in known if problem.is_accepted_by(each.problem, each.at, each.value))
        found = next(fitting, None)
        if found:
            known.remove(found)
            accepted.append((problem, found))
        else:
            open_problems.append(problem)
    return tuple(open_problems), tuple(accepted)
