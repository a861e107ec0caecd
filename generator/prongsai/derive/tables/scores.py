"""A year's figures -> rows of scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from prongsai.derive.scores import Figure, ResultsReport
from prongsai.derive.tables.rows import ScoreLevel, ScoreRow
from prongsai.model.framework import TOTAL, Framework
from prongsai.model.score import Score

Standing = tuple[ScoreLevel, str | None]
"""What kind of a thing a code is, and the code that it is a part of."""


def score_rows(unit: str, results: ResultsReport) -> Iterator[ScoreRow]:
    """Every known figure: the total first, then as the framework has them."""
    for code, standing in standings(results.framework).items():
        figure = results.figures[code]
        if figure.is_known:
            yield _score_row(unit, results.year, figure, standing)


def standings(framework: Framework) -> dict[str, Standing]:
    """Every code that can have a score, with its level and parent."""
    found: dict[str, Standing] = {TOTAL: ("total", None)}
    for instrument in framework.instruments:
        found[instrument.id] = ("instrument", TOTAL)
        found |= {part.id: ("part", instrument.id) for part in instrument.parts}
    for indicator in framework.indicators:
        found[indicator.id] = ("indicator", indicator.instrument)
        found |= {each.id: ("question", indicator.id) for each in framework.questions_of(indicator.id)}
    indicators = {group.id: group.indicator for group in framework.groups}
    return found | {item.id: ("item", indicators.get(item.group)) for item in framework.items}


def _score_row(unit: str, year: int, figure: Figure, standing: Standing) -> ScoreRow:
    change = figure.change
    return ScoreRow(
        unit=unit,
        fiscal_year=year,
        code=figure.code,
        level=standing[0],
        parent=standing[1],
        title=figure.title,
        basis="printed" if figure.printed else "computed",
        printed=_as_typed(figure.printed) if figure.printed else None,
        score=figure.value,
        is_at_least=bool(figure.printed and figure.printed.at_least),
        rank=figure.rank,
        compared_year=change.year if change else None,
        compared_score=change.before if change else None,
        change=change.points if change else None,
    )


def _as_typed(score: Score) -> str:
    """A score with the plus of a lower bound, as officers type it."""
    return f"{_plain(score.value)}+" if score.at_least else _plain(score.value)


def _plain(value: Decimal) -> str:
    return f"{value:f}"
