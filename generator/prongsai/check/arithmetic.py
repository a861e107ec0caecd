"""Rules of arithmetic: what was printed follows from what else was printed.

A fault is told at the sum or mean that does not hold, and at the scores that can explain it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from string import digits

from prongsai.check.case import Case
from prongsai.check.sums import Ledger, constraints, suspects
from prongsai.derive.arithmetic import computed_scores, level_by_rule
from prongsai.derive.scores import YearScores
from prongsai.load import Placed
from prongsai.model.framework import TOTAL, Framework
from prongsai.model.results import Results
from prongsai.model.score import round_score
from prongsai.problems import Problem


def problems(case: Case) -> Iterator[Problem]:
    """Yield the problems of every year's arithmetic."""
    for results, told in case.scored_years:
        yield from broken_sums(results, told.reader.framework, case.said(told.reader.year))
        yield from level_not_by_rule(results, told.reader.framework)


def broken_sums(
    results: Placed[Results], framework: Framework, said: Mapping[str, frozenset[Decimal]]
) -> Iterator[Problem]:
    """Every mean and every weighted sum that was printed follows from its parts."""
    ledger = Ledger(framework, results.value.scores)
    known = constraints(framework, ledger)
    broken = [each for each in known if not ledger.holds(each)]
    if not broken:
        return
    culprits = suspects(ledger, known, broken, said)
    if not culprits:
        holding = [each for each in known if each not in broken]
        for each in broken:
            culprits |= suspects(ledger, [*holding, each], [each], said)
    told = [each for each in broken if each.aggregate in culprits] or broken
    for constraint in told:
        aggregate = ledger.values[constraint.aggregate]
        facts = {
            "value": aggregate,
            "computed": round_score(aggregate - ledger.gap(constraint)),
            "parts": _span(list(constraint.weights)),
        }
        yield results.problem(constraint.rule, "scores", constraint.aggregate, **facts)
    for code in culprits.keys() - {each.aggregate for each in told}:
        facts = {"value": ledger.values[code], "likely": culprits[code], "sum": told[0].aggregate}
        yield results.problem("suspect-score", "scores", code, **facts)


def level_not_by_rule(results: Placed[Results], framework: Framework) -> Iterator[Problem]:
    """The printed level is the one that the year's rule gives."""
    level = results.value.level
    names = [band.name for band in framework.levels.bands]
    if level and level not in names:
        known = ", ".join(names)
        yield results.problem("unknown-level", "level", value=level, year=framework.year, known=known)
        return
    rule = _rule(YearScores(framework, results))
    if level and rule and rule != level:
        yield results.problem("level-rule", "level", value=level, computed=rule, year=framework.year)


def _rule(scores: YearScores) -> str | None:
    framework = scores.framework
    values = {code: score.exact for code, score in scores.printed.items()}
    values |= computed_scores(framework, scores.printed)
    rule = level_by_rule(
        framework, values.get(TOTAL), [values.get(each.id) for each in framework.instruments]
    )
    return rule.name if rule else None


def _span(codes: list[str]) -> str:
    """Many codes of one kind as a range; `eit_1-ind8` would be none."""
    is_range = len(codes) >= 4 and len({code.rstrip(digits) for code in codes}) == 1
    return f"{codes[0]}-{codes[-1]}" if is_range else ", ".join(codes)
