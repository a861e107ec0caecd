"""Scores as the assessment would print them, from invented answers.

They follow from each other as the framework says, so that no rule of arithmetic finds anything.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal

from prongsai.derive.arithmetic import level_by_rule
from prongsai.model.framework import TOTAL, Framework, Question
from prongsai.model.score import round_score


def results_text(framework: Framework, chance: random.Random) -> str:
    """The `results.yml` of a year: every code of its framework, and the level by its rule."""
    answers = _answers(framework, chance)
    means = _means(framework, answers, chance)
    instruments = [round_score(means[each.id]) for each in framework.instruments]
    level = level_by_rule(framework, round_score(means[TOTAL]), instruments)
    printed = {**means, **answers}
    rows = "".join(f"  {code}: {round_score(value)}\n" for code, value in printed.items())
    head = f"level: {level.name}\n" if level else ""
    return f"{head}scores:\n{rows}"


def _answers(framework: Framework, chance: random.Random) -> Mapping[str, Decimal]:
    """What so many people answered to each question, and which items were found."""
    people = chance.randrange(18, 60)
    asked = {each.id: _mean_answer(framework, each, people, chance) for each in framework.questions}
    return asked | {each.id: Decimal(100 if chance.random() < 0.95 else 0) for each in framework.items}


def _means(
    framework: Framework, answers: Mapping[str, Decimal], chance: random.Random
) -> Mapping[str, Decimal]:
    """The indicators of what was answered (drawn, where a year's questions are not known) and all above."""
    means: dict[str, Decimal] = {}
    for indicator in framework.indicators:
        questions = [each.id for each in framework.questions_of(indicator.id)]
        parts = questions or _items_of(framework, indicator.id)
        drawn = Decimal(chance.randrange(8000, 9900)) / 100
        means[indicator.id] = _mean([answers[part] for part in parts]) if parts else drawn
    for instrument in framework.instruments:
        mean = _mean([means[each.id] for each in framework.indicators_of(instrument.id)])
        apart = min(Decimal(chance.randrange(50)) / 100, framework.scores.max - mean)
        means[instrument.id] = mean
        means |= {part.id: mean + sign * apart for part, sign in zip(instrument.parts, (1, -1), strict=False)}
    weighted = (means[each.id] * framework.weight_of(each) for each in framework.instruments)
    return {TOTAL: sum(weighted, Decimal(0)), **means}


def _mean_answer(framework: Framework, question: Question, people: int, chance: random.Random) -> Decimal:
    """The mean of answers on the scale of the question's instrument; most answer well."""
    instrument = next(each.instrument for each in framework.indicators if each.id == question.indicator)
    scales = (each.values for each in framework.answer_scales if instrument in each.instruments)
    best = sorted(next(scales, (Decimal(0), Decimal(50), Decimal(100))))[-3:]
    answers = chance.choices(best, weights=(1, 3, 12)[-len(best) :], k=people)
    return Decimal(sum(answers)) / people


def _items_of(framework: Framework, indicator: str) -> list[str]:
    groups = {group.id for group in framework.groups if group.indicator == indicator}
    return [item.id for item in framework.items if item.group in groups]


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)
