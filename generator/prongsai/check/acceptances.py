"""Rules about `accepted`: a fault is accepted under a code that exists, and only as long as it is there.

It also tells which problems are silenced. It must not know how a problem was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prongsai.check.near import nearest
from prongsai.load import UnitFiles
from prongsai.model.closed import Acceptance
from prongsai.problems import Place, Problem, problem_kinds

Settled = tuple[Problem, Acceptance]
"""A problem and the acceptance that silences it."""
_BLINDING = ("missing-results",)
"""Warnings that say of a file that some rules could not be asked."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An acceptance and where it stands."""

    place: Place
    acceptance: Acceptance

    def silences(self, problem: Problem) -> bool:
        """Tell whether it speaks of this fault of its own file."""
        own = self.acceptance
        return self.is_of(problem) and problem.is_accepted_by(own.problem, own.at, own.value)

    def may_be_of(self, problem: Problem) -> bool:
        """Tell whether it was meant for this problem, or for one that this problem may hide."""
        own = self.acceptance
        if problem.is_error:
            return problem.unit == self.place.path.split("/")[1]
        is_like = problem.code in _BLINDING or problem.is_accepted_by(own.problem, own.at, None)
        return self.is_of(problem) and is_like

    def is_of(self, problem: Problem) -> bool:
        """Tell whether a problem is in the same file."""
        return problem.place.path == self.place.path


def accepted_of(unit: UnitFiles) -> tuple[Accepted, ...]:
    """Everything that a body's files accept, file by file."""
    return tuple(
        Accepted(placed.document.place(("accepted", index)), accepted)
        for placed in unit.files
        for index, accepted in enumerate(placed.value.accepted)
    )


def wrong_acceptances(unit: UnitFiles) -> Iterator[Problem]:
    """What is accepted is a problem that exists and that may be accepted."""
    for placed in unit.files:
        for index, accepted in enumerate(placed.value.accepted):
            if accepted.problem not in problem_kinds():
                facts = {"value": accepted.problem, "near": nearest(accepted.problem, problem_kinds())}
                yield placed.problem("unknown-acceptance", "accepted", index, "problem", **facts)
            elif not problem_kinds()[accepted.problem].can_be_accepted:
                yield placed.problem("not-acceptable", "accepted", index, "problem", value=accepted.problem)


def stale_acceptances(accepted: Iterable[Accepted], found: Iterable[Problem]) -> Iterator[Problem]:
    """An accepted fault is still there.

    Where the problem is there with another value, it is told itself: removing its acceptance mends nothing.
    An error of the body may hide the problem (a wrong year parts a text from its scores), as scores that are
    missing do: until then nobody knows.
    """
    left, unused = list(found), []
    for each in accepted:
        kind = problem_kinds().get(each.acceptance.problem)
        if not kind or not kind.can_be_accepted:
            continue
        fault = next((problem for problem in left if each.silences(problem)), None)
        if fault:
            left.remove(fault)
        else:
            unused.append(each)
    for each in unused:
        if not any(each.may_be_of(problem) for problem in left):
            facts = {"value": each.acceptance.problem, "at": each.acceptance.at}
            yield Problem(each.place, "stale-acceptance", facts)


def settle(
    problems: Iterable[Problem], accepted: Iterable[Accepted]
) -> tuple[tuple[Problem, ...], tuple[Settled, ...]]:
    """The problems that stay and those that are silenced; each acceptance silences the first that is left."""
    left: dict[str, list[Accepted]] = {}
    for each in accepted:
        left.setdefault(each.place.path, []).append(each)
    open_problems, settled = [], []
    for problem in sorted(problems, key=lambda each: each.sort_key):
        known = left.get(problem.place.path, [])
        found = next((each for each in known if each.silences(problem)), None)
        if found:
            known.remove(found)
            settled.append((problem, found.acceptance))
        else:
            open_problems.append(problem)
    return tuple(open_problems), tuple(settled)
