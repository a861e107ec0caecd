"""Rules about `accepted`: a fault is accepted under a code that exists, and only as long as it is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from prongsai.check.near import nearest
from prongsai.load import UnitFiles
from prongsai.problems import Problem, problem_kinds


def problems(unit: UnitFiles, found: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the acceptances of problems that do not exist, or that were not found where they are accepted."""
    there = Counter((problem.place.path, problem.code, problem.place.field) for problem in found)
    for placed in unit.files:
        for index, accepted in enumerate(placed.value.accepted):
            if accepted.problem not in problem_kinds():
                facts = {"value": accepted.problem, "near": nearest(accepted.problem, problem_kinds())}
                yield placed.problem("unknown-acceptance", "accepted", index, "problem", **facts)
                continue
            key = (placed.document.path, accepted.problem, accepted.at)
            there[key] -= 1
            if there[key] < 0:
                facts = {"value": accepted.problem, "at": accepted.at}
                yield placed.problem("stale-acceptance", "accepted", index, **facts)
