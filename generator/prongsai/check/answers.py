"""Rules about what respondents can have answered: a score is a sum of whole answers over whole people.

The number of respondents is seldom printed, so it is inferred from a year's scores; where they do not tell it
beyond doubt, nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, reduce
from operator import or_

from prongsai.check.case import Case, Passage
from prongsai.check.mentions import lines_of, pattern
from prongsai.load import Placed
from prongsai.model.framework import AnswerScale, Framework
from prongsai.model.results import Results
from prongsai.model.score import PLACES
from prongsai.problems import Problem

FEWEST, MOST = 5, 120
"""Numbers of respondents that are tried; above, nearly every score is possible."""
_YES_OR_NO = (Decimal(0), Decimal(100))
DOUBT = Decimal("0.001")
"""The chance, at most, that random scores would agree as well."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A printed mean of the answers of `questions` questions."""

    code: str
    value: Decimal
    questions: int


def problems(case: Case) -> Iterator[Problem]:
    """Yield the scores and shares that no whole number of respondents can have given."""
    people: dict[int, list[int]] = {}
    for results, told in case.scored_years:
        framework = told.reader.framework
        for scale, instrument in _scaled_instruments(framework):
            means = printed_means(results, framework, instrument)
            respondents = infer_respondents(means, scale.values)
            if respondents:
                people.setdefault(framework.year, []).append(respondents)
                yield from unreachable_score(results, means, scale, respondents)
    for reading in case.readings:
        for passage in reading.passages if reading.result_year in people else ():
            yield from unreachable_share(passage, people[reading.result_year])


def unreachable_score(
    results: Placed[Results], means: tuple[Mean, ...], scale: AnswerScale, respondents: int
) -> Iterator[Problem]:
    """Where all scores but one tell the number of respondents, the one agrees with it."""
    for mean in means:
        if not is_reachable(mean.value, respondents * mean.questions, scale.values):
            facts = {"value": mean.value, "respondents": respondents}
            yield results.problem("unreachable-score", "scores", mean.code, **facts)


def unreachable_share(passage: Passage, people: list[int]) -> Iterator[Problem]:
    """A share of the respondents that a text tells is a share of whole people."""
    for start, line in lines_of(passage.folded):
        for found in pattern(r"<people>[^\d]{0,40}(\d{1,2}\.\d\d)\s*%(?!<or_more>)").finditer(line):
            share = Decimal(found[1])
            if not any(is_reachable(share, each, _YES_OR_NO) for each in people):
                facts = {"value": share, "respondents": ", ".join(map(str, people))}
                yield passage.placed.text_problem(
                    "unreachable-share", passage.at, start + found.start(1), **facts
                )


def printed_means(results: Placed[Results], framework: Framework, instrument: str) -> tuple[Mean, ...]:
    """The printed question and indicator scores that have all their decimals and are not an end."""
    ends = (framework.scores.min, framework.scores.max)
    counts: dict[str, int] = {}
    for indicator in framework.indicators_of(instrument):
        questions = framework.questions_of(indicator.id)
        counts |= {question.id: 1 for question in questions}
        if indicator.mean_of_questions and questions:
            counts[indicator.id] = len(questions)
    return tuple(
        Mean(code, score.value, count)
        for code, count in counts.items()
        if (score := results.value.scores.get(code))
        and not score.at_least
        and score.value not in ends
        and score.value.as_tuple().exponent == -PLACES
    )


def infer_respondents(means: tuple[Mean, ...], values: tuple[Decimal, ...]) -> int | None:
    """The smallest number of people that can have given all scores but at most one; None if in doubt."""
    different = tuple({(mean.value, mean.questions): mean for mean in means}.values())
    for people in range(FEWEST, MOST + 1):
        fits = [each for each in different if is_reachable(each.value, people * each.questions, values)]
        if len(different) - len(fits) <= 1:
            chance = Decimal(people - FEWEST + 1)
            for each in fits:
                chance *= share_reachable(people * each.questions, values)
            return people if chance < DOUBT else None
    return None


def is_reachable(score: Decimal, people: int, values: tuple[Decimal, ...]) -> bool:
    """Tell whether the mean of so many answers can have been printed as this score."""
    slack = Decimal("0.5").scaleb(-PLACES) * people
    low, high = math.ceil(score * people - slack), math.floor(score * people + slack)
    return bool(_sums(people, values) >> max(low, 0) & ((1 << high - low + 1) - 1))


@cache
def _sums(people: int, values: tuple[Decimal, ...]) -> int:
    """Every sum that the answers of so many people can have, as the bits of a number."""
    if people == 0:
        return 1
    fewer = _sums(people - 1, values)
    return reduce(or_, (fewer << int(value) for value in values))


@cache
def share_reachable(people: int, values: tuple[Decimal, ...]) -> Decimal:
    """How many of all two-place scores so many people can give, from 0 to 1, by a sample of them."""
    lowest, highest = (int(end.scaleb(PLACES)) for end in (min(values), max(values)))
    sample = [Decimal(each).scaleb(-PLACES) for each in range(lowest, highest, 37)]
    return Decimal(sum(is_reachable(score, people, values) for score in sample)) / len(sample)


def _scaled_instruments(framework: Framework) -> Iterator[tuple[AnswerScale, str]]:
    """Every instrument whose answer scale is known, with it."""
    for scale in framework.answer_scales:
        yield from ((scale, instrument) for instrument in scale.instruments)
