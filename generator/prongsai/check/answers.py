"""Rules about what respondents can have answered: a score is a sum of whole answers over whole people.

The number of respondents is seldom printed, so it is inferred from a year's scores; where they do not tell it
beyond doubt, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from prongsai.load import Placed, Reference, UnitFiles
from prongsai.model.framework import AnswerScale, Framework
from prongsai.model.results import Results
from prongsai.model.score import PLACES
from prongsai.problems import Problem

FEWEST, MOST = 5, 120
"""Numbers of respondents that are tried; above, nearly every score is possible."""
FEWEST_SCORES = 4
"""So many different scores must agree on a number of respondents."""
DOUBT = Decimal("0.001")
"""The chance, at most, that random scores would agree as well."""


def problems(unit: UnitFiles, reference: Reference) -> Iterator[Problem]:
    """Yield the scores that no whole number of respondents can have given."""
    for year in unit.years:
        framework = reference.framework(unit.unit.value, year.year)
        if framework and year.results:
            for scale in framework.answer_scales:
                yield from unreachable_score(year.results, framework, scale)


def unreachable_score(
    results: Placed[Results], framework: Framework, scale: AnswerScale
) -> Iterator[Problem]:
    """Where all scores but one tell the number of respondents, the one agrees with it."""
    for instrument in scale.instruments:
        scores = _two_place_scores(results, framework, instrument)
        respondents = infer_respondents(tuple(set(scores.values())), scale.values)
        if respondents is None:
            continue
        for code, score in scores.items():
            if not is_reachable(score, respondents, scale.values):
                yield results.problem(
                    "unreachable-score", "scores", code, value=score, respondents=respondents
                )


def infer_respondents(scores: tuple[Decimal, ...], values: tuple[Decimal, ...]) -> int | None:
    """The smallest number of people that can have given all scores but at most one; None if in doubt."""
    if len(scores) < FEWEST_SCORES:
        return None
    for people in range(FEWEST, MOST + 1):
        misses = sum(not is_reachable(score, people, values) for score in scores)
        if misses <= 1:
            chance = _share_reachable(people, values) ** (len(scores) - misses)
            return people if chance * (people - FEWEST + 1) < DOUBT else None
    return None


def is_reachable(score: Decimal, people: int, values: tuple[Decimal, ...]) -> bool:
    """Tell whether the mean of so many answers can have been printed as this score."""
    slack = Decimal("0.5").scaleb(-PLACES) * people
    middle = score * people
    low, high = int(middle - slack), int(middle + slack) + 1
    return any(
        abs(middle - total) <= slack and total in _sums(people, values) for total in range(low, high + 1)
    )


@cache
def _sums(people: int, values: tuple[Decimal, ...]) -> frozenset[int]:
    """Every sum that the answers of so many people can have; answers are whole numbers."""
    if people == 0:
        return frozenset((0,))
    return frozenset(total + int(value) for total in _sums(people - 1, values) for value in values)


@cache
def _share_reachable(people: int, values: tuple[Decimal, ...]) -> Decimal:
    """How many of all two-place scores so many people can give, from 0 to 1."""
    unit = Decimal(1).scaleb(-PLACES)
    ends = (min(values), max(values))
    scores = [ends[0] + unit * step for step in range(int((ends[1] - ends[0]) / unit) + 1)]
    sample = scores[::37]
    return Decimal(sum(is_reachable(score, people, values) for score in sample)) / len(sample)


def _two_place_scores(results: Placed[Results], framework: Framework, instrument: str) -> dict[str, Decimal]:
    """The printed question scores of an instrument that have all their decimals and are not an end."""
    ends = (framework.scores.min, framework.scores.max)
    return {
        question.id: score.value
        for indicator in framework.indicators_of(instrument)
        for question in framework.questions_of(indicator.id)
        if (score := results.value.scores.get(question.id))
        and not score.at_least
        and score.value not in ends
        and score.value.as_tuple().exponent == -PLACES
    }
