"""Rules about the scores of a year: their codes and their range."""

from __future__ import annotations

from collections.abc import Iterator

from prongsai.check.case import Case
from prongsai.check.near import nearest
from prongsai.load import Placed
from prongsai.model.framework import Framework
from prongsai.model.results import Results
from prongsai.problems import Problem


def problems(case: Case) -> Iterator[Problem]:
    """Yield the problems of every year's scores."""
    for results, told in case.scored_years:
        yield from unscored_code(results, told.reader.framework)
        yield from score_out_of_range(results, told.reader.framework)


def unscored_code(results: Placed[Results], framework: Framework) -> Iterator[Problem]:
    """Every score stands under a code of that year's framework."""
    for code in results.value.scores:
        if code not in framework.scored:
            near = nearest(code, framework.scored)
            yield results.problem("unknown-code", "scores", code, value=code, year=framework.year, near=near)


def score_out_of_range(results: Placed[Results], framework: Framework) -> Iterator[Problem]:
    """Every score lies in the framework's range."""
    limits = framework.scores
    for code, score in results.value.scores.items():
        if not limits.min <= score.value <= limits.max:
            facts = {"value": score.value, "min": limits.min, "max": limits.max}
            yield results.problem("score-range", "scores", code, **facts)
