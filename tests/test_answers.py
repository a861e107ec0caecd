"""How many people can have given a year's scores, and which score or share they cannot have given."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal

import pytest

from builders import analysis, framework, results
from prongsai.check.answers import (
    Mean,
    infer_respondents,
    is_reachable,
    printed_means,
    share_reachable,
    unreachable_share,
)
from prongsai.check.case import Passage
from prongsai.model.score import round_score

SCALE = tuple(map(Decimal, (0, 33, 67, 100)))
YES_OR_NO = (Decimal(0), Decimal(100))


@pytest.mark.parametrize(
    ("score", "people", "values", "reachable"),
    [
        ("33.33", 3, YES_OR_NO, True),
        ("33.34", 3, YES_OR_NO, False),
        ("33.32", 3, YES_OR_NO, False),
        ("66.67", 3, YES_OR_NO, True),
        ("50.00", 3, YES_OR_NO, False),
        ("0.00", 3, YES_OR_NO, True),
        ("100.00", 3, YES_OR_NO, True),
        ("100.01", 3, YES_OR_NO, False),
        ("3.13", 32, YES_OR_NO, True),  # 3.125 can have been printed either way
        ("3.12", 32, YES_OR_NO, True),
        ("3.14", 32, YES_OR_NO, False),
        ("50.00", 2, SCALE, True),
        ("16.50", 2, SCALE, True),
        ("16.51", 2, SCALE, False),
        ("22.00", 3, SCALE, True),
        ("22.33", 3, SCALE, True),
        ("22.34", 3, SCALE, False),
        ("33.00", 1, SCALE, True),
        ("34.00", 1, SCALE, False),
        ("99.99", 120, SCALE, False),
        ("99.73", 120, SCALE, True),  # one of 120 chose 67: 99.725
        ("99.72", 120, SCALE, True),
        ("99.74", 120, SCALE, False),
    ],
)
def test_a_score_is_a_sum_of_whole_answers_over_whole_people(
    score: str, people: int, values: tuple[Decimal, ...], reachable: bool
) -> None:
    assert is_reachable(Decimal(score), people, values) is reachable


def given_by(people: int, values: tuple[Decimal, ...], questions: Iterable[int]) -> tuple[Mean, ...]:
    """The printed means of made-up answers; each of so many questions together."""
    chance = random.Random(people)
    return tuple(
        Mean(
            f"i{number}",
            round_score(sum(chance.choices(values, k=people * count), Decimal(0)) / (people * count)),
            count,
        )
        for number, count in enumerate(questions)
    )


@pytest.mark.parametrize(
    ("people", "values", "questions"),
    [(5, SCALE, (1,) * 6), (31, SCALE, (1,) * 9), (31, SCALE, (1,) * 12 + (3, 3)), (47, YES_OR_NO, (1,) * 5)],
)
def test_scores_tell_how_many_people_answered(
    people: int, values: tuple[Decimal, ...], questions: tuple[int, ...]
) -> None:
    means = given_by(people, values, questions)
    assert infer_respondents(means, values) == people
    wrong = Mean("i99", means[0].value + Decimal("0.01"), means[0].questions)
    assert not is_reachable(wrong.value, people, values)
    assert infer_respondents((*means, wrong), values) == people
    other = Mean("i98", means[1].value + Decimal("0.01"), means[1].questions)
    assert infer_respondents((*means, wrong, other), values) != people


def test_where_random_scores_would_agree_as_well_nothing_is_said() -> None:
    means = given_by(31, SCALE, (1,) * 9)
    assert infer_respondents(means[:2], SCALE) is None
    assert infer_respondents((means[0],) * 9, SCALE) is None, "one score printed nine times tells no more"
    assert infer_respondents((), SCALE) is None
    assert infer_respondents(given_by(113, SCALE, (1,) * 9), SCALE) is None


@pytest.mark.parametrize(("people", "told"), [(113, 113), (120, 120), (121, None), (127, None)])
def test_more_people_than_a_hundred_and_twenty_are_not_sought(people: int, told: int | None) -> None:
    means = tuple(
        Mean(f"i{count}", round_score(Decimal(100 * count) / people), 1) for count in (1, 7, 11, 13, 17)
    )
    assert infer_respondents(means, YES_OR_NO) == told


def test_the_more_people_were_tried_the_more_the_scores_have_to_tell() -> None:
    means = (Mean("i1", Decimal("20.00"), 1), Mean("ind1", Decimal("1.10"), 6))
    assert infer_respondents(means, SCALE) == 5, "2 of 271 times 26 of 271, tried once, is below a thousandth"


@pytest.mark.parametrize(
    ("people", "values", "found"), [(5, SCALE, 2), (30, SCALE, 26), (60, SCALE, 103), (30, YES_OR_NO, 2)]
)
def test_the_share_of_scores_that_people_can_give_is_of_each_thirty_seventh(
    people: int, values: tuple[Decimal, ...], found: int
) -> None:
    assert share_reachable(people, values) == Decimal(found) / 271


@pytest.mark.parametrize(("share", "is_told"), [("90.32", False), ("87.23", False), ("88.67", True)])
def test_a_share_is_told_with_all_numbers_of_people_that_cannot_have_given_it(
    share: str, is_told: bool
) -> None:
    text = f"บุคลากรร้อยละ {share} % เห็นด้วย"
    passage = Passage(analysis(summary=text), ("summary",), text, text, "", ())
    found = [each.facts for each in unreachable_share(passage, [31, 47])]
    assert found == ([{"value": Decimal(share), "respondents": "31, 47"}] if is_told else [])


def test_fewer_people_than_five_are_not_sought() -> None:
    means = tuple(Mean(f"i{count}", Decimal(25 * count), 1) for count in (1, 2, 3))
    assert infer_respondents(means, YES_OR_NO) == 8


def test_means_are_those_with_all_decimals_that_are_no_end_and_no_bound() -> None:
    scores = {"q1": "9.00", "q2": "8.50+", "ind1": "8.75", "ind2": "7.25", "q3": "7.5", "inner": "8.00"}
    means = printed_means(results(scores), framework(), "inner")
    assert means == (Mean("q1", Decimal("9.00"), 1), Mean("ind1", Decimal("8.75"), 2))
    ends = printed_means(results({"q1": "10.00", "q2": "0.00", "q3": "1.00"}), framework(), "inner")
    assert ends == (Mean("q3", Decimal("1.00"), 1),)
    assert printed_means(results(scores), framework(), "outer") == ()
