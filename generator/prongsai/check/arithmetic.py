"""Rules of arithmetic: what was printed follows from what else was printed.

Tolerances come from the decimals that were printed. A fault is told at the sum or mean that does not hold;
where one score alone can explain it by a slip of the fingers, that score is told too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from prongsai.derive.scores import YearScores, computed_scores, level_by_rule
from prongsai.load import Placed, Reference, UnitFiles
from prongsai.model.framework import TOTAL, Framework
from prongsai.model.results import Results
from prongsai.model.score import PLACES, Score, round_score
from prongsai.problems import Problem

HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Constraint:
    """A printed score that must equal the weighted sum of other printed ones."""

    rule: str
    aggregate: str
    weights: Mapping[str, Decimal]

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that it binds, the aggregate first."""
        return (self.aggregate, *self.weights)


class Ledger:
    """Printed exact scores with the slack that printing leaves: half a unit of the last printed decimal."""

    def __init__(self, framework: Framework, scores: Mapping[str, Score]) -> None:
        self.limits = framework.scores
        self.values = {code: score.value for code, score in scores.items() if not score.at_least}

    def slack(self, code: str) -> Decimal:
        """How far the true score can be from the printed one; the ends of the range are exact."""
        value = self.values[code]
        if value in (self.limits.min, self.limits.max):
            return Decimal(0)
        return HALF.scaleb(min(0, int(value.as_tuple().exponent)))

    def gap(self, constraint: Constraint, changed: Mapping[str, Decimal] | None = None) -> Decimal:
        """Printed aggregate minus the sum of its parts, with some scores changed in thought."""
        values = {**self.values, **(changed or {})}
        parts = sum((values[code] * weight for code, weight in constraint.weights.items()), Decimal(0))
        return values[constraint.aggregate] - parts

    def tolerance(self, constraint: Constraint) -> Decimal:
        """How large a gap printing alone can make; means of means were rounded on their way."""
        parts = sum((self.slack(code) * weight for code, weight in constraint.weights.items()), Decimal(0))
        return self.slack(constraint.aggregate) + parts + HALF.scaleb(-PLACES)

    def holds(self, constraint: Constraint, changed: Mapping[str, Decimal] | None = None) -> bool:
        """Tell whether the printed aggregate follows from its parts."""
        return abs(self.gap(constraint, changed)) <= self.tolerance(constraint)


def problems(unit: UnitFiles, reference: Reference) -> Iterator[Problem]:
    """Yield the problems of every year's arithmetic."""
    for year in unit.years:
        framework = reference.framework(unit.unit.value, year.year)
        if framework and year.results:
            yield from broken_sums(year.results, framework)
            yield from level_not_by_rule(year.results, framework)


def broken_sums(results: Placed[Results], framework: Framework) -> Iterator[Problem]:
    """Every mean and every weighted sum that was printed follows from its parts."""
    ledger = Ledger(framework, results.value.scores)
    known = constraints(framework, ledger)
    broken = [each for each in known if not ledger.holds(each)]
    if not broken:
        return
    culprits = suspects(ledger, known, broken)
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


def constraints(framework: Framework, ledger: Ledger) -> list[Constraint]:
    """Every sum of the framework whose members were all printed."""
    found = [
        _mean("indicator-mean", each.id, [question.id for question in framework.questions_of(each.id)])
        for each in framework.indicators
        if each.mean_of_questions
    ]
    for instrument in framework.instruments:
        indicators = [each.id for each in framework.indicators_of(instrument.id)]
        found.append(_mean("instrument-mean", instrument.id, indicators))
        found.append(_mean("part-mean", instrument.id, [part.id for part in instrument.parts]))
    found.append(_total(framework, ledger))
    return [each for each in found if each.weights and all(code in ledger.values for code in each.codes)]


def suspects(ledger: Ledger, known: list[Constraint], broken: list[Constraint]) -> dict[str, Decimal]:
    """The scores that explain every broken sum, with what they should be; empty if nothing plain does.

    One score is sought that stands in every broken sum and whose change mends all of them and breaks none;
    among several, one that a slip of the fingers explains. Failing that, two scores that changed places.
    """
    shared = set.intersection(*(set(each.codes) for each in broken))
    mended = {code: value for code in shared if (value := _mended(ledger, known, broken, code)) is not None}
    aggregates = {each.aggregate for each in broken}
    slips = {code: slip for code in mended if (slip := _slip(ledger, known, code)) is not None}
    if len(slips) == 1:
        return slips
    if mended:
        return {code: value for code, value in mended.items() if code in aggregates}
    return _swapped(ledger, known, broken)


def _mended(ledger: Ledger, known: list[Constraint], broken: list[Constraint], code: str) -> Decimal | None:
    """What a score should be so that every sum holds, if there is such a value in the range."""
    first = broken[0]
    share = Decimal(1) if code == first.aggregate else -first.weights[code]
    value = round_score(ledger.values[code] - ledger.gap(first) / share)
    fits = ledger.limits.min <= value <= ledger.limits.max
    return value if fits and all(ledger.holds(each, {code: value}) for each in known) else None


def _slip(ledger: Ledger, known: list[Constraint], code: str) -> Decimal | None:
    """A value one slip of the fingers away with which every sum holds."""
    for value in slips_of(ledger.values[code]):
        fits = ledger.limits.min <= value <= ledger.limits.max
        if fits and all(ledger.holds(each, {code: value}) for each in known):
            return value
    return None


def slips_of(value: Decimal) -> Iterator[Decimal]:
    """Every number that one wrong digit, two digits changing places or a shifted point makes of a number."""
    text = format(value, "f")
    for place, sign in enumerate(text):
        if sign.isdigit():
            yield from (Decimal(text[:place] + digit + text[place + 1 :]) for digit in "0123456789")
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    for one, other in pairwise(digits):
        signs = list(text)
        signs[one], signs[other] = signs[other], signs[one]
        yield Decimal("".join(signs))
    yield from (value.scaleb(shift) for shift in (-2, -1, 1, 2))


def _swapped(ledger: Ledger, known: list[Constraint], broken: list[Constraint]) -> dict[str, Decimal]:
    codes = sorted({code for each in broken for code in each.codes})
    for one, other in combinations(codes, 2):
        changed = {one: ledger.values[other], other: ledger.values[one]}
        if all(ledger.holds(each, changed) for each in known):
            return changed
    return {}


def _rule(scores: YearScores) -> str | None:
    framework = scores.framework
    values = {code: score.exact for code, score in scores.printed.items()}
    values |= computed_scores(framework, scores.printed)
    rule = level_by_rule(
        framework, values.get(TOTAL), [values.get(each.id) for each in framework.instruments]
    )
    return rule.name if rule else None


def _mean(rule: str, aggregate: str, parts: list[str]) -> Constraint:
    weight = Decimal(1) / len(parts) if parts else Decimal(0)
    return Constraint(rule, aggregate, dict.fromkeys(parts, weight))


def _total(framework: Framework, ledger: Ledger) -> Constraint:
    """The total of the instruments; an instrument that was not printed is the mean of its printed members."""
    weights: dict[str, Decimal] = {}
    for instrument in framework.instruments:
        share = framework.weight_of(instrument)
        parts = [part.id for part in instrument.parts]
        indicators = [each.id for each in framework.indicators_of(instrument.id)]
        for members in ([instrument.id], parts, indicators):
            if members and all(code in ledger.values for code in members):
                weights |= dict.fromkeys(members, share / len(members))
                break
        else:
            return Constraint("total-mean", TOTAL, {})
    return Constraint("total-mean", TOTAL, weights)


def _span(codes: list[str]) -> str:
    return ", ".join(codes) if len(codes) < 4 else f"{codes[0]}-{codes[-1]}"
