"""Rules about `accepted`: a fault is accepted under a code that exists, and only as long as it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prongsai.check.near import nearest
from prongsai.load import UnitFiles
from prongsai.problems import Problem, problem_kinds


def problems(unit: UnitFiles, found: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the acceptances of problems that do not exist, or that were not found where they are accepted.

    Where the problem is there with another value, it is told itself: removing its acceptance mends nothing.
    """
    left = list(found)
    for placed in unit.files:
        for index, accepted in enumerate(placed.value.accepted):
            if accepted.problem not in problem_kinds():
                facts = {"value": accepted.problem, "near": nearest(accepted.problem, problem_kinds())}
                yield placed.problem("unknown-acceptance", "accepted", index, "problem", **facts)
                continue
            if not problem_kinds()[accepted.problem].can_be_accepted:
                yield placed.problem("not-acceptable", "accepted", index, "problem", value=accepted.problem)
                continue
            own = [each for each in left if each.place.path == placed.document.path]
            known = (accepted.problem, accepted.at, accepted.value)
            fault = next((each for each in own if each.is_accepted_by(*known)), None)
            if fault:
                left.remove(fault)
            elif not any(each.is_accepted_by(accepted.problem, accepted.at, None) for each in own):
                facts = {"value": accepted.problem, "at": accepted.at}
                yield placed.problem("stale-acceptance", "accepted", index, **facts)
