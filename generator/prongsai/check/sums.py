"""The sums that a framework makes of scores, whether printed ones hold, and which score is to blame.

Tolerances come from the decimals that were printed. It knows no file and words no problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from prongsai.model.framework import TOTAL, Framework
from prongsai.model.score import PLACES, Score, round_score

HALF = Decimal("0.5")
MOST_SUSPECTS = 6
"""More than these are no help to whoever looks for the slip."""
NOTHING: Mapping[str, Decimal] = {}
"""No score changed in thought."""


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
        self._tolerances: dict[tuple[str, str], Decimal] = {}
        self._slack = {code: self._slack_of(value) for code, value in self.values.items()}

    def gap(self, constraint: Constraint, changed: Mapping[str, Decimal] = NOTHING) -> Decimal:
        """Printed aggregate minus the sum of its parts, with some scores changed in thought."""
        values = {**self.values, **changed} if changed else self.values
        parts = sum(values[code] * weight for code, weight in constraint.weights.items())
        return values[constraint.aggregate] - parts

    def holds(self, constraint: Constraint, changed: Mapping[str, Decimal] = NOTHING) -> bool:
        """Tell whether the printed aggregate follows from its parts, with some scores changed in thought."""
        return abs(self.gap(constraint, changed)) <= self._tolerance(constraint)

    def _tolerance(self, constraint: Constraint) -> Decimal:
        """How large a gap printing alone can make; means of means were rounded on their way."""
        key = (constraint.rule, constraint.aggregate)
        if key not in self._tolerances:
            self._tolerances[key] = self._slack_behind(constraint)
        return self._tolerances[key]

    def _slack_behind(self, constraint: Constraint) -> Decimal:
        parts = [self._slack[code] * abs(weight) for code, weight in constraint.weights.items()]
        return self._slack[constraint.aggregate] + sum(parts, HALF.scaleb(-PLACES))

    def _slack_of(self, value: Decimal) -> Decimal:
        """How far the true score can be from the printed one; the ends of the range are exact."""
        if value in (self.limits.min, self.limits.max):
            return Decimal(0)
        return HALF.scaleb(int(value.as_tuple().exponent))


def constraints(framework: Framework, ledger: Ledger) -> list[Constraint]:
    """Every sum of the framework whose members were all printed."""
    found = [
        _mean("indicator-mean", each.id, [question.id for question in framework.questions_of(each.id)])
        for each in framework.indicators
        if each.mean_of_questions
    ]
    for instrument in framework.instruments:
        indicators = [each.id for each in framework.indicators_of(instrument.id)]
        parts = [part.id for part in instrument.parts]
        found.append(_mean("instrument-mean", instrument.id, indicators))
        found.append(_mean("part-mean", instrument.id, parts))
        if indicators and parts and instrument.id not in ledger.values:
            found.append(_parts_against(indicators, parts))
    found.append(_total(framework, ledger))
    return [each for each in found if each.weights and all(code in ledger.values for code in each.codes)]


def suspects(
    ledger: Ledger, known: list[Constraint], broken: list[Constraint], said: Mapping[str, frozenset[Decimal]]
) -> dict[str, Decimal]:
    """The scores that can explain every broken sum, with what they should be; empty if nothing plain does.

    One score is sought that stands in every broken sum and whose change mends all of them and breaks none:
    one of which the prose says just that; else those that a slip of the fingers explains; else the sum
    itself: the first, for a sum comes before those that it is a part of. Failing that, two scores that
    changed places.
    """
    shared = sorted(set.intersection(*(set(each.codes) for each in broken)))
    told = {
        code: value for code in shared for value in said.get(code, ()) if _fits(ledger, known, code, value)
    }
    if told:
        return told
    slips = {code: slip for code in shared if (slip := _slip(ledger, known, code)) is not None}
    if 0 < len(slips) <= MOST_SUSPECTS:
        return slips
    aggregate = broken[0].aggregate
    mended = round_score(ledger.values[aggregate] - ledger.gap(broken[0]))
    if aggregate in shared and _fits(ledger, known, aggregate, mended):
        return {aggregate: mended}
    return _swapped(ledger, known, broken)


def supports(ledger: Ledger, known: list[Constraint], code: str, said: Decimal) -> bool:
    """Tell whether the sums speak for a printed score and against another value of it."""
    own = [each for each in known if code in each.codes]
    return any(ledger.holds(each) and not ledger.holds(each, {code: said}) for each in own)


def _slip(ledger: Ledger, known: list[Constraint], code: str) -> Decimal | None:
    """A value one slip of the fingers away with which every sum holds."""
    own = [each for each in known if code in each.codes]
    fitting = (value for value in slips_of(ledger.values[code]) if _fits(ledger, own, code, value))
    return next(fitting, None)


def _fits(ledger: Ledger, known: list[Constraint], code: str, value: Decimal) -> bool:
    """Tell whether every sum holds if a score were this one."""
    in_range = ledger.limits.min <= value <= ledger.limits.max
    changed = {code: value}
    return in_range and all(ledger.holds(each, changed) for each in known)


def slips_of(value: Decimal) -> Iterator[Decimal]:
    """Every number that one wrong digit, two digits changing places or a shifted point makes of a number."""
    text = f"{value:f}"
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
    """The scores of the pairs that hold every sum once they change places, if those are few."""
    codes = sorted({code for each in broken for code in each.codes})
    swapped: dict[str, Decimal] = {}
    for one, other in combinations(codes, 2):
        changed = {one: ledger.values[other], other: ledger.values[one]}
        if changed[one] != changed[other] and all(ledger.holds(each, changed) for each in known):
            swapped |= changed
    return swapped if len(swapped) <= MOST_SUSPECTS else {}


def _mean(rule: str, aggregate: str, parts: list[str]) -> Constraint:
    return Constraint(rule, aggregate, dict.fromkeys(parts, Decimal(1) / max(1, len(parts))))


def _parts_against(indicators: list[str], parts: list[str]) -> Constraint:
    """An instrument that was not printed is the mean of its indicators and of its parts; solved for one."""
    shares = dict.fromkeys(parts, Decimal(len(indicators)) / len(parts))
    return Constraint("part-indicators", indicators[0], shares | dict.fromkeys(indicators[1:], Decimal(-1)))


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
            weights.clear()
            break
    return Constraint("total-mean", TOTAL, weights)
