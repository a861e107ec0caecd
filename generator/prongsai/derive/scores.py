"""Scores of one fiscal year -> figures: what was printed, what follows from it, rank, change.

The assessment's arithmetic stands in `arithmetic.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from prongsai.derive.arithmetic import computed_scores, level_by_rule
from prongsai.load import Placed
from prongsai.model.framework import TOTAL, Framework, Level
from prongsai.model.results import Results
from prongsai.model.score import Score


@dataclass(frozen=True, slots=True)
class YearScores:
    """One year's printed scores and the framework that gives their codes a meaning."""

    framework: Framework
    results: Placed[Results]

    @property
    def year(self) -> int:
        """The fiscal year that was assessed."""
        return self.framework.year

    @property
    def printed(self) -> Mapping[str, Score]:
        """The scores as they were printed, by code."""
        return self.results.value.scores


@dataclass(frozen=True, slots=True)
class Change:
    """How far a score moved since an earlier fiscal year, in points."""

    year: int
    before: Decimal
    points: Decimal
    is_before_printed: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One code's score. `computed` is set only where nothing was printed and it follows from its parts."""

    code: str
    title: str | None
    printed: Score | None = None
    computed: Decimal | None = None
    rank: int | None = None
    change: Change | None = None

    @property
    def value(self) -> Decimal | None:
        """The number to reckon with: printed, else computed; None for a bound or nothing."""
        return self.printed.exact if self.printed else self.computed

    @property
    def is_known(self) -> bool:
        """Tell whether there is anything to show."""
        return self.printed is not None or self.computed is not None


@dataclass(frozen=True, slots=True)
class InstrumentFigure:
    """An instrument with its parts' figures."""

    figure: Figure
    weight: Decimal
    parts: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class IndicatorFigure:
    """An indicator with its questions' figures; `below_pass` where it is under the pass mark."""

    figure: Figure
    instrument: str
    questions: tuple[Figure, ...]
    below_pass: bool

    @property
    def known_questions(self) -> tuple[Figure, ...]:
        """The questions that have a score."""
        return tuple(figure for figure in self.questions if figure.is_known)


@dataclass(frozen=True, slots=True)
class LevelFigure:
    """The level: printed, or following from the year's rule (`is_printed` tells which)."""

    name: str
    is_printed: bool
    band: Level | None
    is_rule_sure: bool


@dataclass(frozen=True, slots=True)
class ResultsReport:
    """All figures of one fiscal year."""

    year: int
    framework: Framework
    source: Placed[Results]
    figures: Mapping[str, Figure]
    """Every code of the framework, known or not."""
    level: LevelFigure | None
    total: Figure
    instruments: tuple[InstrumentFigure, ...]
    indicators: tuple[IndicatorFigure, ...]
    items: tuple[Figure, ...]
    strongest: tuple[Figure, ...]
    weakest: tuple[Figure, ...]

    @property
    def anchors(self) -> frozenset[str]:
        """The codes that stand on the page of the results."""
        shown = [figure for each in self.instruments for figure in each.parts if figure.is_known]
        shown += [figure for each in self.indicators for figure in each.known_questions]
        always = [*(each.figure for each in self.instruments), *(each.figure for each in self.indicators)]
        return frozenset(figure.code for figure in (self.total, *always, *shown, *self.items))

    @property
    def ranked(self) -> tuple[Figure, ...]:
        """The indicators that have a rank, best first."""
        figures = [each.figure for each in self.indicators if each.figure.rank]
        return tuple(sorted(figures, key=lambda figure: figure.rank or 0))


def results_report(scores: YearScores, earlier: YearScores | None) -> ResultsReport:
    """Return the figures of a year; `earlier` is the body's next older results, for the change."""
    framework = scores.framework
    figures = _figures(scores, earlier)
    ranked = [figures[each.id] for each in framework.indicators if figures[each.id].rank]
    return ResultsReport(
        year=scores.year,
        framework=framework,
        source=scores.results,
        figures=figures,
        level=level_of(scores, figures),
        total=figures[TOTAL],
        instruments=tuple(
            InstrumentFigure(figures[each.id], each.weight, tuple(figures[part.id] for part in each.parts))
            for each in framework.instruments
        ),
        indicators=tuple(
            IndicatorFigure(
                figures[each.id],
                each.instrument,
                tuple(figures[question.id] for question in framework.questions_of(each.id)),
                _is_below(figures[each.id].value, framework.levels.passed),
            )
            for each in framework.indicators
        ),
        items=tuple(figures[each.id] for each in framework.items if figures[each.id].is_known),
        strongest=tuple(each for each in ranked if each.rank == 1),
        weakest=_weakest(ranked),
    )


def level_of(scores: YearScores, figures: Mapping[str, Figure]) -> LevelFigure | None:
    """The printed level, else the one that the year's rule gives; None where neither is known."""
    levels = scores.framework.levels
    printed = scores.results.value.level
    if printed:
        band = next((band for band in levels.bands if band.name == printed), None)
        return LevelFigure(printed, True, band, levels.standing.is_sure)
    rule = level_by_rule(
        scores.framework,
        figures[TOTAL].value,
        [figures[each.id].value for each in scores.framework.instruments],
    )
    return LevelFigure(rule.name, False, rule, levels.standing.is_sure) if rule else None


def _figures(scores: YearScores, earlier: YearScores | None) -> dict[str, Figure]:
    framework = scores.framework
    computed = computed_scores(framework, scores.printed)
    ranks = _ranks({each.id: _exact(scores.printed, computed, each.id) for each in framework.indicators})
    figures = {}
    for code in (*framework.titles, TOTAL):
        value = _exact(scores.printed, computed, code)
        figures[code] = Figure(
            code=code,
            title=framework.titles.get(code),
            printed=scores.printed.get(code),
            computed=computed.get(code),
            rank=ranks.get(code),
            change=_change(code, value, framework, earlier),
        )
    return figures


def _change(
    code: str, value: Decimal | None, framework: Framework, earlier: YearScores | None
) -> Change | None:
    if earlier is None or value is None:
        return None
    older_code = predecessor(code, framework, earlier.framework)
    if older_code is None:
        return None
    before = _exact(earlier.printed, computed_scores(earlier.framework, earlier.printed), older_code)
    if before is None:
        return None
    return Change(earlier.year, before, value - before, older_code in earlier.printed)


def predecessor(code: str, framework: Framework, older: Framework) -> str | None:
    """The code in an older framework of what `code` asks, or None where that is not verified.

    Instruments, indicators and the total keep their code and title; questions and items are joined by `was`,
    and only between neighbouring years.
    """
    renumbered = {question.id: question.was for question in framework.questions}
    renumbered |= {item.id: item.was for item in framework.items}
    if code in renumbered:
        return renumbered[code] if older.year == framework.year - 1 else None
    same_title = older.titles.get(code) == framework.titles.get(code)
    return code if code == TOTAL or (code in older.titles and same_title) else None


def _exact(printed: Mapping[str, Score], computed: Mapping[str, Decimal], code: str) -> Decimal | None:
    return printed[code].exact if code in printed else computed.get(code)


def _ranks(values: Mapping[str, Decimal | None]) -> dict[str, int]:
    known = {code: value for code, value in values.items() if value is not None}
    return {code: 1 + sum(other > value for other in known.values()) for code, value in known.items()}


def _weakest(ranked: list[Figure]) -> tuple[Figure, ...]:
    lowest = max((each.rank or 0 for each in ranked), default=0)
    return tuple(each for each in ranked if each.rank == lowest) if lowest > 1 else ()


def _is_below(value: Decimal | None, limit: Decimal) -> bool:
    return value is not None and value < limit
