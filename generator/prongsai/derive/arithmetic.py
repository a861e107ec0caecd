"""What follows from a year's scores: means, weighted sums, the level.

All arithmetic of the assessment stands here, in Decimal, with weights and limits from the framework.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from prongsai.model.framework import TOTAL, Framework, Instrument, Level
from prongsai.model.score import Score, round_score


def level_by_rule(
    framework: Framework, total: Decimal | None, instruments: Iterable[Decimal | None]
) -> Level | None:
    """The first band whose total and whose limit for each instrument are reached; None if that is unknown."""
    values = list(instruments)
    if total is None:
        return None
    for band in framework.levels.bands:
        if total >= band.total:
            known = [value for value in values if value is not None]
            if band.each is None:
                return band
            if len(known) < len(framework.instruments):
                return None
            if min(known) >= band.each:
                return band
    return None


def mean(values: Iterable[Decimal | None]) -> Decimal | None:
    """The unrounded mean; None if there is no value or one of them is missing."""
    known = list(values)
    if not known or any(value is None for value in known):
        return None
    return sum((value for value in known if value is not None), Decimal(0)) / len(known)


def computed_scores(framework: Framework, printed: Mapping[str, Score]) -> dict[str, Decimal]:
    """Scores that were not printed but follow from printed ones, rounded as the assessment does.

    Source: the frameworks' arithmetic. An indicator is the mean of its questions where the framework says so,
    an instrument the mean of its parts, else of its indicators, the total the weighted sum.
    """
    exact = {code: score.exact for code, score in printed.items()}
    computed: dict[str, Decimal] = {}

    def keep(code: str, value: Decimal | None) -> None:
        if code not in exact and value is not None:
            computed[code] = round_score(value)
            exact[code] = computed[code]

    for indicator in framework.indicators:
        if indicator.mean_of_questions:
            keep(indicator.id, mean(exact.get(each.id) for each in framework.questions_of(indicator.id)))
    for instrument in framework.instruments:
        keep(instrument.id, _instrument_mean(framework, instrument, exact))
    keep(TOTAL, weighted_total(framework, exact))
    return computed


def weighted_total(framework: Framework, exact: Mapping[str, Decimal | None]) -> Decimal | None:
    """The instruments' weighted sum; None if one is missing."""
    total = Decimal(0)
    for instrument in framework.instruments:
        value = exact.get(instrument.id)
        if value is None:
            return None
        total += value * framework.weight_of(instrument)
    return total


def _instrument_mean(
    framework: Framework, instrument: Instrument, exact: Mapping[str, Decimal | None]
) -> Decimal | None:
    of_parts = mean(exact.get(part.id) for part in instrument.parts)
    if of_parts is not None:
        return of_parts
    return mean(exact.get(each.id) for each in framework.indicators_of(instrument.id))
