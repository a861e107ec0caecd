"""Which sums a framework makes of printed scores, how far printing bends them, which score is to blame."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from builders import framework, sure
from prongsai.check.sums import Constraint, Ledger, constraints, slips_of, supports, suspects
from prongsai.model.framework import Framework
from prongsai.model.score import Score, parse_score

SOUND = {
    "q1": "9.00",
    "q2": "8.00",
    "ind1": "8.50",
    "ind2": "7.50",
    "inner": "8.00",
    "ind3": "6.00",
    "outer_1": "5.00",
    "outer_2": "7.00",
    "outer": "6.00",
    "total": "7.00",
}
"""Every sum of the invented assessment holds."""


def printed(**scores: str) -> Mapping[str, Score]:
    return {code: parse_score(text) for code, text in scores.items()}


def without(*codes: str) -> Mapping[str, Score]:
    return printed(**{code: text for code, text in SOUND.items() if code not in codes})


def known(scores: Mapping[str, Score], family: Framework | None = None) -> tuple[Ledger, list[Constraint]]:
    rules = family or framework()
    ledger = Ledger(rules, scores)
    return ledger, constraints(rules, ledger)


def spelled(constraint: Constraint) -> str:
    """A sum as `rule: aggregate = weight code + ...`."""
    parts = " + ".join(f"{weight.normalize():f} {code}" for code, weight in constraint.weights.items())
    return f"{constraint.rule}: {constraint.aggregate} = {parts}"


INNER = "instrument-mean: inner = 0.5 ind1 + 0.5 ind2"
OUTER = "instrument-mean: outer = 1 ind3"
QUESTIONS = "indicator-mean: ind1 = 0.5 q1 + 0.5 q2"
PARTS = "part-mean: outer = 0.5 outer_1 + 0.5 outer_2"


@pytest.mark.parametrize(
    ("missing", "sums"),
    [
        ((), [QUESTIONS, INNER, OUTER, PARTS, "total-mean: total = 0.5 inner + 0.5 outer"]),
        (("q2",), [INNER, OUTER, PARTS, "total-mean: total = 0.5 inner + 0.5 outer"]),
        (("total",), [QUESTIONS, INNER, OUTER, PARTS]),
        (
            ("outer",),
            [
                QUESTIONS,
                INNER,
                "part-indicators: ind3 = 0.5 outer_1 + 0.5 outer_2",
                "total-mean: total = 0.5 inner + 0.25 outer_1 + 0.25 outer_2",
            ],
        ),
        (("outer", "outer_2"), [QUESTIONS, INNER, "total-mean: total = 0.5 inner + 0.5 ind3"]),
        (("inner",), [QUESTIONS, OUTER, PARTS, "total-mean: total = 0.25 ind1 + 0.25 ind2 + 0.5 outer"]),
        (("inner", "ind2"), [QUESTIONS, OUTER, PARTS]),
        (("outer", "outer_1", "ind3"), [QUESTIONS, INNER]),
        (tuple(SOUND), []),
    ],
)
def test_a_sum_is_asked_where_all_its_members_were_printed(missing: tuple[str, ...], sums: list[str]) -> None:
    assert [spelled(each) for each in known(without(*missing))[1]] == sums


def test_an_unprinted_instrument_has_as_many_indicators_as_its_shares_say() -> None:
    rules = framework(
        indicators=[
            sure("ind1", "a", instrument="outer"),
            sure("ind2", "b", instrument="outer"),
            sure("ind3", "c", instrument="outer"),
        ],
        questions=[],
        groups=[],
        items=[],
    )
    scores = printed(ind1="4.00", ind2="5.00", ind3="6.00", outer_1="4.50", outer_2="5.50")
    assert [spelled(each) for each in known(scores, rules)[1]] == [
        "part-indicators: ind1 = 1.5 outer_1 + 1.5 outer_2 + -1 ind2 + -1 ind3"
    ]


def test_a_bound_is_no_number_to_reckon_with() -> None:
    ledger, sums = known({**without("q1"), **printed(q1="9+")})
    assert "q1" not in ledger.values
    assert QUESTIONS not in map(spelled, sums)


@pytest.mark.parametrize(
    ("ind1", "ind2", "inner", "holds"),
    [
        (
            "9.10",
            "9.21",
            "9.17",
            True,
        ),  # a gap of 0.015: half a unit of each part, of the mean, and of rounding
        ("9.10", "9.21", "9.18", False),
        ("9.10", "9.21", "9.14", True),
        ("9.10", "9.21", "9.13", False),
        ("10", "9.23", "9.63", False),  # the same gap, but the end of the range is exact
        ("10.00", "9.23", "9.63", False),
        ("9.99", "9.24", "9.63", True),
        ("0", "9.23", "4.63", False),
        ("0.01", "9.22", "4.63", True),
        ("9.1", "9.21", "9.19", True),  # a gap of 0.035, of which one decimal makes 0.0375 possible
        ("9.1", "9.21", "9.20", False),
        ("9", "9.20", "9.36", True),  # a gap of 0.26 is within 0.2625
        ("9", "9.21", "9.37", False),
    ],
)
def test_a_sum_holds_within_what_printing_can_bend(ind1: str, ind2: str, inner: str, holds: bool) -> None:
    ledger, sums = known(printed(ind1=ind1, ind2=ind2, inner=inner))
    assert [spelled(each) for each in sums] == [INNER]
    assert ledger.holds(sums[0]) is holds
    assert ledger.gap(sums[0]) == Decimal(inner) - (Decimal(ind1) + Decimal(ind2)) / 2


def test_each_sum_has_its_own_tolerance() -> None:
    ledger, sums = known(printed(**{**SOUND, "total": "7", "outer": "6.40", "inner": "8.02"}))
    holding = [each.rule for each in sums if ledger.holds(each)]
    assert holding == ["indicator-mean", "total-mean"]
    assert [each.rule for each in sums if ledger.holds(each)] == holding


def test_a_score_can_be_changed_in_thought() -> None:
    ledger, sums = known(printed(ind1="9.00", ind2="8.00", inner="8.00"))
    changed = {"ind1": Decimal("8.00")}
    assert not ledger.holds(sums[0])
    assert ledger.holds(sums[0], changed)
    assert ledger.gap(sums[0], changed) == 0
    assert ledger.values["ind1"] == Decimal("9.00")


@pytest.mark.parametrize(
    ("changes", "said", "blamed"),
    [
        ({"inner": "8.80"}, {}, {"inner": "8.00"}),  # one digit; it mends the total as well
        ({"ind2": "5.70"}, {}, {"ind2": "7.50"}),  # two digits changed places
        ({"ind2": "0.75"}, {}, {"ind2": "7.50"}),  # the point was shifted
        ({"total": "3.21"}, {}, {"total": "7.00"}),  # no slip explains it, so the sum itself is wrong
        ({"q1": "6.54"}, {"q1": "9.00"}, {"q1": "9.00"}),  # the prose says what mends the sum
        ({"q1": "6.54"}, {"q1": "9.01"}, {"q1": "9.01"}),  # as far as printing can bend it
        ({"q1": "6.54"}, {"q1": "9.54"}, {}),  # what the prose says mends nothing
        ({"ind2": "6.00", "ind3": "7.50"}, {}, {"ind2": "7.50", "ind3": "6.00"}),  # they changed places
        ({"ind2": "1.23", "outer_1": "1.23"}, {}, {}),  # two faults: nothing plain explains both
    ],
)
def test_the_score_to_blame_is_the_one_that_mends_every_sum(
    changes: dict[str, str], said: dict[str, str], blamed: dict[str, str]
) -> None:
    ledger, sums = known(printed(**{**SOUND, **changes}))
    broken = [each for each in sums if not ledger.holds(each)]
    told = {code: frozenset((Decimal(value),)) for code, value in said.items()}
    assert suspects(ledger, sums, broken, told) == {code: Decimal(value) for code, value in blamed.items()}


@pytest.mark.parametrize(("inner", "ind1"), [("4.50", "0"), ("9.50", "10")])
def test_an_end_of_the_range_is_a_remedy(inner: str, ind1: str) -> None:
    ledger, sums = known(printed(ind1="5.00", ind2="9.00", inner=inner))
    said = {"ind1": frozenset((Decimal(ind1), Decimal("5.00")))}
    assert suspects(ledger, sums, sums, said) == {"ind1": Decimal(ind1)}


def test_a_score_outside_the_range_is_no_remedy() -> None:
    ledger, sums = known(printed(ind1="9.00", ind2="1.00", inner="9.90"))
    assert suspects(ledger, sums, sums, {"ind1": frozenset((Decimal("18.80"),))}) == {
        "inner": Decimal("5.00")
    }


def test_a_sum_speaks_for_a_score_against_another_value() -> None:
    ledger, sums = known(printed(**SOUND))
    assert supports(ledger, sums, "q1", Decimal("8.00"))
    assert not supports(ledger, sums, "q1", Decimal("9.01"))
    broken, sums = known(printed(**{**SOUND, "q2": "2.00"}))
    assert not supports(broken, sums, "q1", Decimal("8.00"))
    alone, sums = known(printed(q1="9.00"))
    assert not supports(alone, sums, "q1", Decimal("1.00"))


def test_a_slip_is_one_digit_two_neighbours_or_the_point() -> None:
    one_digit = {
        Decimal(text) for digit in range(10) for text in (f"{digit}2.3", f"1{digit}.3", f"12.{digit}")
    }
    others = {Decimal(text) for text in ("21.3", "13.2", "0.123", "1.23", "123", "1230")}
    assert set(slips_of(Decimal("12.3"))) == one_digit | others


def test_the_digits_of_a_small_number_are_those_that_were_printed() -> None:
    assert Decimal("9.0000001") in set(slips_of(Decimal("0.0000001")))


@pytest.mark.parametrize(
    ("count", "inner", "outer", "is_told"), [(3, "5.33", "5.67", True), (4, "5.25", "5.75", False)]
)
def test_more_than_six_suspects_are_no_help(count: int, inner: str, outer: str, is_told: bool) -> None:
    low, high = ([f"ind{number}{digit}" for number in range(count)] for digit in (1, 2))
    owners = dict.fromkeys(low, "inner") | dict.fromkeys(high, "outer")
    indicators = [sure(code, code, instrument=owner) for code, owner in owners.items()]
    rules = framework(indicators=indicators, questions=[], groups=[], items=[])
    scores = dict.fromkeys(low, "5.00") | dict.fromkeys(high, "6.00") | {"inner": inner, "outer": outer}
    ledger, sums = known(printed(**scores), rules)
    swapped = dict.fromkeys(low, Decimal("6.00")) | dict.fromkeys(high, Decimal("5.00"))
    assert suspects(ledger, sums, sums, {}) == (swapped if is_told else {})


@pytest.mark.parametrize(("count", "inner", "is_told"), [(6, "5.17", True), (7, "5.14", False)])
def test_of_more_than_six_slips_none_is_told(count: int, inner: str, is_told: bool) -> None:
    codes = [f"ind{number}" for number in range(count)]
    indicators = [sure(code, code, instrument="inner") for code in codes]
    rules = framework(indicators=indicators, questions=[], groups=[], items=[])
    ledger, sums = known(printed(**dict.fromkeys(codes, "5.00"), inner=inner), rules)
    slips = dict.fromkeys(codes, Decimal("6.00"))
    assert suspects(ledger, sums, sums, {}) == (slips if is_told else {"inner": Decimal("5.00")})
