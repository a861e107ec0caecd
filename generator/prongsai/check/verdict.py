"""What was found wrong: with one body alone, with all of them together.

A body's part is small and can be sent or kept; what only a comparison finds is judged here. It must not know
any other rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter

from prongsai.check.acceptances import Settled, settle, stale_acceptances
from prongsai.check.sameness import Comparable, repeated_measures
from prongsai.problems import Problem


@dataclass(frozen=True, slots=True)
class UnitVerdict:
    """The problems of one body that can be found without any other, sorted."""

    unit: str
    problems: tuple[Problem, ...]
    accepted: tuple[Settled, ...] = ()
    comparable: Comparable | None = None
    """None for a body whose files cannot be read."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self.problems if problem.is_error)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The problems of all units in order; those that a file accepts stand apart with the reason."""

    units: frozenset[str]
    """Ids of all units that were checked."""
    problems: tuple[Problem, ...]
    accepted: tuple[Settled, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def faulty(self) -> frozenset[str]:
        """Ids of the units that have an error."""
        return frozenset(problem.unit for problem in self.errors)


def joined(verdicts: Iterable[UnitVerdict]) -> Verdict:
    """Return the verdict on all bodies; theirs come in the order of their ids."""
    known = tuple(verdicts)
    copies = judge_copies([each.comparable for each in known if each.comparable])
    problems = [*(problem for each in known for problem in each.problems), *copies.problems]
    accepted = [*(settled for each in known for settled in each.accepted), *copies.accepted]
    return Verdict(
        frozenset(each.unit for each in known),
        tuple(sorted(problems, key=lambda each: each.sort_key)),
        tuple(sorted(accepted, key=lambda each: each[0].sort_key)),
    )


def judge_copies(units: Iterable[Comparable]) -> Verdict:
    """Return what a comparison of all bodies finds; by their ids; it goes through them several times.

    An acceptance of such a problem is judged here and nowhere else.
    """
    found = list(repeated_measures(units))
    accepted = [each for unit in units for each in unit.accepted]
    stale = list(_stale(found, units))
    return Verdict(frozenset(each.unit for each in units), *settle([*found, *stale], accepted))


def _stale(found: Iterable[Problem], units: Iterable[Comparable]) -> Iterator[Problem]:
    by_unit: dict[str, list[Problem]] = {}
    for problem in found:
        by_unit.setdefault(problem.unit, []).append(problem)
    for unit in units:
        yield from stale_acceptances(unit.accepted, by_unit.get(unit.unit, ()))


def comparable_text(comparable: Comparable) -> bytes:
    """What is compared of a body, as JSON."""
    return _COMPARABLE.dump_json(comparable)


def read_comparable(text: bytes) -> Comparable:
    """What is compared of a body, from the JSON that `comparable_text` wrote."""
    return _COMPARABLE.validate_json(text)


_COMPARABLE = TypeAdapter(Comparable)
