"""Models -> problems. Pure: no file, no clock. One module per family of rules.

Every family is a function `problems(unit, reference)`; a new one is added to `FAMILIES`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prongsai.check import dates, references, scores
from prongsai.load import Data, UnitFiles
from prongsai.model.closed import Acceptance
from prongsai.problems import Problem

FAMILIES = (references, scores, dates)


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


def check(data: Data) -> Verdict:
    """Return the problems of shape that `load` found and those of every rule, sorted and told apart."""
    found = [*data.problems, *(problem for unit in data.units for problem in check_unit(unit, data))]
    acceptances_by_path = {
        placed.document.path: placed.value.accepted for unit in data.units for placed in unit.files
    }
    open_problems, accepted = _settle(sorted(found, key=lambda each: each.sort_key), acceptances_by_path)
    units = data.broken.union(unit.id for unit in data.units)
    return Verdict(units, open_problems, accepted)


def check_unit(unit: UnitFiles, data: Data) -> Iterator[Problem]:
    """Yield the problems of one unit, family by family."""
    for family in FAMILIES:
        yield from family.problems(unit, data.reference)


def _settle(
    problems: Iterable[Problem], acceptances_by_path: Mapping[str, tuple[Acceptance, ...]]
) -> tuple[tuple[Problem, ...], tuple[tuple[Problem, Acceptance], ...]]:
    open_problems, accepted = [], []
    for problem in problems:
        reasons = [
            each
            for each in acceptances_by_path.get(problem.place.path, ())
            if (each.problem, each.at) == (problem.code, problem.place.field)
        ]
        if reasons:
            accepted.append((problem, reasons[0]))
        else:
            open_problems.append(problem)
    return tuple(open_problems), tuple(accepted)
