"""Models -> problems. Pure: no file, no clock. One module per family of rules.

A family is a function `problems(case)` that yields; a new one is added to `FAMILIES`. What compares bodies is
`sameness`, what needs all problems of a body `acceptances`; `verdict` puts together what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from prongsai.check.verdict import UnitVerdict, Verdict, joined
from prongsai.load import Data, UnitFiles
from prongsai.problems import Problem

__all__ = ["UnitVerdict", "Verdict", "check", "check_unit", "unit_verdicts"]

FAMILIES = (references, scores, dates, arithmetic, answers, prose, codes, years, completeness)


def check(data: Data, today: date) -> Verdict:
    """Return the problems of shape that `load` found and those of every rule, sorted and told apart."""
    return joined(unit_verdicts(data, today))


def unit_verdicts(data: Data, today: date) -> Iterator[UnitVerdict]:
    """Yield what is found of each body without any other, in the order of their ids."""
    shape: dict[str, list[Problem]] = {}
    for problem in data.problems:
        shape.setdefault(problem.unit, []).append(problem)
    loaded = {unit.id: unit for unit in data.units}
    for unit_id in sorted(loaded.keys() | data.broken):
        found = shape.get(unit_id, ())
        if unit_id in loaded:
            yield check_unit(loaded[unit_id], found, data, today)
        else:
            yield UnitVerdict(unit_id, *acceptances.settle(found, ()))


def check_unit(unit: UnitFiles, shape: Iterable[Problem], data: Data, today: date) -> UnitVerdict:
    """Return the problems of one body: those of its shape, which are given, and those of every rule."""
    found = [*shape, *sameness.problems(unit), *_rules(unit, data, today)]
    accepted = [
        each
        for each in acceptances.accepted_of(unit)
        if each.acceptance.problem not in sameness.BETWEEN_BODIES
    ]
    if unit.unit.value.kind in data.reference.kinds:
        stale = list(acceptances.stale_acceptances(accepted, found))
        found += [*acceptances.wrong_acceptances(unit), *stale]
    problems, settled = acceptances.settle(found, accepted)
    return UnitVerdict(unit.id, problems, settled, sameness.comparable(unit))


def _rules(unit: UnitFiles, data: Data, today: date) -> Iterator[Problem]:
    """Yield what the rules find, family by family."""
    if unit.unit.value.kind not in data.reference.kinds:
        yield from references.unknown_kind(unit, data.reference)
        return
    case = Case(unit, data.reference, today)
    for family in FAMILIES:
        yield from family.problems(case)
