"""What an acceptance silences, and when it is stale itself."""

from __future__ import annotations

import pytest

from prongsai.check.acceptances import Accepted, settle, stale_acceptances
from prongsai.model.closed import Acceptance
from prongsai.problems import Place, Problem

FILE = "units/a/2567/measures/m1.yml"


def fault(line: int = 9, code: str = "outside-fiscal-year", year: int = 2567, path: str = FILE) -> Problem:
    return Problem(Place(path, line, "steps[1].due"), code, {"year": year})


def accepted(
    at: str = "steps[1].due", value: str | None = None, code: str = "outside-fiscal-year", path: str = FILE
) -> Accepted:
    return Accepted(
        Place(path, 3, "accepted[1]"), Acceptance(problem=code, at=at, value=value, because="so it stands")
    )


@pytest.mark.parametrize(
    ("faults", "acceptances", "silenced", "stale"),
    [
        ([fault()], [accepted()], 1, 0),
        ([fault()], [accepted(value="2567")], 1, 0),
        ([fault()], [accepted(value="2568")], 0, 0),  # the fault is told itself
        ([fault()], [accepted(at="steps[2].due")], 0, 0),  # an error of the file may hide it
        ([fault()], [accepted(path="units/b/2567/measures/m1.yml")], 0, 1),
        ([fault()], [accepted(code="prose-number")], 0, 0),
        (
            [fault()],
            [accepted(path="units/a/2568/analysis.yml")],
            0,
            0,
        ),  # an error of another file of the body too
        ([fault(code="result-year")], [accepted()], 0, 1),  # a warning hides nothing
        ([fault(code="missing-results")], [accepted()], 0, 0),  # without scores no text can be compared
        ([fault(code="missing-results")], [accepted(path="units/a/2568/analysis.yml")], 0, 1),
        ([fault()], [accepted(code="missing-evidence-file")], 0, 0),  # may not be accepted: told elsewhere
        ([fault()], [accepted(code="no-such-problem")], 0, 0),
        ([fault(), fault(10)], [accepted()], 1, 0),
        ([fault(), fault(10)], [accepted(), accepted()], 2, 0),
        ([fault()], [accepted(), accepted()], 1, 1),
        ([fault(), fault(10, year=2568)], [accepted(value="2568"), accepted(value="2567")], 2, 0),
        ([], [accepted()], 0, 1),
        ([], [accepted(code="no-such-problem"), accepted()], 0, 1),
        ([fault()], [], 0, 0),
    ],
)
def test_an_acceptance_silences_one_fault_of_its_own_file(
    faults: list[Problem], acceptances: list[Accepted], silenced: int, stale: int
) -> None:
    left, settled = settle(faults, acceptances)
    assert len(settled) == silenced
    assert sorted([*left, *(problem for problem, _ in settled)], key=_place) == sorted(faults, key=_place)
    found = list(stale_acceptances(acceptances, faults))
    assert [(each.code, each.place.field) for each in found] == [("stale-acceptance", "accepted[1]")] * stale
    for each in found:
        assert each.facts in [
            {"value": one.acceptance.problem, "at": one.acceptance.at} for one in acceptances
        ]


def test_the_first_fault_of_a_file_is_silenced_with_its_reason() -> None:
    last, first, other = fault(20), fault(9), fault(9, path="units/a/2566/measures/m1.yml")
    left, settled = settle([last, other, first], [accepted()])
    assert left == (other, last)
    assert [(problem, acceptance.because) for problem, acceptance in settled] == [(first, "so it stands")]


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.sort_key
