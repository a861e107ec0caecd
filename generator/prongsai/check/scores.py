"""Rules about the scores of a year: their codes and their range."""

from __future__ import annotations

from collections.abc import Iterator

from prongsai.check.near import nearest
from prongsai.load import Reference, UnitFiles, YearFiles
from prongsai.model.framework import Framework
from prongsai.problems import Problem


def problems(unit: UnitFiles, reference: Reference) -> Iterator[Problem]:
    """Yield the problems of every year's scores."""
    for year in unit.years:
        framework = reference.framework(unit.unit.value, year.year)
        if framework and year.results:
            yield from unscored_code(year, framework)
            yield from score_out_of_range(year, framework)


def unscored_code(year: YearFiles, framework: Framework) -> Iterator[Problem]:
    """Every score stands under a code of that year's framework."""
    assert year.results
    for code in year.results.value.scores:
        if code not in framework.scored:
            near = nearest(code, framework.scored)
            yield year.results.problem(
                "unknown-code", "scores", code, value=code, year=framework.year, near=near
            )


def score_out_of_range(year: YearFiles, framework: Framework) -> Iterator[Problem]:
    """Every score lies in the framework's range."""
    assert year.results
    limits = framework.scores
    for code, score in year.results.value.scores.items():
        if not limits.min <= score.value <= limits.max:
            facts = {"value": score.value, "min": limits.min, "max": limits.max}
            yield year.results.problem("score-range", "scores", code, **facts)
