"""What the rules tell of an invented body."""

from __future__ import annotations

from collections.abc import Mapping

from builders import YEAR, analysis, day, framework, measure, reference
from prongsai.check import check_unit
from prongsai.load import Data, UnitFiles, YearFiles
from prongsai.model.framework import Framework

LATER = "2575-01-01"


def told(
    unit: UnitFiles, *codes: str, today: str = LATER, frameworks: tuple[Framework, ...] = ()
) -> list[str]:
    """The problems of some kinds, as `code: field`, without those of other rules."""
    known = frameworks or tuple(framework(year) for year in range(YEAR - 2, YEAR + 4))
    verdict = check_unit(unit, (), Data((unit,), reference(*known)), day(today))
    return [f"{each.code}: {each.place.field}" for each in verdict.problems if each.code in codes]


def facts(unit: UnitFiles, code: str, today: str = LATER) -> list[dict[str, str]]:
    """What the problems of one kind tell."""
    known = tuple(framework(year) for year in range(YEAR - 2, YEAR + 4))
    verdict = check_unit(unit, (), Data((unit,), reference(*known)), day(today))
    return [
        {name: str(fact) for name, fact in each.facts.items()}
        for each in verdict.problems
        if each.code == code
    ]


def plan(*measures: Mapping[str, object], year: int = YEAR, **analysed: object) -> YearFiles:
    """A year with measures m1, m2, ..., and the analysis of the year before."""
    placed = tuple(measure(f"m{number}", **each) for number, each in enumerate(measures, 1))
    return YearFiles(year, analysis=analysis(result_year=year - 1, **analysed), measures=placed)
